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
    """A drive's function wrote over an argument.

    Args:
        argument: its name.
        instead: what to do.
    """

    def __init__(
        self,
        argument: str,
        instead: str = "compute a new array instead (x = x + ..., not x += ...)",
    ) -> None:
        """Say both in a sentence, to follow "your function"."""
        super().__init__(f"changed its argument {argument} in place; {instead}.")


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
        return _unusable(question, unusable)
    except ChangedInPlace as error:
        return Outcome(None, str(error), IN_PLACE, IN_PLACE)
    except Exception as error:
        kind = type(error).__name__
        said = " ".join(f"{kind}: {error}".split()).rstrip(": ")
        found = place.of(error)
        told = advice.on(question.problem_set, said, found[0].text if found else "")
        return Outcome(None, f"raised {said}{_where(error)}.", kind=kind, advice=told)
    changed = [name for name in inputs if not same(inputs[name], case.inputs[name])]
    if changed:
        return Outcome(None, str(_changed(changed[0], case)), IN_PLACE, IN_PLACE)
    try:
        return Outcome(question.unpack(result))
    except Unusable as unusable:
        return _unusable(question, unusable)


def _changed(argument: str, case: Case) -> ChangedInPlace:
    if isinstance(case.inputs[argument], list):
        instead = "work on a copy instead (sorted(x), not x.sort(); x[1:], not x.pop(0))"
        return ChangedInPlace(argument, instead)
    return ChangedInPlace(argument)


def _unusable(question: Question, unusable: Unusable) -> Outcome:
    end = "" if str(unusable).endswith("?") else "."
    told = advice.on(question.problem_set, str(unusable))
    return Outcome(None, f"returned {unusable}{end}", unusable.name, unusable.name, told)


def _unwritten(question: Question, error: NotImplementedError) -> str:
    found = place.of(error)
    name = found[0].function if len(found) > 1 else question.function
    also = f", and {question.function} calls it" if name != question.function else ""
    return f"{name} is not written yet{also}."


def _where(error: Exception) -> str:
    found = place.of(error)
    return "\nin " + ", called in ".join(map(str, found)) if found else ""


def same(a: Any, b: Any) -> bool:
    """Return whether nested lists, tuples and dicts hold equal arrays and numbers."""
    if isinstance(b, tuple | list):
        return len(a) == len(b) and all(same(p, q) for p, q in zip(a, b, strict=True))
    if isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in b)
    if not isinstance(b, np.ndarray):
        return not isinstance(b, int | float) or a is b or bool(a == b)
    return (a.dtype, a.shape) == (b.dtype, b.shape) and bool(a.tobytes() == b.tobytes())
