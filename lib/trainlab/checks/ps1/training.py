"""Part 7: a training loop."""

from collections.abc import Iterator

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Each
from trainlab.checks.ps1 import mlp
from trainlab.checks.ps1.backpropagation import backpropagate
from trainlab.checks.ps1.mlp import Params
from trainlab.checks.question import Case, question

Trained = tuple[Params, list[float]]


@question("ps1/train", returns=(Each("params", ("W", "b")), "losses"), tolerance=1e-6)
def train(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Return what gradient descent with the complex step's gradients gives."""
    losses = []
    for _ in range(steps):
        losses.append(mlp.objective(params, x, y, l2))
        params = _stepped(params, mlp.gradients(params, x, y, l2), lr)
    return params, losses


@train.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, lr, l2 in [("10 steps", 0.5, 0.0)] + (
        [("10 steps with l2", 0.2, 0.1)] if thorough else []
    ):
        inputs = {
            "params": mlp.network(rng, (2, 3, 2)),
            "x": rng.normal(size=(6, 2)),
            "y": rng.integers(2, size=6),
        }
        yield Case(title, inputs | {"lr": lr, "steps": 10, "l2": l2})


@train.mistake
def ascent(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The loss goes up: step against the gradient, W - lr * dW."""
    return _trained(params, x, y, -lr, steps, l2)


@train.mistake
def no_lr(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The learning rate is not used: step by lr times the gradient."""
    return _trained(params, x, y, 1.0, steps, l2)


@train.mistake
def stale(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Every step uses the gradient of the first: compute it anew from the current parameters."""
    losses, first = [], backpropagate(params, x, y, l2)[1]
    for _ in range(steps):
        losses.append(mlp.objective(params, x, y, l2))
        params = _stepped(params, first, lr)
    return params, losses


@train.mistake
def no_bias(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The biases never change; update them too."""
    losses = []
    for _ in range(steps):
        loss, gradients = backpropagate(params, x, y, l2)
        losses.append(loss)
        params = _stepped(params, [(dW, 0 * db) for dW, db in gradients], lr)
    return params, losses


@train.mistake
def after(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Each loss was recorded after its step; record it before, so that the first is that of the
    parameters you were given."""
    params, losses = _trained(params, x, y, lr, steps, l2)
    return params, [*losses[1:], mlp.objective(params, x, y, l2)]


@train.mistake
def no_l2(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The penalty l2 does not reach the gradients."""
    losses = []
    for _ in range(steps):
        losses.append(mlp.objective(params, x, y, l2))
        params = _stepped(params, backpropagate(params, x, y, l2, decay=0.0)[1], lr)
    return params, losses


@train.mistake
def untrained(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The parameters returned are those given; return the trained ones."""
    return params, _trained(params, x, y, lr, steps, l2)[1]


def _trained(params: Params, x: Array, y: Array, rate: float, steps: int, l2: float) -> Trained:
    losses = []
    for _ in range(steps):
        loss, gradients = backpropagate(params, x, y, l2)
        losses.append(loss)
        params = _stepped(params, gradients, rate)
    return params, losses


def _stepped(params: Params, gradients: Params, rate: float) -> Params:
    return [
        (W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(params, gradients, strict=True)
    ]
