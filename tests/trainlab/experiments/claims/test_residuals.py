"""The operator residual, against autograd twice and one network in plain PyTorch."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims.plain import settings
from trainlab import experiments
from trainlab.experiments.claims import residuals
from trainlab.nn.initializers import glorot_normal
from trainlab.nn.networks import Module

SETTINGS = settings(3, seed=5)


def _minus_second_derivative(network: nn.Module, x: torch.Tensor) -> torch.Tensor:
    x = x.clone().requires_grad_()
    u = x * (1 - x) * network(x)
    slope = torch.autograd.grad(u.sum(), x, create_graph=True)[0]
    return -torch.autograd.grad(slope.sum(), x, create_graph=True)[0]


def test_the_residual_is_the_second_derivative_of_the_solution():
    module = residuals.Poisson().double()
    x = torch.rand(7, 1, dtype=torch.float64)
    assert torch.allclose(module(x), _minus_second_derivative(module.network, x))


@pytest.mark.parametrize("waves", [1, 3])
def test_the_exact_solution_solves_the_equation(waves):
    x = torch.rand(9, 1, dtype=torch.float64, requires_grad=True)
    slope = torch.autograd.grad(residuals.exact(x, waves).sum(), x, create_graph=True)[0]
    curvature = torch.autograd.grad(slope.sum(), x)[0]
    assert torch.allclose(-curvature, (waves * math.pi) ** 2 * torch.sin(waves * math.pi * x))


@pytest.mark.parametrize(("waves", "lr"), [(1, 0.01), (3, 0.003)])
def test_each_member_is_a_network_trained_in_a_plain_loop(waves, lr):
    x = torch.linspace(0, 1, 16)[:, None]
    before, after = residuals.solutions(SETTINGS, x, 40, waves, lr)
    net = Module(residuals.Poisson(), 1)
    seeds = torch.arange(3) + SETTINGS.seed
    start = net.initial(glorot_normal(), seeds, torch.float32)
    for member in range(3):
        plain = residuals.Poisson()
        nn.utils.vector_to_parameters(start[member], plain.parameters())
        assert torch.allclose(plain.solution(x), before[member], atol=1e-6)
        optimizer = torch.optim.Adam(plain.parameters(), lr=lr)
        target = (waves * math.pi) ** 2 * torch.sin(waves * math.pi * x)
        for _ in range(40):
            optimizer.zero_grad()
            residual = _minus_second_derivative(plain.network, x)
            nn.functional.mse_loss(residual, target).backward()
            optimizer.step()
        assert torch.allclose(plain.solution(x), after[member], atol=1e-4)


def test_errors_are_relative_to_the_solution():
    x = residuals.grid(101)
    u = torch.stack([torch.sin(math.pi * x), 1.1 * torch.sin(math.pi * x)])
    assert residuals.errors(u, x) == pytest.approx([0, 0.1], abs=1e-6)


def test_the_experiment_says_that_mse_is_the_identity_and_the_equation_is_solved():
    result = experiments.run(
        "operator-residual", networks=8, quick=True, device="cpu", progress=False
    )
    assert result.holds is True
    assert result.measured["identity against MSE"] < 1e-12
    low, high = result.interval["relative error"]
    assert low <= result.measured["relative error"] <= high


def test_a_choice_with_which_the_equation_is_not_solved_is_named():
    rows = [{"changed": "16 points", "found": 1.0}, {"changed": "few steps", "found": 0.1}]
    assert residuals._holds(True, 1.0, rows[:1]) is True
    assert "few steps: 10%" in residuals._holds(True, 1.0, rows)
    assert residuals._holds(False, 0.0, rows) is False


def test_the_verdict_says_when_the_weights_differ():
    assert "the same weights (largest difference 0)" in residuals._identity(0.0)
    assert residuals._identity(0.02).endswith("weights that differ by up to 0.02")


def _result(errors):
    settings = experiments.REGISTRY["operator-residual"]
    x = torch.linspace(0, 1, 5).numpy()
    curves = np.tile(x, (len(errors), 1))
    return experiments.Result(
        **{name: getattr(settings, name) for name in ("id", "title", "source", "claim", "draw")},
        networks=len(errors),
        seed=0,
        device="cpu",
        quick=True,
        seconds=0.0,
        cpu_seconds=0.0,
        measured={
            "relative error": float(np.median(errors)),
            "found": float((errors < residuals.FOUND).mean()),
            "identity against MSE": 0.0,
        },
        interval={"relative error": (1e-4, 2e-4)},
        claimed={},
        holds=True,
        verdict="",
        setting={},
        data={"x": x, "u": x, "before": curves, "after": curves, "errors": errors},
    )


def test_the_alternative_text_has_significant_digits_and_the_share_found():
    result = _result(np.r_[np.full(299, 1.68e-4), 0.3, 2.5e-6])
    alt = result.picture().alt
    assert "99.7% of the networks are within 1% of the arch" in alt
    assert "from 0.00025% to 30%, median 0.017%" in alt


def test_the_exact_line_lies_on_top_of_at_most_200_curves():
    axes = _result(np.full(300, 1e-4)).plot().axes[0]
    exact = axes.lines[-1]
    assert len(axes.lines) == 2 * 200 + 1
    assert all(exact.get_zorder() > line.get_zorder() for line in axes.lines[:-1])
