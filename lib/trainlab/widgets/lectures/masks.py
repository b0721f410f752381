"""One network under dropout is many: each mask's, their mean, and the whole one. Lecture 11."""

from typing import Any, ClassVar

import torch
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.nn.networks import MLP
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting, loss_panel
from trainlab.widgets.lectures.models.masked import UNITS, Masked
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves, NetworkPanel
from trainlab.widgets.panels.panel import Panel

#: Outputs that lie closer together are equal, up to rounding.
ROUNDING = 1e-5


class Masks(Fitting):
    """A network that learns sin 3x under dropout, as the ensemble of its masked networks."""

    controls = (
        scale("p", 0.0, 0.9, default=0.3, step=0.05, label="dropout",
              tooltip="Probability of dropping a unit; keeps the weights"),
        choice("training", ("with dropout", "without dropout"),
               tooltip="How it trains; keeps the weights"),
        choice("depth", (1, 2), rebuild=True,
               tooltip="The eight hidden units in one layer, or four and four; starts again"),
        usual.rate(1e-4, 0.1, default=0.01, tooltip="Adam's; keeps the weights"),
    )  # fmt: skip
    layout = ("network outputs loss",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 1000
    tries = (
        Try("defaults", "Eight units in one layer: 256 networks. After training, how far is the "
            "mean of all their outputs from that of the whole network?",
            "They are equal, up to rounding: the output is a sum over the units, and a mean of "
            "sums is the sum of the means."),
        Try("depth=2", "Four units and four behind them. Equal still?",
            "No longer, because tanh of a mean is not the mean of tanh. But the gap is less than a "
            "third of the masked networks' spread."),
        Try("training=without+dropout", "Trained without dropout and masked afterwards. How "
            "do single masked networks fare?",
            "Badly: their spread is over four times as wide, for each unit counts on the others. "
            "Dropout in training makes them fit to lose one another."),
        Try("p=0.7", "Most units dropped: what does the whole network learn?",
            "Too little: the noise of the masks costs more than a poor fit, so that the curve is "
            "drawn toward a flat line."),
    )  # fmt: skip
    fits = Masked
    model: Masked

    def problem(self, s: Settings) -> Problem:
        """Return sin 3x with noise."""
        return problems.function(wave, n=40, noise=0.1)

    def net(self, s: Settings) -> MLP:
        """Return the eight units in one layer or two."""
        return MLP([1, *[UNITS // s.depth] * s.depth, 1])

    def options(self, s: Settings) -> dict[str, Any]:
        """Return Adam, and dropout where it trains with it."""
        dropout = s.p if s.training == "with dropout" else 0.0
        return {"optimizer": optimizers.adam(s.lr), "dropout": dropout}

    def build(self, s: Settings) -> Masked:
        """Return a network at its start, with masks of this probability."""
        fits: Masked = super().build(s)
        fits.drop(s.p)
        return fits

    def change(self, fits: Masked, s: Settings) -> None:
        """Go on from these weights."""
        super().change(fits, s)
        fits.drop(s.p)

    def panels(self, fits: Masked) -> dict[str, Panel]:
        """Return the network under one mask, what all of them say, and the loss."""
        return {
            "network": NetworkPanel(
                title="One of the masked networks", widths=self.net(self.settings).sizes,
                inputs=["x"], domain=fits.problem.domain, one_d=True,
            ).of(fits.drawn),
            "outputs": Curves(
                title="Outputs", names=["one masked network", "mean of all 256", "whole network"],
                dashes=[False, False, True], points=fits.points, x_label="x", y_label="y",
                y_domain=(-2.0, 2.0),
            ).of(fits.curves_of_masks),
            "loss": loss_panel(fits, log_steps=True, title="Loss of the whole network"),
        }  # fmt: skip

    def describe(self, fits: Masked, s: Settings) -> str:
        """Return how far the mean lies from the whole, and the spread around it."""
        gap, spread = fits.gaps()
        apart = f"{gap:.2g} from" if gap > ROUNDING else "up to rounding that of"
        return (
            f"Eight hidden units in {s.depth} layer{'s' * (s.depth > 1)}, dropped with probability "
            f"{s.p:g}, trained {s.training} for {fits.steps_taken} steps: the mean of all 256 "
            f"masked networks is {apart} the whole network, the masked networks "
            f"{spread:.2g} from their mean; loss of the whole {fits.now()[1]:.2g}."
        )

    def status(self, fits: Masked, s: Settings) -> list[str]:
        """Return where training stands."""
        gap, spread = fits.gaps()
        said = [f"mean off by {gap:.2g}", f"spread {spread:.2g}"]
        return [*super().status(fits, s), *said]


def wave(x: Tensor) -> Tensor:
    """Return the function that is learned, sin 3x."""
    return torch.sin(3 * x)
