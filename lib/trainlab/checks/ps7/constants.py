"""Which constants a dead network may end at, and how descent gets there."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, kind, unpack
from trainlab.checks.question import Answer, Case, question

LOSSES: dict[str, Callable[[Any, Array], Any]] = {
    "mse": lambda c, y: ((c - y) ** 2).mean(),
    "mae": lambda c, y: np.abs(c - y).mean(),
    "max": lambda c, y: np.abs(c - y).max(),
}
#: Two losses are alike up to rounding, relatively.
ALIKE = 1e-12
#: Half of a difference's width; targets and constants of the cases are farther from each other.
NEAR = 1e-5
#: Targets are multiples of it, so that two losses that are equal are so to the last digit.
GRID = 1 / 64


def _ends(best_constants: Answer, /, y: Array, loss: str) -> Outputs:
    """Return both ends by the loss's name."""
    found = unpack([Output("low"), Output("high")], best_constants(y, loss))
    for name, end in found.items():
        if end.size != 1:
            raise Unusable(f"{kind(end)} for {name}; expected one number")
    return {loss: np.array([float(end.item()) for end in found.values()])}


@question(
    "ps7/best_constants",
    returns=(Named("constants"),),
    drive=_ends,
    section="lecture 12, section 2",
    hints=(
        "Look at the slope of each loss: which targets pull c up, which down, and how strongly? "
        "For the largest error only two targets count.",
        "mse: every target pulls by its distance, so that they balance at the mean. mae: each "
        "pulls alike, so that they balance where as many lie below as above; between the two "
        "middle targets of an even number this is so everywhere. max: the smallest and the largest "
        "pull.",
        "s = np.sort(y), n = len(y); mse: low = high = y.mean(); mae: low = s[(n - 1) // 2], high "
        "= s[n // 2]; max: low = high = (s[0] + s[-1]) / 2.",
    ),
)
def best_constants(y: Array, loss: str) -> Outputs:
    """Return what has the least loss among constants that may have: the fit of least squares, the
    targets, or what lies midway between two of them."""
    y = y * 1.0
    if loss == "mse":
        return {loss: np.repeat(np.linalg.lstsq(np.ones((len(y), 1)), y, rcond=None)[0], 2)}
    among = y if loss == "mae" else np.add.outer(y, y).ravel() / 2
    losses = np.array([LOSSES[loss](c, y) for c in among])
    best = among[losses <= losses.min() + ALIKE * (1 + np.abs(y).max())]
    return {loss: np.array([best.min(), best.max()])}


@best_constants.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def near(*targets: float) -> Array:
        moved = np.array(targets) + rng.uniform(-0.1, 0.1, len(targets))
        return np.round(moved / GRID) * GRID

    odd, even = near(3.0, -1.6, 11.0, 0.5, 5.0), near(5.0, 12.0, -6.0, 1.0, 7.0, -14.0)
    for loss in LOSSES:
        yield Case(f"5 targets, {loss}", {"y": odd, "loss": loss})
    for loss in LOSSES:
        yield Case(f"6 targets, {loss}", {"y": even, "loss": loss})
    yield Case("4 targets, mae", {"y": near(2.0, 9.0, 4.0, -1.0), "loss": "mae"})
    if not thorough:
        return
    rare = {
        "one target": near(2.5),
        "two targets": near(6.0, -1.0),
        "targets below 0": near(-3.0, -9.0, -4.5, -20.0),
        "whole numbers, some of them alike": np.array([0, 9, 0, 1, 0]),
        "an even number, the middle two alike": np.array([7.0, 2.0, 1.0, 2.0]),
        "an even number, some of them alike": np.array([5.0, 1.0, 5.0, 1.0, 1.0, 9.0, 5.0, 1.0]),
        "targets all alike": np.full(4, 1.5),
    }
    for title, y in rare.items():
        for loss in LOSSES:
            yield Case(f"{title}, {loss}", {"y": y, "loss": loss})


