"""What helps against dying and collapse, and what does not (lecture 12)."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from torch import Tensor

from trainlab import optimizers
from trainlab.experiments import statistics
from trainlab.experiments.claims.collapse import (
    FLAT,
    LAYERS,
    LEARNT,
    TARGETS,
    is_constant,
    is_learnt,
    points,
)
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import Interval, compared
from trainlab.nn.initializers import Initializer, he_normal, torch_default
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture


@dataclass(frozen=True)
class Remedy:
    """One change to ReLU networks from He's normal start without biases.

    Attributes:
        net: arguments of ``MLP``.
        init: where the parameters start.
        width: units in each hidden layer.
    """

    net: Mapping[str, Any] = field(default_factory=dict)
    init: Initializer = field(default_factory=he_normal)
    width: int = 2


PLAIN = "none"
#: ReLU's variants, as Bucharest, lines 176-230, lists them.
VARIANTS = {
    "leaky ReLU": Remedy({"activation": "leaky_relu"}),
    "PReLU": Remedy({"activation": "prelu"}),
    "GELU": Remedy({"activation": "gelu"}),
    "ELU": Remedy({"activation": "elu"}),
    "SELU": Remedy({"activation": "selu"}),
    "SiLU": Remedy({"activation": "silu"}),
}
REMEDIES = {
    PLAIN: Remedy(),
    **VARIANTS,
    "biases 0.1": Remedy(init=he_normal().with_biases(0.1)),
    "biases 1": Remedy(init=he_normal().with_biases(1.0)),
    "PyTorch's start": Remedy(init=torch_default()),
    "batch norm before": Remedy({"batch_norm": "before"}),
    "batch norm after": Remedy({"batch_norm": "after"}),
    "shortcuts": Remedy({"residual": True}),
}
WIDTHS = {f"width {width}": Remedy(width=width) for width in (4, 8)}
CASES = REMEDIES | WIDTHS
STEPS, QUICK_STEPS, LR = 1000, 300, 0.003
#: Another number of layers, and what is tried with it; a quick run tries these alone.
DEEPER = 20
TRIED = (PLAIN, "leaky ReLU", "PReLU", "batch norm before", "shortcuts", "width 8")
#: What is better for a share than with plain ReLU, and how it is said.
BETTER = {
    "dead at start": ("lower", "less often dead at the start"),
    "collapsed": ("lower", "collapse less often"),
    "learnt": ("higher", "learn more often"),
}


def start(
    remedy: Remedy, data: tuple[Tensor, Tensor], layers: int, lr: float, **arguments: Any
) -> Trainer:
    """Return networks at their start, trained by Adam on all points at once.

    Running statistics of a batch norm start as those of the points.

    Args:
        remedy: what is changed; its width is that of the networks.
        data: x (N, in) and y (N, out).
        layers: number of layers, the output's included.
        lr: learning rate.
        arguments: others of ``Trainer``.
    """
    x, y = data
    sizes = [x.shape[1], *[remedy.width] * (layers - 1), y.shape[1]]
    net = MLP(sizes, norm_momentum=0.99, **({"activation": "relu"} | dict(remedy.net)))
    rule = optimizers.adam(lr=lr)
    trainer = Trainer(net, data, init=remedy.init, optimizer=rule, **arguments)
    if net.batch_norm:
        standing = deepcopy(trainer)
        standing.set(lr=0.0)
        standing.step(5, record=False)
        trainer.buffers.copy_(standing.buffers)
    return trainer


def dead(trainer: Trainer) -> np.ndarray:
    """Return in which networks (E,) no gradient reaches the first layer, in training."""
    found: np.ndarray = (trainer.diagnostics().gradient[0] == 0).numpy(force=True)
    return found


class Fate(NamedTuple):
    """What became of each network: dead at the start, and at the end constant, or learnt, (E,)."""

    dead: np.ndarray
    constant: np.ndarray
    learnt: np.ndarray

    @property
    def counts(self) -> dict[str, int]:
        """How many networks became what."""
        groups = {
            "dead at start": self.dead,
            "collapsed": self.constant,
            "in part": ~self.constant & ~self.learnt,
            "learnt": self.learnt,
        }
        return {name: int(group.sum()) for name, group in groups.items()}


def fate(settings: Settings, remedy: Remedy, layers: int, doing: str) -> Fate:
    """Train networks on |x|."""
    x = points(1)
    y = TARGETS["|x|"].function(x)
    asked: dict[str, Any] = {
        "population": settings.networks,
        "seed": settings.seed,
        "device": settings.device,
    }
    trainer = start(remedy, (x, y), layers, LR, **asked)
    before = dead(trainer)
    steps = QUICK_STEPS if settings.quick else STEPS
    for part, first in settings.over(range(0, steps, 100)):
        part.progress(0.0, doing)
        trainer.step(min(100, steps - first), record=False)
    after = trainer.predict(x).cpu()
    return Fate(before, is_constant(after, y).numpy(), is_learnt(after, y).numpy())


def _draw_collapse_remedies(result: Result) -> "Picture":
    from trainlab.experiments.figures import remedies as figures

    return figures.collapse_remedies(result)


@experiment(
    "collapse-remedies",
    draw=_draw_collapse_remedies,
    title="What helps against collapse",
    source="Burileanu and others, Deep Neural Networks",
    claim="With variants of ReLU, leaky and parametric and others, fewer networks are dead at the "
    'start, fewer end constant, and more learn (the source says only that they "have been proposed '
    'to mitigate this problem").',
    networks=300,
    quick=20,
    seconds=150,
)
def collapse_remedies(settings: Settings) -> Outcome:
    """Train plain networks on |x|, and others with one thing changed."""
    cases = {name: CASES[name] for name in (TRIED if settings.quick else CASES)}
    few = min(settings.networks, 100)
    main, rest = settings.split(0.7, 0.3)

    def populations() -> Iterator[tuple[str, Fate]]:
        for part, (name, remedy) in main.over(cases.items()):
            yield name, fate(part, remedy, LAYERS, name)

    def deeper() -> Iterator[dict[str, Any]]:
        for part, name in rest.over(() if settings.quick else TRIED):
            counts = fate(replace(part, networks=few), CASES[name], DEEPER, name).counts
            shares = {group: count / few for group, count in counts.items()}
            yield {"changed": f"{name}, {DEEPER} layers", "networks": few} | shares

    found, complete = gathered(populations(), at_least=1)
    rows, complete = gathered(deeper()) if complete else ([], False)
    n, counts = settings.networks, {name: each.counts for name, each in found}
    shown = [
        (f"{group}, {name}", count)
        for name, groups in counts.items()
        for group, count in groups.items()
        if group != "in part"
    ]
    intervals = {name: statistics.share_interval(count, n) for name, count in shown}
    return Outcome(
        measured={name: count / n for name, count in shown},
        claimed={name: None for name, _ in shown},
        interval=intervals,
        interval_method=statistics.EXACT,
        holds=_holds(intervals, [name for name in VARIANTS if name in counts]),
        verdict=_verdict(counts, n),
        setting={
            "network": f"{LAYERS} layers (9 hidden), ReLU, width 2; in each case one thing changed",
            "data": "|x| at 101 points, evenly on (-sqrt 3, sqrt 3), all in each step",
            "steps": QUICK_STEPS if settings.quick else STEPS,
            "chosen by us": f"all of it: MSE, Adam with lr={LR}, He normal, zero bias; the same "
            "for all, tuned for none",
            "dead at start": "the gradient of the first layer is 0",
            "collapsed": f"varies by less than {FLAT} of the target's range, at inference",
            "learnt": f"mean squared error below {LEARNT} of the target's variance",
        },
        sensitivity=rows,
        data={
            "cases": np.array([*counts]),
            "counts": np.array([[*groups.values()] for groups in counts.values()]),
        },
        complete=complete,
    )


def _verdict(counts: Mapping[str, Mapping[str, int]], n: int) -> str:
    """Tell what became of plain networks, with which cases none is dead, and which learn most."""
    plain = counts[PLAIN]
    alive = [name for name, groups in counts.items() if not groups["dead at start"]]
    best = max(counts, key=lambda name: counts[name]["learnt"])
    return (
        f"Of {n} plain networks {plain['dead at start']} are dead at the start, "
        f"{plain['collapsed']} end constant and {plain['learnt']} learn |x|. None of {n} is dead "
        f"at the start with {', '.join(alive) or 'any'}. Most learn with {best}: "
        f"{counts[best]['learnt']}."
    )


def _holds(intervals: Mapping[str, Interval], variants: list[str]) -> bool | str:
    """Say which variants are less often dead, collapse less often, and learn more often."""
    good = {}
    for group, (better, told) in BETTER.items():
        plain = intervals[f"{group}, {PLAIN}"]
        found = {name: compared(intervals[f"{group}, {name}"], plain) for name in variants}
        good[told] = [name for name, answer in found.items() if answer == better]
    if all(names == variants for names in good.values()) or not any(good.values()):
        return any(good.values())
    parts = (f"{told}: {', '.join(names) or 'none'}" for told, names in good.items())
    return f"Of the variants, compared with plain ReLU by the intervals, {'; '.join(parts)}."
