"""A rate for each parameter: AdaGrad, and RMSProp, which forgets."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Outputs
from trainlab.checks.ps2.faults import know_common, know_defaults
from trainlab.checks.ps2.nested import Memory, Nested, State, each_array, recalled
from trainlab.checks.ps2.runs import runs
from trainlab.checks.ps2.walk import MOVES, TOLERANCE, expected, faded, walk
from trainlab.checks.question import Case, question

Stepped = tuple[Nested, State]
Lr = Sequence[float]


def _scaled(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    square: Callable[[Array, Array, int], Any],
    divisor: Callable[[Array], Any],
    *,
    mu: float = 0.0,
    before: Callable[[Array], Any] = lambda g: g,
    velocity: Callable[[Array, Array], Any] | None = None,
    step: Callable[[Array], Any] | None = None,
    old: bool = False,
    shared: str = "",
) -> Stepped:
    """Return a step of a rule that divides by the root of squares.

    Args:
        params: the parameters.
        grads: their gradients.
        state: from the step before.
        lr: learning rate.
        square: (s, g, t) -> the new sum or mean of squares.
        divisor: s -> what the gradient is divided by.
        mu: momentum.
        before: g -> what takes the gradient's place.
        velocity: (velocity, gradient divided) -> the new velocity.
        step: velocity -> what is subtracted.
        old: whether to divide by what the squares were before this step.
        shared: as for ``each_array``.
    """
    velocity = velocity or (lambda v, d: mu * v + d)
    step = step or (lambda v: lr * v)

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        s = recalled(memory, "s", g)
        new = square(s, g, t)
        v = velocity(recalled(memory, "v", g), before(g) / divisor(s if old else new))
        return p - step(v), {"s": new, "v": v}

    return each_array(update, params, grads, state, shared)


def _adagrad(params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10) -> Stepped:
    return _summed(params, grads, state, lr, eps)


def _summed(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    eps: float,
    square: Callable[[Array, Array, int], Any] = lambda s, g, t: s + g**2,
    divisor: Callable[[Array], Any] | None = None,
    **other: Any,
) -> Stepped:
    divisor = divisor or (lambda s: np.sqrt(s) + eps)
    return _scaled(params, grads, state, lr, square, divisor, **other)


@question(
    "ps2/adagrad",
    returns=(MOVES,),
    tolerance=TOLERANCE,
    drive=walk,
    section="lecture 06, section 3",
    hints=(
        "Look at the first step of every parameter: it is lr, whatever the gradient's size.",
        "Add up each parameter's own squared gradients, this step's included, and divide the "
        "gradient by the root of the sum.",
        "s = s + g**2, then p - lr * g / (np.sqrt(s) + eps): epsilon outside the root.",
    ),
)
def adagrad(params: Nested, grads: Sequence[Nested], lr: Lr, eps: float = 1e-10) -> Outputs:
    """Each gradient is divided by the length of all so far, and epsilon."""
    return expected(
        params,
        grads,
        lr,
        lambda p, g, rates: -rates * g / (np.sqrt(np.cumsum(g**2, axis=0)) + eps),
    )


@adagrad.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield from runs(thorough, rng, {"eps": 0.9}, small=1e-10)


know_common(adagrad, _adagrad)
know_defaults(adagrad, _adagrad, {"eps": (1e-8, 1e-7, 1e-6, 1e-5, 1e-12)})


@adagrad.mistake
def eps_inside(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """Epsilon is inside the root; add it to the root: np.sqrt(s) + eps."""
    return _summed(params, grads, state, lr, eps, divisor=lambda s: np.sqrt(s + eps))


@adagrad.mistake
def no_eps(params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10) -> Stepped:
    """Epsilon is missing, and 0 is divided by 0 where no gradient has come yet: np.sqrt(s) +
    eps."""
    return _summed(params, grads, state, lr, eps, divisor=np.sqrt)


@adagrad.mistake
def no_eps_but_zero(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """Epsilon is missing; you mended what is 0 alone, but where gradients are as small as epsilon
    it counts too: np.sqrt(s) + eps."""
    divisor = lambda s: np.where(s > 0, np.sqrt(s), 1.0)
    return _summed(params, grads, state, lr, eps, divisor=divisor)


@adagrad.mistake
def eps_added(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """Brackets are missing: / np.sqrt(s) + eps adds epsilon to the quotient; write / (np.sqrt(s) +
    eps)."""
    step = lambda v: lr * (v + eps)
    return _summed(params, grads, state, lr, eps, divisor=np.sqrt, step=step)


@adagrad.mistake
def eps_at_least(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """You divided by the larger of the root and epsilon; divide by their sum."""
    return _summed(params, grads, state, lr, eps, divisor=lambda s: np.maximum(np.sqrt(s), eps))


@adagrad.mistake
def eps_in_sum(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """Epsilon is added to the sum at every step, and so again and again; add it to the root alone:
    np.sqrt(s) + eps."""
    return _summed(params, grads, state, lr, eps, lambda s, g, t: s + g**2 + eps, np.sqrt)


@adagrad.mistake
def no_root(params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10) -> Stepped:
    """The root is missing: divide by np.sqrt(s) + eps."""
    return _summed(params, grads, state, lr, eps, divisor=lambda s: s + eps)


@adagrad.mistake
def not_squared(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """You added up the gradients as they are; add up their squares."""
    return _summed(params, grads, state, lr, eps, lambda s, g, t: s + g)


@adagrad.mistake
def sizes_summed(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    eps: float = 1e-10,
    root: Any = (True, False),
) -> Stepped:
    """You added up the gradients' absolute values; add up their squares, and take the root."""
    divisor = lambda s: (np.sqrt(s) if root else s) + eps
    return _summed(params, grads, state, lr, eps, lambda s, g, t: s + abs(g), divisor)


