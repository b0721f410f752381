"""Maxout: the largest of a few affine pieces."""

import torch
from torch import Tensor

from trainlab.nn.layers.layer import Context


class Maxout:
    """a_i = max over k pieces of z_(i k) (Goodfellow et al., "Maxout networks", 2013; lecture 01).

    Args:
        pieces: k; the layer maps (E, units * k, N) to (E, units, N).
    """

    def __init__(self, pieces: int) -> None:
        """Keep the number of pieces."""
        self.pieces = pieces

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """Take the largest piece."""
        members, units, n = a.shape
        self.largest, self.winner = a.view(members, units // self.pieces, self.pieces, n).max(dim=2)
        return self.largest

    def slope(self) -> Tensor:
        """One: every unit passes its gradient to some piece."""
        return torch.ones_like(self.largest)

    def backward(self, delta: Tensor) -> Tensor:
        """The largest piece gets all of the gradient."""
        members, units, n = delta.shape
        below = delta.new_zeros(members, units, self.pieces, n)
        return below.scatter_(2, self.winner[:, :, None], delta[:, :, None]).view(members, -1, n)
