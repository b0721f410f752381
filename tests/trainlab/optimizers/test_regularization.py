"""Proximal L1 against ISTA and its optimality conditions; ridge against the normal equations."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import trainlab as tl
from trainlab import optimizers
from trainlab.optimizers.regularization import ridge, soft_threshold_

F64 = torch.float64


def _data(n=40, inputs=6, outputs=1, seed=0):
    g = np.random.default_rng(seed)
    x = g.normal(size=(n, inputs)) * np.linspace(0.2, 3, inputs) + np.arange(inputs)
    return x, x[:, :2] @ g.normal(size=(2, outputs)) + 0.3 * g.normal(size=(n, outputs))


def _tensors(*arrays):
    return tuple(torch.tensor(array) for array in arrays)


# The proximal step.


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=3), st.floats(0, 3))
@settings(max_examples=40)
def test_the_threshold_is_the_proximal_operator(row, threshold):
    found = soft_threshold_(
        torch.tensor([row], dtype=F64), torch.tensor([1.0, 1, 0]).double(), threshold
    )[0]
    expected = [float(torch.nn.functional.softshrink(torch.tensor(w, dtype=F64), threshold))
                for w in row[:2]]  # fmt: skip
    assert found.tolist() == pytest.approx([*expected, row[2]])


def test_training_with_it_is_ista_for_each_member():
    x, y = _data()
    rates, strengths = torch.tensor([0.005, 0.01, 0.02]), torch.tensor([0.0, 0.1, 0.5])
    trainer = tl.Trainer(
        tl.MLP([6, 1]),
        (x, y),
        optimizer=optimizers.sgd(rates),
        l1_proximal=strengths,
        population=3,
        init="zeros",
        dtype=F64,
    )
    trainer.step(200)
    for member in range(3):
        lr, strength = float(rates[member]), float(strengths[member])
        w, b = np.zeros(6), 0.0
        for _ in range(200):
            residual = x @ w + b - y[:, 0]
            w, b = w - lr * 2 * x.T @ residual / len(x), b - lr * 2 * residual.mean()
            w = np.sign(w) * np.maximum(np.abs(w) - lr * strength, 0)
        np.testing.assert_allclose(trainer.weights(1)[member, 0], w, rtol=1e-5, atol=1e-9)
        np.testing.assert_allclose(trainer.biases(1)[member], b, rtol=1e-5)


def test_weights_become_exactly_zero_where_the_gradient_is_weaker_than_the_penalty():
    x, y = _data()
    x = x - x.mean(axis=0)
    run = tl.train(
        tl.MLP([6, 1]),
        (x, y),
        optimizer=optimizers.sgd(0.02),
        l1_proximal=0.4,
        steps=4000,
        dtype=F64,
        progress=False,
    )
    w, b = run.params[0, :-1].numpy(), float(run.params[0, -1])
    gradient = 2 * x.T @ (x @ w + b - y[:, 0]) / len(x)
    assert (w == 0).any()
    assert (w != 0).any()
    np.testing.assert_allclose(gradient[w != 0], -0.4 * np.sign(w[w != 0]), atol=1e-6)
    assert (np.abs(gradient[w == 0]) <= 0.4).all()
    by_subgradient = tl.train(
        tl.MLP([6, 1]), (x, y), optimizer=optimizers.sgd(0.02), l1=0.4, steps=4000, dtype=F64,
        progress=False,
    )  # fmt: skip
    assert (by_subgradient.params != 0).all()


def test_a_rule_of_second_order_refuses_it():
    with pytest.raises(ValueError, match="l1_proximal was given; lbfgs is no first-order rule"):
        tl.Trainer(tl.MLP([6, 1]), _data(), optimizer=optimizers.lbfgs(), l1_proximal=0.1)


# Ridge.


@pytest.mark.parametrize("l2", [0.0, 0.3, 10.0])
@pytest.mark.parametrize("outputs", [1, 3])
def test_ridge_solves_the_normal_equations(l2, outputs):
    x, y = _data(outputs=outputs)
    found = ridge(*_tensors(x, y), l2).numpy()
    centred = x - x.mean(axis=0)
    matrix = centred.T @ centred + l2 * outputs * len(x) / 2 * np.eye(6)
    weights = np.linalg.solve(matrix, centred.T @ (y - y.mean(axis=0))).T
    np.testing.assert_allclose(found[:, :-1], weights, rtol=1e-8)
    np.testing.assert_allclose(found[:, -1], y.mean(axis=0) - weights @ x.mean(axis=0), rtol=1e-8)


def test_ridge_is_where_trainings_gradient_vanishes_and_where_it_tends_to():
    x, y = _tensors(*_data(outputs=2))
    leaf = ridge(x, y, 0.3).requires_grad_()
    outputs = x @ leaf[:, :-1].T + leaf[:, -1]
    loss = torch.nn.functional.mse_loss(outputs, y) + 0.15 * leaf[:, :-1].square().sum()
    assert torch.autograd.grad(loss, leaf)[0].abs().max() < 1e-10
    trainer = tl.Trainer(
        tl.MLP([6, 2]), (x, y), optimizer=optimizers.lbfgs(), l2=0.3, dtype=F64, init="zeros"
    )
    trainer.step(200)
    torch.testing.assert_close(trainer.params.view(2, 7), leaf.detach(), rtol=1e-5, atol=1e-6)


def test_several_at_once_are_each_alone_and_what_is_not_finite_stays_alone():
    x, y = _tensors(*_data())
    several = torch.stack([x, 2 * x, torch.full_like(x, torch.nan)])
    found = ridge(several, y.expand(3, -1, -1), torch.tensor([[0.1], [0.5], [0.1]], dtype=F64))
    torch.testing.assert_close(found[0], ridge(x, y, 0.1))
    torch.testing.assert_close(found[1], ridge(2 * x, y, 0.5))
    assert found[2].isnan().all()
