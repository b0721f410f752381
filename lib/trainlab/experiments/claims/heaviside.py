"""Regularization on a step: L1 against L2, and dropout in two and in three hidden layers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.statistics import BOOTSTRAPPED, EXACT, median_interval, share_interval
from trainlab.experiments.targets import DEFAULT_START
from trainlab.experiments.verdicts import above, agreed
from trainlab.nn.networks import MLP
from trainlab.optimizers import Optimizer, adam

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS, WIDTH, LR, ALPHA, NOISE = 40, 100, 0.01, 1e-4, 0.1
#: Steps of the source, and steps on the way at which the same training is judged too.
STEPS, WAY = 30_000, (1000, 4000, 10_000)
#: Steps of a quick run, and where something is changed.
QUICK_STEPS, CHANGED_STEPS = 150, 4000
#: Networks on noisy values for each one on the exact step: their training is so much shorter.
NOISY_SHARE = 3
#: What the listing of L1 keeps in its optimizer beside the penalty.
WEIGHT_DECAY = 1e-5
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


def _l1_slope(params: Tensor) -> Tensor:
    return ALPHA * params.sign()


def _l2_slope(params: Tensor) -> Tensor:
    return ALPHA * params


def _elastic_slope(params: Tensor) -> Tensor:
    return ALPHA * params.sign() + WEIGHT_DECAY * params


def _penalized(
    params: Tensor,
    grads: Tensor,
    state: Any,
    lr: float | Tensor,
    *,
    rule: Optimizer,
    slope: Callable[[Tensor], Tensor],
) -> None:
    rule.update(params, grads + slope(params), state, lr)


class Variant(NamedTuple):
    """What is changed in a study.

    Attributes:
        init: where the networks start.
        noise: deviation of the values' noise, drawn anew for every two networks.
        methods: those trained.
        slopes: method -> what its penalty adds to the gradient of every parameter, biases too; none
            where the penalties are on the weights.
    """

    init: str = "he_uniform"
    noise: float = 0.0
    methods: Sequence[str] = ("none", "l1", "l2", "dropout")
    slopes: Mapping[str, Callable[[Tensor], Tensor]] = {}


PLAIN, PENALTIES = Variant(), ("none", "l1", "l2")
VARIANTS = {
    f"noise {NOISE} on the values": Variant(noise=NOISE),
    DEFAULT_START: Variant("torch_default"),
    "penalties on all parameters": Variant(
        methods=PENALTIES, slopes={"l1": _l1_slope, "l2": _l2_slope}
    ),
    "all as listed": Variant(
        "torch_default", methods=PENALTIES, slopes={"l1": _elastic_slope, "l2": _l2_slope}
    ),
}


def method_arguments(method: str, depth: int, variant: Variant) -> dict[str, Any]:
    """Return the arguments of ``train`` that make a method."""
    rule = adam(LR)
    if method in variant.slopes:
        update = partial(_penalized, rule=rule, slope=variant.slopes[method])
        return {"optimizer": replace(rule, update=update)}
    values = {"none": {}, "l1": {"l1": ALPHA}, "l2": {"l2": ALPHA}}
    return {"optimizer": rule} | values.get(method, {"dropout": DROPOUT[depth]})


def fits(
    settings: Settings,
    data: tuple[Tensor, Tensor],
    depth: int,
    method: str,
    looks: Sequence[int],
    variant: Variant = PLAIN,
) -> Tensor:
    """Train a population; return what it says on the grid after each number of steps.

    The numbers rise, and the last one ends the training; the result is (looks, E, 2001).
    """
    run = settings.train(
        MLP([1, *[WIDTH] * depth, 1], activation="relu"),
        data,
        init=variant.init,
        steps=looks[-1],
        snapshots=looks,
        doing=f"{depth} layers, {method}",
        **method_arguments(method, depth, variant),
    )
    return torch.stack([run.predict(GRID, i)[:, :, 0] for i in range(len(looks))])


def errors(predictions: Tensor) -> np.ndarray:
    """Return the mean squared distance (...) of predictions (..., 2001) from the true step."""
    return (predictions - step(GRID[:, 0]).to(predictions)).square().mean(dim=-1).numpy(force=True)


def study(
    settings: Settings, looks: Sequence[int], variant: Variant = PLAIN
) -> tuple[Numbers, Numbers]:
    """Train every method and depth; where the values are noisy, every two networks on their own.

    Returns:
        The errors at each look (looks, E), and the fits at the last one (E, 2001).
    """
    draws = max(1, settings.networks // 2) if variant.noise else 1
    networks = settings.networks // draws
    cases = [(depth, method) for depth in DROPOUT for method in variant.methods]
    error: Numbers = {}
    shown: Numbers = {}
    for whole, case in settings.over(cases):
        found = [
            fits(part, points(variant.noise, part.seed), *case, looks, variant)
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
    """Return the shares that the source's remarks are about, from errors (E,), where trained."""
    pairs = (
        ((2, "l1"), (2, "l2")),
        ((3, "l1"), (3, "l2")),
        ((3, "dropout"), (2, "dropout")),
    )
    return {
        name: share_below(error[low], error[high])
        for name, (low, high) in zip(REMARKS, pairs, strict=True)
        if low in error
    }


