"""Derivatives as kernels: of a field on a grid, and of any order from any places."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import count
from math import factorial
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.question import Case, question


@question(
    "ps6/derivatives",
    returns=("dx", "dy", "laplacian"),
    section="lecture 13, section 5",
    hints=(
        "Look at an inner point and its four neighbours: which two lie in the direction of x, and "
        "how far are they from one another?",
        "dx is right minus left over 2 a, dy the one below minus the one above over 2 a, since y "
        "runs downwards. The Laplacian is the sum of the four neighbours less four times the "
        "middle, over a squared.",
        "With middle, left = phi[1:-1, 1:-1], phi[1:-1, :-2], and right, up, down likewise: (right "
        "- left) / (2 * a), (down - up) / (2 * a), (left + right + up + down - 4 * middle) / a**2.",
    ),
)
def derivatives(phi: Array, a: float) -> tuple[Array, Array, Array]:
    """Return the slopes in the middle by ``np.gradient``, and the differences of differences."""
    inside = slice(1, -1), slice(1, -1)
    values = np.asarray(phi, dtype=np.float64)
    dy, dx = (np.gradient(values, a, axis=axis)[inside] for axis in (0, 1))
    second = [np.diff(values, 2, axis=axis) for axis in (0, 1)]
    return dx, dy, (second[0][:, 1:-1] + second[1][1:-1]) / a**2


@derivatives.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def field(rows: int, columns: int) -> Any:
        """Return what bends more to the right than downwards, and is nowhere symmetric."""
        y, x = np.indices((rows, columns))
        return rng.uniform(-1, 1, (rows, columns)) + 2 * x + 0.5 * x**2 - y + 0.2 * y**2

    yield Case("a field of 5 by 6", {"phi": field(5, 6), "a": 0.5})
    yield Case("a grid of spacing 1", {"phi": field(4, 4), "a": 1.0})
    yield Case("a grid of spacing 3", {"phi": field(6, 4), "a": 3.0})
    if thorough:
        yield Case("one inner point", {"phi": field(3, 3), "a": 0.25})
        yield Case("three rows", {"phi": field(3, 6), "a": 0.1})
        yield Case("three columns", {"phi": field(6, 3), "a": 2.0})
        yield Case("a fine grid", {"phi": 1e-3 * field(5, 5), "a": 0.001})
        whole = np.array([[2, 5, 10, 3], [5, 8, 13, 7], [10, 13, 18, -4]])
        yield Case("whole numbers", {"phi": whole, "a": 1})
        yield Case("whole numbers, spacing 2", {"phi": whole, "a": 2})


def _middle(phi: Array, down: int = 0, right: int = 0) -> Any:
    """Return the neighbours of the inner points, so many places down and to the right."""
    rows, columns = phi.shape
    return phi[1 + down : rows - 1 + down, 1 + right : columns - 1 + right]


def _dx(phi: Array, a: float) -> Any:
    return (_middle(phi, right=1) - _middle(phi, right=-1)) / (2 * a)


def _dy(phi: Array, a: float) -> Any:
    return (_middle(phi, down=1) - _middle(phi, down=-1)) / (2 * a)


def _four(phi: Array) -> Any:
    return sum(_middle(phi, i, j) for i, j in ((0, 1), (0, -1), (1, 0), (-1, 0)))


def _corners(phi: Array) -> Any:
    return sum(_middle(phi, i, j) for i in (-1, 1) for j in (-1, 1))


def _laplacian(phi: Array, a: float) -> Any:
    return (_four(phi) - 4 * _middle(phi)) / a**2


Field = Callable[[Array, float], Any]


def _know_field(
    name: str, diagnosis: str, dx: Field = _dx, dy: Field = _dy, laplacian: Field = _laplacian
) -> None:
    """Know a wrong dx, dy or Laplacian, (phi, a)."""

    def answer(phi: Array, a: float) -> Any:
        return dx(phi, a), dy(phi, a), laplacian(phi, a)

    derivatives.know(name, diagnosis, answer)


def _know_slopes(name: str, diagnosis: str, along: Callable[[Array, float, int, int], Any]) -> None:
    """Know slopes, (phi, a, down, right), that are wrong in both directions."""
    _know_field(
        name, diagnosis, lambda phi, a: along(phi, a, 0, 1), lambda phi, a: along(phi, a, 1, 0)
    )


def _step(phi: Array, down: int, right: int) -> Any:
    return _middle(phi, down, right) - _middle(phi, -down, -right)


_know_field(
    "axes_exchanged",
    "dx and dy are exchanged: x runs to the right, from column to column, y from row to row.",
    _dy,
    _dx,
)
_know_field(
    "upwards",
    "dy has the wrong sign: y runs downwards, so it is the row below minus the row above.",
    dy=lambda phi, a: -_dy(phi, a),
)
_know_field(
    "leftwards",
    "dx has the wrong sign: it is right minus left. (A kernel that is turned over, as in a "
    "convolution, has it so.)",
    lambda phi, a: -_dx(phi, a),
)
_know_slopes(
    "both_signs",
    "dx and dy have the wrong sign: right minus left, below minus above. (A kernel that is turned "
    "over, as in a convolution, has it so.)",
    lambda phi, a, down, right: -_step(phi, down, right) / (2 * a),
)
_know_slopes(
    "divided_by_a",
    "dx and dy are divided by a; from left to right it is 2 a.",
    lambda phi, a, down, right: _step(phi, down, right) / a,
)
_know_slopes(
    "divided_by_two",
    "dx and dy are divided by 2; divide by 2 a.",
    lambda phi, a, down, right: _step(phi, down, right) / 2,
)
_know_slopes(
    "not_divided",
    "dx and dy are differences; divide by 2 a.",
    lambda phi, a, down, right: _step(phi, down, right),
)
_know_slopes(
    "multiplied_by_a",
    "dx and dy are multiplied by a: / 2 * a divides by 2 alone. Divide by (2 * a).",
    lambda phi, a, down, right: _step(phi, down, right) / 2 * a,
)
_know_slopes(
    "divided_by_a_squared",
    "dx and dy are divided by a squared; first derivatives have 2 a.",
    lambda phi, a, down, right: _step(phi, down, right) / (2 * a**2),
)
_know_slopes(
    "forwards",
    "dx and dy are right minus middle, whose error is of order a; take right minus left over 2 a.",
    lambda phi, a, down, right: (_middle(phi, down, right) - _middle(phi)) / a,
)
_know_slopes(
    "backwards",
    "dx and dy are middle minus left, whose error is of order a; take right minus left over 2 a.",
    lambda phi, a, down, right: (_middle(phi) - _middle(phi, -down, -right)) / a,
)
_know_slopes(
    "three_rows",
    "The row (-1, 0, 1) / 2 a counts three times, as on the slide: that is three times the "
    "derivative. One row is enough.",
    lambda phi, a, down, right: (
        sum(
            _middle(phi, down + k * right, right + k * down)
            - _middle(phi, -down + k * right, -right + k * down)
            for k in (-1, 0, 1)
        )
        / (2 * a)
    ),
)
_know_slopes(
    "sobel",
    "Three rows count, the middle one twice: that is four times the derivative. One row is enough.",
    lambda phi, a, down, right: (
        sum(
            weight
            * (
                _middle(phi, down + k * right, right + k * down)
                - _middle(phi, -down + k * right, -right + k * down)
            )
            for k, weight in ((-1, 1), (0, 2), (1, 1))
        )
        / (2 * a)
    ),
)
_know_slopes(
    "mean_of_three_rows",
    "dx and dy are means over three rows or columns; take the point's own alone.",
    lambda phi, a, down, right: (
        sum(
            _middle(phi, down + k * right, right + k * down)
            - _middle(phi, -down + k * right, -right + k * down)
            for k in (-1, 0, 1)
        )
        / (6 * a)
    ),
)
_know_slopes(
    "sum",
    "dx and dy are the sum of the two neighbours; take their difference.",
    lambda phi, a, down, right: (_middle(phi, down, right) + _middle(phi, -down, -right)) / (2 * a),
)
_know_field(
    "dy_transposed",
    "dy is transposed; row and column of a point stay what they are.",
    dy=lambda phi, a: _dy(phi, a).T,
)
_know_field(
    "cut_at_one_end",
    "dx lacks the last two rows, dy the last two columns; leave out the first and the last: dx[i, "
    "j] and dy[i, j] belong to the point i + 1, j + 1.",
    lambda phi, a: ((phi[:, 2:] - phi[:, :-2]) / (2 * a))[:-2],
    lambda phi, a: ((phi[2:] - phi[:-2]) / (2 * a))[:, :-2],
)
_know_field(
    "gradient_squared",
    "The Laplacian is the square of the gradient's length; it is the sum of the second "
    "derivatives.",
    laplacian=lambda phi, a: _dx(phi, a) ** 2 + _dy(phi, a) ** 2,
)
_know_field(
    "laplacian_divided_by_a",
    "The Laplacian is divided by a; second derivatives have a squared.",
    laplacian=lambda phi, a: _laplacian(phi, a) * a,
)
_know_field(
    "laplacian_not_divided",
    "The Laplacian is not divided by a squared.",
    laplacian=lambda phi, a: _laplacian(phi, a) * a**2,
)
_know_field(
    "laplacian_by_a_times_two",
    "The Laplacian is divided by a and multiplied by 2: / a * 2 is not / a**2.",
    laplacian=lambda phi, a: _laplacian(phi, a) * a * 2,
)
_know_field(
    "laplacian_divided_by_two_a",
    "The Laplacian is divided by 2 a; second derivatives have a squared.",
    laplacian=lambda phi, a: _laplacian(phi, a) * a / 2,
)
_know_field(
    "laplacian_divided_by_two_a_squared",
    "The Laplacian is divided by 2 a squared; there is no 2.",
    laplacian=lambda phi, a: _laplacian(phi, a) / 2,
)
_know_field(
    "laplacian_divided_by_four_a_squared",
    "The Laplacian is divided by (2 a) squared; divide by a squared.",
    laplacian=lambda phi, a: _laplacian(phi, a) / 4,
)
_know_field(
    "laplacian_multiplied",
    "The Laplacian is multiplied by a squared; divide.",
    laplacian=lambda phi, a: _laplacian(phi, a) * a**4,
)
_know_field(
    "laplacian_negative",
    "The Laplacian has the wrong sign: the neighbours count 1 each, the middle -4.",
    laplacian=lambda phi, a: -_laplacian(phi, a),
)
_know_field(
    "middle_twice",
    "In the Laplacian the middle counts -2; it does so in each of the two directions, together -4.",
    laplacian=lambda phi, a: (_four(phi) - 2 * _middle(phi)) / a**2,
)
_know_field(
    "middle_missing",
    "In the Laplacian the middle is missing: -4 times.",
    laplacian=lambda phi, a: _four(phi) / a**2,
)
_know_field(
    "as_on_the_slide",
    "In the Laplacian the neighbours to the left and to the right are missing, as on the slide: "
    "the middle row is 1, -4, 1.",
    laplacian=lambda phi, a: (_middle(phi, 1) + _middle(phi, -1) - 4 * _middle(phi)) / a**2,
)
_know_field(
    "eight_neighbours",
    "The Laplacian has eight neighbours and -8; the five-point one has four and -4.",
    laplacian=lambda phi, a: (_four(phi) + _corners(phi) - 8 * _middle(phi)) / a**2,
)
_know_field(
    "corners",
    "The Laplacian takes the neighbours at the corners; take those above, below, left and right.",
    laplacian=lambda phi, a: (_corners(phi) - 4 * _middle(phi)) / a**2,
)
_know_field(
    "nine_points",
    "This Laplacian has nine points; asked for is the one with five.",
    laplacian=lambda phi, a: (4 * _four(phi) + _corners(phi) - 20 * _middle(phi)) / (6 * a**2),
)
_know_field(
    "along_x_alone",
    "The Laplacian is the second derivative by x alone; add the one by y.",
    laplacian=lambda phi, a: (_middle(phi, 0, 1) + _middle(phi, 0, -1) - 2 * _middle(phi)) / a**2,
)
_know_field(
    "along_y_alone",
    "The Laplacian is the second derivative by y alone; add the one by x.",
    laplacian=lambda phi, a: (_middle(phi, 1) + _middle(phi, -1) - 2 * _middle(phi)) / a**2,
)
_know_field(
    "directions_subtracted",
    "In the Laplacian the second derivative by y is subtracted; add both.",
    laplacian=lambda phi, a: (
        (_middle(phi, 0, 1) + _middle(phi, 0, -1) - _middle(phi, 1) - _middle(phi, -1)) / a**2
    ),
)
_know_field(
    "sum_of_slopes",
    "The Laplacian is the sum of the slopes; it is that of the *second* derivatives.",
    laplacian=lambda phi, a: _dx(phi, a) + _dy(phi, a),
)
_know_field(
    "mixed",
    "This is the mixed second derivative; the Laplacian is the sum of those by x twice and by y "
    "twice.",
    laplacian=lambda phi, a: (
        (_middle(phi, 1, 1) + _middle(phi, -1, -1) - _middle(phi, 1, -1) - _middle(phi, -1, 1))
        / (4 * a**2)
    ),
)


@derivatives.mistake
def border_too(
    phi: Array, a: float, how: Any = ("constant", "edge", "wrap", "reflect", "gradient", "twice")
) -> Any:
    """You give derivatives at the border too, where neighbours are missing; asked for are the inner
    points, (rows - 2, columns - 2)."""
    if how in ("gradient", "twice"):
        dy, dx = np.gradient(phi * 1.0, a)
        twice = np.gradient(dx, a, axis=1) + np.gradient(dy, a, axis=0)
        return dx, dy, twice if how == "twice" else np.pad(_laplacian(phi, a), 1)
    wide = np.pad(phi, 1, mode=how)
    return _dx(wide, a), _dy(wide, a), _laplacian(wide, a)


@derivatives.mistake
def cut_in_one_direction(phi: Array, a: float) -> Any:
    """dx has the first and the last row too, dy the first and the last column; asked for are the
    inner points alone, (rows - 2, columns - 2)."""
    dx = (phi[:, 2:] - phi[:, :-2]) / (2 * a)
    return dx, (phi[2:] - phi[:-2]) / (2 * a), _laplacian(phi, a)


@derivatives.mistake
def laplacian_by_slopes(phi: Array, a: float, border: Any = (False, True)) -> Any:
    """The Laplacian is made by slopes of slopes, which look two places to each side; take the
    neighbours, 1 each, and the middle, -4."""
    twice = _dx(np.pad(_dx(phi, a), 1), a) + _dy(np.pad(_dy(phi, a), 1), a)
    if border:
        slopes = enumerate(np.gradient(phi * 1.0, a))
        twice = _middle(sum(np.gradient(slope, a, axis=axis) for axis, slope in slopes))
    return _dx(phi, a), _dy(phi, a), twice


def _all_by(change: Callable[[Any], Any], phi: Array, a: float) -> Any:
    return tuple(change(field(phi, a)) for field in (_dx, _dy, _laplacian))


@derivatives.mistake
def cut_to_whole(phi: Array, a: float) -> Any:
    """Whole numbers stay whole: you filled arrays of the type of phi; make them of floats."""
    return _all_by(np.trunc if phi.dtype.kind == "i" else np.asarray, phi, a)


@derivatives.mistake
def divided_to_whole(phi: Array, a: float) -> Any:
    """// divides to whole numbers; divide by /."""
    return _all_by(np.floor, phi, a)


