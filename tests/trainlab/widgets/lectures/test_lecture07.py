"""The widgets of lecture 07: what each suggested state promises."""

import math

import numpy as np
import pytest
import torch

from tests.trainlab.widgets.page import Recorder
from trainlab.widgets.lectures import NewtonRace, SwitchPoint


def _state(kind, number):
    """Return a widget in one of its suggested states."""
    live = kind(kind.tries[number].state)
    assert live.notice == ""
    return live


def _points(live):
    return dict(zip(live.model.racer.names, live.model.racer.points[:, 0].numpy(), strict=True))


def _heights(live):
    return dict(zip(live.model.racer.names, live.model.now()[1], strict=True))


def _first_below(live, bound, steps):
    """Return for each rule the first step after which its height is below a bound."""
    found = dict.fromkeys(live.model.racer.names, math.inf)
    for step in range(1, steps + 1):
        live.step()
        for name, height in _heights(live).items():
            if height < bound:
                found[name] = min(found[name], step)
    return found


# Newton's rule and its substitutes.


def test_newton_needs_one_step_and_descent_as_many_as_its_factor_says():
    live = _state(NewtonRace, 0)
    assert _heights(live)["gradient descent"] == pytest.approx(109, abs=0.5)
    first = _first_below(live, 1e-8, 150)
    # Along the floor, where x = 3 sqrt 2 at first, one step multiplies by 1 - 0.07.
    assert first["Newton"] == 1
    expected = math.ceil(math.log(1e-8 / 9) / (2 * math.log(0.93)))
    assert first["gradient descent"] == expected
    assert 135 < expected < 145
    live.reset()
    live.step(32)
    assert _heights(live)["gradient descent"] == pytest.approx(9 * 0.93**64, rel=0.02)


def test_descent_runs_away_where_the_bowl_is_too_steep_and_newton_does_not_notice():
    live = _state(NewtonRace, 1)
    live.step()
    assert _heights(live)["Newton"] < 1e-20
    live.step(9)
    assert live.model.gone == 1
    assert _heights(live)["gradient descent"] == math.inf


def test_newton_at_twice_its_step_leaps_to_and_fro():
    live = _state(NewtonRace, 2)
    live.step()
    np.testing.assert_allclose(_points(live)["Newton"], [-5, -1])
    live.step(99)
    np.testing.assert_allclose(_points(live)["Newton"], [5, 1], rtol=1e-9)
    for alpha, away in ((1.9, False), (2.1, True)):
        live = NewtonRace(alpha=alpha, condition=80.0)
        live.step(200)
        assert bool(_heights(live)["Newton"] > 100) is away


def test_along_the_axes_the_diagonal_is_enough():
    first = _first_below(_state(NewtonRace, 3), 1e-8, 15)
    assert (first["diagonal"], first["conjugate gradients"]) == (1, 2)
    assert 8 <= first["BFGS"] <= 12


def test_askew_the_diagonal_is_gradient_descent():
    live = _state(NewtonRace, 4)
    live.set(lr=1 / 13)
    for _ in range(20):
        live.step()
        points = _points(live)
        np.testing.assert_allclose(points["diagonal"], points["gradient descent"], rtol=1e-9)
    live = _state(NewtonRace, 4)
    first = _first_below(live, 1e-8, 20)
    assert first["conjugate gradients"] == 2
    assert first["BFGS"] <= 10
    assert first["diagonal"] == math.inf


def test_newton_jumps_onto_a_saddle_and_the_saddle_free_rule_leaves_it():
    live = _state(NewtonRace, 5)
    live.step(10)
    np.testing.assert_allclose(_points(live)["Newton"], [0, 0], atol=1e-15)
    np.testing.assert_allclose(_points(live)["saddle-free"], [0, 1.024], atol=1e-12)
    live = _state(NewtonRace, 6)
    live.step()
    np.testing.assert_allclose(_points(live)["Newton"], [0, 1], atol=1e-12)
    live.step(59)
    np.testing.assert_allclose(_points(live)["Newton"], [0, 1], atol=1e-12)
    np.testing.assert_allclose(_points(live)["saddle-free"], [3, 0.5], atol=1e-6)
    assert max(live.model.curves()["y"][2]) > 1e3


# Adam, then L-BFGS.


def _losses(live, step):
    live.step(step - live.model.steps_taken)
    return live.model.now()


def test_the_pair_falls_where_adam_alone_stands():
    live = _state(SwitchPoint, 0)
    assert _losses(live, 100) == pytest.approx([0.98, 0.98], abs=0.02)
    assert _losses(live, 200) == pytest.approx([0.77, 0.19], abs=0.02)
    assert _losses(live, 300) == pytest.approx([0.73, 0.15], abs=0.02)
    assert _losses(_state(SwitchPoint, 4), 300)[1] == pytest.approx(0.2, abs=0.03)


def test_adam_is_not_needed_here():
    live = _state(SwitchPoint, 1)
    assert _losses(live, 100)[1] == pytest.approx(0.18, abs=0.02)
    assert _losses(live, 300)[1] == pytest.approx(0.11, abs=0.02)


def test_with_batches_the_pair_gains_at_first_and_falls_behind():
    live = _state(SwitchPoint, 2)
    alone, pair = _losses(live, 150)
    assert pair < alone
    alone, pair = _losses(live, 300)
    assert pair > alone


def test_a_bad_learning_rate_of_adam_is_mended_at_once():
    live = _state(SwitchPoint, 3)
    assert _losses(live, 100)[1] == pytest.approx(6.2, abs=0.2)
    assert _losses(live, 110)[1] == pytest.approx(0.71, abs=0.03)
    assert _losses(live, 200)[0] == pytest.approx(4.4, abs=0.2)


def test_the_slides_network_comes_to_the_noise_and_below():
    live = _state(SwitchPoint, 5)
    alone, pair = _losses(live, 100)
    assert pair == pytest.approx(0.0009, abs=0.0001)
    assert alone > 10 * pair
    alone, pair = _losses(live, 300)
    assert pair < 0.00085 < 0.0009 < alone


def test_the_switch_moves_while_it_trains_and_back():
    live = SwitchPoint(switch=5)
    live.step(10)
    before = live.model.fits[1].trainer.params.clone()
    live.set(switch=200)
    assert torch.equal(live.model.fits[1].trainer.params, before)
    assert "Adam" in live.status(live.model, live.settings)[0]
    live.set(switch=8)
    assert "L-BFGS" in live.status(live.model, live.settings)[0]
    assert Recorder(live).numbers["loss"]["marks"][0]["x"] == 8
    live.step(3)
    assert live.model.steps_taken == live.model.fits[1].steps_taken == 13
