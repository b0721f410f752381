"""The problem sets that come with trainlab: each is imported when a question of it is asked for."""

from importlib import import_module
from pathlib import Path

from trainlab.checks.question import QUESTIONS, Question

#: The problem set of questions that are asked for by a bare name.
FIRST = "ps1"
#: Ours: a folder for each.
OURS = tuple(sorted(folder.parent.name for folder in Path(__file__).parent.glob("*/__init__.py")))


def load(*names: str) -> None:
    """Import problem sets of ours, all where none is named; names of others are passed over."""
    for name in names or OURS:
        if name in OURS:
            import_module(f"{__package__}.{name}")


def find(name: str) -> Question:
    """Return the question of this name; one without a problem set is problem set 1's.

    Raises:
        ValueError: for an unknown name.
    """
    whole = name if "/" in name else f"{FIRST}/{name}"
    problem_set = whole.partition("/")[0]
    load(problem_set)
    if whole not in QUESTIONS:
        known = [other for other in QUESTIONS if other.startswith(f"{problem_set}/")]
        raise ValueError(
            f"{name!r} is not a question; choose one of {', '.join(sorted(known or QUESTIONS))}."
        )
    return QUESTIONS[whole]
