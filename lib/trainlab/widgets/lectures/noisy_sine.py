"""The learning rate of networks that fit a noisy sine. Lecture 05."""

from typing import Any, ClassVar

import torch

from trainlab import optimizers, problems
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting, batch_of, fit_panel, loss_panel
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.live import Try
from trainlab.widgets.panels.panel import Panel


class NoisySine(Fitting):
    """Networks that fit a sine with noise by gradient descent."""

    controls = (
        usual.rate(1e-4, 3.0, default=0.1),
        choice("batch_size", ("1", "5", "10", "all"), default="all",
               tooltip="Points in each step, drawn anew every epoch; keeps the weights"),
        usual.depth(1, 5, default=2),
        usual.width(1, 64, default=16),
        usual.init("glorot_normal"),
        usual.population((1, 4, 16, 64), default=16),
    )  # fmt: skip
    first = ("lr", "batch_size", "depth", "width")
    layout = ("fit loss",)
    speed: ClassVar[str] = "200 steps/s"
    still_steps: ClassVar[int] = 2000
    tries = (
        Try("lr=0.001", "Too small, or only slow? Play 2000 steps at 0.001.",
            "The loss falls to that of a flat line, 0.42, and stays: in 2000 steps the fit hardly "
            "bends."),
        Try("lr=0.3", "Three hundred times as much: what will 2000 steps do now?",
            "The loss falls below a fifth of that, and the fit follows the sine."),
        Try("lr=1", "And three times more than that?",
            "Every network runs away within 110 steps: the best rate lies close below the "
            "largest that works."),
    )  # fmt: skip
    dtype = torch.float64

    def problem(self, s: Settings) -> Problem:
        """Return the sine with its noise."""
        return problems.sine(n=50, noise=0.1)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return gradient descent and its batches."""
        return {"optimizer": optimizers.sgd(s.lr), "batch_size": batch_of(s)}

    def panels(self, fits: Fits) -> dict[str, Panel]:
        """Return the fit, and the loss over the steps."""
        return {
            "fit": fit_panel(fits, "sin 2πx", y_domain=(-1.6, 1.6)),
            "loss": loss_panel(fits, log_steps=True),
        }

    def describe(self, fits: Fits, s: Settings) -> str:
        """Return how far the networks came."""
        return (
            f"{s.population} networks of depth {s.depth} and width {s.width} on a noisy sine after "
            f"{fits.steps_taken} steps at learning rate {s.lr:g}: median training loss "
            f"{fits.now()[1]:.2g}."
        )
