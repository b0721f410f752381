"""Adam, and from some step on L-BFGS; Adam alone beside it. Lecture 07."""

from typing import ClassVar

import numpy as np
import torch

from trainlab import optimizers, problems
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import MLP
from trainlab.optimizers import Optimizer
from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.fitting import Fits
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.panel import Numbers, Panel

#: Targets by name, with the noise on their points.
TARGETS = {"x squared": 0.03, "sine": 0.1, "several scales": 0.0}


class Pair:
    """Two populations from one start: one goes on by Adam, one changes over to L-BFGS."""

    def __init__(self, alone: Fits, switched: Fits) -> None:
        """Stand at the start."""
        self.alone, self.switched = alone, switched

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""
        return self.alone.steps_taken

    def step(self, count: int) -> None:
        """Take steps."""
        self.alone.step(count)
        self.switched.step(count)

    def losses(self, switch: int) -> Numbers:
        """Return both losses over the steps, and a mark at the change."""
        both = [fits.curves() for fits in (self.alone, self.switched)]
        stacked = {name: np.concatenate([c[name] for c in both]) for name in ("y", "low", "high")}
        mark = [{"x": float(switch), "text": "L-BFGS"}]
        return {"x": both[0]["x"], **stacked, "marks": mark}

    def fit(self) -> Numbers:
        """Return the median networks of both, with bands, and the target."""
        alone, switched = self.alone.fit(), self.switched.fit()
        return {"x": alone["x"]} | {
            name: np.stack([alone[name][1], switched[name][1], alone[name][0]])
            for name in ("y", "low", "high")
        }


class SwitchPoint(Live):
    """Networks that fit a function by Adam, and from a step that one moves by L-BFGS."""

    controls = (
        scale("switch", 1, 1000, default=100, log=True, label="steps of Adam before L-BFGS",
              tooltip="Where L-BFGS takes over; can be moved while it trains, and back"),
        scale("lr", 1e-4, 0.1, default=0.003, log=True, label="learning rate of Adam",
              tooltip="L-BFGS has its own, 1, and a line search; keeps the weights"),
        choice("target", tuple(TARGETS), default="several scales", rebuild=True,
               tooltip="The function to be fitted; starts again"),
        choice("batch_size", ("all", "20", "10"),
               tooltip="Points of 100 in each step, drawn anew; keeps the weights"),
        choice("history", (1, 2, 8, 30), default=8, rebuild=True,
               tooltip="Pairs that L-BFGS remembers; starts again"),
        scale("depth", 1, 3, default=1, rebuild=True,
              tooltip="Number of hidden layers; starts again"),
        scale("width", 1, 100, default=30, rebuild=True,
              tooltip="Units in each hidden layer; starts again"),
        choice("activation", ("tanh", "relu"), rebuild=True,
               tooltip="The function of every hidden unit; starts again"),
        choice("init", tuple(INITIALIZERS), default="torch_default", rebuild=True,
               label="initializer", tooltip="Distribution of the first weights; starts again"),
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
    model: Pair

    def build(self, s: Settings) -> Pair:
        """Return both populations at their common start."""
        problem = _problem(s.target)
        net = MLP([1, *[s.width] * s.depth, 1], activation=s.activation)

        def made(rule: Optimizer) -> Fits:
            given = {"optimizer": rule, "batch_size": _points(s), "init": s.init}
            given |= {"population": 4, "device": "cpu", "dtype": torch.float64}
            return Fits(Trainer(net, problem, **given), problem)

        return Pair(made(optimizers.adam(s.lr)), made(_both(s)))

    def change(self, pair: Pair, s: Settings) -> None:
        """Go on from these weights."""
        pair.alone.trainer.set(lr=s.lr, batch_size=_points(s))
        pair.switched.trainer.set(optimizer=_both(s), batch_size=_points(s))

    def panels(self, pair: Pair) -> dict[str, Panel]:
        """Return both fits, and both losses over the steps."""
        data = pair.alone.problem
        return {
            "fit": Curves(
                title="The fits", names=["Adam alone", "Adam, then L-BFGS", "target"],
                dashes=[False, False, True], points=torch.cat([data.x, data.y], dim=1).numpy(),
                x_label="x", y_label="output; dots: data",
            ).of(pair.fit),
            "loss": Curves(
                title="The losses", names=["Adam alone", "Adam, then L-BFGS"],
                log_y=True, x_label="step", y_label="training loss",
            ).of(lambda: pair.losses(self.settings.switch)),
        }  # fmt: skip

    def advance(self, pair: Pair, count: int) -> str:
        """Take steps; pause where every network has run away."""
        pair.step(count)
        return pair.alone.ran_away() or pair.switched.ran_away()

    def describe(self, pair: Pair, s: Settings) -> str:
        """Return how far both came."""
        alone, switched = (fits.now()[1] for fits in (pair.alone, pair.switched))
        return (
            f"4 networks on {s.target} after {pair.steps_taken} steps: median training loss "
            f"{alone:.2g} of Adam alone, {switched:.2g} with L-BFGS from step {s.switch} on."
        )

    def status(self, pair: Pair, s: Settings) -> list[str]:
        """Return where both stand."""
        alone, switched = (f"{fits.now()[1]:.3g}" for fits in (pair.alone, pair.switched))
        turn = "Adam" if pair.steps_taken < s.switch else "L-BFGS"
        return [f"step {pair.steps_taken}, {turn}", f"alone {alone}", f"with L-BFGS {switched}"]


def _both(s: Settings) -> Optimizer:
    rules = optimizers.adam(s.lr), optimizers.lbfgs(history=s.history)
    return optimizers.sequence(*rules, switch=s.switch)


def _points(s: Settings) -> int | None:
    return None if s.batch_size == "all" else int(s.batch_size)


def _problem(target: str) -> Problem:
    noise = TARGETS[target]
    if target == "sine":
        return problems.sine(n=100, noise=noise)
    if target == "several scales":
        return problems.multiscale(n=100)
    return problems.function(torch.square, (-1.0, 1.0), n=100, noise=noise)
