"""The picture of the experiment on rates of dropout."""

from collections.abc import Sequence

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, plain_ticks
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE


def dropout_rate(result: Result, places: Sequence[str], rates: Sequence[float]) -> Picture:
    """Draw the loss on unseen images over that without dropout, by rate, for each place."""
    figure, panels = canvas(4, width=9.0, height=2.9, sharey=True)
    none = result.data["loss none"]
    told = []
    for axes, place, color in zip(panels, places, CYCLE, strict=False):
        ratio = np.array([result.data[f"loss {place}, {rate:g}"] / none for rate in rates])
        axes.plot(rates, ratio, color=PALETTE["grey"], linewidth=0.5, alpha=0.6)
        axes.plot(rates, np.median(ratio, axis=1), "o-", color=color)
        axes.axhline(1.0, color=PALETTE["ink"], linewidth=0.8, linestyle=":")
        axes.set_title(place.removeprefix("the "), fontsize=10)
        axes.set(xlabel="rate p", yscale="log")
        told.append(f"{place} {', '.join(f'{m:.2f}' for m in np.median(ratio, axis=1))}")
    panels[0].set_ylabel("loss over that of none")
    plain_ticks(panels[0].yaxis)
    return Picture(
        figure,
        "Loss on unseen digits over that of networks without dropout (dotted: 1), against the rate "
        "of dropping, in four places; grey: one line for each draw of the images; dots: medians.",
        f"Medians at rates {', '.join(f'{rate:g}' for rate in rates)}: {'; '.join(told)}.",
    )
