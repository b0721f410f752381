"""What the races of lectures 06 and 07 share: surfaces with their starts, rules with settings."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from torch import Tensor

from trainlab import optimizers
from trainlab.optimizers import Optimizer
from trainlab.problems.surfaces import SURFACES, Surface
from trainlab.training.racing import Racer
from trainlab.widgets.controls import Control, Settings, choice, scale
from trainlab.widgets.lectures.models.balls import Balls
from trainlab.widgets.lectures.rolling import Rolling, ground, heights
from trainlab.widgets.panels.panel import Numbers, Panel

#: By name: (learning rate, momentum) -> rule. Where a rule has betas, momentum is the first.
RULES: dict[str, Callable[[float, float], Optimizer]] = {
    "sgd": lambda lr, mu: optimizers.sgd(lr),
    "momentum": optimizers.momentum,
    "nesterov": optimizers.nesterov,
    "adagrad": lambda lr, mu: optimizers.adagrad(lr),
    "adadelta": lambda lr, mu: optimizers.adadelta(lr),
    "rmsprop": lambda lr, mu: optimizers.rmsprop(lr),
    "rmsprop with momentum": lambda lr, mu: optimizers.rmsprop(lr, momentum=mu),
    "adam": lambda lr, mu: optimizers.adam(lr, (mu, 0.999)),
    "adamw": lambda lr, mu: optimizers.adamw(lr, (mu, 0.999)),
    "nadam": lambda lr, mu: optimizers.nadam(lr, (mu, 0.999)),
    "nadam, constant": lambda lr, mu: optimizers.nadam(lr, (mu, 0.999), momentum_decay=None),
}


#: Of every race: the noise, and how many balls start where.
BALLS: tuple[Control, ...] = (
    scale("noise", 0.0, 5.0, default=0.0, step=0.1,
          tooltip="Standard deviation of the gradient's noise, the same for all rules"),
    choice("population", (1, 16, 64), rebuild=True,
           tooltip="Balls of each rule; they differ where there is noise; starts again"),
    *(
        scale(f"shift{axis}", -14.0, 14.0, default=0.0, step=0.1, rebuild=True,
              label=f"start's shift along x{axis}",
              tooltip="From the surface's usual start; the ring in the picture can be dragged")
        for axis in (1, 2)
    ),
)  # fmt: skip


def shared(surface: str) -> tuple[Control, ...]:
    """Return the controls of a race of first-order rules, which starts on this surface."""
    return (
        choice("surface", ("beale", "saddle", "bowl", "rosenbrock", "double_well"),
               default=surface, rebuild=True, tooltip="What they descend; starts again"),
        scale("momentum", 0.0, 0.99, default=0.9, step=0.01,
              tooltip="Share of the velocity kept, Adam's and Nadam's first beta"),
        *BALLS,
    )  # fmt: skip


class Races(Rolling):
    """Rules that race on a surface from its usual start, or from a start that is dragged.

    A subclass says ``rules``, and has a control named surface and those of ``BALLS``; one with
    another ``surface`` or without momentum says so.
    """

    first: ClassVar[tuple[str, ...]] = ("surface", "momentum", "noise")
    still_steps: ClassVar[int] = 100

    def surface(self, s: Settings) -> Surface:
        """Return the chosen surface."""
        return SURFACES[s.surface]

    def start(self, s: Settings) -> tuple[float, float]:
        """Return the surface's start, shifted."""
        x1, x2 = self.surface(s).start
        return x1 + s.shift1, x2 + s.shift2

    def moved(self, balls: Balls, panel: str, message: Mapping[str, Any]) -> None:
        """Follow the start."""
        x1, x2 = balls.racer.surface.start
        self.set(shift1=message["x"] - x1, shift2=message["y"] - x2)

    def race(self, racer: Racer) -> Balls:
        """Return the balls; where there is no minimum, with their distance from the saddle's
        stable line in place of their height.
        """
        return Balls(racer, None if racer.surface.minima else _off_the_line)

    def curves(self, balls: Balls) -> Numbers:
        """Return the heights over the steps."""
        return balls.curves()

    def panels(self, balls: Balls) -> dict[str, Panel]:
        """Return the paths, and the heights over the steps."""
        what = "Height, f" if balls.racer.surface.minima else "Distance from the line x₂ = 0"
        return {
            "path": ground(
                balls, self.start(self.settings), self.settings.surface.replace("_", " ")
            ),
            "height": heights(balls, what, log_y=True).of(lambda: self.curves(balls)),
        }

    def describe(self, balls: Balls, s: Settings) -> str:
        """Return how far each rule came, and at which learning rate."""
        what = "f" if balls.racer.surface.minima else "|x2|"
        ends = zip(self.rules(s).items(), balls.now()[1], strict=True)
        told = ", ".join(f"{name} ({rule.lr:.3g}) {f:.3g}" for (name, rule), f in ends)
        x1, x2 = self.start(s)
        return (
            f"A race on {s.surface} from ({x1:g}, {x2:g}) after {balls.steps_taken} steps with "
            f"momentum {s.momentum:g} and noise {s.noise:g}. Rules (learning rates) and their "
            f"median {what}: {told}; {balls.gone} ran away."
        )


def _off_the_line(points: Tensor) -> Tensor:
    return points[..., 1].abs()
