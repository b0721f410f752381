"""Lecture 11: the information plane of networks that generalize, with tanh and with ReLU units."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from trainlab.analysis import information
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import above
from trainlab.nn.networks import MLP
from trainlab.optimizers import adam

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

INPUTS = 10
SIZES = [INPUTS, 8, 6, 4, 3, 1]
#: The last hidden layer, in which the two phases are said to be plainest.
LAYER = len(SIZES) - 3
#: Bits by which I(X; T) must end below its peak to count as compressed.
COMPRESSED = 1.0
#: Activation -> its initializer, and where its bins start and end (the layer's own range for None).
KINDS: dict[str, tuple[str, tuple[float, float] | None]] = {
    "tanh": ("glorot_normal", (-1.0, 1.0)),
    "relu": ("he_normal", None),
}
BINS = 30
DRAWS = 8
#: How the kinds are called.
NAMES = {"tanh": "tanh", "relu": "ReLU"}


def patterns() -> Tensor:
    """Return every pattern of ``INPUTS`` signs, (1024, 10)."""
    return torch.cartesian_prod(*[torch.tensor([-1.0, 1.0])] * INPUTS)


def labels(x: Tensor, seed: int) -> Tensor:
    """Return the sign of a random quadratic form above or below its median, 0 or 1, (N, 1)."""
    generator = torch.Generator().manual_seed(seed)
    linear = torch.randn(INPUTS, generator=generator)
    quadratic = torch.randn(INPUTS, INPUTS, generator=generator) / 4
    score = x @ linear + ((x @ quadratic) * x).sum(dim=1)
    return (score > score.median()).float()[:, None]


def split(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """Return the indices of 85% of the points for training, and of the others."""
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    return order[: round(0.85 * count)], order[round(0.85 * count) :]


def looks(steps: int) -> list[int]:
    """Return 0 and about 14 steps, evenly spread on a logarithmic scale."""
    return sorted({0, *(round(steps ** (k / 13)) for k in range(14))})


def follow(
    settings: Settings, kind: str, draw: int, steps: int, bins: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Train networks of one kind on one draw of the labels.

    Returns:
        I(X; T) and I(T; Y) of layer ``LAYER`` in bits for each number of bins, (bins, looks, E)
        each, and the share of unseen points classified rightly (E,).
    """
    init, limits = KINDS[kind]
    x = patterns()
    y = labels(x, draw)
    seen, unseen = split(len(x), draw)
    net = MLP(SIZES, activation=kind)
    run = settings.train(
        net,
        (x[seen], y[seen]),
        loss="bce",
        init=init,
        optimizer=adam(lr=3e-3),
        batch_size=128,
        steps=steps,
        snapshots=looks(steps),
        doing=f"{kind}, labels {draw}",
    )
    with torch.no_grad():
        outputs = [net.layer_outputs(params, x.to(params))[LAYER] for params in run.snapshots]
    cells = [[information.binned(a, n, limits) for a in outputs] for n in bins]
    targets = y.mT.long().to(run.params.device).expand(settings.networks, -1)
    about_input, about_target = (
        torch.stack([torch.stack([bits(t) for t in row]) for row in cells])
        for bits in (information.entropy, partial(information.mutual_information, b=targets))
    )
    right = (run.predict(x[unseen]) > 0) == y[unseen].bool().to(run.params.device)
    accuracy = right.double().mean(dim=(1, 2))
    return about_input.numpy(force=True), about_target.numpy(force=True), accuracy.numpy(force=True)


def compression(about_input: np.ndarray) -> np.ndarray:
    """Return how far I(X; T) (..., looks, E) ends below its peak, in bits (..., E)."""
    lost: np.ndarray = about_input.max(axis=-2) - about_input[..., -1, :]
    return lost


def _draw_information_plane(result: Result) -> "Picture":
    from trainlab.experiments.figures import information as figures

    return figures.information_plane(result, names=NAMES)


