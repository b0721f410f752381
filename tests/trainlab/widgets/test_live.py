"""Every live widget: each control to both ends while it plays, states, buttons, pictures, pages."""

import asyncio
import base64
import re
import threading
import time

import numpy as np
import pytest
import torch

from tests.extremes import extremes
from tests.pages import images
from trainlab.widgets import GraphExplorer, Playground, lectures
from trainlab.widgets.live import LATE, Live
from trainlab.widgets.page import packed
from trainlab.widgets.player import SPEEDS

from .page import Recorder


def _subclasses(kind):
    for each in kind.__subclasses__():
        yield from _subclasses(each)
        if each.layout and each.__module__.startswith("trainlab."):
            yield each


#: The widgets of lectures are imported one by one, as they are asked for.
LECTURES = {getattr(lectures, name) for name in lectures.__all__}
WIDGETS = sorted(_subclasses(Live), key=lambda kind: kind.__name__)


class Clock:
    """A clock of which every look is a tenth of a millisecond after the last.

    What a test makes slower is slower by so many seconds whatever else the machine does.
    """

    def __init__(self, monkeypatch):
        self.now, self._patch = 100.0, monkeypatch
        monkeypatch.setattr(time, "perf_counter", self._look)

    def _look(self):
        self.now += 1e-4
        return self.now

    def slow(self, seconds, work):
        """Return what does this work and takes so many seconds."""

        def slowly(*given):
            self.now += seconds
            return work(*given)

        return slowly

    def slow_panels(self, seconds, names):
        """Let the playground's panels of these names take so many seconds to measure."""
        original = Playground.panels

        def panels(live, model):
            made = original(live, model)
            return made | {n: made[n].of(self.slow(seconds, made[n].numbers)) for n in names}

        self._patch.setattr(Playground, "panels", panels)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture(autouse=True)
def _no_front_end(monkeypatch):
    for name in ("JPY_SESSION_NAME", "VSCODE_PID", "COLAB_RELEASE_TAG"):
        monkeypatch.delenv(name, raising=False)


def test_the_widgets_are_known():
    assert {Playground, GraphExplorer} | LECTURES <= set(WIDGETS)


@pytest.mark.parametrize("kind", WIDGETS)
def test_every_control_goes_to_both_ends_while_it_plays(kind):
    async def main():
        live = kind()
        page = Recorder(live)
        for name in list(live.table):
            for value in extremes(live.table[name]) if name in live.table else ():
                if "play" in live.actions():
                    live.play()
                page.set(**{name: value})
                for _ in range(1000):  # until the frame's end, where changes are applied
                    await asyncio.sleep(0.02)
                    page.say(kind="drawn", frame=page.last("frame"))
                    if live._values[name] == value or live.notice:
                        break
                assert live._values[name] == value or live.notice
                if live.notice:
                    live.set(**{name: live.table[name].default})
            live.restore("defaults")
        live.close()

    asyncio.run(main())


@pytest.mark.parametrize("kind", WIDGETS)
def test_what_the_page_is_told_can_be_sent_and_is_complete(kind):
    live = kind()
    page = Recorder(live)
    spec = page.last("spec")
    assert [c["name"] for c in spec["controls"]] == list(live.table)
    assert set(spec["first"]) <= set(live.table)
    assert set(page.last("values")) == set(live.table)
    names = {name for row in spec["rows"] for name in row}
    assert set(page.last("panels")) == names == set(page.numbers)
    for control in spec["controls"]:
        assert control["tooltip"], control["name"]


@pytest.mark.parametrize("kind", WIDGETS)
def test_every_button_can_be_pressed_at_any_time(kind):
    live = kind()
    page = Recorder(live)
    for name, _, tooltip in live.buttons:
        assert tooltip
        if name != "play":
            page.press(name)
            page.press(name)
            assert live.notice == ""


@pytest.mark.parametrize("kind", WIDGETS)
def test_every_suggested_state_can_be_loaded(kind):
    live = kind()
    for each in live.tries:
        live.restore(each.state)
        assert live.notice == ""
        assert live.table.from_text(live.state) == live.table.from_text(each.state)