def _right(y: Array, loss: str) -> Any:
    s, n = np.sort(y), len(y)
    if loss == "mae":
        return s[(n - 1) // 2], s[n // 2]
    return (y.mean(),) * 2 if loss == "mse" else ((s[0] + s[-1]) / 2,) * 2


def _know(loss: str, name: str, diagnosis: str, *variants: Callable[[Array], Any]) -> None:
    """Know wrong ends (y), or one number for both, for one loss."""

    def answer(y: Array, loss: str, of: str = loss, ends: Any = variants) -> Any:
        if loss != of:
            return _right(y, loss)
        found = ends(y * 1.0)
        return found if isinstance(found, tuple) else (found, found)

    best_constants.know(name, diagnosis, answer)


def _know_all(name: str, diagnosis: str, ends: Callable[[Array, str], Any]) -> None:
    best_constants.know(name, diagnosis, ends)


_know(
    "mse",
    "mse_median",
    "For mse you took the median; the squares balance at the mean.",
    np.median,
)
_know("mse", "mse_sum", "For mse you took the sum; divide it by n.", np.sum)
_know(
    "mse",
    "mse_one_fewer",
    "For mse you divided the sum by n - 1; the mean divides by n.",
    lambda y: y.sum() / np.float64(len(y) - 1),
)
_know(
    "mse",
    "mse_root",
    "For mse you took the root of the mean square; the constant itself is the mean.",
    lambda y: np.sqrt((y**2).mean()),
)
_know(
    "mse",
    "mse_midway",
    "For mse you took what lies midway between the smallest and the largest; all targets count.",
    lambda y: (y.min() + y.max()) / 2,
)
_know(
    "mse",
    "mse_spread",
    "For mse there is one best constant, the mean: low and high are equal; yours are a deviation "
    "away from it.",
    lambda y: (y.mean() - y.std(), y.mean() + y.std()),
)
_know(
    "mse",
    "mse_targets_span",
    "For mse you returned the smallest and the largest target; one constant is best, the mean.",
    lambda y: (y.min(), y.max()),
)
_know(
    "mse",
    "mse_from_zero",
    "For mse low is 0 in yours; one constant is best, the mean, twice.",
    lambda y: (0.0, y.mean()),
)
_know(
    "mse",
    "mse_sizes",
    "For mse you took the mean of |y|; the signs count.",
    lambda y: np.abs(y).mean(),
)
_know(
    "mse",
    "mse_unique",
    "For mse equal targets count once in yours; each counts.",
    lambda y: np.unique(y).mean(),
)
_know(
    "mse",
    "mse_trimmed",
    "For mse you left out the smallest and the largest target; all count.",
    lambda y: np.sort(y)[1:-1].mean() if len(y) > 2 else y.mean(),
)
_know(
    "mae",
    "mae_median_twice",
    "For mae you returned the median twice; of an even number of targets every constant between "
    "the middle two is as good, so that low and high are these.",
    np.median,
)
_know(
    "mae",
    "mae_lower",
    "For mae high is the lower one of the middle two; of an even number it is the upper one.",
    lambda y: np.sort(y)[(len(y) - 1) // 2],
)
_know(
    "mae",
    "mae_upper",
    "For mae low is the upper one of the middle two; of an even number it is the lower one.",
    lambda y: np.sort(y)[len(y) // 2],
)
_know(
    "mae",
    "mae_one_of_two",
    "For mae you returned one of the middle two targets, twice, the one that comes first in y; of "
    "an even number low and high are both.",
    lambda y: next(c for c in y if c in _right(y, "mae")),
)
_know(
    "mae",
    "mae_unsorted",
    "For mae you took the middle targets as they stand in y; sort them first.",
    lambda y: (y[(len(y) - 1) // 2], y[len(y) // 2]),
)
_know(
    "mae",
    "mae_unsorted_median",
    "For mae you took the middle of y as it stands; sort it first.",
    lambda y: y[len(y) // 2],
)
_know("mae", "mae_mean", "For mae you took the mean; sizes balance at the median.", np.mean)
_know(
    "mae",
    "mae_midway",
    "For mae you took what lies midway between the smallest and the largest; each target pulls "
    "alike, so that the middle counts.",
    lambda y: (y.min() + y.max()) / 2,
)
_know(
    "mae",
    "mae_exchanged",
    "For mae low and high are exchanged.",
    lambda y: _right(y, "mae")[::-1],
)
_know(
    "mae",
    "mae_two_for_odd",
    "For mae you took two middle targets of an odd number too; it has one, at place n // 2.",
    lambda y: (np.sort(y)[max(len(y) // 2 - 1, 0)], np.sort(y)[len(y) // 2]),
)
_know(
    "mae",
    "mae_one_too_high",
    "For mae your places are one too high: counted from 0 the middle two are n // 2 - 1 and n // "
    "2.",
    lambda y: (
        np.sort(y)[len(y) // 2],
        np.sort(y)[min(len(y) // 2 + 1 - len(y) % 2, len(y) - 1)],
    ),
    lambda y: (np.sort(y)[len(y) // 2], np.sort(y)[min(len(y) // 2 + 1, len(y) - 1)]),
)
_know(
    "mae",
    "mae_quartiles",
    "For mae you returned the quartiles; between the two middle targets alone the loss is least.",
    lambda y: (np.quantile(y, 0.25), np.quantile(y, 0.75)),
)
_know(
    "mae",
    "mae_targets_span",
    "For mae you returned the smallest and the largest target; only between the middle two the "
    "loss is least.",
    lambda y: (y.min(), y.max()),
)
_know(
    "mae",
    "mae_sizes",
    "For mae you took the middle of |y|; the signs count.",
    lambda y: _right(np.abs(y), "mae"),
)
_know(
    "mae",
    "mae_sorted_by_size",
    "For mae you sorted the targets by their size; sort them as they are.",
    lambda y: (lambda s, n: (s[(n - 1) // 2], s[n // 2]))(y[np.argsort(np.abs(y))], len(y)),
)
_know(
    "mae",
    "mae_unique",
    "For mae equal targets count once in yours; each counts.",
    lambda y: _right(np.unique(y), "mae"),
)
_know(
    "mae",
    "mae_middle_places",
    "For mae you returned places of targets; return the targets.",
    lambda y: ((len(y) - 1) // 2, len(y) // 2),
)
_know(
    "mae",
    "mae_places_in_y",
    "For mae you returned places of targets, as argsort has them; return the targets at these.",
    lambda y: tuple(np.argsort(y)[[(len(y) - 1) // 2, len(y) // 2]]),
)
_know(
    "max",
    "max_half_size",
    "For max you took half of the largest |y|; take half of the smallest and the largest target "
    "together.",
    lambda y: np.abs(y).max() / 2,
)
_know(
    "max",
    "max_largest",
    "For max you took the largest target; the largest *error* is least midway between the smallest "
    "and the largest.",
    np.max,
)
_know(
    "max",
    "max_half_range",
    "For max you took half of the range, which is the least loss; the constant is midway, half of "
    "the sum.",
    lambda y: np.ptp(y) / 2,
)
_know(
    "max",
    "max_range",
    "For max you took the range; the constant is midway, half of the sum.",
    lambda y: np.ptp(y),
)
_know(
    "max",
    "max_not_halved",
    "For max you took smallest and largest together; halve their sum.",
    lambda y: y.min() + y.max(),
)
_know(
    "max",
    "max_size",
    "For max you took the largest |y|; the largest error is least midway between the smallest and "
    "the largest target.",
    lambda y: np.abs(y).max(),
)
_know(
    "max",
    "max_mean",
    "For max you took the mean; only the smallest and the largest target count.",
    np.mean,
)
_know(
    "max",
    "max_median",
    "For max you took the median; only the smallest and the largest target count.",
    np.median,
)
_know(
    "max",
    "max_targets_span",
    "For max you returned the smallest and the largest target; one constant is best, midway "
    "between them.",
    lambda y: (y.min(), y.max()),
)
_know(
    "max",
    "max_unsorted",
    "For max you took the first and the last target as they stand in y; take the smallest and the "
    "largest.",
    lambda y: (y[0] + y[-1]) / 2,
)
_know(
    "max",
    "max_of_sizes",
    "For max you took |y|; the signs count.",
    lambda y: (np.abs(y).min() + np.abs(y).max()) / 2,
)
_know_all(
    "means",
    "loss is not used: you always took the mean.",
    lambda y, loss: (y.mean(),) * 2,
)
_know_all(
    "medians",
    "loss is not used: you always took the median.",
    lambda y, loss: _right(y, "mae"),
)
_know_all(
    "medians_twice",
    "loss is not used: you always took the median; and between the middle two of an even number "
    "all constants are as good for mae.",
    lambda y, loss: (np.median(y),) * 2,
)
_know_all(
    "mse_and_mae_exchanged",
    "mse and mae are exchanged: the mean is for mse.",
    lambda y, loss: _right(y, {"mse": "mae", "mae": "mse", "max": "max"}[loss]),
)
_know_all(
    "least_losses",
    "You returned the least loss; the constants that have it are asked for.",
    lambda y, loss: (LOSSES[loss](_right(y, loss)[0], y),) * 2,
)


def _followed(
    constants: Answer, /, c: float, y: Array, lr: float, steps: int, loss: str = "mse"
) -> Outputs:
    """Return the path by the loss's name; mse is the default."""
    options = {} if loss == "mse" else {"loss": loss}
    return {loss: unpack([Output("path")], constants(c, y, lr, steps, **options))["path"]}


@question(
    "ps7/constants",
    returns=(Named("path"),),
    drive=_followed,
    steps={"mse": "t", "mae": "t"},
    section="lecture 12, section 2",
    hints=(
        "Look at one step: c goes against the slope of its loss, and the slope is a mean over the "
        "targets. How many numbers are there before and after so many steps?",
        "mse: the slope is 2 (c - mean of y). mae: each target below c pulls down by 1/n, each "
        "above up by 1/n, one that is equal not at all.",
        "path = [c]; in each step c = c - lr * slope with slope = 2 * (c - y.mean()), or for mae "
        "slope = np.sign(c - y).mean(); path.append(c).",
    ),
)
def constants(c: float, y: Array, lr: float, steps: int, loss: str = "mse") -> Outputs:
    """Return the closed form of mse, and for mae steps by differences of the loss."""
    if loss == "mse":
        mean = sum(map(float, y)) / len(y)
        return {loss: mean + (1 - 2 * lr) ** np.arange(steps + 1.0) * (c - mean)}
    path = [float(c)]
    for _ in range(steps):
        rise = LOSSES["mae"](path[-1] + NEAR, y) - LOSSES["mae"](path[-1] - NEAR, y)
        path.append(path[-1] - lr * round(float(rise) / (2 * NEAR) * len(y)) / len(y))
    return {loss: np.array(path)}


@constants.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, c: float, y: Any, lr: float, steps: int, **loss: str) -> Case:
        return Case(title, {"c": c, "y": np.array(y), "lr": lr, "steps": steps, **loss})

    y = np.array([-1.6, 3.0, 11.0, 0.5, 5.0]) + rng.uniform(-0.1, 0.1, 5)
    yield case("mse, rate 0.15", 7.0, y, 0.15, 5)
    yield case("mse, rate 0.35", -2.0, y[:3], 0.35, 4)
    yield case("mae", 7.3, [3.0, -1.0, 11.0, 0.0, 5.0], 0.71, 12, loss="mae")
    yield case("mae, from below", -3.13, [4.0, 0.0, 1.0], 0.9, 6, loss="mae")
    yield case("mae, at a target", 4.0, [0.0, 5.0, 1.0, 2.0], 2.0, 6, loss="mae")
    if thorough:
        yield case("mse, no step at all", 1.0, y, 0.1, 0)
        yield case("mse, at the mean after one step", 1.0, y, 0.5, 3)
        yield case("mse, a rate too large", 1.0, y, 1.2, 6)
        yield case("mse, one target", 1.0, y[:1], 0.2, 3)
        yield case("mse, whole numbers", 3, [0, 0, 0, 1, 9], 0.25, 4)
        yield case("mae, no step at all", 1.0, y, 0.1, 0, loss="mae")
        yield case("mae, between the middle two", 1.5, [1.0, 8.0, 0.0, 2.0], 0.5, 4, loss="mae")
        yield case("mae, whole numbers", 3, [0, 0, 8, 1, 9, 0, 0, 2], 4, 6, loss="mae")
        yield case("mae, from the target alone", 2.0, [2.0], 0.5, 3, loss="mae")
        yield case("mae, equal targets", 3.0, [2.0, 2.0, 2.0, 5.0], 0.3, 5, loss="mae")


#: (c, y, t) -> the slope, or another number.
Slope = Callable[[Any, Array, int], Any]
_SLOPES: dict[str, Slope] = {
    "mse": lambda c, y, t: 2 * (c - y.mean()),
    "mae": lambda c, y, t: np.sign(c - y).mean(),
}


def _path(c: Any, y: Array, lr: float, steps: int, slope: Slope) -> list[Any]:
    path = [c * 1.0]
    for t in range(steps):
        path.append(path[-1] - lr * slope(path[-1], y, t))
    return path


def _know_slope(of: str, name: str, diagnosis: str, slope: Slope) -> None:
    """Know a wrong slope of one loss."""

    def answer(c: float, y: Array, lr: float, steps: int, loss: str = "mse") -> Any:
        return _path(c, y, lr, steps, slope if loss == of else _SLOPES[loss])

    constants.know(name, diagnosis, answer)


def _know_path(
    name: str, diagnosis: str, path: Callable[[Any, Array, float, int, Slope], Any]
) -> None:
    """Know a wrong path (c, y, lr, steps, slope) of either loss."""

    def answer(c: float, y: Array, lr: float, steps: int, loss: str = "mse") -> Any:
        return path(c * 1.0, y, lr, steps, _SLOPES[loss])

    constants.know(name, diagnosis, answer)


_know_slope(
    "mse",
    "no_two",
    "The slope of mse lacks its 2: the derivative of (c - y)^2 is 2 (c - y).",
    lambda c, y, t: c - y.mean(),
)
_know_slope(
    "mse",
    "mse_summed",
    "The slope of mse is a sum over the targets; the loss is their mean.",
    lambda c, y, t: 2 * (c - y).sum(),
)
_know_slope(
    "mse",
    "mse_summed_without_two",
    "The slope of mse is a sum over the targets, without its 2; the loss is the mean of (c - y)^2.",
    lambda c, y, t: (c - y).sum(),
)
_know_slope(
    "mse",
    "mse_divided_twice",
    "The slope of mse is divided by n twice; the mean needs it once.",
    lambda c, y, t: 2 * (c - y.mean()) / len(y),
)
_know_slope(
    "mse",
    "mse_uphill",
    "For mse the sign is wrong: c goes towards the mean.",
    lambda c, y, t: 2 * (y.mean() - c),
)
_know_slope(
    "mse",
    "mse_towards_median",
    "For mse you went towards the median; the slope is 2 (c - mean).",
    lambda c, y, t: 2 * (c - np.median(y)),
)
_know_slope(
    "mse",
    "mse_by_mae",
    "loss is not used: both paths are those of mae.",
    _SLOPES["mae"],
)
_know_slope(
    "mse",
    "first_target",
    "For mse only the first target counts in yours; the slope is a mean over all.",
    lambda c, y, t: 2 * (c - y[0]),
)
_know_slope(
    "mse",
    "mse_not_linear",
    "The slope of mse is that of the squares, 2 (c - mean); you took the mean square itself.",
    lambda c, y, t: ((c - y) ** 2).mean(),
)
_know_slope(
    "mse",
    "mse_rooted",
    "The slope is that of the root of mse; take that of the mean square itself.",
    lambda c, y, t: (c - y.mean()) / np.sqrt(((c - y) ** 2).mean()),
)
_know_slope(
    "mae",
    "mae_by_mse",
    "loss is not used: both paths are those of mse.",
    _SLOPES["mse"],
)
_know_slope(
    "mae",
    "mae_summed",
    "The slope of mae is a count; divide it by n.",
    lambda c, y, t: np.sign(c - y).sum(),
)
_know_slope(
    "mae",
    "mae_uphill",
    "For mae the sign is wrong: targets below c pull it down.",
    lambda c, y, t: np.sign(y - c).mean(),
)
_know_slope(
    "mae",
    "mae_doubled",
    "The slope of mae has a 2 in yours; that belongs to the squares.",
    lambda c, y, t: 2 * np.sign(c - y).mean(),
)
_know_slope(
    "mae",
    "ties_below",
    "For mae a target that is equal to c counts as below it in yours; it counts for neither.",
    lambda c, y, t: np.where(c >= y, 1, -1).mean(),
)
_know_slope(
    "mae",
    "ties_above",
    "For mae a target that is equal to c counts as above it in yours; it counts for neither.",
    lambda c, y, t: np.where(c > y, 1, -1).mean(),
)
_know_slope(
    "mae",
    "below_alone",
    "For mae only the targets below c count in yours; subtract those above.",
    lambda c, y, t: (y < c).mean(),
)
_know_slope(
    "mae",
    "above_alone",
    "For mae only the targets above c count in yours; add those below.",
    lambda c, y, t: -(y > c).mean(),
)
_know_slope(
    "mae",
    "ties_not_among_n",
    "For mae targets equal to c are not counted in n in yours; divide by the number of all.",
    lambda c, y, t: np.sign(c - y).sum() / max(np.count_nonzero(c - y), 1),
)
_know_slope(
    "mae",
    "sign_of_all",
    "For mae you took the sign of the mean difference; take the mean of the signs.",
    lambda c, y, t: np.sign((c - y).mean()),
)
_know_slope(
    "mae",
    "sign_from_median",
    "For mae you took a whole step towards the median; the slope is the mean of the signs, which "
    "is smaller near it.",
    lambda c, y, t: np.sign(c - np.median(y)),
)
_know_slope(
    "mae",
    "mae_one_fewer",
    "For mae you divided by n - 1; the mean divides by n.",
    lambda c, y, t: np.sign(c - y).sum() / np.float64(len(y) - 1),
)
_know_slope(
    "mae",
    "mean_of_sizes",
    "The slope of mae is that of the sizes, a mean of signs; you took the mean size itself.",
    lambda c, y, t: np.abs(c - y).mean(),
)
_know_path(
    "uphill",
    "The sign is wrong: go against the slope, c - lr * slope.",
    lambda c, y, lr, steps, slope: _path(c, y, -lr, steps, slope),
)
_know_path(
    "no_start",
    "The path begins after the first step; its first number is the c that is given.",
    lambda c, y, lr, steps, slope: _path(c, y, lr, steps, slope)[1:],
)
_know_path(
    "no_end",
    "The last number is missing: there are steps + 1, from before the first step to after the "
    "last.",
    lambda c, y, lr, steps, slope: _path(c, y, lr, steps, slope)[:-1],
)
_know_path(
    "end_alone",
    "This is the last number; return all steps + 1.",
    lambda c, y, lr, steps, slope: _path(c, y, lr, steps, slope)[-1],
)
_know_path(
    "one_step_too_many",
    "There is one step too many: steps + 1 numbers, the c that is given included.",
    lambda c, y, lr, steps, slope: _path(c, y, lr, steps + 1, slope),
)
_know_path(
    "one_step_late",
    "You kept the numbers of one step later; the first is the c that is given.",
    lambda c, y, lr, steps, slope: _path(c, y, lr, steps + 1, slope)[1:],
)
_know_path(
    "starts_at_zero",
    "Your path starts at 0; it starts at the c that is given.",
    lambda c, y, lr, steps, slope: _path(0.0, y, lr, steps, slope),
)
_know_path(
    "slope_of_start",
    "Every step has the slope of the start; take that at the current c.",
    lambda c, y, lr, steps, slope: c - lr * slope(c, y, 0) * np.arange(steps + 1.0),
)
_know_path(
    "steps_from_start",
    "Every step begins at the c that is given; begin where the step before has ended.",
    lambda c, y, lr, steps, slope: [c, *[c - lr * slope(c, y, 0)] * steps],
)
_know_path(
    "no_rate",
    "The rate is not used: c - lr * slope.",
    lambda c, y, lr, steps, slope: _path(c, y, 1.0, steps, slope),
)
_know_path(
    "backwards",
    "Your path runs from the end to the start.",
    lambda c, y, lr, steps, slope: _path(c, y, lr, steps, slope)[::-1],
)
_know_path(
    "slopes_alone",
    "These are the slopes; the constants are asked for.",
    lambda c, y, lr, steps, slope: [slope(v, y, 0) for v in _path(c, y, lr, steps, slope)],
)
_know_path(
    "whole",
    "Your path is cut to whole numbers; an array of whole numbers keeps no others.",
    lambda c, y, lr, steps, slope: np.array(_path(c, y, lr, steps, slope)).astype(int),
)
_know_path(
    "jumps",
    "Your path is at the best constant after one step; each step goes lr times the slope.",
    lambda c, y, lr, steps, slope: np.where(
        np.arange(steps + 1), y.mean() if slope is _SLOPES["mse"] else np.median(y), c
    ),
)
_know_path(
    "losses_exchanged",
    "The slopes are exchanged: mse has 2 (c - mean), mae the mean of the signs.",
    lambda c, y, lr, steps, slope: _path(
        c, y, lr, steps, next(other for other in _SLOPES.values() if other is not slope)
    ),
)
_know_path(
    "stays",
    "c does not move; subtract lr times the slope in each step.",
    lambda c, y, lr, steps, slope: np.full(steps + 1, c),
)


@constants.mistake
def one_target_a_step(
    c: float, y: Array, lr: float, steps: int, loss: str = "mse", mae_too: Any = (False, True)
) -> Any:
    """Each step takes one target; the slope is a mean over all."""

    def slope(c: Any, y: Array, t: int) -> Any:
        d = c - y[t % len(y)]
        return 2 * d if loss == "mse" else np.sign(d)

    return _path(c, y, lr, steps, slope if loss == "mse" or mae_too else _SLOPES[loss])


@constants.mistake
def distance_from_median(
    c: float, y: Array, lr: float, steps: int, loss: str = "mse", factor: Any = (1.0, 2.0)
) -> Any:
    """For mae you went towards the median by the distance; the slope counts targets, and has no
    distances in it."""
    if loss == "mse":
        return _path(c, y, lr, steps, _SLOPES[loss])
    return _path(c, y, lr, steps, lambda c, y, t: factor * (c - np.median(y)))