@derivatives.mistake
def laplacian_first(phi: Array, a: float) -> Any:
    """You returned the Laplacian first; the order is dx, dy, laplacian."""
    return _laplacian(phi, a), _dx(phi, a), _dy(phi, a)


@derivatives.mistake
def transposed(phi: Array, a: float) -> Any:
    """Rows and columns are exchanged in what you return; row and column of a point stay what they
    are."""
    return _dx(phi, a).T, _dy(phi, a).T, _laplacian(phi, a).T


Places = Sequence[float]


@question(
    "ps6/stencil",
    returns=("w", "q"),
    section="lecture 13, section 5",
    hints=(
        "Look at Taylor's series of phi(x + p a) at each place p: which power of a stands beside "
        "which derivative, and what is to be left when you add up with the weights w?",
        "Beside the j-th derivative stands a^j / j! times the sum of w_i p_i^j. For all j < k that "
        "sum is to be 0, but for j = order, where it is order! / a^order: k equations for k "
        "weights. The first j >= k at which the sum is not 0 gives the error.",
        "P = np.array(places)[None, :] ** np.arange(k)[:, None] with floats, w = "
        "np.linalg.solve(P, right), right[order] = math.factorial(order) / a ** order and else 0; "
        "then j = k, and while abs(s) < 1e-9 * np.abs(s_i).sum(): j += 1, with s_i = w * places "
        "** j and s their sum; q = j - order.",
    ),
)
def stencil(places: Places, order: int, a: float = 1.0) -> tuple[Array, int]:
    """Return derivatives of Lagrange's polynomials at 0, in fractions, and their exact moments."""
    w, exact = [], [Fraction(p) for p in places]
    for i, own in enumerate(exact):
        coefficients = [Fraction(1)]
        for p in exact[:i] + exact[i + 1 :]:  # times (t - p) / (own - p)
            up, same = [Fraction(0), *coefficients], [*coefficients, Fraction(0)]
            coefficients = [(u - p * s) / (own - p) for u, s in zip(up, same, strict=True)]
        w.append(factorial(order) * coefficients[order])
    moments = (sum(x * p**j for x, p in zip(w, exact, strict=True)) for j in count(len(exact)))
    q = next(j for j, moment in enumerate(moments, len(exact)) if moment) - order
    return np.array([float(x) for x in w]) / a**order, q


