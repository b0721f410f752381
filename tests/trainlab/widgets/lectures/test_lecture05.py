"""The widgets of lecture 05: what each suggested state promises, from closed forms and counts."""

import math

import numpy as np
import pytest
import torch

from tests.trainlab.widgets.page import Recorder
from trainlab.widgets.lectures import Bowl, DoubleWell, NoisySine
from trainlab.widgets.lectures.double_well import crossed


def _state(live, number):
    """Load a suggested state by its number."""
    live.restore(live.tries[number].state)
    return live


def _closed(lr, steps, start=(-5.0, -2.0)):
    """Where gradient descent on x1^2 + 2 x2^2 is: each coordinate shrinks by 1 - lr c a step."""
    return [x * (1 - lr * c) ** steps for x, c in zip(start, (2, 4), strict=True)]


def _ends(live):
    return live.model.racer.points[0].numpy()


def test_the_still_of_the_bowl_is_the_closed_form():
    live = Bowl()
    live.step(7)
    np.testing.assert_allclose(_ends(live), [_closed(0.1, 7)] * 16, rtol=1e-12)


def test_a_quarter_solves_the_steep_direction_at_once():
    live = _state(Bowl(), 0)
    live.step(1)
    np.testing.assert_allclose(_ends(live)[0], [-2.5, 0.0], atol=1e-15)


def test_just_below_the_limit_it_leaps_and_arrives():
    live = _state(Bowl(), 1)
    signs = []
    for _ in range(60):
        live.step()
        signs.append(np.sign(_ends(live)[0, 1]))
    assert signs == [1, -1] * 30
    assert abs(_ends(live)[0, 1]) < 1e-4


def test_just_above_the_limit_it_runs_away_slowly():
    live = _state(Bowl(), 2)
    live.step(10)
    assert 2 < abs(_ends(live)[0, 1]) < 4
    live.step(400)
    assert live.model.gone == 16
    assert "16 ran away" in live.status(live.model, live.settings)


@pytest.mark.parametrize(("number", "deviation"), [(3, 4.0), (4, 1.0)])
def test_noise_keeps_the_balls_wandering_with_the_spread_of_theory(number, deviation):
    live = _state(Bowl(population=64), number)
    live.set(population=64)
    spreads = []
    live.step(50)
    for _ in range(40):
        live.step(25)
        spreads.append(_ends(live).std(axis=0))
    # A variance V that stays has V = (1 - lr c)^2 V + (lr sigma)^2.
    expected = [0.1 * deviation / math.sqrt(1 - (1 - 0.1 * c) ** 2) for c in (2, 4)]
    np.testing.assert_allclose(np.mean(spreads, axis=0), expected, rtol=0.1)
    np.testing.assert_allclose(np.mean(spreads[:10]), np.mean(spreads[-10:]), rtol=0.2)


@pytest.mark.parametrize(
    ("number", "steps", "low", "high"),
    [(0, 300, 0, 0), (1, 300, 0, 0.05), (2, 300, 0.5, 1), (3, 300, 1, 1), (4, 3000, 0, 0)],
)
def test_as_many_balls_cross_the_pass_as_the_widget_says(number, steps, low, high):
    live = _state(DoubleWell(), number)
    live.step(steps)
    assert low <= crossed(live.model) <= high


def test_long_steps_throw_balls_out_of_the_good_minimum():
    live = _state(DoubleWell(), 5)
    live.step(300)
    assert float(abs(_ends(live) - [-5, 0]).max(axis=1).min()) > 0.1


def test_what_crosses_does_not_come_back():
    live = _state(DoubleWell(population=256), 2)
    live.set(population=256)
    before = np.zeros(256, dtype=bool)
    for _ in range(10):
        live.step(30)
        good = _ends(live)[:, 0] < -2
        assert not (before & (_ends(live)[:, 0] > 1)).any()
        before |= good


def test_the_start_in_the_picture_sets_the_controls():
    live = Bowl()
    page = Recorder(live)
    live.step(3)
    page.say(kind="drag", panel="path", handle="start", x=2.0, y=-1.0, done=True)
    assert (live.settings.x1, live.settings.x2) == (2.0, -1.0)
    assert live.state == "x1=2.0&x2=-1.0"
    assert live.model.steps_taken == 0
    np.testing.assert_allclose(_ends(live), [[2.0, -1.0]] * 16)


def test_the_rate_changes_on_the_way_and_the_balls_stay():
    live = Bowl()
    live.step(2)
    live.set(lr=0.2)
    live.step(3)
    expected = _closed(0.2, 3, _closed(0.1, 2))
    np.testing.assert_allclose(_ends(live)[0], expected, rtol=1e-12)


def test_rates_on_the_sine_do_what_the_widget_says():
    losses = []
    for number in range(3):
        live = _state(NoisySine(), number)
        live._train(2000)
        losses.append(live.model.now()[1])
        if number == 2:
            assert live.notice.startswith("All 16 networks have run away")
            lost = live.model.trainer.divergence.step
            assert int(lost.max()) < 110
    variance = float(live.model.problem.y.var(correction=0))
    assert losses[0] == pytest.approx(variance, rel=0.1)
    assert losses[1] < losses[0] / 5
    assert losses[2] == math.inf


def test_the_recorded_loss_is_the_mean_square_of_the_fit():
    live = NoisySine(population=1)
    live.step(10)
    problem, trainer = live.model.problem, live.model.trainer
    expected = ((trainer.predict(problem.x)[0] - problem.y) ** 2).mean()
    assert live.model.now()[1] == pytest.approx(float(expected), rel=1e-5)
    assert torch.equal(torch.as_tensor(live.model.steps), torch.arange(11))


def test_what_is_told_is_told_of_the_last_step():
    """Steps between two looks: x1^2 + 2 x2^2 from (-5, -2) shrinks by 0.8 and 0.6 a step."""
    live = Bowl("lr=0.1")
    live.step(61)
    height = 25 * 0.8**122 + 8 * 0.6**122
    assert f"median height {height:.3g}," in live.describe(live.model, live.settings)
    curve = live.model.curves()
    assert curve["x"][-1] == 61
    assert curve["y"][0, -1] == pytest.approx(height)
