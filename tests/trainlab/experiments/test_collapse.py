"""Collapse, against one network at a time in plain PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments import plain
from trainlab import experiments, optimizers, schedules
from trainlab.experiments import collapse

TARGET = collapse.TARGETS["|x|"]


def _plain_network(seed):
    torch.manual_seed(seed)
    layers = []
    for inputs in (1, *[2] * 8):
        layers += [nn.Linear(inputs, 2), nn.ReLU()]
    net = nn.Sequential(*layers, nn.Linear(2, 1))
    for layer in net[::2]:
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        nn.init.zeros_(layer.bias)
    return net


def _plain_share_collapsed(networks, steps):
    x = torch.linspace(-(3**0.5), 3**0.5, 101)[:, None]
    y = x.abs()
    collapsed = 0
    for seed in range(networks):
        net = _plain_network(seed)
        optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
        for _ in range(steps):
            optimizer.zero_grad()
            nn.functional.mse_loss(net(x), y).backward()
            optimizer.step()
        collapsed += bool(np.ptp(net(x).detach().numpy()) < 1e-3)
    return collapsed


def test_as_many_collapse_as_in_a_loop_over_plain_networks():
    few, steps = 8, 150
    dead = _plain_share_collapsed(few, steps)
    fate = collapse.fates(plain.settings(300), TARGET, collapse.points(1), steps, "")
    low, high = collapse.statistics.clopper_pearson(dead, few)
    assert low < fate.constant.mean() < high


def test_a_dead_network_ends_at_the_mean():
    fate = collapse.fates(plain.settings(20), TARGET, collapse.points(1), 1500, "")
    y = TARGET.function(collapse.points(1)).numpy()
    assert fate.born_dead.sum() > 10
    assert fate.constant[fate.born_dead].all()
    assert np.allclose(fate.final[fate.born_dead], y.mean(), atol=1e-3)


def test_the_two_dimensional_target_is_two_layers_of_four_units():
    x = collapse.points(2)
    inner = torch.tensor([[1.0, 1], [-1, -1], [1, -1], [-1, 1]])
    outer = torch.tensor([[1.0, 1, 0, 0], [0, 0, 1, 1]])
    expected = torch.relu(x @ inner.T) @ outer.T
    assert torch.allclose(collapse.TARGETS["|x1+x2|, |x1-x2|"].function(x), expected)


def test_what_is_constant_and_what_is_learnt():
    y = torch.linspace(0, 1, 50)[:, None]
    predictions = torch.stack([y, y + 0.01, y * 0 + 0.5, y * 5e-4])
    assert collapse.is_constant(predictions, y).tolist() == [False, False, True, True]
    assert collapse.is_learnt(predictions, y).tolist() == [True, True, False, False]


def test_relu_collapse_counts_every_network_once():
    result = experiments.run("relu-collapse", networks=30, quick=True, progress=False, device="cpu")
    assert (result.data["counts"].sum(axis=1) == 30).all()
    low, high = result.interval["collapsed"]
    assert low < result.measured["collapsed"] < high
    assert 0.7 < result.measured["collapsed"] < 1
    picture = result.picture()
    assert f"{result.measured['collapsed']:.1%}" in picture.alt


def test_an_interrupted_collapse_tells_what_was_computed(monkeypatch):
    full = collapse.fates

    def interrupted(settings, target, *arguments, **changes):
        if target is not TARGET:
            raise KeyboardInterrupt
        return full(settings, target, *arguments, **changes)

    monkeypatch.setattr(collapse, "fates", interrupted)
    result = experiments.run("relu-collapse", networks=10, quick=True, progress=False, device="cpu")
    assert not result.complete
    assert len(result.data["counts"]) == 1
    assert result.picture().figure


@pytest.mark.parametrize("name", collapse.TARGETS)
def test_every_target_fits_its_network(name):
    target = collapse.TARGETS[name]
    fate = collapse.fates(plain.settings(2), target, collapse.points(target.inputs), 1, "")
    assert fate.final.shape == (2, len(collapse.points(target.inputs)), target.outputs)


@pytest.mark.parametrize(("loss", "centre"), [("mse", np.mean), ("mae", np.median)])
def test_one_dead_plain_network_goes_where_the_population_goes(loss, centre):
    x = torch.linspace(-1, 1, 51)[:, None]
    y = (x > 0).float() + x**2
    net = next(n for n in map(_plain_network, range(50)) if np.ptp(n(x).detach().numpy()) == 0)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 300)
    function = {"mse": nn.functional.mse_loss, "mae": nn.functional.l1_loss}[loss]
    for _ in range(300):
        optimizer.zero_grad()
        function(net(x), y).backward()
        optimizer.step()
        schedule.step()
    alone = net(x).detach().numpy()
    assert np.allclose(alone, centre(y.numpy()), atol=2e-3)
    target = collapse.Target(lambda x: (x > 0).float() + x**2, 1, 2, 1)
    fate = collapse.fates(
        plain.settings(30),
        target,
        x,
        300,
        "",
        loss=loss,
        optimizer=optimizers.adam(lr=0.02),
        schedule=schedules.cosine(steps=300),
    )
    assert np.allclose(fate.final[fate.constant], alone[0, 0], atol=2e-3)


def test_loss_collapse_finds_the_mean_and_the_median():
    result = experiments.run("loss-collapse", networks=12, quick=True, progress=False, device="cpu")
    assert result.holds
    assert result.measured["farthest, MSE"] < 1e-3
    assert result.measured["farthest, MAE"] < 1e-3
    assert result.measured["from mean to median"] > 0.05
    assert "median" in result.picture().alt
    draws = result.data["draw"]
    assert len(set(draws.tolist())) == 3
    means = result.data["mean"][(result.data["loss"] == "mse") & (result.data["target"] == 0)]
    assert len(set(means.tolist())) == 3
