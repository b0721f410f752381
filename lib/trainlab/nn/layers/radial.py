"""Radial units: each answers to how near a point lies to the unit's centre."""

import torch
from torch import Tensor

from trainlab.nn.layers.layer import Context


class Radial:
    """Gaussian units a_j = exp(-|x - c_j|^2 / (2 s_j^2)) (Broomhead and Lowe, "Multivariable
    functional interpolation and adaptive networks", 1988; lecture 01).

    Widths s are kept as logarithms, so that training cannot make one negative.

    Args:
        block: [c | ln s] (E, units, in + 1).
        gradient: where [dc | d ln s] go, the same shape.
    """

    def __init__(self, block: Tensor, gradient: Tensor) -> None:
        """Split the block."""
        self.centres, self.log_widths, self.gradient = block[:, :, :-1], block[:, :, -1:], gradient

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """(E, in, N) to (E, units, N). Differences first: |x|^2 - 2 c x + |c|^2 would cancel."""
        self.difference = a[:, None] - self.centres[..., None]
        self.precision = torch.exp(-2 * self.log_widths)
        self.distance = self.difference.square().sum(dim=2) * self.precision
        self.value = torch.exp(-self.distance / 2)
        return self.value

    def slope(self) -> Tensor:
        """Minus a_j, the derivative by half the squared distance: zero where a point is far."""
        return -self.value

    def backward(self, delta: Tensor) -> Tensor:
        """Points pull a centre along their differences; widths feel the squared distances."""
        pull = delta * self.value
        self.gradient[:, :, -1] = (pull * self.distance).sum(dim=2)
        pulls = (pull * self.precision)[:, :, None] * self.difference
        self.gradient[:, :, :-1] = pulls.sum(dim=3)
        return -pulls.sum(dim=1)
