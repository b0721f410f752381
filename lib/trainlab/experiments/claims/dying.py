"""Lecture 12: how likely a deep ReLU network is dead before training, in theory and in simulation.

A network is dead when some hidden layer is zero at every input: it is constant then, and no
gradient reaches the layers below. Bounds from Lu, Shin, Su and Karniadakis, "Dying ReLU and
initialization: theory and numerical examples", 2020.
"""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import alike, in_words
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

SOURCE = "Lu, Deep Learning Concepts & Algorithms"
#: Networks whose parameters are held at once.
HELD = 1000


def upper_bound(layers: np.ndarray, width: int) -> np.ndarray:
    """Return theorem 1's bound on P(die), of networks of ``layers`` layers, output included."""
    return 1 - (1 - 0.5**width) ** (layers - 1.0)


def lower_bound(layers: np.ndarray, width: int) -> np.ndarray:
    """Return theorem 3's bound on P(die), for one input, zero bias and at least two layers."""
    half = 0.5**width
    p22, p33 = 1 - half, 1 - 2 * half - (width - 1) * half**2
    weight = (1 - 2 * half) * (1 - half) / (1 + (width - 1) * half)
    return 1 - p22 ** (layers - 2.0) - weight * (p22 ** (layers - 2.0) - p33 ** (layers - 2.0))


def directions(inputs: int) -> Tensor:
    """Return points (N, in) that decide whether a network without bias is dead.

    Such a network is positively homogeneous: f(c x) = c f(x) for c > 0. For one input -1 and 1
    decide; for two, 64 points on the circle almost do.
    """
    if inputs == 1:
        return torch.tensor([[-1.0], [1.0]])
    angle = torch.arange(64) * (2 * math.pi / 64)
    return torch.stack([angle.cos(), angle.sin()], dim=1)


def first_dead(trainer: Trainer) -> Tensor:
    """Return (E,) the first hidden layer that is zero at every point; their number + 1 where none
    is.
    """
    dead = trainer.diagnostics().dead == 1
    never = torch.ones_like(dead[:1])
    return torch.cat([dead, never]).int().argmax(dim=0) + 1


def death_layers(
    settings: Settings, width: int, layers: int, init: str = "he_normal", inputs: int = 1
) -> np.ndarray:
    """Return (E,) the first hidden layer that is zero at every input; ``layers`` where none is.

    A network of fewer layers is dead when that layer is among its hidden ones, so that one
    population of deep networks answers for every smaller depth.
    """
    net = MLP([inputs, *[width] * (layers - 1), 1], activation="relu")
    x = directions(inputs)
    found = []
    for part, start in settings.over(range(0, settings.networks, HELD)):
        trainer = Trainer(
            net,
            (x, torch.zeros(len(x), 1)),
            init=init,
            population=min(HELD, settings.networks - start),
            seed=settings.seed + start,
            device=settings.device,
        )
        found.append(first_dead(trainer))
        part.progress(1.0, f"width {width}")
    return torch.cat(found).cpu().numpy()


#: The grid of dying-probability.
WIDTHS = (2, 3, 4, 5, 6)
DEPTHS = np.array([2, 3, 4, 6, 8, 10, 15, 20, 30, 40])
#: What the theorems leave open, and other choices for it.
CHANGES: dict[str, dict[str, Any]] = {
    "He uniform": {"init": "he_uniform"},
    "orthogonal, whose rows are not independent": {"init": "orthogonal"},
    "two inputs": {"inputs": 2},
}


def _draw_dying_probability(result: Result) -> "Picture":
    from trainlab.experiments.figures import dying as figures

    return figures.dying_probability(
        result, bounds=(lower_bound, upper_bound), at_ten=bounds_at_ten()
    )


