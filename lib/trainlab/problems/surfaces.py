"""Test surfaces: functions of two variables with their derivatives and stationary points by hand.

Lectures 05 to 07. Beale and Rosenbrock with their usual starts are problems 5 and 1 of Moré,
Garbow and Hillstrom, "Testing unconstrained optimization software", 1981; four minima are
Himmelblau's, "Applied nonlinear programming", 1972; the bowl is Karniadakis's, the double well
ours.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor

from trainlab.core import arguments

Point = tuple[float, float]


@dataclass(frozen=True)
class Surface:
    """A function of two variables.

    Attributes:
        name: its key in ``SURFACES``.
        formula: in LaTeX.
        value: points (..., 2) -> values (...).
        gradient: points (..., 2) -> (..., 2).
        hessian: points (..., 2) -> (..., 2, 2).
        minima: all its minima, the lowest first; its value is 0.
        saddles: all its saddle points.
        window: (low, high) of each variable, for plots.
        start: a usual start.
        starts: other starts of the sources, by author.
    """

    name: str
    formula: str
    value: Callable[[Tensor], Tensor]
    gradient: Callable[[Tensor], Tensor]
    hessian: Callable[[Tensor], Tensor]
    minima: tuple[Point, ...]
    saddles: tuple[Point, ...]
    window: tuple[Point, Point]
    start: Point
    starts: Mapping[str, Point] = field(default_factory=dict)


def _vector(first: Tensor, second: Tensor) -> Tensor:
    return torch.stack([first, second], dim=-1)


def _symmetric(xx: Tensor, xy: Tensor, yy: Tensor) -> Tensor:
    return torch.stack([_vector(xx, xy), _vector(xy, yy)], dim=-2)


def _bowl(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return x**2 + 2 * y**2


def _bowl_gradient(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return _vector(2 * x, 4 * y)


def _bowl_hessian(p: Tensor) -> Tensor:
    one = torch.ones_like(p[..., 0])
    return _symmetric(2 * one, 0 * one, 4 * one)


bowl = Surface(
    "bowl",
    r"x_1^2 + 2 x_2^2",
    _bowl,
    _bowl_gradient,
    _bowl_hessian,
    minima=((0.0, 0.0),),
    saddles=(),
    window=((-6.0, 6.0), (-4.0, 4.0)),
    start=(-5.0, -2.5),
    starts={"Karniadakis": (-5.0, -2.5), "Aydore": (-5.0, -2.0)},
)


def _saddle(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return x**2 - y**2


def _saddle_gradient(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return _vector(2 * x, -2 * y)


def _saddle_hessian(p: Tensor) -> Tensor:
    one = torch.ones_like(p[..., 0])
    return _symmetric(2 * one, 0 * one, -2 * one)


#: Unbounded below: whoever leaves its saddle point leaves for good.
saddle = Surface(
    "saddle",
    r"x_1^2 - x_2^2",
    _saddle,
    _saddle_gradient,
    _saddle_hessian,
    minima=(),
    saddles=((0.0, 0.0),),
    window=((-1.5, 1.5), (-1.5, 1.5)),
    start=(1.0, 1e-3),
)


def _monkey_saddle(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return x**3 - 3 * x * y**2


def _monkey_saddle_gradient(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return _vector(3 * x**2 - 3 * y**2, -6 * x * y)


def _monkey_saddle_hessian(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return _symmetric(6 * x, -6 * y, -6 * x)


#: Degenerate: at its saddle point the Hessian is zero. Unbounded below.
monkey_saddle = Surface(
    "monkey_saddle",
    r"x_1^3 - 3 x_1 x_2^2",
    _monkey_saddle,
    _monkey_saddle_gradient,
    _monkey_saddle_hessian,
    minima=(),
    saddles=((0.0, 0.0),),
    window=((-1.5, 1.5), (-1.5, 1.5)),
    start=(1.0, 1e-3),
)


def _rosenbrock(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def _rosenbrock_gradient(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    off = y - x**2
    return _vector(-2 * (1 - x) - 400 * x * off, 200 * off)


def _rosenbrock_hessian(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return _symmetric(2 - 400 * (y - 3 * x**2), -400 * x, torch.full_like(x, 200))


rosenbrock = Surface(
    "rosenbrock",
    r"(1 - x_1)^2 + 100 (x_2 - x_1^2)^2",
    _rosenbrock,
    _rosenbrock_gradient,
    _rosenbrock_hessian,
    minima=((1.0, 1.0),),
    saddles=(),
    window=((-2.0, 2.0), (-1.0, 3.0)),
    start=(-1.2, 1.0),
)

#: Beale's residuals are c - x (1 - y^k) with these c and k = 1, 2, 3.
_BEALE = ((1, 1.5), (2, 2.25), (3, 2.625))


def _beale(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    total = torch.zeros_like(x)
    for k, c in _BEALE:
        total = total + (c - x * (1 - y**k)) ** 2
    return total


def _beale_gradient(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    total = torch.zeros_like(p)
    for k, c in _BEALE:
        residual = c - x * (1 - y**k)
        total = total + 2 * residual[..., None] * _vector(y**k - 1, k * x * y ** (k - 1))
    return total


def _beale_hessian(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    total = torch.zeros_like(p)[..., None] * p[..., None, :]
    for k, c in _BEALE:
        residual = c - x * (1 - y**k)
        dx, dy = y**k - 1, k * x * y ** (k - 1)
        # k (k-1) y^(k-2), and zero for k = 1.
        curvature = k * (k - 1) * x * y ** max(k - 2, 0)
        total = total + 2 * _symmetric(
            dx * dx, dx * dy + residual * k * y ** (k - 1), dy * dy + residual * curvature
        )
    return total


beale = Surface(
    "beale",
    r"(1.5 - x_1 + x_1 x_2)^2 + (2.25 - x_1 + x_1 x_2^2)^2 + (2.625 - x_1 + x_1 x_2^3)^2",
    _beale,
    _beale_gradient,
    _beale_hessian,
    minima=((3.0, 0.5),),
    saddles=((0.0, 1.0), (0.10053793732415836, -2.644513585023125)),
    window=((-4.5, 4.5), (-4.5, 4.5)),
    start=(1.0, 1.0),
)


def _himmelblau(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def _himmelblau_gradient(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    first, second = x**2 + y - 11, x + y**2 - 7
    return _vector(4 * x * first + 2 * second, 2 * first + 4 * y * second)


def _himmelblau_hessian(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return _symmetric(12 * x**2 + 4 * y - 42, 4 * (x + y), 12 * y**2 + 4 * x - 26)


himmelblau = Surface(
    "himmelblau",
    r"(x_1^2 + x_2 - 11)^2 + (x_1 + x_2^2 - 7)^2",
    _himmelblau,
    _himmelblau_gradient,
    _himmelblau_hessian,
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    ),
    saddles=(
        (-0.12796134673068007, -1.953714980244576),
        (-3.0730257507643896, -0.08135304428796755),
        (3.385154183607021, 0.07385187983774929),
        (0.08667750455539635, 2.884254701174776),
    ),
    window=((-6.0, 6.0), (-6.0, 6.0)),
    start=(0.0, 0.0),
)


def _double_well(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return (x**4 / 4 - 21 * x**2 / 2 + 20 * x + 206.25) / 10 + y**2


def _double_well_gradient(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return _vector((x + 5) * (x - 1) * (x - 4) / 10, 2 * y)


def _double_well_hessian(p: Tensor) -> Tensor:
    x, y = p.unbind(-1)
    return _symmetric((3 * x**2 - 21) / 10, torch.zeros_like(x), torch.full_like(y, 2))


#: A good minimum of value 0, a bad one of 18.225, and a pass of 21.6 between them, at (1, 0).
double_well = Surface(
    "double_well",
    r"(x_1^4/4 - 21 x_1^2/2 + 20 x_1 + 206.25)/10 + x_2^2",
    _double_well,
    _double_well_gradient,
    _double_well_hessian,
    minima=((-5.0, 0.0), (4.0, 0.0)),
    saddles=((1.0, 0.0),),
    window=((-8.0, 8.0), (-4.0, 4.0)),
    start=(6.0, 2.0),
)

SURFACES = {
    surface.name: surface
    for surface in (bowl, saddle, monkey_saddle, rosenbrock, beale, himmelblau, double_well)
}


def two_wells(depth: float = 1.0, barrier: float = 0.5) -> Surface:
    """q(x_1) + 2 x_2^2 with a good minimum at (1, 0), of value 0, and a bad one at (-1, 0): noise
    knocks a point out of it and momentum rolls past it, or does not (lectures 05 and 06; Aydore,
    lines 397-406; Karniadakis, lines 156 and 413).

    q' = c (x + 1)(x + s)(x - 1), so that the saddle point between the minima is at (-s, 0).

    Args:
        depth: value of the bad minimum above the good one.
        barrier: height of the saddle point above the bad minimum.

    Raises:
        ValueError: for numbers that are not positive.

    >>> import torch
    >>> from trainlab import problems
    >>> surface = problems.two_wells(depth=1.0, barrier=0.5)
    >>> surface.value(torch.tensor(surface.minima)).round(decimals=5)  # the good one and the bad
    tensor([0., 1.])
    """
    for name, value in (("depth", depth), ("barrier", barrier)):
        arguments.per_member(name, value, population=1, positive=True)
    s = _share_of_barrier(barrier / depth)
    c = 3 * depth / (4 * s)
    return Surface(
        "two_wells",
        rf"q(x_1) + 2 x_2^2,\; q' = {c:.3g} (x_1 + 1)(x_1 + {s:.3g})(x_1 - 1)",
        partial(_two_wells, c=c, s=s),
        partial(_two_wells_gradient, c=c, s=s),
        partial(_two_wells_hessian, c=c, s=s),
        minima=((1.0, 0.0), (-1.0, 0.0)),
        saddles=((-s, 0.0),),
        window=((-2.0, 2.0), (-1.5, 1.5)),
        start=(-1.6, 0.6),
    )


def _share_of_barrier(ratio: float) -> float:
    """Return s in (0, 1) with (1 - s)^3 (3 + s) / (16 s) = barrier / depth, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(60):
        s = (low + high) / 2
        low, high = (s, high) if (1 - s) ** 3 * (3 + s) / (16 * s) > ratio else (low, s)
    return (low + high) / 2


