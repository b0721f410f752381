"""The picture of the experiment on exact zeros."""

from collections.abc import Sequence

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE

#: Weights below this are drawn at the left edge.
LEAST = 1e-5


def l1_sparsity(result: Result, ways: Sequence[str], strength: float) -> Picture:
    """Draw the share of exact zeros by strength, and the sizes of weights that should be zero."""
    data = result.data
    figure, (left, right) = canvas(2, height=3.6)
    looks = zip(ways, CYCLE, ("-", "--", "-.", ":"), "osD^", strict=False)
    for way, color, line, mark in looks:
        zeros = data[f"zeros {way}"]
        left.plot(data["strengths"], zeros, color=color, linestyle=line, marker=mark, label=way)
        sizes = np.maximum(data[f"sizes {way}"], LEAST)
        share = np.arange(1, len(sizes) + 1) / len(sizes)
        right.plot(sizes, share, color=color, linestyle=line, linewidth=2)
    left.set(xscale="log", ylim=(-0.03, 1.03), title="Exact zeros", xlabel="strength α")
    left.set_ylabel("share of all weights")
    right.set(xscale="log", ylim=(0, 1.03), title="Weights that should be 0", ylabel="share below")
    right.set_xlabel(f"size, at α = {strength:g} (left edge: exactly 0)")
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    told = "; ".join(
        f"{way} {', '.join(f'{share:.0%}' for share in data[f'zeros {way}'])}" for way in ways
    )
    return Picture(
        figure,
        f"Linear regression on {result.networks} draws. Left: the share of all 20 weights that are "
        "exactly 0 (only the proximal step has any; the three others lie on the bottom line). "
        f"Right: how the sizes of the 15 weights that should be 0 are distributed at α = "
        f"{strength:g}.",
        f"Shares of exact zeros as alpha rises: {told}.",
    )
