"""Part 3: the activation ReLU."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array, central_difference
from trainlab.checks.ps1.batches import double, elementwise
from trainlab.checks.question import Case, question

SECTION = "lecture 04, section 4"


@question(
    "ps1/relu_forward",
    returns=("a",),
    section=SECTION,
    hints=(
        "Look at the entries of z that are negative, and at those that are not.",
        "Each entry is compared with 0 by itself; nothing is compared with another entry.",
        "a = max(0, z), entry by entry: np.maximum(z, 0).",
    ),
)
def relu_forward(z: Array) -> Array:
    """Return z where it is positive."""
    return np.where(z > 0, z, 0.0)


@relu_forward.cases
def _(thorough: bool, rng: np.random.Generator) -> Sequence[Case]:
    return elementwise(("z",), thorough, rng)


@relu_forward.mistake
def absolute(z: Array) -> Array:
    """This is the absolute value; ReLU is zero for negative z."""
    return np.abs(z)


@relu_forward.mistake
def step(z: Array) -> Array:
    """You returned where z is positive, 0 or 1; ReLU returns z itself there."""
    return (z > 0) * 1.0


@relu_forward.mistake
def over_axis(z: Array, axis: Any = (0, 1, None)) -> Array:
    """np.max takes the largest entry along an axis; np.maximum compares each entry with 0."""
    return np.max(z, axis)


@relu_forward.mistake
def minimum(z: Array) -> Array:
    """You kept the negative entries; ReLU keeps the positive ones: np.maximum, not np.minimum."""
    return np.minimum(z, 0)


@relu_forward.mistake
def leaky(z: Array, slope: Any = (0.01, 0.1, 0.2)) -> Array:
    """This is the leaky ReLU; ReLU is zero for negative z."""
    return np.where(z > 0, z, slope * z)


@relu_forward.mistake
def softplus(z: Array) -> Array:
    """This is softplus, log(1 + exp(z)), a smooth ReLU; return max(0, z)."""
    return np.log(1 + np.exp(z))


@relu_forward.mistake
def whole_numbers(z: Array) -> Array:
    """You put the values into an array of whole numbers, which cuts off what follows the point;
    make it one of floats."""
    return np.where(z > 0, z, 0).astype(int)


@relu_forward.mistake
def fewer(z: Array) -> Array:
    """z[z > 0] holds the positive entries alone; the others stay, as zeros: np.maximum(z, 0)."""
    return z[z > 0]


@relu_forward.mistake
def unchanged(z: Array) -> Array:
    """You returned z as it came; ReLU is zero for negative z."""
    return z


@relu_forward.mistake
def clipped(z: Array) -> Array:
    """You cut off above 1 too; ReLU grows without end: np.maximum(z, 0)."""
    return np.clip(z, 0, 1)


@question(
    "ps1/relu_backward",
    returns=("dz",),
    tolerance=1e-6,
    section=SECTION,
    hints=(
        "Look at which array is compared with 0, and at what happens where z is exactly 0.",
        "By the chain rule each entry of da is multiplied by ReLU's derivative at that entry of z, "
        "which is 0 or 1.",
        "dz = da where z > 0, else 0: da * (z > 0).",
    ),
)
def relu_backward(da: Array, z: Array) -> Array:
    """Return da times the central difference, taken to the left of the kink."""
    away = np.where(z == 0, -1.0, z)
    return da * central_difference(lambda v: np.maximum(v, 0).sum(), double(away))


@relu_backward.cases
def _(thorough: bool, rng: np.random.Generator) -> Sequence[Case]:
    return elementwise(("da", "z"), thorough, rng)


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
def mask_of_both(da: Array, z: Array) -> Array:
    """You cut off where da is negative too; cut off where the input z is negative alone."""
    return np.maximum(da, 0) * (z > 0)


@relu_backward.mistake
def value(da: Array, z: Array) -> Array:
    """You multiplied by relu(z); multiply by its derivative, which is 0 or 1."""
    return da * np.maximum(z, 0)


@relu_backward.mistake
def value_alone(da: Array, z: Array) -> Array:
    """You returned relu(z); going back, da passes where z is positive."""
    return np.maximum(z, 0)


@relu_backward.mistake
def flipped(da: Array, z: Array, at_zero: Any = (0.0, 1.0)) -> Array:
    """You let the gradient through where z is negative; it passes where z is positive."""
    return da * np.where(z == 0, at_zero, z < 0)


@relu_backward.mistake
def one_at_zero(da: Array, z: Array) -> Array:
    """At z = 0 exactly the derivative is taken to be 0 here; compare with z > 0, not z >= 0."""
    return da * (z >= 0)


@relu_backward.mistake
def half_at_zero(da: Array, z: Array) -> Array:
    """At z = 0 exactly the derivative is taken to be 0 here, not a half."""
    return da * np.where(z == 0, 0.5, z > 0)


@relu_backward.mistake
def zero_over_zero(da: Array, z: Array) -> Array:
    """Where z = 0 you divided 0 by 0, which is not a number; compare instead: da * (z > 0)."""
    return da * (np.maximum(z, 0) / z)


@relu_backward.mistake
def sign(da: Array, z: Array) -> Array:
    """For negative z you multiplied by -1; ReLU is flat there, its derivative 0."""
    return da * np.sign(z)


@relu_backward.mistake
def leaky_slope(da: Array, z: Array, slope: Any = (0.01, 0.1, 0.2)) -> Array:
    """This is the leaky ReLU's derivative; ReLU's is 0 for negative z."""
    return da * np.where(z > 0, 1.0, slope)


@relu_backward.mistake
def passed_unchanged(da: Array, z: Array) -> Array:
    """You returned da as it came; it passes only where z is positive."""
    return da


@relu_backward.mistake
def wrong_sign(da: Array, z: Array) -> Array:
    """The sign is wrong: the derivative of ReLU is 0 or 1."""
    return -da * (z > 0)


@relu_backward.mistake
def matrix_product(da: Array, z: Array) -> Array:
    """You took a matrix product; ReLU acts on each number alone, so multiply entry by entry, da *
    (z > 0)."""
    return da @ (z > 0).T
