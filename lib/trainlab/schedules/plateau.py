"""The schedule with a memory: it lowers the learning rate of a member that makes no progress.

Lecture 08. It is no function of the step: every member has its own factor, which depends on the
losses seen so far. Its memory lies beside the optimizer's.
"""

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.schedules.schedule import number


@dataclass(frozen=True)
class Plateau:
    """Multiply a member's learning rate by ``factor`` when its loss has stopped falling.

    torch's ReduceLROnPlateau(mode="min", threshold_mode="rel", eps=0), for each member on its own,
    on its training loss; where that is negative, of which torch takes even a rise for progress, the
    share is of its size. With mini-batches set ``every`` to the steps of an epoch, or more: single
    batches are noisy.

    Args:
        factor: factor of each reduction, below 1.
        patience: looks without progress that are tolerated.
        threshold: progress is a loss below the best so far by more than this share of its size.
        cooldown: looks after a reduction before lacks of progress are counted again.
        low: the lowest factor.
        every: steps between two looks; a look is at the mean loss of these steps.

    >>> import torch
    >>> from trainlab import schedules
    >>> plateau = schedules.Plateau(factor=0.5, patience=1)
    >>> memory = plateau.init(torch.zeros(1, 3))
    >>> for loss in (0.7, 0.7, 0.7):  # the best, one that is tolerated, one too many
    ...     plateau.observe(memory, torch.tensor([loss]))
    >>> plateau.factor_at(3, memory)
    tensor([[0.5000]])
    """

    factor: float = 0.5
    patience: int = 10
    threshold: float = 1e-4
    cooldown: int = 0
    low: float = 0.0
    every: int = 1
    looks_at_losses: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the settings."""
        if number("factor", self.factor, high=1.0) == 1:
            raise ValueError("factor=1 was given; expected a number below 1, such as 0.5.")
        for name in ("factor", "threshold", "low"):
            object.__setattr__(self, name, number(name, getattr(self, name), high=1.0))
        for name, least in (("patience", 0), ("cooldown", 0), ("every", 1)):
            whole = arguments.integer(name, getattr(self, name), at_least=least)
            object.__setattr__(self, name, whole)

    def init(self, params: Tensor) -> State:
        """Return the memory of a population with parameters (E, P): columns (E, 1)."""
        zeros = params.new_zeros(len(params), 1)
        return {
            "plateau_factor": torch.ones_like(zeros),
            "plateau_best": torch.full_like(zeros, torch.inf),
            "plateau_idle": zeros.clone(),
            "plateau_cooldown": zeros.clone(),
            "plateau_sum": zeros.clone(),
            "plateau_seen": zeros.clone(),
        }

    def factor_at(self, step: int, state: State) -> Tensor:
        """Return each member's factor (E, 1), whatever the step."""
        factor: Tensor = state["plateau_factor"]
        return factor

    def observe(self, state: State, losses: Tensor) -> None:
        """Take in each member's loss (E,) of one step, and lower factors where it is time."""
        total, seen = state["plateau_sum"], state["plateau_seen"]
        total.add_(losses[:, None])
        seen.add_(1)
        look = seen >= self.every
        mean = total / seen
        total.masked_fill_(look, 0)
        seen.masked_fill_(look, 0)
        self._look(state, mean, look)

    def _look(self, state: State, loss: Tensor, look: Tensor) -> None:
        factor, best, idle, rest = (
            state[f"plateau_{name}"] for name in ("factor", "best", "idle", "cooldown")
        )
        better = look & (loss < best * (1 - self.threshold * best.sign()))
        best.copy_(torch.where(better, loss, best))
        idle.add_(look.to(idle)).masked_fill_(better, 0)
        resting = look & (rest > 0)
        rest.sub_(resting.to(rest))
        idle.masked_fill_(resting, 0)
        lower = look & (idle > self.patience)
        factor.copy_(torch.where(lower, (factor * self.factor).clamp(min=self.low), factor))
        rest.masked_fill_(lower, self.cooldown)
        idle.masked_fill_(lower, 0)
