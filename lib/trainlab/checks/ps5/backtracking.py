"""Backtracking: shorten the step until enough is gained."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.ps5.functions import Function
from trainlab.checks.ps5.lines import Counted, barrier, exact, found, given, parabola, until, waves
from trainlab.checks.question import Answer, Case, question

#: Step lengths among which the oracle chooses.
MOST = 60


def _searched(answer: Answer, /, f: Function, theta: Array, d: Array, **options: float) -> Array:
    return found(answer, Counted(f), theta, d, **options)


@question(
    "ps5/backtrack",
    returns=("t",),
    drive=_searched,
    section="lecture 07, section 7",
    hints=(
        "Look at the first Wolfe condition: a straight line in t, from the value here, with c1 of "
        "the slope here. Which t lie below it?",
        "The slope along d is g.d; where it is not negative no t will do, and the answer is 0. "
        "Else try t, t factor, ... until f(theta + t d) <= f(theta) + c1 t g.d holds; no "
        "comparison with nan does.",
        "value, g = f(theta); slope = g @ d; if slope >= 0: return 0.0; while not f(theta + t * "
        "d)[0] <= value + c1 * t * slope: t = t * factor; return t.",
    ),
)
def backtrack(
    f: Function, theta: Array, d: Array, t: float = 1.0, c1: float = 1e-4, factor: float = 0.5
) -> float:
    """Return the first of all lengths at which the mean slope is steep enough."""
    value, g = f(theta)
    if not g @ d < 0:
        return 0.0
    lengths = t * float(factor) ** np.arange(MOST)
    values = np.array([f(theta + one * d)[0] for one in lengths])
    return float(lengths[np.argmax(values - value <= c1 * lengths * (g @ d))])


@backtrack.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    size = rng.uniform(0.98, 1.02)
    bowl = given(rng, partial(parabola, slope=-size, bend=11 * size, value=0.02 * size))
    wide = given(rng, partial(parabola, slope=-2 * size, bend=size, value=0.9 * size))
    yield Case("a bowl that is soon left", bowl)
    some = {"t": 6.5, "c1": 0.3, "factor": 0.975}
    yield Case("three tenths of the slope are to remain", wide | some)
    wall = given(rng, partial(barrier, end=1.5, slope=-3.0 * size))
    yield Case("a wall, from beyond it", wall | {"t": 30.0, "c1": 0.2, "factor": 0.9})
    # At t = 1 it is low, and at 1/2 on a wave.
    yield Case("low at first, and on a wave halfway", _wavy(rng))
    yield Case("a direction that leads uphill at first", _hill(rng, 0.5))
    yield Case("lower by a hair", exact(partial(parabola, slope=-1.0, bend=1.9999)))
    if thorough:
        yield Case("the first length will do", wide)
        yield Case("the first length will do, and is long", wide | {"t": 3.0})
        yield Case("nine tenths of the slope are to remain", bowl | {"c1": 0.9})
        yield Case("far too long at first", bowl | {"t": 1e4, "factor": 0.1})
        edge = partial(until, end=0.3, inner=partial(parabola, slope=-size, bend=0.1, value=-4.0))
        yield Case("nan far out", given(rng, partial(edge, beyond=np.nan)))
        yield Case("inf far out", given(rng, partial(edge, beyond=np.inf)))
        yield Case("a level direction", exact(partial(parabola, slope=0.0, bend=-3.0)))
        bend = partial(parabola, slope=-1.0, bend=1.0, value=5.0)
        yield Case("just enough", exact(bend) | {"c1": 0.5, "t": 4.0})
        below = given(rng, partial(parabola, slope=-size, bend=11.0, value=-30.0))
        yield Case("values below 0", below | {"factor": 0.6})
        yield Case("a minimum close by", given(rng, partial(parabola, slope=-size, bend=1e6)))
        yield Case("a whole number for a start", bowl | {"t": 2})


def _wavy(rng: np.random.Generator) -> dict[str, Any]:
    return given(rng, partial(waves, slope=-0.5, size=0.6, length=1.0))


def _hill(rng: np.random.Generator, slope: float) -> dict[str, Any]:
    hill = partial(parabola, slope=slope, bend=-3.0)
    return given(rng, partial(until, end=0.8, beyond=np.inf, inner=hill))


class _Made:
    """Backtracking, each part of which may be done wrongly."""

    def slope(self, g: Array, d: Array) -> Any:
        """Return phi'(0)."""
        return g @ d

    def uphill(self, slope: Any, t: float) -> Any:
        """Return what is found where d leads uphill, or None."""
        return 0.0 if slope >= 0 else None

    def step(self, t: float, d: Array, g: Array) -> Any:
        """Return the move."""
        return t * d

    def bound(self, value: Any, t: float, slope: Any, c1: float) -> Any:
        """Return how low it is to be."""
        return value + c1 * t * slope

    def accepts(self, new: Any, bound: Any) -> Any:
        """Whether it is."""
        return new <= bound

    def shorter(self, t: float, factor: float, first: float) -> Any:
        """Return the next length."""
        return t * factor

    def found(self, t: float, d: Array, factor: float) -> Any:
        """Return what is returned."""
        return t

    def __call__(
        self, f: Function, theta: Array, d: Array, t: float, c1: float, factor: float
    ) -> Any:
        """Search."""
        value, g = f(theta)
        slope, first = self.slope(g, d), t
        at_once = self.uphill(slope, t)
        if at_once is not None:
            return at_once
        self.square = g @ g
        while True:
            new, there = f(theta + self.step(t, d, g))
            self.there = there @ d
            if self.accepts(new, self.bound(value, t, slope, c1)):
                break
            t = self.shorter(t, factor, first)
        return self.found(t, d, factor)


