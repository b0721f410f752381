"""The playground without a page: controls, buttons, state, divergence, play and pause."""

import asyncio
import re
import threading
from base64 import b64decode

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extremes import extremes
from tests.pages import images
from trainlab.widgets import Playground, controls, playground
from trainlab.widgets.controls import CONTROLS

SMALL = {"population": 2, "width": 4}
DIVERGING = "data=x_sin_5x&depth=4&activation=relu&optimizer=sgd&lr=10&init=normal&batch=all"


@pytest.fixture(autouse=True)
def _no_front_end(monkeypatch):
    for name in ("JPY_SESSION_NAME", "VSCODE_PID", "COLAB_RELEASE_TAG"):
        monkeypatch.delenv(name, raising=False)


def _frames(p, count=3):
    for _ in range(count):
        p.frame()


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_goes_to_both_extremes_while_it_trains(name):
    p = Playground(**SMALL)
    _frames(p)
    for value in extremes(CONTROLS[name]):
        if (name, value) in (("population", 256), ("width", 128)):
            p.session.settings["batch"] = "1"
        p.controls[name].value = value
        _frames(p)
        assert p.session.settings[name] == value
        assert len(bytes(p.picture.value)) > 5000


def test_everything_at_its_largest_still_steps():
    p = Playground(depth=10, width=128, population=8, batch="all", activation="gelu")
    p.frame()
    assert p.session.trainer.steps_taken >= 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lr", 0.1),
        ("optimizer", "sgd"),
        ("beta1", 0.5),
        ("batch", "all"),
        ("l1", 0.01),
        ("l2", 0.01),
        ("dropout", 0.5),
        ("schedule", "cosine"),
        ("schedule", "plateau"),
        ("noise", 0.3),
        ("show", "one"),
        ("member", 1),
    ],
)
def test_a_live_control_keeps_the_weights_and_the_steps(name, value):
    p = Playground(**SMALL)
    _frames(p)
    before, steps = p.session.trainer.params.clone(), p.session.trainer.steps_taken
    p.controls[name].value = value
    assert torch.equal(p.session.trainer.params, before)
    assert p.session.trainer.steps_taken == steps


@pytest.mark.parametrize(
    ("name", "value"),
    [("depth", 3), ("width", 5), ("activation", "relu"), ("init", "he_normal"), ("seed", 4),
     ("population", 4), ("data", "xor"), ("norm", "on"), ("shortcut", "residual"),
     ("shortcut", "dense"), ("activation", "maxout"), ("activation", "swish")],
)  # fmt: skip
def test_a_control_that_shapes_the_network_starts_again(name, value):
    p = Playground(**SMALL)
    _frames(p)
    p.controls[name].value = value
    assert p.session.trainer.steps_taken == 0
    assert p.session.settings[name] == value


@pytest.mark.parametrize("schedule", controls.SCHEDULES)
def test_a_schedule_moves_the_learning_rate_from_its_first_step_on(schedule):
    p = Playground(schedule=schedule, horizon=100, **SMALL)
    trainer = p.session.trainer
    trainer.step(60)
    chunk = trainer.engine.chunks[0][1]
    start, middle = (
        torch.as_tensor(chunk.hyperparameters.lr_at(t, chunk.state)).max() for t in (0, 55)
    )
    assert (middle == start) == (schedule in ("constant", "plateau"))


@pytest.mark.parametrize("first", [{"batch": "1"}, {"norm": "on"}])
def test_settings_that_do_not_go_together_are_explained_and_put_back(first):
    p = Playground(**SMALL, **first)
    _frames(p)
    before, steps = dict(p.session.settings), p.session.trainer.steps_taken
    name, value = ("norm", "on") if "batch" in first else ("batch", "1")
    p.controls[name].value = value
    assert "batch norm needs two" in p.notice.value
    assert p.session.settings == before
    assert p.controls[name].value == before[name]
    _frames(p)
    assert p.session.trainer.steps_taken > steps


