"""What an optimizer is: a pair of functions on the flat parameters of a population, as in optax."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from trainlab import _arguments

#: What a rule carries from step to step: tensors (E, P) by name, and numbers such as its count t.
State = dict[str, Any]


@dataclass(frozen=True)
class Optimizer:
    """One first-order rule with its settings.

    Attributes:
        name: its key in ``OPTIMIZERS``.
        lr: learning rate, a number or one for each member (E,).
        settings: the rule's other settings, by name.
        init: params (E, P) -> state.
        update: (params, grads, state, lr) -> None; moves params in place and updates state.
            ``lr`` is a number or a column (E, 1).
    """

    name: str
    lr: float | Tensor
    settings: Mapping[str, object]
    init: Callable[[Tensor], State]
    update: Callable[[Tensor, Tensor, State, float | Tensor], None]


def descend_(params: Tensor, direction: Tensor, lr: float | Tensor) -> None:
    """params <- params - lr * direction, in place."""
    if isinstance(lr, Tensor):
        params.addcmul_(direction, lr, value=-1)
    else:
        params.add_(direction, alpha=-lr)


def fraction(name: str, value: float) -> float:
    """Return a decay rate in [0, 1); raise ValueError otherwise."""
    if not isinstance(value, int | float) or not 0 <= value < 1:
        raise ValueError(f"{name}={value!r} was given; expected a number in [0, 1), such as 0.9.")
    return float(value)


def positive(name: str, value: float) -> float:
    """Return a positive, finite number; raise ValueError otherwise."""
    number = _arguments.per_member(name, value, population=1, positive=True)
    if isinstance(number, Tensor):
        raise ValueError(f"{name} is a tensor; expected one number for all members.")
    return number
