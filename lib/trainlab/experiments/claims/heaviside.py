"""Regularization on a step: L1 against L2, and dropout in two and in three hidden layers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.statistics import BOOTSTRAPPED, EXACT, median_interval, share_interval
from trainlab.experiments.verdicts import above, agreed
from trainlab.nn.networks import MLP
from trainlab.optimizers import adam

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS, WIDTH, LR, ALPHA, NOISE = 40, 100, 0.01, 1e-4, 0.1
#: Steps of the source, and steps on the way at which the same training is judged too.
STEPS, WAY = 30_000, (1000, 4000, 10_000)
#: Steps of a quick run, and on noisy values.
QUICK_STEPS, NOISY_STEPS = 150, 4000
#: Networks on noisy values for each one on the exact step: the training is so much shorter.
NOISY_SHARE = 3
#: Rates of dropping per hidden layer, by depth: the source's.
DROPOUT = {2: (0.75, 0.01), 3: (0.75, 0.6, 0.01)}
#: How each method is called.
METHODS = {"none": "no penalty", "l1": "L1", "l2": "L2", "dropout": "dropout"}
#: Numbers of every network, by depth and method.
Numbers = dict[tuple[int, str], np.ndarray]
#: Shares of the networks with their intervals, by name.
Shares = dict[str, tuple[float, tuple[float, float]]]
#: The source's three remarks, by the share that each is about.
REMARKS = {
    "share of networks, L1 below L2, 2 layers": "L1 better with 2 layers",
    "share of networks, L1 below L2, 3 layers": "L1 better with 3 layers",
    "share of networks, dropout with 3 layers below that with 2": "dropout better with 3 layers",
}
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
    settings: Settings,
    data: tuple[Tensor, Tensor],
    depth: int,
    method: str,
    looks: Sequence[int],
) -> Tensor:
    """Train a population; return what it says on the grid after each number of steps.

    The numbers rise, and the last one ends the training; the result is (looks, E, 2001).
    """
    run = settings.train(
        MLP([1, *[WIDTH] * depth, 1], activation="relu"),
        data,
        optimizer=adam(LR),
        init="he_uniform",
        steps=looks[-1],
        snapshots=looks,
        doing=f"{depth} layers, {method}",
        **method_arguments(method, depth),
    )
    return torch.stack([run.predict(GRID, i)[:, :, 0] for i in range(len(looks))])


def errors(predictions: Tensor) -> np.ndarray:
    """Return the mean squared distance (...) of predictions (..., 2001) from the true step."""
    return (predictions - step(GRID[:, 0]).to(predictions)).square().mean(dim=-1).numpy(force=True)


def study(
    settings: Settings, noise: float, draws: int, looks: Sequence[int]
) -> tuple[Numbers, Numbers]:
    """Train every method and depth on ``draws`` data sets.

    Returns:
        The errors at each look (looks, E), and the fits at the last one (E, 2001).
    """
    networks = max(1, settings.networks // draws)
    cases = [(depth, method) for depth in DROPOUT for method in METHODS]
    error: Numbers = {}
    shown: Numbers = {}
    for whole, case in settings.over(cases):
        found = [
            fits(part, points(noise, part.seed), *case, looks)
            for part in whole.draws(draws, networks)
        ]
        every = torch.cat(found, dim=1)
        error[case], shown[case] = errors(every), every[-1].numpy(force=True)
    return error, shown


def share_below(low: np.ndarray, high: np.ndarray) -> tuple[float, tuple[float, float]]:
    """Return how often one error is below the other, member by member, and its interval."""
    wins = int((low < high).sum())
    return wins / len(low), share_interval(wins, len(low))


def comparisons(error: Numbers) -> Shares:
    """Return the shares that the source's three remarks are about, from errors (E,)."""
    pairs = (
        (error[2, "l1"], error[2, "l2"]),
        (error[3, "l1"], error[3, "l2"]),
        (error[3, "dropout"], error[2, "dropout"]),
    )
    return {name: share_below(*pair) for name, pair in zip(REMARKS, pairs, strict=True)}


