"""The widgets of lecture 06: what each suggested state promises, and how one's own rule races."""

import math
from html import escape

import numpy as np
import pytest
import torch

from tests.trainlab.optimizers.test_numpy_rule import SENTENCES, adam, heavy
from tests.trainlab.widgets.page import Recorder
from trainlab.widgets.lectures import AdamStep, NewtonRace, OptimizerRace, OwnRace
from trainlab.widgets.lectures.races import RULES


def _state(live, number):
    """Load a suggested state by its number."""
    live.restore(live.tries[number].state)
    assert live.notice == ""
    return live


def _by_name(live):
    return dict(zip(live.model.racer.names, live.model.racer.points[:, 0].numpy(), strict=True))


def _first(live, reached, steps):
    """Return for each rule the first step after which its ball has reached something."""
    found = dict.fromkeys(live.model.racer.names, math.inf)
    for step in range(1, steps + 1):
        live.step()
        for name, point in _by_name(live).items():
            if found[name] == math.inf and reached(point):
                found[name] = step
    return found


# The race.


def test_adaptive_rules_leave_the_saddle_at_once():
    left = _first(_state(OptimizerRace(), 0), lambda x: abs(x[1]) >= 0.5, 400)
    assert left["adagrad"] == left["rmsprop"] == 6
    assert left["adadelta"] == 24
    assert 60 <= left["nesterov"] < left["momentum"] <= 70
    assert left["sgd"] == math.ceil(math.log(500) / math.log(1.02))  # 0.001 grows by 1.02 a step


def test_momentum_goes_astray_on_beales_surface_and_is_first():
    live = _state(OptimizerRace(), 1)
    way = np.array([2.0, -0.5])
    off = dict.fromkeys(live.model.racer.names, 0.0)

    def arrived(x):
        return np.hypot(*(x - [3.0, 0.5])) < 0.1

    first = dict.fromkeys(off, math.inf)
    for step in range(1, 301):
        live.step()
        for name, x in _by_name(live).items():
            gone = x - [1.0, 1.0]
            share = np.clip(gone @ way / (way @ way), 0, 1)
            off[name] = max(off[name], np.hypot(*(gone - share * way)))
            first[name] = min(first[name], step if arrived(x) else math.inf)
    fastest = sorted(first, key=first.get)[:2]
    assert set(sorted(off, key=off.get)[-2:]) == set(fastest) == {"momentum", "nesterov"}
    assert all(110 < first[name] < 140 for name in fastest)
    assert min(first[name] for name in off if name not in fastest) > 200


def _ends_at(live, steps=400):
    live.step(steps)
    return {name: round(float(x[0]), 1) for name, x in _by_name(live).items()}


def test_momentum_alone_rolls_past_the_bad_minimum():
    live = _state(OptimizerRace(), 2)
    assert _ends_at(live) == {"sgd": 4.0, "momentum": -5.0, "nesterov": 4.0}
    assert _ends_at(_state(live, 3)) == {
        "momentum": -5.0,
        "rmsprop": 4.0,
        "rmsprop with momentum": -5.0,
        "adam": 4.0,
    }


def test_both_nadams_are_first_on_the_bowl():
    live = _state(OptimizerRace(), 4)
    live.step(100)
    highest = live.model.curves()["y"][:, -20:].max(axis=1)  # they swing
    height = dict(zip(live.model.racer.names, highest, strict=True))
    nadams = {"nadam", "nadam, constant"}
    assert max(height[n] for n in nadams) < 1e-2 * min(height[n] for n in {*height} - nadams)
    assert height["adamw"] < height["adam"]


def test_momentum_stands_longer_steps_than_plain_descent_and_nesterov_shorter_ones():
    live = _state(OptimizerRace(), 5)
    live.step(2000)
    gone = {n: not abs(x).max() < 1e6 for n, x in _by_name(live).items()}
    assert gone == {"sgd": True, "momentum": False, "nesterov": True}
    # The limits 2 (1 + mu) / h and 2 (1 + mu) / (1 + 2 mu) / h for h = 4 and mu = 0.9, both sides.
    for name, limit in (("momentum", 3.8 / 4), ("nesterov", 3.8 / 2.8 / 4)):
        for side, away in ((0.99, False), (1.01, True)):
            live = OptimizerRace(surface="bowl", rates=10 * side * limit)
            live.step(3000)
            assert (not abs(_by_name(live)[name]).max() < 1e3) is away


