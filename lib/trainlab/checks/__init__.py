"""Checks that problem sets call: they find a wrong answer and say what the mistake was.

NumPy only. A check never needs, and never runs, the reference solution.
"""

import builtins
import sys
from collections.abc import Mapping
from typing import Any

from trainlab.checks import question, sets
from trainlab.checks.failure import CheckFailed
from trainlab.checks.sets import find
from trainlab.checks.verdict import check_question

#: Every question by its name; our problem sets are imported when it is first asked for.
QUESTIONS: dict[str, question.Question]


def __getattr__(name: str) -> Any:
    """Return ``QUESTIONS``."""
    if name != "QUESTIONS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    sets.load()
    return question.QUESTIONS


def check(
    name: str, function: question.Answer, *, thorough: bool = False, seed: int = 0, part: str = ""
) -> None:
    """Check a student's function; say what was tried when it is right.

    Where the question builds on others, those that the caller has written are checked first.

    Args:
        name: the question, "SET/FUNCTION"; a bare name is problem set 1's.
        function: the student's function.
        thorough: try the rare cases too: batches of one, float32, whole numbers, zero gradients,
            extreme logits, non-contiguous arrays. A failure then names the case, and no number.
        seed: seed of the random inputs.
        part: the output that counts, "dW" for dW1, dW2, ...; all when empty. So that each of
            several test cells gives its points.

    Raises:
        CheckFailed: with the mistake's name where it is a known one; else with what is right, what
            is wrong, and what was expected.
        ValueError: for an unknown question or part.

    >>> import numpy as np
    >>> from trainlab.checks import check
    >>> check("ps1/tanh_forward", lambda z: np.tanh(z))
    tanh_forward is right: 2 cases, among them a square case, 3 by 3. Rarer ones are graded too.
    >>> check("ps1/relu_forward", lambda z: np.abs(z))
    Traceback (most recent call last):
        ...
    trainlab.checks.failure.CheckFailed: relu_forward: This is the absolute value; ReLU is zero ...
    """
    written = sys._getframe(1).f_globals
    try:
        print(check_question(find(name), function, thorough, seed, written, part))
    except CheckFailed as failure:
        _show(failure.picture)
        raise


def hint(name: str, stage: int = 1) -> None:
    """Say more about a question, in three stages: where to look, the idea, the formula.

    Args:
        name: the question, as for ``check``.
        stage: 1, 2 or 3.

    Raises:
        ValueError: for an unknown question, or a stage that there is not.

    >>> from trainlab.checks import hint
    >>> hint("ps1/relu_forward", 3)
    a = max(0, z), entry by entry: np.maximum(z, 0).
    """
    asked = find(name)
    if not 1 <= stage <= len(asked.hints):
        raise ValueError(
            f"{asked.name} has no hint {stage}; it has {len(asked.hints) or 'none'}, from 1 on."
        )
    print(asked.hints[stage - 1])
    if stage < len(asked.hints):
        print(f'hint("{asked.name}", {stage + 1}) says more.')


def _show(picture: Mapping[str, str]) -> None:
    """Show a picture where there is a notebook, which makes ``display`` a name of Python's own."""
    display = getattr(builtins, "display", None)
    if picture and display is not None:
        display(dict(picture), raw=True)
    elif picture:
        print(picture["text/plain"])


__all__ = ["QUESTIONS", "CheckFailed", "check", "hint"]