@experiment(
    "information-plane",
    draw=_draw_information_plane,
    title="Two phases in the information plane?",
    source="Karniadakis, Training and Optimization",
    claim="Training has two phases: hidden layers first gather information, then compress what "
    "they know of the input, and by that they generalize.",
    networks=320,
    quick=24,
    seconds=145,
)
def information_plane(settings: Settings) -> Outcome:
    """Follow the last hidden layer of tanh and of ReLU networks on several draws of the labels."""
    steps = 1000 if settings.quick else 3000
    bins = (BINS, 10, 100)
    each = max(1, settings.networks // DRAWS)

    def draws() -> Iterator[dict[str, tuple[np.ndarray, ...]]]:
        for draw, part in enumerate(settings.draws(DRAWS, each)):
            yield {
                kind: follow(own, kind, settings.seed + draw, steps, bins)
                for own, kind in part.over(KINDS)
            }

    found, complete = gathered(draws(), at_least=2)
    about_input, about_target, accuracy = (
        {kind: np.concatenate([row[kind][i] for row in found], axis=-1) for kind in KINDS}
        for i in range(3)
    )
    compressed = {kind: compression(bits) >= COMPRESSED for kind, bits in about_input.items()}
    measured, intervals = {}, {}
    for kind in KINDS:
        shares = compressed[kind][0].reshape(len(found), each).mean(axis=1)
        measured[f"compressed, {kind}"] = float(shares.mean())
        intervals[f"compressed, {kind}"] = statistics.bootstrap_interval(shares)
        measured[f"right on unseen points, {kind}"] = float(np.median(accuracy[kind]))
    tanh, relu = (f"{measured[f'compressed, {kind}']:.0%}" for kind in KINDS)
    at = looks(steps)
    others = {
        f"{n} bins": {kind: which[i] for kind, which in compressed.items()}
        for i, n in enumerate(bins[1:], start=1)
    }
    # The rate is constant, so that a shorter training is the first part of this one.
    others[f"{at[-3]} steps"] = {
        kind: compression(bits[0, :-2]) >= COMPRESSED for kind, bits in about_input.items()
    }
    return Outcome(
        measured=measured,
        claimed={f"compressed, {kind}": "all that generalize" for kind in KINDS},
        interval=intervals,
        interval_method=statistics.OVER_DRAWS,
        holds=all(above(bounds, 0.5) == "yes" for bounds in intervals.values()),
        verdict=f"{tanh} of the tanh networks compress and {relu} of the ReLU networks. "
        f"{_compared(accuracy, {kind: which[0] for kind, which in compressed.items()})}",
        setting={
            "network": f"layers of {SIZES} units, tanh with Glorot, ReLU with He normal",
            "data": f"all {2**INPUTS} patterns of {INPUTS} signs, 85% for training; the label is "
            f"a random quadratic form above or below its median, {len(found)} draws, on each "
            f"{each} networks of each kind with seeds of their own",
            "estimator": f"{BINS} bins on (-1, 1) for tanh, on the layer's range for ReLU",
            "compressed": f"I(X; T) of the last hidden layer ends {COMPRESSED:g} bit below its "
            "peak, or more; the peak is the highest value at the steps looked at",
            "steps looked at": at,
            "steps": steps,
            "chosen by us": "everything: the source names no network and no data; cross entropy, "
            "Adam with lr=0.003, batches of 128. Of this the bins and the number of steps were "
            "varied",
        },
        sensitivity=[
            {"changed": name}
            | {f"compressed, {kind}": float(which.mean()) for kind, which in changed.items()}
            for name, changed in others.items()
        ],
        data={"steps": np.array(at), "bits": np.array(INPUTS)}
        | {f"input {kind}": about_input[kind][0] for kind in KINDS}
        | {f"target {kind}": about_target[kind][0] for kind in KINDS},
        complete=complete,
    )


def _compared(right: Mapping[str, np.ndarray], compressed: Mapping[str, np.ndarray]) -> str:
    """Compare within each kind the networks that compress with those that do not.

    Args:
        right: kind -> share of unseen points that each network gets right (E,).
        compressed: kind -> which networks compress, (E,) bool.
    """
    sentences = []
    for kind, which in compressed.items():
        if which.any() and not which.all():
            yes, no = (f"{np.median(right[kind][group]):.1%}" for group in (which, ~which))
            sentences.append(
                f"Of the {NAMES[kind]} networks those that compress ({which.sum()}) get {yes} of "
                f"the unseen points right in the median, those that do not ({(~which).sum()}) {no}."
            )
    return " ".join(sentences) or (
        "No kind has both networks that compress and networks that do not, so that what "
        "compression does for unseen points cannot be told."
    )
