"""Intervals and bands of what a population shows: 95% where nothing else is said.

SciPy is imported where it is used, here and by experiments: it takes longer than they all do.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

#: Probability that an interval covers the true value.
CONFIDENCE = 0.95
#: Levels of a distribution band: the middle 90%, the middle half, the median.
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
#: How intervals are described in a result.
EXACT = "95% Clopper-Pearson (exact binomial) over networks"
BOOTSTRAPPED = "95% percentile bootstrap over networks"
OVER_DRAWS = "95% percentile bootstrap over draws of the data"


def clopper_pearson(
    successes: ArrayLike, trials: ArrayLike, confidence: float = CONFIDENCE
) -> tuple[np.ndarray, np.ndarray]:
    """Return bounds (low, high) of a probability, exact for any count of successes.

    Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
    binomial", 1934. Arguments broadcast.
    """
    from scipy.special import betaincinv

    k, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    tail = (1 - confidence) / 2
    low = np.where(k > 0, betaincinv(k, n - k + 1, tail), 0.0)
    high = np.where(k < n, betaincinv(k + 1, n - k, 1 - tail), 1.0)
    return low, high


def share_interval(count: int, of: int) -> tuple[float, float]:
    """Return the exact interval of one share, as numbers."""
    low, high = clopper_pearson(count, of)
    return float(low), float(high)


def bootstrap(
    values: ArrayLike,
    statistic: Callable[..., np.ndarray] = np.mean,
    resamples: int = 2000,
    seed: int = 0,
) -> tuple[np.ndarray, np.ndarray]:
    """Return bounds (low, high) of a statistic of values (E, ...), resampling the members E.

    Percentile bootstrap (Efron, "Bootstrap methods: another look at the jackknife", 1979).
    ``statistic`` takes ``axis``, like numpy.mean and numpy.median.
    """
    from scipy import stats

    found = stats.bootstrap(
        (np.asarray(values, dtype=float),),
        statistic,
        axis=0,
        confidence_level=CONFIDENCE,
        n_resamples=resamples,
        batch=max(1, 10_000_000 // np.size(values)),
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    return found.confidence_interval.low, found.confidence_interval.high


def bootstrap_interval(
    values: ArrayLike, statistic: Callable[..., np.ndarray] = np.mean, seed: int = 0
) -> tuple[float, float]:
    """Return the bootstrap's bounds (low, high) of one quantity of values (E,), as numbers."""
    low, high = bootstrap(values, statistic, seed=seed)
    return float(np.asarray(low)), float(np.asarray(high))


def median_interval(values: ArrayLike) -> tuple[float, float]:
    """Return the bootstrap's bounds (low, high) of the median of values (E,).

    A member that diverged may have the value inf; so may then a bound.
    """
    most = 1e30
    low, high = bootstrap_interval(np.minimum(values, most), np.median)
    return (low if low < most / 2 else np.inf), (high if high < most / 2 else np.inf)


def bands(values: ArrayLike) -> np.ndarray:
    """Return the quantiles ``LEVELS`` over the members of values (..., E), as (5, ...).

    NaN, a member that diverged, is left out.
    """
    quantiles: np.ndarray = np.nanquantile(np.asarray(values, dtype=float), LEVELS, axis=-1)
    return quantiles
