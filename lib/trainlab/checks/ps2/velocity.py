"""How fast parameters move in the end under a constant gradient."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.question import Case, question


@question(
    "ps2/terminal_velocity",
    returns=("velocity",),
    tolerance=1e-8,
    section="lecture 06, section 1",
    hints=(
        "Look at which velocity is asked for: what params change by in one step, with its sign.",
        "A velocity v that does not change any more is what it becomes: v = momentum * v + g.",
        "v = g / (1 - momentum), and params change by -lr * v: -lr * g / (1 - momentum).",
    ),
)
def terminal_velocity(g: Any, lr: float, momentum: float) -> Any:
    """What a ball does that has rolled for 6000 steps."""
    v = np.zeros(np.shape(g))
    for _ in range(6000):
        v = momentum * v + g
    return -lr * v


@terminal_velocity.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    slope = float(rng.uniform(1.5, 2.5))
    yield Case("momentum 0.9", {"g": slope, "lr": 0.3, "momentum": 0.9})
    yield Case("a negative gradient, momentum 0.7", {"g": -slope, "lr": 0.2, "momentum": 0.7})
    array = rng.uniform(0.5, 1.5, 3) * np.array([1, -1, 1])
    yield Case("an array, momentum 0.99", {"g": array, "lr": 0.05, "momentum": 0.99})
    if thorough:
        yield Case("no momentum", {"g": array, "lr": 0.4, "momentum": 0.0})
        yield Case("a matrix", {"g": rng.normal(size=(2, 3)), "lr": 2.0, "momentum": 0.5})
        yield Case("no gradient", {"g": 0.0, "lr": 0.1, "momentum": 0.9})
        yield Case("a whole number", {"g": 3, "lr": 0.1, "momentum": 0.9})


@terminal_velocity.mistake
def uphill(g: Any, lr: float, momentum: float) -> Any:
    """The sign is wrong: params move against the gradient, by -lr * g / (1 - momentum)."""
    return lr * g / (1 - momentum)


@terminal_velocity.mistake
def no_lr(g: Any, lr: float, momentum: float) -> Any:
    """This is the velocity v, of the wrong sign and without the learning rate; params change by -lr
    * v."""
    return -g / (1 - momentum)


@terminal_velocity.mistake
def velocity_alone(g: Any, lr: float, momentum: float) -> Any:
    """This is the velocity v itself, g / (1 - momentum); params change by -lr * v in a step."""
    return g / (1 - momentum)


@terminal_velocity.mistake
def no_momentum(g: Any, lr: float, momentum: float) -> Any:
    """This is the first step, or that of gradient descent; in the end the velocity is 1 / (1 -
    momentum) times as large."""
    return -lr * g


@terminal_velocity.mistake
def alternating(g: Any, lr: float, momentum: float) -> Any:
    """You divided by 1 + momentum, which is the velocity under a gradient that changes its sign at
    every step; by 1 - momentum."""
    return -lr * g / (1 + momentum)


@terminal_velocity.mistake
def divided_by_momentum(g: Any, lr: float, momentum: float) -> Any:
    """You divided by momentum; divide by 1 - momentum, the share that friction takes."""
    return -lr * g / np.float64(momentum)


@terminal_velocity.mistake
def multiplied(g: Any, lr: float, momentum: float) -> Any:
    """You multiplied by 1 - momentum; divide by it."""
    return -lr * g * (1 - momentum)


@terminal_velocity.mistake
def without_gradient(g: Any, lr: float, momentum: float) -> Any:
    """You have momentum / (1 - momentum): the newest gradient is missing from the sum 1 + momentum
    + momentum**2 + ...."""
    return -lr * g * momentum / (1 - momentum)


@terminal_velocity.mistake
def look_ahead(g: Any, lr: float, momentum: float) -> Any:
    """You added the gradient to the velocity once more; params change by -lr * v, and v = momentum
    * v + g has it already."""
    return -lr * g * (1 + 1 / (1 - momentum))


@terminal_velocity.mistake
def nesterov_factor(g: Any, lr: float, momentum: float) -> Any:
    """You multiplied by 1 + momentum, for a look ahead; a velocity that does not change is the same
    ahead: -lr * g / (1 - momentum)."""
    return -lr * g * (1 + momentum) / (1 - momentum)


@terminal_velocity.mistake
def squared(g: Any, lr: float, momentum: float) -> Any:
    """You divided by 1 - momentum**2; the sum 1 + momentum + momentum**2 + ... is 1 / (1 -
    momentum)."""
    return -lr * g / (1 - momentum**2)


@terminal_velocity.mistake
def squared_divisor(g: Any, lr: float, momentum: float) -> Any:
    """You divided by 1 - momentum twice; once."""
    return -lr * g / (1 - momentum) ** 2


@terminal_velocity.mistake
def lr_in_divisor(g: Any, lr: float, momentum: float) -> Any:
    """You divided by lr; multiply by it."""
    return -g / (lr * (1 - momentum))


@terminal_velocity.mistake
def lr_twice(g: Any, lr: float, momentum: float) -> Any:
    """The learning rate is there twice; params change by -lr * v, with v = g / (1 - momentum)."""
    return -lr * lr * g / (1 - momentum)


@terminal_velocity.mistake
def exchanged(g: Any, lr: float, momentum: float) -> Any:
    """You exchanged lr and momentum: -lr * g / (1 - momentum)."""
    return -momentum * g / (1 - lr)


@terminal_velocity.mistake
def no_brackets(g: Any, lr: float, momentum: float) -> Any:
    """Brackets are missing: / 1 - momentum subtracts momentum at the end; write / (1 -
    momentum)."""
    return -lr * g / 1 - momentum


@terminal_velocity.mistake
def times_momentum(g: Any, lr: float, momentum: float) -> Any:
    """You multiplied by momentum; divide by 1 - momentum."""
    return -lr * g * momentum


@terminal_velocity.mistake
def speed(g: Any, lr: float, momentum: float) -> Any:
    """This is the speed, without a direction; the velocity has the sign opposite to the
    gradient's."""
    return np.abs(lr * g / (1 - momentum))


@terminal_velocity.mistake
def not_yet(
    g: Any,
    lr: float,
    momentum: float,
    steps: Any = (10, 20, 50, 99, 100, 101, 200, 300, 500, 999, 1000, 1001),
) -> Any:
    """You rolled the ball for too few steps: with momentum 0.99 it takes thousands. In the end v =
    momentum * v + g does not change: v = g / (1 - momentum)."""
    return -lr * g * (1 - momentum**steps) / (1 - momentum)


@terminal_velocity.mistake
def factor_fixed(g: Any, lr: float, momentum: float) -> Any:
    """You multiplied by 10, which is 1 / (1 - momentum) for momentum 0.9 alone."""
    return -lr * g * 10


@terminal_velocity.mistake
def stops_early(
    g: Any, lr: float, momentum: float, least: Any = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
) -> Any:
    """You stopped while the velocity still grew a little at every step, and many small steps are
    far. In the end v = momentum * v + g does not change: v = g / (1 - momentum)."""
    v = np.zeros(np.shape(g))
    while True:
        new = momentum * v + g
        if np.abs(new - v).max() < least:
            return -lr * new
        v = new


@terminal_velocity.mistake
def way(g: Any, lr: float, momentum: float, steps: Any = (100, 200, 1000, 10000)) -> Any:
    """This is the whole way, not the velocity: return what one step changes params by."""
    v, moved = np.zeros(np.shape(g)), np.zeros(np.shape(g))
    for _ in range(steps):
        v = momentum * v + g
        moved = moved - lr * v
    return moved
