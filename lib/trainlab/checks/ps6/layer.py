"""A layer of kernels: images of several channels go in and come out, for a batch."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Named, Outputs
from trainlab.checks.ps6.windows import by_way, correlated, padded, windows
from trainlab.checks.question import Answer, Case, question


def _layered(conv2d: Answer, /, x: Array, V: Array, b: Array, **options: int) -> Outputs:
    """Return h by the way in which the kernels slide."""
    return by_way(conv2d(x, V, b, **options), **options)


@question(
    "ps6/conv2d",
    returns=(Named("h"),),
    drive=_layered,
    section="lecture 13, section 7",
    hints=(
        "Look at one number of the output, h[n, d, i, j]: over what is summed, and what stays "
        "fixed?",
        "It is the sum over all input channels and over rows and columns of the kernel, V[d] times "
        "the window of x[n] that begins at row i stride and column j stride; and b[d] once.",
        "xz = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding))), and for every i "
        "and j, with w = xz[:, :, i * stride : i * stride + k, j * stride : j * stride + l]: "
        "h[:, :, i, j] = np.einsum('ncpq,dcpq->nd', w, V) + b.",
    ),
)
def conv2d(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Outputs:
    """Return it by Fourier's transform."""
    h = correlated(x, V, padding, stride) + b[:, None, None]
    return by_way(h, padding, stride)


def layer(
    rng: np.random.Generator,
    shape: tuple[int, ...],
    kernels: tuple[int, ...],
) -> dict[str, Any]:
    """Return images of this shape, (N, C, height, width), and kernels of that, (D, k, l)."""
    channels, *kernel = kernels
    V = away_from_zero(rng, (channels, shape[1], *kernel))
    return {"x": away_from_zero(rng, shape), "V": V}


@conv2d.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, images: tuple[int, ...], kernels: tuple[int, ...], **ways: int) -> Case:
        given = layer(rng, images, kernels) | ways
        return Case(title, given | {"b": 2 * away_from_zero(rng, len(given["V"]))})

    yield case("2 images of 3 channels, 5 kernels of 2 by 3", (2, 3, 5, 8), (5, 2, 3))
    yield case("all sizes alike, 2", (2, 2, 3, 3), (2, 2, 2))
    yield case("padding 1", (2, 2, 4, 3), (3, 3, 2), padding=1)
    yield case("stride 2, which leaves a remainder", (1, 2, 7, 6), (2, 2, 3), stride=2)
    if not thorough:
        return
    yield case("padding 2, stride 3", (2, 1, 4, 6), (2, 3, 3), padding=2, stride=3)
    yield case("one channel on each side", (1, 1, 4, 5), (1, 3, 3))
    yield case("kernels of one pixel", (2, 3, 2, 4), (2, 1, 1))
    yield case("kernels as large as the image", (3, 2, 3, 4), (2, 3, 4))
    yield case("kernels larger than the image", (2, 1, 2, 2), (3, 4, 3), padding=1)
    yield case("images of one row", (2, 2, 1, 6), (3, 1, 3))
    yield case("more padding than kernel", (1, 2, 2, 3), (2, 1, 2), padding=3)
    yield case("stride 2, which fits", (2, 2, 6, 5), (3, 2, 3), stride=2)
    whole = case("whole numbers", (2, 2, 4, 4), (2, 3, 2), padding=1, stride=2)
    parts = {name: np.round(3 * whole.inputs[name]).astype(int) for name in ("x", "V", "b")}
    yield Case(whole.title, whole.inputs | parts)
    broken = case("whole images, kernels with fractions", (2, 2, 4, 4), (2, 3, 2))
    yield Case(broken.title, broken.inputs | {"x": np.round(3 * broken.inputs["x"]).astype(int)})


#: Windows (N, C, i, j, p, q) and kernels (D, C, p, q) to outputs (N, D, i, j).
ALL = "ncijpq,dcpq->ndij"


