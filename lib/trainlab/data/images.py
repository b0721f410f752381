"""Flat images given a margin, and moved. Lecture 13."""

from torch import Tensor
from torch.nn import functional


def framed(x: Tensor, side: int, margin: int) -> Tensor:
    """Return square images (N, side^2) with a margin of zeros, (N, (side + 2 margin)^2)."""
    return functional.pad(x.view(-1, side, side), (margin,) * 4).flatten(1)


def shifted(x: Tensor, side: int, *, right: int = 0, down: int = 0) -> Tensor:
    """Return square images (N, side^2) moved by whole pixels; zeros come in at the edge.

    Args:
        x: images, row by row.
        side: rows and columns of each.
        right, down: by how many pixels, fewer than the side; negative for left and up.

    >>> import torch
    >>> from trainlab.data.images import shifted
    >>> shifted(torch.tensor([[1.0, 2.0, 3.0, 4.0]]), 2, right=1)
    tensor([[0., 1., 0., 3.]])
    """
    image = x.view(-1, side, side)
    return functional.pad(image, (right, -right, down, -down)).flatten(1)
