"""A Gaussian that descends one of the two Kullback-Leibler divergences."""

import math

import numpy as np
import torch
from torch import Tensor

from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers
from trainlab.widgets.panels.paths import ways

#: Where integrals are sums, and the width of their pieces.
X = torch.linspace(-12, 12, 961, dtype=torch.float64)
PIECE = float(X[1] - X[0])
#: Means and standard deviations of q that are shown.
WINDOW = ((-4.0, 4.0), (0.3, 4.3))
#: The distributions p: share, mean and standard deviation of each part.
TARGETS = {
    "two_hills": ((0.5, -2.0, 0.6), (0.5, 2.0, 0.6)),
    "unequal_hills": ((0.7, -2.0, 0.6), (0.3, 2.0, 0.6)),
    "one_hill": ((1.0, 1.0, 1.0),),
}


def log_normal(mean: Tensor, std: Tensor) -> Tensor:
    """Return the log density at ``X`` of Gaussians (...), as (..., N)."""
    z = (X - mean[..., None]) / std[..., None]
    density: Tensor = -z.square() / 2 - std.log()[..., None] - 0.5 * math.log(2 * math.pi)
    return density


def divergence(log_p: Tensor, log_q: Tensor) -> Tensor:
    """Return KL(p, q), the mean of log p - log q under p, of densities (..., N)."""
    return (log_p.exp() * (log_p - log_q)).sum(dim=-1) * PIECE


class Descent:
    """A Gaussian q that descends one of the two divergences.

    Attributes:
        place: mean and standard deviation of q, (2,).
        came: the places so far.
    """

    def __init__(self, target: str, direction: str, place: tuple[float, float]) -> None:
        """Stand at the start."""
        parts = torch.tensor(TARGETS[target], dtype=torch.float64)
        each = parts[:, 0].log()[:, None] + log_normal(parts[:, 1], parts[:, 2])
        self.log_p = torch.logsumexp(each, dim=0)
        self.direction, self.lr, self.steps_taken = direction, 0.0, 0
        self.place = torch.tensor(place, dtype=torch.float64)
        self.came = [self.place.numpy().copy()]

    def both(self, place: Tensor) -> tuple[Tensor, Tensor]:
        """Return KL(p, q) and KL(q, p) of Gaussians at places (..., 2)."""
        log_q = log_normal(place[..., 0], place[..., 1])
        return divergence(self.log_p, log_q), divergence(log_q, self.log_p)

    def value(self, place: Tensor) -> Tensor:
        """Return the divergence that is descended, at places (..., 2)."""
        return self.both(place)[self.direction != "forward"]

    def step(self, count: int) -> None:
        """Take steps of gradient descent; the standard deviation stays in the window."""
        for _ in range(count):
            here = self.place.clone().requires_grad_()
            (slope,) = torch.autograd.grad(self.value(here), here)
            moved = self.place - self.lr * slope
            low, high = torch.tensor(WINDOW, dtype=torch.float64).T
            self.place = moved.clamp(low, high)
            self.steps_taken += 1
            self.came.append(self.place.numpy().copy())

    def paths(self) -> Numbers:
        """Return the way so far."""
        return ways(np.stack(self.came))

    def densities(self) -> Numbers:
        """Return the densities of p and q."""
        log_q = log_normal(self.place[0], self.place[1])
        return over(X.numpy(), self.log_p.exp().numpy(), log_q.exp().numpy())
