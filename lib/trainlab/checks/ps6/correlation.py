"""Cross-correlation of a signal, and convolution of two images."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Named, Outputs
from trainlab.checks.ps6.windows import ROUNDED, Ends, by_way, correlated, padded, windows
from trainlab.checks.question import Answer, Case, question


def _slid(correlate: Answer, /, x: Array, v: Array, **options: int) -> Outputs:
    """Return h by the way in which the kernel slides."""
    return by_way(correlate(x, v, **options), **options)


@question(
    "ps6/correlate",
    returns=(Named("h"),),
    drive=_slid,
    section="lecture 13, section 2",
    hints=(
        "Look at the first output and at the last one: which numbers of the padded signal does the "
        "kernel lie on?",
        "Lay padding zeros at both ends. The kernel's first number stands at 0, stride, 2 stride, "
        "... as long as the whole kernel fits; each time multiply what lies on one another, and "
        "add up.",
        "xz = np.pad(x, padding), m = len(v), and h = np.array([xz[i : i + m] @ v for i in "
        "range(0, len(xz) - m + 1, stride)]).",
    ),
)
def correlate(x: Array, v: Array, padding: int = 0, stride: int = 1) -> Outputs:
    """Return it by Fourier's transform."""
    h = correlated(x[None, None], v[None, None], padding, stride)[0, 0]
    return by_way(h, padding, stride)


@correlate.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def given(n: int, m: int, **options: int) -> dict[str, Any]:
        return {"x": away_from_zero(rng, n), "v": away_from_zero(rng, m)} | options

    yield Case("8 numbers, a kernel of 3", given(8, 3))
    yield Case("padding 1", given(7, 4, padding=1))
    yield Case("stride 2, which leaves a remainder", given(8, 3, stride=2))
    yield Case("padding 2, stride 3, a kernel of 4", given(6, 4, padding=2, stride=3))
    if not thorough:
        return
    yield Case("a kernel of 4", given(9, 4))
    yield Case("a kernel of one number", given(5, 1))
    yield Case("a kernel as long as the signal", given(4, 4))
    yield Case("more padding than kernel", given(5, 2, padding=4))
    yield Case("a kernel longer than the signal", given(3, 6, padding=2))
    yield Case("stride 2, which fits", given(9, 3, stride=2))
    yield Case("a stride longer than the kernel", given(11, 2, stride=4))
    yield Case("one place alone, stride 3", given(4, 3, stride=3))
    whole = {"x": np.array([5, -2, 1, 7, 3, -4])}
    yield Case("a whole signal, a kernel with fractions", given(6, 3) | whole)
    yield Case("whole numbers", whole | {"v": np.array([2, -1, 3]), "padding": 1, "stride": 2})


def _at_both(padding: int) -> Ends:
    return padding, padding


def _places(count: int, m: int, stride: int) -> int:
    return (count - m) // stride + 1


def _know(
    name: str,
    diagnosis: str,
    kernel: Callable[[Array], Any] = lambda v: v,
    ends: Callable[[int], Ends] = _at_both,
    step: Callable[[int], int] = lambda stride: stride,
    **how: Any,
) -> None:
    """Know another kernel, other ends of the signal (padding), another step (stride)."""

    def answer(x: Array, v: Array, padding: int = 0, stride: int = 1) -> Any:
        wide = padded(x, ends(padding), **how) if padding else x
        return windows(wide, v.shape, step(stride)) @ kernel(v)

    correlate.know(name, diagnosis, answer)


def _know_all(name: str, diagnosis: str, wrong: Callable[[Array, Array, int], Any]) -> None:
    """Know what is wrongly made of the signal with its padding, the kernel, and the stride."""

    def answer(x: Array, v: Array, padding: int = 0, stride: int = 1) -> Any:
        return wrong(padded(x, (padding, padding)), v, stride)

    correlate.know(name, diagnosis, answer)


