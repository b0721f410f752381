"""Part 3: the activation tanh."""

from collections.abc import Sequence

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.ps1.batches import double, elementwise
from trainlab.checks.question import Case, question


@question("ps1/tanh_forward", returns=("a",))
def tanh_forward(z: Array) -> Array:
    """Return tanh by the logistic sigmoid."""
    return 2 / (1 + np.exp(-2 * np.clip(double(z), -300, 300))) - 1


@tanh_forward.cases
def _(thorough: bool, rng: np.random.Generator) -> Sequence[Case]:
    return elementwise(("z",), thorough, rng)


@tanh_forward.mistake
def sigmoid(z: Array) -> Array:
    """This is the logistic sigmoid; tanh(z) runs from -1 to 1."""
    return 1 / (1 + np.exp(-z))


@tanh_forward.mistake
def overflow(z: Array) -> Array:
    """exp(z) overflows for large z, and inf / inf is not a number; use np.tanh, which is
    careful."""
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@question("ps1/tanh_backward", returns=("dz",))
def tanh_backward(da: Array, z: Array) -> Array:
    """Return da times tanh's derivative, 1 / cosh(z)**2."""
    return da / np.cosh(np.clip(double(z), -300, 300)) ** 2


@tanh_backward.cases
def _(thorough: bool, rng: np.random.Generator) -> Sequence[Case]:
    return elementwise(("da", "z"), thorough, rng)


@tanh_backward.mistake
def at_output(da: Array, z: Array) -> Array:
    """You took z for the output: 1 - a**2 needs a = tanh(z), and the function is given the input
    z."""
    return da * (1 - z**2)


@tanh_backward.mistake
def twice(da: Array, z: Array) -> Array:
    """You took the derivative at the output a = tanh(z) instead of at the input z: tanh was applied
    twice."""
    return da * (1 - np.tanh(np.tanh(z)) ** 2)


@tanh_backward.mistake
def no_upstream(da: Array, z: Array) -> Array:
    """You returned the derivative alone; by the chain rule multiply it by the gradient da that
    arrives from above."""
    return 1 - np.tanh(z) ** 2


@tanh_backward.mistake
def not_squared(da: Array, z: Array) -> Array:
    """The derivative of tanh is 1 - tanh(z)**2; you left out the square."""
    return da * (1 - np.tanh(z))


@tanh_backward.mistake
def wrong_sign(da: Array, z: Array) -> Array:
    """The sign is wrong: the derivative of tanh is positive everywhere."""
    return -da * (1 - np.tanh(z) ** 2)


@tanh_backward.mistake
def slope_of_sigmoid(da: Array, z: Array) -> Array:
    """This is the sigmoid's derivative, a (1 - a); tanh's is 1 - a**2."""
    return da * np.tanh(z) * (1 - np.tanh(z))
