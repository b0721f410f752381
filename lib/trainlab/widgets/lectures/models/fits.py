"""Networks that train on a problem: their losses so far, and their fit."""

import numpy as np
import torch

from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.lectures.models.recorded import Recorded
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

#: The percentiles of the networks that are drawn: a band and its middle.
BAND = (10, 50, 90)
#: Places at which a fit is drawn.
PLACES = 161


class Fits(Recorded):
    """A population that fits a function of one variable, with its losses so far.

    Attributes:
        trainer, problem: the population and its data.
        x: places (PLACES, 1) over the problem's domain.
    """

    def __init__(self, trainer: Trainer, problem: Problem) -> None:
        """Take a first look."""
        self.trainer, self.problem = trainer, problem
        self.x = torch.linspace(*problem.domain[0], PLACES)[:, None]
        self.begin()

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""
        return self.trainer.steps_taken

    @property
    def lost(self) -> int:
        """Number of networks that have run away."""
        return int(self.trainer.divergence.members.sum())

    @property
    def points(self) -> np.ndarray:
        """The data (N, 2)."""
        points: np.ndarray = torch.cat([self.problem.x, self.problem.y], dim=1).numpy()
        return points

    def go(self, count: int) -> None:
        """Take steps, without a look."""
        self.trainer.step(count, record=False)

    def measured(self) -> dict[str, np.ndarray]:
        """Return the percentiles of the training loss of now."""
        return {"loss": self.now()}

    def now(self) -> np.ndarray:
        """Return the percentiles of ``BAND`` of the training loss of now."""
        losses = self.trainer.loss(self.problem.x, self.problem.y).numpy()
        return band(np.where(self.trainer.divergence.members.numpy(), np.inf, losses))

    def target(self) -> np.ndarray:
        """Return the function to be fitted, at ``x``, (PLACES,)."""
        assert self.problem.target is not None
        values: np.ndarray = self.problem.target(self.x).numpy().reshape(-1)
        return values

    def predictions(self) -> np.ndarray:
        """Return the networks' outputs at ``x``: the percentiles of ``BAND``, (3, PLACES)."""
        return band(self.trainer.predict(self.x)[..., 0].numpy())

    def fit(self) -> Numbers:
        """Return the target, and the networks' outputs: the median with a band."""
        return over(self.x[:, 0].numpy(), self.target(), self.predictions())

    def curves(self) -> Numbers:
        """Return the losses over the steps until now."""
        return over(*self.history("loss"))

    def typical(self) -> int:
        """Return the index of the network with the median loss."""
        losses = self.trainer.loss(self.problem.x, self.problem.y).nan_to_num(torch.inf)
        return int(losses.argsort()[(len(losses) - 1) // 2])

    def ran_away(self) -> str:
        """Return a sentence where every network has run away, else nothing."""
        if self.lost < self.trainer.population:
            return ""
        return f"All {self.lost} networks have run away; lower the learning rate and reset."


class Checked(Fits):
    """Fits that are checked on points that they do not learn from."""

    def measured(self) -> dict[str, np.ndarray]:
        """Return the percentiles of both losses of now."""
        return super().measured() | {"unseen": self.unseen_now()}

    def unseen_now(self) -> np.ndarray:
        """Return the percentiles of ``BAND`` of the validation loss of now."""
        losses = self.trainer.loss(self.problem.x_val, self.problem.y_val)
        return band(losses.nan_to_num(torch.inf).numpy())

    def both(self) -> Numbers:
        """Return both losses over the steps until now, as at inference."""
        return over(*self.history("loss"), self.history("unseen")[1])


def band(values: np.ndarray) -> np.ndarray:
    """Return the percentiles of ``BAND`` over the networks (E, ...), as (3, ...)."""
    found: np.ndarray = np.percentile(values, BAND, axis=0, method="inverted_cdf")
    return found
