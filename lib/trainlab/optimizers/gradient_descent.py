"""Gradient descent, plain and with momentum.

Lectures 05 and 06. Momentum follows PyTorch: the velocity is a sum of gradients, and the learning
rate multiplies it at the step. The lecture notes fold the learning rate into the velocity
(m <- beta m - eta grad; theta <- theta + m); the two agree while the learning rate is constant.
"""

from functools import partial

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.optimizers.optimizer import Optimizer, descend_, no_state


def sgd(lr: float | Tensor = 0.01) -> Optimizer:
    """theta <- theta - lr g (Robbins and Monro, "A stochastic approximation method", 1951).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.sgd(lr=0.1)
    >>> race("bowl", [rule], start=(1, 0), steps=2).paths[..., 0].flatten()  # slope 2x
    tensor([1.0000, 0.8000, 0.6400], dtype=torch.float64)
    """
    return Optimizer("sgd", lr, {}, no_state, _sgd)


def _sgd(params: Tensor, grads: Tensor, state: State, lr: float | Tensor) -> None:
    descend_(params, grads, lr)


def momentum(lr: float | Tensor = 0.01, momentum: float = 0.9) -> Optimizer:
    """v <- mu v + g; theta <- theta - lr v (Polyak, "Some methods of speeding up the convergence
    of iteration methods", 1964).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.momentum(lr=0.1, momentum=0.9)
    >>> race("bowl", [rule], start=(1, 0), steps=2).paths[..., 0].flatten()  # v = 2, 3.4
    tensor([1.0000, 0.8000, 0.4600], dtype=torch.float64)
    """
    mu = arguments.fraction("momentum", momentum)
    return Optimizer("momentum", lr, {"momentum": mu}, _velocity, partial(_momentum, mu=mu))


def _momentum(
    params: Tensor, grads: Tensor, state: State, lr: float | Tensor, *, mu: float
) -> None:
    velocity = state["velocity"].mul_(mu).add_(grads)
    descend_(params, velocity, lr)


def nesterov(lr: float | Tensor = 0.01, momentum: float = 0.9) -> Optimizer:
    """v <- mu v + g; theta <- theta - lr (g + mu v) (Nesterov, 1983; in the form of Sutskever et
    al., "On the importance of initialization and momentum in deep learning", 2013).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.nesterov(lr=0.1, momentum=0.9)
    >>> race("bowl", [rule], start=(1, 0), steps=1).paths[..., 0].flatten()  # 2 + 0.9 * 2 = 3.8
    tensor([1.0000, 0.6200], dtype=torch.float64)
    """
    mu = arguments.fraction("momentum", momentum)
    return Optimizer("nesterov", lr, {"momentum": mu}, _velocity, partial(_nesterov, mu=mu))


def _nesterov(
    params: Tensor, grads: Tensor, state: State, lr: float | Tensor, *, mu: float
) -> None:
    velocity = state["velocity"].mul_(mu).add_(grads)
    descend_(params, torch.add(grads, velocity, alpha=mu), lr)


def _velocity(params: Tensor) -> State:
    return {"velocity": torch.zeros_like(params)}
