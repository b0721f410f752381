"""Batch size: noise, and what the whole batch does to generalization (lecture 05)."""

from typing import TYPE_CHECKING

import numpy as np
import torch

from trainlab import optimizers, problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.statistics import BOOTSTRAPPED, median_interval
from trainlab.experiments.verdicts import alike, compared, in_parts
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

NET = MLP([2, 16, 16, 1])
POINTS, NOISE, DRAWS = 50, 0.3, 4
SIZES = (1, 5, 25, 50)
RATES = (0.03, 0.1, 0.3)
STEPS, EVERY = 2000, 100
#: The rate at which all sizes are compared.
SAME = 1


def losses(settings: Settings, size: int) -> np.ndarray:
    """Return (training, validation) losses (2, looks, rates, E) over all points, at every look."""
    found = []
    each = max(1, settings.networks // (DRAWS * len(RATES) * len(SIZES)))
    for draw, part in enumerate(settings.draws(DRAWS, each)):
        part.progress(0.0, f"batches of {size}")
        data = problems.PROBLEMS["circle"](
            n=POINTS, noise=NOISE, n_val=1000, seed=settings.seed + draw
        )
        trainer = Trainer(
            NET,
            data,
            optimizer=optimizers.sgd(torch.tensor(RATES).repeat_interleave(each)),
            population=each * len(RATES),
            batch_size=None if size == POINTS else size,
            seed=part.seed,
            device=part.device,
        )
        looks = []
        for _ in range(STEPS // EVERY):
            trainer.step(EVERY, record=False)
            pairs = ((data.x, data.y), (data.x_val, data.y_val))
            looks.append(torch.stack([trainer.loss(x, y) for x, y in pairs], dim=0))
        stacked = torch.stack(looks, dim=1).nan_to_num(torch.inf)
        found.append(stacked.reshape(2, -1, len(RATES), each).numpy(force=True))
    return np.concatenate(found, axis=-1)


def rising(training: np.ndarray) -> np.ndarray:
    """Return for each network (E,) the share of looks (looks, E) that find its loss higher."""
    share: np.ndarray = (np.diff(training, axis=0) > 0).mean(axis=0)
    return share


def at_best(validation: np.ndarray) -> np.ndarray:
    """Return validation losses (E',) at the rate and look where their median is lowest.

    Rate and look are chosen on the even networks of (looks, rates, E), and judged on the odd.
    """
    medians = np.median(validation[..., ::2], axis=-1)
    look, rate = np.unravel_index(medians.argmin(), medians.shape)
    best: np.ndarray = validation[look, rate, 1::2]
    return best


def _draw_batch_size(result: Result) -> "Picture":
    from trainlab.experiments.figures import batch_sizes as figures

    return figures.batch_size(result)


@experiment(
    "batch-size",
    draw=_draw_batch_size,
    title="Batch size: noise and generalization",
    source='Bucharest lecture 3, Deep Neural Networks, and Newman, "Diving into Deep Learning"',
    claim="A batch of one is noisy; the whole batch leaves a generalization gap, where the "
    "randomness of small batches regularizes.",
    networks=1920,
    quick=192,
    seconds=79,
)
def batch_size(settings: Settings) -> Outcome:
    """Train with batches of four sizes on noisy circles, at three rates."""
    found = {size: losses(part, size) for part, size in settings.over(SIZES)}
    measured, interval = {}, {}
    for size, (training, validation) in found.items():
        for name, values in (
            ("share of looks at which the loss rose", rising(training[:, SAME])),
            ("training loss", training[-1, SAME]),
            ("validation loss", validation[-1, SAME]),
            ("validation loss at the best rate and step", at_best(validation)),
        ):
            word = f"{name}, batches of {size}"
            measured[word], interval[word] = float(np.median(values)), median_interval(values)

    def pair(name: str, one: int, other: int) -> str:
        return compared(interval[f"{name}, batches of {one}"],
                        interval[f"{name}, batches of {other}"])  # fmt: skip

    best = "validation loss at the best rate and step"
    parts = {
        "a batch of one is noisier than the whole batch": _yes(
            pair("share of looks at which the loss rose", 1, POINTS) == "higher"
        ),
        "at one rate and as many steps the whole batch generalizes worse than a batch of 1": _yes(
            pair("validation loss", POINTS, 1) == "higher"
        ),
        "and worse than a batch of 5": _yes(pair("validation loss", POINTS, 5) == "higher"),
        "each at its best rate and step, it still does": _yes(pair(best, POINTS, 5) == "higher"),
    }
    same = alike(*(interval[f"{best}, batches of {size}"] for size in SIZES))
    return Outcome(
        measured=measured,
        claimed={},
        interval=interval,
        interval_method=BOOTSTRAPPED + ", of the median",
        holds=in_parts(parts),
        verdict=_verdict(measured, same),
        setting={
            "data (chosen by us)": f"circle, {POINTS} points, noise {NOISE}, {DRAWS} draws",
            "network (chosen by us)": "2-16-16-1, tanh, Glorot normal",
            "rates (chosen by us)": list(RATES),
            "rate at which all are compared": RATES[SAME],
            "steps (chosen by us)": STEPS,
            "looks": f"every {EVERY} steps, at all {POINTS} points and 1000 others",
            "networks in all": len(SIZES) * found[1][0, 0].size,
            "best rate and step": "chosen on half of the networks, judged on the others",
        },
        data={
            "sizes": np.array(SIZES),
            "steps": np.arange(EVERY, STEPS + 1, EVERY),
            "curves": np.stack([np.median(f[:, :, SAME], axis=-1) for f in found.values()]),
            "best": np.array([measured[f"{best}, batches of {size}"] for size in SIZES]),
        },
    )


def _verdict(measured: dict[str, float], same: bool) -> str:
    def told(name: str) -> str:
        return ", ".join(f"{measured[f'{name}, batches of {size}']:.2g}" for size in SIZES)

    return (
        f"With batches of {', '.join(map(str, SIZES))} (all), at rate {RATES[SAME]:g} and after "
        f"{STEPS} steps, the median training losses are {told('training loss')} and the validation "
        f"losses {told('validation loss')}. At the best rate and step of each they are "
        f"{told('validation loss at the best rate and step')}: "
        f"{'intervals that overlap' if same else 'not all alike'}."
    )


def _yes(met: bool) -> str:
    return "yes" if met else "no"
