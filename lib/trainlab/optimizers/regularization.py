"""L1 and L2 penalties on the weights (biases are not penalized), and ridge in closed form.

Lecture 11. The objective is loss + (l2/2) ||W||^2 + l1 ||W||_1, so that its gradient gains
l2 W + l1 sign(W). torch's ``weight_decay`` is this l2 for plain SGD, but covers the biases too.
By that subgradient no weight ever becomes exactly zero; by the proximal step it does.
"""

import torch
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


def soft_threshold_(params: Tensor, is_weight: Tensor, threshold: float | Tensor) -> Tensor:
    """Move each weight towards zero by ``threshold``, and to zero where it is nearer, in place.

    With threshold lr l1 it is the proximal step of l1 ||W||_1 after a step of gradient descent
    (Daubechies, Defrise and De Mol, "An iterative thresholding algorithm for linear inverse
    problems with a sparsity constraint", 2004): weights are exactly zero where the gradient is
    weaker than l1, as Karniadakis, lines 1465 and 1722, has it.

    Args:
        params: (E, P), changed in place.
        is_weight: (P,), one where the parameter is a weight, zero where it is a bias.
        threshold: a number, or a column (E, 1).
    """
    kept = (params.abs() - is_weight * threshold).clamp_(min=0)
    return params.copy_(kept * params.sign())


def ridge(x: Tensor, y: Tensor, l2: float | Tensor = 0.0) -> Tensor:
    """Return [W | b] (..., K, in + 1), the least mean over points and outputs of
    (W x + b - y)^2 plus l2/2 ||W||^2: what a training of ``MLP([in, K])`` on the loss MSE with
    this ``l2`` tends to (Karniadakis, lines 1412-1416, prints its normal equations).

    Solved for centred columns in float64, by a QR and a singular value decomposition; directions
    that are zero up to the rounding of x have no weight. Where x is not finite the result is NaN.

    Args:
        x: points (..., N, in).
        y: targets (..., N, K), real numbers.
        l2: a number, or a column (E, 1) for x (E, N, in).

    >>> import torch
    >>> from trainlab.optimizers.regularization import ridge
    >>> x = torch.tensor([[0.0], [1.0], [2.0]])
    >>> ridge(x, 2 * x + 1)
    tensor([[2.0000, 1.0000]])
    """
    n, inputs = x.shape[-2:]
    finite = x.isfinite().flatten(-2).all(dim=-1)[..., None, None]
    # One value that is not finite would end the whole call.
    points, targets = x.where(finite, 0).double(), y.double()
    x_mean, y_mean = (part.mean(dim=-2, keepdim=True) for part in (points, targets))
    q, r = torch.linalg.qr(points - x_mean)
    left, size, right = torch.linalg.svd(r, full_matrices=False)
    rounding = torch.finfo(x.dtype).eps * max(inputs, n) * size[..., :1]
    inverse = size / (size.square() + l2 * y.shape[-1] * n / 2)
    inverse = inverse.where(size > rounding, 0)
    along = left.mT @ (q.mT @ (targets - y_mean))
    weights = right.mT @ (inverse[..., None] * along)
    bias = y_mean - x_mean @ weights
    return torch.cat([weights, bias], dim=-2).mT.where(finite, torch.nan).to(x.dtype)
