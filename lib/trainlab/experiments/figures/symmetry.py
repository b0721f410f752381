"""The picture of the experiment on units that start equal."""

from collections.abc import Sequence

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas
from trainlab.experiments.statistics import bands
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE


def symmetry(result: Result, cases: Sequence[str]) -> Picture:
    """Draw how far the units are apart, and the loss, over the steps."""
    steps = result.data["steps"]
    figure, (left, right) = canvas(2, height=3.4)
    for name, color, line in zip(cases, CYCLE, ("-", "--", "-.", ":"), strict=False):
        for axes, what in ((left, "apart"), (right, "loss")):
            quantiles = bands(result.data[f"{what} {name}"])
            band(axes, steps, quantiles, color, linestyle=line, label=name)
    for axes in (left, right):
        axes.set(xscale="log", xlabel="step", ylim=(0, None))
    left.set(
        title="Distance from the mean unit",
        ylabel="farthest unit, in mean lengths",
        ylim=(-0.06, None),
    )
    right.set(title="Loss on the training points", ylabel="binary cross entropy")
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    told = "; ".join(
        f"{name}: distance {np.median(result.data[f'apart {name}'][-1]):.2g}, loss "
        f"{np.median(result.data[f'loss {name}'][-1]):.2g}"
        for name in cases
    )
    return Picture(
        figure,
        f"{result.networks} networks: median, middle half and middle 90%. A unit is the vector of "
        "its weights, in and out, and its bias. Left: how far the one of the eight that is "
        "farthest from their mean lies from it, over the mean length of the eight; from equal "
        "weights under SGD this stays 0 (the line at the bottom). Right: the loss.",
        f"Two panels over the steps. At the end, medians: {told}.",
    )
