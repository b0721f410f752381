"""Least squares and gradient descent: the last layer is solved for, the others descend.

Lecture 02. The hidden layers are a basis that adapts; the best coefficients of a basis are a linear
problem.
"""

from functools import partial
from operator import pos

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.nn.losses import mse
from trainlab.nn.networks import MLP, RBF
from trainlab.optimizers.objective import LayeredObjective, Point
from trainlab.optimizers.optimizer import Optimizer, SecondOrder, Task, non_negative


def lsgd(rule: Optimizer, every: int = 1, ridge: float = 1e-9) -> SecondOrder:
    """Move the hidden layers by a first-order rule, and set the last to the exact minimum of
    MSE + (ridge + l2)/2 ||W||^2, at the start and after every so many steps (Cyr et al., "Robust
    training and initialization of deep neural networks: an adaptive basis viewpoint", 2020).

    Between solutions the last layer rests. Among equal minima the smallest weights are taken.

    Args:
        rule: a first-order rule, such as ``adam(1e-3)``.
        every: steps from one solution to the next.
        ridge: penalty on the last layer's weights, besides the training's l2. A little of it keeps
            the weights of features that are almost alike from growing past float32's digits; 0 is
            plain least squares.

    Raises:
        ValueError: for another rule; in training, for another network than an ``RBF``, or an
            ``MLP`` with hidden layers and without shortcuts, another loss than MSE, or an L1
            penalty.

    >>> from trainlab import MLP, optimizers, problems, train
    >>> line, rule = problems.line(noise=0.0), optimizers.lsgd(optimizers.adam())
    >>> run = train(MLP([1, 8, 1]), line, optimizer=rule, steps=2, progress=False)
    >>> run.train_loss.flatten() < 1e-6  # solved after one step
    tensor([False,  True])
    """
    if not isinstance(rule, Optimizer) or isinstance(rule, SecondOrder):
        raise ValueError(
            f"rule={getattr(rule, 'name', rule)!r} was given; expected a first-order rule, such as "
            "lsgd(adam(0.001))."
        )
    every, ridge = arguments.integer("every", every, at_least=1), non_negative("ridge", ridge)
    return SecondOrder(
        f"lsgd({rule.name})",
        rule.lr,
        {"rule": rule.settings, "every": every, "ridge": ridge},
        partial(_init, rule=rule),
        partial(_update, rule=rule, every=every, ridge=ridge),
        check=_check,
        memory=pos,
        shape=rule.kind,
    )


def _init(params: Tensor, *, rule: Optimizer) -> State:
    return {"t": 0, "rule": rule.init(params)}


def _update(
    params: Tensor,
    here: Point,
    state: State,
    lr: float | Tensor,
    objective: LayeredObjective,
    *,
    rule: Optimizer,
    every: int,
    ridge: float,
) -> None:
    if not isinstance(objective, LayeredObjective):
        raise ValueError("lsgd was given a surface; expected a network, whose layers it knows.")
    if state["t"] == 0:
        _solve_last_layer_(params, objective, ridge)
        here = objective.at(params)
    last = objective.last_layer.block(params)
    kept = last.clone()
    rule.update(params, here.gradient, state["rule"], lr)
    last.copy_(kept)
    state["t"] += 1
    if state["t"] % every == 0:
        _solve_last_layer_(params, objective, ridge)


def _check(task: Task) -> None:
    net = task.net
    shortcuts = isinstance(net, MLP) and (net.residual or net.dense)
    if not isinstance(net, MLP | RBF) or net.depth == 0 or shortcuts:
        raise ValueError(
            "lsgd solves for the last layer of an MLP or RBF; expected one with hidden layers and "
            "without shortcuts, such as MLP([1, 32, 1])."
        )
    if task.loss is not mse or bool((torch.as_tensor(task.l1) > 0).any()):
        raise ValueError(
            f"loss={task.loss.name!r} or an L1 penalty was given; lsgd solves for the last layer "
            "with loss='mse' and no L1 penalty."
        )


def _solve_last_layer_(params: Tensor, objective: LayeredObjective, ridge: float) -> None:
    last = objective.last_layer.block(params)
    features = objective.features(params)
    last.copy_(_least_squares(features, objective.targets, ridge + objective.l2))


def _least_squares(features: Tensor, targets: Tensor, penalty: float | Tensor) -> Tensor:
    """Return [W | b] (E, K, U + 1) with the least mean of (W features + b - targets)^2 plus
    penalty/2 ||W||^2, for features (E, U, N), targets (E or 1, K, N) and a number or (E, 1).

    Solved for centred columns in float64, by a QR and a singular value decomposition; directions
    that are zero up to the features' rounding have no weight.
    """
    units, n = features.shape[1:]
    finite = features.isfinite().flatten(1).all(dim=1)[:, None, None]
    # One value that is not finite would end the whole call.
    x = features.where(finite, 0).double().mT
    y = targets.double().mT
    x_mean, y_mean = x.mean(dim=1, keepdim=True), y.mean(dim=1, keepdim=True)
    q, r = torch.linalg.qr(x - x_mean)
    left, size, right = torch.linalg.svd(r, full_matrices=False)
    rounding = torch.finfo(features.dtype).eps * max(units, n) * size[:, :1]
    inverse = size / (size.square() + penalty * targets.shape[1] * n / 2)
    inverse = inverse.where(size > rounding, 0)
    along = left.mT @ (q.mT @ (y - y_mean))
    weights = right.mT @ (inverse[..., None] * along)
    bias = y_mean - x_mean @ weights
    return torch.cat([weights, bias], dim=1).mT.where(finite, torch.nan).to(features.dtype)
