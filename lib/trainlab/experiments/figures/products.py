"""Pictures of the experiments on products of random matrices."""

from collections.abc import Mapping

import numpy as np

from trainlab.experiments import statistics
from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

_COLORS = {5: "blue", 4: "vermillion"}


def exploding_product(
    result: Result,
    *,
    count: Mapping[int, int],
    entry: Mapping[int, str],
    growth: Mapping[int, str],
    rate: Mapping[int, float],
) -> Picture:
    """Draw lengths factor by factor with theory's line, and the largest entries at the end.

    Args:
        result: what is drawn.
        count: size of the matrices -> number of factors.
        entry, growth: size of the matrices -> the measured quantity that is the product's largest
            entry, and the length's growth per factor.
        rate: size of the matrices -> theory's growth per factor, natural logarithm.
    """
    figure, (left, right) = canvas(2, height=3.4, sharey=True, width_ratios=(1.5, 1))
    for size, color in _COLORS.items():
        norm = result.data[f"norm {size}"]
        factors = np.arange(1, len(norm) + 1)
        band(left, factors, statistics.bands(norm), PALETTE[color])
        left.plot(factors, rate[size] * factors / np.log(10), color=PALETTE["ink"], linestyle=":")
        label(left, f"{size} x {size}", factors[-1], np.median(norm[-1]), color)
        largest = result.data[f"largest {size}"]
        right.hist(
            largest,
            bins=30,
            orientation="horizontal",
            color=PALETTE[color],
            alpha=0.45,
            linewidth=0,
        )
        printed = float(result.claimed[entry[size]])  # type: ignore[arg-type]
        right.axhline(printed, color=PALETTE[color], linestyle="--")
        below = result.measured[f"share of {size} x {size} products below the source's"]
        text = f"source:\nabove {below:.0%}"
        label(right, text, 1.0, printed, color, xycoords=right.get_yaxis_transform())
    left.set(
        xlabel="factors", ylabel="decimal logarithm", xlim=(0, 116), title="length of a column"
    )
    label(left, "dotted: theory", 62, 3, "ink", xytext=(0, 0), fontsize=8)
    right.set(xlabel="products", title="largest entry at the end")
    rates = ", ".join(
        f"{result.measured[growth[n]]:.3f} for size {n} (theory {rate[n]:.3f})" for n in _COLORS
    )
    caption = (
        f"{result.networks} products of {count[5]} (5 x 5) and of {count[4]} (4 x 4) "
        "Gaussian matrices: median, middle half and middle 90%, with theory's growth of the "
        "typical product dotted; right, the largest entry of each; dashed, the largest that the "
        "sources print. Both axes are decimal logarithms."
    )
    return Picture(
        figure,
        caption,
        f"Mean growth of the length's natural logarithm per factor: {rates}. The median largest "
        f"entry is 1e{result.measured[entry[5]]:.1f} after {count[5]} factors of 5 x 5 and "
        f"1e{result.measured[entry[4]]:.1f} after {count[4]} of 4 x 4.",
    )
