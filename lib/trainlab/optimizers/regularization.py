"""L1 and L2 penalties on the weights (biases are not penalized).

Lecture 11. The objective is loss + (l2/2) ||W||^2 + l1 ||W||_1, so that its gradient gains
l2 W + l1 sign(W). torch's ``weight_decay`` is this l2 for plain SGD, but covers the biases too.
"""

from torch import Tensor


def add_penalty_gradients_(
    grads: Tensor,
    params: Tensor,
    is_weight: Tensor,
    l1: float | Tensor,
    l2: float | Tensor,
) -> Tensor:
    """Add the penalties' gradients in place.

    Args:
        grads: gradients (E, P), changed in place.
        params: parameters (E, P).
        is_weight: (P,), one where the parameter is a weight, zero where it is a bias.
        l1: a number, or a column (E, 1).
        l2: a number, or a column (E, 1).
    """
    if isinstance(l2, Tensor) or l2:
        grads.addcmul_(params, is_weight * l2)
    if isinstance(l1, Tensor) or l1:
        grads.addcmul_(params.sign(), is_weight * l1)
    return grads


def penalty(
    params: Tensor, is_weight: Tensor, l1: float | Tensor, l2: float | Tensor
) -> float | Tensor:
    """Return the penalties (E,) themselves, zero where there are none; arguments as above."""
    total: float | Tensor = 0.0
    if isinstance(l2, Tensor) or l2:
        total = total + (params.square() * is_weight * l2).sum(dim=1) / 2
    if isinstance(l1, Tensor) or l1:
        total = total + (params.abs() * is_weight * l1).sum(dim=1)
    return total
