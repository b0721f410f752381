"""How an answer is checked, and what is said of it."""

import pickle
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from trainlab.checks import diagnosis, outcome, picture
from trainlab.checks.differences import Tried, close, difference, located
from trainlab.checks.failure import MORE, UNWRITTEN, CheckFailed
from trainlab.checks.outcome import Outcome
from trainlab.checks.outputs import Outputs
from trainlab.checks.question import QUESTIONS, Answer, Case, Question
from trainlab.checks.relations import coarse

#: What an answer gives in a case.
Gives = Callable[[Case], Outcome]
#: By their contents, the cases in use.
_KEPT: WeakValueDictionary[bytes, Case] = WeakValueDictionary()


def check_question(
    question: Question,
    function: Answer,
    thorough: bool,
    seed: int,
    written: Mapping[str, Any] | None = None,
    part: str = "",
) -> str:
    """Call a student's function on every case and compare; return what to say of a right one.

    Args:
        question: what is asked for.
        function: the student's, or one of the student's own form.
        thorough: try the rare cases too, and tell no numbers of any.
        seed: of the cases.
        written: the student's other functions by name, for what the question builds on.
        part: the output that counts; all when empty.

    Raises:
        ValueError: for a part that there is not.
        CheckFailed: where a case fails: with the mistake's name, or what is right and what is not.
    """
    gives = partial(outcome.of, question, question.driven(function))
    return check_given(question, gives, thorough, seed, written, part)


def check_given(
    question: Question,
    gives: Gives,
    thorough: bool,
    seed: int,
    written: Mapping[str, Any] | None = None,
    part: str = "",
) -> str:
    """Check, as ``check_question`` does, what an answer gives in a case."""
    cases = _cases(question, thorough, seed)
    outcomes = [gives(case) for case in cases]
    if all(got.name == UNWRITTEN for got in outcomes):
        raise CheckFailed(outcomes[0].problem, question.name, UNWRITTEN)
    tried = [
        Tried(case, _expected(question, case), got, close(question.tolerance, case), question.steps)
        for case, got in zip(cases, outcomes, strict=True)
    ]
    counting = _counting(question, tried, part)
    concerned = [n for n, one in enumerate(tried) if counting.intersection(one.expected)]
    failing = [one for one in tried if counting.intersection(one.wrong)]
    if not failing:
        given = [_expected(question, case) for case in _cases(question, True, seed)]
        all_cases = [outputs for outputs in given if counting.intersection(outputs)]
        return _right(question, [cases[n] for n in concerned], part, len(all_cases))
    first = failing[0]
    broken = _broken(question, written or {}, thorough, seed)
    usual = len(_cases(question, False, seed))
    known = [] if broken else _known(question, cases)
    named, why = _named(tried, known, usual, concerned, question.facts)
    by_chance = coarse(first.close) or diagnosis.of_facts_alone(tried, question.facts)
    if not named and first in tried[:usual] and not by_chance:
        named, why = _named_by_first(tried, known, tried.index(first))
    if part and not named and not counting.intersection(question.facts):
        narrowed = diagnosis.of_part(tried, known, counting)
        named, why = _named(*narrowed, usual, concerned, question.facts)
    looked_at = [replace(tried[n], counting=counting) for n in concerned]
    is_fact = next(name for name in first.wrong if name in counting) in question.facts
    where = "" if named or first.got.problem or is_fact else located(looked_at, question.facts)
    related = "" if named else _related(question, first)
    advice = "" if named or broken else first.got.advice
    told = first.got.problem and _problem(first) in why
    seen = "" if told else _seen(question, first, counting, thorough)
    lines = [*filter(None, [_first(broken) or why, where, related, seen, advice])]
    if question.section:
        lines.append(f"See {question.section}.")
    raise CheckFailed(
        f"{question.function}: " + "\n".join(lines),
        question.name,
        "+".join(named) or ("" if broken else first.got.name),
        located=bool(where or related or broken or first.got.problem or is_fact),
        picture={} if thorough else _picture(first, counting),
    )


def _named(
    tried: Sequence[Tried],
    known: Sequence[diagnosis.Known],
    usual: int,
    concerned: Sequence[int],
    facts: Collection[str],
) -> tuple[list[str], str]:
    """Return the names of what explains an answer, and the diagnoses."""
    named = diagnosis.mistakes(tried, known, usual, facts)
    besides = diagnosis.unexplained(tried, named, known, concerned)
    why = " Also: ".join(mistake.diagnosis for mistake in named)
    why += f" Also: in {besides.case.title}{_problem(besides)}" if besides else ""
    names = [*(mistake.name for mistake in named), besides.got.name if besides else ""]
    rest = diagnosis.beyond(tried, named[0], known) if len(named) == 1 else None
    if rest is not None:
        names, why = [*names, MORE], f"{why} {_more(rest)}"
    return [*filter(None, names)], why


