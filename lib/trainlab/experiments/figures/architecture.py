"""Pictures of the experiment on width and depth."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import plain_ticks
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE


def width_depth(result: Result, *, draws: int) -> Picture:
    """Draw both grids: each cell's median, and the middle 90% of its networks; below, slices."""
    figure = Figure(figsize=(8.0, 7.2), layout="constrained")
    axes_of = figure.subplot_mosaic("AABB;CDEF", height_ratios=[1.7, 1.0])
    medians = {loss: np.median(result.data[loss], axis=-1) for loss in ("training", "validation")}
    every = np.stack([*medians.values()])
    norm = LogNorm(np.nanmin(every), np.nanmax(every))
    sizes = result.data["sizes"]
    for place, (loss, values) in zip("AB", medians.items(), strict=True):
        axes = axes_of[place]
        axes.imshow(values, origin="lower", cmap="cividis_r", norm=norm, aspect="auto")
        _write_cells(axes, result.data[loss], norm)
        axes.set(xticks=range(len(sizes)), xticklabels=sizes, xlabel="hidden layers")
        axes.set(yticks=range(len(sizes)), yticklabels=sizes)
        axes.set_title(f"{loss} loss")
        axes.grid(visible=False)
    axes_of["A"].set_ylabel("width")
    curves = result.data["curves"][0]
    slices = {
        f"width {sizes[0]}": curves[0],
        f"width {sizes[-1]}": curves[-1],
        f"depth {sizes[0]}": curves[:, 0],
        f"depth {sizes[-1]}": curves[:, -1],
    }
    for place, (title, lines) in zip("CDEF", slices.items(), strict=True):
        _draw_slice(axes_of[place], title, lines, result)
        axes_of[place].set_ylim(0.8 * np.nanmin(curves), 1.2 * np.nanmax(curves))
        plain_ticks(axes_of[place].yaxis)
    axes_of["C"].set_ylabel("training loss")
    caption = (
        f"Mean squared error of Adam: above, at the end, the median of "
        f"{result.setting['networks per cell']} networks in each cell, and below and above it the "
        f"ends of their middle 90%; {draws} draws of the data. Lighter is better. Below, four "
        "slices: the median training loss over the steps, one line for each depth or width."
    )
    corners = ", ".join(
        f"{medians['training'][w, d]:.2g} at width {sizes[w]} and depth {sizes[d]}"
        for w in (0, -1)
        for d in (0, -1)
    )
    alt = f"Grids of losses, and curves of four slices. Median training loss: {corners}."
    return Picture(figure, caption, alt)


def _draw_slice(axes: Axes, title: str, lines: np.ndarray, result: Result) -> None:
    """Draw curves (sizes, looks) of one width or depth, labelled by the other."""
    other = "depth" if title.startswith("width") else "width"
    for size, line, color in zip(result.data["sizes"], lines, CYCLE, strict=False):
        axes.plot(result.data["seen"], line, color=color, linewidth=1.4, label=f"{other} {size}")
    axes.set(title=title, yscale="log", xlabel="step")
    axes.legend(fontsize=7, handlelength=1.2)


def _write_cells(axes: Axes, losses: np.ndarray, norm: LogNorm) -> None:
    low, middle, high = np.quantile(losses, (0.05, 0.5, 0.95), axis=-1)
    for (w, d), median in np.ndenumerate(middle):
        if not np.isfinite(median):
            continue
        color = "white" if norm(median) > 0.55 else "black"
        for value, up, size in ((median, 0, 11), (low[w, d], -0.3, 8.5), (high[w, d], 0.3, 8.5)):
            text = f"{value:.2g}"
            axes.text(d, w + up, text, color=color, ha="center", va="center", fontsize=size)
