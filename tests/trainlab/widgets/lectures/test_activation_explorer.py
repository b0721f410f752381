"""Lecture 01's activations: what the suggested states promise, and the walk through layers."""

import numpy as np
import pytest

from trainlab.widgets.lectures import ActivationExplorer


def _loaded(state, layer=0):
    assert state in [each.state for each in ActivationExplorer.tries]
    live = ActivationExplorer(state)
    live.go(layer)
    return live


def _shown(live):
    """Return the mean squares of the signal and of the gradient where the walk stands."""
    return live._panels["layers"].numbers()["y"][:, live.model.steps_taken]


@pytest.mark.parametrize("layer", [1, 7, 19])
def test_relu_halves_the_mean_square_and_a_gain_of_root_2_keeps_it(layer):
    np.testing.assert_allclose(_shown(_loaded("defaults", layer)), 0.5**layer, rtol=1e-6)
    np.testing.assert_allclose(_shown(_loaded("gain=1.41421356", layer)), 1.0, rtol=1e-6)


def test_sigmoids_leave_nothing_of_the_gradient():
    live = _loaded("activation=sigmoid", 10)
    assert _shown(live)[1] < 1e-12
    passed = [layer.slope_mean_square for layer in live.model.layers]
    assert max(passed) < 1 / 16


def test_two_thirds_of_spread_out_tanh_units_are_saturated():
    live = _loaded("activation=tanh&std=5")
    edge = np.arctanh(np.sqrt(0.95))  # where 1 - tanh^2 = 0.05
    from scipy.stats import norm

    assert live.model.saturated == pytest.approx(2 * norm.sf(edge / 5), abs=0.002)
    assert live.model.saturated == pytest.approx(2 / 3, abs=0.02)


def test_selu_brings_a_signal_back_to_one():
    live = _loaded("activation=selu&std=3")
    assert _shown(live)[0] == pytest.approx(9)
    live.go(live.model.last)
    assert _shown(live)[0] == pytest.approx(1, abs=0.05)


def test_functions_are_flat_where_they_say():
    marks = {
        name: [
            m["x"]
            for m in ActivationExplorer(activation=name)._panels["function"].numbers()["marks"]
        ]
        for name in ("relu", "tanh", "identity", "step")
    }
    assert marks["relu"] == pytest.approx([0.0], abs=0.06)
    assert marks["tanh"] == pytest.approx([-2.18, 2.18], abs=0.06)  # atanh sqrt 0.95 = 2.178
    assert marks["identity"] == marks["step"] == []


def test_shares_of_units_sum_to_one_whatever_the_signal_does():
    for settings in ({}, {"activation": "soboleva", "a": 2.0, "c": 0.5, "std": 10.0}):
        live = ActivationExplorer(**settings)
        live.go(live.model.last)
        shares = live._panels["signal"].numbers()["y"]
        np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-6)


def test_the_walk_stays_in_its_layer_when_a_setting_changes():
    live = ActivationExplorer()
    live.go(4)
    live.set(activation="prelu", alpha=1.0)
    assert live.model.steps_taken == 4
    np.testing.assert_allclose(_shown(live), 1.0, rtol=1e-9)  # alpha = 1 is the identity
