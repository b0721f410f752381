"""Picture of least squares with gradient descent, against gradient descent."""

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label, plain_ticks
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

LOOKS = {
    "gd": ("gradient descent", "orange", "--"),
    "lsgd": ("with least squares", "vermillion", "-"),
    "adam": ("Adam", "sky", "--"),
    "lsgd_adam": ("Adam with least squares", "blue", "-"),
}


def lsgd(result: Result) -> Picture:
    """Losses along the training at the best rates, and final losses over rates."""
    data, m = result.data, result.measured
    figure, (curves, scans) = canvas(2, width=8.0, height=3.6, width_ratios=(1.3, 1))
    for name in LOOKS:
        words, color, style = LOOKS[name]
        curve = data[f"curve_{name}"]
        steps = np.arange(curve.shape[1])
        band(curves, steps, curve, PALETTE[color], linestyle=style)
        up = {"adam": 7, "lsgd": -4}.get(name, 0)
        label(curves, words, steps[-1], curve[2, -1], color, xytext=(5, up))
        row = list(data["names"]).index(name)
        scans.plot(
            data["rates"],
            data["scan"][row],
            "o",
            color=PALETTE[color],
            linestyle=style,
            markersize=3.5,
        )
    curves.set(yscale="log", xlabel="step", ylabel="training MSE", title="At the best rates")
    curves.set(xlim=(0, 1.75 * steps[-1]), ylim=(None, 10))
    curves.set_xticks([tick for tick in curves.get_xticks() if tick <= steps[-1]])
    scans.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="median final MSE")
    scans.set(title="Over rates", ylim=(None, 3))
    for axes in (curves, scans):
        plain_ticks(axes.yaxis)
    return Picture(
        figure,
        f"Training with and without least squares for the last layer, {result.networks} networks "
        "at each rate. Left: at each method's best rate, bands hold the middle 90% and 50%. Right: "
        "median final loss over rates.",
        "Two panels. Left: losses along the steps, ending at "
        + ", ".join(f"{m[name]:.3f} for {LOOKS[name][0]}" for name in LOOKS)
        + ". Right: the final losses over learning rates.",
    )
