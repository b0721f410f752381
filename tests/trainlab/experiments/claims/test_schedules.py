"""Schedules over peak rates, against torch's schedulers one network at a time."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.optim import lr_scheduler

from tests.trainlab.experiments.claims import plain
from trainlab import experiments, problems
from trainlab.experiments import scans
from trainlab.experiments.claims import schedules
from trainlab.experiments.targets import on_grid
from trainlab.training.trainer import Trainer

DATA = on_grid(problems.multiscale(), schedules.POINTS)
STEPS = 60


def _torch_schedule(name, rule, peak):
    if name == "one_cycle":
        return lr_scheduler.OneCycleLR(rule, peak, STEPS, cycle_momentum=False)
    if name == "cyclical":
        return lr_scheduler.CyclicLR(rule, peak / 10, peak, STEPS // 20, cycle_momentum=False)
    if name == "polynomial":
        return lr_scheduler.PolynomialLR(rule, STEPS, power=0.5)
    factor = {
        "power": lambda t: (1 + 0.02 * t) ** -0.5,
        "exponential": lambda t: np.exp(-3 * t / STEPS),
        "constant": lambda t: 1.0,
    }[name]
    return lr_scheduler.LambdaLR(rule, factor)


@pytest.mark.parametrize("name", schedules.compared(STEPS))
def test_a_network_of_a_scan_ends_where_torch_ends(name):
    peaks = np.array([1e-3, 4e-3])
    scan = scans.scan(
        plain.settings(4),
        schedules.NET,
        DATA,
        peaks,
        steps=STEPS,
        doing="",
        schedule=schedules.compared(STEPS)[name],
        init=schedules.INIT,
    )
    start = Trainer(schedules.NET, DATA, init=schedules.INIT, seed=6)
    net = plain.network([1, 100, 1], nn.ReLU, start, 0)
    rule = torch.optim.SGD(net.parameters(), lr=peaks[1])
    plain.train(net, *DATA, rule, STEPS, _torch_schedule(name, rule, peaks[1]))
    expected = nn.functional.mse_loss(net(DATA[0]), DATA[1]).item()
    assert np.isclose(scan.loss[1, 2], expected, rtol=1e-3)


@pytest.mark.parametrize("name", ["polynomial", schedules.CYCLED])
def test_a_network_as_listed_ends_where_the_listing_ends(name):
    arguments = schedules.LISTINGS["as listed"]
    x, y = arguments["data"]
    assert (x[0].item(), x[-1].item(), len(x)) == (-1, 1, 100)
    found = schedules.as_listed(plain.settings(4), **arguments)[name]
    start = Trainer(schedules.NET, (x, y), init="torch_default", seed=2)
    net = plain.network([1, 100, 1], nn.ReLU, start, 0)
    assert net[0].bias.abs().max() > 0.5
    rule = torch.optim.SGD(net.parameters(), lr=1e-3)
    if name == "polynomial":
        schedule = lr_scheduler.PolynomialLR(rule, 50, power=0.5)
    else:
        schedule = lr_scheduler.CyclicLR(rule, 1e-4, 1e-3, step_size_up=3, mode="triangular")
    plain.train(net, x, y, rule, 50, schedule)
    assert np.isclose(found.loss[0, 2], nn.functional.mse_loss(net(x), y).item(), rtol=1e-3)


def _rows(changed, lower):
    names = schedules.compared(1)
    return [
        {"changed": changed, "schedule": name, "interval": (1, 2) if name in lower else (3, 4)}
        for name in names
    ]


def test_it_holds_where_some_schedule_wins_with_every_change():
    first, second, *_ = schedules.CHANGES
    every = _rows(first, ["power"]) + _rows(second, ["one_cycle"])
    assert schedules._holds(["power"], every) is True
    assert schedules._holds([], _rows(first, [])) is False
    found = schedules._holds([], _rows(first, ["power", "one_cycle"]) + _rows(second, [])[:3])
    assert f"ends no schedule on the whole data; power and one-cycle with {first}." in found


def test_the_rate_is_chosen_on_one_half_and_judged_on_the_other():
    loss = np.array([[1.0, 9.0, 1.0, 9.0], [2.0, 5.0, 2.0, 7.0], [np.inf, 0.0, 0.5, 0.0]])
    scan = scans.Scan(np.array([0.1, 0.2, 0.3]), loss, np.zeros((1, 4)))
    assert scan.best == 0
    assert scan.judged().tolist() == [9.0, 9.0]
    assert scan.usable(5.0) == 0.3
    assert scan.usable(0.1) == 0.0


def _scan(loss):
    return scans.Scan(np.array([0.1]), np.tile(loss, (1, 4)), np.zeros((1, 4)))


def test_one_median_is_below_another_when_their_intervals_are_apart():
    low, high = np.array([1.0, 1.1, 1.2]), np.array([2.0, 2.1, 2.2])
    assert scans.order(_scan(low), _scan(high)) == "lower"
    assert scans.order(_scan(high), _scan(low)) == "higher"
    assert scans.order(_scan(low), _scan(low)) == "undecided"


def test_too_few_networks_to_choose_and_to_judge():
    with pytest.raises(ValueError, match="networks=3 was given; expected at least 4"):
        experiments.run("schedules", networks=3, quick=True, device="cpu", progress=False)


def test_the_verdict_follows_the_numbers():
    result = experiments.run("schedules", networks=4, quick=True, device="cpu", progress=False)
    assert set(result.interval) == {f"loss_{name}" for name in schedules.compared(10)}
    lows = {name: low for name, (low, _) in result.interval.items()}
    highs = [high for name, (_, high) in result.interval.items() if name != "loss_constant"]
    assert result.holds is (min(highs) < lows["loss_constant"])
    assert f"{result.measured['loss_power']:.3f}" in result.picture().alt


def _over(median):
    """A scan with given medians at each rate."""
    grid = np.logspace(-2, 0, len(median))
    return scans.Scan(grid, np.tile(np.array(median)[:, None], (1, 4)), np.zeros((1, 4)))


def test_the_verdict_compares_the_highest_peaks_and_warns_of_the_ends_of_the_grid():
    scans = {"constant": _over([2.0, 1.0, 9.0]), "one_cycle": _over([2.0, 1.0, 0.5])}
    found = {name: one.summary() for name, one in scans.items()}
    told = schedules._verdict(found, scans, ["one_cycle"])
    assert "borne by one-cycle: 1, against 0.1." in told
    assert told.endswith("The best rate is an end of the grid for one-cycle.")
    scans["one_cycle"] = _over([2.0, 0.5, 9.0])
    told = schedules._verdict(found, scans, [])
    assert told.endswith("borne by constant: 0.1.")


def test_the_caption_tells_which_rates_are_not_drawn():
    result = experiments.run("schedules", networks=4, quick=True, device="cpu", progress=False)
    for name in result.data["names"]:
        result.data[f"scan_{name}"] = np.full(len(schedules.RATES), 0.7)
    assert "missing" not in result.picture().caption
    result.data["scan_cyclical"][[3, 5, 6]] = np.inf, 2.0, 0.1
    told = f"Of {6 * len(schedules.RATES)} points 1 are missing as half of the networks or more"
    assert told in result.picture().caption
    assert "diverge, 2 as the loss lies outside the panel" in result.picture().caption
    assert f"the shapes of {len(schedules.compared(1))} schedules" in result.picture().alt