def median_error(method: str, depth: int) -> str:
    """Return what the median error of a method is called."""
    return f"median error, {METHODS[method]}, {depth} layers"


def _draw_heaviside(result: Result) -> "Picture":
    from trainlab.experiments.figures import heaviside as figures

    return figures.heaviside(result, METHODS)


@experiment(
    "heaviside",
    draw=_draw_heaviside,
    title="L1, L2 and dropout on a step",
    source='Karniadakis, "Training and optimization", Example: Regularizers, Dropout',
    claim="On the Heaviside function with two and three hidden layers of 100 ReLU, L1 works better "
    "than L2 (both 1e-4); dropout works better with three layers than with two.",
    networks=8,
    quick=8,
    seconds=420,
)
def heaviside(settings: Settings) -> Outcome:
    """Train every method on the exact step, and then on noisy values of it."""
    looks = (QUICK_STEPS,) if settings.quick else (*WAY, STEPS)
    made, complete = gathered(_studies(settings, looks), at_least=1)
    along, shown = made[0]
    error = _at(along, -1)
    exact = {steps: comparisons(_at(along, i)) for i, steps in enumerate(looks)}
    rows = [_row(f"{steps} steps", _at(along, i)) for i, steps in enumerate(looks[:-1])]
    noisy: Shares = {}
    if len(made) == 2:
        with_noise = _at(made[1][0], -1)
        noisy = comparisons(with_noise)
        rows.append(_row(f"noise {NOISE} on the values, {NOISY_STEPS} steps", with_noise))
    medians = {
        median_error(method, depth): (float(np.median(value)), median_interval(value))
        for (depth, method), value in error.items()
    }
    found = exact[looks[-1]] | medians
    return Outcome(
        measured={name: value for name, (value, _) in found.items()},
        claimed=dict.fromkeys(REMARKS, "above 0.5"),
        interval={name: interval for name, (_, interval) in found.items()},
        interval_method=f"shares: {EXACT}; errors: {BOOTSTRAPPED}, of the median",
        holds=_holds(exact, noisy),
        verdict=_verdict(medians, exact, noisy),
        setting={
            "network": f"2 and 3 hidden layers of {WIDTH}, ReLU, He-uniform weights, zero biases",
            "data": f"the step at {POINTS} equally spaced points on (-1, 1), full batch (not "
            "named)",
            "rule": f"Adam (not named), lr {LR}, betas (0.9, 0.999)",
            "steps": f"{looks[-1]} of the source's {STEPS}",
            "penalties": f"{ALPHA} times the sum of sizes (L1) or half the sum of squares (L2) of "
            "the weights (the source: of the biases too)",
            "dropout": {str(depth): list(rates) for depth, rates in DROPOUT.items()},
            "dropout_rates": "taken as probabilities of dropping",
            "error": f"mean squared distance from the step at {len(GRID)} points",
            "pairs": "l1 and l2 start from the same weights",
            "noise": f"Gaussian, deviation {NOISE}, drawn anew for every two networks; "
            f"{NOISY_STEPS} steps"
            if noisy
            else "none",
        },
        sensitivity=rows,
        complete=complete,
        data={
            "x": GRID[:, 0].numpy(),
            **{f"fit_{m}_{d}": np.median(value, axis=0) for (d, m), value in shown.items()},
            **{f"error_{m}_{d}": value for (d, m), value in error.items()},
        },
    )


