"""The line fit and the noisy bowl, against torch.optim, least squares and plain loops."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from trainlab import experiments
from trainlab.experiments.claims import descent
from trainlab.experiments.verdicts import in_parts

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


def test_an_interval_over_draws_is_wider_than_one_over_runs_that_share_them():
    rng = np.random.default_rng(0)
    values = np.repeat(rng.normal(size=40), descent.MEMBERS)
    low, high = descent.over_draws(values)
    spread = values.std() / math.sqrt(40)
    assert high - low == pytest.approx(2 * 1.96 * spread, rel=0.15)


def test_line_fit_gives_intervals_of_means_and_the_middle_of_runs_apart(monkeypatch):
    monkeypatch.setattr(descent, "LINE_STEPS", 5)
    result = experiments.run("line-fit", networks=40, quick=True, progress=False, device="cpu")
    low, high = result.interval["intercept, SGD"]
    first, last = result.measured["intercept, SGD: middle 95% of the runs"]
    assert first <= low <= result.measured["intercept, SGD"] <= high <= last
    assert "share of runs at least as far from the middle as the source's" in result.interval
    assert "over draws" in result.interval_method


def _line_rows(far):
    return [{"changed": "x far", "mean (intercept, slope), SGD": far}]


def test_the_line_verdict_follows_the_numbers():
    near = np.random.default_rng(0).normal(size=(200, 3, 2)) * 0.02 + [2, 3]
    told = descent._line_verdict(near, (0.1, 0.3), _line_rows([2.01, 3.0]))
    assert "are typical of" in told
    assert "10.0% to 30.0%" in told
    assert "x far" not in told
    far = descent._line_verdict(near + 1, (0.0, 0.0), _line_rows([2.5, 2.1]))
    assert "are not typical of" in far
    assert "SGD ends on average with x far: (2.50, 2.10)" in far
    assert "the median run by up to 1.0" in far


def test_the_kept_deviation_is_that_of_the_recursion():
    _, variance = descent.moments(descent.NOISY["constant"][0], 500)
    np.testing.assert_allclose(descent.kept_deviation(), np.sqrt(variance[-1]))


def _intervals(**changes):
    kept = descent.kept_deviation()[0]
    shares = {"constant_70": 1.0, "constant_100": 1.0, "power_25": 0.4, "power_100": 0.3} | changes
    named = {name.split("_")[0]: {} for name in shares}
    for name, share in shares.items():
        kind, step = name.split("_")
        named[kind][descent.SPREAD.format(kind, step)] = (share - 0.05, share + 0.05)
    frozen = {"mean of x1, exponential, step 100": (-0.9, -0.7)}
    scaled = {
        name: (low * kept, high * kept)
        for part in named.values()
        for name, (low, high) in part.items()
    }
    return scaled | frozen


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"constant_100": 0.5}, "keeps its spread at step 100: no"),
        ({"constant_70": 1.08}, "keeps its spread at step 70: undecided"),
        ({"power_25": 0.9}, "it has settled by step 25: no"),
        ({"power_25": 1.0}, "less spread at step 25: undecided"),
        ({"power_100": 0.6}, "it has settled by step 100: no"),
    ],
)
def test_each_part_of_the_bowl_is_judged(changes, told):
    below, kept = np.array([0.6, 0.3]), descent.kept_deviation()[0]
    fine = descent._noisy_parts(_intervals(), below, kept, 100)
    assert in_parts(fine) is True
    parts = descent._noisy_parts(_intervals(**changes), below, kept, 100)
    assert told in in_parts(parts)
    odd = descent._noisy_parts(_intervals(), np.array([0.6, 0.99]), kept, 100)
    assert "frozen run is typical: no" in in_parts(odd)
    assert in_parts(dict.fromkeys(fine, "no")) is False


def test_the_bowl_pictures_its_start():
    result = experiments.run("noisy-quadratic", networks=20, progress=False, device="cpu")
    low, high = result.plot().axes[0].get_ylim()
    assert low < descent.START[0] < high
    share = result.measured[descent.SPREAD.format("power", 25)] / descent.kept_deviation()[0]
    assert f"{share:.0%} at step 25" in result.verdict
