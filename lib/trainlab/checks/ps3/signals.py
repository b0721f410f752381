"""How large signals and gradients are in each layer before training: variances by layer."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, unpack
from trainlab.checks.question import Answer, Case, question

#: One number for all layers, or one for each.
Variance = float | Sequence[float] | Array
#: What ReLU leaves of a mean square, and what is left of its variance: its output has a mean.
HALF, VARIANCE_OF_RELU = 0.5, 0.5 - 0.5 / np.pi


def _named(title: str) -> Answer:
    """Return a drive that tells layers with ReLU from those without by the output's name."""

    def called(function: Answer, /, *given: Any, **named: Any) -> Outputs:
        relu = named.pop("relu", None)
        result = function(*given, *named.values(), *([] if relu is None else [relu]))
        return unpack([Output(_title(title, bool(relu)))], result)

    return called


def _title(title: str, relu: bool) -> str:
    return f"{title}_with_relu" if relu else title


def _by_layer(widths: Sequence[int], weight_variance: Variance) -> Array:
    return np.broadcast_to(np.asarray(weight_variance, dtype=np.float64), len(widths) - 1)


@question(
    "ps3/variances",
    returns=(Named("variances"),),
    drive=_named("variances"),
    section="lecture 09, section 4",
    hints=(
        "Look at one unit: it adds n products of a weight and an input, n being the width of the "
        "layer below.",
        "The variance is n times that of a weight times the mean square of the inputs. These are "
        "at first those of the data, then what the layer below hands on: its own variance, or with "
        "ReLU half of it.",
        "m = mean_square, and for each layer: v = widths[l - 1] * s[l] * m, which is returned; "
        "then m = v / 2 with ReLU, else v.",
    ),
)
def variances(
    widths: Sequence[int], weight_variance: Variance, mean_square: float, relu: bool = False
) -> Outputs:
    """Return the products of all factors up to each layer, by their logarithms."""
    gains = np.array(widths[:-1]) * _by_layer(widths, weight_variance)
    logs = np.cumsum(np.log(gains)) - np.arange(len(gains)) * relu * np.log(2)
    return {_title("variances", relu): mean_square * np.exp(logs)}


@variances.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    first, second, third = rng.uniform(0.2, 0.8, 3).tolist()
    yield Case(
        "three layers", {"widths": [3, 5, 4, 2], "weight_variance": first, "mean_square": 1.7}
    )
    each = [first, 2 * second, third / 2]
    inputs = {"widths": [4, 2, 6, 3], "weight_variance": each, "mean_square": 0.8}
    yield Case("a weight variance for each layer", inputs)
    relu = {"widths": [4, 6, 3, 5, 2], "weight_variance": second, "mean_square": 0.6, "relu": True}
    yield Case("ReLU", relu)
    if thorough:
        yield Case("ReLU, and a weight variance for each layer", inputs | {"relu": True})
        yield Case("an array of weight variances", inputs | {"weight_variance": np.array(each)})
        one = {"widths": [5, 3], "weight_variance": third, "mean_square": 2.5}
        yield Case("one layer", one)
        yield Case("one layer, and ReLU", one | {"relu": True})
        whole = {"widths": [1, 3, 1], "weight_variance": 1, "mean_square": 3, "relu": True}
        yield Case("whole numbers", whole)
        deep = {"widths": [7] * 31, "weight_variance": 2.2 / 7, "mean_square": 1.5}
        yield Case("thirty layers of ReLU", deep | {"relu": True})


#: (widths, variance by layer, where it begins, whether ReLU) -> what a wrong answer gives.
Wrong = Callable[[Array, Array, float, bool], Any]


def _grown(start: float, gains: Array, share: float = 1.0) -> Array:
    """Return what a number becomes factor by factor; ``share`` counts from the second on."""
    return start * np.cumprod(gains) * share ** np.arange(len(gains))


def _share(relu: bool) -> float:
    return HALF if relu else 1.0


def _know_forward(name: str, diagnosis: str, wrong: Wrong) -> None:
    def answer(
        widths: Sequence[int], weight_variance: Variance, mean_square: float, relu: bool = False
    ) -> Any:
        by_layer = _by_layer(widths, weight_variance)
        return wrong(np.array(widths, dtype=np.float64), by_layer, mean_square, relu)

    variances.know(name, diagnosis, answer)


