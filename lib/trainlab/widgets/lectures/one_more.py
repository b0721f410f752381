"""What one more network costs: calls, multiplications and time, by population. Lecture 14."""

import time
from copy import copy
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from torch.utils._python_dispatch import TorchDispatchMode

from trainlab import optimizers, problems
from trainlab.core.threads import one_thread
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.fitting import Fits, Fitting
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.panel import Numbers, Panel

POINTS = 100
POPULATIONS = (1, 4, 16, 64, 256, 1024)


class Calls(TorchDispatchMode):
    """Counts PyTorch's operations while it is entered."""

    count: int = 0

    def __torch_dispatch__(
        self, function: Any, types: Any, args: Any = (), named: Any = None
    ) -> Any:
        """Count one call, and make it."""
        self.count += 1
        return function(*args, **(named or {}))


def calls_of(trainer: Trainer) -> int:
    """Return how many operations of PyTorch a step calls, after the first; none is taken."""
    counted, calls = copy(trainer), Calls()  # type: ignore[no-untyped-call]
    counted.step(1, record=False)
    with one_thread(), calls:
        counted.step(1, record=False)
    return calls.count


def multiplications(sizes: list[int], points: int) -> int:
    """Return how many a network's matrix products have in a step on so many points.

    Each weight works once forward and twice back, those of the first layer once; biases of the
    first layer are weights of an input that is 1, others are added.
    """
    first, *others = (a * b for a, b in pairwise(sizes))
    return points * (2 * (first + sizes[1]) + 3 * sum(others))


class Priced(Fits):
    """Networks that train, with what a step of one of them costs.

    Attributes:
        calls: operations of PyTorch in a step of all.
        seconds: by the clock, of a step of all: the last times.
    """

    def __init__(self, trainer: Trainer, problem: problems.Problem) -> None:
        """Count a step."""
        super().__init__(trainer, problem)
        self.calls, self.seconds = calls_of(trainer), list[float]()

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
        choice("population", POPULATIONS, default=16, rebuild=True,
               tooltip="Number of networks that train at once; starts again"),
        scale("width", 1, 32, default=8, rebuild=True,
              tooltip="Units in each hidden layer; starts again, and so does the comparison"),
        scale("depth", 1, 6, default=3, rebuild=True,
              tooltip="Number of hidden layers; starts again, and so does the comparison"),
        scale("lr", 1e-4, 1.0, default=0.01, log=True, label="learning rate",
              tooltip="Length of Adam's steps; keeps the weights"),
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
    model: Priced

    def build(self, s: Settings) -> Priced:
        """Return networks at their start; what other populations of this shape cost is kept."""
        problem = problems.sine(n=POINTS)
        sizes = [1, *[s.width] * s.depth, 1]
        trainer = Trainer(
            MLP(sizes),
            problem,
            population=s.population,
            optimizer=optimizers.adam(s.lr),
            device="cpu",
        )
        if getattr(self, "sizes", None) != sizes:
            self.sizes, self.seen = sizes, dict[int, Priced]()
        nets = self.seen[s.population] = Priced(trainer, problem)
        return nets

    def change(self, nets: Priced, s: Settings) -> None:
        """Go on from these weights."""
        nets.trainer.set(lr=s.lr)

    def panels(self, nets: Priced) -> dict[str, Panel]:
        """Return the losses, and what one network costs by population."""
        return {
            "loss": Curves(title="Training loss", names=["training"], log_y=True,
                           x_label="step").of(nets.curves),
            "cost": Curves(title="For one network and step", x_label="networks",
                           y_label="count", names=["multiplications", "calls of PyTorch"],
                           dashes=[False, True], log_x=True, log_y=True,
                           x_domain=(0.7, 1500)).of(self.costs),
        }  # fmt: skip

    def costs(self) -> Numbers:
        """Return what a network costs in each population of this shape that was tried."""
        x = np.array(sorted(self.seen), float)
        calls = [self.seen[int(e)].calls / e for e in x]
        y = np.array([[multiplications(self.sizes, POINTS)] * len(x), calls])
        return {"x": x, "y": y, "marks": [{"x": e, "text": f"{e:.0f}"} for e in x]}

    def describe(self, nets: Priced, s: Settings) -> str:
        """Return what was counted."""
        chunks = len(nets.trainer.engine.chunks)
        return (
            f"{s.population} networks of {s.depth} x {s.width} units in {chunks} "
            f"{'chunk' if chunks == 1 else 'chunks'}: a step makes {nets.calls} calls of PyTorch, "
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
