"""Backpropagation with one thing done wrongly."""

from collections.abc import Callable
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.ps1.mlp import Params
from trainlab.checks.ps1.softmax import cross_entropy, one_hot, softmax


def slope_of_tanh(z: Array) -> Any:
    """Return tanh's derivative at z."""
    return 1 - np.tanh(z) ** 2


def half_squares(params: Params) -> Any:
    """Return half of the sum of all squared weights."""
    return sum((W * W).sum() for W, _ in params) / 2


def backpropagate(
    params: Params,
    x: Array,
    y: Array,
    l2: float,
    *,
    slope: Callable[[Array], Any] = slope_of_tanh,
    slope_of_last: Callable[[Array], Any] = lambda u: 1.0,
    loss: Callable[[int], float] = lambda n: 1.0,
    start: Callable[[int], float] = lambda n: 1.0,
    end: Callable[[int], float] = lambda n: 1.0,
    labels: bool = True,
    penalty: Callable[[Params], Any] = half_squares,
    decay: float = 1.0,
    bias_decay: float = 0.0,
    z_below: bool = False,
    x_below: bool = False,
    passed_on: bool = True,
    bias: Callable[[Array], Any] = lambda delta: delta.sum(axis=0),
) -> tuple[Any, Params]:
    """Return the objective and its gradients, right where no keyword is given.

    Args:
        params: (W, b) of each layer.
        x: inputs (N, in).
        y: labels (N,).
        l2: weight of the penalty.
        slope: tanh's derivative at z.
        slope_of_last: what the gradient by the logits is multiplied by.
        loss: N -> a factor of the cross entropy.
        start: N -> a factor of its gradient by the logits.
        end: N -> a factor of what each layer gets of it, apart from the penalty.
        labels: subtract the one-hot labels.
        penalty: what is multiplied by l2.
        decay: times l2 W, added to dW.
        bias_decay: times l2 b, added to db.
        z_below: use z of the layer below where its output belongs.
        x_below: use x in every layer, where the output of the layer below belongs.
        passed_on: hand each layer's gradient to the layer below, else that by the logits.
        bias: db of delta (N, out).
    """
    zs, activations = [], [x]
    for W, b in params:
        zs.append(activations[-1] @ W.T + b)
        activations.append(np.tanh(zs[-1]))
    n = len(x)
    targets = one_hot(zs[-1], y) if labels else 0.0
    first = start(n) * (softmax(zs[-1]) - targets) / n * slope_of_last(zs[-1])
    delta, gradients = first, []
    for i in range(len(params) - 1, -1, -1):
        W, b = params[i]
        below = x if x_below else zs[i - 1] if z_below and i else activations[i]
        gradients.append(
            (
                end(n) * delta.T @ below + decay * l2 * W,
                end(n) * bias(delta) + bias_decay * l2 * b,
            )
        )
        if i:
            delta = (delta @ W if passed_on else first) * slope(zs[i - 1])
    return loss(n) * cross_entropy(zs[-1], y) + l2 * penalty(params), gradients[::-1]
