"""What a range test says: two bounds for a cycle, and a rate to begin with."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import unpack
from trainlab.checks.question import Answer, Case, question

#: The share of the fall that has to be won, or lost again.
TENTH = 0.1
Three = tuple[Any, Any, Any]
RETURNS = (Output("low"), Output("high"), Output("pick"))


def _beside_own_high(bounds: Answer, /, rates: Array, losses: Array) -> Three:
    """Return the bounds and the pick, which is right too where it is half of the high beside it.

    So a high at another rate costs the points of high alone.
    """
    right = range_bounds.answer(rates, losses)[2]
    low, high, pick = unpack(RETURNS, bounds(rates, losses)).values()
    is_rate = high.shape == () and np.isin(high, rates)
    half = is_rate and pick.shape == () and np.isclose(pick, high / 2, rtol=1e-7, atol=0)
    return low, high, right if half else pick


@question(
    "ps4/range_bounds",
    returns=RETURNS,
    drive=_beside_own_high,
    section="lecture 08, section 7",
    hints=(
        "Look at three losses: the first, the lowest, and their difference, the fall.",
        "low is the first rate at which a tenth of the fall is won; high the first one *from the "
        "lowest on* at which a tenth of it is lost again, or the last rate of all.",
        "i = losses.argmin(), fall = losses[0] - losses[i]; low is rates[np.argmax(losses <= "
        "losses[0] - fall / 10)]; lost = losses[i:] >= losses[i] + fall / 10, and high is rates[i "
        "+ np.argmax(lost)] if lost.any(), else rates[-1]; the pick is high / 2.",
    ),
)
def range_bounds(rates: Array, losses: Array) -> tuple[float, float, float]:
    """Return them by going along the curve, and back from its end."""
    lowest = min(range(len(losses)), key=lambda i: losses[i])
    won = (losses[0] - losses) / (losses[0] - losses[lowest])
    low = next(rate for rate, share in zip(rates, won, strict=True) if share >= TENTH - 1e-12)
    high = rates[-1]
    for i in range(len(losses) - 1, lowest, -1):
        if won[i] <= 1 - TENTH + 1e-12:
            high = rates[i]
    return float(low), float(high), float(high / 2)


def _curve(
    rng: np.random.Generator, low: int, lowest: int, high: int | None, left: float = 0.6
) -> dict[str, Array]:
    """Return rates and losses that begin to fall, are lowest and shoot up at these steps.

    Between, the loss goes in straight lines, so that no other step is near a bound. Of the first
    loss about this share is left at the lowest.
    """
    first, count = rng.uniform(2.0, 3.0), 60
    least = first * left * rng.uniform(0.98, 1.02)
    fall = first - least
    corners = [(0, 1.0), (low - 1, 0.97), (low, 0.85), (lowest, 0.0)]
    if high is None:
        corners += [(count - 1, 0.06)]
    else:
        corners += [(high - 1, 0.06), (high, 0.12), (count - 1, 3.0)]
    steps, shares = np.array(corners).T
    losses = least + fall * np.interp(np.arange(count), steps, shares)
    return {"rates": np.geomspace(1e-5, rng.uniform(4, 8), count), "losses": losses}


@range_bounds.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("a curve of 60 steps", _curve(rng, 12, 30, 42))
    yield Case("a loss that falls late", _curve(rng, 31, 37, 48, left=0.1))
    wavy = _curve(rng, 14, 30, 45)
    wavy["losses"][5] = wavy["losses"][0] * 1.3
    wavy["losses"][20] = wavy["losses"][0] - 0.02
    wavy["losses"][[34, 50]] = np.interp([0.05, 0.03], [0, 1], wavy["losses"][[30, 0]])
    yield Case("a loss that rises now and then", wavy)
    yield Case("a loss that never shoots up", _curve(rng, 12, 30, None))
    if not thorough:
        return
    lost = _curve(rng, 12, 30, 42)
    lost["losses"][50:] = np.inf
    yield Case("a loss that ends in inf", lost)
    at_once = _curve(rng, 12, 30, 42)
    at_once["losses"][42:] = np.inf
    yield Case("a loss that is inf at once", at_once)
    end = _curve(rng, 12, 30, 42)
    yield Case("lowest at the end", {name: part[:31] for name, part in end.items()})
    twice = _curve(rng, 12, 30, 52)
    twice["losses"][[34, 48]] = 0.8 * twice["losses"][0]
    twice["losses"][44] = twice["losses"][30]
    yield Case("a lowest loss that comes twice", twice)
    below = _curve(rng, 12, 30, 42)
    yield Case("losses below 0", below | {"losses": below["losses"] - 9.0})
    small = _curve(rng, 12, 30, 42)
    yield Case("a small fall", small | {"losses": small["losses"] / 100 + 7.0})
    equal = _curve(rng, 12, 30, 42)
    equal["rates"] = np.linspace(0.01, 3.0, 60)
    yield Case("rates by equal differences", equal)
    whole = {"rates": np.arange(1, 9), "losses": np.array([30, 29, 28, 12, 10, 11, 12, 60])}
    yield Case("exactly a tenth", whole)


def _first(true: Any, otherwise: int) -> int:
    """Return where the first is true, or otherwise."""
    return int(np.argmax(true)) if np.any(true) else otherwise


def _low(losses: Array) -> int:
    fall = losses[0] - losses.min()
    return _first(losses <= losses[0] - fall / 10, 0)


def _high(losses: Array) -> int:
    i = int(losses.argmin())
    fall = losses[0] - losses[i]
    return i + _first(losses[i:] >= losses[i] + fall / 10, len(losses) - 1 - i)


def _know(
    name: str,
    diagnosis: str,
    low: Callable[[Array], int] = _low,
    high: Callable[[Array], int] = _high,
    pick: Callable[[Array, Array, int, int], Any] = lambda rates, losses, low, high: (
        rates[high] / 2
    ),
) -> None:
    """Know a wrong place of low or high, (losses), or a wrong pick (rates, losses, low, high)."""

    def answer(rates: Array, losses: Array) -> Any:
        i, j = low(losses), high(losses)
        return rates[i], rates[j], pick(rates, losses, i, j)

    range_bounds.know(name, diagnosis, answer)


def _bounded(share: float, of: Callable[[Array], Any]) -> Callable[[Array], int]:
    """Return the place of low where a share of something else has to be won."""
    return lambda losses: _first(losses <= losses[0] - share * of(losses), 0)


def _lost(share: float, of: Callable[[Array], Any]) -> Callable[[Array], int]:
    """Return the place of high where a share of something else has to be lost."""

    def place(losses: Array) -> int:
        i = int(losses.argmin())
        return i + _first(losses[i:] >= losses[i] + share * of(losses), len(losses) - 1 - i)

    return place


def _fall(losses: Array) -> Any:
    return losses[0] - losses.min()


def _high_from_the_start(losses: Array) -> int:
    fall = losses[0] - losses.min()
    return _first(losses >= losses.min() + fall / 10, len(losses) - 1)


def _high_of_last_minimum(losses: Array) -> int:
    i = len(losses) - 1 - int(losses[::-1].argmin())
    fall = losses[0] - losses[i]
    return i + _first(losses[i:] >= losses[i] + fall / 10, len(losses) - 1 - i)


def _high_not_shifted(losses: Array) -> int:
    return _high(losses) - int(losses.argmin())


def _high_if_none(losses: Array) -> int:
    i = int(losses.argmin())
    return i + int(np.argmax(losses[i:] >= losses[i] + _fall(losses) / 10))


def _high_one_early(losses: Array) -> int:
    high = _high(losses)
    return high - int(losses[high] >= losses.min() + _fall(losses) / 10)


def _low_before_the_last_high(losses: Array) -> int:
    above = np.flatnonzero(losses[: losses.argmin()] > losses[0] - _fall(losses) / 10)
    return int(above[-1]) + 1


def _high_after_the_last_low(losses: Array) -> int:
    i = int(losses.argmin())
    below = np.flatnonzero(losses[i:] < losses[i] + _fall(losses) / 10)
    return min(i + int(below[-1]) + 1, len(losses) - 1)


def _sorted_place(losses: Array, bound: float) -> int:
    return int(np.searchsorted(losses, bound))


_know(
    "tenth_of_first",
    "You asked for a tenth of the first loss; what counts is a tenth of the fall, the first loss "
    "less the lowest.",
    _bounded(0.1, lambda losses: losses[0]),
    _lost(0.1, lambda losses: losses[0]),
)
_know(
    "low_by_tenth_of_first",
    "Your low is where a tenth of the first loss is won; a tenth of the fall counts, the first "
    "loss less the lowest.",
    _bounded(0.1, lambda losses: losses[0]),
)
_know(
    "high_by_tenth_of_lowest",
    "Your high is where the loss is a tenth above the lowest; what counts is a tenth of the fall.",
    high=_lost(0.1, lambda losses: losses.min()),
)
_know(
    "half_the_fall",
    "You asked for half of the fall; a tenth counts.",
    _bounded(0.5, _fall),
    _lost(0.5, _fall),
)
_know(
    "hundredth",
    "You asked for a hundredth of the fall; a tenth counts.",
    _bounded(0.01, _fall),
    _lost(0.01, _fall),
)
_know(
    "low_at_nine_tenths",
    "Your low is where nine tenths of the fall are won; it should be where one tenth is.",
    _bounded(0.9, _fall),
)
_know(
    "low_any_fall",
    "Your low is the first rate at which the loss is below the first; a tenth of the fall has to "
    "be won.",
    lambda losses: _first(losses < losses[0], 0),
)
_know(
    "low_is_the_first",
    "Your low is the first rate of all; it should be the one at which a tenth of the fall is won.",
    lambda losses: 0,
)
_know(
    "low_is_the_lowest",
    "Your low is the rate of the lowest loss; it should be where the fall begins.",
    lambda losses: int(losses.argmin()),
    pick=lambda rates, losses, low, high: rates[high] / 2,
)
_know(
    "low_one_early",
    "Your low is one step too early: it is the first rate at which a tenth is won, not the one "
    "before.",
    lambda losses: max(_low(losses) - 1, 0),
)
_know(
    "low_for_good",
    "Your low is where the loss stays below; it should be where a tenth of the fall is won for the "
    "first time.",
    _low_before_the_last_high,
)
_know(
    "low_last_not_won",
    "Your low is the last rate before the lowest loss at which less than a tenth of the fall is "
    "won; it should be the first at which a tenth is.",
    lambda losses: _low_before_the_last_high(losses) - 1,
)
_know(
    "high_for_good",
    "Your high is where the loss stays above; it should be where a tenth of the fall is lost for "
    "the first time.",
    high=_high_after_the_last_low,
)
_know(
    "bounds_for_good",
    "Your low is where the loss stays below, and high where it stays above; both are where that is "
    "so for the first time.",
    _low_before_the_last_high,
    _high_after_the_last_low,
)
_know(
    "bisection",
    "You searched by halves, as np.searchsorted does, in losses that go up and down; look for the "
    "first that is beyond.",
    lambda losses: _sorted_place(-losses[: losses.argmin() + 1], _fall(losses) / 10 - losses[0]),
    lambda losses: (
        int(losses.argmin())
        + min(
            _sorted_place(losses[losses.argmin() :], losses.min() + _fall(losses) / 10),
            len(losses) - 1 - int(losses.argmin()),
        )
    ),
)
_know(
    "high_is_the_lowest",
    "Your high is the rate of the lowest loss; it should be where, past that, a tenth of the fall "
    "is lost.",
    high=lambda losses: int(losses.argmin()),
)
_know(
    "high_is_the_last",
    "Your high is the last rate; it should be the first one past the lowest at which a tenth is "
    "lost, and the last only where there is none.",
    high=lambda losses: len(losses) - 1,
)
_know(
    "high_from_the_start",
    "You searched high from the first step, where the loss is high as well; search from the lowest "
    "on.",
    high=_high_from_the_start,
)
_know(
    "high_not_shifted",
    "You searched high from the lowest on, and took that index for one of all rates; add the index "
    "of the lowest.",
    high=_high_not_shifted,
)
_know(
    "high_at_nine_tenths",
    "Your high is where nine tenths of the fall are lost; it should be where one tenth is.",
    high=_lost(0.9, _fall),
)
_know(
    "high_above_the_first",
    "Your high is where the loss is above the first again; it should be where a tenth of the fall "
    "is lost.",
    high=_lost(1.0, _fall),
)
_know(
    "high_of_none",
    "Where no tenth is lost, np.argmax gives 0, the lowest itself; high is then the last rate: ask "
    "lost.any() first.",
    high=_high_if_none,
)
_know(
    "last_of_two",
    "A lowest loss that comes twice: high is searched from the first of them.",
    high=_high_of_last_minimum,
)
_know(
    "strictly",
    "Where exactly a tenth is won or lost, that is it: <= and >=, not < and >.",
    lambda losses: _first(losses < losses[0] - _fall(losses) / 10, 0),
    lambda losses: (
        int(losses.argmin())
        + _first(
            losses[losses.argmin() :] > losses.min() + _fall(losses) / 10,
            len(losses) - 1 - int(losses.argmin()),
        )
    ),
)
_know(
    "fall_to_last",
    "You took the fall from the first loss to the last; it is the first one less the lowest.",
    _bounded(0.1, lambda losses: abs(losses[0] - losses[-1])),
    _lost(0.1, lambda losses: abs(losses[0] - losses[-1])),
)
_know(
    "pick_is_high",
    "Your pick is high itself; it should be half of it, some way below the edge.",
    pick=lambda rates, losses, low, high: rates[high],
)
_know(
    "pick_is_lowest",
    "Your pick is the rate of the lowest loss, in a level stretch by chance; it should be half of "
    "high.",
    pick=lambda rates, losses, low, high: rates[losses.argmin()],
)
_know(
    "pick_half_of_lowest",
    "Your pick is half of the rate of the lowest loss; it should be half of high.",
    pick=lambda rates, losses, low, high: rates[losses.argmin()] / 2,
)
_know(
    "nearest",
    "You took the losses nearest to the bounds, which may be on the other side of these or "
    "elsewhere; take the first that is beyond.",
    lambda losses: int(np.argmin(np.abs(losses - losses[0] + _fall(losses) / 10))),
    lambda losses: (
        int(losses.argmin())
        + int(np.argmin(np.abs(losses[losses.argmin() :] - losses.min() - _fall(losses) / 10)))
    ),
)
_know(
    "pick_of_difference",
    "Your pick is half of high - low; it should be half of high.",
    pick=lambda rates, losses, low, high: (rates[high] - rates[low]) / 2,
)
_know(
    "pick_in_the_middle",
    "Your pick is the mean of the bounds; it should be half of high.",
    pick=lambda rates, losses, low, high: (rates[low] + rates[high]) / 2,
)
_know(
    "pick_between",
    "Your pick is the geometric mean of the bounds; it should be half of high.",
    pick=lambda rates, losses, low, high: np.sqrt(rates[low] * rates[high]),
)
_know(
    "pick_a_tenth",
    "Your pick is a tenth of high; it should be half of it.",
    pick=lambda rates, losses, low, high: rates[high] / 10,
)
_know(
    "pick_of_half_the_steps",
    "Your pick is the rate at half of the steps to high; it should be half of the rate high.",
    pick=lambda rates, losses, low, high: rates[high // 2],
)
_know(
    "pick_tenth_of_lowest",
    "Your pick is a tenth of the rate of the lowest loss; it should be half of high.",
    pick=lambda rates, losses, low, high: rates[losses.argmin()] / 10,
)
_know(
    "high_one_early_pick_between",
    "Your high is one step too early, and the pick is the geometric mean of the bounds; high is "
    "the first rate at which a tenth is lost, and the pick half of it.",
    high=_high_one_early,
    pick=lambda rates, losses, low, high: np.sqrt(rates[low] * rates[high]),
)
_know(
    "low_at_nine_tenths_pick_in_the_middle",
    "Your low is where nine tenths of the fall are won, and the pick is the mean of the bounds; "
    "low is where one tenth is won, and the pick is half of high.",
    _bounded(0.9, _fall),
    pick=lambda rates, losses, low, high: (rates[low] + rates[high]) / 2,
)
_know(
    "pick_steepest",
    "Your pick is where the loss falls fastest, the cautious one; it should be half of high.",
    pick=lambda rates, losses, low, high: rates[np.argmin(np.diff(losses[: losses.argmin() + 1]))],
)


@range_bounds.mistake
def by_logarithm(rates: Array, losses: Array) -> Any:
    """You took the tenth of the fall of the logarithm; it is that of the loss itself."""
    logs = np.log10(losses)
    high = rates[_high(logs)]
    return rates[_low(logs)], high, high / 2


@range_bounds.mistake
def high_one_early(rates: Array, losses: Array, of_none_too: Any = (False, True)) -> Any:
    """Your high is one step too early: it is the first rate at which a tenth is lost, not the last
    at which it is not."""
    high = rates[_high(losses) - 1 if of_none_too else _high_one_early(losses)]
    return rates[_low(losses)], high, high / 2


@range_bounds.mistake
def fall_from_largest(
    rates: Array, losses: Array, before_lowest: Any = (False, True), from_it_on: Any = (False, True)
) -> Any:
    """You took the fall from the largest loss; it is the first one less the lowest."""
    largest = (losses[: losses.argmin() + 1] if before_lowest else losses).max()
    tenth = (largest - losses.min()) / 10
    start = largest if from_it_on else losses[0]
    high = rates[_lost(1.0, lambda _: tenth)(losses)]
    return rates[_first(losses <= start - tenth, 0)], high, high / 2


@range_bounds.mistake
def low_steepest(
    rates: Array,
    losses: Array,
    by_logarithm: Any = (True, False),
    to_the_lowest: Any = (True, False),
) -> Any:
    """Your low is where the loss falls fastest; it should be where a tenth of the fall is won for
    the first time."""
    end = int(losses.argmin()) + 1 if to_the_lowest else len(losses)
    steps = np.diff(np.log(rates[:end])) if by_logarithm else np.ones(end - 1)
    high = rates[_high(losses)]
    return rates[np.nanargmin(np.diff(losses[:end]) / steps)], high, high / 2


@range_bounds.mistake
def smoothed(rates: Array, losses: Array) -> Any:
    """You smoothed the losses; the bounds are those of the losses as they are."""
    padded = np.concatenate([losses[:1], losses, losses[-1:]])
    mean = (padded[:-2] + padded[1:-1] + padded[2:]) / 3
    high = rates[_high(mean)]
    return rates[_low(mean)], high, high / 2


@range_bounds.mistake
def infinite_left_out(rates: Array, losses: Array) -> Any:
    """Losses that are inf are left out; such a loss is beyond every bound, so its rate may be
    high."""
    finite = np.isfinite(losses)
    high = rates[finite][_high(losses[finite])]
    return rates[_low(losses)], high, high / 2


@range_bounds.mistake
def infinite_as_zero(rates: Array, losses: Array) -> Any:
    """inf became 0, as np.nan_to_num can make it, and that is now the lowest loss; inf is larger
    than every other, so leave it as it is."""
    losses = np.where(np.isfinite(losses), losses, 0.0)
    high = rates[_high(losses)]
    return rates[_low(losses)], high, high / 2


@range_bounds.mistake
def indices(rates: Array, losses: Array) -> Any:
    """These are the numbers of the steps; return the rates there."""
    high = _high(losses)
    return _low(losses), high, high / 2


@range_bounds.mistake
def losses_there(rates: Array, losses: Array) -> Any:
    """These are the losses; return the rates at which they are so."""
    high = losses[_high(losses)]
    return losses[_low(losses)], high, high / 2


@range_bounds.mistake
def pick_before_high(rates: Array, losses: Array) -> Any:
    """high and the pick are exchanged; return low, high, pick."""
    high = rates[_high(losses)]
    return rates[_low(losses)], high / 2, high


@range_bounds.mistake
def bounds_exchanged(rates: Array, losses: Array) -> Any:
    """low and high are exchanged; return low, high, pick."""
    high = rates[_high(losses)]
    return high, rates[_low(losses)], high / 2