def _studies(settings: Settings, looks: Sequence[int]) -> Iterator[tuple[Numbers, Numbers]]:
    """Study the exact step; if not quick, noisy values too, new ones for every two networks."""
    first, rest = settings.split(1, 0) if settings.quick else settings.split(0.62, 0.38)
    yield study(first, 0.0, 1, looks)
    if not settings.quick:
        more = replace(rest, networks=NOISY_SHARE * settings.networks)
        yield study(more, NOISE, more.networks // 2, (NOISY_STEPS,))


def _at(along: Numbers, look: int) -> Numbers:
    """Return the errors (E,) at one of the looks of errors (looks, E)."""
    return {case: value[look] for case, value in along.items()}


def _row(changed: str, error: Numbers) -> dict[str, Any]:
    """Return a row of the sensitivity: the three shares with intervals, and median errors."""
    row: dict[str, Any] = {"changed": changed, "networks": len(error[2, "l1"])}
    for name, (share, interval) in comparisons(error).items():
        row |= {name: share, f"{name}: interval": interval}
    for (depth, method), value in error.items():
        row[median_error(method, depth)] = float(np.median(value))
    return row


def _words(found: Shares) -> dict[str, str]:
    """Answer for each share whether it is above a half."""
    return {name: above(interval, 0.5) for name, (_, interval) in found.items()}


def _holds(exact: dict[int, Shares], noisy: Shares) -> bool | str:
    """Judge the remarks by the shares at the last look, and with noise where there are any.

    ``exact`` holds the shares by the steps at which they were looked at, in rising order.
    """
    along = {steps: _words(found) for steps, found in exact.items()}
    last = max(along)
    end, again = along[last], _words(noisy)
    told = "; ".join(
        f"{remark}: {_story([(steps, words[name]) for steps, words in along.items()])}"
        + (f" (with noise, after {NOISY_STEPS}: {again[name]})" if again else "")
        for name, remark in REMARKS.items()
    )
    if last < STEPS:
        return f"Not to be judged after {last} of the source's {STEPS} steps. {told}."
    agreement = agreed([*end.values(), *again.values()])
    if agreement is not None:
        return agreement
    if any({again[name], along[NOISY_STEPS][name]} == {"yes", "no"} for name in again):
        opening = "It depends on the noise of the data, which the source does not name"
    elif agreed(end.values()):
        opening = "It holds on the exact step, not for certain with noise"
    elif "yes" in end.values():
        opening = "It holds in part"
    else:
        opening = "On the exact step no part of it holds for certain"
    return f"{opening}. {told}."


def _story(words: list[tuple[int, str]]) -> str:
    """Return a remark's words along the steps: "no after 1000, yes after 4000 and 10000 steps"."""
    runs: list[tuple[str, list[int]]] = [
        (word, [steps for steps, _ in run]) for word, run in groupby(words, lambda w: w[1])
    ]
    if len(runs) == 1:
        return runs[0][0]
    told = (f"{word} after {' and '.join(map(str, steps))}" for word, steps in runs)
    return f"{', '.join(told)} steps"


def _verdict(medians: Shares, exact: dict[int, Shares], noisy: Shares) -> str:
    """Say the errors at the last look, the shares at every look, and those with noise."""

    def error(method: str, depth: int) -> str:
        return f"{medians[median_error(method, depth)][0]:.4f}"

    def shares(name: str) -> str:
        return ", ".join(f"{found[name][0]:.0%}" for found in exact.values())

    l1_2, l1_3, dropout = map(shares, REMARKS)
    told = (
        f"After {max(exact)} steps on the exact step L1 against L2 has error {error('l1', 2)} "
        f"against {error('l2', 2)} with two layers, {error('l1', 3)} against {error('l2', 3)} with "
        f"three, and no penalty {error('none', 2)} and {error('none', 3)}; dropout "
        f"{error('dropout', 2)} and {error('dropout', 3)}. After {', '.join(map(str, exact))} "
        f"steps L1 is ahead of L2 in {l1_2} of the networks of two layers and in "
        f"{l1_3} of those of three; dropout does better with three in {dropout}."
    )
    if noisy:
        l1_2, l1_3, dropout = (f"{noisy[name][0]:.0%}" for name in REMARKS)
        told += (
            f" With noise, after {NOISY_STEPS} steps, L1 is ahead of L2 in {l1_2} of the networks "
            f"of two layers and in {l1_3} of those of three; dropout does better with three in "
            f"{dropout}."
        )
    return told
