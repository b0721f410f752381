"""Leaving a bad minimum, against plain loops and the exact mean time of escape."""

import math

import numpy as np
import pytest
import torch
from scipy import integrate

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import minima


def _height(x):
    return (x**4 / 4 - 21 * x**2 / 2 + 20 * x + 206.25) / 10


def test_the_share_that_noise_drives_out_is_that_of_a_plain_loop():
    found = minima.left(plain.settings(1500), 4.0)
    rng = np.random.default_rng(0)
    x, out = np.full(1500, 4.0), np.zeros(1500, dtype=bool)
    for _ in range(minima.STEPS):
        slope = (x**3 - 21 * x + 20) / 10
        x = x - minima.LR * (slope + 4.0 * rng.standard_normal(1500))
        out |= x < minima.LEFT
    deviation = math.sqrt(out.mean() * (1 - out.mean()) / 750)
    assert abs(found.mean() - out.mean()) < 4 * deviation


def test_kramers_rate_is_near_the_exact_mean_time_where_escapes_are_rare():
    noise = 3.0
    heat = minima.LR * noise**2 / 2

    def below(y):
        return integrate.quad(lambda z: math.exp(-(_height(z) - 18.225) / heat), y, 9)[0]

    # Mean time from 4 to -2, a wall far above: integral of e^(V/T) / T times the mass above.
    exact = integrate.quad(
        lambda y: math.exp((_height(y) - 18.225) / heat) / heat * below(y), -2, 4, limit=200
    )[0]
    rate = -math.log(1 - minima.kramers(noise)) / (minima.LR * minima.STEPS)
    assert rate * exact == pytest.approx(1, rel=0.3)
    assert minima.kramers(0.0) == 0.0


@pytest.mark.parametrize("momentum", [0.0, 0.7, 0.9])
def test_what_rolls_past_is_what_rolls_past_under_torch(momentum):
    found = minima.rolled(plain.settings(6), momentum)
    draws = torch.rand(6, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    point = torch.stack([5.5 + 1.5 * draws[:, 0], -2 + 4 * draws[:, 1]], dim=1).requires_grad_()
    rule = torch.optim.SGD([point], lr=minima.LR, momentum=momentum)
    for _ in range(minima.STEPS):
        rule.zero_grad()
        (_height(point[:, 0]) + point[:, 1] ** 2).sum().backward()
        rule.step()
    ends = point.detach() - torch.tensor(minima.GOOD)
    assert found.tolist() == (ends.norm(dim=1) < 0.5).tolist()


def test_the_claim_holds_with_few_balls():
    result = experiments.run(
        "escape-minimum", networks=100, quick=True, device="cpu", progress=False
    )
    assert result.holds is True
    assert f"{result.measured['share that gets away, noise 6']:.0%} with 6" in result.verdict
    assert f"{result.data['rolled'][1]:.0%} at 0.9" in result.picture().alt
