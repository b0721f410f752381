"""Picture of networks on images and on a table, as they are, shuffled and moved."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas
from trainlab.experiments.statistics import bands
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE

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
    figure, axes = canvas(3, width=9.0, height=3.6, sharey=True)
    for place, name in zip(axes, data, strict=False):
        _orders(place, result, name, kinds)
    shifts = np.arange(margin + 1)
    for kind, color, line, mark in zip(kinds, CYCLE, _LINES, _MARKS, strict=False):
        names = [_named(kind, shift) for shift in shifts.tolist()]
        values = np.stack([result.data[name] for name in names])
        band(axes[2], shifts, bands(values), color, linestyle=line, marker=mark)
    axes[2].set(title="digits moved", xlabel="pixels", xticks=shifts)
    axes[0].set(ylabel="accuracy on unseen points", ylim=(0, 1.02))
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return Picture(
        figure,
        "Left and middle: every draw is a thin line, the median network of it in order and with "
        "its inputs shuffled; marks are medians over draws. Right: on digits that have moved; "
        "median, middle half and middle 90% of the draws.",
        f"Three panels of accuracies. {result.verdict}",
    )


def _named(kind: str, shift: int) -> str:
    return f"digits, {kind}, moved by {shift}" if shift else f"digits, {kind}, in order"


def _orders(axes: Axes, result: Result, data: str, kinds: Sequence[str]) -> None:
    """Draw each kind's accuracies in order and shuffled."""
    for index, (kind, color, line, mark) in enumerate(
        zip(kinds, CYCLE, _LINES, _MARKS, strict=False)
    ):
        pairs = np.stack([result.data[f"{data}, {kind}, {o}"] for o in ("in order", "shuffled")])
        x = np.array([0.0, 1.0]) + 0.06 * (index - 1)
        axes.plot(x, pairs, color=color, linewidth=0.6, alpha=0.5)
        middle = np.median(pairs, axis=1)
        axes.plot(x, middle, marker=mark, linestyle=line, color=color, label=kind)
    axes.set(title=data, xticks=[0, 1], xlim=(-0.4, 1.4))
    axes.set_xticklabels(["in order", "shuffled"])
