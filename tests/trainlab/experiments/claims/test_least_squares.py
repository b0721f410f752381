"""Least squares with gradient descent, against NumPy's least squares and torch.optim."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import least_squares
from trainlab.experiments.scans import Scan, scan
from trainlab.training.trainer import Trainer

X, Y = least_squares.DATA
SIZES = [1, 8, 1]


def _solve(net, ridge):
    """Set the last layer by NumPy: ridge on the weights, none on the bias."""
    with torch.no_grad():
        features = net[:-1](X).double().numpy()
        centred = features - features.mean(axis=0)
        targets = Y.double().numpy()
        penalty = np.sqrt(ridge * len(X) / 2) * np.eye(features.shape[1])
        rows = np.r_[centred, penalty], np.r_[targets - targets.mean(), np.zeros((len(penalty), 1))]
        weights = np.linalg.lstsq(*rows)[0]
        net[-1].weight.copy_(torch.from_numpy(weights.T))
        net[-1].bias.copy_(torch.from_numpy(targets.mean() - features.mean(axis=0) @ weights))


@pytest.mark.parametrize(
    ("name", "rule"), [("lsgd", torch.optim.SGD), ("lsgd_adam", torch.optim.Adam)]
)
def test_a_network_ends_where_the_slow_version_ends(name, rule):
    net, steps, lr = least_squares.MLP(SIZES), 15, 0.003
    found = scan(
        plain.settings(4),
        net,
        least_squares.DATA,
        np.array([lr]),
        steps=steps,
        doing="",
        rule=least_squares.rule_of(name, 1e-3),
        init="glorot_uniform",
    )
    start = Trainer(net, least_squares.DATA, init="glorot_uniform", seed=2)
    alone = plain.network(SIZES, nn.Tanh, start, 0)
    optimizer = rule(alone[:-1].parameters(), lr=lr)
    _solve(alone, 1e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(alone(X), Y).backward()
        optimizer.step()
        _solve(alone, 1e-3)
    expected = nn.functional.mse_loss(alone(X), Y).item()
    assert np.isclose(found.loss[0, 2], expected, rtol=1e-2)


def test_least_squares_is_ahead_from_the_first_step():
    result = experiments.run("lsgd", networks=4, quick=True, device="cpu", progress=False)
    variance = Y.var(correction=0).item()
    assert result.measured["first_lsgd"] < 0.5 * variance < result.measured["first_gd"]
    assert result.measured["lsgd"] < result.measured["gd"]
    assert f"{result.measured['lsgd_adam']:.3f}" in result.picture().alt


def test_a_best_rate_at_an_end_of_the_grid_is_told():
    inside, outside = np.array([2.0, 1.0, 3.0]), np.array([3.0, 2.0, 1.0])
    scans = {
        name: Scan(np.array([0.1, 0.3, 1.0]), np.tile(loss[:, None], (1, 4)), np.zeros((1, 4)))
        for name, loss in (("gd", inside), ("lsgd_adam", outside))
    }
    told = least_squares._at_the_edge(scans)
    assert told == " The best rate is an end of the grid for: lsgd adam."
    assert least_squares._at_the_edge({"gd": scans["gd"]}) == ""


def _scans(lsgd, gd=1.0):
    def one(loss):
        return Scan(np.array([0.1]), np.full((1, 4), loss), np.zeros((1, 4)))

    others = ("gd", "gd_longer", "adam", "adam_longer")
    return {"lsgd": one(lsgd), "lsgd_adam": one(lsgd)} | {name: one(gd) for name in others}


def test_it_holds_where_least_squares_is_lower_with_every_change():
    better, worse = _scans(0.5), _scans(2.0)
    assert least_squares._holds({"": better}) is True
    assert least_squares._holds({"": better, "no ridge": better}) is True
    assert least_squares._holds({"": worse, "no ridge": worse}) is False
    found = least_squares._holds({"": better, "no ridge": worse, "1-50-1": better})
    assert found.startswith("The loss with least squares is lower for equal steps against gd;")
    assert "With no ridge it is higher for equal steps against gd;" in found
    assert "1-50-1" not in found
