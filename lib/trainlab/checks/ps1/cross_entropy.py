"""Part 4: softmax and cross entropy."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.ps1.batches import double, non_contiguous
from trainlab.checks.ps1.softmax import (
    cross_entropy,
    log_softmax,
    one_hot,
    slope,
    softmax,
    surprise,
)
from trainlab.checks.question import Case, question

LossAndSlope = tuple[Any, Array]


@question(
    "ps1/softmax_cross_entropy",
    returns=("loss", "du"),
    section="lecture 04, section 6",
    hints=(
        "Look at large logits: exp overflows, and a probability that is rounded to 0 has no "
        "logarithm. Look at N: the loss is a mean.",
        "Subtract each row's largest logit, which changes no probability, and never take log of "
        "softmax: ln p = u - ln(sum of e^u), by the shifted logits.",
        "ln p[n, k] = u[n, k] - ln sum_j e^u[n, j]; loss = -mean of ln p[n, y[n]]; du = (p - one "
        "hot labels) / N.",
    ),
)
def softmax_cross_entropy(u: Array, y: Array) -> LossAndSlope:
    """Return the loss, and its gradient by the complex step."""
    return cross_entropy(double(u), y), complex_step(lambda v: cross_entropy(v, y), double(u))


@softmax_cross_entropy.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("a batch of 4", {"u": _logits(rng, 4, 3), "y": np.array([2, 0, 1, 2])})
    yield Case("as many classes as examples", {"u": _logits(rng, 3, 3), "y": np.array([1, 2, 0])})
    if not thorough:
        return
    far = _logits(rng, 3, 3)
    far[np.arange(3), [2, 0, 1]] -= 1000
    rows = [0.0, -2000, 2000]
    cases = [
        ("a float32 batch", _logits(rng, 6, 3).astype(np.float32), [0, 1, 2, 0, 1, 2]),
        ("equal logits", np.zeros((3, 4)), [3, 0, 1]),
        ("logits of whole numbers", np.array([[1, 2, -1], [0, -2, 3]]), [2, 0]),
        ("a non-contiguous batch", non_contiguous(_logits(rng, 3, 3)), [2, 1, 0]),
        ("logits of 1000", _logits(rng, 4, 3) + 1000, [2, 0, 1, 1]),
        ("rows of very different logits", _logits(rng, 3, 3) + np.c_[rows], [1, 2, 0]),
        ("a right class 1000 below the top", far, [2, 0, 1]),
        ("the last class missing from the batch", _logits(rng, 4, 3), [1, 0, 1, 1]),
        ("one class alone in the batch", _logits(rng, 3, 3), [0, 0, 0]),
        ("a batch of one", _logits(rng, 1, 4), [2]),
    ]
    for title, u, y in cases:
        yield Case(title, {"u": u, "y": np.array(y)})


def _logits(rng: np.random.Generator, n: int, classes: int) -> Array:
    return away_from_zero(rng, (n, classes))


@softmax_cross_entropy.mistake
def summed(u: Array, y: Array) -> LossAndSlope:
    """You summed over the batch instead of averaging, in the loss and in its gradient; divide both
    by N."""
    return cross_entropy(u, y) * len(u), slope(u, y) * len(u)


@softmax_cross_entropy.mistake
def gradient_summed(u: Array, y: Array) -> LossAndSlope:
    """The gradient lacks its 1/N: you summed over the batch instead of averaging. The loss is a
    mean, so each example weighs 1/N in du."""
    return cross_entropy(u, y), slope(u, y) * len(u)


@softmax_cross_entropy.mistake
def loss_summed(u: Array, y: Array) -> LossAndSlope:
    """You summed the loss over the batch instead of averaging; your gradient is that of the mean
    already."""
    return cross_entropy(u, y) * len(u), slope(u, y)


@softmax_cross_entropy.mistake
def half_shifted(u: Array, y: Array) -> LossAndSlope:
    """In the loss you subtract the largest logit in log(sum(exp(.))), and not in the right class's
    own; subtract it in both, or add it again."""
    shifted = u - u.max(axis=1, keepdims=True)
    logs = np.log(np.exp(shifted).sum(axis=1))
    return np.mean(logs - u[np.arange(len(u)), y]), slope(u, y)


@softmax_cross_entropy.mistake
def not_averaged(u: Array, y: Array) -> LossAndSlope:
    """You returned a loss for each example; the loss is their mean, one number."""
    return surprise(u, y), slope(u, y)


@softmax_cross_entropy.mistake
def averaged_twice(u: Array, y: Array) -> LossAndSlope:
    """The loss is averaged twice: a mean that is divided by N once more."""
    return cross_entropy(u, y) / len(u), slope(u, y)


@softmax_cross_entropy.mistake
def gradient_averaged_twice(u: Array, y: Array) -> LossAndSlope:
    """The gradient is averaged twice: it is divided by N once more than the loss."""
    return cross_entropy(u, y), slope(u, y) / len(u)


@softmax_cross_entropy.mistake
def wrong_sign(u: Array, y: Array) -> LossAndSlope:
    """The gradient has the wrong sign: it is softmax(u) minus the one-hot labels, not the other way
    round."""
    return cross_entropy(u, y), -slope(u, y)


@softmax_cross_entropy.mistake
def positive_log(u: Array, y: Array) -> LossAndSlope:
    """The loss has the wrong sign: it is minus the logarithm of the right class's probability."""
    return -cross_entropy(u, y), slope(u, y)


