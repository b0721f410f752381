"""Quasi-Newton methods: the curvature is learnt from how the gradient changes along the steps.

Lecture 07. With s = theta_new - theta and y = g_new - g, both estimates of the inverse Hessian H
satisfy the secant condition H y = s. A strong Wolfe search sees to s^T y > 0, which keeps H
positive definite. The step's length starts at ``lr``. A member whose search finds nothing better
forgets its curvature; where the gradient itself leads nowhere better it stands still. A gain below
the rounding of the loss cannot be seen: in float64 members come much closer to a minimum.
"""

from functools import partial
from operator import mul

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.optimizers.line_search import Search, cautious_step, downhill, scaled, strong_wolfe
from trainlab.optimizers.newton import check_small, matrices
from trainlab.optimizers.objective import Objective, Point
from trainlab.optimizers.optimizer import SecondOrder


def bfgs(lr: float | Tensor = 1.0) -> SecondOrder:
    """H <- (I - rho s y^T) H (I - rho y s^T) + rho s s^T with rho = 1 / s^T y; the direction is
    -H g. Before its first change H is scaled to s^T y / y^T y (Broyden, Fletcher, Goldfarb and
    Shanno, each 1970; Nocedal and Wright, "Numerical optimization", 2006, chapter 6).

    >>> from trainlab import optimizers, race
    >>> values = race("rosenbrock", [optimizers.bfgs()], steps=40).values
    >>> values[-1].item() < 1e-9  # from 24.2; gradient descent needs thousands of steps
    True
    """

    check = partial(check_small, name="bfgs")
    return SecondOrder("bfgs", lr, {}, _init_bfgs, _bfgs, check=check, memory=matrices)


def _init_bfgs(params: Tensor) -> State:
    one = torch.eye(params.shape[1], dtype=params.dtype, device=params.device)
    learnt = torch.zeros(len(params), dtype=torch.bool, device=params.device)
    return {"inverse": one.repeat(len(params), 1, 1), "learnt": learnt}


def _bfgs(
    params: Tensor, here: Point, state: State, lr: float | Tensor, objective: Objective
) -> None:
    inverse, learnt = state["inverse"], state["learnt"]
    direction = -(inverse @ here.gradient[..., None])[..., 0]
    search, s, y = _step(params, direction, here, learnt, lr, objective)
    rho = _reciprocal_curvature(s, y)[:, None]
    scale = _scale(s, y)
    one = torch.eye(params.shape[1], dtype=params.dtype, device=params.device)
    known = rho[:, 0] > 0
    first = known & ~learnt
    inverse.copy_(torch.where(first[:, None, None], scale[:, None, None] * one, inverse))
    hy = (inverse @ y[..., None])[..., 0]
    weight = rho * (1 + rho * (y * hy).sum(dim=1, keepdim=True))
    cross = (rho * hy)[:, :, None] * s[:, None]
    change = (weight * s)[:, :, None] * s[:, None] - cross - cross.mT
    inverse.add_(change.where(known[:, None, None], 0))
    lost = ~(search.step > 0)
    inverse.copy_(torch.where(lost[:, None, None], one, inverse))
    learnt.logical_or_(known).logical_and_(~lost)


def lbfgs(lr: float | Tensor = 1.0, history: int = 10) -> SecondOrder:
    """BFGS from the last ``history`` pairs (s, y) alone, without a matrix: H g is computed from
    them in two loops (Liu and Nocedal, "On the limited memory BFGS method for large scale
    optimization", 1989). One step is one iteration of ``torch.optim.LBFGS`` with
    ``line_search_fn="strong_wolfe"``; both gradients of y are those of the step's batch.

    >>> from trainlab import optimizers, race
    >>> values = race("rosenbrock", [optimizers.lbfgs(history=5)], steps=40).values
    >>> values[-1].item() < 1e-9
    True
    """
    history = arguments.integer("history", history, at_least=1)
    return SecondOrder(
        "lbfgs",
        lr,
        {"history": history},
        partial(_init_lbfgs, history=history),
        _lbfgs,
        memory=partial(mul, 2 * history),
        shape=history,
    )


def _init_lbfgs(params: Tensor, *, history: int) -> State:
    members, count = params.shape
    return {
        "s": params.new_zeros(members, history, count),
        "y": params.new_zeros(members, history, count),
        "rho": params.new_zeros(members, history),
        "scale": params.new_ones(members),
        "t": 0,
    }


def _lbfgs(
    params: Tensor, here: Point, state: State, lr: float | Tensor, objective: Objective
) -> None:
    learnt = (state["rho"] > 0).any(dim=1)
    search, s, y = _step(params, -_two_loops(here.gradient, state), here, learnt, lr, objective)
    slot = state["t"] % state["rho"].shape[1]
    state["t"] += 1
    rho = _reciprocal_curvature(s, y)
    state["s"][:, slot], state["y"][:, slot], state["rho"][:, slot] = s, y, rho
    state["scale"].copy_(_scale(s, y).where(rho > 0, state["scale"]))
    lost = ~(search.step > 0)
    state["rho"].masked_fill_(lost[:, None], 0)
    state["scale"].masked_fill_(lost, 1)


def _step(
    params: Tensor,
    direction: Tensor,
    here: Point,
    learnt: Tensor,
    lr: float | Tensor,
    objective: Objective,
) -> tuple[Search, Tensor, Tensor]:
    """Move params along a direction; return the search, s and y (E, P)."""
    direction = downhill(direction, here.gradient)
    first = cautious_step(here.gradient).masked_fill(learnt, 1)
    search = strong_wolfe(objective, params, direction, here, scaled(first, lr))
    length = search.step[:, None]
    params.addcmul_(direction, length)
    return search, direction * length, search.point.gradient - here.gradient


def _two_loops(gradient: Tensor, state: State) -> Tensor:
    """Return H g (E, P) from the pairs, newest to oldest and back; a pair with rho = 0 is none."""
    s, y, rho, t = state["s"], state["y"], state["rho"], state["t"]
    history = rho.shape[1]
    slots = [(t - age) % history for age in range(1, min(t, history) + 1)]
    result, shares = gradient.clone(), {}
    for i in slots:
        shares[i] = rho[:, i] * (s[:, i] * result).sum(dim=1)
        result.addcmul_(y[:, i], shares[i][:, None], value=-1)
    result.mul_(state["scale"][:, None])
    for i in reversed(slots):
        back = rho[:, i] * (y[:, i] * result).sum(dim=1)
        result.addcmul_(s[:, i], (shares[i] - back)[:, None])
    return result


def _reciprocal_curvature(s: Tensor, y: Tensor) -> Tensor:
    """Return rho = 1 / s^T y (E,), zero where no positive curvature was seen."""
    rho = 1 / (s * y).sum(dim=1)
    return rho.where((rho > 0) & rho.isfinite(), 0)


def _scale(s: Tensor, y: Tensor) -> Tensor:
    """Return s^T y / y^T y (E,): how large H is along the last step."""
    return (s * y).sum(dim=1) / y.square().sum(dim=1)
