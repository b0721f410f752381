"""The oracles of problem set 1, NumPy alone, against torch and SciPy."""

import numpy as np
import pytest
import torch
from scipy.differentiate import jacobian
from scipy.optimize import approx_fprime
from torch.nn.functional import cross_entropy, linear

from trainlab.checks import QUESTIONS


def _cases(name, seed=2):
    q = QUESTIONS[name if "/" in name else f"ps1/{name}"]
    for case in q.draw(True, seed):
        yield case.inputs, q.expected(**case.inputs)


def _tensor(array, grad=False):
    return torch.tensor(np.asarray(array, dtype=np.float64), requires_grad=grad)


def test_affine_layer_forward_and_back():
    for i, expected in _cases("affine_forward"):
        z = linear(*(_tensor(i[name]) for name in "xWb"))
        np.testing.assert_allclose(expected["z"], z, rtol=1e-12)
    for i, expected in _cases("affine_backward"):
        x, W = _tensor(i["x"], True), _tensor(i["W"], True)
        b = torch.zeros(len(W), dtype=torch.float64, requires_grad=True)
        linear(x, W, b).backward(_tensor(i["dz"]))
        for name, grad in (("dx", x.grad), ("dW", W.grad), ("db", b.grad)):
            np.testing.assert_allclose(expected[name], grad, rtol=1e-12, atol=1e-14)


def test_numerical_gradient_against_scipys_adaptive_differences():
    for i, expected in _cases("numerical_gradient"):
        x = np.asarray(i["x"], dtype=np.float64)

        def f(points, shape=x.shape, f=i["f"]):
            columns = np.moveaxis(np.asarray(points), 0, -1)
            return np.apply_along_axis(lambda v: f(v.reshape(shape)), -1, columns)

        found = jacobian(f, x.ravel()).df
        np.testing.assert_allclose(expected["gradient"].ravel(), found, rtol=1e-7, atol=1e-7)


def test_gradient_check_against_scipys_differences():
    for i, expected in _cases("gradient_check"):
        x, g = i["x"].ravel(), i["gradient"].ravel()

        def f(v, shape=i["x"].shape, f=i["f"]):
            return float(f(v.reshape(shape)))

        up, down = approx_fprime(x, f, 1e-5), approx_fprime(x, f, -1e-5)
        n = (up + down) / 2  # the mean of both one-sided differences is the central one
        error = (np.abs(g - n) / np.maximum(np.abs(g) + np.abs(n), 1e-8)).max()
        np.testing.assert_allclose(expected["error"], error, rtol=1e-5, atol=1e-8)


def _forward(params, x):
    for W, b in params[:-1]:
        x = torch.tanh(linear(x, W, b))
    return linear(x, *params[-1])


def test_logits_of_a_network():
    for i, expected in _cases("mlp_forward"):
        params = [tuple(map(_tensor, pair)) for pair in i["params"]]
        np.testing.assert_allclose(expected["u"], _forward(params, _tensor(i["x"])), rtol=1e-12)


def test_training_against_torchs_gradient_descent():
    for i, expected in _cases("train"):
        params = [tuple(_tensor(p, True) for p in pair) for pair in i["params"]]
        decays = [{"params": [W], "weight_decay": i["l2"]} for W, _ in params]
        biases = [{"params": [b]} for _, b in params]
        optimizer = torch.optim.SGD([*decays, *biases], lr=i["lr"])
        losses = []
        for _ in range(i["steps"]):
            optimizer.zero_grad()
            data = cross_entropy(_forward(params, _tensor(i["x"])), torch.tensor(i["y"]))
            losses.append(data.item() + i["l2"] / 2 * sum((W**2).sum().item() for W, _ in params))
            data.backward()
            optimizer.step()
        np.testing.assert_allclose(expected["losses"], losses, rtol=1e-10)
        for number, (W, b) in enumerate(params, start=1):
            np.testing.assert_allclose(expected[f"W{number}"], W.detach(), rtol=1e-9)
            np.testing.assert_allclose(expected[f"b{number}"], b.detach(), rtol=1e-9)


#: What is infinite where there is none.
INFINITE = {"ps5/best_length", "ps8/at_budget", "ps8/fair", "ps8/median_interval", "ps8/verdicts"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_oracle_is_finite_and_in_float64(name):
    for _, expected in _cases(name):
        for array in expected.values():
            assert array.dtype == np.float64
            assert np.isfinite(array).all() or (name in INFINITE and not np.isnan(array).any())
