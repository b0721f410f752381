"""The picture of the experiment on three layers of ten units."""

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

_LOOKS = (("blue", "o"), ("orange", "s"), ("vermillion", "^"))


def deep_or_wide(result: Result) -> Picture:
    """Draw each shape's median error on every target, with its interval."""
    targets, shapes = result.data["targets"], result.data["shapes"]
    medians, intervals = result.data["medians"], result.data["intervals"]
    figure, (axes,) = canvas(height=3.2)
    for i, (shape, (color, marker)) in enumerate(zip(shapes, _LOOKS, strict=True)):
        x = np.arange(len(targets)) + 0.16 * (i - 1)
        parameters = result.setting["parameters"][shape]
        axes.vlines(x, *intervals[:, i].T, color=PALETTE[color], linewidth=2)
        axes.plot(x, medians[:, i], marker, color=PALETTE[color], label=f"{shape} ({parameters})")
    axes.set_xticks(range(len(targets)), targets)
    axes.set(yscale="log", ylabel="mean squared error")
    axes.grid(visible=False, axis="x")
    axes.legend(title="layers x units (parameters)", fontsize=8, title_fontsize=8)
    told = "; ".join(
        f"{target}: " + ", ".join(f"{m:.2g} with {s}" for s, m in zip(shapes, row, strict=True))
        for target, row in zip(targets, medians, strict=True)
    )
    return Picture(
        figure,
        "Median error of each shape at its best learning rate, with 95% intervals. Lower is "
        "better.",
        f"Errors by target. {told}.",
    )
