"""When an L1 penalty makes weights exactly zero (lecture 11)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.statistics import (
    BOOTSTRAPPED,
    EXACT,
    OVER_DRAWS,
    bootstrap_interval,
    median_interval,
    share_interval,
)
from trainlab.experiments.verdicts import above, in_parts
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

#: Linear regression: features, those that matter, points, deviation of the noise, steps.
FEATURES, MATTER, POINTS, NOISE, STEPS = 20, 5, 40, 0.5, 1000
#: Strengths alpha, and the place of the one that is told.
STRENGTHS, TOLD = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6), 3
#: The network: inputs, those that matter, its strength, steps.
INPUTS, USED, STRENGTH, NETWORK_STEPS = 10, 2, 0.002, 2000
SUBGRADIENT, PROXIMAL = "L1 by its subgradient, SGD", "L1 by a proximal step, SGD"
ADAM, SQUARES = "L1 by its subgradient, Adam", "L2, SGD"
WAYS = (SUBGRADIENT, PROXIMAL, ADAM, SQUARES)


def options(way: str, strength: float | Tensor) -> dict[str, Any]:
    """Return the arguments of ``Trainer`` for a way to penalize."""
    penalty = {PROXIMAL: "l1_proximal", SQUARES: "l2"}.get(way, "l1")
    rule = optimizers.adam(0.01) if way == ADAM else optimizers.sgd(0.1)
    return {"optimizer": rule, penalty: strength}


def points(seed: int) -> tuple[Tensor, Tensor]:
    """Return x (POINTS, FEATURES), independent and normal, and y (POINTS, 1), noisy sums of the
    first ``MATTER`` features with weights 1 and -1 in turn.
    """
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(POINTS, FEATURES, generator=g, dtype=torch.float64)
    signs = 1.0 - 2.0 * (torch.arange(MATTER) % 2)
    noise = torch.randn(POINTS, generator=g, dtype=torch.float64)
    return x, (x[:, :MATTER] @ signs.double() + NOISE * noise)[:, None]


def linear_weights(settings: Settings, way: str) -> np.ndarray:
    """Return the weights (draws, strengths, FEATURES) that training ends with."""
    found = []
    for draw in range(settings.networks):
        trainer = Trainer(
            MLP([FEATURES, 1]),
            points(settings.seed + draw),
            population=len(STRENGTHS),
            seed=settings.seed + draw * len(STRENGTHS),
            dtype=torch.float64,
            device="cpu",
            **options(way, torch.tensor(STRENGTHS)),
        )
        trainer.step(STEPS, record=False)
        found.append(trainer.weights(1)[:, 0].numpy().copy())
        settings.progress((draw + 1) / settings.networks, way)
    return np.stack(found)


def two_of_ten(x: Tensor) -> Tensor:
    """Return sin(2 x1) + x2^2 (N, 1) of x (N, INPUTS)."""
    return torch.sin(2 * x[:, :1]) + x[:, 1:USED].square()


def network(settings: Settings, way: str, steps: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Train networks on a function of two of their ten inputs.

    Returns:
        The share of each one's weights that are exactly zero (E,), the share of those of inputs
        that do not matter (E,), and its validation loss (E,).
    """
    data = problems.function(
        two_of_ten, domain=[(-1.0, 1.0)] * INPUTS, n=100, noise=0.1, n_val=500, seed=settings.seed
    )
    settings.progress(0.0, f"network, {way}")
    trainer = Trainer(
        MLP([INPUTS, 20, 1]),
        data,
        population=settings.networks,
        seed=settings.seed,
        device=settings.device,
        **options(way, STRENGTH),
    )
    trainer.step(steps, record=False)
    weights = trainer.params[:, trainer.net.is_weight().to(trainer.device) > 0]
    unused = trainer.weights(1)[:, :, USED:].flatten(1)
    zero, idle = ((part == 0).double().mean(dim=1).numpy(force=True) for part in (weights, unused))
    return zero, idle, trainer.loss(data.x_val, data.y_val).numpy(force=True)


def _draw_l1_sparsity(result: Result) -> "Picture":
    from trainlab.experiments.figures import sparsity as figures

    return figures.l1_sparsity(result, WAYS, STRENGTHS[TOLD])


