"""The house style of every picture: quiet axes, colours that colour-blind readers tell apart."""

from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.colors import LinearSegmentedColormap

from trainlab.plots.palette import CYCLE, PALETTE

#: Class 0 is orange, class 1 is blue, undecided is white.
TWO_CLASS = LinearSegmentedColormap.from_list(
    "trainlab-two-class", [PALETTE["orange"], PALETTE["paper"], PALETTE["blue"]]
)

_RC: Any = {
    "figure.facecolor": PALETTE["paper"],
    "figure.dpi": 110,
    "savefig.dpi": 110,
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.facecolor": PALETTE["paper"],
    "axes.edgecolor": PALETTE["grey"],
    "axes.labelcolor": PALETTE["ink"],
    "axes.titlecolor": PALETTE["ink"],
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=CYCLE),
    "grid.color": PALETTE["grid"],
    "grid.linewidth": 0.8,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "text.color": PALETTE["ink"],
    "xtick.color": PALETTE["grey"],
    "ytick.color": PALETTE["grey"],
    "xtick.labelcolor": PALETTE["ink"],
    "ytick.labelcolor": PALETTE["ink"],
}


def use() -> AbstractContextManager[None]:
    """Return a context in which figures are drawn in the house style."""
    return mpl.rc_context(_RC)
