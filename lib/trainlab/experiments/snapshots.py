"""Lecture 08: warm restarts, and the ensemble of what each cycle ended with."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from trainlab import problems
from trainlab.experiments import statistics
from trainlab.experiments._experiment import Outcome, Settings, experiment, gathered
from trainlab.networks import MLP
from trainlab.optimizers import adam
from trainlab.schedules import cycle_ends, warm_restarts

CYCLES = 5
DRAWS = 4
NET = MLP([2, 32, 32, 1])
#: (steps of a cycle, learning rate): the setting under test, and others.
SETTING = (500, 0.01)
OTHERS = ((200, 0.01), (500, 0.03), (500, 0.003))


class Losses(NamedTuple):
    """Cross entropy at unseen points.

    Attributes:
        cycles: (CYCLES, E), of the network at each cycle's end.
        ensemble: (CYCLES, E), of the mean probability of all cycles until then.
    """

    cycles: np.ndarray
    ensemble: np.ndarray


def ensembles(probabilities: Tensor) -> Tensor:
    """Return the mean over the first 1, 2, ... of probabilities (cycles, ...), same shape."""
    counts = torch.arange(1, len(probabilities) + 1).to(probabilities)
    return probabilities.cumsum(dim=0) / counts.view(-1, *[1] * (probabilities.ndim - 1))


def losses(settings: Settings, period: int, lr: float, seed: int) -> Losses:
    """Train on one draw of the data, and judge every cycle's end and their ensembles."""
    problem = problems.moons(n=120, noise=0.25, n_val=500, seed=seed)
    schedule, steps = warm_restarts(period), CYCLES * period
    run = settings.train(
        NET,
        problem,
        optimizer=adam(lr=lr),
        schedule=schedule,
        batch_size=20,
        steps=steps,
        snapshots=cycle_ends(schedule, steps),
        doing=f"lr={lr:g}, cycles of {period}",
    )
    outputs = [run.predict(problem.x_val, snapshot) for snapshot in range(CYCLES)]
    probabilities = torch.stack(outputs).double().sigmoid().cpu()
    targets = problem.y_val.double().expand_as(probabilities)

    def entropy(p: Tensor) -> np.ndarray:
        each = functional.binary_cross_entropy(p, targets, reduction="none")
        return each.mean(dim=(-2, -1)).numpy()

    return Losses(entropy(probabilities), entropy(ensembles(probabilities)))


def over_draws(settings: Settings, period: int, lr: float) -> Losses:
    """Return the losses over several draws of the data, each with its share of the networks."""
    each = max(1, settings.networks // DRAWS)
    parts = [
        losses(
            settings.part(draw / DRAWS, (draw + 1) / DRAWS, networks=each),
            period,
            lr,
            settings.seed + draw,
        )
        for draw in range(DRAWS)
    ]
    return Losses(*(np.concatenate(part, axis=1) for part in zip(*parts, strict=True)))


def better_share(found: Losses) -> float:
    """Return the share of networks whose ensemble beats their last cycle's end."""
    return float((found.ensemble[-1] < found.cycles[-1]).mean())


@experiment(
    "snapshot-ensemble",
    title="Warm restarts and their snapshots",
    source="Karniadakis, Training and Optimization (Huang et al., Snapshot ensembles, 2017)",
    claim="One training with warm restarts gives an ensemble for free: the mean over the networks "
    "at each cycle's end predicts better than the last of them.",
    networks=600,
    quick=40,
    seconds=65,
)
def snapshot_ensemble(settings: Settings) -> Outcome:
    """Compare the ensemble with the last cycle's end, then under other rates and periods."""
    others = OTHERS[:1] if settings.quick else OTHERS
    parts = 1 + len(others)
    found = over_draws(settings.part(0, 1 / parts), *SETTING)
    few = min(settings.networks, 80)

    def sensitivity() -> Iterator[Mapping[str, Any]]:
        for k, (period, lr) in enumerate(others, start=1):
            other = over_draws(settings.part(k / parts, (k + 1) / parts, few), period, lr)
            yield {
                "changed": f"lr {lr:g}, cycles of {period} steps",
                "networks": few,
                "ensemble better": better_share(other),
                "last": float(np.median(other.cycles[-1])),
                "last over the cycle before": float(np.median(other.cycles[-1] / other.cycles[-2])),
                "ensemble": float(np.median(other.ensemble[-1])),
            }

    rows, complete = gathered(sensitivity())
    share, count = better_share(found), found.cycles.shape[1]
    low, high = statistics.share_interval(round(share * count), count)
    last, ensemble = (float(np.median(part[-1])) for part in found)
    shares = [share, *(float(row["ensemble better"]) for row in rows)]
    least, most = min(shares), max(shares)
    return Outcome(
        measured={"ensemble better": share, "last": last, "ensemble": ensemble},
        claimed={"ensemble better": "yes"},
        interval={"ensemble better": (low, high)},
        interval_method=statistics.EXACT,
        holds=True
        if low > 0.5 and least > 0.5
        else f"It depends on the rate and the period: the ensemble is better for {least:.0%} to "
        f"{most:.0%} of the networks.",
        verdict=f"With Adam at {SETTING[1]:g} and cycles of {SETTING[0]} steps the ensemble beats "
        f"the last cycle's end for {share:.0%} of the networks (95% interval {low:.0%} to "
        f"{high:.0%}), median cross entropy {ensemble:.3f} against {last:.3f}; over all settings "
        f"tried, for {least:.0%} to {most:.0%}.",
        setting={
            "network": "2-32-32-1, tanh, Glorot normal",
            "data": f"two moons, noise 0.25, 120 points, {DRAWS} draws; judged at 500 others",
            "training": f"Adam, cosine from the rate to 0 in each of {CYCLES} cycles, batches of "
            "20",
            "chosen by us": "everything: the source names the method only",
        },
        sensitivity=rows,
        data={"cycles": found.cycles, "ensemble": found.ensemble},
        complete=complete,
    )
