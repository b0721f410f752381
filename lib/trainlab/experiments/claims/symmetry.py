"""Units that start equal: what keeps them equal, and what sets them apart (lecture 09)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.statistics import BOOTSTRAPPED, EXACT, median_interval, share_interval
from trainlab.experiments.verdicts import above, compared, in_parts
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

NET, BATCH, LR, STEPS = MLP([2, 8, 1]), 10, 0.3, 2000
DATA = problems.circle(n=100, noise=0.1)
#: Probability of dropping a unit, or an input.
RATE = 0.1
#: Units are alike while they differ by no more than this share of their size.
ALIKE = 1e-9
#: What a comparison of losses says of a claim that the first is lower.
ANSWERS = {"lower": "yes", "higher": "no", "undecided": "undecided"}
#: Steps at which a training is looked at; a quick one stops half way.
LOOKS = np.unique(np.geomspace(1, STEPS, 25).astype(int))


class Case(NamedTuple):
    """What a training starts from and how it goes on.

    Attributes:
        equal: layers whose weights are all 0.5 at first; the others are Glorot normal.
        options: of ``Trainer``, other than SGD's.
    """

    equal: tuple[int, ...]
    options: Mapping[str, Any]


SGD, DROPPED = "all weights equal, SGD", f"all weights equal, dropout {RATE:g}"
RANDOM_DROPPED = f"random weights, dropout {RATE:g}"
ONE = "weights of the first layer equal, SGD"
LAST = "weights of the last layer equal, SGD"
#: The cases that are drawn.
MAIN = {
    SGD: Case((1, 2), {}),
    DROPPED: Case((1, 2), {"dropout": RATE}),
    "random weights, SGD": Case((), {}),
    RANDOM_DROPPED: Case((), {"dropout": RATE}),
}
#: Others; a quick run has the first two.
OTHERS = {
    ONE: Case((1,), {}),
    LAST: Case((2,), {}),
    "all weights equal, momentum 0.9": Case((1, 2), {"optimizer": optimizers.momentum(0.03, 0.9)}),
    "all weights equal, Adam": Case((1, 2), {"optimizer": optimizers.adam(0.01)}),
    "all weights equal, L2 penalty 0.001": Case((1, 2), {"l2": 1e-3}),
    f"all weights equal, input dropout {RATE:g}": Case((1, 2), {"input_dropout": RATE}),
}


class Course(NamedTuple):
    """What is seen of a training at each of ``LOOKS``, of every network, (looks, E)."""

    apart: np.ndarray
    loss: np.ndarray


def apart(trainer: Trainer) -> Tensor:
    """Return how far the hidden units of each member are apart (E,): the largest distance of a
    unit's weights and bias, those out of it included, from the units' mean, over their mean length.
    """
    own = [trainer.weights(1), trainer.biases(1)[:, :, None], trainer.weights(2).mT]
    units = torch.cat(own, dim=2)
    far = (units - units.mean(dim=1, keepdim=True)).norm(dim=2).amax(dim=1)
    share: Tensor = far / units.norm(dim=2).mean(dim=1)
    return share


def start(case: Case, networks: int, seed: int) -> Tensor:
    """Return the first parameters (E, P), float64."""
    drawn = Trainer(NET, DATA, population=networks, seed=seed, dtype=torch.float64, device="cpu")
    for layer in case.equal:
        drawn.weights(layer).fill_(0.5)
    return drawn.params


def looks(settings: Settings) -> np.ndarray:
    """Return the steps at which a training is looked at."""
    return LOOKS[LOOKS <= STEPS // 2] if settings.quick else LOOKS


def course(settings: Settings, case: Case) -> Course:
    """Train networks of one case, and look at them on the way."""
    trainer = Trainer(
        NET,
        DATA,
        init=start(case, settings.networks, settings.seed),
        population=settings.networks,
        seed=settings.seed,
        batch_size=BATCH,
        dtype=torch.float64,
        device=settings.device,
        **({"optimizer": optimizers.sgd(LR)} | dict(case.options)),
    )
    seen = []
    steps = looks(settings)
    for look in steps.tolist():
        trainer.step(look - trainer.steps_taken, record=False)
        now = apart(trainer), trainer.loss(DATA.x, DATA.y)
        seen.append([values.numpy(force=True) for values in now])
        settings.progress(look / steps[-1], "")
    return Course(*map(np.stack, zip(*seen, strict=True)))


def _draw_symmetry(result: Result) -> "Picture":
    from trainlab.experiments.figures import symmetry as figures

    return figures.symmetry(result, [*MAIN])


@experiment(
    "symmetry",
    draw=_draw_symmetry,
    title="Units that start equal",
    source='Aydore, "Backpropagation and Optimization"',
    claim="Where all parameters of some layer start as one constant, its units have identical "
    "gradients; SGD never breaks this symmetry, but dropout does.",
    networks=1000,
    quick=100,
    seconds=75,
)
def symmetry(settings: Settings) -> Outcome:
    """Train networks from equal weights and from others, with and without dropout."""
    few = max(2, settings.networks // 5)
    cases = [*(MAIN | OTHERS).items()][: len(MAIN) + 2 if settings.quick else None]
    efforts = [5.0 if name in MAIN else 1.0 for name, _ in cases]
    found: dict[str, Course] = {}
    for part, (name, case) in settings.over(cases, efforts):
        part.progress(0.0, name)
        found[name] = course(part if name in MAIN else replace(part, networks=few), case)
    measured, interval = {}, {}
    for name, seen in found.items():
        alike, word = seen.apart[-1] < ALIKE, f"share of networks with all units alike, {name}"
        measured[word] = float(alike.mean())
        interval[word] = share_interval(int(alike.sum()), len(alike))
        word = f"median loss, {name}"
        measured[word] = float(np.median(seen.loss[-1]))
        interval[word] = median_interval(seen.loss[-1])
    kept = {name: interval[f"share of networks with all units alike, {name}"] for name in found}
    losses = {name: interval[f"median loss, {name}"] for name in MAIN}
    parts = {
        "all weights equal: under SGD the units stay alike": above(kept[SGD], 0.9),
        "the weights of the first layer alone equal: they stay alike": above(kept[ONE], 0.9),
        "the weights of the last layer alone equal: they stay alike": above(kept[LAST], 0.9),
        "dropout of hidden units sets them apart": above((1 - kept[DROPPED][1], 1.0), 0.9),
        "and the loss falls lower": ANSWERS[compared(losses[DROPPED], losses[SGD])],
    }
    return Outcome(
        measured=measured,
        claimed={
            f"share of networks with all units alike, {SGD}": 1.0,
            f"share of networks with all units alike, {DROPPED}": 0.0,
            f"share of networks with all units alike, {ONE}": 1.0,
        },
        interval=interval,
        interval_method=f"shares: {EXACT}; losses: {BOOTSTRAPPED}",
        holds=in_parts(parts),
        verdict=_verdict(measured, int(looks(settings)[-1])),
        setting={
            "network (chosen by us)": "2-8-1, tanh, biases 0",
            "equal": "every weight 0.5",
            "data (chosen by us)": f"{len(DATA.x)} points of the circle, noise 0.1",
            "rule (chosen by us)": f"SGD, lr {LR:g}, batches of {BATCH}, "
            f"{looks(settings)[-1]} steps",
            "alike": f"no unit farther than {ALIKE:g} of the units' mean length from their mean, "
            "weights into and out of it and its bias together, in float64",
            "loss": "binary cross entropy on all points, nothing dropped; ln 2 = 0.693 is a guess",
        },
        sensitivity=[
            {
                "case": name,
                "networks": seen.apart.shape[1],
                "share alike": float((seen.apart[-1] < ALIKE).mean()),
                "median distance of the units": float(np.median(seen.apart[-1])),
                "median loss": float(np.median(seen.loss[-1])),
            }
            for name, seen in found.items()
        ],
        data={"steps": looks(settings)}
        | {f"apart {name}": found[name].apart for name in MAIN}
        | {f"loss {name}": found[name].loss for name in MAIN},
    )


def _verdict(measured: Mapping[str, float], steps: int) -> str:
    def share(name: str) -> str:
        return f"{measured[f'share of networks with all units alike, {name}']:.0%}"

    def loss(name: str) -> str:
        return f"{measured[f'median loss, {name}']:.3f}"

    return (
        f"After {steps} steps from equal weights all units are alike in {share(SGD)} of the "
        f"networks under SGD, median loss {loss(SGD)}, and in {share(DROPPED)} with dropout, loss "
        f"{loss(DROPPED)}; from random weights the losses are {loss('random weights, SGD')} and "
        f"{loss(RANDOM_DROPPED)}. From equal weights in one layer alone, all units are alike in "
        f"{share(ONE)} (the first layer) and {share(LAST)} (the last)."
    )
