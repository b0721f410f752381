"""A cross-correlation as the dense layer that it is, and which dense layers are one."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, kind, unpack
from trainlab.checks.question import Answer, Case, question


@question(
    "ps6/as_dense",
    returns=("W",),
    section="lecture 13, section 2",
    hints=(
        "Look at one row of W: it has the weights of one output. Where does the kernel lie for "
        "output i?",
        "Output i looks at the padded signal from i stride on, that is at x from i stride - "
        "padding on. So v_p stands in row i, column i stride + p - padding, where there is such a "
        "column.",
        "W = np.zeros(((n + 2 * padding - m) // stride + 1, n)), and for i, p in "
        "np.ndindex(len(W), m): k = i * stride + p - padding; if 0 <= k < n: W[i, k] = v[p].",
    ),
)
def as_dense(v: Array, n: int, padding: int = 0, stride: int = 1) -> Array:
    """Return it diagonal by diagonal, of the padded signal; then rows and columns are left out."""
    wide = n + 2 * padding
    diagonals = sum(number * np.eye(wide - len(v) + 1, wide, k=p) for p, number in enumerate(v))
    return np.asarray(diagonals)[::stride, padding : padding + n]


@as_dense.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, m: int, n: int, *ways: int) -> Case:
        given = {"v": away_from_zero(rng, m), "n": n}
        return Case(title, given | dict(zip(("padding", "stride"), ways, strict=False)))

    yield case("a kernel of 3, 6 numbers", 3, 6)
    yield case("padding 1", 3, 5, 1)
    yield case("stride 2, which leaves a rest", 4, 9, 0, 2)
    yield case("padding 3, stride 2", 4, 6, 3, 2)
    if thorough:
        yield case("a kernel of one number", 1, 4)
        yield case("a kernel as long as the signal", 4, 4)
        yield case("more padding than kernel", 2, 3, 4)
        yield case("a kernel longer than the signal", 6, 3, 2)
        yield case("a stride longer than the kernel", 2, 9, 1, 3)
        yield case("stride 2, which fits", 3, 7, 0, 2)
        yield case("one number", 1, 1)
        yield Case("a whole kernel", {"v": np.array([2, -1, 3]), "n": 5, "padding": 1})


def _rows(m: int, n: int, padding: int, stride: int) -> int:
    return (n + 2 * padding - m) // stride + 1


def _column(i: int, p: int, padding: int, stride: int) -> int:
    return i * stride + p - padding


def _filled(
    v: Array,
    n: int,
    padding: int,
    stride: int,
    rows: Callable[[int, int, int, int], int] = _rows,
    column: Callable[[int, int, int, int], int] = _column,
    outside: Callable[[int, int], int | None] = lambda k, n: None,
    add: bool = False,
) -> Any:
    """Return W with v_p in a column of (i, p, padding, stride), or where one is put that is outside
    (k, n)."""
    W = np.zeros((max(rows(len(v), n, padding, stride), 0), n))
    for i, p in np.ndindex(len(W), len(v)):
        k = column(i, p, padding, stride)
        inside = k if 0 <= k < n else outside(k, n)
        if inside is not None:
            W[i, inside] = v[p] + (W[i, inside] if add else 0)
    return W


def _know(name: str, diagnosis: str, wrong: Callable[[Array, int, int, int], Any]) -> None:
    """Know a wrong W, (v, n, padding, stride)."""

    def answer(v: Array, n: int, padding: int = 0, stride: int = 1) -> Any:
        return wrong(v, n, padding, stride)

    as_dense.know(name, diagnosis, answer)


def _with_negative_places(v: Array, n: int, padding: int, stride: int) -> Any:
    W, m = _filled(v, n, padding, stride), len(v)
    for i, k in np.ndindex(W.shape):
        if -m <= (p := k - i * stride + padding) < 0:
            W[i, k] = v[p]
    return W


def _know_filled(name: str, diagnosis: str, **ways: Any) -> None:
    _know(name, diagnosis, lambda v, n, z, s: _filled(v, n, z, s, **ways))


_know(
    "convolution",
    "The rows have the kernel turned over, which is a convolution; v_0 stands leftmost.",
    lambda v, n, z, s: _filled(v[::-1], n, z, s),
)
_know(
    "transposed",
    "W is transposed: it has a row for each output, a column for each input.",
    lambda v, n, z, s: _filled(v, n, z, s).T,
)
_know(
    "columns_of_padding",
    "W has columns for the padding too; it takes x as it is, so leave them out.",
    lambda v, n, z, s: _filled(v, n + 2 * z, 0, s),
)
_know(
    "columns_cut_at_the_end",
    "The columns left out are all at the end; padding is at both ends, so that v_p stands in "
    "column i stride + p - padding.",
    lambda v, n, z, s: _filled(v, n + 2 * z, 0, s)[:, :n],
)
_know(
    "columns_cut_at_the_beginning",
    "The columns left out are all at the beginning; padding is at both ends, so that v_p stands in "
    "column i stride + p - padding.",
    lambda v, n, z, s: _filled(v, n + 2 * z, 0, s)[:, 2 * z :],
)
_know(
    "empty",
    "Without padding W has no columns: W[:, padding:-padding] ends before it begins where padding "
    "is 0; write padding : padding + n.",
    lambda v, n, z, s: _filled(v, n + 2 * z, 0, s)[:, z:-z],
)
_know(
    "negative_places",
    "A place p below 0 counts from the kernel's end in Python; where there is no v_p, W is 0.",
    lambda v, n, z, s: _with_negative_places(v, n, z, s),
)
_know(
    "same_size",
    "W is square whatever padding is, as if the output were as long as the signal; it has (n + 2 "
    "padding - m) // stride + 1 rows.",
    lambda v, n, z, s: _filled(v, n, len(v) // 2, s, rows=lambda *_: n),
)
_know(
    "all_overlaps",
    "W has a row for each overlap; the kernel has to lie on the padded signal wholly.",
    lambda v, n, z, s: _filled(v, n, z + len(v) - 1, s),
)
_know(
    "mask",
    "W shows where weights are; put the numbers of the kernel there.",
    lambda v, n, z, s: (_filled(np.ones(len(v)), n, z, s) != 0) * 1.0,
)
_know(
    "one_number",
    "Every row repeats the kernel's first number; v_p stands in column i stride + p - padding.",
    lambda v, n, z, s: _filled(np.full(len(v), v[0]), n, z, s),
)
_know(
    "other_triangle",
    "The band leads down to the right too slowly or not at all: the kernel stands in the first "
    "columns of every row; row i begins at i stride - padding.",
    lambda v, n, z, s: _filled(v, n, z, s, column=lambda i, p, z, s: p - z),
)
_know(
    "windows_alone",
    "Every row is the kernel alone; row i has zeros before and behind it, n numbers in all.",
    lambda v, n, z, s: np.tile(v, (_rows(len(v), n, z, s), 1)),
)
_know(
    "rows_reversed",
    "The rows come in reverse order; the first one has the kernel at the left.",
    lambda v, n, z, s: _filled(v, n, z, s)[::-1],
)
_know(
    "mean",
    "The kernel is divided by its size; take it as it is.",
    lambda v, n, z, s: _filled(v / len(v), n, z, s),
)
_know(
    "cut_to_whole",
    "The kernel is cut to whole numbers: make W of floats.",
    lambda v, n, z, s: np.trunc(_filled(v, n, z, s)),
)
_know_filled(
    "negative_indices",
    "A column below 0 counts from the end in Python, so that the kernel comes in at the other "
    "border; leave such columns out.",
    outside=lambda k, n: k % n if k < 0 else None,
)
_know_filled(
    "wrapped",
    "What goes beyond one border comes in at the other, a circulant matrix; padding is zeros, so "
    "leave it out.",
    outside=lambda k, n: k % n,
    add=True,
)
_know_filled(
    "border_repeated",
    "What would fall on padding is added to the first or the last column; padding is zeros, so "
    "leave it out.",
    outside=lambda k, n: min(max(k, 0), n - 1),
    add=True,
)
_know_filled(
    "padding_ignored",
    "padding is not used: v_p stands in column i stride + p - padding, and there are more rows.",
    rows=lambda m, n, z, s: _rows(m, n, 0, s),
    column=lambda i, p, z, s: i * s + p,
)
_know_filled(
    "padding_ignored_in_rows",
    "There are too few rows: with padding n + 2 padding numbers are there to lie on.",
    rows=lambda m, n, z, s: _rows(m, n, 0, s),
)
_know_filled(
    "padding_once",
    "In the number of rows padding counts once; it is at both ends, so take 2 padding.",
    rows=lambda m, n, z, s: _rows(m, n + z, 0, s),
)
_know_filled(
    "padding_the_other_way",
    "padding moves the kernel to the right; zeros at the beginning move it to the left: column i "
    "stride + p - padding.",
    column=lambda i, p, z, s: i * s + p + z,
)
_know_filled(
    "padding_times_stride",
    "padding is multiplied by the stride; v_p stands in column i stride + p - padding.",
    column=lambda i, p, z, s: (i - z) * s + p,
)
_know_filled(
    "stride_ignored",
    "stride is not used: row i begins at i stride - padding, and there are fewer rows.",
    rows=lambda m, n, z, s: _rows(m, n, z, 1),
    column=lambda i, p, z, s: i + p - z,
)
_know_filled(
    "stride_in_rows_alone",
    "There are as few rows as the stride leaves, and yet each begins one column behind the last; "
    "row i begins at i stride - padding.",
    column=lambda i, p, z, s: i + p - z,
)
_know_filled(
    "one_column_behind_the_last",
    "Row i begins in column i, whatever stride and padding are; it begins at i stride - padding.",
    column=lambda i, p, z, s: i + p,
)
_know_filled(
    "dilated",
    "stride pulls the kernel's numbers apart, which is a dilation; it says how far the next row is "
    "moved.",
    rows=lambda m, n, z, s: n + 2 * z - s * (m - 1),
    column=lambda i, p, z, s: i + p * s - z,
)
_know_filled(
    "columns_too",
    "stride pulls the kernel's numbers apart as well; it moves rows alone: column i stride + p - "
    "padding.",
    column=lambda i, p, z, s: (i + p) * s - z,
)
_know_filled(
    "one_row_too_few",
    "The last row is missing: there are (n + 2 padding - m) // stride + 1; you left out the 1.",
    rows=lambda m, n, z, s: _rows(m, n, z, s) - 1,
)
_know_filled(
    "one_added_before",
    "The number of rows is wrong with a stride: divide n + 2 padding - m, then add 1.",
    rows=lambda m, n, z, s: (n + 2 * z - m + 1) // s,
)
_know_filled(
    "rounded_up",
    "The number of rows is rounded up, so that the last kernel hangs over the end; round down.",
    rows=lambda m, n, z, s: -(-(n + 2 * z - m) // s) + 1,
)
_know_filled(
    "late",
    "The kernel stands one column too far to the right; i and p are counted from 0.",
    column=lambda i, p, z, s: i * s + p - z + 1,
)


def _asked(kernel_of: Answer, /, W: Array, is_one: bool) -> Outputs:
    """Return the kernel, or whether it is said that there is none."""
    found = kernel_of(W)
    if is_one and found is None:
        raise Unusable(*_overlooked(W))
    if is_one:
        return unpack([Output("kernel")], found)
    if found is not None and (isinstance(found, bool | np.bool_ | str) or not np.size(found)):
        said = f"{kind(found)}, which is not None; where W is no cross-correlation, return None"
        raise Unusable(said, "false_for_none")
    return {"none": np.array(float(found is None))}


def _overlooked(W: Array) -> tuple[str, str]:
    """Return what is said of None for a W that is a cross-correlation, and this mistake's name."""
    if len(W) == 1:
        return "None; with one output W is its own kernel, whatever it is", "one_row_excluded"
    if not W.any():
        return "None; a kernel of zeros is a kernel: expected it", "zeros_excluded"
    if len(W) == W.shape[1]:
        said = "None; one number along the diagonal is a kernel of one number: expected it"
        return said, "square_excluded"
    if len(np.unique(W)) > W.shape[1] - len(W) + 2:
        said = "None; these differ by rounding alone: compare by np.allclose, expected the kernel"
        return said, "exactly"
    return "None; this W is a cross-correlation: expected its kernel", "never_one"


