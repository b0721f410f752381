"""Picture of lecture 12's remedies: what became of the networks with each."""

from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas
from trainlab.experiments.statistics import clopper_pearson
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

#: What became of networks, with its place in ``data["counts"]``, colour and hatching.
FATES = (
    ("constant in the end", 1, "orange", "///"),
    ("in part", 2, "sky", ""),
    ("learnt", 3, "blue", "..."),
)


def collapse_remedies(result: Result) -> Picture:
    """Draw for each case one bar, divided into fates, and a mark at the share dead at start."""
    cases, counts, n = result.data["cases"], result.data["counts"], result.networks
    shares = counts / n
    figure, (axes,) = canvas(width=7.2, height=0.27 * len(cases) + 1.2)
    rows = np.arange(len(cases))[::-1]
    left = np.zeros(len(cases))
    for _, column, color, hatch in FATES:
        look: Any = {"color": PALETTE[color], "hatch": hatch, "edgecolor": PALETTE["paper"]}
        axes.barh(rows, shares[:, column], left=left, height=0.62, linewidth=0, **look)
        left += shares[:, column]
    low, high = clopper_pearson(counts[:, 0], n)
    spread = [shares[:, 0] - low, high - shares[:, 0]]
    mark: Any = {"fmt": "D", "color": PALETTE["ink"], "markersize": 5, "markerfacecolor": "white"}
    axes.errorbar(shares[:, 0], rows, xerr=spread, **mark)
    axes.set(xlim=(-0.02, 1), xlabel="share of networks", ylim=(-0.6, len(cases) - 0.4))
    axes.set_yticks(rows, cases)
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.grid(visible=False)
    keys: list[Patch | Line2D] = [
        Patch(facecolor=PALETTE[color], hatch=hatch, edgecolor=PALETTE["paper"], label=name)
        for name, _, color, hatch in FATES
    ]
    keys.append(
        Line2D(
            [], [], marker="D", color=PALETTE["ink"], markerfacecolor="white", linestyle="none",
            label="dead at start",
        )
    )  # fmt: skip
    figure.legend(handles=keys, loc="outside upper center", ncols=4, fontsize=9)
    caption = (
        f"What became of {n} networks of 10 layers trained on |x|, width 2 where nothing else is "
        "said, each time with one thing changed. Bars: in the end. Diamonds: the share dead "
        "before training, with its 95% interval."
    )
    told = (
        f"{name}: dead at start {a:.1%}, constant in the end {b:.1%}, learnt {d:.1%}"
        for name, (a, b, _, d) in zip(cases, shares, strict=True)
    )
    return Picture(figure, caption, f"Bars of shares. {'; '.join(told)}.")
