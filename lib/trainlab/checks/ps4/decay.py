"""A rate that falls by steps, or smoothly."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.outputs import Named, Outputs
from trainlab.checks.ps4.runs import is_whole, rates
from trainlab.checks.question import Answer, Case, question


def _decayed(decay: Answer, /, t: Any, lr: float, every: int, **options: Any) -> Outputs:
    """Return the rates by the way in which they fall."""
    return {_way(**options): rates(decay(t, lr, every, **options), t)}


def _way(smooth: bool = False, **_: float) -> str:
    return "smooth" if smooth else "steps"


@question(
    "ps4/decay",
    returns=(Named("rates"),),
    drive=_decayed,
    steps={"steps": "t", "smooth": "t"},
    section="lecture 08, section 3",
    hints=(
        "Look at how often the rate has fallen before step t: at steps 0, every - 1 and every.",
        "The factor counts once for each whole `every` in t; smoothly, it counts t / every times. "
        "So often it is multiplied with itself.",
        "lr * factor ** (t // every), and smoothly lr * factor ** (t / every).",
    ),
)
def decay(t: Any, lr: float, every: int, factor: float = 0.5, smooth: bool = False) -> Outputs:
    """Return the rates step by step: multiplied at each fall, or smoothly by logarithms."""

    def rate(step: int) -> float:
        if smooth:
            return float(np.exp(np.log(lr) + np.log(factor) * step / every))
        falls = sum(1 for other in range(1, step + 1) if other % every == 0)
        return float(np.prod([lr] + [factor] * falls))

    return {_way(smooth): np.vectorize(rate, otypes=[np.float64])(t)}


@decay.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    lr = round(rng.uniform(1.2, 1.8), 3)
    run = {"t": np.arange(61), "lr": lr, "every": 20}
    yield Case("61 steps, halved every 20", run)
    yield Case("61 steps, factor 0.3", run | {"factor": 0.3})
    yield Case("61 steps, smoothly", run | {"smooth": True})
    yield Case("61 steps, smoothly, factor 0.3", run | {"factor": 0.3, "smooth": True})
    yield Case("one step, no array", run | {"t": 45, "factor": 0.3})
    if thorough:
        yield Case("one step, no array, smoothly", run | {"t": 45, "factor": 0.3, "smooth": True})
        yield Case("the very step of a fall", run | {"t": 40, "factor": 0.7})
        yield Case("a fall at every step", {"t": np.arange(8), "lr": lr, "every": 1})
        yield Case("steps in any order", run | {"t": np.array([41, 0, 19, 20, 60, 7])})
        yield Case("a whole rate", {"t": np.arange(12), "lr": 8, "every": 5})
        yield Case("a fall every 49 steps", {"t": np.arange(99), "lr": lr, "every": 49})
        yield Case("a whole rate, smoothly", {"t": np.arange(12), "lr": 8, "every": 5}
                   | {"smooth": True})  # fmt: skip


def _know_decay(
    name: str,
    diagnosis: str,
    power: Callable[[Any, int, bool], Any] = lambda t, every, smooth: (
        t / every if smooth else t // every
    ),
    rate: Callable[[float, float, Any], Any] = lambda lr, factor, power: lr * factor**power,
) -> None:
    """Know a wrong power (t, every, smooth), or what is wrongly made of it (lr, factor, power)."""

    def answer(t: Any, lr: float, every: int, factor: float = 0.5, smooth: bool = False) -> Any:
        return rate(lr, factor, power(t, every, smooth))

    decay.know(name, diagnosis, answer)


def _by_steps(power: Callable[[Any, int], Any]) -> Callable[[Any, int, bool], Any]:
    """Return a power that is wrong where the rate falls by steps."""
    return lambda t, every, smooth: t / every if smooth else power(t, every)


_know_decay(
    "one_early",
    "You counted steps from 1: the first fall is at t = every, not one before.",
    _by_steps(lambda t, every: (t + 1) // every),
)
_know_decay(
    "counted_from_one",
    "You counted steps from 1, t + 1 in place of t; the first rate is lr.",
    lambda t, every, smooth: (t + 1) / every if smooth else (t + 1) // every,
)
_know_decay(
    "one_late",
    "Your fall comes one step late: at t = every the rate has fallen already.",
    _by_steps(lambda t, every: np.maximum(np.asarray(t) - 1, 0) // every),
)
_know_decay(
    "one_subtracted",
    "You took t - 1 in place of t; steps are counted from 0, and the first rate is lr.",
    lambda t, every, smooth: (t - 1) / every if smooth else (t - 1) // every,
)
_know_decay(
    "rounded",
    "You rounded t / every; what counts is how many whole `every` are in t, t // every.",
    _by_steps(lambda t, every: np.round(t / every)),
)
_know_decay(
    "rounded_up",
    "You rounded t / every up; what counts is how many whole `every` are in t, t // every.",
    _by_steps(lambda t, every: np.ceil(t / every)),
)
_know_decay(
    "always_smooth",
    "Your rate falls at every step; without smooth it is to fall every so many steps, by t // "
    "every.",
    lambda t, every, smooth: t / every,
)
_know_decay(
    "never_smooth",
    "smooth is not used: with it the power is t / every, not rounded.",
    lambda t, every, smooth: t // every,
)
_know_decay(
    "ways_exchanged",
    "The two ways are exchanged: t / every with smooth, t // every without.",
    lambda t, every, smooth: t // every if smooth else t / every,
)
_know_decay(
    "at_every_step",
    "The factor counts at every step; it counts once in `every` steps.",
    lambda t, every, smooth: t,
)
_know_decay(
    "falls_once",
    "Your rate falls only once; it falls again after each further `every` steps.",
    _by_steps(lambda t, every: np.minimum(t // every, 1)),
)
_know_decay(
    "remainder",
    "You took t % every, what is left over; t // every is how often the rate has fallen.",
    _by_steps(lambda t, every: t % every),
)
_know_decay(
    "where_divisible",
    "Your rate is lower at the multiples of `every` alone; it should stay lower after them.",
    _by_steps(lambda t, every: (np.asarray(t) % every == 0) * (np.asarray(t) > 0)),
)
_know_decay(
    "divided",
    "You divided by the factor; multiply.",
    rate=lambda lr, factor, power: lr / factor**power,
)
_know_decay(
    "subtracted",
    "Each fall subtracts the same; it multiplies what is left.",
    rate=lambda lr, factor, power: lr * (1 - (1 - factor) * power),
)
_know_decay(
    "lr_inside",
    "Your rate stands inside the power; only the factor is raised to it.",
    rate=lambda lr, factor, power: (lr * factor) ** power,
)
_know_decay(
    "no_lr",
    "These are the factors; multiply them by lr.",
    rate=lambda lr, factor, power: factor**power + 0.0,
)
_know_decay(
    "lr_twice",
    "lr is multiplied twice; the rate is lr times the factor.",
    rate=lambda lr, factor, power: lr * lr * factor**power,
)
_know_decay(
    "always_half",
    "Your rate is always halved; use the argument factor.",
    rate=lambda lr, factor, power: lr * 0.5**power,
)
_know_decay(
    "natural",
    "You took the exponential function, exp(-factor * power); the factor itself is raised to the "
    "power.",
    rate=lambda lr, factor, power: lr * np.exp(-factor * power),
)
_know_decay(
    "one_less_factor",
    "You left 1 - factor at each fall; the factor is what is left.",
    rate=lambda lr, factor, power: lr * (1 - factor) ** power,
)
_know_decay(
    "inverse_rounded",
    "You multiplied t by 1 / every, which is rounded: 49 * (1 / 49) is less than 1. Divide, t // "
    "every.",
    _by_steps(lambda t, every: np.floor(np.asarray(t) * (1 / every))),
)


@decay.mistake
def times_not_power(
    t: Any,
    lr: float,
    every: int,
    factor: float = 0.5,
    smooth: bool = False,
    zero_apart: Any = (False, True),
) -> Any:
    """You multiplied the factor by the number of falls; each fall multiplies once more, so it is a
    power."""
    falls = np.asarray(t / every if smooth else t // every)
    return np.where(zero_apart & (falls == 0), lr, lr * factor * falls)


@decay.mistake
def cut_to_whole(
    t: Any,
    lr: float,
    every: int,
    factor: float = 0.5,
    smooth: bool = False,
    of: Any = ("lr", "an array t", "t"),
) -> Any:
    """Whole numbers stay whole: you filled an array of the type of t or lr, as np.zeros_like makes
    it, which cuts off fractions; begin with np.zeros(np.shape(t)), or compute a new array."""
    right = lr * factor ** (t / every if smooth else t // every)
    return np.trunc(right) if is_whole(of, t, lr) else right


@decay.mistake
def precedence(
    t: Any,
    lr: float,
    every: int,
    factor: float = 0.5,
    smooth: bool = False,
    by_steps_too: Any = (True, False),
) -> Any:
    """Brackets are missing: ** goes before / and //, so that everything is divided by every; write
    factor ** (t / every)."""
    whole = lr * factor ** np.asarray(t)
    if smooth:
        return whole / every
    return whole // every if by_steps_too else lr * factor ** (t // every)


@decay.mistake
def in_turn(
    t: Any,
    lr: float,
    every: int,
    factor: float = 0.5,
    smooth: bool = False,
    by: Any = ("place", "entry"),
) -> Any:
    """You went through t entry by entry as if they were 0, 1, 2, ...; they are steps in any order,
    and each has its rate without the others: lr * factor ** (t // every)."""
    if np.ndim(t) == 0:
        return lr * factor ** (t / every if smooth else t // every)
    place = np.arange(len(t))
    if smooth:
        return lr * factor ** (place / every)
    falls = place // every if by == "place" else np.cumsum((t > 0) & (t % every == 0))
    return lr * factor**falls


@decay.mistake
def natural_when_smooth(
    t: Any,
    lr: float,
    every: int,
    factor: float = 0.5,
    smooth: bool = False,
    by: Any = ("one", "factor", "factor at every step"),
) -> Any:
    """Smoothly you took the exponential function to a base of its own; the base is the factor:
    factor ** (t / every)."""
    base = np.exp(-1.0 if by == "one" else -factor)
    power = t if by == "factor at every step" else t / every
    return lr * base**power if smooth else lr * factor ** (t // every)


@decay.mistake
def smooth_at_every_step(
    t: Any, lr: float, every: int, factor: float = 0.5, smooth: bool = False
) -> Any:
    """Smoothly the factor counts at every step; it is to count once in `every` steps: t / every."""
    return lr * np.float64(factor) ** t if smooth else lr * factor ** (t // every)


@decay.mistake
def lines_between(t: Any, lr: float, every: int, factor: float = 0.5, smooth: bool = False) -> Any:
    """Smoothly you joined the corners by straight lines; the exponential goes through them too:
    factor ** (t / every)."""
    corner = lr * factor ** (t // every)
    share = np.asarray(t) % every / every
    return corner * (1 - (1 - factor) * share) if smooth else corner
