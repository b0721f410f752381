"""Pictures of lecture 04: errors of difference quotients, cost and memory of automatic ones."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from trainlab.plots.palette import CYCLE, PALETTE

Array = np.ndarray


def error_curves(
    axes: Axes,
    h: Array,
    errors: Mapping[str, Array],
    labels: Mapping[str, tuple[float, float]],
    best: Mapping[str, float],
) -> Axes:
    """Draw relative errors against the step h, both on log axes.

    Args:
        axes: where to draw.
        h: steps.
        errors: for each method its relative errors, of h's shape.
        labels: for each method where its name stands, (h, error).
        best: for a method, the step at which theory puts the least error: a dotted line.
    """
    for color, (name, error) in zip(CYCLE, errors.items(), strict=False):
        axes.loglog(h, np.maximum(error, 1e-17), color=color, linewidth=1.5)
        axes.text(*labels[name], name, color=color, fontsize=10, ha="center", va="center")
        if name in best:
            axes.axvline(best[name], color=color, linestyle=":", linewidth=1.4)
    axes.set(xlabel="step h", ylabel="relative error", ylim=(1e-17, 10))
    return axes


def cost_curves(
    axes: Axes,
    x: Array,
    curves: Mapping[str, Array],
    xlabel: str,
    ylabel: str,
) -> Axes:
    """Draw costs against a size, both on log axes, labelled at their right ends."""
    for color, marker, (name, y) in zip(CYCLE, "os^Dv", curves.items(), strict=False):
        axes.loglog(x, y, color=color, marker=marker, markersize=4)
        axes.annotate(
            name,
            (x[-1], y[-1]),
            xytext=(6, 0),
            textcoords="offset points",
            color=color,
            fontsize=9,
            va="center",
        )
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.spines["right"].set_visible(False)
    axes.margins(x=0.08)
    axes.set_xlim(right=x[-1] * (x[-1] / x[0]) ** 0.35)
    return axes


def against_prediction(
    axes: Axes, predicted: Array, measured: Array, xlabel: str, ylabel: str
) -> Axes:
    """Draw measured against predicted numbers, with the line on which they agree."""
    ends = [min(predicted.min(), measured.min()) / 2, 2 * max(predicted.max(), measured.max())]
    axes.loglog(ends, ends, color=PALETTE["grey"], linewidth=1, linestyle="--")
    axes.loglog(predicted, measured, "o", color=PALETTE["blue"], markersize=5)
    axes.annotate(
        "agreement",
        (ends[1], ends[1]),
        xytext=(-6, -14),
        textcoords="offset points",
        color=PALETTE["grey"],
        fontsize=9,
        ha="right",
    )
    axes.set(xlabel=xlabel, ylabel=ylabel, xlim=ends, ylim=ends)
    return axes
