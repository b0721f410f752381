"""A training under way: a population, when it is looked at, and what was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.memory import check_fits
from trainlab.engine.columns import Data, inputs_of, targets_of
from trainlab.problems import Problem
from trainlab.training.run import Run
from trainlab.training.shown import POINTS, some
from trainlab.training.trainer import Trainer


@dataclass(frozen=True)
class Plan:
    """How many steps are taken, and after which of them the training is looked at.

    Attributes:
        steps: number of steps.
        looks: steps taken at each look at the validation loss.
        kept: steps taken at each snapshot.
    """

    steps: int
    looks: frozenset[int]
    kept: frozenset[int]

    @classmethod
    def of(cls, steps: object, val_every: object, snapshots: Sequence[int]) -> Self:
        """Return the plan that the arguments of ``train`` make.

        Raises:
            ValueError: when one does not fit.
        """
        count = arguments.integer("steps", steps, at_least=0)
        every = arguments.integer("val_every", val_every, at_least=1)
        kept = {arguments.integer("each of snapshots", step, at_least=0) for step in snapshots}
        if kept and max(kept) > count:
            raise ValueError(
                f"snapshots={sorted(kept)} goes beyond the {count} steps of this training; "
                f"expected numbers from 0 to {count}."
            )
        return cls(count, frozenset((*range(every, count, every), count)), frozenset(kept))

    @property
    def stops(self) -> list[int]:
        """Steps taken at each look of either kind, in order."""
        return sorted(self.looks | self.kept)


class Session:
    """A population that trains by a plan, with its record.

    Args:
        trainer: the population, at its start.
        problem: what it trains on; its validation points are looked at.
        plan: the plan.

    Raises:
        ValueError: where validation points do not fit the network, or records the memory.
    """

    def __init__(self, trainer: Trainer, problem: Data, plan: Plan) -> None:
        """Make room for the record; no step is taken yet."""
        self.trainer, self.plan = trainer, plan
        self.validation = problem if isinstance(problem, Problem) and len(problem.x_val) else None
        if self.validation is not None:
            net, dtype = trainer.net, trainer.dtype
            inputs_of(self.validation.x_val, net, dtype, "x_val")
            targets_of(self.validation.y_val, trainer.loss_function, net, dtype, "y_val")
        each = plan.steps + 2 * len(plan.kept) * trainer.net.parameter_count
        what = f"records of {plan.steps} losses and {len(plan.kept)} snapshots"
        check_fits(what, trainer.population, each * trainer.dtype.itemsize, trainer.device)
        self.losses = trainer.params.new_empty(plan.steps, trainer.population)
        self.looks: dict[int, Tensor] = {}
        self.kept: dict[int, tuple[Tensor, Tensor]] = {}

    def advance(self, stop: int) -> None:
        """Train until ``stop`` steps are taken, with no stop of the plan in between."""
        trainer = self.trainer
        if stop > trainer.steps_taken:
            trainer.step(stop - trainer.steps_taken, self.losses[trainer.steps_taken : stop])
        if stop in self.plan.kept:
            self.kept[stop] = trainer.params.clone(), trainer.buffers.clone()
        if self.validation is not None and stop in self.plan.looks:
            self.looks[stop] = trainer.loss(self.validation.x_val, self.validation.y_val)

    def run(self) -> Run:
        """Return the record of the steps taken so far."""
        trainer, losses = self.trainer, self.losses
        if trainer.steps_taken < self.plan.steps:
            losses = losses[: trainer.steps_taken].clone()
        x, columns = trainer.data_of(trainer.dtype)
        params, buffers = [[kept[i] for kept in self.kept.values()] for i in (0, 1)]
        return Run(
            net=trainer.net,
            loss=trainer.loss_function.name,
            params=trainer.params,
            buffers=trainer.buffers,
            train_loss=losses,
            val_loss=_stacked([*self.looks.values()], losses.new_empty(trainer.population)),
            val_steps=list(self.looks),
            divergence=trainer.divergence,
            snapshots=_stacked(params, trainer.params),
            snapshot_buffers=_stacked(buffers, trainer.buffers),
            snapshot_steps=list(self.kept),
            points=some(x, POINTS),
            targets=some(columns[0].mT, POINTS),
        )


def _stacked(tensors: list[Tensor], like: Tensor) -> Tensor:
    return torch.stack(tensors) if tensors else like[None][:0]
