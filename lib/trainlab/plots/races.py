"""Pictures of lecture 06: how fast a rule shrinks each curvature, and paths over a surface."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from trainlab.plots.palette import CYCLE, PALETTE

Array = np.ndarray
_MARKERS = "os^Dv*P"


def shrinking(axes: Axes, eta_h: Array, factors: Mapping[str, Array], title: str) -> Axes:
    """Draw the factor of one step against learning rate times curvature.

    Args:
        axes: where to draw.
        eta_h: learning rate times curvature (n,).
        factors: by name the factor (n,); below 1 a rule arrives, above it runs away.
        title: what is shown.
    """
    for (name, factor), style in zip(factors.items(), ("-", "--", "-.", ":"), strict=False):
        axes.plot(eta_h, factor, style, label=name, linewidth=1.6)
    axes.axhline(1, color=PALETTE["grey"], linewidth=0.8)
    axes.set(xscale="log", ylim=(0, 1.3), xlabel="learning rate × curvature", title=title)
    axes.legend(fontsize=8, loc="lower left")
    return axes


def ways(
    axes: Axes, grid: tuple[Array, Array, Array], paths: Mapping[str, Array], title: str
) -> Axes:
    """Draw paths over a surface's contours; a mark is where one ends.

    Args:
        axes: where to draw.
        grid: both axes (G,) and (G,), and the surface there (G, G).
        paths: by name points (T, 2), the start first.
        title: what is shown.
    """
    x, y, z = grid
    levels = np.quantile(z, np.linspace(0.02, 0.95, 12))
    axes.contour(x, y, z, levels=levels, colors=PALETTE["mist"], linewidths=0.8)
    for i, (name, path) in enumerate(paths.items()):
        color, marker = CYCLE[i % len(CYCLE)], _MARKERS[i % len(_MARKERS)]
        axes.plot(*path.T, color=color, linewidth=1.2, alpha=0.9)
        axes.plot(*path[-1], marker, color=color, markersize=7, label=name)
    axes.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), xlabel="$x_1$", ylabel="$x_2$", title=title)
    axes.grid(False)
    axes.legend(fontsize=8, loc="upper right")
    return axes