@question(
    "ps6/kernel_of",
    returns=(Named("kernel"),),
    drive=_asked,
    builds_on=("as_dense",),
    facts={
        "none": "where W is not the cross-correlation with a kernel of n - n' + 1 numbers, None is "
        "returned"
    },
    section="lecture 13, section 2",
    hints=(
        "Look at the first row: if W is a cross-correlation, where in it does the kernel stand, "
        "and what follows behind it?",
        "The first m = n - n' + 1 numbers of the first row are all that the kernel can be. Build "
        "the W that belongs to it, and compare.",
        "v = W[0, : n - rows + 1] with rows, n = W.shape; return v if np.allclose(W, as_dense(v, "
        "n)) else None.",
    ),
)
def kernel_of(W: Array, is_one: bool) -> Outputs:
    """Return where the first row's kernel ends, if W moved by one row and column is W."""
    m = W.shape[1] - len(W) + 1
    moved = np.allclose(W[1:, 1:], W[:-1, :-1])
    if moved and np.allclose(W[0, m:], 0) and np.allclose(W[1:, 0], 0):
        return {"kernel": W[0, :m]}
    return {"none": np.array(1.0)}


@kernel_of.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def layer(m: int, n: int) -> Any:
        return _filled(away_from_zero(rng, m), n, 0, 1)

    def case(title: str, W: Any, is_one: bool = False) -> Case:
        return Case(title, {"W": W, "is_one": is_one})

    def changed(title: str, m: int, n: int, *place: int, by: float = 0.5) -> Case:
        W = layer(m, n)
        W[place] += by
        return case(title, W)

    def circulant(n: int) -> Any:
        return _filled(away_from_zero(rng, 3), n, 1, 1, outside=lambda k, n: k % n)

    yield case("a layer of 4 by 6 that is one", layer(3, 6), True)
    yield case("a layer of 6 by 7 that is one", layer(2, 7), True)
    yield case("a full layer", away_from_zero(rng, (4, 6)))
    yield changed("one number in the band is another", 3, 6, 3, 4)
    yield changed("one number off the band, at the right above", 3, 7, 0, 5)
    yield changed("one number off the band, at the left below", 3, 7, 4, 1)
    if not thorough:
        return
    yield case("a number on every diagonal", _toeplitz(rng, 4, 6))
    yield changed("one number in a corner is another", 3, 6, 0, 5)
    yield changed("one number in the middle row is another", 4, 8, 2, 4)
    yield changed("one number in the first row is another", 3, 6, 0, 1)
    yield changed("a hundredth more at one place", 3, 6, 2, 2, by=0.01)
    cancelling = layer(3, 6)
    cancelling[2, 2:4] += [0.5, -0.5]
    yield case("two changes that cancel", cancelling)
    yield case("local, not shared", away_from_zero(rng, (4, 6)) * (layer(3, 6) != 0))
    yield case("a circulant layer", circulant(5))
    yield case("padding 1", _filled(away_from_zero(rng, 3), 5, 1, 1))
    yield case("the kernel at the right of each row", layer(3, 6)[:, ::-1])
    yield case("stride 2", _filled(away_from_zero(rng, 3), 7, 0, 2))
    yield case("one number on the diagonal, and others", away_from_zero(rng, (3, 3)))
    yield case("a diagonal of other numbers", np.diag(away_from_zero(rng, 4)))
    first, second = layer(3, 7), layer(3, 5)
    yield case("two layers, one behind the other", second @ first, True)
    noise = 1e-15 * away_from_zero(rng, (4, 6))
    yield case("numbers that differ by rounding", layer(3, 6) + noise, True)
    yield case("one output", away_from_zero(rng, (1, 4)), True)
    yield case("a kernel of one number", 1.5 * np.eye(4), True)
    yield case("one number in all", away_from_zero(rng, (1, 1)), True)
    yield case("a kernel of zeros", np.zeros((3, 5)), True)
    ends = np.array([0.0, *away_from_zero(rng, 2), 0.0])
    yield case("a kernel with zeros at its ends", _filled(ends, 7, 0, 1), True)
    yield case("whole numbers", _filled(np.array([-1, 0, 1]), 5, 0, 1).astype(int), True)


