"""Gradient descent on the squared error of a line through a cloud."""

import numpy as np

from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

#: Places kept of the path.
TAIL = 400


class Descent:
    """Gradient descent on the squared error of w1 x1 + w2 x2 + b.

    Attributes:
        x: the points as descent sees them (POINTS, 2).
        path: (w1, w2) so far, the last ``TAIL`` places.
        losses: the loss after each step.
        curvature: eigenvalues of the Hessian of (w1, w2, b), from low to high.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, share: float) -> None:
        """Stand at weights 0."""
        self.x, self.share = x, share
        self._design = np.column_stack([x, np.ones(len(x))])
        self._hessian = 2 * self._design.T @ self._design / len(x)
        self.curvature = np.linalg.eigvalsh(self._hessian)
        self.least = np.linalg.solve(self._hessian, 2 * self._design.T @ y / len(x))
        self._at = np.zeros(3)
        self.path, self.losses = [self._at[:2]], [self._loss()]
        self.steps_taken = 0

    @property
    def condition(self) -> float:
        """The largest curvature over the smallest."""
        return float(self.curvature[-1] / self.curvature[0])

    @property
    def lr(self) -> float:
        """The learning rate: its share of 2 over the largest curvature, where descent diverges."""
        return float(self.share * 2 / self.curvature[-1])

    def step(self, count: int) -> None:
        """Take steps."""
        for _ in range(count):
            self._at = self._at - self.lr * self._hessian @ (self._at - self.least)
            self.steps_taken += 1
            self.path = [*self.path, self._at[:2]][-TAIL:]
            self.losses.append(self._loss())

    def _loss(self) -> float:
        off = self._at - self.least
        return float(off @ self._hessian @ off / 2)

    def height(self, w: np.ndarray) -> np.ndarray:
        """Return the loss above its least value at weights (..., 2), with the bias that suits them
        best.
        """
        centred = self.x - self.x.mean(axis=0)
        covariance = centred.T @ centred / len(centred)
        off = w - self.least[:2]
        found: np.ndarray = np.einsum("...i,ij,...j->...", off, covariance, off)
        return found

    def curve(self) -> Numbers:
        """Return the loss by step."""
        losses = np.array(self.losses)
        steps = np.unique(np.geomspace(1, len(losses), 200).astype(int)) - 1
        return over(steps.astype(float), np.maximum(losses[steps], 1e-12))
