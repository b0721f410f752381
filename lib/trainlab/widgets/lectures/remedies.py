"""Deep, narrow networks that learn |x|, with a remedy against collapse or none. Lecture 12."""

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import torch

from trainlab import problems
from trainlab.experiments.claims.collapse import is_constant, is_learnt
from trainlab.experiments.claims.remedies import REMEDIES, dead, start
from trainlab.experiments.statistics import clopper_pearson
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers, Panel

#: What a network is, in the order in which it is drawn.
FATES = ("constant", "in part", "learnt")


class Fates(Fits):
    """Networks that fit a function, and what each of them is.

    Attributes:
        dead: how many were dead at the start.
    """

    def __init__(self, trainer: Trainer, problem: problems.Problem) -> None:
        """Take a first look."""
        self.dead = int(dead(trainer).sum())
        super().__init__(trainer, problem)

    def measured(self) -> dict[str, np.ndarray]:
        """Return the losses and the fates of now."""
        return super().measured() | {"fates": self.counts()}

    def fates(self) -> np.ndarray:
        """Return for each network its place in ``FATES``, (E,)."""
        outputs, y = self.trainer.predict(self.problem.x), self.problem.y
        fate = torch.where(is_learnt(outputs, y), 2, 1)
        found: np.ndarray = torch.where(is_constant(outputs, y), 0, fate).numpy()
        return found

    def counts(self) -> np.ndarray:
        """Return how many networks are what of ``FATES``."""
        return np.bincount(self.fates(), minlength=len(FATES))

    def networks(self) -> Numbers:
        """Return every network's output, one after the other along the curve of its fate."""
        outputs = self.trainer.predict(self.x)[..., 0].numpy()
        apart = np.pad(outputs, [(0, 0), (0, 1)], constant_values=np.nan)
        x = np.tile(np.append(self.x.numpy(), np.nan), len(outputs))
        own = self.fates() == np.arange(len(FATES))[:, None]
        y = np.where(own[..., None], apart, np.nan).reshape(len(FATES), -1)
        return {"x": x[:-1], "y": y[:, :-1]}

    def shares(self) -> Numbers:
        """Return the share of networks of each fate over the steps, with its exact interval."""
        steps, counts = self.history("fates")
        low, high = clopper_pearson(counts, self.trainer.population)
        return over(steps, *zip(low, counts / self.trainer.population, high, strict=True))


class Remedies(Fitting):
    """A population learns |x|; one sees which networks are constant, and which learn."""

    controls = (
        choice("remedy", tuple(REMEDIES), tooltip="What is changed; starts again", rebuild=True),
        scale("layers", 2, 20, default=10, rebuild=True,
              tooltip="Number of layers, the output's included; starts again"),
        usual.width(1, 8, default=2),
        usual.rate(1e-4, 0.1, default=0.003, tooltip="Length of Adam's steps; keeps the weights"),
        usual.population((10, 50, 200), default=50),
    )  # fmt: skip
    layout = ("networks shares",)
    still_steps: ClassVar[int] = 600
    tries = (
        Try("defaults", "Ten layers of width 2 can be |x|, exactly. How many of fifty learn it in "
            "600 steps?", "One. 48 were dead at the start, and stay so."),
        Try("lr=0.03", "Ten times the learning rate?",
            "Nothing changes: where there is no gradient, no rate makes a step."),
        Try("remedy=leaky+ReLU", "Slope 0.01 on the left: none is dead. Do all learn?",
            "No. After 600 steps about a quarter is constant, and fewer than half have learnt: a "
            "hundredth of a gradient for each layer is nearly none."),
        Try("remedy=PReLU", "A slope that begins at 0.25, and is trained? Take 1000 steps.",
            "All fifty have learnt."),
        Try("remedy=batch+norm+before", "Batch norm: none can be dead. How many learn?",
            "None in 1000 steps, though hardly one is constant: alive is not the same as able. "
            "With a rate of 0.1 from the start a few learn, and many become constant."),
        Try("remedy=shortcuts", "Shortcuts around each layer?",
            "None is dead, none becomes constant, but only one in ten learns in 600 steps."),
        Try("width=8", "No remedy, but eight units in each layer?",
            "One was dead at the start. After 600 steps nine in ten have learnt."),
    )  # fmt: skip
    model: Fates

    def build(self, s: Settings) -> Fates:
        """Return networks at their start."""
        problem = problems.abs_value()
        remedy, data = replace(REMEDIES[s.remedy], width=s.width), (problem.x, problem.y)
        given = {"population": s.population, "device": "cpu"}
        return Fates(start(remedy, data, s.layers, s.lr, **given), problem)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return the rate of the rule."""
        return {"lr": s.lr}

    def panels(self, fates: Fates) -> dict[str, Panel]:
        """Return every network's output, and how many are what."""
        return {
            "networks": Curves(
                title="Every network", names=FATES, dashes=[True, False, False],
                points=fates.points, x_label="x", y_label="output", y_domain=(-0.5, 2.0),
            ).of(fates.networks),
            "shares": Curves(
                title="What they are", names=FATES, dashes=[True, False, False],
                x_label="step", y_label="share of networks", y_domain=(0.0, 1.0),
            ).of(fates.shares),
        }  # fmt: skip

    def describe(self, fates: Fates, s: Settings) -> str:
        """Return what became of the networks."""
        return (
            f"{s.population} networks of {s.layers} layers of width {s.width}, remedy {s.remedy}, "
            f"learning rate {s.lr:g}: {', '.join(self.status(fates, s))}."
        )

    def status(self, fates: Fates, s: Settings) -> list[str]:
        """Return where training stands, and what the networks are."""
        told = [f"{n} {name}" for n, name in zip(fates.counts(), FATES, strict=True)]
        return [
            f"step {fates.steps_taken}",
            f"{fates.dead} of {s.population} dead at the start",
            f"now {', '.join(told)}",
        ]
