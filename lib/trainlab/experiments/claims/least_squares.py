"""Least squares for the last layer, gradient descent for the rest, against gradient descent."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.scans import Scan, order, scan
from trainlab.experiments.statistics import BOOTSTRAPPED, bands
from trainlab.experiments.targets import DEFAULT_START, LISTED, MULTISCALE, on_grid
from trainlab.nn.networks import MLP
from trainlab.optimizers import Optimizer, adam, sgd

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS = 100
DATA = on_grid(problems.multiscale(), POINTS)
NET = MLP([1, 20, 20, 1], activation="tanh")
RATES = np.logspace(-2, 0.5, 6)
RIDGE = 1e-6
#: A step with least squares takes about as long as this many without, on a CPU.
COST = 8
#: Methods, with their first-order rules.
METHODS = {"gd": sgd, "lsgd": sgd, "adam": adam, "lsgd_adam": adam}


def rule_of(method: str, ridge: float) -> Callable[[Tensor], Optimizer]:
    """Return the function lr -> rule of a method."""
    first_order = METHODS[method]
    if method not in ("lsgd", "lsgd_adam"):
        return first_order
    return lambda lr: optimizers.lsgd(first_order(lr), ridge=ridge)


def compare(
    settings: Settings,
    steps: int,
    net: MLP = NET,
    init: str = "glorot_uniform",
    ridge: float = RIDGE,
    data: tuple[Tensor, Tensor] = DATA,
) -> dict[str, Scan]:
    """Scan the rates of every method, and of those without least squares for ``COST`` x steps."""
    plans = [(name, name, steps) for name in METHODS]
    plans += [(f"{name}_longer", name, COST * steps) for name in ("gd", "adam")]
    return {
        key: scan(
            part,
            net,
            data,
            RATES,
            steps=length,
            doing=key.replace("_", " "),
            rule=rule_of(name, ridge),
            init=init,
        )
        for part, (key, name, length) in settings.over(plans)
    }


def _draw_lsgd(result: Result) -> "Picture":
    from trainlab.experiments.figures import least_squares as figures

    return figures.lsgd(result)


@experiment(
    "lsgd",
    draw=_draw_lsgd,
    title="Least squares with gradient descent",
    source='Karniadakis, "Training and optimization", Hybrid Least Squares - GD; Cyr et al., '
    '"Robust training and initialization of deep neural networks", 2020',
    claim="Solving for the last layer by least squares at every step, with gradient descent for "
    "the others, trains better than gradient descent alone.",
    networks=120,
    quick=4,
    seconds=120,
)
def lsgd(settings: Settings) -> Outcome:
    """Scan the learning rate with and without least squares, under gradient descent and Adam."""
    steps = 60 if settings.quick else 200
    first_part, rest = settings.split(0.6, 0.4)
    scans = compare(first_part, steps)
    found = {name: one.summary() for name, one in scans.items()}
    first = {f"first_{name}": float(np.median(scans[name].curves[1])) for name in METHODS}
    changed, complete = gathered(() if settings.quick else _sensitivity(rest, steps))
    return Outcome(
        measured={name: median for name, (median, _) in found.items()}
        | first
        | {f"rate_{name}": float(RATES[one.best]) for name, one in scans.items()},
        claimed={"lsgd": "below gd", "lsgd_adam": "below adam"},
        interval={name: interval for name, (_, interval) in found.items()},
        interval_method=f"{BOOTSTRAPPED}, of the median; the rate is chosen on other networks",
        holds=_holds({"": scans} | dict(changed)),
        verdict=_verdict(found, first, steps) + _at_the_edge(scans),
        setting={
            "network": "1-20-20-1, tanh, Glorot-uniform weights, zero biases",
            "data": f"{POINTS} {MULTISCALE}",
            "steps": f"{steps}, with a least-squares solution at each; 'longer': {COST * steps}, "
            "in about the same time",
            "ridge": f"{RIDGE:g} in the least squares, as large weights make the rest unstable",
            "rates": f"{len(RATES)} rates from {RATES[0]:.2g} to {RATES[-1]:.2g}, "
            f"{settings.networks} networks at each",
            "source": "the slides keep the title alone: every setting is ours",
        },
        sensitivity=[_row(name, other) for name, other in changed],
        complete=complete,
        data={
            "rates": RATES,
            "names": np.array(list(scans)),
            "scan": np.stack([np.median(one.loss, axis=1) for one in scans.values()]),
            **{f"curve_{name}": bands(scans[name].curves) for name in METHODS},
        },
    )


def _orders(scans: dict[str, Scan]) -> dict[str, str]:
    """Return how the loss with least squares compares, by what it is compared with."""
    return {
        f"{words} against {name}": order(scans[hybrid], scans[name + end])
        for name, hybrid in (("gd", "lsgd"), ("adam", "lsgd_adam"))
        for words, end in (("for equal steps", ""), ("for equal time", "_longer"))
    }


def _holds(every: dict[str, dict[str, Scan]]) -> bool | str:
    """Judge by the comparisons, here (named "") and with each change."""
    orders = {name: _orders(scans) for name, scans in every.items()}
    answers = {answer for own in orders.values() for answer in own.values()}
    if answers == {"lower"}:
        return True
    if "lower" not in answers:
        return False
    here = orders.pop("")
    told = "The loss with least squares is " + "; ".join(f"{o} {w}" for w, o in here.items()) + "."
    for name, own in orders.items():
        if other := [f"{o} {w}" for w, o in own.items() if o != here[w]]:
            told += f" With {name} it is {'; '.join(other)}."
    return told


def _verdict(found: dict[str, Any], first: dict[str, float], steps: int) -> str:
    m = {name: median for name, (median, _) in found.items()}
    return (
        f"After {steps} steps, each at its best rate: gradient descent {m['gd']:.3f}, with least "
        f"squares {m['lsgd']:.3f}; Adam {m['adam']:.3f}, with least squares {m['lsgd_adam']:.3f}. "
        f"After the first step gradient descent stands at {first['first_gd']:.3f}, with least "
        f"squares at {first['first_lsgd']:.3f}. With "
        f"{COST} times the steps, about equal time: gradient descent {m['gd_longer']:.3f}, Adam "
        f"{m['adam_longer']:.3f}."
    )


def _at_the_edge(scans: dict[str, Scan]) -> str:
    """Warn of the methods whose best rate is the first or the last tried."""
    names = [name for name, one in scans.items() if one.at_the_edge]
    told = ", ".join(name.replace("_", " ") for name in names)
    return f" The best rate is an end of the grid for: {told}." if names else ""


def _sensitivity(settings: Settings, steps: int) -> Iterator[tuple[str, dict[str, Scan]]]:
    """Compare again without the ridge, from another start, at other points, with one wide layer."""
    few = replace(settings, networks=max(4, settings.networks // 4))
    cases: dict[str, dict[str, Any]] = {
        "no ridge": {"ridge": 0.0},
        DEFAULT_START: {"init": "torch_default"},
        "x on (-1, 1)": {"data": on_grid(problems.multiscale(), POINTS, LISTED)},
        "1-50-1": {"net": MLP([1, 50, 1], activation="tanh")},
    }
    for part, (changed, case) in few.over(cases.items()):
        yield changed, compare(part, steps, **case)


def _row(changed: str, scans: dict[str, Scan]) -> dict[str, Any]:
    losses = {name: one.summary()[0] for name, one in scans.items()}
    return {"changed": changed, "networks": scans["gd"].loss.shape[1]} | losses
