"""What a stack of layers leaves of a signal and what it sees of it, and what a layer costs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.ps6.windows import in_order
from trainlab.checks.question import Case, question

#: Kernel, padding and stride of a layer.
Layer = tuple[int, int, int]


def _places(n: int, m: int, padding: int, stride: int) -> int:
    """Return how many places a kernel has, by putting it down."""
    return sum(1 for first in range(0, n + 2 * padding, stride) if first + m <= n + 2 * padding)


@question(
    "ps6/sizes",
    returns=("size", "field"),
    section="lecture 13, section 7",
    hints=(
        "Look at one layer behind another: what comes out of one is what the next one gets. And "
        "for the field look from the end: which numbers does one output see, layer by layer back?",
        "Each layer makes (n + 2 padding - m) // stride + 1 numbers of n. Going back, r neighbours "
        "in a layer's output begin at places (r - 1) stride apart, and the last of them sees m.",
        "for m, padding, stride in layers: n = (n + 2 * padding - m) // stride + 1; then r = 1, "
        "and for m, padding, stride in reversed(layers): r = (r - 1) * stride + m.",
    ),
)
def sizes(n: int, layers: Sequence[Layer]) -> tuple[int, int]:
    """Return how often kernels fit, and the way between the inputs that one output sees."""
    for layer in layers:
        n = _places(n, *layer)
    seen = {0}
    for m, _, stride in reversed(layers):
        seen = {place * stride + p for place in seen for p in range(m)}
    return n, max(seen) - min(seen) + 1


@sizes.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("one layer", {"n": 30, "layers": [(7, 5, 2)]})
    yield Case("a stride that fits", {"n": 30, "layers": [(9, 0, 3)]})
    yield Case("three layers", {"n": 64, "layers": [(3, 1, 2), (4, 0, 1), (5, 1, 3)]})
    yield Case("strides that leave a remainder", {"n": 47, "layers": [(3, 0, 2), (2, 0, 4)]})
    if thorough:
        yield Case("no layer at all", {"n": 36, "layers": []})
        yield Case("two layers of 3", {"n": 36, "layers": [(3, 0, 1), (3, 0, 1)]})
        yield Case("kernels of one number", {"n": 37, "layers": [(1, 0, 2), (1, 1, 1)]})
        yield Case("a kernel as long as the signal", {"n": 7, "layers": [(3, 1, 1), (7, 0, 1)]})
        yield Case("a kernel longer than the signal", {"n": 4, "layers": [(6, 2, 2)]})
        yield Case("strides longer than kernels", {"n": 80, "layers": [(2, 0, 3), (2, 0, 5)]})
        four = [(7, 3, 2), (3, 1, 2), (3, 1, 1), (3, 0, 2)]
        yield Case("four layers", {"n": 90, "layers": four})
        yield Case("padding alone", {"n": 36, "layers": [(3, 1, 1), (5, 2, 1)]})


def _size(n: int, layers: Sequence[Layer]) -> int:
    for layer in layers:
        n = _places(n, *layer)
    return n


def _field(layers: Sequence[Layer]) -> int:
    r = 1
    for m, _, stride in reversed(layers):
        r = (r - 1) * stride + m
    return r


def _know_step(name: str, diagnosis: str, step: Callable[[int, int, int, int], Any]) -> None:
    """Know a wrong size behind one layer, (n, m, padding, stride)."""

    def answer(n: int, layers: Sequence[Layer]) -> Any:
        size: Any = n
        for layer in layers:
            size = step(size, *layer)
        return size, _field(layers)

    sizes.know(name, diagnosis, answer)


def _know_size(name: str, diagnosis: str, size: Callable[[int, Sequence[Layer]], Any]) -> None:
    sizes.know(name, diagnosis, lambda n, layers: (size(n, layers), _field(layers)))


def _know_field(name: str, diagnosis: str, field: Callable[[Sequence[Layer]], Any]) -> None:
    sizes.know(name, diagnosis, lambda n, layers: (_size(n, layers), field(layers)))


def _know_back(name: str, diagnosis: str, step: Callable[[int, int, int, int], int]) -> None:
    """Know a wrong field before one layer, (r, m, padding, stride), from the last one on."""

    def answer(n: int, layers: Sequence[Layer]) -> Any:
        r = 1
        for layer in reversed(layers):
            r = step(r, *layer)
        return _size(n, layers), r

    sizes.know(name, diagnosis, answer)


def _strides(layers: Sequence[Layer]) -> Any:
    """Return how far apart in the input two neighbours of each layer's own input are."""
    return np.cumprod([1] + [stride for _, _, stride in layers])