_know_forward(
    "fan_out",
    "You counted the units of the layer itself; a unit adds as many products as the layer below "
    "has units, widths[l - 1].",
    lambda w, s, q, relu: _grown(q, w[1:] * s, _share(relu)),
)
_know_forward(
    "fan_average",
    "You took the mean of the two widths, as Glorot does to choose a variance; a unit adds as many "
    "products as the layer below has units.",
    lambda w, s, q, relu: _grown(q, (w[:-1] + w[1:]) / 2 * s, _share(relu)),
)
_know_forward(
    "no_width",
    "The width is missing: a unit adds n products, each of the variance of a weight times the mean "
    "square of an input.",
    lambda w, s, q, relu: _grown(q, s, _share(relu)),
)
_know_forward(
    "divided_by_width",
    "You divided by the width; a unit adds n products, so multiply by it.",
    lambda w, s, q, relu: _grown(q, s / w[:-1], _share(relu)),
)
_know_forward(
    "root_width",
    "You multiplied by the root of the width, as deviations grow; variances grow by the width.",
    lambda w, s, q, relu: _grown(q, np.sqrt(w[:-1]) * s, _share(relu)),
)
_know_forward(
    "width_squared",
    "You multiplied by the square of the width; a unit adds n independent products, and the "
    "variance of their sum is n times that of one.",
    lambda w, s, q, relu: _grown(q, w[:-1] ** 2 * s, _share(relu)),
)
_know_forward(
    "bias_counted",
    "You counted one input more, for the bias; biases are 0 here.",
    lambda w, s, q, relu: _grown(q, (w[:-1] + 1) * s, _share(relu)),
)
_know_forward(
    "weight_variance_squared",
    "You squared the variance of the weights; it is a variance already, no deviation.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s**2, _share(relu)),
)
_know_forward(
    "weight_deviation",
    "You took the root of the variance of the weights; variances multiply by variances.",
    lambda w, s, q, relu: _grown(q, w[:-1] * np.sqrt(s), _share(relu)),
)
_know_forward(
    "mean_square_squared",
    "You squared the mean square of the inputs; it is a square already.",
    lambda w, s, q, relu: _grown(q**2, w[:-1] * s, _share(relu)),
)
_know_forward(
    "no_mean_square",
    "The mean square of the inputs is not used; layer 1 begins with it.",
    lambda w, s, q, relu: _grown(1.0, w[:-1] * s, _share(relu)),
)
_know_forward(
    "deviations",
    "You returned deviations, the roots; return the variances.",
    lambda w, s, q, relu: np.sqrt(_grown(q, w[:-1] * s, _share(relu))),
)
_know_forward(
    "not_accumulated",
    "Every layer begins with the inputs' mean square; each one gets what the layer below hands on.",
    lambda w, s, q, relu: np.append(q * w[0] * s[0], q * w[1:-1] * s[1:] * _share(relu)),
)
_know_forward(
    "input_not_halved",
    "With ReLU you returned the variances of the layers without it; halve what each layer hands "
    "on.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s),
)
_know_forward(
    "halved_once",
    "With ReLU you halved once, whatever the depth; every layer hands on half, so the halves "
    "multiply.",
    lambda w, s, q, relu: np.append(1.0, np.full(len(s) - 1, _share(relu))) * _grown(q, w[:-1] * s),
)
_know_forward(
    "halved_always",
    "You halved without ReLU too; only ReLU throws half of the square away.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, HALF),
)
_know_forward(
    "halved_where_not",
    "You halved without ReLU, and not with it; it is the other way round.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, _share(not relu)),
)
_know_forward(
    "halved_once_more",
    "With ReLU all is half of what it should be: you halved the input, which no ReLU has seen, or "
    "returned what is left behind ReLU; return the variances before it.",
    lambda w, s, q, relu: _share(relu) * _grown(q, w[:-1] * s, _share(relu)),
)
_know_forward(
    "quartered",
    "ReLU leaves half of the mean square; you took a quarter.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, 0.25 if relu else 1.0),
)
_know_forward(
    "root_of_half",
    "ReLU leaves half of the mean square; you took the root of a half, as for sizes.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, np.sqrt(HALF) if relu else 1.0),
)
_know_forward(
    "doubled",
    "With ReLU you doubled; He's weights double to make up for ReLU, which halves.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, 2.0 if relu else 1.0),
)
_know_forward(
    "variance_of_relu",
    "You took the variance of ReLU's output; the next layer grows by its mean square, half of v, "
    "since ReLU's output has a mean.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, VARIANCE_OF_RELU if relu else 1.0),
)
_know_forward(
    "first_variance_alone",
    "You used the first weight variance in every layer; each layer has its own.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s[0], _share(relu)),
)
_know_forward(
    "variances_shifted",
    "The weight variances are those of other layers: the first one belongs to the weights from the "
    "inputs to layer 1.",
    lambda w, s, q, relu: _grown(q, w[:-1] * np.roll(s, 1), _share(relu)),
)
_know_forward(
    "input_too",
    "The input's mean square stands before the others; return those of layers 1 to L.",
    lambda w, s, q, relu: np.append(q, _grown(q, w[:-1] * s, _share(relu))),
)
_know_forward(
    "last_missing",
    "The last layer is missing: widths has L + 1 entries, so there are L layers.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, _share(relu))[:-1],
)
_know_forward(
    "shifted_down",
    "You returned what goes into the layers; return what comes out of their sums, layers 1 to L.",
    lambda w, s, q, relu: np.append(q, _grown(q, w[:-1] * s, _share(relu))[:-1]),
)
_know_forward(
    "last_alone",
    "You returned the last layer alone; return all layers.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, _share(relu))[-1],
)
_know_forward(
    "backwards",
    "The layers come in the wrong order; layer 1 is first.",
    lambda w, s, q, relu: _grown(q, w[:-1] * s, _share(relu))[::-1],
)


