"""Pictures of the experiment on ten points."""

import numpy as np

from trainlab.experiments import statistics
from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE


def overfit_10(result: Result, *, claimed: float, by_heart: float) -> Picture:
    """Draw training losses, one data set with its fits, and losses against errors.

    Args:
        result: what is drawn.
        claimed: the source's training loss.
        by_heart: training loss below which a network knows the points by heart.
    """
    data = result.data
    figure, (left, middle, right) = canvas(3, width=9.6, height=3.5)
    steps = np.arange(1, data["training"].shape[1] + 1)
    band(left, steps, np.maximum(data["training"], 1e-16), PALETTE["blue"])
    left.axhline(claimed, color=PALETTE["ink"], linestyle="--", linewidth=1)
    label(left, f"source: about {claimed:.0e}", 1.5, claimed / 3, xytext=(0, 0))
    left.set(xscale="log", yscale="log", xlabel="step", ylabel="training loss")
    left.set_title(f"{len(data['final'])} networks")
    fits = statistics.bands(data["predictions"].T)
    middle.plot(data["x"], np.sin(2 * np.pi * data["x"]), color=PALETTE["ink"], linestyle=":")
    band(middle, data["x"], fits, PALETTE["blue"])
    middle.plot(*data["points"].T, "o", color=PALETTE["ink"], markersize=4)
    middle.set(xlabel="x", ylabel="y", ylim=(-3, 3))
    middle.set_title("one draw of ten points")
    label(middle, "dotted: the function", -0.95, -2.6, xytext=(0, 0), fontsize=8)
    right.loglog(
        np.maximum(data["final"], 1e-16),
        data["missed"],
        ".",
        color=PALETTE["blue"],
        markersize=3,
        alpha=0.4,
    )
    right.axvline(claimed, color=PALETTE["ink"], linestyle="--", linewidth=1)
    right.axhline(1, color=PALETTE["grey"], linewidth=0.8)
    label(right, "no better than a constant", right.get_xlim()[0], 1, "grey", xytext=(3, 6),
          fontsize=8)  # fmt: skip
    right.set_xticks(10.0 ** np.arange(-15, 0, 4))
    right.set(xlabel="final training loss", ylabel="share of the variance missed")
    right.set_title("what was learnt")
    numbers = result.measured
    caption = (
        "Left: training loss on ten points, median, middle half and middle 90%. Middle: the "
        "fits to one draw. Right: each network's final training loss and its error on the function "
        "itself."
    )
    alt = (
        f"The median training loss ends at {numbers['median training loss']:.0e}; "
        f"{numbers['share by heart']:.0%} of the networks end below {by_heart:.0e}. The median "
        f"network misses {np.median(data['missed']):.0%} of the sine's variance."
    )
    return Picture(figure, caption, alt)
