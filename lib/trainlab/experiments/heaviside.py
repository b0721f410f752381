"""Regularization on a step: L1 against L2, and dropout in two and in three hidden layers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from trainlab.experiments._experiment import Outcome, Settings, experiment, gathered
from trainlab.experiments.statistics import BOOTSTRAPPED, EXACT, median_interval, share_interval
from trainlab.networks import MLP
from trainlab.optimizers import adam

POINTS, WIDTH, LR, ALPHA, NOISE = 40, 100, 0.01, 1e-4, 0.1
#: Rates of dropping per hidden layer, by depth: the source's.
DROPOUT = {2: (0.75, 0.01), 3: (0.75, 0.6, 0.01)}
METHODS = ("none", "l1", "l2", "dropout")
#: Numbers of every network, by depth and method.
Numbers = dict[tuple[int, str], np.ndarray]
#: Where the fit is judged.
GRID = torch.linspace(-1, 1, 2001)[:, None]


def step(x: Tensor) -> Tensor:
    """Return 0 for x < 0 and 1 for x >= 0."""
    return (x >= 0).to(x.dtype)


def points(noise: float, seed: int) -> tuple[Tensor, Tensor]:
    """Return x (POINTS, 1), equally spaced on (-1, 1), and the step there with Gaussian noise."""
    x = torch.linspace(-1, 1, POINTS)[:, None]
    drawn = torch.randn(POINTS, 1, generator=torch.Generator().manual_seed(seed))
    return x, step(x) + noise * drawn


def method_arguments(method: str, depth: int) -> dict[str, Any]:
    """Return the arguments of ``train`` that make a method."""
    values = {"none": {}, "l1": {"l1": ALPHA}, "l2": {"l2": ALPHA}}
    return values.get(method, {"dropout": DROPOUT[depth]})


def fits(
    settings: Settings, data: tuple[Tensor, Tensor], depth: int, method: str, steps: int
) -> Tensor:
    """Train a population; return what it says on the grid (E, 2001)."""
    run = settings.train(
        MLP([1, *[WIDTH] * depth, 1], activation="relu"),
        data,
        optimizer=adam(LR),
        init="he_uniform",
        steps=steps,
        doing=f"{depth} layers, {method}",
        **method_arguments(method, depth),
    )
    return run.predict(GRID)[:, :, 0]


def errors(predictions: Tensor) -> np.ndarray:
    """Return the mean squared distance from the true step on the grid (E,)."""
    return (predictions - step(GRID[:, 0]).to(predictions)).square().mean(dim=1).numpy(force=True)


def study(settings: Settings, noise: float, draws: int, steps: int) -> tuple[Numbers, Numbers]:
    """Train every method and depth on ``draws`` data sets; return errors (E,), fits (E, 2001)."""
    networks = max(1, settings.networks // draws)
    cases = [(depth, method) for depth in DROPOUT for method in METHODS]
    total = len(cases) * draws
    error: Numbers = {}
    shown: Numbers = {}
    for i, case in enumerate(cases):
        found = []
        for draw in range(draws):
            done = i * draws + draw
            part = settings.part(done / total, (done + 1) / total, networks)
            part = replace(part, seed=settings.seed + draw * networks)
            found.append(fits(part, points(noise, part.seed), *case, steps))
        every = torch.cat(found)
        error[case], shown[case] = errors(every), every.numpy(force=True)
    return error, shown


def share_below(low: np.ndarray, high: np.ndarray) -> tuple[float, tuple[float, float]]:
    """Return how often one error is below the other, member by member, and its interval."""
    wins = int((low < high).sum())
    return wins / len(low), share_interval(wins, len(low))


def comparisons(error: Numbers) -> dict[str, tuple[float, Any]]:
    """Return the shares that the source's three remarks are about."""
    return {
        "l1_below_l2_2_layers": share_below(error[2, "l1"], error[2, "l2"]),
        "l1_below_l2_3_layers": share_below(error[3, "l1"], error[3, "l2"]),
        "dropout_3_below_2_layers": share_below(error[3, "dropout"], error[2, "dropout"]),
    }


