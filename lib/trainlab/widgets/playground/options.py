"""From the controls' values to what a trainer takes."""

from collections.abc import Callable
from typing import Any

from trainlab import schedules
from trainlab.nn.initializers import INITIALIZERS, Initializer
from trainlab.nn.networks import MLP
from trainlab.optimizers import OPTIMIZERS, SECOND_ORDER, Optimizer
from trainlab.schedules import AnySchedule
from trainlab.widgets.controls import Settings
from trainlab.widgets.playground.table import HAS_BETAS, HAS_MOMENTUM
from trainlab.widgets.playground.widths import of_layers


def network_for(s: Settings, inputs: int, outputs: int) -> MLP:
    """Return the architecture that the settings name."""
    return MLP(
        [inputs, *of_layers(s), outputs],
        s.activation,
        residual=s.shortcut == "residual",
        dense=s.shortcut == "dense",
        head=s.head,
        batch_norm=False if s.batch_norm == "off" else s.batch_norm,
    )


def start_for(s: Settings) -> Initializer:
    """Return where weights and biases begin."""
    init = INITIALIZERS[s.init]()
    return init.with_biases(s.biases) if s.biases else init


def options_for(s: Settings) -> dict[str, Any]:
    """Return what a trainer can change without new weights."""
    return {
        "optimizer": _optimizer_for(s),
        "schedule": schedule_for(s.schedule, s.horizon),
        "batch_size": None if s.batch_size == "all" else int(s.batch_size),
        "clip_norm": None if s.clip_norm == "off" else s.clip_norm,
        "l1": s.l1,
        "l2": s.l2,
        "l1_proximal": s.l1_proximal,
        "dropout": s.dropout,
        "input_dropout": s.input_dropout,
        "sampling": s.sampling,
    }


def _optimizer_for(s: Settings) -> Optimizer:
    chosen: dict[str, Any] = {"lr": s.lr}
    if s.optimizer in HAS_MOMENTUM:
        chosen["momentum"] = s.momentum
    if s.optimizer in HAS_BETAS:
        chosen["betas"] = (s.beta1, s.beta2)
    if s.optimizer == "nadam" and s.nadam_momentum == "constant":
        chosen["momentum_decay"] = None
    if s.optimizer == "rmsprop":
        chosen["momentum"] = s.rmsprop_momentum
    return (OPTIMIZERS | SECOND_ORDER)[s.optimizer](**chosen)


def schedule_for(name: str, steps: int) -> AnySchedule:
    """Return the schedule of this name that lasts so many steps, or has cycles of so many."""
    make: dict[str, Callable[[], AnySchedule]] = {
        "constant": schedules.constant,
        "linear": lambda: schedules.linear(steps),
        "polynomial": lambda: schedules.polynomial(steps),
        "exponential": lambda: schedules.exponential(5 / steps),
        "power": lambda: schedules.power(20 / steps),
        "step_decay": lambda: schedules.step_decay(steps // 4),
        "piecewise": lambda: schedules.piecewise([steps // 2, 3 * steps // 4]),
        "cosine": lambda: schedules.cosine(steps),
        "cyclical": lambda: schedules.cyclical(steps // 2),
        "one_cycle": lambda: schedules.one_cycle(steps),
        "warm_restarts": lambda: schedules.warm_restarts(steps),
        "plateau": lambda: schedules.Plateau(patience=1, every=max(1, steps // 20)),
    }
    return make[name]()
