"""How much dropout, and where (lecture 11)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from trainlab import optimizers, problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.statistics import OVER_DRAWS, median_interval
from trainlab.experiments.verdicts import above, compared, in_parts
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

#: Draws of the images, those to learn from and those that only check, networks on each, steps.
DRAWS, SEEN, UNSEEN, EACH, STEPS, LR = 16, 100, 600, 1, 800, 0.05
RATES = (0.1, 0.3, 0.5, 0.7, 0.9)


class Case(NamedTuple):
    """Rates of dropping: of inputs, of the first hidden layer, and of the second."""

    inputs: float
    first: float
    second: float


NONE, UP, DOWN = "none", "0.2, then 0.5", "0.5, then 0.2"
BOTH, INPUTS = "both hidden layers", "the inputs"
#: What is dropped: the share of the rate at which each place drops.
PLACES = {
    BOTH: (0, 1, 1),
    "the first hidden layer": (0, 1, 0),
    "the second hidden layer": (0, 0, 1),
    INPUTS: (1, 0, 0),
}
CASES = {NONE: Case(0.0, 0.0, 0.0), UP: Case(0.0, 0.2, 0.5), DOWN: Case(0.0, 0.5, 0.2)} | {
    f"{place}, {rate:g}": Case(*(rate * share for share in shares))
    for place, shares in PLACES.items()
    for rate in RATES
}


class Found(NamedTuple):
    """Of the median network of every draw and case, (draws, cases)."""

    training: np.ndarray
    loss: np.ndarray
    right: np.ndarray


def one_draw(settings: Settings, draw: int, each: int, steps: int) -> list[np.ndarray]:
    """Train networks of all cases on one draw of the images; return what ``Found`` has of it."""
    data = problems.digits(n=SEEN, n_val=UNSEEN, seed=settings.seed + draw)
    mean, spread = data.x.mean(dim=0), data.x.std()
    data = replace(data, x=(data.x - mean) / spread, x_val=(data.x_val - mean) / spread)
    rates = torch.tensor([*CASES.values()]).repeat_interleave(each, dim=0)
    trainer = Trainer(
        MLP([64, 64, 64, 10], "relu"),
        data,
        init="he_normal",
        optimizer=optimizers.sgd(LR),
        batch_size=25,
        input_dropout=rates[:, 0],
        dropout=rates[:, 1:],
        population=len(rates),
        seed=settings.seed + draw * len(rates),
        device=settings.device,
    )
    trainer.step(steps, record=False)
    labels = data.y_val.to(trainer.device)
    right = (trainer.predict(data.x_val).argmax(dim=2) == labels).double().mean(dim=1)
    found = (trainer.loss(data.x, data.y), trainer.loss(data.x_val, data.y_val), right)
    whole = (values.nan_to_num(torch.inf).numpy(force=True) for values in found)
    return [np.median(values.reshape(-1, each), axis=1) for values in whole]


def all_draws(settings: Settings) -> Found:
    """Train on every draw of the images."""
    draws = DRAWS // 4 if settings.quick else DRAWS
    steps = STEPS // 10 if settings.quick else STEPS
    found = []
    for part, draw in settings.over(range(draws)):
        part.progress(0.0, f"draw {draw + 1}")
        found.append(one_draw(settings, draw, max(1, settings.networks // len(CASES)), steps))
    return Found(*(np.stack(values) for values in zip(*found, strict=True)))


def column(losses: np.ndarray, name: str) -> np.ndarray:
    """Return a case's losses (draws,)."""
    found: np.ndarray = losses[:, [*CASES].index(name)]
    return found


def best(losses: np.ndarray, place: str) -> str:
    """Return the case of a place whose median loss on the even draws is lowest."""
    names = [f"{place}, {rate:g}" for rate in RATES]
    return min(names, key=lambda name: float(np.median(column(losses[::2], name))))


def _draw_dropout_rate(result: Result) -> "Picture":
    from trainlab.experiments.figures import dropout_rates as figures

    return figures.dropout_rate(result, [*PLACES], RATES)


