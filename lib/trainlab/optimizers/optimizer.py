"""What an optimizer is: a pair of functions on the flat parameters of a population, as in optax."""

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, NamedTuple

import numpy as np
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.nn.losses import Loss
from trainlab.nn.networks import Network
from trainlab.optimizers.objective import Objective, Point

#: Makes the objective where the members stand, for a rule that looks at it.
Making = Callable[[], Objective]


class Task(NamedTuple):
    """What a rule is asked to train: E networks, for a loss, with an L1 penalty or without."""

    net: Network
    loss: Loss
    population: int
    l1: float | Tensor


def no_state(params: Tensor) -> State:
    """Return the state of a rule that keeps none."""
    return {}


def _trains_any(task: Task) -> None:
    """Find nothing wrong."""


def _no_more(count: int) -> int:
    return 0


@dataclass(frozen=True, repr=False)
class Optimizer:
    """One first-order rule with its settings. Made of named functions, it can be pickled.

    Attributes:
        name: its key in ``OPTIMIZERS``.
        lr: learning rate, a number or one for each member (E,).
        settings: the rule's other settings, by name.
        init: params (E, P) -> state.
        update: (params, grads, state, lr) -> None; moves params in place and updates state.
            ``lr`` is a number or a column (E, 1).
        check: raises ValueError when the rule cannot train a ``Task``.
        memory: P -> numbers that the rule keeps for each member beyond a few for each parameter.
        cycled: momentum -> the arguments with which ``update`` has this momentum instead of its
            own, where it has one.
    """

    #: Whether a step needs the objective, and not only one gradient of it.
    looks_at_objective: ClassVar[bool] = False

    name: str
    lr: float | Tensor
    settings: Mapping[str, object]
    init: Callable[[Tensor], State]
    update: Callable[..., None]
    check: Callable[[Task], None] = _trains_any
    memory: Callable[[int], int] = _no_more
    cycled: Callable[[float], Mapping[str, object]] | None = None

    def __post_init__(self) -> None:
        """Take a learning rate of NumPy's as one of Python's or torch's."""
        number = arguments.as_number(self.lr)
        if not math.isnan(number):
            object.__setattr__(self, "lr", number)
        elif isinstance(self.lr, np.ndarray | list | tuple):
            with suppress(TypeError, ValueError):
                object.__setattr__(self, "lr", arguments.tensor(self.lr))

    def __repr__(self) -> str:
        """Return the name and the settings."""
        settings = {"lr": self.lr, **self.settings}
        return f"<{self.name}: {', '.join(f'{k}={v!r}' for k, v in settings.items())}>"

    @property
    def kind(self) -> object:
        """Rules of one kind can go on from each other's state."""
        return self.name

    def for_members(self, members: slice | Tensor, like: Tensor) -> "Optimizer":
        """Return the rule for some members, on the device and in the type of like."""
        return replace(self, lr=self.lr[members].to(like)) if isinstance(self.lr, Tensor) else self

    def at_momentum(self, momentum: float) -> "Optimizer":
        """Return the rule with another momentum, of a kind that goes on from its state."""
        assert self.cycled is not None
        return replace(self, update=partial(self.update, **self.cycled(momentum)))

    def step(
        self, params: Tensor, here: Point, state: State, lr: float | Tensor, objective: Making
    ) -> None:
        """Move params in place, whatever the order of the rule; ``here`` is the objective there."""
        self.update(params, here.gradient, state, lr)


@dataclass(frozen=True, repr=False)
class SecondOrder(Optimizer):
    """A rule that looks at the objective itself, not only at one gradient.

    Its ``update`` is (params, here, state, lr, objective) -> None: ``here`` is the objective's
    ``Point`` at params. State tensors have the members first and are changed in place.

    Attributes:
        shape: settings that the form of the state depends on.
        narrowed: (members, like) -> the rule for some members; None where the members share every
            setting but ``lr``.
    """

    looks_at_objective: ClassVar[bool] = True
    shape: object = None
    narrowed: Callable[[slice | Tensor, Tensor], Optimizer] | None = None

    @property
    def kind(self) -> object:
        """Rules of one kind can go on from each other's state."""
        return self.name, self.shape

    def for_members(self, members: slice | Tensor, like: Tensor) -> Optimizer:
        """Return the rule for some members, on the device and in the type of like."""
        rule = self.narrowed(members, like) if self.narrowed else self
        return replace(
            rule, lr=self.lr[members].to(like) if isinstance(self.lr, Tensor) else self.lr
        )

    def step(
        self, params: Tensor, here: Point, state: State, lr: float | Tensor, objective: Making
    ) -> None:
        """Move params in place; ``here`` is the objective there."""
        self.update(params, here, state, lr, objective())


def as_mu(momentum: float) -> Mapping[str, float]:
    """Return a momentum as an update takes it that calls it mu."""
    return {"mu": momentum}


def descend_(params: Tensor, direction: Tensor, lr: float | Tensor) -> None:
    """params <- params - lr * direction, in place."""
    if isinstance(lr, Tensor):
        params.addcmul_(direction, lr, value=-1)
    else:
        params.add_(direction, alpha=-lr)


def positive(name: str, value: float) -> float:
    """Return a positive, finite number; raise ValueError otherwise."""
    return _number(name, value, positive=True)


def non_negative(name: str, value: float) -> float:
    """Return a non-negative, finite number; raise ValueError otherwise."""
    return _number(name, value, positive=False)


def two_fractions(name: str, values: tuple[float, float]) -> tuple[float, float]:
    """Return two numbers in [0, 1), such as Adam's betas; raise ValueError otherwise."""
    try:
        first, second = values
    except (TypeError, ValueError):
        raise ValueError(
            f"{name}={values!r} was given; expected two numbers, such as (0.9, 0.999)."
        ) from None
    return arguments.fraction(f"{name}[0]", first), arguments.fraction(f"{name}[1]", second)


def _number(name: str, value: float, *, positive: bool) -> float:
    number = arguments.per_member(name, value, population=1, positive=positive)
    if isinstance(number, Tensor):
        raise ValueError(f"{name} is a tensor; expected one number for all members.")
    return number
