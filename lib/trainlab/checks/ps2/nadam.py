"""Nadam: Adam that looks ahead, with a constant beta1 or with torch's schedule."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Outputs
from trainlab.checks.ps2.adam import (
    DEFAULTS,
    OF_SQUARE,
    OTHER,
    Betas,
    Lr,
    Stepped,
    Ways,
    know_ways,
    stepped,
)
from trainlab.checks.ps2.faults import know_common, know_defaults
from trainlab.checks.ps2.nested import Nested, State, leaves
from trainlab.checks.ps2.runs import runs
from trainlab.checks.ps2.walk import MOVES, TOLERANCE, counting, expected, faded, faded_mean
from trainlab.checks.question import Answer, Case, question


def _nadam(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = None,
    **ways: Any,
) -> Stepped:
    mu = _schedule(betas[0], momentum_decay)
    right: Ways = {"above": _above(mu, mu)}
    return stepped(params, grads, state, lr, betas, eps, **(right | ways))


#: t -> the share of step t.
Schedule = Callable[[int], float]


def _schedule(b1: float, decay: float | None) -> Schedule:
    if decay is None:
        return lambda t: b1
    return lambda t: b1 * (1 - 0.5 * 0.96 ** (t * decay))


def _product(mu: Schedule, t: int) -> float:
    return float(np.prod([mu(k) for k in range(1, t + 1)]))


def _above(share: Schedule, corrected: Schedule) -> Callable[[Array, Array, int], Any]:
    """Return the numerator for these shares, and for those that the corrections multiply."""
    return lambda m, g, t: (
        share(t + 1) * m / (1 - _product(corrected, t + 1))
        + (1 - share(t)) * g / (1 - _product(corrected, t))
    )


def _walk(rule: Answer, /, **inputs: Any) -> Outputs:
    """Walk; what is moved under a schedule is ``scheduled``, so that it may be tested apart."""
    return _named(counting(rule, nadam.answer, **inputs), inputs)


def _named(moves: Outputs, settings: dict[str, Any]) -> Outputs:
    if settings.get("momentum_decay") is None:
        return moves
    return {name.replace("moves", "scheduled"): each for name, each in moves.items()}


@question(
    "ps2/nadam",
    returns=(MOVES,),
    tolerance=TOLERANCE,
    drive=_walk,
    section="lecture 06, section 7",
    hints=(
        "Look at the two corrections above: the mean's share is that of the next step, t + 1, the "
        "gradient's that of this one, t.",
        "Below is Adam's. Above, m and g are added, each with its share and its own correction. "
        "With a schedule, the share of step t is mu(t), and beta1**t becomes mu(1) mu(2) ... "
        "mu(t): keep the product in the state.",
        "b1 * m / (1 - b1**(t + 1)) + (1 - b1) * g / (1 - b1**t); scheduled: mu(t + 1) * m / (1 - "
        "product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product), mu(t) = b1 * (1 - 0.5 * 0.96**(t "
        "* momentum_decay)).",
    ),
)
def nadam(
    params: Nested,
    grads: Sequence[Nested],
    lr: Lr,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = None,
) -> Outputs:
    """The mean so far and the gradient, each by what it will weigh, over the root of Adam's."""

    def moves(p: Array, g: Array, rates: Array) -> Array:
        t = np.arange(1, len(g) + 2, dtype=np.float64).reshape(-1, *(1,) * (g.ndim - 1))
        fading = 0.0 if momentum_decay is None else 0.5 * np.exp(np.log(0.96) * momentum_decay * t)
        share = betas[0] * (1 - fading) + 0 * t
        rest = 1 - np.cumprod(share, axis=0)
        mean = (1 - betas[0]) * faded(g, betas[0])
        ahead = share[1:] * mean / rest[1:] + (1 - share[:-1]) * g / rest[:-1]
        return -rates * ahead / (np.sqrt(faded_mean(g**2, betas[1])) + eps)

    given = {"momentum_decay": momentum_decay}
    return _named(expected(params, grads, lr, moves), given)


