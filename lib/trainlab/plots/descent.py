"""Pictures of lecture 05: leaps on a parabola, parabolas above a function, saddle points."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes

from trainlab.plots.palette import PALETTE

Array = np.ndarray
Function = Callable[[Array], Array]


def leaps(axes: Axes, f: Function, path: Sequence[float], title: str, reach: float) -> Axes:
    """Draw a function of one variable, and a path of descent upon it.

    Args:
        axes: where to draw.
        f: the function.
        path: points x of the path, the start first.
        title: what is shown.
        reach: the largest size of x that is drawn.
    """
    x = np.linspace(-reach, reach, 200)
    points, top = np.asarray(path, dtype=float), float(f(np.array(reach)))
    axes.plot(x, f(x), color=PALETTE["grey"], linewidth=1.2)
    axes.plot(points, f(points), "o-", color=PALETTE["blue"], markersize=4, linewidth=1)
    axes.plot(points[:1], f(points[:1]), "o", color=PALETTE["vermillion"], markersize=7)
    axes.set(title=title, xlim=(-reach, reach), ylim=(-0.04 * top, top), xlabel="x")
    return axes


def parabolas(axes: Axes, f: Function, slope: Function, bound: float, at: Sequence[float]) -> Axes:
    """Draw a function, and at some points the parabola of curvature ``bound`` that touches it.

    A dot is the point of touch, a triangle the parabola's lowest point.
    """
    x = np.linspace(-4, 4, 400)
    axes.plot(x, f(x), color=PALETTE["ink"], linewidth=2)
    for point, color in zip(at, ("blue", "vermillion", "green"), strict=False):
        here, steep = float(f(np.array(point))), float(slope(np.array(point)))
        above = here + steep * (x - point) + bound / 2 * (x - point) ** 2
        lowest = point - steep / bound
        axes.plot(x, above, color=PALETTE[color], linewidth=1.2, linestyle="--")
        axes.plot(point, here, "o", color=PALETTE[color], markersize=7)
        axes.plot(lowest, here - steep**2 / (2 * bound), "v", color=PALETTE[color], markersize=7)
    axes.set(xlabel="x", ylabel="f", xlim=(-4, 4), ylim=(-0.6, 6))
    return axes


def ground(axes: Axes, f: Callable[[Array, Array], Array], title: str) -> Axes:
    """Draw the contours of a function of two variables around its stationary point 0."""
    x1, x2 = np.meshgrid(np.linspace(-1, 1, 101), np.linspace(-1, 1, 101))
    heights = f(x1, x2)
    levels = np.linspace(-1.9, 1.9, 20)
    axes.contourf(x1, x2, heights, levels, cmap="RdBu_r", alpha=0.7)
    axes.contour(x1, x2, heights, [0.0], colors=PALETTE["ink"], linewidths=1.2)
    axes.plot(0, 0, "o", color=PALETTE["ink"], markersize=5)
    axes.set(title=title, xlabel="$x_1$", aspect="equal")
    axes.grid(False)
    return axes
