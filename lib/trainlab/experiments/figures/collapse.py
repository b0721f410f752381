"""Pictures of lecture 12's collapse: what the networks became."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label
from trainlab.experiments.verdicts import in_words
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

#: Fates in the order of ``data["counts"]``, with their colours and hatching.
FATES = (
    ("constant before training", "vermillion", "xxx"),
    ("constant after it", "orange", "///"),
    ("in part", "sky", ""),
    ("learnt", "blue", "..."),
)


def relu_collapse(result: Result) -> Picture:
    """Draw every network trained on |x|, and the fates on every target."""
    data = result.data
    figure, (left, right) = canvas(2, width=8.4, height=3.6, width_ratios=(1, 1.15))
    constant, learnt, at_mean = data["constant"], data["learnt"], data["at mean"].sum()
    partial = ~constant & ~learnt
    left.plot(data["x"], data["y"], color=PALETTE["ink"], linewidth=1, linestyle=":")
    for group, color, dash in (
        (constant, "vermillion", "-"),
        (partial, "sky", "--"),
        (learnt, "blue", "-"),
    ):
        if group.any():
            look: Any = {"color": PALETTE[color], "linestyle": dash, "alpha": 0.6}
            left.plot(data["x"], data["final"][group].T, linewidth=1.5, **look)
    mean = data["y"].mean()
    notes = (
        (f"{constant.sum()} constant,\n{at_mean} at the mean", 0.0, mean + 0.17, "vermillion"),
        (f"{partial.sum()} follow it in part\n(dashed)", 0.0, 1.6, "sky"),
        (f"{learnt.sum()} learn it", 0.0, -0.13, "blue"),
    )
    for text, x, y, color in notes:
        label(left, text, x, y, color, ha="center", xytext=(0, 0), fontweight="bold")
    left.set(xlabel="x", ylabel="network output", ylim=(-0.25, 1.8))
    left.set_title(f"{result.networks} networks trained on |x|")
    _bars(right, data["counts"] / result.networks, data["targets"])
    share = result.measured["collapsed"]
    caption = (
        f"{result.networks} ReLU networks of 10 layers and width 2 after training on |x| (dotted): "
        f"{share:.1%} are constant ({in_words(result.interval['collapsed'])}; the source says "
        f"about 93%), {at_mean} of these {constant.sum()} at the mean and {data['counts'][0, 0]} "
        "since before the first step; in part: neither constant nor learnt. Right: the same on the "
        "other targets."
    )
    alt = (
        f"Left: of {result.networks} networks trained on |x|, {constant.sum()} are a flat line, "
        f"{at_mean} of them at the mean {mean:.2f}; {learnt.sum()} follow the target and "
        f"{partial.sum()} do neither. Right: bars of the shares constant before training, constant "
        "after it, in part and learnt on each target; constant in total: "
        + ", ".join(
            f"{name} {counts[:2].sum() / result.networks:.1%}"
            for name, counts in zip(data["targets"], data["counts"], strict=True)
        )
        + "."
    )
    return Picture(figure, caption, alt)


def _bars(axes: Axes, shares: np.ndarray, names: np.ndarray) -> None:
    """Draw one bar for each target, divided into fates."""
    rows = np.arange(len(shares))[::-1]
    start = np.zeros(len(shares))
    for (name, color, hatch), share in zip(FATES, shares.T, strict=True):
        look: Any = {"color": PALETTE[color], "hatch": hatch, "edgecolor": PALETTE["paper"]}
        axes.barh(rows, share, left=start, height=0.55, linewidth=0, label=name, **look)
        start += share
    for row, (name, share) in zip(rows, zip(names, shares, strict=True), strict=True):
        label(axes, f"{name}: {share[:2].sum():.1%} constant", 0, row + 0.42, xytext=(0, 0))
    axes.set(xlim=(0, 1), xlabel="share of networks", yticks=[], ylim=(-1.35, len(rows) - 0.3))
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.grid(visible=False)
    axes.legend(loc="lower center", ncols=2, fontsize=8, frameon=False)
