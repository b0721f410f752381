"""Part 6: gradients by algebra against gradients by differences."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array, central_difference
from trainlab.checks.ps1 import quartic
from trainlab.checks.question import Case, question


@question("ps1/gradient_check", returns=("error",), tolerance=1e-5)
def gradient_check(f: Any, x: Array, gradient: Array) -> Any:
    """Return the largest relative error, with the floor that the problem set names."""
    numerical = central_difference(f, x)
    size = np.maximum(np.abs(gradient) + np.abs(numerical), 1e-8)
    return np.max(np.abs(gradient - numerical) / size)


@gradient_check.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, size in [("a right gradient", 3)] + ([("one number", 1)] if thorough else []):
        x = rng.normal(size=size)
        yield Case(title, {"f": quartic.f, "x": x, "gradient": quartic.gradient(x)})
    x = rng.normal(size=4)
    right = quartic.gradient(x)
    wrong = right - np.abs(right) * np.array([0, 0, 0.5, 0])
    yield Case("a gradient with one wrong entry", {"f": quartic.f, "x": x, "gradient": wrong})
    if thorough:
        yield Case("a gradient of the wrong sign", {"f": quartic.f, "x": x, "gradient": -right})


@gradient_check.mistake
def absolute(f: Any, x: Array, gradient: Array) -> Any:
    """This is the absolute error; divide each entry's by abs(gradient) + abs(numerical), so that it
    means the same for large and for small gradients."""
    return np.max(np.abs(gradient - central_difference(f, x)))


@gradient_check.mistake
def no_abs(f: Any, x: Array, gradient: Array) -> Any:
    """Take absolute values of the differences: errors of opposite sign must not hide."""
    return np.max((gradient - central_difference(f, x)) / _size(f, x, gradient))


@gradient_check.mistake
def mean(f: Any, x: Array, gradient: Array) -> Any:
    """This is the mean error; one wrong entry among many then goes unseen. Return the largest."""
    return np.mean(np.abs(gradient - central_difference(f, x)) / _size(f, x, gradient))


def _size(f: Any, x: Array, gradient: Array) -> Array:
    return np.abs(gradient) + np.abs(central_difference(f, x))