@variances.mistake
def cut_to_whole(
    widths: Sequence[int],
    weight_variance: Variance,
    mean_square: float,
    relu: bool = False,
    always: Any = (True, False),
    each: Any = (True, False),
) -> Any:
    """The variances are cut to whole numbers: you filled an array of whole numbers, perhaps of the
    type of widths or of the mean square; fill one of floats."""
    gains = np.array(widths[:-1]) * _by_layer(widths, weight_variance)
    if not always and not isinstance(mean_square, int):
        return _grown(mean_square, gains, _share(relu))
    if not each:
        return np.trunc(_grown(mean_square, gains, _share(relu)))
    found = []
    for gain in gains:
        found.append(int(gain * mean_square))
        mean_square = found[-1] * _share(relu)
    return np.array(found)


@variances.mistake
def one_layer_more(
    widths: Sequence[int],
    weight_variance: Variance,
    mean_square: float,
    relu: bool = False,
    given: Any = (True, False),
) -> Any:
    """There is a layer too many: widths has L + 1 entries, so that there are L = len(widths) - 1
    layers."""
    s = np.asarray(weight_variance, dtype=np.float64)
    by_layer = np.broadcast_to(s, len(widths)) if given or not s.ndim else [*s, s[-1]]
    return _grown(mean_square, np.array(widths) * by_layer, _share(relu))


@question(
    "ps3/gradient_variances",
    returns=(Named("gradients"),),
    drive=_named("gradients"),
    section="lecture 09, section 3",
    hints=(
        "Look at one unit from above: its derivative is a sum over the units of the layer above, "
        "each times the weight that leads there.",
        "Begin at the last layer, whose variance is given, and go down: times the width of the "
        "layer above, times the variance of the weights between. ReLU's slope is 1 half of the "
        "time, else 0.",
        "g[L] = last, and for l = L - 1, ..., 1: g[l] = widths[l + 1] * s[l + 1] * g[l + 1], with "
        "ReLU half of it.",
    ),
)
def gradient_variances(
    widths: Sequence[int], weight_variance: Variance, last: float, relu: bool = False
) -> Outputs:
    """Return for each layer the product of all factors above it."""
    s = _by_layer(widths, weight_variance)
    count = len(widths) - 1
    found = [
        last * np.prod(np.array(widths[layer + 1 :]) * s[layer:] * _share(relu))
        for layer in range(1, count + 1)
    ]
    return {_title("gradients", relu): np.array(found)}


