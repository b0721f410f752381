"""A class that keeps a rule's state; two of them are driven beside each other."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outcome import ChangedInPlace, same
from trainlab.checks.outputs import Named, Outputs, Unusable
from trainlab.checks.ps2.nested import Memory, Nested, State, each_array, leaves, mapped, recalled
from trainlab.checks.ps2.walk import like
from trainlab.checks.question import Answer, Case, question

#: The second optimizer's learning rate and setting.
OTHER_LR, OTHER_MOMENTUM = 0.25, 0.3


def rolling(
    params: Nested, grads: Nested, state: State, lr: float, momentum: float = 0.5
) -> tuple[Nested, State]:
    """A rule that remembers, and whose steps grow; a test's own."""

    def update(p: Array, g: Array, memory: Memory, t: int) -> tuple[Array, Memory]:
        v = momentum * recalled(memory, "v", g) + g
        return p - lr * (1 + 0.1 * (t - 1)) * v, {"v": v}

    return each_array(update, params, grads, state)


def _used(
    optimizer: Answer,
    /,
    params: Nested,
    grads: Sequence[Nested],
    lr: Sequence[float],
    **settings: float,
) -> Outputs:
    """Return what each step of an optimizer moves, and of another, which steps in between.

    In the middle the caller moves the parameters, as one does who loads others.
    """
    states: list[State] = []

    def rule(params: Nested, grads: Nested, state: State, lr: float, **more: float) -> Any:
        states.append(dict(state))
        return rolling(params, grads, state, lr, **more)

    first = optimizer(rule, lr[0], **settings)
    other = optimizer(rule, OTHER_LR, momentum=OTHER_MOMENTUM)
    rate, now, beside = lr[0], params, params
    moves: list[list[Array]] = []
    others: list[list[Array]] = []
    for number, gradient in enumerate(grads):
        if lr[number] != rate:
            rate = first.lr = lr[number]
        if number == len(grads) // 2:
            now = mapped(lambda p: p + 1.0, now)
        for one, start, g, kept in (
            (first, now, gradient, moves),
            (other, beside, mapped(np.negative, gradient), others),
        ):
            calls = len(states)
            new = _stepped(one, start, g)
            if number == 0 and len(states) > calls and states[calls]:
                raise Unusable(
                    "an optimizer whose first step has another's state; give each its own, "
                    "self.state = {} in __init__, not in the class, nor as a default value",
                    "shared_state",
                )
            kept.append([b - a for a, b in zip(leaves(start), leaves(new), strict=True)])
            if one is first:
                now = new
            else:
                beside = new
    return _named(lr, moves, others)


def _stepped(one: Any, params: Nested, grads: Nested) -> Nested:
    given = deepcopy((params, grads))
    new = one.step(*given)
    for name, after, before in zip(("params", "grads"), given, (params, grads), strict=True):
        if not same(after, before):
            raise ChangedInPlace(name)
    if new is None:
        raise Unusable(
            "nothing (None) from step; expected params. Did you forget the return statement?",
            "no_return",
        )
    if isinstance(new, tuple) and len(new) == 2 and isinstance(new[1], dict):
        raise Unusable(
            "params and state from step; expected params alone: the optimizer keeps the state",
            "returns_state",
        )
    return like(new, params, "params from step")


def _named(
    lr: Sequence[float], moves: Sequence[Sequence[Array]], others: Sequence[Sequence[Array]]
) -> Outputs:
    """Return moves by array, those under a learning rate that changes by another name."""
    name = "moves" if len(set(lr)) == 1 else "moves_as_lr_changes_"
    found = {
        f"{name}{number}": np.array(way)
        for number, way in enumerate(zip(*moves, strict=True), start=1)
    }
    return found | {
        f"moves_of_another{number}": np.array(way)
        for number, way in enumerate(zip(*others, strict=True), start=1)
    }


@question(
    "ps2/Optimizer",
    returns=(Named("moves"),),
    tolerance=1e-8,
    drive=_used,
    section="lecture 06, What a rule is",
    hints=(
        "Look at what must outlive a step: the rule, lr, the settings, and the state.",
        "__init__ keeps them as attributes of self, the state an empty dict of its own; step calls "
        "the rule with them, keeps the new state, and returns the new params.",
        "params, self.state = self.rule(params, grads, self.state, self.lr, **self.settings), then "
        "return params.",
    ),
)
def optimizer(
    params: Nested, grads: Sequence[Nested], lr: Sequence[float], momentum: float = 0.5
) -> Outputs:
    """The velocities as sums over all gradients so far."""
    growing = 1 + 0.1 * np.arange(len(grads))

    def moves(number: int, sign: float, rates: Any, share: float) -> Array:
        g = np.array([leaves(gradient)[number] for gradient in grads], dtype=np.float64)
        wide = (-1, *(1,) * (g.ndim - 1))
        v = [sum(share ** (t - k) * sign * g[k] for k in range(t + 1)) for t in range(len(grads))]
        return -np.reshape(rates * growing, wide) * np.array(v)

    count = range(len(leaves(params)))
    first = zip(*(moves(i, 1.0, np.array(lr), momentum) for i in count), strict=True)
    other = zip(*(moves(i, -1.0, OTHER_LR, OTHER_MOMENTUM) for i in count), strict=True)
    return _named(lr, list(first), list(other))


