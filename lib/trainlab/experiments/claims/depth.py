"""Three layers of ten units against one of thirty (lecture 02)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from trainlab import optimizers, problems
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment, gathered
from trainlab.experiments.scans import Scan, order, scan
from trainlab.experiments.statistics import BOOTSTRAPPED
from trainlab.experiments.targets import DEFAULT_START, LISTED, on_grid
from trainlab.experiments.verdicts import in_parts
from trainlab.nn.networks import MLP

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS = 200
#: The deep network, the wide one with as many units, and the wide one with as many parameters.
SHAPES = {"3 x 10": [1, 10, 10, 10, 1], "1 x 30": [1, 30, 1], "1 x 83": [1, 83, 1]}
DEEP, *WIDE = SHAPES
#: How the two comparisons are fair.
FAIR = dict(zip(WIDE, ("as many units", "as many parameters"), strict=True))
TARGETS = ("sine", "abs_value", "x_sin_5x", "multiscale")
RATES = 10.0 ** np.arange(-3, -0.4, 0.5)
#: What the source leaves open, and other choices for it.
CHANGES: dict[str, dict[str, Any]] = {
    "ReLU units, He normal": {"activation": "relu", "init": "he_normal"},
    f"ReLU units, {DEFAULT_START}": {"activation": "relu", "init": "torch_default"},
    "twice the steps": {"times": 2},
    "multi-scale target, x on (-1, 1)": {"targets": ("multiscale",), "interval": LISTED},
}


def compare(
    settings: Settings,
    steps: int,
    activation: str = "tanh",
    init: str = "glorot_normal",
    times: int = 1,
    targets: Sequence[str] = (),
    interval: tuple[float, float] | None = None,
) -> dict[str, dict[str, Scan]]:
    """Scan the rates of every shape on every target; the networks are shared out over all targets.

    Args:
        settings, steps: how many networks in all, and how long they are trained.
        activation, init, times: of the networks, and a factor on the steps.
        targets: the targets that are fitted; all when not given.
        interval: where the points lie; each target's domain when not given.
    """
    scanned = len(TARGETS) * len(SHAPES) * len(RATES)
    each = replace(settings, networks=max(4, settings.networks // scanned))
    found: dict[str, dict[str, Scan]] = {target: {} for target in targets or TARGETS}
    for part, (target, shape) in each.over([(t, shape) for t in found for shape in SHAPES]):
        found[target][shape] = scan(
            part,
            MLP(SHAPES[shape], activation=activation),
            on_grid(problems.PROBLEMS[target](), POINTS, interval),
            RATES,
            steps=times * steps,
            doing=f"{target}: {shape}",
            rule=optimizers.adam,
            init=init,
        )
    return found


def _draw_deep_or_wide(result: Result) -> "Picture":
    from trainlab.experiments.figures import depth as figures

    return figures.deep_or_wide(result)


@experiment(
    "deep-or-wide",
    draw=_draw_deep_or_wide,
    title="Three layers of ten units against one of thirty",
    source='Lu, "Deep Learning Concepts & Algorithms", Shallow networks vs deep networks',
    claim="Deep networks approximate better than shallow ones of comparable size: a network of 3 "
    "layers with 10 units each may be better than one of 1 layer with 30.",
    networks=1440,
    quick=288,
    seconds=110,
)
def deep_or_wide(settings: Settings) -> Outcome:
    """Fit four functions with each shape, at its best learning rate."""
    steps = 200 if settings.quick else 1000
    first, rest = settings.split(0.4, 0.6)
    found = compare(first, steps)
    few = replace(rest, networks=settings.networks // 2)
    rows, complete = gathered(() if settings.quick else _sensitivity(few, steps))
    measured, interval = {}, {}
    for target, scans in found.items():
        for shape, one in scans.items():
            word = f"{target}: {shape}"
            measured[word], interval[word] = one.summary()
    counts = {shape: MLP(sizes).parameter_count for shape, sizes in SHAPES.items()}
    ratios = {wide: _ratios(found, wide) for wide in WIDE}
    told = "; ".join(
        f"against {wide} ({FAIR[wide]}, {counts[wide]} parameters) its error is "
        + ", ".join(f"{ratio:.2g} times as large on {name}" for name, ratio in by_target.items())
        for wide, by_target in ratios.items()
    )
    return Outcome(
        measured=measured,
        claimed=dict.fromkeys(measured),
        interval=interval,
        interval_method=f"{BOOTSTRAPPED}, of the median; the rate is chosen on other networks",
        holds=in_parts(_parts(found)),
        verdict=f"{DEEP} ({counts[DEEP]} parameters) after {steps} steps of Adam, each shape at "
        f"its best rate: {told}.",
        setting={
            "parameters": counts,
            "targets (chosen by us)": ", ".join(TARGETS),
            "data (chosen by us)": f"{POINTS} equally spaced points without noise, full batch",
            "network (chosen by us)": "tanh, Glorot normal, biases 0",
            "rule (chosen by us)": f"Adam, {len(RATES)} rates from {RATES[0]:g} to {RATES[-1]:g}, "
            f"{next(iter(found[TARGETS[0]].values())).loss.shape[1]} networks at each",
            "steps (chosen by us)": steps,
            "error": "mean squared error on the points at the end",
        },
        sensitivity=rows,
        complete=complete,
        data={
            "targets": np.array(TARGETS),
            "shapes": np.array([*SHAPES]),
            "medians": np.array([[measured[f"{t}: {s}"] for s in SHAPES] for t in TARGETS]),
            "intervals": np.array([[interval[f"{t}: {s}"] for s in SHAPES] for t in TARGETS]),
        },
    )


def _parts(found: Mapping[str, Mapping[str, Scan]]) -> dict[str, str]:
    """Answer for every target and comparison whether the deep network's error is lower."""
    words = {"lower": "yes", "higher": "no", "undecided": "undecided"}
    return {
        f"{target}: lower than {wide}": words[order(scans[DEEP], scans[wide])]
        for target, scans in found.items()
        for wide in WIDE
    }


def _ratios(found: Mapping[str, Mapping[str, Scan]], wide: str) -> dict[str, float]:
    """Return by target the deep network's median error over that of a wide one."""
    return {
        target: scans[DEEP].summary()[0] / scans[wide].summary()[0]
        for target, scans in found.items()
    }


def _sensitivity(settings: Settings, steps: int) -> Iterator[dict[str, Any]]:
    efforts = [change.get("times", 1) for change in CHANGES.values()]
    for part, (name, change) in settings.over(CHANGES.items(), efforts):
        found = compare(part, steps, **change)
        networks = part.networks * len(found) // len(TARGETS)
        yield {"changed": name, "networks": networks} | {
            f"{target}: error over that of {wide}": ratio
            for wide in WIDE
            for target, ratio in _ratios(found, wide).items()
        }