@nadam.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    made = list(runs(thorough, rng, OTHER, small=1e-8))
    yield from made[:2]
    vector = {"params": away_from_zero(rng, (3,)), "lr": [0.1, 0.2, 0.4, 0.3, 0.2]}
    vector["grads"] = [away_from_zero(rng, (3,)) for _ in vector["lr"]]
    yield Case("torch's schedule, fast", vector | OTHER | {"momentum_decay": 4.0})
    yield from made[2:]
    if thorough:
        yield Case("torch's schedule as it is", vector | {"momentum_decay": 0.004})
        yield Case("a schedule that stands still", vector | OTHER | {"momentum_decay": 0.0})


know_common(nadam, _nadam)
know_defaults(
    nadam,
    _nadam,
    DEFAULTS | {"momentum_decay": (0.004, 0.0)},
    {
        "momentum_decay": "momentum_decay is not used; where it is a number, the share of step t "
        "is beta1 * (1 - 0.5 * 0.96**(t * momentum_decay))."
    },
)
know_ways(nadam, _nadam, OF_SQUARE)

#: What may be wrong with what stands above, whatever the shares: (mu, beta1, eps) -> ways.
_FAULTS: tuple[tuple[str, str, Callable[[Schedule, float, float], Ways]], ...] = (
    (
        "same_correction",
        "Both corrections are those of step t; the mean's is that of the next step, t + 1: b1 * m "
        "/ (1 - b1**(t + 1)).",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: (mu(t + 1) * m + (1 - mu(t)) * g) / (1 - _product(mu, t))
        },
    ),
    (
        "next_corrections",
        "Both corrections are those of step t + 1; the gradient's is that of this step, t: (1 - "
        "b1) * g / (1 - b1**t).",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: (mu(t + 1) * m + (1 - mu(t)) * g) / (1 - _product(mu, t + 1))
        },
    ),
    (
        "corrections_exchanged",
        "You exchanged the corrections: the mean's is that of step t + 1, the gradient's that of "
        "step t.",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: (
                mu(t + 1) * m / (1 - _product(mu, t)) + (1 - mu(t)) * g / (1 - _product(mu, t + 1))
            )
        },
    ),
    (
        "gradient_not_corrected",
        "The gradient's share is not corrected: (1 - b1) * g / (1 - b1**t).",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: mu(t + 1) * m / (1 - _product(mu, t + 1)) + (1 - mu(t)) * g
        },
    ),
    (
        "mean_not_corrected",
        "The mean is not corrected: b1 * m / (1 - b1**(t + 1)).",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: mu(t + 1) * m + (1 - mu(t)) * g / (1 - _product(mu, t))
        },
    ),
    (
        "above_not_corrected",
        "Nothing above is corrected: b1 * m / (1 - b1**(t + 1)) + (1 - b1) * g / (1 - b1**t).",
        lambda mu, b1, eps: {"above": lambda m, g, t: mu(t + 1) * m + (1 - mu(t)) * g},
    ),
    (
        "no_correction",
        "Nothing is corrected, neither above nor below: b1 * m / (1 - b1**(t + 1)) + (1 - b1) * g "
        "/ (1 - b1**t), over the root of v / (1 - b2**t).",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: mu(t + 1) * m + (1 - mu(t)) * g,
            "below": lambda v, t: np.sqrt(v) + eps,
        },
    ),
    (
        "old_mean",
        "You used the mean of the step before; compute the new one first.",
        lambda mu, b1, eps: {"old": True},
    ),
    (
        "gradient_whole",
        "The gradient lacks its share 1 - b1: (1 - b1) * g / (1 - b1**t).",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: (
                mu(t + 1) * m / (1 - _product(mu, t + 1)) + g / (1 - _product(mu, t))
            )
        },
    ),
    (
        "mean_whole",
        "The mean lacks its share b1: b1 * m / (1 - b1**(t + 1)).",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: (
                m / (1 - _product(mu, t + 1)) + (1 - mu(t)) * g / (1 - _product(mu, t))
            )
        },
    ),
    (
        "gradient_missing",
        "The gradient is missing above: add (1 - b1) * g / (1 - b1**t).",
        lambda mu, b1, eps: {"above": lambda m, g, t: mu(t + 1) * m / (1 - _product(mu, t + 1))},
    ),
    (
        "adds_gradient_to_adam",
        "You added the gradient's share to the whole corrected mean; the mean has the share b1: b1 "
        "* m / (1 - b1**(t + 1)).",
        lambda mu, b1, eps: {
            "above": lambda m, g, t: (m + (1 - mu(t)) * g) / (1 - _product(mu, t))
        },
    ),
    (
        "t_from_zero",
        "t is 0 at the first step, and a correction divides by 0; count the step first: t = 1.",
        lambda mu, b1, eps: {"count": lambda t, number, arrays: t - 1},
    ),
    (
        "t_ahead",
        "t is 2 at the first step; it is 1.",
        lambda mu, b1, eps: {"count": lambda t, number, arrays: t + 1},
    ),
    (
        "t_stuck",
        "t is 1 at every step; count the steps in the state.",
        lambda mu, b1, eps: {"count": lambda t, number, arrays: 1},
    ),
    (
        "t_per_array",
        "t grows with every array; it grows once a step, and is the same for all arrays.",
        lambda mu, b1, eps: {"count": lambda t, number, arrays: (t - 1) * arrays + number + 1},
    ),
    (
        "m_not_averaged",
        "The new gradient lacks its 1 - beta1 in the mean: m = b1 * m + (1 - b1) * g.",
        lambda mu, b1, eps: {"mean": lambda m, g, t: b1 * m + g},
    ),
    (
        "m_weights_exchanged",
        "You exchanged beta1 and 1 - beta1 in the mean: beta1 is the share of m that stays.",
        lambda mu, b1, eps: {"mean": lambda m, g, t: (1 - b1) * m + b1 * g},
    ),
    (
        "shared",
        "Arrays share their means, all of them or those of one shape; each needs its own.",
        lambda mu, b1, eps: {"shared": "shape"},
    ),
)


