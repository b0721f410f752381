"""A learning-rate range test, and the trainings that its picks start. Lecture 08."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import numpy as np

from trainlab import optimizers, problems, schedules
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import MLP
from trainlab.optimizers import Optimizer
from trainlab.training.range_test import SPACINGS, RangeTest, range_test
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.fitting import Fits
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.panel import Numbers, Panel

#: Steps of a test, and the rates between which it rises.
STEPS, LOW, HIGH = 200, {"geometric": 1e-5, "linear": 1e-3}, {"geometric": 10.0, "linear": 1.0}
#: What of the test starts a training; "high" is the upper bound, and "cycle" goes between both.
STARTS = ("steepest", "lowest", "half of high", "cycle")
RULES: dict[str, Callable[[float], Optimizer]] = {
    "momentum": partial(optimizers.momentum, momentum=0.9),
    "sgd": optimizers.sgd,
    "adam": optimizers.adam,
}


class Started:
    """A range test, and a population for each way to start from what it found.

    Attributes:
        test: what the test found.
        fits: one for each of ``STARTS``.
    """

    def __init__(self, test: RangeTest, fits: list[Fits]) -> None:
        """Stand at the start of every training."""
        self.test, self.fits = test, fits

    @property
    def steps_taken(self) -> int:
        """Number of steps taken by each."""
        return self.fits[0].steps_taken

    def step(self, count: int) -> None:
        """Take steps."""
        for each in self.fits:
            each.step(count)

    def tested(self) -> Numbers:
        """Return the test's smoothed losses over the rate, and marks in the starts' colours."""
        assert self.test.bounds is not None
        low, high = self.test.bounds
        rates = (low, self.test.suggested, self.test.lowest, high / 2, high)
        texts, colors = ("low", *STARTS[:3], "high"), (3, 0, 1, 2, 3)
        marks = [
            {"x": rate, "text": text, "color": color, "row": row}
            for row, (rate, text, color) in enumerate(zip(rates, texts, colors, strict=True))
        ]
        return {"x": self.test.lr.numpy(), "y": self.test.smoothed.numpy()[None], "marks": marks}

    def seen(self) -> np.ndarray:
        """Return the rate and the median loss of each step of the test, (n, 2), while finite."""
        loss = self.test.loss.double().nan_to_num(np.inf).median(dim=1).values
        kept = loss.isfinite()
        return np.stack([self.test.lr[kept].numpy(), loss[kept].numpy()], axis=1)

    def losses(self) -> Numbers:
        """Return the median losses over the steps, one for each training."""
        curves = [each.curves() for each in self.fits]
        return {"x": curves[0]["x"], "y": np.concatenate([curve["y"] for curve in curves])}


class RangeStart(Live):
    """A range test of networks on several scales; its picks and its two bounds start trainings."""

    controls = (
        scale("times", 0.1, 10.0, default=1.0, log=True, label="all learning rates ×",
              tooltip="Factor on what the test says, for all trainings; keeps the weights"),
        choice("spacing", tuple(SPACINGS), rebuild=True,
               tooltip="How the rate rises in the test: by equal ratios, or by equal differences; "
                       "tests again"),
        choice("rule", tuple(RULES), rebuild=True, tooltip="The rule; tests again"),
        choice("batch_size", ("10", "all"), rebuild=True,
               tooltip="Points in each step, of 100; tests again"),
        scale("half_cycle", 2, 10, default=4, label="epochs of half a cycle",
              tooltip="How long the rate rises, and falls, between the bounds; keeps the weights"),
        scale("depth", 1, 6, default=2, rebuild=True,
              tooltip="Number of hidden layers; tests again"),
        scale("width", 1, 64, default=20, rebuild=True,
              tooltip="Units in each hidden layer; tests again"),
        choice("init", tuple(INITIALIZERS), default="glorot_normal", rebuild=True,
               label="initializer", tooltip="Distribution of the first weights; tests again"),
    )  # fmt: skip
    first = ("times", "spacing", "rule", "batch_size", "half_cycle", "depth", "width")
    layout = ("test loss",)
    speed: ClassVar[str] = "60 steps/s"
    still_steps: ClassVar[int] = 400
    tries = (
        Try("defaults", "The test of 200 steps says four things about the rate. Which of them is "
            "ahead after 400 steps of training?",
            "The cycle between low and high, 0.029, and half of high, 0.031. The rate of the "
            "steepest fall, 250 times lower, stands at 0.13, a straight line's loss."),
        Try("times=3", "All four rates times three, so that half of high is one and a half?",
            "The cycle and what was half of high run away; the other two do not. High is close to "
            "a real edge."),
        Try("spacing=linear", "Smith's own test rises by equal differences, here from 0.001 to 1. "
            "Are its picks the same?",
            "No: its lowest loss is at 0.3, where training runs away. The test has passed the bad "
            "rates before they could do harm. Half of high is safe still."),
        Try("rule=adam", "Adam. Is the order the same?",
            "No: here the rate of the lowest loss is ahead, 0.019. A range test does not name "
            "the winner."),
        Try("init=normal", "Weights of variance 1 at the start. What happens to the upper bound?",
            "It falls from 0.29 to 0.083. The largest rate that works is the networks', not the "
            "rule's."),
    )  # fmt: skip
    model: Started

    def build(self, s: Settings) -> Started:
        """Test, and return networks at their start for each way to use what was found.

        Raises:
            ValueError: where the loss never falls in the test.
        """
        problem = problems.step_sine(n=100, noise=0.1)
        net = MLP([1, *[s.width] * s.depth, 1])
        given: dict[str, Any] = {
            "init": s.init, "population": 8, "device": "cpu", "batch_size": _points(s),
        }  # fmt: skip
        low, high, rule = LOW[s.spacing], HIGH[s.spacing], RULES[s.rule](0.1)
        test = range_test(
            net, problem, low=low, high=high, steps=STEPS, spacing=s.spacing, optimizer=rule,
            **given,
        )  # fmt: skip
        if test.suggested is None or test.bounds is None:
            raise ValueError("the loss never falls in the test; there is no rate to start from.")
        fits = [
            Fits(Trainer(net, problem, **given, **options), problem) for options in _starts(s, test)
        ]
        return Started(test, fits)

    def change(self, started: Started, s: Settings) -> None:
        """Go on from these weights at other rates."""
        for fits, options in zip(started.fits, _starts(s, started.test), strict=True):
            fits.trainer.set(**options)

    def panels(self, started: Started) -> dict[str, Panel]:
        """Return the test, and the losses of the trainings."""
        return {
            "test": Curves(
                title="Range test", names=["training"], points=started.seen(),
                points_name="each step",
                log_x=self.settings.spacing == "geometric", log_y=True, x_label="learning rate",
                y_domain=(0.01, 100.0), y_label="loss of the step's batch",
            ).of(started.tested),
            "loss": Curves(
                title="Started anew", names=STARTS, log_y=True, x_label="step",
                y_label="training loss", y_domain=(0.005, 3.0),
            ).of(started.losses),
        }  # fmt: skip

    def describe(self, started: Started, s: Settings) -> str:
        """Return what the test found, and where the trainings stand."""
        return f"{started.test!r} {'; '.join(self.status(started, s))}."

    def status(self, started: Started, s: Settings) -> list[str]:
        """Return where the trainings stand."""
        told = [
            f"{name}: {fits.now()[1]:.3g}" for name, fits in zip(STARTS, started.fits, strict=True)
        ]
        return [f"step {started.steps_taken}", *told]


def _points(s: Settings) -> int | None:
    return None if s.batch_size == "all" else int(s.batch_size)


def _starts(s: Settings, test: RangeTest) -> list[dict[str, Any]]:
    """Return for each of ``STARTS`` the rule and the schedule."""
    assert test.suggested is not None
    assert test.bounds is not None
    low, high = test.bounds
    epoch = 100 // int(s.batch_size) if s.batch_size != "all" else 1
    rates = (test.suggested, test.lowest, high / 2, high)
    cycle = schedules.cyclical(up=s.half_cycle * epoch, low=low / high)
    return [
        {
            "optimizer": RULES[s.rule](s.times * rate),
            "schedule": cycle if name == "cycle" else schedules.constant(),
        }
        for name, rate in zip(STARTS, rates, strict=True)
    ]
