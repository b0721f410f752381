"""A rule written in NumPy, such as a student's, as one of ours that races on a surface.

Lecture 06. What such a function does wrong is told in one sentence, and moves no parameter.
"""

import copy
import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from trainlab.core import arguments, place
from trainlab.core.state import State
from trainlab.optimizers.optimizer import Optimizer, Task

Rule = Callable[..., tuple[np.ndarray, dict[str, Any]]]

#: Numbers up to this size can be squared and added up; a result from larger ones may overflow.
LARGEST = 1e100


class RuleFailed(ValueError):
    """A rule raised an exception, or returned what is no answer; shown as one sentence."""

    def _render_traceback_(self) -> list[str]:
        return [f"RuleFailed: {self}"]


def numpy_rule(rule: Rule, lr: float | Tensor = 0.01, **settings: Any) -> Optimizer:
    """Return a NumPy function as an optimizer that can race: ``race``, ``Racer``.

    Args:
        rule: ``rule(params, grads, state, lr, **settings) -> (params, state)`` for params and
            grads (E, 2), read-only; state is a dict of its own, ``{}`` at the first step. It
            returns new arrays.
        lr: learning rate, a number or one for each member (E,), which it gets as (E, 1).
        settings: passed on by keyword.

    Raises:
        ValueError: for something that cannot be called. ``RuleFailed``, a ValueError too, at a step
            for which the rule raises, changes its input, or returns what is no answer.

    >>> from trainlab import optimizers, race
    >>> def plain(params, grads, state, lr):
    ...     return params - lr * grads, state
    >>> rule = optimizers.numpy_rule(plain, lr=0.1)
    >>> race("bowl", [rule], start=(1, 0), steps=2).paths[..., 0].flatten()  # slope 2x
    tensor([1.0000, 0.8000, 0.6400], dtype=torch.float64)
    """
    if not callable(rule):
        raise ValueError(
            f"rule={arguments.shown(rule)} was given; expected a function "
            "rule(params, grads, state, lr, **settings) -> (params, state)."
        )
    update = partial(_update, rule=rule, settings=settings)
    return Optimizer(_name(rule), lr, settings, _init, update, check=_trains_none)


def accepted(rule: Rule, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return those settings that a rule takes by keyword."""
    try:
        takes = inspect.signature(rule).parameters.values()
    except (TypeError, ValueError):
        return dict(settings)
    if any(each.kind is each.VAR_KEYWORD for each in takes):
        return dict(settings)
    by_keyword = {each.name for each in takes if each.kind is not each.POSITIONAL_ONLY}
    return {name: value for name, value in settings.items() if name in by_keyword}


def _name(rule: Rule) -> str:
    inner = rule.func if isinstance(rule, partial) else rule
    return str(getattr(inner, "__name__", type(inner).__name__))


def _trains_none(task: Task) -> None:
    raise ValueError(
        "a rule written in NumPy was given to train networks; it races on a surface: "
        "trainlab.race('beale', [trainlab.optimizers.numpy_rule(rule)])."
    )


def _init(params: Tensor) -> State:
    # The rule's own state stands in a tuple: nobody else looks into it.
    return {"t": 0, "own": ({},)}


def _update(
    params: Tensor,
    grads: Tensor,
    state: State,
    lr: float | Tensor,
    *,
    rule: Rule,
    settings: Mapping[str, Any],
) -> None:
    given, slopes = _frozen(params), _frozen(grads)
    rate = _frozen(lr) if isinstance(lr, Tensor) else lr
    told = f"{_name(rule)}, at its step {state['t'] + 1},"
    try:
        with np.errstate(all="ignore"):
            answer = rule(given, slopes, copy.deepcopy(state["own"][0]), rate, **settings)
    except (Exception, SystemExit) as error:
        raise RuleFailed(f"{told} {_complaint(error)}") from error
    if not (isinstance(answer, tuple | list) and len(answer) == 2):
        raise RuleFailed(f"{told} returned {_kind(answer)}; expected two values, (params, state).")
    moved, kept = answer
    if not isinstance(kept, dict):
        raise RuleFailed(
            f"{told} returned {_kind(kept)} as its second value; expected (params, state), where "
            "state is a dict."
        )
    new = _checked(moved, given, slopes, told)
    try:
        state.update(t=state["t"] + 1, own=(copy.deepcopy(kept),))
    except Exception as error:
        raise RuleFailed(
            f"{told} keeps in its state what cannot be copied: {error}; expected numbers and "
            "arrays."
        ) from error
    params.copy_(torch.from_numpy(new))


def _frozen(values: Tensor) -> np.ndarray:
    """Return a copy that refuses to be changed."""
    copied: np.ndarray = values.numpy(force=True).copy()
    copied.flags.writeable = False
    return copied


def _checked(moved: object, given: np.ndarray, slopes: np.ndarray, told: str) -> np.ndarray:
    """Return params as an array like the given ones; raise RuleFailed where they are none."""
    try:
        raw = np.asarray(moved)
    except ValueError:
        raw = np.array(None)
    if raw.dtype.kind not in "biuf" or raw.shape != given.shape:
        raise RuleFailed(
            f"{told} returned {_kind(moved)} as params; expected real numbers of shape "
            f"{given.shape}, as it was given."
        )
    new = raw.astype(given.dtype)
    calm = (np.abs(given) < LARGEST).all(axis=-1) & (np.abs(slopes) < LARGEST).all(axis=-1)
    wrong = np.argwhere(~np.isfinite(new) & calm[..., None])
    if len(wrong):
        member, axis = wrong[0].tolist()
        raise RuleFailed(
            f"{told} returned {new[member, axis]} for x{axis + 1} of member {member}, where its "
            f"parameter was {given[member, axis]:.6g} and its gradient {slopes[member, axis]:.6g}; "
            "expected a finite number: does it divide by zero, or take a root of a negative number?"
        )
    return new


def _complaint(error: BaseException) -> str:
    """Say what was raised and where, in the words of one sentence."""
    found = place.of(error)
    where = f" in line {found[0].line}, `{found[0].text}`" if found else ""
    if isinstance(error, ValueError) and "read-only" in str(error):
        return (
            f"changes its params or grads in place{where}; return new arrays instead, such as "
            "params = params - lr * grads."
        )
    said = " ".join(str(error).split())
    return f"raised {type(error).__name__}{where}{f': {said}' if said else ''}."


def _kind(value: object) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and type {value.dtype}"
    if isinstance(value, tuple | list):
        return f"a {type(value).__name__} of {len(value)} values"
    return "None" if value is None else f"a {type(value).__name__}"
