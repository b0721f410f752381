"""What widgets on a surface share: balls that roll, the way they came, and how they fare."""

from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from trainlab.optimizers import Optimizer
from trainlab.problems.surfaces import Surface
from trainlab.training.racing import Racer
from trainlab.widgets.controls import Settings
from trainlab.widgets.live import Live
from trainlab.widgets.panels import Curves, Paths
from trainlab.widgets.panels.panel import Numbers

#: Places kept of each ball, and points along each axis of the ground.
TAIL, GRID = 200, 81
#: Measures are taken at every step at first, then at steps that grow by this factor.
SPACING = 1.02
#: A ball this far out has run away.
GONE = 1e6
#: Shares of the ground that lie below each contour.
CONTOURS = np.linspace(0.03, 0.97, 13)
#: The percentiles of the balls of one rule that are drawn: a band and its middle.
BAND = (10, 50, 90)


class Balls:
    """A race with the balls' last places, and the heights on the way.

    Args:
        racer: the race.
        measure: what a height is, points (..., 2) -> (...); the surface's value by default.

    Attributes:
        steps: the steps (looks,) at which heights were measured.
        heights: for each look the percentiles of ``BAND`` of every rule's heights, (3, O).
    """

    def __init__(self, racer: Racer, measure: Callable[[Tensor], Tensor] | None = None) -> None:
        """Stand at the start."""
        self.racer, self._measure = racer, measure or racer.surface.value
        self._places = deque([self._now()], maxlen=TAIL + 1)
        self.steps: list[int] = []
        self.heights: list[np.ndarray] = []
        self._look()

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""
        return self.racer.steps_taken

    @property
    def gone(self) -> int:
        """Number of balls that have run away."""
        return int(np.isnan(self._now()).any(axis=-1).sum())

    def step(self, count: int) -> None:
        """Take steps."""
        for _ in range(count):
            self.racer.step()
            self._places.append(self._now())
            if self.steps_taken >= max(self.steps[-1] + 1, SPACING * self.steps[-1]):
                self._look()

    def paths(self) -> Numbers:
        """Return the balls' last places, and the number of each one's rule."""
        rules, members = self.racer.points.shape[:2]
        return {
            "paths": np.stack(self._places).reshape(-1, rules * members, 2),
            "colors": np.arange(rules, dtype=np.uint8).repeat(members),
        }

    def curves(self) -> Numbers:
        """Return the heights over the steps until now, the median with a band."""
        steps, heights = self.steps, self.heights
        if steps[-1] < self.steps_taken:
            steps, heights = [*steps, self.steps_taken], [*heights, self.now()]
        low, middle, high = np.stack(heights, axis=-1)
        return {"x": np.array(steps, float), "y": middle, "low": low, "high": high}

    def now(self) -> np.ndarray:
        """Return the percentiles of ``BAND`` of every rule's heights of now, (3, O)."""
        heights = self._measure(torch.as_tensor(self._now())).numpy()
        high = np.nan_to_num(heights, nan=np.inf)
        found: np.ndarray = np.percentile(high, BAND, axis=1, method="inverted_cdf")
        return found

    def _now(self) -> np.ndarray:
        """Return where the balls are (O, E, 2), NaN for those that have run away."""
        points = self.racer.points.numpy()
        return np.where(np.abs(points).max(axis=-1, keepdims=True) < GONE, points, np.nan)

    def _look(self) -> None:
        self.steps.append(self.steps_taken)
        self.heights.append(self.now())


class Rolling(Live):
    """A widget of balls on a surface; a subclass says which, by which rules and under what noise.

    Unless a subclass says otherwise by ``start`` and ``moved``, it has controls named x1 and x2,
    where the balls start: the start in the picture sets them.
    """

    model: Balls

    @abstractmethod
    def surface(self, s: Settings) -> Surface:
        """Return what the balls roll on."""

    @abstractmethod
    def rules(self, s: Settings) -> Mapping[str, Optimizer]:
        """Return the rules by name, always as many."""

    @abstractmethod
    def noise(self, s: Settings) -> float:
        """Return the standard deviation of the noise on each component of the gradient."""

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


def ground(balls: Balls, start: tuple[float, float], title: str) -> Paths:
    """Return the panel of the surface with the balls' paths from their start."""
    surface = balls.racer.surface
    x1, x2 = (torch.linspace(*limits, GRID, dtype=torch.float64) for limits in surface.window)
    grid = torch.stack(torch.meshgrid(x1, x2, indexing="xy"), dim=-1)
    heights = surface.value(grid).numpy()
    return Paths(
        title=title,
        about=surface.name,
        domain=surface.window,
        heights=heights,
        levels=np.quantile(heights, CONTOURS),
        minima=np.array(surface.minima),
        names=balls.racer.names,
        start=start,
    ).of(balls.paths)


def heights(balls: Balls, title: str, numbers: Callable[[], Numbers], **look: Any) -> Curves:
    """Return the panel of a measure over the steps, one curve for each rule."""
    return Curves(title=title, about=title, names=balls.racer.names, x_label="step", **look).of(
        numbers
    )
