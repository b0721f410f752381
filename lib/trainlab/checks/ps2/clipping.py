"""Gradient clipping by the norm over all arrays."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outcome import ChangedInPlace, same
from trainlab.checks.outputs import Named, Outputs, Unusable
from trainlab.checks.ps2.nested import Nested, leaves, mapped, rebuilt
from trainlab.checks.ps2.walk import like
from trainlab.checks.question import Answer, Case, question


def _clip(function: Answer, /, grads: Nested, max_norm: float) -> Outputs:
    """Return what the function makes of each array.

    Raises:
        ChangedInPlace: where it writes over what it was given.
        Unusable: where it returns something else, or divides 0 by 0.
    """
    given = deepcopy(grads)
    try:
        with np.errstate(divide="raise", invalid="raise"):
            clipped = function(given, max_norm)
    except FloatingPointError:
        raise Unusable(
            "grads with a warning, since it divided by 0 where all of them are 0; divide only "
            "where the norm is above max_norm",
            "zero_by_zero",
        ) from None
    if not same(given, grads):
        raise ChangedInPlace("grads")
    if clipped is None:
        raise Unusable(
            "nothing (None); expected grads. Did you forget the return statement?", "no_return"
        )
    if isinstance(clipped, tuple) and not isinstance(grads, tuple) and len(clipped) == 2:
        raise Unusable("2 values; expected grads alone", "too_many")
    return _named(grads, leaves(like(clipped, grads, "grads")))


def _named(grads: Nested, arrays: list[Array]) -> Outputs:
    if not isinstance(grads, list | tuple):
        return {"clipped": arrays[0]}
    return {f"nested{number}": array for number, array in enumerate(arrays, start=1)}


@question(
    "ps2/clip_by_norm",
    returns=(Named("grads"),),
    tolerance=1e-8,
    drive=_clip,
    section="problem set 2, section 7",
    hints=(
        "Look at gradients that are short already, at zeros, and at a list whose arrays are short "
        "one by one and long together.",
        "One norm, of all numbers in all arrays. Where it is above max_norm, all arrays are "
        "multiplied by one number, so that the norm becomes max_norm; else by 1.",
        "norm = np.sqrt(sum((g**2).sum() for every array)); grads * max_norm / norm if norm > "
        "max_norm, else as they are.",
    ),
)
def clip_by_norm(grads: Nested, max_norm: float) -> Outputs:
    """Projects the vector of all numbers onto the ball of this radius."""
    arrays = [np.asarray(array, dtype=np.float64) for array in leaves(grads)]
    whole = np.concatenate([array.ravel() for array in arrays])
    largest = np.abs(whole).max()
    norm = largest * np.linalg.norm(whole / largest) if largest else 0.0
    share = min(max_norm / norm, 1.0) if norm else 1.0
    return _named(grads, [share * array for array in arrays])


@clip_by_norm.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def long(shape: tuple[int, ...], norm: float) -> Array:
        values = away_from_zero(rng, shape)
        return values * norm / np.linalg.norm(values)

    yield Case("a gradient that is too long", {"grads": long((4,), 5.0), "max_norm": 2.0})
    yield Case("a gradient that is short enough", {"grads": long((2, 3), 0.7), "max_norm": 2.5})
    together = [long((3,), 1.3), long((2, 2), 1.5), long((3,), 1.2)]
    yield Case("arrays that are too long together", {"grads": together, "max_norm": 1.45})
    apart = [long((3,), 0.4), long((3,), 3.0), long((2,), 0.5)]
    yield Case("one long array among short ones", {"grads": apart, "max_norm": 0.45})
    layers = [(long((2, 3), 2.0), long((2,), 0.5)), (long((1, 2), 0.9), long((1,), 0.2))]
    yield Case("layers [(W1, b1), (W2, b2)]", {"grads": layers, "max_norm": 0.8})
    yield Case("zeros", {"grads": np.zeros(3), "max_norm": 1.0})
    if not thorough:
        return
    yield Case("layers (W, b) that are short", {"grads": layers, "max_norm": 4.5})
    yield Case("a list of zeros", {"grads": [np.zeros(2), np.zeros((1, 2))], "max_norm": 0.5})
    yield Case("one number", {"grads": np.array([-3.0]), "max_norm": 0.5})
    yield Case("whole numbers", {"grads": np.array([3, -4, 0]), "max_norm": 2.0})
    single = np.float32(long((3,), 4.0))
    yield Case("float32", {"grads": single, "max_norm": 1.0})
    yield Case("a limit that is far away", {"grads": long((3,), 2.0), "max_norm": 100.0})


def _norm(grads: Nested) -> Any:
    return np.sqrt(sum((g.astype(np.float64) ** 2).sum() for g in leaves(grads)))


def _times(grads: Nested, share: Any) -> Nested:
    """Return all arrays times a number, which leaves float32 what it is."""
    return mapped(lambda g: g * float(share), grads)


def _share(norm: Any, max_norm: float) -> Any:
    return max_norm / norm if norm > max_norm else 1.0


@clip_by_norm.mistake
def each_alone(grads: Nested, max_norm: float) -> Nested:
    """You clipped each array by its own norm; there is one norm, over all arrays together."""
    return mapped(lambda g: g * float(_share(_norm(g), max_norm)), grads)


@clip_by_norm.mistake
def scaled_up(grads: Nested, max_norm: float) -> Nested:
    """Gradients that are short enough are made longer; leave them as they are."""
    norm = _norm(grads)
    return _times(grads, max_norm / norm if norm else 1.0)


@clip_by_norm.mistake
def scaled_always(grads: Nested, max_norm: float) -> Nested:
    """You divide by the norm always: short gradients are made longer, and zeros give 0 / 0. Scale
    only where the norm is above max_norm."""
    return _times(grads, np.float64(max_norm) / np.float64(_norm(grads)))


@clip_by_norm.mistake
def by_value(grads: Nested, max_norm: float) -> Nested:
    """You clipped entry by entry, which turns the gradient; scale all of it by one number."""
    return mapped(lambda g: np.clip(g, -max_norm, max_norm) * 1.0, grads)


@clip_by_norm.mistake
def asked_by_value(grads: Nested, max_norm: float) -> Nested:
    """You ask whether an entry is above max_norm; ask whether the norm is."""
    largest = max(float(np.abs(g).max()) for g in leaves(grads))
    return _times(grads, max_norm / _norm(grads) if largest > max_norm else 1.0)


@clip_by_norm.mistake
def spectral_norm(grads: Nested, max_norm: float) -> Nested:
    """The norm that you take of a matrix is its greatest singular value, np.linalg.norm(g, 2); take
    the root of the sum of all its squares, np.linalg.norm(g)."""
    norms = [np.linalg.norm(g, 2) if g.ndim < 3 else np.linalg.norm(g) for g in leaves(grads)]
    return _times(grads, _share(np.linalg.norm(norms), max_norm))


@clip_by_norm.mistake
def in_divisor(grads: Nested, max_norm: float, added: Any = (1e-6, 1e-7)) -> Nested:
    """You added a small number to the norm in the divisor, as torch does; here the norm becomes
    max_norm exactly."""
    norm = _norm(grads)
    return _times(grads, min(max_norm / (norm + added), 1.0))


@clip_by_norm.mistake
def no_root(grads: Nested, max_norm: float) -> Nested:
    """The root is missing: the norm is the root of the sum of squares."""
    return _times(grads, _share(_norm(grads) ** 2, max_norm))


@clip_by_norm.mistake
def no_root_compared(grads: Nested, max_norm: float) -> Nested:
    """You compared the sum of squares with max_norm; compare its root, the norm."""
    norm = _norm(grads)
    return _times(grads, max_norm / norm if norm**2 > max_norm else 1.0)


@clip_by_norm.mistake
def sum_of_norms(grads: Nested, max_norm: float) -> Nested:
    """You added up the arrays' norms; add up their squares, and take the root of the sum."""
    return _times(grads, _share(sum(_norm(g) for g in leaves(grads)), max_norm))