@gradient_variances.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    first, second, third = rng.uniform(0.2, 0.8, 3).tolist()
    yield Case("three layers", {"widths": [3, 5, 4, 2], "weight_variance": first, "last": 1.7})
    each = [first, 2 * second, third / 2]
    inputs = {"widths": [4, 2, 6, 3], "weight_variance": each, "last": 0.8}
    yield Case("a weight variance for each layer", inputs)
    relu = {"widths": [4, 6, 3, 5, 2], "weight_variance": second, "last": 0.6, "relu": True}
    yield Case("ReLU", relu)
    if thorough:
        yield Case("ReLU, and a weight variance for each layer", inputs | {"relu": True})
        yield Case("an array of weight variances", inputs | {"weight_variance": np.array(each)})
        one = {"widths": [5, 3], "weight_variance": third, "last": 2.5}
        yield Case("one layer", one)
        yield Case("one layer, and ReLU", one | {"relu": True})
        whole = {"widths": [2, 3, 2, 1], "weight_variance": 1, "last": 3, "relu": True}
        yield Case("whole numbers", whole)
        deep = {"widths": [7] * 31, "weight_variance": 2.2 / 7, "last": 1.5}
        yield Case("thirty layers of ReLU", deep | {"relu": True})


def _sent_back(last: float, gains: Array, share: float = 1.0) -> Array:
    """Return what a number becomes on its way down, the lowest first, and last itself."""
    return np.append(last * np.cumprod((gains * share)[::-1])[::-1], last)


def _know_backward(name: str, diagnosis: str, wrong: Wrong) -> None:
    def answer(
        widths: Sequence[int], weight_variance: Variance, last: float, relu: bool = False
    ) -> Any:
        by_layer = _by_layer(widths, weight_variance)
        return wrong(np.array(widths, dtype=np.float64), by_layer, last, relu)

    gradient_variances.know(name, diagnosis, answer)