@experiment(
    "l1-sparsity",
    draw=_draw_l1_sparsity,
    title="When L1 makes weights exactly zero",
    source='Karniadakis, "Training and optimization", Loss Regularizers L1',
    claim="L1 regularization has weights whose optimal value is zero, so that it selects features; "
    "the listing adds the penalty to the loss and trains by Adam.",
    networks=60,
    quick=4,
    seconds=60,
)
def l1_sparsity(settings: Settings) -> Outcome:
    """Penalize linear regressions and networks in four ways, and count exact zeros."""
    linear, deep = settings.split(0.7, 0.3)
    weights = {way: linear_weights(part, way) for part, way in linear.over(WAYS)}
    few = replace(deep, networks=max(2, settings.networks // 2))
    steps = NETWORK_STEPS // 10 if settings.quick else NETWORK_STEPS
    networks = {way: network(part, way, steps) for part, way in few.over(WAYS)}
    measured: dict[str, float] = {}
    interval: dict[str, tuple[float, float]] = {}
    for way, found in weights.items():
        told = found[:, TOLD]
        any_zero = int((told == 0).any(axis=1).sum())
        word = f"share of regressions with a weight of exactly 0, {way}"
        measured[word] = any_zero / len(told)
        interval[word] = share_interval(any_zero, len(told))
        word = f"median size of a weight that should be 0, {way}"
        sizes = np.median(abs(told[:, MATTER:]), axis=1)
        measured[word], interval[word] = float(np.median(sizes)), median_interval(sizes)
    proximal = weights[PROXIMAL][:, TOLD] == 0
    shares = {"do not matter": proximal[:, MATTER:], "matter": proximal[:, :MATTER]}
    for name, zero in shares.items():
        word = f"share of exact zeros where features {name}, {PROXIMAL}"
        measured[word] = float(zero.mean())
        interval[word] = bootstrap_interval(zero.mean(axis=1))
    for way, (zero, idle, loss) in networks.items():
        for name, values in (
            ("share of exact zeros", zero),
            ("share of exact zeros at inputs that do not matter", idle),
            ("validation loss", loss),
        ):
            word = f"network: {name}, {way}"
            measured[word], interval[word] = float(np.median(values)), median_interval(values)
    return Outcome(
        measured=measured,
        claimed={f"share of regressions with a weight of exactly 0, {ADAM}": "some are 0"},
        interval=interval,
        interval_method=f"shares of regressions: {EXACT}; others of regressions: {OVER_DRAWS}; of "
        f"networks: {BOOTSTRAPPED}, of the median",
        holds=in_parts(_parts(interval)),
        verdict=_verdict(measured),
        setting={
            "regression (chosen by us)": f"{POINTS} points of {FEATURES} independent normal "
            f"features, {MATTER} of them with weights 1 and -1, noise {NOISE:g}, float64, "
            f"{STEPS} steps; what is told is for alpha {STRENGTHS[TOLD]:g}",
            "rules": "SGD, lr 0.1, full batch; Adam, lr 0.01",
            "draws of the points": settings.networks,
            "network (chosen by us)": f"{INPUTS}-20-1, tanh, on sin 2 x1 + x2^2 of {INPUTS} "
            f"inputs, 100 points, noise 0.1, float32; alpha {STRENGTH:g}, {steps} steps",
            "networks": few.networks,
        },
        sensitivity=[
            {
                "alpha": strength,
                **{f"share of exact zeros, {way}": float((found[:, i] == 0).mean())
                   for way, found in weights.items()},
            }
            for i, strength in enumerate(STRENGTHS)
        ],
        data={"strengths": np.array(STRENGTHS)}
        | {f"zeros {way}": (found == 0).mean(axis=(0, 2)) for way, found in weights.items()}
        | {
            f"sizes {way}": np.sort(abs(found[:, TOLD, MATTER:]).ravel())
            for way, found in weights.items()
        },
    )  # fmt: skip


def _parts(interval: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    def zeros(way: str) -> str:
        return above(interval[f"share of regressions with a weight of exactly 0, {way}"], 0.5)

    selected = f"share of exact zeros where features do not matter, {PROXIMAL}"
    return {
        "the minimum has weights of exactly 0, and a proximal step finds them": zeros(PROXIMAL),
        "they are those of features that do not matter": above(interval[selected], 0.5),
        "the listing's way, the subgradient and Adam, has such weights": zeros(ADAM),
        "the subgradient and SGD has them": zeros(SUBGRADIENT),
    }


def _verdict(measured: Mapping[str, float]) -> str:
    def share(way: str) -> str:
        return f"{measured[f'share of regressions with a weight of exactly 0, {way}']:.0%}"

    def size(way: str) -> str:
        return f"{measured[f'median size of a weight that should be 0, {way}']:.2g}"

    def zeros(name: str) -> str:
        return f"{measured[f'share of exact zeros where features {name}, {PROXIMAL}']:.0%}"

    def inside(way: str) -> str:
        return f"{measured[f'network: share of exact zeros, {way}']:.0%}"

    return (
        f"A weight is exactly 0 in {share(PROXIMAL)} of the regressions with a proximal step, in "
        f"{share(SUBGRADIENT)} with the subgradient under SGD, in {share(ADAM)} under Adam, and in "
        f"{share(SQUARES)} with L2. The proximal step zeroes {zeros('do not matter')} of the "
        f"weights of features that do not matter and {zeros('matter')} of the others; the "
        f"subgradient leaves them at {size(SUBGRADIENT)} under SGD and {size(ADAM)} under Adam, L2 "
        f"at {size(SQUARES)}. In a network {inside(PROXIMAL)} of the weights are exactly 0 by "
        f"proximal steps, {inside(SUBGRADIENT)} and {inside(ADAM)} by the subgradient."
    )
