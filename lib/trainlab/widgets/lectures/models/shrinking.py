"""Weights under an L2 penalty, and descent on its way there, along a cloud's own axes."""

import numpy as np

from trainlab.widgets.lectures.models.clouds import round_cloud
from trainlab.widgets.panels.panel import Numbers
from trainlab.widgets.panels.paths import ways

#: Points of the cloud, the variance along its long axis, the axes' angle, and the weights of least
#: squares along the long and the short axis.
POINTS, LONG, TILT, TARGET = 60, 2.0, np.pi / 6, np.array([1.0, 1.0])
#: Places of the path of solutions, and places kept of descent.
PLACES = 200
#: A weight this large has run away.
FAR = 1e6


class Shrinking:
    """Gradient descent on the mean squared error of w x with the penalty α/2 |w|².

    Everything is known along the cloud's own axes, the long one first.

    Attributes:
        variances: (2,) of the cloud.
        directions: (2, 2), the axes as columns.
        x: the points (POINTS, 2).
        path: descent's last ``PLACES`` places, along the axes.
    """

    def __init__(self, variances: np.ndarray, alpha: float, lr: float) -> None:
        """Stand at weights 0."""
        self.variances, self.alpha, self.lr = variances, alpha, lr
        self.directions = np.array([[np.cos(TILT), -np.sin(TILT)], [np.sin(TILT), np.cos(TILT)]])
        self.x = round_cloud(POINTS) * variances**0.5 @ self.directions.T
        self.path = [np.zeros(2)]
        self.steps_taken = 0

    def ridge(self, alpha: np.ndarray | float) -> np.ndarray:
        """Return the solutions (..., 2) along the axes for penalties (...)."""
        half = np.asarray(alpha)[..., None] / 2
        found: np.ndarray = self.variances / (self.variances + half) * TARGET
        return found

    def step(self, count: int) -> None:
        """Take steps, unless descent has run away."""
        for _ in range(0 if self.gone else count):
            at = self.path[-1]
            gradient = 2 * self.variances * (at - TARGET) + self.alpha * at
            self.path = [*self.path, at - self.lr * gradient][-PLACES:]
            self.steps_taken += 1
            if self.gone:
                break

    @property
    def gone(self) -> bool:
        """Whether descent has run away."""
        return bool(np.abs(self.path[-1]).max() > FAR)

    def height(self, w: np.ndarray) -> np.ndarray:
        """Return the loss with its penalty at weights (..., 2), up to a constant."""
        along = w @ self.directions
        penalty = self.alpha / 2 * (along**2).sum(axis=-1)
        found: np.ndarray = (along - TARGET) ** 2 @ self.variances + penalty
        return found

    def places(self) -> Numbers:
        """Return the solutions from a penalty without end down to this one, and descent's path."""
        alphas = self.alpha + np.geomspace(1e4, 1e-4, PLACES)
        alphas[-1] = self.alpha
        descent = np.array([self.path[0]] * (PLACES - len(self.path)) + self.path)
        return ways(np.stack([self.ridge(alphas), descent], axis=1) @ self.directions.T)

    def kept(self) -> Numbers:
        """Return what is left of the weights of least squares, by ridge and by descent."""
        return {"mid": np.stack([self.ridge(self.alpha), self.path[-1]]) / TARGET}
