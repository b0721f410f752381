"""Softmax and the mean cross entropy of logits u (N, K) under labels y (N,)."""

from typing import Any

import numpy as np

from trainlab.checks.numerical import Array


def cross_entropy(u: Array, y: Array) -> Any:
    """Return the mean cross entropy; u may be complex."""
    return (_log_sum_exp(u) - u[np.arange(len(y)), y]).mean()


def _log_sum_exp(u: Array) -> Array:
    top = u.real.max(axis=1, keepdims=True)
    return np.log(np.exp(u - top).sum(axis=1)) + top[:, 0]


def softmax(u: Array, axis: int = 1) -> Array:
    """Return probabilities (N, K) that sum to one along ``axis``."""
    e = np.exp(u - u.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def one_hot(u: Array, y: Array) -> Array:
    """Return the labels as rows (N, K) of zeros and a one."""
    return np.eye(u.shape[1])[y]


def slope(u: Array, y: Array) -> Array:
    """Return the gradient (N, K) of the mean cross entropy."""
    return (softmax(u) - one_hot(u, y)) / len(u)