def test_rates_and_momentum_change_on_the_way_and_the_balls_stay():
    live = OptimizerRace(surface="bowl")
    live.step(2)
    before = live.model.racer.points.clone()
    live.set(rates=2.0, momentum=0.5)
    assert torch.equal(live.model.racer.points, before)
    assert float(live.model.racer.states["momentum"]["velocity"].abs().min()) > 0
    live.step()
    expected = before[0, 0].numpy() * (1 - 0.2 * np.array([2, 4]))
    np.testing.assert_allclose(_by_name(live)["sgd"], expected)


@pytest.mark.parametrize(
    ("kind", "surface"),
    [
        (kind, surface)
        for kind in (OptimizerRace, NewtonRace)
        for surface in kind().table["surface"].choices
    ],
)
def test_the_start_can_be_dragged_to_every_corner_of_the_picture(kind, surface):
    live = kind(surface=surface)
    page = Recorder(live)
    (left, right), (low, high) = live.model.racer.surface.window
    for x, y in ((left, low), (left, high), (right, low), (right, high)):
        page.say(kind="drag", panel="path", handle="start", x=x, y=y, done=True)
        assert live.notice == ""
        np.testing.assert_allclose(live.model.racer.points[0, 0], [x, y], atol=1e-12)


def test_a_dragged_start_is_kept_in_the_state():
    live = OptimizerRace(surface="saddle")
    page = Recorder(live)
    page.say(kind="drag", panel="path", handle="start", x=0.5, y=0.25, done=True)
    np.testing.assert_allclose(_by_name(live)["sgd"], [0.5, 0.25])
    again = OptimizerRace(live.state)
    np.testing.assert_allclose(_by_name(again)["sgd"], [0.5, 0.25])
    page.set(surface="rosenbrock", shift1=0.0, shift2=0.0)
    np.testing.assert_allclose(_by_name(live)["sgd"], [-1.2, 1.0])


def test_every_field_races_on_every_surface():
    live = OptimizerRace()
    for field in live.table["field"].choices:
        for surface in live.table["surface"].choices:
            live.set(field=field, surface=surface)
            live.step(200)
            assert live.notice == ""
            assert live.model.gone == 0 or surface == "saddle"


# A rule of one's own.


@pytest.mark.parametrize(("rule", "ours"), [(adam, "adam"), (heavy, "momentum")])
def test_a_right_rule_never_differs_whatever_is_moved(rule, ours):
    live = OwnRace(rule, beside=ours, lr=0.003)
    for changes in ({}, {"lr": 0.01}, {"momentum": 0.5}, {"noise": 1.0}, {"surface": "saddle"}):
        live.set(**changes)
        live.step(60)
        assert live.notice == ""
        assert "no step differs" in live.status(live.model, live.settings)
        points = live.model.racer.points
        torch.testing.assert_close(points[0], points[1], rtol=1e-6, atol=1e-9)


def test_the_first_step_that_differs_is_named_once_and_the_race_goes_on():
    def momentum(params, grads, state, lr, momentum=0.9):
        velocity = momentum * state.get("velocity", 0.0) + (1 - momentum) * grads
        return params - lr * velocity, {"velocity": velocity}

    live = OwnRace(momentum)
    page = Recorder(live)
    assert live.settings.beside == "momentum"
    live.step()
    assert "your momentum differs from momentum first at step 1" in page.last("notice")
    assert "0.1 times as far" in page.last("notice")
    page.press("reset")
    live.step(20)
    assert live.model.steps_taken == 20
    assert "differ since step 1" in live.status(live.model, live.settings)
    live.notice = ""
    live.step(20)
    assert live.notice == ""


