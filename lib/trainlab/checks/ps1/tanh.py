"""Part 3: the activation tanh."""

from collections.abc import Sequence

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.ps1.batches import double, elementwise
from trainlab.checks.question import Case, question

SECTION = "lecture 04, section 4"


@question(
    "ps1/tanh_forward",
    returns=("a",),
    section=SECTION,
    hints=(
        "Look at large z: what you return must stay between -1 and 1.",
        "NumPy has a function that does it, entry by entry, and overflows nowhere.",
        "a = tanh(z): np.tanh(z).",
    ),
)
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


@tanh_forward.mistake
def overflow_of_square(z: Array) -> Array:
    """exp(2z) overflows for large z, and inf / inf is not a number; use np.tanh, which is
    careful."""
    return (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)


@tanh_forward.mistake
def overflow_of_inverse(z: Array) -> Array:
    """exp(-2z) overflows for large negative z, and inf / inf is not a number; use np.tanh, which is
    careful."""
    return (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))


@tanh_forward.mistake
def negative(z: Array) -> Array:
    """The sign is wrong: tanh(z) is positive where z is."""
    return -np.tanh(z)


@tanh_forward.mistake
def tangent(z: Array) -> Array:
    """This is the tangent, np.tan; the hyperbolic tangent is np.tanh."""
    return np.tan(z)


@tanh_forward.mistake
def inverse(z: Array) -> Array:
    """This is the arc tangent, np.arctan; the hyperbolic tangent is np.tanh."""
    return np.arctan(z)


@tanh_forward.mistake
def sinh(z: Array) -> Array:
    """This is sinh(z); tanh(z) is sinh(z) / cosh(z)."""
    return np.sinh(z)


@tanh_forward.mistake
def half_argument(z: Array) -> Array:
    """This is tanh(z / 2), which runs from -1 to 1 too, but half as fast."""
    return np.tanh(z / 2)


@tanh_forward.mistake
def slope(z: Array) -> Array:
    """This is tanh's derivative; return tanh(z) itself."""
    return 1 - np.tanh(z) ** 2


@tanh_forward.mistake
def rectified(z: Array) -> Array:
    """This is ReLU; return tanh(z)."""
    return np.maximum(z, 0)


@question(
    "ps1/tanh_backward",
    returns=("dz",),
    section=SECTION,
    hints=(
        "Look at what the function is given: z, the input of tanh, and not its output.",
        "By the chain rule each entry of da is multiplied by tanh's derivative at that entry of z.",
        "dz = da (1 - tanh(z)^2): da * (1 - np.tanh(z) ** 2).",
    ),
)
def tanh_backward(da: Array, z: Array) -> Array:
    """Return da times tanh's derivative, 1 / cosh(z)**2."""
    return double(da) / np.cosh(np.clip(double(z), -300, 300)) ** 2


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
def square_outside(da: Array, z: Array) -> Array:
    """You squared 1 - tanh(z) as a whole; only tanh(z) is squared: 1 - tanh(z)**2."""
    return da * (1 - np.tanh(z)) ** 2


@tanh_backward.mistake
def square_inside(da: Array, z: Array) -> Array:
    """You squared z inside tanh; square tanh(z): 1 - np.tanh(z)**2."""
    return da * (1 - np.tanh(z**2))


@tanh_backward.mistake
def brackets(da: Array, z: Array) -> Array:
    """Brackets are missing: da * 1 - tanh(z)**2 multiplies da by 1 alone; write da * (1 -
    tanh(z)**2)."""
    return da - np.tanh(z) ** 2


@tanh_backward.mistake
def plus(da: Array, z: Array) -> Array:
    """The derivative of tanh is 1 minus tanh(z)**2; you added it."""
    return da * (1 + np.tanh(z) ** 2)


@tanh_backward.mistake
def wrong_sign(da: Array, z: Array) -> Array:
    """The sign is wrong: the derivative of tanh is positive everywhere."""
    return -da * (1 - np.tanh(z) ** 2)


@tanh_backward.mistake
def slope_of_sigmoid(da: Array, z: Array) -> Array:
    """This is the sigmoid's derivative, a (1 - a); tanh's is 1 - a**2."""
    return da * np.tanh(z) * (1 - np.tanh(z))


@tanh_backward.mistake
def at_gradient(da: Array, z: Array) -> Array:
    """You took tanh's derivative at da; take it at z, and multiply it by da."""
    return da * (1 - np.tanh(da) ** 2)


@tanh_backward.mistake
def gradient_for_output(da: Array, z: Array) -> Array:
    """You took da for tanh's output: 1 - a**2 needs a = tanh(z), and da is the gradient from
    above."""
    return da * (1 - da**2)


@tanh_backward.mistake
def by_output(da: Array, z: Array) -> Array:
    """You multiplied da by tanh(z); multiply it by tanh's derivative, 1 - tanh(z)**2."""
    return da * np.tanh(z)


@tanh_backward.mistake
def by_input(da: Array, z: Array) -> Array:
    """You multiplied by z too; by the chain rule da is multiplied by 1 - tanh(z)**2 alone."""
    return da * z * (1 - np.tanh(z) ** 2)


@tanh_backward.mistake
def matrix_product(da: Array, z: Array) -> Array:
    """You took a matrix product; tanh acts on each number alone, so multiply entry by entry, da *
    (1 - tanh(z)**2)."""
    return da @ (1 - np.tanh(z) ** 2).T


@tanh_backward.mistake
def unchanged(da: Array, z: Array) -> Array:
    """You returned da as it came; multiply it by tanh's derivative, 1 - tanh(z)**2."""
    return da


@tanh_backward.mistake
def overflow_of_exponential(da: Array, z: Array) -> Array:
    """exp(z) overflows for large z, and inf / inf is not a number; use np.tanh, which is
    careful."""
    e, inverse = np.exp(z), np.exp(-z)
    return da * (1 - ((e - inverse) / (e + inverse)) ** 2)
