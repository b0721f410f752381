"""The legend of a still: one row above the axes, as on the page."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D


def legend(axes: Axes, keys: Sequence[Line2D]) -> None:
    """Draw the labelled keys in a row between title and axes, where they hide no number."""
    axes.set_title(axes.get_title(loc="left"), loc="left", pad=20)
    axes.legend(
        handles=list(keys),
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=max(len(keys), 1),
        fontsize=7.5,
        handlelength=1.4,
        columnspacing=1.0,
        handletextpad=0.4,
        borderaxespad=0.1,
    )
