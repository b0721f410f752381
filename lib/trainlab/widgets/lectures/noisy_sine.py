"""The learning rate of networks that fit a noisy sine. Lecture 05."""

from typing import ClassVar

import torch

from trainlab import optimizers, problems
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.fitting import Fits, Fitting
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.panel import Panel


class NoisySine(Fitting):
    """Networks that fit a sine with noise by gradient descent."""

    controls = (
        scale("lr", 1e-4, 3.0, default=0.1, log=True, label="learning rate",
              tooltip="Length of a step; keeps the weights"),
        choice("batch_size", ("1", "5", "10", "all"), default="all",
               tooltip="Points in each step, drawn anew every epoch; keeps the weights"),
        scale("depth", 1, 5, default=2, rebuild=True,
              tooltip="Number of hidden layers; starts again"),
        scale("width", 1, 64, default=16, rebuild=True,
              tooltip="Units in each hidden layer; starts again"),
        choice("init", tuple(INITIALIZERS), default="glorot_normal", rebuild=True,
               label="initializer", tooltip="Distribution of the first weights; starts again"),
        choice("population", (1, 4, 16, 64), default=16, rebuild=True,
               tooltip="Networks trained at once; starts again"),
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
    model: Fits

    def build(self, s: Settings) -> Fits:
        """Return networks at their start."""
        problem = problems.sine(n=50, noise=0.1)
        trainer = Trainer(
            MLP([1, *[s.width] * s.depth, 1]),
            problem,
            init=s.init,
            population=s.population,
            optimizer=optimizers.sgd(s.lr),
            batch_size=_points(s),
            device="cpu",
            dtype=torch.float64,
        )
        return Fits(trainer, problem)

    def change(self, fits: Fits, s: Settings) -> None:
        """Go on from these weights."""
        fits.trainer.set(lr=s.lr, batch_size=_points(s))

    def panels(self, fits: Fits) -> dict[str, Panel]:
        """Return the fit, and the loss over the steps."""
        data = fits.problem
        points = torch.cat([data.x, data.y], dim=1).numpy()
        return {
            "fit": Curves(
                title="The fit", names=["sin 2πx", "networks"], dashes=[True, False],
                points=points, x_label="x", y_label="y", y_domain=(-1.6, 1.6),
            ).of(fits.fit),
            "loss": Curves(
                title="The loss", names=["training"], log_x=True, log_y=True,
                x_domain=(1.0, 1e4), x_label="step", y_label="mean squared error",
            ).of(fits.curves),
        }  # fmt: skip

    def describe(self, fits: Fits, s: Settings) -> str:
        """Return how far the networks came."""
        return (
            f"{s.population} networks of depth {s.depth} and width {s.width} on a noisy sine after "
            f"{fits.steps_taken} steps at learning rate {s.lr:g}: median training loss "
            f"{fits.now()[1]:.2g}."
        )


def _points(s: Settings) -> int | None:
    return None if s.batch_size == "all" else int(s.batch_size)
