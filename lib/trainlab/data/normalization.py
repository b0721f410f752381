"""Normalization of data: min-max, z-score, ZCA whitening, each fitted once and undone exactly.

Lecture 10. Fit on the training points alone and transform the validation points with the same
numbers. All three are affine, z = (x - shift) matrix + offset, with a matrix that can be inverted.
Normalization inside a network is batch normalization, elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Normalization:
    """A fitted normalization of points with in coordinates.

    Attributes:
        name: its key in ``NORMALIZATIONS``.
        shift: (in,), subtracted first.
        matrix: (in, in), symmetric; a row x - shift is multiplied by it.
        inverse_matrix: (in, in).
        offset: (in,) or a number, added last.
    """

    name: str
    shift: Tensor
    matrix: Tensor
    inverse_matrix: Tensor
    offset: Tensor | float = 0.0

    def transform(self, x: Tensor) -> Tensor:
        """Return the normalized points, (..., in) like x."""
        return (x - self.shift) @ self.matrix + self.offset

    def inverse(self, z: Tensor) -> Tensor:
        """Return the points of which z, (..., in), are the normalized ones."""
        return (z - self.offset) @ self.inverse_matrix + self.shift


def min_max(x: Tensor, low: float = 0.0, high: float = 1.0) -> Normalization:
    """Fit to points x (N, in): every coordinate goes to [low, high]; a constant one to ``low``."""
    _check(x)
    if not low < high:
        raise ValueError(f"low={low!r} and high={high!r} were given; expected low below high.")
    smallest, width = x.amin(dim=0), x.amax(dim=0) - x.amin(dim=0)
    return _diagonal("min_max", smallest, _one_where_constant(x, width) / (high - low), low)


def z_score(x: Tensor) -> Normalization:
    """Fit to points x (N, in): every coordinate gets mean 0 and standard deviation 1 (over N, not
    N - 1); a constant one becomes 0. Instead of a small number added to the deviation, as the
    lecture notes have it, constant coordinates are found and keep their scale.
    """
    _check(x)
    std = x.std(dim=0, correction=0)
    return _diagonal("z_score", x.mean(dim=0), _one_where_constant(x, std))


def zca_whitening(x: Tensor, eps: float = 0.0) -> Normalization:
    """Fit to points x (N, in): the covariance C (over N) becomes the identity, by the symmetric
    matrix (C + eps I)^(-1/2), so that points move as little as possible (Bell and Sejnowski, "The
    independent components of natural scenes are edge filters", 1997; Kessy, Lewin and Strimmer,
    "Optimal whitening and decorrelation", 2018).

    Args:
        x: points (N, in).
        eps: added to the variances, so that directions of almost no variance, noise, are not blown
            up. With eps = 0 directions without any variance keep their scale.
    """
    _check(x)
    if not eps >= 0:
        raise ValueError(f"eps={eps!r} was given; expected a number of at least 0.")
    mean = x.mean(dim=0)
    centred = (x - mean).double()
    variances, directions = torch.linalg.eigh(centred.mT @ centred / len(x))
    rounding = len(variances) * torch.finfo(x.dtype).eps * variances.amax()
    variances = torch.where(variances > rounding, variances + eps, eps if eps else 1.0)
    root = (directions * variances.sqrt()) @ directions.mT
    inverse_root = (directions / variances.sqrt()) @ directions.mT
    return Normalization("zca_whitening", mean, inverse_root.to(x), root.to(x))


#: Normalizations by name: points (N, in) -> a fitted ``Normalization``.
NORMALIZATIONS: dict[str, Callable[[Tensor], Normalization]] = {
    fit.__name__: fit for fit in (min_max, z_score, zca_whitening)
}


def _diagonal(name: str, shift: Tensor, scale: Tensor, offset: float = 0.0) -> Normalization:
    return Normalization(name, shift, torch.diag(1 / scale), torch.diag(scale), offset)


def _one_where_constant(x: Tensor, scale: Tensor) -> Tensor:
    return torch.where(x.amax(dim=0) == x.amin(dim=0), 1.0, scale)


def _check(x: Tensor) -> None:
    if not isinstance(x, Tensor) or x.ndim != 2 or len(x) == 0 or not x.is_floating_point():
        given = f"{x.dtype} {tuple(x.shape)}" if isinstance(x, Tensor) else type(x).__name__
        raise ValueError(
            f"x is {given}; expected a tensor of real numbers (N, in) with N of at least 1."
        )
    if not bool(x.isfinite().all()):
        raise ValueError("x has values that are not finite numbers; remove those points first.")