@pytest.mark.parametrize("kind", WIDGETS)
def test_a_still_has_a_picture_with_its_alternative_text_and_is_always_the_same(kind, monkeypatch):
    monkeypatch.setattr(kind, "still_steps", min(kind.still_steps, 40))
    shown = []
    for _ in range(2):
        live = kind()
        live.prepare_still()
        shown.append(live._picture())
    first, second = shown
    assert first == second
    assert base64.b64decode(first["image/png"])[:4] == b"\x89PNG"
    alt = live.describe(live.model, live.settings)
    assert re.search(r"\d", alt)
    assert first["text/plain"] == alt
    assert [text for _, text in images(first["text/html"])] == [alt]


@pytest.mark.parametrize("kind", WIDGETS)
def test_all_orders_of_panels_can_be_shown(kind):
    names = [name for row in kind.layout for name in row.split()]
    for name in dict.fromkeys(names):
        live = kind() if kind is GraphExplorer else kind(panels=[name])
        assert set(Recorder(live).numbers) == {name}


# The page.


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, np.uint8, bool])
def test_arrays_travel_as_bytes(kind):
    array = np.arange(6).reshape(2, 3).astype(kind)
    buffers = []
    told = packed({"a": {"x": array}, "b": [1, np.float32(2.0)]}, buffers)
    told_x = told["a"]["x"]
    again = np.frombuffer(buffers[told_x["$"]], told_x["dtype"]).reshape(told_x["shape"])
    np.testing.assert_array_equal(again.astype(kind), array)
    assert told["b"] == [1, 2.0]


def test_a_number_too_large_for_the_page_is_infinite_there():
    buffers = []
    packed(np.array([1e300, -1e300, 1.0]), buffers)
    assert np.frombuffer(buffers[0], np.float32).tolist() == [np.inf, -np.inf, 1.0]


def test_a_bad_state_is_explained_and_changes_nothing():
    p = Playground(population=2)
    page = Recorder(p)
    before = p.settings
    for text, words in (
        ("depth=99", "expected a whole number from 0 to 10"),
        ("depth=2.5", "expected a whole number"),
        ("lr=fast", "expected a number from 1e-05 to 10"),
        ("detph=3", "Did you mean 'depth'?"),
        ("activation=rleu", "Did you mean 'relu'?"),
        ("hello", "is not a state"),
        ("<script>alert(1)</script>", "is not a state"),
    ):
        page.say(kind="restore", text=text)
        assert words in page.last("notice")
        assert p.settings == before


def test_a_typed_number_is_kept_as_it_was_typed():
    p = Playground(population=1)
    page = Recorder(p)
    for text in ("0.03", "0.0123456", "1e-4"):
        page.set(lr=text)
        assert p.settings.lr == float(text)
        assert p.table.from_text(p.state)["lr"] == float(text)
    page.set(lr="-1")
    assert "expected a number from 1e-05 to 10" in page.last("notice")
    assert p.settings.lr == 1e-4


# Playing.


def _play(seconds, during=lambda p, page: None):
    async def main():
        p = Playground(population=2, width=4)
        page = Recorder(p)
        page.say(kind="speed", speed="as fast as possible")
        page.press("play")
        for _ in range(round(seconds / 0.02)):
            await asyncio.sleep(0.02)
            during(p, page)
            page.say(kind="drawn", frame=page.last("frame"))
        playing, steps = p.player.playing, p.model.steps_taken
        p.close()
        return p, page, playing, steps

    return asyncio.run(main())


def test_playing_trains_until_closed():
    p, page, playing, steps = _play(0.6)
    assert playing
    assert not p.player.playing
    assert steps > 0
    assert page.last("playing") is False


def test_panels_that_share_what_they_measure_are_shown_in_the_same_frames(clock):
    p = Playground(population=2, width=4)
    page = Recorder(p)
    hello = len(page.messages)
    frames = []
    while sum("scales" in names for names in frames) < 3:
        p._frame(1)
        frames = [set(m["numbers"]) for m in page.messages[hello:] if "numbers" in m]
    assert all(("scales" in names) == ("dead" in names) for names in frames)
    assert {"fit"} in frames


