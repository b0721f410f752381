"""Lecture 12: deep and narrow ReLU networks collapse to a constant."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import alike, in_words
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

SOURCE = "Lu, Deep Learning Concepts & Algorithms; Karniadakis, Training and Optimization"
#: Layers of the source's network, the output's included.
LAYERS = 10
#: A prediction that varies less than this share of the target's range is constant.
FLAT = 1e-3
#: A target is learnt when the mean squared error is below this share of its variance.
LEARNT = 1e-2
#: A constant is at the target's mean when it is this share of the target's range away at most.
AT_MEAN = 1e-2
#: What rounds to the source's 93% of collapsed networks.
ABOUT = (0.925, 0.935)
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


#: The name of the target with two inputs.
PLANE = "|x1+x2|, |x1-x2|"
#: The source's targets. Two units suffice for the first, four for the last.
TARGETS = {
    "|x|": Target(_of(problems.abs_value()), 1, 2, 1),
    "x sin 5x": Target(_of(problems.x_sin_5x()), 1, 2, 1),
    "[x>0] + 0.2 sin 5x": Target(_of(problems.step_sine()), 1, 2, 1),
    PLANE: Target(_two_dimensional, 2, 4, 2),
}
#: More numbers of layers for the target with two inputs, whose depth the source does not say.
DEPTHS = {f"{PLANE}, {layers} layers": layers for layers in (2, 5, 20)}


class Fate(NamedTuple):
    """What became of each network of a population.

    Attributes:
        born_dead: (E,) bool, constant before training, to the last bit.
        constant: (E,) bool, constant after training.
        at_mean: (E,) bool, constant after training, at the target's mean.
        learnt: (E,) bool, the target learnt.
        final: (E, N, out), predictions after training at the training points.
    """

    born_dead: np.ndarray
    constant: np.ndarray
    at_mean: np.ndarray
    learnt: np.ndarray
    final: np.ndarray


def is_constant(predictions: Tensor, y: Tensor) -> Tensor:
    """Return (E,) bool for predictions (E, N, out) of targets (N, out); see ``FLAT``."""
    spread = predictions.amax(dim=1) - predictions.amin(dim=1)
    return (spread < FLAT * (y.amax(dim=0) - y.amin(dim=0))).all(dim=1)


def is_at_mean(predictions: Tensor, y: Tensor) -> Tensor:
    """Return (E,) bool for predictions (E, N, out) of targets (N, out); see ``AT_MEAN``."""
    away = (predictions.mean(dim=1) - y.mean(dim=0)).abs()
    return (away <= AT_MEAN * (y.amax(dim=0) - y.amin(dim=0))).all(dim=1)


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
    layers: int = LAYERS,
    **arguments: Any,
) -> Fate:
    """Train networks of so many layers on a target at points x (N, in).

    Adam with lr=0.003, He normal, MSE and full batch, where ``arguments`` of ``Trainer`` do not say
    otherwise.
    """
    y = target.function(x)
    net = MLP([target.inputs, *[target.width] * (layers - 1), target.outputs], activation="relu")
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
    for part, start in settings.over(range(0, steps, 100)):
        part.progress(0.0, doing)
        trainer.step(min(100, steps - start), record=False)
    after = trainer.predict(x).cpu()
    born_dead = (before == before[:, :1]).all(dim=2).all(dim=1)
    constant = is_constant(after, y)
    return Fate(
        born_dead.numpy(),
        constant.numpy(),
        (constant & is_at_mean(after, y)).numpy(),
        is_learnt(after, y).numpy(),
        after.numpy(),
    )


def _counts(fate: Fate) -> dict[str, int]:
    """Return how many networks of a population became what."""
    groups = {
        "collapsed": fate.constant,
        "constant at the mean": fate.at_mean,
        "born dead": fate.born_dead,
        "learnt": fate.learnt,
        "partial": ~fate.constant & ~fate.learnt,
    }
    return {name: int(group.sum()) for name, group in groups.items()}


#: What the source leaves open, and other choices for it: arguments of ``fates``.
CHANGES: dict[str, dict[str, Any]] = {
    "Glorot normal": {"init": "glorot_normal"},
    "He uniform": {"init": "he_uniform"},
    "PyTorch's default start": {"init": "torch_default"},
    "plain gradient descent, lr 0.01": {"optimizer": optimizers.sgd(lr=0.01)},
    "RMSProp, lr 0.003": {"optimizer": optimizers.rmsprop(lr=3e-3)},
    "batches of 32": {"batch_size": 32},
    "2000 steps": {"steps": 2000},
    "interval (-1, 1)": {"x": points(1) / BOUND},
    f"{PLANE}, width 2": {"target": TARGETS[PLANE]._replace(width=2), "x": points(2)},
}


def _draw_relu_collapse(result: Result) -> "Picture":
    from trainlab.experiments.figures import collapse as figures

    return figures.relu_collapse(result)


@experiment(
    "relu-collapse",
    draw=_draw_relu_collapse,
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
    few = min(settings.networks, 200)
    first = {"target": TARGETS["|x|"], "x": points(1), "steps": steps}
    jobs: dict[str, tuple[int, dict[str, Any]]] = {
        name: (settings.networks, first | {"target": target, "x": points(target.inputs)})
        for name, target in TARGETS.items()
    }
    if not settings.quick:
        plane = first | {"target": TARGETS[PLANE], "x": points(2)}
        jobs |= {
            name: (settings.networks, plane | {"layers": deep}) for name, deep in DEPTHS.items()
        }
        jobs |= {name: (few, first | change) for name, change in CHANGES.items()}
    efforts = [
        networks * job["steps"] * job.get("layers", LAYERS) for networks, job in jobs.values()
    ]

    def populations() -> Iterator[tuple[str, Fate]]:
        for part, (name, (networks, job)) in settings.over(jobs.items(), efforts):
            yield name, fates(replace(part, networks=networks), doing=name, **job)

    trained, complete = gathered(populations(), at_least=1)
    found = dict(trained)
    targets = {name: fate for name, fate in found.items() if name in TARGETS}
    counts = {name: _counts(fate) for name, fate in found.items()}
    n, own = settings.networks, counts["|x|"]
    more = [name for name in counts if name not in CHANGES]
    own |= {f"collapsed, {name}": counts[name]["collapsed"] for name in more}
    own |= {f"born dead, {name}": counts[name]["born dead"] for name in more if PLANE in name}
    rates = {name: count / n for name, count in own.items()}
    intervals = {name: statistics.share_interval(count, n) for name, count in own.items()}
    others = [f"{rates[f'collapsed, {name}']:.1%} on {name}" for name in targets if name != "|x|"]
    return Outcome(
        measured=rates,
        claimed={"collapsed": 0.93, "constant at the mean": 0.93, "partial": "some"},
        interval=intervals,
        interval_method=statistics.EXACT,
        holds=_holds(
            own["constant at the mean"],
            own["partial"],
            {name: (counts[name]["collapsed"], len(fate.constant)) for name, fate in found.items()},
        ),
        verdict=f"{rates['collapsed']:.1%} of {n} networks end constant on |x| "
        f"({in_words(intervals['collapsed'])}, the source has about 93%), "
        f"{own['constant at the mean']} of these {own['collapsed']} at the target's mean; "
        f"{rates['born dead']:.1%} were constant before the first step, "
        f"{rates['partial']:.1%} follow the target in part, {rates['learnt']:.1%} learn it."
        + (f" Constant in the end are {'; '.join(others)}." if others else ""),
        setting={
            "network": f"{LAYERS} layers (9 hidden), ReLU, width 2; width 4 for two inputs, there "
            f"{', '.join(map(str, DEPTHS.values()))} layers too",
            "data": "an even grid on (-sqrt 3, sqrt 3): 101 points, or 8 x 8",
            "loss": "MSE",
            "steps": steps,
            "chosen by us": "Adam with lr=0.003, He normal, zero bias, full batch, the interval, "
            "the number of steps, and width and depths for two inputs (four units suffice there)",
            "collapsed": f"varies by less than {FLAT} of the target's range",
            "at the mean": f"collapsed, at most {AT_MEAN} of the target's range from its mean",
            "learnt": f"mean squared error below {LEARNT} of the target's variance",
            "partial": "neither collapsed nor learnt",
            "fares alike": "the exact 95% intervals of the shares collapsed overlap",
        },
        sensitivity=[
            {"changed": name, "networks": few}
            | {group: count / few for group, count in counts[name].items()}
            for name in found
            if name in CHANGES
        ],
        data=_arrays(targets),
        complete=complete,
    )


def _holds(at_mean: int, partial: int, collapsed: Mapping[str, tuple[int, int]]) -> bool | str:
    """Say whether |x| collapses as in the source and the others alike, or which do not.

    Args:
        at_mean, partial: counts of the networks trained on |x|.
        collapsed: (count, networks) for |x| and for every other target and choice.
    """
    intervals = {name: statistics.share_interval(*counts) for name, counts in collapsed.items()}
    first = intervals["|x|"]
    at_the_mean = statistics.share_interval(at_mean, collapsed["|x|"][1])
    if not (alike(first, ABOUT) and alike(at_the_mean, ABOUT) and partial):
        return False
    different = [
        f"{name} ({count / of:.1%} collapse, {in_words(interval)}"
        f"{', width 4 chosen by us' if name in (PLANE, *DEPTHS) else ''})"
        for (name, (count, of)), interval in zip(collapsed.items(), intervals.values(), strict=True)
        if not alike(interval, first)
    ]
    if not different:
        return True
    return f"Yes on |x|; what fares differently from it: {'; '.join(different)}."


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
        "at mean": first.at_mean,
        "learnt": first.learnt,
    }
