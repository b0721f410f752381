"""Part 1: a gradient by central differences."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.ps1 import quartic
from trainlab.checks.ps1.batches import non_contiguous
from trainlab.checks.question import Case, question

H = 1e-5


@question(
    "ps1/numerical_gradient",
    returns=("gradient",),
    tolerance=2e-7,
    section="lecture 04, section 1",
    hints=(
        "Look at what f is given: an array of x's shape, in which one entry alone has moved.",
        "For each entry, move it up by h and down by h, and divide the change of f by the distance "
        "of the two points. Leave x as it was.",
        "(f(x + h e) - f(x - h e)) / (2h) for each entry's e, where e is zero but for a one; "
        "np.ndindex(x.shape) goes through the entries of an array of any shape.",
    ),
)
def numerical_gradient(f: Any, x: Array) -> Array:
    """Return the exact gradient, by the complex step."""
    return complex_step(f, np.asarray(x).astype(np.float64))


@numerical_gradient.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("a vector", {"f": quartic.f, "x": away_from_zero(rng, 3)})
    matrix = np.array([[0.9, -0.3, 0.5], [-0.8, -0.6, 0.2]]) + rng.uniform(-0.05, 0.05, (2, 3))
    yield Case("a matrix, and a function of its rows", {"f": quartic.by_rows, "x": matrix})
    if thorough:
        points = [
            ("one number", away_from_zero(rng, 1)),
            ("an array of three axes", away_from_zero(rng, (2, 1, 2))),
            ("whole numbers", np.array([1, -2, 3])),
            ("float32", np.array([16.5, -8.25, 4.0], dtype=np.float32)),
            ("a non-contiguous matrix", non_contiguous(away_from_zero(rng, (3, 2)))),
        ]
        for title, x in points:
            yield Case(title, {"f": quartic.f, "x": x}, exact=True)


@numerical_gradient.mistake
def one_sided(f: Any, x: Array) -> Array:
    """You took a one-sided difference, (f(x + h) - f(x)) / h, whose error shrinks only like h; step
    to both sides, (f(x + h) - f(x - h)) / (2h)."""
    return _quotient(f, x, H, 0, H)


@numerical_gradient.mistake
def backward(f: Any, x: Array) -> Array:
    """You took a one-sided difference, (f(x) - f(x - h)) / h, whose error shrinks only like h; step
    to both sides, (f(x + h) - f(x - h)) / (2h)."""
    return _quotient(f, x, 0, -H, H)


@numerical_gradient.mistake
def divided_by_h(f: Any, x: Array) -> Array:
    """You divided by h, but the two points are 2h apart; divide by 2h."""
    return _quotient(f, x, H, -H, H)


@numerical_gradient.mistake
def divided_by_4h(f: Any, x: Array) -> Array:
    """You divided by 4h, but the two points are 2h apart; divide by 2h."""
    return _quotient(f, x, H, -H, 4 * H)


@numerical_gradient.mistake
def one_sided_halved(f: Any, x: Array, up: Any = (H, 0.0)) -> Array:
    """Your two points are h apart, and you divided by 2h; step to both sides of x."""
    return _quotient(f, x, up, up - H, 2 * H)


@numerical_gradient.mistake
def times_h(f: Any, x: Array) -> Array:
    """Brackets are missing: / 2 * h divides by 2 and multiplies by h; write / (2 * h)."""
    return _quotient(f, x, H, -H, 2 / H)


@numerical_gradient.mistake
def wrong_sign(f: Any, x: Array) -> Array:
    """The sign is wrong: subtract f(x - h) from f(x + h), not the other way round."""
    return _quotient(f, x, -H, H, 2 * H)


@numerical_gradient.mistake
def not_divided(f: Any, x: Array) -> Array:
    """You did not divide the difference by 2h."""
    return _quotient(f, x, H, -H, 1.0)


@numerical_gradient.mistake
def second_derivative(f: Any, x: Array) -> Array:
    """This is the second difference, (f(x + h) - 2 f(x) + f(x - h)) / h**2, which estimates the
    second derivative."""
    up, down = _quotient(f, x, H, 0, 1.0), _quotient(f, x, 0, -H, 1.0)
    return (up - down) / H**2


@numerical_gradient.mistake
def h_too_small(f: Any, x: Array, h: Any = tuple(10.0**-k for k in range(9, 17))) -> Array:
    """Your h is far too small: f(x + h) and f(x - h) agree in nearly all digits, and what is left
    is rounding error. Use the h that is given, 1e-5."""
    return _quotient(f, x, h, -h, 2 * h)


@numerical_gradient.mistake
def h_too_large(f: Any, x: Array, h: Any = (1.0, 0.5, 0.1, 0.01, 0.001)) -> Array:
    """Your h is far too large: the error grows like h**2. Use the h that is given, 1e-5."""
    return _quotient(f, x, h, -h, 2 * h)


@numerical_gradient.mistake
def all_at_once(f: Any, x: Array) -> Array:
    """You moved all entries at once, and each got the sum of all slopes; move one at a time."""
    x = x.astype(np.float64)
    return np.full(x.shape, (f(x + H) - f(x - H)) / (2 * H))


@numerical_gradient.mistake
def one_number(f: Any, x: Array) -> Array:
    """You moved all entries at once, and returned one number; move one entry at a time, and return
    one number for each."""
    x = x.astype(np.float64)
    return (f(x + H) - f(x - H)) / (2 * H)


@numerical_gradient.mistake
def rows_at_once(f: Any, x: Array) -> Array:
    """You moved a whole row at once: x[i] is a row where x is a matrix. Move one entry at a time;
    np.ndindex(x.shape) goes through all of them."""
    x = x.astype(np.float64)
    values = np.zeros(x.shape)
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = H
        values[i] = (f(x + step) - f(x - step)) / (2 * H)
    return values


@numerical_gradient.mistake
def not_put_back(f: Any, x: Array, left: Any = (H, -H)) -> Array:
    """You did not put the entry back before you moved the next one; x must be as it was."""
    moved, values = x.astype(np.float64), np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = moved.copy(), moved.copy()
        up[index] += H
        down[index] -= H
        values[index] = (f(up) - f(down)) / (2 * H)
        moved[index] += left
    return values


@numerical_gradient.mistake
def one_array(f: Any, x: Array) -> Array:
    """Both points are one array: up = x and down = x are names of x, not copies; write x.copy(),
    and move that."""
    return np.zeros(x.shape)


@numerical_gradient.mistake
def flat_to_f(f: Any, x: Array) -> Array:
    """You handed f a flat vector; it expects an array of x's shape."""
    flat = x.astype(np.float64).ravel()
    return _quotient(f, flat, H, -H, 2 * H).reshape(x.shape)