def _know(name: str, diagnosis: str, **methods: Callable[..., Any]) -> None:
    made = type("_Wrong", (_Made,), methods)()

    def answer(
        f: Function, theta: Array, d: Array, t: float = 1.0, c1: float = 1e-4, factor: float = 0.5
    ) -> Any:
        return made(f, theta, d, t, c1, factor)

    backtrack.know(name, diagnosis, answer)


_know(
    "lower_is_enough",
    "You accepted any lower value; enough is gained where f(theta + t d) <= f(theta) + c1 t g.d.",
    bound=lambda self, value, t, slope, c1: value,
)
_know(
    "wrong_sign",
    "The sign is wrong: c1 t g.d is negative and *added*, so that the value has to be lower by "
    "that much. Yours may rise.",
    bound=lambda self, value, t, slope, c1: value - c1 * t * slope,
)
_know(
    "c1_missing",
    "c1 is missing: the bound is f(theta) + c1 t g.d. In a bowl the whole slope remains nowhere, "
    "so that t shrinks to nothing.",
    bound=lambda self, value, t, slope, c1: value + t * slope,
)
_know(
    "t_missing",
    "t is missing in the bound, f(theta) + c1 t g.d: a short step is to gain less than a long one.",
    bound=lambda self, value, t, slope, c1: value + c1 * slope,
)
_know(
    "c1_outside",
    "c1 stands before the whole bound; it multiplies t g.d alone: f(theta) + c1 t g.d.",
    bound=lambda self, value, t, slope, c1: c1 * (value + t * slope),
)
_know(
    "value_shrunk",
    "You asked for a share of the value; the bound is f(theta) + c1 t g.d.",
    bound=lambda self, value, t, slope, c1: (1 - c1) * value,
)
_know(
    "squared_gradient",
    "You took -g.g for the slope along d; that is right along -g alone. It is g.d.",
    slope=lambda self, g, d: -(g @ g),
)
_know(
    "squared_gradient_in_bound",
    "You took -g.g for the slope in the bound; that is right along -g alone. It is g.d.",
    bound=lambda self, value, t, slope, c1: value - c1 * t * self.square,
)
_know(
    "slope_there",
    "The bound has the slope at the place that is tried; it has that at theta, g.d.",
    bound=lambda self, value, t, slope, c1: value + c1 * t * self.there,
)
_know(
    "squared_direction",
    "You took -d.d for the slope along d; it is g.d.",
    slope=lambda self, g, d: -(d @ d),
)
_know(
    "norms",
    "You took the product of the norms for the slope; it is g.d.",
    slope=lambda self, g, d: -np.linalg.norm(g) * np.linalg.norm(d),
)
_know(
    "t_squared",
    "t is squared in the bound; it is f(theta) + c1 t g.d, a straight line in t.",
    bound=lambda self, value, t, slope, c1: value + c1 * t * t * slope,
)
_know(
    "small_for_c1",
    "c1 is 1e-4 whatever is given; use the argument.",
    bound=lambda self, value, t, slope, c1: value + 1e-4 * t * slope,
)
_know(
    "half_for_c1",
    "c1 is 1/2 whatever is given; use the argument.",
    bound=lambda self, value, t, slope, c1: value + 0.5 * t * slope,
)
_know(
    "strictly",
    "You asked for *below* the bound; a value equal to it is accepted: <=.",
    accepts=lambda self, new, bound: new < bound,
)
_know(
    "nan_accepted",
    "nan is accepted, since no comparison with it is true: ask new <= bound, and shorten in every "
    "other case.",
    accepts=lambda self, new, bound: not new > bound,
)
_know(
    "always_halved",
    "The length is halved whatever factor is; multiply by the argument.",
    shorter=lambda self, t, factor, first: t / 2,
)
_know(
    "one_less_factor",
    "You multiplied by 1 - factor; by factor.",
    shorter=lambda self, t, factor, first: t * (1 - factor),
)
_know(
    "factor_twice",
    "The length is multiplied by factor twice between two looks; once is enough.",
    shorter=lambda self, t, factor, first: t * factor * factor,
)
_know(
    "once_too_often",
    "The length is shortened once more after it has been accepted; return the one that was.",
    found=lambda self, t, d, factor: t * factor,
)
_know(
    "one_before",
    "This is the length before the one that was accepted.",
    found=lambda self, t, d, factor: t / factor,
)
_know(
    "step_itself",
    "This is the step t d; return its length t alone.",
    found=lambda self, t, d, factor: t * d,
)
_know(
    "along_gradient",
    "You looked along -g; the places are theta + t d.",
    step=lambda self, t, d, g: -t * g,
)
_know(
    "unit_direction",
    "You made d of length 1; the places are theta + t d with d as it is.",
    step=lambda self, t, d, g: t * d / np.linalg.norm(d),
)
_know(
    "uphill_not_asked",
    "Where d does not lead downhill nothing can be gained: return 0.0 if g.d >= 0, before you "
    "look.",
    uphill=lambda self, slope, t: None,
)
_know(
    "first_length_uphill",
    "Where d does not lead downhill you returned t as it was given; return 0.0.",
    uphill=lambda self, slope, t: t if slope >= 0 else None,
)
_know(
    "level_not_asked",
    "A level direction, g.d = 0, does not lead downhill either: return 0.0 if g.d >= 0.",
    uphill=lambda self, slope, t: 0.0 if slope > 0 else None,
)
_know(
    "nan_uphill",
    "Where d does not lead downhill you returned nan; return 0.0.",
    uphill=lambda self, slope, t: np.nan if slope >= 0 else None,
)
_know(
    "always_zero",
    "You returned 0 where d leads *downhill*, g.d < 0; there the search begins.",
    uphill=lambda self, slope, t: 0.0 if slope < 0 else None,
)
_know(
    "cut_to_whole",
    "A whole number for t stays whole: // divides and drops the rest.",
    shorter=lambda self, t, factor, first: int(t * factor) if isinstance(t, int) else t * factor,
)