def test_play_pressed_twice_plays_and_pause_pressed_twice_pauses():
    async def main():
        p = Playground(population=1)
        page = Recorder(p)
        states = []
        for button in ("play", "play", "pause", "pause"):
            page.press(button)
            await asyncio.sleep(0.1)
            states.append(p.player.playing)
        p.close()
        return states

    assert asyncio.run(main()) == [True, True, False, False]


def test_a_change_from_another_thread_is_applied_on_the_loops_thread(monkeypatch):
    threads = set()
    original = Playground.change

    def watched(self, model, s):
        threads.add(threading.get_ident())
        return original(self, model, s)

    monkeypatch.setattr(Playground, "change", watched)

    def move(p, page):
        if p.settings.lr != 0.5:
            thread = threading.Thread(target=lambda: page.set(lr=0.5))
            thread.start()
            thread.join()

    p = _play(0.4, move)[0]
    assert p.settings.lr == 0.5
    assert threads == {threading.get_ident()}


def test_only_one_widget_plays_at_a_time():
    async def main():
        first, second = Playground(population=1), Playground(population=1)
        first.play()
        await asyncio.sleep(0.05)
        second.play()
        await asyncio.sleep(0.05)
        states = first.player.playing, second.player.playing
        second.close()
        return states

    assert asyncio.run(main()) == (False, True)


def test_every_pace_can_be_chosen():
    p = Playground(population=1)
    page = Recorder(p)
    assert page.last("spec")["speed"] in SPEEDS
    for name, rate in SPEEDS.items():
        page.say(kind="speed", speed=name)
        assert p.player.speed == rate


def test_a_status_that_takes_long_is_seldom_asked_for_but_is_of_now_at_a_pause(monkeypatch, clock):
    original, asked = Playground.status, []

    def counted(self, model, s):
        asked.append(model.steps_taken)
        return original(self, model, s)

    monkeypatch.setattr(Playground, "status", clock.slow(0.03, counted))
    p = Playground(population=2, width=4, panels=["fit"])
    page = Recorder(p)
    for _ in range(60):
        p._frame(1)
    assert len(asked) < sum("numbers" in m for m in page.messages) / 2
    p.show()
    assert page.last("status")[0] == f"step {p.model.steps_taken}"


def _dragged(p, page, monkeypatch, **values):
    """Play twenty frames, in each of which a control is moved; return the steps asked and taken."""
    ((control, places),) = values.items()
    advance, frame, frames = Playground.advance, p.player._frame, []

    def moved(self, model, count):
        page.set(**{control: places[len(frames) % 2]})
        return advance(self, model, count)

    def counted(count):
        taken = frame(count)
        frames.append((count, taken[0]))
        p.player.seen(p.player.sent)
        return taken

    async def main():
        p.play()
        while len(frames) < 20:
            await asyncio.sleep(0.01)
        p.pause()

    p.player.speed, p.player._frame = None, counted
    page.messages.clear()
    monkeypatch.setattr(Playground, "advance", moved)
    asyncio.run(main())
    return frames


def test_a_drag_ends_the_training_of_every_frame_and_sees_what_it_does(monkeypatch, clock):
    p = Playground(population=2, width=4)
    page = Recorder(p)
    frames = _dragged(p, page, monkeypatch, lr=(0.02, 0.01))
    assert all(0 < taken < count or count == 1 for count, taken in frames)
    told = [m for m in page.messages if "numbers" in m and m.get("playing")]
    assert len(told) >= 18
    assert all("answered" in m for m in told[2:])


def test_an_interrupted_frame_makes_way_for_the_one_that_answers(monkeypatch):
    p = Playground(population=2, width=4)
    page = Recorder(p)
    advance = Playground.advance

    def interrupted(self, model, count):
        p.player._posted.append(lambda: None)
        return advance(self, model, count)

    monkeypatch.setattr(Playground, "advance", interrupted)
    told = len(page.messages)
    assert 0 < p._frame(40)[0] < 40
    assert not page.messages[told:]


