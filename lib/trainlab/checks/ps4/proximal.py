"""A step that makes weights exactly zero: the soft threshold, and a shrinking behind it."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.question import Case, question


@question(
    "ps4/proximal_step",
    returns=("w",),
    section="lecture 11, section 6",
    hints=(
        "Look at one number: after the loss's own step it is u = w - lr * gradient. For v > 0 set "
        "the derivative of what is to be least to zero.",
        "That gives v = (u - lr * l1) / (1 + lr * l2), if it is positive; below 0 the same with "
        "signs, and where neither holds the minimum is at 0.",
        "u = w - lr * gradient; np.sign(u) * np.maximum(np.abs(u) - lr * l1, 0) / (1 + lr * l2).",
    ),
)
def proximal_step(w: Array, gradient: Array, lr: float, l1: float, l2: float = 0.0) -> Array:
    """Return, number by number, which of three candidates has the least value.

    The candidates are 0 and the stationary points of either side; one on the other side of 0 than
    it was computed for is put to 0.
    """
    u = np.asarray(w, dtype=np.float64) - lr * gradient
    sides = [np.maximum(u - lr * l1, 0), np.zeros(u.shape), np.minimum(u + lr * l1, 0)]
    candidates = np.array(sides) / (1 + lr * l2)
    values = (candidates - u) ** 2 / (2 * lr) + l1 * np.abs(candidates) + l2 * candidates**2 / 2
    chosen = values.argmin(axis=0)
    return np.take_along_axis(candidates, chosen[None], axis=0)[0]


@proximal_step.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    #: Weights, and where the loss's own step leads: beside the threshold 0.4 there is every way
    #: from beyond it or within it on one side to beyond it or within it on the other.
    before = np.array([1.5, -0.2, 0.6, -0.1, 0.3, -0.25, 0.35, -1.2]) * rng.uniform(0.9, 1.1, 8)
    after = np.array([1.3, 0.9, 0.25, 0.1, -0.15, -0.3, -0.7, -1.6])

    def given(lr: float, shape: Any = 8, **penalties: float) -> dict[str, Any]:
        gradient = ((before - after) / lr).reshape(shape)
        return {"w": before.reshape(shape), "gradient": gradient, "lr": lr, **penalties}

    yield Case("l1 alone", given(0.5, l1=0.8))
    yield Case("l1 and l2", given(0.4, l1=1.0, l2=0.7))
    if thorough:
        yield Case("a matrix of weights", given(0.2, (2, 4), l1=2.0, l2=0.5))
        yield Case("l2 alone", given(0.2, l1=0.0, l2=1.5))
        yield Case("no penalty", given(0.2, l1=0.0))
        one = {"w": np.array([0.2]), "gradient": np.array([2.2]), "lr": 0.5}
        yield Case("one number", one | {"l1": 0.8, "l2": 1.0})
        yield Case("a penalty that leaves nothing", given(0.5, l1=9.0, l2=1.0))
        rest = {"w": np.array([0.0, 0.0, 0.0]), "gradient": np.array([0.9, -1.1, 3.0])}
        yield Case("weights that are 0", rest | {"lr": 0.5, "l1": 1.0})
        whole = {"w": np.array([3, -1, 0, -4]), "gradient": np.array([1, -2, 1, 0])}
        yield Case("whole numbers", whole | {"lr": 0.5, "l1": 1, "l2": 1})
        yield Case("a rate above 1", given(2.0, l1=0.2, l2=0.4))


Shrink = Callable[[Any, float], Any]


def _soft(u: Any, s: float) -> Any:
    return np.sign(u) * np.maximum(np.abs(u) - s, 0)


def _not_beyond(w: Any, new: Any) -> Any:
    """Return new weights, 0 where they have another sign than the old ones."""
    return np.where(new * w < 0, 0, new)


def _know(name: str, diagnosis: str, step: Callable[..., Any]) -> None:
    """Know another step, (u, w, gradient, lr, l1, l2), with u that of the loss alone."""

    def answer(w: Array, gradient: Array, lr: float, l1: float, l2: float = 0.0) -> Any:
        return step(w - lr * gradient, w, gradient, lr, l1, l2)

    proximal_step.know(name, diagnosis, answer)


_know(
    "by_length",
    "You took the threshold of the length of all weights together, the group lasso; each weight is "
    "compared with lr * l1 on its own.",
    lambda u, w, g, lr, l1, l2: (
        u * max(1 - lr * l1 / max(np.linalg.norm(u), 1e-300), 0) / (1 + lr * l2)
    ),
)
_know(
    "kept_between",
    "What lies within the threshold is kept as it is; it becomes 0.",
    lambda u, w, g, lr, l1, l2: (
        np.where(np.abs(u) > lr * l1, u - lr * l1 * np.sign(u), u) / (1 + lr * l2)
    ),
)
_know(
    "l2_divides_twice",
    "You divided by 1 + lr * l2 twice; once is enough.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l1) / (1 + lr * l2) ** 2,
)
_know(
    "no_lr_and_l2_as_decay",
    "Your threshold is l1, and l2 multiplies by 1 - lr * l2; the threshold is lr * l1, and l2 "
    "divides by 1 + lr * l2.",
    lambda u, w, g, lr, l1, l2: _soft(u, l1) * (1 - lr * l2),
)


@proximal_step.mistake
def subgradient(
    w: Array,
    gradient: Array,
    lr: float,
    l1: float,
    l2: float = 0.0,
    l2_divides: Any = (False, True),
) -> Any:
    """You added the gradient of the L1 penalty to that of the loss, which jumps over 0 and rarely
    rests there; take the loss's own step first, and then the threshold."""
    return _by_gradients(w, gradient, lr, l1, l2, l2_divides)