#: Mistakes that show in nested arrays alone, of which no case has a schedule.
_OF_NESTED = ("t_per_array", "shared")


def _know_above(name: str, diagnosis: str, ways: Callable[[Schedule, float, float], Ways]) -> None:
    """Know a mistake, wherever it is made: in one of the two forms, or in both."""
    forms = ("both", "constant", *(("scheduled",) if name not in _OF_NESTED else ()))

    def made(
        params: Nested,
        grads: Nested,
        state: State,
        lr: float,
        betas: Betas = (0.9, 0.999),
        eps: float = 1e-8,
        momentum_decay: float | None = None,
        form: Any = forms,
    ) -> Stepped:
        right = "scheduled" if momentum_decay is None else "constant"
        wrong = {} if form == right else ways(_schedule(betas[0], momentum_decay), betas[0], eps)
        return _nadam(params, grads, state, lr, betas, eps, momentum_decay, **wrong)

    nadam.know(name, diagnosis, made)


for _each in _FAULTS:
    _know_above(*_each)


#: Faults of the schedule alone: (b1, momentum_decay) -> the shares, and those that corrections
#: multiply.
_SCHEDULES: tuple[tuple[str, str, Callable[[float, float], tuple[Any, Any]]], ...] = (
    (
        "corrected_by_powers",
        "Under a schedule the corrections are made of the product mu(1) mu(2) ... mu(t); you have "
        "beta1**t.",
        lambda b1, decay: (_schedule(b1, decay), lambda t: b1),
    ),
    (
        "schedule_from_zero",
        "The schedule's t is one step behind: mu(1) belongs to the first step.",
        lambda b1, decay: (
            lambda t: _schedule(b1, decay)(t - 1),
            lambda t: _schedule(b1, decay)(t - 1),
        ),
    ),
    (
        "schedule_ahead",
        "The schedule's t is one step ahead: mu(1) belongs to the first step.",
        lambda b1, decay: (
            lambda t: _schedule(b1, decay)(t + 1),
            lambda t: _schedule(b1, decay)(t + 1),
        ),
    ),
    (
        "no_half",
        "The schedule lacks its half: mu(t) = beta1 * (1 - 0.5 * 0.96**(t * momentum_decay)).",
        lambda b1, decay: 2 * (lambda t: b1 * (1 - 0.96 ** (t * decay)),),
    ),
    (
        "schedule_without_beta",
        "The schedule lacks its beta1: mu(t) = beta1 * (1 - 0.5 * 0.96**(t * momentum_decay)).",
        lambda b1, decay: 2 * (lambda t: 1 - 0.5 * 0.96 ** (t * decay),),
    ),
    (
        "schedule_of_t",
        "momentum_decay multiplies t in the exponent: 0.96**(t * momentum_decay).",
        lambda b1, decay: 2 * (lambda t: b1 * (1 - 0.5 * 0.96**t * decay),),
    ),
    (
        "schedule_ignores_decay",
        "momentum_decay is missing in the schedule: 0.96**(t * momentum_decay).",
        lambda b1, decay: 2 * (lambda t: b1 * (1 - 0.5 * 0.96**t),),
    ),
    (
        "schedule_base",
        "The base of the schedule is 0.96: mu(t) = beta1 * (1 - 0.5 * 0.96**(t * momentum_decay)).",
        lambda b1, decay: 2 * (lambda t: b1 * (1 - 0.5 * 0.9 ** (t * decay)),),
    ),
)


