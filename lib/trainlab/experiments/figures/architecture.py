"""Pictures of the experiment on width and depth."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas
from trainlab.plots.figure import Picture


def width_depth(result: Result, *, draws: int) -> Picture:
    """Draw both grids: each cell's median, and the middle 90% of its networks."""
    figure, panels = canvas(2, height=4.3, sharey=True)
    medians = {loss: np.median(result.data[loss], axis=-1) for loss in ("training", "validation")}
    every = np.stack([*medians.values()])
    norm = LogNorm(np.nanmin(every), np.nanmax(every))
    for axes, (loss, values) in zip(panels, medians.items(), strict=True):
        axes.imshow(values, origin="lower", cmap="cividis_r", norm=norm, aspect="auto")
        _write_cells(axes, result.data[loss], norm)
        sizes = result.data["sizes"]
        axes.set(xticks=range(len(sizes)), xticklabels=sizes, xlabel="hidden layers")
        axes.set(yticks=range(len(sizes)), yticklabels=sizes)
        axes.set_title(f"{loss} loss")
        axes.grid(visible=False)
    panels[0].set_ylabel("width")
    steps = result.setting["steps (chosen by us)"]
    caption = (
        f"Mean squared error after {steps} steps of Adam: median of "
        f"{result.setting['networks per cell']} networks in each cell, below and above it the "
        f"ends of their middle 90%; {draws} draws of the data. Lighter is better."
    )
    sizes = result.data["sizes"]
    corners = ", ".join(
        f"{medians['training'][w, d]:.1e} at width {sizes[w]} and depth {sizes[d]}"
        for w in (0, -1)
        for d in (0, -1)
    )
    return Picture(figure, caption, f"Grids of losses. Median training loss: {corners}.")


def _write_cells(axes: Axes, losses: np.ndarray, norm: LogNorm) -> None:
    low, middle, high = np.quantile(losses, (0.05, 0.5, 0.95), axis=-1)
    for (w, d), median in np.ndenumerate(middle):
        if not np.isfinite(median):
            continue
        color = "white" if norm(median) > 0.55 else "black"
        for value, up, size in ((median, 0, 11), (low[w, d], -0.3, 8.5), (high[w, d], 0.3, 8.5)):
            text = f"{value:.2g}"
            axes.text(d, w + up, text, color=color, ha="center", va="center", fontsize=size)
