"""An interval of a median that supposes nothing of the values."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from math import comb
from statistics import NormalDist
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.question import Case, question

Bounds = tuple[Any, Any, Any]


def bounds(values: Array, level: float) -> tuple[float, float, float]:
    """Return low, high and coverage of the interval between two of the sorted values.

    The number of values below the median is the sum of n fair coins, whose distribution is that of
    one coin, n times convolved.
    """
    coins = np.ones(1)
    for _ in range(len(values)):
        coins = np.convolve(coins, (0.5, 0.5))
    found = -np.inf, np.inf, 1.0
    ordered = sorted(np.inf if np.isnan(v) else float(v) for v in values)
    for k in range(1, len(values) // 2 + 1):
        coverage = coins[k : len(coins) - k].sum()
        if coverage >= level - 1e-12:
            found = ordered[k - 1], ordered[-k], float(coverage)
    return found


@question(
    "ps8/median_interval",
    returns=("low", "high", "coverage"),
    section="problem set 8, section 3",
    hints=(
        "Look at the smallest and the largest of n values. The true median lies outside only "
        "where all n fell on one side of it: how probable is that?",
        "The number of values below the median is binomial, n fair coins. Between the k-th smallest"
        " and the k-th largest it lies unless fewer than k values are below, or fewer than k above."
        " Take the largest k whose coverage is still enough.",
        "coverage(k) = 1 - 2 * sum(comb(n, i) for i in range(k)) / 2**n; the largest k >= 1 with "
        "coverage(k) >= level; x = np.sort(values), low = x[k - 1], high = x[n - k].",
    ),
)
def median_interval(values: Array, level: float = 0.95) -> tuple[float, float, float]:
    """Return them from the distribution of n coins, by convolution."""
    return bounds(values, level)


@median_interval.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def values(count: int) -> Array:
        """Return skewed values in no order: neither the first nor the last are the outer ones."""
        drawn = np.sort(np.exp(rng.normal(size=count)))
        order = rng.permutation(count)
        outer = np.isin(order, (0, 1, count - 2, count - 1))
        order = np.concatenate([order[~outer], order[outer]])
        order = np.roll(order, len(order) // 3)
        return drawn[order]

    yield Case("20 values, 95%", {"values": values(20), "level": 0.95})
    yield Case("17 values, 95%", {"values": values(17), "level": 0.95})
    yield Case("17 values, 90%", {"values": values(17), "level": 0.9})
    if thorough:
        yield Case("5 values, too few for 95%", {"values": values(5), "level": 0.95})
        yield Case("6 values, just enough for 95%", {"values": values(6), "level": 0.95})
        yield Case("one value", {"values": values(1), "level": 0.95})
        yield Case("exactly the coverage asked for", {"values": values(5), "level": 0.9375})
        yield Case("two values, 50%", {"values": values(2), "level": 0.5})
        yield Case("20 values, 99%", {"values": values(20), "level": 0.99})
        yield Case("25 values, 80%", {"values": values(25), "level": 0.8})
        yield Case("200 values", {"values": values(200), "level": 0.95})
        bad = values(14)
        bad[[3, 7, 8]] = np.nan, np.inf, np.nan
        yield Case("trainings that diverged", {"values": bad, "level": 0.95})
        yield Case("most trainings diverged", {"values": np.array([np.nan, 2, np.nan, np.nan, 3.0,
                   np.nan, np.inf, 1.0]), "level": 0.95})  # fmt: skip
        ties = np.array([3, 1, 2, 2, 5, 2, 4, 2, 9, 2])
        yield Case("whole numbers, many alike", {"values": ties, "level": 0.95})
        yield Case("losses of either sign", {"values": values(17) - 1, "level": 0.95})


def _sorted(values: Array) -> Array:
    return np.sort(np.where(np.isnan(values), np.inf, values).astype(float))


@lru_cache
def _tails(n: int) -> list[float]:
    """Return, for k = 0 to n, the probability that fewer than k of n coins fall on one side."""
    return [sum_ / 2**n for sum_ in accumulate((comb(n, i) for i in range(n)), initial=0)]


def _below(n: int, k: int) -> float:
    return _tails(n)[k]


def _largest(n: int, level: float) -> int:
    """Return the largest k that covers enough, or 0."""
    return max((k for k in range(1, n // 2 + 1) if 1 - 2 * _below(n, k) >= level), default=0)


def _between(x: Array, k: int) -> Bounds:
    """Return the interval between the k-th smallest and the k-th largest; all numbers for k = 0."""
    return (x[k - 1], x[-k], 1 - 2 * _below(len(x), k)) if k else (-np.inf, np.inf, 1.0)


def _right(values: Array, level: float) -> Bounds:
    return _between(_sorted(values), _largest(len(values), level))


@median_interval.mistake
def percentiles(
    values: Array, level: float = 0.95, told: Any = (True, False), dropped: Any = (False, True)
) -> Any:
    """You took the middle of the values, in which most of the trainings lie; the median is known
    far better than one training is, and the interval shrinks as there are more."""
    x = np.asarray(values, dtype=float)
    x = x[~np.isnan(x)] if dropped else _sorted(x)
    with np.errstate(invalid="ignore"):
        low, high = np.quantile(x, [(1 - level) / 2, (1 + level) / 2])
    return low, high, level if told else _right(values, level)[2]


def _normal(level: float) -> float:
    """Return how many deviations of a normal distribution hold this much."""
    return NormalDist().inv_cdf((1 + level) / 2)


@median_interval.mistake
def normal(
    values: Array, level: float = 0.95, ddof: Any = (1, 0), clean: Any = (False, True)
) -> Any:
    """You went some standard errors to both sides of the mean: an interval of the mean, of values
    that are normal. Losses are skewed and some are infinite; count places among the sorted
    values."""
    x = _sorted(values) if clean else np.asarray(values, dtype=float)
    with np.errstate(all="ignore"):
        error = x.std(ddof=ddof) / np.sqrt(len(x)) if len(x) > ddof else np.nan
        middle = x.mean()
    z = _normal(level)
    return middle - z * error, middle + z * error, level


@median_interval.mistake
def one_further_in(values: Array, level: float = 0.95) -> Any:
    """You went one place too far in, to the first k whose coverage is too small; take the largest k
    that still covers enough."""
    n = len(values)
    k = _largest(n, level)
    return _between(_sorted(values), min(k + 1, (n + 1) // 2) if k else 0)


@median_interval.mistake
def one_further_out(values: Array, level: float = 0.95) -> Any:
    """You stayed one place too far out: k counts from 1, so that the k-th smallest is x[k - 1], and
    the largest k that covers enough gives the shortest interval."""
    k = _largest(len(values), level)
    return _between(_sorted(values), max(k - 1, 0))


@median_interval.mistake
def widest(values: Array, level: float = 0.95) -> Any:
    """You took the smallest and the largest value, which cover more than was asked for; go inwards
    as long as the coverage is enough."""
    return _between(_sorted(values), min(_largest(len(values), level), 1))


@median_interval.mistake
def level_returned(values: Array, level: float = 0.95) -> Any:
    """You returned the level asked for as the coverage; between two of the values the interval
    covers more than that, and how much can be computed."""
    return *_right(values, level)[:2], level


@median_interval.mistake
def one_sided(values: Array, level: float = 0.95, each: Any = (False, True)) -> Any:
    """You left out one tail: the median may lie below the interval or above it, and both
    probabilities count."""
    x, n = _sorted(values), len(values)
    k = max((k for k in range(1, n // 2 + 1) if 1 - _below(n, k) >= level), default=0)
    if not k:
        return -np.inf, np.inf, 1.0
    return x[k - 1], x[-k], 1 - (1 + each) * _below(n, k)


@median_interval.mistake
def tail_forgotten_in_coverage(values: Array, level: float = 0.95) -> Any:
    """The coverage lacks one of two tails: it is 1 less twice the probability of one."""
    low, high, coverage = _right(values, level)
    return low, high, (1 + coverage) / 2


@median_interval.mistake
def range_for_few(values: Array, level: float = 0.95, told: Any = (False, True)) -> Any:
    """Where there are too few values you gave the smallest and the largest, which cover less than
    was asked for; nothing does, and the honest interval is -inf to inf, with coverage 1."""
    x, n = _sorted(values), len(values)
    k = _largest(n, level)
    if k:
        return _between(x, k)
    return x[0], x[-1], 1.0 if told else max(1 - 2 * _below(n, 1), 0.0)


@median_interval.mistake
def nan_for_few(values: Array, level: float = 0.95) -> Any:
    """Where there are too few values you gave nan; the interval is -inf to inf, which always covers
    the median: coverage 1."""
    return _right(values, level) if _largest(len(values), level) else (np.nan, np.nan, np.nan)


@median_interval.mistake
def coverage_of_few(values: Array, level: float = 0.95, what: Any = (0.0, "level")) -> Any:
    """From -inf to inf the interval always covers the median: its coverage is 1."""
    low, high, coverage = _right(values, level)
    few = level if what == "level" else what
    return low, high, coverage if np.isfinite(low) or _largest(len(values), level) else few


@median_interval.mistake
def nan_dropped(values: Array, level: float = 0.95) -> Any:
    """You left out what diverged, and made the method better than it is; a training of nan is
    infinitely bad, and counts: np.inf."""
    return _right(np.asarray(values, float)[~np.isnan(values)], level)


@median_interval.mistake
def nan_and_inf_dropped(values: Array, level: float = 0.95) -> Any:
    """You left out what is not finite, and made the method better than it is; a training that
    diverged is infinitely bad, and counts: np.inf."""
    return _right(np.asarray(values, float)[np.isfinite(values)], level)


@median_interval.mistake
def nan_is_small(values: Array, level: float = 0.95, what: Any = (-np.inf, 0.0)) -> Any:
    """A training of nan became one of the best; it is infinitely bad: np.inf."""
    return _right(np.where(np.isnan(values), what, values), level)


@median_interval.mistake
def nan_kept(values: Array, level: float = 0.95) -> Any:
    """A bound is nan where the interval reaches what diverged; a training of nan is infinitely bad:
    np.inf."""
    return _between(np.sort(np.asarray(values, float)), _largest(len(values), level))


@median_interval.mistake
def unsorted(values: Array, level: float = 0.95) -> Any:
    """You took the k-th of the values as they came; sort them first."""
    x = np.where(np.isnan(values), np.inf, values).astype(float)
    return _between(x, _largest(len(values), level))


@median_interval.mistake
def approximate(
    values: Array,
    level: float = 0.95,
    told: Any = (True, False),
    rounding: Any = (np.floor, np.round),
) -> Any:
    """You took the place of the bounds from a normal distribution; of few values that is not exact,
    and the binomial distribution is at hand: math.comb."""
    x, n = _sorted(values), len(values)
    k = int(rounding(n / 2 - _normal(level) * np.sqrt(n) / 2))
    if k < 1:
        return -np.inf, np.inf, 1.0
    k = min(k, n)
    return x[k - 1], x[n - k], level if told else 1 - 2 * _below(n, k)


@median_interval.mistake
def strictly_more(values: Array, level: float = 0.95) -> Any:
    """A coverage that is exactly the level is enough: >=, not >."""
    n = len(values)
    enough = (k for k in range(1, n // 2 + 1) if 1 - 2 * _below(n, k) > level)
    return _between(_sorted(values), max(enough, default=0))


@median_interval.mistake
def tail_one_more(values: Array, level: float = 0.95) -> Any:
    """The tail has one term too many: fewer than k of n is i = 0 to k - 1."""
    x, n = _sorted(values), len(values)
    k = max((k for k in range(n // 2 + 1) if 1 - 2 * _below(n, k + 1) >= level), default=0)
    return (x[k - 1], x[-k], 1 - 2 * _below(n, k + 1)) if k else (-np.inf, np.inf, 1.0)


@median_interval.mistake
def level_is_error(values: Array, level: float = 0.95) -> Any:
    """You took the level for the probability of an error: 0.95 is how often the interval is to
    cover."""
    return _right(values, 1 - level)


@median_interval.mistake
def level_ignored(values: Array, level: float = 0.95) -> Any:
    """You computed with 95% whatever is asked for; use the argument level."""
    return _right(values, 0.95)


@median_interval.mistake
def exchanged(values: Array, level: float = 0.95) -> Any:
    """The upper bound comes first; the order is low, high, coverage."""
    low, high, coverage = _right(values, level)
    return high, low, coverage


@median_interval.mistake
def high_one_off(values: Array, level: float = 0.95) -> Any:
    """The upper bound is one place too far out; with n sorted values the k-th largest is x[n - k],
    as the k-th smallest is x[k - 1]."""
    x, k = _sorted(values), _largest(len(values), level)
    low, high, coverage = _between(x, k)
    return low, x[-k + 1] if k > 1 else high, coverage


@median_interval.mistake
def high_one_in(values: Array, level: float = 0.95) -> Any:
    """The upper bound is one place too far in; with n sorted values the k-th largest is x[n - k],
    as the k-th smallest is x[k - 1]."""
    x, k = _sorted(values), _largest(len(values), level)
    low, high, coverage = _between(x, k)
    return low, x[max(len(x) - k - 1, 0)] if k else high, coverage


@median_interval.mistake
def low_one_in(values: Array, level: float = 0.95) -> Any:
    """The lower bound is one place too far in: places count from 0, and the k-th smallest is
    x[k - 1]."""
    x, k = _sorted(values), _largest(len(values), level)
    low, high, coverage = _between(x, k)
    return x[k] if k else low, high, coverage
