"""What widgets share whose networks train on a problem: how they start, go on and are shown."""

from typing import Any, ClassVar

from trainlab.nn.networks import MLP, LayeredNetwork
from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.live import Live
from trainlab.widgets.panels import Curves

#: What controls of these names, where a widget has them, start its networks with.
STARTING = ("init", "population")


class Fitting(Live):
    """A widget of networks that train on a problem.

    A subclass says ``problem`` and ``options``. Controls named depth and width shape its networks,
    those named init and population start them.

    Attributes:
        fits: what trains them and records how they fare.
        population: how many they are, where no control says so.
    """

    fits: ClassVar[type[Fits]] = Fits
    population: ClassVar[int] = 1
    model: Fits

    def problem(self, s: Settings) -> Problem:
        """Return what the networks learn."""
        raise NotImplementedError

    def options(self, s: Settings) -> dict[str, Any]:
        """Return the trainer's arguments that can change while it trains, such as the rule."""
        raise NotImplementedError

    def net(self, s: Settings) -> LayeredNetwork:
        """Return the architecture."""
        return MLP([1, *[s.width] * s.depth, 1])

    def start(self, net: LayeredNetwork, problem: Problem, s: Settings, **options: Any) -> Trainer:
        """Return networks at their start."""
        given: dict[str, Any] = {n: getattr(s, n) for n in STARTING if n in self.table}
        given = {"population": self.population, "device": "cpu", **given, **options}
        return Trainer(net, problem, **given)

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
