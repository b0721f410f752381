"""Part 7: a training loop."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Each
from trainlab.checks.ps1 import mlp
from trainlab.checks.ps1.backpropagation import backpropagate
from trainlab.checks.ps1.mlp import Params
from trainlab.checks.question import Case, question

Trained = tuple[Params, list[Any]]


@question(
    "ps1/train",
    returns=(Each("params", ("W", "b")), "losses"),
    tolerance=1e-6,
    builds_on=("mlp_loss_and_gradients",),
    section="lecture 04, section 4",
    hints=(
        "Look at losses[0], which belongs to the parameters you were given, and at whether those "
        "are still what they were.",
        "Repeat: objective and gradients of the current parameters, record, then new parameters "
        "against the gradient.",
        "W - lr * dW and b - lr * db of every layer, steps times, in a new list; losses.append "
        "before it.",
    ),
)
def train(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Return what gradient descent gives."""
    return _trained(params, x, y, lr, steps, l2)


@train.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    runs: list[tuple[str, tuple[int, ...], float, int, float]] = [
        ("8 steps with a penalty", (2, 3, 2), 0.4, 8, 0.2),
        ("8 steps with a strong penalty", (2, 3, 3), 0.1, 8, 2.0),
    ]
    if thorough:
        runs += [
            ("8 steps without a penalty", (2, 3, 3), 0.6, 8, 0.0),
            ("three layers", (2, 2, 2, 2), 0.5, 4, 0.1),
            ("one step", (2, 3, 2), 0.7, 1, 0.3),
        ]
    for title, sizes, lr, steps, l2 in runs:
        inputs = {
            "params": mlp.network(rng, sizes),
            "x": away_from_zero(rng, (6, 2)),
            "y": mlp.labels(6, sizes[-1]),
        }
        yield Case(title, inputs | {"lr": lr, "steps": steps, "l2": l2})


