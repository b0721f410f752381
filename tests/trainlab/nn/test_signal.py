"""Signals through activations: closed forms, SciPy's integrals, and a wide network of numbers."""

import math

import numpy as np
import pytest
import torch
from scipy import integrate, stats

from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.signal import layer_signal, layer_signals


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@pytest.mark.parametrize("std", [0.3, 1.0, 4.0])
def test_moments_are_the_integrals_that_scipy_finds(name, std):
    f = ACTIVATIONS[name]
    found = layer_signal(f.function, f.derivative, std)

    def expected(g):
        def integrand(z):
            return float(g(torch.tensor([z], dtype=torch.float64))) * stats.norm.pdf(z, scale=std)

        halves = ((-9 * std, 0), (0, 9 * std))
        return sum(integrate.quad(integrand, *ends, limit=200)[0] for ends in halves)

    assert found.mean == pytest.approx(expected(f.function), abs=2e-6 * max(std, 1))
    assert found.mean_square == pytest.approx(
        expected(lambda z: f.function(z).square()), rel=1e-5, abs=1e-9
    )
    assert found.slope_mean_square == pytest.approx(
        expected(lambda z: f.derivative(z).square()), rel=1e-5, abs=1e-9
    )


def test_relu_has_its_closed_form():
    relu = ACTIVATIONS["relu"]
    found = layer_signal(relu.function, relu.derivative, 2.0)
    assert found.mean == pytest.approx(2 / math.sqrt(2 * math.pi), rel=1e-6)
    assert found.mean_square == pytest.approx(2.0, rel=1e-6)
    assert found.slope_mean_square == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "relu", "gelu"])
def test_a_wide_random_network_does_what_is_predicted(name):
    f, gain, width = ACTIVATIONS[name], 1.3, 1000
    rng = np.random.default_rng(0)
    predicted = layer_signals(f.function, f.derivative, 1.0, gain, 5)
    z = rng.standard_normal((width, 200))
    for layer in predicted:
        assert z.var() == pytest.approx(layer.std**2, rel=0.1)
        a = f.function(torch.from_numpy(z)).numpy()
        z = gain / math.sqrt(width) * rng.standard_normal((width, width)) @ a


def test_a_signal_that_runs_away_or_dies_out_ends_the_walk():
    grows = layer_signals(torch.exp, torch.exp, 10.0, 1.0, 20)
    assert 1 <= len(grows) < 20
    assert len(layer_signals(torch.zeros_like, torch.zeros_like, 1.0, 1.0, 20)) == 1