@experiment(
    "dying-probability",
    draw=_draw_dying_probability,
    title="How likely a ReLU network is born dead",
    source=SOURCE,
    claim="With symmetric random weights, zero bias and one input, P(die) lies between theorem 3's "
    "and theorem 1's bound: more likely the deeper and the narrower. With 10 layers of width 2, "
    "between 0.870 and 0.925.",
    networks=10_000,
    quick=1000,
    seconds=5,
)
def dying_probability(settings: Settings) -> Outcome:
    """Count the dead over a grid of depth and width, beside both bounds."""
    first, rest = settings.split(len(WIDTHS), len(CHANGES))
    counts, complete = gathered(
        (_dead_counts(death_layers(part, width, DEPTHS[-1])) for part, width in first.over(WIDTHS)),
        at_least=1,
    )
    changed = (
        _row(name, settings, death_layers(part, 2, 10, **change))
        for part, (name, change) in rest.over(CHANGES.items())
    )
    rows, complete = gathered(changed) if complete else ([], False)
    dead, widths = np.array(counts), WIDTHS[: len(counts)]
    low, high = statistics.clopper_pearson(dead, settings.networks)
    below, above = (np.array([f(DEPTHS, w) for w in widths]) for f in (lower_bound, upper_bound))
    at_ten = dead[0, DEPTHS == 10].item()
    name = "P(die), 10 layers of width 2"
    interval = statistics.share_interval(at_ten, settings.networks)
    outside = _cells_outside(dead, settings.networks, below, above)
    return Outcome(
        measured={name: at_ten / settings.networks, "cells outside the bounds": outside},
        claimed={name: (0.870, 0.925), "cells outside the bounds": 0},
        interval={name: interval},
        interval_method=statistics.EXACT,
        holds=outside == 0,
        verdict=f"{at_ten / settings.networks:.3f} of {settings.networks} networks of 10 layers "
        f"and width 2 are born dead ({in_words(interval, '.3f')}), "
        f"{_placed(at_ten / settings.networks, interval, bounds_at_ten())}; of {dead.size} cells "
        f"of the grid depth x width {outside or 'none'} lie outside the bounds.",
        setting={
            "network": "ReLU, one input, zero bias, equal width; depth counts the output layer",
            "grid": {"width": [*widths], "depth": DEPTHS.tolist()},
            "dead": "a hidden layer is zero at x = -1 and x = 1, hence everywhere",
            "outside": "the exact interval, at 95% for all cells together (Bonferroni), misses "
            "the bounds",
            "chosen by us": "He normal (the theorems hold for every symmetric distribution)",
        },
        sensitivity=rows,
        data={
            "widths": np.array(widths),
            "depths": DEPTHS,
            "dead": dead / settings.networks,
            "low": low,
            "high": high,
        },
        complete=complete,
    )


def bounds_at_ten() -> tuple[float, float]:
    """Return the theorems' bounds on P(die) for 10 layers of width 2."""
    ten = np.array(10)
    return float(lower_bound(ten, 2)), float(upper_bound(ten, 2))


def _placed(share: float, interval: tuple[float, float], bounds: tuple[float, float]) -> str:
    """Say whether a share and its interval lie inside the theorems' bounds."""
    named = f"the bounds {bounds[0]:.3f} and {bounds[1]:.3f}"
    if bounds[0] <= share <= bounds[1]:
        return f"inside {named}"
    verb = "reaches" if alike(interval, bounds) else "misses"
    return f"outside {named}, which the interval {verb}"


def _dead_counts(first_dead: np.ndarray) -> np.ndarray:
    """Return how many networks of each depth in ``DEPTHS`` are dead."""
    counts: np.ndarray = (first_dead < DEPTHS[:, None]).sum(axis=1)
    return counts


def _cells_outside(dead: np.ndarray, networks: int, below: np.ndarray, above: np.ndarray) -> int:
    confidence = 1 - (1 - statistics.CONFIDENCE) / dead.size
    low, high = statistics.clopper_pearson(dead, networks, confidence)
    return int(((high < below) | (low > above)).sum())


def _row(name: str, settings: Settings, first_dead: np.ndarray) -> Mapping[str, Any]:
    count = int((first_dead < 10).sum())
    return {
        "changed": name,
        "P(die), 10 layers of width 2": count / settings.networks,
        "interval": statistics.share_interval(count, settings.networks),
    }


#: Dying probabilities that the safe region stays below.
RISKS = (0.1, 0.01)
#: The width at which other choices are tried.
PROBED = 7


def _draw_safe_region(result: Result) -> "Picture":
    from trainlab.experiments.figures import dying as figures

    return figures.safe_region(result, risks=RISKS)


