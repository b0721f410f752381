"""A training session behind a widget: settings become a trainer, changes are applied to it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from trainlab import schedules
from trainlab.nn.networks import MLP
from trainlab.optimizers import OPTIMIZERS, Optimizer
from trainlab.plots.panels import BAND
from trainlab.problems import PROBLEMS, Problem
from trainlab.schedules import AnySchedule
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import CONTROLS, HAS_BETAS, HAS_MOMENTUM, Settings, Value

POINTS = 250
#: Looks at the loss that are kept; when there are more, every second one is forgotten.
LOOKS = 400
#: A loss this many times the first one is running away; weights are remembered only below it.
RUNAWAY = 3.0


def problem_for(settings: Settings) -> Problem:
    """Return the data that the settings name."""
    make = PROBLEMS[str(settings["data"])]
    return make(n=POINTS, noise=settings["noise"], n_val=POINTS, seed=settings["seed"])


def optimizer_for(settings: Settings) -> Optimizer:
    """Return the rule that the settings name, with the settings that belong to it."""
    name = str(settings["optimizer"])
    chosen: dict[str, Any] = {"lr": settings["lr"]}
    if name in HAS_MOMENTUM:
        chosen["momentum"] = settings["momentum"]
    if name in HAS_BETAS:
        chosen["betas"] = (settings["beta1"], settings["beta2"])
    return OPTIMIZERS[name](**chosen)


def schedule_for(settings: Settings) -> AnySchedule | None:
    """Return the schedule that the settings name, None for a constant learning rate."""
    steps = int(settings["horizon"])
    make: dict[str, Callable[[], AnySchedule]] = {
        "linear": lambda: schedules.linear(steps),
        "exponential": lambda: schedules.exponential(5 / steps),
        "power": lambda: schedules.power(20 / steps),
        "cosine": lambda: schedules.cosine(steps),
        "cyclical": lambda: schedules.cyclical(steps // 2),
        "one_cycle": lambda: schedules.one_cycle(steps),
        "warm_restarts": lambda: schedules.warm_restarts(steps),
        "plateau": lambda: schedules.Plateau(patience=1, every=steps // 20),
    }
    name = str(settings["schedule"])
    return None if name == "constant" else make[name]()


def live_settings(settings: Settings) -> dict[str, Any]:
    """Return what a trainer can change without new weights."""
    return {
        "optimizer": optimizer_for(settings),
        "schedule": schedule_for(settings),
        "batch_size": batch_size_for(settings),
        "l1": float(settings["l1"]),
        "l2": float(settings["l2"]),
        "dropout": float(settings["dropout"]),
    }


def batch_size_for(settings: Settings) -> int | None:
    """Return the batch size, None for all points."""
    return None if settings["batch"] == "all" else int(settings["batch"])


class Session:
    """A trainer that follows settings, and the losses seen so far.

    Attributes:
        settings: the settings in force.
        trainer: the population; made anew when a setting that shapes it changes.
        steps: steps at each look at the losses.
        calm: the population at the last look at which no loss was running away.
        losses: for each look the percentiles of ``BAND`` of (validation, training) loss, (2, 3).
    """

    def __init__(self, settings: Settings) -> None:
        """Build the population."""
        self.settings = dict(settings)
        self._data_for: tuple[Value, ...] = ()
        self.rebuild()

    def rebuild(self) -> None:
        """Start again from new weights."""
        s = self.settings
        self._refresh_data()
        hidden = [int(s["width"])] * int(s["depth"])
        net = MLP(
            [self.problem.inputs, *hidden, self.problem.outputs],
            str(s["activation"]),
            residual=s["shortcut"] == "residual",
            dense=s["shortcut"] == "dense",
            batch_norm=s["norm"] == "on",
        )
        self.trainer = Trainer(
            net,
            self.problem,
            init=str(s["init"]),
            population=int(s["population"]),
            seed=int(s["seed"]),
            **live_settings(s),
        )
        self.steps: list[int] = []
        self.losses: list[np.ndarray] = []
        self._calm_below = np.inf
        self.look()
        self._calm_below = RUNAWAY * float(self.losses[0][1].max())

    def apply(self, changes: Mapping[str, Value]) -> bool:
        """Put changes in force, keeping the weights where possible; return whether it rebuilt.

        Raises:
            ValueError: where they do not go together, in one sentence; then nothing is changed.
        """
        before = self.settings
        self.settings = {**before, **changes}
        try:
            if any(CONTROLS[name].rebuild for name in changes):
                self.rebuild()
                return True
            if "noise" in changes:
                self._refresh_data()
                self.trainer.set(problem=self.problem)
            if changes.keys() - {"noise", "show", "member"}:
                self.trainer.set(**live_settings(self.settings))
        except ValueError:
            self.settings = before
            self._refresh_data()
            raise
        return False

    def _refresh_data(self) -> None:
        key = tuple(self.settings[name] for name in ("data", "noise", "seed"))
        if key != self._data_for:
            self.problem, self._data_for = problem_for(self.settings), key

    def advance(self, count: int) -> None:
        """Take steps, unless every network has diverged."""
        if not bool(self.trainer.divergence.members.all()):
            self.trainer.step(count, record=False)

    def look(self) -> None:
        """Record the losses as they are now."""
        p = self.problem
        pair = [self.trainer.loss(x, y) for x, y in ((p.x_val, p.y_val), (p.x, p.y))]
        if len(self.steps) > LOOKS:
            del self.steps[1::2], self.losses[1::2]
        if bool((pair[1] <= self._calm_below).all()):
            self.calm = self.trainer.checkpoint()
        self.steps.append(self.trainer.steps_taken)
        self.losses.append(percentiles(torch.stack(pair)))

    def rewind(self) -> int:
        """Go back to the last step at which no loss was running away; return that step."""
        self.trainer.rewind(self.calm)
        step = self.calm.step
        kept = sum(s <= step for s in self.steps)
        del self.steps[kept:], self.losses[kept:]
        return step

    @property
    def curves(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Steps (looks,), and percentiles (3, looks) of validation and training loss."""
        losses = np.array(self.losses)
        return np.array(self.steps), losses[:, 0].T, losses[:, 1].T

    def shown_members(self, most: int) -> list[int]:
        """Return the members to draw: the one chosen, or at most ``most`` spread evenly."""
        population = self.trainer.population
        if self.settings["show"] == "one":
            return [min(int(self.settings["member"]), population - 1)]
        count = max(1, min(most, population))
        return [i * population // count for i in range(count)]


def percentiles(values: torch.Tensor) -> np.ndarray:
    """Return the percentiles of ``BAND`` over the members: (..., E) to (..., 3)."""
    quantiles = torch.quantile(values.double(), torch.tensor(BAND, dtype=torch.float64), dim=-1)
    return quantiles.movedim(0, -1).numpy()
