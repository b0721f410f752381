"""Pictures of radial basis function networks: what each way of learning them reaches."""

import numpy as np
from matplotlib.ticker import NullFormatter

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.experiments.statistics import bands
from trainlab.experiments.verdicts import in_words
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

COLORS = {"two steps": "orange", "three steps": "blue", "descent alone": "grey"}


def rbf_learning(result: Result) -> Picture:
    """Draw the functions learnt on the first draw of the data, and every network's error."""
    data = result.data
    figure, (left, right) = canvas(2, width=8.4, height=3.5, width_ratios=(1.3, 1))
    for way in reversed(COLORS):
        band(left, data["x"], bands(data[f"curves {way}"].T), PALETTE[COLORS[way]])
    left.plot(*data["points"], "o", color=PALETTE["ink"], markersize=2.5)
    left.plot(data["x"], data["truth"], ":", color=PALETTE["ink"], linewidth=1)
    left.set(xlabel="x", ylabel="network output")
    left.set_title("Median and bands on one data set")
    names, distances = {}, {}
    for row, (way, color) in zip((0, -1, -2), COLORS.items(), strict=True):
        errors = data[f"errors {way}"]
        quantiles = bands(errors)
        right.plot(quantiles[[0, 4]], [row, row], color=PALETTE[color], linewidth=2)
        right.plot(quantiles[[1, 3]], [row, row], color=PALETTE[color], linewidth=7)
        median = result.measured[f"error, {way}"]
        right.plot(median, row, "o", color=PALETTE["paper"], markersize=4)
        label(right, f"{way}: {median:.1%}", quantiles[0], row + 0.32, color,
              xytext=(0, 0), fontweight="bold")  # fmt: skip
        names[way] = f"{way} {median:.1%}"
        off = np.median(data[f"curves {way}"], axis=0) - data["truth"]
        distances[way] = f"{way} {np.sqrt(np.mean(off**2)):.2f}"
    right.set(xscale="log", xlabel="unexplained share of the variance", yticks=[], ylim=(-2.5, 0.7))
    right.set_xticks([0.01, 0.03, 0.1, 0.3])
    right.xaxis.set_major_formatter(lambda x, _: f"{x:.0%}")
    right.xaxis.set_minor_formatter(NullFormatter())
    right.set_title("Error at unseen points")
    better = {
        kind: f"{result.measured[name]:.0%} ({in_words(result.interval[name], '.0%')} over draws)"
        for kind in ("seen", "unseen")
        for name in [f"improved by the third step, {kind} points"]
    }
    caption = (
        "Radial basis function networks learnt in two steps (clusters, least squares), in three "
        f"(then all by descent) and by descent alone; {len(data['errors two steps'])} networks of "
        f"each, shared out over draws of the data. The third step improves {better['seen']} of "
        f"them at the points they saw, {better['unseen']} at others. Left: dots are the data, the "
        "dotted line is the target. Right: middle half and middle 90% of the networks, and the "
        "median over draws of their medians."
    )
    alt = (
        "Left: root mean square distance of the median curve from the target: "
        f"{', '.join(distances.values())}. Right: median unexplained variance "
        f"{', '.join(names.values())}."
    )
    return Picture(figure, caption, alt)