@softmax_cross_entropy.mistake
def no_one_hot(u: Array, y: Array) -> LossAndSlope:
    """The gradient is softmax(u) minus the one-hot labels; you left the labels out."""
    return cross_entropy(u, y), softmax(u) / len(u)


@softmax_cross_entropy.mistake
def one_after_mean(u: Array, y: Array) -> LossAndSlope:
    """You divided softmax(u) by N, and then subtracted the labels, which were not divided; the mean
    is over both: (softmax(u) - one hot) / N."""
    return cross_entropy(u, y), softmax(u) / len(u) - one_hot(u, y)


@softmax_cross_entropy.mistake
def one_before_mean(u: Array, y: Array) -> LossAndSlope:
    """Brackets are missing: you divided the labels by N, and softmax(u) not; the mean is over both:
    (softmax(u) - one hot) / N."""
    return cross_entropy(u, y), softmax(u) - one_hot(u, y) / len(u)


@softmax_cross_entropy.mistake
def one_added(u: Array, y: Array) -> LossAndSlope:
    """You added the one-hot labels to softmax(u); subtract them."""
    return cross_entropy(u, y), (softmax(u) + one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def every_row(u: Array, y: Array) -> LossAndSlope:
    """p[:, y] -= 1 subtracts in every row at every label; each row has one: p[np.arange(N), y] -=
    1."""
    du = softmax(u)
    du[:, y] -= 1
    return cross_entropy(u, y), du / len(u)


@softmax_cross_entropy.mistake
def loss_of_every_row(u: Array, y: Array) -> LossAndSlope:
    """log_p[:, y] takes every row at every label; each row has one: log_p[np.arange(N), y]."""
    return -log_softmax(u)[:, y].mean(), slope(u, y)


@softmax_cross_entropy.mistake
def right_class_alone(u: Array, y: Array) -> LossAndSlope:
    """du is 0 but for the right classes; the others' logits change the loss too, by p / N each."""
    return cross_entropy(u, y), slope(u, y) * one_hot(u, y)


@softmax_cross_entropy.mistake
def label_subtracted(u: Array, y: Array) -> LossAndSlope:
    """You subtracted the label itself, 0 ... K-1; subtract the one-hot row of it."""
    return cross_entropy(u, y), (softmax(u) - y[:, None]) / len(u)


@softmax_cross_entropy.mistake
def no_softmax(u: Array, y: Array) -> LossAndSlope:
    """du is made of the logits u; it is made of their probabilities, softmax(u)."""
    return cross_entropy(u, y), (u - one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def log_softmax_minus_one_hot(u: Array, y: Array) -> LossAndSlope:
    """du is made of log p; it is made of p: np.exp(log_p) minus the one-hot labels."""
    return cross_entropy(u, y), (log_softmax(u) - one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def by_probabilities(u: Array, y: Array) -> LossAndSlope:
    """This is the gradient by p, -1 / p at the right class; by u it is (softmax(u) - one hot) /
    N."""
    return cross_entropy(u, y), -one_hot(u, y) / np.exp(log_softmax(u)) / len(u)


@softmax_cross_entropy.mistake
def loss_over_classes(u: Array, y: Array) -> LossAndSlope:
    """Your mean of the loss is over N times K entries, the zeros too; divide the sum by N alone."""
    return cross_entropy(u, y) / u.shape[1], slope(u, y)


@softmax_cross_entropy.mistake
def gradient_over_classes(u: Array, y: Array) -> LossAndSlope:
    """You divided the gradient by K, the number of classes; divide it by N, the number of
    examples."""
    return cross_entropy(u, y), slope(u, y) * len(u) / u.shape[1]


@softmax_cross_entropy.mistake
def over_classes(u: Array, y: Array) -> LossAndSlope:
    """You divided by N times the number of classes; the mean is over the N examples alone."""
    return cross_entropy(u, y) / u.shape[1], slope(u, y) / u.shape[1]


@softmax_cross_entropy.mistake
def over_batch(u: Array, y: Array, careful: Any = (False, True)) -> LossAndSlope:
    """Your softmax is normalized over the batch; each row must sum to one (axis=1)."""
    if not careful:
        return _from_probabilities(softmax(u, axis=0), u, y)
    log_p = log_softmax(u.T).T
    return -log_p[np.arange(len(y)), y].mean(), (np.exp(log_p) - one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def over_all(u: Array, y: Array, careful: Any = (False, True)) -> LossAndSlope:
    """Your softmax is normalized over the whole batch; each row must sum to one (axis=1)."""
    if not careful:
        return _from_probabilities(softmax(u, axis=None), u, y)
    log_p = log_softmax(u.reshape(1, -1)).reshape(u.shape)
    return -log_p[np.arange(len(y)), y].mean(), (np.exp(log_p) - one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def no_keepdims(u: Array, y: Array, both: Any = (True, False)) -> LossAndSlope:
    """You subtracted each row's number from the columns: keep the axis, u.max(axis=1,
    keepdims=True), and in the sum too."""
    shifted = u - u.max(axis=1)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=not both))
    return -log_p[np.arange(len(y)), y].mean(), (np.exp(log_p) - one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def overflow(u: Array, y: Array) -> LossAndSlope:
    """exp(u) overflows for large logits, and inf / inf is not a number; subtract each row's largest
    logit first, which changes nothing else."""
    return _from_probabilities(np.exp(u) / np.exp(u).sum(axis=1, keepdims=True), u, y)


@softmax_cross_entropy.mistake
def overflow_of_sum(u: Array, y: Array) -> LossAndSlope:
    """exp(u) overflows for large logits, and log(inf) is inf; subtract each row's largest logit
    first, and add it again after the logarithm."""
    log_p = u - np.log(np.exp(u).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean(), (np.exp(log_p) - one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def batch_maximum(u: Array, y: Array, careful: Any = (True, False)) -> LossAndSlope:
    """You subtracted the batch's largest logit; where a row lies far below it, all of its
    exponentials are rounded to 0. Subtract each row's own: u.max(axis=1, keepdims=True)."""
    shifted = u - u.max()
    if not careful:
        return _from_probabilities(
            np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True), u, y
        )
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), y].mean(), (np.exp(log_p) - one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def log_of_zero(u: Array, y: Array) -> LossAndSlope:
    """You took the logarithm of a probability that was rounded to 0; take ln p = u - ln sum e^u
    instead, by the shifted logits, without softmax."""
    return _from_probabilities(softmax(u), u, y)


@softmax_cross_entropy.mistake
def log_floor(
    u: Array,
    y: Array,
    floor: Any = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6),
    added: Any = (True, False),
) -> LossAndSlope:
    """You kept the probability from 0 by a small number, and so the loss from being right where it
    is large; take ln p = u - ln sum e^u instead, by the shifted logits."""
    p = softmax(u)[np.arange(len(y)), y]
    return -np.log(p + floor if added else np.maximum(p, floor)).mean(), slope(u, y)


@softmax_cross_entropy.mistake
def shift_lost(u: Array, y: Array) -> LossAndSlope:
    """You subtracted the row's largest logit inside the logarithm of the sum, and did not add it
    again: take u from the same shifted logits."""
    log_p = log_softmax(u) + u.max(axis=1, keepdims=True)
    return -log_p[np.arange(len(y)), y].mean(), (np.exp(log_p) - one_hot(u, y)) / len(u)


@softmax_cross_entropy.mistake
def softmax_twice(u: Array, y: Array) -> LossAndSlope:
    """You took softmax of softmax: the logits u go in once."""
    return cross_entropy(softmax(u), y), slope(softmax(u), y)


@softmax_cross_entropy.mistake
def log_of_base(u: Array, y: Array, base: Any = (2, 10)) -> LossAndSlope:
    """Your logarithm has another base; the loss is made of the natural one, np.log."""
    return np.mean(surprise(u, y)) / np.log(base), slope(u, y)


@softmax_cross_entropy.mistake
def no_log(u: Array, y: Array, sign: Any = (-1, 1)) -> LossAndSlope:
    """The loss is made of the probabilities themselves; take their logarithms."""
    return sign * softmax(u)[np.arange(len(y)), y].mean(), slope(u, y)


@softmax_cross_entropy.mistake
def logits_alone(u: Array, y: Array) -> LossAndSlope:
    """The loss is made of the right class's logit alone; ln p is u minus the logarithm of the row's
    sum of exponentials."""
    return -u[np.arange(len(y)), y].mean(), slope(u, y)


@softmax_cross_entropy.mistake
def over_written(u: Array, y: Array) -> LossAndSlope:
    """du = p is another name of p, not a copy: the loss was made after 1 was subtracted. Write du =
    p.copy(), or make the loss first."""
    changed = softmax(u)[np.arange(len(y)), y] - 1
    return -np.log(np.abs(changed)).mean(), slope(u, y)


@softmax_cross_entropy.mistake
def whole_entropy(u: Array, y: Array) -> LossAndSlope:
    """The loss is -sum of p ln p, the entropy of your own probabilities; take -ln p of the right
    class alone."""
    return -(softmax(u) * log_softmax(u)).sum(axis=1).mean(), slope(u, y)


@softmax_cross_entropy.mistake
def one_hot_by_labels(u: Array, y: Array) -> LossAndSlope:
    """np.eye(y.max() + 1) has as many classes as the labels that occur; there are K = u.shape[1]:
    np.eye(K)[y]."""
    hot = np.eye(y.max() + 1)[y]
    return -(hot * log_softmax(u)).sum() / len(u), (softmax(u) - hot) / len(u)


@softmax_cross_entropy.mistake
def sigmoid(u: Array, y: Array) -> LossAndSlope:
    """This is the logistic sigmoid of each logit by itself, with the binary cross entropy; softmax
    divides by the row's sum."""
    p, hot = 1 / (1 + np.exp(-u)), one_hot(u, y)
    return -(hot * np.log(p) + (1 - hot) * np.log(1 - p)).sum() / len(u), (p - hot) / len(u)


@softmax_cross_entropy.mistake
def squared_error(u: Array, y: Array) -> LossAndSlope:
    """This is the squared error of the probabilities; the loss is minus the logarithm of the right
    class's."""
    e = softmax(u) - one_hot(u, y)
    return (e**2).sum() / len(u), 2 * e / len(u)


@softmax_cross_entropy.mistake
def order(u: Array, y: Array) -> LossAndSlope:
    """You returned du before the loss; the order is loss, du."""
    return slope(u, y), cross_entropy(u, y)


def _from_probabilities(p: Array, u: Array, y: Array) -> LossAndSlope:
    return -np.log(p[np.arange(len(y)), y]).mean(), (p - one_hot(u, y)) / len(u)
