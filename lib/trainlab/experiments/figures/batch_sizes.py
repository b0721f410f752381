"""The picture of the experiment on batch sizes."""

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE


def batch_size(result: Result) -> Picture:
    """Draw the median losses over the steps, for each batch size."""
    data = result.data
    figure, panels = canvas(2, height=3.3)
    for color, size, curves in zip(CYCLE, data["sizes"], data["curves"], strict=False):
        for axes, curve in zip(panels, curves, strict=True):
            axes.plot(data["steps"], curve, color=color, label=f"batches of {size}")
    panels[0].set(title="Training", xlabel="step", ylabel="median loss", yscale="log")
    panels[1].set(title="Validation", xlabel="step")
    panels[0].legend(fontsize=8)
    ends = "; ".join(
        f"batches of {size}: training {curves[0, -1]:.2g}, validation {curves[1, -1]:.2g}, at best "
        f"{best:.2g}"
        for size, curves, best in zip(data["sizes"], data["curves"], data["best"], strict=True)
    )
    return Picture(
        figure,
        "Median losses over the steps at one learning rate, for four batch sizes; the largest is "
        "the whole training set.",
        f"Training losses fall, validation losses fall and then rise. At the end {ends}.",
    )