@numerical_gradient.mistake
def flat(f: Any, x: Array) -> Array:
    """You returned a flat vector; the gradient has x's shape: .reshape(x.shape)."""
    return _quotient(f, x, H, -H, 2 * H).ravel()


@numerical_gradient.mistake
def first_alone(f: Any, x: Array) -> Array:
    """Only the first entry's slope is there: your return stands inside the loop."""
    values = np.zeros(x.shape)
    values.flat[0] = _quotient(f, x, H, -H, 2 * H).flat[0]
    return values


@numerical_gradient.mistake
def first_row(f: Any, x: Array) -> Array:
    """Only the first row has its slopes: go through all entries, np.ndindex(x.shape)."""
    values = np.zeros(x.shape)
    values[:1] = _quotient(f, x, H, -H, 2 * H)[:1]
    return values if x.ndim > 1 else _quotient(f, x, H, -H, 2 * H)


@numerical_gradient.mistake
def own_precision(f: Any, x: Array, step: Any = (True, False)) -> Array:
    """You computed in x's own type, where h is rounded away; convert x to float64 first:
    x.astype(np.float64)."""
    values = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        if step:
            e = np.zeros_like(x)
            e[index] = H
            up, down = x + e, x - e
        else:
            up, down = x.copy(), x.copy()
            up[index] += x.dtype.type(H) if x.dtype.kind == "f" else 0
            down[index] -= x.dtype.type(H) if x.dtype.kind == "f" else 0
        values[index] = (f(up) - f(down)) / (2 * H)
    return values


@numerical_gradient.mistake
def integer_step(f: Any, x: Array) -> Array:
    """You added h to an array of whole numbers, which rounds it away; convert x to float64
    first."""
    if not np.issubdtype(x.dtype, np.integer):
        return complex_step(f, x.astype(np.float64))
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] = x[index] + H
        down[index] = x[index] - H
        gradient[index] = (f(up) - f(down)) / (2 * H)
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
