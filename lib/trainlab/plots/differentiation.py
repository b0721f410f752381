"""Pictures of lecture 04: errors of difference quotients, cost and memory of automatic ones."""

from collections.abc import Mapping, Sequence

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


def parallel_paths(axes: Axes, nodes: Sequence[str], arrows: Sequence[str]) -> Axes:
    """Draw nodes in a row, and between one and the next an arrow for each letter.

    Args:
        axes: where to draw.
        nodes: names of the nodes, left to right.
        arrows: for each gap the letters of its arrows, top to bottom.
    """
    for place, name in enumerate(nodes):
        axes.text(
            place,
            0,
            name,
            ha="center",
            va="center",
            fontsize=12,
            zorder=3,
            bbox={"boxstyle": "circle", "facecolor": "white", "edgecolor": PALETTE["blue"]},
        )
    for place, letters in enumerate(arrows):
        for letter, bend in zip(letters, np.linspace(-0.55, 0.55, len(letters)), strict=True):
            axes.annotate(
                "",
                (place + 0.93, -0.0),
                (place + 0.07, 0.0),
                arrowprops={
                    "arrowstyle": "->",
                    "color": PALETTE["vermillion"],
                    "connectionstyle": f"arc3,rad={bend}",
                    "shrinkA": 8,
                    "shrinkB": 8,
                },
            )
            axes.text(
                place + 0.5, -bend * 0.45 + 0.03, letter, ha="center", va="bottom", fontsize=11
            )
    axes.set(xlim=(-0.2, len(nodes) - 0.8), ylim=(-0.4, 0.45))
    axes.axis("off")
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