_know_step(
    "one_too_few",
    "In size you left out the 1: the kernel has a place before it moves.",
    lambda n, m, padding, stride: (n + 2 * padding - m) // stride,
)
_know_step(
    "one_added_before",
    "In size the 1 is added before the division; divide n + 2 padding - m, then add 1.",
    lambda n, m, padding, stride: (n + 2 * padding - m + 1) // stride,
)
_know_step(
    "rounded_up",
    "size is rounded up; a kernel that hangs over the end does not count, so round down.",
    lambda n, m, padding, stride: -(-(n + 2 * padding - m) // stride) + 1,
)
_know_step(
    "not_rounded",
    "size is not a whole number; round down after each layer, //.",
    lambda n, m, padding, stride: (n + 2 * padding - m) / stride + 1,
)
_know_step(
    "padding_once",
    "In size padding counts once; it is at both ends, so take 2 padding.",
    lambda n, m, padding, stride: (n + padding - m) // stride + 1,
)
_know_step(
    "padding_ignored",
    "In size padding is not used: n + 2 padding numbers are there for the kernel to lie on.",
    lambda n, m, padding, stride: (n - m) // stride + 1,
)
_know_step(
    "padding_subtracted",
    "In size padding is subtracted; it adds 2 padding numbers.",
    lambda n, m, padding, stride: (n - 2 * padding - m) // stride + 1,
)
_know_step(
    "stride_ignored",
    "In size the stride is not used: divide by it.",
    lambda n, m, padding, stride: n + 2 * padding - m + 1,
)
_know_step(
    "kernel_ignored",
    "size is n over the stride; a kernel of m numbers fits in m - 1 places fewer.",
    lambda n, m, padding, stride: (n + 2 * padding - 1) // stride + 1,
)
_know_step(
    "signal_divided",
    "In size n alone is divided by the stride: mind the brackets.",
    lambda n, m, padding, stride: n // stride + 2 * padding - m + 1,
)
_know_step(
    "kernel_divided",
    "In size m alone is divided by the stride: mind the brackets.",
    lambda n, m, padding, stride: n + 2 * padding - m // stride + 1,
)
_know_step(
    "dilated",
    "In size the stride pulls the kernel apart, which is a dilation; it says how far the kernel "
    "moves.",
    lambda n, m, padding, stride: n + 2 * padding - stride * (m - 1),
)
_know_size(
    "last_layer_alone",
    "size is that of the last layer on the input; each layer gets what the one before has made.",
    lambda n, layers: _size(n, layers[-1:]),
)
_know_size(
    "first_layer_alone",
    "size is that of the first layer; all of them are one behind another.",
    lambda n, layers: _size(n, layers[:1]),
)
_know_size(
    "layers_backwards",
    "size goes through the layers from the last to the first; begin with the first.",
    lambda n, layers: _size(n, layers[::-1]),
)
_know_size(
    "all_sizes",
    "size is a list with that of every layer; return the last one alone.",
    lambda n, layers: [_size(n, layers[: i + 1]) for i in range(len(layers))],
)
_know_field(
    "strides_ignored",
    "In field strides are not used: neighbours of a layer's output are stride places apart in its "
    "input.",
    lambda layers: 1 + sum(m - 1 for m, _, _ in layers),
)
_know_field(
    "own_stride_counts",
    "In field each kernel is stretched by its own stride too; it is by the strides of the layers "
    "*before* it alone.",
    lambda layers: (
        1
        + sum((m - 1) * jump for (m, _, _), jump in zip(layers, _strides(layers)[1:], strict=True))
    ),
)
_know_field(
    "own_stride_alone",
    "In field each kernel is stretched by its own stride; it is by the strides of all layers "
    "*before* it, multiplied.",
    lambda layers: 1 + sum((m - 1) * stride for m, _, stride in layers),
)
_know_field(
    "last_stride_alone",
    "In field each kernel is stretched by the stride of the layer before it alone; it is by the "
    "strides of all layers before it, multiplied.",
    lambda layers: (
        1 + sum((m - 1) * s for (m, _, _), s in zip(layers, _before(layers), strict=True))
    ),
)
_know_field(
    "strides_added",
    "In field the strides of the layers before are added; they multiply.",
    lambda layers: (
        1
        + sum(
            (m - 1) * max(jump, 1) for (m, _, _), jump in zip(layers, _added(layers), strict=True)
        )
    ),
)
_know_field(
    "own_place_again",
    "In field each layer adds m times the strides before it; one of its m places is there already, "
    "so it adds m - 1 times.",
    lambda layers: (
        1 + sum(m * jump for (m, _, _), jump in zip(layers, _strides(layers)[:-1], strict=True))
    ),
)
_know_field(
    "gaps_left_out",
    "In field you count the inputs that are seen; those between them count too, which a stride "
    "jumps over: from the first to the last.",
    lambda layers: _seen(layers),
)
_know_field(
    "stride_at_the_end",
    "field is multiplied by the strides at the end; one output sees so far without its neighbours.",
    lambda layers: _field(layers) * int(_strides(layers)[-1]),
)
_know_field(
    "kernels_added",
    "field is the sum of the kernels; a further layer adds m - 1 (times the strides before it), "
    "and the first place is 1.",
    lambda layers: sum(m for m, _, _ in layers),
)
_know_field(
    "kernels_multiplied",
    "field is the product of the kernels; windows of neighbours overlap: r = (r - 1) stride + m, "
    "from the last layer back.",
    lambda layers: int(np.prod([m for m, _, _ in layers], dtype=int)),
)
_know_field(
    "strides_multiplied",
    "field is the product of the strides, which says how far apart two outputs see; what one "
    "output sees has the kernels in it.",
    lambda layers: int(_strides(layers)[-1]),
)
_know_field(
    "field_forwards",
    "In field each kernel is stretched by the strides of the layers *behind* it; it is by those of "
    "the layers before it: r = (r - 1) stride + m goes back from the last layer.",
    lambda layers: _field(layers[::-1]),
)
_know_field(
    "field_of_last",
    "field is the last kernel; that looks at outputs of the layers before it.",
    lambda layers: layers[-1][0] if layers else 1,
)
_know_field(
    "field_of_first",
    "field is the first kernel; an output of the last layer sees several of its windows.",
    lambda layers: layers[0][0] if layers else 1,
)
_know_field(
    "largest_kernel",
    "field is the largest kernel; windows of neighbours add to it.",
    lambda layers: max((m for m, _, _ in layers), default=1),
)
_know_field(
    "way_alone",
    "field is one too small: the way from the first to the last input; both are counted.",
    lambda layers: _field(layers) - 1,
)
_know_field(
    "from_nothing",
    "field starts at 0; with no layer at all one output is one input, so start at 1.",
    lambda layers: _back_from_zero(layers),
)


def _before(layers: Sequence[Layer]) -> list[int]:
    """Return the stride of the layer before each layer, 1 before the first."""
    return [1, *(stride for _, _, stride in layers)][: len(layers)]


def _added(layers: Sequence[Layer]) -> Any:
    """Return the sum of the strides before each layer."""
    return np.cumsum([0, *(stride for _, _, stride in layers)])[: len(layers)]


def _seen(layers: Sequence[Layer]) -> int:
    """Return how many inputs one output sees."""
    seen = {0}
    for m, _, stride in reversed(layers):
        seen = {place * stride + p for place in seen for p in range(m)}
    return len(seen)


def _back_from_zero(layers: Sequence[Layer]) -> int:
    r = 0
    for m, _, stride in reversed(layers):
        r = (r - 1) * stride + m
    return r


_know_back(
    "one_not_subtracted",
    "In field r outputs begin at places (r - 1) stride apart, not r stride: the first one is at 0.",
    lambda r, m, padding, stride: r * stride + m,
)
_know_back(
    "kernel_less_one",
    "In field you took r stride + m - 1; r outputs begin at places (r - 1) stride apart, so it is "
    "(r - 1) stride + m.",
    lambda r, m, padding, stride: r * stride + m - 1,
)
_know_back(
    "padding_in_field",
    "In field padding is subtracted; it changes which inputs are seen at the border, not how many "
    "elsewhere.",
    lambda r, m, padding, stride: (r - 1) * stride + m - 2 * padding,
)
_know_back(
    "padding_widens",
    "In field padding is added; it changes which inputs are seen at the border, not how many "
    "elsewhere.",
    lambda r, m, padding, stride: (r - 1) * stride + m + 2 * padding,
)
_know_back(
    "divided",
    "In field you divided by the stride; going back it multiplies.",
    lambda r, m, padding, stride: (r - 1) // stride + m,
)


@sizes.mistake
def forwards_by_another_step(n: int, layers: Sequence[Layer], less: Any = (1, 0)) -> Any:
    """field goes through the layers from the first to the last, and r outputs begin at places r
    stride apart; go back from the last layer, r = (r - 1) stride + m."""
    r = 1
    for m, _, stride in layers:
        r = r * stride + m - less
    return _size(n, layers), r


@sizes.mistake
def rounded(n: int, layers: Sequence[Layer], halves: Any = ("up", "even")) -> Any:
    """size is rounded to the nearest number; round down, //."""
    size, more = n, 0.01 if halves == "up" else 0
    for m, padding, stride in layers:
        size = round((size + 2 * padding - m) / stride + more) + 1
    return size, _field(layers)


@sizes.mistake
def field_of_all(n: int, layers: Sequence[Layer]) -> Any:
    """field is what all outputs see together; it is what one of them sees."""
    size = _size(n, layers)
    return size, _field(layers) + (size - 1) * int(_strides(layers)[-1])


@sizes.mistake
def padding_and_stride_exchanged(n: int, layers: Sequence[Layer], least: Any = (0, 1)) -> Any:
    """Padding and stride are exchanged: a layer is (m, padding, stride)."""
    size, field, jump = n, 1, 1
    for m, stride, padding in layers:
        size = (size + 2 * padding - m) // max(stride, least) + 1
        field, jump = field + (m - 1) * jump, jump * stride
    return size, field


@sizes.mistake
def kernel_and_padding_exchanged(n: int, layers: Sequence[Layer]) -> Any:
    """Kernel and padding are exchanged: a layer is (m, padding, stride)."""
    turned = [(padding, m, stride) for m, padding, stride in layers]
    size = n
    for m, padding, stride in turned:
        size = (size + 2 * padding - m) // stride + 1
    return size, _field(turned)


@sizes.mistake
def never_more_than_signal(n: int, layers: Sequence[Layer]) -> Any:
    """field is at most n; it is asked for away from the border, where n has nothing to do with
    it."""
    return _size(n, layers), min(n, _field(layers))


@sizes.mistake
def exchanged(n: int, layers: Sequence[Layer]) -> Any:
    """size and field are exchanged; return size, field."""
    return _field(layers), _size(n, layers)


Pair = tuple[int, int]


@question(
    "ps6/counts",
    returns=("parameters", "dense", "multiplications"),
    drive=in_order,
    section="lecture 13, section 7",
    hints=(
        "Look at what is shared: one kernel for each pair of an input and an output channel, at "
        "all places. A dense layer shares nothing.",
        "Parameters do not depend on the size of the image; in a dense layer every output has a "
        "weight for every input, and a bias. Multiplications: what one output number costs, times "
        "the output numbers.",
        "With height' and width' by the formula of sizes: D * (C * k * l + 1); D * height' * "
        "width' * (C * height * width + 1); D * C * k * l * height' * width'.",
    ),
)
def counts(
    C: int, D: int, size: Pair, kernel: Pair, padding: int = 0, stride: int = 1
) -> tuple[int, int, int]:
    """Return how many numbers the arrays have, and the products place by place."""
    rows, columns = (_places(n, m, padding, stride) for n, m in zip(size, kernel, strict=True))
    inputs, outputs = np.empty((C, *size)), np.empty((D, rows, columns))
    weights = np.empty((D, C, *kernel))
    dense = np.full(outputs.shape, inputs.size + 1)
    return weights.size + D, dense.sum(), np.full(outputs.shape, weights[0].size).sum()


@counts.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    given = {"C": 3, "D": int(rng.integers(4, 8)), "size": (9, 7), "kernel": (3, 2)}
    yield Case("9 by 7 pixels, kernels of 3 by 2", given)
    yield Case("padding 2", given | {"padding": 2})
    yield Case("stride 2", given | {"padding": 0, "stride": 2})
    yield Case("padding 1, stride 2", given | {"padding": 1, "stride": 2, "kernel": (3, 5)})
    if thorough:
        yield Case("one channel on each side", given | {"C": 1, "D": 1})
        yield Case("kernels of one pixel", given | {"kernel": (1, 1)})
        yield Case("kernels as large as the image", given | {"kernel": (9, 7)})
        yield Case("padding that keeps the size", given | {"kernel": (3, 3), "padding": 1})
        yield Case("more channels in than out", given | {"C": 8, "D": 2, "padding": 0, "stride": 3})
        square = {"C": 2, "D": 5, "size": (8, 8), "kernel": (3, 3)}
        yield Case("square images and kernels", square | {"padding": 2})
        rest = {"stride": 4, "padding": 1, "size": (10, 8), "kernel": (3, 3)}
        yield Case("a stride that leaves a remainder", given | rest)


def _outputs(size: Pair, kernel: Pair, padding: int, stride: int) -> tuple[int, int]:
    rows, columns = (_places(n, m, padding, stride) for n, m in zip(size, kernel, strict=True))
    return rows, columns


#: Values and kernels of one layer: C, D, values of one input channel, of one output channel, of one
#: kernel.
Sizes = tuple[int, int, int, int, int]


def _parameters(C: int, D: int, inputs: int, outputs: int, kernel: int) -> int:
    return D * (C * kernel + 1)


def _dense(C: int, D: int, inputs: int, outputs: int, kernel: int) -> int:
    return D * outputs * (C * inputs + 1)


def _multiplications(C: int, D: int, inputs: int, outputs: int, kernel: int) -> int:
    return D * C * kernel * outputs


def _know_counts(
    name: str,
    diagnosis: str,
    parameters: Callable[..., Any] = _parameters,
    dense: Callable[..., Any] = _dense,
    multiplications: Callable[..., Any] = _multiplications,
    outputs: Callable[[Pair, Pair, int, int], Any] = _outputs,
) -> None:
    """Know wrong counts, (C, D, inputs, outputs, kernel), or a wrong size of the output."""

    def answer(C: int, D: int, size: Pair, kernel: Pair, padding: int = 0, stride: int = 1) -> Any:
        values = np.prod(size), np.prod(outputs(size, kernel, padding, stride))
        given = C, D, *values, kernel[0] * kernel[1]
        return parameters(*given), dense(*given), multiplications(*given)

    counts.know(name, diagnosis, answer)


def _by_formula(change: Callable[[int, int, int, int], float]) -> Callable[..., Any]:
    """Return a wrong size of the output, axis by axis, (n, m, padding, stride)."""
    return lambda size, kernel, padding, stride: [
        change(n, m, padding, stride) for n, m in zip(size, kernel, strict=True)
    ]


_know_counts(
    "biases_forgotten",
    "parameters are the weights alone; each of the D output channels has a bias too.",
    lambda C, D, inputs, outputs, kernel: D * C * kernel,
)
_know_counts(
    "dense_biases_forgotten",
    "dense is the number of weights alone; each output number has a bias too.",
    dense=lambda C, D, inputs, outputs, kernel: D * outputs * C * inputs,
)
_know_counts(
    "no_biases",
    "Both counts are weights alone; in the convolution each output channel has a bias, in the "
    "dense layer each output number.",
    lambda C, D, inputs, outputs, kernel: D * C * kernel,
    lambda C, D, inputs, outputs, kernel: D * outputs * C * inputs,
)
_know_counts(
    "bias_for_each_kernel",
    "In parameters every one of the C D kernels has a bias; it is one for each output channel.",
    lambda C, D, inputs, outputs, kernel: D * C * (kernel + 1),
)
_know_counts(
    "one_bias",
    "In parameters there is one bias in all; each output channel has its own.",
    lambda C, D, inputs, outputs, kernel: D * C * kernel + 1,
)
_know_counts(
    "bias_at_each_place",
    "In parameters every place has a bias of its own; one serves a whole output channel.",
    lambda C, D, inputs, outputs, kernel: D * (C * kernel + outputs),
)
_know_counts(
    "bias_for_input_channels",
    "In parameters the biases are those of input channels; each *output* channel has one.",
    lambda C, D, inputs, outputs, kernel: C * (D * kernel + 1),
)
_know_counts(
    "input_channels_forgotten",
    "In parameters the input channels are missing: an output channel has a kernel for each one.",
    lambda C, D, inputs, outputs, kernel: D * (kernel + 1),
)
_know_counts(
    "output_channels_forgotten",
    "In parameters the output channels are missing: each has kernels of its own.",
    lambda C, D, inputs, outputs, kernel: C * kernel + 1,
)
_know_counts(
    "not_shared",
    "parameters are counted at every place; the same kernel serves all places.",
    lambda C, D, inputs, outputs, kernel: D * outputs * (C * kernel + 1),
)
_know_counts(
    "channels_added",
    "In parameters C and D are added; there is a kernel for each *pair*, C D of them.",
    lambda C, D, inputs, outputs, kernel: (C + D) * kernel + D,
)
_know_counts(
    "dense_one_bias",
    "In dense there is one bias in all; each output number has its own: mind the brackets.",
    dense=lambda C, D, inputs, outputs, kernel: D * outputs * C * inputs + 1,
)
_know_counts(
    "dense_and_multiplications_exchanged",
    "dense and multiplications are exchanged; return parameters, dense, multiplications.",
    dense=_multiplications,
    multiplications=_dense,
)
_know_counts(
    "dense_to_channels",
    "dense goes to D numbers; the layer has D height' width' outputs.",
    dense=lambda C, D, inputs, outputs, kernel: D * (C * inputs + 1),
)
_know_counts(
    "dense_as_large",
    "dense has as many places in the output as in the input; take those that the convolution "
    "leaves.",
    dense=lambda C, D, inputs, outputs, kernel: D * inputs * (C * inputs + 1),
)
_know_counts(
    "dense_bias_by_channel",
    "In dense there is a bias for each output channel; a dense layer shares nothing: one for each "
    "output number.",
    dense=lambda C, D, inputs, outputs, kernel: D * outputs * C * inputs + D,
)
_know_counts(
    "dense_biases_of_inputs",
    "In dense there is a bias for each input; it is one for each output number.",
    dense=lambda C, D, inputs, outputs, kernel: C * inputs * (D * outputs + 1),
)
_know_counts(
    "dense_without_channels",
    "In dense the channels are missing: there are C height width inputs and D height' width' "
    "outputs.",
    dense=lambda C, D, inputs, outputs, kernel: outputs * (inputs + 1),
)
_know_counts(
    "dense_to_one_channel",
    "In dense the output channels are missing: there are D height' width' outputs.",
    dense=lambda C, D, inputs, outputs, kernel: outputs * (C * inputs + 1),
)
_know_counts(
    "dense_from_one_channel",
    "In dense the input channels are missing: there are C height width inputs.",
    dense=lambda C, D, inputs, outputs, kernel: D * outputs * (inputs + 1),
)
_know_counts(
    "dense_of_patches",
    "dense sees a patch alone, which is a local layer; a dense one has a weight for every input.",
    dense=lambda C, D, inputs, outputs, kernel: D * outputs * (C * kernel + 1),
)
_know_counts(
    "multiplied_once",
    "multiplications are those of one place; the kernels are applied at each of the height' width' "
    "places.",
    multiplications=lambda C, D, inputs, outputs, kernel: D * C * kernel,
)
_know_counts(
    "multiplied_at_each_input",
    "multiplications are counted at each input pixel; the kernels are applied at each place of the "
    "*output*.",
    multiplications=lambda C, D, inputs, outputs, kernel: D * C * kernel * inputs,
)
_know_counts(
    "multiplications_with_biases",
    "In multiplications the biases count; they are added, not multiplied.",
    multiplications=lambda C, D, inputs, outputs, kernel: D * (C * kernel + 1) * outputs,
)
_know_counts(
    "multiplications_of_one_channel",
    "In multiplications the input channels are missing: each of them is multiplied by its kernel.",
    multiplications=lambda C, D, inputs, outputs, kernel: D * kernel * outputs,
)
_know_counts(
    "multiplications_without_outputs",
    "In multiplications the output channels are missing: each of them has kernels of its own.",
    multiplications=lambda C, D, inputs, outputs, kernel: C * kernel * outputs,
)
_know_counts(
    "multiplications_of_dense",
    "multiplications are those of the dense layer; asked for are the convolution's.",
    multiplications=lambda C, D, inputs, outputs, kernel: D * outputs * C * inputs,
)
_know_counts(
    "multiplications_and_additions",
    "In multiplications every addition counts too; count the products alone.",
    multiplications=lambda C, D, inputs, outputs, kernel: 2 * D * C * kernel * outputs,
)
_know_counts(
    "one_too_few",
    "The output is one too small in both directions: (n + 2 padding - m) // stride + 1; you left "
    "out the 1.",
    outputs=_by_formula(lambda n, m, padding, stride: (n + 2 * padding - m) // stride),
)
_know_counts(
    "one_added_before",
    "In the output's size the 1 is added before the division; divide n + 2 padding - m, then add "
    "1.",
    outputs=_by_formula(lambda n, m, padding, stride: (n + 2 * padding - m + 1) // stride),
)
_know_counts(
    "rounded_up",
    "The output's size is rounded up; a kernel that hangs over the border does not count.",
    outputs=_by_formula(lambda n, m, padding, stride: -(-(n + 2 * padding - m) // stride) + 1),
)
_know_counts(
    "padding_ignored",
    "padding is not used: it makes the output larger, and with it dense and multiplications.",
    outputs=_by_formula(lambda n, m, padding, stride: (n - m) // stride + 1),
)
_know_counts(
    "padding_once",
    "In the output's size padding counts once; it is on both sides, so take 2 padding.",
    outputs=_by_formula(lambda n, m, padding, stride: (n + padding - m) // stride + 1),
)
_know_counts(
    "stride_ignored",
    "stride is not used: it makes the output smaller, and with it dense and multiplications.",
    outputs=_by_formula(lambda n, m, padding, stride: n + 2 * padding - m + 1),
)
_know_counts(
    "kernel_turned",
    "Height and width of the kernel are exchanged: the first number of both size and kernel is the "
    "height.",
    outputs=lambda size, kernel, padding, stride: _outputs(size, kernel[::-1], padding, stride),
)
_know_counts(
    "dense_and_parameters_exchanged",
    "parameters and dense are exchanged; return parameters, dense, multiplications.",
    _dense,
    _parameters,
)
_know_counts(
    "broken_sizes",
    "The output's size is not a whole number; round down, //.",
    outputs=_by_formula(lambda n, m, padding, stride: (n + 2 * padding - m) / stride + 1),
)


@counts.mistake
def square_kernel(
    C: int, D: int, size: Pair, kernel: Pair, padding: int = 0, stride: int = 1, which: Any = (0, 1)
) -> Any:
    """The kernel is taken for a square; it has k rows and l columns."""
    return counts.answer(C, D, size, (kernel[which],) * 2, padding, stride)


@counts.mistake
def square_image(
    C: int, D: int, size: Pair, kernel: Pair, padding: int = 0, stride: int = 1, which: Any = (0, 1)
) -> Any:
    """The image is taken for a square; it has height rows and width columns."""
    return counts.answer(C, D, (size[which],) * 2, kernel, padding, stride)


@counts.mistake
def kernel_squared(
    C: int, D: int, size: Pair, kernel: Pair, padding: int = 0, stride: int = 1, which: Any = (0, 1)
) -> Any:
    """A kernel has k l numbers, not k k or l l: it need not be a square."""
    rows, columns = _outputs(size, kernel, padding, stride)
    given = C, D, size[0] * size[1], rows * columns, kernel[which] ** 2
    return _parameters(*given), _dense(*given), _multiplications(*given)


@counts.mistake
def dense_of_padding(
    C: int, D: int, size: Pair, kernel: Pair, padding: int = 0, stride: int = 1
) -> Any:
    """dense begins at the images with their padding; it begins at the images, C height width
    numbers."""
    rows, columns = (n + 2 * padding for n in size)
    parameters, _, multiplications = counts.answer(C, D, size, kernel, padding, stride)
    _, dense, _ = counts.answer(C, D, (rows, columns), kernel, 0, stride)
    return parameters, dense, multiplications


@counts.mistake
def zeros_left_out(
    C: int, D: int, size: Pair, kernel: Pair, padding: int = 0, stride: int = 1
) -> Any:
    """In multiplications products with a zero of the padding are left out; they count as well."""
    parameters, dense, _ = counts.answer(C, D, size, kernel, padding, stride)
    products = D * C
    for n, m, places in zip(size, kernel, _outputs(size, kernel, padding, stride), strict=True):
        lies_on = np.arange(places)[:, None] * stride + np.arange(m) - padding
        products *= int(((lies_on >= 0) & (lies_on < n)).sum())
    return parameters, dense, products
