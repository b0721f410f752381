"""Pictures of the experiments on gradient descent: the line fit and the noisy bowl."""

from collections.abc import Mapping

import numpy as np

from trainlab.experiments import statistics
from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE

#: A ground for words that stand on points.
PAPER = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1}


def line_fit(result: Result) -> Picture:
    """Draw where every network ended under each rule, with the source's one run."""
    found, source = result.data["found"], result.data["source"]
    figure, panels = canvas(3, height=3.3, sharex=True, sharey=True)
    for axes, color, rule, ends, printed in zip(
        panels, CYCLE, result.data["rules"], found.swapaxes(0, 1), source, strict=False
    ):
        axes.plot(*ends.T, ".", color=color, markersize=3, alpha=0.35)
        axes.axvline(2, color=PALETTE["grey"], linewidth=0.8, linestyle=":")
        axes.axhline(3, color=PALETTE["grey"], linewidth=0.8, linestyle=":")
        axes.plot(*printed, "X", color=PALETTE["ink"], markersize=9, markeredgecolor="white")
        label(axes, "source", *printed, xytext=(8, -9), fontweight="bold", bbox=PAPER)
        axes.set(title=rule, xlabel="intercept")
    panels[0].set_ylabel("slope")
    farther = result.measured["share of runs at least as far from the middle as the source's"]
    caption = (
        f"Where {len(found)} runs of each rule ended, over many draws of the noisy data; the "
        "dotted lines cross at the true (2, 3). The cross is the source's one run."
    )
    ends = ", ".join(
        f"{rule} at ({result.measured[f'intercept, {rule}']:.4f}, "
        f"{result.measured[f'slope, {rule}']:.4f})"
        for rule in result.data["rules"]
    )
    below = source < found.mean(axis=0)
    return Picture(
        figure,
        caption,
        f"Three clouds of end points; on average {ends}. The source's runs lie below the average "
        f"in {below.sum()} of {below.size} numbers; {farther:.1%} of the runs are at least as far "
        "out.",
    )


def noisy_quadratic(result: Result, *, stops: Mapping[str, int]) -> Picture:
    """Draw x1 over the steps under each schedule, with the exact mean and deviation.

    Args:
        result: what is drawn.
        stops: schedule -> the step at which the source stops.
    """
    figure, panels = canvas(3, height=3.3, sharey=True)
    titles = {
        "constant": "constant",
        "exponential": "exp(-0.1 t)",
        "power": "(1 + 0.02 t)^-0.5",
    }
    for axes, color, (name, title) in zip(panels, CYCLE, titles.items(), strict=False):
        x1 = result.data[f"x1 {name}"]
        steps = np.arange(1, len(x1) + 1)
        band(axes, steps, statistics.bands(x1), color)
        for sign in (-1, 1):
            edge = result.data[f"mean {name}"] + sign * 1.645 * result.data[f"std {name}"]
            axes.plot(steps, edge, color=PALETTE["ink"], linewidth=0.9, linestyle=":")
        axes.set(xscale="log", xlabel="steps + 1", xlim=(1, 1.3 * len(x1)))
        axes.set_title(title)
    panels[0].set(ylabel="x1", ylim=(-5.5, 1.1))
    label(panels[0], "dotted: exact middle 90%", 2, 0.8, xytext=(0, 0), fontsize=8)
    frozen = result.claimed["x1 of the source's run, exponential, step 2500"]
    panels[1].plot(len(x1), frozen, "X", color=PALETTE["ink"], markersize=8)
    label(panels[1], "source", len(x1), frozen, ha="right", xytext=(-2, -17))  # type: ignore[arg-type]
    long = len(x1) - 1
    spread = ", ".join(
        f"by {result.data[f'x1 {name}'][-1].std():.3f} about "
        f"{result.data[f'x1 {name}'][-1].mean():.2f} under {words}"
        for name, words in (
            ("constant", "a constant rate"),
            ("exponential", "exp(-0.1 t)"),
            ("power", "the power schedule"),
        )
    )
    caption = (
        f"x1 of {result.networks} noisy descents on x1^2 + 2 x2^2: median, middle half and middle "
        "90%; in theory the middle 90% lie between the dotted lines. The minimum is at 0. The "
        f"source stops at step {stops['constant']} under the constant rate and at "
        f"{stops['power']} under the power schedule."
    )
    return Picture(figure, caption, f"After {long} steps x1 spreads {spread}.")