@clip_by_norm.mistake
def largest_norm(grads: Nested, max_norm: float) -> Nested:
    """You took the largest of the arrays' norms; take one norm over all numbers."""
    return _times(grads, _share(max(_norm(g) for g in leaves(grads)), max_norm))


@clip_by_norm.mistake
def first_norm(grads: Nested, max_norm: float) -> Nested:
    """You took the first array's norm alone; take one norm over all numbers."""
    return _times(grads, _share(_norm(leaves(grads)[0]), max_norm))


@clip_by_norm.mistake
def last_norm(grads: Nested, max_norm: float) -> Nested:
    """You took the last array's norm alone; add up the squares of all arrays."""
    return _times(grads, _share(_norm(leaves(grads)[-1]), max_norm))


@clip_by_norm.mistake
def matrices_alone(grads: Nested, max_norm: float) -> Nested:
    """Vectors, the biases, are left out of the norm; take one norm over all numbers."""
    matrices = [g for g in leaves(grads) if g.ndim > 1]
    return _times(grads, _share(_norm(matrices), max_norm))


@clip_by_norm.mistake
def sum_of_sizes(grads: Nested, max_norm: float) -> Nested:
    """Your norm is the sum of absolute values; it is the root of the sum of squares."""
    return _times(grads, _share(sum(abs(g).sum() for g in leaves(grads)), max_norm))


