"""Problem set 1, backpropagation by hand: one module for each part, and what they share.

Notation: batch x (N, in), W (out, in), b (out,), logits u (N, K), labels y (N,). Forward functions
are written out in einsum; gradients come from the complex step, and for ReLU from central
differences taken away from the kink.
"""

from trainlab.checks.ps1 import (
    affine,
    cross_entropy,
    gradient_check,
    network,
    numerical_gradient,
    relu,
    tanh,
    training,
)
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps1"] = ("numpy",)

__all__ = [
    "affine",
    "cross_entropy",
    "gradient_check",
    "network",
    "numerical_gradient",
    "relu",
    "tanh",
    "training",
]
