"""Lecture 12: to which constant networks collapse under which loss."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from trainlab import optimizers, schedules
from trainlab.experiments import statistics
from trainlab.experiments.claims import collapse
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.targets import DEFAULT_START

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

#: Targets whose mean and median differ: those of |x| on an even interval do not.
SKEWED = ("x sin 5x", "[x>0] + 0.2 sin 5x")
LOSSES = ("mse", "mae")
#: Names of the shares that reached the centre of their loss.
AT = {"mse": "at the mean under MSE", "mae": "at the median under MAE"}
#: Other choices than He normal and Adam with a rate that falls to zero.
CHANGES: dict[str, dict[str, Any]] = {
    "Adam at a constant rate": {"schedule": None},
    "plain gradient descent, lr 0.1": {"optimizer": optimizers.sgd(lr=0.1)},
    "Glorot normal": {"init": "glorot_normal"},
    DEFAULT_START: {"init": "torch_default"},
}
#: Enough for a network that dies late in training to reach its constant still.
STEPS, QUICK_STEPS = 1000, 500
#: Data sets drawn, each of so many points: odd, so that the median is one number.
DRAWS, POINTS = 10, 101
#: A constant is at the mean or the median when this share of the target's deviation away at most.
NEAR = 0.01


def _draw_loss_collapse(result: Result) -> "Picture":
    from trainlab.experiments.figures import centres as figures

    return figures.loss_collapse(result, names=SKEWED, at=AT, near=NEAR)


@experiment(
    "loss-collapse",
    draw=_draw_loss_collapse,
    title="To which constant networks collapse",
    source=collapse.SOURCE,
    claim="A collapsed network ends at the mean of the targets when trained with the mean squared "
    "error, and at their median when trained with the mean absolute error.",
    networks=1000,
    quick=100,
    seconds=45,
)
def loss_collapse(settings: Settings) -> Outcome:
    """Train under both losses on data drawn several times; compare the constants reached."""
    draws = 3 if settings.quick else DRAWS
    cases = [(name, loss, d) for name in SKEWED for loss in LOSSES for d in range(draws)]
    steps = QUICK_STEPS if settings.quick else STEPS
    changed = [] if settings.quick else [*CHANGES]
    each = max(2, settings.networks // draws)
    first, rest = replace(settings, networks=each).split(len(cases), len(changed))
    found, complete = gathered(
        (
            _constants(
                replace(part, seed=settings.seed + draw * each), name, loss, settings.seed + draw
            )
            for part, (name, loss, draw) in first.over(cases)
        ),
        at_least=draws + 1,
    )
    rows, complete = gathered(_sensitivity(rest, changed)) if complete else ([], False)
    distances = {
        loss: np.concatenate([c.distances() for c in found if c.loss == loss]) for loss in LOSSES
    }
    near = {loss: int((away < NEAR).sum()) for loss, away in distances.items()}
    gap = float(np.median([abs(c.mean - c.median) / c.std for c in found]))
    return Outcome(
        measured={AT[loss]: near[loss] / len(distances[loss]) for loss in LOSSES}
        | {f"farthest, {loss.upper()}": float(distances[loss].max()) for loss in LOSSES}
        | {"from mean to median": gap},
        claimed=dict.fromkeys(AT.values(), 1.0),
        interval={
            AT[loss]: statistics.share_interval(near[loss], len(distances[loss])) for loss in LOSSES
        },
        interval_method=statistics.EXACT,
        holds=all(near[loss] >= 0.99 * len(distances[loss]) for loss in LOSSES),
        verdict=f"{near['mse']} of {len(distances['mse'])} collapsed networks are at the mean "
        f"under MSE and {near['mae']} of {len(distances['mae'])} at the median under MAE; the "
        f"farthest is {max(away.max() for away in distances.values()):.0e} of the target's "
        f"deviation away, mean and median lie {gap:.2f} apart.",
        setting={
            "network": f"{collapse.LAYERS} layers (9 hidden), ReLU, width 2",
            "targets": ", ".join(SKEWED),
            "data": f"{draws} sets of {POINTS} points, uniform on (-sqrt 3, sqrt 3)",
            "steps": steps,
            "chosen by us": "He normal, Adam with lr=0.02 and a cosine schedule to zero, full "
            "batch; targets whose mean and median differ, which those of |x| do not",
            "collapsed": f"varies by less than {collapse.FLAT} of the target's range",
            "holds": "99 of 100 are there; a network that dies in the last steps is not yet",
            "at": f"less than {NEAR} of the target's standard deviation away",
            "distances": "in standard deviations of the target",
        },
        sensitivity=rows,
        data={
            "target": np.array([SKEWED.index(c.target) for c in found]),
            "loss": np.array([c.loss for c in found]),
            "draw": np.array([draw for _, _, draw in cases[: len(found)]]),
            "mean": np.array([c.mean for c in found]),
            "median": np.array([c.median for c in found]),
            "case": np.repeat(np.arange(len(found)), [len(c.values) for c in found]),
            "value": np.concatenate([c.values for c in found]),
        },
        complete=complete,
    )


def _sensitivity(settings: Settings, changed: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Train under MAE with other choices for what the source leaves open."""
    for part, name in settings.over(changed):
        away = _constants(part, SKEWED[0], "mae", settings.seed, CHANGES[name]).distances()
        yield {
            "changed": f"{name}, MAE",
            "collapsed networks": len(away),
            "at the median": float((away < NEAR).mean()),
            "farthest": float(away.max()),
        }


@dataclass(frozen=True)
class Constants:
    """The values (K,) of the networks that collapsed on one data set, and its centres."""

    target: str
    loss: str
    values: np.ndarray
    mean: float
    median: float
    std: float

    def distances(self) -> np.ndarray:
        """Return how far each lies from the constant that minimizes the loss, over ``std``."""
        return abs(self.values - (self.mean if self.loss == "mse" else self.median)) / self.std


def _constants(
    settings: Settings, name: str, loss: str, draw: int, change: Mapping[str, Any] | None = None
) -> Constants:
    generator = torch.Generator().manual_seed(draw)
    x = collapse.BOUND * (2 * torch.rand(POINTS, 1, generator=generator) - 1)
    steps = QUICK_STEPS if settings.quick else STEPS
    rule: dict[str, Any] = {
        "optimizer": optimizers.adam(lr=0.02),
        "schedule": schedules.cosine(steps=steps),
    }
    arguments = rule | dict(change or {})
    doing = f"{name} under {loss.upper()}"
    fate = collapse.fates(settings, collapse.TARGETS[name], x, steps, doing, loss=loss, **arguments)
    y = collapse.TARGETS[name].function(x).double().numpy()
    values = fate.final[fate.constant].mean(axis=(1, 2))
    return Constants(name, loss, values, float(y.mean()), float(np.median(y)), float(y.std()))
