"""Gradient descent, with and without a velocity."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Outputs
from trainlab.checks.ps2.faults import know_common, know_defaults
from trainlab.checks.ps2.nested import Memory, Nested, State, each_array, mapped, recalled
from trainlab.checks.ps2.runs import runs
from trainlab.checks.ps2.walk import MOVES, TOLERANCE, expected, faded, walk
from trainlab.checks.question import Case, question

Stepped = tuple[Nested, State]
Lr = Sequence[float]


@question(
    "ps2/sgd",
    returns=(MOVES,),
    tolerance=TOLERANCE,
    drive=walk,
    section="lecture 06, What a rule is",
    hints=(
        "Look at what moves[t] is: what your step t + 1 adds to params, entry by entry.",
        "Each array goes against its own gradient, by lr times it. The state that you were given "
        "is returned as it is.",
        "params - lr * grads for each array: return each(lambda p, g: p - lr * g, params, grads), "
        "state.",
    ),
)
def sgd(params: Nested, grads: Sequence[Nested], lr: Lr) -> Outputs:
    """Each step moves by lr times its gradient."""
    return expected(params, grads, lr, lambda p, g, rates: -rates * g)


@sgd.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield from runs(thorough, rng, {})


def _plain(params: Nested, grads: Nested, state: State, lr: float) -> Stepped:
    return mapped(lambda p, g: p - lr * g, params, grads), state


know_common(sgd, _plain, remembers=False)


@sgd.mistake
def sign(params: Nested, grads: Nested, state: State, lr: float) -> Stepped:
    """You stepped by the gradient's sign alone; step by lr times the gradient."""
    return mapped(lambda p, g: p - lr * np.sign(g), params, grads), state


@sgd.mistake
def normalized(params: Nested, grads: Nested, state: State, lr: float) -> Stepped:
    """You divided the gradient by its length; step by lr times the gradient as it is."""
    return mapped(lambda p, g: p - lr * g / max(np.linalg.norm(g), 1e-300), params, grads), state


@sgd.mistake
def averaged(params: Nested, grads: Nested, state: State, lr: float) -> Stepped:
    """You divided the gradient by the number of its entries; step by lr times the gradient."""
    return mapped(lambda p, g: p - lr * g / g.size, params, grads), state


@sgd.mistake
def one_number(params: Nested, grads: Nested, state: State, lr: float) -> Stepped:
    """All entries move alike, by the mean gradient; each moves by its own gradient."""
    return mapped(lambda p, g: p - lr * g.mean(), params, grads), state


@sgd.mistake
def decayed(params: Nested, grads: Nested, state: State, lr: float) -> Stepped:
    """You multiplied params by 1 - lr too; subtract lr times the gradient, and nothing else."""
    return mapped(lambda p, g: (1 - lr) * p - lr * g, params, grads), state


def _rolled(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    mu: float,
    velocity: Callable[[Array, Array, int], Any] | None = None,
    step: Callable[[Array, Array, Array], Any] | None = None,
    kept: Callable[[Array, Array, int], Any] = lambda v, g, t: v,
    shared: str = "",
) -> Stepped:
    """Return a step of momentum, of which one thing may be another.

    Args:
        params: the parameters.
        grads: their gradients.
        state: from the step before.
        lr: learning rate.
        mu: momentum.
        velocity: (v, g, t) -> the new velocity.
        step: (v, new v, g) -> what is subtracted.
        kept: (new v, g, t) -> what is remembered of it.
        shared: as for ``each_array``.
    """
    velocity = velocity or (lambda v, g, t: mu * v + g)
    step = step or (lambda v, new, g: lr * new)

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        v = recalled(memory, "v", g)
        new = velocity(v, g, t)
        return p - step(v, new, g), {"v": kept(new, g, t)}

    return each_array(update, params, grads, state, shared)


