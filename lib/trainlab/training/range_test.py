"""The learning-rate range test: one short training in which the rate grows from tiny to absurd.

Lecture 08; Smith, "Cyclical learning rates for training neural networks", 2017.
"""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

import torch
from torch import Tensor, nn

from trainlab.core import arguments
from trainlab.engine.columns import Data
from trainlab.nn.networks import Network
from trainlab.optimizers import rule_for
from trainlab.training.options import Options
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trainlab.plots.figure import Picture

#: Members of a test unless told otherwise.
POPULATION = 32


@dataclass(frozen=True)
class RangeTest:
    """What a range test saw.

    Attributes:
        lr: (steps,) the learning rate of each step, float64.
        loss: (steps, E) each member's loss before that step; NaN after it diverged.
        smoothed: (steps,) median over the members, averaged over neighbouring steps in log10;
            infinite where the median member has diverged.
        suggested: the rate at which ``smoothed`` falls fastest per decade of the rate, before its
            minimum; None where it never falls.
        lowest: the rate at the minimum of ``smoothed``.
        diverged_from: the smallest rate, past the minimum, at which ``smoothed`` is above its
            first value again; None where that does not happen.

    In a notebook it shows its picture, see ``plot``.

    >>> from trainlab import MLP, problems, range_test
    >>> found = range_test(MLP([1, 8, 1]), problems.sine(), low=1e-4, high=1.0, steps=21)
    >>> found.lr[[0, 10, 20]]
    tensor([1.0000e-04, 1.0000e-02, 1.0000e+00], dtype=torch.float64)
    """

    lr: Tensor
    loss: Tensor
    smoothed: Tensor
    suggested: float | None
    lowest: float
    diverged_from: float | None

    def __repr__(self) -> str:
        """Return one line on the rates that were found."""
        steps, members = self.loss.shape
        told = ", ".join(
            f"{name} {'none' if rate is None else format(rate, '.3g')}"
            for name, rate in self._marks.items()
        )
        low, high = float(self.lr[0]), float(self.lr[-1])
        return (
            f"Range test of {members} members, {steps} steps from {low:.3g} to {high:.3g}: {told}."
        )

    @property
    def _marks(self) -> dict[str, float | None]:
        return {
            "suggested": self.suggested,
            "lowest loss at": self.lowest,
            "diverged from": self.diverged_from,
        }

    def _repr_html_(self) -> str:
        from trainlab.plots import results

        return results.html(self._picture())

    def plot(self) -> "Figure":
        """Return a figure: the losses against the rate, with the rates that were found."""
        return self._picture().figure

    def _picture(self) -> "Picture":
        from trainlab.plots import results

        lr, loss, smoothed = (
            part.numpy(force=True) for part in (self.lr, self.loss, self.smoothed)
        )
        return results.range_test(repr(self), lr, loss, smoothed, self._marks)


@arguments.spelled_out({**arguments.defaults_of(Trainer), "population": POPULATION}, {"schedule"})
def range_test(
    net: Network | nn.Module,
    problem: Data,
    *,
    low: float = 1e-6,
    high: float = 10.0,
    steps: int = 200,
    **options: Unpack[Options],
) -> RangeTest:
    """Train a fresh population for ``steps`` steps, the rate rising geometrically low ... high.

    The loss hardly moves, then falls, then shoots up. ``suggested`` is a cautious constant rate:
    where a first fall is much steeper than what follows, rates up to a tenth of ``lowest`` often
    train faster. Train anew with it: the population of the test is spoilt.

    Args:
        net, problem, **options: as in ``Trainer``, but for ``schedule``. The optimizer's own
            learning rate is not used; the median of a population makes the answer independent of
            one draw.
        low, high: first and last learning rate.
        steps: number of steps.

    Raises:
        ValueError: when an argument does not fit; the message says what was expected.

    >>> from trainlab import MLP, problems, range_test
    >>> found = range_test(MLP([1, 8, 1]), problems.sine(), steps=50)
    >>> found.suggested < found.lowest
    True
    """
    for name, value in (("low", low), ("high", high)):
        arguments.per_member(name, value, population=1, positive=True)
    if not low < high:
        raise ValueError(f"low={low!r} and high={high!r} were given; expected low below high.")
    steps = arguments.integer("steps", steps, at_least=10)
    if "schedule" in options:
        raise ValueError("schedule was given; a range test makes its own: leave it out.")
    growth = math.log(high / low) / (steps - 1)

    def rate(step: int) -> float:
        return low * math.exp(growth * step)

    rule = replace(rule_for(options.get("optimizer")), lr=1.0)
    own: Options = {"population": POPULATION, **options, "optimizer": rule, "schedule": rate}
    trainer = Trainer(net, problem, **own)
    loss: Any = trainer.step(steps)
    lr = torch.tensor([rate(t) for t in range(steps)], dtype=torch.float64)
    smoothed = smooth(loss)
    return RangeTest(
        lr,
        loss,
        smoothed,
        suggested=_suggested(lr, smoothed),
        lowest=float(lr[smoothed.argmin()]),
        diverged_from=_diverged_from(lr, smoothed),
    )


def smooth(loss: Tensor) -> Tensor:
    """Return the median over members of the losses (steps, E), smoothed in log10, as (steps,).

    A mean over a window of about a tenth of the steps, shorter at the ends; a diverged member
    counts as infinitely bad.
    """
    median = loss.double().nan_to_num(nan=torch.inf).median(dim=1).values
    logs = median.clamp(min=torch.finfo(torch.float64).tiny).log10()
    half = len(logs) // 20
    windows = [logs[max(0, t - half) : t + half + 1] for t in range(len(logs))]
    return 10 ** torch.stack([window.mean() for window in windows])


def _suggested(lr: Tensor, smoothed: Tensor) -> float | None:
    lowest = int(smoothed.argmin())
    falling = smoothed[: lowest + 1].log10()
    if len(falling) < 3 or falling[-1] >= falling[0]:
        return None
    slope = torch.gradient(falling, spacing=(lr[: lowest + 1].log10(),))[0]
    return float(lr[slope.argmin()])


def _diverged_from(lr: Tensor, smoothed: Tensor) -> float | None:
    lowest = int(smoothed.argmin())
    above = (smoothed[lowest:] > smoothed[0]).nonzero()
    return float(lr[lowest + int(above[0])]) if len(above) else None
