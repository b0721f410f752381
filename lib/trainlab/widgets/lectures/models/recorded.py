"""A model that is measured while it trains."""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np


class Recorded(ABC):
    """A model that is looked at after every step at first, then at steps that grow by a factor.

    A subclass says how it steps and what is measured, and calls ``begin`` once it can be measured.

    Attributes:
        spacing: the factor.
        steps: the steps at which it was looked at.
        seen: by name what was measured at each look.
    """

    spacing: ClassVar[float] = 1.04
    steps: list[int]
    seen: dict[str, list[np.ndarray]]

    @property
    @abstractmethod
    def steps_taken(self) -> int:
        """Number of steps taken."""

    @abstractmethod
    def go(self, count: int) -> None:
        """Take steps, without a look."""

    @abstractmethod
    def measured(self) -> dict[str, np.ndarray]:
        """Return what is measured now, by name."""

    def begin(self) -> None:
        """Forget what was seen, and take a first look."""
        self.steps, self.seen = [], {}
        self.look()

    def look(self) -> None:
        """Record what is measured now."""
        self.steps.append(self.steps_taken)
        for name, value in self.measured().items():
            self.seen.setdefault(name, []).append(value)

    def step(self, count: int) -> None:
        """Take steps, with looks on the way."""
        stop = self.steps_taken + count
        while self.steps_taken < stop:
            due = max(self.steps[-1] + 1, int(self.spacing * self.steps[-1]))
            self.go(max(1, min(stop, due) - self.steps_taken))
            if self.steps_taken >= due:
                self.look()

    def history(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the looks' steps (n,) and what was measured at each (..., n), now the last."""
        steps, seen = self.steps, self.seen[name]
        if steps[-1] < self.steps_taken:
            steps, seen = [*steps, self.steps_taken], [*seen, self.measured()[name]]
        return np.array(steps, float), np.stack(seen, axis=-1)
