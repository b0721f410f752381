"""The picture of the experiment on dropout as a penalty."""

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE


def dropout_wager(result: Result) -> Picture:
    """Draw how sampling comes nearer, and where training ends."""
    data = result.data
    figure, (left, right) = canvas(2, height=3.5)
    left.plot(data["samples"], data["sampling"].T, color=PALETTE["grey"], linewidth=0.5, alpha=0.6)
    middle = np.median(data["sampling"], axis=0)
    left.plot(data["samples"], middle, "o-", color=CYCLE[0], label="median of the regressions")
    rule = middle[0] * np.sqrt(data["samples"][0] / data["samples"])
    left.plot(data["samples"], rule, ":", color=PALETTE["ink"], label="one over the root")
    left.set(xscale="log", yscale="log", title="Sampled masks against the penalty")
    left.set(xlabel="masks for each point", ylabel="relative difference")
    left.legend(fontsize=8)
    at = np.arange(1, len(data["expected"]) + 1)
    looks = (
        ("least squares", data["least squares"], "s", CYCLE[1], "none"),
        ("minimum with the penalty", data["expected"], "o", CYCLE[0], "none"),
        ("trained with dropout, mean", data["weights"].mean(axis=0), "x", PALETTE["ink"], None),
    )
    low, high = np.percentile(data["weights"], (5, 95), axis=0)
    right.vlines(at, low, high, color=PALETTE["grey"])
    for name, values, mark, color, fill in looks:
        look = {} if fill is None else {"markerfacecolor": fill}
        right.plot(at, values, mark, color=color, markersize=7, label=name, **look)
    right.set(title=f"{len(data['weights'])} networks", xlabel="feature", ylabel="weight")
    right.set_xticks(at)
    right.legend(fontsize=8)
    told = ", ".join(f"{value:.3g}" for value in middle)
    ends = "; ".join(
        f"{a:.3f} least squares, {b:.3f} penalty, {c:.3f} trained"
        for a, b, c in zip(*(values for _, values, *_ in looks), strict=True)
    )
    return Picture(
        figure,
        "Left: dropout's mean squared error, estimated with so many masks for each point, against "
        "the closed form; one grey line for each regression. Right: weights of one regression; "
        "grey strokes, hardly longer than the marks: the middle 90% of the networks trained with "
        "dropout.",
        f"Median relative differences: {told}. Weights: {ends}.",
    )