_know(
    "convolution",
    "The kernel is turned over, which is a convolution; in the cross-correlation v_p lies on "
    "x_(i+p), both in their order.",
    lambda v: v[::-1],
)
_know(
    "padding_ignored",
    "padding is not used: it says how many zeros come to each end of the signal.",
    ends=lambda padding: (0, 0),
)
_know(
    "padded_before_alone",
    "The zeros behind the signal are missing, in the signal or in the number of outputs: they are "
    "at both ends, and the kernel lies on n + 2 padding numbers.",
    ends=lambda padding: (padding, 0),
)
_know(
    "padded_after_alone",
    "The zeros come behind the signal alone; they come to both ends.",
    ends=lambda padding: (0, padding),
)
_know(
    "all_padded_after",
    "All zeros come behind the signal; each end has its own, as many as padding says.",
    ends=lambda padding: (0, 2 * padding),
)
_know(
    "padding_shared",
    "The zeros are shared out over the two ends; each end gets as many as padding says.",
    ends=lambda padding: (padding // 2, padding - padding // 2),
)
_know(
    "padding_twice",
    "Each end has twice as many zeros as padding says.",
    ends=lambda padding: (2 * padding, 2 * padding),
)
_know(
    "padded_by_one",
    "Each end has one zero whatever padding is; it has as many as padding says.",
    ends=lambda padding: (1, 1),
)
_know(
    "border_repeated",
    "You padded with the numbers at the ends; padding is zeros.",
    mode="edge",
)
_know(
    "padded_around",
    "You padded with numbers of the other end; padding is zeros.",
    mode="wrap",
)
_know(
    "padded_by_ones",
    "You padded with ones; padding is zeros.",
    constant_values=1,
)
_know(
    "stride_ignored",
    "stride is not used: it says by how many numbers the kernel moves at a time.",
    step=lambda stride: 1,
)
_know(
    "one_step_more",
    "The kernel moves by stride + 1; it moves by stride.",
    step=lambda stride: stride + 1 if stride > 1 else 1,
)
_know(
    "mean",
    "These are means over the kernel's window; add up.",
    lambda v: v / len(v),
)
_know_all(
    "thinned_before",
    "You thinned the signal, x[::stride], before the kernel slides; the kernel lies on "
    "neighbours, and its *places* are stride apart.",
    lambda xz, v, stride: windows(xz[::stride], v.shape) @ v,
)
_know_all(
    "stride_in_size_alone",
    "stride makes the output shorter, and yet the kernel moves by 1: output i begins at i stride.",
    lambda xz, v, stride: (windows(xz, v.shape) @ v)[: _places(len(xz), len(v), stride)],
)
_know_all(
    "last_place_missing",
    "The last place of the kernel is missing: its first number may stand at n + 2 padding - m, "
    "that included.",
    lambda xz, v, stride: (windows(xz, v.shape) @ v)[:-1][::stride],
)
_know_all(
    "one_too_few",
    "There is one output too few: (n + 2 padding - m) // stride + 1; you left out the 1.",
    lambda xz, v, stride: (windows(xz, v.shape, stride) @ v)[:-1],
)
_know_all(
    "places_divided",
    "The number of outputs is wrong with a stride: divide n + 2 padding - m, then add 1, in this "
    "order.",
    lambda xz, v, stride: (windows(xz, v.shape, stride) @ v)[: (len(xz) - len(v) + 1) // stride],
)
_know_all(
    "rounded_up",
    "Where the stride leaves a remainder, the last place of your kernel hangs over the end; only "
    "places count at which it fits: round down.",
    lambda xz, v, stride: windows(padded(xz, (0, stride - 1)), v.shape, stride) @ v,
)
_know_all(
    "all_overlaps",
    "You took all overlaps, with the kernel hanging over both ends; it has to lie on the padded "
    "signal wholly.",
    lambda xz, v, stride: windows(padded(xz, (len(v) - 1,) * 2), v.shape, stride) @ v,
)
_know_all(
    "not_summed",
    "The products in a window are not summed.",
    lambda xz, v, stride: windows(xz, v.shape, stride) * v,
)
_know_all(
    "last_product_alone",
    "Of each window only the last product is left: each takes the place of the one before; add "
    "them, +=.",
    lambda xz, v, stride: windows(xz, v.shape, stride)[:, -1] * v[-1],
)
_know_all(
    "not_multiplied",
    "These are sums of the windows; multiply by the kernel first.",
    lambda xz, v, stride: windows(xz, v.shape, stride).sum(axis=-1),
)
_know_all(
    "wrapped",
    "Behind the end of the signal yours begins anew; the kernel has to lie on it wholly.",
    lambda xz, v, stride: windows(np.append(xz, xz[: len(v) - 1]), v.shape, stride) @ v,
)
_know_all(
    "counted_from_one",
    "The kernel begins one number late: i and p are counted from 0.",
    lambda xz, v, stride: windows(np.append(xz[1:], 0.0), v.shape, stride) @ v,
)
_know_all(
    "hangs_over",
    "The kernel begins at every place, up to the last number, and hangs over the end; only places "
    "count at which it fits.",
    lambda xz, v, stride: windows(padded(xz, (0, len(v) - 1)), v.shape, stride) @ v,
)
_know_all(
    "counted_from_the_end",
    "Where the stride leaves a remainder, your places are counted from the end; the first "
    "one is 0.",
    lambda xz, v, stride: (windows(xz, v.shape) @ v)[::-1][::stride][::-1],
)
_know_all(
    "first_place_skipped",
    "The first of your places is stride - 1; it is 0, h[::stride] of all places.",
    lambda xz, v, stride: (windows(xz, v.shape) @ v)[stride - 1 :: stride],
)
_know_all(
    "centred",
    "The *middle* of your kernel begins at the first number; its first number does, v_0 lies on "
    "x_i.",
    lambda xz, v, stride: (windows(padded(xz, (len(v) // 2,) * 2), v.shape, stride) @ v)[
        : _places(len(xz), len(v), stride)
    ],
)
_know_all(
    "first_alone",
    "This is the first output alone; return all of them.",
    lambda xz, v, stride: xz[: len(v)] @ v,
)
_know_all(
    "last_alone",
    "This is the last output alone; return all of them.",
    lambda xz, v, stride: (windows(xz, v.shape, stride) @ v)[-1],
)


@correlate.mistake
def reversed(
    x: Array, v: Array, padding: int = 0, stride: int = 1, before: Any = (False, True)
) -> Any:
    """The outputs come in reverse order."""
    h = windows(padded(x, (padding, padding)), v.shape) @ v
    return h[::-1][::stride] if before else h[::stride][::-1]


@correlate.mistake
def dilated(
    x: Array, v: Array, padding: int = 0, stride: int = 1, sized: Any = (False, True)
) -> Any:
    """stride pulls the kernel's numbers apart, which is a dilation; it says how far the kernel
    moves."""
    xz = padded(x, (padding, padding))
    if sized:
        i, p = np.ogrid[: _places(len(xz), len(v), stride), : len(v)]
        return np.take(xz, i + p * stride, mode="wrap") @ v
    return windows(xz, (stride * (len(v) - 1) + 1,))[:, ::stride] @ v


@correlate.mistake
def all_overlaps_for_padding(x: Array, v: Array, padding: int = 0, stride: int = 1) -> Any:
    """Where there is padding you took all overlaps, as with m - 1 zeros at each end; each end has
    as many as padding says."""
    ends = (len(v) - 1,) * 2 if padding else (0, 0)
    return windows(padded(x, ends), v.shape, stride) @ v


@correlate.mistake
def same_size(
    x: Array,
    v: Array,
    padding: int = 0,
    stride: int = 1,
    left: Any = (True, False),
    besides: Any = (False, True),
) -> Any:
    """The output is as long as the signal; the kernel lies within the signal and its padding,
    where it has n + 2 padding - m + 1 places, or fewer with a stride."""
    more = len(v) // 2, (len(v) - 1) // 2
    wide = padded(x, (padding, padding)) if besides else x
    return windows(padded(wide, more if left else more[::-1]), v.shape, stride) @ v


@correlate.mistake
def end_before_beginning(x: Array, v: Array, padding: int = 0, stride: int = 1) -> Any:
    """An index below 0 counts from the end in Python, so that the end of the signal comes in before
    its beginning; leave such terms out, or lay zeros there."""
    before = np.resize(x[::-1], padding)[::-1]
    return windows(np.concatenate([before, x, np.zeros(padding)]), v.shape, stride) @ v


@correlate.mistake
def output_padded(x: Array, v: Array, padding: int = 0, stride: int = 1) -> Any:
    """The zeros came to the output; they come to the signal, before the kernel slides."""
    return np.pad(windows(x, v.shape, stride) @ v, padding)


@correlate.mistake
def places_of_signal(x: Array, v: Array, padding: int = 0, stride: int = 1) -> Any:
    """You padded, and yet there are as many outputs as without padding: n + 2 padding numbers are
    there to lie on."""
    h = windows(padded(x, (padding, padding)), v.shape, stride) @ v
    return h[: max(_places(len(x), len(v), stride), 0)]


@correlate.mistake
def cut_to_whole(x: Array, v: Array, padding: int = 0, stride: int = 1) -> Any:
    """Whole numbers stay whole: you filled an array of the type of x; make one of floats."""
    h = windows(padded(x, (padding, padding)), v.shape, stride) @ v
    return h.astype(x.dtype)


@question(
    "ps6/convolve",
    returns=("H",),
    section="lecture 13, section 4",
    hints=(
        "Look at one product, F_pq G_st: at which place of H does it count? Places add up, as "
        "exponents do where polynomials are multiplied.",
        "A number in row p, column q of F and one in row s, column t of G count at row p + s, "
        "column q + t. So every number of F adds a copy of G, multiplied by it, that begins at its "
        "own place; H is larger than each of the two.",
        "H = np.zeros((r + k - 1, c + l - 1)); for p, q in np.ndindex(F.shape): H[p : p + k, q : q "
        "+ l] += F[p, q] * G.",
    ),
)
def convolve(F: Array, G: Array) -> Array:
    """Return the product of the two as polynomials, from their values at the roots of 1."""
    return _circular(F, G, [f + g - 1 for f, g in zip(F.shape, G.shape, strict=True)])


def _circular(F: Array, G: Array, shape: list[int]) -> Array:
    product: Array = np.fft.fft2(F, shape) * np.fft.fft2(G, shape)
    return np.round(np.fft.ifft2(product).real, ROUNDED)


@convolve.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def given(*shapes: tuple[int, int]) -> dict[str, Array]:
        return {name: away_from_zero(rng, s) for name, s in zip("FG", shapes, strict=True)}

    yield Case("F 4 by 5, G 2 by 3", given((4, 5), (2, 3)))
    yield Case("both 3 by 3", given((3, 3), (3, 3)))
    yield Case("G larger than F", given((2, 2), (4, 3)))
    if not thorough:
        return
    yield Case("one row each", given((1, 5), (1, 3)))
    yield Case("one column each", given((4, 1), (3, 1)))
    yield Case("a row and a column", given((1, 4), (3, 1)))
    yield Case("F one number", given((1, 1), (2, 3)))
    yield Case("G one number", given((3, 2), (1, 1)))
    whole = {"F": np.array([[1, 2, -3], [0, 4, 5]])}
    yield Case("F whole, G with fractions", given((2, 3), (2, 2)) | whole)
    yield Case("whole numbers", whole | {"G": np.array([[2, -1], [3, 7]])})


def _full(F: Array, G: Array) -> Any:
    """Return it as a sum of moved copies."""
    H = np.zeros((len(F) + len(G) - 1, F.shape[1] + G.shape[1] - 1))
    for p, q in np.ndindex(G.shape):
        H[p : p + len(F), q : q + F.shape[1]] += G[p, q] * F
    return H


def _valid(F: Array, G: Array) -> Any:
    return np.einsum("ijpq,pq->ij", windows(F, G.shape), G)


def _same(F: Array, G: Array) -> Any:
    i, j = ((m - 1) // 2 for m in G.shape)
    return _full(F, G)[i : i + len(F), j : j + F.shape[1]]


def _know_convolve(name: str, diagnosis: str, answer: Callable[[Array, Array], Any]) -> None:
    convolve.know(name, diagnosis, lambda F, G: answer(F, G))


@convolve.mistake
def correlation(F: Array, G: Array, of: Any = ("G", "F")) -> Any:
    """You let one run over the other without turning it over, which is the cross-correlation:
    places add up, F_pq G_(i-p, j-q)."""
    return _full(F, G[::-1, ::-1]) if of == "G" else _full(F[::-1, ::-1], G)


@convolve.mistake
def columns_turned_alone(F: Array, G: Array, of: Any = ("G", "F")) -> Any:
    """You turned the kernel over along one axis, the columns' order alone; it is turned over along
    both: i - p and j - q."""
    return _full(F, G[::-1]) if of == "G" else _full(F[::-1], G)


@convolve.mistake
def rows_turned_alone(F: Array, G: Array, of: Any = ("G", "F")) -> Any:
    """You turned the kernel over along one axis, the rows' order alone; it is turned over along
    both: i - p and j - q."""
    return _full(F, G[:, ::-1]) if of == "G" else _full(F[:, ::-1], G)


@convolve.mistake
def overwritten(F: Array, G: Array, of: Any = ("F", "G")) -> Any:
    """Where copies overlap the last one takes the place of the others; add them, +=."""
    moved, by = (G, F) if of == "F" else (F, G)
    H = np.zeros((len(F) + len(G) - 1, F.shape[1] + G.shape[1] - 1))
    for p, q in np.ndindex(by.shape):
        H[p : p + len(moved), q : q + moved.shape[1]] = by[p, q] * moved
    return H


@convolve.mistake
def negative_indices(
    F: Array, G: Array, of: Any = ("F", "G"), along: Any = ("both", "rows", "columns")
) -> Any:
    """An index i - p below 0 counts from the end in Python, so that the other border comes in;
    leave such terms out."""
    sums, other = (F, G) if of == "F" else (G, F)
    H = np.zeros((len(F) + len(G) - 1, F.shape[1] + G.shape[1] - 1))
    for i, j in np.ndindex(H.shape):
        for p, q in np.ndindex(sums.shape):
            row, column = i - p, j - q
            there = (row >= 0 or along != "columns") and (column >= 0 or along != "rows")
            if there and row < len(other) and column < other.shape[1]:
                H[i, j] += sums[p, q] * other[row % len(other), column % other.shape[1]]
    return H


@convolve.mistake
def inside(F: Array, G: Array, of: Any = ("G", "F")) -> Any:
    """Only places are there at which one lies wholly on the other; H has all overlaps, r + k - 1
    rows and c + l - 1 columns."""
    return _valid(F, G[::-1, ::-1]) if of == "G" else _valid(G, F[::-1, ::-1])


@convolve.mistake
def correlation_inside(F: Array, G: Array, of: Any = ("G", "F")) -> Any:
    """This is the cross-correlation where one lies wholly on the other; turn the kernel over, and
    take all overlaps, r + k - 1 rows and c + l - 1 columns."""
    return _valid(F, G) if of == "G" else _valid(G, F)


@convolve.mistake
def same_as_one(F: Array, G: Array, of: Any = ("F", "G")) -> Any:
    """H has the size of one of the two; it has all overlaps, r + k - 1 rows and c + l - 1
    columns."""
    return _same(F, G) if of == "F" else _same(G, F)


@convolve.mistake
def cut_off(F: Array, G: Array, of: Any = ("F", "G"), zeros: Any = (False, True)) -> Any:
    """What lies beyond the last row and column of one of the two is cut off; H has r + k - 1 rows
    and c + l - 1 columns."""
    rows, columns = F.shape if of == "F" else G.shape
    H = _full(F, G)
    if not zeros:
        return H[:rows, :columns]
    H[rows:], H[:, columns:] = 0, 0
    return H


@convolve.mistake
def transposed(F: Array, G: Array, of: Any = ("G", "F")) -> Any:
    """Rows and columns of one of them are exchanged: p runs over rows, q over columns, in both."""
    return _full(F, G.T) if of == "G" else _full(F.T, G)


@convolve.mistake
def transposed_for_turned(F: Array, G: Array, of: Any = ("G", "F")) -> Any:
    """You transposed the kernel, and let it run over the other; turned over is along both axes,
    G[::-1, ::-1]."""
    return _full(F, G.T[::-1, ::-1]) if of == "G" else _full(F.T[::-1, ::-1], G)


@convolve.mistake
def first_left_out(F: Array, G: Array, of: Any = ("F", "G")) -> Any:
    """Row 0 and column 0 of one of them are left out; they count from 0 on, 0 <= i - p."""
    first = np.zeros(F.shape if of == "F" else G.shape)
    first[1:, 1:] = 1
    return _full(F * first, G) if of == "F" else _full(F, G * first)


@convolve.mistake
def rows_overwritten(F: Array, G: Array) -> Any:
    """In H a row takes the place of the one before; rows i of F and p of G all count in row i + p,
    so add, +=."""
    H = np.zeros((len(F) + len(G) - 1, F.shape[1] + G.shape[1] - 1))
    for i, p in np.ndindex(len(F), len(G)):
        H[i + p] = np.convolve(F[i], G[p])
    return H


@convolve.mistake
def by_sums(F: Array, G: Array) -> Any:
    """You convolved with the sums of G's rows and of its columns, as if G were their product; each
    number of G counts at its own place."""
    return _full(F, np.outer(G.sum(axis=1), G.sum(axis=0)))


@convolve.mistake
def conjugate(F: Array, G: Array) -> Any:
    """By Fourier's transform, one of the two conjugate makes a cross-correlation, which comes in at
    the other border; multiply the transforms as they are."""
    shape = [f + g - 1 for f, g in zip(F.shape, G.shape, strict=True)]
    product = np.fft.fft2(F, shape) * np.fft.fft2(G, shape).conj()
    return np.fft.ifft2(product).real


@convolve.mistake
def padding_exchanged(F: Array, G: Array) -> Any:
    """l - 1 rows and k - 1 columns of zeros are laid around; rows take k - 1, columns l - 1."""
    rows, columns = (m - 1 for m in G.shape)
    return _valid(padded(F, (columns, columns), (rows, rows)), G[::-1, ::-1])


@convolve.mistake
def wrapped(F: Array, G: Array) -> Any:
    """What goes beyond the border comes in at the other side, as Fourier's transform has it without
    zeros around; make room first, r + k - 1 by c + l - 1."""
    return _circular(F, G, [max(f, g) for f, g in zip(F.shape, G.shape, strict=True)])


@convolve.mistake
def row_by_row(F: Array, G: Array, zeros: Any = (False, True)) -> Any:
    """Rows meet only rows of the same number; every row of F meets every row of G, and counts at
    the sum of their numbers."""
    H = np.array([np.convolve(f, g) for f, g in zip(F, G, strict=False)])
    return padded(H, (0, len(F) + len(G) - 1 - len(H)), (0, 0)) if zeros else H


@convolve.mistake
def as_one_row(F: Array, G: Array, reshaped: Any = (False, True)) -> Any:
    """You convolved all numbers in one row, so that the end of a line meets the beginning of the
    next; rows and columns have indices of their own."""
    row = np.convolve(F.ravel(), G.ravel())
    if not reshaped:
        return row
    H = np.zeros((len(F) + len(G) - 1, F.shape[1] + G.shape[1] - 1))
    H.flat[: len(row)] = row[: H.size]
    return H


@convolve.mistake
def padded_by_half(F: Array, G: Array, of: Any = ("F", "G"), turned: Any = (True, False)) -> Any:
    """You laid k // 2 and l // 2 zeros around; with all overlaps the kernel hangs over by k - 1 and
    l - 1."""
    image, kernel = (F, G) if of == "F" else (G, F)
    wide = padded(image, *((m // 2, m // 2) for m in kernel.shape))
    return _valid(wide, kernel[::-1, ::-1] if turned else kernel)


@convolve.mistake
def padded_by_size(F: Array, G: Array) -> Any:
    """You laid k and l zeros around, one too many on each side: the kernel hangs over by k - 1 and
    l - 1."""
    return padded(_full(F, G), (1, 1), (1, 1))


@convolve.mistake
def quarter_turn(F: Array, G: Array, turns: Any = (1, 3)) -> Any:
    """You turned the kernel by a quarter; turned over along both axes is half a turn,
    G[::-1, ::-1]."""
    return _full(F, np.rot90(G[::-1, ::-1], turns))


_know_convolve(
    "one_too_many",
    "There are a row and a column of zeros too many: r + k - 1 and c + l - 1.",
    lambda F, G: padded(_full(F, G), (0, 1), (0, 1)),
)
_know_convolve(
    "counted_from_one",
    "Everything is one row and one column late: places are counted from 0, and 0 + 0 is 0.",
    lambda F, G: padded(_full(F, G), (1, 0), (1, 0))[:-1, :-1],
)
_know_convolve(
    "one_too_few",
    "The last row and column are missing: there are r + k - 1 and c + l - 1.",
    lambda F, G: _full(F, G)[:-1, :-1],
)
_know_convolve(
    "side_by_side",
    "The copies of G stand side by side, np.kron; they overlap, each moved by one place, and are "
    "added.",
    lambda F, G: np.kron(F, G),
)
_know_convolve(
    "products_alone",
    "These are all products; add those with the same sum of places.",
    lambda F, G: np.multiply.outer(F, G),
)
_know_convolve(
    "mean",
    "You divided by the number of products; they are added.",
    lambda F, G: _full(F, G) / G.size,
)
_know_convolve(
    "cut_to_whole",
    "Whole numbers stay whole: you filled an array of the type of F; make one of floats.",
    lambda F, G: _full(F, G).astype(F.dtype),
)
_know_convolve(
    "products_cut_to_whole",
    "Products are cut to whole numbers: you filled an array of whole numbers; make one of floats.",
    lambda F, G: sum(
        padded(np.trunc(by * F), (p, len(G) - 1 - p), (q, G.shape[1] - 1 - q))
        for (p, q), by in np.ndenumerate(G)
    ),
)
_know_convolve(
    "turned_over",
    "H is turned over, along both axes: turn one of the two over, not both or the result.",
    lambda F, G: _full(F, G)[::-1, ::-1],
)
_know_convolve(
    "result_transposed",
    "Rows and columns of H are exchanged: i runs over rows.",
    lambda F, G: _full(F, G).T,
)
