"""Races on surfaces, against torch.optim one start at a time."""

import math

import numpy as np
import pytest
import torch

from tests.trainlab.experiments import plain
from trainlab import experiments
from trainlab.experiments import races

TORCH = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "adadelta": lambda p: torch.optim.Adadelta(p, lr=1.0),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01),
}


@pytest.mark.parametrize("rule", TORCH)
def test_steps_to_leave_are_those_of_torch(rule):
    found = races.run(plain.settings(3), 1000)
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
def test_each_decade_nearer_takes_as_many_steps_as_theory_says(rule):
    found = races.run(plain.settings(300), 1000)
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
    assert result.holds is True
    assert f"{result.measured['leaving_sgd']:.0f}" in result.picture().alt
