"""L1, L2 and dropout on a step, against plain PyTorch one network at a time."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments import plain
from trainlab import experiments
from trainlab.experiments import heaviside
from trainlab.trainer import Trainer

STEPS = 20


def _alone(depth, seed, data):
    net = heaviside.MLP([1, *[heaviside.WIDTH] * depth, 1], activation="relu")
    start = Trainer(net, data, init="he_uniform", seed=seed)
    return plain.network(net.sizes, nn.ReLU, start, 0)


def _penalty(net, method):
    weights = [layer.weight for layer in net if isinstance(layer, nn.Linear)]
    sizes = {
        "none": lambda w: 0.0 * w.sum(),
        "l1": lambda w: heaviside.ALPHA * w.abs().sum(),
        "l2": lambda w: heaviside.ALPHA / 2 * w.square().sum(),
    }
    return sum(sizes[method](w) for w in weights)


@pytest.mark.parametrize("method", ["none", "l1", "l2"])
def test_a_network_fits_as_the_slow_version_does(method):
    data = heaviside.points(0.1, seed=0)
    found = heaviside.fits(plain.settings(3, seed=7), data, 2, method, STEPS)
    net = _alone(2, 8, data)
    rule = torch.optim.Adam(net.parameters(), lr=heaviside.LR)
    for _ in range(STEPS):
        rule.zero_grad()
        (nn.functional.mse_loss(net(data[0]), data[1]) + _penalty(net, method)).backward()
        rule.step()
    expected = net(heaviside.GRID)[:, 0].detach()
    assert torch.allclose(found[1], expected, atol=0.02)


def test_the_penalties_change_the_fit():
    data = heaviside.points(0.0, seed=0)
    fits = {m: heaviside.fits(plain.settings(1), data, 2, m, 100) for m in heaviside.METHODS}
    for method in ("l1", "l2", "dropout"):
        assert (fits[method] - fits["none"]).abs().max() > 1e-3


def test_the_error_is_the_area_between_the_fit_and_the_step():
    ramp = (heaviside.GRID[:, 0] / 0.4 + 0.5).clamp(0, 1)
    # Both halves of the ramp, over the interval of length 2.
    expected = 2 * sum(((0.5 - t / 0.4) ** 2) * 1e-4 for t in np.arange(0, 0.2, 1e-4)) / 2
    assert np.isclose(heaviside.errors(ramp[None])[0], expected, rtol=0.02)


def test_each_data_set_has_noise_of_its_own():
    error, shown = heaviside.study(plain.settings(2), 0.3, 2, 2)
    assert {len(value) for value in error.values()} == {2}
    assert shown[2, "none"].shape == (2, 2001)
    assert not torch.equal(heaviside.points(0.3, 0)[1], heaviside.points(0.3, 1)[1])


def test_the_shares_are_counted_member_by_member():
    low, high = np.array([1.0, 5.0, 1.0, 1.0]), np.array([2.0, 2.0, 2.0, 2.0])
    share, (least, most) = heaviside.share_below(low, high)
    assert share == 0.75
    assert least < 0.75 < most


def test_the_picture_names_the_errors(monkeypatch):
    monkeypatch.setattr(heaviside, "WIDTH", 10)
    result = experiments.run("heaviside", networks=2, quick=True, device="cpu", progress=False)
    assert f"{result.measured['error_l1_2_layers']:.4f}" in result.picture().alt
    assert 0 <= result.measured["dropout_3_below_2_layers"] <= 1
