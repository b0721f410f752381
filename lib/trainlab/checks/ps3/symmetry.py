"""A network of equal units, trained with and without dropout."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, unpack
from trainlab.checks.question import Answer, Case, question

Weights = tuple[Array, Array]


def _trained(train: Answer, /, *given: Any, masks: Array, **named: Any) -> Outputs:
    """Return the weights; those of one step without dropout apart, by other names."""
    found = unpack([Output("W1"), Output("w2")], train(*given, *named.values(), masks))
    return _named(found, masks)


def _named(found: Outputs, masks: Array) -> Outputs:
    plain = len(masks) == 1 and (masks == 1).all()
    return {f"{name}_of_one_step": array for name, array in found.items()} if plain else found


@question(
    "ps3/train_masked",
    returns=(Named("weights"),),
    drive=_trained,
    section="lecture 09, section 1",
    hints=(
        "Look at one step: which numbers does the mask multiply on the way forward, and what does "
        "that make of the derivative on the way back?",
        "h = tanh(x W1^T) * mask. The gradient of w2 is the mean of error * h; on the way back the "
        "error meets w2, the same mask, and the slope of tanh at the value before the mask.",
        "a = np.tanh(x @ W1.T); h = a * mask; e = (h @ w2 - y) / len(y); then dw2 = h.T @ e and "
        "dW1 = (np.outer(e, w2) * mask * (1 - a**2)).T @ x, both from the weights before the step.",
    ),
)
def train_masked(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Outputs:
    """Return the weights after all steps, each gradient by the complex step."""
    W1, w2 = np.asarray(W1, dtype=np.float64), np.asarray(w2, dtype=np.float64)
    for mask in masks:

        def loss(W1: Array, w2: Array, mask: Array = mask) -> Any:
            return (((np.tanh(x @ W1.T) * mask) @ w2 - y) ** 2).mean() / 2

        first = complex_step(lambda W: loss(W, w2), W1)  # noqa: B023
        second = complex_step(lambda w: loss(W1, w), w2)  # noqa: B023
        W1, w2 = W1 - lr * first, w2 - lr * second
    return _named({"W1": W1, "w2": w2}, masks)


@train_masked.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(
        title: str, masks: Any, examples: int = 5, lr: float = 0.4, alike: bool = False
    ) -> Case:
        masks = np.array(masks, dtype=np.float64)
        units = masks.shape[1]
        W1, w2 = away_from_zero(rng, (units, 2)), away_from_zero(rng, (units,))
        if alike:
            W1[:], w2[:] = W1[0], w2[0]
        x, y = away_from_zero(rng, (examples, 2)), 3 * away_from_zero(rng, (examples,))
        return Case(title, {"W1": W1, "w2": w2, "x": x, "y": y, "lr": lr, "masks": masks})

    yield case("one step, no dropout", np.ones((1, 3)))
    yield case("dropout of a half", [[2, 0, 2], [0, 2, 2], [2, 2, 0], [2, 0, 0]])
    yield case("units that start equal, no dropout", np.ones((3, 3)), lr=0.3, alike=True)
    dropped = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]]) / 0.8
    yield case("units that start equal, dropout", dropped, alike=True)
    yield case("as many units as examples and inputs", [[2, 2], [0, 2]], examples=2)
    if thorough:
        yield case("keep 0.25", [[4, 0], [0, 4], [4, 4]], lr=0.05)
        yield case("no step at all", np.ones((0, 3)))
        yield case("one step, one example", np.ones((1, 3)), examples=1)
        yield case("one step, as many units as examples", np.ones((1, 2)), examples=2)
        yield case("one example", [[2, 0, 2], [0, 2, 0]], examples=1)
        yield case("one unit", [[1], [1]])
        yield case("all units dropped at once", [[0, 0, 0], [2, 2, 0]])
        whole = {"W1": np.array([[1, 0], [0, -1]]), "w2": np.array([1, 2])}
        inputs = case("", [[2, 0], [0, 2], [2, 2]], lr=0.1).inputs
        yield Case("weights that are whole numbers", inputs | whole)


#: (W1, w2, x, y, mask) -> the gradients.
Gradients = Callable[..., Weights]


def _gradients(
    W1: Array,
    w2: Array,
    x: Array,
    y: Array,
    mask: Array,
    *,
    ahead: bool = True,
    back: bool = True,
    seen: bool = True,
    slope: str = "value",
    turned: float = 1.0,
) -> Weights:
    """Return the gradients, one thing of which may be wrong.

    Args:
        W1: weights (H, in).
        w2: weights (H,).
        x: inputs (N, in).
        y: targets (N,).
        mask: (H,).
        ahead: whether the prediction has the mask.
        back: whether the way back to W1 has it.
        seen: whether the gradient of w2 has it.
        slope: of tanh, at which number: the right "value", or a wrong one; or "none".
        turned: what the error of the second way, back to W1, is multiplied by.
    """
    a = np.tanh(x @ W1.T)
    h = a * mask
    e = ((h if ahead else a) @ w2 - y) / len(y)
    by_slope = {
        "value": 1 - a**2,
        "masked": 1 - h**2,
        "none": 1.0,
        "not_squared": 1 - a,
        "argument": 1 - (x @ W1.T) ** 2,
        "tanh_of_value": 1 - np.tanh(a) ** 2,
    }
    delta = turned * np.outer(e, w2) * (mask if back else 1.0) * by_slope[slope]
    return delta.T @ x, (h if seen else a).T @ e


def _stepped(
    W1: Array,
    w2: Array,
    x: Array,
    y: Array,
    lr: float,
    masks: Array,
    gradients: Gradients = _gradients,
    rates: tuple[float, float] = (1.0, 1.0),
) -> Weights:
    for mask in masks:
        first, second = gradients(W1, w2, x, y, mask)
        W1, w2 = W1 - lr * rates[0] * first, w2 - lr * rates[1] * second
    return W1, w2


def _know_gradients(name: str, diagnosis: str, **ways: Any) -> None:
    def gradients(*given: Array) -> Weights:
        return _gradients(*given, **ways)

    def wrong(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
        return _stepped(W1, w2, x, y, lr, masks, gradients)

    train_masked.know(name, diagnosis, wrong)


def _know_rates(name: str, diagnosis: str, rates: Callable[[Array], tuple[float, float]]) -> None:
    def wrong(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
        return _stepped(W1, w2, x, y, lr, masks, rates=rates(x))

    train_masked.know(name, diagnosis, wrong)


def _know_masks(name: str, diagnosis: str, change: Callable[[Array], Array]) -> None:
    def wrong(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
        return _stepped(W1, w2, x, y, lr, change(masks))

    train_masked.know(name, diagnosis, wrong)


_know_gradients(
    "mask_not_back",
    "The way back has no mask: a unit that is dropped gets no gradient, and one that is kept gets "
    "it times 1 / keep, as its value did.",
    back=False,
)
_know_gradients(
    "mask_forward_alone",
    "Only the prediction has the mask; both gradients have it too, since they are of what the mask "
    "has made of the values.",
    back=False,
    seen=False,
)
_know_gradients(
    "mask_back_alone",
    "The prediction has no mask: multiply the values by it before w2.",
    ahead=False,
)
_know_gradients(
    "mask_on_gradient_alone",
    "The mask is on the gradient of W1 alone; multiply the values by it, before w2, and both "
    "gradients follow.",
    ahead=False,
    seen=False,
)
_know_gradients(
    "mask_not_in_w2",
    "The gradient of w2 is of the values behind the mask, h = tanh(...) * mask; you took those "
    "before it.",
    seen=False,
)
_know_gradients(
    "slope_of_masked",
    "The slope of tanh is that of the value before the mask, 1 - a**2; behind the mask it is "
    "another number.",
    slope="masked",
)
_know_gradients(
    "no_slope", "The slope of tanh is missing on the way back, 1 - tanh**2.", slope="none"
)
_know_gradients(
    "slope_not_squared",
    "The slope of tanh is 1 - tanh**2; you left out the square.",
    slope="not_squared",
)
_know_gradients(
    "slope_of_argument",
    "The slope of tanh is 1 - tanh(z)**2; you took 1 - z**2.",
    slope="argument",
)
_know_gradients(
    "slope_of_value",
    "You took the slope of tanh at a, which is tanh's value already; it is 1 - a**2.",
    slope="tanh_of_value",
)
_know_gradients(
    "first_uphill",
    "W1 goes uphill: the error is the prediction minus y in both gradients.",
    turned=-1.0,
)
_know_rates(
    "uphill",
    "The sign is wrong: the error is the prediction minus y, and the step goes against the "
    "gradient.",
    lambda x: (-1.0, -1.0),
)
_know_rates(
    "summed",
    "You summed over the examples; the loss is their mean, divided by 2.",
    lambda x: (len(x), len(x)),
)
_know_rates(
    "first_summed",
    "The gradient of W1 is summed over the examples; both are means.",
    lambda x: (len(x), 1.0),
)
_know_rates(
    "second_summed",
    "The gradient of w2 is summed over the examples; both are means.",
    lambda x: (1.0, len(x)),
)
_know_rates(
    "doubled",
    "The gradients are twice too large: the loss is half of the mean of squares, so that its 2 "
    "goes away.",
    lambda x: (2.0, 2.0),
)
_know_rates(
    "summed_and_doubled",
    "You summed over the examples, and the 2 is there too; the loss is half of the mean of "
    "squares.",
    lambda x: (2.0 * len(x), 2.0 * len(x)),
)
_know_rates(
    "halved",
    "The gradients are half of what they should be: the derivative of e**2 / 2 is e.",
    lambda x: (0.5, 0.5),
)
_know_rates(
    "averaged_twice",
    "You divided by the number of examples twice; the mean needs it once.",
    lambda x: (1 / len(x), 1 / len(x)),
)
_know_rates("first_stays", "W1 is not trained; step both.", lambda x: (0.0, 1.0))
_know_rates("second_stays", "w2 is not trained; step both.", lambda x: (1.0, 0.0))
_know_rates(
    "not_trained",
    "You returned the weights as they were given; return those after all steps.",
    lambda x: (0.0, 0.0),
)
_know_masks(
    "no_mask",
    "The masks are not used: multiply the values of the hidden units by the step's mask.",
    np.ones_like,
)
_know_masks(
    "not_scaled",
    "You only asked which units are kept; the mask's numbers, 1 / keep, multiply the values.",
    lambda masks: (masks != 0) * 1.0,
)
_know_masks(
    "scaled_twice",
    "You divided by the share that is kept; the masks have been scaled already.",
    lambda masks: masks * np.max(masks, initial=0.0),
)
_know_masks(
    "first_mask",
    "Every step has the first mask; each has its own, masks[step].",
    lambda masks: np.repeat(masks[:1], len(masks), axis=0),
)
_know_masks(
    "masks_backwards",
    "The masks come in the wrong order; the first step has the first one.",
    lambda masks: masks[::-1],
)
_know_masks(
    "columns_of_masks",
    "You went along the columns of masks; each step has a row.",
    np.transpose,
)
_know_masks(
    "one_step",
    "You took one step: your return stands inside the loop.",
    lambda masks: masks[:1],
)
_know_masks(
    "one_step_fewer",
    "You took one step too few: there is one for each row of masks.",
    lambda masks: masks[:-1],
)
_know_masks(
    "last_step_alone",
    "Only the last step counts: begin each one where the step before has ended.",
    lambda masks: masks[-1:],
)
_know_masks(
    "dropped_kept",
    "You dropped the units that are to be kept, and kept the others; where the mask is 0 a unit is "
    "dropped.",
    lambda masks: np.max(masks, initial=0.0) - masks,
)


@train_masked.mistake
def w2_first(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """You stepped w2 before you took the gradient of W1; take both from the weights before the
    step."""
    for mask in masks:
        _, second = _gradients(W1, w2, x, y, mask)
        e_first = _of_old_error(W1, w2, w2 - lr * second, x, y, mask)
        W1, w2 = W1 - lr * e_first, w2 - lr * second
    return W1, w2


def _of_old_error(W1: Array, w2: Array, new: Array, x: Array, y: Array, mask: Array) -> Array:
    a = np.tanh(x @ W1.T)
    e = ((a * mask) @ w2 - y) / len(y)
    return (np.outer(e, new) * mask * (1 - a**2)).T @ x


@train_masked.mistake
def w1_first(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """You stepped W1, and computed the values anew before the gradient of w2; take both gradients
    from the weights before the step."""
    for mask in masks:
        W1 = W1 - lr * _gradients(W1, w2, x, y, mask)[0]
        w2 = w2 - lr * _gradients(W1, w2, x, y, mask)[1]
    return W1, w2


@train_masked.mistake
def w2_first_anew(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """You stepped w2, and computed the error anew before the gradient of W1; take both gradients
    from the weights before the step."""
    for mask in masks:
        w2 = w2 - lr * _gradients(W1, w2, x, y, mask)[1]
        W1 = W1 - lr * _gradients(W1, w2, x, y, mask)[0]
    return W1, w2


@train_masked.mistake
def stale(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """Every step uses the weights of the beginning for its gradient; use the current ones."""
    found = [_gradients(W1, w2, x, y, mask) for mask in masks]
    return (
        W1 - lr * sum((first for first, _ in found), np.zeros(W1.shape)),
        w2 - lr * sum((second for _, second in found), np.zeros(w2.shape)),
    )


@train_masked.mistake
def mask_before_tanh(
    W1: Array,
    w2: Array,
    x: Array,
    y: Array,
    lr: float,
    masks: Array,
    behind: Any = (False, True),
    slope_of_masked: Any = (True, False),
) -> Weights:
    """The mask multiplies the sums before tanh; it multiplies the values behind it, and these
    alone."""

    def gradients(W1: Array, w2: Array, x: Array, y: Array, mask: Array) -> Weights:
        z = x @ W1.T
        a = np.tanh(z * mask)
        h = a * mask if behind else a
        e = (h @ w2 - y) / len(y)
        slope = 1 - (a if slope_of_masked else np.tanh(z)) ** 2
        return (np.outer(e, w2) * mask * slope).T @ x, h.T @ e

    return _stepped(W1, w2, x, y, lr, masks, gradients)


@train_masked.mistake
def mask_on_w2(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """You multiplied w2 itself by the mask, and it stayed so; the mask of a step is for the values
    of that step alone."""
    for mask in masks:
        w2 = w2 * mask
        first, second = _gradients(W1, w2, x, y, np.ones(len(w2)))
        W1, w2 = W1 - lr * first, w2 - lr * second
    return W1, w2


@train_masked.mistake
def no_lr(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """The learning rate is not used; step by lr times the gradient."""
    return _stepped(W1, w2, x, y, 1.0, masks)


@train_masked.mistake
def mask_twice(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """The way back has the mask twice: the slope or the error has it already."""

    def gradients(W1: Array, w2: Array, x: Array, y: Array, mask: Array) -> Weights:
        first, second = _gradients(W1, w2, x, y, mask)
        return first * mask[:, None], second

    return _stepped(W1, w2, x, y, lr, masks, gradients)


@train_masked.mistake
def mask_twice_in_w2(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """The gradient of w2 has the mask twice; the values behind the mask have it already."""

    def gradients(W1: Array, w2: Array, x: Array, y: Array, mask: Array) -> Weights:
        first, second = _gradients(W1, w2, x, y, mask)
        return first, second * mask

    return _stepped(W1, w2, x, y, lr, masks, gradients)


@train_masked.mistake
def no_w2(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """The way back to W1 lacks w2: the error reaches a unit through its weight to the output."""

    def gradients(W1: Array, w2: Array, x: Array, y: Array, mask: Array) -> Weights:
        _, second = _gradients(W1, w2, x, y, mask)
        return _of_old_error(W1, w2, np.ones(len(w2)), x, y, mask), second

    return _stepped(W1, w2, x, y, lr, masks, gradients)


@train_masked.mistake
def order(W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array) -> Weights:
    """You returned w2 first; the order is W1, w2."""
    return _stepped(W1, w2, x, y, lr, masks)[::-1]


@train_masked.mistake
def table_of_errors(
    W1: Array,
    w2: Array,
    x: Array,
    y: Array,
    lr: float,
    masks: Array,
    added_up: Any = (False, True),
) -> Weights:
    """Predictions (N, 1) less targets (N,) are a table (N, N), in which every prediction meets
    every target; both have to be (N,)."""
    rate = float(len(y)) if added_up else 1.0
    return _stepped(W1, w2, x, np.full(len(y), y.mean()), lr, masks, rates=(rate, rate))


@train_masked.mistake
def transposed_gradient(
    W1: Array, w2: Array, x: Array, y: Array, lr: float, masks: Array
) -> Weights:
    """The gradient of W1 is transposed: a row for each unit, delta.T @ x."""

    def gradients(W1: Array, w2: Array, x: Array, y: Array, mask: Array) -> Weights:
        first, second = _gradients(W1, w2, x, y, mask)
        return first.T, second

    return _stepped(W1, w2, x, y, lr, masks, gradients)
