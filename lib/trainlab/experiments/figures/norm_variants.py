"""The picture of the experiment on variants of batch norm."""

from collections.abc import Sequence

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE


def batch_norm_variants(
    result: Result, *, activations: Sequence[str], cases: Sequence[str]
) -> Picture:
    """Draw the losses by place and activation, and those on unseen images."""
    figure, (left, right) = canvas(2, height=3.4, width_ratios=(1, 1.3))
    looks = ((-0.12, "before", CYCLE[0], "o"), (0.12, "after", CYCLE[1], "s"))
    for shift, place, color, mark in looks:
        found = [result.data[f"place {activation}, {place}"] for activation in activations]
        at = np.arange(len(activations)) + shift
        low, middle, high = np.array([np.percentile(f, (25, 50, 75)) for f in found]).T
        left.vlines(at, low, high, color=color)
        left.plot(at, middle, mark, color=color, label=place)
    left.set_xticks(range(len(activations)), activations)
    left.set(yscale="log", title="At the best rate", ylabel="mean squared error")
    left.legend()
    places = np.arange(len(cases))[::-1]
    for at, name in zip(places, cases, strict=True):
        values = result.data[f"digits {name}"]
        right.plot(values, np.full(len(values), at), ".", color=CYCLE[0], alpha=0.4)
        right.plot(np.median(values), at, "D", color=CYCLE[1])
    right.set_yticks(places, cases)
    right.set(title="Unseen digits", xlabel="cross entropy")
    told = ", ".join(f"{np.median(result.data[f'digits {name}']):.3f} {name}" for name in cases)
    return Picture(
        figure,
        "Left: batch norm before and after the activation, median and middle half. Right: loss on "
        "unseen digits, a dot for each draw of the images, diamonds: medians.",
        f"{result.verdict} Medians on unseen digits: {told}.",
    )
