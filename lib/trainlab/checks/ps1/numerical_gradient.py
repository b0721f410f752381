"""Part 1: a gradient by central differences."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.ps1 import quartic
from trainlab.checks.ps1.batches import non_contiguous
from trainlab.checks.question import Case, question


@question("ps1/numerical_gradient", returns=("gradient",), tolerance=2e-7)
def numerical_gradient(f: Any, x: Array) -> Array:
    """Return the exact gradient; ``f`` is always the quartic."""
    return quartic.gradient(x)


@numerical_gradient.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    points = [("a vector", rng.normal(size=3)), ("a matrix", rng.normal(size=(2, 3)))]
    if thorough:
        points += [
            ("one number", rng.normal(size=1)),
            ("whole numbers", np.array([1, -2, 3])),
            ("a non-contiguous matrix", non_contiguous(rng.normal(size=(3, 2)))),
        ]
    for title, x in points:
        yield Case(title, {"f": quartic.f, "x": x})


@numerical_gradient.mistake
def one_sided(f: Any, x: Array) -> Array:
    """You took a one-sided difference, (f(x + h) - f(x)) / h, whose error shrinks only like h; step
    to both sides, (f(x + h) - f(x - h)) / (2h)."""
    return _quotient(f, x, 1e-5, 0, 1e-5)


@numerical_gradient.mistake
def backward(f: Any, x: Array) -> Array:
    """You took a one-sided difference, (f(x) - f(x - h)) / h, whose error shrinks only like h; step
    to both sides, (f(x + h) - f(x - h)) / (2h)."""
    return _quotient(f, x, 0, -1e-5, 1e-5)


@numerical_gradient.mistake
def divided_by_h(f: Any, x: Array) -> Array:
    """You divided by h, but the two points are 2h apart; divide by 2h."""
    return _quotient(f, x, 1e-5, -1e-5, 1e-5)


@numerical_gradient.mistake
def wrong_sign(f: Any, x: Array) -> Array:
    """The sign is wrong: subtract f(x - h) from f(x + h), not the other way round."""
    return _quotient(f, x, -1e-5, 1e-5, 2e-5)


@numerical_gradient.mistake
def not_divided(f: Any, x: Array) -> Array:
    """You did not divide the difference by 2h."""
    return _quotient(f, x, 1e-5, -1e-5, 1.0)


@numerical_gradient.mistake
def integer_step(f: Any, x: Array) -> Array:
    """You added h to an array of whole numbers, which rounds it away; convert x to float64
    first."""
    if not np.issubdtype(x.dtype, np.integer):
        return quartic.gradient(x)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] = x[index] + 1e-5
        down[index] = x[index] - 1e-5
        gradient[index] = (f(up) - f(down)) / 2e-5
    return gradient


def _quotient(f: Any, x: Array, up: float, down: float, divisor: float) -> Array:
    """Return (f(x + up e) - f(x + down e)) / divisor for each coordinate e."""
    values = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        a, b = x.astype(np.float64), x.astype(np.float64)
        a[index] += up
        b[index] += down
        values[index] = (f(a) - f(b)) / divisor
    return values
