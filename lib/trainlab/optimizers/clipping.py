"""Gradient clipping: a bound on the gradients of every member, by value and by norm.

Lecture 09. A gradient that explodes keeps its direction and loses its length (Pascanu, Mikolov and
Bengio, "On the difficulty of training recurrent neural networks", 2013), or has each of its
components cut off.
"""

import torch
from torch import Tensor

#: What torch adds to the norm before it divides by it.
_EPS = 1e-6


def clip_gradients_(
    grads: Tensor, clip_value: float | Tensor | None, clip_norm: float | Tensor | None
) -> Tensor:
    """Bound the gradients in place: first each component, then each member's norm.

    Args:
        grads: gradients (E, P), changed in place.
        clip_value: largest size of a component, a number or a column (E, 1); None for no bound.
        clip_norm: largest Euclidean norm of a member's gradient, a number or a column (E, 1); None
            for no bound.
    """
    if clip_value is not None:
        grads.clamp_min_(-clip_value).clamp_max_(clip_value)
    if clip_norm is not None:
        # Scaled by its largest component, neither the squares nor the norm of an exploding gradient
        # overflow.
        largest = grads.abs().amax(dim=1, keepdim=True)
        largest.clamp_(min=torch.finfo(grads.dtype).tiny)
        scaled = grads / largest
        norm = torch.linalg.vector_norm(scaled, dim=1, keepdim=True)
        length = clip_norm / (norm + _EPS / largest)
        grads.copy_(torch.where(length < largest, scaled * length, grads))
    return grads
