"""The picture of the experiment on variants of batch norm."""

from collections.abc import Sequence

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, plain_ticks
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE


def batch_norm_variants(result: Result, *, starts: Sequence[str], cases: Sequence[str]) -> Picture:
    """Draw the losses by place and start, and those on unseen images."""
    figure, (left, right) = canvas(2, height=3.6, width_ratios=(1, 1.3))
    looks = ((-0.12, "before", CYCLE[0], "o"), (0.12, "after", CYCLE[1], "s"))
    for shift, place, color, mark in looks:
        found = [result.data[f"place {start}, {place}"] for start in starts]
        at = np.arange(len(starts)) + shift
        low, middle, high = np.array([np.percentile(f, (25, 50, 75)) for f in found]).T
        left.vlines(at, low, high, color=color)
        left.plot(at, middle, mark, color=color, label=place)
    left.set_xticks(range(len(starts)), [start.replace(" ", "\n") for start in starts])
    left.set(yscale="log", title="At the best rate", ylabel="mean squared error")
    left.set_xlim(-0.5, len(starts) - 0.5)
    places = np.arange(len(cases))[::-1]
    draws = np.array([result.data[f"digits {name}"] for name in cases])
    right.plot(draws, places, ".-", color=PALETTE["grey"], linewidth=0.5, alpha=0.6)
    middle = np.median(draws, axis=1)
    (median,) = right.plot(middle, places, "D", color=CYCLE[2], label="median over draws")
    right.set_yticks(places, [name.replace(", ", ",\n") for name in cases])
    right.set(xscale="log", title="Unseen digits", xlabel="cross entropy")
    plain_ticks(right.xaxis)
    keys = [*left.get_legend_handles_labels()[0], median]
    figure.legend(handles=keys, loc="outside lower center", ncols=3)
    judges = len(result.data[f"place {starts[0]}, before"])
    return Picture(
        figure,
        "Left: batch norm before and after the activation; median and middle half of the "
        f"{judges} networks that judge. Right: loss on unseen digits, the median network of each "
        "draw of the images; diamonds: medians over draws.",
        result.verdict,
    )