@train.mistake
def ascent(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The loss goes up: step against the gradient, W - lr * dW."""
    return _trained(params, x, y, -lr, steps, l2)


@train.mistake
def no_lr(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The learning rate is not used: step by lr times the gradient."""
    return _trained(params, x, y, 1.0, steps, l2)


@train.mistake
def divided_by_lr(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """You divided the gradient by lr; multiply it."""
    return _trained(params, x, y, 1 / lr, steps, l2)


@train.mistake
def averaged_again(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """You divided the gradient by N; the objective is a mean already: step by lr times its
    gradient."""
    return _trained(params, x, y, lr / len(x), steps, l2)


@train.mistake
def stale(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Every step uses the gradient of the first: compute it anew from the current parameters."""
    losses, first = [], backpropagate(params, x, y, l2)[1]
    for _ in range(steps):
        losses.append(mlp.objective(params, x, y, l2))
        params = _stepped(params, first, lr)
    return params, losses


@train.mistake
def all_stale(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Every step uses the gradient of the first, and its loss: compute both anew from the current
    parameters."""
    loss, first = backpropagate(params, x, y, l2)
    for _ in range(steps):
        params = _stepped(params, first, lr)
    return params, [loss] * steps


@train.mistake
def no_bias(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The biases never change; update them too."""
    return _trained(params, x, y, lr, steps, l2, lambda g: [(dW, 0 * db) for dW, db in g])


@train.mistake
def no_weights(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The weights never change; update them too."""
    return _trained(params, x, y, lr, steps, l2, lambda g: [(0 * dW, db) for dW, db in g])


@train.mistake
def last_alone(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Only the last layer changes; update all of them."""
    return _trained(
        params, x, y, lr, steps, l2, lambda g: [*((0 * dW, 0 * db) for dW, db in g[:-1]), g[-1]]
    )


@train.mistake
def first_alone(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Only the first layer changes; update all of them."""
    return _trained(
        params, x, y, lr, steps, l2, lambda g: [g[0], *((0 * dW, 0 * db) for dW, db in g[1:])]
    )


@train.mistake
def after(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Each loss was recorded after its step; record it before, so that the first is that of the
    parameters you were given."""
    params, losses = _trained(params, x, y, lr, steps, l2)
    return params, [*losses[1:], mlp.objective(params, x, y, l2)]


@train.mistake
def before_and_after(
    params: Params, x: Array, y: Array, lr: float, steps: int, l2: float
) -> Trained:
    """There is one loss too many, that after the last step; record one before each step, and no
    other."""
    params, losses = _trained(params, x, y, lr, steps, l2)
    return params, [*losses, mlp.objective(params, x, y, l2)]


@train.mistake
def last_loss(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """You returned the last loss alone; return the list of all."""
    params, losses = _trained(params, x, y, lr, steps, l2)
    return params, losses[-1]


@train.mistake
def no_losses(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """Your list of losses is empty: append the objective before each step."""
    return _trained(params, x, y, lr, steps, l2)[0], []


@train.mistake
def loss_without_penalty(
    params: Params, x: Array, y: Array, lr: float, steps: int, l2: float
) -> Trained:
    """Your losses lack the penalty; record the whole objective."""
    losses = []
    for _ in range(steps):
        losses.append(mlp.objective(params, x, y, 0.0))
        params = _stepped(params, backpropagate(params, x, y, l2)[1], lr)
    return params, losses


@train.mistake
def one_step_fewer(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """You took one step too few: range(steps) counts from 0 to steps - 1."""
    return _trained(params, x, y, lr, steps - 1, l2)


@train.mistake
def one_step_more(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """You took one step too many: range(steps) counts from 0 to steps - 1."""
    return _trained(params, x, y, lr, steps + 1, l2)


@train.mistake
def one_step(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """You took one step: your return stands inside the loop."""
    return _trained(params, x, y, lr, 1, l2)


@train.mistake
def no_l2(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The penalty l2 does not reach the gradients."""
    losses = []
    for _ in range(steps):
        losses.append(mlp.objective(params, x, y, l2))
        params = _stepped(params, backpropagate(params, x, y, l2, decay=0.0)[1], lr)
    return params, losses


@train.mistake
def l2_not_used(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The penalty l2 is in neither the losses nor the steps: hand it on to
    mlp_loss_and_gradients."""
    return _trained(params, x, y, lr, steps, 0.0)


@train.mistake
def decay_twice(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The steps contain the penalty twice: the gradients of mlp_loss_and_gradients have it
    already."""
    losses = []
    for _ in range(steps):
        losses.append(mlp.objective(params, x, y, l2))
        params = _stepped(params, backpropagate(params, x, y, l2, decay=2.0)[1], lr)
    return params, losses


@train.mistake
def l2_for_lr(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """You stepped by l2 times the gradient; the penalty is in the gradient already, and the step is
    lr times it."""
    return _trained(params, x, y, l2, steps, l2)


@train.mistake
def untrained(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The parameters returned are those given; return the trained ones."""
    return params, _trained(params, x, y, lr, steps, l2)[1]


@train.mistake
def never_changed(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Trained:
    """The parameters never change: W = W - lr * dW in a loop binds a name, and leaves the list as
    it was; put the new pairs into a new list."""
    return params, [mlp.objective(params, x, y, l2)] * steps


def _trained(
    params: Params,
    x: Array,
    y: Array,
    rate: float,
    steps: int,
    l2: float,
    used: Callable[[Params], Params] = lambda gradients: gradients,
) -> Trained:
    """Return what gradient descent gives, of which ``used`` makes the gradients that are used."""
    losses = []
    for _ in range(steps):
        loss, gradients = backpropagate(params, x, y, l2)
        losses.append(loss)
        params = _stepped(params, used(gradients), rate)
    return params, losses


def _stepped(params: Params, gradients: Params, rate: float) -> Params:
    return [
        (W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(params, gradients, strict=True)
    ]