@adagrad.mistake
def mean_of_squares(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """You divided by the root of the mean of all squares, and steps do not shrink; AdaGrad divides
    by the root of their sum."""
    return _summed(params, grads, state, lr, eps, lambda s, g, t: ((t - 1) * s + g**2) / t)


@adagrad.mistake
def fades(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    eps: float = 1e-10,
    share: Any = (0.9, 0.99, 0.95, 0.999),
) -> Stepped:
    """Your squares fade, which is RMSProp; AdaGrad forgets nothing: s = s + g**2."""
    return _summed(params, grads, state, lr, eps, lambda s, g, t: share * s + (1 - share) * g**2)


@adagrad.mistake
def old_sum(params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10) -> Stepped:
    """You divided by the sum of the steps before; add this step's square first."""
    return _summed(params, grads, state, lr, eps, old=True)


@adagrad.mistake
def begins_high(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    eps: float = 1e-10,
    start: Any = (1.0, 0.1),
) -> Stepped:
    """Your sum does not begin at 0; the first step is lr times the gradient's sign."""
    square = lambda s, g, t: s + g**2 + start * (t == 1)
    return _summed(params, grads, state, lr, eps, square)


@adagrad.mistake
def lr_inside(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """The learning rate is inside the squares too, and cancels the one outside; add up g**2
    alone."""
    return _summed(params, grads, state, lr, eps, lambda s, g, t: s + (lr * g) ** 2)


@adagrad.mistake
def one_rate(params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10) -> Stepped:
    """All parameters of an array have one rate, by the sum over its entries; each parameter has its
    own sum of squares."""
    return _summed(params, grads, state, lr, eps, lambda s, g, t: s + (g**2).sum())


@adagrad.mistake
def one_mean(params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10) -> Stepped:
    """All parameters of an array have one rate, by the mean over its entries; each parameter has
    its own sum of squares."""
    return _summed(params, grads, state, lr, eps, lambda s, g, t: s + (g**2).mean())


@adagrad.mistake
def divided_only(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """The gradient is missing above: lr * g / (np.sqrt(s) + eps)."""
    return _summed(params, grads, state, lr, eps, before=np.ones_like)


@adagrad.mistake
def multiplied(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """You multiplied by the root; divide by it."""
    return _summed(params, grads, state, lr, eps, divisor=lambda s: 1 / (np.sqrt(s) + eps))


@adagrad.mistake
def shared(params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10) -> Stepped:
    """Arrays share a sum of squares, all of them or those of one shape; each needs its own."""
    return _summed(params, grads, state, lr, eps, shared="shape")


@adagrad.mistake
def sum_squared(
    params: Nested, grads: Nested, state: State, lr: float, eps: float = 1e-10
) -> Stepped:
    """Each step divides by the root of the squared sum of gradients, in which opposite signs
    cancel; square first, then add up."""

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        total = recalled(memory, "sum", g) + g
        return p - lr * g / (np.sqrt(total**2) + eps), {"sum": total}

    return each_array(update, params, grads, state)


def _rmsprop(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    alpha: float = 0.99,
    eps: float = 1e-8,
    momentum: float = 0.0,
) -> Stepped:
    return _meaned(params, grads, state, lr, alpha, eps, momentum)


def _meaned(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    alpha: float,
    eps: float,
    momentum: float,
    square: Callable[[Array, Array, int], Any] | None = None,
    divisor: Callable[[Array], Any] | None = None,
    **other: Any,
) -> Stepped:
    square = square or (lambda s, g, t: alpha * s + (1 - alpha) * g**2)
    divisor = divisor or (lambda s: np.sqrt(s) + eps)
    return _scaled(params, grads, state, lr, square, divisor, mu=momentum, **other)


@question(
    "ps2/rmsprop",
    returns=(MOVES,),
    tolerance=TOLERANCE,
    drive=walk,
    section="lecture 06, section 4",
    hints=(
        "Look at the first step without momentum: it is lr / sqrt(1 - alpha), ten times lr.",
        "Keep the mean of the squared gradients that forgets; divide the gradient by its root, and "
        "hand what comes out to a velocity.",
        "s = alpha * s + (1 - alpha) * g**2; v = momentum * v + g / (np.sqrt(s) + eps); p - lr * "
        "v.",
    ),
)
def rmsprop(
    params: Nested,
    grads: Sequence[Nested],
    lr: Lr,
    alpha: float = 0.99,
    eps: float = 1e-8,
    momentum: float = 0.0,
) -> Outputs:
    """Each gradient is divided by the root of a fading sum of squares, and added up, fading."""

    def moves(p: Array, g: Array, rates: Array) -> Array:
        divided = g / (np.sqrt((1 - alpha) * faded(g**2, alpha)) + eps)
        return -rates * faded(divided, momentum)

    return expected(params, grads, lr, moves)


@rmsprop.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    usual = list(runs(thorough, rng, {"alpha": 0.7, "eps": 0.9, "momentum": 0.6}, small=1e-8))
    yield from usual[:2]
    plain = dict(usual[1].inputs) | {"momentum": 0.0}
    yield Case("a matrix, other settings, and no momentum", plain)
    yield from usual[2:]


know_common(rmsprop, _rmsprop)
know_defaults(
    rmsprop,
    _rmsprop,
    {
        "alpha": (0.9, 0.999, 0.95, 0.5),
        "eps": (1e-10, 1e-7, 1e-6, 1e-5, 1e-12),
        "momentum": (0.9, 0.5),
    },
    {
        "momentum": "There is no velocity: use the argument momentum, and return the velocity in "
        "the state."
    },
)


def _know_rmsprop(
    name: str, diagnosis: str, how: Callable[[float, float, float, float], Any]
) -> None:
    """Know a mistake: ``how`` returns, for lr, alpha, eps and momentum, what is done otherwise."""

    def made(
        params: Nested,
        grads: Nested,
        state: State,
        lr: float,
        alpha: float = 0.99,
        eps: float = 1e-8,
        momentum: float = 0.0,
    ) -> Stepped:
        return _meaned(
            params, grads, state, lr, alpha, eps, momentum, **how(lr, alpha, eps, momentum)
        )

    rmsprop.know(name, diagnosis, made)


for _name, _diagnosis, _how in (
    (
        "eps_inside",
        "Epsilon is inside the root; add it to the root: np.sqrt(s) + eps.",
        lambda lr, alpha, eps, mu: {"divisor": lambda s: np.sqrt(s + eps)},
    ),
    (
        "no_eps",
        "Epsilon is missing, and 0 is divided by 0 where no gradient has come yet: np.sqrt(s) + "
        "eps.",
        lambda lr, alpha, eps, mu: {"divisor": np.sqrt},
    ),
    (
        "eps_added",
        "Brackets are missing: / np.sqrt(s) + eps adds epsilon to the quotient; write / "
        "(np.sqrt(s) + eps).",
        lambda lr, alpha, eps, mu: {
            "divisor": np.sqrt,
            "velocity": lambda v, d: mu * v + d + eps,
        },
    ),
    (
        "eps_at_least",
        "You divided by the larger of the root and epsilon; divide by their sum.",
        lambda lr, alpha, eps, mu: {"divisor": lambda s: np.maximum(np.sqrt(s), eps)},
    ),
    (
        "no_root",
        "The root is missing: divide by np.sqrt(s) + eps.",
        lambda lr, alpha, eps, mu: {"divisor": lambda s: s + eps},
    ),
    (
        "not_squared",
        "Your mean is that of the gradients as they are; take the mean of their squares.",
        lambda lr, alpha, eps, mu: {"square": lambda s, g, t: alpha * s + (1 - alpha) * g},
    ),
    (
        "mean_of_sizes",
        "You divided by a mean of the gradients' absolute values; take the mean of their squares, "
        "and its root.",
        lambda lr, alpha, eps, mu: {
            "square": lambda s, g, t: alpha * s + (1 - alpha) * abs(g),
            "divisor": lambda s: s + eps,
        },
    ),
    (
        "root_of_sizes",
        "Your mean is that of the gradients' absolute values; take the mean of their squares.",
        lambda lr, alpha, eps, mu: {"square": lambda s, g, t: alpha * s + (1 - alpha) * abs(g)},
    ),
    (
        "weights_exchanged",
        "You exchanged alpha and 1 - alpha: alpha is the share that stays.",
        lambda lr, alpha, eps, mu: {"square": lambda s, g, t: (1 - alpha) * s + alpha * g**2},
    ),
    (
        "never_forgets",
        "Your squares add up for ever, which is AdaGrad; RMSProp forgets: alpha * s + (1 - alpha) "
        "* g**2.",
        lambda lr, alpha, eps, mu: {"square": lambda s, g, t: s + g**2},
    ),
    (
        "not_averaged",
        "The new square lacks its 1 - alpha, so that s is a sum and no mean: alpha * s + (1 - "
        "alpha) * g**2.",
        lambda lr, alpha, eps, mu: {"square": lambda s, g, t: alpha * s + g**2},
    ),
    (
        "old_kept_whole",
        "The old mean lacks its alpha: alpha * s + (1 - alpha) * g**2.",
        lambda lr, alpha, eps, mu: {"square": lambda s, g, t: s + (1 - alpha) * g**2},
    ),
    (
        "corrected",
        "You corrected the mean for its start at 0, as Adam does; RMSProp does not.",
        lambda lr, alpha, eps, mu: {
            "square": lambda s, g, t: (
                (alpha * s * (1 - alpha ** (t - 1)) + (1 - alpha) * g**2) / (1 - alpha**t)
            )
        },
    ),
    (
        "starts_with_square",
        "Your mean starts with the first squared gradient; it starts with zeros.",
        lambda lr, alpha, eps, mu: {
            "square": lambda s, g, t: (alpha * s if t > 1 else alpha * g**2) + (1 - alpha) * g**2
        },
    ),
    (
        "starts_at_one",
        "Your mean starts with ones; it starts with zeros.",
        lambda lr, alpha, eps, mu: {
            "square": lambda s, g, t: alpha * (s if t > 1 else 1.0) + (1 - alpha) * g**2
        },
    ),
    (
        "old_mean",
        "You divided by the mean of the step before; compute the new one first.",
        lambda lr, alpha, eps, mu: {"old": True},
    ),
    (
        "one_rate",
        "All parameters of an array have one rate, by the mean over its entries; each parameter "
        "has its own mean square.",
        lambda lr, alpha, eps, mu: {
            "square": lambda s, g, t: alpha * s + (1 - alpha) * (g**2).mean()
        },
    ),
    (
        "divided_only",
        "The gradient is missing above: g / (np.sqrt(s) + eps).",
        lambda lr, alpha, eps, mu: {"before": np.ones_like},
    ),
    (
        "multiplied",
        "You multiplied by the root; divide by it.",
        lambda lr, alpha, eps, mu: {"divisor": lambda s: 1 / (np.sqrt(s) + eps)},
    ),
    (
        "averaged_velocity",
        "You scaled what is added to the velocity by 1 - momentum; it is added whole.",
        lambda lr, alpha, eps, mu: {"velocity": lambda v, d: mu * v + (1 - mu) * d},
    ),
    (
        "lr_inside",
        "The learning rate is inside the velocity, which is the same only while lr is constant; "
        "keep it outside: p - lr * v.",
        lambda lr, alpha, eps, mu: {"velocity": lambda v, d: mu * v + lr * d, "step": lambda v: v},
    ),
    (
        "lr_inside_and_outside",
        "The learning rate is applied twice, inside the velocity and outside of it; once: p - lr * "
        "v.",
        lambda lr, alpha, eps, mu: {"velocity": lambda v, d: mu * v + lr * d},
    ),
    (
        "shared",
        "Arrays share a memory, all of them or those of one shape; each needs its own.",
        lambda lr, alpha, eps, mu: {"shared": "shape"},
    ),
):
    _know_rmsprop(_name, _diagnosis, _how)


@rmsprop.mistake
def gradient_in_velocity(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    alpha: float = 0.99,
    eps: float = 1e-8,
    momentum: float = 0.0,
) -> Stepped:
    """The velocity holds plain gradients, and is divided afterwards; divide first: v = momentum * v
    + g / (np.sqrt(s) + eps)."""

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        s = alpha * recalled(memory, "s", g) + (1 - alpha) * g**2
        v = momentum * recalled(memory, "v", g) + g
        return p - lr * v / (np.sqrt(s) + eps), {"s": s, "v": v}

    return each_array(update, params, grads, state)


@rmsprop.mistake
def looks_ahead(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    alpha: float = 0.99,
    eps: float = 1e-8,
    momentum: float = 0.0,
) -> Stepped:
    """You looked ahead, as Nesterov's rule does; step by lr times the velocity."""

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        s = alpha * recalled(memory, "s", g) + (1 - alpha) * g**2
        divided = g / (np.sqrt(s) + eps)
        v = momentum * recalled(memory, "v", g) + divided
        return p - lr * (divided + momentum * v), {"s": s, "v": v}

    return each_array(update, params, grads, state)


@rmsprop.mistake
def centred(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    alpha: float = 0.99,
    eps: float = 1e-8,
    momentum: float = 0.0,
) -> Stepped:
    """You subtracted the square of the mean gradient from the mean square, the centred variant;
    divide by the root of the mean square itself."""

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        s = alpha * recalled(memory, "s", g) + (1 - alpha) * g**2
        m = alpha * recalled(memory, "m", g) + (1 - alpha) * g
        v = momentum * recalled(memory, "v", g) + g / (np.sqrt(s - m**2) + eps)
        return p - lr * v, {"s": s, "m": m, "v": v}

    return each_array(update, params, grads, state)
