"""Picture of L1, L2 and dropout on a step."""

from collections.abc import Mapping

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label, plain_ticks
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

COLORS = {"none": "grey", "l1": "vermillion", "l2": "blue", "dropout": "green"}


def heaviside(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw the median fits near the step, and the errors of every network.

    Args:
        result: what is drawn.
        words: method -> how it is called.
    """
    data = result.data
    figure, axes = canvas(3, width=9.0, height=3.4, width_ratios=(1, 1, 1.1))
    near = np.abs(data["x"]) < 0.15
    x = data["x"][near]
    for panel, depth in zip(axes, (2, 3), strict=False):
        panel.plot(x, x >= 0, color=PALETTE["ink"], linewidth=1, linestyle=":")
        for method in words:
            panel.plot(x, data[f"fit_{method}_{depth}"][near], color=PALETTE[COLORS[method]])
        panel.set(xlabel="x", ylabel="median fit", title=f"{depth} hidden layers")
        for method, height in zip(words, (0.46, 0.34, 0.22, 0.1), strict=True):
            label(panel, words[method], 0.04, height, COLORS[method], xytext=(0, 0))
    places = {
        (depth, method): 5 * (3 - depth) + 3 - i
        for depth in (2, 3)
        for i, method in enumerate(words)
    }
    for (depth, method), place in places.items():
        error = data[f"error_{method}_{depth}"]
        axes[2].plot(
            error,
            np.full(len(error), place),
            "o",
            color=PALETTE[COLORS[method]],
            alpha=0.45,
            markersize=4,
            markeredgewidth=0,
        )
        axes[2].plot(np.median(error), place, "|", color=PALETTE["ink"], markersize=12)
    axes[2].set_yticks(list(places.values()), [f"{words[m]}, {d}" for d, m in places], fontsize=8)
    axes[2].set(xscale="log", xlabel="distance from the step, MSE", title="Every network")
    least, most = axes[2].get_xlim()
    if most < 50 * least:
        plain_ticks(axes[2].xaxis)
    errors = ", ".join(
        f"{words[method]} {np.median(data[f'error_{method}_{depth}']):.4f} ({depth} layers)"
        for depth, method in places
    )
    steps = result.setting["steps"]
    return Picture(
        figure,
        f"Left and middle: median fit of {result.networks} networks near the step (dotted), after "
        f"{steps} steps. Right: mean squared distance from the step of every network, and its "
        "median (upright stroke), for two and three hidden layers.",
        "Three panels: median fits of a step by networks of two and of three hidden layers, with "
        f"no penalty, L1, L2 and dropout, after {steps} steps; and the errors of every network, "
        f"whose medians are: {errors}.",
    )