@optimizer.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, params: Nested, lr: list[float], **settings: float) -> Case:
        grads = [mapped(lambda p: away_from_zero(rng, p.shape), params) for _ in lr]
        return Case(title, {"params": params, "grads": grads, "lr": lr, **settings})

    yield case("an array", away_from_zero(rng, (3,)), [0.125] * 5, momentum=0.8)
    changing = [0.5, 0.5, 0.125, 0.25]
    yield case("lr changed between steps", away_from_zero(rng, (2, 2)), changing, momentum=0.6)
    if thorough:
        layers = [(away_from_zero(rng, (2, 3)), away_from_zero(rng, (2,)))]
        yield case("a layer (W, b)", layers, [0.25] * 4, momentum=0.9)
        yield case("the rule's own settings", away_from_zero(rng, (3,)), [0.25] * 4)


class _Made:
    """An optimizer that does one thing wrongly.

    Args:
        rule: to step with.
        lr: learning rate.
        settings: of the rule.
        wrong: what it does wrongly.
    """

    def __init__(self, rule: Answer, lr: float, settings: dict[str, Any], wrong: str = "") -> None:
        """Remember nothing yet."""
        self.rule, self.lr, self.settings, self.wrong = rule, lr, settings, wrong
        self.first_lr, self.state, self.kept = lr, State(), None

    def step(self, params: Nested, grads: Nested) -> Any:
        """Return new params."""
        if self.wrong == "own_params" and self.kept is not None:
            params = self.kept
        lr = self.first_lr if self.wrong == "lr_frozen" else self.lr
        state = {} if self.wrong == "forgets" else self.state
        new, later = self.rule(params, grads, dict(state), lr, **self.settings)
        if self.wrong == "state_ahead":
            new, later = self.rule(params, grads, later, lr, **self.settings)
        if self.wrong == "twice":
            new, later = self.rule(new, grads, later, lr, **self.settings)
        if self.wrong != "first_state" or not self.state:
            self.state.clear()
            self.state.update(later)
        self.kept = new
        if self.wrong == "added":
            return mapped(np.add, params, new)
        return mapped(lambda p: p * 1.0, params) if self.wrong == "not_moved" else new


def _know(name: str, diagnosis: str) -> None:
    def made(rule: Answer, lr: float, **settings: Any) -> _Made:
        return _Made(rule, lr, settings, name)

    optimizer.know(name, diagnosis, made)


_know(
    "forgets",
    "The state is lost: every step begins with an empty one. Keep what the rule returns, "
    "self.state = ..., and hand it over at the next step.",
)
_know("first_state", "The state stays that of the first step; keep the new one after every step.")
_know(
    "lr_frozen",
    "lr cannot be changed: the steps use the one of the beginning; read self.lr in every step.",
)
_know("twice", "One call takes two steps; call the rule once.")
_know(
    "state_ahead",
    "One step calls the rule twice, so that the state goes on by two; call it once, for params and "
    "state together.",
)
_know("added", "You added what the rule returns to params; it is the new params themselves.")
_know("not_moved", "step returns the params that it was given; return those that the rule returns.")
_know(
    "own_params",
    "The optimizer goes on from the params that it returned last, whatever it is given; step from "
    "the params that step gets.",
)


@optimizer.mistake
def no_settings(rule: Answer, lr: float, **settings: Any) -> _Made:
    """The settings do not reach the rule: keep them, and call self.rule(..., **self.settings)."""
    return _Made(rule, lr, {})


@optimizer.mistake
def uphill(rule: Answer, lr: float, **settings: Any) -> _Made:
    """The gradients reach the rule with the wrong sign; hand them over as they are."""
    return _Made(
        lambda p, g, s, rate, **more: rule(p, mapped(np.negative, g), s, rate, **more),
        lr,
        settings,
    )


@optimizer.mistake
def lr_before(rule: Answer, lr: float, **settings: Any) -> _Made:
    """You multiplied the gradients by lr, and the rule does so again; hand them over as they
    are."""
    return _Made(
        lambda p, g, s, rate, **more: rule(p, mapped(lambda a: rate * a, g), s, rate, **more),
        lr,
        settings,
    )


#: The settings of the optimizer that was made last.
_LAST: dict[str, Any] = {}


class _OneForAll(_Made):
    """An optimizer whose settings are those of the one that was made last."""

    def step(self, params: Nested, grads: Nested) -> Any:
        """Return new params."""
        self.settings = _LAST
        return super().step(params, grads)


@optimizer.mistake
def shared_settings(rule: Answer, lr: float, **settings: Any) -> _OneForAll:
    """All optimizers have the settings of the one made last; keep them in self, not in the
    class."""
    _LAST.clear()
    _LAST.update(settings)
    return _OneForAll(rule, lr, settings)
