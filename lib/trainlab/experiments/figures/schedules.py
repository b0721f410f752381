"""Picture of the schedules: what they are, and how they do over peak rates."""

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE

#: Losses that the panel over peak rates shows.
SHOWN = (0.5, 1.1)


def schedules(result: Result) -> Picture:
    """The factors, the median loss over peak rates, and the losses at the best rates."""
    names = [str(name) for name in result.data["names"]]
    colors = dict(zip(names, [PALETTE["ink"], *CYCLE], strict=False))
    figure, (factors, scans, judged) = canvas(3, height=3.8, width_ratios=(1, 1.25, 1))
    _factors(factors, result, colors)
    for name, color in colors.items():
        median = result.data[f"scan_{name}"]
        scans.plot(result.data["rates"], median, "o-", color=color, markersize=3, linewidth=1.3)
    scans.set(xscale="log", xlabel="peak learning rate", ylabel="median final MSE")
    scans.set(title="Over peak rates", ylim=SHOWN)
    places = np.arange(len(names))[::-1]
    for place, (name, color) in zip(places, colors.items(), strict=True):
        low, high = result.interval[f"loss_{name}"]
        judged.plot([low, high], [place, place], color=color, linewidth=3)
        judged.plot(result.measured[f"loss_{name}"], place, "o", color=color)
    judged.set_yticks(places, [name.replace("_", "-") for name in names])
    for tick, color in zip(judged.get_yticklabels(), colors.values(), strict=True):
        tick.set_color(color)
    judged.set(
        xlabel="median final MSE, 95%", title="At the best rate", ylim=(-0.6, places[0] + 0.6)
    )
    m = result.measured
    losses = ", ".join(f"{name.replace('_', '-')} {m[f'loss_{name}']:.3f}" for name in names)
    return Picture(
        figure,
        "Left: the factors. Middle, in the colours of the names at the left and the right: median "
        f"final loss over {result.networks} networks at each peak rate. {_left_out(result)}"
        "Right: each schedule at its own best rate, judged on networks that did not choose it.",
        f"Three panels: the shapes of {len(names)} schedules, their final losses over peak rates, "
        f"and the losses at their best rates: {losses}.",
    )


def _left_out(result: Result) -> str:
    """Say how many points the middle panel does not show, and why."""
    median = np.stack([result.data[f"scan_{name}"] for name in result.data["names"]])
    lost = np.isinf(median).sum()
    outside = ((median < SHOWN[0]) | (median > SHOWN[1])).sum() - lost
    if not lost + outside:
        return ""
    return (
        f"Of {median.size} points {lost} are missing as half of the networks or more diverge, "
        f"{outside} as the loss lies outside the panel. "
    )


def _factors(axes: Axes, result: Result, colors: dict[str, str]) -> None:
    """Draw the schedules one below the other, each from 0 to 1."""
    for row, (name, color) in enumerate(colors.items()):
        base = -1.5 * row
        factor = result.data[f"factor_{name}"]
        axes.fill_between(np.arange(len(factor)), base, base + factor, color=color, alpha=0.25)
        axes.plot(base + factor, color=color, linewidth=1.2)
        label(axes, name.replace("_", "-"), 0, base + 1.22, color, xytext=(0, 0), fontsize=8)
    axes.set(yticks=[], xlabel="step", title="Factor of the rate")
    axes.grid(visible=False)
