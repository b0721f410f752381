"""Which methods differ from a baseline, from the same starts, when several are compared with it."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.ps8.median import bounds
from trainlab.checks.question import Case, question


@question(
    "ps8/verdicts",
    returns=("low", "high", "verdict"),
    builds_on=("median_interval",),
    section="problem set 8, section 4",
    hints=(
        "Look at one column: the same start, trained by two methods. What does a hard start do to "
        "both losses, and what to their difference?",
        "Take the differences to row 0 column by column, an interval of their median, and ask on "
        "which side of 0 it lies. Of M - 1 intervals each may miss with (1 - level) / (M - 1).",
        "each = 1 - (1 - level) / (M - 1); d = results[m] - results[0], and 0 where both are inf; "
        "low, high, _ = median_interval(d, each); -1 if high < 0, 1 if low > 0, else 0.",
    ),
)
def verdicts(results: Array, level: float = 0.95) -> tuple[Array, Array, Array]:
    """Return them from the signs of what lies at the places that coins allow."""
    others = len(results) - 1
    low, high = np.array(
        [
            bounds(
                np.array([0.0 if a == b else a - b for a, b in zip(row, results[0], strict=True)]),
                1 - (1 - level) / others,
            )[:2]
            for row in results[1:]
        ]
    ).T
    return low, high, np.where(np.sign(low) == np.sign(high), np.sign(low), 0.0)


@verdicts.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def differences(count: int, lower: int) -> Array:
        """Return so many differences, so many of them below 0 and smaller, in any order."""
        sizes = np.where(np.arange(count) < lower, -0.3, 1.0) * rng.uniform(0.2, 0.4, count)
        return np.round(rng.permutation(sizes), 9)

    def against(*rows: Array) -> Array:
        """Return results of which the first row is the baseline's, from starts that differ much."""
        base = np.round(rng.uniform(1.0, 9.0, len(rows[0])), 9)
        return np.stack([base, *(base + row for row in rows)])

    # Of 20 values the 5th of each side covers 98.8%, and the 6th 95.9%.
    three = against(differences(20, 18), differences(20, 5), differences(20, 11))
    yield Case("three methods against a baseline, 20 starts", {"results": three, "level": 0.95})
    yield Case("one method that is worse, 12 starts",
               {"results": against(differences(12, 1)), "level": 0.95})  # fmt: skip
    if thorough:
        yield Case("too few starts", {"results": against(differences(4, 4)), "level": 0.95})
        yield Case("80%", {"results": against(differences(15, 11), differences(15, 4)),
                           "level": 0.8})  # fmt: skip
        bad = against(differences(14, 2), differences(14, 7), differences(14, 12))
        bad[:, 0] = bad[0, 1] = bad[1, 2] = bad[2, 3:12] = np.inf
        yield Case("trainings that diverged", {"results": bad, "level": 0.95})
        both = against(differences(9, 4))
        both[:, 2:] = np.inf
        yield Case("most starts diverge with both", {"results": both, "level": 0.95})
        equal = against(differences(16, 0))
        equal[1, rng.permutation(16)[:6]] = np.nan
        equal[1] = np.where(np.isnan(equal[1]), equal[0], equal[1])
        yield Case("some starts end alike", {"results": equal, "level": 0.95})
        whole = np.array([[5, 9, 4, 7, 6, 8, 3, 9], [4, 7, 3, 4, 5, 2, 1, 8]])
        yield Case("whole numbers", {"results": whole, "level": 0.95})
        six = against(*(differences(30, lower) for lower in (8, 9, 15, 21, 22)))
        yield Case("five methods against a baseline, 30 starts", {"results": six, "level": 0.95})
        sizes = against(differences(18, 17) * 2, differences(18, 2) * 2)
        yield Case("losses of either sign", {"results": sizes - 5, "level": 0.9})


def _differences(results: Array) -> Array:
    """Return the differences (M - 1, n) to row 0; 0 where both are infinite."""
    both = np.isinf(results[1:]) & np.isinf(results[0])
    with np.errstate(invalid="ignore"):
        return np.where(both, 0.0, results[1:] - results[0])


def _each(count: int, level: float) -> float:
    """Return the level of one of so many comparisons."""
    return 1 - (1 - level) / count


def _judged(low: Array, high: Array) -> Array:
    return (low > 0) * 1.0 - (high < 0)


def _intervals(rows: Array, level: float) -> tuple[Array, Array]:
    low, high = np.array([bounds(row, level)[:2] for row in rows]).T
    return low, high


