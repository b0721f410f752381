"""Pictures of the experiments on learning rates."""

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.plots.figure import Picture
from trainlab.plots.palette import CYCLE, PALETTE


def lr_sine(result: Result) -> Picture:
    """Draw the final losses over the rates, with the share that diverged."""
    rates, lost = result.data["rates"], result.data["lost"]
    figure, (left, right) = canvas(2, height=3.2)
    kept = lost < 0.5
    band(left, rates[kept], result.data["bands"][:, kept], PALETTE["blue"])
    left.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="loss at the end")
    left.set_xlim(rates[0], rates[-1])
    right.plot(rates, lost, "o-", color=PALETTE["vermillion"], markersize=4)
    right.set(xscale="log", xlabel="learning rate", ylabel="share diverged", ylim=(-0.03, 1.03))
    middle = result.data["bands"][2]
    best = int(np.where(kept, middle, np.inf).argmin())
    return Picture(
        figure,
        "Left: the training loss at the end over the learning rate, of the rates at which most "
        "networks survive: median, middle half and middle 90%. Right: the share that diverged.",
        f"The median loss is {middle[0]:.2g} at rate {rates[0]:.2g}, falls to {middle[best]:.2g} "
        f"at {rates[best]:.2g}; at {rates[-1]:.2g} {lost[-1]:.0%} of the networks diverge.",
    )


def optimal_rate(result: Result) -> Picture:
    """Draw the median losses over the rates of both rules."""
    figure, panels = canvas(2, height=3.3, sharey=True)
    for axes, rule, title in zip(
        panels, ("sgd", "adam"), ("Gradient descent", "Adam"), strict=True
    ):
        rates = result.data[f"{rule}_rates"]
        for color, target in zip(CYCLE, result.data["targets"], strict=False):
            loss = np.where(np.isinf(found := result.data[f"{rule} {target}"]), np.nan, found)
            axes.plot(rates, loss, "o-", color=color, markersize=3, linewidth=1.3)
            last = int(np.flatnonzero(np.isfinite(loss))[-1])
            if rule == "sgd":
                axes.plot(rates[last], loss[last], "X", color=color, markersize=8)
                label(axes, target, rates[0], loss[0], color=color, xytext=(2, 6), fontsize=8)
        axes.set(title=title, xscale="log", yscale="log", xlabel="learning rate")
    panels[0].set_ylabel("median loss at the end")
    panels[1].axvline(3e-4, color=PALETTE["grey"], linestyle=":")
    told = "; ".join(
        f"{target}: gradient descent is best at "
        f"{result.measured[f'{target}: best rate / largest, gradient descent']:.0%} of its largest "
        f"rate, Adam at {result.measured[f'{target}: best rate, Adam']:.2g}"
        for target in result.data["targets"]
    )
    return Picture(
        figure,
        "Median loss at the end over the learning rate, for four targets. The cross marks the "
        "largest rate at which most networks survive, the dotted line 0.0003.",
        f"Each curve falls as the rate grows, and ends or rises steeply soon after its lowest "
        f"point. {told}.",
    )