def _two_wells(p: Tensor, c: float, s: float) -> Tensor:
    """The integral of q' that is zero at 1."""
    x, y = p.unbind(-1)
    return c * ((x**4 - 1) / 4 + s * (x**3 - 1) / 3 - (x**2 - 1) / 2 - s * (x - 1)) + 2 * y**2


def _two_wells_gradient(p: Tensor, c: float, s: float) -> Tensor:
    x, y = p.unbind(-1)
    return _vector(c * (x**2 - 1) * (x + s), 4 * y)


def _two_wells_hessian(p: Tensor, c: float, s: float) -> Tensor:
    x, y = p.unbind(-1)
    return _symmetric(c * (3 * x**2 + 2 * s * x - 1), torch.zeros_like(x), torch.full_like(y, 4.0))


def rotated_bowl(condition: float = 25.0, angle: float = 45.0) -> Surface:
    """A quadratic whose curvature is 1 along its floor and ``condition`` across it; the floor is at
    ``angle`` degrees to the first axis, so that no change of the two scales makes it round
    (lecture 07).

    Args:
        condition: curvature across the floor, the condition number of the Hessian.
        angle: of the floor, in degrees.

    Raises:
        ValueError: for a condition that is not positive, or an angle that is no number.

    >>> import torch
    >>> from trainlab import problems
    >>> surface = problems.rotated_bowl(condition=25, angle=45)
    >>> surface.hessian(torch.tensor([0.0, 0.0], dtype=torch.float64)).round()
    tensor([[ 13., -12.],
            [-12.,  13.]], dtype=torch.float64)
    """
    arguments.per_member("condition", condition, population=1, positive=True)
    turn = math.radians(arguments.as_number(angle))
    if not math.isfinite(turn):
        raise ValueError(f"angle={angle!r} was given; expected a number of degrees, such as 45.")
    along, across = math.cos(turn), math.sin(turn)
    entries = (
        along**2 + condition * across**2,
        (1 - condition) * along * across,
        across**2 + condition * along**2,
    )
    return Surface(
        "rotated_bowl",
        r"\tfrac12 (x \cdot u)^2 + \tfrac{\kappa}2 (x \cdot v)^2",
        partial(_quadratic, entries=entries),
        partial(_quadratic_gradient, entries=entries),
        partial(_quadratic_hessian, entries=entries),
        minima=((0.0, 0.0),),
        saddles=(),
        window=((-6.0, 6.0), (-5.0, 5.0)),
        start=(5.0, 1.0),
    )


Entries = tuple[float, float, float]


def _quadratic(p: Tensor, entries: Entries) -> Tensor:
    return (p * _quadratic_gradient(p, entries)).sum(dim=-1) / 2


def _quadratic_gradient(p: Tensor, entries: Entries) -> Tensor:
    (x, y), (xx, xy, yy) = p.unbind(-1), entries
    return _vector(xx * x + xy * y, xy * x + yy * y)


def _quadratic_hessian(p: Tensor, entries: Entries) -> Tensor:
    one = torch.ones_like(p[..., 0])
    return _symmetric(*(entry * one for entry in entries))


#: Surfaces that are made to measure, by name.
MADE: dict[str, Callable[..., Surface]] = {
    made.__name__: made for made in (two_wells, rotated_bowl)
}