def _of(rows: Array, level: float) -> tuple[Array, Array, Array]:
    low, high = _intervals(rows, level)
    return low, high, _judged(low, high)


@verdicts.mistake
def uncorrected(results: Array, level: float = 0.95) -> Any:
    """Each comparison has the level itself, so that among many one is soon won by chance; of M - 1
    comparisons each gets 1 - (1 - level) / (M - 1), and all are right together as often as
    level says."""
    return _of(_differences(results), level)


@verdicts.mistake
def by_methods(results: Array, level: float = 0.95) -> Any:
    """You shared the error out among all M methods; there are M - 1 comparisons, since the baseline
    is not compared with itself."""
    return _of(_differences(results), _each(len(results), level))


@verdicts.mistake
def by_starts(results: Array, level: float = 0.95) -> Any:
    """You shared the error out among the starts; it is the comparisons, M - 1, that may each go
    wrong."""
    return _of(_differences(results), _each(results.shape[1], level))


@verdicts.mistake
def by_pairs(results: Array, level: float = 0.95) -> Any:
    """You shared the error out among all pairs of methods; each is compared with the baseline
    alone, M - 1 comparisons."""
    return _of(_differences(results), _each(len(results) * (len(results) - 1) // 2, level))


@verdicts.mistake
def level_divided(results: Array, level: float = 0.95) -> Any:
    """You divided the level; it is the error that is shared out: 1 - (1 - level) / (M - 1)."""
    return _of(_differences(results), level / (len(results) - 1))


@verdicts.mistake
def level_ignored(results: Array, level: float = 0.95) -> Any:
    """You computed with 95% whatever is asked for; use the argument level."""
    return _of(_differences(results), _each(len(results) - 1, 0.95))


@verdicts.mistake
def unpaired(results: Array, level: float = 0.95, each: Any = (True, False)) -> Any:
    """You compared an interval of one method with that of the other, and lost the pairs: starts
    differ more than methods do. Take the difference from each start, then its interval."""
    level = _each(len(results) - 1, level) if each else level
    low, high = _intervals(results, level)
    with np.errstate(invalid="ignore"):
        low, high = low[1:] - high[0], high[1:] - low[0]
    return low, high, _judged(low, high)


@verdicts.mistake
def sorted_rows(results: Array, level: float = 0.95) -> Any:
    """You sorted the rows before you took differences, and lost the pairs: a column is one start.
    Take the difference first."""
    return _of(_differences(np.sort(results, axis=1)), _each(len(results) - 1, level))


@verdicts.mistake
def median_of_baseline(results: Array, level: float = 0.95) -> Any:
    """You took the median of the baseline away from every start; take away the baseline's own loss
    from the same start."""
    with np.errstate(invalid="ignore"):
        rows = results[1:] - np.median(results[0])
    return _of(rows, _each(len(results) - 1, level))


@verdicts.mistake
def other_sign(results: Array, level: float = 0.95, turned: Any = (False, True)) -> Any:
    """The difference has the other sign: it is the method's loss less the baseline's, negative
    where the method is better."""
    low, high, verdict = _of(-_differences(results), _each(len(results) - 1, level))
    return low, high, -verdict if turned else verdict


@verdicts.mistake
def verdict_turned(results: Array, level: float = 0.95) -> Any:
    """The verdict has the other sign: -1 where the method's loss is lower, 1 where it is higher."""
    low, high, verdict = _of(_differences(results), _each(len(results) - 1, level))
    return low, high, -verdict


@verdicts.mistake
def by_median(results: Array, level: float = 0.95, counted: Any = (False, True)) -> Any:
    """The verdict is that of the median alone, or of who has won more starts, which always says
    something; it is 0 where the interval holds 0."""
    rows = _differences(results)
    with np.errstate(invalid="ignore"):
        verdict = np.sign(np.sign(rows).sum(axis=1) if counted else np.median(rows, axis=1))
    return *_intervals(rows, _each(len(results) - 1, level)), verdict


@verdicts.mistake
def by_mean(results: Array, level: float = 0.95) -> Any:
    """The verdict is that of the mean alone, which always says something; it is 0 where the
    interval holds 0."""
    rows = _differences(results)
    with np.errstate(invalid="ignore"):
        verdict = np.sign(rows.mean(axis=1))
    return *_intervals(rows, _each(len(results) - 1, level)), verdict


@verdicts.mistake
def tie_is_nan(results: Array, level: float = 0.95) -> Any:
    """Where both have diverged the difference is inf - inf, which is nan, and you counted that
    against the method; it is a tie, 0."""
    with np.errstate(invalid="ignore"):
        rows = results[1:] - results[0]
    return _of(rows, _each(len(results) - 1, level))


@verdicts.mistake
def nan_bounds(results: Array, level: float = 0.95) -> Any:
    """Where both have diverged the difference is inf - inf, which is nan, and the bounds became
    nan; it is a tie, 0."""
    with np.errstate(invalid="ignore"):
        rows = results[1:] - results[0]
    low, high = _intervals(rows, _each(len(results) - 1, level))
    low, high = (np.where(np.isnan(rows).any(axis=1), np.nan, bound) for bound in (low, high))
    return low, high, _judged(low, high)


@verdicts.mistake
def tie_is_won(results: Array, level: float = 0.95) -> Any:
    """Where both have diverged you counted it for the method; it is a tie, 0."""
    with np.errstate(invalid="ignore"):
        rows = results[1:] - results[0]
    return _of(np.where(np.isnan(rows), -np.inf, rows), _each(len(results) - 1, level))


def _without(results: Array, level: float, kept: Callable[[Array], Array]) -> Any:
    with np.errstate(invalid="ignore"):
        rows = results[1:] - results[0]
    low, high = np.array(
        [bounds(row[kept(row)], _each(len(results) - 1, level))[:2] for row in rows]
    ).T
    return low, high, _judged(low, high)


@verdicts.mistake
def ties_dropped(results: Array, level: float = 0.95) -> Any:
    """You left out starts from which both have diverged; that is a tie, 0, and counts."""
    return _without(results, level, lambda row: ~np.isnan(row))


@verdicts.mistake
def diverged_dropped(results: Array, level: float = 0.95) -> Any:
    """You left out starts from which a training diverged, though that is the worst that can happen;
    the difference is infinite, and 0 where both have diverged."""
    return _without(results, level, np.isfinite)


@verdicts.mistake
def zeros_dropped(results: Array, level: float = 0.95) -> Any:
    """You left out starts from which both end alike; these speak for no difference, and count."""
    rows = _differences(results)
    low, high = np.array(
        [bounds(row[row != 0], _each(len(results) - 1, level))[:2] for row in rows]
    ).T
    return low, high, _judged(low, high)


@verdicts.mistake
def relative(results: Array, level: float = 0.95) -> Any:
    """You divided by the baseline's loss; the difference itself is asked for."""
    with np.errstate(all="ignore"):
        rows = _differences(results) / results[0]
    return _of(rows, _each(len(results) - 1, level))


@verdicts.mistake
def logarithms(results: Array, level: float = 0.95) -> Any:
    """You took the difference of logarithms; the difference of the losses is asked for."""
    with np.errstate(all="ignore"):
        rows = _differences(np.log(results))
    return _of(rows, _each(len(results) - 1, level))


@verdicts.mistake
def touching(results: Array, level: float = 0.95) -> Any:
    """An interval that ends at exactly 0 holds 0: the verdict is 0."""
    low, high = _intervals(_differences(results), _each(len(results) - 1, level))
    return low, high, np.where(high <= 0, -1.0, np.where(low >= 0, 1.0, 0.0))


@verdicts.mistake
def with_baseline(results: Array, level: float = 0.95) -> Any:
    """You compared the baseline with itself too; there are M - 1 verdicts, none for row 0."""
    rows = np.concatenate([np.zeros((1, results.shape[1])), _differences(results)])
    return _of(rows, _each(len(results) - 1, level))


@verdicts.mistake
def to_the_one_before(results: Array, level: float = 0.95) -> Any:
    """You compared each method with the one before it; row 0 is the baseline of all."""
    both = np.isinf(results[1:]) & np.isinf(results[:-1])
    with np.errstate(invalid="ignore"):
        rows = np.where(both, 0.0, results[1:] - results[:-1])
    return _of(rows, _each(len(results) - 1, level))


@verdicts.mistake
def last_is_baseline(results: Array, level: float = 0.95) -> Any:
    """You compared with the last row; the baseline is row 0."""
    rows = np.concatenate([results[-1:], results[:-1]])
    return _of(_differences(rows), _each(len(results) - 1, level))


@verdicts.mistake
def exchanged(results: Array, level: float = 0.95) -> Any:
    """The upper bounds come first; the order is low, high, verdict."""
    low, high, verdict = _of(_differences(results), _each(len(results) - 1, level))
    return high, low, verdict
