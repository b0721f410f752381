"""Weight initializers: distributions of a layer's weights (E, out, in). Biases start at zero.

Lecture 09. With fan_in inputs and fan_out outputs, a distribution is chosen by its variance:
LeCun 1/fan_in, Glorot 2/(fan_in + fan_out), He 2/fan_in; a uniform distribution on (-a, a) has
variance a^2/3. Where the lecture notes write a normal distribution's second parameter once as a
variance and once as a standard deviation, here it is always the standard deviation ``std``.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from trainlab import seeds as streams


@dataclass(frozen=True)
class Draws:
    """The random numbers of one layer: for every member, ``fan_out * fan_in`` of its own stream."""

    keys: Tensor
    start: int
    fan_in: int
    fan_out: int

    def _shaped(self, numbers: Tensor) -> Tensor:
        return numbers.view(-1, self.fan_out, self.fan_in)

    def normal(self) -> Tensor:
        """Return standard normal numbers (E, fan_out, fan_in), float64."""
        count = self.fan_out * self.fan_in
        return self._shaped(streams.normal(self.keys, self.start, count))

    def uniform(self) -> Tensor:
        """Return numbers (E, fan_out, fan_in) uniform on (-1, 1), float64."""
        count = self.fan_out * self.fan_in
        unit = streams.uniform(self.keys, self.start, count)
        return self._shaped(2 * unit - 1)


@dataclass(frozen=True)
class Initializer:
    """A named rule that turns the random numbers of a layer into its weights."""

    name: str
    weights: Callable[[Draws], Tensor]


def _scale(value: float | Tensor) -> float | Tensor:
    """Let one number for each member (E,) broadcast over (E, out, in)."""
    return value.double()[:, None, None] if isinstance(value, Tensor) else value


def zeros() -> Initializer:
    """Every weight is 0: all units of a layer stay equal for ever (symmetry, lecture 09)."""
    return constant(0.0)


def constant(value: float | Tensor = 0.5) -> Initializer:
    """Every weight is ``value``, a number or one for each member (E,)."""
    return Initializer("constant", lambda d: torch.zeros_like(d.uniform()) + _scale(value))


def normal(std: float | Tensor = 1.0) -> Initializer:
    """Normal with mean 0 and standard deviation ``std``, a number or one for each member (E,)."""
    return Initializer("normal", lambda d: _scale(std) * d.normal())


def uniform(bound: float | Tensor = 1.0) -> Initializer:
    """Uniform on (-bound, bound), ``bound`` a number or one for each member (E,)."""
    return Initializer("uniform", lambda d: _scale(bound) * d.uniform())


def lecun_normal() -> Initializer:
    """Normal with variance 1/fan_in (LeCun et al., "Efficient BackProp", 1998)."""
    return Initializer("lecun_normal", lambda d: math.sqrt(1 / d.fan_in) * d.normal())


def lecun_uniform() -> Initializer:
    """Uniform with variance 1/fan_in (LeCun et al., "Efficient BackProp", 1998)."""
    return Initializer("lecun_uniform", lambda d: math.sqrt(3 / d.fan_in) * d.uniform())


def glorot_normal() -> Initializer:
    """Normal with variance 2/(fan_in + fan_out) (Glorot and Bengio, 2010, "Understanding the
    difficulty of training deep feedforward neural networks").
    """
    return Initializer(
        "glorot_normal", lambda d: math.sqrt(2 / (d.fan_in + d.fan_out)) * d.normal()
    )


def glorot_uniform() -> Initializer:
    """Uniform with variance 2/(fan_in + fan_out) (Glorot and Bengio, 2010)."""
    return Initializer(
        "glorot_uniform", lambda d: math.sqrt(6 / (d.fan_in + d.fan_out)) * d.uniform()
    )


def he_normal() -> Initializer:
    """Normal with variance 2/fan_in (He et al., "Delving deep into rectifiers", 2015)."""
    return Initializer("he_normal", lambda d: math.sqrt(2 / d.fan_in) * d.normal())


def he_uniform() -> Initializer:
    """Uniform with variance 2/fan_in (He et al., "Delving deep into rectifiers", 2015)."""
    return Initializer("he_uniform", lambda d: math.sqrt(6 / d.fan_in) * d.uniform())


def _orthogonal_weights(draws: Draws) -> Tensor:
    gaussian = draws.normal()
    wide = draws.fan_in > draws.fan_out
    q, r = torch.linalg.qr(gaussian.mT if wide else gaussian)
    q = q * torch.diagonal(r, dim1=-2, dim2=-1).sign()[:, None, :]
    return q.mT if wide else q


def orthogonal() -> Initializer:
    """Orthonormal rows or columns, uniform over such matrices (Saxe et al., "Exact solutions to
    the nonlinear dynamics of learning in deep linear neural networks", 2014).
    """
    return Initializer("orthogonal", _orthogonal_weights)


INITIALIZERS: dict[str, Callable[[], Initializer]] = {
    f.__name__: f
    for f in (
        zeros,
        constant,
        normal,
        uniform,
        lecun_normal,
        lecun_uniform,
        glorot_normal,
        glorot_uniform,
        he_normal,
        he_uniform,
        orthogonal,
    )
}
