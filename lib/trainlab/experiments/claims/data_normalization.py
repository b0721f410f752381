"""The same curve fitted with and without normalization of its data (lecture 10)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers
from trainlab.data import normalization as normalizations
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.verdicts import Interval, above, agreed, by_answer, in_words
from trainlab.nn.networks import MLP
from trainlab.optimizers import Optimizer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS, WIDTH = 50, 20
#: Draws of the points.
DRAWS = 10
#: Points at which a fit is judged besides those it saw.
FRESH = 401


def step_with_ripples(x: Tensor) -> Tensor:
    """Return the source's target, 0.1 x sin(20 x), and 1 more for x > 0."""
    return (x > 0).to(x.dtype) + 0.1 * x * torch.sin(20 * x)


class Units(NamedTuple):
    """Units of x: the network sees scale * x + offset, for the same x on (-1, 1)."""

    scale: float
    offset: float


UNITS = {
    "x on (-1, 1)": Units(1, 0),
    "x on (-0.1, 0.1)": Units(0.1, 0),
    "x on (-10, 10)": Units(10, 0),
    "x on (9, 11)": Units(1, 10),
}
MAIN = "x on (-1, 1)"
#: What normalization does, by whether it surely helps.
EFFECTS = {"yes": "helps with", "no": "hurts with", "undecided": "makes no clear difference with"}
#: Kinds of normalization, as they are called.
KINDS = {"z_score": "z-score", "min_max": "min-max"}


class Errors(NamedTuple):
    """Mean squared errors (E,) in the target's own units."""

    training: np.ndarray
    fresh: np.ndarray


def fit(
    settings: Settings,
    points: int,
    steps: int,
    units: Units,
    normalizer: str | None,
    optimizer: Optimizer | None = None,
) -> Errors:
    """Train on the points that a seed draws; normalize inputs and targets where asked to."""
    generator = torch.Generator().manual_seed(points)
    x = 2 * torch.rand(POINTS, 1, generator=generator, dtype=torch.float64) - 1
    fresh = torch.linspace(-1, 1, FRESH, dtype=torch.float64)[:, None]
    seen, seen_fresh = (units.scale * part + units.offset for part in (x, fresh))
    y = step_with_ripples(x)
    to_x, to_y = _identity(seen), _identity(y)
    if normalizer is not None:
        to_x, to_y = (normalizations.NORMALIZATIONS[normalizer](part) for part in (seen, y))
    run = settings.train(
        MLP([1, WIDTH, WIDTH, 1], activation="tanh"),
        (to_x.transform(seen).float(), to_y.transform(y).float()),
        optimizer=optimizer or optimizers.adam(1e-3),
        steps=steps,
        doing=f"{KINDS.get(str(normalizer), 'no')} normalization",
    )

    def error(at: Tensor, true: Tensor) -> np.ndarray:
        predicted = to_y.inverse(run.predict(to_x.transform(at).float()).cpu().double())
        return (predicted - true).square().mean(dim=(1, 2)).numpy()

    return Errors(error(seen, y), error(seen_fresh, step_with_ripples(fresh)))


def _identity(x: Tensor) -> normalizations.Normalization:
    one = torch.eye(x.shape[1], dtype=x.dtype)
    return normalizations.Normalization("none", torch.zeros_like(x[0]), one, one)