def _know_schedule(
    name: str, diagnosis: str, shares: Callable[[float, float], tuple[Schedule, Schedule]]
) -> None:
    def made(
        params: Nested,
        grads: Nested,
        state: State,
        lr: float,
        betas: Betas = (0.9, 0.999),
        eps: float = 1e-8,
        momentum_decay: float | None = None,
    ) -> Stepped:
        if momentum_decay is None:
            return _nadam(params, grads, state, lr, betas, eps)
        above = _above(*shares(betas[0], momentum_decay))
        return _nadam(params, grads, state, lr, betas, eps, momentum_decay, above=above)

    nadam.know(name, diagnosis, made)


for _one in _SCHEDULES:
    _know_schedule(*_one)


def _know_terms(
    name: str,
    diagnosis: str,
    above: Callable[[Schedule], Callable[[Array, Array, int], Any]],
    mean: Callable[[Schedule], Callable[[Array, Array, int], Any]] | None = None,
) -> None:
    """Know a mistake in what stands above under a schedule."""

    def made(
        params: Nested,
        grads: Nested,
        state: State,
        lr: float,
        betas: Betas = (0.9, 0.999),
        eps: float = 1e-8,
        momentum_decay: float | None = None,
    ) -> Stepped:
        mu = _schedule(betas[0], momentum_decay)
        ways = {"above": above(mu)} | ({"mean": mean(mu)} if mean else {})
        return _nadam(params, grads, state, lr, betas, eps, momentum_decay, **ways)

    nadam.know(name, diagnosis, made)


_know_terms(
    "scheduled_mean",
    "The mean m is scheduled too; it fades by beta1, and only the step has the schedule's shares.",
    lambda mu: _above(mu, mu),
    lambda mu: lambda m, g, t: mu(t) * m + (1 - mu(t)) * g,
)
_know_terms(
    "next_share_missing",
    "The mean has the share of this step; it has that of the next: mu(t + 1) * m / (1 - product * "
    "mu(t + 1)).",
    lambda mu: (
        lambda m, g, t: (
            mu(t) * m / (1 - _product(mu, t + 1)) + (1 - mu(t)) * g / (1 - _product(mu, t))
        )
    ),
)
_know_terms(
    "no_look_ahead",
    "This is Adam: above stands the corrected mean alone; add the gradient with its share.",
    lambda mu: lambda m, g, t: m / (1 - _product(mu, t)),
)
_know_terms(
    "product_of_one_step",
    "The product is that of one step, mu(t), or beta1; it is that of all steps so far: keep it in "
    "the state.",
    lambda mu: (
        lambda m, g, t: mu(t + 1) * m / (1 - mu(t) * mu(t + 1)) + (1 - mu(t)) * g / (1 - mu(t))
    ),
)


