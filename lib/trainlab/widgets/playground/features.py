"""What a network in the plane may see of a point: its coordinates, and functions of them."""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

#: Each feature's name and how it is written.
FEATURES = {
    "x1": "x₁",
    "x2": "x₂",
    "x1_squared": "x₁²",
    "x2_squared": "x₂²",
    "x1_x2": "x₁x₂",
    "sin_x1": "sin πx₁",
    "sin_x2": "sin πx₂",
}
_FUNCTIONS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1_squared": lambda x1, x2: x1**2,
    "x2_squared": lambda x1, x2: x2**2,
    "x1_x2": lambda x1, x2: x1 * x2,
    "sin_x1": lambda x1, x2: torch.sin(math.pi * x1),
    "sin_x2": lambda x1, x2: torch.sin(math.pi * x2),
}


def features_of(x: Tensor, names: Sequence[str]) -> Tensor:
    """Return the features (N, F) of points (N, 2)."""
    x1, x2 = x[:, 0], x[:, 1]
    return torch.stack([_FUNCTIONS[name](x1, x2) for name in names], dim=1)
