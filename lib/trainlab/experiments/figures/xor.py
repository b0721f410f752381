"""Pictures of the experiment on XOR."""

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments import statistics
from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.experiments.verdicts import in_words
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE


def xor_init(result: Result) -> Picture:
    """Draw losses from both starts, and the share that fails against the width of the start."""
    figure, (left, right) = canvas(2, height=3.5, width_ratios=(1.2, 1))
    wide, scaled = "U(-10, 10)", "N(0, 1/sqrt(fan_in))"
    for name, color in ((wide, "vermillion"), (scaled, "blue")):
        quantiles = result.data[f"loss {name}"]
        band(left, np.arange(1, quantiles.shape[1] + 1), quantiles, PALETTE[color])
    left.set(xscale="log", yscale="log", ylim=(1e-4, 20), xlabel="epoch", ylabel="loss (BCE)")
    label(left, wide, 1.2, 12, "vermillion", xytext=(0, 0))
    label(left, "N(0, 1/√fan_in)", 1.2, 0.25, "blue", xytext=(0, 0))
    left.set_title(f"{result.networks} networks from each start")
    bound, share = result.data["bound"], result.data["fails"]
    error = np.stack([share - result.data["fails low"], result.data["fails high"] - share])
    right.errorbar(bound, share, error, color=PALETTE["vermillion"], marker="o", markersize=4)
    _source_run(right, 10, 6)
    shares = {n: float(result.measured[f"share that fails, {n}"]) for n in (wide, scaled)}  # type: ignore[arg-type]
    right.axhline(shares[scaled], color=PALETTE["blue"])
    label(right, "N(0, 1/√fan_in)", bound[-1], shares[scaled], "blue", ha="right", xytext=(0, 8))
    right.set(xlabel="a of the start U(-a, a)", ylabel="share that fails", ylim=(-0.02, 0.75))
    right.set_title("by the width of the start")
    caption = (
        f"Left: loss of {result.networks} networks, median, middle half and middle 90%. Right: the "
        "share of networks with a corner wrong at the end, with 95% intervals; the black cross is "
        "the source's 6 of 20, with its own interval."
    )
    alt = (
        f"From U(-10, 10) {shares[wide]:.1%} of networks fail "
        f"({in_words(result.interval[f'share that fails, {wide}'])}; the source's 6 of 20 is 30%), "
        f"from N(0, 1/sqrt(fan_in)) {shares[scaled]:.1%} (source: 0 of 20). The share is "
        f"{share[0]:.1%} at U(-{bound[0]:g}, {bound[0]:g}) "
        f"and {share[-1]:.1%} at U(-{bound[-1]:g}, {bound[-1]:g})."
    )
    return Picture(figure, caption, alt)


def _source_run(axes: Axes, x: float, failed: int) -> None:
    low, high = statistics.share_interval(failed, 20)
    share = failed / 20
    axes.errorbar(
        x,
        share,
        [[share - low], [high - share]],
        color=PALETTE["ink"],
        marker="X",
        markersize=8,
        linewidth=1.2,
    )
    label(axes, "source", x, share, xytext=(9, 0))
