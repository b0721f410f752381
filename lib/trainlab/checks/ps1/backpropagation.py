"""Backpropagation with one thing done wrongly."""

from collections.abc import Callable
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.ps1.mlp import Params
from trainlab.checks.ps1.softmax import cross_entropy, one_hot, softmax


def backpropagate(
    params: Params,
    x: Array,
    y: Array,
    l2: float,
    *,
    slope: Callable[[Array], Any] = lambda z: 1 - np.tanh(z) ** 2,
    mean: bool = True,
    sign: float = 1.0,
    decay: float = 1.0,
    bias_decay: float = 0.0,
    loss_decay: float = 0.5,
    sum_loss: bool = False,
    z_below: bool = False,
) -> tuple[Any, Params]:
    """Return the objective and its gradients, right where no keyword is given.

    Args:
        params: (W, b) of each layer.
        x: inputs (N, in).
        y: labels (N,).
        l2: weight of the penalty.
        slope: tanh's derivative at z.
        mean: divide the gradient by N.
        sign: of the cross entropy's gradient.
        decay: times l2 W, added to dW.
        bias_decay: times l2 b, added to db.
        loss_decay: times l2 and the sum of squares, added to the loss.
        sum_loss: multiply the cross entropy by N.
        z_below: use z of the layer below where its output belongs.
    """
    zs, activations = [], [x]
    for W, b in params:
        zs.append(activations[-1] @ W.T + b)
        activations.append(np.tanh(zs[-1]))
    n = len(x)
    delta = sign * (softmax(zs[-1]) - one_hot(zs[-1], y)) / (n if mean else 1)
    gradients = []
    for i in range(len(params) - 1, -1, -1):
        W, b = params[i]
        below = zs[i - 1] if z_below and i else activations[i]
        gradients.append(
            (delta.T @ below + decay * l2 * W, delta.sum(axis=0) + bias_decay * l2 * b)
        )
        if i:
            delta = (delta @ W) * slope(zs[i - 1])
    squares = sum((W * W).sum() for W, _ in params)
    data = cross_entropy(zs[-1], y) * (n if sum_loss else 1)
    return data + loss_decay * l2 * squares, gradients[::-1]
