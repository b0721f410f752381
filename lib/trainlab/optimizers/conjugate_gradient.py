"""Nonlinear conjugate gradients: each direction keeps a share of the last.

Lecture 07. On a quadratic function, with exact line searches, no direction undoes what another has
gained, and n steps reach the minimum in n dimensions.
"""

from collections.abc import Callable
from functools import partial
from operator import mul

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.optimizers.line_search import cautious_step, downhill, scaled, strong_wolfe
from trainlab.optimizers.objective import Objective, Point
from trainlab.optimizers.optimizer import SecondOrder


def _fletcher_reeves(gradient: Tensor, before: Tensor) -> Tensor:
    return gradient.square().sum(dim=1)


def _polak_ribiere(gradient: Tensor, before: Tensor) -> Tensor:
    return (gradient * (gradient - before)).sum(dim=1).clamp(min=0)


#: (gradient, last gradient) -> numerator of beta; the denominator is the last one's size squared.
FORMULAS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "polak-ribiere": _polak_ribiere,
    "fletcher-reeves": _fletcher_reeves,
}


def conjugate_gradient(
    lr: float | Tensor = 1.0, formula: str = "polak-ribiere", c2: float = 0.1
) -> SecondOrder:
    """d <- -g + beta d, then a line search along d for the strong Wolfe conditions.

    ``formula`` is "polak-ribiere", beta = max(0, g (g - g_last) / g_last^2), or "fletcher-reeves",
    beta = g^2 / g_last^2. d is -g again every P steps, and where it would lead uphill. A step
    starts at the length at which the last one gained as much to first order, times ``lr``; a small
    ``c2`` makes the search exact. Nocedal and Wright, "Numerical optimization", 2006, chapter 5.

    >>> from trainlab import optimizers, race
    >>> values = race("bowl", [optimizers.conjugate_gradient()], steps=2).values  # two dimensions
    >>> values.flatten() < 1e-9
    tensor([False, False,  True])
    """
    share, c2 = arguments.choice("formula", formula, FORMULAS), arguments.fraction("c2", c2)
    settings = {"formula": formula, "c2": c2}
    update = partial(_update, share=share, c2=c2)
    return SecondOrder("conjugate_gradient", lr, settings, _init, update, memory=partial(mul, 4))


def _init(params: Tensor) -> State:
    number = params.new_zeros(len(params))
    return {
        "gradient": torch.zeros_like(params),
        "direction": torch.zeros_like(params),
        "gain": number,
        "age": number.clone(),
    }


def _update(
    params: Tensor,
    here: Point,
    state: State,
    lr: float | Tensor,
    objective: Objective,
    *,
    share: Callable[[Tensor, Tensor], Tensor],
    c2: float,
) -> None:
    gradient, before, gain = here.gradient, state["gradient"], state["gain"]
    fresh = (gain == 0) | (state["age"] >= params.shape[1])
    beta = share(gradient, before) / before.square().sum(dim=1)
    beta = beta.masked_fill(fresh, 0)
    direction = downhill(state["direction"] * beta[:, None] - gradient, gradient)
    slope = (gradient * direction).sum(dim=1)
    length = torch.where(gain == 0, cautious_step(gradient), gain / -slope)
    search = strong_wolfe(objective, params, direction, here, scaled(length, lr), c2)
    params.addcmul_(direction, search.step[:, None])
    state["age"].add_(1).masked_fill_(fresh, 1)
    gain.copy_(-slope * search.step)
    before.copy_(gradient)
    state["direction"].copy_(direction)
