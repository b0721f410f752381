"""Checks are checked: every known wrong answer must fail by its name, and a right one pass.

``python -m trainlab.checks.mutants ps9 solutions/ps9-rates/questions.py`` says what does not.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

from trainlab.checks import outcome, sets
from trainlab.checks.failure import CheckFailed
from trainlab.checks.question import QUESTIONS, Question
from trainlab.checks.verdict import Gives, check_given


def faults(problem_set: str, seeds: Iterable[int] = range(3)) -> list[str]:
    """Return what is wrong with a problem set's checks, a sentence each; none where all is well.

    Every known mistake must fail and be named, its own name and no other; an answer that is right
    but for one output must fail, and be given no name; the right answer must pass.

    Args:
        problem_set: its name; of one that is not ours the modules with its questions must have been
            imported.
        seeds: of the cases, the rare ones included.

    Raises:
        ValueError: for a problem set without questions.
    """
    return [
        f"{q.name}, seed {seed}: {fault}"
        for q in _questions(problem_set)
        for seed in seeds
        for fault in _faults(q, seed)
    ]


def _questions(problem_set: str) -> list[Question]:
    sets.load(problem_set)
    found = [q for q in QUESTIONS.values() if q.name.startswith(f"{problem_set}/")]
    if not found:
        raise ValueError(
            f"{problem_set!r} has no questions; import the modules that hold them first, or name "
            "their files."
        )
    return found


def _faults(question: Question, seed: int) -> Iterator[str]:
    if failure := _failure(question, _but_for(question, ""), seed):
        yield f"the right answer fails: {failure}"
    for mistake in question.mistakes.values():
        for driven in map(question.driven, mistake.variants):
            gives = cache(partial(outcome.of, question, driven))
            failure = _failure(question, gives, seed)
            if failure is None:
                yield f"the mistake {mistake.name} passes."
            elif failure.mistake != mistake.name:
                yield f"the mistake {mistake.name} is not named, but told: {failure}"
            else:
                failure = _failure(question, gives, seed, thorough=False)
                if failure is not None and failure.mistake != mistake.name:
                    yield (
                        f"the mistake {mistake.name}, in the usual cases, is not named, but told: "
                        f"{failure}"
                    )
    names = {n for case in question.draw(True, seed) for n in question.expected(**case.inputs)}
    for name in sorted(names):
        failure = _failure(question, _but_for(question, name), seed)
        if failure is None:
            yield f"an answer in which {name} alone is wrong passes."
        elif failure.mistake:
            yield f"an answer in which {name} alone is one too large is called {failure.mistake}."


def _failure(
    question: Question, gives: Gives, seed: int, thorough: bool = True
) -> CheckFailed | None:
    try:
        check_given(question, gives, thorough, seed)
    except CheckFailed as failure:
        return failure
    return None


def _but_for(question: Question, wrong: str) -> Gives:
    """Return what gives the right answer, with one output one too large."""

    def answered(**inputs: Any) -> Any:
        outputs = question.expected(**inputs)
        return question.pack({name: value + (name == wrong) for name, value in outputs.items()})

    return partial(outcome.of, question, answered)


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong with a problem set's checks; return whether anything is.

    Args:
        arguments: the problem set, and files with questions.
    """
    parser = argparse.ArgumentParser(
        prog="python -m trainlab.checks.mutants",
        description="Say which known mistakes of a problem set its checks do not name.",
    )
    parser.add_argument("problem_set", metavar="SET", help="such as ps9")
    parser.add_argument(
        "files",
        nargs="*",
        default=[],
        metavar="FILE",
        type=Path,
        help="in which its questions are written",
    )
    asked = parser.parse_args(arguments)
    for file in asked.files:
        if not file.is_file():
            parser.error(f"{file} is not there; name the files in which questions are written")
        sys.path.insert(0, str(file.parent))
        import_module(file.stem)
    try:
        _questions(asked.problem_set)
    except ValueError as error:
        parser.error(str(error))
    found = faults(asked.problem_set)
    print("\n".join(found) or f"{asked.problem_set}: every known mistake is named.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
