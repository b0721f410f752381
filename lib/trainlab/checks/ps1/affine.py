"""Part 2: the affine layer."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.ps1 import mlp
from trainlab.checks.ps1.batches import double, non_contiguous, sizes
from trainlab.checks.question import Case, question

SECTION = "lecture 04, section 4"


@question(
    "ps1/affine_forward",
    returns=("z",),
    section=SECTION,
    hints=(
        "Look at the shapes: x is (N, in), W is (out, in), and z is to be (N, out).",
        "Each row of z is W times that row of x, plus b; all rows at once are one product.",
        "z = x W^T + b: x @ W.T + b, where b of shape (out,) is added to every row.",
    ),
)
def affine_forward(x: Array, W: Array, b: Array) -> Array:
    """Return x W^T + b by index notation."""
    return mlp.affine(double(x), double(W), double(b))


@affine_forward.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, n, inputs, outputs, dtype in sizes(thorough):
        shapes = {"x": (n, inputs), "W": (outputs, inputs), "b": (outputs,)}
        last = {k: away_from_zero(rng, s).astype(dtype) for k, s in shapes.items()}
        yield Case(title, last)
    if thorough:
        yield Case("whole numbers", {k: np.arange(1, v.size + 1).reshape(v.shape)
                                     for k, v in last.items()})  # fmt: skip
        yield Case("a non-contiguous batch", {k: non_contiguous(v) for k, v in last.items()})


@affine_forward.mistake
def no_bias(x: Array, W: Array, b: Array) -> Array:
    """You left out the bias b."""
    return x @ W.T


@affine_forward.mistake
def minus_bias(x: Array, W: Array, b: Array) -> Array:
    """You subtracted the bias b; add it."""
    return x @ W.T - b


@affine_forward.mistake
def bias_twice(x: Array, W: Array, b: Array) -> Array:
    """You added the bias b twice."""
    return x @ W.T + 2 * b


@affine_forward.mistake
def column_of_bias(x: Array, W: Array, b: Array) -> Array:
    """You added b as a column, one number to each example; it has one number for each output, and
    is added to every row: x @ W.T + b."""
    return x @ W.T + b[:, None]


@affine_forward.mistake
def summed_bias(x: Array, W: Array, b: Array) -> Array:
    """You added the sum of b everywhere; each output has its own bias."""
    return x @ W.T + b.sum()


@affine_forward.mistake
def not_transposed(x: Array, W: Array, b: Array) -> Array:
    """You multiplied by W where its transpose belongs: W is (out, in), so z is x @ W.T + b."""
    return x @ W + b


@affine_forward.mistake
def columns(x: Array, W: Array, b: Array) -> Array:
    """You multiplied W @ x, as if examples were columns; they are rows: x @ W.T + b."""
    return W @ x + b


@affine_forward.mistake
def transposed_result(x: Array, W: Array, b: Array) -> Array:
    """z is transposed: it has one row for each example, x @ W.T + b."""
    return (x @ W.T + b).T


@affine_forward.mistake
def elementwise(x: Array, W: Array, b: Array) -> Array:
    """You multiplied x and W entry by entry; z is a matrix product, x @ W.T + b."""
    return x * W + b


@affine_forward.mistake
def activated(x: Array, W: Array, b: Array, f: Any = (np.tanh, lambda z: np.maximum(z, 0))) -> Any:
    """You applied an activation too; an affine layer has none."""
    return f(x @ W.T + b)


@affine_forward.mistake
def first_row(x: Array, W: Array, b: Array) -> Array:
    """This is the first example's output alone; return one row for each example."""
    return x[0] @ W.T + b


@affine_forward.mistake
def mean_over_inputs(x: Array, W: Array, b: Array) -> Array:
    """You averaged over the batch or the inputs; z sums over the inputs, and over nothing else."""
    return x @ W.T / x.shape[1] + b


Three = tuple[Array, Array, Array]


