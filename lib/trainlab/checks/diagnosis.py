"""Which known mistakes explain an answer."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from trainlab.checks.differences import Tried
from trainlab.checks.outcome import Outcome
from trainlab.checks.question import Mistake
from trainlab.checks.relations import coarse

#: What is smaller is zero.
_ROUNDING = 1e-13
#: A known mistake, and what each of its variants gives in each case.
Known = tuple[Mistake, Sequence[Sequence[Outcome]]]


def mistakes(
    tried: Sequence[Tried],
    known: Sequence[Known],
    usual: int,
    facts: Collection[str] = (),
) -> list[Mistake]:
    """Return the mistake that explains the cases that fail, or two that do so together.

    None where a second explains them as well: a name that may be false is not given. Among those
    that explain what fails, one that explains too what is right comes first; one that would fail a
    usual case that is right explains nothing. Where nothing explains the rare cases, what explains
    the usual ones is named; and where an answer gives no numbers at all in some of these, what
    explains those that it gives.

    Args:
        tried: all cases.
        known: what known mistakes give in these.
        usual: how many of the cases, the first ones, are usual ones.
        facts: outputs that are 0 or 1; where there are no others, two mistakes that explain these
            together may do so by chance, and are not named.
    """
    found = _one(tried, known, usual) or _two(tried, known, facts)
    if not found and usual < len(tried) and any(one.fails for one in tried[:usual]):
        first = [(m, [given[:usual] for given in variants]) for m, variants in known]
        return mistakes(tried[:usual], first, usual, facts)
    numbers = [number for number, one in enumerate(tried) if one.got.outputs is not None]
    if not found and 0 < len(numbers) < len(tried):
        told = [(m, [[given[n] for n in numbers] for given in v]) for m, v in known]
        return mistakes([tried[n] for n in numbers], told, len(numbers), facts)
    return found


def unexplained(
    tried: Sequence[Tried],
    named: Sequence[Mistake],
    known: Sequence[Known],
    concerned: Collection[int],
) -> Tried | None:
    """Return the first case for which an answer gives no numbers, though the named mistakes do.

    Args:
        tried: all cases.
        named: the mistakes that explain what numbers it gives.
        known: what known mistakes give in all cases.
        concerned: the numbers of the cases among which it is.
    """
    given = [variants for mistake, variants in known if mistake in named]
    for number, one in enumerate(tried):
        if named and number in concerned and one.got.outputs is None:
            outcomes = [variant[number] for variants in given for variant in variants]
            if not any(_alike(one, mistaken) for mistaken in outcomes):
                return one
    return None


def beyond(tried: Sequence[Tried], named: Mistake, known: Sequence[Known]) -> Tried | None:
    """Return the first case that fails with other numbers than a named mistake gives."""
    (variants,) = (given for mistake, given in known if mistake is named)
    for number, one in enumerate(tried):
        told = one.fails and one.got.outputs is not None
        if told and not any(_alike(one, given[number]) for given in variants):
            return one
    return None


def of_part(
    tried: Sequence[Tried], known: Sequence[Known], counting: Collection[str]
) -> tuple[list[Tried], list[Known]]:
    """Return the cases with some outputs alone, and the mistakes that concern no others.

    So what is wrong with one output can be told, whatever is wrong with the others.
    """
    alone = [
        (
            mistake,
            [[_only(g, counting) for g in v] for v in variants if _concerns(tried, v, counting)],
        )
        for mistake, variants in known
    ]
    cases = [
        Tried(
            one.case,
            {name: right for name, right in one.expected.items() if name in counting},
            _only(one.got, counting),
            one.close,
            one.steps,
        )
        for one in tried
    ]
    return cases, [(mistake, variants) for mistake, variants in alone if variants]


def _only(got: Outcome, counting: Collection[str]) -> Outcome:
    if got.outputs is None:
        return got
    return replace(got, outputs={n: array for n, array in got.outputs.items() if n in counting})


def _concerns(tried: Sequence[Tried], given: Sequence[Outcome], counting: Collection[str]) -> bool:
    """Return whether a mistake is wrong in some outputs alone."""
    both = zip(tried, given, strict=True)
    return all(set(_mistaken(one, mistaken).wrong) <= set(counting) for one, mistaken in both)


def of_facts_alone(tried: Sequence[Tried], facts: Collection[str]) -> bool:
    """Return whether all that is looked at is 0 or 1, so that answers are alike by chance."""
    return all(name in facts for one in tried for name in one.expected)


def of_one(
    tried: Sequence[Tried], known: Sequence[Known], number: int
) -> tuple[Mistake | None, Tried | None]:
    """Return the only mistake that explains all of one case, and the first that it does not.

    It has to be right wherever the answer is; None where there is no such mistake, or no such case,
    and where the answer is zero everywhere, as many a mistake is in one case.

    Args:
        tried: all cases.
        known: what known mistakes give in these.
        number: of a case that fails.
    """
    outputs = tried[number].got.outputs
    if outputs is None or not any(array.any() for array in outputs.values()):
        return None, None
    found = [
        (mistake, given)
        for mistake, variants in known
        for given in variants
        if _alike(tried[number], given[number]) and _right_where_it_is(tried, given)
    ]
    if len({mistake.name for mistake, _ in found}) != 1:
        return None, None
    both = zip(tried, *(given for _, given in found), strict=True)
    rest = (one for one, *given in both if one.fails and not any(_alike(one, g) for g in given))
    return found[0][0], next(rest, None)


def _right_where_it_is(tried: Sequence[Tried], given: Sequence[Outcome]) -> bool:
    """Return whether a mistake is right wherever an answer is."""
    both = zip(tried, given, strict=True)
    return all(one.fails or not _mistaken(one, mistaken).fails for one, mistaken in both)


def _mistaken(one: Tried, mistaken: Outcome) -> Tried:
    """Return a case as a mistake goes through it."""
    return Tried(one.case, one.expected, mistaken, one.close)


def _one(tried: Sequence[Tried], known: Sequence[Known], usual: int) -> list[Mistake]:
    for at_least in (len(tried), usual):
        explaining = [
            mistake
            for mistake, variants in known
            if any(_explains(tried, given, at_least) for given in variants)
        ]
        if explaining:
            return explaining if len(explaining) == 1 else []
    return []


def _explains(tried: Sequence[Tried], given: Sequence[Outcome], at_least: int) -> bool:
    """Return whether a mistake gives what was given in the first cases, and in those that fail."""
    both = enumerate(zip(tried, given, strict=True))
    looked_at = [pair for number, pair in both if number < at_least or pair[0].fails]
    by_numbers = any(one.fails and one.got.outputs is not None for one, _ in looked_at)
    return by_numbers and all(_alike(one, mistaken) for one, mistaken in looked_at)


def _alike(one: Tried, mistaken: Outcome) -> bool:
    """Return whether a mistake gives, in one case, what the answer gave."""
    if one.got.outputs is None or mistaken.outputs is None:
        return one.got.outputs is mistaken.outputs and one.got.kind == mistaken.kind
    return all(_same(one, mistaken, name) for name in one.got.outputs.keys() | mistaken.outputs)


def _same(one: Tried, mistaken: Outcome, name: str) -> bool:
    a, b = (one.got.outputs or {}).get(name), (mistaken.outputs or {}).get(name)
    if a is None or b is None:
        return a is b
    if a.shape != b.shape:
        return False
    if np.equal(a, b).all():
        return True
    if not np.all(one.close(a, b)):
        return False
    size = max(float(np.abs(v[np.isfinite(v)]).max(initial=0.0)) for v in (a, b))
    if _ROUNDING < size < 1 and not coarse(one.close):  # small ones are compared among their like
        return bool(np.all(one.close(a / size, b / size)))
    return True


def _two(tried: Sequence[Tried], known: Sequence[Known], facts: Collection[str]) -> list[Mistake]:
    """Return the only two mistakes of which each explains some outputs, and both together all."""
    failing = [number for number, one in enumerate(tried) if one.fails]
    if any(tried[number].got.outputs is None for number in failing):
        return []
    if of_facts_alone(tried, facts):
        return []
    wrong = {(number, name) for number in failing for name in tried[number].wrong}
    parts = []
    for mistake, variants in known:
        shares = [share for given in variants if (share := _part(tried, given, failing))]
        parts += [(mistake, share) for share in shares[:1] if share < wrong]
    pairs = [[a, b] for (a, p), (b, q) in combinations(parts, 2) if p | q == wrong and not p & q]
    return pairs[0] if len(pairs) == 1 else []


def _part(
    tried: Sequence[Tried], given: Sequence[Outcome], failing: Sequence[int]
) -> set[tuple[int, str]]:
    """Return the outputs that a mistake makes wrong, if all of these are as the answer's."""
    part = set()
    for number in failing:
        one, mistaken = tried[number], given[number]
        if mistaken.outputs is None:
            return set()
        for name in _mistaken(one, mistaken).wrong:
            if not _same(one, mistaken, name):
                return set()
            part.add((number, name))
    return part