@proximal_step.mistake
def subgradient_clipped(
    w: Array,
    gradient: Array,
    lr: float,
    l1: float,
    l2: float = 0.0,
    l2_divides: Any = (False, True),
) -> Any:
    """You stepped along the penalty's gradient at the old weights, and put to 0 what changes its
    sign; take the loss's own step first, and compare its size with lr * l1."""
    return _not_beyond(w, _by_gradients(w, gradient, lr, l1, l2, l2_divides))


def _by_gradients(w: Array, g: Array, lr: float, l1: float, l2: float, l2_divides: bool) -> Any:
    if l2_divides:
        return (w - lr * (g + l1 * np.sign(w))) / (1 + lr * l2)
    return w - lr * (g + l1 * np.sign(w) + l2 * w)


_know(
    "crossing_of_old",
    "You put to 0 what has another sign than w; after the loss's step the sign may be another one "
    "rightly: compare with u.",
    lambda u, w, g, lr, l1, l2: _not_beyond(w, u - lr * l1 * np.sign(u)) / (1 + lr * l2),
)
_know(
    "gradient_decides",
    "A weight becomes 0 where the gradient is below l1, wherever it is; it does so where it is "
    "within lr * l1 of 0 after the loss's step.",
    lambda u, w, g, lr, l1, l2: (
        np.where(np.abs(g) <= l1, 0, u - lr * l1 * np.sign(w)) / (1 + lr * l2)
    ),
)
_know(
    "sign_of_new",
    "You subtracted lr * l1 from the size even where that leads beyond 0; what would go beyond is "
    "0: np.maximum(np.abs(u) - lr * l1, 0).",
    lambda u, w, g, lr, l1, l2: (u - lr * l1 * np.sign(u)) / (1 + lr * l2),
)
_know(
    "no_lr",
    "Your threshold is l1; it should be lr * l1.",
    lambda u, w, g, lr, l1, l2: _soft(u, l1) / (1 + lr * l2),
)
_know(
    "no_lr_in_either",
    "lr is missing in both: the threshold is lr * l1, and l2 divides by 1 + lr * l2.",
    lambda u, w, g, lr, l1, l2: _soft(u, l1) / (1 + l2),
)
_know(
    "double_threshold",
    "Your threshold is twice as large as it should be, lr * l1.",
    lambda u, w, g, lr, l1, l2: _soft(u, 2 * lr * l1) / (1 + lr * l2),
)
_know(
    "subtracted_from_negative",
    "lr * l1 is subtracted from negative weights too, which makes them larger; add it to these: "
    "the size gets smaller on both sides.",
    lambda u, w, g, lr, l1, l2: np.where(np.abs(u) <= lr * l1, 0, u - lr * l1) / (1 + lr * l2),
)
_know(
    "half_threshold",
    "Your threshold is half of lr * l1; the penalty l1 |v| has no half.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l1 / 2) / (1 + lr * l2),
)
_know(
    "threshold_first",
    "You took the threshold of the weights before the loss's step; take that of what the step "
    "leads to.",
    lambda u, w, g, lr, l1, l2: _soft(w, lr * l1) / (1 + lr * l2) - lr * g,
)
_know(
    "gradient_cut",
    "You took the threshold of the gradient; take that of the weights after the step.",
    lambda u, w, g, lr, l1, l2: (w - lr * _soft(g, l1)) / (1 + lr * l2),
)
_know(
    "hard_threshold",
    "This is the hard threshold, which keeps what is above it as it is; the soft one subtracts lr "
    "* l1 from it as well.",
    lambda u, w, g, lr, l1, l2: np.where(np.abs(u) > lr * l1, u, 0) / (1 + lr * l2),
)
_know(
    "positive_alone",
    "Negative weights all become 0: compare their size, np.abs(u), and give the sign back.",
    lambda u, w, g, lr, l1, l2: np.maximum(u - lr * l1, 0) / (1 + lr * l2),
)
_know(
    "sign_lost",
    "All weights become positive: multiply by np.sign(u).",
    lambda u, w, g, lr, l1, l2: np.maximum(np.abs(u) - lr * l1, 0) / (1 + lr * l2),
)
_know(
    "sign_of_old",
    "You gave the result the sign of w; it has that of u, which the step may have changed.",
    lambda u, w, g, lr, l1, l2: np.sign(w) * np.maximum(np.abs(u) - lr * l1, 0) / (1 + lr * l2),
)
_know(
    "size_of_old",
    "A weight becomes 0 where it *was* small; it does so where it is small after the step.",
    lambda u, w, g, lr, l1, l2: (
        np.where(np.abs(w) > lr * l1, u - lr * l1 * np.sign(u), 0) / (1 + lr * l2)
    ),
)
_know(
    "added",
    "You added the threshold to the size; subtract it.",
    lambda u, w, g, lr, l1, l2: np.sign(u) * (np.abs(u) + lr * l1) / (1 + lr * l2),
)
_know(
    "no_l1",
    "l1 is not used: this is the loss's own step, and l2.",
    lambda u, w, g, lr, l1, l2: u / (1 + lr * l2),
)
_know(
    "no_l2",
    "l2 is not used: it divides by 1 + lr * l2.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l1),
)
_know(
    "l2_as_decay",
    "l2 multiplies by 1 - lr * l2, as a gradient step does; the minimum divides by 1 + lr * l2.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l1) * (1 - lr * l2),
)
_know(
    "l2_in_the_gradient",
    "The gradient of the L2 penalty is in the loss's step; here both penalties stand in what is "
    "minimized after it.",
    lambda u, w, g, lr, l1, l2: _soft(u - lr * l2 * w, lr * l1),
)
_know(
    "l2_before_threshold",
    "You divided by 1 + lr * l2 before the threshold; set the derivative to zero with both: the "
    "threshold comes first.",
    lambda u, w, g, lr, l1, l2: _soft(u / (1 + lr * l2), lr * l1),
)
_know(
    "l2_without_lr",
    "You divided by 1 + l2; by 1 + lr * l2.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l1) / (1 + l2),
)
_know(
    "l2_without_one",
    "You divided by lr * l2; 1 is missing.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l1) / np.float64(lr * l2),
)
_know(
    "l2_twice",
    "You divided by 1 + 2 lr * l2; the penalty l2 v**2 / 2 has a half, and its derivative none.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l1) / (1 + 2 * lr * l2),
)
_know(
    "l2_half",
    "You divided by 1 + lr * l2 / 2; the derivative of l2 v**2 / 2 is l2 v.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l1) / (1 + lr * l2 / 2),
)
_know(
    "l2_of_large_alone",
    "lr * l2 is subtracted as lr * l1 is; an L2 penalty divides.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * (l1 + l2)),
)
_know(
    "penalties_exchanged",
    "l1 and l2 are exchanged: l1 is the threshold, l2 divides.",
    lambda u, w, g, lr, l1, l2: _soft(u, lr * l2) / (1 + lr * l1),
)
_know(
    "no_step",
    "The gradient is not used: the loss's own step comes first, w - lr * gradient.",
    lambda u, w, g, lr, l1, l2: _soft(w, lr * l1) / (1 + lr * l2),
)
_know(
    "no_lr_in_step",
    "The loss's own step lacks lr: w - lr * gradient.",
    lambda u, w, g, lr, l1, l2: _soft(w - g, lr * l1) / (1 + lr * l2),
)
_know(
    "ascent",
    "The loss's own step goes uphill: w - lr * gradient.",
    lambda u, w, g, lr, l1, l2: _soft(w + lr * g, lr * l1) / (1 + lr * l2),
)
_know(
    "cut_to_whole",
    "Whole numbers stay whole: you filled an array of the type of w; compute a new one.",
    lambda u, w, g, lr, l1, l2: (_soft(u, lr * l1) / (1 + lr * l2)).astype(w.dtype),
)
