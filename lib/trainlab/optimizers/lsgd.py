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
from trainlab.optimizers.regularization import ridge


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
    other = isinstance(net, MLP) and (net.residual or net.dense or net.head != "linear")
    if not isinstance(net, MLP | RBF) or net.depth == 0 or other:
        raise ValueError(
            "lsgd solves for the last layer of an MLP or RBF; expected one with hidden layers, a "
            "linear head and without shortcuts, such as MLP([1, 32, 1])."
        )
    if task.loss is not mse or bool((torch.as_tensor(task.l1) > 0).any()):
        raise ValueError(
            f"loss={task.loss.name!r} or an L1 penalty was given; lsgd solves for the last layer "
            "with loss='mse' and no L1 penalty."
        )


def _solve_last_layer_(params: Tensor, objective: LayeredObjective, penalty: float) -> None:
    last = objective.last_layer.block(params)
    features = objective.features(params)
    last.copy_(ridge(features.mT, objective.targets.mT, penalty + objective.l2))
