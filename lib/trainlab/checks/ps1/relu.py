"""Part 3: the activation ReLU."""

from collections.abc import Sequence

import numpy as np

from trainlab.checks.numerical import Array, central_difference
from trainlab.checks.ps1.batches import elementwise
from trainlab.checks.question import Case, question


@question("ps1/relu_forward", returns=("a",))
def relu_forward(z: Array) -> Array:
    """Return z where it is positive."""
    return np.where(z > 0, z, 0.0)


@relu_forward.cases
def _(thorough: bool, rng: np.random.Generator) -> Sequence[Case]:
    return elementwise(("z",), thorough, rng, at_zero=True)


@relu_forward.mistake
def absolute(z: Array) -> Array:
    """This is the absolute value; ReLU is zero for negative z."""
    return np.abs(z)


@relu_forward.mistake
def step(z: Array) -> Array:
    """You returned where z is positive, 0 or 1; ReLU returns z itself there."""
    return (z > 0) * 1.0


@question("ps1/relu_backward", returns=("dz",), tolerance=1e-6)
def relu_backward(da: Array, z: Array) -> Array:
    """Return da times the central difference, taken to the left of the kink."""
    away = np.where(z == 0, -1.0, z)
    return da * central_difference(lambda v: np.maximum(v, 0).sum(), away)


@relu_backward.cases
def _(thorough: bool, rng: np.random.Generator) -> Sequence[Case]:
    return elementwise(("da", "z"), thorough, rng, at_zero=True)


@relu_backward.mistake
def no_upstream(da: Array, z: Array) -> Array:
    """You returned the derivative alone; by the chain rule multiply it by the gradient da that
    arrives from above."""
    return (z > 0) * 1.0


@relu_backward.mistake
def mask_of_gradient(da: Array, z: Array) -> Array:
    """You cut off where the gradient da is negative; cut off where the input z is negative."""
    return np.maximum(da, 0)


@relu_backward.mistake
def value(da: Array, z: Array) -> Array:
    """You multiplied by relu(z); multiply by its derivative, which is 0 or 1."""
    return da * np.maximum(z, 0)


@relu_backward.mistake
def flipped(da: Array, z: Array) -> Array:
    """You let the gradient through where z is negative; it passes where z is positive."""
    return da * (z <= 0)


@relu_backward.mistake
def one_at_zero(da: Array, z: Array) -> Array:
    """At z = 0 exactly the derivative is taken to be 0 here; compare with z > 0, not z >= 0."""
    return da * (z >= 0)


@relu_backward.mistake
def wrong_sign(da: Array, z: Array) -> Array:
    """The sign is wrong: the derivative of ReLU is 0 or 1."""
    return -da * (z > 0)
