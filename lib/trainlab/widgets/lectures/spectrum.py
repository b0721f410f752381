"""The spectrum of a fit while it trains: slow waves first. Lecture 02."""

from typing import Any, ClassVar

import torch

from trainlab import optimizers
from trainlab.nn.networks import MLP
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting, fit_panel
from trainlab.widgets.lectures.models.waves import FREQUENCIES, WAVES, Waves, waves
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Bars, Curves
from trainlab.widgets.panels.panel import Panel

#: The target's amplitudes by name.
AMPLITUDES = {"equal": (1.0, 1.0, 1.0, 1.0), "rising": (0.25, 0.5, 1.0, 2.0)}
RULES = {"adam": optimizers.adam, "sgd": optimizers.sgd}


class Spectrum(Fitting):
    """Networks that fit a sum of four waves, in the time domain and in that of frequencies."""

    controls = (
        usual.rate(1e-4, 0.3, default=0.01),
        choice("amplitudes", tuple(AMPLITUDES), rebuild=True,
               tooltip="Of the four waves: all 1, or the faster the larger; starts again"),
        scale("stretch", 0.5, 10.0, default=1.0, step=0.5, rebuild=True,
              tooltip="Factor on the inputs x, the first layer's scale; starts again"),
        usual.depth(1, 4, default=2),
        usual.width(1, 64, default=30),
        usual.activation(("tanh", "relu", "gaussian")),
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
    fits = Waves
    population = 8
    dtype = torch.float64
    model: Waves

    def problem(self, s: Settings) -> Problem:
        """Return the sum of waves."""
        return waves(AMPLITUDES[s.amplitudes], s.stretch)

    def net(self, s: Settings) -> MLP:
        """Return the architecture."""
        return MLP([1, *[s.width] * s.depth, 1], activation=s.activation)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return the rule."""
        return {"optimizer": RULES[s.rule](s.lr)}

    def panels(self, waves: Waves) -> dict[str, Panel]:
        """Return the fit, its spectrum, and what is missing of each wave."""
        return {
            "fit": fit_panel(waves, "target", points=None),
            "spectrum": Bars(
                title="Its spectrum", names=["target", "networks"],
                labels=[str(k) for k in range(1, FREQUENCIES + 1)], x_label="frequency k",
            ).of(waves.spectrum),
            "missing": Curves(
                title="Missing of each wave", names=[f"k = {k}" for k in WAVES], log_x=True,
                x_domain=(1.0, 1e4), y_domain=(0.0, 1.3), x_label="step", y_label="share",
            ).of(waves.shares),
        }  # fmt: skip

    def describe(self, waves: Waves, s: Settings) -> str:
        """Return what is missing of each wave."""
        told = ", ".join(
            f"{share:.0%} of k = {k}" for k, share in zip(WAVES, waves.missing, strict=True)
        )
        return (
            f"8 networks of depth {s.depth} and width {s.width} after {waves.steps_taken} steps at "
            f"learning rate {s.lr:g}: the median network misses {told}."
        )

    def status(self, waves: Waves, s: Settings) -> list[str]:
        """Return where training stands."""
        return [f"step {waves.steps_taken}"]