@experiment(
    "safe-region",
    draw=_draw_safe_region,
    title="How deep a ReLU network may safely be",
    source=SOURCE,
    claim="For every width there is a depth up to which a network is born dead with probability "
    "below 10%, or below 1%; it grows fast with the width.",
    networks=5000,
    quick=1000,
    seconds=12,
)
def safe_region(settings: Settings) -> Outcome:
    """Find the greatest depth of each width whose share of dead networks is below the risk."""
    widths = np.arange(2, 8 if settings.quick else 10)
    limits = {
        bound: [_safe_depths(bound, int(w)) for w in widths] for bound in (upper_bound, lower_bound)
    }
    surest, boldest = (np.array(limits[bound]) for bound in (upper_bound, lower_bound))
    # The simulation crosses 10% at 1.2 to 2 times the depth where theorem 1 does.
    layers = 2 * surest[:, 0] + 6
    probed = int(layers[widths == PROBED].item())
    efforts = layers * widths**2
    first, rest = settings.split(efforts.sum(), len(CHANGES) * probed * PROBED**2)
    cases = zip(widths.tolist(), layers.tolist(), strict=True)
    found, complete = gathered(
        (
            _simulated_depths(death_layers(part, width, deepest), deepest)
            for part, (width, deepest) in first.over(cases, efforts)
        ),
        at_least=1,
    )
    rows, complete = gathered(_probed(rest, probed)) if complete else ([], False)
    depth, least, most = np.array(found).transpose(1, 0, 2)
    n = len(found)
    widths, surest, boldest = widths[:n], surest[:n], boldest[:n]
    within = (most >= surest) & (least <= boldest)
    names = [f"safe depth, P(die) < {risk:.0%}" for risk in RISKS]
    cells = {
        f"{name}, width {width}": (i, k)
        for k, name in enumerate(names)
        for i, width in enumerate(widths)
    }
    return Outcome(
        measured={name: int(depth[cell]) for name, cell in cells.items()},
        claimed=dict.fromkeys(cells),
        interval={name: (float(least[cell]), float(most[cell])) for name, cell in cells.items()},
        interval_method="depths at which the 95% Clopper-Pearson interval of P(die) over networks "
        "includes the risk",
        holds=bool(within.all()),
        verdict=f"A network of width {widths[-1]} stays below a dying probability of 10% up to "
        f"{depth[-1, 0]} layers and below 1% up to {depth[-1, 1]}; for width 2 it is "
        f"{depth[0, 0]} and {depth[0, 1]}. "
        + (
            "All depths lie between those that theorems 1 and 3 allow."
            if within.all()
            else f"{(~within).sum()} depths lie outside what theorems 1 and 3 allow."
        ),
        setting={
            "network": "ReLU, one input, zero bias, equal width; depth counts the output layer",
            "widths": widths.tolist(),
            "chosen by us": "He normal (the theorems hold for every symmetric distribution), and "
            "the widths",
        },
        sensitivity=rows,
        data={
            "widths": widths,
            "depth": depth,
            "least": least,
            "most": most,
            "surest": surest,
            "boldest": boldest,
        },
        complete=complete,
    )


def _probed(settings: Settings, layers: int) -> Iterator[dict[str, Any]]:
    """Find the safe depths of one width with other choices for what the theorems leave open."""
    for part, (name, change) in settings.over(CHANGES.items()):
        (tenth, hundredth), _, _ = _simulated_depths(
            death_layers(part, PROBED, layers, **change), layers
        )
        yield {"changed": f"{name}, width {PROBED}", "10%": tenth, "1%": hundredth}


def _safe_depths(bound: Any, width: int) -> list[int]:
    """Return for each risk the greatest depth at which the bound is below it."""
    layers = np.arange(2, 20 * 2**width)
    return [int(layers[bound(layers, width) < risk].max(initial=1)) for risk in RISKS]


def _simulated_depths(first_dead: np.ndarray, layers: int) -> list[list[int]]:
    """Return [depth, least, most], each for every risk: the greatest depth whose share of dead
    networks, or the upper or the lower end of its interval, is below the risk.
    """
    depths = np.arange(1, layers + 1)
    dead = np.searchsorted(np.sort(first_dead), depths)
    low, high = statistics.clopper_pearson(dead, len(first_dead))
    shares = (dead / len(first_dead), high, low)
    return [[int(depths[s < risk].max(initial=1)) for risk in RISKS] for s in shares]