@clip_by_norm.mistake
def largest_entry(grads: Nested, max_norm: float) -> Nested:
    """Your norm is the largest absolute value; it is the root of the sum of squares."""
    return _times(grads, _share(max(abs(g).max() for g in leaves(grads)), max_norm))


@clip_by_norm.mistake
def mean_square(grads: Nested, max_norm: float) -> Nested:
    """Your norm is the root of a mean of squares; take the root of their sum."""
    count = sum(g.size for g in leaves(grads))
    return _times(grads, _share(_norm(grads) / np.sqrt(count), max_norm))


@clip_by_norm.mistake
def to_length_one(grads: Nested, max_norm: float) -> Nested:
    """What is too long gets the norm 1; multiply by max_norm too."""
    norm = _norm(grads)
    return _times(grads, 1 / norm if norm > max_norm else 1.0)


@clip_by_norm.mistake
def inverted(grads: Nested, max_norm: float) -> Nested:
    """You multiplied by norm / max_norm, which makes long gradients longer; by max_norm / norm."""
    norm = _norm(grads)
    return _times(grads, norm / max_norm if norm > max_norm else 1.0)


@clip_by_norm.mistake
def not_divided(grads: Nested, max_norm: float) -> Nested:
    """What is too long is multiplied by max_norm; divide by its norm too."""
    return _times(grads, max_norm if _norm(grads) > max_norm else 1.0)


@clip_by_norm.mistake
def turned_round(grads: Nested, max_norm: float) -> Nested:
    """Short gradients are made longer, and long ones left: compare the other way round, or take the
    smaller of 1 and max_norm / norm."""
    norm = _norm(grads)
    return _times(grads, max_norm / norm if 0 < norm < max_norm else 1.0)


@clip_by_norm.mistake
def never(grads: Nested, max_norm: float) -> Nested:
    """Nothing is clipped: the gradients come back as they were; return the scaled ones."""
    return _times(grads, 1.0)


@clip_by_norm.mistake
def dropped(grads: Nested, max_norm: float) -> Nested:
    """What is too long became zero; scale it to max_norm."""
    return _times(grads, 0.0 if _norm(grads) > max_norm else 1.0)


@clip_by_norm.mistake
def first_array_alone(grads: Nested, max_norm: float) -> Nested:
    """Only the first array is scaled; scale all by the same number."""
    first, *rest = leaves(grads)
    scaled = first * float(_share(_norm(grads), max_norm))
    return rebuilt(grads, [scaled, *(g * 1.0 for g in rest)])