@stencil.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("the usual slope, a = 0.5", {"places": [-1, 0, 1], "order": 1, "a": 0.5})
    yield Case("the usual second derivative", {"places": [-1, 0, 1], "order": 2, "a": 0.5})
    yield Case("middle and two to the right", {"places": [0, 1, 2], "order": 1, "a": 2.0})
    yield Case("five places, second derivative", {"places": [-2, -1, 0, 1, 2], "order": 2})
    third = {"places": [1, -1, 2, 0, -3], "order": 3, "a": 0.5}
    yield Case("places in another order, third derivative", third)
    if not thorough:
        return
    yield Case("right minus middle", {"places": [0, 1], "order": 1, "a": 0.25})
    yield Case("no place in the middle", {"places": [-3, -1, 1, 3], "order": 1, "a": 0.5})
    yield Case("no place in the middle, third derivative", {"places": [-3, -1, 1, 3], "order": 3})
    yield Case("places far to the right", {"places": [4, 6, 7], "order": 2, "a": 2.0})
    # The next sum of these is 0 by chance: the places' sum is 0, and they are not symmetric.
    yield Case("better than it looks", {"places": [-3, 1, 2], "order": 2, "a": 0.5})
    yield Case("better than it looks, first derivative", {"places": [-2, 3, 6], "order": 1})
    yield Case("fourth derivative", {"places": [2, 1, 0, -1, -2], "order": 4, "a": 2.0})
    yield Case("seven places", {"places": [-3, -2, -1, 0, 1, 2, 3], "order": 1, "a": 0.1})
    yield Case("one of many places counts", {"places": [0, 1, -1, 5], "order": 2})
    yield Case("a whole spacing", {"places": [-1, 0, 2], "order": 1, "a": 2})
    yield Case("places between the points", {"places": [-1.5, 0.5, 2.5], "order": 1, "a": 0.5})
    yield Case("a fine grid", {"places": [-1, 0, 1], "order": 1, "a": 1e-4})


