"""What a function gives for one case: numbers by name, or why it gives none."""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np

from trainlab.checks import advice
from trainlab.checks.failure import IN_PLACE, UNWRITTEN
from trainlab.checks.outputs import Outputs, Unusable
from trainlab.checks.question import Answer, Case, Question
from trainlab.core import place


class ChangedInPlace(ValueError):
    """A drive's function wrote over the argument of this name."""


@dataclass(frozen=True)
class Outcome:
    """What a function gave.

    Attributes:
        outputs: arrays by name; None where there is a problem.
        problem: a sentence on why there are none, to follow "your function".
        name: what this problem is called as a mistake, or empty.
        kind: what it is to a program: two answers with one kind of problem may be one mistake.
        advice: what to do about it, or empty.
    """

    outputs: Outputs | None
    problem: str = ""
    name: str = ""
    kind: str = ""
    advice: str = ""


def of(question: Question, driven: Answer, case: Case) -> Outcome:
    """Call a function, as ``Question.driven`` makes it, on a copy of a case."""
    inputs = deepcopy(case.inputs)
    try:
        with np.errstate(all="ignore"):
            result = driven(**inputs)
    except NotImplementedError as error:
        return Outcome(None, _unwritten(question, error), UNWRITTEN, UNWRITTEN)
    except Unusable as unusable:
        return _unusable(unusable)
    except ChangedInPlace as error:
        return _changed(str(error))
    except Exception as error:
        kind = type(error).__name__
        said = " ".join(f"{kind}: {error}".split()).rstrip(": ")
        return Outcome(None, f"raised {said}{_where(error)}.", kind=kind, advice=_advice(error))
    changed = [name for name in inputs if not same(inputs[name], case.inputs[name])]
    if changed:
        return _changed(changed[0])
    try:
        return Outcome(question.unpack(result))
    except Unusable as unusable:
        return _unusable(unusable)


def _unusable(unusable: Unusable) -> Outcome:
    end = "" if str(unusable).endswith("?") else "."
    return Outcome(None, f"returned {unusable}{end}", unusable.name, unusable.name)


def _changed(argument: str) -> Outcome:
    problem = (
        f"changed its argument {argument} in place; compute a new array instead (x = x + ..., not "
        "x += ...)."
    )
    return Outcome(None, problem, IN_PLACE, IN_PLACE)


def _unwritten(question: Question, error: NotImplementedError) -> str:
    found = place.of(error)
    name = found[0].function if len(found) > 1 else question.function
    also = f", and {question.function} calls it" if name != question.function else ""
    return f"{name} is not written yet{also}."


def _where(error: Exception) -> str:
    found = place.of(error)
    return "\nin " + ", called in ".join(map(str, found)) if found else ""


def _advice(error: Exception) -> str:
    found = place.of(error)
    return advice.on(str(error), found[0].text if found else "")


def same(a: Any, b: Any) -> bool:
    """Return whether nested lists, tuples and dicts hold equal arrays."""
    if isinstance(b, tuple | list):
        return len(a) == len(b) and all(same(p, q) for p, q in zip(a, b, strict=True))
    if isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in b)
    if not isinstance(b, np.ndarray):
        return True
    return (a.dtype, a.shape) == (b.dtype, b.shape) and bool(a.tobytes() == b.tobytes())
