"""A rate that falls by half a cosine, and stays low."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Named, Outputs
from trainlab.checks.ps4.runs import half_cosine, is_whole, rates
from trainlab.checks.question import Answer, Case, question


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
    steps={"within": "t", "beyond": "t"},
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
    high = round(rng.uniform(1.2, 1.8), 3)
    run = {"t": np.arange(41), "high": high, "steps": 40}
    yield Case("40 steps, to 0", run)
    yield Case("40 steps, to 0.2", run | {"low": 0.2})
    yield Case("steps after the last one", run | {"t": np.arange(41, 75), "low": 0.2})
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
    "You counted steps from 1, t + 1 in place of t; at t = 0 the rate is high.",
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
    "whole_division",
    "// divides and drops the rest, so that the rate stays high to the end; divide by /.",
    share=lambda t, steps: np.minimum(t, steps) // steps,
)
_know_cosine(
    "largest_t",
    "You divided by the largest t, which need not be the end; divide by steps.",
    share=lambda t, steps: (
        np.minimum(t, steps if np.ndim(t) == 0 else np.max(t))
        / (steps if np.ndim(t) == 0 else max(np.max(t), 1))
    ),
)
_know_cosine(
    "sorted_steps",
    "You sorted the steps; each rate stands where its step stood.",
    share=lambda t, steps: np.minimum(np.sort(t) if np.ndim(t) else t, steps) / steps,
)
_know_cosine(
    "sine",
    "You took the sine, which begins at 0; the cosine begins at 1.",
    left=lambda share: (1 + np.sin(np.pi * share)) / 2,
)
_know_cosine(
    "rises",
    "Your rate rises from low to high: the sign of the cosine is wrong, or low and high are "
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
    "You added low to a curve that begins at high; the cosine multiplies high - low.",
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
    "You multiplied the cosine by high + low; it multiplies high - low.",
    between=lambda high, low, left: low + (high + low) * left,
)
_know_cosine(
    "height_of_both",
    "Your wave's height is (high + low) / 2; that is its middle, and the height is (high - low) / "
    "2.",
    between=lambda high, low, left: (high + low) * left,
)
_know_cosine(
    "no_high",
    "This is the factor; it goes from high to low.",
    between=lambda high, low, left: left,
)


def _falling(t: Any, high: float, steps: int, low: float) -> Any:
    return low + (high - low) * (1 + np.cos(np.pi * np.minimum(t, steps) / steps)) / 2


@cosine.mistake
def cut_to_whole(
    t: Any, high: float, steps: int, low: float = 0.0, of: Any = ("high", "an array t", "t")
) -> Any:
    """Whole numbers stay whole: you filled an array of the type of t or high, as np.zeros_like
    makes it, which cuts off fractions; compute a new array."""
    right = _falling(t, high, steps, low)
    return np.trunc(right) if is_whole(of, t, high) else right


@cosine.mistake
def whole_wave(
    t: Any, high: float, steps: int, low: float = 0.0, from_the_end: Any = ("high", "low")
) -> Any:
    """This is a whole wave, which comes back to high; half a wave ends low: pi, not 2 pi."""
    left = (1 + np.cos(2 * np.pi * np.minimum(t, steps) / steps)) / 2
    wave = low + (high - low) * left
    return np.where(np.asarray(t) < steps, wave, low) if from_the_end == "low" else wave


@cosine.mistake
def pi_rounded(
    t: Any,
    high: float,
    steps: int,
    low: float = 0.0,
    pi: Any = (3.14, 3.1416, 3.14159, 22 / 7),
    to_the_end: Any = (False, True),
) -> Any:
    """You rounded pi; np.pi has all digits."""
    wave = low + (high - low) * (1 + np.cos(pi * np.minimum(t, steps) / steps)) / 2
    return wave if to_the_end else np.where(np.asarray(t) < steps, wave, low)


@cosine.mistake
def low_one_early(t: Any, high: float, steps: int, low: float = 0.0) -> Any:
    """Your rate is low one step early, from t = steps - 1 on; it should be so from t = steps on."""
    return np.where(np.asarray(t) >= steps - 1, low, _falling(t, high, steps, low))


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
    return np.where(np.asarray(t) < steps, _falling(t, high, steps, low), high)


@cosine.mistake
def zero_after_the_end(t: Any, high: float, steps: int, low: float = 0.0) -> Any:
    """After the end the rate is 0; it stays low."""
    return np.where(np.asarray(t) > steps, 0.0, _falling(t, high, steps, low))
