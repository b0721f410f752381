"""What widgets of balls that roll on a surface share: their races, and their panels."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from trainlab.optimizers import Optimizer
from trainlab.problems.surfaces import Surface
from trainlab.training.racing import Racer
from trainlab.widgets.controls import Control, Settings, scale
from trainlab.widgets.lectures.models.balls import Balls
from trainlab.widgets.live import Live
from trainlab.widgets.panels import Curves, Paths


class Rolling(Live):
    """A widget of balls on a surface; a subclass says which, and by which rules they roll.

    Unless a subclass says otherwise by ``start`` and ``moved``, it has the controls ``start_along``
    of x1 and of x2: the start in the picture sets them. And unless by ``noise``, one of that name.
    """

    model: Balls

    @abstractmethod
    def surface(self, s: Settings) -> Surface:
        """Return what the balls roll on."""

    @abstractmethod
    def rules(self, s: Settings) -> Mapping[str, Optimizer]:
        """Return the rules by name, always as many."""

    def noise(self, s: Settings) -> float:
        """Return the standard deviation of the noise on each component of the gradient."""
        return float(s.noise)

    def start(self, s: Settings) -> tuple[float, float]:
        """Return where the balls start."""
        return s.x1, s.x2

    def race(self, racer: Racer) -> Balls:
        """Return the balls of a race."""
        return Balls(racer)

    def build(self, s: Settings) -> Balls:
        """Return the balls at their start."""
        return self.race(
            Racer(
                self.surface(s),
                self.rules(s),
                start=self.start(s),
                population=s.population,
                noise=self.noise(s),
                device="cpu",
            )
        )

    def change(self, balls: Balls, s: Settings) -> None:
        """Go on from here by other rules or under other noise."""
        balls.racer.set(optimizers=self.rules(s), noise=self.noise(s))

    def moved(self, balls: Balls, panel: str, message: Mapping[str, Any]) -> None:
        """Follow the start."""
        self.set(x1=message["x"], x2=message["y"])

    def status(self, balls: Balls, s: Settings) -> list[str]:
        """Return where the balls are."""
        heights = balls.now()[1]
        told = [f"step {balls.steps_taken}"]
        told += [f"{name}: f = {f:.3g}" for name, f in zip(balls.racer.names, heights, strict=True)]
        return told + [f"{balls.gone} ran away"] * (balls.gone > 0)


def start_along(name: str, reach: float, *, default: float) -> Control:
    """Return the control of where balls start along one coordinate, from -reach to reach."""
    what = "Where the balls start; the ring in the picture can be dragged"
    return scale(name, -reach, reach, default=default, step=0.1, rebuild=True, tooltip=what)


def ground(balls: Balls, start: tuple[float, float], title: str) -> Paths:
    """Return the panel of the surface with the balls' paths from their start."""
    surface = balls.racer.surface
    return Paths.over(
        lambda places: surface.value(torch.from_numpy(places)).numpy(),
        surface.window,
        side=81,
        title=title,
        about=surface.name,
        minima=np.array(surface.minima),
        names=balls.racer.names,
        start=start,
    ).of(balls.paths)


def heights(balls: Balls, title: str, **look: Any) -> Curves:
    """Return the panel of the heights over the steps, one curve for each rule."""
    names = balls.racer.names
    return Curves(title=title, about=title, names=names, x_label="step", **look).of(balls.curves)
