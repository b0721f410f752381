"""Derivatives by numbers alone: the oracles that no formula of a solution has touched."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

#: NumPy does not say what its functions return; ``Any`` stands for that.
Array: TypeAlias = np.ndarray | Any


def complex_step(f: Callable[[Array], Array], x: Array) -> Array:
    """Return the gradient of a real-analytic scalar function at x, exact to rounding.

    f'(x) = Im f(x + ih) / h without any difference to lose digits in (Squire and Trapp, "Using
    complex variables to estimate derivatives of real functions", 1998). ``f`` must accept complex
    arrays of x's shape.
    """
    h = 1e-30
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.astype(complex)
        moved[index] += 1j * h
        gradient[index] = f(moved).imag / h
    return gradient


def central_difference(f: Callable[[Array], Any], x: Array, h: float = 1e-5) -> Array:
    """Return (f(x + h e) - f(x - h e)) / 2h for each coordinate e, in float64."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.astype(np.float64), x.astype(np.float64)
        up[index] += h
        down[index] -= h
        gradient[index] = (f(up) - f(down)) / (2 * h)
    return gradient
