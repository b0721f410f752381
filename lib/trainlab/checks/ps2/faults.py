"""What may be wrong with any rule."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from trainlab.checks.ps2.nested import mapped
from trainlab.checks.question import Answer, Question


def know_common(question: Question, rule: Answer, remembers: bool = True) -> None:
    """Know what may be wrong with any rule.

    Args:
        question: of the rule.
        rule: a right one.
        remembers: whether it has a state.
    """
    for name, (diagnosis, wrong) in _COMMON.items():
        question.know(name, diagnosis, _bound(wrong, rule))
    if remembers:
        for name, (diagnosis, wrong) in _OF_STATE.items():
            question.know(name, diagnosis, _bound(wrong, rule))


def know_defaults(
    question: Question,
    rule: Answer,
    others: Mapping[str, tuple[Any, ...]],
    ignored: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Know a default value that is another, and one that nothing can change.

    Args:
        question: of the rule.
        rule: a right one, that has these settings by keyword.
        others: by setting, wrong defaults that are seen.
        ignored: by setting, what to say where it is not used, if not the usual.
    """
    for setting, values in others.items():
        question.know(
            f"default_{setting}",
            f"The default of {setting} is another one; look at the signature that is asked for.",
            _with_default(rule, setting, values),
        )
        question.know(
            f"{setting}_ignored",
            ignored.get(setting)
            or f"You computed with the default of {setting} whatever is given; use the argument "
            f"{setting}.",
            lambda *given, rule=rule, setting=setting, **settings: rule(
                *given, **{name: value for name, value in settings.items() if name != setting}
            ),
        )


def _with_default(rule: Answer, setting: str, values: tuple[Any, ...]) -> Answer:
    def made(*given: Any, value: Any = values, **settings: Any) -> Any:
        return rule(*given, **{setting: value, **settings})

    return made


def _bound(wrong: Callable[..., Any], rule: Answer) -> Answer:
    return lambda params, grads, state, lr, **settings: wrong(
        rule, params, grads, state, lr, **settings
    )


def _ascent(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    new, state = rule(params, grads, state, lr, **settings)
    return mapped(lambda p, q: 2 * p - q, params, new), state


def _no_lr(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    return rule(params, grads, state, 1.0, **settings)


def _lr_twice(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    return rule(params, grads, state, lr * lr, **settings)


def _divided(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    return rule(params, grads, state, 1 / lr, **settings)


def _no_step(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    return mapped(lambda p: p * 1.0, params), rule(params, grads, state, lr, **settings)[1]


def _move_alone(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    new, state = rule(params, grads, state, lr, **settings)
    return mapped(lambda p, q: q - p, params, new), state


def _step_alone(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    new, state = rule(params, grads, state, lr, **settings)
    return mapped(lambda p, q: p - q, params, new), state


def _first_alone(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    new, state = rule(params, grads, state, lr, **settings)
    if not isinstance(params, list | tuple):
        return new, state
    return type(params)([new[0], *params[1:]]), state


def _truncated(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    new, state = rule(params, grads, state, lr, **settings)
    return mapped(
        lambda p, q: np.trunc(q) if np.issubdtype(p.dtype, np.integer) else q, params, new
    ), state


def _forgets(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    return rule(params, grads, {}, lr, **settings)


def _first_state(rule: Any, params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> Any:
    new, later = rule(params, grads, state, lr, **settings)
    return new, state or later


_COMMON: dict[str, tuple[str, Callable[..., Any]]] = {
    "ascent": ("The sign is wrong: step against the gradient, params - lr * ....", _ascent),
    "no_lr": ("The learning rate is not used: multiply the step by lr.", _no_lr),
    "lr_twice": ("The learning rate is used twice; multiply the step by lr once.", _lr_twice),
    "divided_by_lr": ("You divided by lr; multiply the step by it.", _divided),
    "no_step": (
        "The params that you return are those that you were given; return the new ones.",
        _no_step,
    ),
    "move_alone": ("You returned the move alone; return params plus the move.", _move_alone),
    "step_alone": ("You returned the step alone; return params minus the step.", _step_alone),
    "first_array_alone": (
        "Only the first of several arrays is stepped; step all of them.",
        _first_alone,
    ),
    "cut": ("Whole numbers stay whole; convert params to float64 before the step.", _truncated),
}
_OF_STATE: dict[str, tuple[str, Callable[..., Any]]] = {
    "forgets": (
        "Nothing is remembered: every step begins anew. Start from the state that you are given, "
        "and return the new one.",
        _forgets,
    ),
    "first_state": (
        "The state stays that of the first step; return the new one after every step.",
        _first_state,
    ),
}
