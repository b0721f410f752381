"""Part 2: the affine layer."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.ps1 import mlp
from trainlab.checks.ps1.batches import double, non_contiguous, sizes
from trainlab.checks.question import Case, question


@question("ps1/affine_forward", returns=("z",))
def affine_forward(x: Array, W: Array, b: Array) -> Array:
    """Return x W^T + b by index notation."""
    return mlp.affine(double(x), double(W), double(b))


@affine_forward.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, n, inputs, outputs, dtype in sizes(thorough):
        x, W, b = (
            rng.normal(size=(n, inputs)),
            rng.normal(size=(outputs, inputs)),
            rng.normal(size=outputs),
        )
        yield Case(title, {k: v.astype(dtype) for k, v in zip("xWb", (x, W, b), strict=True)})


@affine_forward.mistake
def no_bias(x: Array, W: Array, b: Array) -> Array:
    """You left out the bias b."""
    return x @ W.T


@affine_forward.mistake
def minus_bias(x: Array, W: Array, b: Array) -> Array:
    """You subtracted the bias b; add it."""
    return x @ W.T - b


Three = tuple[Array, Array, Array]


@question("ps1/affine_backward", returns=("dx", "dW", "db"))
def affine_backward(dz: Array, x: Array, W: Array) -> Three:
    """Return the three gradients by the complex step."""

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
        last = {k: rng.normal(size=s).astype(dtype) for k, s in shapes.items()}
        yield Case(title, last)
    if thorough:
        yield Case("zero gradients", last | {"dz": np.zeros_like(last["dz"])})
        yield Case("a non-contiguous batch", {k: non_contiguous(v) for k, v in last.items()})


@affine_backward.mistake
def transposed(dz: Array, x: Array, W: Array) -> Three:
    """dW is transposed: W is (out, in), so dW is dz.T @ x, not x.T @ dz."""
    return dz @ W, x.T @ dz, dz.sum(0)


@affine_backward.mistake
def averaged(dz: Array, x: Array, W: Array) -> Three:
    """You averaged over the batch, but the mean belongs to the loss and is in dz already; sum over
    the batch here."""
    return dz @ W, dz.T @ x / len(x), dz.mean(0)


@affine_backward.mistake
def averaged_bias(dz: Array, x: Array, W: Array) -> Three:
    """db is the sum of dz over the batch, not its mean: the mean belongs to the loss."""
    return dz @ W, dz.T @ x, dz.mean(0)


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
def order(dz: Array, x: Array, W: Array) -> Three:
    """You returned dW before dx; the order is dx, dW, db."""
    return dz.T @ x, dz @ W, dz.sum(0)


@affine_backward.mistake
def wrong_sign(dz: Array, x: Array, W: Array) -> Three:
    """All three gradients have the wrong sign."""
    return -dz @ W, -dz.T @ x, -dz.sum(0)