@question(
    "ps1/affine_backward",
    returns=("dx", "dW", "db"),
    section=SECTION,
    hints=(
        "Look at the shapes: a gradient has the shape of its variable, and dz is (N, out).",
        "Sum over every path: x[n, i] reaches the loss through all outputs of its own example, "
        "W[o, i] and b[o] through output o of every example.",
        "dx = dz W, dW = dz^T x, db = the sum of dz over the batch: dz @ W, dz.T @ x, "
        "dz.sum(axis=0).",
    ),
)
def affine_backward(dz: Array, x: Array, W: Array) -> Three:
    """Return the three gradients by the complex step."""
    dz, x, W = double(dz), double(x), double(W)

    def against(values: Array) -> Any:
        return (values * dz).sum()

    return (
        complex_step(lambda v: against(v @ W.T), x),
        complex_step(lambda v: against(x @ v.T), W),
        complex_step(lambda v: against(np.zeros_like(dz) + v), np.zeros(len(W))),
    )


@affine_backward.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, n, inputs, outputs, dtype in sizes(thorough):
        shapes = {"dz": (n, outputs), "x": (n, inputs), "W": (outputs, inputs)}
        last = {k: away_from_zero(rng, s).astype(dtype) for k, s in shapes.items()}
        yield Case(title, last)
    if thorough:
        yield Case("dz of whole numbers", last | {"dz": np.arange(1, last["dz"].size + 1)[None]})
        yield Case("zero gradients", last | {"dz": np.zeros_like(last["dz"])})
        yield Case("a non-contiguous batch", {k: non_contiguous(v) for k, v in last.items()})


@affine_backward.mistake
def transposed(dz: Array, x: Array, W: Array) -> Three:
    """dW is transposed: W is (out, in), so dW is dz.T @ x, not x.T @ dz."""
    return dz @ W, x.T @ dz, dz.sum(0)


@affine_backward.mistake
def dx_by_transpose(dz: Array, x: Array, W: Array) -> Three:
    """dx is dz @ W, not dz @ W.T: going back, W is not transposed."""
    return dz @ W.T, dz.T @ x, dz.sum(0)


@affine_backward.mistake
def averaged_mean(dz: Array, x: Array, W: Array) -> Three:
    """You averaged all three over the batch, but the mean belongs to the loss and is in dz already;
    sum over the batch in dW and db, and not at all in dx."""
    return dz @ W / len(x), dz.T @ x / len(x), dz.mean(0)


@affine_backward.mistake
def averaged(dz: Array, x: Array, W: Array) -> Three:
    """You averaged over the batch, but the mean belongs to the loss and is in dz already; sum over
    the batch here."""
    return dz @ W, dz.T @ x / len(x), dz.mean(0)


@affine_backward.mistake
def averaged_weights(dz: Array, x: Array, W: Array) -> Three:
    """dW is summed over the batch, not averaged: the mean belongs to the loss, and is in dz
    already."""
    return dz @ W, dz.T @ x / len(x), dz.sum(0)


@affine_backward.mistake
def averaged_bias(dz: Array, x: Array, W: Array) -> Three:
    """db is the sum of dz over the batch, not its mean: the mean belongs to the loss."""
    return dz @ W, dz.T @ x, dz.mean(0)


@affine_backward.mistake
def dx_averaged(dz: Array, x: Array, W: Array) -> Three:
    """dx is averaged over the batch; each example has a gradient of its own, dz @ W."""
    return dz @ W / len(x), dz.T @ x, dz.sum(0)


@affine_backward.mistake
def dx_summed(dz: Array, x: Array, W: Array) -> Three:
    """dx is summed over the batch; each example has a gradient of its own, dz @ W."""
    return (dz @ W).sum(0), dz.T @ x, dz.sum(0)


@affine_backward.mistake
def bias_over_features(dz: Array, x: Array, W: Array) -> Three:
    """You summed db over the wrong axis: every unit has its own bias, so sum over the batch (axis
    0), not over the units."""
    return dz @ W, dz.T @ x, dz.sum(1)


