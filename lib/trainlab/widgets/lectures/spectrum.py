"""The spectrum of a fit while it trains: slow waves first. Lecture 02."""

import math
from typing import ClassVar

import numpy as np
import torch

from trainlab import optimizers
from trainlab.nn.networks import MLP
from trainlab.optimizers import Optimizer
from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.fitting import BAND, Fits
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Bars, Curves
from trainlab.widgets.panels.panel import Numbers, Panel

#: The waves of the target, and the frequencies that are shown.
WAVES, FREQUENCIES = (1, 2, 4, 8), 10
#: Points of one period, both data and what the spectrum is taken of.
POINTS = 128
#: The target's amplitudes by name.
AMPLITUDES = {"equal": (1.0, 1.0, 1.0, 1.0), "rising": (0.25, 0.5, 1.0, 2.0)}
RULES = {"adam": optimizers.adam, "sgd": optimizers.sgd}


class Waves(Fits):
    """Fits of a sum of waves, with what each wave still misses."""

    def __init__(self, trainer: Trainer, problem: Problem, amplitudes: tuple[float, ...]) -> None:
        """Take a first look."""
        self.amplitudes = np.array(amplitudes)
        self.missing: list[np.ndarray] = []
        super().__init__(trainer, problem)

    def look(self) -> None:
        """Record the losses of now, and the median share missing of each wave."""
        super().look()
        outputs = self.trainer.predict(self.problem.x)[..., 0].double().numpy()
        error = np.fft.rfft(self.problem.y[:, 0].double().numpy() - outputs)[:, WAVES]
        shares = np.abs(error) * 2 / POINTS / self.amplitudes
        self.missing.append(np.median(shares, axis=0))

    def spectrum(self) -> Numbers:
        """Return the amplitudes of the target and of the networks by frequency."""
        outputs = self.trainer.predict(self.problem.x)[..., 0].double().numpy()
        both = np.concatenate([self.problem.y[:, 0].double().numpy()[None], outputs])
        found = np.abs(np.fft.rfft(both)[:, 1 : FREQUENCIES + 1]) * 2 / POINTS
        low, mid, high = np.percentile(found[1:], BAND, axis=0)
        target = found[0]
        pairs = ((target, low), (target, mid), (target, high))
        return {k: np.stack(v) for k, v in zip(("low", "mid", "high"), pairs, strict=True)}

    def shares(self) -> Numbers:
        """Return what is missing of each wave over the steps."""
        return {"x": np.array(self.steps, float), "y": np.stack(self.missing, axis=1)}


class Spectrum(Live):
    """Networks that fit a sum of four waves, in the time domain and in that of frequencies."""

    controls = (
        scale("lr", 1e-4, 0.3, default=0.01, log=True, label="learning rate",
              tooltip="Length of a step; keeps the weights"),
        choice("amplitudes", tuple(AMPLITUDES), rebuild=True,
               tooltip="Of the four waves: all 1, or the faster the larger; starts again"),
        scale("stretch", 0.5, 10.0, default=1.0, step=0.5, rebuild=True,
              tooltip="Factor on the inputs x, the first layer's scale; starts again"),
        scale("depth", 1, 4, default=2, rebuild=True,
              tooltip="Number of hidden layers; starts again"),
        scale("width", 1, 64, default=30, rebuild=True,
              tooltip="Units in each hidden layer; starts again"),
        choice("activation", ("tanh", "relu", "gaussian"), rebuild=True,
               tooltip="The function of every hidden unit; starts again"),
        choice("rule", tuple(RULES), tooltip="Adam, or gradient descent; keeps the weights"),
    )  # fmt: skip
    first = ("lr", "amplitudes", "stretch", "depth", "width")
    layout = ("fit spectrum missing",)
    still_steps: ClassVar[int] = 400
    tries = (
        Try("defaults", "Four waves, equally high. In which order are they learned? Play 400 "
            "steps.",
            "Slow ones first: of k = 1 nothing is missing, of k = 2 an eighth, of k = 4 almost "
            "half, of k = 8 three quarters."),
        Try("amplitudes=rising", "Now k = 8 is eight times as high as k = 1, and has most of the "
            "loss. Is it still the last?",
            "Yes: after 400 steps three quarters of it are missing, and little over a third of any "
            "other."),
        Try("stretch=5", "The same picture on inputs five times as wide. Play 1000 steps.",
            "Of k = 8 a fifth is missing, where it was two thirds: for a unit the waves are now "
            "five times slower."),
        Try("activation=gaussian", "Units that are bumps themselves?",
            "After 1000 steps nothing is missing. The bias is not a law of nature: it is one of "
            "the units and of their first weights."),
        Try("rule=sgd&lr=0.1", "Gradient descent instead of Adam?",
            "Slower, in the same order: after 2000 steps three quarters of k = 8 are missing."),
    )  # fmt: skip
    model: Waves

    def build(self, s: Settings) -> Waves:
        """Return networks at their start."""
        heights, edge = AMPLITUDES[s.amplitudes], s.stretch
        frequency = math.pi * torch.tensor(WAVES, dtype=torch.float64)

        def target(x: torch.Tensor) -> torch.Tensor:
            waves = torch.sin(frequency * x.double() / edge)
            return (waves @ torch.tensor(heights, dtype=torch.float64)[:, None]).to(x)

        x = edge * (2 * torch.arange(POINTS, dtype=torch.float64)[:, None] / POINTS - 1)
        x, y = x.float(), target(x).float()
        problem = Problem("waves", x, y, x[:0], y[:0], "mse", ((-edge, edge),), target)
        net = MLP([1, *[s.width] * s.depth, 1], activation=s.activation)
        trainer = Trainer(
            net, problem, optimizer=_rule(s), population=8, device="cpu", dtype=torch.float64
        )
        return Waves(trainer, problem, heights)

    def change(self, waves: Waves, s: Settings) -> None:
        """Go on from these weights."""
        waves.trainer.set(optimizer=_rule(s))

    def panels(self, waves: Waves) -> dict[str, Panel]:
        """Return the fit, its spectrum, and what is missing of each wave."""
        return {
            "fit": Curves(
                title="The fit", names=["target", "networks"], dashes=[True, False],
                x_label="x", y_label="y",
            ).of(waves.fit),
            "spectrum": Bars(
                title="Its spectrum", names=["target", "networks"],
                labels=[str(k) for k in range(1, FREQUENCIES + 1)], x_label="frequency k",
            ).of(waves.spectrum),
            "missing": Curves(
                title="Missing of each wave", names=[f"k = {k}" for k in WAVES], log_x=True,
                x_domain=(1.0, 1e4), y_domain=(0.0, 1.3), x_label="step", y_label="share",
            ).of(waves.shares),
        }  # fmt: skip

    def advance(self, waves: Waves, count: int) -> str:
        """Take steps; pause where every network has run away."""
        waves.step(count)
        return waves.ran_away()

    def describe(self, waves: Waves, s: Settings) -> str:
        """Return what is missing of each wave."""
        told = ", ".join(
            f"{share:.0%} of k = {k}" for k, share in zip(WAVES, waves.missing[-1], strict=True)
        )
        return (
            f"8 networks of depth {s.depth} and width {s.width} after {waves.steps_taken} steps at "
            f"learning rate {s.lr:g}: the median network misses {told}."
        )


def _rule(s: Settings) -> Optimizer:
    return RULES[s.rule](s.lr)
