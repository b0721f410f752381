"""Pictures of losses that are residuals: a differential equation solved by training."""

from typing import Any

import numpy as np
from matplotlib.ticker import NullFormatter

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

#: Most curves that the left panel draws.
DRAWN = 200


def operator_residual(result: Result, *, near: float) -> Picture:
    """Draw every network's solution before and after training, and its errors."""
    data = result.data
    figure, (left, right) = canvas(2, width=8.4, height=3.4, width_ratios=(1.3, 1))
    shown = min(DRAWN, len(data["after"]))
    left.plot(data["x"], data["before"][:shown].T, color=PALETTE["grey"], linewidth=0.8, alpha=0.35)
    left.plot(data["x"], data["after"][:shown].T, color=PALETTE["blue"], linewidth=1.2, alpha=0.5)
    left.plot(
        data["x"], data["u"], color=PALETTE["orange"], linewidth=2, linestyle=(0, (4, 4)), zorder=3
    )
    left.set(xlabel="x", ylabel="u(x)", ylim=(-0.6, 1.35))
    left.set_title("−u″ = π² sin πx, with no value of u")
    label(left, f"{shown} networks trained on the equation", 0.5, 1.18, "blue",
          ha="center", xytext=(0, 0), fontweight="bold")  # fmt: skip
    label(left, "before training", 0.5, -0.5, "grey", ha="center", xytext=(0, 0))
    errors = data["errors"]
    ranks = (1 + errors.argsort().argsort()) / len(errors)
    right.plot(errors, ranks, "o", color=PALETTE["blue"], markersize=3.5)
    median = result.measured["relative error"]
    low, high = result.interval["relative error"]
    right.axvspan(low, high, color=PALETTE["blue"], alpha=0.2, linewidth=0)
    right.axhline(0.5, color=PALETTE["grey"], linewidth=0.8, linestyle=":")
    label(right, f"median {_percent(median)}", high, 0.5, "blue", fontweight="bold", xytext=(6, -8))
    right.set(xscale="log", xlabel="relative error of u", ylabel="share with a smaller error")
    right.set_xlim(errors.min() / 3, errors.max() * 3)
    right.xaxis.set_major_formatter(lambda x, _: _percent(x))
    right.xaxis.set_minor_formatter(NullFormatter())
    right.yaxis.set_major_formatter("{x:.0%}")
    right.set_title("How far off")
    found = result.measured["found"]
    caption = (
        f"{result.networks} networks trained on a differential equation alone: the solution (blue, "
        f"{shown} of them) ends {_percent(median)} from the exact sin πx (dashed) in the median, "
        f"95% interval {_percent(low)} to {_percent(high)}. With the identity for an operator the "
        "same loss is MSE: the largest difference between weights trained by the two is "
        f"{result.measured['identity against MSE']:.2g}."
    )
    alt = (
        f"Left: {shown} curves before training and after it, when {found:.1%} of the networks are "
        f"within {near:.0%} of the arch sin πx. Right: distribution of the relative error, from "
        f"{_percent(errors.min())} to {_percent(errors.max())}, median {_percent(median)}."
    )
    return Picture(figure, caption, alt)


def _percent(share: Any) -> str:
    """Return a share in percent, to two significant digits."""
    digits = np.format_float_positional(
        100 * share, precision=2, fractional=False, unique=False, trim="-"
    )
    return f"{digits}%"
