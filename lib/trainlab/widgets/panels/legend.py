"""The legend of a still: above the axes, as on the page, in as many rows as it needs."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

#: Letters that fit into one row, of which a key's mark takes some.
ROW, MARK = 56, 6


def legend(axes: Axes, keys: Sequence[Line2D]) -> None:
    """Draw the labelled keys between title and axes, where they hide no number."""
    letters = sum(len(str(key.get_label())) + MARK for key in keys)
    rows = max(-(-letters // ROW), 1)
    axes.set_title(axes.get_title(loc="left"), loc="left", pad=8 + 12 * rows)
    axes.legend(
        handles=list(keys),
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=max(-(-len(keys) // rows), 1),
        fontsize=7.5,
        handlelength=1.4,
        columnspacing=1.0,
        handletextpad=0.4,
        borderaxespad=0.1,
    )