@pytest.mark.parametrize("rule", SENTENCES, ids=lambda rule: rule.__name__)
def test_a_rule_that_fails_is_told_in_one_sentence_and_nothing_is_lost(rule):
    live = OwnRace(rule, beside="adam")
    page = Recorder(live)
    live.step(3)
    assert rule.__name__ in page.last("notice")
    assert "\n" not in page.last("notice")
    taken = live.model.steps_taken
    assert taken == live.model.racer.steps_taken < 3
    calm = OwnRace(adam)
    calm.step(taken)
    np.testing.assert_array_equal(_by_name(live)["adam"], _by_name(calm)["adam"])
    page.set(surface="bowl")
    assert live.settings.surface == "bowl"


def test_what_went_wrong_stands_in_the_picture_too():
    failed, calm = OwnRace(next(iter(SENTENCES)), beside="adam"), OwnRace(adam)
    page = Recorder(failed)
    failed.step(3)
    picture = failed._picture()
    assert page.last("notice") in picture["text/plain"]
    assert f"<p>{escape(page.last('notice'))}</p>" in picture["text/html"]
    assert "<p>No step differs.</p>" in calm._picture()["text/html"]


def test_what_is_no_rule_is_refused_at_once():
    with pytest.raises(ValueError, match="expected a function rule"):
        OwnRace("adam")


def test_a_rule_races_beside_the_one_it_is_named_after():
    def my_adamw(params, grads, state, lr):
        return params, state

    assert OwnRace(my_adamw).settings.beside == "adamw"
    assert OwnRace(lambda *given: given).settings.beside == "sgd"
    assert set(OwnRace().table["beside"].choices) == set(RULES)


# One step of Adam.


def _gradients(live, size):
    s = live.settings
    now = np.full(s.t, size)
    if s.history == "alternating":
        now *= (-1.0) ** np.arange(s.t)[::-1]
    if s.history == "rare":
        now[:-1] = 0
    return now


@pytest.mark.parametrize("history", ["steady", "alternating", "rare"])
@pytest.mark.parametrize("t", [1, 2, 3, 40, 1000])
def test_the_step_is_torchs(history, t):
    live = AdamStep(history=history, t=t, steep=7.0, flat=1e-5, beta1=0.8, beta2=0.99, eps=1e-6)
    point = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    rule = torch.optim.Adam([point], lr=1.0, betas=(0.8, 0.99), eps=1e-6)
    for pair in zip(_gradients(live, 7.0), _gradients(live, 1e-5), strict=True):
        before = point.detach().clone()
        point.grad = torch.tensor(pair, dtype=torch.float64)
        rule.step()
    expected = (before - point).detach().numpy()
    np.testing.assert_allclose(live.model.stages[-1], expected, rtol=1e-6, atol=1e-9)
    moments = [rule.state[point][name].numpy() for name in ("exp_avg", "exp_avg_sq")]
    np.testing.assert_allclose(live.model.stages[1:3], moments, rtol=1e-9)


@pytest.mark.parametrize(
    ("number", "steep", "flat"),
    [(0, 1.0, 1.0), (1, 0.1 / 0.001**0.5, None), (2, 1 / 19, None), (3, 2.5, None), (4, 1.0, 0.1)],
)
def test_the_steps_are_as_long_as_the_widget_says(number, steep, flat):
    live = _state(AdamStep(), number)
    live.go(live.model.last)
    steps = live.model.stages[-1]
    assert steps[0] == pytest.approx(steep, rel=0.01)
    assert steps[1] == pytest.approx(steep if flat is None else flat, rel=0.1)


def test_the_curve_shows_the_step_of_now_and_stages_appear_one_by_one():
    live = AdamStep(t=10, history="rare", correction="off")
    page = Recorder(live)
    for stage in range(7):
        live.go(stage)
        shown = page.numbers["stages"]["mid"]
        assert np.isfinite(shown).sum() == 2 * (stage + 1)
    x, y = page.numbers["steps"]["x"], page.numbers["steps"]["y"]
    assert y[1, list(x).index(10)] == pytest.approx(live.model.stages[-1][0])
    live.set(correction="on")
    assert page.numbers["steps"]["y"][0, list(x).index(10)] == pytest.approx(
        live.model.stages[-1][0]
    )
