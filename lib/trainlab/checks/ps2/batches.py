"""Mini-batches of one epoch, tested by what is true of every right order."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import islice
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outcome import ChangedInPlace, same
from trainlab.checks.outputs import Named, Outputs, Unusable, kind, values
from trainlab.checks.question import Answer, Case, question

Batches = Iterable[tuple[Array, Array]]
#: Below so many examples two orders may agree by chance.
FEW = 9


def _epochs(minibatches: Answer, /, x: Array, y: Array, batch_size: int, seed: int) -> Outputs:
    """Return what is true of four epochs: two of one generator, one of its twin, one of another.

    Raises:
        ChangedInPlace: where it shuffles its arguments.
        Unusable: for what is no epoch of pairs.
    """
    rng, twin, other = (np.random.default_rng(s) for s in (seed, seed, seed + 1))
    given = deepcopy((x, y))
    batches = [_epoch(minibatches(x, y, batch_size, g), x, y) for g in (rng, rng, twin, other)]
    if not same((x, y), given):
        raise ChangedInPlace(
            "y" if same(x, given[0]) else "x",
            "draw an order of the numbers 0 ... N-1 instead, order = rng.permutation(len(x)), and "
            "take x and y at these",
        )
    of_x = [[_places(x, xb) for xb, _ in epoch] for epoch in batches]
    of_y = [[_places(y, yb) for _, yb in epoch] for epoch in batches]
    orders = [np.concatenate([*epoch, np.zeros(0)]) for epoch in of_x]
    labels = [np.concatenate([*epoch, np.zeros(0)]) for epoch in of_y]
    same_type = [
        (xb.dtype, yb.dtype) == (x.dtype, y.dtype) for epoch in batches for xb, yb in epoch
    ]
    found: dict[str, Any] = {
        "sizes": [len(xb) for xb, _ in batches[0]],
        "every_example": all(set(order) == set(range(len(x))) for order in orders),
        "no_example_twice": all(len(set(order)) == len(order) for order in orders),
        "pairs": all(map(np.array_equal, orders, labels)),
        "types": all(same_type),
    }
    if len(x) >= FEW:
        found |= {
            "x_shuffled": any((np.diff(order) < 0).any() for order in orders),
            "y_shuffled": any((np.diff(label) < 0).any() for label in labels),
            "mixed_across_batches": not 1 < batch_size < len(x) or any(map(_mixed, of_x)),
            "mixed_within_batches": batch_size == 1 or any(map(_ordered, of_x)),
            "new_order_each_epoch": not np.array_equal(orders[0], orders[1]),
            "same_order_for_same_rng": np.array_equal(orders[0], orders[2]),
            "other_order_for_other_rng": not np.array_equal(orders[0], orders[3]),
        }
    return {name: np.array(value, dtype=np.float64) for name, value in found.items()}


def _epoch(answer: Any, x: Array, y: Array) -> list[tuple[Array, Array]]:
    """Return the batches of an epoch, which end."""
    if answer is None:
        raise Unusable("nothing (None); expected batches, by yield", "no_return")
    if not isinstance(answer, Iterable) or isinstance(answer, np.ndarray | dict):
        raise Unusable(f"{kind(answer)}; expected a generator of batches (xb, yb)", "no_generator")
    if isinstance(answer, tuple) and all(isinstance(part, np.ndarray) for part in answer):
        raise Unusable(
            "one batch, and ended with it; yield each batch instead: yield x[chosen], y[chosen]",
            "returned",
        )
    entries = list(islice(iter(answer), 2 * len(x) + 2))
    if len(entries) > 2 * len(x):
        raise Unusable(
            "a generator that goes on after every example; one call is one epoch: end it there",
            "endless",
        )
    return [_batch(entry, x, y) for entry in entries]


def _batch(entry: Any, x: Array, y: Array) -> tuple[Array, Array]:
    if not isinstance(entry, tuple | list):
        raise Unusable(f"{kind(entry)} as a batch; expected two arrays, (xb, yb)", "too_few")
    if len(entry) != 2:
        name = "too_few" if len(entry) < 2 else "too_many"
        raise Unusable(f"{values(len(entry))} as a batch; expected 2, (xb, yb)", name)
    xb, yb = entry
    if not isinstance(xb, np.ndarray) or not isinstance(yb, np.ndarray):
        said = f"{kind(xb)} and {kind(yb)} as a batch; expected two arrays"
        raise Unusable(said, "no_arrays")
    if xb.shape[1:] != x.shape[1:] or yb.shape[1:] != y.shape[1:]:
        if xb.shape[1:] == y.shape[1:] and yb.shape[1:] == x.shape[1:]:
            raise Unusable("yb, xb as a batch; the order is xb, yb", "order")
        if xb.dtype.kind in "iu" and xb.ndim == 1:
            raise Unusable(
                "numbers of examples as a batch; expected x[chosen], y[chosen]", "indices"
            )
        raise Unusable(
            f"a batch of shapes {xb.shape}, {yb.shape}; expected (B, ...) of examples from x and y"
        )
    if len(xb) != len(yb):
        raise Unusable(
            f"{len(xb)} examples of x with {len(yb)} of y in a batch; expected as many", "lengths"
        )
    return xb, yb


def _places(examples: Array, batch: Array) -> Array:
    """Return where in an array each example of a batch stands."""
    known = {np.asarray(one, dtype=np.float64).tobytes(): n for n, one in enumerate(examples)}
    try:
        return np.array(
            [known[np.asarray(one, dtype=np.float64).tobytes()] for one in batch], dtype=np.float64
        )
    except KeyError:
        raise Unusable(
            "examples that are neither in x nor in y; take them from there, x[chosen]", "strangers"
        ) from None


def _mixed(batches: list[Array]) -> bool:
    """Return whether a batch holds other examples than neighbours."""
    return any(len(batch) and np.ptp(batch) >= len(batch) for batch in batches)


def _ordered(batches: list[Array]) -> bool:
    """Return whether a batch holds examples in another order than theirs."""
    return any((np.diff(batch) < 0).any() for batch in batches)


#: What is true of every right epoch.
FACTS = {
    "every_example": "every example comes in every epoch",
    "no_example_twice": "no example comes twice in an epoch",
    "pairs": "each example comes with its own label: take x and y at the same numbers",
    "types": "the batches have the type of x and y",
    "x_shuffled": "the examples come in a new order: draw it from rng",
    "y_shuffled": "the labels come in a new order, that of the examples",
    "mixed_across_batches": "a batch may hold any of the examples, not neighbours alone: shuffle "
    "the examples, not the batches",
    "mixed_within_batches": "within a batch, too, examples come in a new order: cut the shuffled "
    "examples as they are",
    "new_order_each_epoch": "two epochs of one rng have different orders: draw the order anew in "
    "every epoch, from rng itself",
    "same_order_for_same_rng": "the same rng gives the same order: draw from rng alone",
    "other_order_for_other_rng": "another rng gives another order: draw from rng",
}


@question(
    "ps2/minibatches",
    returns=(Named("batches"),),
    drive=_epochs,
    facts=FACTS,
    section="lecture 05, section 5",
    hints=(
        "Look at 10 examples in batches of 4: how many batches are there, and how long is the "
        "last?",
        "Draw one new order of all numbers 0 ... N-1 from rng, cut it into pieces, and take x and "
        "y at the numbers of each piece.",
        "order = rng.permutation(len(x)); for i in range(0, len(x), batch_size): chosen = order[i "
        ": i + batch_size]; yield x[chosen], y[chosen].",
    ),
)
def minibatches(x: Array, y: Array, batch_size: int, seed: int) -> Outputs:
    """Whole batches, and what is left; and everything true that is asked for."""
    whole, left = divmod(len(x), batch_size)
    names = list(FACTS)[: None if len(x) >= FEW else 4]
    sizes = [batch_size] * whole + [left] * (left > 0)
    return {"sizes": np.array(sizes, dtype=np.float64)} | {name: np.array(1.0) for name in names}


@minibatches.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def examples(n: int, *shape: int) -> dict[str, Array]:
        return {"x": rng.normal(size=(n, *shape)), "y": rng.normal(size=n)}

    yield Case("10 examples in batches of 4", {**examples(10, 2), "batch_size": 4, "seed": 1})
    yield Case("12 examples in batches of 3", {**examples(12, 3), "batch_size": 3, "seed": 2})
    if not thorough:
        return
    yield Case("batches of one", {**examples(9, 2), "batch_size": 1, "seed": 3})
    yield Case("a batch larger than all", {**examples(9, 2), "batch_size": 20, "seed": 4})
    yield Case("x of one axis", {**examples(11), "batch_size": 5, "seed": 5})
    images = {**examples(13, 2, 3), "batch_size": 6, "seed": 6}
    yield Case("small images, and labels", images | {"y": np.arange(13)})
    single = {name: np.float32(value) for name, value in examples(10, 2).items()}
    yield Case("float32", {**single, "batch_size": 4, "seed": 7})
    yield Case("one example", {**examples(1, 2), "batch_size": 4, "seed": 8})


def _cut(x: Array, y: Array, batch_size: int, order: Array) -> Iterator[tuple[Array, Array]]:
    for start in range(0, len(order), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], y[chosen]


@minibatches.mistake
def not_shuffled(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """The examples come in their own order; draw a new order from rng: rng.permutation(len(x))."""
    return _cut(x, y, batch_size, np.arange(len(x)))


@minibatches.mistake
def shuffled_apart(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """x and y are shuffled apart, and the pairs are lost; take both at the same numbers."""
    first, second = (
        _cut(x, y, batch_size, rng.permutation(len(x))),
        _cut(x, y, batch_size, rng.permutation(len(x))),
    )
    return ((xb, yb) for (xb, _), (_, yb) in zip(first, second, strict=True))


@minibatches.mistake
def x_alone(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """Only x is shuffled, and the pairs are lost; take x and y at the same numbers."""
    shuffled, plain = (
        _cut(x, y, batch_size, rng.permutation(len(x))),
        _cut(x, y, batch_size, np.arange(len(x))),
    )
    return ((xb, yb) for (xb, _), (_, yb) in zip(shuffled, plain, strict=True))


@minibatches.mistake
def last_dropped(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """What is left after the whole batches is dropped; it is a smaller batch."""
    order = rng.permutation(len(x))
    return _cut(x, y, batch_size, order[: len(x) // batch_size * batch_size])


@minibatches.mistake
def last_filled(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """The last batch is filled up with examples that have been there; let it be smaller."""
    order = rng.permutation(len(x))
    missing = -len(x) % batch_size
    return _cut(x, y, batch_size, np.concatenate([order, np.resize(order, missing)]))


@minibatches.mistake
def last_missing(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """The last example is missing: range ends before its end; go up to len(x)."""
    return _cut(x, y, batch_size, rng.permutation(len(x))[:-1])


@minibatches.mistake
def one_missing_each(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """Each batch lacks an example: a slice ends before its end, so order[i : i + batch_size]."""
    order = rng.permutation(len(x))
    starts = range(0, len(x), batch_size)
    chosen = [order[i : min(i + batch_size, len(x)) - 1] for i in starts]
    return [(x[c], y[c]) for c in chosen]


@minibatches.mistake
def first_missing(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """The first batch is missing: begin at 0."""
    return _cut(x, y, batch_size, rng.permutation(len(x))[batch_size:])


@minibatches.mistake
def ends_early(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """The last batch is missing, a whole one too: range ends before its end; go up to len(x)."""
    order = rng.permutation(len(x))
    starts = range(0, len(x) - batch_size, batch_size)
    return [(x[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in starts]


@minibatches.mistake
def first_alone(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """There is one batch alone; go on until every example has come."""
    return _cut(x, y, batch_size, rng.permutation(len(x))[:batch_size])


@minibatches.mistake
def with_replacement(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """Every batch is drawn from all examples, so that some come twice and others never; draw one
    order, and cut it."""
    sizes = [min(batch_size, len(x) - i) for i in range(0, len(x), batch_size)]
    # For one seed in thousands a draw has no example twice; a batch of the first ones always has.
    chosen = [np.sort(rng.choice(len(x), size, replace=False)) for size in sizes]
    chosen = [rng.permutation(c) for c in chosen]
    if len(chosen) > 1:
        chosen[-1][0] = chosen[0][0]
    return [(x[c], y[c]) for c in chosen]


@minibatches.mistake
def evened(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """All batches are about as large; here all but the last have batch_size examples."""
    order = rng.permutation(len(x))
    pieces = np.array_split(order, -(-len(x) // batch_size))
    return [(x[c], y[c]) for c in pieces]


@minibatches.mistake
def as_many_batches(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """batch_size is how many examples a batch has; you made so many batches."""
    return [(x[c], y[c]) for c in np.array_split(rng.permutation(len(x)), batch_size) if len(c)]


@minibatches.mistake
def windows(
    x: Array, y: Array, batch_size: int, rng: np.random.Generator, whole: Any = (False, True)
) -> Batches:
    """The batches overlap: go on by batch_size, range(0, len(x), batch_size)."""
    order = rng.permutation(len(x))
    starts = range(len(x) - batch_size + 1 if whole else len(x))
    chosen = [order[i : i + batch_size] for i in starts]
    return [(x[c], y[c]) for c in chosen]


@minibatches.mistake
def remainder_first(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """The smaller batch comes first; it is the last."""
    order = rng.permutation(len(x))
    left = len(x) % batch_size
    pieces = [order[:left]] * (left > 0)
    pieces += [order[i : i + batch_size] for i in range(left, len(x), batch_size)]
    return [(x[c], y[c]) for c in pieces]


@minibatches.mistake
def empty_batch(
    x: Array, y: Array, batch_size: int, rng: np.random.Generator, always: Any = (True, False)
) -> Batches:
    """There is an empty batch at the end, always or where batch_size divides the number of
    examples; end where the examples end: range(0, len(x), batch_size)."""
    order = rng.permutation(len(x))
    starts = range(0, len(x) + (batch_size if always else 1), batch_size)
    return [(x[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in starts]


@minibatches.mistake
def own_seed(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """Every epoch has the same order, from a seed of your own; draw it from the rng that is
    given."""
    return _cut(x, y, batch_size, np.random.default_rng(0).permutation(len(x)))


@minibatches.mistake
def own_generator(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """The order is not drawn from rng, so that the same seed gives another run; use rng, not
    np.random or a generator of your own."""
    return _cut(x, y, batch_size, np.random.default_rng().permutation(len(x)))


@minibatches.mistake
def blocks(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """You shuffled the order of the batches, which always hold the same neighbours; shuffle the
    examples, then cut."""
    # The last block stays the last, since it may be smaller.
    starts = np.arange(0, len(x), batch_size)
    inner = [*rng.permutation(starts[:-1]), *starts[-1:]]
    chosen = [np.arange(i, min(i + batch_size, len(x))) for i in inner]
    return [(x[c], y[c]) for c in chosen]


@minibatches.mistake
def within_alone(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """You shuffled within each batch, which always holds the same neighbours; shuffle all examples,
    then cut."""
    starts = range(0, len(x), batch_size)
    chosen = [rng.permutation(np.arange(i, min(i + batch_size, len(x)))) for i in starts]
    return [(x[c], y[c]) for c in chosen]


@minibatches.mistake
def converted(x: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    """The batches have another type than x and y; keep it: np.array(..., dtype=float) and lists of
    numbers lose it."""
    cut = _cut(x, y, batch_size, rng.permutation(len(x)))
    return ((xb.astype(np.float64), yb.astype(np.float64)) for xb, yb in cut)
