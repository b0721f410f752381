"""XOR, learnt or not by where training starts (lecture 09)."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab import optimizers
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.verdicts import compared
from trainlab.nn import initializers
from trainlab.nn.initializers import Initializer
from trainlab.nn.networks import MLP
from trainlab.training.run import Run

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

XOR = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]]), torch.tensor([[0.0], [1], [1], [0]])
EPOCHS = 1000
#: The source's initializers, and how many of its 20 runs failed.
STARTS = {
    "U(-10, 10)": (initializers.uniform(10.0), 6),
    "N(0, 1/sqrt(fan_in))": (initializers.lecun_normal(), 0),
}
SOURCE_RUNS = 20
#: How rare the source's counts may be, and the claim still hold.
RARE = 0.05
#: Bounds a of other starts U(-a, a).
BOUNDS = (0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0)


class Case(NamedTuple):
    """How a population starts, and what its network, its batches and its inputs (4, 2) are."""

    init: Initializer
    sizes: tuple[int, ...] = (2, 4, 1)
    batch_size: int | None = None
    corners: Tensor = XOR[0]


def train_xor(settings: Settings, case: Case, doing: str) -> Run:
    """Train sigmoid networks on XOR as the source does; return the run."""
    return settings.train(
        MLP([*case.sizes], activation="sigmoid"),
        (case.corners, XOR[1]),
        loss="bce",
        optimizer=optimizers.momentum(0.1, 0.99),
        init=case.init,
        steps=EPOCHS * (1 if case.batch_size is None else 4 // case.batch_size),
        batch_size=case.batch_size,
        doing=doing,
    )


#: Other readings of the source, of which the layers are the literal one.
CHANGES: dict[str, dict[str, Any]] = {
    "one corner a step": {"batch_size": 1},
    "three dense layers, 2-2-4-1": {"sizes": (2, 2, 4, 1)},
    "inputs -1 and 1": {"corners": 2 * XOR[0] - 1},
}
VARIANCE = "fan_in^-1/2 read as the variance"
#: Readings of what the source leaves open, with the names of their wide and scaled populations.
READINGS = {
    "all four corners a step, 2-4-1": tuple(STARTS),
    VARIANCE: ("U(-10, 10)", VARIANCE),
} | {change: tuple(f"{start}, {change}" for start in STARTS) for change in CHANGES}


def cases() -> dict[str, Case]:
    """Return every population by its name: the source's two, other bounds, and other readings."""
    starts = {name: init for name, (init, _) in STARTS.items()}
    others = {f"U(-{a:g}, {a:g})": initializers.uniform(a) for a in BOUNDS}
    others[VARIANCE] = Initializer("normal", lambda draws: draws.inputs**-0.25 * draws.normal())
    return {name: Case(init) for name, init in (starts | others).items()} | {
        f"{name}, {words}": Case(init, **change)
        for words, change in CHANGES.items()
        for name, init in starts.items()
    }


def fails(outputs: Tensor) -> Tensor:
    """Return (E,) bool: whether a network with these logits (E, 4, 1) gets a corner wrong."""
    return ((outputs > 0) != (XOR[1] > 0.5).to(outputs.device)).flatten(1).any(dim=1)


def _draw_xor_init(result: Result) -> "Picture":
    from trainlab.experiments.figures import xor as figures

    return figures.xor_init(result)


