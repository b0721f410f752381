"""Adam, and from some step on L-BFGS; Adam alone beside it. Lecture 07."""

from typing import Any, ClassVar

import torch

from trainlab import optimizers, problems
from trainlab.nn.networks import MLP, LayeredNetwork
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Contest, batch_of
from trainlab.widgets.lectures.models.beside import Beside
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers, Panel


class Pair(Beside[Fits]):
    """Two populations from one start: one goes on by Adam, one changes over to L-BFGS."""

    def losses(self, **more: Any) -> Numbers:
        """Return both losses over the steps, the medians with bands."""
        steps, losses = self.history("loss")
        return over(steps, *losses, **more)

    def fit(self) -> Numbers:
        """Return the median networks of both, with bands, and the target."""
        alone, switched = self.fits
        bands = alone.predictions(), switched.predictions()
        return over(alone.x[:, 0].numpy(), *bands, alone.target())


class SwitchPoint(Contest):
    """Networks that fit a function by Adam, and from a step that one moves by L-BFGS."""

    controls = (
        scale("switch", 1, 1000, default=100, log=True, label="steps of Adam before L-BFGS",
              tooltip="Where L-BFGS takes over; can be moved while it trains, and back"),
        scale("lr", 1e-4, 0.1, default=0.003, log=True, label="learning rate of Adam",
              tooltip="L-BFGS has its own, 1, and a line search; keeps the weights"),
        choice("target", ("x squared", "sine", "several scales"), default="several scales",
               rebuild=True, tooltip="The function to be fitted; starts again"),
        choice("batch_size", ("all", "20", "10"),
               tooltip="Points of 100 in each step, drawn anew; keeps the weights"),
        choice("history", (1, 2, 8, 30), default=8, rebuild=True,
               tooltip="Pairs that L-BFGS remembers; starts again"),
        usual.depth(1, 3, default=1),
        usual.width(1, 100, default=30),
        usual.activation(("tanh", "relu")),
        usual.init("torch_default"),
    )  # fmt: skip
    first = ("switch", "lr", "target", "batch_size")
    layout = ("fit loss",)
    speed: ClassVar[str] = "60 steps/s"
    still_steps: ClassVar[int] = 175
    tries = (
        Try("defaults", "L-BFGS takes over at step 100. What do 100 more steps bring, and what to "
            "Adam alone?",
            "Adam alone comes from 0.98 to 0.77, the pair to 0.19. A step of L-BFGS takes the time "
            "of five or six of Adam's; Adam has not come that far after 300 either."),
        Try("switch=1", "Is Adam needed at all? Hand over after a single step.",
            "Not here: at step 100 the loss is 0.18 already, and at 300 it is 0.11, where with "
            "100 steps of Adam it is 0.15."),
        Try("batch_size=10", "Now each step sees 10 of the 100 points. Does L-BFGS still win?",
            "No: at first it gains, and after 300 steps it is above Adam. A difference of two "
            "gradients tells it about the curvature of a batch that it will not see again."),
        Try("lr=0.0003", "A learning rate ten times too small for Adam. How long does L-BFGS need "
            "to mend that?",
            "Ten steps: from 6.2 to 0.71. It takes its own step length; Adam alone stands at "
            "4.4 after 200 steps."),
        Try("history=1", "L-BFGS remembers one pair instead of eight. What is it worth still?",
            "Much: 0.2 at step 300, where Adam alone has 0.73, and eight pairs 0.15."),
        Try("target=x+squared&switch=30&lr=0.001&width=100&activation=relu",
            "The slides' network and steps, on x² with noise of variance 0.0009. Where does it "
            "end?",
            "At the noise at step 100, and at 300 below it: what is gained there is noise, "
            "learned by heart. Adam alone has more than the noise left after 300 steps."),
    )  # fmt: skip
    beside = Pair
    population = 4
    dtype = torch.float64
    model: Pair

    def problem(self, s: Settings) -> Problem:
        """Return the chosen function's."""
        if s.target == "several scales":
            return problems.multiscale(n=100)
        if s.target == "sine":
            return problems.sine(n=100, noise=0.1)
        return problems.function(torch.square, (-1.0, 1.0), n=100, noise=0.03)

    def rivals(self, s: Settings) -> list[tuple[LayeredNetwork, dict[str, Any]]]:
        """Return one network for both rules: Adam, and Adam before L-BFGS."""
        net = MLP([1, *[s.width] * s.depth, 1], activation=s.activation)
        adam, lbfgs = optimizers.adam(s.lr), optimizers.lbfgs(history=s.history)
        rules = adam, optimizers.sequence(adam, lbfgs, switch=s.switch)
        return [(net, {"optimizer": rule, "batch_size": batch_of(s)}) for rule in rules]

    def trouble(self, pair: Pair) -> str:
        """Return a sentence where all networks of one of both have run away."""
        return next((told for fits in pair.fits if (told := fits.ran_away())), "")

    def panels(self, pair: Pair) -> dict[str, Panel]:
        """Return both fits, and both losses over the steps."""
        names = ["Adam alone", "Adam, then L-BFGS"]
        return {
            "fit": Curves(
                title="The fits", names=[*names, "target"], dashes=[False, False, True],
                points=pair.fits[0].points, x_label="x", y_label="output",
            ).of(pair.fit),
            "loss": Curves(
                title="The losses", names=names, log_y=True, x_label="step",
                y_label="training loss",
            ).of(lambda: pair.losses(
                marks=[{"x": float(self.settings.switch), "text": "L-BFGS"}]
            )),
        }  # fmt: skip

    def describe(self, pair: Pair, s: Settings) -> str:
        """Return how far both came."""
        alone, switched = pair.now()
        return (
            f"4 networks on {s.target} after {pair.steps_taken} steps: median training loss "
            f"{alone:.2g} of Adam alone, {switched:.2g} with L-BFGS from step {s.switch} on."
        )

    def status(self, pair: Pair, s: Settings) -> list[str]:
        """Return where both stand."""
        alone, switched = (f"{loss:.3g}" for loss in pair.now())
        turn = "Adam" if pair.steps_taken < s.switch else "L-BFGS"
        return [f"step {pair.steps_taken}, {turn}", f"alone {alone}", f"with L-BFGS {switched}"]
