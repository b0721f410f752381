"""Normalization of data: min-max, z-score, ZCA whitening, each fitted once and undone exactly.

Lecture 10. Fit on the training points alone and transform the validation points with the same
numbers. All three are affine, z = (x - shift) matrix + offset, with a matrix that can be inverted,
and computed in float64, so that points far from the origin lose no digits. Normalization inside a
network is batch normalization, elsewhere.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from trainlab.core import arguments


@dataclass(frozen=True)
class Normalization:
    """A fitted normalization of points with in coordinates.

    Attributes:
        name: its key in ``NORMALIZATIONS``.
        shift: (in,) float64, subtracted first.
        matrix: a row x - shift is multiplied by it, float64: (in, in), symmetric; or (in,), the
            diagonal, so that coordinates do not touch each other.
        inverse_matrix: what undoes it, of the same shape.
        offset: a number, added last.
    """

    name: str
    shift: Tensor
    matrix: Tensor
    inverse_matrix: Tensor
    offset: float = 0.0

    def transform(self, x: Tensor) -> Tensor:
        """Return the normalized points, (..., in) like x."""
        return _like(x, _times(x.double() - self.shift, self.matrix) + self.offset)

    def inverse(self, z: Tensor) -> Tensor:
        """Return the points of which z, (..., in), are the normalized ones."""
        return _like(z, _times(z.double() - self.offset, self.inverse_matrix) + self.shift)


def _times(rows: Tensor, matrix: Tensor) -> Tensor:
    return rows @ matrix if matrix.ndim == 2 else rows * matrix


def _like(x: Tensor, values: Tensor) -> Tensor:
    return values.to(x.dtype) if x.is_floating_point() else values


def min_max(x: Tensor, low: float = 0.0, high: float = 1.0) -> Normalization:
    """Fit to points x (N, in): every coordinate goes to [low, high]; a constant one to ``low``."""
    x = _checked(x)
    if not low < high:
        raise ValueError(f"low={low!r} and high={high!r} were given; expected low below high.")
    smallest, width = x.amin(dim=0), x.amax(dim=0) - x.amin(dim=0)
    scale = torch.where(_constant(x), 1.0, width) / (high - low)
    return Normalization("min_max", smallest, 1 / scale, scale, float(low))


def z_score(x: Tensor) -> Normalization:
    """Fit to points x (N, in): every coordinate gets mean 0 and standard deviation 1 (over N, not
    N - 1); a constant one becomes 0. Instead of a small number added to the deviation, as the
    lecture notes have it, constant coordinates are found and keep their scale.
    """
    x = _checked(x)
    scale = torch.where(_constant(x), 1.0, x.std(dim=0, correction=0))
    return Normalization("z_score", _mean(x), 1 / scale, scale)


def zca_whitening(x: Tensor, eps: float = 0.0) -> Normalization:
    """Fit to points x (N, in): the covariance C (over N) becomes the identity, by the symmetric
    matrix (C + eps I)^(-1/2), so that points move as little as possible (Bell and Sejnowski, "The
    independent components of natural scenes are edge filters", 1997; Kessy, Lewin and Strimmer,
    "Optimal whitening and decorrelation", 2018).

    Args:
        x: points (N, in).
        eps: added to the variances, so that directions of almost no variance, noise, are not blown
            up. With eps = 0 directions without variance keep their scale: those with no more than
            the rounding of the coordinates makes.
    """
    points = _checked(x)
    if not eps >= 0:
        raise ValueError(f"eps={eps!r} was given; expected a number of at least 0.")
    mean = _mean(points)
    centred = points - mean
    # Singular values of the points: the covariance, their squares, would lose half of the digits.
    _, triangle = torch.linalg.qr(centred, mode="r")
    _, found, rows = torch.linalg.svd(triangle)
    size = points.new_zeros(len(rows))
    size[: len(found)] = found / math.sqrt(len(x))
    directions = rows.mT
    digits = torch.finfo(x.dtype).eps * points.abs().amax(dim=0)
    rounding = torch.finfo(torch.float64).eps * max(x.shape) * size.amax()
    rounding = rounding + (digits.square() @ directions.square()).sqrt()
    std = torch.where(size > rounding, (size.square() + eps).sqrt(), math.sqrt(eps) if eps else 1.0)
    root = (directions * std) @ directions.mT
    inverse_root = (directions / std) @ directions.mT
    return Normalization("zca_whitening", mean, inverse_root, root)


#: Normalizations by name: points (N, in) -> a fitted ``Normalization``.
NORMALIZATIONS: dict[str, Callable[[Tensor], Normalization]] = {
    fit.__name__: fit for fit in (min_max, z_score, zca_whitening)
}


def _constant(x: Tensor) -> Tensor:
    return x.amax(dim=0) == x.amin(dim=0)


def _mean(x: Tensor) -> Tensor:
    """Return the means (in,): of a constant coordinate the constant, to its last digit."""
    return torch.where(_constant(x), x[0], x.mean(dim=0))


def _checked(x: Tensor) -> Tensor:
    """Return points (N, in) in float64; raise ValueError for what are none."""
    if not isinstance(x, Tensor) or x.ndim != 2 or len(x) == 0 or not x.is_floating_point():
        given = f"{x.dtype} {tuple(x.shape)}" if isinstance(x, Tensor) else type(x).__name__
        raise ValueError(
            f"x is {given}; expected a tensor of real numbers (N, in) with N of at least 1."
        )
    arguments.finite("x", x)
    return x.double()