def test_what_takes_long_to_measure_comes_after_what_somebody_did(clock):
    late = {"scales", "dead", "loss"}
    clock.slow_panels(2 * LATE, late)
    p = Playground(population=2, width=4)
    page = Recorder(p)

    async def main():
        p.play()
        page.messages.clear()
        page.set(noise=0.3)
        while len([m for m in page.messages if "numbers" in m]) < 6:
            await asyncio.sleep(0.01)
            p.player.seen(p.player.sent)
        first = next(m for m in page.messages if "panels" in m)
        assert first["values"]["noise"] == 0.3
        assert set(first["panels"]) == set(p._panels)
        assert set(first["numbers"]) == set(p._panels) - late
        p.pause()

    asyncio.run(main())
    numbers = [set(m["numbers"]) for m in page.messages if "numbers" in m]
    assert late <= set().union(*numbers[1:5])
    assert numbers[-1] == set(p._panels)


def test_the_first_frame_that_answers_waits_for_nothing_that_takes_long(monkeypatch):
    p = Playground(population=2, width=4)
    page = Recorder(p)
    late = {"scales", "dead", "loss"}
    monkeypatch.setattr(Playground, "_late", lambda self, panel: panel in late)
    p._frame(1)
    for answers in (True, True, False):
        p._due, p._shown_at = dict.fromkeys(p._panels, 1.0), dict.fromkeys(p._panels, -1)
        p._due |= dict.fromkeys(late, 0.0)
        p._held = {"answered": 1} if answers else {}
        p._frame(1)
    first, second, third = (set(m["numbers"]) for m in page.messages[-3:])
    assert not first & late
    assert second <= late
    assert third <= late


def test_a_drag_that_shows_all_anew_shows_what_takes_long_in_turn(monkeypatch, clock):
    late = {"scales", "dead", "loss"}
    clock.slow_panels(2 * LATE, late)
    p = Playground(population=2, width=4)
    page = Recorder(p)
    _dragged(p, page, monkeypatch, noise=(0.1, 0.11))
    told = [set(m["numbers"]) for m in page.messages if "numbers" in m]
    shown = [numbers & late for numbers in told if numbers & late and not numbers - late]
    assert {"loss"} in shown
    assert {"scales", "dead"} in shown


def test_trouble_ends_a_frames_training():
    p = Playground("data=sine&optimizer=sgd&lr=10&activation=relu", population=2)
    page = Recorder(p)
    taken, _ = p._frame(2000)
    assert taken < 2000
    assert "diverged" in page.last("notice")


def test_what_the_status_says_is_told_with_the_panel_that_measures_it(clock):
    p = Playground(population=2, width=4)
    page = Recorder(p)
    before = len(page.messages)
    for _ in range(60):
        p._frame(1)
    told = [m for m in page.messages[before:] if "numbers" in m]
    assert 1 < sum("status" in m for m in told) < len(told)
    for message in told:
        assert ("status" in message) == ("loss" in message["numbers"])
    p.set(lr=0.5)
    assert "learning rate 0.5" in page.last("status")


@pytest.mark.parametrize("name", ["panels", "status", "describe", "build", "change"])
def test_what_is_shown_and_asked_for_is_computed_on_one_thread_of_torchs(monkeypatch, name):
    original, seen, before = getattr(Playground, name), [], torch.get_num_threads()

    def watched(*given):
        seen.append(torch.get_num_threads())
        return original(*given)

    monkeypatch.setattr(Playground, name, watched)
    try:
        p = Playground(population=2, width=4)
        torch.set_num_threads(2)
        page = Recorder(p)
        p._frame(1)
        page.set(depth=1)
        page.set(lr=0.02)
        page.set(lr=0.03)
        p._picture()
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    assert set(seen[1:]) == {1}


def test_in_a_script_it_says_that_nothing_plays():
    with pytest.raises(RuntimeError, match=r"step\(100\)"):
        GraphExplorer().play()