@pytest.mark.parametrize(
    ("width", "said"), [(128, ["working on 128 networks of 2 x 128"]), (16, [])]
)
def test_a_change_that_lasts_is_announced_and_then_done(width, said):
    p = Playground(population=128, width=8)
    heard = []
    p.status.observe(lambda change: heard.append(change["new"]), names="value")
    p.controls["width"].value = width
    assert [text for text in heard if text.startswith("working")] == [f"{s} units …" for s in said]
    assert p.status.value.startswith("step 0 ")


def test_settings_of_another_optimizer_are_hidden():
    p = Playground(optimizer="sgd")
    hidden = {n for n, row in p.rows.items() if row.layout.display == "none"}
    assert hidden == {"momentum", "beta1", "beta2", "horizon"}
    p.controls["schedule"].value = "cosine"
    assert p.rows["horizon"].layout.display is None
    p.controls["optimizer"].value = "nesterov"
    assert p.rows["momentum"].layout.display is None


def test_every_button_does_what_it_says():
    p = Playground(**SMALL)
    p.step_button.click()
    p.step_button.click()
    assert p.session.trainer.steps_taken == 2
    p.pin_button.click()
    assert p.pin_button.description == "Unpin"
    p.reset_button.click()
    assert p.session.trainer.steps_taken == 0
    p.pin_button.click()
    assert p.pin_button.description == "Pin"


def test_a_pinned_run_stays_beneath_the_next():
    p = Playground(**SMALL, data="sine")
    _frames(p, 5)
    p.pin_button.click()
    curves = p.view._made["loss"].pinned[0].get_xydata().copy()
    assert len(curves) > 1
    p.controls["depth"].value = 4
    _frames(p)
    assert (p.view._made["loss"].pinned[0].get_xydata() == curves).all()
    assert len(p.view._made["fit"].pinned.get_xdata()) > 100
    p.pin_button.click()
    assert len(p.view._made["loss"].pinned[0].get_xdata()) == 0


# The state string.


def _value(control):
    if control.choices:
        return st.sampled_from(control.choices)
    if control.whole:
        return st.integers(int(control.low), int(control.high))
    return st.floats(control.low, control.high)


@given(st.fixed_dictionaries({name: _value(c) for name, c in CONTROLS.items()}))
@settings(max_examples=60)
def test_a_state_string_gives_back_the_settings_it_was_made_of(values):
    chosen = controls.checked(values)
    text = controls.to_text(chosen)
    assert controls.from_text(text) == chosen
    assert re.fullmatch(r"[\w.=&+-]+", text)


def test_a_state_string_sets_every_control():
    p = Playground(**SMALL)
    p.state.value = "depth=6&lr=0.03&optimizer=momentum&momentum=0.5&population=2"
    assert p.controls["depth"].value == 6
    assert p.controls["lr"].value == pytest.approx(0.03)
    assert p.session.trainer.net.depth == 6
    assert p.session.trainer.optimizer.settings["momentum"] == 0.5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("depth=99", "expected a whole number from 1 to 10"),
        ("depth=2.5", "expected a whole number"),
        ("lr=fast", "expected a number from 1e-05 to 10"),
        ("detph=3", "Did you mean &#x27;depth&#x27;?"),
        ("activation=rleu", "Did you mean &#x27;relu&#x27;?"),
        ("hello", "is not a state"),
        ("<script>alert(1)</script>", "is not a state"),
    ],
)
def test_a_bad_state_string_is_explained_and_changes_nothing(text, words):
    p = Playground(**SMALL)
    before = dict(p.session.settings)
    p.state.value = text
    assert words in p.notice.value
    assert "<script" not in p.notice.value
    assert p.session.settings == before
    assert p.state.value == controls.to_text(before)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"controls": ["lr", "dept"]}, "Did you mean 'depth'"),
        ({"panels": ["losses"]}, "Did you mean 'loss'"),
        ({"panels": []}, "panels is empty"),
        ({"deph": 3}, "Did you mean 'depth'"),
        ({"depth": 0}, "expected a whole number from 1 to 10"),
        ({"state": "nonsense"}, "is not a state"),
    ],
)
def test_arguments_that_do_not_fit_are_explained(arguments, words):
    with pytest.raises(ValueError, match=words):
        Playground(**arguments)


