"""Width against depth (lecture 02)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from trainlab import optimizers, problems
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import compared
from trainlab.nn.networks import MLP

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

SIZES = (4, 8, 16, 32)
CORNERS = SIZES[0], SIZES[-1]
#: Draws of the noisy data in each cell of the grid, and epochs in which a cell is trained.
DRAWS, EPOCHS = 2, 10


def newman(seed: int) -> problems.Problem:
    """Return the source's data, from its notebook on architectures."""
    return problems.function(torch.sin, (-3.0, 3.0), n=2000, noise=0.2, n_val=100, seed=seed)


def few_points(seed: int) -> problems.Problem:
    """Return data of our own, of which the whole set is a batch."""
    return problems.sine(n=50, noise=0.1, n_val=200, seed=seed)


def grid(
    settings: Settings,
    steps: int,
    lr: float = 1e-3,
    doing: str = "",
    sizes: Sequence[int] = SIZES,
    draws: int = DRAWS,
    at_least: int = 0,
    data: Callable[[int], problems.Problem] = newman,
    batch_size: int | None = 5,
    init: str = "torch_default",
    **options: Any,
) -> np.ndarray:
    """Return training and validation losses (2, widths, depths, EPOCHS, networks per cell).

    A training loss is the mean over a tenth of the steps, a validation loss the one at its end. The
    networks are shared out over the cells and over draws of the data. Cells that an interruption
    left out are NaN.

    Raises:
        KeyboardInterrupt: when interrupted with fewer cells' draws than ``at_least``.
    """
    members = max(1, settings.networks // (len(sizes) ** 2 * draws))
    found = np.full((2, len(sizes), len(sizes), EPOCHS, draws * members), np.nan)
    jobs = [*product(range(len(sizes)), range(len(sizes)), range(draws))]
    efforts = [sizes[d] * (sizes[w] ** 2 + 200.0) for w, d, _ in jobs]

    def cells() -> Iterator[tuple[tuple[int, int, int], np.ndarray]]:
        for part, (w, d, draw) in settings.over(jobs, efforts):
            run = part.train(
                MLP([1, *[sizes[w]] * sizes[d], 1], activation="tanh", **options),
                data(settings.seed + draw),
                optimizer=optimizers.adam(lr),
                batch_size=batch_size,
                init=init,
                population=members,
                seed=settings.seed + members * draw,
                steps=steps,
                val_every=steps // EPOCHS,
                doing=f"{doing}width {sizes[w]}, depth {sizes[d]}",
            )
            training = run.train_loss.unflatten(0, (EPOCHS, -1)).mean(dim=1)
            yield (w, d, draw), torch.stack([training, run.val_loss]).numpy(force=True)

    for (w, d, draw), losses in gathered(cells(), at_least)[0]:
        found[:, w, d, :, draw * members : (draw + 1) * members] = losses
    return found


def effects(losses: np.ndarray, sizes: Sequence[int] = SIZES) -> np.ndarray:
    """Return by how much log10 of the loss changes per doubling of width and of depth (E, 2).

    Least squares over the grid's finished cells, for each network number e: losses (W, D, E).
    """
    logs = np.log10(losses).reshape(-1, losses.shape[-1])
    finished = np.isfinite(logs).all(axis=1)
    doublings = np.log2(sizes)
    width, depth = (part.ravel() for part in np.meshgrid(doublings, doublings, indexing="ij"))
    design = np.stack([np.ones_like(width), width, depth], axis=1)[finished]
    if np.linalg.matrix_rank(design) < 3:
        return np.full((losses.shape[-1], 2), np.nan)
    slopes: np.ndarray = np.linalg.lstsq(design, logs[finished], rcond=None)[0][1:].T
    return slopes


#: What the source leaves open, and other choices for it.
CHANGES: dict[str, dict[str, Any]] = {
    "lr 0.003": {"lr": 3e-3},
    "shortcuts around the hidden layers": {"residual": True},
    "Glorot normal, zero biases": {"init": "glorot_normal"},
    "50 points of sin 2 pi x, all at once, Glorot normal": {
        "data": few_points,
        "batch_size": None,
        "init": "glorot_normal",
    },
}


def _draw_width_depth(result: Result) -> "Picture":
    from trainlab.experiments.figures import architecture as figures

    return figures.width_depth(result, draws=DRAWS)


@experiment(
    "width-depth",
    draw=_draw_width_depth,
    title="Width against depth",
    source="Newman, Diving Into Deep Learning",
    claim="Final training and validation loss over a grid of widths and depths from 4 to 32, after "
    "Adam for a fixed number of epochs, and slices of it at width 4 and 32 and at depth 4 and 32: "
    "pictures without numbers.",
    networks=128,
    quick=32,
    seconds=150,
)
def width_depth(settings: Settings) -> Outcome:
    """Train every cell of the grid, and see what a doubling of width or of depth brings."""
    steps = 20 * EPOCHS if settings.quick else 4000
    first, rest = settings.split(0.5, 0.5)
    curves = grid(first, steps, at_least=1)
    found = curves[..., -1, :]
    complete = _is_full(found)
    rows: list[Mapping[str, Any]] = []
    if complete:
        rows = [
            _row("nothing changed", "all", found, SIZES),
            _row("nothing changed", "corners", _corners(found), CORNERS),
        ]
    changes = {} if settings.quick or not complete else CHANGES
    few = replace(rest, networks=settings.networks // 4)
    for part, (name, change) in few.over(changes.items()):
        corners = grid(part, steps, doing=f"{name}: ", sizes=CORNERS, **change)[..., -1, :]
        complete = _is_full(corners)
        if not complete:
            break
        rows.append(_row(name, "corners", corners, CORNERS))
    measured: dict[str, float] = {}
    interval = {}
    for loss, values in zip(("training", "validation"), found, strict=True):
        for name, effect in zip(("width", "depth"), effects(values).T, strict=True):
            key = f"log10 of the {loss} loss per doubling of the {name}"
            measured[key] = float(effect.mean())
            if np.isfinite(effect).all():
                interval[key] = statistics.bootstrap_interval(effect)
            else:
                interval[key] = (np.nan, np.nan)
    measured["deepest over shallowest training loss, width 32"] = float(
        np.median(found[0, -1, -1]) / np.median(found[0, -1, 0])
    )
    width_effect, depth_effect = (
        measured[f"log10 of the training loss per doubling of the {n}"] for n in ("width", "depth")
    )
    signs = {
        name: _direction(interval[f"log10 of the training loss per doubling of the {name}"])
        for name in ("width", "depth")
    }
    return Outcome(
        measured=measured,
        claimed=dict.fromkeys(measured),
        interval=interval,
        interval_method=f"{statistics.BOOTSTRAPPED}, of the mean over {DRAWS} draws of the data; "
        "how far other draws lie from these it does not tell",
        holds="The source gives no number to hold against: a doubling of the width "
        f"{signs['width']} the training loss here, one of the depth {signs['depth']} it.",
        verdict=f"A doubling of the width changes the training loss by a factor of "
        f"{10**width_effect:.2f}, one of the depth by {10**depth_effect:.2f}. The lowest median "
        f"training loss is at {_best(found[0])}, the lowest validation loss at {_best(found[1])}; "
        f"at width 32 the deepest networks end at "
        f"{measured['deepest over shallowest training loss, width 32']:.1f} times the shallowest's "
        "training loss." + _at_corners(rows[1:]),
        setting={
            "target": "sin x + N(0, 0.2) on (-3, 3), 2000 points; validation at 100 others, noisy "
            "too, so that no loss is expected below 0.04",
            "network": "tanh, PyTorch's default start (biases too)",
            "rule": f"Adam, lr 0.001, batches of 5, {steps} steps: {steps // 400} epochs",
            "source": "the slide gives a picture; these are the settings of the author's notebook",
            "training loss": "mean over the last tenth of the steps, batch by batch",
            "networks per cell": found.shape[-1],
            "draws of the data": f"{DRAWS}, which share a cell's networks; other seeds on each",
        },
        sensitivity=rows,
        data={
            "training": found[0],
            "validation": found[1],
            "curves": np.median(curves, axis=-1),
            "sizes": np.array(SIZES),
            "seen": np.linspace(0, steps, EPOCHS + 1)[1:],
        },
        complete=complete,
    )


def _corners(found: np.ndarray) -> np.ndarray:
    """Return what a grid (2, W, D, E) found at its corners, (2, 2, 2, E)."""
    return found[:, [0, -1]][:, :, [0, -1]]


def _is_full(found: np.ndarray) -> bool:
    return bool(np.isfinite(found).any(axis=-1).all())


def _best(losses: np.ndarray) -> str:
    medians = np.median(losses, axis=-1)
    w, d = np.unravel_index(np.nanargmin(medians), medians.shape)
    return f"width {SIZES[w]} and depth {SIZES[d]}"


def _row(name: str, cells: str, found: np.ndarray, sizes: Sequence[int]) -> dict[str, Any]:
    medians = np.median(found[0], axis=-1)
    row = {
        f"training loss, width {sizes[w]}, depth {sizes[d]}": float(medians[w, d])
        for w in (0, -1)
        for d in (0, -1)
    }
    width, depth = 10 ** effects(found[0], sizes).mean(axis=0)
    return {"changed": name, "cells": cells, "networks per cell": found.shape[-1], **row} | {
        "factor per doubling of the width": float(width),
        "factor per doubling of the depth": float(depth),
    }


def _at_corners(rows: Sequence[Mapping[str, Any]]) -> str:
    """Compare the rows' effects of the depth, all over the same cells."""
    if not rows:
        return ""
    factors = ", ".join(
        f"{row['factor per doubling of the depth']:.2f} with {row['changed']}" for row in rows
    )
    return f" Over the grid's corners alone, a doubling of the depth gives a factor of {factors}."


def _direction(interval: tuple[float, float]) -> str:
    words = {"lower": "lowers", "higher": "raises", "undecided": "does not clearly change"}
    return words[compared(interval, (0, 0))]
