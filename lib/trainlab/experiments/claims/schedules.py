"""Learning-rate schedules on one target, each judged at its own best rate."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from trainlab import problems
from trainlab.experiments import verdicts
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.scans import Scan, order, scan
from trainlab.experiments.statistics import BOOTSTRAPPED
from trainlab.experiments.targets import MULTISCALE, on_grid
from trainlab.nn.networks import MLP
from trainlab.optimizers import sgd
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
RATES = np.logspace(-2.75, -0.5, 10)
INIT = "he_uniform"
BATCH = 20
NOISY = f"batches of {BATCH}"
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
    networks=160,
    quick=20,
    seconds=150,
)
def schedules(settings: Settings) -> Outcome:
    """Scan the peak rate of every schedule, on the whole data as the source has it."""
    steps = 300 if settings.quick else 1000
    data = on_grid(problems.multiscale(), POINTS)
    first, rest = settings.split(0.6, 0.4)
    scans = _scans(first, data, steps)
    found = {name: scan.summary() for name, scan in scans.items()}
    rows, complete = gathered(_sensitivity(rest, data, steps))
    test = range_test(
        NET,
        data,
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
        verdict=_verdict(found, scans, better),
        setting={
            "network": "1-100-1, ReLU, He-uniform weights, zero biases",
            "data": f"{POINTS} {MULTISCALE}",
            "rule": f"SGD, {steps} steps (the source: 50, with rates from 0.0001 to 0.001)",
            "rates": f"{len(RATES)} peak rates from {RATES[0]:.2g} to {RATES[-1]:.2g}, "
            f"{settings.networks} networks at each (the source: one)",
            "schedules": {name: repr(s) for name, s in compared(steps).items()},
        },
        sensitivity=rows,
        complete=complete,
        data=_pictured(scans, steps),
    )


def _scans(
    settings: Settings, data: Any, steps: int, batch_size: int | None = None
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
            init=INIT,
            batch_size=batch_size,
        )
        for part, (name, schedule) in settings.over(compared(steps).items())
    }


def _sensitivity(settings: Settings, data: Any, steps: int) -> Iterator[dict[str, Any]]:
    """Train in noisy batches, and as the source's listing does: 50 steps, 0.0001 to 0.001."""
    first, rest = settings.split(0.9, 0.1)
    if not settings.quick:
        few = replace(first, networks=max(4, settings.networks // 2))
        for name, found in _scans(few, data, steps, BATCH).items():
            yield _row(NOISY, name, found)
    listed = {
        "constant": constant(),
        "polynomial": polynomial(50, power=0.5),
        "cyclical": cyclical(up=3, low=0.1),
    }
    for part, (name, schedule) in rest.over(listed.items()):
        found = scan(
            part,
            NET,
            data,
            np.array([1e-3]),
            steps=50,
            doing="as listed",
            schedule=schedule,
            init=INIT,
        )
        yield _row("as listed: 50 steps, peak 0.001", name, found)


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
    """Compare with the constant rate: here, and where the steps are noisy."""
    noisy = {row["schedule"]: row for row in rows if row["changed"] == NOISY}
    if len(noisy) < len(compared(1)):
        return len(better) > 0
    bounds = noisy.pop("constant")["interval"]
    winners = [
        name for name, row in noisy.items() if verdicts.compared(row["interval"], bounds) == "lower"
    ]
    if bool(better) == bool(winners):
        return bool(better)
    return (
        "It depends on the noise of the steps, which the source leaves open: clearly below the "
        f"constant rate ends {_listed(better)} on the whole data, {_listed(winners)} in {NOISY}."
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
