"""Hidden units as basis functions, of which the last layer takes a sum. Lecture 02."""

from typing import Any, ClassVar

import numpy as np

from trainlab import optimizers, problems
from trainlab.nn.networks import MLP
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting, fit_panel, loss_panel
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.panel import Numbers, Panel

#: Basis functions that are drawn.
MOST = 7
#: Penalty on the solved weights: units that are almost alike would ask for huge ones.
RIDGE = 1e-6


class BasisView(Fitting):
    """Networks of which the basis descends and the coefficients descend too, or are solved for."""

    controls = (
        choice("last_layer", ("trained", "solved"), label="last layer",
               tooltip="Trained like the others, or solved for by least squares at each step"),
        scale("lr", 0.0, 0.1, default=0.01, step=0.001, label="learning rate",
              tooltip="Length of a step; at 0 the basis stays as it is"),
        choice("target", ("sine", "abs_value", "x_sin_5x", "multiscale"), default="x_sin_5x",
               rebuild=True, tooltip="The function to be fitted; starts again"),
        scale("width", 1, 40, default=10, rebuild=True,
              tooltip="Units in each hidden layer: the number of basis functions; starts again"),
        scale("depth", 1, 4, default=1, rebuild=True,
              tooltip="Number of hidden layers; the basis is the last one's; starts again"),
        usual.init("torch_default"),
        usual.population((1, 4, 16), default=16),
    )  # fmt: skip
    first = ("last_layer", "lr", "width", "depth")
    layout = ("basis fit loss",)
    still_steps: ClassVar[int] = 300
    tries = (
        Try("last_layer=solved&lr=0", "Ten units, drawn at random, that never move; only their sum "
            "is solved for. Take one step: how good is a random basis?",
            "A loss of 0.11, where a flat line has 0.52."),
        Try("last_layer=solved&lr=0&width=40", "Four times as many random units?",
            "0.09: hardly better. Most of them look alike, and to tell them apart takes huge "
            "weights, on which there is a small penalty."),
        Try("last_layer=solved", "Ten units again, and now the basis moves too. Play 300 steps.",
            "About 0.0001: the units go where the target bends."),
        Try("defaults", "The same ten units, the last layer trained like the first?",
            "0.08 after 300 steps, hundreds of times more. Switch to solved while it trains."),
        Try("last_layer=solved&lr=0&width=40&init=glorot_normal",
            "Another initializer, with biases 0. What can 40 solved units do?",
            "Nothing, 0.51: every tanh(wx) is odd, and so is every sum of them. This target is "
            "even."),
    )  # fmt: skip

    def problem(self, s: Settings) -> Problem:
        """Return the chosen function's."""
        return problems.PROBLEMS[s.target](n=100)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return Adam, with the last layer solved for or not."""
        rule = optimizers.adam(s.lr)
        solved = s.last_layer == "solved"
        return {"optimizer": optimizers.lsgd(rule, ridge=RIDGE) if solved else rule}

    def panels(self, fits: Fits) -> dict[str, Panel]:
        """Return the typical network's basis, the fits, and the loss over the steps."""
        names = [str(i + 1) for i in range(min(self.settings.width, MOST))]
        return {
            "basis": Curves(
                title="The basis: hidden units", names=names, x_label="x", y_domain=(-1.05, 1.05)
            ).of(lambda: basis(fits)),
            "fit": fit_panel(fits, "target", title="The sum", points=None, y_label=""),
            "loss": loss_panel(fits, log_steps=True),
        }

    def describe(self, fits: Fits, s: Settings) -> str:
        """Return how far the networks came."""
        return (
            f"{s.population} networks of depth {s.depth} and width {s.width} on {s.target} after "
            f"{fits.steps_taken} steps at learning rate {s.lr:g}, last layer {s.last_layer}: "
            f"median training loss {fits.now()[1]:.1g}."
        )

    def status(self, fits: Fits, s: Settings) -> list[str]:
        """Return where training stands."""
        return [f"step {fits.steps_taken}", f"training loss {fits.now()[1]:.3g}"]


def basis(fits: Fits) -> Numbers:
    """Return the typical network's first basis functions, up to ``MOST``."""
    trainer, net, member = fits.trainer, fits.trainer.net, [fits.typical()]
    assert isinstance(net, MLP)
    units = net.layer_outputs(trainer.params[member], fits.x, trainer.buffers[member])[-2][0]
    return {"x": fits.x[:, 0].numpy(), "y": np.nan_to_num(units[:MOST].numpy())}
