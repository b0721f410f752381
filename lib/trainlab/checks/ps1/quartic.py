"""A function to take gradients of: not quadratic, so that one-sided differences show."""

import numpy as np

from trainlab.checks.numerical import Array, complex_step


def f(x: Array) -> float:
    """Return (sum of squares)**2 + sum of sines."""
    return float((x**2).sum() ** 2 + np.sin(x).sum())


def gradient(x: Array) -> Array:
    """Return f's gradient, of x's shape."""
    return complex_step(lambda v: (v**2).sum() ** 2 + np.sin(v).sum(), x.astype(np.float64))
