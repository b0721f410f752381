"""Batch norm before or after the activation, and its noise as regularization (lecture 10)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from trainlab import optimizers, problems
from trainlab.data.normalization import z_score
from trainlab.experiments.claims import batch_norm
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.scans import Scan, order, scan
from trainlab.experiments.statistics import BOOTSTRAPPED, OVER_DRAWS, median_interval
from trainlab.experiments.targets import DEFAULT_START
from trainlab.experiments.verdicts import Interval, compared, in_parts
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

#: Activations with their initializers, and the places of batch norm.
STARTS = {
    "sigmoid": ("sigmoid", "glorot_normal"),
    "tanh": ("tanh", "glorot_normal"),
    "relu": ("relu", "he_normal"),
    "relu, PyTorch's start": ("relu", "torch_default"),
}
PLACES = ("before", "after")
#: Steps and rates of the scans; a quick one has a quarter of the steps.
SCANNED, RATES = 400, batch_norm.RATES[:-1]
#: Draws of the images, those to learn from and those that only check, and steps.
DRAWS, SEEN, UNSEEN, STEPS, LR = 10, 100, 600, 400, 0.1


class Case(NamedTuple):
    """One way to train: batch norm before the activations or none, batch size, dropout."""

    batch_norm: bool
    batch_size: int | None
    dropout: float


PLAIN, SMALL, MIDDLE, WHOLE = "without", "batches of 10", "batches of 25", "all 100"
DROPOUT, BOTH = "dropout 0.3, without", "dropout 0.3, batches of 25"
CASES = {
    PLAIN: Case(False, 25, 0.0),
    SMALL: Case(True, 10, 0.0),
    MIDDLE: Case(True, 25, 0.0),
    WHOLE: Case(True, None, 0.0),
    DROPOUT: Case(False, 25, 0.3),
    BOTH: Case(True, 25, 0.3),
}


def scans(settings: Settings, steps: int) -> dict[str, dict[str, Scan]]:
    """Scan the rates with batch norm in both places, as ``batch-norm`` scans them without."""
    found: dict[str, dict[str, Scan]] = {start: {} for start in STARTS}
    cases = [(start, place) for start in STARTS for place in PLACES]
    for part, (start, place) in settings.over(cases):
        activation, init = STARTS[start]
        sizes = [1, *[batch_norm.WIDTH] * batch_norm.DEPTH, 1]
        found[start][place] = scan(
            part,
            MLP(sizes, activation=activation, batch_norm=place),
            batch_norm.DATA,
            RATES,
            steps=steps,
            doing=f"{start}, batch norm {place}",
            init=init,
            batch_size=batch_norm.BATCH,
        )
    return found


def unseen_losses(settings: Settings, case: Case) -> np.ndarray:
    """Return the loss on unseen images (draws, E), each draw with networks of its own."""
    found = []
    for draw, part in enumerate(settings.draws(DRAWS, max(1, settings.networks // DRAWS))):
        data = problems.digits(n=SEEN, n_val=UNSEEN, seed=settings.seed + draw)
        fitted = z_score(data.x)
        trainer = Trainer(
            MLP([64, 64, 64, 10], "relu", batch_norm=case.batch_norm),
            replace(data, x=fitted.transform(data.x)),
            init="he_normal",
            optimizer=optimizers.sgd(LR),
            batch_size=case.batch_size,
            dropout=case.dropout,
            population=part.networks,
            seed=part.seed,
            device=settings.device,
        )
        trainer.step(STEPS, record=False)
        losses = trainer.loss(fitted.transform(data.x_val), data.y_val)
        found.append(losses.nan_to_num(torch.inf).numpy(force=True))
        part.progress(1.0, "digits")
    return np.stack(found)


def _draw_batch_norm_variants(result: Result) -> "Picture":
    from trainlab.experiments.figures import norm_variants as figures

    return figures.batch_norm_variants(result, starts=[*STARTS], cases=[*CASES])


@experiment(
    "batch-norm-variants",
    draw=_draw_batch_norm_variants,
    title="Where batch norm stands, and what its noise does",
    source='Karniadakis, "Training and optimization", Batch Normalization',
    claim="One variant of batch normalization is the most effective treatment (a picture that does "
    "not say which); it acts as regularization and reduces the need for dropout.",
    networks=100,
    quick=20,
    seconds=150,
)
def batch_norm_variants(settings: Settings) -> Outcome:
    """Scan the rates with batch norm before and after, and compare losses on unseen images."""
    first, second = settings.split(0.7, 0.3)
    each = max(4, 3 * settings.networks // 10)
    steps = SCANNED // 4 if settings.quick else SCANNED
    places = scans(replace(first, networks=each), steps)
    losses: dict[str, np.ndarray] = {}
    for part, (name, case) in second.over(CASES.items()):
        losses[name] = np.median(unseen_losses(part, case), axis=1)
    measured: dict[str, float] = {}
    interval: dict[str, Interval] = {}
    for start, found in places.items():
        for place, one in found.items():
            name = f"{start}, {place}: loss at the best rate"
            measured[name], interval[name] = one.summary()
    for name, values in losses.items():
        word = f"digits, {name}: loss on unseen images"
        measured[word], interval[word] = float(np.median(values)), median_interval(values)
    ratio = {
        f"{name} over {PLAIN}": values / losses[PLAIN]
        for name, values in losses.items()
        if name != PLAIN
    } | {
        f"{SMALL} over {WHOLE}": losses[SMALL] / losses[WHOLE],
        f"{BOTH} over {MIDDLE}": losses[BOTH] / losses[MIDDLE],
    }
    for name, values in ratio.items():
        word = f"digits, draw by draw: {name}"
        measured[word], interval[word] = float(np.median(values)), median_interval(values)
    parts = {
        f"{start}: after is better than before": _yes(order(found["after"], found["before"]))
        for start, found in places.items()
    } | {
        "batches of 10 have a lower loss on unseen images than no batch norm": _yes(
            compared(median_interval(ratio[f"{SMALL} over {PLAIN}"]), (1, 1))
        ),
        "the smaller the batch, the lower it is": _yes(
            compared(median_interval(ratio[f"{SMALL} over {WHOLE}"]), (1, 1))
        ),
        "with batch norm dropout is not needed": _yes(
            compared((1, 1), median_interval(ratio[f"{BOTH} over {MIDDLE}"])), undecided="yes"
        ),
    }
    return Outcome(
        measured=measured,
        claimed={},
        interval=interval,
        interval_method=f"first part: {BOOTSTRAPPED}, of the median, the rate chosen on other "
        f"networks; digits: {OVER_DRAWS}, of the median of each draw's median network "
        "or of their ratio on the same draw",
        holds=in_parts(parts),
        verdict=_verdict(measured),
        setting={
            "first part": f"as batch-norm: {batch_norm.DEPTH} hidden layers of "
            f"{batch_norm.WIDTH}, a step with ripples, SGD in batches of {batch_norm.BATCH}, "
            f"{steps} steps, {len(RATES)} rates, {each} networks at each",
            "starts": "; ".join(f"{start}: {init}" for start, (_, init) in STARTS.items()),
            "torch_default": f"{DEFAULT_START}, biases too; with the others biases are zero",
            "digits (chosen by us)": f"64-64-64-10, ReLU, He normal, {SEEN} images to learn, "
            f"{UNSEEN} others, {DRAWS} draws of them, SGD, lr {LR:g}, {STEPS} steps; batch norm "
            "before the activation",
            "networks per draw": max(1, settings.networks // DRAWS),
        },
        sensitivity=[
            {
                "activation": start,
                "batch norm": place,
                "loss": one.summary()[0],
                "best rate": float(one.rates[one.best]),
            }
            for start, found in places.items()
            for place, one in found.items()
        ],
        data={f"place {s}, {p}": one.judged() for s, f in places.items() for p, one in f.items()}
        | {f"digits {name}": values for name, values in losses.items()},
    )


def _yes(answer: str, undecided: str = "undecided") -> str:
    return {"lower": "yes", "higher": "no", "undecided": undecided}[answer]


def _verdict(measured: Mapping[str, float]) -> str:
    told = "; ".join(
        f"{start}: "
        + ", ".join(
            f"{measured[f'{start}, {place}: loss at the best rate']:.2g} {place}"
            for place in PLACES
        )
        for start in STARTS
    )
    unseen = ", ".join(
        f"{measured[f'digits, {name}: loss on unseen images']:.3f} {name}" for name in CASES
    )
    return f"Losses at the best rate: {told}. On unseen digits: {unseen}."
