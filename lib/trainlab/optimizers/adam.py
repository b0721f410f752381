"""Adam and its relatives: momentum on the gradient, RMSProp's scale, and bias correction.

Lecture 06. With m <- b1 m + (1-b1) g and v <- b2 v + (1-b2) g^2, both zero at first, the corrected
means are m / (1 - b1^t) and v / (1 - b2^t) at step t = 1, 2, ... Epsilon stands outside the root.
The corrections of v and epsilon are folded together, as Kingma and Ba suggest in section 2: with
c = sqrt(1 - b2^t), m_hat / (sqrt(v_hat) + eps) = c/(1 - b1^t) * m / (sqrt(v) + c eps).
"""

import math
from collections.abc import Mapping
from functools import partial

import torch
from torch import Tensor

from trainlab.core.state import State
from trainlab.optimizers.optimizer import (
    Optimizer,
    descend_,
    non_negative,
    positive,
    two_fractions,
)

Betas = tuple[float, float]


def adam(
    lr: float | Tensor = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8
) -> Optimizer:
    """theta <- theta - lr m_hat / (sqrt(v_hat) + eps) (Kingma and Ba, "Adam: a method for
    stochastic optimization", 2015).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.adam(lr=0.1)
    >>> race("bowl", [rule], start=(1, 0), steps=2).paths[..., 0].flatten()  # first step: lr
    tensor([1.0000, 0.9000, 0.8004], dtype=torch.float64)
    """
    betas, eps = two_fractions("betas", betas), positive("eps", eps)
    update = partial(_adam, betas=betas, eps=eps)
    settings = {"betas": betas, "eps": eps}
    return Optimizer("adam", lr, settings, _init, update, cycled=partial(_as_betas, betas[1]))


def _adam(
    params: Tensor, grads: Tensor, state: State, lr: float | Tensor, *, betas: Betas, eps: float
) -> None:
    _descend_along_mean(params, *_moments(grads, state, betas), betas, eps, lr)


def adamw(
    lr: float | Tensor = 1e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> Optimizer:
    """theta <- (1 - lr weight_decay) theta, then Adam's step (Loshchilov and Hutter, "Decoupled
    weight decay regularization", 2019). As in PyTorch, biases decay too.

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.adamw(lr=0.1, weight_decay=0.5)
    >>> race("bowl", [rule], start=(1, 0), steps=1).paths[..., 0].flatten()  # 0.95 - 0.1
    tensor([1.0000, 0.8500], dtype=torch.float64)
    """
    betas, eps = two_fractions("betas", betas), positive("eps", eps)
    decay = non_negative("weight_decay", weight_decay)
    settings = {"betas": betas, "eps": eps, "weight_decay": decay}
    update = partial(_adamw, betas=betas, eps=eps, decay=decay)
    return Optimizer("adamw", lr, settings, _init, update, cycled=partial(_as_betas, betas[1]))


def _adamw(
    params: Tensor,
    grads: Tensor,
    state: State,
    lr: float | Tensor,
    *,
    betas: Betas,
    eps: float,
    decay: float,
) -> None:
    params.mul_(1 - lr * decay)
    _adam(params, grads, state, lr, betas=betas, eps=eps)


def nadam(
    lr: float | Tensor = 2e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = 4e-3,
) -> Optimizer:
    """Adam with Nesterov's look-ahead: the step uses mu_t g / (1 - prod mu) and the next step's
    share of m, with mu_t = b1 (1 - 0.96^(t momentum_decay) / 2) (Dozat, "Incorporating Nesterov
    momentum into Adam", 2016; the schedule of mu is PyTorch's). With ``momentum_decay=None`` mu_t
    is b1 at every step, as the sources call it, with betas alone (Karniadakis, lines 617-633).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.nadam(lr=0.1)
    >>> race("bowl", [rule], start=(1, 0), steps=1).paths[..., 0].flatten()  # Adam: 0.9
    tensor([1.0000, 0.8944], dtype=torch.float64)
    """
    betas, eps = two_fractions("betas", betas), positive("eps", eps)
    decay = None if momentum_decay is None else non_negative("momentum_decay", momentum_decay)
    settings = {"betas": betas, "eps": eps, "momentum_decay": decay}
    update = partial(_nadam, betas=betas, eps=eps, decay=decay)
    return Optimizer("nadam", lr, settings, _init_nadam, update)


def _init_nadam(params: Tensor) -> State:
    return _init(params) | {"mu_product": 1.0}


def _nadam(
    params: Tensor,
    grads: Tensor,
    state: State,
    lr: float | Tensor,
    *,
    betas: Betas,
    eps: float,
    decay: float | None,
) -> None:
    def mu(t: int) -> float:
        return betas[0] if decay is None else betas[0] * (1 - 0.5 * math.pow(0.96, t * decay))

    mean, square, t = _moments(grads, state, betas)
    now, following = mu(t), mu(t + 1)
    state["mu_product"] *= now
    look_ahead = (following / (1 - state["mu_product"] * following)) * mean
    look_ahead.add_(grads, alpha=(1 - now) / (1 - state["mu_product"]))
    scale = square.sqrt().div_(math.sqrt(1 - betas[1] ** t)).add_(eps)
    descend_(params, look_ahead.div_(scale), lr)


def _as_betas(second: float, momentum: float) -> Mapping[str, Betas]:
    return {"betas": (momentum, second)}


def _init(params: Tensor) -> State:
    return {"mean": torch.zeros_like(params), "square": torch.zeros_like(params), "t": 0}


def _moments(grads: Tensor, state: State, betas: Betas) -> tuple[Tensor, Tensor, int]:
    """Advance the running means; return m, v and t."""
    state["t"] += 1
    state["mean"].lerp_(grads, 1 - betas[0])
    state["square"].mul_(betas[1]).addcmul_(grads, grads, value=1 - betas[1])
    return state["mean"], state["square"], state["t"]


def _descend_along_mean(
    params: Tensor,
    mean: Tensor,
    square: Tensor,
    t: int,
    betas: Betas,
    eps: float,
    lr: float | Tensor,
) -> None:
    """theta <- theta - lr m_hat / (sqrt(v_hat) + eps)."""
    correction = math.sqrt(1 - betas[1] ** t)
    scale = square.sqrt().add_(correction * eps)
    lr = lr * (correction / (1 - betas[0] ** t))
    if isinstance(lr, Tensor):
        descend_(params, mean / scale, lr)
    else:
        params.addcdiv_(mean, scale, value=-lr)
