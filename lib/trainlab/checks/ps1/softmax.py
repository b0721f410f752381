"""Softmax and the mean cross entropy of logits u (N, K) under labels y (N,)."""

from typing import Any

import numpy as np

from trainlab.checks.numerical import Array


def cross_entropy(u: Array, y: Array) -> Any:
    """Return the mean cross entropy; u may be complex."""
    return surprise(u, y).mean()


def surprise(u: Array, y: Array) -> Array:
    """Return minus the logarithm of each right class's probability, (N,); u may be complex."""
    return -log_softmax(u)[np.arange(len(y)), y]


def log_softmax(u: Array) -> Array:
    """Return the logarithms (N, K) of the probabilities; u may be complex."""
    shifted = u - u.real.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def softmax(u: Array, axis: int | None = 1) -> Array:
    """Return probabilities (N, K) that sum to one along ``axis``."""
    e = np.exp(u - u.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def one_hot(u: Array, y: Array) -> Array:
    """Return the labels as rows (N, K) of zeros and a one."""
    return np.eye(u.shape[1])[y]


def slope(u: Array, y: Array) -> Array:
    """Return the gradient (N, K) of the mean cross entropy."""
    return (softmax(u) - one_hot(u, y)) / len(u)