@experiment(
    "heaviside",
    title="L1, L2 and dropout on a step",
    source='Karniadakis, "Training and optimization", Example: Regularizers, Dropout',
    claim="On the Heaviside function with two and three hidden layers of 100 ReLU, L1 works better "
    "than L2 (both 1e-4); dropout works better with three layers than with two.",
    networks=60,
    quick=16,
    seconds=220,
)
def heaviside(settings: Settings) -> Outcome:
    """Train every method on the exact step, and then on noisy values of it."""
    steps = 150 if settings.quick else 1000
    made, complete = gathered(_studies(settings, steps))
    if not made:
        raise KeyboardInterrupt
    error, shown = made[0]
    exact = comparisons(error)
    noisy = comparisons(made[1][0]) if len(made) == 2 else {}
    medians = {
        f"error_{method}_{depth}_layers": (float(np.median(value)), median_interval(value))
        for (depth, method), value in error.items()
    }
    found = exact | medians
    return Outcome(
        measured={name: value for name, (value, _) in found.items()},
        claimed=dict.fromkeys(exact, "above 0.5"),
        interval={name: interval for name, (_, interval) in found.items()},
        interval_method=f"shares: {EXACT}; errors: {BOOTSTRAPPED}, of the median",
        holds=_holds(exact, noisy),
        verdict=_verdict(found, noisy),
        setting={
            "network": f"2 and 3 hidden layers of {WIDTH}, ReLU, He-uniform weights, zero biases",
            "data": f"the step at {POINTS} equally spaced points on (-1, 1), full batch (not "
            "named)",
            "rule": f"Adam (not named), lr {LR}, {steps} steps (the source: 30000)",
            "penalties": f"{ALPHA} on the weights (the source: on the biases too)",
            "dropout": {str(depth): list(rates) for depth, rates in DROPOUT.items()},
            "dropout_rates": "taken as probabilities of dropping",
            "error": f"mean squared distance from the step at {len(GRID)} points",
            "pairs": "l1 and l2 start from the same weights",
        },
        sensitivity=[_row(made[1][0])] if noisy else [],
        complete=complete,
        data={
            "x": GRID[:, 0].numpy(),
            **{f"fit_{m}_{d}": np.median(value, axis=0) for (d, m), value in shown.items()},
            **{f"error_{m}_{d}": value for (d, m), value in error.items()},
        },
    )


def _studies(settings: Settings, steps: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Study the exact step; if not quick, noisy values too, new ones for every two networks."""
    share = 1.0 if settings.quick else 0.55
    yield study(settings.part(0, share), 0.0, 1, steps)
    if not settings.quick:
        yield study(settings.part(share, 1), NOISE, max(1, settings.networks // 2), steps)


def _row(error: Numbers) -> dict[str, Any]:
    medians = {
        f"error_{method}_{depth}_layers": float(np.median(value))
        for (depth, method), value in error.items()
    }
    shares = {name: share for name, (share, _) in comparisons(error).items()}
    return {"changed": f"noise {NOISE} on the values", **medians, **shares}


def _word(interval: tuple[float, float]) -> str:
    if interval[0] > 0.5:
        return "yes"
    return "no" if interval[1] < 0.5 else "undecided"


def _holds(exact: dict[str, Any], noisy: dict[str, Any]) -> bool | str:
    words = {name: _word(interval) for name, (_, interval) in exact.items()}
    again = {name: _word(interval) for name, (_, interval) in noisy.items()}
    if {*words.values(), *again.values()} == {"yes"}:
        return True
    if "yes" not in {*words.values(), *again.values()}:
        return False
    remarks = {
        "L1 better with 2 layers": "l1_below_l2_2_layers",
        "L1 better with 3 layers": "l1_below_l2_3_layers",
        "dropout better with 3 layers": "dropout_3_below_2_layers",
    }
    told = "; ".join(
        f"{remark}: {words[name]}" + (f", with noise {again[name]}" if again else "")
        for remark, name in remarks.items()
    )
    return f"It depends on the data, which the source does not name. {told}."


def _verdict(found: dict[str, Any], noisy: dict[str, Any]) -> str:
    def error(method: str, depth: int) -> str:
        return f"{found[f'error_{method}_{depth}_layers'][0]:.4f}"

    told = (
        f"On the exact step L1 against L2 has error {error('l1', 2)} against {error('l2', 2)} with "
        f"two layers, {error('l1', 3)} against {error('l2', 3)} with three, and no penalty "
        f"{error('none', 2)} and {error('none', 3)}; dropout {error('dropout', 2)} and "
        f"{error('dropout', 3)}."
    )
    if noisy:
        shares = [f"{noisy[name][0]:.0%}" for name in noisy]
        told += (
            f" With noise L1 is ahead of L2 in {shares[0]} of the networks of two layers and in "
            f"{shares[1]} of those of three; dropout does better with three in {shares[2]}."
        )
    return told
