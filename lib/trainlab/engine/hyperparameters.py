"""The settings that may change between the steps of a training, and the check of all of them.

A setting is one key of ``Given`` and one field of ``Hyperparameters``; ``Trainer`` says what it
means, and what it does stands where the engine uses it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Self, TypedDict

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.core.state import State
from trainlab.data.batches import SAMPLINGS
from trainlab.nn.layers import Rates
from trainlab.nn.losses import Loss
from trainlab.nn.networks import LayeredNetwork, Network, checked_dropout
from trainlab.optimizers import Optimizer, Task, adam, rule_for
from trainlab.schedules import SCHEDULES, AnySchedule, Schedule, Scheduler, constant

#: One number for all members, or one for each (E,).
PerMember = float | Tensor


class Given(TypedDict, total=False):
    """The settings as a caller may give them; ``Trainer`` says what each means."""

    optimizer: Optimizer | str | None
    schedule: AnySchedule | None
    momentum_schedule: Callable[[int], float] | None
    batch_size: int | None
    l1: PerMember
    l2: PerMember
    l1_proximal: PerMember
    dropout: PerMember | Sequence[float] | None
    input_dropout: PerMember | None
    sampling: str
    clip_value: PerMember | None
    clip_norm: PerMember | None


#: What ``arguments.per_member`` asks of a field; None is taken where it is the default.
NON_NEGATIVE, POSITIVE = {"positive": False}, {"positive": True}


@dataclass(frozen=True, kw_only=True)
class Hyperparameters:
    """How a step moves the parameters.

    ``checked`` gives numbers per member one form: a number, or a column (E, 1); ``dropout`` may be
    (E, L), a rate for each hidden layer.
    """

    optimizer: Optimizer = field(default=adam())
    schedule: Scheduler = field(default=constant())
    momentum_schedule: Callable[[int], float] | None = None
    batch_size: int | None = None
    l1: PerMember = field(default=0.0, metadata=NON_NEGATIVE)
    l2: PerMember = field(default=0.0, metadata=NON_NEGATIVE)
    l1_proximal: PerMember = field(default=0.0, metadata=NON_NEGATIVE)
    dropout: PerMember | None = None
    input_dropout: PerMember | None = None
    sampling: str = "shuffled"
    clip_value: PerMember | None = field(default=None, metadata=POSITIVE)
    clip_norm: PerMember | None = field(default=None, metadata=POSITIVE)

    def changed(self, lr: PerMember | None = None, **changes: Any) -> Self:
        """Return these settings with changes, not checked yet; ``lr`` is the rule's."""
        if lr is not None:
            rule = rule_for(changes.get("optimizer", self.optimizer))
            changes["optimizer"] = replace(rule, lr=lr)
        return replace(self, **changes)

    def checked(self, net: Network, loss: Loss, population: int, points: int) -> Self:
        """Return these settings in the engine's form; what is checked already stays as it is.

        Raises:
            ValueError: where one does not fit the networks, the loss, the number of members or of
                points, in one sentence.
        """
        optimizer = rule_for(self.optimizer)
        columns: dict[str, Any] = {
            f.name: arguments.per_member(f.name, getattr(self, f.name), population, **f.metadata)
            for f in fields(self)
            if f.metadata and getattr(self, f.name) is not f.default
        }
        lr = arguments.per_member("lr", optimizer.lr, population)
        checked = replace(
            self,
            optimizer=replace(optimizer, lr=lr),
            schedule=_checked_schedule(self.schedule),
            batch_size=_checked_batch_size(self.batch_size, net, points),
            dropout=_dropout_rate(self.dropout, net, population),
            input_dropout=_input_dropout_rate(self.input_dropout, net, population),
            sampling=_checked_sampling(self.sampling),
            **columns,
        )
        optimizer.check(Task(net, loss, population, checked.l1))
        bounded = checked.clip_value is not None or checked.clip_norm is not None
        if optimizer.looks_at_objective and bounded:
            raise ValueError(
                f"clip_value or clip_norm was given; {optimizer.name} looks at the objective "
                "itself and needs its gradient unclipped: leave them out."
            )
        if self.momentum_schedule is not None and not callable(self.momentum_schedule):
            raise ValueError(
                f"momentum_schedule={self.momentum_schedule!r} was given; expected a function step "
                "-> momentum, such as trainlab.schedules.one_cycle_momentum(steps=1000), or None."
            )
        if self.momentum_schedule is not None and optimizer.cycled is None:
            raise ValueError(
                f"momentum_schedule was given; {optimizer.name} has no momentum to change: use a "
                "rule such as momentum, nesterov, rmsprop or adam."
            )
        if optimizer.looks_at_objective and bool((torch.as_tensor(checked.l1_proximal) > 0).any()):
            raise ValueError(
                f"l1_proximal was given; {optimizer.name} is no first-order rule, after whose step "
                "weights can be thresholded: use l1, or a rule such as sgd."
            )
        return checked

    def for_members(self, members: slice | Tensor, like: Tensor) -> Self:
        """Return checked settings for some members, on the device and in the type of like."""

        def part(value: Any) -> Any:
            if isinstance(value, Optimizer):
                return value.for_members(members, like)
            return value[members].to(like) if isinstance(value, Tensor) else value

        return replace(self, **{f.name: part(getattr(self, f.name)) for f in fields(self)})

    @cached_property
    def rates(self) -> Rates:
        """At which rates hidden units and inputs are dropped."""
        return Rates(self.dropout, self.input_dropout)

    @property
    def looks_at_losses(self) -> bool:
        """Whether a step needs the losses, be they recorded or not."""
        return self.optimizer.looks_at_objective or self.schedule.looks_at_losses

    def rule_at(self, step: int) -> Optimizer:
        """Return the rule of a step: its own, or with the momentum of this step."""
        if self.momentum_schedule is None:
            return self.optimizer
        momentum = arguments.fraction(f"momentum at step {step}", self.momentum_schedule(step))
        return self.optimizer.at_momentum(momentum)

    def init(self, params: Tensor) -> State:
        """Return the fresh state of members with these parameters (E, P)."""
        return self.optimizer.init(params) | self.schedule.init(params)

    def lr_at(self, step: int, state: State) -> float | Tensor:
        """Return the learning rate of a step, a number or a column (E, 1)."""
        return self.optimizer.lr * self.schedule.factor_at(step, state)


