"""What widgets share whose networks train on a problem: the losses, the fit, and how they go on."""

from typing import Any

import numpy as np
import torch

from trainlab.problems import Problem
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings
from trainlab.widgets.live import Live
from trainlab.widgets.panels.panel import Numbers

#: Losses are recorded at every step at first, then at steps that grow by this factor.
SPACING = 1.04
#: The percentiles of the networks that are drawn: a band and its middle.
BAND = (10, 50, 90)
#: Places at which a fit is drawn.
PLACES = 161


class Fits:
    """A population that fits a function of one variable, with its losses so far.

    Attributes:
        trainer, problem: the population and its data.
        x: places (PLACES, 1) over the problem's domain.
        steps, losses: the looks, and the percentiles of ``BAND`` of the training loss at each.
    """

    def __init__(self, trainer: Trainer, problem: Problem) -> None:
        """Take a first look."""
        self.trainer, self.problem = trainer, problem
        self.x = torch.linspace(*problem.domain[0], PLACES)[:, None]
        self.steps: list[int] = []
        self.losses: list[np.ndarray] = []
        self.look()

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""
        return self.trainer.steps_taken

    @property
    def lost(self) -> int:
        """Number of networks that have run away."""
        return int(self.trainer.divergence.members.sum())

    def step(self, count: int) -> None:
        """Take steps."""
        stop = self.steps_taken + count
        while self.steps_taken < stop:
            due = max(self.steps[-1] + 1, int(SPACING * self.steps[-1]))
            self.trainer.step(max(1, min(stop, due) - self.steps_taken), record=False)
            if self.steps_taken >= due:
                self.look()

    def look(self) -> None:
        """Record the losses of now."""
        self.steps.append(self.steps_taken)
        self.losses.append(self.now())

    def now(self) -> np.ndarray:
        """Return the percentiles of ``BAND`` of the training loss of now."""
        losses = self.trainer.loss(self.problem.x, self.problem.y).numpy()
        lost = self.trainer.divergence.members.numpy()
        found: np.ndarray = np.percentile(
            np.where(lost, np.inf, losses), BAND, method="inverted_cdf"
        )
        return found

    def target(self) -> np.ndarray:
        """Return the function to be fitted, at ``x``, (PLACES,)."""
        assert self.problem.target is not None
        values: np.ndarray = self.problem.target(self.x).numpy().reshape(-1)
        return values

    def fit(self) -> Numbers:
        """Return the target, and the networks' outputs: the median with a band."""
        outputs = self.trainer.predict(self.x)[..., 0].numpy()
        low, middle, high = np.percentile(outputs, BAND, axis=0, method="inverted_cdf")
        target = self.target()
        return {
            "x": self.x[:, 0].numpy(),
            "y": np.stack([target, middle]),
            "low": np.stack([target, low]),
            "high": np.stack([target, high]),
        }

    def curves(self) -> Numbers:
        """Return the losses over the steps until now."""
        steps, losses = self.steps, self.losses
        if steps[-1] < self.steps_taken:
            steps, losses = [*steps, self.steps_taken], [*losses, self.now()]
        low, middle, high = np.stack(losses, axis=-1)[:, None]
        return {"x": np.array(steps, float), "y": middle, "low": low, "high": high}

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
    """Fits that are checked on points that they do not learn from.

    Attributes:
        unseen: the percentiles of ``BAND`` of the validation loss, at each look.
    """

    def __init__(self, trainer: Trainer, problem: Problem) -> None:
        """Take a first look."""
        self.unseen: list[np.ndarray] = []
        super().__init__(trainer, problem)

    def look(self) -> None:
        """Record the losses of now."""
        super().look()
        self.unseen.append(self.unseen_now())

    def unseen_now(self) -> np.ndarray:
        """Return the percentiles of ``BAND`` of the validation loss of now."""
        losses = self.trainer.loss(self.problem.x_val, self.problem.y_val).nan_to_num(torch.inf)
        found: np.ndarray = np.percentile(losses.numpy(), BAND, method="inverted_cdf")
        return found

    def both(self) -> Numbers:
        """Return both losses over the steps until now, as at inference."""
        seen = self.curves()
        unseen = np.stack([*self.unseen, self.unseen_now()][: len(seen["x"])], axis=-1)
        names = ("low", "y", "high")
        found = {k: np.stack([seen[k][0], row]) for k, row in zip(names, unseen, strict=True)}
        return {"x": seen["x"], **found}


class Fitting(Live):
    """A widget of networks that train."""

    model: Fits

    def advance(self, fits: Any, count: int) -> str:
        """Take steps; pause where every network has run away."""
        fits.step(count)
        told: str = fits.ran_away()
        return told

    def status(self, fits: Any, s: Settings) -> list[str]:
        """Return where training stands."""
        told = [f"step {fits.steps_taken}", f"training loss {fits.now()[1]:.3g}"]
        return told + [f"{fits.lost} ran away"] * (fits.lost > 0)
