"""Lecture 12: deep and narrow ReLU networks collapse to a constant, and to which one."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems, schedules
from trainlab.experiments import statistics
from trainlab.experiments._experiment import Outcome, Settings, experiment
from trainlab.networks import MLP
from trainlab.trainer import Trainer

SOURCE = "Lu, Deep Learning Concepts & Algorithms; Karniadakis, Training and Optimization"
#: Layers of the source's network, the output's included.
LAYERS = 10
#: A prediction that varies less than this share of the target's range is constant.
FLAT = 1e-3
#: A target is learnt when the mean squared error is below this share of its variance.
LEARNT = 1e-2
BOUND = math.sqrt(3)


class Target(NamedTuple):
    """A function to learn and the widths that learn it."""

    function: Callable[[Tensor], Tensor]
    inputs: int
    width: int
    outputs: int


def _two_dimensional(x: Tensor) -> Tensor:
    return torch.stack([(x[:, 0] + x[:, 1]).abs(), (x[:, 0] - x[:, 1]).abs()], dim=1)


def _of(problem: problems.Problem) -> Callable[[Tensor], Tensor]:
    assert problem.target is not None
    return problem.target


#: The source's targets. Two units suffice for the first, four for the last.
TARGETS = {
    "|x|": Target(_of(problems.abs_value()), 1, 2, 1),
    "x sin 5x": Target(_of(problems.x_sin_5x()), 1, 2, 1),
    "[x>0] + 0.2 sin 5x": Target(_of(problems.step_sine()), 1, 2, 1),
    "|x1+x2|, |x1-x2|": Target(_two_dimensional, 2, 4, 2),
}


class Fate(NamedTuple):
    """What became of each network of a population.

    Attributes:
        born_dead: (E,) bool, constant before training, to the last bit.
        constant: (E,) bool, constant after training.
        learnt: (E,) bool, the target learnt.
        final: (E, N, out), predictions after training at the training points.
    """

    born_dead: np.ndarray
    constant: np.ndarray
    learnt: np.ndarray
    final: np.ndarray


def is_constant(predictions: Tensor, y: Tensor) -> Tensor:
    """Return (E,) bool for predictions (E, N, out) of targets (N, out); see ``FLAT``."""
    spread = predictions.amax(dim=1) - predictions.amin(dim=1)
    return (spread < FLAT * (y.amax(dim=0) - y.amin(dim=0))).all(dim=1)


def is_learnt(predictions: Tensor, y: Tensor) -> Tensor:
    """Return (E,) bool for predictions (E, N, out) of targets (N, out); see ``LEARNT``."""
    error = (predictions - y).square().mean(dim=1)
    return (error < LEARNT * y.var(dim=0, correction=0)).all(dim=1)


def points(inputs: int) -> Tensor:
    """Return an even grid (N, in) on (-sqrt 3, sqrt 3)^in: 101 points, or 10 x 10."""
    axis = torch.linspace(-BOUND, BOUND, 101 if inputs == 1 else 10)
    return torch.cartesian_prod(*[axis] * inputs).reshape(-1, inputs)


def fates(
    settings: Settings,
    target: Target,
    x: Tensor,
    steps: int,
    doing: str,
    **arguments: Any,
) -> Fate:
    """Train networks of ``LAYERS`` layers on a target at points x (N, in).

    Adam with lr=0.003, He normal, MSE and full batch, where ``arguments`` of ``Trainer`` do not say
    otherwise.
    """
    y = target.function(x)
    net = MLP([target.inputs, *[target.width] * (LAYERS - 1), target.outputs], activation="relu")
    chosen: dict[str, Any] = {"init": "he_normal", "optimizer": optimizers.adam(lr=3e-3)}
    trainer = Trainer(
        net,
        (x, y),
        population=settings.networks,
        seed=settings.seed,
        device=settings.device,
        **(chosen | arguments),
    )
    before = trainer.predict(x).cpu()
    for start in range(0, steps, 100):
        settings.progress(start / steps, doing)
        trainer.step(min(100, steps - start), record=False)
    after = trainer.predict(x).cpu()
    born_dead = (before == before[:, :1]).all(dim=2).all(dim=1)
    return Fate(
        born_dead.numpy(), is_constant(after, y).numpy(), is_learnt(after, y).numpy(), after.numpy()
    )


def _rates(fate: Fate) -> dict[str, float]:
    return {
        "collapsed": float(fate.constant.mean()),
        "born dead": float(fate.born_dead.mean()),
        "learnt": float(fate.learnt.mean()),
        "partial": float((~fate.constant & ~fate.learnt).mean()),
    }


#: What the source leaves open, and other choices for it.
CHANGES: dict[str, dict[str, Any]] = {
    "Glorot normal": {"init": "glorot_normal"},
    "He uniform": {"init": "he_uniform"},
    "plain gradient descent, lr 0.01": {"optimizer": optimizers.sgd(lr=0.01)},
    "RMSProp, lr 0.003": {"optimizer": optimizers.rmsprop(lr=3e-3)},
    "batches of 32": {"batch_size": 32},
}


@experiment(
    "relu-collapse",
    title="Deep, narrow ReLU networks collapse",
    source=SOURCE,
    claim="Of 10-layer ReLU networks of width 2 trained on |x|, about 93% end at the target's mean "
    "and some more follow it only in part, whatever the optimizer; other targets fare alike.",
    networks=1000,
    quick=100,
    seconds=45,
)
def relu_collapse(settings: Settings) -> Outcome:
    """Train one population on each target, then the first target again with other choices."""
    steps = 800 if settings.quick else 1500
    changes = {} if settings.quick else CHANGES
    few = min(settings.networks, 200)
    total = settings.networks * len(TARGETS) + few * len(changes)
    found: dict[str, Fate] = {}
    rows: list[Mapping[str, Any]] = []
    done, complete = 0.0, True
    try:
        for name, target in TARGETS.items():
            share = settings.networks / total
            part = settings.part(done, done + share)
            found[name] = fates(part, target, points(target.inputs), steps, name)
            done += share
        for name, change in changes.items():
            share = few / total
            part = settings.part(done, done + share, networks=few)
            fate = fates(part, TARGETS["|x|"], points(1), steps, name, **change)
            done += share
            rows.append({"changed": name, "networks": few, **_rates(fate)})
    except KeyboardInterrupt:
        complete = False
        if not found:
            raise
    first = found["|x|"]
    rates = _rates(first)
    intervals = {
        name: statistics.share_interval(round(rate * settings.networks), settings.networks)
        for name, rate in rates.items()
    }
    low, high = intervals["collapsed"]
    return Outcome(
        measured=rates
        | {f"collapsed, {name}": _rates(f)["collapsed"] for name, f in found.items()},
        claimed={"collapsed": 0.93, "partial": "some"},
        interval=intervals,
        interval_method=statistics.EXACT,
        holds=low < 0.935 and high > 0.925 and rates["partial"] > 0,
        verdict=f"{rates['collapsed']:.1%} of {settings.networks} networks end constant on |x| "
        f"(95% interval {low:.1%} to {high:.1%}, the source has about 93%); "
        f"{rates['born dead']:.1%} were constant before the first step, "
        f"{rates['partial']:.1%} follow the target in part, {rates['learnt']:.1%} learn it.",
        setting={
            "network": f"{LAYERS} layers (9 hidden), ReLU, width 2; width 4 for two inputs",
            "data": "an even grid on (-sqrt 3, sqrt 3): 101 points, or 10 x 10",
            "loss": "MSE",
            "steps": steps,
            "chosen by us": "Adam with lr=0.003, He normal, zero bias, full batch, the interval, "
            "the number of steps, and the width for two inputs (four units suffice there)",
            "collapsed": f"varies by less than {FLAT} of the target's range",
            "learnt": f"mean squared error below {LEARNT} of the target's variance",
        },
        sensitivity=rows,
        data=_arrays(found),
        complete=complete,
    )


def _arrays(found: dict[str, Fate]) -> dict[str, np.ndarray]:
    """Return, for target i, the counts of born dead, collapsed later, partial, learnt; and |x|'s
    predictions.
    """
    counts = [
        [
            fate.born_dead.sum(),
            (fate.constant & ~fate.born_dead).sum(),
            (~fate.constant & ~fate.learnt).sum(),
            fate.learnt.sum(),
        ]
        for fate in found.values()
    ]
    first = found["|x|"]
    x = points(1)
    return {
        "targets": np.array([*found]),
        "counts": np.array(counts),
        "x": x[:, 0].numpy(),
        "y": TARGETS["|x|"].function(x)[:, 0].numpy(),
        "final": first.final[:, :, 0],
        "constant": first.constant,
        "learnt": first.learnt,
    }


#: Targets whose mean and median differ: those of |x| on an even interval do not.
SKEWED = ("x sin 5x", "[x>0] + 0.2 sin 5x")
LOSSES = ("mse", "mae")
#: Other rules than Adam with a rate that falls to zero.
OTHER_RULES: dict[str, dict[str, Any]] = {
    "Adam at a constant rate": {"schedule": None},
    "plain gradient descent, lr 0.1": {"optimizer": optimizers.sgd(lr=0.1)},
}
#: Enough for a network that dies late in training to reach its constant still.
STEPS, QUICK_STEPS = 1000, 500
#: Data sets drawn, each of so many points: odd, so that the median is one number.
DRAWS, POINTS = 10, 101
#: A constant is at the mean or the median when this share of the target's deviation away at most.
NEAR = 0.01


@experiment(
    "loss-collapse",
    title="To which constant networks collapse",
    source=SOURCE,
    claim="A collapsed network ends at the mean of the targets when trained with the mean squared "
    "error, and at their median when trained with the mean absolute error.",
    networks=1000,
    quick=100,
    seconds=25,
)
def loss_collapse(settings: Settings) -> Outcome:
    """Train under both losses on data drawn several times; compare the constants reached."""
    draws = 3 if settings.quick else DRAWS
    cases = [(name, loss, d) for name in SKEWED for loss in LOSSES for d in range(draws)]
    steps = QUICK_STEPS if settings.quick else STEPS
    changed = [] if settings.quick else [*OTHER_RULES]
    total, each = len(cases) + len(changed), max(2, settings.networks // draws)
    found: list[Constants] = []
    rows: list[Mapping[str, Any]] = []
    complete = True
    try:
        for i, (name, loss, draw) in enumerate(cases):
            part = settings.part(i / total, (i + 1) / total, networks=each)
            part = replace(part, seed=settings.seed + draw * each)
            found.append(_constants(part, name, loss, settings.seed + draw))
        for i, name in enumerate(changed, start=len(cases)):
            part = settings.part(i / total, (i + 1) / total, networks=each)
            other = _constants(part, SKEWED[0], "mae", settings.seed, OTHER_RULES[name])
            rows.append({"changed": f"{name}, MAE", "farthest": float(other.distances().max())})
    except KeyboardInterrupt:
        complete = False
        if len(found) <= draws:
            raise
    distances = {
        loss: np.concatenate([c.distances() for c in found if c.loss == loss]) for loss in LOSSES
    }
    near = {loss: int((away < NEAR).sum()) for loss, away in distances.items()}
    names = {"mse": "at the mean under MSE", "mae": "at the median under MAE"}
    gap = float(np.median([abs(c.mean - c.median) / c.std for c in found]))
    return Outcome(
        measured={names[loss]: near[loss] / len(distances[loss]) for loss in LOSSES}
        | {f"farthest, {loss.upper()}": float(distances[loss].max()) for loss in LOSSES}
        | {"from mean to median": gap},
        claimed=dict.fromkeys(names.values(), 1.0),
        interval={
            names[loss]: statistics.share_interval(near[loss], len(distances[loss]))
            for loss in LOSSES
        },
        interval_method=statistics.EXACT,
        holds=all(near[loss] >= 0.99 * len(distances[loss]) for loss in LOSSES),
        verdict=f"{near['mse']} of {len(distances['mse'])} collapsed networks are at the mean "
        f"under MSE and {near['mae']} of {len(distances['mae'])} at the median under MAE; the "
        f"farthest is {max(away.max() for away in distances.values()):.0e} of the target's "
        f"deviation away, mean and median lie {gap:.2f} apart.",
        setting={
            "network": f"{LAYERS} layers (9 hidden), ReLU, width 2",
            "targets": ", ".join(SKEWED),
            "data": f"{draws} sets of {POINTS} points, uniform on (-sqrt 3, sqrt 3)",
            "steps": steps,
            "chosen by us": "He normal, Adam with lr=0.02 and a cosine schedule to zero, full "
            "batch; targets whose mean and median differ, which those of |x| do not",
            "collapsed": f"varies by less than {FLAT} of the target's range",
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
    x = BOUND * (2 * torch.rand(POINTS, 1, generator=generator) - 1)
    steps = QUICK_STEPS if settings.quick else STEPS
    rule = {"optimizer": optimizers.adam(lr=0.02), "schedule": schedules.cosine(steps=steps)}
    arguments = rule | dict(change or {})
    doing = f"{name} under {loss.upper()}"
    fate = fates(settings, TARGETS[name], x, steps, doing, loss=loss, **arguments)
    y = TARGETS[name].function(x).double().numpy()
    values = fate.final[fate.constant].mean(axis=(1, 2))
    return Constants(name, loss, values, float(y.mean()), float(np.median(y)), float(y.std()))
