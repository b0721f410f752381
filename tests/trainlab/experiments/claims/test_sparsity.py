"""Exact zeros, against coordinate descent on the lasso and against plain PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import sparsity


def _lasso(x, y, alpha, sweeps=500):
    """Minimize the mean square plus alpha |w| over w and a bias, one coordinate at a time."""
    x, y = x - x.mean(axis=0), y - y.mean()
    w = np.zeros(x.shape[1])
    for _ in range(sweeps):
        for j in range(len(w)):
            pull = 2 * (x[:, j] @ (y - x @ w + x[:, j] * w[j])) / len(x)
            w[j] = np.sign(pull) * max(abs(pull) - alpha, 0) / (2 * np.square(x[:, j]).mean())
    return w


def test_proximal_steps_end_at_the_lasso_with_the_same_zeros():
    found = sparsity.linear_weights(plain.settings(2, seed=5), sparsity.PROXIMAL)
    for draw, by_strength in enumerate(found):
        x, y = (part.numpy() for part in sparsity.points(5 + draw))
        for alpha, w in zip(sparsity.STRENGTHS, by_strength, strict=True):
            expected = _lasso(x, y[:, 0], alpha)
            np.testing.assert_allclose(w, expected, atol=1e-6)
            assert ((w == 0) == (abs(expected) < 1e-12)).all()


@pytest.mark.parametrize("way", [sparsity.SUBGRADIENT, sparsity.ADAM, sparsity.SQUARES])
def test_the_other_ways_are_those_of_a_penalty_in_torch(way, monkeypatch):
    monkeypatch.setattr(sparsity, "STEPS", 40)
    found = sparsity.linear_weights(plain.settings(2), way)
    x, y = sparsity.points(0)
    member, alpha = 3, sparsity.STRENGTHS[3]
    twin = sparsity.Trainer(
        sparsity.MLP([sparsity.FEATURES, 1]), (x, y), population=6, dtype=torch.float64,
        device="cpu",
    )  # fmt: skip
    layer = nn.Linear(sparsity.FEATURES, 1).double()
    with torch.no_grad():
        layer.weight.copy_(twin.weights(1)[member])
        layer.bias.zero_()
    adam = way == sparsity.ADAM
    rule = (torch.optim.Adam if adam else torch.optim.SGD)(
        layer.parameters(), 0.01 if adam else 0.1
    )
    for _ in range(40):
        rule.zero_grad()
        w = layer.weight
        penalty = alpha / 2 * w.square().sum() if way == sparsity.SQUARES else alpha * w.abs().sum()
        (nn.functional.mse_loss(layer(x), y) + penalty).backward()
        rule.step()
    np.testing.assert_allclose(found[0, member], layer.weight[0].detach(), rtol=1e-5, atol=1e-7)
    assert (found != 0).all()


def test_zeros_of_a_network_are_counted():
    zero, idle, loss = sparsity.network(plain.settings(3), sparsity.PROXIMAL, 400)
    assert zero.shape == idle.shape == loss.shape == (3,)
    assert (zero > 0.1).all()
    assert ((idle > 0.1) & (idle < 1)).all()
    none, _, _ = sparsity.network(plain.settings(3), sparsity.SUBGRADIENT, 50)
    assert (none == 0).all()


def test_the_claim_holds_in_part_with_few_draws(monkeypatch):
    monkeypatch.setattr(sparsity, "STEPS", 300)
    monkeypatch.setattr(sparsity, "NETWORK_STEPS", 500)
    result = experiments.run("l1-sparsity", networks=6, quick=True, device="cpu", progress=False)
    assert "a proximal step finds them: yes" in result.holds
    assert "the subgradient and Adam, has such weights: no" in result.holds
    row = result.sensitivity[-1]
    assert row[f"share of exact zeros, {sparsity.PROXIMAL}"] > 0.8
    assert row[f"share of exact zeros, {sparsity.ADAM}"] == 0.0
    assert result.picture().alt.count("%") >= 4 * len(sparsity.STRENGTHS)
