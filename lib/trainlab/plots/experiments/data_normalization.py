"""Pictures of the experiment on normalized data."""

import numpy as np
from matplotlib.ticker import NullFormatter

from trainlab.experiments import Result
from trainlab.plots.experiments._picture import Picture, canvas, label
from trainlab.plots.style import PALETTE


def normalization(result: Result) -> Picture:
    """Draw training errors with and without normalization, for each unit of x."""
    data = result.data
    units = [*data["units"]]
    figure, (left, right) = canvas(2, height=3.5, width_ratios=(1, 1.25))
    pairs = data["without x on (-1, 1)"], data["with"]
    left.loglog(*pairs, ".", color=PALETTE["blue"], markersize=3, alpha=0.4)
    ends = [min(map(np.min, pairs)) / 1.3, max(map(np.max, pairs)) * 1.3]
    left.plot(ends, ends, color=PALETTE["grey"], linewidth=1, linestyle="--")
    left.set(xlabel="error without", ylabel="error with", xlim=ends, ylim=ends)
    for axis in (left.xaxis, left.yaxis):
        axis.set_minor_formatter(NullFormatter())
    left.set_title("x on (-1, 1), pair by pair")
    label(left, "equal", ends[0], ends[0], "grey", xytext=(18, 8))
    rows = np.arange(len(units) + 1)[::-1]
    groups = [*(data[f"without {name}"] for name in units), data["with"]]
    names = [*units, "normalized, any units"]
    colors = [*["vermillion"] * len(units), "blue"]
    for row, errors, name, color in zip(rows, groups, names, colors, strict=True):
        low, quarter, middle, three, high = np.quantile(errors, (0.05, 0.25, 0.5, 0.75, 0.95))
        right.plot([low, high], [row, row], color=PALETTE[color], linewidth=1)
        right.plot([quarter, three], [row, row], color=PALETTE[color], linewidth=5, alpha=0.5)
        right.plot(middle, row, "o", color=PALETTE[color])
        label(right, name, middle, row + 0.3, color, xytext=(0, 0), ha="center")
    right.set(xscale="log", xlabel="error on the training points", yticks=[], ylim=(-0.5, 5))
    right.set_title("raw units of x, and normalized")
    gain = result.measured["training error without over with"]
    low, high = result.interval["training error without over with"]
    caption = (
        f"Mean squared error after {result.setting['steps (chosen by us)']} steps. Left: each dot "
        "is one network, trained with and without normalized data. Right: median, middle half and "
        "middle 90%; normalization makes the units of x irrelevant."
    )
    medians = ", ".join(f"{np.median(data[f'without {name}']):.1e} for {name}" for name in units)
    return Picture(
        figure,
        caption,
        f"Without normalization the training error for x on (-1, 1) is {gain:.2f} times that with "
        f"it (95% interval {low:.2f} to {high:.2f}). Median error without: {medians}; with: "
        f"{np.median(data['with']):.1e} in any units.",
    )
