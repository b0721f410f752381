"""Two ways to scale data, fitted on the training points alone."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, unpack
from trainlab.checks.question import Answer, Case, Question, question


def _scaled(scale: Answer, /, train: Array, x: Array) -> Outputs:
    """Return scaled points, their constant columns apart from the others."""
    (scaled,) = unpack([Output("scaled points")], scale(train, x)).values()
    return _named(train, as_x(scaled, train, x))


def as_x(found: Array, train: Array, x: Array) -> Array:
    """Return points that have the shape of x; raise Unusable for others."""
    if found.shape == x.shape:
        return found
    if found.shape == train.shape:
        said = "the training points, or as many; expected x, by the numbers of the training points"
        raise Unusable(said, "training_points")
    raise Unusable(f"an array of shape {found.shape}; expected that of x, {x.shape}")


def _named(train: Array, scaled: Array) -> Outputs:
    constant = np.ptp(train, axis=0) == 0
    parts = {"varying": scaled[:, ~constant], "constant": scaled[:, constant]}
    return {name: part for name, part in parts.items() if part.size}


def _cases(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def points(count: int, columns: int) -> Array:
        """Return points far from 0, no column like another."""
        return away_from_zero(rng, (count, columns)) * (1 + np.arange(columns)) + 3

    train, x = points(6, 3), 1.5 * points(4, 3)
    yield Case("new points", {"train": train, "x": x})
    yield Case("the training points themselves", {"train": train, "x": train})
    flat = points(5, 3)
    flat[:, 1] = 2.0
    yield Case("a constant column", {"train": flat, "x": 1.5 * points(4, 3)})
    if not thorough:
        return
    yield Case("one new point", {"train": train, "x": x[:1]})
    yield Case("one column", {"train": points(4, 1), "x": points(3, 1)})
    yield Case("as many points as columns", {"train": points(3, 3), "x": points(3, 3)})
    whole = {"train": np.array([[1, 5], [2, 9], [4, 4]]), "x": np.array([[3, 3], [7, -1]])}
    yield Case("whole numbers", whole)
    yield Case("columns below 0", {"train": -3 * train, "x": -3 * x})
    small = {"train": train * np.array([1e-9, 1, 1e3]), "x": x * np.array([1e-9, 1, 1e3])}
    yield Case("columns of other sizes", small)
    tenths = np.column_stack([np.full(30, 0.1), points(30, 1)])
    new = np.column_stack([[0.1, 0.35], points(2, 1)])
    yield Case("a constant column of 0.1", {"train": tenths, "x": new})
    yield Case("columns far from 0", {"train": train + 1e6, "x": x + 1e6})
    yield Case("one training point", {"train": train[:1], "x": x})


@question(
    "ps3/min_max",
    returns=(Named("scaled points"),),
    drive=_scaled,
    section="lecture 10, section 2",
    hints=(
        "Look at which points the numbers come from, train, and along which axis a column is "
        "taken.",
        "Of each column the smallest value is subtracted, and the rest is divided by largest minus "
        "smallest; where these are equal it is divided by 1.",
        "low, high = train.min(axis=0), train.max(axis=0), and (x - low) / np.where(high > low, "
        "high - low, 1).",
    ),
)
def min_max(train: Array, x: Array) -> Outputs:
    """Return the points on the line through (smallest, 0) and (largest, 1), column by column."""
    columns = []
    for known, new in zip(train.T.astype(np.float64), x.T, strict=True):
        ends = np.array([[known.min(), 1.0], [known.max(), 1.0]])
        slope, offset = np.linalg.solve(ends, [0.0, 1.0]) if np.ptp(known) else (1.0, -known.min())
        columns.append(slope * new + offset)
    return _named(train, np.column_stack(columns))


min_max.cases(_cases)


@question(
    "ps3/z_score",
    returns=(Named("scaled points"),),
    drive=_scaled,
    section="lecture 10, section 2",
    hints=(
        "Look at which points the numbers come from, train; and at a column in which all are "
        "equal, whose computed deviation may be 1e-17 instead of 0.",
        "Of each column the mean is subtracted, and the rest is divided by the deviation; where "
        "largest and smallest value are equal it is divided by 1.",
        "spread = np.where(train.max(axis=0) > train.min(axis=0), train.std(axis=0), 1), and (x - "
        "train.mean(axis=0)) / spread.",
    ),
)
def z_score(train: Array, x: Array) -> Outputs:
    """Return the points by deviations from the differences of all pairs: half their mean square."""
    train = np.asarray(train, dtype=np.float64)
    pairs = ((train[:, None] - train[None]) ** 2).mean(axis=(0, 1)) / 2
    deviation = np.where(np.ptp(train, axis=0) == 0, 1.0, np.sqrt(pairs))
    shift = train[0] + (train - train[0]).mean(axis=0)
    return _named(train, (x - shift) / deviation)


z_score.cases(_cases)


Scale = Callable[[Array, Array], Any]


def _range(points: Array, axis: int | None = 0, otherwise: float = 1.0) -> Any:
    """Return the range of each column; where it is 0, another number."""
    width = np.max(points, axis=axis, keepdims=True) - np.min(points, axis=axis, keepdims=True)
    return np.where(width == 0, otherwise, width)


def _deviation(points: Array, axis: int | None = 0, ddof: int = 0) -> Any:
    """Return the deviation of each column; of a constant one 1."""
    flat = np.ptp(points, axis=axis, keepdims=True) == 0
    return np.where(flat, 1.0, np.std(points, axis=axis, ddof=ddof, keepdims=True))


def _low(points: Array, axis: int | None = 0) -> Any:
    return np.min(points, axis=axis, keepdims=True)


def _mean(points: Array, axis: int | None = 0) -> Any:
    return np.mean(points, axis=axis, keepdims=True)


def _know(asked: Question, name: str, diagnosis: str, wrong: Scale) -> None:
    asked.know(name, diagnosis, lambda train, x: wrong(train, x))


def _know_both(asked: Question, shift: Callable[..., Any], size: Callable[..., Any]) -> None:
    """Know what may be wrong with either.

    Args:
        asked: the question.
        shift: (points, axis) -> what is subtracted.
        size: (points, axis) -> what is divided by.
    """
    _know(
        asked,
        "own_numbers",
        "You took the numbers from x; they come from the training points, for new points too.",
        lambda train, x: (x - shift(x)) / size(x),
    )
    _know(
        asked,
        "own_shift",
        "What is subtracted comes from x; take it from the training points.",
        lambda train, x: (x - shift(x)) / size(train),
    )
    _know(
        asked,
        "own_size",
        "What you divide by comes from x; take it from the training points.",
        lambda train, x: (x - shift(train)) / size(x),
    )
    _know(
        asked,
        "whole_array",
        "You took the numbers of all columns together; each column has its own, axis=0.",
        lambda train, x: (x - shift(train, None)) / size(train, None),
    )
    _know(
        asked,
        "shift_of_all",
        "What you subtract is one number for all columns; each column has its own, axis=0.",
        lambda train, x: (x - shift(train, None)) / size(train),
    )
    _know(
        asked,
        "size_of_all",
        "What you divide by is one number for all columns; each column has its own, axis=0.",
        lambda train, x: (x - shift(train)) / size(train, None),
    )
    _know(
        asked,
        "shifted_alone",
        "You only subtracted; divide too.",
        lambda train, x: x - shift(train) + 0 * size(train),
    )
    _know(
        asked,
        "wrong_sign",
        "The sign is wrong: subtract from x, not x from it.",
        lambda train, x: (shift(train) - x) / size(train),
    )
    _know(
        asked,
        "not_bracketed",
        "Brackets are missing: you divided what is subtracted alone, not the difference.",
        lambda train, x: x - shift(train) / size(train),
    )
    _know(
        asked,
        "multiplied",
        "You multiplied; divide.",
        lambda train, x: (x - shift(train)) * size(train),
    )
    _know(
        asked,
        "constant_unshifted",
        "A constant column is left as it is; it is shifted like any other, and divided by 1.",
        lambda train, x: np.where(np.ptp(train, axis=0) == 0, x, (x - shift(train)) / size(train)),
    )
    _know(
        asked,
        "constant_dropped",
        "A constant column is set to 0; new points may differ from it, so it is shifted, and "
        "divided by 1.",
        lambda train, x: np.where(
            np.ptp(train, axis=0) == 0, 0.0, (x - shift(train)) / size(train)
        ),
    )
    _know(
        asked,
        "cut_to_whole",
        "Whole numbers stay whole: you filled an array of the type of x; compute a new one.",
        lambda train, x: ((x - shift(train)) / size(train)).astype(x.dtype),
    )

    @asked.mistake
    def both_sets(train: Array, x: Array, by_train: Any = (False, True)) -> Any:
        """You took the numbers from train and x together; new points must not be looked at."""
        together = np.vstack([train, x])
        below = np.where(by_train & (np.ptp(train, axis=0) == 0), 1.0, size(together))
        return (x - shift(together)) / below

    @asked.mistake
    def rows(train: Array, x: Array, of_train: Any = (False, True)) -> Any:
        """You took the numbers of each row; a column is scaled, by those of train: axis=0."""
        known = train if of_train else x
        return (x - shift(known, 1)) / size(known, 1)

    @asked.mistake
    def not_shifted(train: Array, x: Array, constant: Any = (False, True)) -> Any:
        """Nothing is subtracted; subtract first, then divide."""
        flat = constant & (np.ptp(train, axis=0) == 0)
        return (x - np.where(flat, shift(train), 0.0)) / size(train)

    @asked.mistake
    def constant_stops_all(train: Array, x: Array) -> Any:
        """Where one column is constant, you divided none; divide the others as always."""
        below = 1.0 if (np.ptp(train, axis=0) == 0).any() else size(train)
        return (x - shift(train)) / below

    @asked.mistake
    def threshold(train: Array, x: Array) -> Any:
        """A column of small numbers is taken for constant; ask whether its largest and its smallest
        value are equal, not whether the difference is small."""
        below = size(train)
        return (x - shift(train)) / np.where(below < 1e-7, 1.0, below)


_know_both(min_max, _low, _range)
_know_both(z_score, _mean, _deviation)


@min_max.mistake
def constant_by_zero(train: Array, x: Array) -> Array:
    """A constant column is divided by 0; divide by 1 where largest and smallest value are equal."""
    return (x - _low(train)) / (np.max(train, axis=0) - np.min(train, axis=0))


@z_score.mistake
def deviation_by_zero(train: Array, x: Array) -> Array:
    """A constant column is divided by its deviation, 0 or what rounding leaves of it; divide by 1
    where all its values are equal."""
    return (x - train.mean(axis=0)) / train.std(axis=0)


@z_score.mistake
def zero_by_equality(train: Array, x: Array) -> Array:
    """You asked whether the deviation is 0, and by rounding that of a constant column need not be:
    thirty times 0.1 has 3e-17. Ask whether the largest and the smallest value are equal."""
    spread = train.std(axis=0)
    return (x - train.mean(axis=0)) / np.where(spread == 0, 1.0, spread)


#: What people add to a divisor that may be 0, or put in its place.
SMALL = (1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6)


def _know_small(asked: Question, shift: Callable[..., Any], size: Callable[..., Any]) -> None:
    @asked.mistake
    def small_divisor(
        train: Array, x: Array, small: Any = SMALL, added: Any = (True, False)
    ) -> Any:
        """You divide a constant column by a small number, added or put in the place of 0, so that a
        new point that differs a little becomes huge; divide such a column by 1."""
        below = size(train) + small if added else np.maximum(size(train), small)
        return (x - shift(train)) / below


_know_small(min_max, _low, lambda train: np.ptp(train, axis=0))
_know_small(z_score, _mean, lambda train: np.std(train, axis=0))


def _flat(train: Array) -> Any:
    return np.ptp(train, axis=0) == 0


@min_max.mistake
def by_largest(train: Array, x: Array, constant: Any = (False, True)) -> Any:
    """You divided by the largest value; divide by largest minus smallest."""
    below = np.where(constant & _flat(train), 1.0, np.max(train, axis=0))
    return (x - _low(train)) / below


@min_max.mistake
def by_largest_alone(train: Array, x: Array) -> Array:
    """You divided by the largest value and did not subtract the smallest."""
    return x / np.max(train, axis=0)


@min_max.mistake
def to_minus_one(train: Array, x: Array, constant: Any = (False, True)) -> Any:
    """This scales to [-1, 1]; scale to [0, 1]."""
    scaled = (x - _low(train)) / _range(train)
    return np.where(constant & _flat(train), scaled, 2 * scaled - 1)


@min_max.mistake
def from_largest(train: Array, x: Array) -> Array:
    """You subtracted the largest value; subtract the smallest."""
    return (x - np.max(train, axis=0)) / _range(train)


@min_max.mistake
def upside_down(train: Array, x: Array) -> Array:
    """The smallest value is at 1 and the largest at 0; subtract the smallest from x."""
    return (np.max(train, axis=0) - x) / _range(train)


@min_max.mistake
def clipped(train: Array, x: Array) -> Array:
    """You cut new points at 0 and 1; a point beyond the training points lies beyond, and says
    so."""
    return np.clip((x - _low(train)) / _range(train), 0, 1)


@min_max.mistake
def mean_subtracted(train: Array, x: Array) -> Array:
    """You subtracted the mean; subtract the smallest value."""
    return (x - _mean(train)) / _range(train)


@min_max.mistake
def by_deviation(train: Array, x: Array) -> Array:
    """You divided by the deviation; divide by largest minus smallest."""
    return (x - _low(train)) / _deviation(train)


@min_max.mistake
def z_scored(train: Array, x: Array) -> Array:
    """These are z-scores; subtract the smallest value and divide by largest minus smallest."""
    return (x - _mean(train)) / _deviation(train)


@min_max.mistake
def divided_by_sum(train: Array, x: Array) -> Array:
    """You divided by largest plus smallest; divide by their difference."""
    return (x - _low(train)) / (np.max(train, axis=0) + _low(train))


@z_score.mistake
def unbiased(train: Array, x: Array) -> Array:
    """You divided by N - 1 in the variance (ddof=1); here it is N, as np.std has it."""
    return (x - _mean(train)) / _deviation(train, ddof=1) if len(train) > 1 else x - _mean(train)


@z_score.mistake
def variance(train: Array, x: Array) -> Array:
    """You divided by the variance; divide by its root."""
    return (x - _mean(train)) / _deviation(train) ** 2


@z_score.mistake
def root_of_deviation(train: Array, x: Array) -> Array:
    """You divided by the root of the deviation; np.std is a root already."""
    return (x - _mean(train)) / np.sqrt(_deviation(train))


@z_score.mistake
def root_mean_square(train: Array, x: Array) -> Array:
    """You divided by the root of the mean square, without subtracting the mean first."""
    return (x - _mean(train)) / np.where(_flat(train), 1.0, np.sqrt((train**2).mean(axis=0)))


@z_score.mistake
def mean_absolute(train: Array, x: Array) -> Array:
    """You divided by the mean distance from the mean; divide by the root of the mean square."""
    return (x - _mean(train)) / np.where(
        _flat(train), 1.0, np.abs(train - _mean(train)).mean(axis=0)
    )


@z_score.mistake
def median(train: Array, x: Array) -> Array:
    """You subtracted the median; subtract the mean."""
    return (x - np.median(train, axis=0)) / _deviation(train)


@z_score.mistake
def min_maxed(train: Array, x: Array) -> Array:
    """This is min-max; subtract the mean and divide by the deviation."""
    return (x - _low(train)) / _range(train)


@z_score.mistake
def smallest_subtracted(train: Array, x: Array) -> Array:
    """You subtracted the smallest value; subtract the mean."""
    return (x - _low(train)) / _deviation(train)


@z_score.mistake
def by_range(train: Array, x: Array) -> Array:
    """You divided by largest minus smallest; divide by the deviation."""
    return (x - _mean(train)) / _range(train)


@z_score.mistake
def cancellation(train: Array, x: Array) -> Array:
    """The mean of squares less the square of the mean loses its digits far from 0; take the mean of
    the squared distances from the mean."""
    var = (train**2).mean(axis=0) - train.mean(axis=0) ** 2
    return (x - train.mean(axis=0)) / np.sqrt(np.where(_flat(train), 1.0, var))