def unpenalized(error: Numbers) -> Shares:
    """Return how often no penalty is below L1 and L2 both, by depth, from errors (E,)."""
    return {
        f"share of networks, no penalty below L1 and L2, {depth} layers": share_below(
            error[depth, "none"], np.minimum(error[depth, "l1"], error[depth, "l2"])
        )
        for depth in DROPOUT
    }


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
    (_, (along, shown)), *changed = made
    error = _at(along, -1)
    exact = {steps: comparisons(_at(along, i)) for i, steps in enumerate(looks)}
    rows = [_row(f"{steps} steps", _at(along, i)) for i, steps in enumerate(looks[:-1])]
    others = {}
    for name, (ends, _) in changed:
        rows.append(_row(f"{name}, {CHANGED_STEPS} steps", _at(ends, -1)))
        others[name] = comparisons(_at(ends, -1))
    medians = {
        median_error(method, depth): (float(np.median(value)), median_interval(value))
        for (depth, method), value in error.items()
    }
    bare = unpenalized(error)
    found = exact[looks[-1]] | bare | medians
    return Outcome(
        measured={name: value for name, (value, _) in found.items()},
        claimed=dict.fromkeys(REMARKS, "above 0.5"),
        interval={name: interval for name, (_, interval) in found.items()},
        interval_method=f"shares: {EXACT}; errors: {BOOTSTRAPPED}, of the median",
        holds=_holds(exact, others),
        verdict=_verdict(medians, exact, others, bare),
        setting={
            "network": f"2 and 3 hidden layers of {WIDTH}, ReLU, He-uniform weights, zero biases",
            "data": f"the step at {POINTS} equally spaced points on (-1, 1), full batch (not "
            "named)",
            "rule": f"Adam (not named), lr {LR}, betas (0.9, 0.999)",
            "steps": f"{looks[-1]} of the source's {STEPS}",
            "networks": f"{settings.networks}, one takes half a CPU minute for all methods and "
            "depths; --networks asks for more",
            "penalties": f"{ALPHA} times the sum of sizes (L1) or half the sum of squares (L2) of "
            "the weights (the source: of the biases too)",
            "all as listed": f"{DEFAULT_START}, biases too; penalties on all parameters; under L1 "
            f"Adam keeps weight_decay={WEIGHT_DECAY:g}",
            "dropout": {str(depth): list(rates) for depth, rates in DROPOUT.items()},
            "dropout_rates": "taken as probabilities of dropping",
            "error": f"mean squared distance from the step at {len(GRID)} points",
            "pairs": "l1 and l2 start from the same weights",
            "noise": f"Gaussian, deviation {NOISE}, drawn anew for every two networks",
        },
        sensitivity=rows,
        complete=complete,
        data={
            "x": GRID[:, 0].numpy(),
            **{f"fit_{m}_{d}": np.median(value, axis=0) for (d, m), value in shown.items()},
            **{f"error_{m}_{d}": value for (d, m), value in error.items()},
        },
    )


