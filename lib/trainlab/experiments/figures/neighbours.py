"""Picture of networks on images and on a table, as they are, shuffled and moved."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas
from trainlab.experiments.statistics import bands
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE

_MARKS, _LINES = "os^", ("-", "--", "-.")


def neighbours(
    result: Result, *, kinds: Sequence[str], data: Sequence[str], margin: int
) -> Picture:
    """Draw accuracies in order and shuffled, and over how far digits have moved.

    Args:
        result: what is drawn.
        kinds: the networks.
        data: the data sets.
        margin: the farthest that a digit moved, in pixels.
    """
    figure, axes = canvas(3, width=9.0, height=3.3)
    axes[1].sharey(axes[0])
    for place, name in zip(axes, data, strict=False):
        _lost(place, result, name, kinds)
    shifts = np.arange(margin + 1)
    for kind, color, line, mark in zip(kinds, CYCLE, _LINES, _MARKS, strict=False):
        names = [_named(kind, shift) for shift in shifts.tolist()]
        values = np.stack([result.data[name] for name in names])
        band(axes[2], shifts, bands(values), color, linestyle=line, marker=mark, label=kind)
    axes[2].set(
        title="digits moved", xlabel="pixels", xticks=shifts, ylim=(0, 1.02), ylabel="accuracy"
    )
    axes[2].legend()
    return Picture(
        figure,
        "Left and middle: accuracy on unseen points that shuffling the inputs costs, in points; "
        "dots are draws of the data, marks their medians with 95% intervals. Right: accuracy on "
        "digits that have moved; median, middle half and middle 90% of the draws.",
        f"Two panels of what shuffling costs, one of accuracies. {result.verdict}",
    )


def _named(kind: str, shift: int) -> str:
    return f"digits, {kind}, moved by {shift}" if shift else f"digits, {kind}, in order"


def _lost(axes: Axes, result: Result, data: str, kinds: Sequence[str]) -> None:
    """Draw what shuffling costs each kind, in points: the draws, their median, its interval."""
    for place, (kind, color, mark) in enumerate(zip(kinds, CYCLE, _MARKS, strict=False)):
        name = f"{data}, {kind}, lost by shuffling"
        lost, middle = 100 * result.data[name], 100 * result.measured[name]
        around = 100 * np.abs(np.array(result.interval[name]) - result.measured[name])[:, None]
        axes.plot(np.full(len(lost), place - 0.2), lost, ".", color=color, alpha=0.6)
        axes.errorbar(place, middle, around, fmt=mark, color=color, capsize=3)
    axes.axhline(0, color=PALETTE["ink"], linewidth=0.8)
    axes.set(title=data, ylabel="points lost by shuffling", xlim=(-0.6, len(kinds) - 0.4))
    axes.set_xticks(range(len(kinds)), kinds)
