"""Dropout of any numbers, whose law is tested by statistics of 20 000 of them.

A right answer fails a statistic more rarely than once in a million: the share that is kept has a
deviation of at most 1/2 over the root of 20 000, and products of neighbours one of 1 over it.
``tests/trainlab/checks/ps4`` computes both.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outcome import ChangedInPlace
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, unpack, values
from trainlab.checks.question import Answer, Case, question

#: Relative and absolute.
TOLERANCE = 0.014
#: What is 0 in the law may be so much, in variances of the mask.
NEARLY_ZERO = 0.05
#: Small arrays, of which no two are dropped alike, nor as many numbers of all.
SMALL, REPEATS = 80, 9
#: The shapes that arrays have by their number of axes: small ones, and those of 20 000 numbers.
SMALL_SHAPES = {1: (SMALL,), 2: (10, 8), 3: (2, 5, 8)}
#: Of so many numbers with one multiplier it is no chance that they have it.
A_TENTH = 0.1
#: The variance of the count kept in a row is at least so much of a binomial law's.
LEAST_VARIED = 0.3
#: Statistics by rows are those of so many, whatever the shape.
ROWS = 100


def _dropped(
    dropout: Answer, /, shape: tuple[int, ...], p: float, seed: int, training: bool = True
) -> Outputs:
    """Return statistics of what is dropped from numbers between 1 and 2, of either sign."""
    rng, twin, other, own = (np.random.default_rng(s) for s in (seed, seed, seed + 1, seed + 2))
    options = {} if training else {"training": False}
    small = _numbers(own, SMALL_SHAPES[len(shape)])
    few = [_found(dropout, small, p, g, options) for g in (rng, rng, twin, other)]
    a = _numbers(own, shape)
    kept = _found(dropout, a, p, rng, options) / a
    if not training:
        return {"inference": kept.mean(), "inference_spread": np.array(np.ptp(kept))}
    mask = ((kept != 0) * 1.0).reshape(ROWS, -1)
    sizes = kept[kept != 0] if mask.any() else np.zeros(1)
    found = {"share_kept": mask.mean(), "factor_of_kept": sizes.mean()}
    found["dropped_are_zero"] = np.array(not _is_filled(kept))
    found["all_kept_alike"] = np.array(bool(np.ptp(sizes) <= 1e-6 * abs(sizes.mean())))
    exact = abs(sizes.mean() * (1 - p) - 1) > 0.03 or np.allclose(sizes * (1 - p), 1, rtol=1e-6)
    found["scaled_exactly"] = np.array(bool(exact))
    if p == 0:
        return found
    centred, limit = mask - mask.mean(), NEARLY_ZERO * mask.var()
    if not mask.var():
        nothing = [one for one in (*few, kept) if not one.any()]
        if nothing and all(one.all() or not one.any() for one in few):
            said = "all numbers or none; expected each to be dropped on its own"
            raise Unusable(said, "all_or_none")
        return found | {name: np.array(0.0) for name in _OF_MASKS}
    for axis, name, said in _ALIKE:
        if not np.ptp(mask, axis=axis).any():
            raise Unusable(said, name)
    counts = {int((_found(dropout, small, p, rng, options) != 0).sum()) for _ in range(REPEATS)}
    new = not np.array_equal(few[0], few[1])
    by_row = mask.sum(axis=1).var() / (mask.shape[1] * mask.var())
    rows, columns = centred[1:] * centred[:-1], centred[:, 1:] * centred[:, :-1]
    return found | {
        "rows_independent": np.array(bool(abs(rows.mean()) <= limit)),
        "columns_independent": np.array(bool(abs(columns.mean()) <= limit)),
        "new_at_each_call": np.array(new),
        "count_varies": np.array((len(counts) > 1 or not new) and bool(by_row > LEAST_VARIED)),
        "same_for_same_rng": np.array(np.array_equal(few[0], few[2])),
        "other_for_other_rng": np.array(not np.array_equal(few[0], few[3])),
    }


def _numbers(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    return rng.uniform(1, 2, shape) * rng.choice([-1.0, 1.0], shape)


def _is_filled(kept: Array) -> bool:
    """Return whether some are multiplied by one number, and the others by several, not by 0."""
    _, counts = np.unique(kept.round(9), return_counts=True)
    return bool(kept.all() and A_TENTH * kept.size < counts.max() < kept.size)


def _found(
    dropout: Answer, a: Array, p: float, rng: np.random.Generator, options: dict[str, bool]
) -> Array:
    given = a.copy()
    result = dropout(given, p, rng, **options)
    if isinstance(result, tuple) and len(result) != len(a):
        raise Unusable(f"{values(len(result))}; expected one array, in the shape of a")
    (found,) = unpack([Output("numbers")], result).values()
    if given.tobytes() != a.tobytes():
        raise ChangedInPlace("a")
    if found.shape != a.shape:
        raise Unusable(f"an array of shape {found.shape}; expected that of a, {a.shape}")
    return found


#: What may be alike along an axis, by the name of this mistake.
_ALIKE = (
    (
        0,
        "one_mask_for_all",
        "numbers of which all rows, the examples, have one mask; draw one for every entry of a, "
        "rng.random(a.shape)",
    ),
    (
        1,
        "whole_rows",
        "numbers of which whole rows are dropped; draw one for every entry of a, "
        "rng.random(a.shape)",
    ),
)
_OF_MASKS = {
    "new_at_each_call": "two calls with one rng drop other numbers: draw a new mask from it each "
    "time, keep none, and give it no seed of your own",
    "count_varies": "how many are dropped is left to chance: each number has its own, and no fixed "
    "count is dropped",
    "rows_independent": "what is dropped in one row has nothing to do with the other rows: draw a "
    "number for every entry of a",
    "columns_independent": "what is dropped in one column has nothing to do with the other "
    "columns: draw a number for every entry of a",
    "same_for_same_rng": "an rng in the same state drops the same numbers: draw from rng alone, "
    "not from np.random or a generator of your own",
    "other_for_other_rng": "another rng drops other numbers: draw from the one that is given",
}
#: What is true of every right dropout.
FACTS = {
    "dropped_are_zero": "what is dropped is 0, and nothing else",
    "all_kept_alike": "all that is kept is multiplied by one number",
    "scaled_exactly": "what is kept is divided by 1 - p, not by the share that chance has left",
    **_OF_MASKS,
}


@question(
    "ps4/dropout",
    returns=(Named("numbers"),),
    tolerance=TOLERANCE,
    drive=_dropped,
    facts=FACTS,
    section="lecture 11, section 7",
    hints=(
        "Look at two shares: p are dropped, 1 - p are kept; and at what keeps the mean as it was.",
        "A number between 0 and 1 is below 1 - p with that probability. Every entry of a has one "
        "of its own. What is kept is divided by 1 - p; outside of training nothing happens.",
        "if not training: return a; then return a * (rng.random(a.shape) >= p) / (1 - p).",
    ),
)
def dropout(shape: tuple[int, ...], p: float, seed: int, training: bool = True) -> Outputs:
    """Return the statistics of the law."""
    if not training:
        return {"inference": np.array(1.0), "inference_spread": np.array(0.0)}
    found = {"share_kept": np.array(1 - p), "factor_of_kept": np.array(1 / (1 - p))}
    names = [name for name in FACTS if p or name not in _OF_MASKS]
    return found | {name: np.array(1.0) for name in names}


@dropout.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, p: float, shape: tuple[int, ...] = (ROWS, 200), **training: bool) -> Case:
        seed = int(rng.integers(2**31))
        return Case(title, {"shape": shape, "p": p, "seed": seed, **training})

    yield case("p = 0.2", 0.2)
    yield case("p = 0.7", 0.7)
    yield case("at inference", 0.3, training=False)
    if thorough:
        yield case("p = 0.5", 0.5)
        yield case("p = 0", 0.0)
        yield case("numbers in a row, one axis", 0.4, (20_000,))
        yield case("three axes", 0.4, (10, 20, 100))
        yield case("at inference, p = 0.7", 0.7, training=False)


#: (a, p, rng, training) -> numbers.
Drop = Callable[[Any, float, Any, bool], Any]


def _know(name: str, diagnosis: str, drop: Drop) -> None:
    def answer(a: Array, p: float, rng: Any, training: bool = True) -> Any:
        return drop(a, p, rng, training)

    dropout.know(name, diagnosis, answer)


def _in_training(drop: Callable[[Any, float, Any], Any]) -> Drop:
    """Return what drops wrongly in training, and is right at inference."""
    return lambda a, p, rng, training: drop(a, p, rng) if training else a * 1.0


def _mask(rng: Any, shape: Any, p: float) -> Any:
    return rng.random(shape) >= p


def _by_share(a: Any, p: float, rng: Any) -> Any:
    mask = _mask(rng, a.shape, p)
    return a * mask / mask.mean()


def _with_replacement(a: Any, p: float, rng: Any) -> Any:
    kept = np.ones(a.size)
    kept[rng.choice(a.size, int(p * a.size))] = 0
    return a * kept.reshape(a.shape) / (1 - p)


_know(
    "p_is_kept",
    "You kept with probability p; p is the probability of *dropping*, as in PyTorch.",
    _in_training(lambda a, p, rng: a * (rng.random(a.shape) < p) / np.float64(p)),
)
_know(
    "p_is_kept_in_mask",
    "The mask keeps with probability p, and p is that of dropping; the division by 1 - p is right.",
    _in_training(lambda a, p, rng: a * (rng.random(a.shape) < p) / (1 - p)),
)
_know(
    "drawn_with_replacement",
    "You drew the places to drop with replacement, so that some were drawn twice and too few are "
    "dropped; each number is dropped on its own: rng.random(a.shape) < p.",
    _in_training(_with_replacement),
)
_know(
    "not_scaled",
    "What is kept is not scaled, so that the mean is less than it was: divide by 1 - p.",
    _in_training(lambda a, p, rng: a * _mask(rng, a.shape, p)),
)
_know(
    "divided_by_p",
    "You divided by p; what is kept has the probability 1 - p, so divide by that.",
    _in_training(lambda a, p, rng: a * _mask(rng, a.shape, p) / np.float64(p)),
)
_know(
    "multiplied",
    "You multiplied what is kept by 1 - p; divide, so that the mean stays what it was.",
    _in_training(lambda a, p, rng: a * _mask(rng, a.shape, p) * (1 - p)),
)
_know(
    "scaled_twice",
    "What is kept is divided by 1 - p twice; once is enough.",
    _in_training(lambda a, p, rng: a * _mask(rng, a.shape, p) / (1 - p) ** 2),
)
_know(
    "scaled_by_share",
    "You divided by the share that chance has left; divide by its probability, 1 - p.",
    _in_training(_by_share),
)
_know(
    "everything_scaled",
    "Nothing is dropped, and all is divided by 1 - p; multiply by the mask too.",
    _in_training(lambda a, p, rng: a / (1 - p)),
)
_know(
    "training_ignored",
    "You dropped at inference too; with training=False a is returned as it is.",
    lambda a, p, rng, training: a * _mask(rng, a.shape, p) / (1 - p),
)
_know(
    "training_reversed",
    "You drop at inference and not in training; it is the other way round.",
    lambda a, p, rng, training: a if training else a * _mask(rng, a.shape, p) / (1 - p),
)
_know(
    "scaled_at_inference",
    "You multiplied by 1 - p at inference; since training divides by it, inference changes "
    "nothing.",
    lambda a, p, rng, training: a * _mask(rng, a.shape, p) / (1 - p) if training else a * (1 - p),
)
_know(
    "as_first_published",
    "You scale at inference in place of training, as dropout was first published; here training "
    "divides by 1 - p, and inference changes nothing.",
    lambda a, p, rng, training: a * _mask(rng, a.shape, p) if training else a * (1 - p),
)
_know(
    "divided_at_inference",
    "You divide by 1 - p at inference; it changes nothing.",
    lambda a, p, rng, training: a * (_mask(rng, a.shape, p) if training else 1) / (1 - p),
)
_know(
    "all_or_none",
    "You drew one number for the whole array, so that all of it is dropped or nothing; draw one "
    "for every entry, rng.random(a.shape).",
    _in_training(lambda a, p, rng: a * (rng.random() >= p) / (1 - p)),
)
_know(
    "gaussian",
    "You multiplied by normal numbers; multiply by a mask that is 0 with probability p, and else 1 "
    "/ (1 - p).",
    _in_training(lambda a, p, rng: a * rng.normal(1, np.sqrt(p / (1 - p)), a.shape)),
)
_know(
    "filled_with_mean",
    "What is dropped gets the mean of all; it becomes 0.",
    _in_training(lambda a, p, rng: np.where(_mask(rng, a.shape, p), a / (1 - p), a.mean())),
)
_know(
    "p_is_kept_not_scaled",
    "You kept with probability p, which is that of dropping, and did not scale what is kept: keep "
    "with 1 - p, and divide by that.",
    _in_training(lambda a, p, rng: a * (rng.random(a.shape) < p)),
)
_know(
    "divided_by_root",
    "You divided by the root of 1 - p, which keeps the mean *square*; divide by 1 - p, so that the "
    "mean stays what it was.",
    _in_training(lambda a, p, rng: a * _mask(rng, a.shape, p) / np.sqrt(1 - p)),
)
_know(
    "coin",
    "You kept half whatever p is, and divided by 1 - p; keep with probability 1 - p.",
    _in_training(lambda a, p, rng: a * _mask(rng, a.shape, 0.5) / (1 - p)),
)
_know(
    "two_masks",
    "Two numbers decide for each entry, so that 1 - p is there twice; one number is enough.",
    _in_training(lambda a, p, rng: a * _mask(rng, a.shape, p) * _mask(rng, a.shape, p) / (1 - p)),
)
_know(
    "from_minus_one",
    "The mask compares numbers between -1 and 1 with p; those of rng.random lie between 0 and 1.",
    _in_training(lambda a, p, rng: a * (rng.uniform(-1, 1, a.shape) > p) / (1 - p)),
)
_know(
    "never_drops",
    "Nothing is dropped in training: multiply by a mask of 0 and 1.",
    lambda a, p, rng, training: a * 1.0,
)
_know(
    "normal_numbers",
    "The mask compares *normal* numbers with p; those of rng.random lie evenly between 0 and 1.",
    _in_training(lambda a, p, rng: a * (rng.standard_normal(a.shape) >= p) / (1 - p)),
)
_know(
    "not_a_mask",
    "You multiplied by random numbers; compare them with p, so that the mask is 0 or 1.",
    _in_training(lambda a, p, rng: a * rng.random(a.shape) / (1 - p)),
)
_know(
    "mask_alone",
    "This is the mask; multiply a by it.",
    _in_training(lambda a, p, rng: _mask(rng, a.shape, p) / (1 - p)),
)
_know(
    "always_half",
    "You dropped half whatever p is; use the argument p.",
    _in_training(lambda a, p, rng: a * _mask(rng, a.shape, 0.5) * 2),
)
_know(
    "same_at_each_call",
    "Every call drops the same numbers; draw a new mask from rng each time, keep none for later, "
    "and give it no seed of your own.",
    _in_training(lambda a, p, rng: a * _mask(np.random.default_rng(0), a.shape, p) / (1 - p)),
)
_know(
    "own_generator",
    "The mask is not drawn from rng, so that nobody can repeat a run; use rng, not np.random or a "
    "generator of your own.",
    _in_training(lambda a, p, rng: a * _mask(np.random.default_rng(), a.shape, p) / (1 - p)),
)


@dropout.mistake
def fixed_count(
    a: Array, p: float, rng: Any, training: bool = True, by_row: Any = (False, True)
) -> Any:
    """You drop a fixed count of numbers, those that chance picks; each is dropped on its own, with
    probability p: rng.random(a.shape) < p."""
    if not training:
        return a
    length = a.shape[-1] if by_row else a.size
    order = rng.permuted(np.tile(np.arange(length), (a.size // length, 1)), axis=1)
    return a * (order >= round(p * length)).reshape(a.shape) / (1 - p)
