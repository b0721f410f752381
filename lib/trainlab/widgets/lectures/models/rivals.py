"""Networks of several kinds that learn digits, and are asked about digits that moved."""

from dataclasses import replace
from functools import cache

import numpy as np

from trainlab.data.images import framed, shifted
from trainlab.problems import Problem, digits
from trainlab.training.trainer import Trainer
from trainlab.widgets.lectures.models.beside import Beside
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

#: Images to learn from, and images that only check.
POINTS, UNSEEN = 200, 200
#: Rows and columns with a margin, and the farthest that a digit moves.
SIDE, MARGIN = 12, 2
#: An unseen digit that is drawn.
SHOWN = 3


@cache
def data() -> Problem:
    """Return digits with a margin (N, SIDE^2)."""
    given = digits(n=POINTS, n_val=UNSEEN)
    return replace(given, x=framed(given.x, 8, MARGIN), x_val=framed(given.x_val, 8, MARGIN))


class Reading(Fits):
    """Networks of one kind, with their accuracies on unseen digits so far.

    Attributes:
        shift: how far unseen digits are moved to the right.
    """

    spacing = 1.1

    def __init__(self, trainer: Trainer, problem: Problem) -> None:
        """Take a first look."""
        self.shift, self._known = 0, dict[tuple[int, int], float]()
        super().__init__(trainer, problem)

    def move(self, shift: int) -> None:
        """Look at digits moved so far, from now on."""
        self.shift = shift
        self.begin()

    def accuracy(self, right: int) -> float:
        """Return the mean accuracy on unseen digits moved to the right, measured once at a step."""
        now = self.steps_taken, right
        if now not in self._known:
            x = shifted(self.problem.x_val, SIDE, right=right)
            found = self.trainer.predict(x).argmax(dim=-1) == self.problem.y_val
            kept = {at: share for at, share in self._known.items() if at[0] == now[0]}
            self._known = {**kept, now: float(found.double().mean())}
        return self._known[now]

    def measured(self) -> dict[str, np.ndarray]:
        """Return the accuracy of now."""
        return {"accuracy": np.array(self.accuracy(self.shift))}


class Rivals(Beside[Reading]):
    """Networks of each kind that learn the same digits."""

    @property
    def shift(self) -> int:
        """How far unseen digits are moved to the right."""
        return self.fits[0].shift

    def move(self, shift: int) -> None:
        """Look at digits moved so far, from now on."""
        for each in self.fits:
            each.move(shift)

    def accuracy(self, right: int) -> list[float]:
        """Return the mean accuracy of each kind on unseen digits moved to the right."""
        return [each.accuracy(right) for each in self.fits]

    def curves(self) -> Numbers:
        """Return the accuracies over the steps until now."""
        steps, accuracies = self.history("accuracy")
        return over(steps, *accuracies)

    def by_shift(self) -> Numbers:
        """Return the accuracies of now over how far digits have moved."""
        shifts = np.arange(-MARGIN, MARGIN + 1.0)
        return over(shifts, *np.array([self.accuracy(int(shift)) for shift in shifts]).T)

    def digit(self) -> Numbers:
        """Return an unseen digit, moved."""
        x = shifted(data().x_val[SHOWN : SHOWN + 1], SIDE, right=self.shift)
        return {"pixels": x.view(SIDE, SIDE).numpy()}