def _studies(
    settings: Settings, looks: Sequence[int]
) -> Iterator[tuple[str, tuple[Numbers, Numbers]]]:
    """Study the exact step; if not quick, with each change too."""
    first, rest = settings.split(1, 0) if settings.quick else settings.split(0.7, 0.3)
    yield "", study(first, looks)
    for part, (name, variant) in rest.over({} if settings.quick else VARIANTS.items()):
        more = NOISY_SHARE if variant.noise else 1
        own = replace(part, networks=more * settings.networks)
        yield name, study(own, (CHANGED_STEPS,), variant)


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


def _holds(exact: dict[int, Shares], others: dict[str, Shares]) -> bool | str:
    """Judge the remarks by the shares at the last look, and with each change where as many steps
    decide them on the exact step.

    Args:
        exact: the shares by the steps at which they were looked at, in rising order.
        others: what is changed -> the shares after ``CHANGED_STEPS``.
    """
    along = {steps: _words(found) for steps, found in exact.items()}
    last = max(along)
    end, again = along[last], {name: _words(found) for name, found in others.items()}

    def changed(name: str) -> str:
        told = [f"{other}: {words[name]}" for other, words in again.items() if name in words]
        return f" (after {CHANGED_STEPS}, with {'; with '.join(told)})" if told else ""

    told = "; ".join(
        f"{remark}: {_story([(steps, words[name]) for steps, words in along.items()])}"
        + changed(name)
        for name, remark in REMARKS.items()
    )
    if last < STEPS:
        return f"Not to be judged after {last} of the source's {STEPS} steps. {told}."
    comparable = [
        word
        for words in again.values()
        for name, word in words.items()
        if along[CHANGED_STEPS][name] != "undecided"
    ]
    agreement = agreed([*end.values(), *comparable])
    if agreement is not None:
        return agreement
    turned = [
        other
        for other, words in again.items()
        if any({word, along[CHANGED_STEPS][name]} == {"yes", "no"} for name, word in words.items())
    ]
    if turned:
        opening = f"It depends on what the source does not name: {', '.join(turned)}"
    elif agreed(end.values()):
        opening = "It holds on the exact step from our start, not for certain with every change"
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


def _verdict(
    medians: Shares, exact: dict[int, Shares], others: dict[str, Shares], bare: Shares
) -> str:
    """Say the errors at the last look, the shares at every look, and those with each change."""

    def error(method: str, depth: int) -> str:
        return f"{medians[median_error(method, depth)][0]:.4f}"

    def shares(name: str) -> str:
        return ", ".join(f"{found[name][0]:.0%}" for found in exact.values())

    l1_2, l1_3, dropout = map(shares, REMARKS)
    none_2, none_3 = (f"{share:.0%}" for share, _ in bare.values())
    told = (
        f"After {max(exact)} steps on the exact step L1 against L2 has error {error('l1', 2)} "
        f"against {error('l2', 2)} with two layers, {error('l1', 3)} against {error('l2', 3)} with "
        f"three; dropout {error('dropout', 2)} and {error('dropout', 3)}. No penalty at all has "
        f"{error('none', 2)} and {error('none', 3)}: it is better than both in {none_2} of the "
        f"networks of two layers and in {none_3} of those of three. After "
        f"{', '.join(map(str, exact))} steps L1 is ahead of L2 in {l1_2} of the networks of two "
        f"layers and in {l1_3} of those of three; dropout does better with three in {dropout}."
    )
    for name, found in others.items():
        l1_2, l1_3, *dropped = (f"{share:.0%}" for share, _ in found.values())
        told += f" With {name}, after {CHANGED_STEPS} steps, L1 is ahead in {l1_2} and {l1_3}"
        told += f", dropout with three in {dropped[0]}." if dropped else "."
    return told
