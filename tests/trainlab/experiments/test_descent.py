"""The line fit and the noisy bowl, against torch.optim, least squares and plain loops."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from trainlab import experiments
from trainlab.experiments import descent

TORCH = {
    "SGD": {},
    "momentum 0.6": {"momentum": 0.6},
    "Nesterov 0.8": {"momentum": 0.8, "nesterov": True},
}


@pytest.mark.parametrize("rule", descent.LINE_RULES)
def test_a_line_fit_on_all_points_is_that_of_torch(rule):
    x, y = data = descent.line_data(descent._normal, seed=3)
    line = torch.nn.Linear(1, 1, dtype=torch.float64)
    torch.nn.init.constant_(line.weight, 5.0)
    torch.nn.init.constant_(line.bias, 10.0)
    optimizer = torch.optim.SGD(line.parameters(), lr=0.005, **TORCH[rule])
    for _ in range(descent.LINE_STEPS):
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(line(x), y).backward()
        optimizer.step()
    found = descent.fit_line(data, descent.LINE_RULES[rule], None, 2, 0, "cpu")
    expected = [line.bias.item(), line.weight.item()]
    np.testing.assert_allclose(found, [expected, expected], rtol=1e-9)


def test_with_momentum_all_points_lead_to_least_squares():
    x, y = data = descent.line_data(descent._normal, seed=4)
    design = torch.cat([torch.ones_like(x), x], dim=1)
    expected = torch.linalg.lstsq(design, y).solution[:, 0]
    found = descent.fit_line(data, descent.LINE_RULES["Nesterov 0.8"], None, 1, 0, "cpu")
    np.testing.assert_allclose(found[0], expected, rtol=1e-9)


def test_the_line_data_are_those_of_the_source():
    for inputs, _ in descent.LINE_SETTINGS.values():
        x, y = descent.line_data(inputs, seed=0)
        assert x.shape == (30, 1)
        assert ((y - 3 * x - 2).abs() <= 0.1).all()


def test_the_share_farther_out_is_that_of_chi_squared():
    found = np.random.default_rng(0).normal(size=(20_000, 6)) @ np.diag(np.arange(1, 7))
    share = descent.share_farther(found, np.arange(1, 7))
    assert share == pytest.approx(stats.chi2(6).sf(6), abs=0.02)


@pytest.mark.parametrize("name", descent.NOISY)
def test_the_exact_moments_are_those_of_many_plain_descents(name):
    factor, _ = descent.NOISY[name]
    steps, runs = 40, 20_000
    rng = np.random.default_rng(0)
    x = np.tile(descent.START, (runs, 1))
    for step in range(steps):
        x = x - descent.LR * factor(step) * (descent.CURVATURES * x + rng.normal(size=x.shape))
    mean, variance = descent.moments(factor, steps)
    np.testing.assert_allclose(x.mean(axis=0), mean[-1], atol=4 * x.std() / math.sqrt(runs))
    np.testing.assert_allclose(x.var(axis=0), variance[-1], rtol=0.05)


def test_the_schedules_are_written_as_in_the_source():
    assert descent.NOISY["exponential"][0](0) == pytest.approx(math.exp(-0.2))
    assert descent.NOISY["power"][0](3) == pytest.approx((1 + 0.02 * 5) ** -0.5)


def test_a_constant_rate_keeps_the_variance_of_its_fixed_point():
    _, variance = descent.moments(descent.NOISY["constant"][0], 500)
    np.testing.assert_allclose(variance[-1], [0.01 / (1 - 0.64), 0.01 / (1 - 0.36)])


def test_noisy_quadratic_agrees_with_the_exact_moments():
    result = experiments.run("noisy-quadratic", networks=100, progress=False, device="cpu")
    for name in descent.NOISY:
        x1, mean = result.data[f"x1 {name}"], result.data[f"mean {name}"]
        error = result.data[f"std {name}"] / math.sqrt(100)
        assert (np.abs(x1.mean(axis=1) - mean) <= 5 * error + 1e-6).all()
    assert "2500 steps" in result.picture().alt


def test_line_fit_tells_what_was_computed_when_interrupted(monkeypatch):
    monkeypatch.setattr(descent, "LINE_STEPS", 5)
    full = descent._fits

    def interrupted(settings, name, draws):
        if name != next(iter(descent.LINE_SETTINGS)):
            raise KeyboardInterrupt
        return full(settings, name, draws)

    monkeypatch.setattr(descent, "_fits", interrupted)
    result = experiments.run("line-fit", networks=20, progress=False, device="cpu")
    assert not result.complete
    assert result.data["found"].shape == (20, 3, 2)
    assert result.holds is False
    assert "at least as far out" in result.picture().alt