@pytest.mark.parametrize("panels", [["loss"], ["fit"], ["scales", "dead"], ["fit", "dead"]])
def test_a_lecture_may_show_some_controls_and_panels(panels):
    p = Playground(controls=["lr", "depth"], panels=panels, **SMALL)
    _frames(p)
    assert set(p.controls) == {"lr", "depth"}
    p.controls["depth"].value = 3
    _frames(p)
    assert set(p.view.picture.axes) == set(panels)


# Divergence.


def test_a_divergence_is_explained_and_training_can_go_on():
    p = Playground(state=DIVERGING)
    start = p.session.trainer.params.clone()
    for _ in range(20):
        p.frame()
        if p.notice.value:
            break
    assert re.search(r"networks diverged. Network \d+ diverged at step \d+: ", p.notice.value)
    assert "2/sharpness = " in p.notice.value
    assert "The learning rate is 10;" in p.notice.value
    assert torch.equal(p.session.trainer.params, start)
    p.controls["lr"].value = 1e-4
    assert p.notice.value == ""
    before = p.session.losses[-1][1][1]
    _frames(p, 20)
    assert p.notice.value == ""
    assert p.session.losses[-1][1][1] < before


# Playing.


def _play(seconds, during=lambda p: None, **arguments):
    async def main():
        p = Playground(**(SMALL | arguments))
        p.play()
        await asyncio.sleep(seconds / 2)
        during(p)
        await asyncio.sleep(seconds / 2)
        playing = p._task is not None
        p.close()
        return p, playing

    return asyncio.run(main())


def test_playing_trains_until_closed():
    p, playing = _play(0.6)
    assert playing
    assert p._task is None
    assert p.session.trainer.steps_taken > 10


def test_a_change_from_another_thread_is_applied_on_the_loops_thread(monkeypatch):
    threads = set()
    original = Playground.apply_posted

    def watched(self):
        threads.add(threading.get_ident())
        return original(self)

    monkeypatch.setattr(Playground, "apply_posted", watched)

    def move(p):
        def elsewhere():
            p.controls["lr"].value = 0.5

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()

    p, _ = _play(0.6, move)
    assert p.session.settings["lr"] == pytest.approx(0.5, rel=0.06)
    assert threads == {threading.get_ident()}


def test_only_one_playground_plays_at_a_time():
    async def main():
        first, second = Playground(**SMALL), Playground(**SMALL)
        first.play()
        await asyncio.sleep(0.1)
        second.play()
        await asyncio.sleep(0.1)
        states = first._task, second._task
        second.close()
        return states

    first, second = asyncio.run(main())
    assert first is None
    assert second is not None


def test_it_pauses_when_its_page_goes_away(monkeypatch):
    monkeypatch.setattr(playground, "PATIENCE", 0.1)
    _, playing = _play(0.8)
    assert not playing


def test_threads_are_given_back():
    before = torch.get_num_threads()
    _play(0.2)
    assert torch.get_num_threads() == before


# Without a page.


def test_a_still_picture_says_in_words_what_it_shows_and_is_always_the_same():
    data, again = (Playground(**SMALL)._repr_mimebundle_() for _ in range(2))
    ((_, alt),) = images(data["text/html"])
    assert b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data == again
    assert alt == data["text/plain"]
    assert "2 networks of depth 2 and width 4 on circle after 500 steps" in data["text/plain"]


def test_a_page_gets_the_widget_itself(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "lecture.ipynb")
    assert "application/vnd.jupyter.widget-view+json" in Playground(**SMALL)._repr_mimebundle_()
