"""Lecture 08: warm restarts, and the ensemble of what each cycle ended with."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from trainlab import problems
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import in_words
from trainlab.nn.networks import MLP
from trainlab.optimizers import adam
from trainlab.schedules import cycle_ends, warm_restarts

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

CYCLES = 5
#: Draws of the data; a quick run has fewer.
DRAWS, QUICK_DRAWS = 12, 6
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


def over_draws(settings: Settings, period: int, lr: float, draws: int) -> Losses:
    """Return the losses (CYCLES, draws, E) over draws of the data, each with networks of its own.

    The settings' networks are shared out over the draws.
    """
    each = max(1, settings.networks // draws)
    parts = [
        losses(part, period, lr, settings.seed + draw)
        for draw, part in enumerate(settings.draws(draws, each))
    ]
    return Losses(*(np.stack(part, axis=1) for part in zip(*parts, strict=True)))


def better_shares(found: Losses) -> np.ndarray:
    """Return on each draw the share of networks whose ensemble beats their last cycle's end."""
    shares: np.ndarray = (found.ensemble[-1] < found.cycles[-1]).mean(axis=-1)
    return shares


def _name(period: int, lr: float) -> str:
    return f"lr {lr:g}, cycles of {period} steps"


def _draw_snapshot_ensemble(result: Result) -> "Picture":
    from trainlab.experiments.figures import snapshots as figures

    return figures.snapshot_ensemble(result)


@experiment(
    "snapshot-ensemble",
    draw=_draw_snapshot_ensemble,
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
    others, draws = (OTHERS[:1], QUICK_DRAWS) if settings.quick else (OTHERS, DRAWS)
    first, rest = settings.split(1, len(others))
    found = over_draws(first, *SETTING, draws)
    share = better_shares(found)
    shares = {_name(*SETTING): share}
    few = replace(rest, networks=min(settings.networks, 80))

    def sensitivity() -> Iterator[Mapping[str, Any]]:
        for part, changed in few.over(others):
            other = over_draws(part, *changed, draws)
            better = shares[_name(*changed)] = better_shares(other)
            low, high = statistics.bootstrap_interval(better)
            yield {
                "changed": _name(*changed),
                "networks": other.cycles[-1].size,
                "ensemble better": float(better.mean()),
                "interval from": low,
                "interval to": high,
                "least of the draws": float(better.min()),
                "most of the draws": float(better.max()),
                "last": float(np.median(other.cycles[-1])),
                "last over the cycle before": float(np.median(other.cycles[-1] / other.cycles[-2])),
                "ensemble": float(np.median(other.ensemble[-1])),
            }

    rows, complete = gathered(sensitivity())
    interval = statistics.bootstrap_interval(share)
    last, ensemble = (float(np.median(part[-1])) for part in found)
    means = [s.mean() for s in shares.values()]
    return Outcome(
        measured={
            "ensemble better": float(share.mean()),
            "ensemble better, least of the draws": float(share.min()),
            "ensemble better, most of the draws": float(share.max()),
            "last": last,
            "ensemble": ensemble,
        },
        claimed={"ensemble better": "yes"},
        interval={"ensemble better": interval},
        interval_method=statistics.OVER_DRAWS,
        holds=_holds(shares),
        verdict=f"With Adam at {SETTING[1]:g} and cycles of {SETTING[0]} steps the ensemble beats "
        f"the last cycle's end for {share.mean():.1%} of the networks "
        f"({in_words(interval)} over draws of the data), median cross entropy {ensemble:.3f} "
        f"against {last:.3f}; in the settings tried (number: {len(means)}), for {min(means):.0%} "
        f"to {max(means):.0%}.",
        setting={
            "network": "2-32-32-1, tanh, Glorot normal",
            "data": f"two moons, noise 0.25, 120 points, {draws} draws, on each "
            f"{found.cycles.shape[-1]} networks with seeds of their own; judged at 500 other "
            "points",
            "training": f"Adam, cosine from the rate to 0 in each of {CYCLES} cycles, batches of "
            "20",
            "chosen by us": "everything: the source names the method only",
        },
        sensitivity=rows,
        data={name: getattr(found, name).reshape(CYCLES, -1) for name in Losses._fields},
        complete=complete,
    )


def _holds(shares: Mapping[str, np.ndarray]) -> bool | str:
    """Say yes where the ensemble is better for most networks of every setting and draw, no where
    for most of none, else what it depends on.

    Args:
        shares: name of a setting -> share of networks for which the ensemble is better (draws,).
    """
    every = np.concatenate([*shares.values()])
    if every.min() > 0.5:
        return True
    if every.max() < 0.5:
        return False
    depends = []
    means = [share.mean() for share in shares.values()]
    if min(means) <= 0.5 < max(means):
        depends.append(
            "on the rate and the period (the ensemble is better for "
            f"{min(means):.0%} to {max(means):.0%} of the networks)"
        )
    torn = [
        f"{share.min():.0%} to {share.max():.0%} with {name}"
        for name, share in shares.items()
        if share.min() <= 0.5 <= share.max()
    ]
    if torn:
        depends.append(f"on the draw of the data (from draw to draw {', '.join(torn)})")
    return f"It depends {' and '.join(depends)}."
