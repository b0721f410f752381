"""Adaptive learning rates: AdaGrad, Adadelta, RMSProp.

Lecture 06. Each divides the step by a running size of every coordinate's gradients. Epsilon stands
outside the root, as in PyTorch (Adadelta's stands inside, as in its paper).
"""

from functools import partial

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.optimizers.optimizer import Optimizer, descend_, positive


def adagrad(lr: float | Tensor = 0.01, eps: float = 1e-10) -> Optimizer:
    """s <- s + g^2; theta <- theta - lr g / (sqrt(s) + eps) (Duchi, Hazan and Singer, "Adaptive
    subgradient methods for online learning and stochastic optimization", 2011).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.adagrad(lr=0.1)
    >>> race("bowl", [rule], start=(1, 0), steps=2).paths[..., 0].flatten()  # slopes 2, 1.8
    tensor([1.0000, 0.9000, 0.8331], dtype=torch.float64)
    """
    eps = positive("eps", eps)
    return Optimizer("adagrad", lr, {"eps": eps}, _sum, partial(_adagrad, eps=eps))


def _sum(params: Tensor) -> State:
    return {"sum": torch.zeros_like(params)}


def _adagrad(
    params: Tensor, grads: Tensor, state: State, lr: float | Tensor, *, eps: float
) -> None:
    total = state["sum"].addcmul_(grads, grads)
    descend_(params, grads / total.sqrt().add_(eps), lr)


def adadelta(lr: float | Tensor = 1.0, rho: float = 0.9, eps: float = 1e-6) -> Optimizer:
    """s <- rho s + (1-rho) g^2; d = g sqrt(u + eps) / sqrt(s + eps); u <- rho u + (1-rho) d^2;
    theta <- theta - lr d (Zeiler, "ADADELTA: an adaptive learning rate method", 2012, lr = 1).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.adadelta(eps=1e-6)
    >>> race("bowl", [rule], start=(1, 0), steps=1).paths[..., 0].flatten()  # sqrt(1e-6 / 0.1)
    tensor([1.0000, 0.9968], dtype=torch.float64)
    """
    rho, eps = arguments.fraction("rho", rho), positive("eps", eps)
    update = partial(_adadelta, rho=rho, eps=eps)
    return Optimizer("adadelta", lr, {"rho": rho, "eps": eps}, _square_and_delta, update)


def _square_and_delta(params: Tensor) -> State:
    return {"square": torch.zeros_like(params), "delta": torch.zeros_like(params)}


def _adadelta(
    params: Tensor, grads: Tensor, state: State, lr: float | Tensor, *, rho: float, eps: float
) -> None:
    square = state["square"].mul_(rho).addcmul_(grads, grads, value=1 - rho)
    step = (state["delta"] + eps).div_(square + eps).sqrt_().mul_(grads)
    state["delta"].mul_(rho).addcmul_(step, step, value=1 - rho)
    descend_(params, step, lr)


def rmsprop(
    lr: float | Tensor = 0.01, alpha: float = 0.99, eps: float = 1e-8, momentum: float = 0.0
) -> Optimizer:
    """s <- alpha s + (1-alpha) g^2; v <- momentum v + g / (sqrt(s) + eps); theta <- theta - lr v
    (Tieleman and Hinton, "Lecture 6.5: rmsprop", 2012; with momentum it is in Bucharest's list of
    the most popular rules, lecture 3, line 757).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.rmsprop(lr=0.01)
    >>> race("bowl", [rule], start=(1, 0), steps=1).paths[..., 0].flatten()  # lr 2 / sqrt(0.01 * 4)
    tensor([1.0000, 0.9000], dtype=torch.float64)
    """
    alpha, eps = arguments.fraction("alpha", alpha), positive("eps", eps)
    mu = arguments.fraction("momentum", momentum)
    settings = {"alpha": alpha, "eps": eps, "momentum": mu}
    return Optimizer(
        "rmsprop", lr, settings, _square, partial(_rmsprop, alpha=alpha, eps=eps, mu=mu)
    )


def _square(params: Tensor) -> State:
    return {"square": torch.zeros_like(params), "velocity": torch.zeros_like(params)}


def _rmsprop(
    params: Tensor,
    grads: Tensor,
    state: State,
    lr: float | Tensor,
    *,
    alpha: float,
    eps: float,
    mu: float,
) -> None:
    square = state["square"].mul_(alpha).addcmul_(grads, grads, value=1 - alpha)
    direction = grads / square.sqrt().add_(eps)
    if mu:
        direction = state["velocity"].mul_(mu).add_(direction)
    descend_(params, direction, lr)
