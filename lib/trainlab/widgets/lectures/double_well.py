"""A bad minimum beside a good one, and what noise and momentum do about it. Lectures 05 and 06."""

from collections.abc import Mapping

import numpy as np

from trainlab import optimizers
from trainlab.optimizers import Optimizer
from trainlab.problems.surfaces import SURFACES, Surface
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.models.balls import Balls
from trainlab.widgets.lectures.rolling import Rolling, ground, heights, start_along
from trainlab.widgets.live import Try
from trainlab.widgets.panels.panel import Panel


class DoubleWell(Rolling):
    """Balls that come down into a bad minimum, and some out of it again."""

    controls = (
        usual.rate(0.001, 0.8, default=0.1,
                   tooltip="Length of a step; the balls stay where they are"),
        scale("noise", 0.0, 10.0, default=0.0, step=0.1,
              tooltip="Standard deviation of the gradient's noise, in each direction"),
        scale("momentum", 0.0, 0.99, default=0.0, step=0.01,
              tooltip="Share of the velocity kept at each step"),
        choice("population", (1, 16, 64, 256), default=64, rebuild=True,
               tooltip="Number of balls; starts again"),
        start_along("x1", 8.0, default=6.0),
        start_along("x2", 4.0, default=2.0),
    )  # fmt: skip
    first = ("lr", "noise", "momentum")
    layout = ("path height",)
    tries = (
        Try("defaults", "The balls start at (6, 2). Which of the two minima do they reach?",
            "The bad one at (4, 0), all of them: descent never climbs."),
        Try("noise=3", "Noise of size 3 shakes them. Do they get out within 300 steps?",
            "Hardly one: the pass is too high for it."),
        Try("noise=7", "And noise of size 7?",
            "Most of them within 300 steps, and none comes back: the other well is deeper."),
        Try("momentum=0.9", "No noise, but nine tenths of the velocity stay. What now?",
            "All roll through the bad minimum, over the pass, and settle in the good one."),
        Try("momentum=0.9&lr=0.001", "The same momentum with a hundredth of the learning rate?",
            "Friction has time to stop them: all stay in the bad minimum."),
        Try("lr=0.5&x1=-5.5", "They start beside the good minimum with long steps. Do they stay?",
            "None does: where the curvature is 5.4, a step above 2/5.4 = 0.37 throws them out."),
    )  # fmt: skip

    def surface(self, s: Settings) -> Surface:
        """Return the double well."""
        return SURFACES["double_well"]

    def rules(self, s: Settings) -> Mapping[str, Optimizer]:
        """Return momentum, which is gradient descent where nothing is kept."""
        return {"balls": optimizers.momentum(s.lr, s.momentum)}

    def panels(self, balls: Balls) -> dict[str, Panel]:
        """Return the paths, and the heights over the steps."""
        return {
            "path": ground(balls, self.start(self.settings), "A bad minimum and a good one"),
            "height": heights(balls, "Height of the balls", y_label="f", y_domain=(0.0, 35.0)),
        }

    def describe(self, balls: Balls, s: Settings) -> str:
        """Return how many balls are where."""
        return (
            f"{s.population} balls on the double well after {balls.steps_taken} steps at learning "
            f"rate {s.lr:g}, momentum {s.momentum:g} and noise {s.noise:g}: "
            f"{crossed(balls):.0%} of them on the good side of the pass."
        )

    def status(self, balls: Balls, s: Settings) -> list[str]:
        """Return the step and the share on the good side."""
        return [f"step {balls.steps_taken}", f"{crossed(balls):.0%} on the good side"]


def crossed(balls: Balls) -> float:
    """Return the share of balls on the good side of the pass at x1 = 1."""
    x1 = balls.racer.points[..., 0].numpy()
    return float(np.mean(x1 < 1))