@experiment(
    "xor-init",
    draw=_draw_xor_init,
    title="XOR fails or not by its starting point",
    source="Bucharest lecture 3, Deep Neural Networks",
    claim="2-4-1 sigmoid networks on XOR (BCE, SGD 0.1, momentum 0.99, 1000 epochs) fail in 6 of "
    "20 runs from U(-10, 10), and in 0 of 20 from N(0, 1/sqrt(fan_in)).",
    networks=1000,
    quick=300,
    seconds=12,
)
def xor_init(settings: Settings) -> Outcome:
    """Train both populations, then others from wider and narrower starts."""
    jobs = cases()

    def populations() -> Iterator[tuple[str, Run]]:
        for part, (name, case) in settings.over(jobs.items()):
            yield name, train_xor(part, case, f"XOR from {name}")

    trained, complete = gathered(populations(), at_least=len(STARTS))
    runs = dict(trained)
    counts = {name: int(fails(run.predict(jobs[name].corners)).sum()) for name, run in runs.items()}
    scanned = {a: f"U(-{a:g}, {a:g})" for a in BOUNDS if f"U(-{a:g}, {a:g})" in runs}
    n = settings.networks
    share = {name: count / n for name, count in counts.items()}
    interval = {name: statistics.share_interval(k, n) for name, k in counts.items()}
    likely = {name: _likely(failed, share[name]) for name, (_, failed) in STARTS.items()}
    return Outcome(
        measured={f"share that fails, {name}": share[name] for name in STARTS}
        | {f"p-value of the source's 20 runs, {name}": p for name, p in likely.items()},
        claimed={f"share that fails, {name}": k / SOURCE_RUNS for name, (_, k) in STARTS.items()},
        interval={f"share that fails, {name}": interval[name] for name in STARTS},
        interval_method=f"{statistics.EXACT}; the source's counts by a two-sided binomial test",
        holds=_holds(counts, n),
        verdict=_verdict(counts, n),
        setting={
            "network": "2-4-1, sigmoid, zero bias; the slide's words, three dense layers (2-4-1), "
            "may also mean 2-2-4-1",
            "loss": "BCE",
            "rule": "momentum 0.99, lr 0.1",
            "epochs": EPOCHS,
            "points a step (chosen by us)": "all four corners, inputs 0 and 1",
            "too rarely": f"p below {RARE:g}",
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


def _verdict(counts: Mapping[str, int], networks: int) -> str:
    """Say what share fails from each start, and whether the source's counts are too rare."""
    wide, scaled = (counts[name] / networks for name in STARTS)
    told = []
    for name, (_, failed) in STARTS.items():
        p = _likely(failed, counts[name] / networks)
        often = "too rarely" if p < RARE else "often enough"
        told.append(f"{failed} of {SOURCE_RUNS} from {name} {often} (p = {p:.2g})")
    small = [*STARTS][1]
    immune = f"None fails from {small}."
    if counts[small]:
        immune = f"Small starts are not immune: {counts[small]} networks fail from {small}."
    return (
        f"From U(-10, 10) {wide:.0%} of {networks} networks fail, from N(0, 1/sqrt(fan_in)) "
        f"{scaled:.1%}. A count like the source's comes up: {', '.join(told)}. {immune}"
    )


def _likely(failed: int, share: float) -> float:
    """Return the p-value of the source's count of failures, when a share of all networks fails."""
    from scipy import stats

    return float(stats.binomtest(failed, SOURCE_RUNS, share).pvalue)


def _holds(counts: Mapping[str, int], networks: int) -> bool | str:
    """Say whether the claim holds under every reading whose populations are there, or which not.

    Under each, the source's counts must not be too rare, and fewer networks must fail from the
    scaled start.
    """
    against = {
        reading: _against(counts[wide], counts[scaled], networks)
        for reading, (wide, scaled) in READINGS.items()
        if wide in counts and scaled in counts
    }
    if not any(against.values()):
        return True
    if all(against.values()):
        return False
    yes = "; ".join(reading for reading, reasons in against.items() if not reasons)
    no = "; ".join(
        f"{reading}, where {' and '.join(reasons)}"
        for reading, reasons in against.items()
        if reasons
    )
    return f"It depends on what the source leaves open. Yes: {yes}. No: {no}."


def _against(wide: int, scaled: int, networks: int) -> list[str]:
    """Return what speaks against the claim when so many networks fail from the two starts."""
    reasons = []
    for count, (name, (_, failed)) in zip((wide, scaled), STARTS.items(), strict=True):
        p = _likely(failed, count / networks)
        if p < RARE:
            reasons.append(
                f"{count / networks:.1%} fail from {name} and the source's {failed} of "
                f"{SOURCE_RUNS} has p = {p:.2g}"
            )
    narrow, broad = (statistics.share_interval(count, networks) for count in (scaled, wide))
    if compared(narrow, broad) != "lower":
        reasons.append("not clearly fewer fail from the scaled start")
    return reasons
