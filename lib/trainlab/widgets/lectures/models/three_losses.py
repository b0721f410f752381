"""A constant or a line that descends three losses of the same points."""

import numpy as np

from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

Array = np.ndarray
#: Constants at which a loss is drawn.
PLACES = np.linspace(-1.0, 1.0, 201)
#: Huber's loss is a parabola up to this size of an error, and a line beyond.
HUBER = 0.1
LOSSES = ("squared", "absolute", "Huber's")
#: A fit this far out has run away.
GONE = 1e6
#: Where the points lie; the last one is to be dragged.
X = np.array([-0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8])
Y = np.array([-0.3, -0.14, -0.24, -0.02, -0.1, 0.06, 0.02, 0.16, 0.1])


def values(errors: Array) -> Array:
    """Return the three losses of errors (...), as (3, ...)."""
    size = np.abs(errors)
    huber = np.where(size < HUBER, errors**2 / (2 * HUBER), size - HUBER / 2)
    return np.stack([errors**2, size, huber])


class Fits:
    """A constant or a line for each loss, all descending on the same points.

    Attributes:
        x, y: the points (N,).
        places: intercept and slope of each fit, (3, 2).
    """

    def __init__(self, y: Array, line: bool) -> None:
        """Start from zero."""
        self.steps_taken, self.x, self.y, self.line = 0, X.copy(), y, line
        self.places, self.lr = np.zeros((3, 2)), 0.0

    def step(self, count: int) -> None:
        """Take steps along the slope of each mean loss."""
        for _ in range(count):
            errors = self.at(self.x) - self.y
            slopes = np.stack(
                [2 * errors[0], np.sign(errors[1]), np.clip(errors[2] / HUBER, -1, 1)]
            )
            along = np.stack([slopes.mean(axis=1), (slopes * self.x).mean(axis=1)], axis=1)
            along[:, 1] *= self.line
            self.places = np.clip(self.places - self.lr * along, -GONE, GONE)
            self.steps_taken += 1

    def at(self, x: Array) -> Array:
        """Return the three fits at x (N,), (3, N)."""
        fitted: Array = self.places[:, :1] + self.places[:, 1:] * x
        return fitted

    @property
    def gone(self) -> bool:
        """Whether a fit has run away."""
        return bool(np.abs(self.places).max() >= GONE)

    def losses(self) -> Numbers:
        """Return each loss's mean over the points, of every constant."""
        return over(PLACES, *values(PLACES[:, None] - self.y).mean(axis=-1))