def _fits(
    settings: Settings, each: int, steps: int, units: Units, normalizer: str | None, **options: Any
) -> Errors:
    """Fit networks on every draw of the points, and return their errors (DRAWS, E).

    The settings' networks are shared out over the draws, and of each draw's only the first ``each``
    are fitted, so that all calls with one first seed train the same networks on the same points.
    """
    draws = settings.draws(DRAWS, max(1, settings.networks // DRAWS))
    parts = [
        fit(replace(part, networks=each), settings.seed + draw, steps, units, normalizer, **options)
        for draw, part in enumerate(draws)
    ]
    return Errors(*(np.stack(errors) for errors in zip(*parts, strict=True)))


class Gain(NamedTuple):
    """The training error without normalization over that with it, and its interval."""

    ratio: float
    interval: Interval


def gain_of(without: np.ndarray, with_it: np.ndarray) -> Gain:
    """Compare errors (DRAWS, E) of the same networks, the first of each draw where one has fewer.

    Returns:
        The median over the draws of the median ratio on each, with its bootstrap over the draws.
    """
    each = min(without.shape[1], with_it.shape[1])
    ratios = np.median(np.log10(without[:, :each] / with_it[:, :each]), axis=1)
    low, high = statistics.median_interval(ratios)
    return Gain(float(10 ** np.median(ratios)), (10**low, 10**high))


def _draw_normalization(result: Result) -> "Picture":
    from trainlab.experiments.figures import data_normalization as figures

    return figures.normalization(result, main=MAIN)


@experiment(
    "normalization",
    draw=_draw_normalization,
    title="A curve with and without normalized data",
    source="Lu, Deep Learning Concepts & Algorithms; Karniadakis, Training and Optimization",
    claim="A network fits the step with ripples, [x > 0] + 0.1 x sin(20 x), better when the data "
    "are normalized.",
    networks=1000,
    quick=100,
    seconds=40,
)
def normalization(settings: Settings) -> Outcome:
    """Fit the curve as it is and in other units of x, with and without normalization."""
    steps = 500 if settings.quick else 1500
    each = max(1, settings.networks // DRAWS)
    few = max(1, each // 10)
    main, others = UNITS[MAIN], [name for name in UNITS if name != MAIN]
    first, second, *rest = settings.split(0.35, 0.35, *[0.05] * 6)
    z_score = _fits(first, each, steps, main, "z_score")
    without = {MAIN: _fits(second, each, steps, main, None)}
    normalized = {"z_score": z_score}
    rows: list[Mapping[str, Any]] = []
    complete = True
    try:
        for part, name in zip(rest, others, strict=False):
            without[name] = _fits(part, few, steps, UNITS[name], None)
        normalized["min_max"] = _fits(rest[3], few, steps, main, "min_max")
        for part, normalizer in zip(rest[4:], (None, "z_score"), strict=True):
            errors = _fits(part, few, steps, main, normalizer, optimizer=optimizers.sgd(0.1))
            name = KINDS.get(str(normalizer), "none")
            rows.append(_row(f"gradient descent, lr 0.1, {name}", errors))
    except KeyboardInterrupt:
        complete = False
    gains = {
        KINDS[kind]: {
            name: gain_of(errors.training, with_it.training) for name, errors in without.items()
        }
        for kind, with_it in normalized.items()
    }
    named = {
        f"{kind}, {name}": gain for kind, units in gains.items() for name, gain in units.items()
    }
    main_gain = gains["z-score"][MAIN]
    return Outcome(
        measured={
            "training error with": float(np.median(z_score.training)),
            "training error without": float(np.median(without[MAIN].training)),
            "fresh error with": float(np.median(z_score.fresh)),
            "fresh error without": float(np.median(without[MAIN].fresh)),
        }
        | {f"without over with {name}": gain.ratio for name, gain in named.items()},
        claimed={f"without over with {name}": "above 1" for name in named},
        interval={f"without over with {name}": gain.interval for name, gain in named.items()},
        interval_method=f"{statistics.OVER_DRAWS}, of the median over draws of each draw's median "
        "ratio of networks with the same seed",
        holds=_holds(gains),
        verdict=f"With {MAIN} the error on the training points is {main_gain.ratio:.2f} times as "
        f"large without normalization as with z-scores ({in_words(main_gain.interval, '.2f')}). A "
        "normalized network does not see the units of x, by construction; without over with is "
        + "; ".join(
            f"for {kind} "
            + ", ".join(f"{gain.ratio:.2f} with {name}" for name, gain in units.items())
            for kind, units in gains.items()
        )
        + ".",
        setting={
            "points (chosen by us)": f"{POINTS}, x uniform on (-1, 1)",
            "fresh points (chosen by us)": f"{FRESH}, evenly spaced from -1 to 1",
            "network (chosen by us)": f"1-{WIDTH}-{WIDTH}-1, tanh, Glorot normal",
            "rule (chosen by us)": "Adam, lr 0.001, full batch",
            "steps (chosen by us)": steps,
            "normalization": "of inputs and of targets, z-score where nothing else is said; errors "
            "in the target's own units",
            "draws of the points": DRAWS,
            "networks per draw": f"{each} with {MAIN}, {few} of them otherwise; other seeds on "
            "every draw",
        },
        sensitivity=[
            *(_row(f"{name}, none", errors) for name, errors in without.items()),
            *(_row(f"any units, {KINDS[kind]}", errors) for kind, errors in normalized.items()),
            *rows,
        ],
        data={f"without {name}": errors.training.ravel() for name, errors in without.items()}
        | {f"with {KINDS[kind]}": errors.training.ravel() for kind, errors in normalized.items()}
        | {"units": np.array([*without]), "kinds": np.array([*gains])},
        complete=complete,
    )


def _row(name: str, errors: Errors) -> dict[str, Any]:
    return {
        "changed": name,
        "networks": errors.training.size,
        "median training error": float(np.median(errors.training)),
        "median fresh error": float(np.median(errors.fresh)),
    }


def _holds(gains: Mapping[str, Mapping[str, Gain]]) -> bool | str:
    """Say yes where every normalization surely helps in all units of x, no where each surely hurts
    in all, else which helps with which.

    Args:
        gains: kind of normalization -> units of x -> gain.
    """
    helped = {
        kind: {name: above(gain.interval, 1) for name, gain in units.items()}
        for kind, units in gains.items()
    }
    agreement = agreed(answer for units in helped.values() for answer in units.values())
    if agreement is not None:
        return agreement
    answers = []
    for kind, units in helped.items():
        names = by_answer(units)
        said = [f"{EFFECTS[word]} {', '.join(names[word])}" for word in EFFECTS if word in names]
        answers.append(f"{kind} {' and '.join(said)}")
    return (
        "It depends on the normalization and on the units of x, which the source leaves open: "
        f"{'; '.join(answers)}."
    )