_know_backward(
    "fan_in",
    "You counted the units of the layer itself; its derivatives add up what comes from the layer "
    "above, which has widths[l + 1] units.",
    lambda w, s, g, relu: _sent_back(g, w[1:-1] * s[1:], _share(relu)),
)
_know_backward(
    "fan_below",
    "You counted the units of the layer below; derivatives come from the layer above, which has "
    "widths[l + 1] units.",
    lambda w, s, g, relu: _sent_back(g, w[:-2] * s[1:], _share(relu)),
)
_know_backward(
    "own_weights",
    "You took width and weight variance of the layer's own weights; derivatives come through those "
    "of the layer above.",
    lambda w, s, g, relu: _sent_back(g, w[1:-1] * s[:-1], _share(relu)),
)
_know_backward(
    "own_forward",
    "You took the factors of the way forward, widths[l - 1] and the layer's own weights; on the "
    "way back they are widths[l + 1] and the weights above.",
    lambda w, s, g, relu: _sent_back(g, w[:-2] * s[:-1], _share(relu)),
)
_know_backward(
    "own_variance",
    "You took the variance of the layer's own weights; derivatives come through those of the layer "
    "above, weight_variance of layer l + 1.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[:-1], _share(relu)),
)
_know_backward(
    "fan_average",
    "You took the mean of the two widths, as Glorot does to choose a variance; derivatives add up "
    "what comes from the widths[l + 1] units above.",
    lambda w, s, g, relu: _sent_back(g, (w[1:-1] + w[2:]) / 2 * s[1:], _share(relu)),
)
_know_backward(
    "no_width",
    "The width is missing: a unit's derivative adds up one term for each unit of the layer above.",
    lambda w, s, g, relu: _sent_back(g, s[1:], _share(relu)),
)
_know_backward(
    "root_width",
    "You multiplied by the root of the width, as deviations grow; variances grow by the width.",
    lambda w, s, g, relu: _sent_back(g, np.sqrt(w[2:]) * s[1:], _share(relu)),
)
_know_backward(
    "weight_variance_squared",
    "You squared the variance of the weights; it is a variance already, no deviation.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:] ** 2, _share(relu)),
)
_know_backward(
    "weight_deviation",
    "You took the root of the variance of the weights; variances multiply by variances.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * np.sqrt(s[1:]), _share(relu)),
)
_know_backward(
    "no_last",
    "The variance of the last layer's derivatives is not used; begin with it.",
    lambda w, s, g, relu: _sent_back(1.0, w[2:] * s[1:], _share(relu)),
)
_know_backward(
    "deviations",
    "You returned deviations, the roots; return the variances.",
    lambda w, s, g, relu: np.sqrt(_sent_back(g, w[2:] * s[1:], _share(relu))),
)
_know_backward(
    "not_accumulated",
    "Every layer begins with the variance of the last one; each gets that of the layer above it.",
    lambda w, s, g, relu: np.append(g * w[2:] * s[1:] * _share(relu), g),
)
_know_backward(
    "not_halved",
    "With ReLU you returned the variances of the layers without it; its slope is 0 half of the "
    "time, so halve at each layer below the last.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:]),
)
_know_backward(
    "halved_always",
    "You halved without ReLU too; only ReLU's slope is 0 half of the time.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], HALF),
)
_know_backward(
    "halved_where_not",
    "You halved without ReLU, and not with it; it is the other way round.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], _share(not relu)),
)
_know_backward(
    "last_halved",
    "With ReLU all is half of what it should be: no activation stands behind the last layer, so "
    "that its variance stays what is given.",
    lambda w, s, g, relu: _share(relu) * _sent_back(g, w[2:] * s[1:], _share(relu)),
)
_know_backward(
    "half_too_few",
    "With ReLU the layer below the last is not halved; ReLU stands between any two layers, so "
    "every layer but the last is halved.",
    lambda w, s, g, relu: np.append(
        _sent_back(g, w[2:] * s[1:], _share(relu))[:-1] / _share(relu), g
    ),
)
_know_backward(
    "quartered",
    "The mean square of ReLU's slope is a half; you took a quarter.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], 0.25 if relu else 1.0),
)
_know_backward(
    "root_of_half",
    "The mean square of ReLU's slope is a half; you took the root of a half, as for sizes.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], np.sqrt(HALF) if relu else 1.0),
)
_know_backward(
    "doubled",
    "With ReLU you doubled; He's weights double to make up for ReLU, which halves.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], 2.0 if relu else 1.0),
)
_know_backward(
    "variance_of_relu",
    "You took what is left of a signal's variance behind ReLU; on the way back it is the mean "
    "square of ReLU's slope that counts, a half.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], VARIANCE_OF_RELU if relu else 1.0),
)
_know_backward(
    "first_variance_alone",
    "You used the first weight variance in every layer; each layer has its own.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[0], _share(relu)),
)
_know_backward(
    "backwards",
    "The layers come in the order in which you computed them, the last one first; layer 1 is "
    "first.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], _share(relu))[::-1],
)
_know_backward(
    "forwards",
    "You began at layer 1 and went up; the last layer's variance is given, and the way goes down.",
    lambda w, s, g, relu: np.append(g, g * np.cumprod(w[1:-1] * s[1:] * _share(relu))),
)
_know_backward(
    "input_too",
    "There is an entry for the inputs; return those of layers 1 to L.",
    lambda w, s, g, relu: np.append(
        w[1] * s[0] * _sent_back(g, w[2:] * s[1:], _share(relu))[0],
        _sent_back(g, w[2:] * s[1:], _share(relu)),
    ),
)
_know_backward(
    "last_missing",
    "The last layer is missing; its variance, as it is given, is the last entry.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], _share(relu))[:-1],
)
_know_backward(
    "shifted_down",
    "These are the derivatives by what goes into the layers, one layer too low; the last entry is "
    "last itself.",
    lambda w, s, g, relu: _sent_back(g, w[1:] * s, _share(relu))[:-1],
)
_know_backward(
    "forward_turned_round",
    "These are the variances of the network turned round: widths[l] and the layer's own weights "
    "count there; backward it is widths[l + 1] and the weights above, and last stands last.",
    lambda w, s, g, relu: _sent_back(g, w[1:] * s, _share(relu))[:-1] / _share(relu),
)
_know_backward(
    "first_alone",
    "You returned layer 1 alone; return all layers.",
    lambda w, s, g, relu: _sent_back(g, w[2:] * s[1:], _share(relu))[0],
)


@gradient_variances.mistake
def cut_to_whole_numbers(
    widths: Sequence[int],
    weight_variance: Variance,
    last: float,
    relu: bool = False,
    always: Any = (True, False),
    each: Any = (True, False),
) -> Any:
    """The variances are cut to whole numbers: you filled an array of the type of widths, or of
    last; fill one of floats."""
    s = _by_layer(widths, weight_variance)
    found = [last]
    for layer in range(len(s) - 1, 0, -1):
        g = widths[layer + 1] * s[layer] * found[0] * _share(relu)
        found.insert(0, int(g) if each and (always or isinstance(last, int)) else g)
    return np.trunc(found) if always or isinstance(last, int) else np.array(found)
