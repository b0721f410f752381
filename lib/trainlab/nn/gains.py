"""Gains: the factor on an initializer's standard deviation that makes up for an activation.

Lecture 09. Units z ~ N(0, 1) leave an activation f with mean square E[f(z)^2]. Weights of variance
gain^2 / fan_in, with gain = 1 / sqrt(E[f(z)^2]), give the next layer's units variance 1 again; for
ReLU this is He's sqrt 2 (He et al., "Delving deep into rectifiers", 2015).
"""

import math
from functools import cache
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn

from trainlab.core import arguments
from trainlab.nn.activations import ACTIVATIONS, Activation
from trainlab.nn.parametric import PARAMETRIC, ParametricActivation

TorchName = Literal["linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"]
#: What ``torch.nn.init.calculate_gain`` calls the activations it knows.
TORCH_NAMES: dict[str, TorchName] = {
    "identity": "linear",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "leaky_relu": "leaky_relu",
    "selu": "selu",
}
#: Beyond this many standard deviations nothing of a normal distribution is left in float64.
_FAR = 12.0


def gain(activation: str) -> float:
    """Return the usual gain of an activation: PyTorch's where it has one, else the computed one.

    PyTorch's values for sigmoid (1), tanh (5/3) and SELU (3/4) are conventions; the variance is
    kept by ``second_moment_gain`` (1.85, 1.59 and 1).

    Args:
        activation: a key of ``ACTIVATIONS``, or of ``PARAMETRIC`` for its initial parameters.

    Raises:
        ValueError: for an unknown name.

    >>> from trainlab import gains
    >>> round(gains.gain("relu"), 4), gains.gain("identity")  # sqrt 2: half of z's square is lost
    (1.4142, 1.0)
    """
    if activation in TORCH_NAMES:
        return float(nn.init.calculate_gain(TORCH_NAMES[activation]))
    return second_moment_gain(activation)


@cache
def second_moment_gain(activation: str) -> float:
    """Return 1 / sqrt(E[f(z)^2]) for z ~ N(0, 1).

    By Gauss-Legendre quadrature on either side of zero, where activations have their kinks, to
    about 1e-13. Arguments and errors as in ``gain``.
    """
    nodes, weights = (torch.from_numpy(part) for part in np.polynomial.legendre.leggauss(100))
    right = _FAR / 2 * (nodes + 1)
    density = torch.exp(-right.square() / 2) / math.sqrt(2 * math.pi)
    squares = _values(activation, right).square() + _values(activation, -right).square()
    return float((_FAR / 2 * weights * density * squares).sum().rsqrt())


def _values(activation: str, z: Tensor) -> Tensor:
    table: dict[str, Activation | ParametricActivation] = {**ACTIVATIONS, **PARAMETRIC}
    f = arguments.choice("activation", activation, table)
    own = f.initial if isinstance(f, ParametricActivation) else ()
    return f.function(z, *(z.new_tensor(p) for p in own))
