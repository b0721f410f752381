"""The same curve fitted with and without normalization of its data (lecture 10)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import normalization as normalizations
from trainlab import optimizers
from trainlab.experiments import statistics
from trainlab.experiments._experiment import Outcome, Settings, experiment
from trainlab.networks import MLP
from trainlab.optimizers import Optimizer

POINTS, WIDTH = 50, 20
#: Draws of the points.
DRAWS = 5


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


class Errors(NamedTuple):
    """Mean squared errors (E,) in the target's own units."""

    training: np.ndarray
    fresh: np.ndarray


def fit(
    settings: Settings,
    draw: int,
    steps: int,
    units: Units,
    normalizer: str | None,
    optimizer: Optimizer | None = None,
) -> Errors:
    """Train on one draw of the points; normalize inputs and targets where asked to."""
    generator = torch.Generator().manual_seed(settings.seed + draw)
    x = 2 * torch.rand(POINTS, 1, generator=generator, dtype=torch.float64) - 1
    fresh = torch.linspace(-1, 1, 401, dtype=torch.float64)[:, None]
    seen, seen_fresh = (units.scale * part + units.offset for part in (x, fresh))
    y = step_with_ripples(x)
    to_x, to_y = _identity(seen), _identity(y)
    if normalizer is not None:
        to_x, to_y = (normalizations.NORMALIZATIONS[normalizer](part) for part in (seen, y))
    run = settings.train(
        MLP([1, WIDTH, WIDTH, 1], activation="tanh"),
        (to_x.transform(seen).float(), to_y.transform(y).float()),
        optimizer=optimizer or optimizers.adam(1e-3),
        seed=settings.seed + settings.networks * draw,
        steps=steps,
        doing=f"{normalizer or 'no'} normalization, draw {draw}",
    )

    def error(at: Tensor, true: Tensor) -> np.ndarray:
        predicted = to_y.inverse(run.predict(to_x.transform(at).float()).cpu().double())
        return (predicted - true).square().mean(dim=(1, 2)).numpy()

    return Errors(error(seen, y), error(seen_fresh, step_with_ripples(fresh)))


def _identity(x: Tensor) -> normalizations.Normalization:
    one = torch.eye(x.shape[1], dtype=x.dtype)
    return normalizations.Normalization("none", torch.zeros_like(x[0]), one, one)


def _fits(
    settings: Settings, draws: int, steps: int, units: Units, normalizer: str | None, **options: Any
) -> Errors:
    """Fit the settings' networks, shared out over draws of the points."""
    members = max(1, settings.networks // draws)
    parts = [
        fit(
            settings.part(draw / draws, (draw + 1) / draws, networks=members),
            draw,
            steps,
            units,
            normalizer,
            **options,
        )
        for draw in range(draws)
    ]
    return Errors(*(np.concatenate(errors) for errors in zip(*parts, strict=True)))


@experiment(
    "normalization",
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
    with_it = _fits(settings.part(0, 0.35), DRAWS, steps, UNITS["x on (-1, 1)"], "z_score")
    without = {
        "x on (-1, 1)": _fits(settings.part(0.35, 0.7), DRAWS, steps, UNITS["x on (-1, 1)"], None)
    }
    few = settings.part(0.7, 1, networks=max(DRAWS, settings.networks // 10))
    rows: list[Mapping[str, Any]] = []
    complete = True
    others = [name for name in UNITS if name not in without]
    try:
        for number, name in enumerate(others):
            part = few.part(number / 6, (number + 1) / 6)
            without[name] = _fits(part, DRAWS, steps, UNITS[name], None)
        main = UNITS["x on (-1, 1)"]
        rows.append(_row("min-max", _fits(few.part(3 / 6, 4 / 6), DRAWS, steps, main, "min_max")))
        for number, normalizer in enumerate((None, "z_score"), start=4):
            part, rule = few.part(number / 6, (number + 1) / 6), optimizers.sgd(0.1)
            errors = _fits(part, DRAWS, steps, main, normalizer, optimizer=rule)
            rows.append(_row(f"gradient descent, lr 0.1, {normalizer or 'none'}", errors))
    except KeyboardInterrupt:
        complete = False
    gain = np.log10(without["x on (-1, 1)"].training / with_it.training)
    low, high = (10**bound for bound in statistics.median_interval(gain))
    medians = {name: float(np.median(errors.training)) for name, errors in without.items()}
    best = float(np.median(with_it.training))
    ratios = {name: median / best for name, median in medians.items()}
    return Outcome(
        measured={
            "training error with": best,
            "training error without": medians["x on (-1, 1)"],
            "fresh error with": float(np.median(with_it.fresh)),
            "fresh error without": float(np.median(without["x on (-1, 1)"].fresh)),
            "training error without over with": float(10 ** np.median(gain)),
        }
        | {f"medians without over with, {name}": ratio for name, ratio in ratios.items()},
        claimed={"training error without over with": "above 1"},
        interval={"training error without over with": (low, high)},
        interval_method=f"{statistics.BOOTSTRAPPED}, of the median of pairs with the same seed",
        holds=_holds(low, high, ratios),
        verdict=f"With x on (-1, 1), which is nearly normalized already, the error on the training "
        f"points is {10 ** np.median(gain):.2f} times as large without normalization. What it buys "
        "is independence of units: "
        + ", ".join(
            f"with {name} the error without it is {ratios[name]:.1f} times that with it"
            for name in others
            if name in ratios
        )
        + ".",
        setting={
            "points (chosen by us)": f"{POINTS}, x uniform on (-1, 1)",
            "network (chosen by us)": f"1-{WIDTH}-{WIDTH}-1, tanh, Glorot normal",
            "rule (chosen by us)": "Adam, lr 0.001, full batch",
            "steps (chosen by us)": steps,
            "normalization": "z-score of inputs and of targets; errors in the target's own units",
            "data sets": DRAWS,
        },
        sensitivity=[
            *(_row(f"{name}, none", errors) for name, errors in without.items()),
            _row("any units, z-score", with_it),
            *rows,
        ],
        data={f"without {name}": errors.training for name, errors in without.items()}
        | {
            "with": with_it.training,
            "fresh with": with_it.fresh,
            "fresh without": without["x on (-1, 1)"].fresh,
            "units": np.array([*without]),
        },
        complete=complete,
    )


def _row(name: str, errors: Errors) -> dict[str, Any]:
    return {
        "changed": name,
        "networks": len(errors.training),
        "median training error": float(np.median(errors.training)),
        "median fresh error": float(np.median(errors.fresh)),
    }


def _holds(low: float, high: float, ratios: Mapping[str, float]) -> bool | str:
    """Say yes where normalization helps in all units, no in none, else in which it helps."""
    helps = [name for name, ratio in ratios.items() if ratio > 1]
    if low > 1 and len(helps) == len(ratios):
        return True
    if high < 1 and not helps:
        return False
    words = ", ".join(helps) or "no units tried"
    return f"It depends on the units of x, which the source leaves open: it helps with {words}."
