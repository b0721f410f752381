"""Learning-rate schedules on one target, each judged at its own best rate."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from trainlab import problems
from trainlab.engine.columns import Data
from trainlab.experiments import verdicts
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.scans import Scan, order, scan
from trainlab.experiments.statistics import BOOTSTRAPPED
from trainlab.experiments.targets import DEFAULT_START, LISTED, MULTISCALE, on_grid
from trainlab.nn.networks import MLP
from trainlab.optimizers import momentum, sgd
from trainlab.schedules import (
    Schedule,
    constant,
    cyclical,
    exponential,
    one_cycle,
    polynomial,
    power,
)
from trainlab.training.range_test import range_test

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

NET = MLP([1, 100, 1], activation="relu")
POINTS = 100
DATA = on_grid(problems.multiscale(), POINTS)
RATES = np.logspace(-2.75, -0.5, 10)
INIT = "he_uniform"
BATCH = 20
#: What is changed, and how; each of the settings scans every schedule anew.
CHANGES: dict[str, dict[str, Any]] = {
    f"batches of {BATCH}": {"batch_size": BATCH},
    DEFAULT_START: {"init": "torch_default"},
    "x on (-1, 1)": {"data": on_grid(problems.multiscale(), POINTS, LISTED)},
}
#: The source's 50 steps at 0.0001 to 0.001, from the start and at the points of its listings.
LISTINGS: dict[str, dict[str, Any]] = {
    "as listed": {"init": "torch_default", "data": CHANGES["x on (-1, 1)"]["data"]},
    "as listed, x on (-pi, pi)": {"init": "torch_default"},
    "as listed, x on (-pi, pi), our start": {"init": INIT},
}
CYCLED = "cyclical, momentum too"
#: A median loss above this is no better than a constant function.
WORTHLESS = 3.0


def compared(steps: int) -> dict[str, Schedule]:
    """Return the schedules under test for a training of this length."""
    return {
        "constant": constant(),
        "power": power(rate=0.02, power=0.5),
        "polynomial": polynomial(steps, power=0.5),
        "exponential": exponential(rate=3 / steps),
        "cyclical": cyclical(up=max(1, steps // 20), low=0.1),
        "one_cycle": one_cycle(steps),
    }


def _draw_schedules(result: Result) -> "Picture":
    from trainlab.experiments.figures import schedules as figures

    return figures.schedules(result)


@experiment(
    "schedules",
    draw=_draw_schedules,
    title="Schedules of the learning rate",
    source='Karniadakis, "Training and optimization", Learning Rate Scheduling',
    claim="A decaying or a cyclical learning rate is important for fast convergence and against "
    "bad minima.",
    networks=240,
    quick=20,
    seconds=150,
)
def schedules(settings: Settings) -> Outcome:
    """Scan the peak rate of every schedule, on the whole data as the source has it."""
    steps = 300 if settings.quick else 1000
    first, rest = settings.split(0.4, 0.6)
    scans = _scans(first, steps, data=DATA)
    found = {name: scan.summary() for name, scan in scans.items()}
    rows, complete = gathered(_sensitivity(rest, steps))
    test = range_test(
        NET,
        DATA,
        high=1.0,
        optimizer=sgd(),
        population=min(32, settings.networks),
        init=INIT,
        seed=settings.seed,
        device=settings.device,
    )
    better = [name for name, one in scans.items() if order(one, scans["constant"]) == "lower"]
    return Outcome(
        measured={f"loss_{name}": median for name, (median, _) in found.items()}
        | {f"rate_{name}": float(RATES[scan.best]) for name, scan in scans.items()}
        | {"range_test_best": test.lowest},
        claimed={"loss_constant": "above the others"},
        interval={f"loss_{name}": interval for name, (_, interval) in found.items()},
        interval_method=f"{BOOTSTRAPPED}, of the median; the rate is chosen on other networks",
        holds=_holds(better, rows),
        verdict=_verdict(found, scans, better) + _as_listed(rows),
        setting={
            "network": "1-100-1, ReLU, He-uniform weights, zero biases",
            "data": f"{POINTS} {MULTISCALE}",
            "rule": f"SGD, {steps} steps (the source: 50, with rates from 0.0001 to 0.001)",
            "as listed": "PyTorch's default start, biases too, x on (-1, 1); with CyclicLR the "
            "momentum is cycled too, from 0.9 to 0.8, as the listing does not forbid it",
            "rates": f"{len(RATES)} peak rates from {RATES[0]:.2g} to {RATES[-1]:.2g}, "
            f"{settings.networks} networks at each (the source: one)",
            "schedules": {name: repr(s) for name, s in compared(steps).items()},
        },
        sensitivity=rows,
        complete=complete,
        data=_pictured(scans, steps),
    )


def _scans(
    settings: Settings, steps: int, *, data: Data = DATA, init: str = INIT, **arguments: Any
) -> dict[str, Scan]:
    return {
        name: scan(
            part,
            NET,
            data,
            RATES,
            steps=steps,
            doing=name.replace("_", "-"),
            schedule=schedule,
            init=init,
            **arguments,
        )
        for part, (name, schedule) in settings.over(compared(steps).items())
    }


def _sensitivity(settings: Settings, steps: int) -> Iterator[dict[str, Any]]:
    """Scan with something changed, and train as listed: 50 steps, 0.0001 to 0.001."""
    first, rest = settings.split(0.95, 0.05)
    few = replace(first, networks=max(4, settings.networks // 2))
    for part, (changed, arguments) in few.over({} if settings.quick else CHANGES.items()):
        for name, found in _scans(part, steps, **arguments).items():
            yield _row(changed, name, found)
    for changed, arguments in LISTINGS.items():
        for name, found in as_listed(rest, **arguments).items():
            yield _row(changed, name, found)


def as_listed(settings: Settings, *, data: Data = DATA, init: str) -> dict[str, Scan]:
    """Train at the source's rate for its 50 steps; the listing's scheduler cycles the momentum."""
    peak, cycle = np.array([1e-3]), cyclical(up=3, low=0.1)
    plans: dict[str, dict[str, Any]] = {
        "constant": {"schedule": constant()},
        "polynomial": {"schedule": polynomial(50, power=0.5)},
        "cyclical": {"schedule": cycle},
        CYCLED: {"schedule": cycle, "momentum_schedule": cycled_momentum, "rule": momentum},
    }
    return {
        name: scan(part, NET, data, peak, steps=50, doing=f"as listed, {name}", init=init, **plan)
        for part, (name, plan) in settings.over(plans.items())
    }


def cycled_momentum(step: int) -> float:
    """Return the momentum that torch's CyclicLR sets: from 0.9 down to 0.8 as the rate rises."""
    return 0.9 - 0.1 * cyclical(up=3, low=0.0)(step)


