"""How a step moves the parameters: the rule, its learning rate, penalties and bounds."""

from dataclasses import dataclass, replace
from typing import Any

from torch import Tensor

from trainlab.core.state import State
from trainlab.optimizers import Optimizer
from trainlab.schedules import AnySchedule, Plateau


@dataclass
class Rule:
    """How a step moves the parameters; may change between steps."""

    optimizer: Optimizer
    lr: float | Tensor
    schedule: AnySchedule | None
    l1: float | Tensor
    l2: float | Tensor
    dropout: float | Tensor
    clip_value: float | Tensor | None
    clip_norm: float | Tensor | None
    is_weight: Tensor

    def for_members(self, members: slice | Tensor, like: Tensor) -> "Rule":
        """Return the rule for some members, on the device and in the type of like."""

        def part(value: Any) -> Any:
            return value[members].to(like) if isinstance(value, Tensor) else value

        return replace(
            self,
            optimizer=self.optimizer.for_members(members, like),
            lr=part(self.lr),
            l1=part(self.l1),
            l2=part(self.l2),
            dropout=part(self.dropout),
            clip_value=part(self.clip_value),
            clip_norm=part(self.clip_norm),
            is_weight=self.is_weight.to(like),
        )

    def init(self, params: Tensor) -> State:
        """Return the fresh state of members with these parameters (E, P)."""
        return self.optimizer.init(params) | self.memory(params)

    def memory(self, params: Tensor) -> State:
        """Return the fresh memory of the schedule, empty for a function of the step."""
        return self.schedule.init(params) if isinstance(self.schedule, Plateau) else {}

    def lr_at(self, step: int, state: State) -> float | Tensor:
        """Return the learning rate of a step, a number or a column (E, 1)."""
        if self.schedule is None:
            return self.lr
        if isinstance(self.schedule, Plateau):
            return self.lr * state["plateau_factor"]
        return self.lr * self.schedule(step)
