"""Networks that train under a schedule."""

import numpy as np

from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers


class Scheduled(Fits):
    """Fits under a schedule, with the learning rates so far."""

    @property
    def rate(self) -> float:
        """The median learning rate of now."""
        return float(self.trainer.learning_rate.median())

    def measured(self) -> dict[str, np.ndarray]:
        """Return the losses and the learning rate of now."""
        return super().measured() | {"rate": np.array(self.rate)}

    def rates(self) -> Numbers:
        """Return the learning rate over the steps so far; a rate of zero has no place."""
        rates = np.array(self.seen["rate"])
        return over(np.array(self.steps, float), np.where(rates > 0, rates, np.nan))
