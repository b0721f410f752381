"""Gradient descent on a line fit and on a noisy bowl (lectures 05, 06 and 08)."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, schedules
from trainlab.experiments import statistics
from trainlab.experiments._experiment import Outcome, Settings, experiment
from trainlab.networks import MLP
from trainlab.optimizers import Optimizer
from trainlab.racing import race
from trainlab.trainer import Trainer

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
    for draw in range(draws):
        seed = settings.seed + MEMBERS * len(LINE_RULES) * draw
        data = line_data(inputs, seed)
        ends = [
            fit_line(data, rule, batch_size, MEMBERS, seed + MEMBERS * k, settings.device)
            for k, rule in enumerate(LINE_RULES.values())
        ]
        found.append(np.stack(ends, axis=1))
        settings.progress((draw + 1) / draws, name)
    return np.concatenate(found)


def share_farther(found: np.ndarray, point: np.ndarray) -> float:
    """Return the share of results (E, ...) at least as far from their mean as a point, by
    Mahalanobis' distance: how typical the point is of them, all its numbers together.
    """
    flat = found.reshape(len(found), -1)
    centre, precision = flat.mean(axis=0), np.linalg.pinv(np.cov(flat.T))

    def distance(x: np.ndarray) -> np.ndarray:
        return np.einsum("...i,ij,...j->...", x - centre, precision, x - centre)

    return float((distance(flat) >= distance(np.ravel(point))).mean())


@experiment(
    "line-fit",
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
    share = draws / (draws + fewer * (len(names) - 1))
    found = _fits(settings.part(0, share), names[0], draws)
    sensitivity: list[Mapping[str, Any]] = [_line_row(names[0], found)]
    complete = True
    try:
        for number, name in enumerate(names[1:]):
            width = (1 - share) / (len(names) - 1)
            part = settings.part(share + number * width, share + (number + 1) * width)
            sensitivity.append(_line_row(name, _fits(part, name, fewer)))
    except KeyboardInterrupt:
        complete = False
    measured: dict[str, float | list[float]] = {}
    interval, claimed = {}, {}
    for rule, values, claim in zip(LINE_RULES, found.swapaxes(0, 1), SOURCE_ENDS, strict=True):
        for k, part_name in enumerate(("intercept", "slope")):
            name = f"{part_name}, {rule}"
            measured[name] = float(values[:, k].mean())
            measured[f"{name}: share below the source's"] = float((values[:, k] < claim[k]).mean())
            claimed[name] = float(claim[k])
            interval[name] = statistics.pair(np.quantile(values[:, k], (0.025, 0.975)))
    farther = share_farther(found, SOURCE_ENDS)
    measured["share of runs at least as far from the middle as the source's"] = farther
    holds = farther >= 0.05
    return Outcome(
        measured=measured,
        claimed=dict(claimed),
        interval=interval,
        interval_method="middle 95% of the networks, where one run falls 19 times in 20; all six "
        "numbers together by Mahalanobis' distance",
        holds=holds,
        verdict=f"The source's six numbers are {'typical' if holds else 'not typical'} of runs on "
        f"standardized inputs that look at one point a step: {farther:.0%} of "
        f"{len(found)} runs lie at least as far from the middle. They miss (2, 3) by the data's "
        "noise, and differ from each other by the order of the points; with inputs from (0, 1), "
        "SGD would still be far away after 1000 steps.",
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
        },
        sensitivity=sensitivity,
        data={"found": found, "rules": np.array([*LINE_RULES]), "source": SOURCE_ENDS},
        complete=complete,
    )


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


@experiment(
    "noisy-quadratic",
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
    for number, (name, (factor, _)) in enumerate(NOISY.items()):
        settings.progress(number / len(NOISY), f"{name} schedule")
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
            spread = f"standard deviation of x1, {name}, step {step}"
            measured[spread] = float(paths[name][step, :, 0].std())
            interval[spread] = statistics.pair(
                statistics.bootstrap(paths[name][step, :, 0], np.std)
            )
        centre = f"mean of x1, {name}, step {count}"
        measured[centre] = float(paths[name][count, :, 0].mean())
        interval[centre] = statistics.pair(statistics.bootstrap(paths[name][count, :, 0]))
    below = (paths["exponential"][-1] < FROZEN).mean(axis=0)
    measured["share of frozen runs below the source's (x1, x2)"] = below.tolist()
    keeps = _overlap(interval, "standard deviation of x1, constant, step {}", 70, steps)
    freezes = interval["mean of x1, exponential, step 2500"][1] < -0.5
    typical = bool(((below >= 0.025) & (below <= 0.975)).all())
    settles = (
        interval[f"standard deviation of x1, power, step {steps}"][1]
        < interval[f"standard deviation of x1, constant, step {steps}"][0]
    )
    frozen_mean, frozen_variance = exact["exponential"][0][-1], exact["exponential"][1][-1]
    return Outcome(
        measured=measured,
        claimed={
            "x1 of the source's run, exponential, step 2500": float(FROZEN[0]),
            "x2 of the source's run, exponential, step 2500": float(FROZEN[1]),
        },
        interval=interval,
        interval_method=statistics.BOOTSTRAPPED,
        holds=keeps and freezes and typical and settles,
        verdict=f"A constant rate {'keeps' if keeps else 'does not keep'} its spread from step 70 "
        f"to {steps}; exp(-0.1 t) freezes about ({frozen_mean[0]:.2f}, {frozen_mean[1]:.2f}), with "
        f"the source's run {'typical' if typical else 'not typical'} of {settings.networks}; the "
        f"power schedule {'comes closer the longer it runs' if settles else 'does not settle'}, "
        "though at the source's 25 steps its spread is still nearly the constant rate's.",
        setting={
            "surface": "x1^2 + 2 x2^2",
            "start": START.tolist(),
            "gradient noise": "standard normal on each component",
            "lr": LR,
            "steps in the source": {name: count for name, (_, count) in NOISY.items()},
            "t of the first step": 2,
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


def _overlap(interval: dict[str, tuple[float, float]], name: str, *steps: int) -> bool:
    (low, high), (other_low, other_high) = (interval[name.format(step)] for step in steps)
    return low <= other_high and other_low <= high
