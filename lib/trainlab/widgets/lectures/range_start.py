"""A learning-rate range test, and the trainings that its picks start. Lecture 08."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import numpy as np

from trainlab import optimizers, problems, schedules
from trainlab.nn.networks import LayeredNetwork
from trainlab.optimizers import Optimizer
from trainlab.problems import Problem
from trainlab.training.range_test import SPACINGS, RangeTest, range_test
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Contest, batch_of
from trainlab.widgets.lectures.models.beside import Beside
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers, Panel

#: Steps of a test, and the rates between which it rises.
STEPS, LOW, HIGH = 200, {"geometric": 1e-5, "linear": 1e-3}, {"geometric": 10.0, "linear": 1.0}
#: What of the test starts a training; "cycle" goes between both bounds.
STARTS = ("steepest", "lowest", "half of high", "cycle")
#: Colours of the rates: of ``STARTS``; the two bounds have the cycle's.
COLORS = (3, 0, 1, 2, 3)
RULES: dict[str, Callable[[float], Optimizer]] = {
    "momentum": partial(optimizers.momentum, momentum=0.9),
    "sgd": optimizers.sgd,
    "adam": optimizers.adam,
}


def picks(test: RangeTest) -> dict[str, float]:
    """Return by name the rates that a test says, from the lower bound to the upper one.

    Raises:
        ValueError: where the loss never falls in the test.
    """
    if test.suggested is None or test.bounds is None:
        raise ValueError("the loss never falls in the test; there is no rate to start from.")
    low, high = test.bounds
    rates = (low, test.suggested, test.lowest, high / 2, high)
    return dict(zip(("low", *STARTS[:3], "high"), rates, strict=True))


def tested(test: RangeTest) -> Numbers:
    """Return a test's smoothed losses over the rate, and a mark at each rate that it says."""
    marks = [
        {"x": rate, "text": name, "color": color, "row": row}
        for row, (color, (name, rate)) in enumerate(zip(COLORS, picks(test).items(), strict=True))
    ]
    return over(test.lr.numpy(), test.smoothed.numpy(), marks=marks)


def seen(test: RangeTest) -> np.ndarray:
    """Return the rate and the median loss of each step of a test, (n, 2), while finite."""
    loss = test.loss.double().nan_to_num(np.inf).median(dim=1).values
    kept = loss.isfinite()
    return np.stack([test.lr[kept].numpy(), loss[kept].numpy()], axis=1)


class RangeStart(Contest):
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
        usual.depth(1, 6, default=2, then="tests again"),
        usual.width(1, 64, default=20, then="tests again"),
        usual.init("glorot_normal", then="tests again"),
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
    population = 8
    model: Beside[Any]

    def problem(self, s: Settings) -> Problem:
        """Return a step with ripples and noise."""
        return problems.step_sine(n=100, noise=0.1)

    def rivals(self, s: Settings) -> list[tuple[LayeredNetwork, dict[str, Any]]]:
        """Return for each of ``STARTS`` the network, and the rule with its schedule."""
        rates, rule, net, size = picks(self.test), RULES[s.rule], self.net(s), batch_of(s)
        epoch = 1 if s.batch_size == "all" else 100 // int(s.batch_size)
        cycle = schedules.cyclical(up=s.half_cycle * epoch, low=rates["low"] / rates["high"])
        fixed = [(rates[name], schedules.constant()) for name in STARTS[:3]]
        return [
            (net, {"optimizer": rule(s.times * rate), "schedule": schedule, "batch_size": size})
            for rate, schedule in [*fixed, (rates["high"], cycle)]
        ]

    def build(self, s: Settings) -> Any:
        """Test, and return networks at their start for each way to use what was found."""
        test = range_test(
            self.net(s), self.problem(s), low=LOW[s.spacing], high=HIGH[s.spacing], steps=STEPS,
            spacing=s.spacing, optimizer=RULES[s.rule](0.1), init=s.init,
            population=self.population, device="cpu", batch_size=batch_of(s),
        )  # fmt: skip
        picks(test)
        self.test = test
        return super().build(s)

    def panels(self, started: Beside[Any]) -> dict[str, Panel]:
        """Return the test, and the losses of the trainings."""
        return {
            "test": Curves(
                title="Range test", names=["training"], points=seen(self.test),
                points_name="each step",
                log_x=self.settings.spacing == "geometric", log_y=True, x_label="learning rate",
                y_domain=(0.01, 100.0), y_label="loss of the step's batch",
            ).of(lambda: tested(self.test)),
            "loss": Curves(
                title="Started anew", names=STARTS, log_y=True, x_label="step",
                y_label="training loss", y_domain=(0.005, 3.0),
            ).of(started.losses),
        }  # fmt: skip

    def describe(self, started: Beside[Any], s: Settings) -> str:
        """Return what the test found, and where the trainings stand."""
        return f"{self.test!r} {'; '.join(self.status(started, s))}."

    def status(self, started: Beside[Any], s: Settings) -> list[str]:
        """Return where the trainings stand."""
        told = (f"{name}: {loss:.3g}" for name, loss in zip(STARTS, started.now(), strict=True))
        return [f"step {started.steps_taken}", *told]
