"""A search for the strong Wolfe conditions; of what it finds only these are asked."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Named, Outputs, Unusable, kind
from trainlab.checks.ps5.functions import Function
from trainlab.checks.ps5.functions import bowl as bowl_of
from trainlab.checks.ps5.lines import (
    Counted,
    barrier,
    detour,
    found,
    given,
    parabola,
    stretched,
    until,
    waves,
)
from trainlab.checks.question import Answer, Case, question

#: Calls of f that a search may take.
ENOUGH = 100
#: What rounding may change, relative to the numbers that are compared.
_ROUNDING = 1e-9


def _searched(
    search: Answer,
    /,
    f: Function,
    theta: Array,
    d: Array,
    c1: float | None = None,
    c2: float | None = None,
) -> Outputs:
    """Return what is true of the length that is found."""
    options = {name: c for name, c in (("c1", c1), ("c2", c2)) if c is not None}
    looks = Counted(f)
    t = found(search, looks, theta, d, **options)
    if t.shape:
        raise Unusable(f"{kind(t)} for t; expected one number, the step length", "no_length")
    true = {
        "positive": 0 < t < np.inf,
        "gained": False,
        "flat": False,
        "calls": looks.calls <= ENOUGH,
    }
    if np.isfinite(t):
        (value, g), (new, there) = f(theta), f(theta + t * d)
        slope = g @ d
        rounding = _ROUNDING * (abs(value) + t * abs(slope))
        true["gained"] = new <= value + options.get("c1", 1e-4) * t * slope + rounding
        true["flat"] = abs(there @ d) <= options.get("c2", 0.9) * abs(slope) * (1 + _ROUNDING)
    return {name: np.array(float(fact)) for name, fact in true.items()}


FACTS = {
    "positive": "t is a number above 0, and finite",
    "gained": "enough is gained, f(theta + t d) <= f(theta) + c1 t phi'(0), with the c1 that is "
    "given",
    "flat": "enough of the slope is gone, |phi'(t)| <= c2 |phi'(0)|, with the c2 that is given: a "
    "slope that still falls steeply asks for a longer t, one that rises steeply for a shorter one",
    "calls": "f is called at most 100 times: double t until it is too long, then halve the "
    "interval in which it is",
}


@question(
    "ps5/wolfe_search",
    returns=(Named("facts"),),
    drive=_searched,
    facts=FACTS,
    section="lecture 07, section 7",
    hints=(
        "Look at what says that t is too long, and what says that it is too short.",
        "Too long: not enough is gained, or the slope rises too steeply. Too short: enough is "
        "gained, and the slope still falls too steeply. Keep the longest t that is too short and "
        "the shortest that is too long, and try the middle; twice t while nothing is too long.",
        "low, high, t = 0.0, np.inf, 1.0; then while True: new, there = f(theta + t * d); if not "
        "new <= value + c1 * t * slope or there @ d > -c2 * slope: high = t; elif there @ d < c2 * "
        "slope: low = t; else: return t; t = 2 * t if high == np.inf else (low + high) / 2.",
    ),
)
def wolfe_search(
    f: Function, theta: Array, d: Array, c1: float | None = None, c2: float | None = None
) -> Outputs:
    """All is to be true."""
    return {name: np.array(1.0) for name in FACTS}


@wolfe_search.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    size = rng.uniform(0.97, 1.03)
    bowl = partial(parabola, slope=-size, bend=size, value=2.0)

    def by(length: float, **options: float) -> dict[str, Any]:
        """Return a bowl whose lowest point is so far away."""
        return given(rng, partial(stretched, by=length, inner=bowl)) | options

    def at_one(height: float, **options: float) -> dict[str, Any]:
        """Return what is flat at t = 1, so much higher than at the start."""
        return given(rng, partial(detour, height=height)) | options

    yield Case("a bowl", by(1.3))
    yield Case("a bowl, and t is far beyond 1", by(300.0))
    yield Case("a bowl, and t is far below 1", by(1e-3))
    yield Case("little slope may be left", by(0.55, c1=0.01, c2=0.1))
    gentle = partial(stretched, by=0.51, inner=partial(parabola, slope=-0.01, bend=0.01))
    yield Case("a gentle slope", given(rng, gentle))
    yield Case("flat and high at t = 1", at_one(0.5, c1=0.1))
    yield Case("flat and a little higher at t = 1", at_one(0.05, c1=0.1))
    yield Case("flat and lower by too little at t = 1", at_one(-0.05, c1=0.1))
    hair = given(rng, partial(detour, height=-5e-5, slope=0.4))
    yield Case("flat and lower by a hair at t = 1", hair)
    if thorough:
        yield Case("four tenths of the slope are to remain", by(0.71, c1=0.4, c2=0.45))
        wavy = partial(waves, slope=-0.3, size=1.0, length=0.9)
        yield Case("waves", given(rng, wavy) | {"c1": 0.1, "c2": 0.5})
        yield Case("a bowl, and t is near a million", by(1e6, c2=0.3))
        yield Case("a bowl, and t is near a millionth", by(1e-6, c2=0.3))
        wall = partial(barrier, end=0.01, slope=-30.0)
        yield Case("a wall", given(rng, wall) | {"c2": 0.2})
        edge = partial(until, end=0.7, inner=partial(stretched, by=0.5, inner=bowl))
        yield Case("nan far out", given(rng, partial(edge, beyond=np.nan)))
        yield Case("inf far out, and steeply down before",
                   given(rng, partial(until, end=0.9, beyond=np.inf, inner=partial(
                       stretched, by=0.45, inner=bowl))) | {"c1": 0.2, "c2": 0.3})  # fmt: skip
        steep = given(rng, partial(stretched, by=0.4, inner=partial(
            parabola, slope=-50.0, bend=50.0, value=-9.0)))  # fmt: skip
        yield Case("a steep slope", steep | {"c1": 0.1, "c2": 0.4})
        fine = partial(waves, slope=-0.05, size=1.0, length=0.37)
        yield Case("many waves", given(rng, fine) | {"c1": 0.05, "c2": 0.1})
        bent = np.array([[0.1, -9.0], [-9.0, 1000.0]])
        turning = {"f": partial(bowl_of, H=bent, b=np.array([1.0, -10.0])), "theta": np.zeros(2)}
        yield Case("a gradient that turns", turning
                   | {"d": np.array([1.0, 0.0]), "c1": 0.3, "c2": 0.4})  # fmt: skip
        yield Case("a narrow gate", by(37.0, c1=0.49, c2=0.495))


class _Made:
    """Bisection, each part of which may be done wrongly."""

    #: Looks after which it gives up.
    most = 10**6

    def direction(self, d: Array) -> Any:
        """Return the direction that it looks along."""
        return d

    def gained(self, value: Any, new: Any, t: float, slope: Any, c1: float) -> Any:
        """Whether enough is gained."""
        return new <= value + c1 * t * slope

    def rises(self, there: Any, slope: Any, c2: float) -> Any:
        """Whether the slope rises too steeply."""
        return there > -c2 * slope

    def falls(self, there: Any, slope: Any, c2: float) -> Any:
        """Whether it falls too steeply."""
        return there < c2 * slope

    def longer(self, t: float) -> float:
        """Return the next t while nothing is too long."""
        return 2 * t

    def between(self, low: float, high: float) -> float:
        """Return the next t once something is."""
        return (low + high) / 2

    def result(self, low: float, t: float, high: float) -> Any:
        """Return what is returned."""
        return t

    def __call__(self, f: Function, theta: Array, d: Array, c1: float, c2: float) -> Any:
        """Search."""
        d = self.direction(d)
        (value, g), low, high, t = f(theta), 0.0, np.inf, 1.0
        slope = g @ d
        for _ in range(self.most):
            new, gradient = f(theta + t * d)
            there = gradient @ d
            if not self.gained(value, new, t, slope, c1) or self.rises(there, slope, c2):
                high = t
            elif self.falls(there, slope, c2):
                low = t
            else:
                break
            t = self.longer(t) if high == np.inf else self.between(low, high)
        return self.result(low, t, high)


def _know(name: str, diagnosis: str, *others: dict[str, Any], **parts: Any) -> None:
    """Know a bisection that does some things wrongly, and variants of it."""
    kinds = tuple(type("_Wrong", (_Made,), wrong)() for wrong in (parts, *others))

    def answer(
        f: Function,
        theta: Array,
        d: Array,
        c1: float = 1e-4,
        c2: float = 0.9,
        kind: Any = kinds,
    ) -> Any:
        return kind(f, theta, d, c1, c2)

    wolfe_search.know(name, diagnosis, answer)


_know(
    "never_rises",
    "A slope that rises steeply counts as flat: the bars are missing, as in the plain Wolfe "
    "conditions. There t is too long.",
    rises=lambda self, there, slope, c2: False,
)
_know(
    "never_too_short",
    "Where the slope at your t still falls steeply t is too short, and has to grow, beyond 1 too.",
    falls=lambda self, there, slope, c2: False,
)
_know(
    "flat_alone",
    "You looked at the slopes alone; a flat place may lie high. Ask first whether enough "
    "is gained.",
    gained=lambda self, value, new, t, slope, c1: True,
)
_know(
    "any_lower",
    "Any lower value counts as enough; it is to be at most f(theta) + c1 t phi'(0).",
    gained=lambda self, value, new, t, slope, c1: new <= value,
)
_know(
    "wrong_sign",
    "The sign is wrong: c1 t phi'(0) is negative and added to f(theta), not subtracted.",
    gained=lambda self, value, new, t, slope, c1: new <= value - c1 * t * slope,
)
_know(
    "c1_by_default",
    "Your t gains enough for c1 = 1e-4, and not for the c1 that is given; use the argument.",
    gained=lambda self, value, new, t, slope, c1: new <= value + 1e-4 * t * slope,
)
_know(
    "c2_by_default",
    "Your t is flat enough for c2 = 0.9, and not for the c2 that is given; use the argument.",
    rises=lambda self, there, slope, c2: there > -0.9 * slope,
    falls=lambda self, there, slope, c2: there < 0.9 * slope,
)
_know(
    "c2_alone",
    "The slope at t is compared with c2 itself; compare it with c2 |phi'(0)|.",
    rises=lambda self, there, slope, c2: there > c2,
    falls=lambda self, there, slope, c2: there < -c2,
)
_know(
    "nan_gained",
    "nan counts as gained, since no comparison with it is true: ask whether the value is at most "
    "the bound, and take everything else for too long.",
    gained=lambda self, value, new, t, slope, c1: not new > value + c1 * t * slope,
)
_know(
    "few_looks",
    "Where the right t is far from 1 yours is not accepted: go on, up to 100 calls, and let the "
    "interval close in on it, (low + high) / 2.",
    {"most": 12},
    {"most": 15},
    most=10,
)
_know(
    "middle_of_infinity",
    "While nothing is too long, high is np.inf, and so is the middle; double t until something is.",
    longer=lambda self, t: np.inf,
    most=90,
)
_know(
    "low_returned",
    "You returned the longest t that was too short; return the t that was accepted.",
    result=lambda self, low, t, high: low,
)
_know(
    "high_returned",
    "You returned the shortest t that was too long, or np.inf; return the t that was accepted.",
    result=lambda self, low, t, high: high,
)
_know(
    "halved_once_more",
    "You halved t once more after it had been accepted; return the one that was.",
    result=lambda self, low, t, high: t / 2,
)
_know(
    "unit_direction",
    "You made d of length 1 and returned the length along that; t is to be one for d as it is.",
    direction=lambda self, d: d / np.linalg.norm(d),
)
_know(
    "small_steps",
    "t changes by so little that f is called more than 100 times: double it while it is too short, "
    "and then halve the interval.",
    longer=lambda self, t: 1.03 * t,
    between=lambda self, low, high: low + 0.97 * (high - low),
)


def _know_other(name: str, diagnosis: str, search: Callable[..., Any]) -> None:
    """Know another search, (phi, c1, c2) with phi(t) -> value, slope."""

    def answer(f: Function, theta: Array, d: Array, c1: float = 1e-4, c2: float = 0.9) -> Any:
        def phi(t: float) -> tuple[Any, Any]:
            value, g = f(theta + t * d)
            return value, g @ d

        return search(phi, c1, c2)

    wolfe_search.know(name, diagnosis, answer)


def _secant(phi: Callable[[float], Any], c1: float, c2: float) -> Any:
    first, second = phi(0.0)[1], phi(1.0)[1]
    return -first / (second - first)


def _grown(phi: Callable[[float], Any], c1: float, c2: float) -> Any:
    slope, t = phi(0.0)[1], 1.0
    while phi(t)[1] < c2 * slope:
        t = 2 * t
    return t


def _halved(phi: Callable[[float], Any], c1: float, c2: float) -> Any:
    (value, slope), t = phi(0.0), 1.0
    while not phi(t)[0] <= value + c1 * t * slope:
        t = t / 2
    return t


_know_other(
    "always_one",
    "t = 1 is returned though it is not accepted; it is the first to be tried, and others follow.",
    lambda phi, c1, c2: 1.0,
)
_know_other(
    "one_secant",
    "You took the one step at which a parabola is lowest; the function is none in general. Look "
    "there, and go on until both conditions hold.",
    _secant,
)
_know_other(
    "grows_alone",
    "t only grows, until the slope no longer falls; it may be too long from the first, so shorten "
    "it too.",
    _grown,
)
_know_other(
    "halves_alone",
    "Your t gains enough, and the slope there is as steep as it may be, as with backtracking "
    "alone: one that still falls steeply asks for a longer t, one that rises steeply for a shorter "
    "one.",
    _halved,
)
_know_other(
    "zero",
    "You returned 0; t is to be above 0.",
    lambda phi, c1, c2: 0.0,
)
