"""Half a cosine anew, in cycles of equal or of growing length."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.outputs import Named, Outputs
from trainlab.checks.ps4.runs import half_cosine, is_whole, rates
from trainlab.checks.question import Answer, Case, question


def _restarted(
    warm_restarts: Answer, /, t: Any, high: float, period: int, **options: float
) -> Outputs:
    """Return the rates by the lengths of the cycles."""
    return {_lengths(**options): rates(warm_restarts(t, high, period, **options), t)}


def _lengths(growth: float = 1, **_: float) -> str:
    return "equal" if growth == 1 else "growing"


@question(
    "ps4/warm_restarts",
    returns=(Named("rates"),),
    drive=_restarted,
    steps={"equal": "t", "growing": "t"},
    section="lecture 08, section 8",
    hints=(
        "Look at the step at which a cycle begins, and at how long this cycle is: there the rate "
        "is high again.",
        "Cycle k has period * growth**k steps, and begins where those before it end. What counts "
        "is how far t is beyond that beginning, as a share of this cycle's length.",
        "One step s: with length = period, `while s >= length: s, length = s - length, length * "
        "growth`, then low + (high - low) * (1 + np.cos(np.pi * s / length)) / 2. With this as a "
        "function rate(s), np.vectorize(rate, otypes=[float])(t) does it for arrays.",
    ),
)
def warm_restarts(t: Any, high: float, period: int, growth: int = 1, low: float = 0.0) -> Outputs:
    """Return the rates by the cycle that a table of all beginnings has for each step."""
    begins = [0]
    while begins[-1] <= np.max(t):
        begins.append(begins[-1] + period * growth ** (len(begins) - 1))
    cycle = np.searchsorted(begins, t, side="right") - 1
    left = half_cosine((t - np.array(begins)[cycle]) / np.diff(begins)[cycle])
    return {_lengths(growth): high * left + low * (1 - left)}


@warm_restarts.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    high = round(rng.uniform(1.2, 1.8), 3)
    run = {"t": np.arange(36), "high": high, "period": 10}
    yield Case("cycles of 10 steps", run)
    yield Case("cycles of 10 steps, to 0.2", run | {"low": 0.2})
    yield Case("cycles of 4, 8 and 16 steps", run | {"period": 4, "growth": 2})
    yield Case("one step, no array", run | {"t": 23, "low": 0.1})
    if thorough:
        grown = run | {"period": 4, "growth": 3}
        yield Case("one step of a growing cycle, no array", grown | {"t": 27, "low": 0.1})
        yield Case("cycles of 4, 12 and 36 steps", grown | {"t": np.arange(60), "low": 0.2})
        yield Case("the very step of a restart", grown | {"t": 16})
        yield Case("cycles that begin with one step", run | {"period": 1, "growth": 2})
        yield Case("steps in any order", run | {"t": np.array([25, 0, 9, 10, 2000, 11])})
        order = np.array([25, 0, 3, 4, 2000, 12, 484, 483])
        yield Case("steps of growing cycles in any order", grown | {"t": order})
        yield Case("whole numbers", {"t": np.arange(15), "high": 8, "period": 5})


def _place(t: Any, period: int, growth: int, at_end: bool = False) -> tuple[Any, Any, Any]:
    """Return for each step how far it is in its cycle, the cycle's length, and its number.

    Args:
        t: steps.
        period: length of the first cycle.
        growth: how many times as long each next one is.
        at_end: whether the step of a restart is still the old cycle's.
    """
    left = np.array(t, dtype=np.float64)
    length, cycle = np.full(left.shape, float(period)), np.zeros(left.shape)
    while (beyond := (left > length) if at_end else (left >= length)).any():
        left = np.where(beyond, left - length, left)
        length, cycle = np.where(beyond, length * growth, length), cycle + beyond
    return left, length, cycle


def _fallen(high: float, low: float, share: Any) -> Any:
    return low + (high - low) * (1 + np.cos(np.pi * share)) / 2


def _know_share(name: str, diagnosis: str, share: Callable[[Any, int, int], Any]) -> None:
    """Know a wrong share of the cycle, (t, period, growth)."""

    def answer(t: Any, high: float, period: int, growth: int = 1, low: float = 0.0) -> Any:
        return _fallen(high, low, share(t, period, growth))

    warm_restarts.know(name, diagnosis, answer)


def _know_rate(name: str, diagnosis: str, rate: Callable[[float, float, Any, Any], Any]) -> None:
    """Know what is wrongly made of the share and the number of a cycle, (high, low, ...)."""

    def answer(t: Any, high: float, period: int, growth: int = 1, low: float = 0.0) -> Any:
        place, length, cycle = _place(t, period, growth)
        return rate(high, low, place / length, cycle)

    warm_restarts.know(name, diagnosis, answer)


def _after_shift(t: Any, period: int, growth: int) -> Any:
    place, length, _ = _place(np.asarray(t) + 1, period, growth)
    return place / length


def _ends_at_low(t: Any, period: int, growth: int) -> Any:
    place, length, _ = _place(t, period, growth)
    return place / np.maximum(length - 1, 1)


def _old_cycle(t: Any, period: int, growth: int) -> Any:
    place, length, _ = _place(t, period, growth, at_end=True)
    return place / length


def _one_longer(t: Any, period: int, growth: int) -> Any:
    return np.asarray(t) % (period + 1) / period


_know_share(
    "never_restarts",
    "Your rate stays low after the first cycle; each cycle begins again at high.",
    lambda t, period, growth: np.minimum(t, period) / period,
)
_know_share(
    "climbs",
    "Your rate climbs back along the cosine; at a restart it jumps to high.",
    lambda t, period, growth: np.asarray(t) / period,
)
_know_share(
    "growth_ignored",
    "Your cycles all have the length of the first; each is growth times as long as the one before.",
    lambda t, period, growth: np.asarray(t) % period / period,
)
_know_share(
    "all_grown",
    "Your cycles all have the length period * growth; only the second one has, and the first has "
    "period.",
    lambda t, period, growth: np.asarray(t) % (period * growth) / (period * growth),
)
_know_share(
    "length_of_first",
    "The place in a cycle is divided by the length of the first; divide by that of this cycle.",
    lambda t, period, growth: _place(t, period, growth)[0] / period,
)
_know_share(
    "place_from_the_start",
    "t counts from the first step of all; subtract the step at which this cycle begins.",
    lambda t, period, growth: np.asarray(t) / _place(t, period, growth)[1],
)
_know_share(
    "remainder_of_grown",
    "t % length is not the place in a growing cycle, since those before it were shorter; subtract "
    "their lengths one after the other.",
    lambda t, period, growth: (
        np.asarray(t) % _place(t, period, growth)[1] / _place(t, period, growth)[1]
    ),
)
_know_share(
    "counted_from_one",
    "You counted steps from 1, t + 1 in place of t; at t = 0 the rate is high.",
    _after_shift,
)
_know_share(
    "low_in_the_last_step",
    "You divided by the length of a cycle less 1; low would be reached at the restart, so divide "
    "by the length.",
    _ends_at_low,
)
_know_share(
    "restart_one_late",
    "At the step of a restart the rate is high already; yours is still at the end of the old "
    "cycle: >= in place of >.",
    _old_cycle,
)
_know_share(
    "one_step_longer",
    "A cycle has one step too many: period steps are 0 to period - 1.",
    _one_longer,
)


def _restarts_once(t: Any, period: int, growth: int) -> Any:
    t = np.asarray(t)
    return np.where(t < period, t / period, (t - period) / (period * growth))


def _one_length_for_all(t: Any, period: int, growth: int) -> Any:
    place, length, _ = _place(t, period, growth)
    return place / length.max()


def _begins_at_powers(t: Any, period: int, growth: int) -> Any:
    if growth == 1:
        return np.asarray(t) % period / period
    cycle = np.floor(np.log(np.maximum(np.asarray(t) / period, 1)) / np.log(growth) + 1e-9)
    begin = period * growth**cycle
    return np.where(np.asarray(t) < period, np.asarray(t) / period, (t - begin) / begin)


_know_share(
    "restarts_once",
    "There is one restart only; each cycle ends with another one.",
    _restarts_once,
)


def _grown_before_added(t: Any, period: int, growth: int) -> Any:
    shape = np.shape(t)
    begin, length = np.zeros(shape), np.full(shape, float(period))
    while (beyond := np.asarray(t) >= begin + length).any():
        length = np.where(beyond, length * growth, length)
        begin = np.where(beyond, begin + length, begin)
    return (t - begin) / length


_know_share(
    "grown_before_added",
    "Your length is multiplied by growth before it is added to the beginning; first add the length "
    "of the cycle that ends.",
    _grown_before_added,
)
_know_share(
    "one_length_for_all",
    "The length that is left after the loop, that of the last cycle, divides all places; each step "
    "has the length of its own cycle.",
    _one_length_for_all,
)


def _share(t: Any, lengths: Callable[[int], int]) -> Any:
    """Return the shares of cycles of which the k-th has so many steps."""
    begins = [0]
    while begins[-1] <= np.max(t):
        begins.append(begins[-1] + lengths(len(begins) - 1))
    cycle = np.searchsorted(begins, t, side="right") - 1
    return (t - np.array(begins)[cycle]) / np.diff(begins)[cycle]


_know_share(
    "growth_added_to_length",
    "growth is added to the length of each cycle; it multiplies that, so that with growth = 1 all "
    "are equal.",
    lambda t, period, growth: _share(t, lambda k: period + k * growth),
)
_know_share(
    "first_grown",
    "Your first cycle has grown already, period * growth steps; it should have period, and cycle k "
    "has period * growth**k.",
    lambda t, period, growth: _share(t, lambda k: period * growth ** (k + 1)),
)
_know_share(
    "growth_grows",
    "growth itself grows from cycle to cycle; each is growth times as long as the one before.",
    lambda t, period, growth: _share(t, lambda k: period * growth ** (k * (k + 1) // 2)),
)
_know_share(
    "restarts_every_period",
    "Your rate restarts every period steps, and only the length of the cosine grows; a cycle of "
    "period * growth**k steps restarts when it is through.",
    lambda t, period, growth: (
        np.asarray(t) % period / (period * np.float64(growth) ** (np.asarray(t) // period))
    ),
)
_know_share(
    "begins_at_powers",
    "A cycle does not begin at period * growth**k; it begins after all cycles before it, at the "
    "sum of their lengths.",
    _begins_at_powers,
)
_know_rate(
    "not_halved",
    "The half is missing: 1 + cos goes from 2 to 0.",
    lambda high, low, share, cycle: low + (high - low) * (1 + np.cos(np.pi * share)),
)
_know_rate(
    "no_one",
    "1 is missing: the cosine goes from 1 to -1, so add 1 and halve.",
    lambda high, low, share, cycle: low + (high - low) * np.cos(np.pi * share),
)
_know_rate(
    "no_pi",
    "pi is missing: half a wave is pi.",
    lambda high, low, share, cycle: low + (high - low) * (1 + np.cos(share)) / 2,
)
_know_rate(
    "whole_wave",
    "Each of your cycles is a whole wave, which climbs again; half a wave is pi, not 2 pi.",
    lambda high, low, share, cycle: low + (high - low) * (1 + np.cos(2 * np.pi * share)) / 2,
)
_know_rate(
    "line",
    "Each of your cycles is a straight line; take half a cosine.",
    lambda high, low, share, cycle: low + (high - low) * (1 - share),
)
_know_rate(
    "rises",
    "Each of your cycles rises from low to high: the sign of the cosine is wrong, or high and low "
    "are exchanged.",
    lambda high, low, share, cycle: _fallen(low, high, share),
)
_know_rate(
    "low_missing",
    "low is not used: a cycle ends towards low, not towards 0.",
    lambda high, low, share, cycle: _fallen(high, 0.0, share),
)
_know_rate(
    "low_on_top",
    "You added low to a curve that begins at high; the cosine multiplies high - low.",
    lambda high, low, share, cycle: low + _fallen(high, 0.0, share),
)
_know_rate(
    "cut_off_at_low",
    "The curve goes to 0 and is cut off at low; multiply high - low, and add low.",
    lambda high, low, share, cycle: np.maximum(_fallen(high, 0.0, share), low),
)
_know_rate(
    "no_high",
    "This is the factor; it goes from high to low.",
    lambda high, low, share, cycle: _fallen(1.0, 0.0, share),
)
_know_rate(
    "peaks_halved",
    "Each of your restarts begins at half of the one before; all begin at high.",
    lambda high, low, share, cycle: _fallen(high * 0.5**cycle, low, share),
)


@warm_restarts.mistake
def period_kept(t: Any, high: float, period: int, growth: int = 1, low: float = 0.0) -> Any:
    """The length that one step has come to is kept for the next one; each step begins with the
    length of the first cycle: length = period."""
    length, found = float(period), []
    for step in np.ravel(t):
        place = step
        while place >= length:
            place, length = place - length, length * growth
        found.append(_fallen(high, low, place / length))
    return np.reshape(found, np.shape(t))


@warm_restarts.mistake
def cut_to_whole(
    t: Any,
    high: float,
    period: int,
    growth: int = 1,
    low: float = 0.0,
    of: Any = ("high", "an array t", "t"),
) -> Any:
    """Whole numbers stay whole: you filled an array of the type of t or high, as np.zeros_like
    makes it, which cuts off fractions; compute a new array."""
    place, length, _ = _place(t, period, growth)
    right = _fallen(high, low, place / length)
    return np.trunc(right) if is_whole(of, t, high) else right


@warm_restarts.mistake
def divided_by_zero(t: Any, high: float, period: int, growth: int = 1, low: float = 0.0) -> Any:
    """Where growth is 1 you divide by 0, by growth - 1 or the logarithm of growth; take cycles of
    equal length by themselves, or count cycles without a formula."""
    place, length, _ = _place(t, period, growth)
    return _fallen(high, low, place / length) * (np.nan if growth == 1 else 1)


@warm_restarts.mistake
def in_turn(t: Any, high: float, period: int, growth: int = 1, low: float = 0.0) -> Any:
    """You went through t entry by entry as if they were 0, 1, 2, ...; they are steps in any order,
    and each has its rate without the others."""
    place, length, _ = _place(np.arange(len(t)) if np.ndim(t) else t, period, growth)
    return _fallen(high, low, place / length)


@warm_restarts.mistake
def growth_added(t: Any, high: float, period: int, growth: int = 1, low: float = 0.0) -> Any:
    """Each of your cycles is longer by growth steps, or by one more period; it is growth times as
    long."""
    if growth == 1:
        place, length, _ = _place(t, period, 1)
        return _fallen(high, low, place / length)
    left = np.array(t, dtype=np.float64)
    length = np.full(left.shape, float(period))
    while (beyond := left >= length).any():
        left = np.where(beyond, left - length, left)
        length = np.where(beyond, length + period * (growth - 1), length)
    return _fallen(high, low, left / length)


@warm_restarts.mistake
def logarithm_rounded(t: Any, high: float, period: int, growth: int = 1, low: float = 0.0) -> Any:
    """The number of the cycle comes from a logarithm, which is rounded to just below a whole number
    at some restarts; count the cycles in whole numbers."""
    if growth == 1:
        return _fallen(high, low, np.asarray(t) % period / period)
    cycle = np.floor(np.log(np.asarray(t) * (growth - 1) / period + 1) / np.log(growth))
    begin = period * (growth**cycle - 1) / (growth - 1)
    return _fallen(high, low, (t - begin) / (period * growth**cycle))