def _checked_schedule(schedule: object) -> Scheduler:
    if schedule is None:
        return constant()
    if isinstance(schedule, Scheduler):
        return schedule
    if callable(schedule):
        return Schedule("function", {}, schedule)
    named = schedule if isinstance(schedule, str) and schedule in SCHEDULES else "cosine"
    raise ValueError(
        f"schedule={schedule!r} was given; expected a function step -> factor, such as "
        f"trainlab.schedules.{named}(...), or None."
    )


def _checked_batch_size(size: object, net: Network, points: int) -> int | None:
    checked = None if size is None else arguments.integer("batch_size", size, at_least=1)
    if net.buffer_count and 1 in (points, checked, points % (checked or points + 2)):
        raise ValueError(
            f"batch_size={checked} leaves a batch of one point of {points}; batch norm needs two: "
            "choose another batch_size or number of points."
        )
    return checked


def _dropout_rate(given: Any, net: Network, population: int) -> PerMember:
    """Return the rate of dropping: a number, (E, 1), or for each hidden layer (E, L)."""
    dropout = net.dropout if given is None else given
    if isinstance(dropout, Sequence):
        rates = torch.tensor(checked_dropout(dropout, net.depth)).double()
        rate: PerMember = rates.expand(population, -1)
    elif isinstance(dropout, Tensor) and dropout.shape == (population, net.depth):
        rate = dropout
    else:
        rate = arguments.per_member("dropout", dropout, population)
    _check_rate("dropout", rate, net)
    return rate


def _input_dropout_rate(given: Any, net: Network, population: int) -> PerMember:
    """Return the rate of dropping inputs: a number or (E, 1)."""
    dropout = net.input_dropout if given is None else given
    rate = arguments.per_member("input_dropout", dropout, population)
    _check_rate("input_dropout", rate, net)
    return rate


def _check_rate(name: str, rate: PerMember, net: Network) -> None:
    largest = float(torch.as_tensor(rate).max())
    if largest >= 1:
        shown = arguments.shown(rate)
        raise ValueError(f"{name}={shown} was given; expected numbers in [0, 1).")
    if not isinstance(net, LayeredNetwork) and largest > 0:
        raise ValueError(f"the network is a module; {name} needs a network such as MLP.")


def _checked_sampling(sampling: str) -> str:
    arguments.choice("sampling", sampling, dict.fromkeys(SAMPLINGS))
    return sampling