def _row(changed: str, schedule: str, found: Scan) -> dict[str, Any]:
    median, interval = found.summary()
    return {
        "changed": changed,
        "schedule": schedule,
        "networks": found.loss.shape[1],
        "rate": float(found.rates[found.best]),
        "loss": median,
        "interval": interval,
    }


def _holds(better: list[str], rows: Sequence[dict[str, Any]]) -> bool | str:
    """Compare with the constant rate: here, and with each change that has all schedules' rows."""
    winners = {"on the whole data": better}
    for changed in CHANGES:
        own = {row["schedule"]: row["interval"] for row in rows if row["changed"] == changed}
        if len(own) == len(compared(1)):
            winners[f"with {changed}"] = [
                name for name in own if verdicts.compared(own[name], own["constant"]) == "lower"
            ]
    if len({*map(bool, winners.values())}) == 1:
        return bool(better)
    told = "; ".join(f"{_listed(names)} {where}" for where, names in winners.items())
    return (
        f"It depends on what the source leaves open; clearly below the constant rate ends {told}."
    )


def _verdict(found: dict[str, Any], scans: dict[str, Scan], better: list[str]) -> str:
    best = min(found, key=lambda name: found[name][0])
    highest = max(scans, key=lambda name: scans[name].usable(WORTHLESS))
    borne = {name: scans[name].usable(WORTHLESS) for name in ("constant", highest)}
    against = f", against {borne['constant']:.2g}" if borne[highest] > borne["constant"] else ""
    return (
        f"Each at its best peak rate, {_listed([best])} ends lowest, at {found[best][0]:.3f}; "
        f"clearly below the constant rate's {found['constant'][0]:.3f} ends "
        f"{_listed(better)}. The highest peak is borne by {_listed([highest])}: "
        f"{borne[highest]:.2g}{against}.{_at_the_edge(scans)}"
    )


def _as_listed(rows: Sequence[dict[str, Any]]) -> str:
    """Say what the listing's own run comes to."""
    losses = {row["schedule"]: row["loss"] for row in rows if row["changed"] == "as listed"}
    if not losses:
        return ""
    told = ", ".join(f"{name} {loss:.3f}" for name, loss in losses.items())
    return (
        f" The listing's own 50 steps, at 0.001 at most from {DEFAULT_START}, x on (-1, 1), end "
        f"at: {told}."
    )


def _at_the_edge(scans: dict[str, Scan]) -> str:
    """Warn of those whose best rate is the first or the last tried."""
    names = [name for name, one in scans.items() if one.at_the_edge]
    return f" The best rate is an end of the grid for {_listed(names)}." if names else ""


def _listed(names: list[str]) -> str:
    return " and ".join(name.replace("_", "-") for name in names) or "no schedule"


def _pictured(scans: dict[str, Scan], steps: int) -> dict[str, np.ndarray]:
    data = {"rates": RATES, "names": np.array(list(scans))}
    for name, schedule in compared(steps).items():
        data[f"scan_{name}"] = np.median(scans[name].loss, axis=1)
        data[f"curve_{name}"] = np.median(scans[name].curves, axis=1)
        data[f"factor_{name}"] = np.array([schedule(t) for t in range(steps)])
    return data
