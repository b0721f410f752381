"""Pictures of lecture 12's constants: mean and median."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE

#: Each loss with the centre it leads to, its colour and marker.
CENTRES = {"mse": ("mean", "blue", "o"), "mae": ("median", "vermillion", "D")}


def loss_collapse(
    result: Result, *, names: Sequence[str], at: Mapping[str, str], near: float
) -> Picture:
    """Draw the constants reached on every data set, beside its mean and its median.

    Args:
        result: what is drawn.
        names: of the targets.
        at: loss -> the measured share of its networks that lie at the centre it leads to.
        near: how far from a centre still counts as there, in the target's standard deviations.
    """
    data = result.data
    present = np.unique(data["target"])
    figure, panels = canvas(len(present), width=8.4, height=3.4, sharey=True)
    draws = int(data["draw"].max()) + 1
    for axes, target in zip(panels, present, strict=True):
        for case in np.flatnonzero(data["target"] == target):
            where, color, marker = CENTRES[str(data["loss"][case])]
            row, centre = draws - data["draw"][case], data[where][case]
            axes.plot([centre] * 2, [row - 0.4, row + 0.4], color=PALETTE[color], linewidth=1.5)
            values = data["value"][data["case"] == case]
            axes.plot(values, [row] * len(values), marker, color=PALETTE[color], markersize=5)
        _name_centres(axes, data, data["target"] == target, draws + 1)
        axes.set(xlabel="value of the constant networks", ylim=(0.3, draws + 1.5))
        axes.set_yticks(range(draws, 0, -1), [str(d + 1) for d in range(draws)])
        axes.set_title(f"Target {names[target]}")
    panels[0].set_ylabel("data set")
    networks = len(data["value"])
    caption = (
        f"The values of {networks} collapsed networks (dots), trained with MSE or with MAE on "
        f"{draws} data sets of each target; bars mark each set's mean and median."
    )
    alt = (
        f"Dots of {networks} networks on {draws} data sets of each target. Less than {near} of the "
        f"target's standard deviation from their bar lie {result.measured[at['mse']]:.1%} of "
        f"those trained with MSE, at the mean, and {result.measured[at['mae']]:.1%} of those with "
        "MAE, at the median. Mean and median are "
        f"{result.measured['from mean to median']:.2f} standard deviations apart; the farthest "
        f"network is {result.measured['farthest, MAE']:.0e} away under MAE and "
        f"{result.measured['farthest, MSE']:.0e} under MSE."
    )
    return Picture(figure, caption, alt)


def _name_centres(axes: Axes, data: Mapping[str, np.ndarray], shown: np.ndarray, y: float) -> None:
    """Write above the columns of dots which loss leads there."""
    middles = {where: data[where][shown].mean() for where, _, _ in CENTRES.values()}
    for loss, (where, color, _) in CENTRES.items():
        side = "right" if middles[where] == min(middles.values()) else "left"
        text = f"{loss.upper()}: the {where}"
        label(axes, text, middles[where], y, color, xytext=(0, 0), ha=side, fontweight="bold")