@experiment(
    "dropout-rate",
    draw=_draw_dropout_rate,
    title="How much dropout, and where",
    source='Karniadakis, "Training and optimization", Dropout Training; Summary',
    claim="Dropout is effective but depends strongly on its rate, which should differ between the "
    "layers: higher in the upper ones; inputs are dropped too.",
    networks=len(CASES) * EACH,
    quick=len(CASES),
    seconds=60,
)
def dropout_rate(settings: Settings) -> Outcome:
    """Train on few digits, with many rates of dropout in four places, and judge unseen digits."""
    training, loss, right = all_draws(settings)
    chosen = {place: best(loss, place) for place in PLACES}
    judged = loss[1::2]
    worst = f"{BOTH}, {RATES[-1]:g}"
    pairs = {f"{place}, at its best rate, over none": (chosen[place], NONE) for place in PLACES} | {
        f"{BOTH}: 0.9 over the best rate": (worst, chosen[BOTH]),
        f"{UP} over {DOWN}": (UP, DOWN),
        f"{UP} over the best rate of both": (UP, chosen[BOTH]),
    }
    measured: dict[str, float] = {}
    interval: dict[str, tuple[float, float]] = {}
    for word, (one, other) in pairs.items():
        ratio = column(judged, one) / column(judged, other)
        measured[f"loss on unseen images, {word}"] = float(np.median(ratio))
        interval[f"loss on unseen images, {word}"] = median_interval(ratio)
    for name in (NONE, chosen[BOTH], worst):
        for what, values in (("training loss", training), ("right on unseen images", right)):
            of_case = column(values, name)
            measured[f"{what}, {name}"] = float(np.median(of_case))
            interval[f"{what}, {name}"] = median_interval(of_case)

    def ratio_of(word: str) -> tuple[float, float]:
        return interval[f"loss on unseen images, {word}"]

    def lower(word: str) -> str:
        answer = compared(ratio_of(word), (1.0, 1.0))
        return {"lower": "yes", "higher": "no"}.get(answer, answer)

    parts = {
        "in both hidden layers at its best rate it helps": lower(
            f"{BOTH}, at its best rate, over none"
        ),
        "on the inputs it helps": lower(f"{INPUTS}, at its best rate, over none"),
        "a rate of 0.9 doubles the best rate's loss, or more": above(
            ratio_of(f"{BOTH}: 0.9 over the best rate"), 2.0
        ),
        "more in the upper layer is better than more in the lower": lower(f"{UP} over {DOWN}"),
        "and better than the best equal rate": lower(f"{UP} over the best rate of both"),
    }
    return Outcome(
        measured=measured,
        claimed={},
        interval=interval,
        interval_method=f"{OVER_DRAWS}, of the median of each draw's median network, or of their "
        "ratio on the same draw; best rates chosen on half of the draws, ratios judged on the "
        "others",
        holds=in_parts(parts),
        verdict=_verdict(measured, chosen),
        setting={
            "data (chosen by us)": f"{SEEN} digits to learn, {UNSEEN} others, each pixel "
            f"less its mean, over the deviation of all pixels; {len(loss)} draws",
            "network (chosen by us)": "64-64-64-10, ReLU, He normal",
            "rule (chosen by us)": f"SGD, lr {LR:g}, batches of 25, "
            f"{STEPS // 10 if settings.quick else STEPS} steps",
            "rates": [*RATES],
            "networks of each case on each draw": max(1, settings.networks // len(CASES)),
            "losses": "cross entropy, with nothing dropped",
        },
        sensitivity=[
            {
                "dropped": name,
                "loss on unseen images": float(np.median(column(loss, name))),
                "right": float(np.median(column(right, name))),
                "training loss": float(np.median(column(training, name))),
            }
            for name in CASES
        ],
        data={f"loss {name}": column(loss, name) for name in CASES},
    )


def _verdict(measured: Mapping[str, float], chosen: Mapping[str, str]) -> str:
    def ratio(word: str) -> str:
        return f"{measured[f'loss on unseen images, {word}']:.2f}"

    places = ", ".join(
        f"{ratio(f'{place}, at its best rate, over none')} ({chosen[place]})" for place in PLACES
    )
    return (
        f"Dropping multiplies the loss on unseen digits, each at its best rate, by {places}; 0.9 "
        f"in both hidden layers has {ratio(f'{BOTH}: 0.9 over the best rate')} times the loss of "
        f"their best rate. {UP} has {ratio(f'{UP} over {DOWN}')} times the loss of {DOWN}, and "
        f"{ratio(f'{UP} over the best rate of both')} times that of the best equal rate."
    )
