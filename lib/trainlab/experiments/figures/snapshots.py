"""Pictures of snapshot ensembles: each cycle's end beside the ensemble until then."""

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.experiments.statistics import bands
from trainlab.experiments.verdicts import in_words
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE


def snapshot_ensemble(result: Result) -> Picture:
    """Draw both losses against the cycle, and the gain for every network."""
    data = result.data
    figure, (left, right) = canvas(2, width=8.4, height=3.4, width_ratios=(1.2, 1))
    cycles = np.arange(1, len(data["cycles"]) + 1)
    for name, color, text in (
        ("cycles", "vermillion", "that cycle"),
        ("ensemble", "blue", "ensemble"),
    ):
        quantiles = bands(data[name])
        band(left, cycles, quantiles, PALETTE[color], marker="o", markersize=3.5)
        label(left, text, cycles[-1], quantiles[2, -1], color, fontweight="bold")
    left.set(xlabel="cycle", ylabel="cross entropy, unseen points", xticks=cycles)
    left.set_xlim(0.8, cycles[-1] + 1.3)
    left.set_title("At the end of each cycle")
    gain = data["cycles"][-1] - data["ensemble"][-1]
    right.hist(gain, bins=30, color=PALETTE["blue"], alpha=0.8)
    right.axvline(0, color=PALETTE["ink"], linewidth=1)
    share = result.measured["ensemble better"]
    right.set(xlabel="loss of the last cycle less the ensemble's", ylabel="networks")
    right.set_title(f"Better for {share:.1%} of the networks")
    caption = (
        "Cross entropy at unseen points after each cycle of warm restarts (vermillion) and of the "
        f"mean prediction of all cycles until then (blue), over {gain.size} networks: "
        f"median, middle half, middle 90%. The ensemble is better for {share:.1%} "
        f"({in_words(result.interval['ensemble better'])} over draws of the data)."
    )
    medians = [
        ", ".join(f"{m:.3f}" for m in np.median(data[n], axis=1)) for n in ("cycles", "ensemble")
    ]
    alt = (
        f"Left: median loss at the ends of the cycles {medians[0]}; of the ensembles {medians[1]}. "
        f"Right: histogram of the gain, from {gain.min():.3f} to {gain.max():.3f}, positive for "
        f"{share:.1%} of the networks."
    )
    return Picture(figure, caption, alt)
