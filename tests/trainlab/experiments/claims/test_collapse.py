"""Collapse, against one network at a time in plain PyTorch."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments, optimizers, schedules
from trainlab.experiments import statistics
from trainlab.experiments.claims import centres, collapse

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
    assert result.interval.keys() == result.measured.keys()
    assert all(
        low <= result.measured[name] <= high for name, (low, high) in result.interval.items()
    )
    at_mean = result.data["at mean"].sum()
    assert result.measured["constant at the mean"] == at_mean / 30
    assert f"{at_mean} of them at the mean" in picture.alt
    assert f"{at_mean} of these" in picture.caption
    assert f"{at_mean} of these" in result.verdict


SAME = {"|x|": (934, 1000), "x sin 5x": (932, 1000), "Glorot normal": (186, 200)}


def test_collapse_holds_where_every_target_fares_as_the_first():
    assert collapse._holds(933, 43, SAME) is True
    assert collapse._holds(933, 43, {"|x|": (934, 1000)}) is True


@pytest.mark.parametrize(
    ("at_mean", "partial", "first"), [(800, 43, 800), (500, 43, 934), (933, 0, 934), (990, 5, 990)]
)
def test_collapse_does_not_hold_where_the_first_target_disagrees(at_mean, partial, first):
    assert collapse._holds(at_mean, partial, SAME | {"|x|": (first, 1000)}) is False


def test_collapse_names_what_fares_differently():
    found = collapse._holds(933, 43, SAME | {collapse.PLANE: (373, 1000), "2000 steps": (20, 200)})
    low, high = statistics.share_interval(373, 1000)
    named = f"{collapse.PLANE} (37.3% collapse, 95% interval {low:.1%} to {high:.1%}, width 4"
    assert named in found
    assert "2000 steps (10.0% collapse" in found
    assert found.count("width 4") == 1
    assert "sin" not in found
    assert "Glorot" not in found


def test_a_constant_away_from_the_mean_is_told_apart():
    y = torch.linspace(0, 2, 51)[:, None]
    predictions = torch.stack([y * 0 + 1, y * 0 + 1.019, y * 0 + 1.021, y * 0])
    assert collapse.is_at_mean(predictions, y).tolist() == [True, True, False, False]
    fate = collapse.fates(plain.settings(20), TARGET, collapse.points(1), 1, "")
    assert fate.constant.sum() > 10
    assert not fate.at_mean.any()


def test_choices_of_collapse_are_rows_with_their_own_steps_points_and_widths(monkeypatch):
    asked, deep = [], []
    full = collapse.fates

    def short(settings, target, x, steps, doing, layers=10, **arguments):
        asked.append((doing, target.width, len(x), float(x.max()), steps))
        deep.append((doing, layers))
        return full(settings, target, x, 1, doing, layers, **arguments)

    monkeypatch.setattr(collapse, "fates", short)
    result = experiments.run("relu-collapse", networks=5, progress=False, device="cpu")
    assert [row["changed"] for row in result.sensitivity] == [*collapse.CHANGES]
    assert ("2000 steps", 2, 101, pytest.approx(3**0.5), 2000) in asked
    assert ("interval (-1, 1)", 2, 101, pytest.approx(1.0), 1000) in asked
    assert (f"{collapse.PLANE}, width 2", 2, 64, pytest.approx(3**0.5), 1000) in asked
    assert [each for each in deep if each[1] != 10] == [*collapse.DEPTHS.items()]
    for name in collapse.DEPTHS:
        assert (name, 4, 64, pytest.approx(3**0.5), 1000) in asked
        assert result.measured[f"born dead, {name}"] <= result.measured[f"collapsed, {name}"]


def test_a_network_has_as_many_layers_as_asked():
    target, x = collapse.TARGETS[collapse.PLANE], collapse.points(2)
    shares = [
        collapse.fates(plain.settings(300), target, x, 1, "", layers).born_dead.mean()
        for layers in (2, 10, 20)
    ]
    ceilings = [1 - (15 / 16) ** (layers - 1) for layers in (2, 10, 20)]
    assert shares[0] == 0
    assert 0.1 < shares[1] < ceilings[1] + 0.06
    assert shares[1] < shares[2] < ceilings[2] + 0.06


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
    assert "100.0% of those trained with MSE" in result.picture().alt
    fewer = replace(result, measured=result.measured | {centres.AT["mse"]: 0.4})
    assert "40.0% of those trained with MSE" in fewer.picture().alt


def test_loss_collapse_tries_other_rules_and_another_initializer(monkeypatch):
    monkeypatch.setattr(centres, "STEPS", 2)
    monkeypatch.setattr(centres, "DRAWS", 1)
    result = experiments.run("loss-collapse", networks=8, progress=False, device="cpu")
    rows = {row["changed"]: row for row in result.sensitivity}
    assert "Glorot normal, MAE" in rows
    for row in rows.values():
        assert (row["at the median"] == 1) == (row["farthest"] < centres.NEAR)
    assert all(row["collapsed networks"] > 0 for row in rows.values())