def _more(rest: Tried) -> str:
    """Return that a case is not explained."""
    return f'This does not explain all: "{rest.case.title}" goes wrong in another way.'


def _named_by_first(
    tried: Sequence[Tried], known: Sequence[diagnosis.Known], number: int
) -> tuple[list[str], str]:
    """Return the name of what explains one case alone, and that there is more; or nothing."""
    mistake, rest = diagnosis.of_one(tried, known, number)
    if mistake is None:
        return [], ""
    if rest is None:
        return [mistake.name], mistake.diagnosis
    return [mistake.name, MORE], f"{mistake.diagnosis} {_more(rest)}"


def _related(question: Question, first: Tried) -> str:
    """Return what all outputs of a case have to do with the right ones, as the question has it."""
    got, right = first.got.outputs, first.expected
    if question.related is None or got is None:
        return ""
    if {name: a.shape for name, a in got.items()} != {name: a.shape for name, a in right.items()}:
        return ""
    with np.errstate(all="ignore"):
        clause = question.related(first.case.inputs, got, right)
    return f"In {first.case.title}, {clause}." if clause else ""


def _seen(question: Question, first: Tried, counting: set[str], thorough: bool) -> str:
    """Return what went wrong in the first case that fails."""
    if first.got.problem:
        return f"In {first.case.title}{_problem(first)}"
    return difference(first, counting, not thorough, question.facts, question.told)


def _problem(one: Tried) -> str:
    """Return why there are no numbers, to follow the case's title."""
    if one.got.name == UNWRITTEN:
        return f": {one.got.problem}"
    return f", your function {one.got.problem}"


def _counting(question: Question, tried: Sequence[Tried], part: str) -> set[str]:
    """Return the outputs that count: of this name, numbered or not."""
    given = {name for one in tried for name in (*one.expected, *one.wrong)}
    counting = {name for name in given if part in ("", name, name.rstrip("0123456789"))}
    if part and not counting:
        known = ", ".join(sorted({name.rstrip("0123456789") for name in given}))
        raise ValueError(f"{question.name} has no part {part!r}; choose one of {known}.")
    return counting


def _picture(first: Tried, counting: set[str]) -> Mapping[str, str]:
    seen = first.seen(next(name for name in first.wrong if name in counting))
    return picture.drawn(seen) if seen is not None else {}


def _right(question: Question, cases: Sequence[Case], part: str, all_cases: int) -> str:
    """Return what to say of an answer that is right in these cases, of so many that there are."""
    count, last = len(cases), cases[-1].title
    tried = f"{count} cases, among them {last}" if count > 1 else last
    of = f"{part} of " if part else ""
    rarer = " Rarer ones are graded too." if count < all_cases else ""
    return f"{of}{question.function} is right: {tried}.{rarer}"


def _broken(question: Question, written: Mapping[str, Any], thorough: bool, seed: int) -> list[str]:
    """Return the functions that this one builds on and that are wrong themselves."""
    found = []
    for name in question.builds_on:
        below = QUESTIONS.get(f"{question.problem_set}/{name}")
        if below is not None and name in written:
            try:
                check_question(below, written[name], thorough, seed, written)
            except CheckFailed:
                found.append(name)
    return found


def _first(broken: Sequence[str]) -> str:
    """Return what is to be mended before this function."""
    if len(broken) < 2:
        return "".join(f"your {name} fails its own check; mend that first." for name in broken)
    return (
        f"your {', '.join(broken[:-1])} and {broken[-1]} fail their own checks; mend these first."
    )


@lru_cache(maxsize=256)
def _cases(question: Question, thorough: bool, seed: int) -> tuple[Case, ...]:
    """Return what is tried. Equal cases are one object, usual or rare, whatever the seed, so that
    what is right and what mistakes give in them is computed once."""
    return tuple(map(_kept, question.draw(thorough, seed)))


def _kept(case: Case) -> Case:
    """Return the case that is equal and in use; itself where it holds a local function."""
    try:
        return _KEPT.setdefault(pickle.dumps(case), case)
    except (AttributeError, TypeError, pickle.PicklingError):
        return case


@lru_cache(maxsize=4096)
def _expected(question: Question, case: Case) -> Outputs:
    """Return the right answer to a case; a class of students asks for it again and again."""
    return question.expected(**case.inputs)


def _known(question: Question, cases: Sequence[Case]) -> list[diagnosis.Known]:
    """Return every known mistake, and what each variant of it gives in each case."""
    return [
        (mistake, [[_mistaken(question, v, case) for case in cases] for v in mistake.variants])
        for mistake in question.mistakes.values()
    ]


@lru_cache(maxsize=1 << 15)
def _mistaken(question: Question, variant: Answer, case: Case) -> Outcome:
    return outcome.of(question, question.driven(variant), case)
