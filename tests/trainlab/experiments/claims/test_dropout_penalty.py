"""Dropout as a penalty, against PyTorch's dropout and against a minimum found by SciPy."""

import numpy as np
import pytest
import torch
from scipy import optimize
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import dropout_penalty


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_the_closed_form_is_the_mean_of_torchs_dropout(rate):
    x, y, w = dropout_penalty.points(3)
    torch.manual_seed(0)
    many = torch.tensor(x).expand(20_000, -1, -1)
    outputs = nn.functional.dropout(many, rate) @ torch.tensor(w)
    losses = (torch.tensor(y) - outputs).square().mean(dim=1)
    error = float(losses.std()) / len(losses) ** 0.5
    closed = dropout_penalty.closed_form(x, y, w, rate)
    assert abs(float(losses.mean()) - closed) < 4 * error < 0.05 * closed
    assert dropout_penalty.over_masks(x, y, w, rate) == pytest.approx(closed, rel=1e-12)
    assert dropout_penalty.sampled(x, y, w, rate, 5000, 1) == pytest.approx(closed, rel=0.05)


def test_the_minimum_is_scipys():
    x, y, _ = dropout_penalty.points(1)

    def objective(theta):
        return dropout_penalty.closed_form(x, y - theta[-1], theta[:-1], 0.3)

    found = optimize.minimize(objective, np.zeros(dropout_penalty.FEATURES + 1), tol=1e-12)
    np.testing.assert_allclose(dropout_penalty.minimum(x, y, 0.3), found.x[:-1], atol=1e-5)


def test_doubled_weights_quadruple_a_penalty_and_not_a_networks_cost():
    x, y, _ = dropout_penalty.points(0)
    line = dropout_penalty.doubled(plain.settings(4), [dropout_penalty.FEATURES, 1], x, y)
    np.testing.assert_allclose(line, 4, rtol=1e-9)
    net = dropout_penalty.doubled(plain.settings(4), [dropout_penalty.FEATURES, 16, 1], x, y)
    assert (abs(net - 4) > 0.01).all()


def test_the_claim_holds_with_few_networks():
    result = experiments.run("dropout-wager", networks=100, device="cpu", progress=False)
    assert result.holds is True
    assert "standard errors" in result.verdict
    assert len(result.data["weights"]) == 100
    assert result.picture().alt.count("trained") == dropout_penalty.FEATURES