def _weights(
    places: Places,
    order: int,
    a: float,
    *,
    right: Callable[[int, float], float] = lambda order, a: factorial(order) / a**order,
    row: int = 0,
    turned: bool = False,
) -> Any:
    """Return w, of another right side (order, a), in another row, or with the matrix transposed."""
    p = np.array(places, dtype=np.float64)
    powers = p[None] ** np.arange(len(p))[:, None]
    side = np.zeros(len(p))
    side[(order + row) % len(p)] = right(order, a)
    return np.linalg.solve(powers.T if turned else powers, side)


def _power(w: Array, places: Places, begin: int) -> int:
    """Return the first power j of which the sum is not 0, of any weights; there may be none."""
    p = np.array(places, dtype=np.float64)
    terms = ((j, w * p**j) for j in range(begin, begin + len(p) + 2))
    return next((j for j, one in terms if abs(one.sum()) > 1e-9 * np.abs(one).sum()), begin)


def _moments(places: Places, order: int, skipped: int = 0) -> int:
    """Return the first power j of which the sum is not 0."""
    return _power(_weights(places, order, 1.0), places, len(places) + skipped)


def _q(places: Places, order: int) -> int:
    return _moments(places, order) - order


def _know_weights(
    name: str, diagnosis: str, w: Callable[[Places, int, float], Any] = _weights
) -> None:
    stencil.know(
        name, diagnosis, lambda places, order, a=1.0: (w(places, order, a), _q(places, order))
    )


