"""Picture of the learned Laplacian."""

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE
from trainlab.plots.style import TWO_CLASS


def laplacian(result: Result, *, stencil: np.ndarray, tolerance: float) -> Picture:
    """The median kernel with its spread, and how far training and least squares end from it.

    Args:
        result: what is drawn.
        stencil: (3, 3), what is to be learned.
        tolerance: largest distance of a kernel that has recovered it.
    """
    figure, (kernel, cases) = canvas(2, width_ratios=(1, 1.3))
    _kernel(kernel, result.data["kernel"])
    rows = result.sensitivity
    names = ["independent values", *(row["changed"].replace(" Laplacian", "") for row in rows)]
    trained = [result.measured["median_distance"], *(row["median_distance"] for row in rows)]
    places = np.arange(len(names))[::-1]
    closed = [row["distance_of_least_squares"] for row in rows]
    cases.plot(trained, places, "o", color=PALETTE["blue"])
    cases.plot(closed, places[1:], "x", color=PALETTE["vermillion"], markersize=7)
    cases.axvline(tolerance, color=PALETTE["grey"], linestyle="--", linewidth=1)
    label(cases, "recovered", tolerance, places[0], "grey", xytext=(-4, 0), ha="right")
    for words, values, color in (
        ("trained", trained[1:], "blue"),
        ("least squares", closed, "vermillion"),
    ):
        if rows:
            label(cases, words, values[0], places[1], color, xytext=(0, 9), ha="center")
    cases.set_yticks(places, [name.replace(", ", ",\n") for name in names], fontsize=8)
    cases.set(xscale="log", xlabel="largest distance from the stencil", title="Other data")
    cases.margins(x=0.1)
    m = result.measured
    return Picture(
        figure,
        "Left: the median kernel learned from fields of independent values, with half the width of "
        f"the middle 90% of {result.networks} kernels below each entry. Right: how far kernels end "
        "from the 5-point stencil, after training and by least squares in closed form, for smooth "
        "fields: waves that turn by at most so many radians from one grid point to the next; "
        "5-point and true are the Laplacians that they learn from.",
        f"Two panels. Left: the median kernel, by rows {_rows(result.data['kernel'][2])}; the "
        f"5-point stencil is {_rows(stencil)}. Right: distances from the stencil: "
        f"{m['median_distance']:.0e} for independent values{_range(trained[1:])}.",
    )


def _rows(kernel: np.ndarray) -> str:
    """Return a kernel's entries in words, row by row."""
    rows = (kernel.astype(float).round(2) + 0).tolist()
    return "; ".join(" ".join(f"{value:g}" for value in row) for row in rows)


def _range(distances: list[float]) -> str:
    """Return the distances for smooth fields in words."""
    return f", {min(distances):.0e} to {max(distances):.2g} for smooth waves" if distances else ""


def _kernel(axes: Axes, quantiles: np.ndarray) -> None:
    """Write the median of each entry, and half the width of its middle 90%."""
    low, _, median, _, high = quantiles
    axes.imshow(median, cmap=TWO_CLASS, vmin=-4, vmax=4)
    for (row, column), value in np.ndenumerate(median):
        spread = (high - low)[row, column] / 2
        written = f"{round(float(value), 3) + 0:g}\n± {spread:.0e}"
        axes.text(column, row, written, ha="center", va="center", fontsize=10)
    axes.set(xticks=[], yticks=[], title="Learned kernel")
    axes.grid(visible=False)
