"""One cycle of the rate, and of the momentum the other way: the third listing to repair."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, unpack
from trainlab.checks.ps4.runs import half_cosine, rates
from trainlab.checks.question import Answer, Case, question

#: The rate at the first and at the last step, as shares of the highest.
FIRST, LAST = 1 / 25, 1 / 250_000
#: Momentum where the rate is low, and where it is highest.
MOST, LEAST = 0.95, 0.85


def _cycled(one_cycle: Answer, /, t: Any, high: float, steps: int, **rise: float) -> Outputs:
    """Return rate and momentum, each with one number for each t."""
    both = unpack([Output("rate"), Output("momentum")], one_cycle(t, high, steps, **rise))
    return {name: rates(found, t) for name, found in both.items()}


@question(
    "ps4/one_cycle",
    returns=(Named("rate and momentum"),),
    drive=_cycled,
    steps={"rate": "t", "momentum": "t"},
    section="lecture 08, section 8",
    hints=(
        "Look at the three corners: t = 0, t = rise * steps - 1 and t = steps - 1; and at what "
        "rate and momentum are there.",
        "Between two corners the share of the way goes from 0 to 1, and half a cosine leads from "
        "one value to the other. np.where chooses between the way up and the way down.",
        "With top, last = rise * steps - 1, steps - 1, on the way up s = t / top, later s = (t - "
        "top) / (last - top), and between(a, b, s) = b + (a - b) * (1 + np.cos(np.pi * s)) / 2: "
        "the rate is between(high / 25, high, s), later between(high, high / 250_000, s), and the "
        "momentum between(0.95, 0.85, s), later between(0.85, 0.95, s).",
    ),
)
def one_cycle(t: Any, high: float, steps: int, rise: float = 0.3) -> Outputs:
    """Return both by one place between the corners 0, 1 and 2."""
    place = np.interp(t, [0, rise * steps - 1, steps - 1], [0.0, 1.0, 2.0])
    up = half_cosine(1 - np.minimum(place, 1))
    down = half_cosine(np.maximum(place, 1) - 1)
    end = np.where(place <= 1, FIRST, LAST)
    top = np.where(place <= 1, up, down)
    return {"rate": high * (end + (1 - end) * top), "momentum": MOST + (LEAST - MOST) * top}


@one_cycle.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    high = round(rng.uniform(1.6, 1.9), 3)
    run = {"t": np.arange(50), "high": high, "steps": 50}
    yield Case("50 steps", run)
    yield Case("44 steps, four tenths rise", run | {"t": np.arange(44), "steps": 44, "rise": 0.4})
    yield Case("one step, no array", run | {"t": 21})
    if thorough:
        yield Case("a top between two steps", {"t": np.arange(25), "high": high, "steps": 25})
        yield Case("one step on the way up, no array", run | {"t": 9})
        yield Case("the last step, no array", run | {"t": 49})
        yield Case("steps in any order", run | {"t": np.array([49, 14, 0, 15, 30])})
        yield Case("whole numbers", {"t": np.arange(12), "high": 2, "steps": 12, "rise": 0.25})
        yield Case("nine tenths rise", run | {"rise": 0.9})


Way = Callable[[Any, Any, Any], Any]


def _half_wave(a: Any, b: Any, share: Any) -> Any:
    return b + (a - b) * (1 + np.cos(np.pi * share)) / 2


def _line(a: Any, b: Any, share: Any) -> Any:
    return a + (b - a) * share


def _along(
    t: Any, values: tuple[float, float, float], top: float, last: float, way: Way = _half_wave
) -> Any:
    """Return what goes through three values at 0, top and last."""
    first, middle, end = values
    rising = np.asarray(t) <= top
    later = way(middle, end, (np.asarray(t) - top) / (last - top))
    return np.where(rising, way(first, middle, np.asarray(t) / top), later)


def _know(
    name: str,
    diagnosis: str,
    values: tuple[float, float, float] = (FIRST, 1.0, LAST),
    momenta: tuple[float, float, float] = (MOST, LEAST, MOST),
    corners: Callable[[int, float], tuple[float, float]] = lambda steps, rise: (
        rise * steps - 1,
        steps - 1,
    ),
    way: Way = _half_wave,
    of_momentum: Way | None = None,
    scale: Callable[[float, Any], Any] = lambda high, factor: high * factor,
) -> None:
    """Know other values, other corners (steps, rise), or another way (a, b, share) between."""

    def answer(t: Any, high: float, steps: int, rise: float = 0.3) -> Any:
        top, last = corners(steps, rise)
        rate = scale(high, _along(t, values, top, last, way))
        return rate, _along(t, momenta, top, last, of_momentum or way)

    one_cycle.know(name, diagnosis, answer)


_know(
    "lines",
    "You went in straight lines; half a cosine leads from one value to the next.",
    way=_line,
)
_know(
    "triangle",
    "This is a triangle, from high / 25 up and back; half a cosine leads from one value to the "
    "next, and the rate ends at high / 250 000.",
    values=(FIRST, 1.0, FIRST),
    way=_line,
)
_know(
    "rate_in_lines",
    "Your rate goes in straight lines; half a cosine leads from one value to the next.",
    way=_line,
    of_momentum=_half_wave,
)
_know(
    "momentum_in_lines",
    "Your momentum goes in straight lines; it should take half a cosine, as the rate does.",
    of_momentum=_line,
)
_know(
    "begins_at_zero",
    "Your rate begins at 0; it should begin at high / 25.",
    values=(0.0, 1.0, LAST),
)
_know(
    "zero_at_both_ends",
    "Your rate begins and ends at 0; it should begin at high / 25 and end at high / 250 000.",
    values=(0.0, 1.0, 0.0),
)
_know(
    "begins_at_a_tenth",
    "Your rate begins at high / 10; it should begin at high / 25.",
    values=(1 / 10, 1.0, LAST),
)
_know(
    "ends_at_zero",
    "Your rate ends at 0; it should end at high / 250 000.",
    values=(FIRST, 1.0, 0.0),
)
_know(
    "ends_where_it_began",
    "Your rate ends where it began, at high / 25; it should end ten thousand times lower.",
    values=(FIRST, 1.0, FIRST),
)
_know(
    "ends_at_a_ten_thousandth",
    "Your rate ends at high / 10 000; the ten thousandth is that of the *first* rate, high / 25.",
    values=(FIRST, 1.0, 1e-4),
)
_know(
    "top_one_late",
    "Your top comes one step late: rise * steps steps rise, the last of which is t = rise * steps "
    "- 1.",
    corners=lambda steps, rise: (rise * steps, steps - 1),
)
_know(
    "end_one_late",
    "Your end comes one step late: the last step is t = steps - 1.",
    corners=lambda steps, rise: (rise * steps - 1, steps),
)
_know(
    "corners_one_late",
    "Top and end come one step late: they are at t = rise * steps - 1 and t = steps - 1.",
    corners=lambda steps, rise: (rise * steps, steps),
)
_know(
    "top_of_last",
    "Your top is at rise * (steps - 1); rise * steps steps rise, so it is at rise * steps - 1.",
    corners=lambda steps, rise: (rise * (steps - 1), steps - 1),
)
_know(
    "always_three_tenths",
    "Your rate always rises for three tenths of the steps; use the argument rise.",
    corners=lambda steps, rise: (0.3 * steps - 1, steps - 1),
)
_know(
    "always_half",
    "Your top stands in the middle; it should be at rise * steps - 1.",
    corners=lambda steps, rise: (0.5 * steps - 1, steps - 1),
)
_know(
    "share_of_rise_exchanged",
    "Your rate rises for 1 - rise of the steps; it should rise for rise of them.",
    corners=lambda steps, rise: ((1 - rise) * steps - 1, steps - 1),
)
_know(
    "momentum_with_the_rate",
    "Your momentum rises with the rate; it should go the other way, lowest where the rate is "
    "highest.",
    momenta=(LEAST, MOST, LEAST),
)
_know(
    "momentum_stays_low",
    "Your momentum stays low after the top; it should go back to 0.95.",
    momenta=(MOST, LEAST, LEAST),
)
_know(
    "momentum_constant",
    "Your momentum never changes; it should go from 0.95 to 0.85 and back.",
    momenta=(MOST, MOST, MOST),
)
_know(
    "momentum_of_cyclic",
    "Your momentum lies between 0.9 and 0.8, as CyclicLR sets it; here between 0.95 and 0.85.",
    momenta=(0.9, 0.8, 0.9),
)
_know(
    "no_high",
    "Your rate is a factor; multiply by high.",
    scale=lambda high, factor: factor,
)
_know(
    "whole_wave",
    "A whole wave leads back to where it began; half a one is pi, not 2 pi.",
    way=lambda a, b, share: b + (a - b) * (1 + np.cos(2 * np.pi * share)) / 2,
)
_know(
    "no_pi",
    "pi is missing: half a wave is pi.",
    way=lambda a, b, share: b + (a - b) * (1 + np.cos(share)) / 2,
)
_know(
    "not_halved",
    "The half is missing: 1 + cos goes from 2 to 0.",
    way=lambda a, b, share: b + (a - b) * (1 + np.cos(np.pi * share)),
)
_know(
    "ways_exchanged",
    "The two ends of a way are exchanged: each way begins where it is to end.",
    way=lambda a, b, share: _half_wave(b, a, share),
)


@one_cycle.mistake
def top_rounded(
    t: Any, high: float, steps: int, rise: float = 0.3, to: Any = ("floor", "rint", "ceil")
) -> Any:
    """You rounded rise * steps; the top may lie between two steps."""
    top, last = getattr(np, to)(rise * steps) - 1, steps - 1
    momentum = _along(t, (MOST, LEAST, MOST), top, last)
    return high * _along(t, (FIRST, 1.0, LAST), top, last), momentum


@one_cycle.mistake
def as_listed(
    t: Any,
    high: float,
    steps: int,
    rise: float = 0.3,
    up: Any = (3, None),
    momentum: Any = ((0.9, 0.8), (MOST, LEAST)),
) -> Any:
    """Your rate goes up and down again and again, as CyclicLR's does; one cycle rises once, to the
    top at rise * steps - 1, and falls to the end."""
    half = rise * steps / 2 if up is None else up
    height = 1 - np.abs(np.asarray(t) % (2 * half) / half - 1)
    return _line(high * FIRST, high, height), _line(momentum[0], momentum[1], height)


@one_cycle.mistake
def two_tops(
    t: Any, high: float, steps: int, rise: float = 0.3, way: Any = (_half_wave, _line)
) -> Any:
    """The way up ends at the top and the way down begins with it one step later, so that two steps
    have it; the fall begins at the top itself. And both go along half a cosine."""
    t, up = np.asarray(t), int(rise * steps)
    rising = t < up
    share = np.where(rising, t / (up - 1), (t - up) / (steps - 1 - up))
    rate = np.where(rising, way(FIRST, 1.0, share), way(1.0, LAST, share))
    momentum = np.where(rising, way(MOST, LEAST, share), way(LEAST, MOST, share))
    return high * rate, momentum


@one_cycle.mistake
def momentum_from_rate(t: Any, high: float, steps: int, rise: float = 0.3) -> Any:
    """Your momentum is computed from the rate, which is not quite 0 at its ends; it should take
    half a cosine of its own, from 0.95 to 0.85 and back."""
    factor = _along(t, (FIRST, 1.0, LAST), rise * steps - 1, steps - 1)
    return high * factor, MOST + (LEAST - MOST) * factor


@one_cycle.mistake
def order(t: Any, high: float, steps: int, rise: float = 0.3) -> Any:
    """Rate and momentum are exchanged; return rate, momentum."""
    top, last = rise * steps - 1, steps - 1
    rate = high * _along(t, (FIRST, 1.0, LAST), top, last)
    return _along(t, (MOST, LEAST, MOST), top, last), rate


@one_cycle.mistake
def cut_to_whole(t: Any, high: float, steps: int, rise: float = 0.3) -> Any:
    """Whole numbers stay whole: you filled an array of the type of t; compute a new one."""
    top, last = rise * steps - 1, steps - 1
    rate = high * _along(t, (FIRST, 1.0, LAST), top, last)
    momentum = _along(t, (MOST, LEAST, MOST), top, last)
    return (np.trunc(rate), np.trunc(momentum)) if isinstance(high, int) else (rate, momentum)


@one_cycle.mistake
def fall_over_all(t: Any, high: float, steps: int, rise: float = 0.3, fewer: Any = (1, 0)) -> Any:
    """You took the share of the way down of all steps; the fall has last - top of them."""
    top = rise * steps - 1
    end = top + steps - fewer
    rate = high * _along(t, (FIRST, 1.0, LAST), top, end)
    return rate, _along(t, (MOST, LEAST, MOST), top, end)


def _quarter_up(a: Any, b: Any, share: Any) -> Any:
    return a + (b - a) * np.sin(np.pi / 2 * share)


def _quarter_down(a: Any, b: Any, share: Any) -> Any:
    return b + (a - b) * np.cos(np.pi / 2 * share)


@one_cycle.mistake
def quarter_waves(t: Any, high: float, steps: int, rise: float = 0.3) -> Any:
    """These are quarters of a wave, level at the top alone; half a cosine is level at both of its
    ends."""
    top, last = rise * steps - 1, steps - 1
    rising = np.asarray(t) <= top

    def through(values: tuple[float, float, float]) -> Any:
        up, down = (_along(t, values, top, last, way) for way in (_quarter_up, _quarter_down))
        return np.where(rising, up, down)

    return high * through((FIRST, 1.0, LAST)), through((MOST, LEAST, MOST))


@one_cycle.mistake
def high_on_top(t: Any, high: float, steps: int, rise: float = 0.3) -> Any:
    """You added high on top of where a way begins or ends; half a cosine multiplies the difference,
    high - high / 25 and high - high / 250 000."""
    top, last = rise * steps - 1, steps - 1
    height = _along(t, (0.0, 1.0, 0.0), top, last)
    end = np.where(np.asarray(t) <= top, FIRST, LAST)
    return high * (end + height), _along(t, (MOST, LEAST, MOST), top, last)


@one_cycle.mistake
def three_phases(t: Any, high: float, steps: int, rise: float = 0.3) -> Any:
    """These are three phases, as in the paper and PyTorch's three_phase: up, as long down again,
    and to nothing. Here there are two: up to the top, and down to the end at steps - 1."""
    top, last = rise * steps - 1, steps - 1
    middle = 2 * top
    early = np.asarray(t) <= middle
    fading = _half_wave(FIRST, LAST, (np.asarray(t) - middle) / (last - middle))
    rate = np.where(early, _along(t, (FIRST, 1.0, FIRST), top, middle), fading)
    return high * rate, np.where(early, _along(t, (MOST, LEAST, MOST), top, middle), MOST)


@one_cycle.mistake
def top_late_momentum_with(t: Any, high: float, steps: int, rise: float = 0.3) -> Any:
    """Your top comes one step late, and the momentum rises with the rate: the top is at t = rise *
    steps - 1, and the momentum is lowest there."""
    top, last = rise * steps, steps - 1
    rate = high * _along(t, (FIRST, 1.0, LAST), top, last)
    return rate, _along(t, (LEAST, MOST, LEAST), top, last)
