"""A kernel that learns a differential operator from examples. Lecture 13."""

from typing import ClassVar

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from trainlab import optimizers
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import Convolutional
from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.fitting import Fitting
from trainlab.widgets.lectures.models.fits import BAND, Fits
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves, Image
from trainlab.widgets.panels.panel import Numbers, Panel

#: Networks, fields to learn from, and rows and columns of the operator's result on each.
NETWORKS, FIELDS, RESULT = 16, 12, 8
#: Rows and columns over which a smooth field averages a rough one.
SMOOTH = 5
#: Operators as stencils, all on five by five points.
OPERATORS: dict[str, Tensor] = {
    "Laplacian": functional.pad(torch.tensor([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]), (1, 1, 1, 1)),
    "d/dx": functional.pad(torch.tensor([[-0.5, 0, 0.5]]), (1, 1, 2, 2)),
    "d/dx, far": functional.pad(torch.tensor([[-0.25, 0, 0, 0, 0.25]]), (0, 0, 2, 2)),
}


def fields(smooth: bool) -> Tensor:
    """Return fields (FIELDS, 1, RESULT + 4, RESULT + 4) of mean square about 1."""
    side, generator = RESULT + 4, torch.Generator().manual_seed(0)
    more = (SMOOTH - 1) * smooth
    rough = torch.randn(FIELDS, 1, side + more, side + more, generator=generator)
    return SMOOTH * functional.avg_pool2d(rough, SMOOTH, stride=1) if smooth else rough


def problem(operator: str, smooth: bool, kernel: int) -> Problem:
    """Return what a kernel of this size sees, and what the operator makes of it."""
    every = fields(smooth)
    y = functional.conv2d(every, OPERATORS[operator][None, None]).flatten(1)
    edge = (5 - kernel) // 2
    x = every[..., edge : every.shape[-2] - edge, edge : every.shape[-1] - edge].flatten(1)
    return Problem("fields", x, y, x[:0], y[:0], "mse", ((-3.0, 3.0),) * x.shape[1])


class Kernels(Fits):
    """Kernels that learn, with their distances from the stencil so far.

    Attributes:
        stencil: the operator (5, 5).
        kernel: rows and columns of the kernels.
        distances: the percentiles of ``BAND`` of the distance, at each look.
    """

    def __init__(self, trainer: Trainer, data: Problem, kernel: int, operator: str) -> None:
        """Take a first look."""
        self.kernel, self.distances = kernel, list[np.ndarray]()
        self.stencil = OPERATORS[operator]
        super().__init__(trainer, data)

    def kernels(self) -> Tensor:
        """Return the kernels (E, K, K)."""
        return self.trainer.weights(1).view(-1, self.kernel, self.kernel)

    def distance(self) -> np.ndarray:
        """Return the percentiles of ``BAND`` of the distance from the stencil: the root of the sum
        of the squared differences, the bias included.
        """
        edge = (5 - self.kernel) // 2
        away = functional.pad(self.kernels(), (edge,) * 4) - self.stencil
        squares = away.square().sum(dim=(1, 2)) + self.trainer.biases(1)[:, 0].square()
        found: np.ndarray = np.percentile(squares.sqrt().numpy(), BAND, method="inverted_cdf")
        return found

    def look(self) -> None:
        """Record the losses and distances of now."""
        super().look()
        self.distances.append(self.distance())

    def both(self) -> Numbers:
        """Return the roots of the losses, and the distances, over the steps until now."""
        losses = self.curves()
        far = np.stack([*self.distances, self.distance()][: len(losses["x"])], axis=-1)
        names = ("low", "y", "high")
        found = {k: np.stack([losses[k][0] ** 0.5, row]) for k, row in zip(names, far, strict=True)}
        return {"x": losses["x"], **found}

    def shown(self) -> Numbers:
        """Return the stencil, without its rim where that is zero and the kernel has none."""
        inner = self.stencil[1:-1, 1:-1]
        all_inside = self.kernel < 5 and bool(inner.abs().sum() == self.stencil.abs().sum())
        return {"pixels": (inner if all_inside else self.stencil).numpy()}

    def middle(self) -> Numbers:
        """Return the kernel of the network with the median loss."""
        return {"pixels": self.kernels()[self.typical()].numpy()}


