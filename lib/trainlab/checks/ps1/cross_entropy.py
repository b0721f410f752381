"""Part 4: softmax and cross entropy."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.ps1.batches import double, non_contiguous
from trainlab.checks.ps1.softmax import cross_entropy, one_hot, slope, softmax
from trainlab.checks.question import Case, question

LossAndSlope = tuple[Any, Array]


@question("ps1/softmax_cross_entropy", returns=("loss", "du"))
def softmax_cross_entropy(u: Array, y: Array) -> LossAndSlope:
    """Return the loss, and its gradient by the complex step."""
    return cross_entropy(double(u), y), complex_step(lambda v: cross_entropy(v, y), double(u))


@softmax_cross_entropy.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def labelled(title: str, u: Array) -> Case:
        return Case(title, {"u": u, "y": rng.integers(u.shape[1], size=len(u))})

    yield labelled("a batch of 4", rng.normal(size=(4, 3)))
    yield labelled("a batch of 5", rng.normal(size=(5, 2)))
    if thorough:
        yield labelled("a batch of one", rng.normal(size=(1, 4)))
        yield labelled("a float32 batch", rng.normal(size=(6, 3)).astype(np.float32))
        yield labelled("equal logits", np.zeros((3, 4)))
        yield labelled("logits of 1000", 1000.0 * rng.normal(size=(4, 3)))
        yield labelled("a non-contiguous batch", non_contiguous(rng.normal(size=(3, 3))))


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
def over_classes(u: Array, y: Array) -> LossAndSlope:
    """You divided by N times the number of classes; the mean is over the N examples alone."""
    return cross_entropy(u, y) / u.shape[1], slope(u, y) / u.shape[1]


@softmax_cross_entropy.mistake
def over_batch(u: Array, y: Array) -> LossAndSlope:
    """Your softmax is normalized over the batch; each row must sum to one (axis=1)."""
    return _from_probabilities(softmax(u, axis=0), u, y)


@softmax_cross_entropy.mistake
def overflow(u: Array, y: Array) -> LossAndSlope:
    """exp(u) overflows for large logits, and inf / inf is not a number; subtract each row's largest
    logit first, which changes nothing else."""
    return _from_probabilities(np.exp(u) / np.exp(u).sum(axis=1, keepdims=True), u, y)


def _from_probabilities(p: Array, u: Array, y: Array) -> LossAndSlope:
    return -np.log(p[np.arange(len(y)), y]).mean(), (p - one_hot(u, y)) / len(u)
