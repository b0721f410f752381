"""Limits of a logarithmic axis, on the page and in a still: whole decades about the numbers."""

import math
from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter


def log_limits(
    values: np.ndarray, runaway: float = math.inf, decades: float = math.inf
) -> tuple[float, float]:
    """Return limits at whole decades about the positive numbers; (0.1, 1) where there is none.

    Args:
        values: any numbers; those that are not positive or not finite do not count.
        runaway: so many times the median is the top at most.
        decades: how many decades the limits span at most.
    """
    shown = np.sort(values[np.isfinite(values) & (values > 0)])
    if not len(shown):
        return 0.1, 1.0
    most = min(float(shown[-1]), runaway * float(shown[len(shown) // 2]))
    top = math.ceil(math.log10(most) - 1e-6)
    lowest = math.floor(math.log10(float(shown[0])) + 1e-6)
    bottom = max(min(lowest, top - 1), top - decades)
    return 10.0**bottom, 10.0**top


def set_log(
    axes: Axes, values: Iterable[np.ndarray], runaway: float = math.inf, decades: float = math.inf
) -> None:
    """Make the y axis logarithmic, with room for the values and labels at whole decades alone."""
    axes.set_yscale("log", nonpositive="mask")
    axes.yaxis.set_minor_formatter(NullFormatter())
    every = np.concatenate([np.ravel(v) for v in values])
    axes.set_ylim(log_limits(every.astype(float), runaway, decades))
