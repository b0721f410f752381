"""Picture of the races: leaving a saddle point, straying on Beale's function."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE


def beale_saddle(result: Result, *, adaptive: Sequence[str]) -> Picture:
    """Steps to leave against the start's distance, and how far paths stray, over starts.

    Args:
        result: what is drawn.
        adaptive: rules without a slope in theory.
    """
    figure, (leave, stray) = canvas(2, width=8.0, height=3.6)
    names = [str(name) for name in result.data["rules"]]
    colors = dict(zip(names, CYCLE, strict=False))
    _leaving(leave, result, colors, adaptive)
    _straying(stray, result, colors)
    m: dict[str, Any] = dict(result.measured)
    slowest = max(m[f"leaving_{rule}"] for rule in adaptive)
    lost = ", ".join(f"{name} {m[f'diverged_{name}']:.1%}" for name in names)
    arrived = ", ".join(f"{name} {m[f'arrived_{name}']:.0%}" for name in names)
    return Picture(
        figure,
        f"Left: steps to leave x1^2 - x2^2 from {result.networks} starts; black lines have the "
        "slope of theory. Right: distribution of the largest distance from the straight way to "
        "the minimum, in lengths of that way; a start that diverges is beyond every distance "
        f"({lost}).",
        f"Two panels. Left: median steps to leave a saddle: {m['leaving_sgd']:.0f} for SGD, "
        f"{m['leaving_momentum']:.0f} for momentum, {m['leaving_nesterov']:.0f} for Nesterov, "
        f"below {slowest + 1:.0f} "
        "for AdaGrad, Adadelta and RMSProp. Right: on Beale's function momentum strays by "
        f"{m['astray_momentum']:.2f} of the way, RMSProp by {m['astray_rmsprop']:.2f}. Share of "
        f"starts that arrive: {arrived}.",
    )


def _leaving(axes: Axes, result: Result, colors: dict[str, str], adaptive: Sequence[str]) -> None:
    """Draw steps to leave against the start's distance, with the slopes of theory."""
    order = np.argsort(result.data["offset"])
    offset, near = result.data["offset"][order], result.data["offset"].min()
    above = {"sgd": 9, "momentum": 12, "nesterov": -12, "adadelta": 24, "adagrad": -10}
    for (name, color), steps in zip(colors.items(), result.data["leaving"], strict=True):
        axes.plot(offset, steps[order], ".", color=color, markersize=3)
        if name not in adaptive:
            line = -np.log10(offset) * result.claimed[f"steps_per_decade_{name}"]
            line += np.median(steps[order] - line)
            axes.plot(offset, line, color=PALETTE["ink"], linewidth=0.8)
        if name in above:
            words = "adagrad, rmsprop" if name == "adagrad" else name
            x = 1e-4 if name == "adadelta" else near
            label(axes, words, x, steps[order][0], color, xytext=(0, above[name]))
    axes.set(xscale="log", xlabel="distance of the start from the stable line")
    axes.set(ylabel="steps to leave", title="At a saddle point")
    axes.set_ylim(-70, 1.08 * axes.get_ylim()[1])


def _straying(axes: Axes, result: Result, colors: dict[str, str]) -> None:
    """Draw the distribution over starts of the largest distance from the straight way."""
    medians = {
        name: float(np.median(far)) for name, far in zip(colors, result.data["astray"], strict=True)
    }
    ranked = sorted(medians, key=medians.__getitem__)
    heights = dict(zip(ranked, np.linspace(0.92, 0.42, len(ranked)), strict=True))
    for (name, color), far in zip(colors.items(), result.data["astray"], strict=True):
        axes.plot(far, np.arange(1, len(far) + 1) / len(far), color=color)
        words = f"{name} {medians[name]:.2f}"
        label(axes, words, 5.5, heights[name], color, xytext=(0, 0))
    axes.text(5.5, 1.0, "median", color=PALETTE["grey"], fontsize=9, va="center")
    axes.set(xscale="log", xlim=(0.05, 60), ylim=(0, 1.04), title="On Beale's function")
    axes.set(xlabel="largest distance from the straight way", ylabel="share of starts below")
