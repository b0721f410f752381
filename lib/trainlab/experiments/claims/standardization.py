"""A line fitted with and without standardized inputs (lecture 10)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from trainlab.data.normalization import NORMALIZATIONS
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment
from trainlab.experiments.statistics import median_interval
from trainlab.experiments.verdicts import above, agreed, by_answer

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

POINTS, LINE, NOISE = 30, (2.0, 3.0), 0.1
#: Where descent starts, its rate and its steps: those of the source's line fit.
START, LR, STEPS = (10.0, 5.0), 0.005, 1000
#: An excess of the loss over its least value below this has arrived.
ARRIVED = 1e-4
#: Units of x: limits of its uniform law.
UNITS = {
    "x on (-sqrt 3, sqrt 3)": (-(3**0.5), 3**0.5),
    "x on (-1, 1)": (-1.0, 1.0),
    "x on (0, 1)": (0.0, 1.0),
    "x on (0, 10)": (0.0, 10.0),
    "x on (9, 10)": (9.0, 10.0),
    "x on (0, 100)": (0.0, 100.0),
}
#: Those whose descent is drawn.
MAIN = "x on (0, 1)"
#: What is done to x: each draw's own points are what is fitted.
KINDS = ("as it is", "centred", "min_max", "z_score")


class Bowls(NamedTuple):
    """The mean squared errors of E lines, each a parabola of (intercept, slope).

    Attributes:
        curvature: (E, 2), the Hessians' eigenvalues, the smaller first.
        distance: (E, 2), from the minimum to the start, along the eigenvectors.
    """

    curvature: np.ndarray
    distance: np.ndarray

    def excess(self, lr: np.ndarray | float, steps: np.ndarray | int) -> np.ndarray:
        """Return how far the loss lies above its least value (E,) after gradient descent.

        Exactly: each step multiplies the distance by 1 - lr curvature, direction by direction. An
        excess that no float can hold is inf.
        """
        rate, count = (np.reshape(np.asarray(v, dtype=float), (-1, 1)) for v in (lr, steps))
        factor = abs(1 - rate * self.curvature)
        with np.errstate(over="ignore"):
            found: np.ndarray = (self.curvature / 2 * self.distance**2 * factor ** (2 * count)).sum(
                axis=1
            )
        return found

    @property
    def best(self) -> np.ndarray:
        """The rate (E,) at which the slower of the two directions is fastest."""
        found: np.ndarray = 2 / self.curvature.sum(axis=1)
        return found

    @property
    def condition(self) -> np.ndarray:
        """The larger curvature over the smaller one (E,)."""
        found: np.ndarray = self.curvature[:, 1] / self.curvature[:, 0]
        return found

    def steps(self) -> np.ndarray:
        """Return the steps (E,) after which descent at the best rate has arrived, by bisection."""
        low, high = np.full(len(self.curvature), -1.0), np.full(len(self.curvature), 2.0**40)
        while (high - low > 1).any():
            middle = np.floor((low + high) / 2)
            there = self.excess(self.best, middle) < ARRIVED
            low, high = np.where(there, low, middle), np.where(there, middle, high)
        return high


def draw(settings: Settings, units: str) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y (E, POINTS) of y = 3x + 2 + U(-0.1, 0.1), each row a draw."""
    rng = np.random.default_rng(settings.seed)
    low, high = UNITS[units]
    x = low + (high - low) * rng.random((settings.networks, POINTS))
    noise = NOISE * (2 * rng.random(x.shape) - 1)
    return x, LINE[1] * x + LINE[0] + noise


def seen(x: np.ndarray, kind: str) -> np.ndarray:
    """Return what descent sees of x (E, POINTS), each row by its own points."""
    if kind == "as it is":
        return x
    if kind == "centred":
        found: np.ndarray = x - x.mean(axis=1, keepdims=True)
        return found
    # Each row is a coordinate of its own, so that all are fitted at once.
    columns = torch.from_numpy(x.T.copy())
    found = NORMALIZATIONS[kind](columns).transform(columns).numpy().T
    return found


def bowls(x: np.ndarray, y: np.ndarray, same_line: np.ndarray | None = None) -> Bowls:
    """Return the losses of lines through points (E, POINTS), seen from the start.

    Args:
        x, y: the points as descent sees them.
        same_line: raw x, where descent is to start at the line that START is in its units.
    """
    design = np.stack([np.ones_like(x), x], axis=2)
    moments = design.swapaxes(1, 2) @ design / POINTS
    least = np.linalg.solve(moments, (design * y[:, :, None]).mean(axis=1)[:, :, None])[:, :, 0]
    start = np.broadcast_to(START, least.shape)
    if same_line is not None:
        values = START[0] + START[1] * same_line
        start = np.linalg.solve(moments, (design * values[:, :, None]).mean(axis=1)[:, :, None])
        start = start[:, :, 0]
    curvature, vectors = np.linalg.eigh(2 * moments)
    distance = (vectors.swapaxes(1, 2) @ (start - least)[:, :, None])[:, :, 0]
    return Bowls(curvature, distance)


