"""How the learning rate decides: on a noisy sine, and where the best one lies (lecture 05)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from torch import Tensor

from trainlab import optimizers, problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.scans import Scan, scan
from trainlab.experiments.statistics import (
    BOOTSTRAPPED,
    EXACT,
    bands,
    median_interval,
    share_interval,
)
from trainlab.experiments.verdicts import above, compared, in_parts
from trainlab.nn.networks import MLP
from trainlab.optimizers import Optimizer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

NET = MLP([1, 16, 16, 1])
POINTS, NOISE = 50, 0.1
#: Neighbouring rates differ by this factor.
SPACING = 10**0.25
SGD_RATES = 10.0 ** np.arange(-3, 0.26, 0.25)
ADAM_RATES = 10.0 ** np.arange(-4.5, 0.01, 0.25)
#: Too small, and above which every network should be lost, against the best.
SMALL = 1 / 30
#: "Close": the best rate is at least this share of the largest that works.
CLOSE = 1 / 3
KARPATHY = 3e-4
TARGETS: dict[str, Callable[..., problems.Problem]] = {
    name: problems.PROBLEMS[name] for name in ("sine", "abs_value", "step_sine", "multiscale")
}


def _scanned(
    settings: Settings,
    target: str,
    rates: np.ndarray,
    steps: int,
    rule: Callable[[Tensor], Optimizer] = optimizers.sgd,
) -> Scan:
    """Train at every rate, with as many networks in all as were asked for, or a few more."""
    data = TARGETS[target](n=POINTS, noise=NOISE)
    each = max(4, -(-settings.networks // len(rates)))
    (part,) = settings.draws(1, each)
    return scan(part, NET, (data.x, data.y), rates, steps=steps, doing=target, rule=rule)


def largest(found: Scan) -> float:
    """Return the largest rate below the first one at which the median network diverged."""
    lost = np.flatnonzero(np.isinf(np.median(found.loss, axis=1)))
    return float(found.rates[(lost[0] if len(lost) else len(found.rates)) - 1])


def _draw_lr_sine(result: Result) -> "Picture":
    from trainlab.experiments.figures import learning_rates as figures

    return figures.lr_sine(result)


@experiment(
    "lr-sine",
    draw=_draw_lr_sine,
    title="Learning a noisy sine at many learning rates",
    source='Lu, "Deep Learning Concepts & Algorithms", and Karniadakis, "Training and '
    'optimization"',
    claim="Convergence depends strongly on the learning rate: too small a rate hardly lowers the "
    "loss, too large a one does not converge, a good one does.",
    networks=1000,
    quick=100,
    seconds=45,
)
def lr_sine(settings: Settings) -> Outcome:
    """Train networks at rates from too small to too large."""
    steps = 1000 if settings.quick else 2000
    found = _scanned(settings, "sine", SGD_RATES, steps)
    best = found.best
    small = int(np.abs(np.log(SGD_RATES / (SGD_RATES[best] * SMALL))).argmin())
    lost = np.isinf(found.loss).mean(axis=1)
    names = {"too small": small, "good": best}
    measured, interval = {}, {}
    for name, index in names.items():
        word = f"median loss, {name}: {SGD_RATES[index]:.2g}"
        values = found.judged() if index == best else found.loss[index]
        measured[word], interval[word] = float(np.median(values)), median_interval(values)
    slow, good = interval.values()
    word = f"share diverged, too large: {SGD_RATES[-1]:.2g}"
    measured[word] = float(lost[-1])
    interval[word] = share_interval(int(np.isinf(found.loss[-1]).sum()), found.loss.shape[1])
    measured["best rate"] = float(SGD_RATES[best])
    measured["largest rate at which most stay finite"] = largest(found)
    parts = {
        "too small: a higher loss than the good rate": _yes(compared(slow, good) == "higher"),
        "too large: most networks diverge": above(interval[word], 0.5),
    }
    return Outcome(
        measured=measured,
        claimed={},
        interval=interval,
        interval_method=f"{BOOTSTRAPPED}, of the median; the share: {EXACT}",
        holds=in_parts(parts),
        verdict=(
            f"After {steps} steps the median loss is {np.median(found.loss[small]):.3g} at rate "
            f"{SGD_RATES[small]:.2g}, and {np.median(found.judged()):.2g} at the best, "
            f"{SGD_RATES[best]:.2g}; at {SGD_RATES[-1]:.2g} {lost[-1]:.0%} of the networks diverge."
        ),
        setting=_setting(steps)
        | {"rates": SGD_RATES.round(5).tolist(), "networks at each": found.loss.shape[1]},
        sensitivity=[
            {
                "lr": float(f"{rate:.3g}"),
                "median loss": float(np.median(values)),
                "share diverged": float(share),
            }
            for rate, values, share in zip(SGD_RATES, found.loss, lost, strict=True)
        ],
        data={
            "rates": SGD_RATES,
            "bands": bands(np.minimum(found.loss, 1e3)),
            "lost": lost,
        },
    )


def _draw_optimal_rate(result: Result) -> "Picture":
    from trainlab.experiments.figures import learning_rates as figures

    return figures.optimal_rate(result)


@experiment(
    "optimal-rate",
    draw=_draw_optimal_rate,
    title="Where the best learning rate lies",
    source="Bucharest lecture 3, Deep Neural Networks",
    claim="The best rate is usually close to the largest that does not diverge (Bengio); 0.0003 "
    "is the best for Adam, hands down (Karpathy).",
    networks=400,
    quick=100,
    seconds=76,
)
def optimal_rate(settings: Settings) -> Outcome:
    """Scan the rates of gradient descent and of Adam on four targets."""
    steps = 300 if settings.quick else 1000
    sgd, adam = {}, {}
    for part, target in settings.over(TARGETS):
        first, second = part.split(len(SGD_RATES), len(ADAM_RATES))
        sgd[target] = _scanned(first, target, SGD_RATES, steps)
        adam[target] = _scanned(second, target, ADAM_RATES, steps, optimizers.adam)
    three = int(np.abs(np.log(ADAM_RATES / KARPATHY)).argmin())
    measured, interval, parts = {}, {}, {}
    for target in TARGETS:
        one, other = sgd[target], adam[target]
        ratio = float(one.rates[one.best]) / largest(one)
        measured[f"{target}: best rate / largest, gradient descent"] = ratio
        parts[f"{target}: the best rate is close to the largest"] = _yes(ratio >= CLOSE)
        measured[f"{target}: best rate, Adam"] = float(ADAM_RATES[other.best])
        for name, values in (
            ("best rate", other.judged()),
            (f"{ADAM_RATES[three]:.2g}", other.loss[three]),
        ):
            word = f"{target}: median loss, Adam, {name}"
            measured[word], interval[word] = float(np.median(values)), median_interval(values)
        worse = compared(median_interval(other.loss[three]), median_interval(other.judged()))
        parts[f"{target}: 0.0003 is as good as Adam's best"] = _yes(worse != "higher")
    ratios = [measured[f"{target}: best rate / largest, gradient descent"] for target in TARGETS]
    bests = [measured[f"{target}: best rate, Adam"] for target in TARGETS]
    return Outcome(
        measured=measured,
        claimed={f"{target}: best rate, Adam": KARPATHY for target in TARGETS},
        interval=interval,
        interval_method=BOOTSTRAPPED + ", of the median",
        holds=in_parts(parts),
        verdict=(
            f"Under gradient descent the best rate is {min(ratios):.0%} to {max(ratios):.0%} of "
            f"the largest that does not diverge. Adam's best after {steps} steps is "
            f"{min(bests):.2g} to {max(bests):.2g} on these small networks, not 0.0003."
        ),
        setting=_setting(steps)
        | {
            "neighbouring rates differ by": SPACING,
            "close": f"at least {CLOSE:.0%} of the largest rate below the first at which the "
            "median network diverges",
            "0.0003": f"the nearest rate, {ADAM_RATES[three]:.2g}",
            "best rate": "chosen on half of the networks, judged on the others",
        },
        data={"targets": np.array([*TARGETS]), "sgd_rates": SGD_RATES, "adam_rates": ADAM_RATES}
        | {f"sgd {t}": np.median(found.loss, axis=1) for t, found in sgd.items()}
        | {f"adam {t}": np.median(found.loss, axis=1) for t, found in adam.items()},
    )


def _setting(steps: int) -> dict[str, object]:
    return {
        "network (chosen by us)": "1-16-16-1, tanh, Glorot normal, biases 0",
        "points (chosen by us)": POINTS,
        "noise (chosen by us)": NOISE,
        "steps (chosen by us)": f"{steps}, on all points",
    }


def _yes(met: bool) -> str:
    return "yes" if met else "no"
