"""Populations that train beside each other."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np

from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

Fitted = TypeVar("Fitted", bound=Fits)


class Beside(Generic[Fitted]):
    """Populations that train on the same data, with the same steps.

    Attributes:
        fits: the populations.
    """

    def __init__(self, fits: Sequence[Fitted]) -> None:
        """Stand at the start."""
        self.fits = list(fits)

    @property
    def steps_taken(self) -> int:
        """Number of steps taken by each."""
        return self.fits[0].steps_taken

    def step(self, count: int) -> None:
        """Take steps."""
        for each in self.fits:
            each.step(count)

    def now(self) -> list[float]:
        """Return the median training loss of each."""
        return [float(each.now()[1]) for each in self.fits]

    def history(self, name: str) -> tuple[np.ndarray, list[np.ndarray]]:
        """Return the looks' steps (n,), and what was measured of each population, (..., n)."""
        found = [each.history(name) for each in self.fits]
        return found[0][0], [measured for _, measured in found]

    def losses(self, **more: Any) -> Numbers:
        """Return the median losses over the steps, one for each population."""
        steps, losses = self.history("loss")
        return over(steps, *(median for _, median, _ in losses), **more)
