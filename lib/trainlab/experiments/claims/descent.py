"""Gradient descent on a line fit and on a noisy bowl (lectures 05, 06 and 08)."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, schedules
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import in_parts, within
from trainlab.nn.networks import MLP
from trainlab.optimizers import Optimizer
from trainlab.training.racing import race
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

# The line fit.

LINE_RULES = {
    "SGD": optimizers.sgd(0.005),
    "momentum 0.6": optimizers.momentum(0.005, 0.6),
    "Nesterov 0.8": optimizers.nesterov(0.005, 0.8),
}
#: Where the source's one run of each ended: intercept, slope.
SOURCE_ENDS = np.array([[1.9882, 2.9975], [1.9837, 2.9933], [1.9738, 2.9914]])
LINE_STEPS = 1000
#: Networks that share one data set.
MEMBERS = 5
#: A result is typical when at least this share of the runs lies at least as far from the middle.
TYPICAL = 0.05
#: A mean farther than this from the line's parameters has not arrived.
FAR = 0.1
#: The line's intercept and slope.
LINE = np.array([2.0, 3.0])

Inputs = Callable[[int, torch.Generator], Tensor]


def _uniform(low: float, high: float) -> Inputs:
    def draw(n: int, generator: torch.Generator) -> Tensor:
        return low + (high - low) * torch.rand(n, 1, generator=generator, dtype=torch.float64)

    return draw


def _normal(n: int, generator: torch.Generator) -> Tensor:
    return torch.randn(n, 1, generator=generator, dtype=torch.float64)


#: What the source leaves open: the inputs, and the points that one iteration looks at.
LINE_SETTINGS: dict[str, tuple[Inputs, int | None]] = {
    "x of mean 0, variance 1 (uniform), 1 point a step": (_uniform(-math.sqrt(3), math.sqrt(3)), 1),
    "x standard normal, 1 point a step": (_normal, 1),
    "x uniform on (-1, 1), 1 point a step": (_uniform(-1, 1), 1),
    "x uniform on (0, 1), 1 point a step": (_uniform(0, 1), 1),
    "x of mean 0, variance 1 (uniform), all 30 points a step": (
        _uniform(-math.sqrt(3), math.sqrt(3)),
        None,
    ),
    "x uniform on (0, 1), all 30 points a step": (_uniform(0, 1), None),
}


def line_data(inputs: Inputs, seed: int) -> tuple[Tensor, Tensor]:
    """Return 30 points of y = 3x + 2 + U(-0.1, 0.1), float64."""
    generator = torch.Generator().manual_seed(seed)
    x = inputs(30, generator)
    return x, 3 * x + 2 + _uniform(-0.1, 0.1)(30, generator)


def fit_line(
    data: tuple[Tensor, Tensor],
    rule: Optimizer,
    batch_size: int | None,
    population: int,
    seed: int,
    device: str,
) -> np.ndarray:
    """Return (intercept, slope) of each member after 1000 steps from (10, 5), (E, 2)."""
    trainer = Trainer(
        MLP([1, 1]),
        data,
        optimizer=rule,
        init=torch.tensor([5.0, 10.0], dtype=torch.float64),
        population=population,
        batch_size=batch_size,
        seed=seed,
        device=device,
        dtype=torch.float64,
    )
    trainer.step(LINE_STEPS, record=False)
    return trainer.params.flip(1).numpy(force=True)


def _fits(settings: Settings, name: str, draws: int) -> np.ndarray:
    """Return where each network ended under each rule, on the data set it shares with four others:
    (draws * MEMBERS, rules, 2). The rules see the points in orders of their own.
    """
    inputs, batch_size = LINE_SETTINGS[name]
    found = []
    for part, draw in settings.over(range(draws)):
        seed = settings.seed + MEMBERS * len(LINE_RULES) * draw
        data = line_data(inputs, seed)
        ends = [
            fit_line(data, rule, batch_size, MEMBERS, seed + MEMBERS * k, settings.device)
            for k, rule in enumerate(LINE_RULES.values())
        ]
        found.append(np.stack(ends, axis=1))
        part.progress(1.0, name)
    return np.concatenate(found)


def are_farther(found: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Return which results (E, ...) lie at least as far from their mean as a point, by
    Mahalanobis' distance: how typical the point is of them, all its numbers together.
    """
    flat = found.reshape(len(found), -1)
    centre, precision = flat.mean(axis=0), np.linalg.pinv(np.cov(flat.T))

    def distance(x: np.ndarray) -> np.ndarray:
        squares: np.ndarray = np.einsum("...i,ij,...j->...", x - centre, precision, x - centre)
        return squares

    return distance(flat) >= distance(np.ravel(point))