def _know_order(name: str, diagnosis: str, q: Callable[[Places, int], Any]) -> None:
    stencil.know(
        name, diagnosis, lambda places, order, a=1.0: (_weights(places, order, a), q(places, order))
    )


def _sided(right: Callable[[int, float], float]) -> Callable[[Places, int, float], Any]:
    """Return weights of another right side (order, a)."""
    return lambda places, order, a: _weights(places, order, a, right=right)


_know_weights(
    "no_factorial",
    "order! is missing on the right side: the order-th derivative of t^order is order!.",
    _sided(lambda order, a: 1 / a**order),
)
_know_weights(
    "factorial_divides",
    "You divided by order!; it multiplies: Taylor's series has a^j / j! beside the derivative.",
    _sided(lambda order, a: 1 / factorial(order) / a**order),
)
_know_weights(
    "factorial_twice",
    "order! counts twice: where each power is divided by j!, 1 stands on the right side; where "
    "order! stands there, it does not.",
    _sided(lambda order, a: factorial(order) ** 2 / a**order),
)
_know_weights(
    "factorial_short",
    "You took (order - 1)!; it is order!, the product from 1 to order, that included.",
    _sided(lambda order, a: factorial(order - 1) / a**order),
)
_know_weights(
    "order_for_factorial",
    "You took order in place of order!.",
    _sided(lambda order, a: order / a**order),
)
_know_weights(
    "no_spacing",
    "a is not used: the weights are divided by a^order.",
    _sided(lambda order, a: float(factorial(order))),
)
_know_weights(
    "spacing_once",
    "The weights are divided by a; divide by a^order.",
    _sided(lambda order, a: factorial(order) / a),
)
_know_weights(
    "spacing_multiplied",
    "The weights are multiplied by a^order; divide.",
    _sided(lambda order, a: factorial(order) * a**order),
)
_know_weights(
    "spacing_of_all",
    "The weights are divided by a^k; the power of a is the order of the derivative.",
    lambda places, order, a: _weights(places, order, 1.0) / a ** len(places),
)
_know_weights(
    "two_spacings",
    "The weights are divided by (2 a)^order; the places say how far apart the points are.",
    _sided(lambda order, a: factorial(order) / (2 * a) ** order),
)
_know_weights(
    "other_side",
    "The places count to the wrong side, phi(x - p a): left and right are exchanged.",
    lambda places, order, a: _weights([-p for p in places], order, a),
)
_know_weights(
    "sorted",
    "The weights are those of the places in order; return them in the order of places.",
    lambda places, order, a: _weights(sorted(places), order, a),
)
_know_weights(
    "reversed",
    "The weights come in reverse order; the first one belongs to the first place.",
    lambda places, order, a: _weights(places, order, a)[::-1],
)
_know_weights(
    "negative",
    "The weights have the wrong sign.",
    lambda places, order, a: -_weights(places, order, a),
)
_know_weights(
    "neighbours_counted",
    "The weights are those of neighbours, counted by their number around the middle, whatever the "
    "places are.",
    lambda places, order, a: _weights(
        [i - (len(places) - 1) // 2 for i in range(len(places))], order, a
    ),
)
stencil.know(
    "cut_to_whole",
    "Places are cut to whole numbers; they may lie between the points: np.array(places, "
    "dtype=float).",
    lambda places, order, a=1.0: (
        _weights([int(p) for p in places], order, a),
        _q([int(p) for p in places], order),
    ),
)
_know_weights(
    "from_the_first",
    "The places are counted from the first of them; they are counted from x.",
    lambda places, order, a: _weights([p - places[0] for p in places], order, a),
)
_know_order(
    "as_many_as_equations",
    "q is k - order, as the equations promise; where the next sums are 0 as well, by symmetry or "
    "by chance, the error is of a higher order.",
    lambda places, order: len(places) - order,
)
_know_order(
    "always_one_more",
    "q is k - order + 1; so it is for some stencils alone: look at the sums.",
    lambda places, order: len(places) - order + 1,
)
_know_order(
    "one_more_for_even_orders",
    "You add 1 where the order is even; that is so for some places alone: look at the sums.",
    lambda places, order: len(places) - order + (order % 2 == 0),
)
_know_order(
    "first_power_skipped",
    "The sum for j = k is not looked at; the first power after the equations is k, as they are "
    "0, ..., k - 1.",
    lambda places, order: _moments(places, order, skipped=1) - order,
)
_know_order(
    "order_not_subtracted",
    "q is j; the weights are divided by a^order, so it is j - order.",
    _moments,
)
_know_order(
    "count_of_places",
    "q is the number of places; it is j - order, with the first j >= k whose sum is not 0.",
    lambda places, order: len(places),
)
_know_order(
    "always_two",
    "q is 2, as for the usual stencils; find the first j >= k whose sum is not 0.",
    lambda places, order: 2,
)
_know_order(
    "one_too_small",
    "q is one too small: it is j - order with the first j whose sum is not 0, not the last j whose "
    "sum is.",
    lambda places, order: _q(places, order) - 1,
)
_know_order(
    "degree",
    "q is k - 1, the degree up to which it is exact; it is j - order, with the first j >= k whose "
    "sum is not 0.",
    lambda places, order: len(places) - 1,
)
_know_order(
    "by_symmetry",
    "You add 1 where the places are symmetric; that is so for some orders alone, and sums may be 0 "
    "without symmetry: look at the sums.",
    lambda places, order: len(places) - order + (sorted(places) == sorted(-p for p in places)),
)


@stencil.mistake
def matrix_transposed(places: Places, order: int, a: float = 1.0, own: Any = (False, True)) -> Any:
    """The matrix of powers is transposed: an equation for each *power*, with all places in it."""
    w = _weights(places, order, a, turned=True)
    return w, _power(w, places, len(places)) - order if own else _q(places, order)


@stencil.mistake
def at_the_mean(places: Places, order: int, a: float = 1.0) -> Any:
    """These are derivatives in the middle of the places, at their mean; take them at x, place 0."""
    middle = sum(places) / len(places)
    w = _weights([p - middle for p in places], order, a)
    return w, _power(w, places, len(places)) - order


@stencil.mistake
def one_equation_late(places: Places, order: int, a: float = 1.0, more: Any = (0, 1)) -> Any:
    """The right side is not 0 in the wrong equation, the next one; powers are counted from 0, so it
    is number order."""
    w = _weights(places, order, a, row=1) / a**more
    return w, _q(places, order)


@stencil.mistake
def one_equation_early(places: Places, order: int, a: float = 1.0, more: Any = (0, 1)) -> Any:
    """The right side is not 0 in the wrong equation, the one before; powers are counted from 0, so
    it is number order."""
    w = _weights(places, order, a, row=-1) * a**more
    return w, _q(places, order)


@stencil.mistake
def powers_backwards(places: Places, order: int, a: float = 1.0) -> Any:
    """The powers go from the highest to the lowest, as np.vander has them, and the right side from
    the lowest on; use np.vander(places, increasing=True).T."""
    w = _weights(places, order, a, row=len(places) - 1 - 2 * order)
    return w, _q(places, order)


@stencil.mistake
def exchanged(places: Places, order: int, a: float = 1.0) -> Any:
    """w and q are exchanged; return w, q."""
    return _q(places, order), _weights(places, order, a)


@stencil.mistake
def default_spacing(places: Places, order: int, a: float = 0.1) -> Any:
    """The default of a is another one; it is 1."""
    return _weights(places, order, a), _q(places, order)
