"""Scans of the learning rate: one population in which every rate has networks of its own.

What a method can do is judged at its best rate. That rate is chosen on one half of the networks and
judged on the other, so that the choice does not flatter it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from trainlab.experiments.experiment import Settings
from trainlab.experiments.statistics import median_interval
from trainlab.experiments.verdicts import compared
from trainlab.nn.networks import Network
from trainlab.optimizers import Optimizer, sgd
from trainlab.training.run import Run


@dataclass(frozen=True)
class Scan:
    """Final losses over rates.

    Attributes:
        rates: (R,).
        loss: (R, K) final loss of K networks at each rate, on all training points and at inference;
            infinite where a network diverged.
        curves: (steps, K) training losses at the best rate.
    """

    rates: np.ndarray
    loss: np.ndarray
    curves: np.ndarray

    @property
    def best(self) -> int:
        """Index of the rate with the lowest median among the networks 0, 2, 4, ..."""
        return best_rate(self.loss)

    @property
    def at_the_edge(self) -> bool:
        """Whether the best rate is the first or the last tried."""
        return self.best in (0, len(self.rates) - 1)

    def judged(self) -> np.ndarray:
        """Return the losses of the networks 1, 3, 5, ... at the best rate."""
        return self.loss[self.best, 1::2]

    def summary(self) -> tuple[float, tuple[float, float]]:
        """Return the median at the best rate, and its 95% interval."""
        return float(np.median(self.judged())), median_interval(self.judged())

    def usable(self, bound: float) -> float:
        """Return the highest rate at which the median loss is below a bound; 0 without any."""
        below = np.flatnonzero(np.median(self.loss, axis=1) < bound)
        return float(self.rates[below[-1]]) if len(below) else 0.0


def order(one: Scan, other: Scan) -> str:
    """Return "lower", "higher" or "undecided": one median against another, by their intervals."""
    return compared(one.summary()[1], other.summary()[1])


def best_rate(loss: np.ndarray) -> int:
    """Return the index of the row (R, K) with the lowest median over its even columns."""
    return int(np.median(loss[:, ::2], axis=1).argmin())


def scan(
    settings: Settings,
    net: Network,
    data: tuple[Tensor, Tensor],
    rates: np.ndarray,
    *,
    steps: int,
    doing: str,
    rule: Callable[[Tensor], Optimizer] = sgd,
    **arguments: Any,
) -> Scan:
    """Train ``settings.networks`` networks at each rate; other arguments as in ``train``.

    Raises:
        ValueError: for fewer than 4 networks, of which half choose the rate and half judge it.
    """
    if settings.networks < 4:
        raise ValueError(
            f"networks={settings.networks} was given; expected at least 4 at each rate: half "
            "choose the best rate, and half judge it."
        )
    lr = torch.from_numpy(rates).float().repeat_interleave(settings.networks)
    run = settings.train(
        net, data, optimizer=rule(lr), population=len(lr), steps=steps, doing=doing, **arguments
    )
    loss = final_loss(run, *data).reshape(len(rates), -1)
    at = slice(best_rate(loss) * settings.networks, (best_rate(loss) + 1) * settings.networks)
    return Scan(rates, loss, run.train_loss[:, at].numpy(force=True))


def final_loss(run: Run, x: Tensor, y: Tensor) -> np.ndarray:
    """Return each member's mean squared error (E,); infinite where it diverged."""
    error = (run.predict(x) - y.to(run.params)).square().mean(dim=(1, 2))
    lost = run.diverged | ~error.isfinite()
    return torch.where(lost, torch.inf, error).numpy(force=True)
