"""Whether neighbours mean something: images and tables, as they are and shuffled (lecture 13)."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from trainlab.data.images import framed, shifted
from trainlab.data.normalization import z_score
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.statistics import OVER_DRAWS, median_interval
from trainlab.experiments.verdicts import above, in_parts, within
from trainlab.nn.networks import MLP, Convolutional, LayeredNetwork
from trainlab.optimizers import adam
from trainlab.problems import Problem, breast_cancer, digits
from trainlab.training.run import Run

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

#: Rows and columns of a digit with its margin, and that margin.
SIDE, MARGIN = 12, 2
LR, BATCH = 0.01, 25
KINDS = ("dense", "convolution", "pooled")
#: An accuracy that changes by less, a choice of ours, has not changed.
ALIKE = 0.02
#: Directions in which digits are moved: right and down.
DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1))


def images(seed: int) -> Problem:
    """Return 300 digits with a margin, and 600 others to check on."""
    p = digits(n=300, n_val=600, seed=seed)
    x, x_val = (framed(part, 8, MARGIN) for part in (p.x, p.x_val))
    return Problem(p.name, x, p.y, x_val, p.y_val, p.loss, ((0.0, 1.0),) * SIDE**2, classes=10)


def tumours(seed: int) -> Problem:
    """Return 200 tumours, standardized, and 369 others to check on."""
    p = breast_cancer(n=200, n_val=369, seed=seed)
    fitted = z_score(p.x)
    x, x_val = fitted.transform(p.x), fitted.transform(p.x_val)
    return Problem(p.name, x, p.y, x_val, p.y_val, p.loss, p.domain, columns=p.columns)


DATA = {"digits": images, "tumours": tumours}


def networks(data: str) -> dict[str, LayeredNetwork]:
    """Return a network of each kind: for images of SIDE^2 pixels, or for a row of 30 columns."""
    shape = (1, SIDE, SIDE) if data == "digits" else (1, 30)
    inputs, outputs = math.prod(shape), 10 if data == "digits" else 1
    made = (
        MLP([inputs, 32, outputs], "relu"),
        Convolutional(shape, [8], sizes=[outputs]),
        Convolutional(shape, [8, 16], padding=1, sizes=[outputs], max_pool=True),
    )
    return dict(zip(KINDS, made, strict=True))


def shuffled(p: Problem, seed: int) -> Problem:
    """Return the same problem with its inputs in another order, the same one for every point."""
    order = torch.randperm(p.inputs, generator=torch.Generator().manual_seed(seed))
    x, x_val = p.x[:, order], p.x_val[:, order]
    return Problem(p.name, x, p.y, x_val, p.y_val, p.loss, p.domain, classes=p.classes)


def accuracy(run: Run, x: Tensor, y: Tensor) -> float:
    """Return the median network's share of points (N, in) that it puts into the right class."""
    outputs = run.predict(x)
    found = outputs.argmax(dim=-1) == y if y.ndim == 1 else (outputs > 0)[..., 0] == (y[:, 0] > 0.5)
    return float(found.double().mean(dim=1).median())


def row(settings: Settings, steps: int) -> dict[str, float]:
    """Return the accuracies of all kinds on one draw of points, of the order and of the starts."""
    found = {}
    cases = [(data, kind, order) for data in DATA for kind in KINDS for order in (False, True)]
    for part, (data, kind, order) in settings.over(cases):
        p = DATA[data](settings.seed)
        p = shuffled(p, settings.seed) if order else p
        run = part.train(
            networks(data)[kind],
            p,
            optimizer=adam(LR),
            init="he_normal",
            batch_size=BATCH,
            steps=steps,
            doing=f"{kind} on {data}{', shuffled' * order}",
        )
        name = f"{data}, {kind}, {'shuffled' if order else 'in order'}"
        found[name] = accuracy(run, p.x_val, p.y_val)
        for far in range(1, MARGIN + 1) if data == "digits" and not order else ():
            moved = [
                accuracy(run, shifted(p.x_val, SIDE, right=far * right, down=far * down), p.y_val)
                for right, down in DIRECTIONS
            ]
            found[f"digits, {kind}, moved by {far}"] = float(np.mean(moved))
    return found


def _draw_neighbours(result: Result) -> "Picture":
    from trainlab.experiments.figures import neighbours as figures

    return figures.neighbours(result, kinds=KINDS, data=tuple(DATA), margin=MARGIN)


