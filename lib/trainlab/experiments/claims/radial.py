"""Lecture 01: radial basis function networks learnt in two steps, in three, or all by descent."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import problems
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import above, in_words
from trainlab.nn.networks import RBF
from trainlab.optimizers import adam
from trainlab.problems import Problem
from trainlab.training import rbf
from trainlab.training.run import Run

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

WAYS = ("two steps", "three steps", "descent alone")
CENTRES = 16
#: Draws of the data; a quick run has fewer.
DRAWS, QUICK_DRAWS = 20, 8


def data(seed: int) -> Problem:
    """Return 60 noisy points of a step with ripples, and 200 more to judge by."""
    return problems.step_sine(n=60, noise=0.05, n_val=200, seed=seed)


def errors(run: Run, x: Tensor, y: Tensor) -> np.ndarray:
    """Return the mean squared error at points x (N, in) over the variance of y (N, out), (E,)."""
    y = y.to(run.params)
    error = (run.predict(x) - y).square().mean(dim=(1, 2)) / y.var(correction=0)
    return error.numpy(force=True)


def learn(settings: Settings, problem: Problem, centres: int, steps: int) -> list[Run]:
    """Learn networks in each of the ``WAYS``."""
    net = RBF(problem.inputs, centres, problem.outputs)
    common: dict[str, Any] = {
        "population": settings.networks,
        "seed": settings.seed,
        "device": settings.device,
    }
    two = rbf.fit(net, problem, **common, progress=False)
    _, third, last = settings.split(0.1, 0.45, 0.45)
    three = third.train(
        net, problem, init=two.params, steps=steps, optimizer=adam(lr=3e-3), doing="third step"
    )
    alone = last.train(
        net, problem, init="normal", steps=steps, optimizer=adam(lr=1e-2), doing="descent alone"
    )
    return [two, three, alone]


def _draw_rbf_learning(result: Result) -> "Picture":
    from trainlab.experiments.figures import radial as figures

    return figures.rbf_learning(result)


@experiment(
    "rbf-learning",
    draw=_draw_rbf_learning,
    title="Radial basis functions in two steps and three",
    source="Bucharest, Deep Neural Networks",
    claim="Centres and widths placed by clustering and weights by least squares already fit; a "
    "third step that trains everything by gradient descent improves on that.",
    networks=1000,
    quick=80,
    seconds=12,
)
def rbf_learning(settings: Settings) -> Outcome:
    """Learn on many draws of the data, then on fewer with other numbers of centres."""
    steps, count = (200, QUICK_DRAWS) if settings.quick else (500, DRAWS)
    changed = () if settings.quick else (8, 24)
    each = max(2, settings.networks // count)
    fewer = count // 2
    few = max(2, min(each, 100 // fewer))
    first, rest = settings.split(1, 0.4 * len(changed))

    def sensitivity() -> Iterator[dict[str, Any]]:
        for part, centres in rest.over(changed):
            other = [_judged(*drawn) for drawn in _draws(part, fewer, few, centres, steps)]
            found = _found(*(np.stack(kind) for kind in zip(*other, strict=True)))
            yield {
                "changed": f"{centres} centres",
                "networks": few * fewer,
                "draws": fewer,
                **found.measured,
            }

    learnt, complete = gathered(_draws(first, count, each, CENTRES, steps), at_least=2)
    rows, complete = gathered(sensitivity()) if complete else ([], False)
    judged = [_judged(*drawn) for drawn in learnt]
    seen, unseen = (np.stack(kind) for kind in zip(*judged, strict=True))
    found = _found(seen, unseen)
    measured, intervals = found.measured, found.intervals
    arrays = _curves(*learnt[0])
    for way, errors_of in zip(WAYS, unseen.swapaxes(0, 1), strict=True):
        arrays[f"errors {way}"] = errors_of.ravel()
    return Outcome(
        measured=measured,
        claimed={f"improved by the third step, {kind} points": "yes" for kind in found.shares},
        interval=intervals,
        interval_method=statistics.OVER_DRAWS,
        holds=_holds(found.shares),
        verdict=f"Two steps leave {measured['error, two steps']:.1%} of the variance at unseen "
        f"points unexplained, three {measured['error, three steps']:.1%}, descent alone from "
        f"random units {measured['error, descent alone']:.1%} after as many steps. The third step "
        f"improves {_spread(found.shares['seen'])} at the points seen, and "
        f"{_spread(found.shares['unseen'])} at others.",
        setting={
            "network": f"{CENTRES} Gaussian units, an affine output",
            "data": f"a step with ripples, 60 points, noise 0.05, {len(learnt)} draws, on each "
            f"{each} networks of each kind with seeds of their own; error at 200 unseen points, "
            "over their variance",
            "error": "median over the draws of the networks' median",
            "two steps": "k-means++ centres and at most 100 of Lloyd's iterations; a unit's width "
            "is 1 times the root mean square distance to the two nearest centres; least squares",
            "third step": f"{steps} steps of Adam with lr=0.003, full batch",
            "descent alone": f"{steps} steps of Adam with lr=0.01, full batch, all parameters "
            "normal at first",
            "chosen by us": "everything but the steps' order: the source shows no run",
        },
        sensitivity=rows,
        data=arrays,
        complete=complete,
    )


def _draws(
    settings: Settings, count: int, networks: int, centres: int, steps: int
) -> Iterator[tuple[Problem, list[Run]]]:
    """Learn on draw after draw of the data so many networks, with other seeds on each."""
    for draw, part in enumerate(settings.draws(count, networks)):
        problem = data(settings.seed + draw)
        yield problem, learn(part, problem, centres, steps)


def _judged(problem: Problem, runs: list[Run]) -> tuple[np.ndarray, np.ndarray]:
    """Return the errors at the points seen and at others, (WAYS, E) each."""
    seen = np.stack([errors(run, problem.x, problem.y) for run in runs])
    unseen = np.stack([errors(run, problem.x_val, problem.y_val) for run in runs])
    return seen, unseen


class Found(NamedTuple):
    """What errors say.

    Attributes:
        shares: of a draw's networks that the third step improves (draws,), at either kind of point.
        measured, intervals: as in ``Outcome``.
    """

    shares: dict[str, np.ndarray]
    measured: dict[str, float]
    intervals: dict[str, tuple[float, float]]


def _found(seen: np.ndarray, unseen: np.ndarray) -> Found:
    """Compare the ways by their errors at the points seen and at others, (draws, WAYS, E) each."""
    shares = {
        kind: (values[:, 1] < values[:, 0]).mean(axis=1)
        for kind, values in (("seen", seen), ("unseen", unseen))
    }
    measured, intervals = {}, {}
    for kind, share in shares.items():
        name = f"improved by the third step, {kind} points"
        measured[name] = float(share.mean())
        intervals[name] = statistics.bootstrap_interval(share)
    for way, medians in zip(WAYS, np.median(unseen, axis=2).T, strict=True):
        measured[f"error, {way}"] = float(np.median(medians))
        intervals[f"error, {way}"] = statistics.median_interval(medians)
    return Found(shares, measured, intervals)


def _spread(shares: np.ndarray) -> str:
    """Say the share of networks, its interval, and how far the draws (draws,) lie apart."""
    interval = statistics.bootstrap_interval(shares)
    return (
        f"{shares.mean():.0%} of the networks ({in_words(interval, '.0%')} over draws of the data;"
        f" {shares.min():.0%} to {shares.max():.0%} from draw to draw)"
    )


def _holds(shares: Mapping[str, np.ndarray]) -> bool | str:
    """Say whether the third step surely improves most networks, at the points seen and at others.

    Args:
        shares: of the networks of each draw (draws,), at "seen" and "unseen" points.
    """
    seen, unseen = shares["seen"], shares["unseen"]
    if above(statistics.bootstrap_interval(seen), 0.5) != "yes":
        return False
    if unseen.min() > 0.5:
        return True
    depends = "it depends on the draw of the data" if unseen.max() > 0.5 else "it does not"
    return (
        f"At the points it was trained on it does: it improves {_spread(seen)}; at unseen points "
        f"{depends}: {_spread(unseen)}."
    )


def _curves(problem: Problem, runs: list[Run]) -> dict[str, np.ndarray]:
    """Return what the networks of each way draw, the target and the data."""
    assert problem.target is not None
    x = torch.linspace(float(problem.x_val.min()), float(problem.x_val.max()), 300)[:, None]
    curves = {
        f"curves {way}": run.predict(x)[:, :, 0].numpy(force=True)
        for way, run in zip(WAYS, runs, strict=True)
    }
    points = np.array([problem.x[:, 0].numpy(), problem.y[:, 0].numpy()])
    return curves | {
        "x": x[:, 0].numpy(),
        "truth": problem.target(x)[:, 0].numpy(),
        "points": points,
    }
