"""The way back through a cross-correlation: of one signal, and of a layer with channels."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps6.layer import layer
from trainlab.checks.ps6.windows import correlated, padded, windows
from trainlab.checks.question import Case, question


@question(
    "ps6/correlate_backward",
    returns=("dx", "dv"),
    section="lecture 13, section 4",
    hints=(
        "Look at one number of the kernel: in which outputs is it, beside which x? And at one "
        "number of the signal: in which outputs is it, beside which v?",
        "v_p is in every h_i, times x_(i+p): its derivative is a sum over all places. x_k is in "
        "h_i times v_(k-i): with the minus sign, a convolution of delta and v, all overlaps.",
        "dv = np.array([delta @ x[p : p + len(delta)] for p in range(len(v))]); dx = "
        "np.zeros(len(x)), and for i in range(len(delta)): dx[i : i + len(v)] += delta[i] * v.",
    ),
)
def correlate_backward(delta: Array, x: Array, v: Array) -> tuple[Array, Array]:
    """Return what delta weighs of the outputs to unit signals, and by unit kernels."""
    signals, kernels = np.eye(len(x))[:, None], np.eye(len(v))[:, None]
    dx = correlated(signals, v[None, None])[:, 0] @ delta
    return dx, correlated(x[None, None], kernels)[0] @ delta


@correlate_backward.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def given(n: int, m: int) -> dict[str, Array]:
        sizes = {"delta": n - m + 1, "x": n, "v": m}
        return {name: away_from_zero(rng, size) for name, size in sizes.items()}

    yield Case("7 numbers, a kernel of 3", given(7, 3))
    yield Case("a kernel as long as the output", given(5, 3))
    yield Case("a kernel of 4", given(8, 4))
    if thorough:
        yield Case("a kernel longer than the output", given(6, 5))
        yield Case("a kernel of one number", given(4, 1))
        yield Case("a kernel as long as the signal", given(4, 4))
        yield Case("one number", given(1, 1))
        zero = given(6, 3)
        zero["delta"][1:] = 0
        yield Case("one place that counts", zero)
        whole = {"delta": np.array([1, 0, 2]), "x": np.array([1, 2, 4, 7, 11])}
        yield Case("whole numbers", whole | {"v": np.array([-1, 0, 1])})
        broken = given(5, 3)
        yield Case("a whole signal", broken | {"x": whole["x"]})
        yield Case("a whole kernel", given(5, 3) | {"v": np.array([3, -1, 2])})
        yield Case("a whole delta", given(5, 3) | {"delta": whole["delta"]})


def _dx(delta: Array, x: Array, v: Array) -> Any:
    return np.convolve(delta, v)


def _dv(delta: Array, x: Array, v: Array) -> Any:
    return windows(x, delta.shape) @ delta


def _know_signal(
    name: str,
    diagnosis: str,
    dx: Callable[[Array, Array, Array], Any] = _dx,
    dv: Callable[[Array, Array, Array], Any] = _dv,
) -> None:
    """Know a wrong dx or dv, (delta, x, v)."""

    def answer(delta: Array, x: Array, v: Array) -> Any:
        return dx(delta, x, v), dv(delta, x, v)

    correlate_backward.know(name, diagnosis, answer)


def _last_copies(delta: Array, x: Array, v: Array) -> Any:
    dx = np.zeros(len(x))
    for i in range(len(delta)):
        dx[i : i + len(v)] = delta[i] * v
    return dx


def _cut(values: Any, like: Array) -> Any:
    return np.trunc(values) if like.dtype.kind == "i" else values


_know_signal(
    "dx_not_turned",
    "In dx the kernel is not turned over; x_k is in h_i beside v_(k-i), with a minus: the way back "
    "is a convolution.",
    dx=lambda delta, x, v: np.convolve(delta, v[::-1]),
)
_know_signal(
    "dx_reversed",
    "dx comes in reverse order; turn the kernel over or delta, not the result.",
    dx=lambda delta, x, v: np.convolve(delta, v)[::-1],
)
_know_signal(
    "delta_turned",
    "In dx delta is turned over; in the convolution the *kernel* is, and delta stays in its order.",
    dx=lambda delta, x, v: np.convolve(delta[::-1], v),
)
_know_signal(
    "dx_overwritten",
    "In dx the windows' gradients take each other's place; an x is in several windows, so add, +=.",
    dx=_last_copies,
)
_know_signal(
    "dx_inside",
    "dx is there only where the kernel lies on delta wholly; it has all overlaps, as many numbers "
    "as x.",
    dx=lambda delta, x, v: windows(delta, v.shape) @ v[::-1],
)
_know_signal(
    "dx_inside_not_turned",
    "dx is the cross-correlation of delta with v where it fits; it is their convolution, all "
    "overlaps, as many numbers as x.",
    dx=lambda delta, x, v: windows(delta, v.shape) @ v,
)
_know_signal(
    "dx_same_as_delta",
    "dx is as long as delta; it has all overlaps, as many numbers as x.",
    dx=lambda delta, x, v: np.convolve(delta, v)[(len(v) - 1) // 2 :][: len(delta)],
)
_know_signal(
    "dx_without_delta",
    "dx is without delta: each place counts with its own delta_i.",
    dx=lambda delta, x, v: np.convolve(np.ones(len(delta)), v),
)
_know_signal(
    "dx_without_kernel",
    "dx is without the kernel: x_k reaches h_i times v_(k-i).",
    dx=lambda delta, x, v: np.convolve(delta, np.ones(len(v))),
)
_know_signal(
    "dx_averaged",
    "dx is divided by the size of the kernel; it is a sum.",
    dx=lambda delta, x, v: np.convolve(delta, v) / len(v),
)
_know_signal(
    "dx_wrapped",
    "In dx what is beyond the end comes in at the beginning; x has an end.",
    dx=lambda delta, x, v: (
        np.convolve(delta, v) + np.append(np.convolve(delta, v)[len(delta) :], np.zeros(len(delta)))
    ),
)
_know_signal(
    "dx_negative",
    "dx has the wrong sign.",
    dx=lambda delta, x, v: -np.convolve(delta, v),
)
_know_signal(
    "dx_cut_to_whole",
    "dx is cut to whole numbers: you filled an array of the type of x; make one of floats.",
    dx=lambda delta, x, v: _cut(np.convolve(delta, v), x),
)
_know_signal(
    "dx_late",
    "dx is one place late; i, p and k are counted from 0.",
    dx=lambda delta, x, v: np.append(0, np.convolve(delta, v)[:-1]),
)
_know_signal(
    "dv_turned",
    "dv is turned over; v_p stands beside x_(i+p), in their order: a cross-correlation.",
    dv=lambda delta, x, v: (windows(x, delta.shape) @ delta)[::-1],
)
_know_signal(
    "dv_convolved",
    "In dv delta is turned over; v_p stands beside x_(i+p): a cross-correlation, without a flip.",
    dv=lambda delta, x, v: windows(x, delta.shape) @ delta[::-1],
)
_know_signal(
    "dv_averaged",
    "dv is a mean over places; it is the sum.",
    dv=lambda delta, x, v: windows(x, delta.shape) @ delta / len(delta),
)
_know_signal(
    "dv_not_summed",
    "dv is not summed over places: v is at every place, so add up what each of them asks for.",
    dv=lambda delta, x, v: windows(x, v.shape) * delta[:, None],
)
_know_signal(
    "dv_first_place",
    "dv is that of the first place alone; sum over all of them.",
    dv=lambda delta, x, v: delta[0] * x[: len(v)],
)
_know_signal(
    "dv_last_place",
    "dv is that of the last place alone: each takes the place of the one before; add them, +=.",
    dv=lambda delta, x, v: delta[-1] * x[-len(v) :],
)
_know_signal(
    "dv_without_delta",
    "dv is without delta: each place counts with its own delta_i.",
    dv=lambda delta, x, v: windows(x, delta.shape).sum(axis=1),
)
_know_signal(
    "dv_without_signal",
    "dv is without the signal: v_p stands beside x_(i+p).",
    dv=lambda delta, x, v: np.full(len(v), delta.sum()),
)
_know_signal(
    "dv_times_kernel",
    "dv is multiplied by v; the derivative of v_p x_(i+p) by v_p is x_(i+p).",
    dv=lambda delta, x, v: v * (windows(x, delta.shape) @ delta),
)
_know_signal(
    "dv_all_overlaps",
    "dv has all overlaps of delta and x; only those p are asked for that the kernel has.",
    dv=lambda delta, x, v: np.correlate(x, delta, "full"),
)
_know_signal(
    "dv_negative",
    "dv has the wrong sign.",
    dv=lambda delta, x, v: -(windows(x, delta.shape) @ delta),
)
_know_signal(
    "dv_cut_to_whole",
    "dv is cut to whole numbers: you filled an array of the type of v; make one of floats.",
    dv=lambda delta, x, v: _cut(windows(x, delta.shape) @ delta, v),
)
_know_signal(
    "forward_again",
    "dx is the cross-correlation of x with v once more; it is made of delta.",
    dx=lambda delta, x, v: windows(x, v.shape) @ v,
)
_know_signal(
    "exchanged",
    "dx and dv are exchanged; the order is dx, dv.",
    _dv,
    _dx,
)
_know_signal(
    "both_turned",
    "The flip is in the wrong one: dv is a cross-correlation, as it is; dx is a convolution, with "
    "the kernel turned over.",
    lambda delta, x, v: np.convolve(delta, v[::-1]),
    lambda delta, x, v: (windows(x, delta.shape) @ delta)[::-1],
)


@correlate_backward.mistake
def dx_negative_indices(delta: Array, x: Array, v: Array, farther: Any = (True, False)) -> Any:
    """In dx an index k - i below 0 counts from the end in Python; leave such terms out."""
    dx = np.zeros(len(x))
    for k, i in np.ndindex(len(x), len(delta)):
        if k - i < len(v) and (farther or i - k <= len(v)):
            dx[k] += delta[i] * v[(k - i) % len(v)]
    return dx, _dv(delta, x, v)


@correlate_backward.mistake
def dx_of_first(delta: Array, x: Array, v: Array, whole: Any = (False, True)) -> Any:
    """In dx delta_i reaches x_i alone, the first number of its window; it reaches all m of them,
    x_(i+p) times v_p."""
    reached = delta * (v.sum() if whole else v[0])
    return np.append(reached, np.zeros(len(v) - 1)), _dv(delta, x, v)


@correlate_backward.mistake
def averaged(delta: Array, x: Array, v: Array) -> Any:
    """Both gradients are divided by the number of outputs; delta holds the loss's own mean already,
    if it has one."""
    return _dx(delta, x, v) / len(delta), _dv(delta, x, v) / len(delta)


Gradients = tuple[Array, Array, Array]


@question(
    "ps6/conv2d_backward",
    returns=("dx", "dV", "db"),
    section="lecture 13, section 7",
    hints=(
        "Look at one output, h[n, d, i, j], as conv2d makes it: which window of x, which kernels "
        "and which bias are in it?",
        "It hands its delta on: times the kernels V[d] to its window of x[n], times that window to "
        "dV[d], and as it is to db[d]. What is in several outputs adds up. Zeros of the padding "
        "get gradients as well, which are cut off at the end.",
        "At each i, j, with rows i * stride to i * stride + k, and columns likewise: dxz[:, :, "
        "rows, columns] += np.einsum('nd,dcpq->ncpq', delta[:, :, i, j], V), and dV += "
        "np.einsum('nd,ncpq->dcpq', delta[:, :, i, j], xz[:, :, rows, columns]). db = "
        "delta.sum(axis=(0, 2, 3)).",
    ),
)
def conv2d_backward(
    delta: Array, x: Array, V: Array, padding: int = 0, stride: int = 1
) -> Gradients:
    """Return what delta weighs of the outputs to unit images, by unit kernels, and to ones."""
    ways = padding, stride
    images = np.eye(x[0].size).reshape(-1, *x.shape[1:])
    answers = correlated(images, V, *ways)
    dx = np.einsum("ndij,xdij->nx", delta, answers).reshape(x.shape)
    kernels = np.eye(V[0, 0].size).reshape(-1, 1, *V.shape[2:])
    planes = x.reshape(-1, 1, *x.shape[2:])
    seen = correlated(planes, kernels, *ways).reshape(*x.shape[:2], -1, *delta.shape[2:])
    dV = np.einsum("ndij,ncvij->dcv", delta, seen).reshape(V.shape)
    return dx, dV, np.einsum("ndij->d", delta)


@conv2d_backward.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(
        title: str,
        shape: tuple[int, ...],
        kernels: tuple[int, ...],
        *ways: int,
        whole: bool = False,
    ) -> Case:
        given = layer(rng, shape, kernels)
        delta = away_from_zero(rng, correlated(given["x"], given["V"], *ways).shape)
        inputs = {"delta": delta} | given
        if whole:
            inputs = {name: np.round(3 * part).astype(int) for name, part in inputs.items()}
        return Case(title, inputs | dict(zip(("padding", "stride"), ways, strict=False)))

    yield case("2 images of 3 channels, 4 kernels of 2 by 3", (2, 3, 4, 6), (4, 2, 3))
    yield case("all sizes alike, 2", (2, 2, 3, 3), (2, 2, 2))
    yield case("padding 1", (2, 2, 4, 3), (3, 3, 2), 1)
    yield case("stride 2, which leaves a rest", (2, 1, 7, 6), (2, 2, 3), 0, 2)
    if not thorough:
        return
    yield case("padding 2, stride 3", (2, 2, 4, 6), (2, 3, 3), 2, 3)
    yield case("one channel on each side", (1, 1, 4, 5), (1, 3, 3))
    yield case("kernels of one pixel", (2, 3, 2, 4), (2, 1, 1))
    yield case("kernels as large as the image", (3, 2, 3, 4), (2, 3, 4))
    yield case("kernels larger than the image", (2, 1, 2, 2), (3, 4, 3), 1)
    yield case("images of one row", (2, 2, 1, 6), (3, 1, 3))
    yield case("a stride longer than the kernels", (2, 2, 7, 8), (3, 2, 2), 0, 3)
    yield case("whole numbers", (2, 2, 4, 4), (2, 3, 2), 1, 2, whole=True)
    whole = case("whole images, broken kernels", (2, 2, 4, 4), (2, 3, 2), 1)
    x = np.round(3 * whole.inputs["x"]).astype(int)
    yield Case(whole.title, whole.inputs | {"x": x})
    whole = case("whole kernels, broken images", (2, 2, 4, 4), (2, 3, 2), 1)
    V = np.round(3 * whole.inputs["V"]).astype(int)
    yield Case(whole.title, whole.inputs | {"V": V})


def _wide(x: Array, padding: int) -> Any:
    return padded(x, (padding, padding), (padding, padding))


def _spread(
    delta: Array,
    x: Array,
    V: Array,
    padding: int,
    stride: int,
    sums: str = "ndij,dc->ncij",
    add: bool = True,
) -> Any:
    """Return dx of the images with their padding, kernel pixel by kernel pixel, or window by window
    where each takes the place of the one before."""
    dx = np.zeros(_wide(x, padding).shape)
    rows, columns = delta.shape[2:]
    if add:
        for p, q in np.ndindex(V.shape[2:]):
            by = np.einsum(sums, delta, V[:, :, p, q])
            dx[:, :, p : p + rows * stride : stride, q : q + columns * stride : stride] += by
        return dx
    for i, j in np.ndindex(rows, columns):
        top, left = i * stride, j * stride
        dx[:, :, top : top + V.shape[2], left : left + V.shape[3]] = np.einsum(
            "nd,dcpq->ncpq", delta[:, :, i, j], V
        )
    return dx


def _cropped(dx: Array, padding: int) -> Any:
    return dx[..., padding : dx.shape[-2] - padding, padding : dx.shape[-1] - padding]


def _gathered(
    delta: Array, x: Array, V: Array, padding: int, stride: int, sums: str = "ndij,ncijpq->dcpq"
) -> Any:
    return np.einsum(sums, delta, windows(_wide(x, padding), V.shape[2:], stride, stride))


#: (delta, x, V, padding, stride) -> a gradient.
Wrong = Callable[[Array, Array, Array, int, int], Any]


def _dx_right(delta: Array, x: Array, V: Array, padding: int, stride: int) -> Any:
    return _cropped(_spread(delta, x, V, padding, stride), padding)


def _db_right(delta: Array, x: Array, V: Array, padding: int, stride: int) -> Any:
    return delta.sum(axis=(0, 2, 3))


def _know(
    name: str,
    diagnosis: str,
    dx: Wrong = _dx_right,
    dV: Wrong = _gathered,
    db: Wrong = _db_right,
) -> None:
    """Know a wrong dx, dV or db."""

    def answer(delta: Array, x: Array, V: Array, padding: int = 0, stride: int = 1) -> Any:
        given = delta, x, V, padding, stride
        return dx(*given), dV(*given), db(*given)

    conv2d_backward.know(name, diagnosis, answer)


def _with_kernels(change: Callable[[Array], Any]) -> Wrong:
    """Return dx by other kernels."""
    return lambda delta, x, V, padding, stride: _dx_right(delta, x, change(V), padding, stride)


_know(
    "dx_not_turned",
    "In dx the kernels are turned over once too often: the window of x gets delta times the "
    "kernels as they are; as a sliding kernel it is a convolution.",
    dx=_with_kernels(lambda V: V[:, :, ::-1, ::-1]),
)
_know(
    "dx_rows_turned",
    "In dx the kernels' rows are in the wrong order; a convolution turns over both axes, and "
    "adding windows none.",
    dx=_with_kernels(lambda V: V[:, :, ::-1]),
)
_know(
    "dx_columns_turned",
    "In dx the kernels' columns are in the wrong order; a convolution turns over both axes, and "
    "adding windows none.",
    dx=_with_kernels(lambda V: V[..., ::-1]),
)
_know(
    "dx_empty",
    "Without padding your dx is empty: dx[:, :, padding:-padding, ...] ends before it begins where "
    "padding is 0; write padding : padding + height.",
    dx=lambda delta, x, V, padding, stride: _spread(delta, x, V, padding, stride)[
        :, :, padding:-padding, padding:-padding
    ],
)
_know(
    "dx_channels_exchanged",
    "In dx the first two axes of V are exchanged: V[d, c] leads from input channel c to output "
    "channel d.",
    dx=lambda delta, x, V, padding, stride: _cropped(
        _spread(delta, x, V, padding, stride, sums="ndij,cd->ncij"), padding
    ),
)
_know(
    "dx_of_first_output",
    "dx comes from the first output channel alone; sum over all of them.",
    dx=_with_kernels(lambda V: V * (np.arange(len(V)) == 0)[:, None, None, None]),
)
_know(
    "dx_of_last_output",
    "dx comes from the last output channel alone: each takes the place of the one before; add "
    "them, +=.",
    dx=_with_kernels(lambda V: V * (np.arange(len(V)) == len(V) - 1)[:, None, None, None]),
)
_know(
    "dx_averaged",
    "dx is divided by the size of the batch; delta holds the loss's own mean already, if it has "
    "one.",
    dx=lambda delta, *rest: _dx_right(delta / len(delta), *rest),
)
_know(
    "dx_of_padding",
    "dx has gradients of the padding as well; cut so many rows and columns off, on all four sides.",
    dx=_spread,
)
_know(
    "dx_cut_at_one_side",
    "In dx twice the padding is cut off at one side; it is at all four.",
    dx=lambda delta, x, V, padding, stride: _spread(delta, x, V, padding, stride)[
        :, :, 2 * padding :, 2 * padding :
    ],
)
_know(
    "dx_not_moved",
    "dx begins with rows and columns of the padding: the window of output i, j begins padding rows "
    "and columns earlier in x, so cut the padding off on all four sides.",
    dx=lambda delta, x, V, padding, stride: _spread(delta, x, V, padding, stride)[
        :, :, : x.shape[2], : x.shape[3]
    ],
)
_know(
    "dx_stride_ignored",
    "In dx stride is not used: the window of output i, j begins at row i stride and column j "
    "stride.",
    dx=lambda delta, x, V, padding, stride: _cropped(_spread(delta, x, V, padding, 1), padding),
)
_know(
    "dx_negative",
    "dx has the wrong sign.",
    dx=_with_kernels(np.negative),
)
_know(
    "dV_turned",
    "dV is turned over; V_pq stands beside x_(i+p, j+q), in their order.",
    dV=lambda *given: _gathered(*given)[:, :, ::-1, ::-1],
)
_know(
    "dV_batch_averaged",
    "dV is a mean over the batch; delta holds the loss's own mean already, if it has one: sum.",
    dV=lambda delta, *rest: _gathered(delta, *rest) / len(delta),
)
_know(
    "dV_places_averaged",
    "dV is a mean over places; a kernel is at every place, and its gradients add up.",
    dV=lambda delta, *rest: _gathered(delta, *rest) / delta[0, 0].size,
)
_know(
    "dV_averaged",
    "dV is a mean over batch and places; it is the sum over both.",
    dV=lambda delta, *rest: _gathered(delta, *rest) / delta[:, 0].size,
)
_know(
    "dV_not_summed",
    "dV is not summed over the batch: all images share the kernels.",
    dV=partial(_gathered, sums="ndij,ncijpq->ndcpq"),
)
_know(
    "dV_of_first_image",
    "dV comes from the first image alone; sum over the batch.",
    dV=lambda delta, x, *rest: _gathered(delta[:1], x[:1], *rest),
)
_know(
    "dV_of_last_image",
    "dV comes from the last image alone: each takes the place of the one before; add them, +=.",
    dV=lambda delta, x, *rest: _gathered(delta[-1:], x[-1:], *rest),
)
_know(
    "dV_exchanged",
    "In dV input and output channels are exchanged; it has the shape of V, (D, C, k, l).",
    dV=partial(_gathered, sums="ndij,ncijpq->cdpq"),
)
_know(
    "dV_transposed",
    "In dV rows and columns of the kernels are exchanged; it has the shape of V, (D, C, k, l).",
    dV=lambda *given: _gathered(*given).swapaxes(2, 3),
)
_know(
    "dV_channels_summed",
    "In dV all input channels are summed; the kernel of each has a gradient of its own.",
    dV=lambda *given: np.broadcast_to(_gathered(*given).sum(axis=1, keepdims=True), given[2].shape),
)
_know(
    "dV_padding_ignored",
    "In dV padding is not used: the windows are those of the images *with* their zeros.",
    dV=lambda delta, x, V, padding, stride: np.einsum(
        "ndij,ncijpq->dcpq",
        delta,
        windows(padded(x, (0, 2 * padding), (0, 2 * padding)), V.shape[2:], stride, stride),
    ),
)
_know(
    "dV_stride_ignored",
    "In dV stride is not used: the window of output i, j begins at row i stride and column j "
    "stride.",
    dV=lambda delta, x, V, padding, stride: np.einsum(
        "ndij,ncijpq->dcpq",
        delta,
        windows(_wide(x, padding), V.shape[2:])[:, :, : delta.shape[2], : delta.shape[3]],
    ),
)
_know(
    "dV_without_delta",
    "dV is without delta: each output counts with its own.",
    dV=lambda delta, *rest: _gathered(np.ones_like(delta), *rest),
)
_know(
    "dV_negative",
    "dV has the wrong sign.",
    dV=lambda *given: -_gathered(*given),
)
_know(
    "db_averaged",
    "db is a mean; the bias of a channel is in every image and at every place, and their delta add "
    "up.",
    db=lambda delta, *_: delta.mean(axis=(0, 2, 3)),
)
_know(
    "db_batch_averaged",
    "db is a mean over the batch; sum over it.",
    db=lambda delta, *_: delta.sum(axis=(2, 3)).mean(axis=0),
)
_know(
    "db_places_averaged",
    "db is a mean over places; sum over them.",
    db=lambda delta, *_: delta.mean(axis=(2, 3)).sum(axis=0),
)
_know(
    "db_by_image",
    "db is not summed over the batch: all images share the biases.",
    db=lambda delta, *_: delta.sum(axis=(2, 3)),
)
_know(
    "db_by_place",
    "db is not summed over places: a bias is at every place.",
    db=lambda delta, *_: delta.sum(axis=0),
)
_know(
    "db_one",
    "db is one number; every output channel has its own: sum over axes 0, 2 and 3.",
    db=lambda delta, *_: delta.sum(),
)
_know(
    "db_of_last_place",
    "db is the last delta alone: each takes the place of the one before; add them, +=.",
    db=lambda delta, *_: delta[-1, :, -1, -1],
)
_know(
    "db_zero",
    "db is 0; it is the sum of delta over batch and places.",
    db=lambda delta, *_: np.zeros(delta.shape[1]),
)
_know(
    "db_axes_kept",
    "db has axes of length 1 too many; its shape is (D,).",
    db=lambda delta, *_: delta.sum(axis=(0, 2, 3), keepdims=True),
)
_know(
    "db_by_row",
    "db is summed over the wrong axes: of delta, (N, D, height', width'), axis 1 stays.",
    db=lambda delta, *_: delta.sum(axis=(0, 1, 3)),
)
_know(
    "db_of_windows",
    "db is multiplied by the number of products in a window; a bias is added once.",
    db=lambda delta, x, V, *_: delta.sum(axis=(0, 2, 3)) * V[0].size,
)
_know(
    "db_of_ones",
    "db counts the places; sum delta over them.",
    db=lambda delta, *_: np.full(delta.shape[1], delta[:, 0].size),
)
_know(
    "cut_to_whole",
    "dx is cut to whole numbers: you filled an array of the type of x; make one of floats.",
    dx=lambda delta, x, *rest: _cut(_dx_right(delta, x, *rest), x),
)
_know(
    "dV_cut_to_whole",
    "dV is cut to whole numbers: you filled an array of the type of V; make one of floats.",
    dV=lambda delta, x, V, *rest: _cut(_gathered(delta, x, V, *rest), V),
)


@conv2d_backward.mistake
def dx_overwritten(
    delta: Array, x: Array, V: Array, padding: int = 0, stride: int = 1, by_channel: Any = (0, 1)
) -> Any:
    """In dx windows take each other's place; they overlap, so add, +=."""
    given = delta, x, V, padding, stride
    last = (delta[:, -1:], x, V[-1:], padding, stride) if by_channel else given
    dx = _cropped(_spread(*last, add=False), padding)
    return dx, _gathered(*given), _db_right(*given)


