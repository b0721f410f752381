"""Scans of the learning rate, against plain PyTorch and by hand."""

import numpy as np
import pytest
import torch
from torch import nn

import trainlab as tl
from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import learning_rates
from trainlab.experiments.scans import Scan


@pytest.fixture
def few(monkeypatch):
    """Scans of three rates: too small, good, and too large."""
    monkeypatch.setattr(learning_rates, "SGD_RATES", np.array([0.003, 0.1, 3.0]))
    monkeypatch.setattr(learning_rates, "ADAM_RATES", np.array([3e-4, 3e-3, 3e-2]))


@pytest.mark.usefixtures("few")
def test_the_loss_at_each_rate_is_that_of_plain_torch():
    rates = learning_rates.SGD_RATES[:2]
    found = learning_rates._scanned(plain.settings(8), "sine", rates, 60)
    problem = tl.problems.sine(n=50, noise=0.1)
    trainer = tl.Trainer(learning_rates.NET, problem, population=8)
    for member in (0, 5):
        net = plain.network([1, 16, 16, 1], nn.Tanh, trainer, member)
        rate = float(rates[member // 4])
        rule = torch.optim.SGD(net.parameters(), lr=rate)
        plain.train(net, problem.x, problem.y, rule, 60)
        expected = nn.functional.mse_loss(net(problem.x), problem.y).item()
        assert found.loss[member // 4, member % 4] == pytest.approx(expected, rel=1e-3)


def test_the_largest_rate_is_the_one_below_the_first_divergence():
    rates = np.array([1.0, 2.0, 3.0, 4.0])
    one, inf = np.ones((1, 4)), np.full((1, 4), np.inf)
    assert learning_rates.largest(Scan(rates, np.concatenate([one, one, inf, one]), one)) == 2.0
    assert learning_rates.largest(Scan(rates, np.repeat(one, 4, axis=0), one)) == 4.0


@pytest.mark.usefixtures("few")
def test_the_rate_decides_on_the_sine():
    result = experiments.run("lr-sine", networks=24, quick=True, device="cpu", progress=False)
    assert result.holds is True
    assert result.measured["best rate"] == pytest.approx(0.1)
    assert "100% of the networks diverge" in result.picture().alt


@pytest.mark.usefixtures("few")
def test_the_claims_about_the_best_rate_are_judged_target_by_target(monkeypatch):
    only = {"sine": tl.problems.sine, "multiscale": tl.problems.multiscale}
    monkeypatch.setattr(learning_rates, "TARGETS", only)
    result = experiments.run("optimal-rate", networks=24, quick=True, device="cpu", progress=False)
    assert "sine: the best rate is close to the largest: yes" in result.holds
    assert "multiscale: 0.0003 is as good as Adam's best: no" in result.holds
    assert "multiscale: gradient descent is best at 100%" in result.picture().alt
