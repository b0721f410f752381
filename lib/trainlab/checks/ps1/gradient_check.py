"""Part 6: gradients by algebra against gradients by differences."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array, central_difference
from trainlab.checks.ps1 import quartic
from trainlab.checks.question import Case, question

#: Below this no size of a gradient counts.
FLOOR = 1e-8


@question(
    "ps1/gradient_check",
    returns=("error",),
    tolerance=1e-5,
    builds_on=("numerical_gradient",),
    section="lecture 04, section 4",
    hints=(
        "Look at gradients of either sign, and at entries where both gradients are 0.",
        "Compare entry by entry, each error relative to the size of what is compared; then return "
        "the largest.",
        "n = numerical_gradient(f, x); the maximum of |g - n| / max(|g| + |n|, 1e-8): np.abs, "
        "np.maximum, .max().",
    ),
)
def gradient_check(f: Any, x: Array, gradient: Array) -> Any:
    """Return the largest relative error, with the floor that the problem set names."""
    return np.max(_errors(f, x, gradient))


@gradient_check.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def right(sizes: list[float]) -> tuple[Array, Array]:
        x = np.array(sizes) * rng.uniform(0.9, 1.1, len(sizes))
        return x, central_difference(quartic.f, x)

    # No two of mean, median, first, last and smallest error are alike, and none is zero.
    errors = np.array([0.2, -0.5, 0.3, -0.1, 0.15, 0.25])
    x, g = right([0.8, 1.2, -1.5, -0.7, 1.1, 0.9])
    too_small = {"f": quartic.f, "x": x, "gradient": g * (1 + errors)}
    yield Case("the worst entry too small", too_small)
    x, g = right([-0.9, 0.7, -1.3, 1.1, -0.8, 1.0])
    too_large = {"f": quartic.f, "x": x, "gradient": g * (1 - errors)}
    yield Case("the worst entry too large", too_large)
    x = np.array([0.03, -0.01, 0.02]) * rng.uniform(0.9, 1.1, 3)
    steep = {"f": quartic.steep, "x": x, "gradient": np.exp(100 * x)}
    yield Case("a right gradient of a steep function", steep)
    matrix = np.array([[0.9, -0.3, 0.5], [-0.8, -0.6, 0.2]]) + rng.uniform(-0.05, 0.05, (2, 3))
    g = central_difference(quartic.by_rows, matrix) * np.array([[1, 1, 1], [1, 1.5, 1]])
    yield Case("a matrix", {"f": quartic.by_rows, "x": matrix, "gradient": g})
    if not thorough:
        return
    x, g = right([0.8, -1.2, 1.5])
    yield Case("a right gradient", {"f": quartic.f, "x": x, "gradient": g})
    yield Case("a gradient of the wrong sign", {"f": quartic.f, "x": x, "gradient": -g})
    yield Case("a gradient of zeros", {"f": quartic.f, "x": x, "gradient": 0 * g})
    x, g = right([0.8, -1.2])
    free = np.array([0.5, *x])
    both = {"x": free, "f": quartic.without_first, "gradient": np.array([0, *g])}
    yield Case("an entry of which f does not depend", both)
    tiny = np.array([0.5, -0.6, 0.7]) * rng.uniform(0.9, 1.1, 3)
    wrong = central_difference(quartic.tiny, tiny) * np.array([1, 1.5, 1])
    yield Case("a gradient below the floor", {"f": quartic.tiny, "x": tiny, "gradient": wrong})
    x, g = right([1.1])
    yield Case("one number", {"f": quartic.f, "x": x, "gradient": 1.2 * g})


@gradient_check.mistake
def absolute(f: Any, x: Array, gradient: Array) -> Any:
    """This is the absolute error; divide each entry's by abs(gradient) + abs(numerical), so that it
    means the same for large and for small gradients."""
    return np.max(np.abs(gradient - central_difference(f, x)))


@gradient_check.mistake
def no_abs(
    f: Any,
    x: Array,
    gradient: Array,
    turned: Any = (False, True),
    outside: Any = (False, True),
) -> Any:
    """Take the absolute value of each difference, before the largest is taken: an entry that is too
    small is as wrong as one that is too large."""
    largest = np.max((-1) ** turned * (gradient - central_difference(f, x)) / _size(f, x, gradient))
    return np.abs(largest) if outside else largest


@gradient_check.mistake
def no_abs_at_all(f: Any, x: Array, gradient: Array) -> Any:
    """Take absolute values, above and below: errors and gradients have either sign."""
    numerical = central_difference(f, x)
    return np.max((gradient - numerical) / np.maximum(gradient + numerical, FLOOR))


@gradient_check.mistake
def abs_of_sum(f: Any, x: Array, gradient: Array) -> Any:
    """Below stands abs(gradient + numerical); gradients of opposite sign then cancel: add the two
    absolute values."""
    numerical = central_difference(f, x)
    size = np.maximum(np.abs(gradient + numerical), FLOOR)
    return np.max(np.abs(gradient - numerical) / size)


@gradient_check.mistake
def mean(f: Any, x: Array, gradient: Array) -> Any:
    """This is the mean error; one wrong entry among many then goes unseen. Return the largest."""
    return np.mean(_errors(f, x, gradient))


@gradient_check.mistake
def total(f: Any, x: Array, gradient: Array) -> Any:
    """This is the sum of all errors, which grows with their number; return the largest."""
    return np.sum(_errors(f, x, gradient))


@gradient_check.mistake
def median(f: Any, x: Array, gradient: Array) -> Any:
    """This is the median error; one wrong entry among many then goes unseen. Return the largest."""
    return np.median(_errors(f, x, gradient))


@gradient_check.mistake
def smallest(f: Any, x: Array, gradient: Array) -> Any:
    """This is the smallest error; return the largest."""
    return np.min(_errors(f, x, gradient))


@gradient_check.mistake
def first(f: Any, x: Array, gradient: Array) -> Any:
    """This is the first entry's error; return the largest of all entries'."""
    return _errors(f, x, gradient).flat[0]


@gradient_check.mistake
def last(f: Any, x: Array, gradient: Array) -> Any:
    """This is the last entry's error; return the largest of all entries'."""
    return _errors(f, x, gradient).flat[-1]


@gradient_check.mistake
def itself(f: Any, x: Array, gradient: Array) -> Any:
    """You return 0 always: the gradient is compared with itself; compare it with
    numerical_gradient(f, x)."""
    return 0.0


@gradient_check.mistake
def not_reduced(f: Any, x: Array, gradient: Array) -> Any:
    """You returned one error for each entry; return the largest, .max()."""
    return _errors(f, x, gradient)


@gradient_check.mistake
def verdict(f: Any, x: Array, gradient: Array) -> Any:
    """You returned whether the gradient is right, True or False; return the largest relative
    error."""
    return np.max(_errors(f, x, gradient)) < 1e-4


@gradient_check.mistake
def norms(f: Any, x: Array, gradient: Array) -> Any:
    """This is the error of the whole vector's length; a small entry may then be all wrong. Compare
    entry by entry, and return the largest."""
    numerical = central_difference(f, x)
    size = np.linalg.norm(gradient) + np.linalg.norm(numerical)
    return np.linalg.norm(gradient - numerical) / np.maximum(size, FLOOR)


@gradient_check.mistake
def largest_by_largest(f: Any, x: Array, gradient: Array) -> Any:
    """You divided the largest error by the largest size; divide entry by entry, then take the
    largest."""
    numerical = central_difference(f, x)
    size = np.max(np.abs(gradient) + np.abs(numerical))
    return np.max(np.abs(gradient - numerical)) / max(size, FLOOR)


@gradient_check.mistake
def larger_of_two(f: Any, x: Array, gradient: Array) -> Any:
    """You divided by the larger of the two gradients; the formula divides by their sum."""
    return np.max(_over(f, x, gradient, lambda g, n: np.maximum(np.maximum(g, n), FLOOR)))


@gradient_check.mistake
def by_numerical(f: Any, x: Array, gradient: Array) -> Any:
    """You divided by the numerical gradient alone; the formula divides by the sum of both."""
    return np.max(_over(f, x, gradient, lambda g, n: np.maximum(n, FLOOR)))


@gradient_check.mistake
def by_gradient(f: Any, x: Array, gradient: Array) -> Any:
    """You divided by the given gradient alone; the formula divides by the sum of both."""
    return np.max(_over(f, x, gradient, lambda g, n: np.maximum(g, FLOOR)))


@gradient_check.mistake
def half_sum(f: Any, x: Array, gradient: Array) -> Any:
    """You divided by the mean of the two gradients; the formula divides by their sum."""
    return np.max(_over(f, x, gradient, lambda g, n: np.maximum((g + n) / 2, FLOOR)))


@gradient_check.mistake
def no_floor(f: Any, x: Array, gradient: Array) -> Any:
    """Where both gradients are 0 you divided 0 by 0, which is not a number; divide by at least
    1e-8."""
    return np.max(_over(f, x, gradient, lambda g, n: g + n))


@gradient_check.mistake
def floor_added(f: Any, x: Array, gradient: Array) -> Any:
    """You added 1e-8 below; the formula divides by the larger of the sum and 1e-8."""
    return np.max(_over(f, x, gradient, lambda g, n: g + n + FLOOR))


@gradient_check.mistake
def other_floor(
    f: Any,
    x: Array,
    gradient: Array,
    floor: Any = (1e-6, 1e-7, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16),
    added: Any = (False, True),
) -> Any:
    """Your floor is another number; divide by the larger of the sum and 1e-8."""
    return np.max(
        _over(f, x, gradient, lambda g, n: g + n + floor if added else np.maximum(g + n, floor))
    )


@gradient_check.mistake
def one_sided(f: Any, x: Array, gradient: Array) -> Any:
    """You compared with a one-sided difference, whose own error is large where f is steep; compare
    with numerical_gradient(f, x)."""
    numerical = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.astype(np.float64)
        moved[index] += 1e-5
        numerical[index] = (f(moved) - f(x)) / 1e-5
    size = np.maximum(np.abs(gradient) + np.abs(numerical), FLOOR)
    return np.max(np.abs(gradient - numerical) / size)


@gradient_check.mistake
def squared(f: Any, x: Array, gradient: Array) -> Any:
    """You squared the errors; the formula takes their absolute values."""
    return np.max(_errors(f, x, gradient) ** 2)


def _errors(f: Any, x: Array, gradient: Array) -> Array:
    return _over(f, x, gradient, lambda g, n: np.maximum(g + n, FLOOR))


def _over(f: Any, x: Array, gradient: Array, size: Callable[[Array, Array], Array]) -> Array:
    """Return each entry's error, divided by what ``size`` makes of the gradients' sizes."""
    numerical = central_difference(f, x)
    return np.abs(gradient - numerical) / size(np.abs(gradient), np.abs(numerical))


def _size(f: Any, x: Array, gradient: Array) -> Array:
    return np.maximum(np.abs(gradient) + np.abs(central_difference(f, x)), FLOOR)
