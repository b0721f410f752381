"""What one more network costs: calls, multiplications and time, by population. Lecture 14."""

import time
from copy import copy
from typing import Any, ClassVar

import numpy as np

from trainlab import optimizers, problems
from trainlab.analysis.costs import Calls, multiplications
from trainlab.core.threads import one_thread
from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting, loss_panel
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers, Panel

POINTS = 100


class Priced(Fits):
    """Networks that train, with what a step of one of them costs.

    Attributes:
        calls: operations of PyTorch in a step of all.
        seconds: by the clock, of a step of all: the last times.
    """

    def __init__(self, trainer: Trainer, problem: Problem) -> None:
        """Count the operations of a step after the first, which is not taken."""
        super().__init__(trainer, problem)
        counted, self.seconds = copy(trainer), list[float]()
        counted.step(1, record=False)
        with one_thread(), Calls() as calls:  # type: ignore[no-untyped-call]
            counted.step(1, record=False)
        self.calls = calls.count

    def step(self, count: int) -> None:
        """Take steps by the clock."""
        start = time.perf_counter()
        super().step(count)
        self.seconds = [*self.seconds[-20:], (time.perf_counter() - start) / count]

    @property
    def microseconds(self) -> float:
        """Time of one network's step: the median of the last looks."""
        return 1e6 * float(np.median(self.seconds)) / self.trainer.population


class OneMore(Fitting):
    """Populations of one shape: what a step costs, and what it costs for one of them."""

    controls = (
        choice("population", (1, 4, 16, 64, 256, 1024), default=16, rebuild=True,
               tooltip="Number of networks that train at once; starts again"),
        scale("width", 1, 32, default=8, rebuild=True,
              tooltip="Units in each hidden layer; starts again, and so does the comparison"),
        scale("depth", 1, 6, default=3, rebuild=True,
              tooltip="Number of hidden layers; starts again, and so does the comparison"),
        usual.rate(1e-4, 1.0, default=0.01, tooltip="Length of Adam's steps; keeps the weights"),
    )  # fmt: skip
    layout = ("loss cost",)
    speed: ClassVar[str] = "60 steps/s"
    still_steps: ClassVar[int] = 100
    tries = (
        Try("population=64", "Sixteen networks call PyTorch 87 times in a step. And 64?",
            "87 times as well: each call works on all of them. For one network that is a quarter "
            "of what it was."),
        Try("population=1", "One network alone: how many calls?",
            "49. For a single network the engine goes another way, with fewer calls, and still it "
            "pays for all of them alone."),
        Try("population=1024", "1024 networks: still 87 calls?",
            "No, 360: they are computed in four chunks, each of a size that a core's cache holds, "
            "with calls of its own. What one network costs falls no further."),
        Try("width=16", "Twice the width: how many calls, and how many multiplications?",
            "The same calls, and 3.7 times the multiplications."),
        Try("lr=1", "A hundred times the learning rate. What does a step cost now?",
            "The same calls and multiplications; only what they are good for has changed."),
    )  # fmt: skip
    fits = Priced
    model: Priced

    def problem(self, s: Settings) -> Problem:
        """Return points of a sine."""
        return problems.sine(n=POINTS)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return Adam."""
        return {"optimizer": optimizers.adam(s.lr)}

    def build(self, s: Settings) -> Priced:
        """Return networks at their start; what other populations of this shape cost is kept."""
        nets: Priced = super().build(s)
        sizes = [1, *[s.width] * s.depth, 1]
        if getattr(self, "sizes", None) != sizes:
            self.sizes, self.seen = sizes, dict[int, Priced]()
        self.seen[s.population] = nets
        return nets

    def panels(self, nets: Priced) -> dict[str, Panel]:
        """Return the losses, and what one network costs by population."""
        return {
            "loss": loss_panel(nets, title="Training loss", y_label=""),
            "cost": Curves(
                title="For one network and step", names=["multiplications", "calls of PyTorch"],
                dashes=[False, True], x_label="networks", y_label="count", log_x=True, log_y=True,
                x_domain=(0.7, 1500),
            ).of(self.costs),
        }  # fmt: skip

    def costs(self) -> Numbers:
        """Return what a network costs in each population of this shape that was tried."""
        x = np.array(sorted(self.seen), float)
        calls = np.array([self.seen[int(e)].calls / e for e in x])
        marks = [{"x": e, "text": f"{e:.0f}"} for e in x]
        return over(x, np.full(len(x), multiplications(self.sizes, POINTS)), calls, marks=marks)

    def describe(self, nets: Priced, s: Settings) -> str:
        """Return what was counted."""
        chunks = len(nets.trainer.engine.chunks)
        return (
            f"{s.population} networks of {s.depth} x {s.width} units in {chunks} "
            f"chunk{'s' * (chunks > 1)}: a step makes {nets.calls} calls of PyTorch, "
            f"{nets.calls / s.population:.3g} for one network, and "
            f"{multiplications(self.sizes, POINTS)} multiplications for each. Median loss "
            f"{nets.now()[1]:.3g} after {nets.steps_taken} steps."
        )

    def status(self, nets: Priced, s: Settings) -> list[str]:
        """Return where training stands, and its pace."""
        told = super().status(nets, s)
        timed = {n: f"{p.microseconds:.3g}" for n, p in sorted(self.seen.items()) if p.seconds}
        if nets.seconds:
            told += [f"{1 / np.median(nets.seconds):.0f} steps/s"]
        return told + [f"{µs} µs for each of {n} networks" for n, µs in timed.items()]