@affine_backward.mistake
def bias_not_summed(dz: Array, x: Array, W: Array) -> Three:
    """db has one row per example; the bias is shared by the batch, so sum dz over it."""
    return dz @ W, dz.T @ x, dz


@affine_backward.mistake
def bias_summed_over_all(dz: Array, x: Array, W: Array) -> Three:
    """db is one number; every output has its own bias, so sum dz over the batch alone: axis 0."""
    return dz @ W, dz.T @ x, dz.sum()


@affine_backward.mistake
def bias_keeps_axis(dz: Array, x: Array, W: Array) -> Three:
    """db is (1, out), and b is (out,): leave out keepdims=True."""
    return dz @ W, dz.T @ x, dz.sum(0, keepdims=True)


@affine_backward.mistake
def bias_column(dz: Array, x: Array, W: Array) -> Three:
    """db is a column, (out, 1), and b is (out,): sum over axis 0 and keep no axis."""
    return dz @ W, dz.T @ x, dz.sum(0)[:, None]


@affine_backward.mistake
def bias_ones(dz: Array, x: Array, W: Array) -> Three:
    """db is the derivative of z alone, which is 1; by the chain rule it is the sum of dz over the
    batch."""
    return dz @ W, dz.T @ x, np.ones(len(W))


@affine_backward.mistake
def bias_count(dz: Array, x: Array, W: Array) -> Three:
    """db counts the examples; by the chain rule each of them weighs its dz: sum dz over the
    batch."""
    return dz @ W, dz.T @ x, np.full(len(W), float(len(x)))


@affine_backward.mistake
def bias_zero(dz: Array, x: Array, W: Array) -> Three:
    """db is zero: the bias reaches the loss too; sum dz over the batch."""
    return dz @ W, dz.T @ x, np.zeros(len(W))


@affine_backward.mistake
def dx_without_dz(dz: Array, x: Array, W: Array) -> Three:
    """dx is W alone; by the chain rule it is dz @ W."""
    return W, dz.T @ x, dz.sum(0)


@affine_backward.mistake
def dW_without_dz(dz: Array, x: Array, W: Array) -> Three:  # noqa: N802  (of the student's dW)
    """dW is made of x alone; by the chain rule each example weighs its dz: dz.T @ x."""
    return dz @ W, np.ones_like(dz).T @ x, dz.sum(0)


@affine_backward.mistake
def first_example(dz: Array, x: Array, W: Array) -> Three:
    """dW is made of the first example alone; sum over all of them, dz.T @ x."""
    return dz @ W, np.outer(dz[0], x[0]), dz.sum(0)


@affine_backward.mistake
def outer(dz: Array, x: Array, W: Array) -> Three:
    """np.outer flattens both batches; the outer products of all examples, summed, are dz.T @ x."""
    return dz @ W, np.outer(dz, x), dz.sum(0)


@affine_backward.mistake
def order(dz: Array, x: Array, W: Array) -> Three:
    """You returned dW before dx; the order is dx, dW, db."""
    return dz.T @ x, dz @ W, dz.sum(0)


@affine_backward.mistake
def dx_last(dz: Array, x: Array, W: Array) -> Three:
    """You returned dx last; the order is dx, dW, db."""
    return dz.T @ x, dz.sum(0), dz @ W


@affine_backward.mistake
def wrong_sign(dz: Array, x: Array, W: Array) -> Three:
    """All three gradients have the wrong sign."""
    return -dz @ W, -dz.T @ x, -dz.sum(0)


@affine_backward.mistake
def weights_squared(dz: Array, x: Array, W: Array) -> Three:
    """dW uses W where x belongs: z = x W^T + b, so its derivative by W is x, and dW is dz.T @ x."""
    return dz @ W, dz.T @ W, dz.sum(0)