@experiment(
    "neighbours",
    draw=_draw_neighbours,
    title="Where neighbours mean something, and where not",
    source='Lu, "Deep Learning Concepts & Algorithms", other networks, properties of CNN',
    claim="Data of different formats need different networks. In an image nearby pixels are "
    "related, and a shift of the input should simply shift the hidden representation.",
    networks=20,
    quick=2,
    seconds=130,
)
def neighbours(settings: Settings) -> Outcome:
    """Train each kind on digits and on a table, in order and shuffled; then move the digits."""
    draws, steps = (2, 100) if settings.quick else (10, 300)
    parts = settings.draws(draws, max(1, settings.networks // draws))
    rows, complete = gathered((row(part, steps) for part in parts), at_least=2)
    values = {name: np.array([each[name] for each in rows]) for name in rows[0]}
    lost = losses(values)
    every = values | lost
    interval = {name: median_interval(each) for name, each in every.items()}
    measured = {name: float(np.median(each)) for name, each in every.items()}
    return Outcome(
        measured=measured,
        claimed=dict.fromkeys(measured),
        interval=interval,
        interval_method=f"{OVER_DRAWS}, of the order and of the starts, of the median",
        holds=in_parts(answers(interval)),
        verdict=_verdict(measured, interval),
        setting={
            "digits": f"300 to learn from, 600 to check, 8 x 8 with a margin of {MARGIN} zeros",
            "tumours": "breast cancer Wisconsin (Diagnostic; the source names Prognostic), 200 to "
            "learn from, 369 to check, standardized",
            "dense": "32 ReLU units",
            "convolution": "8 kernels of size 3, ReLU, a dense layer",
            "pooled": "8 and 16 kernels of size 3, padding 1, ReLU, the largest value of each "
            "channel, a dense layer",
            "rule": f"Adam, lr {LR}, batches of {BATCH}, {steps} steps, he_normal",
            "shuffled": "one random order of the inputs for all points of a draw",
            "moved": "by pixels right, left, down and up, the mean of four; zeros come in",
            "draws": f"{len(rows)}, each another choice of points, order and starts; the median "
            "network of each",
        },
        data={name: np.asarray(each) for name, each in every.items()},
        complete=complete,
    )


def losses(values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the accuracy that shuffling costs, and moving by one pixel, draw by draw.

    A dense network's true loss by shuffling is 0, so that each other kind's is also given less the
    dense one's of the same draw.
    """
    shuffling = {
        f"{data}, {kind}, lost by shuffling": values[f"{data}, {kind}, in order"]
        - values[f"{data}, {kind}, shuffled"]
        for data in DATA
        for kind in KINDS
    }
    beyond = {
        f"{data}, {kind}, lost by shuffling, less dense": shuffling[
            f"{data}, {kind}, lost by shuffling"
        ]
        - shuffling[f"{data}, dense, lost by shuffling"]
        for data in DATA
        for kind in KINDS[1:]
    }
    moving = {
        f"digits, {kind}, lost by moving": values[f"digits, {kind}, in order"]
        - values[f"digits, {kind}, moved by 1"]
        for kind in KINDS
    }
    return shuffling | beyond | moving


def answers(interval: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    """Return what the intervals say to the parts of the claim."""

    def unchanged(name: str) -> str:
        return within(interval[name], -ALIKE, ALIKE)

    def beyond_dense(kind: str) -> str:
        return above(interval[f"digits, {kind}, lost by shuffling, less dense"], 0.0)

    little = f"less than {100 * ALIKE:g} points"
    return {
        "shuffling the pixels costs a pooled network more than a dense one": beyond_dense("pooled"),
        "it costs a convolution with a dense layer more than a dense network": beyond_dense(
            "convolution"
        ),
        f"it costs a dense network {little}": unchanged("digits, dense, lost by shuffling"),
        f"shuffling the table costs a convolution with a dense layer {little}": unchanged(
            "tumours, convolution, lost by shuffling"
        ),
        f"moving the digits by a pixel costs a pooled network {little}": unchanged(
            "digits, pooled, lost by moving"
        ),
    }


def _verdict(measured: Mapping[str, float], interval: Mapping[str, tuple[float, float]]) -> str:
    def told(name: str) -> str:
        return f"{measured[name]:.0%}"

    def points(name: str) -> str:
        low, high = (f"{100 * bound:.1f}" for bound in interval[name])
        return f"{100 * measured[name]:.1f} ({low} to {high})"

    def lost(data: str, how: str, kinds: Sequence[str] = KINDS, less: str = "") -> str:
        return ", ".join(
            f"{kind} {points(f'{data}, {kind}, lost by {how}{less}')}" for kind in kinds
        )

    digits, table = (
        ", ".join(f"{kind} {told(f'{data}, {kind}, in order')}" for kind in KINDS) for data in DATA
    )
    by_shuffling = "; ".join(f"{data}, {lost(data, 'shuffling')}" for data in DATA)
    return (
        f"Median accuracies in order: digits, {digits}; tumours, {table}. Medians of what is lost, "
        f"draw by draw, in points, with 95% intervals. By shuffling: {by_shuffling}; on the "
        f"digits, more than the dense network, "
        f"{lost('digits', 'shuffling', KINDS[1:], ', less dense')}. By moving digits one pixel: "
        f"{lost('digits', 'moving')}."
    )