def _last_place(
    delta: Array, x: Array, V: Array, padding: int = 0, stride: int = 1, image: Any = (0, 1)
) -> Any:
    seen = windows(_wide(x, padding), V.shape[2:], stride, stride)[:, :, -1, -1]
    images = slice(-1, None) if image else slice(None)
    dV = np.einsum("nd,ncpq->dcpq", delta[images, :, -1, -1], seen[images])
    return _dx_right(delta, x, V, padding, stride), dV, delta.sum(axis=(0, 2, 3))


conv2d_backward.know(
    "dV_of_last_place",
    "dV comes from the last place alone: each takes the place of the one before; add them, +=.",
    _last_place,
)


@conv2d_backward.mistake
def all_averaged(delta: Array, x: Array, V: Array, padding: int = 0, stride: int = 1) -> Any:
    """All gradients are divided by the size of the batch; delta holds the loss's own mean already,
    if it has one."""
    given = delta / len(delta), x, V, padding, stride
    return _dx_right(*given), _gathered(*given), _db_right(*given)


@conv2d_backward.mistake
def parameters_averaged(delta: Array, x: Array, V: Array, padding: int = 0, stride: int = 1) -> Any:
    """dV and db are means over the batch; delta holds the loss's own mean already, if it has one:
    sum."""
    given = delta, x, V, padding, stride
    return _dx_right(*given), _gathered(*given) / len(x), _db_right(*given) / len(x)
