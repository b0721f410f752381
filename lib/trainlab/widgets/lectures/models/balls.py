"""Balls that roll on a surface: the way they came, and how they fare."""

from collections import deque
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from trainlab.training.racing import Racer
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

#: Places kept of each ball.
TAIL = 200
#: Measures are taken at every step at first, then at steps that grow by this factor.
SPACING = 1.02
#: A ball this far out has run away.
GONE = 1e6
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
        return over(np.array(steps, float), *np.stack(heights, axis=-1).swapaxes(0, 1))

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
