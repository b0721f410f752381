"""Gradient descent on x1^2 + 2 x2^2: learning rate, noise and batch size. Lecture 05."""

import math
from collections.abc import Mapping
from typing import ClassVar

from trainlab import optimizers
from trainlab.optimizers import Optimizer
from trainlab.problems.surfaces import SURFACES, Surface
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.models.balls import Balls
from trainlab.widgets.lectures.rolling import Rolling, ground, heights, start_along
from trainlab.widgets.live import Try
from trainlab.widgets.panels.panel import Panel


class Bowl(Rolling):
    """Balls that descend x1^2 + 2 x2^2, each along gradients with noise of its own."""

    controls = (
        usual.rate(0.001, 0.6, default=0.1,
                   tooltip="Length of a step; the balls stay where they are"),
        scale("noise", 0.0, 8.0, default=0.0, step=0.1,
              tooltip="Standard deviation of one example's gradient, in each direction"),
        choice("batch_size", (1, 4, 16, 64), tooltip="Examples that a step's gradient averages"),
        choice("population", (1, 4, 16, 64), default=16, rebuild=True,
               tooltip="Number of balls; starts again"),
        start_along("x1", 6.0, default=-5.0),
        start_along("x2", 4.0, default=-2.0),
    )  # fmt: skip
    first = ("lr", "noise", "batch_size")
    layout = ("path height",)
    speed: ClassVar[str] = "5 steps/s"
    still_steps: ClassVar[int] = 60
    tries = (
        Try("lr=0.25", "The slope along x2 is 4 x2. Where is x2 after one step of 0.25?",
            "At 0: the factor is 1 - 0.25 * 4 = 0, while x1 only halves."),
        Try("lr=0.45", "The factor along x2 is 1 - 0.45 * 4 = -0.8. What will the path look like?",
            "It leaps from side to side of the valley, and still arrives: 0.8 is below 1."),
        Try("lr=0.51", "And at 0.51, where the factor is -1.04?",
            "It leaps farther each time, and runs away: slowly at first."),
        Try("noise=4", "Each gradient now has an error of size 4. Where do the balls end?",
            "Nowhere: they wander around the minimum, as far at step 1000 as at step 50."),
        Try("noise=4&batch_size=16", "And with batches of 16?",
            "They still wander, four times nearer: noise falls with the root of the batch size."),
    )  # fmt: skip

    def surface(self, s: Settings) -> Surface:
        """Return the bowl."""
        return SURFACES["bowl"]

    def rules(self, s: Settings) -> Mapping[str, Optimizer]:
        """Return gradient descent."""
        return {"gradient descent": optimizers.sgd(s.lr)}

    def noise(self, s: Settings) -> float:
        """Return the noise of a mean over a batch."""
        return float(s.noise / math.sqrt(s.batch_size))

    def panels(self, balls: Balls) -> dict[str, Panel]:
        """Return the paths, and the heights over the steps."""
        return {
            "path": ground(balls, self.start(self.settings), "x₁² + 2 x₂²"),
            "height": heights(balls, "Height of the balls", log_y=True, y_label="x₁² + 2 x₂²"),
        }

    def describe(self, balls: Balls, s: Settings) -> str:
        """Return how far the balls came."""
        return (
            f"{s.population} balls on x1^2 + 2 x2^2 from ({s.x1:g}, {s.x2:g}) after "
            f"{balls.steps_taken} steps of gradient descent at learning rate {s.lr:g}, gradient "
            f"noise {self.noise(s):g}: median height {balls.now()[1, 0]:.3g}, {balls.gone} "
            "ran away."
        )
