"""The listing of Adam and L-BFGS, against networks trained one at a time and a matrix by hand."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import listings
from trainlab.training.trainer import Trainer

LISTED = listings.LISTED


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(listings, "LBFGS", 10)
    monkeypatch.setattr(listings, "AS_LISTED", 30)


def test_the_noise_is_uniform_with_the_mean_that_the_error_takes_away():
    x, y = listings.noisy_square(0)
    assert (x[0].item(), x[-1].item(), len(x)) == (-1, 1, 100)
    noise = y - x**2
    assert noise.min() >= 0
    assert noise.max() <= 0.1
    assert noise.mean().item() == pytest.approx(0.05, abs=0.01)
    assert not torch.equal(y, listings.noisy_square(1)[1])


def test_the_iterations_are_those_of_bfgs_with_a_matrix_and_steps_of_one():
    x, y = (part.double() for part in listings.noisy_square(0))
    start = Trainer(listings.NET, (x.float(), y.float()), init="torch_default", seed=2)
    losses, _, iterations = listings.by_torch(start.params[0], x.float(), y.float(), 1)
    net = plain.network([1, 100, 1], nn.ReLU, start, 0).double()

    def at(theta):
        torch.nn.utils.vector_to_parameters(theta, net.parameters())
        loss = nn.functional.mse_loss(net(x), y)
        grads = torch.autograd.grad(loss, list(net.parameters()))
        return loss.item(), torch.cat([g.flatten() for g in grads])

    theta = torch.nn.utils.parameters_to_vector(net.parameters()).detach().clone()
    (loss, g), pairs, expected = at(theta), [], []
    one = torch.eye(len(theta), dtype=torch.float64)
    for _ in range(6):  # fewer than the history: no pair is forgotten
        expected.append(loss)
        inverse = one
        if pairs:
            s, change = pairs[-1]
            inverse = one * (s @ change) / (change @ change)
        for s, change in pairs:
            v = one - torch.outer(change, s) / (s @ change)
            inverse = v.mT @ inverse @ v + torch.outer(s, s) / (s @ change)
        length = 1.0 if pairs else min(1.0, 1 / g.abs().sum().item())
        moved = theta - length * inverse @ g
        loss, after = at(moved)
        pairs.append((moved - theta, after - g))
        theta, g = moved, after
    np.testing.assert_allclose(losses[:6], expected, rtol=1e-3)
    assert iterations == listings.LBFGS


def test_every_way_goes_on_from_the_same_steps_of_adam():
    found = listings.ends(plain.settings(3), seed=4)
    x, y = listings.noisy_square(4)
    start = Trainer(listings.NET, (x, y), init="torch_default")
    net = plain.network([1, 100, 1], nn.ReLU, start, 0)
    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    losses = plain.train(net, x, y, adam, 40)
    np.testing.assert_allclose(found.curves[listings.ALONE][:40, 0], losses, rtol=1e-3)
    assert found.curves[listings.FIXED][0, 0] == pytest.approx(losses[30], rel=1e-3)
    assert found.curves[listings.WOLFE][30, 0] == pytest.approx(losses[30], rel=1e-3)
    ended = nn.functional.mse_loss(net(x), y).item()
    assert found.loss[listings.ALONE][0] == pytest.approx(ended, rel=1e-3)
    error = nn.functional.mse_loss(net(x), x**2 + 0.05).item()
    assert found.error[listings.ALONE][0] == pytest.approx(error, rel=1e-3)


def test_as_listed_a_call_is_many_iterations():
    quick = experiments.run(
        "adam-lbfgs-listing", networks=4, quick=True, device="cpu", progress=False
    )
    assert quick.measured["iterations of 50 calls as listed"] > 200
    assert "50 calls are 50 iterations: no" in quick.holds
    assert quick.setting["networks"][LISTED] == 2
    assert f"{quick.measured[f'loss, {LISTED}']:.2g}" in quick.verdict
    assert f"error {quick.measured[f'error, {LISTED}']:.2g}" in quick.picture().alt


def test_a_network_that_diverged_counts_as_infinitely_bad():
    outputs = torch.tensor([[[1.0], [3.0]], [[torch.nan], [0.0]]])
    found = listings._mse(outputs, torch.tensor([[0.0], [0.0]]))
    np.testing.assert_array_equal(found, [5, np.inf])