def _toeplitz(rng: np.random.Generator, rows: int, n: int) -> Any:
    """Return a matrix with one number along each of all its diagonals."""
    values = away_from_zero(rng, rows + n - 1)
    return np.array([values[rows - 1 - i :][:n] for i in range(rows)])


def _know_kernel(
    name: str,
    diagnosis: str,
    test: Callable[[Array, Array], Any] = lambda W, right: np.allclose(W, right),
    kernel: Callable[[Array, int], Any] = lambda W, m: W[0, :m],
) -> None:
    """Know another test (W, what W would be by its first row), or kernel (W, m)."""

    def answer(W: Array) -> Any:
        m = W.shape[1] - len(W) + 1
        right = _filled(W[0, :m], W.shape[1], 0, 1)
        return kernel(W, m) if test(W, right) else None

    kernel_of.know(name, diagnosis, answer)


def _band(W: Array) -> Any:
    return _filled(np.ones(W.shape[1] - len(W) + 1), W.shape[1], 0, 1) != 0


def _diagonals(W: Array) -> list[Any]:
    return [np.diagonal(W, p) for p in range(1 - len(W), W.shape[1])]


_know_kernel(
    "never_none",
    "You return a kernel whatever W is; compare all of W with the layer that belongs to this "
    "kernel, and return None where they differ anywhere.",
    lambda W, right: True,
)
_know_kernel(
    "off_the_band_ignored",
    "You compare the band alone; off it W has to be 0.",
    lambda W, right: np.allclose(W * _band(W), right),
)
_know_kernel(
    "above_ignored",
    "You do not look at what is at the right of the band; there W has to be 0 too.",
    lambda W, right: np.allclose(np.where(np.triu(~_band(W)), 0, W), right),
)
_know_kernel(
    "below_ignored",
    "You do not look at what is at the left of the band; there W has to be 0 too.",
    lambda W, right: np.allclose(np.where(np.tril(~_band(W), -1), 0, W), right),
)
_know_kernel(
    "band_alone",
    "You look whether W is 0 off the band; within it every diagonal has to be one number as well.",
    lambda W, right: np.allclose(np.where(_band(W), 0, W), 0),
)
_know_kernel(
    "diagonals_alone",
    "You look whether every diagonal is one number; those off the band have to be 0 as well.",
    lambda W, right: all(np.allclose(one, one[0]) for one in _diagonals(W)),
)
_know_kernel(
    "main_diagonal_alone",
    "You compare the main diagonal alone; every diagonal of the band has to be one number, and all "
    "else 0.",
    lambda W, right: np.allclose(np.diagonal(W), W[0, 0]),
)
_know_kernel(
    "two_rows",
    "You compare the first two rows alone; all rows have to be the first one, moved.",
    lambda W, right: np.allclose(W[:2], right[:2]),
)
_know_kernel(
    "first_and_last_row",
    "You compare the first and the last row alone; all rows have to be the first one, moved.",
    lambda W, right: np.allclose(W[[0, -1]], right[[0, -1]]),
)
_know_kernel(
    "rows_sorted",
    "You look whether every row has the same numbers, wherever they stand; in row i they stand i "
    "places further to the right.",
    lambda W, right: np.allclose(np.sort(W, axis=1), np.sort(right, axis=1)),
)
_know_kernel(
    "sums",
    "You compare the sums of the rows; compare W with the layer that belongs to the kernel, number "
    "by number.",
    lambda W, right: np.allclose(W.sum(axis=1), right.sum(axis=1)),
)
_know_kernel(
    "nearly",
    "You take what differs by a hundredth for equal; np.allclose's own tolerance is right.",
    lambda W, right: np.allclose(W, right, atol=0.05),
)
_know_kernel(
    "numbers_but_zero",
    "You look for numbers that are not 0, and a kernel may have zeros in it: it has n - n' + 1 "
    "numbers in any case.",
    kernel=lambda W, m: W[0, :m][W[0, :m] != 0],
)
_know_kernel(
    "zeros_cut_off",
    "You cut zeros off at the kernel's ends; it has n - n' + 1 numbers in any case.",
    kernel=lambda W, m: np.trim_zeros(W[0, :m]),
)
_know_kernel(
    "reversed",
    "The kernel is turned over: v_0 stands leftmost in its row.",
    kernel=lambda W, m: W[0, :m][::-1],
)
_know_kernel(
    "whole_row",
    "This is the whole first row; the kernel is its first n - n' + 1 numbers.",
    kernel=lambda W, m: W[0],
)
_know_kernel(
    "first_column",
    "This is the first column; the kernel stands in a row.",
    kernel=lambda W, m: W[:, 0],
)
_know_kernel(
    "as_many_as_rows",
    "The kernel has n' numbers; it has n - n' + 1.",
    kernel=lambda W, m: W[0, : len(W)],
)
_know_kernel(
    "one_too_few",
    "The kernel has n - n' numbers; it has n - n' + 1.",
    kernel=lambda W, m: W[0, : m - 1],
)
_know_kernel(
    "last_row",
    "You took the first numbers of the last row; there the kernel stands at the end.",
    kernel=lambda W, m: W[-1, :m],
)
_know_kernel(
    "yes",
    "You return True where W is one; return its kernel.",
    kernel=lambda W, m: True,
)
_know_kernel(
    "layer_returned",
    "You return the layer; return its kernel, n - n' + 1 numbers.",
    kernel=lambda W, m: W,
)


@kernel_of.mistake
def circular(W: Array) -> Any:
    """You take a layer whose kernel comes in again at the other border for one; off the band W has
    to be 0, without padding nothing hangs over."""
    m = W.shape[1] - len(W) + 1
    rows = [np.roll(W[0], i) for i in range(len(W))]
    return W[0, :m] if np.allclose(W, rows) else None