def _know(
    name: str,
    diagnosis: str,
    kernels: Callable[[Array], Any] = lambda V: V,
    ends: Callable[[int], Any] = lambda z: ((z, z), (z, z)),
    steps: Callable[[int], tuple[int, int]] = lambda stride: (stride, stride),
    sums: str = ALL,
    biased: Callable[[Any, Array], Any] = lambda h, b: h + b[:, None, None],
    **how: Any,
) -> None:
    """Know other kernels, ends of the images (padding), steps (stride), sums, or biases (h, b)."""

    def answer(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Any:
        wide = padded(x, *ends(padding), **how) if padding else x
        V = kernels(V)
        return biased(np.einsum(sums, windows(wide, V.shape[2:], *steps(stride)), V), b)

    conv2d.know(name, diagnosis, answer)


def _know_places(
    name: str, diagnosis: str, places: Callable[[Array, tuple[int, int], int], Any]
) -> None:
    """Know other windows (N, C, i, j, p, q) of (images with padding, kernel, stride)."""

    def answer(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Any:
        wide = padded(x, (padding, padding), (padding, padding))
        found = places(wide, (V.shape[2], V.shape[3]), stride)
        return np.einsum(ALL, found, V) + b[:, None, None]

    conv2d.know(name, diagnosis, answer)


_know(
    "convolution",
    "The kernels are turned over, which is a convolution; a layer computes the cross-correlation.",
    lambda V: V[:, :, ::-1, ::-1],
)
_know(
    "rows_turned",
    "The order of the kernels' rows is turned over; row p of the kernel lies on row i + p.",
    lambda V: V[:, :, ::-1],
)
_know(
    "columns_turned",
    "The order of the kernels' columns is turned over; column q of the kernel lies on column j + "
    "q.",
    lambda V: V[..., ::-1],
)
_know(
    "all_axes_turned",
    "np.flip(V) turns over all four axes, channels as well; none is turned over, a layer computes "
    "the cross-correlation.",
    lambda V: np.flip(V),
)
_know(
    "convolution_without_bias",
    "The kernels are turned over, which is a convolution, and b is not used; take the "
    "cross-correlation, and add b[d] to output channel d.",
    lambda V: V[:, :, ::-1, ::-1],
    biased=lambda h, b: h,
)
_know(
    "flattened_in_another_order",
    "Windows and kernels are flattened in different orders, channels last in the one and first in "
    "the other; both have to be (C, k, l) when they become one row.",
    lambda V: np.moveaxis(V.reshape(len(V), *V.shape[2:], V.shape[1]), 3, 1),
)
_know(
    "reshaped",
    "reshape does not move axes: the rows of a table (N places, D) are places. Make it (N, "
    "height', width', D), then move the last axis behind the first.",
    biased=lambda h, b: (np.moveaxis(h, 1, 3) + b).reshape(h.shape),
)
_know(
    "kernels_transposed",
    "Rows and columns of the kernels are exchanged: V is (D, C, k, l), and k counts rows.",
    lambda V: V.swapaxes(2, 3),
)
_know(
    "channels_exchanged",
    "You took V for (C, D, k, l); its first axis is the output channel, its second the input "
    "channel.",
    sums="ncijpq,cdpq->ndij",
)
_know(
    "channels_not_summed",
    "Input channels are not summed: an output channel adds up what its kernels make of all of "
    "them.",
    sums="ncijpq,dcpq->ndcij",
    biased=lambda h, b: h + b[:, None, None, None],
)
_know(
    "channels_averaged",
    "You took the mean over input channels; they are summed.",
    lambda V: V / V.shape[1],
)
_know(
    "first_channel_alone",
    "The output is that of the first input channel alone; sum over all of them.",
    lambda V: V * (np.arange(V.shape[1]) == 0)[:, None, None],
)
_know(
    "last_channel_alone",
    "The output is that of the last input channel alone: each takes the place of the one before; "
    "add them, +=.",
    lambda V: V * (np.arange(V.shape[1]) == V.shape[1] - 1)[:, None, None],
)
_know(
    "one_kernel_for_all_channels",
    "All input channels have the kernel of the first one; each pair of an input and an output "
    "channel has its own.",
    lambda V: np.broadcast_to(V[:, :1], V.shape),
)
_know(
    "kernels_of_first_output",
    "All output channels have the kernels of the first one; each has its own, V[d].",
    lambda V: np.broadcast_to(V[:1], V.shape),
)
_know(
    "summed_before",
    "Images and kernels are summed over channels before they are multiplied; multiply channel by "
    "channel, then sum.",
    sums="ncijpq,dzpq->ndij",
)
_know(
    "channel_by_channel",
    "Output channel d looks at input channel d alone, which is called depthwise; it looks at all "
    "of them.",
    lambda V: (
        V * (np.arange(V.shape[1]) == np.arange(len(V))[:, None] % V.shape[1])[..., None, None]
    ),
)
_know(
    "no_bias",
    "b is not used: add b[d] to output channel d.",
    biased=lambda h, b: h,
)
_know(
    "bias_subtracted",
    "b is subtracted; add it.",
    biased=lambda h, b: h - b[:, None, None],
)
_know(
    "one_bias",
    "All output channels get the first bias; each has its own, b[d].",
    biased=lambda h, b: h + b[0],
)
_know(
    "biases_summed",
    "All output channels get the sum of the biases; each has its own, b[d].",
    biased=lambda h, b: h + b.sum(),
)
_know(
    "bias_by_column",
    "b is added along the columns, as NumPy does with its last axis; it belongs to the channels: "
    "b[:, None, None].",
    biased=lambda h, b: h + b,
)
_know(
    "bias_by_row",
    "b is added along the rows; it belongs to the channels: b[:, None, None].",
    biased=lambda h, b: h + b[:, None],
)
_know(
    "bias_by_image",
    "b is added along the batch; it belongs to the channels: b[:, None, None].",
    biased=lambda h, b: h + b[:, None, None, None],
)
_know(
    "padding_ignored",
    "padding is not used: it says how many zeros come to each side of an image.",
    ends=lambda z: ((0, 0), (0, 0)),
)
_know(
    "padded_after_alone",
    "Zeros come below and to the right alone; they come to all four sides.",
    ends=lambda z: ((0, z), (0, z)),
)
_know(
    "rows_padded_alone",
    "Zeros come above and below alone; they come to all four sides.",
    ends=lambda z: ((z, z), (0, 0)),
)
_know(
    "columns_padded_alone",
    "Zeros come to the left and to the right alone; they come to all four sides.",
    ends=lambda z: ((0, 0), (z, z)),
)
_know(
    "border_repeated",
    "You padded with the pixels at the border; padding is zeros.",
    mode="edge",
)
_know(
    "padded_around",
    "You padded with pixels of the other side; padding is zeros.",
    mode="wrap",
)
_know(
    "stride_ignored",
    "stride is not used: it says by how many pixels the kernels move at a time.",
    steps=lambda stride: (1, 1),
)
_know(
    "stride_of_rows_alone",
    "stride counts for the rows alone; the kernels move by it to the right too.",
    steps=lambda stride: (stride, 1),
)
_know(
    "stride_of_columns_alone",
    "stride counts for the columns alone; the kernels move by it downwards too.",
    steps=lambda stride: (1, stride),
)
_know(
    "mean",
    "These are means over the kernels' windows; add up.",
    lambda V: V / np.prod(V.shape[2:]),
)
_know(
    "rows_not_columns",
    "Rows and columns of the output are exchanged: h is (N, D, height', width').",
    biased=lambda h, b: (h + b[:, None, None]).swapaxes(2, 3),
)
_know(
    "channels_last",
    "The output has its channels last; h is (N, D, height', width').",
    biased=lambda h, b: np.moveaxis(h, 1, 3) + b,
)
_know(
    "channels_first",
    "The output begins with the channels; h is (N, D, height', width').",
    biased=lambda h, b: (h + b[:, None, None]).swapaxes(0, 1),
)
_know(
    "first_image_alone",
    "This is the output of the first image alone; keep the batch, (N, D, height', width').",
    biased=lambda h, b: (h + b[:, None, None])[0],
)
_know(
    "relu",
    "Negative outputs are 0; no activation is asked for.",
    biased=lambda h, b: np.maximum(h + b[:, None, None], 0),
)
_know_places(
    "dilated",
    "stride pulls the kernels' numbers apart, which is a dilation; it says how far they move.",
    lambda xz, kernel, stride: windows(
        xz, (stride * (kernel[0] - 1) + 1, stride * (kernel[1] - 1) + 1)
    )[..., ::stride, ::stride],
)
_know_places(
    "thinned_before",
    "You thinned the images, x[..., ::stride, ::stride], before the kernels slide; they lie on "
    "neighbours, and their *places* are stride apart.",
    lambda xz, kernel, stride: windows(xz[..., ::stride, ::stride], kernel),
)
_know_places(
    "last_place_missing",
    "The last row and column of places are missing: the kernels' first pixel may stand at n + 2 "
    "padding - m, that included.",
    lambda xz, kernel, stride: windows(xz[..., :-1, :-1], kernel, stride, stride),
)
_know_places(
    "one_too_few",
    "There are a row and a column too few: (n + 2 padding - m) // stride + 1; you left out the 1.",
    lambda xz, kernel, stride: windows(xz, kernel, stride, stride)[:, :, :-1, :-1],
)
_know_places(
    "hangs_over",
    "The kernels begin at every pixel, up to the last row and column, and hang over the border; "
    "only places count at which they fit.",
    lambda xz, kernel, stride: windows(
        padded(xz, (0, kernel[0] - 1), (0, kernel[1] - 1)), kernel, stride, stride
    ),
)
_know_places(
    "rounded_up",
    "Where the stride leaves a remainder, your kernels hang over the border; only places count "
    "at which they fit: round down.",
    lambda xz, kernel, stride: windows(
        padded(xz, (0, stride - 1), (0, stride - 1)), kernel, stride, stride
    ),
)


@conv2d.mistake
def padded_before_alone(
    x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1, twice: Any = (False, True)
) -> Any:
    """Zeros come above and to the left alone, or are not counted below and to the right; they come
    to all four sides."""
    ends = (2 * padding if twice else padding, 0)
    found = windows(padded(x, ends, ends), V.shape[2:], stride, stride)
    return np.einsum(ALL, found, V) + b[:, None, None]


@conv2d.mistake
def batch_summed(
    x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1, kept: Any = (False, True)
) -> Any:
    """Images are summed; each has an output of its own."""
    wide = padded(x, (padding, padding), (padding, padding))
    h = np.einsum(ALL, windows(wide, V.shape[2:], stride, stride), V)
    total = h.sum(axis=0) + b[:, None, None]
    return np.broadcast_to(total, h.shape) if kept else total


@conv2d.mistake
def stride_in_size_alone(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Any:
    """stride makes the output smaller, and yet the kernels move by 1: the window of h[..., i, j]
    begins at row i stride and column j stride."""
    wide = padded(x, (padding, padding), (padding, padding))
    found = windows(wide, V.shape[2:])
    rows, columns = ((count - 1) // stride + 1 for count in found.shape[2:4])
    return np.einsum(ALL, found[:, :, :rows, :columns], V) + b[:, None, None]


@conv2d.mistake
def bias_for_each_channel(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Any:
    """b is added once for each input channel; add it once, outside the sum over channels."""
    (h,) = conv2d.answer(x, V, V.shape[1] * b, padding, stride).values()
    return h


@conv2d.mistake
def bias_for_each_product(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Any:
    """b is added to every product, and so counts many times; add it once, outside all sums."""
    (h,) = conv2d.answer(x, V, V[0].size * b, padding, stride).values()
    return h


@conv2d.mistake
def output_padded(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Any:
    """The zeros came to the output; they come to the images, before the kernels slide."""
    h = np.einsum(ALL, windows(x, V.shape[2:], stride, stride), V) + b[:, None, None]
    return padded(h, (padding, padding), (padding, padding))


@conv2d.mistake
def same_size(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Any:
    """The output is as large as the images whatever padding is; without padding the kernels lie
    within the image, and the output is smaller by k - 1 and l - 1."""
    ends = [(m // 2, (m - 1) // 2) for m in V.shape[2:]]
    found = windows(padded(x, *ends), V.shape[2:], stride, stride)
    return np.einsum(ALL, found, V) + b[:, None, None]


@conv2d.mistake
def cut_to_whole(x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1) -> Any:
    """Whole numbers stay whole: you filled an array of the type of x; make one of floats."""
    (h,) = conv2d.answer(x, V, b, padding, stride).values()
    return np.round(h, 9).astype(x.dtype)


@conv2d.mistake
def padded_everywhere(
    x: Array, V: Array, b: Array, padding: int = 0, stride: int = 1, images: Any = ("as", "more")
) -> Any:
    """The batch and the channels are padded too, so that you see images and channels of zeros; pad
    rows and columns alone: np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))."""
    wide = np.pad(x, padding)[: len(x) if images == "as" else None, : x.shape[1]]
    return np.einsum(ALL, windows(wide, V.shape[2:], stride, stride), V) + b[:, None, None]
