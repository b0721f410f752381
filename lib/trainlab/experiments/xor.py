"""XOR, learnt or not by where training starts (lecture 09)."""

from collections.abc import Iterator

import numpy as np
import torch
from scipy import stats
from torch import Tensor

from trainlab import initializers, optimizers
from trainlab.experiments import statistics
from trainlab.experiments._experiment import Outcome, Settings, experiment, gathered
from trainlab.initializers import Initializer
from trainlab.networks import MLP
from trainlab.run import Run

XOR = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]]), torch.tensor([[0.0], [1], [1], [0]])
EPOCHS = 1000
#: The source's initializers, and how many of its 20 runs failed.
STARTS = {
    "U(-10, 10)": (initializers.uniform(10.0), 6),
    "N(0, 1/sqrt(fan_in))": (initializers.lecun_normal(), 0),
}
SOURCE_RUNS = 20
#: Bounds a of other starts U(-a, a).
BOUNDS = (0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0)


def train_xor(
    settings: Settings, init: Initializer, doing: str, batch_size: int | None = None
) -> Run:
    """Train 2-4-1 sigmoid networks on XOR as the source does; return the run."""
    return settings.train(
        MLP([2, 4, 1], activation="sigmoid"),
        XOR,
        loss="bce",
        optimizer=optimizers.momentum(0.1, 0.99),
        init=init,
        steps=EPOCHS * (1 if batch_size is None else 4 // batch_size),
        batch_size=batch_size,
        doing=doing,
    )


def fails(outputs: Tensor) -> Tensor:
    """Return (E,) bool: whether a network with these logits (E, 4, 1) gets a corner wrong."""
    return ((outputs > 0) != (XOR[1] > 0.5).to(outputs.device)).flatten(1).any(dim=1)


@experiment(
    "xor-init",
    title="XOR fails or not by its starting point",
    source="Bucharest lecture 3, Deep Neural Networks",
    claim="2-4-1 sigmoid networks on XOR (BCE, SGD 0.1, momentum 0.99, 1000 epochs) fail in 6 of "
    "20 runs from U(-10, 10), and in 0 of 20 from N(0, 1/sqrt(fan_in)).",
    networks=1000,
    quick=300,
    seconds=8,
)
def xor_init(settings: Settings) -> Outcome:
    """Train both populations, then others from wider and narrower starts."""
    others = {f"U(-{a:g}, {a:g})": initializers.uniform(a) for a in BOUNDS}
    other_readings = {
        "fan_in^-1/2 read as the variance": (_variance_reading(), None),
        "N(0, 1/sqrt(fan_in)), one corner a step": (initializers.lecun_normal(), 1),
        "U(-10, 10), one corner a step": (initializers.uniform(10.0), 1),
    }
    jobs: dict[str, tuple[Initializer, int | None]] = {
        name: (init, None) for name, (init, _) in STARTS.items()
    }
    jobs |= {name: (init, None) for name, init in others.items()} | other_readings

    def populations() -> Iterator[tuple[str, Run]]:
        for done, (name, (init, batch_size)) in enumerate(jobs.items()):
            part = settings.part(done / len(jobs), (done + 1) / len(jobs))
            yield name, train_xor(part, init, f"XOR from {name}", batch_size)

    trained, complete = gathered(populations())
    runs = dict(trained)
    if not runs.keys() >= STARTS.keys():
        raise KeyboardInterrupt
    counts = {name: int(fails(run.predict(XOR[0])).sum()) for name, run in runs.items()}
    scanned = {bound: name for bound, name in zip(BOUNDS, others, strict=True) if name in runs}
    n = settings.networks
    share = {name: count / n for name, count in counts.items()}
    interval = {name: statistics.share_interval(k, n) for name, k in counts.items()}
    likely = {
        name: stats.binomtest(failed, SOURCE_RUNS, share[name]).pvalue
        for name, (_, failed) in STARTS.items()
    }
    wide, scaled = STARTS
    holds = min(likely.values()) >= 0.05 and interval[scaled][1] < interval[wide][0]
    return Outcome(
        measured={f"share that fails, {name}": share[name] for name in STARTS}
        | {f"p-value of the source's 20 runs, {name}": float(p) for name, p in likely.items()},
        claimed={f"share that fails, {name}": k / SOURCE_RUNS for name, (_, k) in STARTS.items()},
        interval={f"share that fails, {name}": interval[name] for name in STARTS},
        interval_method=f"{statistics.EXACT}; the source's counts by a two-sided binomial test",
        holds=holds,
        verdict=f"From U(-10, 10) {share[wide]:.0%} of {n} networks fail, from N(0, "
        f"1/sqrt(fan_in)) {share[scaled]:.1%}. Counts like the source's 6 and 0 of 20 come up "
        f"{'often enough' if holds else 'too rarely'} (p = {likely[wide]:.2f} and "
        f"{likely[scaled]:.2f}); small starts are not immune.",
        setting={
            "network": "2-4-1, sigmoid, zero bias",
            "loss": "BCE",
            "rule": "momentum 0.99, lr 0.1",
            "epochs": EPOCHS,
            "points a step (chosen by us)": "all four corners, inputs 0 and 1",
            "a failure (chosen by us)": "some corner on the wrong side of 1/2 at the end",
            "N(0, 1/sqrt(fan_in)) (chosen by us)": "the second parameter is the standard deviation",
        },
        sensitivity=[
            {
                "changed": name,
                "networks": n,
                "share that fails": share[name],
                "share with a loss above 0.1": float((run.train_loss[-1] > 0.1).float().mean()),
            }
            for name, run in runs.items()
        ],
        data={
            f"loss {name}": statistics.bands(runs[name].train_loss.numpy(force=True))
            for name in STARTS
        }
        | {
            "bound": np.array([*scanned]),
            "fails": np.array([share[name] for name in scanned.values()]),
            "fails low": np.array([interval[name][0] for name in scanned.values()]),
            "fails high": np.array([interval[name][1] for name in scanned.values()]),
        },
        complete=complete,
    )


def _variance_reading() -> Initializer:
    return Initializer("normal", lambda draws: draws.inputs**-0.25 * draws.normal())
