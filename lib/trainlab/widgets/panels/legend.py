"""The legend of a still: above the axes, as on the page, in as many rows as it needs."""

from collections.abc import Sequence

from matplotlib.artist import Artist
from matplotlib.axes import Axes

#: The marks of series, in order, as on the page.
MARKERS = "os^DvP*"
#: Letters that fit into one row, of which a key's mark takes some.
ROW, MARK = 56, 7


def legend(axes: Axes, keys: Sequence[Artist]) -> None:
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
        handlelength=2.2,
        columnspacing=1.0,
        handletextpad=0.4,
        borderaxespad=0.1,
    )
