"""Functions to take gradients of: none quadratic, so that one-sided differences show."""

import numpy as np

from trainlab.checks.numerical import Array, complex_step


def f(x: Array) -> Array:
    """Return (sum of squares)**2 + sum of sines."""
    x = np.asarray(x)
    return (x**2).sum() ** 2 + np.sin(x).sum()


def by_rows(x: Array) -> Array:
    """Return the sum of the rows' sums, to the fourth power each: x's shape matters."""
    return (np.asarray(x).sum(axis=-1) ** 4).sum()


def steep(x: Array) -> Array:
    """Return the sum of exp(100 x) / 100, which curves a hundred times as much as it slopes."""
    return np.exp(100 * np.asarray(x)).sum() / 100


def without_first(x: Array) -> Array:
    """Return ``f`` of all but the first entry."""
    return f(np.asarray(x).ravel()[1:])


def tiny(x: Array) -> Array:
    """Return 1e-9 times ``f``."""
    return 1e-9 * f(x)


def gradient(x: Array) -> Array:
    """Return f's gradient, of x's shape."""
    return complex_step(f, x.astype(np.float64))