#: (lengths, values, value, slope, c1) -> one of the lengths.
Choice = Callable[[Array, Array, Any, Any, float], Any]


def _after(looks: int, last: int | None = 0) -> Choice:
    """Return the choice that ends after so many looks with the length then, or 0 for None."""

    def choose(lengths: Array, values: Array, value: Any, slope: Any, c1: float) -> Any:
        accepted = values[:looks] <= value + c1 * lengths[:looks] * slope
        if last is None and not accepted.any():
            return 0.0
        return lengths[int(np.argmax(accepted)) if accepted.any() else looks]

    return choose


def _of_lengths(name: str, diagnosis: str, *choices: Choice) -> None:
    """Know another choice among the lengths, and variants of it."""

    def answer(
        f: Function,
        theta: Array,
        d: Array,
        t: float = 1.0,
        c1: float = 1e-4,
        factor: float = 0.5,
        choose: Any = choices,
    ) -> Any:
        value, g = f(theta)
        if g @ d >= 0:
            return 0.0
        lengths = t * float(factor) ** np.arange(MOST)
        values = np.array([f(theta + one * d)[0] for one in lengths])
        return choose(lengths, values, value, g @ d, c1)

    backtrack.know(name, diagnosis, answer)


_of_lengths(
    "lowest",
    "This is the lowest of all places looked at; the *first* t that gains enough is asked for.",
    lambda lengths, values, value, slope, c1: lengths[np.nanargmin(values)],
    lambda lengths, values, value, slope, c1: lengths[np.nanargmin(values[:40])],
    lambda lengths, values, value, slope, c1: lengths[np.nanargmin(values[:41])],
)
_of_lengths(
    "never_shortened",
    "The first length is taken as it is; shorten it until enough is gained.",
    lambda lengths, values, value, slope, c1: lengths[0],
)
_of_lengths(
    "shortened_once",
    "The length is shortened once at most: you ask with if; ask with while.",
    lambda lengths, values, value, slope, c1: (
        lengths[0] if values[0] <= value + c1 * lengths[0] * slope else lengths[1]
    ),
)
_of_lengths(
    "gave_up",
    "You gave up after some looks, and returned a length that was not accepted; go on until enough "
    "is gained.",
    _after(5),
    _after(10),
    _after(20),
)
_of_lengths(
    "zero_after_some_looks",
    "You gave up after some looks, and returned 0; go on until enough is gained.",
    _after(10, None),
    _after(20, None),
)
_of_lengths(
    "first_not_tried",
    "The first length is shortened before it is tried; try it as it is.",
    lambda lengths, values, value, slope, c1: lengths[
        1 + np.argmax(values[1:] <= value + c1 * lengths[1:] * slope)
    ],
)


@backtrack.mistake
def own_start(
    f: Function, theta: Array, d: Array, t: float = 1.0, c1: float = 1e-4, factor: float = 0.5
) -> Any:
    """The first length is 1 whatever t is given; begin with the argument."""
    return _Made()(f, theta, d, 1.0, c1, factor)


@backtrack.mistake
def place_found(
    f: Function, theta: Array, d: Array, t: float = 1.0, c1: float = 1e-4, factor: float = 0.5
) -> Any:
    """This is the place that was found, theta + t d; return its length t alone."""
    return theta + _Made()(f, theta, d, t, c1, factor) * d


@backtrack.mistake
def turned_uphill(
    f: Function, theta: Array, d: Array, t: float = 1.0, c1: float = 1e-4, factor: float = 0.5
) -> Any:
    """Where d leads uphill you looked behind, and returned a negative length; return 0.0."""
    uphill = f(theta)[1] @ d > 0
    return -_Made()(f, theta, -d, t, c1, factor) if uphill else _Made()(f, theta, d, t, c1, factor)
