"""What the pictures of experiments share: a canvas, distribution bands, labels at the line."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from trainlab.plots.palette import PALETTE


def canvas(
    columns: int = 1, rows: int = 1, width: float = 7.2, height: float = 3.6, **options: Any
) -> tuple[Figure, np.ndarray]:
    """Return a figure and its axes (columns * rows,), laid out so that labels have room.

    Args:
        columns, rows: of axes.
        width, height: in inches.
        **options: as in ``Figure.subplots``: sharex, sharey, width_ratios, ...
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, squeeze=False, **options).ravel()


def band(axes: Axes, x: np.ndarray, quantiles: np.ndarray, color: str, **line: Any) -> None:
    """Draw quantiles (5, N), as ``bands`` returns: middle 90%, middle half, median."""
    for low, high, alpha in ((0, 4, 0.15), (1, 3, 0.25)):
        axes.fill_between(x, quantiles[low], quantiles[high], color=color, alpha=alpha, linewidth=0)
    axes.plot(x, quantiles[2], color=color, **line)


def label(axes: Axes, text: str, x: float, y: float, color: str = "ink", **options: Any) -> None:
    """Write beside a mark, in its colour; x and y in data coordinates."""
    written: dict[str, Any] = {
        "xytext": (5, 0),
        "textcoords": "offset points",
        "va": "center",
        "fontsize": 9,
    }
    axes.annotate(text, (x, y), color=PALETTE.get(color, color), **(written | options))


def apart(positions: np.ndarray, gap: float) -> np.ndarray:
    """Return label positions (N,), moved as little as keeps them ``gap`` from one another."""
    order = np.argsort(positions)
    moved = np.array(positions, dtype=float)[order]
    steps = gap * np.arange(len(moved))
    # Isotonic regression of what is left after the gaps, by pooling runs that are out of order.
    runs: list[list[float]] = []
    for value in moved - steps:
        runs.append([value])
        while len(runs) > 1 and np.mean(runs[-2]) > np.mean(runs[-1]):
            runs[-2:] = [runs[-2] + runs[-1]]
    moved = np.repeat([np.mean(run) for run in runs], [len(run) for run in runs]) + steps
    placed: np.ndarray = moved[np.argsort(order)]
    return placed


def plain_ticks(axis: Axis) -> None:
    """Label a logarithmic axis of a decade or two at 1, 2, 5, 10, ..., as plain numbers."""
    axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter("{x:g}")
    axis.set_minor_formatter(NullFormatter())
