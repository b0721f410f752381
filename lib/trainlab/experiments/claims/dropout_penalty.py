"""Dropout in linear regression is an L2 penalty on each feature; in a network it is none (11)."""

from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import torch

from trainlab import optimizers
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.statistics import BOOTSTRAPPED, median_interval
from trainlab.experiments.verdicts import in_parts, within
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS, FEATURES, RATE = 30, 6, 0.5
#: All masks of the features, (64, FEATURES).
MASKS = np.array([*product((0.0, 1.0), repeat=FEATURES)])
#: Masks drawn for each point, in the course of sampling.
SAMPLES = (10, 100, 1000, 10_000)
STEPS, LR = 1000, 0.02
#: Equal up to rounding; and standard errors that count as none, and as many.
ROUNDING, NONE, MANY = 1e-12, 4.0, 10.0


def points(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x (POINTS, FEATURES), features of means and deviations of their own, y (POINTS,), and
    some weights (FEATURES,).
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(rng.normal(size=FEATURES), np.linspace(0.5, 2.0, FEATURES), (POINTS, FEATURES))
    y = x @ rng.normal(size=FEATURES) + 0.5 * rng.normal(size=POINTS)
    return x, y, rng.normal(size=FEATURES)


def odds(rate: float) -> np.ndarray:
    """Return the probability of each mask (64,)."""
    kept = MASKS.sum(axis=1)
    found: np.ndarray = rate ** (FEATURES - kept) * (1 - rate) ** kept
    return found


def over_masks(x: np.ndarray, y: np.ndarray, w: np.ndarray, rate: float) -> float:
    """Return the expected mean squared error, by going through all masks."""
    outputs = (MASKS[:, None] * x / (1 - rate)) @ w
    return float(odds(rate) @ np.square(y - outputs).mean(axis=1))


def closed_form(x: np.ndarray, y: np.ndarray, w: np.ndarray, rate: float) -> float:
    """Return the mean squared error plus p/(1-p) sum_j mean(x_j^2) w_j^2."""
    penalty = rate / (1 - rate) * np.square(x).mean(axis=0) @ np.square(w)
    return float(np.square(y - x @ w).mean() + penalty)


def sampled(
    x: np.ndarray, y: np.ndarray, w: np.ndarray, rate: float, count: int, seed: int
) -> float:
    """Return the mean squared error over so many masks drawn for each point."""
    rng = np.random.default_rng(seed)
    masks = rng.random((count, *x.shape)) >= rate
    return float(np.square(y - (masks * x / (1 - rate)) @ w).mean())


def minimum(x: np.ndarray, y: np.ndarray, rate: float) -> np.ndarray:
    """Return the weights (FEATURES,) where the closed form, with a free bias, is least."""
    centred = x - x.mean(axis=0)
    penalty = rate / (1 - rate) * np.diag(np.square(x).mean(axis=0))
    found: np.ndarray = np.linalg.solve(
        centred.T @ centred / len(x) + penalty, centred.T @ (y - y.mean()) / len(x)
    )
    return found


def trained(settings: Settings, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the weights (E, FEATURES) of linear networks trained with dropped inputs."""
    settings.progress(0.0, "training with dropped inputs")
    trainer = Trainer(
        MLP([FEATURES, 1]),
        (x, y),
        optimizer=optimizers.sgd(LR),
        input_dropout=RATE,
        population=settings.networks,
        seed=settings.seed,
        dtype=torch.float64,
        device="cpu",
    )
    trainer.step(STEPS, record=False)
    found: np.ndarray = trainer.weights(1)[:, 0].numpy()
    return found


def doubled(settings: Settings, sizes: list[int], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return what doubling every weight multiplies the cost of dropping inputs by (E,).

    The cost is the expected mean squared error over all masks, less the error without dropping.
    """
    net = MLP(sizes)
    trainer = Trainer(
        net,
        (x, y),
        population=settings.networks,
        seed=settings.seed,
        dtype=torch.float64,
        device="cpu",
    )
    masked = torch.tensor((MASKS[:, None] * x / (1 - RATE)).reshape(-1, FEATURES))

    def cost() -> np.ndarray:
        outputs = trainer.predict(masked)[..., 0].reshape(-1, len(MASKS), len(x)).numpy()
        whole = trainer.predict(torch.tensor(x))[..., 0].numpy()
        expected = np.square(y - outputs).mean(axis=2) @ odds(RATE)
        found: np.ndarray = expected - np.square(y - whole).mean(axis=1)
        return found

    once = cost()
    for layer in range(1, len(sizes)):
        trainer.weights(layer).mul_(2)
    ratio: np.ndarray = cost() / once
    return ratio


def _draw_dropout_wager(result: Result) -> "Picture":
    from trainlab.experiments.figures import dropout_penalty as figures

    return figures.dropout_wager(result)


@experiment(
    "dropout-wager",
    draw=_draw_dropout_wager,
    title="Dropout as a penalty",
    source='Karniadakis, "Training and optimization", Dropout is an Effective Regularizer',
    claim="For linear regression dropout is L2 weight decay with a coefficient for each feature; "
    "for deep networks it is not weight decay (Wager and others, 2013).",
    networks=1000,
    quick=100,
    seconds=20,
)
def dropout_wager(settings: Settings) -> Outcome:
    """Compare dropout with the penalty: over all masks, by sampling, by training, in a network."""
    problems = [points(settings.seed + draw) for draw in range(settings.networks)]
    off = [abs(over_masks(*one, RATE) / closed_form(*one, RATE) - 1) for one in problems]
    few = problems[: max(2, settings.networks // 50)]
    sampling = np.array([
        [abs(sampled(*one, RATE, count, i) / closed_form(*one, RATE) - 1) for count in SAMPLES]
        for i, one in enumerate(few)
    ])  # fmt: skip
    x, y, _ = problems[0]
    weights, expected = trained(settings, x, y), minimum(x, y, RATE)
    error = weights.std(axis=0, ddof=1) / np.sqrt(len(weights))
    distance = abs(weights.mean(axis=0) - expected) / error
    plain = abs(weights.mean(axis=0) - minimum(x, y, 0.0)) / error
    ratios = {
        "linear regression": doubled(settings, [FEATURES, 1], x, y),
        "network": doubled(settings, [FEATURES, 16, 1], x, y),
    }
    measured = {
        "largest relative difference of dropout and penalty, over all masks": float(max(off)),
        "the same by sampling, median, 10 masks": float(np.median(sampling[:, 0])),
        f"the same by sampling, median, {SAMPLES[-1]} masks": float(np.median(sampling[:, -1])),
        "trained weights: standard errors from the penalty's minimum, largest": distance.max(),
        "trained weights: standard errors from least squares, largest": plain.max(),
    } | {
        f"doubled weights multiply the cost by, {name}": float(np.median(found))
        for name, found in ratios.items()
    }
    interval = {
        f"doubled weights multiply the cost by, {name}": median_interval(found)
        for name, found in ratios.items()
    }
    in_network = within(interval["doubled weights multiply the cost by, network"], 3.9, 4.1)
    parts = {
        "linear regression: dropout and the penalty are one objective": _yes(max(off) < ROUNDING),
        "training with dropout ends, in the mean, at its minimum": _yes(
            distance.max() < NONE and plain.max() > MANY
        ),
        "in a network it is no such penalty": {"yes": "no", "no": "yes"}.get(
            in_network, in_network
        ),
    }
    return Outcome(
        measured=measured,
        claimed={
            "largest relative difference of dropout and penalty, over all masks": 0.0,
            "doubled weights multiply the cost by, linear regression": 4.0,
        },
        interval=interval,
        interval_method=f"{BOOTSTRAPPED}, of the median",
        holds=in_parts(parts),
        verdict=_verdict(measured),
        setting={
            "regressions (chosen by us)": f"{POINTS} points, {FEATURES} features of means and "
            f"deviations of their own, weights drawn; p = {RATE:g}; one for each network",
            "training": f"SGD, lr {LR:g}, full batch, {STEPS} steps, a mask for each point and "
            "step, all networks on one of the regressions, float64",
            "network": f"{FEATURES}-16-1, tanh, Glorot normal, not trained; all 64 masks of the "
            "inputs",
            "cost": "expected mean squared error less that without dropping; any L2 penalty, "
            "whatever its coefficients, is four times as large where all weights are doubled",
        },
        data={
            "samples": np.array(SAMPLES),
            "sampling": sampling,
            "expected": expected,
            "least squares": minimum(x, y, 0.0),
            "weights": weights,
        },
    )


def _yes(met: bool) -> str:
    return "yes" if met else "no"


def _verdict(measured: Mapping[str, float]) -> str:
    off, few, many, near, far, line, net = measured.values()
    return (
        f"Over all masks dropout and the penalty differ by at most {off:.1g} of their value; by "
        f"sampling by {few:.1%} with 10 masks for each point and {many:.2%} with "
        f"{SAMPLES[-1]}. Trained with dropout, weights end in the mean within {near:.1f} standard "
        f"errors of the penalty's minimum and up to {far:.0f} from least squares. Doubled weights "
        f"multiply the cost of dropping by {line:.3f} in linear regression and by {net:.2f} in a "
        "network."
    )
