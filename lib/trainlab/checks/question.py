"""What a question is, and how an answer to it is checked and its mistake named."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

Inputs = dict[str, Any]
Outputs = dict[str, np.ndarray]


class CheckFailed(AssertionError):
    """An answer is wrong; the message says what is, and in a notebook nothing else is shown."""

    def _render_traceback_(self) -> list[str]:
        return [f"CheckFailed: {self}"]


@dataclass(frozen=True)
class Case:
    """One set of arguments, and in a few words what is special about it."""

    title: str
    inputs: Inputs


@dataclass(frozen=True)
class Mistake:
    """A known way of being wrong.

    Attributes:
        name: for our own tests.
        diagnosis: what the student did, and what to do instead.
        outputs: (**inputs) -> the numbers that somebody gets who makes this mistake.
    """

    name: str
    diagnosis: str
    outputs: Callable[..., Outputs]


@dataclass(frozen=True, eq=False)
class Question:
    """A function that a student writes.

    Attributes:
        name: the function's name.
        outputs: names of what it returns, in order; a function with one output returns it bare.
        expected: (**inputs) -> the right outputs by name.
        cases: (thorough, random generator) -> the cases to try.
        mistakes: known mistakes; the first that explains every output is named.
        unpack: result -> outputs by name, where ``outputs`` does not say it all.
        tolerance: relative and absolute, for float64 inputs.
    """

    name: str
    outputs: tuple[str, ...]
    expected: Callable[..., Outputs]
    cases: Callable[[bool, np.random.Generator], Sequence[Case]]
    mistakes: tuple[Mistake, ...] = ()
    unpack: Callable[[Any], Outputs] | None = None
    tolerance: float = 1e-7


def check_question(question: Question, function: Callable, thorough: bool, seed: int) -> None:
    """Call a student's function on every case and compare.

    Raises:
        CheckFailed: at the first case that fails, with a diagnosis where a known mistake explains
            what the function returned in all cases.
    """
    cases = _cases(question, thorough, seed)
    answers: list[tuple[Case, Outputs]] = []
    for case in cases:
        answers.append((case, _answer(question, function, case)))
    for number, (case, got) in enumerate(answers):
        difference = _difference(question, case, _expected(question, thorough, seed, number), got)
        if difference:
            diagnosis = _diagnosis(question, answers)
            raise CheckFailed(" ".join(filter(None, [f"{question.name}:", diagnosis, difference])))


@lru_cache(maxsize=256)
def _cases(question: Question, thorough: bool, seed: int) -> tuple[Case, ...]:
    return tuple(question.cases(thorough, np.random.default_rng(seed)))


@lru_cache(maxsize=2048)
def _expected(question: Question, thorough: bool, seed: int, number: int) -> Outputs:
    """Return the right answer to one case; a class of students asks for it again and again."""
    return question.expected(**_cases(question, thorough, seed)[number].inputs)


def _answer(question: Question, function: Callable, case: Case) -> Outputs:
    inputs = deepcopy(case.inputs)
    where = f"{question.name}, {case.title}:"
    try:
        with np.errstate(all="ignore"):
            result = function(**inputs)
    except NotImplementedError:
        raise CheckFailed(f"{question.name} is not written yet.") from None
    except Exception as error:
        raise CheckFailed(f"{where} your function raised {type(error).__name__}: {error}") from None
    changed = [name for name in inputs if not _same(inputs[name], case.inputs[name])]
    if changed:
        raise CheckFailed(
            f"{where} your function changed its argument {changed[0]} in place; "
            "compute a new array instead (x = x + ..., not x += ...)."
        )
    return _unpacked(question, result, where)


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(_same(p, q) for p, q in zip(a, b, strict=True))
    return not isinstance(a, np.ndarray) or np.array_equal(a, b)


def _unpacked(question: Question, result: Any, where: str) -> Outputs:
    names = question.outputs
    try:
        if result is None:
            raise TypeError
        if question.unpack is not None:
            named = question.unpack(result)
        elif len(names) == 1:
            named = {names[0]: result}
        else:
            named = dict(zip(names, result, strict=True))
        return {name: np.asarray(value, dtype=np.float64) for name, value in named.items()}
    except (TypeError, ValueError):
        wanted = ", ".join(names)
        got = "nothing (None)" if result is None else f"a {type(result).__name__}"
        hint = " Did you forget the return statement?" if result is None else ""
        raise CheckFailed(
            f"{where} expected {wanted} as numbers, and your function returned {got}.{hint}"
        ) from None


def _difference(question: Question, case: Case, expected: Outputs, got: Outputs) -> str:
    """Return one sentence on the first output that is wrong, or an empty one."""
    for name, right in expected.items():
        if name not in got:
            return f"{name} is missing from what you returned."
        if got[name].shape != right.shape:
            return f"In {case.title}, {name} has shape {got[name].shape}; expected {right.shape}."
        close = _close(question, case, got[name], right)
        if not close.all():
            index = tuple(int(i) for i in np.argwhere(~close)[0])
            place = f"{name}{list(index)}" if index else name
            return (
                f"In {case.title}, {place} is {got[name][index]:.6g}; expected {right[index]:.6g}."
            )
    return ""


def _close(question: Question, case: Case, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    single = any(isinstance(v, np.ndarray) and v.dtype == np.float32 for v in case.inputs.values())
    tolerance = max(question.tolerance, 2e-4) if single else question.tolerance
    return np.isclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True)


def _diagnosis(question: Question, answers: Sequence[tuple[Case, Outputs]]) -> str:
    for mistake in question.mistakes:
        with np.errstate(all="ignore"):
            if all(_explains(question, mistake, case, got) for case, got in answers):
                return mistake.diagnosis
    return ""


def _explains(question: Question, mistake: Mistake, case: Case, got: Outputs) -> bool:
    wrong = mistake.outputs(**deepcopy(case.inputs))
    return all(
        name in got
        and got[name].shape == np.shape(value)
        and bool(_close(question, case, got[name], np.asarray(value)).all())
        for name, value in wrong.items()
    )


def check_from(table: Mapping[str, Question], name: str) -> Question:
    """Return the question; raise ValueError naming the known ones."""
    if name not in table:
        raise ValueError(f"{name!r} is not a question; choose one of {', '.join(sorted(table))}.")
    return table[name]
