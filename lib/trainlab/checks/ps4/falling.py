"""Rates that fall: by steps or smoothly, and by half a cosine."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Named, Outputs
from trainlab.checks.ps4.runs import half_cosine, rates
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
    lr = rng.uniform(0.6, 0.9)
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
    "Steps are counted from 1: the first fall is at t = every, not one before.",
    _by_steps(lambda t, every: (t + 1) // every),
)
_know_decay(
    "counted_from_one",
    "Steps are counted from 1, t + 1 in place of t; the first rate is lr.",
    lambda t, every, smooth: (t + 1) / every if smooth else (t + 1) // every,
)
_know_decay(
    "one_late",
    "The fall comes one step late: at t = every the rate has fallen already.",
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
    "The rate falls at every step; without smooth it is to fall every so many steps, by t // "
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
    "The rate falls only once; it falls again after each further `every` steps.",
    _by_steps(lambda t, every: np.minimum(t // every, 1)),
)
_know_decay(
    "remainder",
    "You took t % every, what is left over; t // every is how often the rate has fallen.",
    _by_steps(lambda t, every: t % every),
)
_know_decay(
    "where_divisible",
    "The rate is lower at the multiples of `every` alone; it stays lower after them.",
    _by_steps(lambda t, every: (np.asarray(t) % every == 0) * (np.asarray(t) > 0)),
)
_know_decay(
    "divided",
    "You divided by the factor; multiply.",
    rate=lambda lr, factor, power: lr / factor**power,
)
_know_decay(
    "times_not_power",
    "You multiplied the factor by the number of falls; each fall multiplies once more, so it is a "
    "power.",
    rate=lambda lr, factor, power: lr * factor * power,
)
_know_decay(
    "subtracted",
    "Each fall subtracts the same; it multiplies what is left.",
    rate=lambda lr, factor, power: lr * (1 - (1 - factor) * power),
)
_know_decay(
    "lr_inside",
    "The rate stands inside the power; only the factor is raised to it.",
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
    "The rate is always halved; use the argument factor.",
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
    "cut_to_whole",
    "Whole numbers stay whole: you filled an array of the type of t or lr; compute a new one.",
    rate=lambda lr, factor, power: (
        np.trunc(lr * factor**power) if isinstance(lr, int) else lr * factor**power
    ),
)


@decay.mistake
def precedence(t: Any, lr: float, every: int, factor: float = 0.5, smooth: bool = False) -> Any:
    """Brackets are missing: ** goes before / and //, so that everything is divided by every; write
    factor ** (t / every)."""
    whole = lr * factor ** np.asarray(t)
    return whole / every if smooth else whole // every


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


def _cosine(cosine: Answer, /, t: Any, high: float, steps: int, **low: float) -> Outputs:
    """Return the rates up to the end, and those after it."""
    return _parted(rates(cosine(t, high, steps, **low), t), t, steps)


def _parted(found: Array, t: Any, steps: int) -> Outputs:
    within = np.asarray(t) <= steps
    parts = {"within": found[within], "beyond": found[~within]}
    return {name: part for name, part in parts.items() if part.size}


@question(
    "ps4/cosine",
    returns=(Named("rates"),),
    drive=_cosine,
    section="lecture 08, section 3",
    hints=(
        "Look at three steps: at 0 the rate is high, at t = steps / 2 halfway, from t = steps on "
        "low.",
        "(1 + cos(pi * share)) / 2 falls from 1 to 0 while the share of the way goes from 0 to 1; "
        "it multiplies high - low. After the end the share stays 1.",
        "share = np.minimum(t, steps) / steps, and low + (high - low) * (1 + np.cos(np.pi * "
        "share)) / 2.",
    ),
)
def cosine(t: Any, high: float, steps: int, low: float = 0.0) -> Outputs:
    """Return the rates by the square of a cosine of half the angle."""
    left = half_cosine(np.minimum(t, steps) / steps)
    return _parted(high * left + low * (1 - left), t, steps)


@cosine.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    high = rng.uniform(0.6, 0.9)
    run = {"t": np.arange(41), "high": high, "steps": 40}
    yield Case("40 steps, to 0", run)
    yield Case("40 steps, to 0.2", run | {"low": 0.2})
    yield Case("steps after the last one", run | {"t": np.arange(30, 75), "low": 0.2})
    yield Case("one step, no array", run | {"t": 13, "low": 0.1})
    if thorough:
        yield Case("one step after the end, no array", run | {"t": 97, "low": 0.1})
        yield Case("steps in any order", run | {"t": np.array([40, 3, 39, 0, 200, 80, 41])})
        yield Case("a run of one step", {"t": np.arange(4), "high": high, "steps": 1})
        yield Case("whole numbers", {"t": np.arange(9), "high": 8, "steps": 7, "low": 1})


def _know_cosine(
    name: str,
    diagnosis: str,
    share: Callable[[Any, int], Any] = lambda t, steps: np.minimum(t, steps) / steps,
    left: Callable[[Any], Any] = lambda share: (1 + np.cos(np.pi * share)) / 2,
    between: Callable[[float, float, Any], Any] = lambda high, low, left: low + (high - low) * left,
) -> None:
    """Know a wrong share of the way, of what is left, or of what lies between high and low."""

    def answer(t: Any, high: float, steps: int, low: float = 0.0) -> Any:
        return between(high, low, left(share(t, steps)))

    cosine.know(name, diagnosis, answer)


_know_cosine(
    "climbs_again",
    "After the end the rate climbs again, as PyTorch's does; it stays low: np.minimum(t, steps).",
    lambda t, steps: t / steps,
)
_know_cosine(
    "last_step_is_the_end",
    "You divided by steps - 1; the rate is low at t = steps, so divide by steps.",
    lambda t, steps: np.minimum(np.asarray(t) / max(steps - 1, 1), 1),
)
_know_cosine(
    "one_step_longer",
    "You divided by steps + 1; the rate is low at t = steps, so divide by steps.",
    lambda t, steps: np.minimum(t, steps) / (steps + 1),
)
_know_cosine(
    "counted_from_one",
    "Steps are counted from 1, t + 1 in place of t; at t = 0 the rate is high.",
    lambda t, steps: np.minimum(t + 1, steps) / steps,
)
_know_cosine(
    "not_halved",
    "The half is missing: 1 + cos goes from 2 to 0.",
    left=lambda share: 1 + np.cos(np.pi * share),
)
_know_cosine(
    "no_one",
    "1 is missing: the cosine goes from 1 to -1, so add 1 and halve.",
    left=lambda share: np.cos(np.pi * share),
)
_know_cosine(
    "no_one_halved",
    "1 is missing: half of the cosine goes from 1/2 to -1/2.",
    left=lambda share: np.cos(np.pi * share) / 2,
)
_know_cosine(
    "middle_missing",
    "The middle is missing: half of high - low times the cosine goes up and down about (high + "
    "low) / 2.",
    left=lambda share: np.cos(np.pi * share) / 2,
    between=lambda high, low, left: (high - low) * left,
)
_know_cosine(
    "twice_too_high",
    "The wave is twice too high: from the middle it goes up and down by half of high - low.",
    left=lambda share: 1 / 2 + np.cos(np.pi * share),
)
_know_cosine(
    "brackets_missing",
    "Brackets are missing: you halved the cosine alone, 1 + cos / 2; halve the sum.",
    left=lambda share: 1 + np.cos(np.pi * share) / 2,
)
_know_cosine(
    "no_pi",
    "pi is missing: np.cos wants the angle in radians, and half a wave is pi.",
    left=lambda share: (1 + np.cos(share)) / 2,
)
_know_cosine(
    "degrees",
    "np.cos wants radians: half a wave is np.pi, not 180.",
    left=lambda share: (1 + np.cos(180 * share)) / 2,
)
_know_cosine(
    "brackets_of_share",
    "Brackets are missing: you divided the cosine by steps; its argument is pi * t / steps.",
    share=lambda t, steps: np.cos(np.pi * np.minimum(t, steps)) / steps,
    left=lambda wave: (1 + wave) / 2,
)
_know_cosine(
    "quarter_wave",
    "This is a quarter of a wave, which ends steeply; half a wave, moved up by 1 and halved, ends "
    "level.",
    left=lambda share: np.cos(np.pi / 2 * share),
)
_know_cosine(
    "whole_wave",
    "This is a whole wave, which comes back to high; half a wave ends low: pi, not 2 pi.",
    left=lambda share: (1 + np.cos(2 * np.pi * share)) / 2,
)
_know_cosine(
    "sine",
    "You took the sine, which begins at 0; the cosine begins at 1.",
    left=lambda share: (1 + np.sin(np.pi * share)) / 2,
)
_know_cosine(
    "rises",
    "The rate rises from low to high: the sign of the cosine is wrong, or low and high are "
    "exchanged.",
    left=lambda share: (1 - np.cos(np.pi * share)) / 2,
)
_know_cosine(
    "line",
    "This is a straight line; take half a cosine.",
    left=lambda share: 1 - share,
)
_know_cosine(
    "low_on_top",
    "low is added to a curve that begins at high; the cosine multiplies high - low.",
    between=lambda high, low, left: low + high * left,
)
_know_cosine(
    "low_missing",
    "low is not used: the rate ends at low, not at 0.",
    between=lambda high, low, left: high * left,
)
_know_cosine(
    "low_not_added",
    "low is subtracted and not added again: low + (high - low) * ...",
    between=lambda high, low, left: (high - low) * left,
)
_know_cosine(
    "sum_of_both",
    "The cosine multiplies high + low; it multiplies high - low.",
    between=lambda high, low, left: low + (high + low) * left,
)
_know_cosine(
    "no_high",
    "This is the factor; it goes from high to low.",
    between=lambda high, low, left: left,
)
_know_cosine(
    "cut_to_whole",
    "Whole numbers stay whole: you filled an array of the type of t; compute a new one.",
    between=lambda high, low, left: (
        np.trunc(low + (high - low) * left) if isinstance(high, int) else low + (high - low) * left
    ),
)


@cosine.mistake
def cut_off_at_low(
    t: Any, high: float, steps: int, low: float = 0.0, climbs: Any = (False, True)
) -> Any:
    """The curve goes to 0 and is cut off at low; it is to end level at low, so multiply high - low,
    and stop at the end: np.minimum(t, steps)."""
    share = (np.asarray(t) if climbs else np.minimum(t, steps)) / steps
    return np.maximum(high * (1 + np.cos(np.pi * share)) / 2, low)


@cosine.mistake
def begins_again(
    t: Any, high: float, steps: int, low: float = 0.0, at: Any = ("after", "end", "step after")
) -> Any:
    """After the end the rate begins again at high; that is a warm restart. Here it stays low."""
    t = np.asarray(t)
    again = t % (steps + 1) if at == "step after" else t % steps
    place = np.where(t <= steps, t, again) if at == "after" else again
    return low + (high - low) * (1 + np.cos(np.pi * place / steps)) / 2


@cosine.mistake
def high_after_the_end(t: Any, high: float, steps: int, low: float = 0.0) -> Any:
    """From the end on the rate is high; it is low."""
    falling = low + (high - low) * (1 + np.cos(np.pi * np.minimum(t, steps) / steps)) / 2
    return np.where(np.asarray(t) < steps, falling, high)


@cosine.mistake
def zero_after_the_end(t: Any, high: float, steps: int, low: float = 0.0) -> Any:
    """After the end the rate is 0; it stays low."""
    right = low + (high - low) * (1 + np.cos(np.pi * np.minimum(t, steps) / steps)) / 2
    return np.where(np.asarray(t) > steps, 0.0, right)
