"""The one table of what can be set: it drives the widgets, the state string and the tests."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, SupportsFloat
from urllib.parse import parse_qsl, urlencode

from trainlab.core import arguments
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import HIDDEN
from trainlab.optimizers import OPTIMIZERS
from trainlab.problems import PROBLEMS

Value = str | int | float


@dataclass(frozen=True)
class Control:
    """One thing that can be set.

    Attributes:
        name: its word in the state string, and its CSS class ``tl-control-NAME``.
        label: what stands beside it.
        group: "data", "network", "training" or "population".
        default: its value at first.
        tooltip: one line that says what it does.
        choices: its values where these can be listed, else None.
        low, high, step: its range where it is a number on a scale.
        log: whether the scale is logarithmic; then ``step`` is in decades.
        rebuild: whether a change starts again from new weights.
        where: the control and its values that this one belongs to; it is hidden elsewhere.
    """

    name: str
    label: str
    group: str
    default: Value
    tooltip: str
    choices: tuple[Value, ...] | None = None
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    log: bool = False
    rebuild: bool = False
    where: tuple[str, tuple[Value, ...]] | None = None

    @property
    def whole(self) -> bool:
        """Whether values are whole numbers."""
        return isinstance(self.default, int)

    def belongs(self, settings: Mapping[str, Value]) -> bool:
        """Whether it does something with these settings."""
        return self.where is None or settings[self.where[0]] in self.where[1]

    def checked(self, value: object) -> Value:
        """Return the value in its own type, numbers to four digits, so that text can say it.

        Raises:
            ValueError: for a value outside the control's range, in one sentence.
        """
        if self.choices:
            by_text = {str(choice): choice for choice in self.choices}
            return arguments.choice(self.name, str(value), by_text)
        try:
            number = float(value) if isinstance(value, str | SupportsFloat) else math.nan
        except (TypeError, ValueError):
            number = math.nan
        if not self.low <= number <= self.high or (self.whole and number != int(number)):
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(
                f"{self.name}={value!r} was given; "
                f"expected {kind} from {self.low:g} to {self.high:g}."
            )
        return int(number) if self.whole else float(f"{number:.4g}")


_PENALTIES = (0.0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
HAS_MOMENTUM = ("momentum", "nesterov")
HAS_BETAS = ("adam", "adamw", "nadam")
#: Schedules that fit a training of some number of steps, or run in cycles of it.
SCHEDULES = (
    "constant",
    "linear",
    "exponential",
    "power",
    "cosine",
    "cyclical",
    "one_cycle",
    "warm_restarts",
    "plateau",
)

CONTROLS: Mapping[str, Control] = {
    control.name: control
    for control in (
        Control("data", "data set", "data", "circle", "What to learn: two classes in the plane, "
                "or a function of one variable", tuple(n for n in PROBLEMS if n != "line"),
                rebuild=True),
        Control("noise", "noise", "data", 0.05, "Standard deviation of the noise on the data",
                low=0.0, high=0.5, step=0.01),
        Control("depth", "depth", "network", 2, "Number of hidden layers; starts again",
                low=1, high=10, rebuild=True),
        Control("width", "width", "network", 8, "Units in each hidden layer; starts again",
                low=1, high=128, rebuild=True),
        Control("activation", "activation", "network", "tanh",
                "Function of each hidden unit; starts again", HIDDEN, rebuild=True),
        Control("shortcut", "shortcuts", "network", "none",
                "What goes around a hidden layer: its input added to its output, or all that came "
                "before beside it; starts again", ("none", "residual", "dense"), rebuild=True),
        Control("norm", "batch norm", "network", "off",
                "Give every hidden unit mean 0 and variance 1 over the batch; starts again",
                ("off", "on"), rebuild=True),
        Control("init", "initializer", "network", "glorot_normal",
                "Distribution of the first weights; starts again", tuple(INITIALIZERS),
                rebuild=True),
        Control("optimizer", "optimizer", "training", "adam",
                "Rule that turns gradients into steps; keeps the weights", tuple(OPTIMIZERS)),
        Control("lr", "learning rate", "training", 0.01, "Length of a step; keeps the weights",
                low=1e-5, high=10.0, step=0.05, log=True),
        Control("momentum", "momentum", "training", 0.9,
                "Share of the velocity kept at each step", low=0.0, high=0.99, step=0.01,
                where=("optimizer", HAS_MOMENTUM)),
        Control("beta1", "beta 1", "training", 0.9,
                "Share of the mean gradient kept at each step", low=0.0, high=0.99, step=0.01,
                where=("optimizer", HAS_BETAS)),
        Control("beta2", "beta 2", "training", 0.999,
                "Share of the mean squared gradient kept at each step",
                (0.0, 0.5, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999), where=("optimizer", HAS_BETAS)),
        Control("schedule", "schedule", "training", "constant",
                "How the learning rate changes from step to step; counts from the first step",
                tuple(SCHEDULES)),
        Control("horizon", "schedule steps", "training", 5000,
                "Steps until the schedule's end, or of one of its cycles",
                (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000),
                where=("schedule", SCHEDULES[1:])),
        Control("batch", "batch size", "training", "10",
                "Points in each step, drawn anew every epoch", ("1", "5", "10", "25", "50", "125",
                                                                "all")),
        Control("l1", "L1", "training", 0.0, "Penalty on the weights' absolute values",
                _PENALTIES),
        Control("l2", "L2", "training", 0.0, "Penalty on the weights' squares", _PENALTIES),
        Control("dropout", "dropout", "training", 0.0,
                "Probability of dropping a hidden unit at a step", low=0.0, high=0.9, step=0.05),
        Control("population", "networks", "population", 16,
                "Networks trained at once, each from its own seed; starts again",
                (1, 2, 4, 8, 16, 32, 64, 128, 256), rebuild=True),
        Control("seed", "seed", "population", 0,
                "Seed of the data and of the first network; starts again", low=0, high=99,
                rebuild=True),
        Control("show", "show", "population", "mean",
                "What the first panel draws: the mean of all networks, or one of them",
                ("mean", "one")),
        Control("member", "network no.", "population", 0,
                "Which network is drawn, when one is shown", low=0, high=255),
    )
}  # fmt: skip

Settings = dict[str, Any]


def defaults() -> Settings:
    """Return every control's default."""
    return {name: control.default for name, control in CONTROLS.items()}


def checked(changes: Mapping[str, object]) -> Settings:
    """Return changes with each value in its control's type.

    Raises:
        ValueError: for an unknown name or an unfit value, in one sentence.
    """
    return {
        name: arguments.choice("setting", name, CONTROLS).checked(value)
        for name, value in changes.items()
    }


def to_text(settings: Mapping[str, Value]) -> str:
    """Return the state string: what differs from the defaults, as in ``depth=6&lr=0.03``."""
    changed = {name: value for name, value in settings.items() if value != CONTROLS[name].default}
    return urlencode(changed) or "defaults"


def from_text(text: str) -> Settings:
    """Return the settings that a state string stands for.

    Raises:
        ValueError: when it is not a state string, in one sentence.
    """
    text = text.strip()
    if text in ("", "defaults"):
        return defaults()
    try:
        pairs = parse_qsl(text, strict_parsing=True)
    except ValueError:
        raise ValueError(
            f"{text[:40]!r} is not a state; expected name=value pairs such as depth=6&lr=0.03."
        ) from None
    return defaults() | checked(dict(pairs))
