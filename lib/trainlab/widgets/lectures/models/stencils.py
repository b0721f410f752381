"""Kernels that learn a differential operator from fields and its results on them."""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from trainlab.problems import Problem
from trainlab.widgets.lectures.models.fits import Fits, band
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

#: Fields to learn from, and rows and columns of the operator's result on each.
FIELDS, RESULT = 12, 8
#: Rows and columns over which a smooth field averages a rough one.
SMOOTH = 5
#: Operators as stencils, all on five by five points.
OPERATORS: dict[str, Tensor] = {
    "Laplacian": functional.pad(torch.tensor([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]), (1, 1, 1, 1)),
    "d/dx": functional.pad(torch.tensor([[-0.5, 0, 0.5]]), (1, 1, 2, 2)),
    "d/dx, far": functional.pad(torch.tensor([[-0.25, 0, 0, 0, 0.25]]), (0, 0, 2, 2)),
}


def fields(smooth: bool) -> Tensor:
    """Return fields (FIELDS, 1, RESULT + 4, RESULT + 4) of mean square about 1."""
    side, generator = RESULT + 4, torch.Generator().manual_seed(0)
    more = (SMOOTH - 1) * smooth
    rough = torch.randn(FIELDS, 1, side + more, side + more, generator=generator)
    return SMOOTH * functional.avg_pool2d(rough, SMOOTH, stride=1) if smooth else rough


def problem(operator: str, smooth: bool, kernel: int) -> Problem:
    """Return what a kernel of this size sees, and what the operator makes of it."""
    every = fields(smooth)
    y = functional.conv2d(every, OPERATORS[operator][None, None]).flatten(1)
    edge = (5 - kernel) // 2
    x = every[..., edge : every.shape[-2] - edge, edge : every.shape[-1] - edge].flatten(1)
    return Problem(operator, x, y, x[:0], y[:0], "mse", ((-3.0, 3.0),) * x.shape[1])


class Kernels(Fits):
    """Kernels that learn, with their distances from the stencil so far."""

    @property
    def stencil(self) -> Tensor:
        """The operator (5, 5)."""
        return OPERATORS[self.problem.name]

    @property
    def kernel(self) -> int:
        """Rows and columns K of the kernels."""
        return math.isqrt(self.trainer.weights(1).shape[-1])

    def kernels(self) -> Tensor:
        """Return the kernels (E, K, K)."""
        return self.trainer.weights(1).view(-1, self.kernel, self.kernel)

    def distance(self) -> np.ndarray:
        """Return the percentiles of ``BAND`` of the distance from the stencil: the root of the sum
        of the squared differences, the bias included.
        """
        edge = (5 - self.kernel) // 2
        away = functional.pad(self.kernels(), (edge,) * 4) - self.stencil
        squares = away.square().sum(dim=(1, 2)) + self.trainer.biases(1)[:, 0].square()
        return band(squares.sqrt().numpy())

    def measured(self) -> dict[str, np.ndarray]:
        """Return the losses and distances of now."""
        return super().measured() | {"distance": self.distance()}

    def both(self) -> Numbers:
        """Return the roots of the losses, and the distances, over the steps until now."""
        steps, losses = self.history("loss")
        return over(steps, losses**0.5, self.history("distance")[1])

    def shown(self) -> Numbers:
        """Return the stencil, without its rim where that is zero and the kernel has none."""
        inner = self.stencil[1:-1, 1:-1]
        all_inside = self.kernel < 5 and bool(inner.abs().sum() == self.stencil.abs().sum())
        return {"pixels": (inner if all_inside else self.stencil).numpy()}

    def middle(self) -> Numbers:
        """Return the kernel of the network with the median loss."""
        return {"pixels": self.kernels()[self.typical()].numpy()}
