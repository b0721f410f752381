"""A kernel that learns a differential operator from examples. Lecture 13."""

from typing import Any, ClassVar

from trainlab import optimizers
from trainlab.nn.networks import Convolutional
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting
from trainlab.widgets.lectures.models.stencils import FIELDS, OPERATORS, RESULT, Kernels, problem
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves, Image
from trainlab.widgets.panels.panel import Panel


class StencilLearner(Fitting):
    """Kernels that learn what an operator does from fields and its results on them."""

    controls = (
        choice("operator", tuple(OPERATORS), rebuild=True,
               tooltip="What the targets are; starts again"),
        choice("fields", ("rough", "smooth"), rebuild=True,
               tooltip="Independent values, or means of 25 of them; starts again"),
        usual.rate(1e-3, 3.0, default=0.1),
        choice("rule", ("sgd", "adam"), tooltip="How steps are made; keeps the weights"),
        usual.init("torch_default"),
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
    fits = Kernels
    population = 16
    model: Kernels

    def problem(self, s: Settings) -> Problem:
        """Return fields, and what the operator makes of them."""
        return problem(s.operator, s.fields == "smooth", s.kernel)

    def net(self, s: Settings) -> Convolutional:
        """Return one kernel."""
        side = RESULT + s.kernel - 1
        return Convolutional((1, side, side), [1], s.kernel)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return the rule that the settings name."""
        return {"optimizer": optimizers.OPTIMIZERS[s.rule](s.lr)}

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
            f"{self.population} kernels of {s.kernel} by {s.kernel} from {s.init} that learn "
            f"{s.operator} from {FIELDS} {s.fields} fields, after {kernels.steps_taken} steps of "
            f"{s.rule} at rate {s.lr:g}: median loss {kernels.now()[1]:.2g}, median distance from "
            f"the stencil {kernels.distance()[1]:.2g}."
        )
