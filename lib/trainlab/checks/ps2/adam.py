"""Adam, and AdamW, which decays parameters beside it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Outputs
from trainlab.checks.ps2.faults import know_common, know_defaults
from trainlab.checks.ps2.nested import Memory, Nested, State, each_array, leaves, mapped, recalled
from trainlab.checks.ps2.runs import runs
from trainlab.checks.ps2.walk import MOVES, TOLERANCE, counting, expected, faded_mean
from trainlab.checks.question import Answer, Case, Question, question

Stepped = tuple[Nested, State]
Lr = Sequence[float]
Betas = tuple[float, float]
#: Ways of ``stepped`` that are not the right ones.
Ways = dict[str, Any]
#: (name, diagnosis, (lr, beta1, beta2, eps) -> what is done otherwise).
Fault = tuple[str, str, Callable[[float, float, float, float], Ways]]


def stepped(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas,
    eps: float,
    *,
    gradient: Callable[[Array, Array], Any] = lambda p, g: g,
    mean: Callable[[Array, Array, int], Any] | None = None,
    square: Callable[[Array, Array, Array, int], Any] | None = None,
    above: Callable[[Array, Array, int], Any] | None = None,
    below: Callable[[Array, int], Any] | None = None,
    kept: Callable[[Array, Array, int], tuple[Any, Any]] = lambda m, v, t: (m, v),
    before: Callable[[Array], Any] = lambda p: p,
    after: Callable[[Array, Array], Any] = lambda p, new: new,
    count: Callable[[int, int, int], int] = lambda t, number, arrays: t,
    divided: float = 0.0,
    old: bool = False,
    old_square: bool = False,
    shared: str = "",
) -> Stepped:
    """Return a step of Adam, of which one thing may be another.

    Args:
        params: the parameters.
        grads: their gradients.
        state: from the step before.
        lr: learning rate.
        betas: shares of the means that stay.
        eps: what is added to the root.
        gradient: (p, g) -> what takes the gradient's place.
        mean: (m, g, t) -> the new mean.
        square: (v, g, new m, t) -> the new mean square.
        above: (m, g, t) -> the step's numerator.
        below: (v, t) -> its denominator.
        kept: (m, v, t) -> what is remembered of them.
        before: p -> the parameters that are stepped.
        after: (p, new p) -> what becomes of these.
        count: (t, number of the array, arrays) -> the t of the corrections.
        divided: the share of the parameter that is added to the numerator.
        old: whether to step with the mean of the step before.
        old_square: whether to divide by the mean square of the step before.
        shared: as for ``each_array``.
    """
    b1, b2 = betas
    mean = mean or (lambda m, g, t: b1 * m + (1 - b1) * g)
    square = square or (lambda v, g, m, t: b2 * v + (1 - b2) * g**2)
    above = above or (lambda m, g, t: m / (1 - b1**t))
    below = below or (lambda v, t: np.sqrt(v / (1 - b2**t)) + eps)
    arrays = len(leaves(params))
    numbers = iter(range(arrays))

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        t, g = count(t, next(numbers), arrays), gradient(p, g)
        m_old = recalled(memory, "m", g)
        m = mean(m_old, g, t)
        v_old = recalled(memory, "v", g)
        v = square(v_old, g, m, t)
        up, down = m_old if old else m, v_old if old_square else v
        new = before(p) - lr * (above(up, g, t) + divided * p) / below(down, t)
        m, v = kept(m, v, t)
        return after(p, new), {"m": m, "v": v}

    return each_array(update, params, grads, state, shared)


#: What may be wrong with the mean square and what is divided by, in Adam and its children.
OF_SQUARE: tuple[Fault, ...] = (
    (
        "eps_inside",
        "Epsilon is inside the root; add it to the root: np.sqrt(v_hat) + eps.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: np.sqrt(v / (1 - b2**t) + eps)},
    ),
    (
        "eps_uncorrected",
        "Epsilon is added to the root of v before the correction; correct v first, then add "
        "epsilon to its root.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: (np.sqrt(v) + eps) / np.sqrt(1 - b2**t)},
    ),
    (
        "no_eps",
        "Epsilon is missing, and 0 is divided by 0 where no gradient has come yet: np.sqrt(v_hat) "
        "+ eps.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: np.sqrt(v / (1 - b2**t))},
    ),
    (
        "eps_at_least",
        "You divided by the larger of the root and epsilon; divide by their sum.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: np.maximum(np.sqrt(v / (1 - b2**t)), eps)},
    ),
    (
        "no_root",
        "The root is missing: divide by np.sqrt(v_hat) + eps.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: v / (1 - b2**t) + eps},
    ),
    (
        "no_v_correction",
        "The mean square is not corrected: divide v by 1 - beta2**t.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: np.sqrt(v) + eps},
    ),
    (
        "correction_of_root",
        "You divided the root of v by 1 - beta2**t; divide v itself, then take the root.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: np.sqrt(v) / (1 - b2**t) + eps},
    ),
    (
        "v_corrected_by_beta1",
        "You corrected v with beta1; its correction is 1 - beta2**t.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: np.sqrt(v / (1 - b1**t)) + eps},
    ),
    (
        "not_squared",
        "v is a mean of the gradients as they are; take the mean of their squares.",
        lambda lr, b1, b2, eps: {"square": lambda v, g, m, t: b2 * v + (1 - b2) * g},
    ),
    (
        "root_of_sizes",
        "v is a mean of the gradients' absolute values; take the mean of their squares.",
        lambda lr, b1, b2, eps: {"square": lambda v, g, m, t: b2 * v + (1 - b2) * abs(g)},
    ),
    (
        "v_weights_exchanged",
        "You exchanged beta2 and 1 - beta2: beta2 is the share of v that stays.",
        lambda lr, b1, b2, eps: {"square": lambda v, g, m, t: (1 - b2) * v + b2 * g**2},
    ),
    (
        "v_not_averaged",
        "The new square lacks its 1 - beta2: v = beta2 * v + (1 - beta2) * g**2.",
        lambda lr, b1, b2, eps: {"square": lambda v, g, m, t: b2 * v + g**2},
    ),
    (
        "v_kept_whole",
        "The old mean square lacks its beta2: v = beta2 * v + (1 - beta2) * g**2.",
        lambda lr, b1, b2, eps: {"square": lambda v, g, m, t: v + (1 - b2) * g**2},
    ),
    (
        "square_of_mean",
        "v is a mean of the squared mean m; take the mean of the squared gradients.",
        lambda lr, b1, b2, eps: {"square": lambda v, g, m, t: b2 * v + (1 - b2) * m**2},
    ),
    (
        "square_of_difference",
        "v is a mean of (g - m)**2, as in AdaBelief; take the mean of g**2.",
        lambda lr, b1, b2, eps: {"square": lambda v, g, m, t: b2 * v + (1 - b2) * (g - m) ** 2},
    ),
    (
        "v_corrected_ahead",
        "You corrected v with t + 1; its correction is that of this step, 1 - beta2**t.",
        lambda lr, b1, b2, eps: {"below": lambda v, t: np.sqrt(v / (1 - b2 ** (t + 1))) + eps},
    ),
    (
        "one_rate",
        "All parameters of an array have one rate, by the mean over its entries; each parameter "
        "has its own mean square.",
        lambda lr, b1, b2, eps: {"square": lambda v, g, m, t: b2 * v + (1 - b2) * (g**2).mean()},
    ),
    (
        "v_with_beta1",
        "You used beta1 for both means; the mean square has beta2.",
        lambda lr, b1, b2, eps: {
            "square": lambda v, g, m, t: b1 * v + (1 - b1) * g**2,
            "below": lambda v, t: np.sqrt(v / (1 - b1**t)) + eps,
        },
    ),
)
#: What may be wrong with the mean and what the steps are counted by, in Adam and AdamW.
OF_MEAN: tuple[Fault, ...] = (
    (
        "no_correction",
        "The means are not corrected, and too small at first: divide m by 1 - beta1**t, v by 1 - "
        "beta2**t.",
        lambda lr, b1, b2, eps: {
            "above": lambda m, g, t: m,
            "below": lambda v, t: np.sqrt(v) + eps,
        },
    ),
    (
        "no_m_correction",
        "The mean is not corrected: divide m by 1 - beta1**t.",
        lambda lr, b1, b2, eps: {"above": lambda m, g, t: m},
    ),
    (
        "t_from_zero",
        "t is 0 at the first step, and the corrections divide by 0; count the step first: t = 1.",
        lambda lr, b1, b2, eps: {"count": lambda t, number, arrays: t - 1},
    ),
    (
        "t_ahead",
        "t is 2 at the first step; it is 1.",
        lambda lr, b1, b2, eps: {"count": lambda t, number, arrays: t + 1},
    ),
    (
        "t_stuck",
        "The corrections are 1 - beta at every step; they fade, 1 - beta**t: count the steps t in "
        "the state.",
        lambda lr, b1, b2, eps: {"count": lambda t, number, arrays: 1},
    ),
    (
        "t_per_array",
        "t grows with every array; it grows once a step, and is the same for all arrays.",
        lambda lr, b1, b2, eps: {"count": lambda t, number, arrays: (t - 1) * arrays + number + 1},
    ),
    (
        "corrected_kept",
        "You keep the corrected means in the state, and correct them again at the next step; keep "
        "m and v as they are.",
        lambda lr, b1, b2, eps: {
            "kept": lambda m, v, t: (m / (1 - b1**t), v / (1 - b2**t)),
        },
    ),
    (
        "corrections_exchanged",
        "You exchanged the corrections: m is divided by 1 - beta1**t, v by 1 - beta2**t.",
        lambda lr, b1, b2, eps: {
            "above": lambda m, g, t: m / (1 - b2**t),
            "below": lambda v, t: np.sqrt(v / (1 - b1**t)) + eps,
        },
    ),
    (
        "m_corrected_by_beta2",
        "You corrected m with beta2; its correction is 1 - beta1**t.",
        lambda lr, b1, b2, eps: {"above": lambda m, g, t: m / (1 - b2**t)},
    ),
    (
        "correction_multiplied",
        "You multiplied by the corrections, which makes the means smaller still; divide by them.",
        lambda lr, b1, b2, eps: {
            "above": lambda m, g, t: m * (1 - b1**t),
            "below": lambda v, t: np.sqrt(v * (1 - b2**t)) + eps,
        },
    ),
    (
        "correction_added",
        "The corrections are 1 - beta**t; you have 1 + beta**t.",
        lambda lr, b1, b2, eps: {
            "above": lambda m, g, t: m / (1 + b1**t),
            "below": lambda v, t: np.sqrt(v / (1 + b2**t)) + eps,
        },
    ),
    (
        "correction_times_t",
        "You have beta * t in the corrections; t is an exponent: 1 - beta**t.",
        lambda lr, b1, b2, eps: {
            "above": lambda m, g, t: m / (1 - b1 * t),
            "below": lambda v, t: np.sqrt(v / (1 - b2 * t)) + eps,
        },
    ),
    (
        "betas_exchanged",
        "You exchanged beta1 and beta2: betas[0] is for the mean, betas[1] for the mean square.",
        lambda lr, b1, b2, eps: {
            "mean": lambda m, g, t: b2 * m + (1 - b2) * g,
            "square": lambda v, g, m, t: b1 * v + (1 - b1) * g**2,
            "above": lambda m, g, t: m / (1 - b2**t),
            "below": lambda v, t: np.sqrt(v / (1 - b1**t)) + eps,
        },
    ),
    (
        "betas_exchanged_in_means",
        "You exchanged beta1 and beta2 in the means, and not in the corrections: betas[0] is for "
        "the mean, betas[1] for the mean square.",
        lambda lr, b1, b2, eps: {
            "mean": lambda m, g, t: b2 * m + (1 - b2) * g,
            "square": lambda v, g, m, t: b1 * v + (1 - b1) * g**2,
        },
    ),
    (
        "m_weights_exchanged",
        "You exchanged beta1 and 1 - beta1: beta1 is the share of m that stays.",
        lambda lr, b1, b2, eps: {"mean": lambda m, g, t: (1 - b1) * m + b1 * g},
    ),
    (
        "weights_exchanged",
        "You exchanged beta and 1 - beta in both means: beta is the share that stays.",
        lambda lr, b1, b2, eps: {
            "mean": lambda m, g, t: (1 - b1) * m + b1 * g,
            "square": lambda v, g, m, t: (1 - b2) * v + b2 * g**2,
        },
    ),
    (
        "m_not_averaged",
        "The new gradient lacks its 1 - beta1: m = beta1 * m + (1 - beta1) * g.",
        lambda lr, b1, b2, eps: {"mean": lambda m, g, t: b1 * m + g},
    ),
    (
        "not_averaged",
        "Both means lack their 1 - beta: m = beta1 * m + (1 - beta1) * g, and v likewise.",
        lambda lr, b1, b2, eps: {
            "mean": lambda m, g, t: b1 * m + g,
            "square": lambda v, g, m, t: b2 * v + g**2,
        },
    ),
    (
        "m_kept_whole",
        "The old mean lacks its beta1: m = beta1 * m + (1 - beta1) * g.",
        lambda lr, b1, b2, eps: {"mean": lambda m, g, t: m + (1 - b1) * g},
    ),
    (
        "m_with_beta2",
        "You used beta2 for both means; the mean has beta1.",
        lambda lr, b1, b2, eps: {
            "mean": lambda m, g, t: b2 * m + (1 - b2) * g,
            "above": lambda m, g, t: m / (1 - b2**t),
        },
    ),
    (
        "m_of_squares",
        "m is a mean of the squared gradients; take the mean of the gradients themselves.",
        lambda lr, b1, b2, eps: {"mean": lambda m, g, t: b1 * m + (1 - b1) * g**2},
    ),
    (
        "old_mean",
        "You stepped with the mean of the step before; compute the new one first.",
        lambda lr, b1, b2, eps: {"old": True},
    ),
    (
        "old_means",
        "You stepped with both means of the step before; compute the new ones first.",
        lambda lr, b1, b2, eps: {"old": True, "old_square": True},
    ),
    (
        "old_square",
        "You divided by the mean square of the step before; compute the new one first.",
        lambda lr, b1, b2, eps: {"old_square": True},
    ),
    (
        "lr_decays",
        "You divided lr by the root of t, as proofs do; the learning rate is the one that is "
        "given.",
        lambda lr, b1, b2, eps: {"above": lambda m, g, t: m / (1 - b1**t) / np.sqrt(t)},
    ),
    (
        "no_mean",
        "The gradient itself stands above, as in RMSProp; there stands the corrected mean m_hat.",
        lambda lr, b1, b2, eps: {"above": lambda m, g, t: g},
    ),
    (
        "eps_added",
        "Brackets are missing: / np.sqrt(v_hat) + eps adds epsilon to the quotient; write / "
        "(np.sqrt(v_hat) + eps).",
        lambda lr, b1, b2, eps: {
            "below": lambda v, t: np.sqrt(v / (1 - b2**t)),
            "after": lambda p, new: new - lr * eps,
        },
    ),
    (
        "eps_subtracted_alone",
        "Brackets are missing: / np.sqrt(v_hat) + eps adds epsilon to params; write / "
        "(np.sqrt(v_hat) + eps).",
        lambda lr, b1, b2, eps: {
            "below": lambda v, t: np.sqrt(v / (1 - b2**t)),
            "after": lambda p, new: new + eps,
        },
    ),
    (
        "lr_inside",
        "The learning rate is inside the mean, which is the same only while lr is constant; keep "
        "it outside.",
        lambda lr, b1, b2, eps: {
            "mean": lambda m, g, t: b1 * m + (1 - b1) * lr * g,
            "above": lambda m, g, t: m / (1 - b1**t) / lr,
        },
    ),
    (
        "shared",
        "Arrays share their means, all of them or those of one shape; each needs its own.",
        lambda lr, b1, b2, eps: {"shared": "shape"},
    ),
)


def _adam(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
) -> Stepped:
    return stepped(params, grads, state, lr, betas, eps)


def _walk(rule: Answer, /, **inputs: Any) -> Outputs:
    return counting(rule, adam.answer, **inputs)


@question(
    "ps2/adam",
    returns=(MOVES,),
    tolerance=TOLERANCE,
    drive=_walk,
    section="lecture 06, section 5",
    hints=(
        "Look at the first step of every parameter: it is lr, up or down, whatever the gradient's "
        "size.",
        "Two means that forget, of the gradient and of its square, each divided by the sum of its "
        "weights so far, 1 - beta**t, where t is 1 at the first step. The state keeps the means as "
        "they are, and t.",
        "m = b1 * m + (1 - b1) * g; v = b2 * v + (1 - b2) * g**2; p - lr * (m / (1 - b1**t)) / "
        "(np.sqrt(v / (1 - b2**t)) + eps).",
    ),
)
def adam(
    params: Nested,
    grads: Sequence[Nested],
    lr: Lr,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
) -> Outputs:
    """The weighted mean of all gradients, over the root of the weighted mean of all squares."""
    return expected(params, grads, lr, lambda p, g, rates: -rates * _ratio(g, betas, eps))


def _ratio(g: Array, betas: Betas, eps: float) -> Array:
    return faded_mean(g, betas[0]) / (np.sqrt(faded_mean(g**2, betas[1])) + eps)


OTHER = {"betas": (0.6, 0.8), "eps": 0.9}
#: Wrong defaults of Adam and its children.
DEFAULTS: dict[str, tuple[Any, ...]] = {
    "betas": (
        *((0.9, 0.99), (0.99, 0.999), (0.95, 0.999), (0.9, 0.9), (0.8, 0.999), (0.5, 0.999)),
        *((0.9, 0.95), (0.999, 0.9)),
    ),
    "eps": (1e-7, 1e-6, 1e-10, 1e-5, 1e-12),
}


@adam.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield from runs(thorough, rng, OTHER, small=1e-8)


def know_ways(asked: Question, rule: Answer, faults: Sequence[Fault]) -> None:
    """Know these mistakes of a rule.

    Args:
        asked: its question.
        rule: as ``stepped``, with its own settings; ways by keyword.
        faults: the mistakes.
    """
    for name, diagnosis, ways in faults:
        asked.know(name, diagnosis, _otherwise(rule, ways))


def _otherwise(rule: Answer, ways: Callable[[float, float, float, float], Ways]) -> Answer:
    def made(
        params: Nested,
        grads: Nested,
        state: State,
        lr: float,
        betas: Betas = (0.9, 0.999),
        eps: float = 1e-8,
        **settings: Any,
    ) -> Stepped:
        wrong = ways(lr, *betas, eps)
        found: Stepped = rule(params, grads, state, lr, betas, eps, **settings, **wrong)
        return found

    return made


def _largest(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
) -> Stepped:
    b1, b2 = betas

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        m = b1 * recalled(memory, "m", g) + (1 - b1) * g
        v = b2 * recalled(memory, "v", g) + (1 - b2) * g**2
        top = np.maximum(recalled(memory, "top", g), v)
        new = p - lr * m / (1 - b1**t) / (np.sqrt(top / (1 - b2**t)) + eps)
        return new, {"m": m, "v": v, "top": top}

    return each_array(update, params, grads, state)


def _one_memory(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
) -> Stepped:
    b1, b2 = betas

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        m = b1 * recalled(memory, "m", g) + (1 - b1) * g
        v = b2 * m + (1 - b2) * g**2
        new = p - lr * v / (1 - b1**t) / (np.sqrt(abs(v) / (1 - b2**t)) + eps)
        return new, {"m": v}

    return each_array(update, params, grads, state)


adam.know(
    "largest_square",
    "v never falls, as in AMSGrad; it is a mean that forgets, and nothing more.",
    _largest,
)
adam.know(
    "one_memory",
    "m and v are one array: what you write into one is in the other. Make zeros for each.",
    _one_memory,
)
know_common(adam, _adam)
know_defaults(adam, _adam, DEFAULTS)
know_ways(adam, stepped, (*OF_SQUARE, *OF_MEAN))


def _decaying(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
    **ways: Any,
) -> Stepped:
    right: Ways = {"before": lambda p: p * (1 - lr * weight_decay)}
    return stepped(params, grads, state, lr, betas, eps, **(right | ways))


def _decayed_walk(rule: Answer, /, **inputs: Any) -> Outputs:
    return counting(rule, adamw.answer, **inputs)


@question(
    "ps2/adamw",
    returns=(MOVES,),
    tolerance=TOLERANCE,
    drive=_decayed_walk,
    builds_on=("adam",),
    section="lecture 06, section 6",
    hints=(
        "Look at a parameter whose gradient is 0: it shrinks by the factor 1 - lr * weight_decay, "
        "and by nothing else.",
        "The decay stays out of the gradient and its means. Params shrink first; then comes Adam's "
        "step, from the gradient as it is.",
        "adam(each(lambda p: p * (1 - lr * weight_decay), params), grads, state, lr, betas, eps).",
    ),
)
def adamw(
    params: Nested,
    grads: Sequence[Nested],
    lr: Lr,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> Outputs:
    """The way is a sum in which every earlier move, and the start, have shrunk ever since."""

    def moves(p: Array, g: Array, rates: Array) -> Array:
        adams = np.concatenate([p[None], -rates * _ratio(g, betas, eps)])
        left = np.concatenate([[1.0], np.cumprod(1 - rates.ravel() * weight_decay)])
        share = np.tril(np.divide.outer(left, left))
        return np.diff(np.einsum("tk,k...->t...", share, adams), axis=0)

    return expected(params, grads, lr, moves)


@adamw.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield from runs(thorough, rng, OTHER | {"weight_decay": 0.3}, small=1e-8)


know_common(adamw, _decaying)
know_defaults(adamw, _decaying, DEFAULTS | {"weight_decay": (0.0, 1e-4, 0.1, 1e-3, 5e-4, 0.05)})
know_ways(adamw, _decaying, (*OF_SQUARE, *OF_MEAN))


def _know_decay(name: str, diagnosis: str, ways: Callable[[float, float], Ways]) -> None:
    """Know a mistake: ``ways`` returns, for lr and weight_decay, what is done otherwise."""

    def made(
        params: Nested,
        grads: Nested,
        state: State,
        lr: float,
        betas: Betas = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> Stepped:
        return stepped(params, grads, state, lr, betas, eps, **ways(lr, weight_decay))

    adamw.know(name, diagnosis, made)


_know_decay(
    "no_decay",
    "This is Adam: nothing decays. Multiply params by 1 - lr * weight_decay first.",
    lambda lr, decay: {},
)
_know_decay(
    "in_gradient",
    "The decay is in the gradient, as in Adam with L2, and is divided by the gradients' size; "
    "multiply params by 1 - lr * weight_decay instead.",
    lambda lr, decay: {"gradient": lambda p, g: g + decay * p},
)
_know_decay(
    "decay_after",
    "Params shrink after the step, and the step with them; they shrink before it.",
    lambda lr, decay: {"after": lambda p, new: new * (1 - lr * decay)},
)
_know_decay(
    "decay_without_lr",
    "Params shrink by 1 - weight_decay; the learning rate is missing: 1 - lr * weight_decay.",
    lambda lr, decay: {"before": lambda p: p * (1 - decay)},
)
_know_decay(
    "growth",
    "The sign of the decay is wrong: params grow; multiply them by 1 - lr * weight_decay.",
    lambda lr, decay: {"before": lambda p: p * (1 + lr * decay)},
)
_know_decay(
    "times_decay_alone",
    "You multiplied params by lr * weight_decay itself; by 1 - lr * weight_decay.",
    lambda lr, decay: {"before": lambda p: p * lr * decay},
)
_know_decay(
    "times_decay",
    "You multiplied params by weight_decay itself; by 1 - lr * weight_decay.",
    lambda lr, decay: {"before": lambda p: p * decay},
)
_know_decay(
    "decay_twice",
    "Params decay twice in one step; once.",
    lambda lr, decay: {"before": lambda p: p * (1 - lr * decay) ** 2},
)
_know_decay(
    "decay_and_gradient",
    "The decay is in the gradient too; it shrinks params, and leaves the gradient alone.",
    lambda lr, decay: {
        "gradient": lambda p, g: g + decay * p,
        "before": lambda p: p * (1 - lr * decay),
    },
)
_know_decay(
    "decay_lr_twice",
    "The decay has lr twice: multiply params by 1 - lr * weight_decay.",
    lambda lr, decay: {"before": lambda p: p * (1 - lr * lr * decay)},
)
_know_decay(
    "decay_halved",
    "The decay is half of what it should be: multiply params by 1 - lr * weight_decay.",
    lambda lr, decay: {"before": lambda p: p * (1 - lr * decay / 2)},
)
_know_decay(
    "decay_of_matrices",
    "Only matrices decay; here vectors, the biases, decay too.",
    lambda lr, decay: {"before": lambda p: p * (1 - lr * decay * (p.ndim > 1))},
)
_know_decay(
    "decay_divided",
    "The decay is divided by the root of v, as the gradient is; it is no part of the quotient: "
    "multiply params by 1 - lr * weight_decay.",
    lambda lr, decay: {"divided": decay},
)
_know_decay(
    "decay_to_zero",
    "You subtracted lr * weight_decay from every parameter; subtract lr * weight_decay times the "
    "parameter.",
    lambda lr, decay: {"before": lambda p: p - lr * decay},
)
_know_decay(
    "decay_by_sign",
    "You subtracted lr * weight_decay times the parameter's sign, as L1 does; times the parameter.",
    lambda lr, decay: {"before": lambda p: p - lr * decay * np.sign(p)},
)
_know_decay(
    "decay_of_squares",
    "You subtracted lr * weight_decay times the square; times the parameter.",
    lambda lr, decay: {"before": lambda p: p - lr * decay * p**2},
)


def _uncorrected_l2(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> Stepped:
    return stepped(
        params,
        grads,
        state,
        lr,
        betas,
        eps,
        gradient=lambda p, g: g + weight_decay * p,
        above=lambda m, g, t: m,
        below=lambda v, t: np.sqrt(v) + eps,
    )


adamw.know(
    "in_gradient_uncorrected",
    "The decay is in the gradient, as in Adam with L2, and the means are not corrected: multiply "
    "params by 1 - lr * weight_decay instead, and divide m by 1 - beta1**t, v by 1 - beta2**t.",
    _uncorrected_l2,
)


def _weights_decayed(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> Stepped:
    def decayed(part: Nested) -> Nested:
        if not isinstance(part, list | tuple):
            return part * (1 - lr * weight_decay)
        parts = [decayed(one) for one in part]
        if isinstance(part, tuple) and isinstance(part[-1], np.ndarray):
            parts[1:] = part[1:]
        return type(part)(parts)

    return stepped(decayed(params), grads, state, lr, betas, eps)


adamw.know(
    "no_bias_decay",
    "The second of each pair (W, b) does not decay; here biases decay too.",
    _weights_decayed,
)


def _pulled_to_start(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> Stepped:
    start = state.get("start", params)
    pulled = mapped(lambda p, p0: p - lr * weight_decay * (p - p0), params, start)
    new, later = stepped(pulled, grads, state, lr, betas, eps)
    return new, later | {"start": start}


adamw.know(
    "decay_to_start",
    "Params decay towards where they began; they decay towards 0.",
    _pulled_to_start,
)
