"""What a question is: the right answer, what it is tried on, and the known wrong answers.

::

    @question("ps9/double", returns=("y",))
    def double(x):
        return x + x

    @double.cases
    def _(thorough, rng):
        yield Case("a vector of 3", {"x": rng.normal(size=3)})

    @double.mistake
    def squared(x):
        \"\"\"You squared x; double it.\"\"\"
        return x**2
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from inspect import Parameter, signature
from itertools import product
from types import MappingProxyType
from typing import Any

import numpy as np

from trainlab.checks.outputs import Array, Output, Outputs, pack, unpack

Inputs = dict[str, Any]
Answer = Callable[..., Any]
#: (inputs, output, place, what is given, what is right) -> a clause.
Told = Callable[[Inputs, str, tuple[int, ...], float, float], str]
#: (inputs, what is given, what is right) -> a clause, or nothing.
Related = Callable[[Inputs, Outputs, Outputs], str]
MakeCases = Callable[[bool, np.random.Generator], Iterable["Case"]]


@dataclass(frozen=True, eq=False)
class Case:
    """One set of arguments.

    Attributes:
        title: in a few words, what is special about it.
        inputs: arguments by name.
        exact: compare as closely as in float64 whatever the types of the arguments.
    """

    title: str
    inputs: Inputs
    exact: bool = False


@dataclass(frozen=True)
class Mistake:
    """A known wrong answer.

    Attributes:
        name: of the function that makes it.
        diagnosis: what the student did, and what to do instead.
        variants: each an (inputs) -> what a function returns that makes this mistake.
    """

    name: str
    diagnosis: str
    variants: tuple[Answer, ...]


@dataclass(eq=False)
class Question:
    """A function that a student writes.

    Attributes:
        name: "SET/FUNCTION".
        answer: (inputs) -> what the student's function is to return, by independent means.
        returns: what that is.
        tolerance: relative and absolute, for float64 inputs.
        builds_on: functions of the same problem set that answers are expected to call.
        section: where the course explains it, in words.
        hints: where to look, the idea, and the formula; or none.
        drive: (function, **inputs) -> what is compared, where the student's function is not simply
            called once with the arguments.
        facts: outputs that are 1 where something is true, which every right answer makes true:
            what is to be true, as a sentence.
        steps: outputs whose entries are steps, in order: what a step is called, or empty.
        told: (a case's inputs, output, place, what is given, what is right) -> a clause on an entry
            that is wrong, where its name and place say nothing to a student.
        related: (a case's inputs, what is given, what is right, both by name) -> a clause on what
            these have to do with each other, or nothing; told where no mistake is named.
        mistakes: by name; one that alone explains all that fails is named.
    """

    name: str
    answer: Answer
    returns: Sequence[Output]
    tolerance: float
    builds_on: Sequence[str] = ()
    section: str = ""
    hints: Sequence[str] = ()
    drive: Answer | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    told: Told | None = None
    related: Related | None = None
    mistakes: dict[str, Mistake] = field(default_factory=dict)
    _make: MakeCases | None = None

    @property
    def function(self) -> str:
        """The name of the student's function."""
        return self.name.rpartition("/")[2]

    @property
    def problem_set(self) -> str:
        """The name of its problem set."""
        return self.name.partition("/")[0]

    @property
    def place(self) -> str:
        """Where the question is written, "FILE:LINE"."""
        return _place(self.answer)

    def cases(self, make: MakeCases) -> MakeCases:
        """Try answers on what this function yields; a decorator.

        Args:
            make: (thorough, rng) -> cases; the rare ones only where ``thorough``.
        """
        self._make = make
        return make

    def mistake(self, answer: Answer) -> Answer:
        """Know this wrong answer by its function's name; a decorator.

        Args:
            answer: a function like the student's; its docstring is the diagnosis. A parameter that
                the oracle has not, ``floor=(1e-12, 1e-8)``, makes variants of one mistake.

        Raises:
            ValueError: where it has no docstring, or the question has a mistake of this name.
        """
        name, diagnosis = answer.__name__, " ".join((answer.__doc__ or "").split())
        if not diagnosis:
            raise ValueError(
                f"The mistake {name} of {self.name} has no diagnosis; write what the student did, "
                "and what to do instead, as its docstring."
            )
        if name in self.mistakes:
            raise ValueError(
                f"{self.name} has two mistakes named {name}, at "
                f"{_place(self.mistakes[name].variants[0])} and {_place(answer)}; rename one."
            )
        self.mistakes[name] = Mistake(name, diagnosis, tuple(self._variants(answer)))
        return answer

    def know(self, name: str, diagnosis: str, answer: Answer) -> None:
        """Know a mistake by this name, which a function makes that was made for it.

        Args:
            name: of the mistake, which the function takes on.
            diagnosis: what the student did, and what to do instead.
            answer: as for ``mistake``; it has neither name nor docstring of its own.
        """
        answer.__name__, answer.__doc__ = name, diagnosis
        self.mistake(answer)

    def _variants(self, answer: Answer) -> Iterator[Answer]:
        given = signature(self.answer).parameters
        choices = {
            name: parameter.default if isinstance(parameter.default, tuple) else [parameter.default]
            for name, parameter in signature(answer).parameters.items()
            if name not in given and parameter.default is not Parameter.empty
        }
        for chosen in product(*choices.values()):
            yield partial(answer, **dict(zip(choices, chosen, strict=True))) if chosen else answer

    def draw(self, thorough: bool, seed: int) -> tuple[Case, ...]:
        """Return the cases to try.

        Raises:
            ValueError: for a question without any.
        """
        made = tuple(self._make(thorough, np.random.default_rng(seed))) if self._make else ()
        if not made:
            raise ValueError(
                f"{self.name} is tried on nothing; yield a case from a function under "
                f"@{self.answer.__name__}.cases."
            )
        return made

    def driven(self, function: Answer) -> Answer:
        """Return a student's function as one of a case's inputs, by name.

        Arguments go in the order of the oracle's: students name theirs freely.
        """
        if self.drive is not None:
            return partial(self.drive, function)
        names = list(signature(self.answer).parameters)

        def called(**inputs: Any) -> Any:
            return function(*(inputs[name] for name in dict.fromkeys([*names, *inputs])
                              if name in inputs))  # fmt: skip

        return called

    def expected(self, **inputs: Any) -> Outputs:
        """Return the right outputs by name."""
        return self.unpack(self.answer(**inputs))

    def unpack(self, result: Any) -> Outputs:
        """Return what a function returned, by name; Unusable where it cannot be."""
        return unpack(self.returns, result)

    def pack(self, outputs: Outputs) -> Any:
        """Return named outputs as a function returns them."""
        return pack(self.returns, outputs)


#: By problem set, the modules that answers to it may import besides Python's own; all where it is
#: not named. Refused where an answer is graded.
LIBRARIES: dict[str, tuple[str, ...]] = {}

#: Every question by its name. Importing a module registers those written in it.
QUESTIONS: dict[str, Question] = {}


def question(
    name: str,
    *,
    returns: Sequence[str | Output],
    tolerance: float = 1e-7,
    builds_on: Sequence[str] = (),
    section: str = "",
    hints: Sequence[str] = (),
    drive: Answer | None = None,
    facts: Mapping[str, str] = MappingProxyType({}),
    steps: Mapping[str, str] = MappingProxyType({}),
    told: Told | None = None,
    related: Related | None = None,
) -> Callable[[Answer], Question]:
    """Make the decorated function, a right answer, the question of this name.

    Args:
        name: "SET/FUNCTION", such as "ps2/adam".
        returns: names of what the function returns, in order; ``Each`` for a list of arrays.
        tolerance: relative and absolute, for float64 inputs.
        builds_on: functions of the same problem set that answers are expected to call; where one of
            them fails its own check, this is said first.
        section: where the course explains it, such as "lecture 04, section 3"; every failure ends
            with it.
        hints: where to look, the idea, and the formula, for ``hint``; or none.
        drive: (function, **inputs) -> what is compared with what the oracle returns for these
            inputs, where the student's function is to be called several times, each time with what
            it returned before, or is a class. It may raise ``Unusable``. None calls the function
            once.
        facts: outputs of a drive that are 1 where something is true: what is to be true, as a
            sentence without its full stop; told instead of the number.
        steps: outputs whose entries are steps, in order, so that messages say up to where they are
            right: what a step is called, "t", an argument's name where that has the steps; empty
            for the place alone.
        told: (a case's inputs, output, place, what is given, what is right) -> a clause on an entry
            that is wrong, where its name and place say nothing to a student; None says
            "NAME[PLACE] is ...; expected ...".
        related: (a case's inputs, what is given, what is right, both by name) -> a clause on what
            all outputs together have to do with the right ones, or nothing; told of the first case
            that fails, where all outputs have their shapes and no mistake is named.

    Raises:
        ValueError: for a name without its problem set, or one that is taken.
    """
    problem_set, _, function = name.partition("/")
    if not problem_set or not function:
        raise ValueError(
            f'{name!r} names no problem set; write "SET/FUNCTION", such as "ps2/adam".'
        )
    outputs = [Array(output) if isinstance(output, str) else output for output in returns]

    def register(answer: Answer) -> Question:
        made = Question(name, answer, outputs, tolerance, builds_on, section, hints, drive, facts,
                        steps, told, related)  # fmt: skip
        known = QUESTIONS.get(name)
        if known is not None and known.place != made.place:  # else the same file, read again
            raise ValueError(
                f"{name!r} is there twice, at {known.place} and {made.place}; rename one, or start "
                "Python anew if you have only moved it."
            )
        QUESTIONS[name] = made
        return made

    return register


def _place(answer: Answer) -> str:
    code = getattr(answer, "func", answer).__code__
    return f"{code.co_filename}:{code.co_firstlineno}"
