"""What widgets share whose networks train on a problem: how they start, go on and are shown."""

from typing import Any, ClassVar

import torch

from trainlab.nn.networks import MLP, LayeredNetwork
from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings
from trainlab.widgets.lectures.models.beside import Beside
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.live import Live
from trainlab.widgets.panels import Curves

#: What controls of these names, where a widget has them, start its networks with.
STARTING = ("init", "population")


class Training(Live):
    """A widget of networks that train on a problem.

    Controls named depth and width shape the networks, those named init and population start them.

    Attributes:
        population: how many networks, where no control says so.
        dtype: double where what is said of many steps is not to depend on a processor's rounding.
    """

    population: ClassVar[int] = 1
    dtype: ClassVar[torch.dtype] = torch.float32

    def problem(self, s: Settings) -> Problem:
        """Return what the networks learn."""
        raise NotImplementedError

    def net(self, s: Settings) -> LayeredNetwork:
        """Return the architecture."""
        return MLP([1, *[s.width] * s.depth, 1])

    def start(self, net: LayeredNetwork, problem: Problem, s: Settings, **options: Any) -> Trainer:
        """Return networks at their start."""
        given: dict[str, Any] = {n: getattr(s, n) for n in STARTING if n in self.table}
        given = {"population": self.population, "device": "cpu", **given, **options}
        return Trainer(net, problem, dtype=self.dtype, **given)


class Fitting(Training):
    """A widget of one population; a subclass says ``problem`` and ``options``.

    Attributes:
        fits: what trains the population and records how it fares.
    """

    fits: ClassVar[type[Fits]] = Fits
    model: Fits

    def options(self, s: Settings) -> dict[str, Any]:
        """Return the trainer's arguments that can change while it trains, such as the rule."""
        raise NotImplementedError

    def build(self, s: Settings) -> Any:
        """Return networks at their start."""
        problem = self.problem(s)
        return self.fits(self.start(self.net(s), problem, s, **self.options(s)), problem)

    def change(self, fits: Any, s: Settings) -> None:
        """Go on from these weights."""
        fits.trainer.set(**self.options(s))

    def trouble(self, fits: Any) -> str:
        """Return a sentence where every network has run away."""
        told: str = fits.ran_away()
        return told

    def status(self, fits: Any, s: Settings) -> list[str]:
        """Return where training stands."""
        told = [f"step {fits.steps_taken}", f"training loss {fits.now()[1]:.3g}"]
        return told + [f"{fits.lost} ran away"] * (fits.lost > 0)


class Contest(Training):
    """A widget of populations beside each other; a subclass says ``problem`` and ``rivals``.

    Attributes:
        fits: what trains a population and records how it fares.
        beside: what keeps them together.
    """

    fits: ClassVar[type[Fits]] = Fits
    beside: ClassVar[type[Beside[Any]]] = Beside
    model: Beside[Any]

    def rivals(self, s: Settings) -> list[tuple[LayeredNetwork, dict[str, Any]]]:
        """Return of each population its architecture, and the arguments as for ``Fitting``."""
        raise NotImplementedError

    def build(self, s: Settings) -> Any:
        """Return all populations at their start."""
        problem = self.problem(s)
        return self.beside(
            [self.fits(self.start(n, problem, s, **o), problem) for n, o in self.rivals(s)]
        )

    def change(self, model: Any, s: Settings) -> None:
        """Go on from these weights."""
        for fits, (_, options) in zip(model.fits, self.rivals(s), strict=True):
            fits.trainer.set(**options)


def batch_of(s: Settings) -> int | None:
    """Return the batch size that the settings name; None for "all"."""
    return None if s.batch_size == "all" else int(s.batch_size)


def fit_panel(fits: Fits, target: str, **look: Any) -> Curves:
    """Return the panel of the data, and of the networks over the target."""
    given = {"title": "The fit", "points": fits.points, "x_label": "x", "y_label": "y", **look}
    return Curves(names=[target, "networks"], dashes=[True, False], **given).of(fits.fit)


def loss_panel(fits: Fits, log_steps: bool = False, **look: Any) -> Curves:
    """Return the panel of the training loss over the steps, or over their logarithm."""
    given = {"title": "The loss", "names": ["training"], "y_label": "mean squared error", **look}
    domain = (1.0, 1e4) if log_steps else None
    steps: Any = {"x_label": "step", "log_x": log_steps, "x_domain": domain}
    return Curves(log_y=True, **steps, **given).of(fits.curves)
