"""What intervals allow to be said, and what follows for a claim of several parts.

An answer is "yes", "no", or "undecided" where the interval allows both.
"""

from collections.abc import Iterable, Mapping

from trainlab.experiments.statistics import CONFIDENCE

Interval = tuple[float, float]


def in_words(interval: Interval, form: str = ".1%") -> str:
    """Return how an interval is told, each of its bounds in this format.

    >>> from trainlab.experiments.verdicts import in_words
    >>> in_words((0.917, 0.949))
    '95% interval 91.7% to 94.9%'
    """
    low, high = interval
    return f"{CONFIDENCE:.0%} interval {low:{form}} to {high:{form}}"


def compared(mine: Interval, yours: Interval) -> str:
    """Return "lower", "higher" or "undecided": one interval against another."""
    if mine[1] < yours[0]:
        return "lower"
    return "higher" if yours[1] < mine[0] else "undecided"


def above(interval: Interval, bound: float) -> str:
    """Answer whether a quantity lies above a bound."""
    return {"higher": "yes", "lower": "no"}.get(compared(interval, (bound, bound)), "undecided")


def within(interval: Interval, low: float, high: float) -> str:
    """Answer whether a quantity lies between two bounds."""
    if low < interval[0] and interval[1] < high:
        return "yes"
    return "no" if interval[1] < low or interval[0] > high else "undecided"


def alike(*intervals: Interval) -> bool:
    """Return whether intervals have a point in common."""
    return max(low for low, _ in intervals) <= min(high for _, high in intervals)


def agreed(answers: Iterable[str]) -> bool | None:
    """Return True where all answers are yes, False where all are no, and else None."""
    found = {*answers}
    return found == {"yes"} if found in ({"yes"}, {"no"}) else None


def in_parts(parts: Mapping[str, str]) -> bool | str:
    """Return whether a claim holds: what its parts agree on, or a sentence with their answers.

    Args:
        parts: part of the claim, in words -> its answer.
    """
    agreement = agreed(parts.values())
    if agreement is not None:
        return agreement
    return f"It holds in part: {'; '.join(f'{part}: {answer}' for part, answer in parts.items())}."


def by_answer(answers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return each answer with the cases in which it came out, in the order of the first ones."""
    found: dict[str, list[str]] = {}
    for case, answer in answers.items():
        found.setdefault(answer, []).append(case)
    return found