class StencilLearner(Fitting):
    """Kernels that learn what an operator does from fields and its results on them."""

    controls = (
        choice("operator", tuple(OPERATORS), rebuild=True,
               tooltip="What the targets are; starts again"),
        choice("fields", ("rough", "smooth"), rebuild=True,
               tooltip="Independent values, or means of 25 of them; starts again"),
        scale("lr", 1e-3, 3.0, default=0.1, log=True, label="learning rate",
              tooltip="Length of a step; keeps the weights"),
        choice("rule", ("sgd", "adam"), tooltip="How steps are made; keeps the weights"),
        choice("init", tuple(INITIALIZERS), default="torch_default", rebuild=True,
               label="initializer", tooltip="Distribution of the first weights; starts again"),
        choice("kernel", (1, 3, 5), default=3, rebuild=True,
               tooltip="Rows and columns of the kernel; starts again"),
    )  # fmt: skip
    layout = ("kernel stencil distance",)
    speed: ClassVar[str] = "5 steps/s"
    still_steps: ClassVar[int] = 0
    tries = (
        Try("defaults", "Sixteen kernels start at random and see twelve rough fields with their "
            "Laplacians. How far is the median kernel from the stencil after 30 steps?",
            "About 0.002, from 4.4: every step leaves a bit less than four fifths."),
        Try("lr=0.5", "And at a learning rate of 0.5, after 5 steps?",
            "0.01. On independent values of variance 1 the loss is about as steep in all "
            "directions, with second derivative 2: a rate of 1/2 leads to the bottom."),
        Try("lr=1.2", "At 1.2?", "It runs away: above 2/2 a step leads farther off than it began."),
        Try("init=zeros", "From zeros, where the units of a dense layer would never part?",
            "As well, 0.002: the nine weights see different pixels, so their gradients differ."),
        Try("fields=smooth&lr=0.02", "Smooth fields. After 500 steps, which share of the loss is "
            "left, and which of the distance?",
            "6% of the loss, 60% of the distance. Neighbours are alike, so that many kernels do "
            "nearly the same; what tells them apart is flat ground."),
        Try("fields=smooth&lr=0.05&rule=adam", "The same with Adam, at 0.05?",
            "0.004 is left of the distance after 500 steps: steps of one length in each "
            "direction get through this valley."),
        Try("operator=d/dx, far", "A difference over four pixels, for a kernel of three. What is "
            "left of the loss after 100 steps?",
            "All that there is to gain, 0.14: on rough fields nothing within three pixels says "
            "what lies outside. With kernel 5 it is learned."),
        Try("kernel=5", "A kernel larger than the stencil. What are the sixteen further numbers "
            "after 100 steps?",
            "Zeros: it learns where the operator ends."),
    )  # fmt: skip
    model: Kernels

    def build(self, s: Settings) -> Kernels:
        """Return kernels at their start."""
        data = problem(s.operator, s.fields == "smooth", s.kernel)
        side = RESULT + s.kernel - 1
        trainer = Trainer(
            Convolutional((1, side, side), [1], s.kernel),
            data,
            init=s.init,
            population=NETWORKS,
            optimizer=self.rule(s),
            device="cpu",
        )
        return Kernels(trainer, data, s.kernel, s.operator)

    def rule(self, s: Settings) -> optimizers.Optimizer:
        """Return the rule that the settings name."""
        return optimizers.OPTIMIZERS[s.rule](s.lr)

    def change(self, kernels: Kernels, s: Settings) -> None:
        """Go on from these weights."""
        kernels.trainer.set(optimizer=self.rule(s))

    def panels(self, kernels: Kernels) -> dict[str, Panel]:
        """Return the median kernel, the stencil, and how far one is from the other."""
        return {
            "kernel": Image(title="Learned kernel", limit=4, wait=10).of(kernels.middle),
            "stencil": Image(title="Stencil", limit=4).of(kernels.shown),
            "distance": Curves(
                title="How wrong it is", names=["root of the loss", "distance of the kernel"],
                dashes=[False, True], log_y=True, x_label="step",
            ).of(kernels.both),
        }  # fmt: skip

    def status(self, kernels: Kernels, s: Settings) -> list[str]:
        """Return where training stands, and how far the kernels are from the stencil."""
        return [*super().status(kernels, s), f"distance {kernels.distance()[1]:.2g}"]

    def describe(self, kernels: Kernels, s: Settings) -> str:
        """Return how far the kernels are from the stencil, and with which loss."""
        return (
            f"{NETWORKS} kernels of {s.kernel} by {s.kernel} from {s.init} that learn {s.operator} "
            f"from {FIELDS} {s.fields} fields, after {kernels.steps_taken} steps of {s.rule} at "
            f"rate {s.lr:g}: median loss {kernels.now()[1]:.2g}, median distance from the stencil "
            f"{kernels.distance()[1]:.2g}."
        )
