"""Does what comes out move along, or stay: a function is tried on signals that are moved."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps6.windows import in_order
from trainlab.checks.question import Case, question

#: A layer: (n,) to (n / stride,).
Layer = Callable[[Array], Any]


@question(
    "ps6/shift_errors",
    returns=("equivariance", "invariance"),
    drive=in_order,
    section="lecture 13, section 8",
    hints=(
        "Look at two ways round: move x, then apply f; or apply f, then move what comes out. And "
        "by how much does an output move when the input moves by stride?",
        "Equivariance: f of the moved x against the moved f(x); where x moves by k stride, the "
        "output moves by k. Invariance: f of the moved x against f(x) as it is. Try all k, and "
        "keep the largest absolute difference of each.",
        "h = f(x); for k in range(len(h)): late = f(np.roll(x, k * stride)), and compare np.abs("
        "late - np.roll(h, k)).max() and np.abs(late - h).max() with the largest so far, which "
        "start at 0.",
    ),
)
def shift_errors(f: Layer, x: Array, stride: int = 1) -> tuple[float, float]:
    """Return them from all outputs in one table, whose places are counted round."""
    n = len(x)
    table = np.array([f(x[(np.arange(n) - by) % n]) for by in range(0, n, stride)])
    k, i = np.indices(table.shape)
    back = table[k, (i + k) % len(table)]
    return _farthest(back), _farthest(table)


def _farthest(rows: Array) -> float:
    """Return how far numbers are at most from that of the first row."""
    return float(max((rows.max(axis=0) - rows[0]).max(), (rows[0] - rows.min(axis=0)).max()))


def _circular(v: Array, stride: int, x: Array) -> Any:
    """Return the cross-correlation round a circle."""
    n = len(x)
    places = np.arange(0, n, stride)[:, None] + np.arange(len(v)) - 1
    return x[places % n] @ v


def _zero_padded(v: Array, x: Array) -> Any:
    return np.convolve(x, v[::-1], "same")


def _weighted(W: Array, x: Array) -> Any:
    return W @ x


def _relu(v: Array, x: Array) -> Any:
    return np.maximum(_circular(v, 1, x), 0)


def _largest(count: int, x: Array) -> Any:
    """Return the largest value at every place: invariant, and so equivariant too."""
    return np.full(count, x.max())


def _by_place(x: Array) -> Any:
    return x * np.arange(1.0, len(x) + 1)


def _sorted(x: Array) -> Any:
    """Return the values in order: invariant, and not equivariant."""
    return np.sort(x)


def _pooled(size: int, x: Array) -> Any:
    return x.reshape(-1, size).max(axis=1)


def _turned(x: Array) -> Any:
    return x[::-1]


def _one_place(x: Array) -> Any:
    """Return what is wrong at one place alone, and only where a negative number comes there."""
    h = 2 * x
    h[0] -= min(x[0], 0)
    return h


def _threshold(x: Array) -> Any:
    """Return x, and 1 more at all places where a large number has come to the first one."""
    return x + (x[0] > 1.6)


@shift_errors.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, f: Layer, n: int, **ways: int) -> Case:
        return Case(title, {"f": f, "x": away_from_zero(rng, n)} | ways)

    def weighted(*shape: int) -> Layer:
        return partial(_weighted, away_from_zero(rng, shape))

    def spiked(title: str, shape: tuple[int, int], weights: dict[int, float], **ways: int) -> Case:
        """A first output with large weights by column, each of which x's large number meets after
        one move."""
        W, x = 0.1 * away_from_zero(rng, shape), 0.1 * away_from_zero(rng, shape[1])
        W[0, list(weights)], x[1] = list(weights.values()), 2.0
        return Case(title, {"f": partial(_weighted, W), "x": x} | ways)

    yield case("a convolution round a circle", partial(_circular, away_from_zero(rng, 3), 1), 7)
    # What large numbers lose at the border: nearly nothing after a move by 1, then 3.3, 4.95, 5.5
    # and 4.5.
    bordered = case("zeros at the border", partial(_zero_padded, np.array([1.1, -0.6, 0.9])), 6)
    bordered.inputs["x"] = -np.array([0.1, 5, 4.5, 3, 0.1, 0.1])
    yield bordered
    # Large after a move by 1, largest by 3, small by 4, which is one to the left.
    yield spiked("a dense layer", (5, 5), {2: -1.5, 4: -3.0})
    strided = partial(_circular, away_from_zero(rng, 3), 2)
    yield case("a convolution of stride 2", strided, 8, stride=2)
    coarse = spiked("a dense layer, stride 3", (3, 9), {7: 3.0}, stride=3)
    coarse.inputs["x"][3] = 4.0  # meets the large weight after a move by 4, which is none of 3
    yield coarse
    if not thorough:
        return
    yield case("the largest value at every place", partial(_largest, 6), 6)
    yield case("values in order", _sorted, 6)
    yield case("a convolution and a ReLU", partial(_relu, away_from_zero(rng, 3)), 7)
    yield case("a place that counts", _by_place, 6)
    yield case("turned over", _turned, 7)
    yield case("one place alone is wrong", _one_place, 7)
    yield case("pooling over windows of 3", partial(_pooled, 3), 9, stride=3)
    yield case("a stride of the whole signal", weighted(1, 4), 4, stride=4)
    yield case("one number", weighted(1, 1), 1)
    one = {"f": _threshold, "x": np.array([0.5, 0.3, 0.7, 0.4, 1.7, 0.6, 0.2])}
    yield Case("wrong after one of seven moves alone", one)
    down = {"f": partial(_weighted, -np.eye(4) * np.array([1, 1, 1, 3.0])), "x": np.arange(4)}
    yield Case("whole numbers, outputs too small", down)
    yield Case("all numbers alike", {"f": _by_place, "x": np.full(4, 1.5)})


def _know(
    name: str,
    diagnosis: str,
    moves: Callable[[int, int], Any] = lambda places, stride: range(places),
    move: Callable[[Array, int, int], Any] = lambda x, k, stride: np.roll(x, k * stride),
    along: Callable[[Any, int, int], Any] = lambda h, k, stride: np.roll(h, k),
    size: Callable[[Any], Any] = lambda difference: np.abs(difference).max(),
    least: Callable[[list[Any]], Any] = max,
) -> None:
    """Know other moves (places, stride), of x or h (values, k, stride), or sizes of errors."""

    def answer(f: Layer, x: Array, stride: int = 1) -> Any:
        h = np.asarray(f(x))
        late = [(k, np.asarray(f(move(x, k, stride)))) for k in moves(len(h), stride)]
        first = [0.0] + [size(one - along(h, k, stride)) for k, one in late]
        second = [0.0] + [size(one - h) for _, one in late]
        return least(first), least(second)

    shift_errors.know(name, diagnosis, answer)


def _by_move(f: Layer, x: Array, stride: int) -> list[Any]:
    """Return both errors of each move."""
    h = np.asarray(f(x))
    late = [np.asarray(f(np.roll(x, k * stride))) for k in range(len(h))]
    return [
        (np.abs(one - np.roll(h, k)).max(), np.abs(one - h).max()) for k, one in enumerate(late)
    ]


def _filled_with_zeros(values: Any, k: int) -> Any:
    return np.concatenate([np.zeros(k), values[: len(values) - k]])


_know(
    "one_move_alone",
    "You moved by one place alone; try all k from 0 to n / stride - 1.",
    moves=lambda places, stride: range(min(2, places)),
)
_know(
    "one_to_each_side",
    "You moved by one place to the right and to the left; try all k from 0 to n / stride - 1.",
    moves=lambda places, stride: (1, -1),
)
_know(
    "last_move_missing",
    "The last move is missing: k runs from 0 to n / stride - 1, that included.",
    moves=lambda places, stride: range(max(places - 1, 1)),
)
_know(
    "output_moved_by_stride",
    "The output moves by k stride, as x does; where x moves by k stride, it moves by k.",
    along=lambda h, k, stride: np.roll(h, k * stride),
)
_know(
    "output_moved_by_one_less",
    "Where x moves by k stride your output moves by k - 1, as enumerate counts from 0; both have "
    "the same k.",
    moves=lambda places, stride: range(1, places),
    along=lambda h, k, stride: np.roll(h, k - 1),
)
_know(
    "moved_by_one_less",
    "With a stride, x moves by k stride - 1; it moves by k stride.",
    move=lambda x, k, stride: np.roll(x, k * stride - (stride > 1)),
)
_know(
    "output_to_the_left",
    "x moves to the right and the output to the left; both move to the right.",
    along=lambda h, k, stride: np.roll(h, -k),
)
_know(
    "zeros_come_in",
    "Zeros come in where x moves away; moves are circular, np.roll: what leaves at the end comes "
    "in at the beginning.",
    move=lambda x, k, stride: _filled_with_zeros(x, k * stride),
    along=lambda h, k, stride: _filled_with_zeros(h, k),
)
_know(
    "zeros_come_into_x",
    "Zeros come in where x moves away, and the output moves round; both move round, np.roll.",
    move=lambda x, k, stride: _filled_with_zeros(x, k * stride),
)
_know(
    "zeros_come_into_output",
    "x moves round, and zeros come into the output; both move round, np.roll.",
    along=lambda h, k, stride: _filled_with_zeros(h, k),
)
_know(
    "mean_of_entries",
    "You took the mean over the entries; the largest counts, .max().",
    size=lambda difference: np.abs(difference).mean(),
)
_know(
    "sum_of_entries",
    "You summed over the entries; the largest counts, .max().",
    size=lambda difference: np.abs(difference).sum(),
)
_know(
    "length",
    "You took the length of the difference, the root of the sum of squares; its largest entry "
    "counts, .max().",
    size=lambda difference: np.sqrt((difference**2).sum()),
)
_know(
    "mean_square",
    "You took the mean of the squares; the largest absolute difference counts.",
    size=lambda difference: (difference**2).mean(),
)
_know(
    "largest_square",
    "You took the largest square; the largest *absolute* difference counts.",
    size=lambda difference: (difference**2).max(),
)
_know(
    "sum_of_squares",
    "You summed the squares; the largest absolute difference counts.",
    size=lambda difference: (difference**2).sum(),
)
_know(
    "sum_of_moves",
    "You summed over the moves; the largest error of all counts.",
    least=sum,
)
_know(
    "mean_of_moves",
    "You took the mean over the moves; the largest error of all counts.",
    least=lambda errors: sum(errors) / max(len(errors) - 1, 1),
)
_know(
    "last_error",
    "This is the error of the last move, each takes the place of the one before; keep the largest.",
    least=lambda errors: errors[-1],
)


_know(
    "smallest",
    "You took the smallest error of the moves; the largest counts.",
    least=lambda errors: min(errors[2:], default=0.0),
)


@shift_errors.mistake
def half_of_the_moves(f: Layer, x: Array, stride: int = 1, more: Any = (1, 0)) -> Any:
    """You tried half of the moves alone; try all k from 0 to n / stride - 1."""
    h = np.asarray(f(x))
    errors = _by_move(f, x, stride)[: max(len(h) // 2 + more, 1)]
    return tuple(np.max(errors, axis=0))


@shift_errors.mistake
def of_each_move(f: Layer, x: Array, stride: int = 1) -> Any:
    """These are the errors of all moves; return the largest one of each kind."""
    return tuple(np.array(_by_move(f, x, stride)).T)


@shift_errors.mistake
def summaries(f: Layer, x: Array, stride: int = 1, of: Any = (np.sum, np.max, np.mean)) -> Any:
    """Invariance compares one number of each output, such as its sum or its largest; compare entry
    by entry."""
    h = np.asarray(f(x))
    late = [np.asarray(f(np.roll(x, k * stride))) for k in range(len(h))]
    return shift_errors.answer(f, x, stride)[0], max(abs(of(one) - of(h)) for one in late)


@shift_errors.mistake
def against_rolled(f: Layer, x: Array, stride: int = 1) -> Any:
    """Invariance compares f(x) with f(x) moved; compare f of the moved x with f(x)."""
    h = np.asarray(f(x))
    moved = max(np.abs(np.roll(h, k) - h).max() for k in range(len(h)))
    return shift_errors.answer(f, x, stride)[0], moved


@shift_errors.mistake
def moved_by_single_places(
    f: Layer, x: Array, stride: int = 1, way: Any = ("outputs", "inputs", "rounded")
) -> Any:
    """x moves by k, whatever stride is; where the output moves by k, x moves by k stride."""
    h = np.asarray(f(x))
    late = [np.asarray(f(np.roll(x, k))) for k in range(len(h) if way == "outputs" else len(x))]
    by = stride if way == "rounded" else 1
    first = max(np.abs(one - np.roll(h, k // by)).max() for k, one in enumerate(late))
    return first, max(np.abs(one - h).max() for one in late)


@shift_errors.mistake
def exchanged(f: Layer, x: Array, stride: int = 1) -> Any:
    """The two are exchanged; return equivariance, invariance."""
    return shift_errors.answer(f, x, stride)[::-1]


@shift_errors.mistake
def yes_or_no(f: Layer, x: Array, stride: int = 1) -> Any:
    """You say whether it is so; return the largest errors."""
    return tuple(float(error < 1e-9) for error in shift_errors.answer(f, x, stride))


@shift_errors.mistake
def as_wrong_says_no(f: Layer, x: Array, stride: int = 1) -> Any:
    """You say whether there is an error; return how large it is."""
    return tuple(float(error > 1e-9) for error in shift_errors.answer(f, x, stride))


@shift_errors.mistake
def invariance_of_moved(f: Layer, x: Array, stride: int = 1) -> Any:
    """Invariance is measured on outputs that you moved along; there f(x) stays as it is."""
    error, _ = shift_errors.answer(f, x, stride)
    return error, error


@shift_errors.mistake
def output_not_moved(f: Layer, x: Array, stride: int = 1) -> Any:
    """In equivariance f(x) does not move along, which is invariance; move it by k."""
    _, error = shift_errors.answer(f, x, stride)
    return error, error


@shift_errors.mistake
def against_the_signal(f: Layer, x: Array, stride: int = 1) -> Any:
    """f of the moved x is compared with the moved x; compare it with the moved f(x), and with
    f(x)."""
    places = len(x) // stride
    late = [np.asarray(f(np.roll(x, k * stride))) for k in range(places)]
    first = [np.abs(one - np.roll(x, k)[:places]).max() for k, one in enumerate(late)]
    return max(first), max(np.abs(one - x[:places]).max() for one in late)


@shift_errors.mistake
def move_upon_move(f: Layer, x: Array, stride: int = 1) -> Any:
    """You move what has been moved already, so that the moves add up to others; always begin with x
    itself."""
    h = np.asarray(f(x))
    errors = [(0.0, 0.0)]
    for k in range(len(h)):
        x = np.roll(x, k * stride)
        late = np.asarray(f(x))
        errors.append((np.abs(late - np.roll(h, k)).max(), np.abs(late - h).max()))
    return tuple(max(parts) for parts in zip(*errors, strict=True))


@shift_errors.mistake
def against_the_one_before(f: Layer, x: Array, stride: int = 1) -> Any:
    """Each output is compared with that of the move before; compare it with f(x)."""
    late = [np.asarray(f(np.roll(x, k * stride))) for k in range(len(x) // stride)]
    pairs = list(zip(late, late[1:], strict=False))
    first = max((np.abs(b - np.roll(a, 1)).max() for a, b in pairs), default=0.0)
    return first, max((np.abs(b - a).max() for a, b in pairs), default=0.0)


@shift_errors.mistake
def no_absolute_values(f: Layer, x: Array, stride: int = 1, late: Any = (False, True)) -> Any:
    """Absolute values are missing, or are taken too late, so that a difference below 0 is not seen:
    the largest of the absolute values counts, np.abs(...).max()."""
    h, errors = np.asarray(f(x)), [(0.0, 0.0)]
    for k in range(len(h)):
        moved = np.asarray(f(np.roll(x, k * stride)))
        two = (moved - np.roll(h, k)).max(), (moved - h).max()
        errors.append((abs(two[0]), abs(two[1])) if late else two)
    return tuple(max(parts) for parts in zip(*errors, strict=True))


@shift_errors.mistake
def border_left_out(f: Layer, x: Array, stride: int = 1) -> Any:
    """What comes in again at the beginning is not compared, the first k outputs; compare all of
    them."""
    h = np.asarray(f(x))
    late = [np.asarray(f(np.roll(x, k * stride))) for k in range(len(h))]
    first = max(np.abs(one[k:] - h[: len(h) - k]).max() for k, one in enumerate(late))
    return first, max(np.abs(one - h)[k:].max() for k, one in enumerate(late))