def _draw_standardized_line(result: Result) -> "Picture":
    from trainlab.experiments.figures import standardization as figures

    return figures.standardized_line(result, kinds=KINDS, arrived=ARRIVED)


@experiment(
    "standardized-line",
    draw=_draw_standardized_line,
    title="A line with and without standardized inputs",
    source="Bucharest lecture 3, Deep Neural Networks",
    claim="Gradient descent fits y = 3x + 2 + U(-0.1, 0.1) faster when x is standardized: a "
    "picture without numbers.",
    networks=1000,
    quick=200,
    seconds=5,
)
def standardized_line(settings: Settings) -> Outcome:
    """Descend on many draws of the line, in many units of x, at the source's rate and the best."""
    found: dict[str, dict[str, Bowls]] = {}
    kept: dict[str, Bowls] = {}
    for part, units in settings.over(UNITS):
        part.progress(0.0, units)
        x, y = draw(part, units)
        found[units] = {kind: bowls(seen(x, kind), y) for kind in KINDS}
        kept[units] = bowls(seen(x, "z_score"), y, same_line=x)
    values = {
        f"steps without over with, {units}": kinds["as it is"].steps() / kinds["z_score"].steps()
        for units, kinds in found.items()
    }
    for kind, word in (("as it is", "without"), ("z_score", "with")):
        values[f"excess {word} after {STEPS} steps, {MAIN}"] = found[MAIN][kind].excess(LR, STEPS)
    measured = {name: float(np.median(each)) for name, each in values.items()}
    interval = {name: median_interval(each) for name, each in values.items()}
    answers = {u: above(interval[f"steps without over with, {u}"], 1) for u in UNITS}
    looks = np.unique(np.geomspace(1, STEPS, 40).astype(int))
    return Outcome(
        measured=measured,
        claimed={f"steps without over with, {units}": "above 1" for units in UNITS},
        interval=interval,
        interval_method="95% percentile bootstrap over draws of the data, of the median",
        holds=_holds(answers),
        verdict=_verdict(found),
        setting={
            "model": "intercept + slope x, mean squared error, gradient descent on all points",
            "points": f"{POINTS}, x uniform (the limits chosen by us, the source names none)",
            "start": f"(intercept, slope) = {START}, as in the source's line fit, in the "
            "coordinates that descent sees",
            "excess": f"loss above its least value, at the source's rate {LR:g}",
            "steps (chosen by us)": f"until the excess is below {ARRIVED:g}, each at the best "
            "constant rate, 2 / (sum of the two curvatures)",
            "standardized": "x minus its mean, over its standard deviation, of the same points",
        },
        sensitivity=[
            {
                "units": units,
                "x": kind.replace("_", "-"),
                "median condition number": float(np.median(each.condition)),
                "median best rate": float(np.median(each.best)),
                "median steps": float(np.median(each.steps())),
            }
            for units, kinds in found.items()
            for kind, each in (kinds | {"z_score, from the same line": kept[units]}).items()
        ],
        data={"looks": looks, "units": np.array([*UNITS])}
        | {f"steps {kind}": _medians(found, kind) for kind in KINDS}
        | {
            f"excess {kind}": np.stack([found[MAIN][kind].excess(LR, int(t)) for t in looks])
            for kind in KINDS
        },
    )


def _medians(found: Mapping[str, Mapping[str, Bowls]], kind: str) -> np.ndarray:
    return np.array([np.median(kinds[kind].steps()) for kinds in found.values()])


def _holds(answers: Mapping[str, str]) -> bool | str:
    """Say yes or no where all units agree, else with which it holds."""
    agreement = agreed(answers.values())
    if agreement is not None:
        return agreement
    said = {"yes": "faster", "no": "not faster", "undecided": "undecided"}
    told = [f"{said[answer]} with {', '.join(of)}" for answer, of in by_answer(answers).items()]
    return f"It depends on the units of x, which the source leaves open: {'; '.join(told)}."


def _verdict(found: Mapping[str, Mapping[str, Bowls]]) -> str:
    def steps(units: str, kind: str) -> str:
        return f"{np.median(found[units][kind].steps()):.0f}"

    told = ", ".join(f"{steps(units, 'as it is')} with {units}" for units in UNITS)
    lost = [u for u in UNITS if np.median(found[u]["as it is"].excess(LR, STEPS)) > 1e3]
    return (
        f"Standardized, descent at its best rate arrives in {steps(MAIN, 'z_score')} step, "
        f"whatever the units; as they are, in {told} (medians over draws). At the source's rate of "
        f"{LR:g} it diverges with {', '.join(lost) or 'none'}."
    )
