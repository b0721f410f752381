"""What a schedule is: the factor of the rule's learning rate at each step."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State


@runtime_checkable
class Scheduler(Protocol):
    """What a training asks of a schedule; one with a memory keeps it in the members' state."""

    @property
    def looks_at_losses(self) -> bool:
        """Whether ``observe`` needs to be called."""

    def init(self, params: Tensor) -> State:
        """Return the memory of members with parameters (E, P), rows for each by name."""

    def factor_at(self, step: int, state: State) -> float | Tensor:
        """Return the factor of step 0, 1, ...: a number, or a column (E, 1)."""

    def observe(self, state: State, losses: Tensor) -> None:
        """Take in each member's loss (E,) of one step, after it, and change the memory in place."""


@dataclass(frozen=True, repr=False)
class Schedule:
    """A function of the step with its settings; two of one name with equal settings are equal.

    It can be pickled where its function can.

    Attributes:
        name: its key in ``SCHEDULES``.
        settings: its settings, by name.
        factor: step 0, 1, 2, ... -> factor, a number.
    """

    name: str
    settings: Mapping[str, object] = field(hash=False)
    factor: Callable[[int], float] = field(compare=False)
    looks_at_losses = False

    def __call__(self, step: int) -> float:
        """Return the factor of this step."""
        return self.factor(step)

    def __repr__(self) -> str:
        """Return the call that makes this schedule."""
        return f"{self.name}({', '.join(f'{k}={v!r}' for k, v in self.settings.items())})"

    def init(self, params: Tensor) -> State:
        """Return no memory."""
        return {}

    def factor_at(self, step: int, state: State) -> float:
        """Return the factor of this step."""
        return self.factor(step)

    def observe(self, state: State, losses: Tensor) -> None:
        """Take in nothing."""


def number(name: str, value: float, low: float = 0.0, high: float = math.inf) -> float:
    """Return ``value`` as a finite float between low and high; raise ValueError otherwise."""
    found = arguments.as_number(value)
    if not math.isfinite(found) or not low <= found <= high:
        wanted = f"of at least {low:g}" if high == math.inf else f"from {low:g} to {high:g}"
        raise ValueError(f"{name}={value!r} was given; expected a number {wanted}.")
    return found
