"""Races on surfaces, against torch.optim one start at a time."""

import math
from functools import cache

import numpy as np
import pytest
import torch

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import races

TORCH = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "adadelta": lambda p: torch.optim.Adadelta(p, lr=1.0),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01),
}


@pytest.fixture(scope="module")
def found():
    """A race of so many starts."""
    return cache(lambda starts: races.run(plain.settings(starts), 1000))


@pytest.mark.parametrize("rule", TORCH)
def test_steps_to_leave_are_those_of_torch(found, rule):
    found = found(3)
    draws = torch.rand(4, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    for member in range(3):
        start = [0.5 + draws[0, member].item(), found.offset[member]]
        point = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        optimizer, steps = TORCH[rule]([point]), 0
        while abs(point[1].item()) < races.LEFT and steps < 1000:
            optimizer.zero_grad()
            (point[0] ** 2 - point[1] ** 2).backward()
            optimizer.step()
            steps += 1
        assert found.leaving[list(races.RATES).index(rule), member] == steps


def test_gradient_descent_leaves_by_the_closed_form():
    found = races.run(plain.settings(50), 1000)
    expected = np.ceil(np.log(races.LEFT / found.offset) / math.log(1.02))
    assert (found.leaving[0] == expected).all()


@pytest.mark.parametrize("rule", races.PLAIN)
def test_each_decade_nearer_takes_as_many_steps_as_theory_says(found, rule):
    found = found(300)
    slope = races._slope(found, list(races.RATES).index(rule))
    assert np.isclose(slope, races.steps_per_decade(rule), rtol=0.01)


def test_straying_is_measured_from_the_straight_way():
    goal = torch.tensor([4.0, 0.0])
    paths = torch.tensor([[[0.0, 0.0], [0.0, 0.0]], [[2.0, 1.0], [4.0, 0.0]], [[7.0, 0.0]] * 2])
    assert races.astray(paths, goal).tolist() == [0.75, 0.75]
    assert races.astray(paths[:2], goal).tolist() == [0.25, 0.0]


def test_first_is_infinite_for_what_never_happens():
    reached = torch.tensor([[[False, False]], [[True, False]], [[False, False]]])
    assert races.first(reached).tolist() == [[1.0, math.inf]]


def test_the_claim_about_saddles_holds_with_few_starts():
    result = experiments.run("beale-saddle", networks=60, quick=True, device="cpu", progress=False)
    assert result.measured["leaving_rmsprop"] < result.measured["leaving_nesterov"]
    assert result.measured["astray_rmsprop"] < result.measured["astray_momentum"]
    assert "converge similarly fast, by the shares that arrive: no" in result.holds
    assert result.holds.count(": yes") == 4
    assert f"{result.measured['leaving_sgd']:.0f}" in result.picture().alt


def _numbers(**changes):
    """Numbers with which all parts of the claim hold."""
    rate = dict.fromkeys(races.RATES, 0.0)
    measured = {f"{name}_{rule}": 0.0 for name in ("diverged", "steps_per_decade") for rule in rate}
    measured |= {f"leaving_{rule}": 500.0 if rule in races.PLAIN else 9.0 for rule in rate}
    measured |= {f"astray_{rule}": 0.7 if rule in races.PLAIN else 0.2 for rule in rate}
    measured |= {f"arrived_{rule}": 0.8 for rule in rate} | {"nesterov_less_astray": 0.9}
    measured |= {f"arrival_{rule}": 100.0 + 10 * i for i, rule in enumerate(rate)}
    measured |= changes
    return measured, {name: (value - 0.01, value + 0.01) for name, value in measured.items()}


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({"leaving_momentum": 5.0}, "leave the saddle later than the adaptive rules"),
        ({"steps_per_decade_adadelta": 3.0}, "less than a step a decade"),
        ({"astray_nesterov": 0.1}, "stray farther than the adaptive"),
        ({"nesterov_less_astray": 0.5}, "strays less than momentum from most starts"),
        ({"arrived_adagrad": 0.24}, "converge similarly fast, by the shares that arrive"),
    ],
)
def test_each_part_of_the_claim_can_fail_alone(changes, failed):
    assert races._holds(*_numbers()) is True
    told = races._holds(*_numbers(**changes))
    assert f"{failed}: no" in told
    assert told.count(": yes") == 4


def test_nothing_holds_when_every_part_fails():
    changes = {f"leaving_{rule}": 5.0 for rule in races.PLAIN}
    changes |= {f"astray_{rule}": 0.1 for rule in races.PLAIN}
    changes |= {"steps_per_decade_rmsprop": -3.0, "nesterov_less_astray": 0.4}
    assert races._holds(*_numbers(**changes, arrived_adagrad=0.24)) is False


def test_less_astray_is_a_share_of_all_starts_and_divergence_is_most_astray():
    far = np.full((6, 4), 0.2)
    far[1], far[2] = [0.5, math.inf, 0.5, math.inf], [0.4, 0.4, math.inf, math.inf]
    found = races.Finish(far, far[0], far, far, np.isinf(far))
    share, (low, high) = races._less_astray(found)
    assert share == 0.5
    assert low < 0.5 < high


def test_the_verdict_on_beales_function_follows_the_numbers():
    told = races._verdict(_numbers()[0], 1000)
    assert "starts that diverge: none" in told
    assert "less than one step" in told
    assert "sgd is first, after 100 steps in the median, though it strays farther than" in told
    calm = _numbers(arrival_rmsprop=50.0, diverged_momentum=0.05, steps_per_decade_adagrad=4.0)[0]
    told = races._verdict(calm, 1000)
    assert "starts that diverge: 5.0% under momentum" in told
    assert "up to 4 steps" in told
    assert told.endswith("rmsprop is first, after 50 steps in the median.")
    never = _numbers(**{f"arrival_{rule}": math.inf for rule in races.RATES})[0]
    assert races._verdict(never, 1000).endswith("under no rule does the median start arrive.")


def test_the_starts_of_the_saddle_lie_in_the_range_asked_for():
    assert races.run(plain.settings(50), 2, nearest=-4).offset.min() >= 1e-4
    assert races.run(plain.settings(50), 2).offset.min() < 1e-6
