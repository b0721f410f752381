"""Picture of the listing of Adam and then L-BFGS."""

from collections.abc import Sequence

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

#: The colours of the ways, in their order.
COLORS = ("vermillion", "orange", "blue", "green", "purple")


def adam_lbfgs_listing(result: Result, *, ways: Sequence[str], switch: int) -> Picture:
    """Draw the losses along the steps, and where each way ends.

    Args:
        result: what is drawn.
        ways: names of the ways, in order.
        switch: steps of Adam before L-BFGS.
    """
    data = result.data
    figure, (curves, ended) = canvas(2, width=8.4, height=3.4, width_ratios=(1, 1.15))
    for curve, start, color, words, at, above in (
        (data["curve_alone"], 0, COLORS[0], "Adam alone", 45, 10),
        (data["curve_fixed"], switch, COLORS[2], "L-BFGS", 18, 10),
        (data["curve_wolfe"][switch:], switch, COLORS[3], "with a line search", 12, -22),
    ):
        curves.plot(start + np.arange(len(curve)), curve, color=PALETTE[color])
        at = min(at, len(curve) - 1)
        label(curves, words, start + at, curve[at], color, xytext=(0, above))
    curves.axvline(switch, color=PALETTE["grey"], linestyle=":", linewidth=1)
    curves.set(yscale="log", xlabel="step", ylabel="median training loss", ylim=(3e-4, None))
    places = np.arange(len(ways))[::-1].astype(float)
    for name, marker, shift in (("loss", "o", 0.12), ("error", "D", -0.12)):
        low, middle, high = np.asarray(data[name]).T
        for i, color in enumerate(COLORS):
            face = PALETTE[color] if name == "loss" else PALETTE["paper"]
            y = places[i] + shift
            ended.plot([low[i], high[i]], [y, y], color=PALETTE[color], linewidth=1.2)
            ended.plot(middle[i], y, marker, color=PALETTE[color], mfc=face, markersize=6)
    ended.set(xscale="log", xlabel="loss (dots), error against x² + 0.05 (diamonds)")
    ended.set_yticks(places, [way.replace(", ", ",\n", 1) for way in ways], fontsize=8)
    told = "; ".join(
        f"{way}: loss {loss:.2g}, error {error:.2g}"
        for way, loss, error in zip(ways, data["loss"][:, 1], data["error"][:, 1], strict=True)
    )
    return Picture(
        figure,
        "Left: median training loss along the steps; at the dotted line L-BFGS takes over. Right: "
        "where each way ends, the training loss and the error against x² + 0.05, the mean of the "
        "data: medians and middle 90%. "
        f"{result.setting['networks'][ways[0]]} networks alone and with a line search, "
        f"{result.setting['networks'][ways[2]]} without, "
        f"{result.setting['networks'][ways[4]]} as listed.",
        f"Two panels. Left: three losses fall together for {switch} steps; then both kinds of "
        f"L-BFGS, the one without a line search after a leap upward, drop far below Adam. "
        f"Right, with the error against x² + 0.05: {told}.",
    )
