"""Networks that fit a sum of waves, and what each wave still misses."""

import math

import numpy as np
import torch
from torch import Tensor

from trainlab.problems import Problem
from trainlab.widgets.lectures.models.fits import BAND, Fits
from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

#: The waves of the target, and the frequencies that are shown.
WAVES, FREQUENCIES = (1, 2, 4, 8), 10
#: Points of one period, both data and what the spectrum is taken of.
POINTS = 128


def waves(amplitudes: tuple[float, ...], edge: float) -> Problem:
    """Return a sum of the waves sin(k pi x / edge), on one period from -edge to edge."""
    frequency = math.pi * torch.tensor(WAVES, dtype=torch.float64)

    def target(x: Tensor) -> Tensor:
        each = torch.sin(frequency * x.double() / edge)
        return (each @ torch.tensor(amplitudes, dtype=torch.float64)[:, None]).to(x)

    x = edge * (2 * torch.arange(POINTS, dtype=torch.float64)[:, None] / POINTS - 1)
    x, y = x.float(), target(x).float()
    return Problem("waves", x, y, x[:0], y[:0], "mse", ((-edge, edge),), target)


class Waves(Fits):
    """Fits of a sum of waves, with what each wave still misses."""

    def measured(self) -> dict[str, np.ndarray]:
        """Return the losses, and the median share missing of each wave, of now."""
        y, outputs = self._values()
        missing = np.abs(np.fft.rfft(y - outputs)[:, WAVES] / np.fft.rfft(y)[:, WAVES])
        return super().measured() | {"missing": np.median(missing, axis=0)}

    @property
    def missing(self) -> np.ndarray:
        """The median share missing of each wave, at the last look."""
        return self.seen["missing"][-1]

    def spectrum(self) -> Numbers:
        """Return the amplitudes of the target and of the networks by frequency."""
        target, found = (
            np.abs(np.fft.rfft(values)[:, 1 : FREQUENCIES + 1]) * 2 / POINTS
            for values in self._values()
        )
        ends = zip(("low", "mid", "high"), np.percentile(found, BAND, axis=0), strict=True)
        return {name: np.stack([target[0], end]) for name, end in ends}

    def shares(self) -> Numbers:
        """Return what is missing of each wave over the steps."""
        return over(np.array(self.steps, float), *np.stack(self.seen["missing"], axis=1))

    def _values(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the target (1, POINTS) and the networks' outputs (E, POINTS) at the data."""
        outputs = self.trainer.predict(self.problem.x)[..., 0]
        return self.problem.y.T.double().numpy(), outputs.double().numpy()
