"""One step of gradient descent on x1^2 + 2 x2^2."""

from collections.abc import Iterator

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.question import Case, question

Step = tuple[Array, Array]
#: The gradient at (x1, x2) is this times it.
SLOPES = np.array([2.0, 4.0])


@question(
    "ps2/next_position",
    returns=("gradient", "position"),
    tolerance=1e-8,
    section="lecture 05, section 2",
    hints=(
        "Look at one coordinate at a time: along x1 the bowl is a parabola, along x2 one that is "
        "twice as steep.",
        "The gradient collects both derivatives, in the order of the coordinates; the step goes "
        "against it. An array of many positions has the coordinates along its last axis.",
        "gradient = position * np.array([2, 4]), and position - lr * gradient.",
    ),
)
def next_position(position: Array, lr: float) -> Step:
    """Return the gradient by the complex step, and the step against it."""
    position = np.asarray(position, dtype=np.float64)
    gradient = complex_step(lambda x: (x[..., 0] ** 2 + 2 * x[..., 1] ** 2).sum(), position)
    return gradient, position - lr * gradient


@next_position.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("the start (-5, -2)", {"position": np.array([-5.0, -2.0]), "lr": 0.1})
    yield Case("another position", {"position": away_from_zero(rng, (2,)), "lr": 0.3})
    yield Case("two positions, (2, 2)", {"position": away_from_zero(rng, (2, 2)), "lr": 0.2})
    if thorough:
        yield Case("a grid of positions", {"position": away_from_zero(rng, (3, 4, 2)), "lr": 0.7})
        yield Case("whole numbers", {"position": np.array([3, -2]), "lr": 0.15})
        yield Case("the minimum", {"position": np.zeros(2), "lr": 0.5})
        yield Case("float32", {"position": np.float32(away_from_zero(rng, (2,))), "lr": 0.3})


def _stepped(position: Array, gradient: Array, rate: float) -> Step:
    return gradient, position - rate * gradient


@next_position.mistake
def uphill(position: Array, lr: float) -> Step:
    """The step goes up: subtract lr times the gradient."""
    return _stepped(position, SLOPES * position, -lr)


@next_position.mistake
def no_lr(position: Array, lr: float) -> Step:
    """The learning rate is not used: step by lr times the gradient."""
    return _stepped(position, SLOPES * position, 1.0)


@next_position.mistake
def divided_by_lr(position: Array, lr: float) -> Step:
    """You divided by lr; step by lr times the gradient."""
    return _stepped(position, SLOPES * position, 1 / lr)


@next_position.mistake
def lr_in_gradient(position: Array, lr: float) -> Step:
    """What you return as the gradient is lr times it; return the gradient itself."""
    return lr * SLOPES * position, position - lr * SLOPES * position


@next_position.mistake
def negative(position: Array, lr: float) -> Step:
    """The gradient has the wrong sign; return the gradient, which points up, and step against
    it."""
    return -SLOPES * position, position - lr * SLOPES * position


@next_position.mistake
def negative_both(position: Array, lr: float) -> Step:
    """The gradient has the wrong sign, and with it the step: the derivative of x1**2 is 2 x1."""
    return _stepped(position, -SLOPES * position, lr)


@next_position.mistake
def alike(position: Array, lr: float) -> Step:
    """The derivative along x2 lacks a factor: that of 2 x2**2 is 4 x2."""
    return _stepped(position, np.array([2.0, 2.0]) * position, lr)


@next_position.mistake
def not_differentiated(position: Array, lr: float) -> Step:
    """The derivative's own factor 2 is missing: (2 x1, 4 x2)."""
    return _stepped(position, np.array([1.0, 2.0]) * position, lr)


@next_position.mistake
def one_for_first(position: Array, lr: float) -> Step:
    """The derivative along x1 lacks its factor: that of x1**2 is 2 x1."""
    return _stepped(position, np.array([1.0, 4.0]) * position, lr)


@next_position.mistake
def twice(position: Array, lr: float) -> Step:
    """The gradient is twice too large: (2 x1, 4 x2)."""
    return _stepped(position, 2 * SLOPES * position, lr)


@next_position.mistake
def exchanged(position: Array, lr: float) -> Step:
    """The factors are exchanged: the derivative along x1 is 2 x1, along x2 4 x2."""
    return _stepped(position, SLOPES[::-1] * position, lr)


@next_position.mistake
def reversed_gradient(position: Array, lr: float) -> Step:
    """The gradient's entries come in the wrong order: along x1 first."""
    return _stepped(position, (SLOPES * position)[..., ::-1], lr)


@next_position.mistake
def values(position: Array, lr: float) -> Step:
    """These are the two terms of the function, not their derivatives: (2 x1, 4 x2)."""
    return _stepped(position, np.array([1.0, 2.0]) * position**2, lr)


@next_position.mistake
def squares(position: Array, lr: float) -> Step:
    """You have squares in the gradient: the derivative of x1**2 is 2 x1, of 2 x2**2 4 x2."""
    return _stepped(position, SLOPES * position**2, lr)


@next_position.mistake
def one_number(position: Array, lr: float) -> Step:
    """You added the two derivatives; the gradient is the array of both."""
    gradient = (SLOPES * position).sum(axis=-1, keepdims=True) * np.ones(2)
    return _stepped(position, gradient, lr)


@next_position.mistake
def unit_gradient(position: Array, lr: float) -> Step:
    """You stepped with the gradient divided by its length; step by lr times the gradient."""
    gradient = SLOPES * position
    length = np.linalg.norm(gradient, axis=-1, keepdims=True)
    return gradient, position - lr * gradient / np.where(length > 0, length, 1.0)


@next_position.mistake
def at_next(position: Array, lr: float) -> Step:
    """The gradient that you return is that of the next position; return that of the one given."""
    new = position - lr * SLOPES * position
    return SLOPES * new, new


@next_position.mistake
def move_alone(position: Array, lr: float) -> Step:
    """You returned the move alone as the position; add it to the position."""
    return SLOPES * position, -lr * SLOPES * position


@next_position.mistake
def shift_alone(position: Array, lr: float) -> Step:
    """You returned lr times the gradient as the position; subtract it from the position."""
    return SLOPES * position, lr * SLOPES * position


@next_position.mistake
def not_moved(position: Array, lr: float) -> Step:
    """You returned the position that was given; return the next one."""
    return SLOPES * position, position * 1.0


@next_position.mistake
def position_first(position: Array, lr: float) -> Step:
    """You returned the position first; the order is gradient, position."""
    return position - lr * SLOPES * position, SLOPES * position


@next_position.mistake
def first_axis(position: Array, lr: float) -> Step:
    """position[0] is x1 only where there is one position; of many, x1 is position[..., 0]."""
    slopes = np.ones((len(position), *(1,) * (position.ndim - 1)))
    slopes[0], slopes[1:2] = 2, 4
    gradient = slopes * position
    return _stepped(position, np.stack([gradient[0], gradient[1]]), lr)


@next_position.mistake
def whole(position: Array, lr: float) -> Step:
    """Whole numbers stay whole: you filled an array of the position's own type; compute a new one,
    position - lr * gradient."""
    gradient = SLOPES * position
    return gradient, (position - lr * gradient).astype(position.dtype)


@next_position.mistake
def flattened(position: Array, lr: float) -> Step:
    """Only the first of many positions is there: x1 is position[..., 0], and the gradient has the
    shape of position."""
    return (
        _stepped(position, SLOPES * position, lr)
        if position.ndim < 2
        else _stepped(position.reshape(-1, 2)[0], SLOPES * position.reshape(-1, 2)[0], lr)
    )