@nadam.mistake
def power_of_share(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = None,
    ahead: Any = ("next", "product", "this"),
) -> Stepped:
    """The corrections are powers of mu(t); they are made of the product mu(1) mu(2) ... mu(t)."""
    mu = _schedule(betas[0], momentum_decay)

    def above(m: Array, g: Array, t: int) -> Any:
        powers = {
            "next": mu(t + 1) ** (t + 1),
            "product": mu(t) ** t * mu(t + 1),
            "this": mu(t) ** (t + 1),
        }
        return mu(t + 1) * m / (1 - powers[ahead]) + (1 - mu(t)) * g / (1 - mu(t) ** t)

    return _nadam(params, grads, state, lr, betas, eps, momentum_decay, above=above)


@nadam.mistake
def adam_alone(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = None,
) -> Stepped:
    """This is Adam, whatever momentum_decay is: above stands the corrected mean alone; add the
    gradient with its share."""
    return stepped(params, grads, state, lr, betas, eps)


@nadam.mistake
def zero_is_none(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = None,
) -> Stepped:
    """You took momentum_decay=0 for None: 0 is a schedule that stands still, at half of beta1; ask
    momentum_decay is None."""
    return _nadam(params, grads, state, lr, betas, eps, momentum_decay or None)


@nadam.mistake
def product_per_array(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = None,
) -> Stepped:
    """The product of the shares grows with every array; it grows once a step, and is the same for
    all arrays."""
    mu = _schedule(betas[0], momentum_decay)
    product = state.get("product", 1.0)
    arrays = len(leaves(params))
    numbers = iter(range(1, arrays + 1))

    def above(m: Array, g: Array, t: int) -> Any:
        grown = product * mu(t) ** next(numbers)
        return mu(t + 1) * m / (1 - grown * mu(t + 1)) + (1 - mu(t)) * g / (1 - grown)

    t = state.get("t", 0) + 1
    new, later = stepped(params, grads, state, lr, betas, eps, above=above)
    return new, later | {"product": product * mu(t) ** arrays}


@nadam.mistake
def next_in_product(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = None,
) -> Stepped:
    """You keep the product with the next share in it, which the next step multiplies again; keep
    mu(1) mu(2) ... mu(t)."""
    mu = _schedule(betas[0], momentum_decay)
    t = state.get("t", 0) + 1
    product = state.get("product", 1.0) * mu(t)

    def above(m: Array, g: Array, t: int) -> Any:
        return mu(t + 1) * m / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product)

    new, later = stepped(params, grads, state, lr, betas, eps, above=above)
    return new, later | {"product": product * mu(t + 1)}


@nadam.mistake
def product_not_kept(
    params: Nested,
    grads: Nested,
    state: State,
    lr: float,
    betas: Betas = (0.9, 0.999),
    eps: float = 1e-8,
    momentum_decay: float | None = None,
) -> Stepped:
    """Under a schedule the product is that of one step, mu(t); keep mu(1) mu(2) ... mu(t) in the
    state."""
    if momentum_decay is None:
        return _nadam(params, grads, state, lr, betas, eps)
    mu = _schedule(betas[0], momentum_decay)

    def above(m: Array, g: Array, t: int) -> Any:
        return mu(t + 1) * m / (1 - mu(t) * mu(t + 1)) + (1 - mu(t)) * g / (1 - mu(t))

    return stepped(params, grads, state, lr, betas, eps, above=above)
