"""How an answer is checked, and its mistake named."""

from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

import numpy as np

from trainlab.checks.failure import UNWRITTEN, CheckFailed
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Outputs
from trainlab.checks.question import Answer, Case, Mistake, Question


def check_question(question: Question, function: Answer, thorough: bool, seed: int) -> None:
    """Call a student's function on every case and compare.

    Raises:
        CheckFailed: at the first case that fails, with a diagnosis where a known mistake explains
            what the function returned in all cases.
    """
    answers = [
        (case, _answer(question, function, case)) for case in _cases(question, thorough, seed)
    ]
    for number, (case, got) in enumerate(answers):
        difference = _difference(question, case, _expected(question, thorough, seed, number), got)
        if difference:
            mistake = _mistake(question, answers)
            said = f"{mistake.diagnosis}\n{difference}" if mistake else difference
            raise CheckFailed(
                f"{question.function}: {said}", question.name, mistake.name if mistake else ""
            )


@lru_cache(maxsize=256)
def _cases(question: Question, thorough: bool, seed: int) -> tuple[Case, ...]:
    return question.draw(thorough, seed)


@lru_cache(maxsize=2048)
def _expected(question: Question, thorough: bool, seed: int, number: int) -> Outputs:
    """Return the right answer to one case; a class of students asks for it again and again."""
    return question.expected(**_cases(question, thorough, seed)[number].inputs)


def _answer(question: Question, function: Answer, case: Case) -> Outputs:
    inputs = deepcopy(case.inputs)
    where = f"{question.function}, {case.title}:"
    try:
        with np.errstate(all="ignore"):
            result = function(**inputs)
    except NotImplementedError:
        raise CheckFailed(
            f"{question.function} is not written yet.", question.name, UNWRITTEN
        ) from None
    except Exception as error:
        raise CheckFailed(
            f"{where} your function raised {type(error).__name__}: {error}", question.name
        ) from None
    changed = [name for name in inputs if not _same(inputs[name], case.inputs[name])]
    if changed:
        raise CheckFailed(
            f"{where} your function changed its argument {changed[0]} in place; "
            "compute a new array instead (x = x + ..., not x += ...).",
            question.name,
        )
    return _unpacked(question, result, where)


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, tuple | list):
        return len(a) == len(b) and all(_same(p, q) for p, q in zip(a, b, strict=True))
    return not isinstance(a, np.ndarray) or np.array_equal(a, b)


def _unpacked(question: Question, result: Any, where: str) -> Outputs:
    try:
        if result is None:
            raise TypeError
        return question.unpack(result)
    except (TypeError, ValueError):
        wanted = ", ".join(output.title for output in question.returns)
        got = "nothing (None)" if result is None else f"a {type(result).__name__}"
        hint = " Did you forget the return statement?" if result is None else ""
        raise CheckFailed(
            f"{where} expected {wanted} as numbers, and your function returned {got}.{hint}",
            question.name,
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


def _close(question: Question, case: Case, a: Array, b: Array) -> Array:
    single = any(isinstance(v, np.ndarray) and v.dtype == np.float32 for v in case.inputs.values())
    tolerance = max(question.tolerance, 2e-4) if single else question.tolerance
    return np.isclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True)


def _mistake(question: Question, answers: Sequence[tuple[Case, Outputs]]) -> Mistake | None:
    """Return the first known mistake that explains every answer."""
    with np.errstate(all="ignore"):
        for mistake in question.mistakes.values():
            if all(_explains(question, mistake, case, got) for case, got in answers):
                return mistake
    return None


def _explains(question: Question, mistake: Mistake, case: Case, got: Outputs) -> bool:
    try:
        wrong = question.unpack(mistake.answer(**deepcopy(case.inputs)))
    except Exception:  # it is an instructor's, and no student's to read
        return False
    return all(
        name in got
        and got[name].shape == value.shape
        and bool(_close(question, case, got[name], value).all())
        for name, value in wrong.items()
    )
