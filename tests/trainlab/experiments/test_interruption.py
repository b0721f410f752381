"""Ctrl-C after the part that answers the question: the answer is there, the rest is left out."""

import signal
import threading

import pytest

from trainlab import experiments
from trainlab.core.interrupts import at_safe_places


@pytest.mark.parametrize(
    ("id", "networks", "quick", "share"),
    [
        ("beale-saddle", 20, False, 0.65),
        ("information-plane", 8, True, 0.3),
        ("laplacian", 4, False, 0.65),
        ("rbf-learning", 8, True, 0.3),
        ("snapshot-ensemble", 8, True, 0.6),
        ("xor-init", 20, True, 0.5),
    ],
)
def test_what_was_computed_is_told_and_drawn(id, networks, quick, share):
    def stop(done, doing):
        if share < done < 1:
            raise KeyboardInterrupt

    result = experiments.run(id, networks=networks, quick=quick, device="cpu", progress=stop)
    assert not result.complete
    assert "nan" not in result.verdict
    picture = result.picture()
    assert "nan" not in picture.caption + picture.alt


@pytest.mark.parametrize("id", ["information-plane", "rbf-learning", "xor-init"])
def test_before_there_is_anything_to_tell_the_interruption_goes_on(id):
    def stop(done, doing):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        experiments.run(id, networks=8, quick=True, device="cpu", progress=stop)


# The stop button itself, which may come anywhere.


def test_a_signal_waits_for_the_next_word_of_progress_and_what_was_computed_is_told(
    monkeypatch, capsys
):
    """It comes while intervals are computed, and not between two trainings."""
    told = []
    original = experiments.Settings.over

    def over(self, cases, efforts=None):
        for part, case in original(self, cases, efforts):
            told.append(case)
            if len(told) == 12:
                signal.raise_signal(signal.SIGINT)
                told.append("not lost")
            yield part, case

    monkeypatch.setattr(experiments.Settings, "over", over)
    result = experiments.run("xor-init", networks=20, quick=True, device="cpu")
    assert told[12] == "not lost"
    assert not result.complete
    assert "xor-init was interrupted: its numbers" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_before_there_is_anything_to_tell_a_sentence_says_so():
    def stop(done, doing):
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt, match="rbf-learning was interrupted before it had"):
        experiments.run("rbf-learning", networks=8, quick=True, device="cpu", progress=stop)


def test_the_first_interruption_waits_for_a_safe_place_and_the_second_comes_at_once():
    reached = []

    def interrupted(times):
        with at_safe_places() as safe_place:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
                reached.append(times)
            safe_place()
            reached.append("never")

    for times in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            interrupted(times)
    with at_safe_places():
        signal.raise_signal(signal.SIGINT)
    assert reached == [1, 2]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_outside_the_main_thread_no_interruption_comes():
    done = []

    def work():
        with at_safe_places() as safe_place:
            safe_place()
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
