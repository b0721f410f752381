"""Pictures of lecture 12's dying networks: theory beside simulation."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import apart, canvas, label
from trainlab.experiments.verdicts import in_words
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE

#: A bound of P(die) by depths and a width.
Bound = Callable[[np.ndarray, int], np.ndarray]


def dying_probability(
    result: Result, *, bounds: tuple[Bound, Bound], at_ten: tuple[float, float]
) -> Picture:
    """Draw P(die) against depth: both bounds as a band, the simulation as points, by width.

    Args:
        result: what is drawn.
        bounds: the lower and the upper bound.
        at_ten: their values for 10 layers of width 2.
    """
    data = result.data
    figure, (axes,) = canvas()
    depths = np.arange(2, data["depths"][-1] + 1)
    heights = apart(data["dead"][:, -1], gap=0.06)
    for i, (width, color) in enumerate(zip(data["widths"], CYCLE, strict=False)):
        below, above = (bound(depths, width) for bound in bounds)
        axes.fill_between(depths, below, above, color=color, alpha=0.2, linewidth=0)
        dead, low, high = (data[name][i] for name in ("dead", "low", "high"))
        _with_interval(axes, data["depths"], dead, low, high, color, "o")
        label(axes, f"width {width}", depths[-1], heights[i], color, xytext=(7, 0))
    axes.set(
        xlabel="layers, the output's included",
        ylabel="probability of being born dead",
        ylim=(-0.02, 1.05),
        xlim=(1, depths[-1] * 1.14),
        xticks=[2, *range(10, depths[-1] + 1, 10)],
    )
    axes.set_title("Bounds of theorems 1 and 3 (bands), simulation (points)")
    name = "P(die), 10 layers of width 2"
    least, most = at_ten
    share = (
        f"with 10 layers of width 2 {result.measured[name]:.3f} of {result.networks} networks are "
        f"dead ({in_words(result.interval[name], '.3f')}; theory: {least:.3f} to {most:.3f})"
    )
    caption = (
        "Share of ReLU networks that are constant before training, against depth, for "
        f"{len(data['widths'])} widths. Every point stands for {result.networks} networks; {share}."
    )
    ends = ", ".join(
        f"{dead[0]:.2f} and {dead[-1]:.2f} at width {width}"
        for width, dead in zip(data["widths"], data["dead"], strict=True)
    )
    alt = (
        f"The share born dead with {depths[0]} and with {depths[-1]} layers is {ends}; {share}. "
        f"{result.measured['cells outside the bounds']} points lie outside the bounds."
    )
    return Picture(figure, caption, alt)


def safe_region(result: Result, *, risks: Sequence[float]) -> Picture:
    """Draw the greatest safe depth against width, one colour for each risk."""
    data = result.data
    figure, (axes,) = canvas()
    for k, (risk, color, marks) in enumerate(zip(risks, CYCLE, ("o-", "s--"), strict=False)):
        depth, least, most = (data[name][:, k] for name in ("depth", "least", "most"))
        axes.fill_between(
            data["widths"],
            data["surest"][:, k],
            data["boldest"][:, k],
            color=color,
            alpha=0.2,
            lw=0,
        )
        _with_interval(axes, data["widths"], depth, least, most, color, marks)
        label(axes, f"P(die) = {risk:.0%}", data["widths"][-1], depth[-1], color, xytext=(8, 0))
    axes.text(data["widths"][-1], 1.25, "safe below the lines", ha="right", fontsize=9)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set(
        xlabel="width",
        ylabel="greatest depth (layers)",
        xticks=data["widths"],
        xlim=(data["widths"][0] - 0.3, data["widths"][-1] * 1.22),
    )
    axes.set_title("How deep a ReLU network may be, by width")
    widest = data["widths"][-1]
    first, last = data["depth"][0], data["depth"][-1]
    caption = (
        "Greatest number of layers at which the share of dead networks stays below 10% and 1%: "
        f"simulation of {result.networks} networks for each width (points, 95% intervals); bands "
        "from what theorem 1 guarantees to what theorem 3 allows."
    )
    alt = (
        "Two lines on a logarithmic depth axis. The safe depth for a dying probability of 10% is "
        f"{first[0]} layers at width {data['widths'][0]} and {last[0]} at width {widest}; for 1% "
        f"it is {first[1]} and {last[1]}."
    )
    return Picture(figure, caption, alt)


def _with_interval(
    axes: Axes,
    x: np.ndarray,
    y: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    color: str,
    marks: str,
) -> None:
    """Draw values y (K,) at x (K,) with bars from low to high; ``marks`` as ``fmt`` of plot."""
    bars = [y - low, high - y]
    axes.errorbar(x, y, bars, fmt=marks, color=color, markersize=4, linewidth=1.2)