def share_farther(found: np.ndarray, point: np.ndarray) -> float:
    """Return the share of results (E, ...) at least as far from their mean as a point."""
    return float(are_farther(found, point).mean())


def over_draws(values: np.ndarray) -> tuple[float, float]:
    """Return the interval of the mean of values (draws * MEMBERS,), resampling the draws."""
    return statistics.bootstrap_interval(values.reshape(-1, MEMBERS).mean(axis=1))


def _draw_line_fit(result: Result) -> "Picture":
    from trainlab.experiments.figures import descent as figures

    return figures.line_fit(result)


@experiment(
    "line-fit",
    draw=_draw_line_fit,
    title="SGD, momentum and Nesterov fit a line",
    source="Bucharest lecture 3, Deep Neural Networks",
    claim="y = 3x + 2 + U(-0.1, 0.1), 30 points, from (10, 5), 1000 steps at 0.005: SGD ends at "
    "(1.9882, 2.9975), momentum 0.6 at (1.9837, 2.9933), Nesterov 0.8 at (1.9738, 2.9914).",
    networks=1000,
    quick=100,
    seconds=40,
)
def line_fit(settings: Settings) -> Outcome:
    """Fit many noisy lines many times, and see where the source's three results fall."""
    draws = max(2, settings.networks // MEMBERS)
    fewer = max(2, draws // 5)
    names = [*LINE_SETTINGS][: 4 if settings.quick else None]
    first, *rest = settings.split(draws, *[fewer] * (len(names) - 1))
    found = _fits(first, names[0], draws)
    rows, complete = gathered(
        _line_row(name, _fits(part, name, fewer))
        for part, name in zip(rest, names[1:], strict=True)
    )
    sensitivity = [_line_row(names[0], found), *rows]
    measured: dict[str, Any] = {}
    interval, claimed = {}, {}
    for rule, values, claim in zip(LINE_RULES, found.swapaxes(0, 1), SOURCE_ENDS, strict=True):
        for k, part_name in enumerate(("intercept", "slope")):
            name = f"{part_name}, {rule}"
            measured[name] = float(values[:, k].mean())
            interval[name] = over_draws(values[:, k])
            measured[f"{name}: middle 95% of the runs"] = np.quantile(
                values[:, k], (0.025, 0.975)
            ).tolist()
            measured[f"{name}: share below the source's"] = float((values[:, k] < claim[k]).mean())
            claimed[name] = float(claim[k])
    out = "share of runs at least as far from the middle as the source's"
    outside = are_farther(found, SOURCE_ENDS)
    measured[out], interval[out] = float(outside.mean()), over_draws(outside)
    return Outcome(
        measured=measured,
        claimed=dict(claimed),
        interval=interval,
        interval_method="95% percentile bootstrap of the mean, over draws of the data, each with "
        "all its networks; how far out a run lies is Mahalanobis' distance of its six numbers",
        holds=measured[out] >= TYPICAL,
        verdict=_line_verdict(found, interval[out], sensitivity),
        setting={
            "model": "intercept + slope x, squared error",
            "points": 30,
            "start": "(intercept, slope) = (10, 5)",
            "lr": 0.005,
            "steps": LINE_STEPS,
            "inputs (chosen by us)": "uniform, mean 0, variance 1",
            "points a step (chosen by us)": "1, in a new order each epoch",
            "data sets": draws,
            "networks per data set": MEMBERS,
            "typical": f"at least {TYPICAL:.0%} of the runs lie at least as far from the middle",
        },
        sensitivity=sensitivity,
        data={"found": found, "rules": np.array([*LINE_RULES]), "source": SOURCE_ENDS},
        complete=complete,
    )


def _line_verdict(
    found: np.ndarray, bounds: tuple[float, float], sensitivity: Sequence[Mapping[str, Any]]
) -> str:
    """Say whether the source is typical, how the runs miss the line, and which inputs are slow."""
    share = share_farther(found, SOURCE_ENDS)
    miss = np.abs(SOURCE_ENDS - LINE).max()
    usual = float(np.median(np.abs(found - LINE).max(axis=(1, 2))))
    word = "typical" if share >= TYPICAL else "not typical"
    return (
        f"The source's six numbers are {word} of runs on standardized inputs that look at one "
        f"point a step: {share:.1%} of {len(found)} runs lie at least as far from the middle (95% "
        f"interval {bounds[0]:.1%} to {bounds[1]:.1%}). They miss (2, 3) by up to {miss:.3f}, the "
        f"median run by up to {usual:.3f}.{_slow(sensitivity)}"
    )


def _slow(sensitivity: Sequence[Mapping[str, Any]]) -> str:
    """Name the inputs with which the first rule's mean is still far away after all steps."""
    first = next(iter(LINE_RULES))
    column = f"mean (intercept, slope), {first}"
    far = [
        f"{row['changed']}: ({row[column][0]:.2f}, {row[column][1]:.2f})"
        for row in sensitivity
        if np.abs(np.array(row[column]) - LINE).max() > FAR
    ]
    if not far:
        return ""
    return f" Farther than {FAR:g} from it {first} ends on average with {'; '.join(far)}."


def _line_row(name: str, found: np.ndarray) -> dict[str, Any]:
    row: dict[str, Any] = {"changed": name, "networks": len(found)}
    for rule, mean in zip(LINE_RULES, found.mean(axis=0), strict=True):
        row[f"mean (intercept, slope), {rule}"] = mean.round(4).tolist()
    return row | {"runs at least as far as the source's": share_farther(found, SOURCE_ENDS)}


# The noisy bowl.

LR, NOISE = 0.1, 1.0
CURVATURES = np.array([2.0, 4.0])
START = np.array([-5.0, -2.5])
#: Factor of the learning rate at step 0, 1, ..., the steps of the source, and where its run ended.
#: The source counts up before it uses the count, so that the first factor is that of 2.
NOISY: dict[str, tuple[Callable[[int], float], int]] = {
    "constant": (schedules.constant(), 70),
    "exponential": (lambda step: schedules.exponential(0.1)(step + 2), 2500),
    "power": (lambda step: schedules.power(0.02, 0.5)(step + 2), 25),
}
FROZEN = np.array([-0.793612, -0.070806])
#: How far a standard deviation may be from the exact one and count as the same, and the share of
#: it below which a schedule has settled.
SAME, SETTLED = 0.1, 0.5
SPREAD = "standard deviation of x1, {}, step {}"
TYPICAL_RUN = "the source's frozen run is typical"


def moments(factor: Callable[[int], float], steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and variance (steps + 1, 2) of x under x <- x - lr_t (c x + noise).

    Exactly: the mean shrinks by 1 - lr_t c a step, the variance by its square, and gains lr_t^2.
    """
    mean, variance = [START], [np.zeros(2)]
    for step in range(steps):
        lr = LR * factor(step)
        shrink = 1 - lr * CURVATURES
        mean.append(shrink * mean[-1])
        variance.append(shrink**2 * variance[-1] + (lr * NOISE) ** 2)
    return np.stack(mean), np.stack(variance)


def _draw_noisy_quadratic(result: Result) -> "Picture":
    from trainlab.experiments.figures import descent as figures

    return figures.noisy_quadratic(
        result, stops={name: count for name, (_, count) in NOISY.items()}
    )


@experiment(
    "noisy-quadratic",
    draw=_draw_noisy_quadratic,
    title="Three schedules on a noisy bowl",
    source="Karniadakis, Training and Optimization",
    claim="On x1^2 + 2 x2^2 with unit gradient noise, from (-5, -2.5) at 0.1: a constant rate "
    "keeps its variance however long it runs; exp(-0.1 t) freezes early, at (-0.79, -0.07) after "
    "2500 steps; (1 + 0.02 t)^-0.5 settles, with less variance.",
    seconds=3,
)
def noisy_quadratic(settings: Settings) -> Outcome:
    """Run all three schedules for as long as the longest, beside the exact mean and variance."""
    steps = max(count for _, count in NOISY.values())
    paths, exact = {}, {}
    for part, (name, (factor, _)) in settings.over(NOISY.items()):
        part.progress(0.0, f"{name} schedule")
        run = race(
            "bowl",
            [optimizers.sgd(LR)],
            start=START.tolist(),
            population=settings.networks,
            steps=steps,
            noise=NOISE,
            schedule=factor,
            seed=settings.seed,
            device=settings.device,
        )
        paths[name] = run.paths[:, 0].numpy(force=True)
        exact[name] = moments(factor, steps)
    measured: dict[str, float | list[float]] = {}
    interval = {}
    for name, (_, count) in NOISY.items():
        for step in (count, steps) if count < steps else (steps,):
            spread = SPREAD.format(name, step)
            measured[spread] = float(paths[name][step, :, 0].std())
            interval[spread] = statistics.bootstrap_interval(paths[name][step, :, 0], np.std)
        centre = f"mean of x1, {name}, step {count}"
        measured[centre] = float(paths[name][count, :, 0].mean())
        interval[centre] = statistics.bootstrap_interval(paths[name][count, :, 0])
    below = (paths["exponential"][-1] < FROZEN).mean(axis=0)
    measured["share of frozen runs below the source's (x1, x2)"] = below.tolist()
    kept = float(kept_deviation()[0])
    frozen_variance = exact["exponential"][1][-1]
    parts = _noisy_parts(interval, below, kept, steps)
    return Outcome(
        measured=measured,
        claimed={
            "x1 of the source's run, exponential, step 2500": float(FROZEN[0]),
            "x2 of the source's run, exponential, step 2500": float(FROZEN[1]),
        },
        interval=interval,
        interval_method=statistics.BOOTSTRAPPED,
        holds=in_parts(parts),
        verdict=_noisy_verdict(measured, parts, kept, steps),
        setting={
            "surface": "x1^2 + 2 x2^2",
            "start": START.tolist(),
            "gradient noise": "standard normal on each component",
            "lr": LR,
            "steps in the source": {name: count for name, (_, count) in NOISY.items()},
            "t of the first step": 2,
            "keeps": "standard deviation of x1 within "
            f"{SAME:.0%} of lr sigma / sqrt(1 - (1 - lr c)^2) = {kept:.4f}, which stays the same",
            "settles": f"standard deviation of x1 below {SETTLED:g} of that",
        },
        sensitivity=[
            {
                "schedule": name,
                "step": step,
                "exact mean": exact[name][0][step].round(4).tolist(),
                "exact standard deviation": np.sqrt(exact[name][1][step]).round(4).tolist(),
            }
            for name in NOISY
            for step in (25, 70, steps)
        ],
        data={f"x1 {name}": path[:, :, 0].astype(np.float32) for name, path in paths.items()}
        | {f"mean {name}": exact[name][0][:, 0] for name in NOISY}
        | {f"std {name}": np.sqrt(exact[name][1][:, 0]) for name in NOISY}
        | {"frozen": paths["exponential"][-1], "frozen std": np.sqrt(frozen_variance)},
    )


def kept_deviation() -> np.ndarray:
    """Return the standard deviation (2,) that x <- x - lr (c x + noise) keeps in the long run.

    A variance V that stays the same has V = (1 - lr c)^2 V + (lr sigma)^2.
    """
    return LR * NOISE / np.sqrt(1 - (1 - LR * CURVATURES) ** 2)


def _noisy_parts(
    interval: Mapping[str, tuple[float, float]], below: np.ndarray, kept: float, steps: int
) -> dict[str, str]:
    """Judge the parts of the claim; of the power schedule at the source's step and at the end."""
    early = NOISY["power"][1]
    parts = {
        f"the constant rate keeps its spread at step {step}": within(
            interval[SPREAD.format("constant", step)], (1 - SAME) * kept, (1 + SAME) * kept
        )
        for step in (NOISY["constant"][1], steps)
    }
    mean = interval[f"mean of x1, exponential, step {steps}"]
    parts["exp(-0.1 t) freezes farther from 0 than the constant rate spreads"] = within(
        mean, -np.inf, -kept
    )
    typical = bool(((below >= 0.025) & (below <= 0.975)).all())
    parts[TYPICAL_RUN] = "yes" if typical else "no"
    power = {step: interval[SPREAD.format("power", step)] for step in (early, steps)}
    parts[f"the power schedule has less spread at step {early}"] = within(power[early], 0, kept)
    for step in (early, steps):
        parts[f"it has settled by step {step}"] = within(power[step], 0, SETTLED * kept)
    return parts


def _noisy_verdict(
    measured: Mapping[str, Any], parts: Mapping[str, str], kept: float, steps: int
) -> str:
    shares = {
        (name, step): f"{measured[SPREAD.format(name, step)] / kept:.0%}"
        for name, step in (
            ("constant", NOISY["constant"][1]),
            ("constant", steps),
            ("power", NOISY["power"][1]),
            ("power", steps),
        )
    }
    told = {
        name: " and ".join(f"{share} at step {s}" for (n, s), share in shares.items() if n == name)
        for name in ("constant", "power")
    }
    return (
        f"Under a constant rate x1 keeps a standard deviation of {kept:.4f} in theory; of that it "
        f"has {told['constant']}, and {told['power']} under the power schedule (settled: below "
        f"{SETTLED:.0%}). exp(-0.1 t) stands at "
        f"{measured[f'mean of x1, exponential, step {steps}']:.2f} on average at step {steps}; the "
        "source's run is "
        f"{'typical' if parts[TYPICAL_RUN] == 'yes' else 'not typical'} of those."
    )
