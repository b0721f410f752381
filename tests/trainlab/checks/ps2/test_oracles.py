"""The oracles of problem set 2, NumPy alone, against torch.optim, SciPy and closed forms."""

from itertools import count

import numpy as np
import pytest
import torch
from scipy import optimize
from torch.nn.utils import clip_grad_norm_

from trainlab.checks import QUESTIONS
from trainlab.checks.ps2.nested import leaves

#: torch's optimizer for a rule, with the rule's settings by torch's names and by its own.
TORCH = {
    "sgd": lambda p, lr: torch.optim.SGD(p, lr),
    "momentum": lambda p, lr, momentum=0.9: torch.optim.SGD(p, lr, momentum=momentum),
    "nesterov": lambda p, lr, momentum=0.9: torch.optim.SGD(
        p, lr, momentum=momentum, nesterov=momentum > 0
    ),
    "adagrad": lambda p, lr, **settings: torch.optim.Adagrad(p, lr, **settings),
    "rmsprop": lambda p, lr, **settings: torch.optim.RMSprop(p, lr, **settings),
    "adam": lambda p, lr, **settings: torch.optim.Adam(p, lr, **settings),
    "adamw": lambda p, lr, **settings: torch.optim.AdamW(p, lr, **settings),
    "nadam": lambda p, lr, **settings: torch.optim.NAdam(p, lr, **settings),
}


@pytest.fixture(autouse=True)
def double():
    """NAdam keeps the product of its shares in torch's default type."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


def _by_torch(rule, params, grads, lr, **settings):
    """Return what torch's steps move, by array."""
    arrays = [torch.tensor(np.float64(p), requires_grad=True) for p in leaves(params)]
    optimizer = TORCH[rule](arrays, lr[0], **settings)
    moves = [[] for _ in arrays]
    for gradient, rate in zip(grads, lr, strict=True):
        optimizer.param_groups[0]["lr"] = rate
        before = [a.detach().clone() for a in arrays]
        for array, g in zip(arrays, leaves(gradient), strict=True):
            array.grad = torch.tensor(np.float64(g))
        optimizer.step()
        for way, a, b in zip(moves, arrays, before, strict=True):
            way.append((a.detach() - b).numpy())
    return [np.array(way) for way in moves]


def _cases(name, seed):
    q = QUESTIONS[f"ps2/{name}"]
    return [(case, q.expected(**case.inputs)) for case in q.draw(True, seed)]


@pytest.mark.parametrize("rule", TORCH)
@pytest.mark.parametrize("seed", [0, 7])
def test_a_rule_steps_as_torchs_does(rule, seed):
    for case, expected in _cases(rule, seed):
        if rule == "nadam" and case.inputs.get("momentum_decay") is None:
            continue  # torch has no Nadam with a constant beta1
        found = _by_torch(rule, **case.inputs)
        for mine, right in zip(expected.values(), found, strict=True):
            np.testing.assert_allclose(mine, right, rtol=1e-9, atol=1e-13, err_msg=case.title)


def test_nadam_with_a_constant_share_is_dozats_by_hand():
    # Lecture 06: beta1 = 1/2, first gradient 4, a step of 4/3.
    inputs = {
        "params": np.zeros(1),
        "grads": [np.array([4.0])],
        "lr": [1.0],
        "betas": (0.5, 0.9375),
    }
    moved = QUESTIONS["ps2/nadam"].expected(**inputs, eps=0.0)["moves"]
    np.testing.assert_allclose(moved, [[-4 / 3]], rtol=1e-15)


def test_nadam_with_a_constant_share_is_torchs_schedule_long_after():
    # 0.96**(t * decay) is 0 for a decay so fast: mu(t) is beta1, from the first step on.
    for case, expected in _cases("nadam", 1):
        if case.inputs.get("momentum_decay") is None:
            found = _by_torch("nadam", **case.inputs, momentum_decay=1e6)
            for mine, right in zip(expected.values(), found, strict=True):
                np.testing.assert_allclose(mine, right, rtol=1e-9, atol=1e-13)


def test_the_next_position_is_where_a_difference_quotient_leads():
    for case, expected in _cases("next_position", 2):
        position, lr = np.float64(case.inputs["position"]), case.inputs["lr"]
        height = lambda x: x[0] ** 2 + 2 * x[1] ** 2
        slopes = [optimize.approx_fprime(p, height, 1e-7) for p in position.reshape(-1, 2)]
        gradient = np.reshape(slopes, position.shape)
        np.testing.assert_allclose(expected["gradient"], gradient, atol=1e-5)
        np.testing.assert_allclose(expected["position"], position - lr * gradient, atol=1e-5)


def test_the_terminal_velocity_is_the_closed_form():
    for case, expected in _cases("terminal_velocity", 2):
        g, lr, mu = case.inputs["g"], case.inputs["lr"], case.inputs["momentum"]
        np.testing.assert_allclose(expected["velocity"], -lr * np.asarray(g) / (1 - mu), rtol=1e-12)


def test_clipping_is_torchs_but_for_its_millionth():
    for case, expected in _cases("clip_by_norm", 2):
        arrays = [torch.zeros(g.shape, dtype=torch.float64) for g in leaves(case.inputs["grads"])]
        for array, g in zip(arrays, leaves(case.inputs["grads"]), strict=True):
            array.requires_grad_()
            array.grad = torch.tensor(np.float64(g))
        clip_grad_norm_(arrays, case.inputs["max_norm"])
        for mine, array in zip(expected.values(), arrays, strict=True):
            np.testing.assert_allclose(mine, array.grad, rtol=3e-5, atol=1e-12)


def test_clipped_gradients_have_the_norm_that_is_allowed():
    for case, expected in _cases("clip_by_norm", 3):
        norm = np.sqrt(sum((g**2).sum() for g in expected.values()))
        before = np.sqrt(sum((np.float64(g) ** 2).sum() for g in leaves(case.inputs["grads"])))
        assert norm == pytest.approx(min(before, case.inputs["max_norm"]), rel=1e-13)


def test_a_trained_line_is_torchs():
    for case, expected in _cases("train_line", 2):
        i = case.inputs
        x, y = (torch.tensor(np.float64(i[name])) for name in "xy")
        theta = torch.tensor(np.float64(i["theta"]), requires_grad=True)
        velocity = torch.zeros(2, dtype=torch.float64)
        for t in range(i["steps"]):
            loss = torch.nn.functional.mse_loss(theta[0] + theta[1] * x, y)
            (slope,) = torch.autograd.grad(loss, theta)
            if t == 0:
                np.testing.assert_allclose(expected["gradient"], slope, rtol=1e-10, atol=1e-12)
            velocity = i.get("momentum", 0.0) * velocity + slope
            shrunk = theta.detach() * (1 - i.get("pull", 0.0))
            theta = (shrunk - i["lr"] * (1 + 0.1 * t) * velocity).requires_grad_()
        np.testing.assert_allclose(expected["theta"], theta.detach(), rtol=1e-10)


def test_an_optimizers_moves_are_torchs_momentum_under_a_growing_rate():
    for case, expected in _cases("Optimizer", 2):
        i = case.inputs
        rates = [lr * (1 + 0.1 * t) for t, lr in enumerate(i["lr"])]
        found = _by_torch(
            "momentum", i["params"], i["grads"], rates, momentum=i.get("momentum", 0.5)
        )
        for number, right in zip(count(1), found):
            (mine,) = (v for k, v in expected.items() if k in _names(number))
            np.testing.assert_allclose(mine, right, rtol=1e-9, atol=1e-13)


def _names(number):
    return (f"moves{number}", f"moves_as_lr_changes_{number}")
