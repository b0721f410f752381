"""Learning-rate schedules: factors that multiply the rule's learning rate, step by step."""

from collections.abc import Callable

from trainlab.schedules.cycles import (
    cycle_ends,
    cyclical,
    one_cycle,
    one_cycle_momentum,
    warm_restarts,
)
from trainlab.schedules.decay import (
    constant,
    cosine,
    exponential,
    linear,
    piecewise,
    polynomial,
    power,
    step_decay,
    warmup,
)
from trainlab.schedules.plateau import Plateau
from trainlab.schedules.schedule import Schedule, Scheduler

#: What ``Trainer`` and ``train`` take: any function step -> factor, or a schedule with a memory.
AnySchedule = Callable[[int], float] | Scheduler

SCHEDULES: dict[str, Callable[..., AnySchedule]] = {
    schedule.__name__: schedule
    for schedule in (
        constant,
        piecewise,
        step_decay,
        linear,
        polynomial,
        exponential,
        power,
        cosine,
        cyclical,
        one_cycle,
        warm_restarts,
        warmup,
    )
} | {"plateau": Plateau}

#: Schedules of the momentum itself, which a training takes as ``momentum_schedule``.
MOMENTUM_SCHEDULES: dict[str, Callable[..., Schedule]] = {
    one_cycle_momentum.__name__: one_cycle_momentum
}

__all__ = [
    "MOMENTUM_SCHEDULES",
    "SCHEDULES",
    "AnySchedule",
    "Plateau",
    "Schedule",
    "Scheduler",
    "constant",
    "cosine",
    "cycle_ends",
    "cyclical",
    "exponential",
    "linear",
    "one_cycle",
    "one_cycle_momentum",
    "piecewise",
    "polynomial",
    "power",
    "step_decay",
    "warm_restarts",
    "warmup",
]
