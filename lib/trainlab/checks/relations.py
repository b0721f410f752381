"""What a wrong array has to do with the right one: a factor, a transpose, another output.

Each relation is a function of one case, and returns a phrase or nothing; a phrase is told when it
is true in every case that fails.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeGuard

import numpy as np

#: NumPy does not say what its functions return; ``Any`` stands for that.
Array: TypeAlias = np.ndarray | Any
Close = Callable[[Any, Any], Any]
#: A number so small beside the right one is what rounding leaves of 0.
_ROUNDING = 1e-13
#: What rounding to float32 changes at most, relatively.
_SINGLE = 2.0**-24
#: What is compared so coarsely are statistics.
_COARSE = 1e-3
#: Runs of steps that are listed, at most.
_RUNS = 4


@dataclass(frozen=True)
class Seen:
    """One output of one case.

    Attributes:
        name: the output's.
        got: what the student's function returned.
        expected: what is right.
        others: all right outputs by name.
        inputs: the arguments by name.
        close: (a, b) -> elementwise, whether these are equal up to rounding.
        step: what an entry is called where entries are steps, in order: an argument's name, or
            empty; None where they are not.
    """

    name: str
    got: Array
    expected: Array
    others: Mapping[str, Array]
    inputs: Mapping[str, Any]
    close: Close
    step: str | None = None

    def same(self, a: Array, b: Array) -> bool:
        """Return whether two arrays are equal in shape and, up to rounding, in numbers."""
        return a.shape == b.shape and bool(np.all(self.close(a, b)))


def coarse(close: Close) -> bool:
    """Return whether numbers are compared as coarsely as statistics are."""
    return bool(close(1 + _COARSE, 1.0))


#: Yields phrases, the most telling first.
Relation = Callable[[Seen], Iterator[str]]


def told(seen: Sequence[Seen], vague: bool = True) -> str:
    """Return the first relation that holds in all these cases, or an empty text.

    Args:
        seen: an output in these cases.
        vague: whether to say, where nothing else is true, of what size it is.
    """
    with np.errstate(all="ignore"):
        for relation in [*RELATIONS, *VAGUE] if vague else RELATIONS:
            phrases = [list(relation(one)) for one in seen]
            common = [p for p in phrases[0] if all(p in others for others in phrases[1:])]
            if common and not (relation in ALONE and len(common) > 1):
                return common[0]
    return ""


def not_finite(s: Seen) -> Iterator[str]:
    """Yield where numbers are missing."""
    if np.isfinite(s.expected).all() and not np.isfinite(s.got).all():
        if np.isfinite(s.got).any():
            yield "is not finite (nan or inf) in some entries"
        yield "is not finite (nan or inf)"


def zero(s: Seen) -> Iterator[str]:
    """Yield whether all is zero."""
    size = np.abs(s.expected[np.isfinite(s.expected)]).max(initial=0.0)
    if s.got.size and np.abs(s.got).max() <= _ROUNDING * size:
        yield "is zero everywhere"


def factor(s: Seen) -> Iterator[str]:
    """Yield by what number the whole output is multiplied; of statistics if these tell it."""
    if s.got.shape != s.expected.shape or not s.expected.any():
        return
    for what, number in _numbers(s):
        right = number * s.expected
        if s.same(s.got, right) and not (coarse(s.close) and s.same(0.75 * right, right)):
            yield f"is {what}"


def _numbers(s: Seen) -> Iterator[tuple[str, float]]:
    yield from [("right but for its sign", -1.0), ("twice what it should be", 2.0)]
    yield "half of what it should be", 0.5
    if coarse(s.close):  # of the size of an input they are by chance
        return
    given = next((v for v in s.inputs.values() if isinstance(v, np.ndarray) and v.ndim), None)
    sizes = [("N (the size of the batch)", len(given))] if given is not None else []
    if given is not None and given.ndim > 1:
        sizes += [("the number of columns", given.shape[1]), ("the number of entries", given.size)]
    for what, n in sizes:
        if n > 1:
            yield f"too large by a factor of {what}", n
            yield f"too small by a factor of {what}", 1 / n
            yield f"too large by a factor of {what}, and of the wrong sign", -n
            yield f"too small by a factor of {what}, and of the wrong sign", -1 / n
            yield f"too small by a factor of {what} squared", 1 / n**2


def transposed(s: Seen) -> Iterator[str]:
    """Yield whether rows and columns are exchanged."""
    if s.expected.ndim == 2 and s.same(s.got.T, s.expected):
        yield "is transposed"


def another(s: Seen) -> Iterator[str]:
    """Yield which other output this is; statistics are alike by chance."""
    for name, other in s.others.items():
        if name != s.name and s.got.any() and s.same(s.got, other) and not coarse(s.close):
            yield f"is what {name} should be"


def argument(s: Seen) -> Iterator[str]:
    """Yield which argument this is."""
    for name, value in s.inputs.items():
        if isinstance(value, np.ndarray) and value.size and s.same(s.got, value):
            yield f"is the argument {name}, unchanged"


def shape(s: Seen) -> Iterator[str]:
    """Yield how the same numbers lie in another shape."""
    if s.got.shape == s.expected.shape:
        return
    if not s.got.size:
        yield "is empty"
        return
    if s.same(s.got.squeeze(), s.expected.squeeze()):
        yield "has the right numbers, but axes of length 1 too many or too few"
    if s.same(s.got.ravel(), s.expected.ravel()):
        yield "has the right numbers in another shape"
    for axis in range(s.got.ndim):
        if s.same(s.got.sum(axis), s.expected):
            yield f"is not summed over axis {axis}"
        if s.same(s.got.mean(axis), s.expected):
            yield f"is not averaged over axis {axis}"
    if s.got.ndim == s.expected.ndim == 1:
        yield "has too few entries" if len(s.got) < len(s.expected) else "has too many entries"
    elif s.got.ndim and not s.expected.ndim:
        yield "is an array, not one number"
    elif s.got.ndim:
        yield (
            f"has {s.got.ndim} {'axis' if s.got.ndim == 1 else 'axes'}, not {s.expected.ndim}"
            if (s.got.ndim != s.expected.ndim)
            else "has the wrong shape"
        )
    else:
        yield "is one number, not an array"


def picked(s: Seen) -> Iterator[str]:
    """Yield what was made of the right entries, or which of them this is."""
    if s.got.shape == s.expected.shape or not s.expected.size:
        return
    for name in ("sum", "mean", "max", "min"):
        for axis in range(s.expected.ndim):
            if s.expected.ndim > 1 and s.same(s.got, getattr(s.expected, name)(axis)):
                yield f"is the {name} over axis {axis} of what it should be"
        if s.got.ndim == 0 and s.same(s.got, np.asarray(getattr(s.expected, name)())):
            yield f"is the {name} of what it should be"
    if s.expected.ndim:
        for which, entry in (("first", s.expected[0]), ("last", s.expected[-1])):
            if s.same(s.got, entry):
                yield f"is the {which} entry alone of what it should be"


def single(s: Seen) -> Iterator[str]:
    """Yield whether nothing but digits is missing, as in float32."""
    if s.got.shape != s.expected.shape or not s.got.size:
        return
    error = np.abs(s.got - s.expected).max()
    if np.array_equal(s.got, s.got.astype(np.float32)) and error <= 1000 * _SINGLE * np.abs(
        s.expected
    ).max(initial=0.0):
        yield "has the digits of float32 alone; numbers are float64"


def entries(s: Seen) -> Iterator[str]:
    """Yield which entries are wrong, where some are right."""
    if s.got.shape != s.expected.shape or s.got.ndim == 0:
        return
    right: Array = s.close(s.got, s.expected)
    wrong = ~right
    if s.got.size < 2 or not right.any():
        return
    for name, value in s.inputs.items():
        if isinstance(value, np.ndarray) and value.shape == right.shape and name != s.step:
            for what, where in (
                ("negative", value < 0),
                ("positive", value > 0),
                ("zero", value == 0),
            ):
                if where.all():
                    continue
                if np.array_equal(wrong, where):
                    yield f"is wrong exactly where {name} is {what}"
                elif not (wrong & ~where).any():
                    yield f"is wrong only where {name} is {what}"
    labels = s.inputs.get("y")
    if right.ndim == 2 and _are_labels(labels, right.shape):
        at = np.arange(right.shape[1]) == labels[:, None]
        if not (wrong & ~at).any():
            yield "is wrong only at the labels' own classes"
        if not (wrong & at).any():
            yield "is right at the labels' own classes, and wrong elsewhere"
    for axis, what in ((0, "row"), (-1, "column"))[: right.ndim]:
        kind = what if right.ndim > 1 else "entry"
        lines: Array = np.moveaxis(right, axis, 0).reshape(right.shape[axis], -1).all(axis=-1)
        if lines[1:].all() and len(lines) > 1:
            yield f"is right but for the first {kind}"
        if lines[:-1].all() and len(lines) > 1:
            yield f"is right but for the last {kind}"
        if lines[0] and not lines[1:].any() and len(lines) > 1:
            yield f"is right in the first {kind} alone"
        if lines[-1] and not lines[:-1].any() and len(lines) > 1:
            yield f"is right in the last {kind} alone"
    yield from _first_rows(s, right)
    yield from _along(s, right)


def _along(s: Seen, right: Array) -> Iterator[str]:
    """Yield from which step to which entries are right, where these are steps, in order."""
    places = steps(s)
    if not places:
        return
    wrong, well = _runs(~right, places), _runs(right, places)
    if right[0] and len(wrong) == 1 and not right[-1]:
        yield f"is right up to {well[0][1]}, and wrong from {wrong[0][0]} on"
    if right[-1] and len(well) == 1:
        yield f"is wrong up to {wrong[0][1]}, and right from {well[0][0]} on"
    for runs, what, count in ((wrong, "wrong", (~right).sum()), (well, "right", right.sum())):
        if len(runs) <= _RUNS and 2 * count <= right.size:
            yield f"is {what} at {_listed(runs)} alone"
    if right[0]:
        (first, last), (begin, _) = well[0], wrong[0]
        until = f"{'at' if first == last else 'up to'} {last}"
        yield f"is right {until}, and wrong at {begin} and later"


def steps(s: Seen) -> list[str]:
    """Return what the entries are called, in order; none where they are no steps, or not so."""
    if s.step is None or s.expected.ndim != 1:
        return []
    if not s.step:
        return [f"{s.name}[{i}]" for i in range(s.expected.size)]
    given = s.inputs.get(s.step, np.arange(s.expected.size))
    if np.shape(given) != s.expected.shape or not (np.diff(given) > 0).all():
        return []
    return [f"{s.step} = {step}" for step in given]


def _runs(where: Array, places: Sequence[str]) -> list[tuple[str, str]]:
    """Return the first and the last of each run of places."""
    ends = np.flatnonzero(np.diff(np.concatenate([[0], where, [0]])))
    return [(places[a], places[b - 1]) for a, b in zip(ends[::2], ends[1::2], strict=True)]


def _listed(runs: Sequence[tuple[str, str]]) -> str:
    """Return runs of places in words: "t = 3, t = 5 to t = 9 and t = 12"."""
    *most, last = [a if a == b else f"{a} to {b}" for a, b in runs]
    return f"{', '.join(most)} and {last}" if most else last


def some(s: Seen) -> Iterator[str]:
    """Yield whether some entries are right, and no more."""
    if s.got.shape == s.expected.shape and s.got.size > 1:
        right: Array = s.close(s.got, s.expected)
        if right.any() and not right.all():
            yield "is right in some entries and wrong in others"


def _are_labels(y: Any, shape: tuple[int, ...]) -> TypeGuard[Array]:
    """Return whether y has one of so many classes for each of so many rows."""
    if not isinstance(y, np.ndarray) or y.shape != shape[:1] or y.dtype.kind not in "iu":
        return False
    return bool(((y >= 0) & (y < shape[1])).all())


def _first_rows(s: Seen, right: Array) -> Iterator[str]:
    """Yield how far down the rows are right."""
    rows: Array = right.reshape(len(right), -1).all(axis=-1)
    count = int(np.argmin(rows))
    if count > 1 and right.ndim > 1 and not rows[count:].any():
        yield f"is right in the first {count} rows, and wrong in all others"


def first_row(s: Seen) -> Iterator[str]:
    """Yield whether the first row lacks nothing but a factor."""
    if s.got.shape != s.expected.shape or s.got.ndim < 2 or s.got[0].size < 2:
        return
    got, right = s.got[0], s.expected[0]
    ratio = got.ravel() / right.ravel() if right.all() else np.zeros(1)
    if abs(ratio[0] - 1) > 1e-3 and ratio.all() and _alike(ratio):
        yield f"is right in the first row but for one factor, {ratio[0]:.4g}"
        yield "is right in the first row but for one factor"


def _alike(values: Array) -> bool:
    """Return whether numbers are equal but for what a small term in a formula makes of them."""
    return bool(np.ptp(values) < 1e-4 * np.abs(values).max())


def signs(s: Seen) -> Iterator[str]:
    """Yield whether the signs are right, and what the sizes are."""
    if s.got.shape != s.expected.shape or not s.expected.all():
        return
    if np.array_equal(np.sign(s.got), np.sign(s.expected)):
        larger = np.abs(s.got) > np.abs(s.expected)
        if s.got.ndim == 0:
            words = "is too {}" if s.expected > 0 else "has the right sign, and is too {} in size"
            yield words.format("large" if larger else "small")
            yield "has the right sign, and the wrong size"
            return
        if larger.all():
            yield "has the right signs, and is too large everywhere"
        elif not larger.any():
            yield "has the right signs, and is too small everywhere"
        yield "has the right signs, and the wrong sizes"


def arithmetic(s: Seen) -> Iterator[str]:
    """Yield what else was done to the right numbers."""
    if s.got.shape != s.expected.shape:
        return
    if s.same(s.got, np.abs(s.expected)):
        yield "is the absolute value of what it should be"
    if s.got.size > 1 and s.same(s.got, s.expected[::-1]):
        yield "is in reverse order"
    if s.got.size > 1 and s.same(np.sort(s.got, None), np.sort(s.expected, None)):
        yield "has the right numbers in another order"
    if np.trunc(s.expected).any() and s.same(s.got, np.trunc(s.expected)):
        yield "is cut to whole numbers"
    if s.got.size > 1 and np.ptp(s.got - s.expected) < 1e-9 * np.abs(s.got).max():
        yield "is too large or too small by the same number everywhere"
    if s.got.size > 2 and s.expected.any():
        ratio = s.got[s.expected != 0] / s.expected[s.expected != 0]
        ratio = ratio if not s.got[s.expected == 0].any() else ratio[:0]
        if ratio.size > 2 and np.ptp(ratio) < 1e-6 * np.abs(ratio).max():
            yield f"is right but for one factor, {ratio[0]:.6g}"
            yield "is right but for one factor"


def nearly(s: Seen) -> Iterator[str]:
    """Yield whether no more than some digits are wrong."""
    yield from _within(s, {"0.01%": 1e-4})


def near(s: Seen) -> Iterator[str]:
    """Yield whether rounding, too coarse a step, or a small term may be all that is wrong."""
    yield from _within(s, {"1%": 0.01, "10%": 0.1})


def _within(s: Seen, shares: Mapping[str, float]) -> Iterator[str]:
    if s.got.shape == s.expected.shape and s.got.size:
        error, size = np.abs(s.got - s.expected).max(), np.abs(s.expected).max()
        for words, share in shares.items():
            if error <= share * size < np.inf:
                yield f"is nearly right (within {words})"


RELATIONS: Sequence[Relation] = (
    *(not_finite, zero, single, factor, transposed, another, argument, picked, shape),
    *(arithmetic, nearly, entries, first_row),
)
#: Relations of which one says something only where no second is true as well.
ALONE = frozenset({picked})
#: What says least; told where none of the others is true of any output.
VAGUE: Sequence[Relation] = (near, some, signs)
