"""Pictures of the experiment on normalized data."""

import numpy as np
from matplotlib.ticker import NullFormatter

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label
from trainlab.experiments.verdicts import in_words
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE


def normalization(result: Result, *, main: str) -> Picture:
    """Draw training errors with and without normalization, for each unit of x; ``main`` in full."""
    data = result.data
    units = [*data["units"]]
    figure, (left, right) = canvas(2, height=3.5, width_ratios=(1, 1.25))
    pairs = data[f"without {main}"], data["with z-score"]
    left.loglog(*pairs, ".", color=PALETTE["blue"], markersize=3, alpha=0.4)
    ends = [min(map(np.min, pairs)) / 1.3, max(map(np.max, pairs)) * 1.3]
    left.plot(ends, ends, color=PALETTE["grey"], linewidth=1, linestyle="--")
    left.set(xlabel="error without", ylabel="error with z-scores", xlim=ends, ylim=ends)
    for axis in (left.xaxis, left.yaxis):
        axis.set_minor_formatter(NullFormatter())
    left.set_title(f"{main}, pair by pair")
    label(left, "equal", ends[0], ends[0], "grey", xytext=(18, 8))
    kinds = [*data["kinds"]]
    rows = np.arange(len(units) + len(kinds))[::-1]
    groups = [data[f"without {name}"] for name in units] + [data[f"with {kind}"] for kind in kinds]
    names = [*units, *(f"{kind}, any units" for kind in kinds)]
    colors = [*["vermillion"] * len(units), *["blue"] * len(kinds)]
    for row, errors, name, color in zip(rows, groups, names, colors, strict=True):
        low, quarter, middle, three, high = np.quantile(errors, (0.05, 0.25, 0.5, 0.75, 0.95))
        right.plot([low, high], [row, row], color=PALETTE[color], linewidth=1)
        right.plot([quarter, three], [row, row], color=PALETTE[color], linewidth=5, alpha=0.5)
        right.plot(middle, row, "o", color=PALETTE[color])
        label(right, name, middle, row + 0.3, color, xytext=(0, 0), ha="center")
    right.set(
        xscale="log", xlabel="error on the training points", yticks=[], ylim=(-0.5, len(rows))
    )
    right.set_title("raw units of x, and normalized")
    key = f"without over with z-score, {main}"
    low, high = result.interval[key]
    caption = (
        f"Mean squared error after {result.setting['steps (chosen by us)']} steps. Left: each dot "
        "is one network, trained with and without z-scores. Right: median, middle half and middle "
        "90%; a normalized network does not see the units of x, by construction."
    )
    medians = [
        ", ".join(f"{np.median(data[f'{how} {name}']):.1e} {by} {name}" for name in names)
        for how, by, names in (("without", "for", units), ("with", "by", kinds))
    ]
    return Picture(
        figure,
        caption,
        f"Without normalization the training error for {main} is {result.measured[key]:.2f} times "
        f"that with z-scores ({in_words(result.interval[key], '.2f')}). Median error without: "
        f"{medians[0]}; with: {medians[1]}, in any units.",
    )