def _momentum(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    return _rolled(params, grads, state, lr, momentum)


@question(
    "ps2/momentum",
    returns=(MOVES,),
    tolerance=TOLERANCE,
    drive=walk,
    section="lecture 06, section 1",
    hints=(
        "Look at the first two steps under a constant gradient g: lr g, and lr (1 + mu) g.",
        "Keep a velocity for each array, zero before the first step: a share mu of it stays, and "
        "the whole gradient is added. The learning rate stands outside of it.",
        "v = mu * v + g, then p - lr * v; return the velocities in the state.",
    ),
)
def momentum(params: Nested, grads: Sequence[Nested], lr: Lr, momentum: float = 0.9) -> Outputs:
    """The velocity is the sum of all gradients, each times mu to its age."""
    return expected(params, grads, lr, lambda p, g, rates: -rates * faded(g, momentum))


@momentum.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield from _with_momentum(thorough, rng)


def _with_momentum(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield from runs(thorough, rng, {"momentum": 0.6})
    if thorough:
        params = away_from_zero(rng, (2,))
        grads = [away_from_zero(rng, (2,)) for _ in range(3)]
        inputs = {"params": params, "grads": grads, "lr": [0.5, 0.25, 0.125]}
        yield Case("momentum 0", inputs | {"momentum": 0.0})


know_common(momentum, _momentum)
know_defaults(momentum, _momentum, {"momentum": (0.5, 0.99, 0.0, 0.8)})


@momentum.mistake
def lr_inside(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The learning rate is inside the velocity, v = mu v + lr g, which agrees with v = mu v + g
    and params - lr v only while lr is constant; keep it outside."""
    return _rolled(params, grads, state, lr, momentum,
                   lambda v, g, t: momentum * v + lr * g, lambda v, new, g: new)  # fmt: skip


@momentum.mistake
def lr_inside_and_outside(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The learning rate is applied twice, inside the velocity and outside of it: v = mu v + g, then
    params - lr v."""
    return _rolled(params, grads, state, lr, momentum, lambda v, g, t: momentum * v + lr * g)


@momentum.mistake
def averaged_velocity(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You scaled the gradient by 1 - mu, so that the velocity is a mean; here the whole gradient is
    added: v = mu v + g."""
    return _rolled(params, grads, state, lr, momentum,
                   lambda v, g, t: momentum * v + (1 - momentum) * g)  # fmt: skip


@momentum.mistake
def damped(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You scaled the gradient by 1 - mu, but for the first; the whole gradient is added at every
    step: v = mu v + g."""
    return _rolled(params, grads, state, lr, momentum,
                   lambda v, g, t: momentum * v + (1 - momentum * (t > 1)) * g)  # fmt: skip


@momentum.mistake
def old_velocity(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You stepped with the velocity of the step before; compute the new one first."""
    return _rolled(params, grads, state, lr, momentum, step=lambda v, new, g: lr * v)


@momentum.mistake
def looks_ahead(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """This is Nesterov's rule, which steps by lr (g + mu v); momentum steps by lr v."""
    return _rolled(params, grads, state, lr, momentum,
                   step=lambda v, new, g: lr * (g + momentum * new))  # fmt: skip


@momentum.mistake
def subtracted(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The old velocity and the gradient have opposite signs in your velocity; add them, and
    subtract lr times the sum from params."""
    return _rolled(params, grads, state, lr, momentum, lambda v, g, t: g - momentum * v)


@momentum.mistake
def never_fades(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The old velocity is kept whole; only the share mu of it stays: v = mu v + g."""
    return _rolled(params, grads, state, lr, momentum, lambda v, g, t: v + g)


@momentum.mistake
def complement(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You kept the share 1 - mu of the velocity; mu itself is the share that stays."""
    return _rolled(params, grads, state, lr, momentum, lambda v, g, t: (1 - momentum) * v + g)


@momentum.mistake
def weights_exchanged(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """Your velocity is (1 - mu) v + mu g; it is mu v + g."""
    return _rolled(params, grads, state, lr, momentum,
                   lambda v, g, t: (1 - momentum) * v + momentum * g)  # fmt: skip


@momentum.mistake
def gradient_shrunk(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """Your steps are mu times too short: the gradient is added whole, v = mu v + g, and the step is
    lr v."""
    return _rolled(params, grads, state, lr, momentum, lambda v, g, t: momentum * (v + g))


@momentum.mistake
def lr_and_momentum_exchanged(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You exchanged lr and momentum: v = momentum * v + g, then params - lr * v."""
    return _rolled(params, grads, state, lr, momentum,
                   lambda v, g, t: lr * v + g, lambda v, new, g: momentum * new)  # fmt: skip


@momentum.mistake
def gradient_added(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The gradient is subtracted again besides the velocity, in which it is already: params - lr
    v."""
    return _rolled(params, grads, state, lr, momentum, step=lambda v, new, g: lr * (new + g))


@momentum.mistake
def shared(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    momentum: float = 0.9,
    how: Any = ("shape", "next"),
) -> Stepped:
    """Arrays share a velocity, all of them or those of one shape; each needs its own."""
    return _rolled(params, grads, state, lr, momentum, shared=how)


@momentum.mistake
def aliased(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """Your state keeps the first gradient's own array, into which the caller writes the next
    gradient; keep a copy, grads.copy(), or begin with zeros."""
    return _rolled(params, grads, state, lr, momentum, kept=lambda v, g, t: g if t == 1 else v)


@momentum.mistake
def whole_velocity(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """Your velocity has the type of whole numbers, and is cut to them; let it begin as float64."""
    return _rolled(params, grads, state, lr, momentum,
                   lambda v, g, t: _as(momentum * v + g, g))  # fmt: skip


def _as(values: Array, given: Array) -> Array:
    return np.trunc(values) if np.issubdtype(given.dtype, np.integer) else values


def _nesterov(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    return _rolled(params, grads, state, lr, momentum,
                   step=lambda v, new, g: lr * (g + momentum * new))  # fmt: skip


@question(
    "ps2/nesterov",
    returns=(MOVES,),
    tolerance=TOLERANCE,
    drive=walk,
    section="lecture 06, section 2",
    hints=(
        "Look at the first step: it is lr (1 + mu) g, longer than that of momentum.",
        "The velocity is momentum's. The step looks ahead: the gradient, and mu times the velocity "
        "that already contains it.",
        "v = mu * v + g, then p - lr * (g + mu * v), with the new v.",
    ),
)
def nesterov(params: Nested, grads: Sequence[Nested], lr: Lr, momentum: float = 0.9) -> Outputs:
    """The gradient, and mu times the sum of all gradients, each times mu to its age."""
    return expected(
        params, grads, lr, lambda p, g, rates: -rates * (g + momentum * faded(g, momentum))
    )


@nesterov.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield from _with_momentum(thorough, rng)


know_common(nesterov, _nesterov)
know_defaults(nesterov, _nesterov, {"momentum": (0.5, 0.99, 0.0, 0.8)})


@nesterov.mistake
def averaged_ahead(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You scaled the gradient by 1 - mu, so that the velocity is a mean; here the whole gradient is
    added: v = mu v + g."""
    return _rolled(
        params,
        grads,
        state,
        lr,
        momentum,
        lambda v, g, t: momentum * v + (1 - momentum) * g,
        lambda v, new, g: lr * (g + momentum * new),
    )


@nesterov.mistake
def no_look_ahead(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """This is plain momentum. Step by lr (g + mu v) with the new velocity v: with the old one, g +
    mu v is the new velocity itself."""
    return _rolled(params, grads, state, lr, momentum)


@nesterov.mistake
def slides(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """This is momentum with the learning rate inside. Nesterov's rule in the form of the slides, v
    = mu v + lr g, wants the gradient at the point ahead, which a rule is not given; use the form v
    = mu v + g, params - lr (g + mu v), which needs the one at params alone."""
    return _rolled(params, grads, state, lr, momentum,
                   lambda v, g, t: momentum * v + lr * g, lambda v, new, g: new)  # fmt: skip


@nesterov.mistake
def lr_within(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The learning rate is inside the velocity, v = mu v + lr g, which agrees with lr (g + mu v)
    only while lr is constant; keep it outside."""
    return _rolled(params, grads, state, lr, momentum, lambda v, g, t: momentum * v + lr * g,
                   lambda v, new, g: lr * g + momentum * new)  # fmt: skip


@nesterov.mistake
def ahead_twice(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You looked ahead from the velocity, v + mu v; look ahead from the gradient: g + mu v."""
    return _rolled(params, grads, state, lr, momentum,
                   step=lambda v, new, g: lr * (new + momentum * new))  # fmt: skip


@nesterov.mistake
def ahead_only(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The gradient itself is missing from the step: g + mu v, not mu v alone."""
    return _rolled(params, grads, state, lr, momentum, step=lambda v, new, g: lr * momentum * new)


@nesterov.mistake
def no_share(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The velocity in your step lacks its mu: g + mu v."""
    return _rolled(params, grads, state, lr, momentum, step=lambda v, new, g: lr * (g + new))


@nesterov.mistake
def share_squared(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """The velocity in your step is multiplied by mu twice; once: g + mu v."""
    return _rolled(params, grads, state, lr, momentum,
                   step=lambda v, new, g: lr * (g + momentum**2 * new))  # fmt: skip


@nesterov.mistake
def setting_ignored(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You looked ahead by 0.9 whatever momentum is given; by momentum."""
    return _rolled(params, grads, state, lr, momentum,
                   step=lambda v, new, g: lr * (g + 0.9 * new))  # fmt: skip


@nesterov.mistake
def step_remembered(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You remembered the whole step g + mu v as the velocity; remember v."""
    return _rolled(params, grads, state, lr, momentum,
                   step=lambda v, new, g: lr * (g + momentum * new),
                   kept=lambda v, g, t: g + momentum * v)  # fmt: skip


@nesterov.mistake
def wrong_point(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """You looked ahead from params by the old velocity, and then stepped from there as well: the
    gradient that you are given is that of params, which are the point ahead already."""
    return _rolled(params, grads, state, lr, momentum,
                   step=lambda v, new, g: lr * (momentum * v + new))  # fmt: skip


@nesterov.mistake
def shared_velocity(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    momentum: float = 0.9,
    how: Any = ("shape", "next"),
) -> Stepped:
    """Arrays share a velocity, all of them or those of one shape; each needs its own."""
    return _rolled(params, grads, state, lr, momentum, shared=how,
                   step=lambda v, new, g: lr * (g + momentum * new))  # fmt: skip


@nesterov.mistake
def aliased_velocity(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.9
) -> Stepped:
    """Your state keeps the first gradient's own array, into which the caller writes the next
    gradient; keep a copy, grads.copy(), or begin with zeros."""
    return _rolled(params, grads, state, lr, momentum, kept=lambda v, g, t: g if t == 1 else v,
                   step=lambda v, new, g: lr * (g + momentum * new))  # fmt: skip
