"""How what a function returned differs from what is right, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice

import numpy as np

from trainlab.checks import relations
from trainlab.checks.outcome import Outcome
from trainlab.checks.outputs import Outputs
from trainlab.checks.question import Case, Told
from trainlab.checks.relations import Array, Close, Seen

#: Outputs of which a relation is told.
_MOST = 3
#: Outputs that are named; of more the rest is counted.
_LISTED = 4


@dataclass(frozen=True, eq=False)
class Tried:
    """A case, and how it went.

    Attributes:
        case: what was tried.
        expected: the right outputs by name.
        got: what the function gave.
        close: (a, b) -> elementwise, whether these are equal up to rounding.
        steps: outputs whose entries are steps, as ``Question.steps`` has them.
        counting: the outputs that are looked at; all where it is None.
    """

    case: Case
    expected: Outputs
    got: Outcome
    close: Close
    steps: Mapping[str, str] = field(default_factory=dict)
    counting: Collection[str] | None = None

    @cached_property
    def wrong(self) -> tuple[str, ...]:
        """The outputs that are missing, of the wrong shape, wrong in their numbers, or too many."""
        got = self.got.outputs
        if got is None:
            return self.asked
        wrong = [name for name in self.asked if not self._is(got, name, self.expected[name])]
        shapes = {name: array.shape for name, array in got.items()}
        wrong.sort(key=lambda name: shapes.get(name) == self.expected[name].shape)
        return (*wrong, *(n for n in got if n not in self.expected and self._counts(n)))

    @property
    def asked(self) -> tuple[str, ...]:
        """The outputs that are expected and looked at."""
        return tuple(name for name in self.expected if self._counts(name))

    def _counts(self, name: str) -> bool:
        return self.counting is None or name in self.counting

    def _is(self, got: Outputs, name: str, right: Array) -> bool:
        return (
            name in got
            and got[name].shape == right.shape
            and bool(np.all(self.close(got[name], right)))
        )

    @property
    def fails(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.wrong)

    def seen(self, name: str) -> Seen | None:
        """Return an output beside what it should be; None where one of them is missing."""
        got = self.got.outputs or {}
        if name not in got or name not in self.expected:
            return None
        return Seen(
            name,
            got[name],
            self.expected[name],
            self.expected,
            self.case.inputs,
            self.close,
            self.steps.get(name),
        )


def close(tolerance: float, case: Case) -> Close:
    """Return the function that compares the outputs of a case."""
    single = any(isinstance(v, np.ndarray) and v.dtype == np.float32 for v in case.inputs.values())
    tolerance = max(tolerance, 2e-4) if single and not case.exact else tolerance
    return partial(_equal, tolerance)


def _equal(tolerance: float, a: Array, b: Array) -> Array:
    """Return elementwise whether a is b, as ``np.isclose`` with equal NaNs does, in less time."""
    equal: Array = np.equal(a, b)
    if equal.all():
        return equal
    with np.errstate(invalid="ignore"):
        near = (np.abs(a - b) <= tolerance * (1 + np.abs(b))) & np.isfinite(b)
    equal = near | equal | (np.isnan(a) & np.isnan(b))
    return equal


def located(tried: Sequence[Tried], facts: Collection[str] = ()) -> str:
    """Return what is right and what is not, and what the wrong has to do with the right.

    Of facts nothing is said, beside whose sentences their names and numbers say nothing.

    Empty where all is wrong, and in no known relation. Where cases have other outputs than one
    another, as networks of other depths have, outputs are told of the first that fails.
    """
    failing = [one for one in tried if one.fails]
    alike = len({frozenset(one.asked) for one in tried}) == 1
    looked_at = tried if alike else failing[:1]
    all_wrong = {name for one in looked_at for name in one.wrong}
    wrong = [n for n in dict.fromkeys(n for o in looked_at for n in o.wrong) if n not in facts]
    expected = dict.fromkeys(name for one in looked_at for name in one.asked)
    right = [name for name in expected if name not in all_wrong and name not in facts]
    said = []
    if right and wrong:
        where = "" if alike else f"In {failing[0].case.title}: "
        said.append(f"{where}{_are(right)} right; {_are(wrong)} wrong.")
    said += (
        _relations(failing, wrong, vague=False)
        or _relation_of_first(failing, facts, vague=False)
        or _relations(failing, wrong, vague=True)
        or _relation_of_first(failing, facts, vague=True)
    )
    well = [one.case.title for one in tried if not one.fails]
    if well:
        badly = [one.case.title for one in failing]
        few, is_, rest = (
            (badly, "wrong", "right") if len(badly) <= len(well) else (well, "right", "wrong")
        )
        said.append(f"What is {is_}: {', '.join(few)}; the other cases are {rest}.")
    return " ".join(said)


def _relations(failing: Sequence[Tried], wrong: Sequence[str], vague: bool) -> list[str]:
    """Return what holds of wrong outputs in all cases in which they are wrong."""
    phrases = ((name, _relation(failing, name, vague)) for name in wrong)
    return list(islice((f"{name} {phrase}." for name, phrase in phrases if phrase), _MOST))


def _relation_of_first(failing: Sequence[Tried], facts: Collection[str], vague: bool) -> list[str]:
    """Return what holds of the first wrong output of the first case, where nothing does of all."""
    first = failing[0]
    wrong = [name for name in first.wrong if name not in facts]
    seen = [one for name in wrong if (one := first.seen(name)) is not None]
    phrases = ((one.name, relations.told([one], vague)) for one in seen)
    return [f"In {first.case.title}, {name} {said}." for name, said in phrases if said][:1]


def _relation(failing: Sequence[Tried], name: str, vague: bool) -> str:
    where = [one.seen(name) for one in failing if name in one.wrong]
    seen = [one for one in where if one is not None]
    return relations.told(seen, vague) if seen and len(seen) == len(where) else ""


def _are(names: Sequence[str]) -> str:
    more = len(names) - _LISTED
    listed = f"{', '.join(names[:_LISTED])} and {more} more" if more > 1 else ", ".join(names)
    return f"{listed} {'is' if len(names) == 1 else 'are'}"


def difference(
    one: Tried,
    counting: Collection[str],
    numbers: bool,
    facts: Mapping[str, str],
    told: Told | None = None,
) -> str:
    """Return one sentence on the first output that is wrong.

    Args:
        one: a case that fails.
        counting: the outputs of which one is told.
        numbers: whether to tell them.
        facts: what is to be true, by output.
        told: makes a clause of an entry that is wrong, as ``Question.told`` has it.
    """
    got, title = one.got.outputs or {}, one.case.title
    missing = [name for name in one.expected if name not in got]
    extra = [name for name in got if name not in one.expected]
    if missing or extra:
        return f"In {title}, {_are(missing or extra)} {'missing' if missing else 'too many'}."
    name = next(name for name in one.wrong if name in counting)
    if name in facts:
        return f"In {title} this should be so, and is not: {facts[name]}."
    a, b = got[name], one.expected[name]
    if a.shape != b.shape:
        return f"In {title}, {name} has shape {a.shape}; expected {b.shape}."
    if not numbers:
        return f"In {title}, {name} is wrong."
    index = tuple(int(i) for i in np.argwhere(~one.close(a, b))[0])
    if told is not None:
        return f"In {title}, {told(one.case.inputs, name, index, a[index], b[index])}."
    mine, right = digits(float(a[index]), float(b[index]))
    said = f"{_place(one, name, index)} is {mine}; expected {right}"
    return f"In {title}, {said}{_relative(a[index], b[index])}.{_settings(one)}"


def _place(one: Tried, name: str, index: tuple[int, ...]) -> str:
    """Return what an entry is called: by its step, where it has one, else by its place."""
    seen = one.seen(name)
    steps = relations.steps(seen) if seen is not None and seen.step else []
    if steps:
        return f"{name}[{steps[index[0]]}]"
    return f"{name}{list(index)}" if index else name


def _settings(one: Tried) -> str:
    """Return the arguments that are one number, where outputs go step by step."""
    told = {n: v for n, v in one.case.inputs.items() if isinstance(v, (int, float))}
    if not one.steps or not told:
        return ""
    return f" There {', '.join(f'{name} = {value}' for name, value in told.items())}."


def digits(a: float, b: float) -> tuple[str, str]:
    """Return two numbers with as many digits as it takes to tell them apart, and one more."""
    count = telling(a, b, at_least=5) + 1
    return f"{a:.{count}g}", f"{b:.{count}g}"


def telling(a: float, b: float, at_least: int) -> int:
    """Return how many digits it takes to tell two numbers apart."""
    counts = range(at_least, 17)
    return next((n for n in counts if f"{a:.{n}g}" != f"{b:.{n}g}"), 16)


def _relative(a: float, b: float) -> str:
    with np.errstate(all="ignore"):
        error = abs(a - b) / abs(b) if b else np.inf
    return f" (relative error {error:.1g})" if np.isfinite(error) else ""
