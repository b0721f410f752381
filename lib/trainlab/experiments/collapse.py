"""Lecture 12: deep and narrow ReLU networks collapse to a constant."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems
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
    """Return an even grid (N, in) on (-sqrt 3, sqrt 3)^in: 101 points, or 8 x 8."""
    axis = torch.linspace(-BOUND, BOUND, 101 if inputs == 1 else 8)
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
    seconds=50,
)
def relu_collapse(settings: Settings) -> Outcome:
    """Train one population on each target, then the first target again with other choices."""
    steps = 800 if settings.quick else 1000
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
            "data": "an even grid on (-sqrt 3, sqrt 3): 101 points, or 8 x 8",
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
