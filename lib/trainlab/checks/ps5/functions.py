"""Functions that answers descend on, and line searches that they are given."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array

#: f(theta) -> (value, gradient).
Function = Callable[[Array], tuple[Any, Array]]
#: search(f, theta, d) -> t.
Search = Callable[[Any, Array, Array], float]


def turned(rng: np.random.Generator, curvatures: Sequence[float]) -> Array:
    """Return a Hessian of these curvatures, along axes that lie askew."""
    n = len(curvatures)
    axes = np.linalg.qr(np.eye(n) + 0.6 * rng.uniform(0.5, 1.0, (n, n)))[0]
    matrix: Array = axes * np.array(curvatures, dtype=np.float64) @ axes.T
    return (matrix + matrix.T) / 2


def bowl(theta: Array, H: Array, b: Array) -> tuple[Any, Array]:
    """Return theta.H theta / 2 - b.theta, and its gradient."""
    g = H @ theta - b
    return theta @ (g - b) / 2, g


def quartic(theta: Array, H: Array, b: Array) -> tuple[Any, Array]:
    """Return the bowl and a quarter of the sum of fourth powers, and their gradient."""
    value, g = bowl(theta, H, b)
    return value + (theta**4).sum() / 4, g + theta**3


def quartic_hessian(theta: Array, H: Array) -> Array:
    """Return the Hessian of ``quartic``."""
    return H + 3 * np.diag(theta**2)


def constant(theta: Array, H: Array) -> Array:
    """Return the Hessian of ``bowl``."""
    return H.copy()


def canyon(theta: Array) -> tuple[Any, Array]:
    """Return Rosenbrock's function with 10 in place of 100, chained, and its gradient."""
    x, y = theta[:-1], theta[1:]
    across, g = y - x**2, np.zeros(theta.shape)
    g[1:] += 20 * across
    g[:-1] -= 40 * x * across + 2 * (1 - x)
    return (10 * across**2 + (1 - x) ** 2).sum(), g


def gradient(theta: Array, of: Function) -> Array:
    """Return a function's gradient alone."""
    return of(theta)[1]


def exactly(f: Function, theta: Array, d: Array) -> float:
    """Return the length at which a quadratic is lowest along d; 0 where d leads nowhere."""
    first, second = f(theta)[1] @ d, f(theta + d)[1] @ d
    return float(-first / (second - first)) if first < 0 < second - first else 0.0


def halving(f: Function, theta: Array, d: Array) -> float:
    """Return the first of 1, 1/2, 1/4, ... that leads lower by enough; 0 where none does."""
    value, g = f(theta)
    lengths = 0.5 ** np.arange(30)
    enough = (t for t in lengths if f(theta + t * d)[0] <= value + 0.1 * t * (g @ d))
    return float(next(enough, 0.0)) if g @ d < 0 else 0.0


def contented(f: Function, theta: Array, d: Array, enough: float) -> float:
    """Return what ``halving`` does, but 0 where it is low enough already."""
    return halving(f, theta, d) if f(theta)[0] > enough else 0.0


def straight(f: Function, theta: Array, d: Array, length: float) -> float:
    """Return a fixed length where d is along the gradient, else 0."""
    g = f(theta)[1]
    along = abs(g @ d) > (1 - 1e-6) * np.linalg.norm(g) * np.linalg.norm(d)
    return length if along else 0.0


def short(f: Function, theta: Array, d: Array, length: float) -> float:
    """Return a fixed length where it leads lower, else 0."""
    return length if f(theta + length * d)[0] < f(theta)[0] else 0.0


def shortened(length: float) -> Search:
    """Return the search for a fixed length."""
    return partial(short, length=length)
