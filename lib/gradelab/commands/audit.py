"""``gradelab audit``: what a problem set's checks say to wrong answers whose mistake is known.

Answers lie in Python files, several in one where lines ``# %% [label] words`` part them, as editors
part cells. The label is the mistake's true name, ``a+b`` for two, or ``right``; an answer without
one is shown what it is told. The reference solution's functions stand around each answer.
"""

import contextlib
import io
import json
import linecache
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType
from typing import Any
from weakref import WeakKeyDictionary

import nbformat
from nbgrader.utils import is_solution

from gradelab.core.errors import GradelabError
from gradelab.course import course as courses
from gradelab.execution import unread
from gradelab.execution.plan import bound, is_test, plain, read
from trainlab.checks import QUESTIONS, CheckFailed, outcome
from trainlab.checks.failure import MORE
from trainlab.checks.outcome import Outcome
from trainlab.checks.question import Case, Question
from trainlab.checks.verdict import Gives, check_given

#: What may come of an answer, the best first; the last four are the checks' faults.
KINDS = ("right", "unlabelled", "named", "localised", "useless", "misleading", "missed", "refused")
FAULTS = KINDS[4:]
#: Where the answers to a problem set lie, in the course's folder.
ANSWERS = Path("tests") / "answers"
#: What an answer gives in each case that is in use, of whatever seed.
Given = WeakKeyDictionary[Case, Outcome]
_CELL = re.compile(r"^# %%(?: \[(?P<label>[\w+]+)\])?(?P<words>.*)$", re.MULTILINE)
_CHECKED = re.compile(r"""check\(\s*["']([\w.-]+/[\w.-]+)["']""")


@dataclass(frozen=True)
class Answer:
    """One answer to one question.

    Attributes:
        file: where it stands.
        line: where it begins.
        label: the true mistake's name, "right", or empty.
        words: what its author says of it.
        code: compiled.
        question: what it answers.
    """

    file: Path
    line: int
    label: str
    words: str
    code: CodeType
    question: Question


@dataclass(frozen=True)
class Audited:
    """What came of an answer: the worst of all seeds.

    Attributes:
        place: FILE:LINE.
        group: the folder it lies in.
        question: its name.
        label: the true mistake's name, "right", or empty.
        words: what its author says of it.
        kind: one of ``KINDS``.
        said: what it was told.
    """

    place: str
    group: str
    question: str
    label: str
    words: str
    kind: str
    said: str


def run(problem_set: str, folder: Path | None, seeds: int) -> list[Audited]:
    """Try the checks of a problem set on answers.

    Args:
        problem_set: a folder of solutions/.
        folder: with the answers, its own folders being groups; tests/answers/PS when None.
        seeds: of the cases; each answer meets the usual ones and the rare ones of each.

    Raises:
        GradelabError: for an unknown problem set, or a folder without answers.
    """
    course, _ = courses.load()
    courses.require(course, problem_set)
    source = courses.folder(course, "source") / problem_set
    folder = folder or Path(course.root) / ANSWERS / problem_set
    files = sorted(folder.rglob("*.py"))
    if not files:
        raise GradelabError(
            f"{folder} holds no answers; write some as functions in Python files, or name another "
            "folder."
        )
    solved, asked = _solved(source, [file.read_text(encoding="utf-8") for file in files])
    answers = [answer for file in files for answer in _answers(file, asked)]
    found: list[list[tuple[str, str]]] = [[] for _ in answers]
    given: list[Given] = [WeakKeyDictionary() for _ in answers]
    for seed in range(seeds):  # one seed's cases and mistakes are kept for all answers
        for answer, known, kinds in zip(answers, given, found, strict=True):
            gives, own = _written(answer, solved, known)
            kinds += [_kind(answer, gives, own, thorough, seed) for thorough in (False, True)]
    return [_worst(answer, kinds, folder) for answer, kinds in zip(answers, found, strict=True)]


def _solved(source: Path, answers: list[str]) -> tuple[dict[str, Any], dict[str, Question]]:
    """Return what the reference solutions define, and their questions by the function's name.

    Drawings, which no test reads, are left out unless an answer may.
    """
    sys.path.insert(0, str(source))
    solved: dict[str, Any] = {"__name__": "__main__"}
    asked: dict[str, Question] = {}
    for file in sorted(source.glob("*.ipynb")):
        notebook = nbformat.read(file, nbformat.current_nbformat)
        cells, plan = notebook.cells, read(notebook)
        drawings = unread.cells(plan.given, plan.tests.values())
        own = [c.source for c in cells if c.cell_type == "code" and is_solution(c)]
        if unread.may_be_read(drawings, own + answers):
            drawings = {}
        last = max((i for i, cell in enumerate(cells, start=1) if is_test(cell)), default=0)
        for number, cell in enumerate(cells[:last], start=1):  # what follows, no answer needs
            if cell.cell_type == "code" and not is_test(cell) and cell.source not in drawings:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(_compiled(plain(cell.source), f"{file.name}, cell {number}"), solved)
            names = _CHECKED.findall(cell.source)
            asked |= {QUESTIONS[n].function: QUESTIONS[n] for n in names if n in QUESTIONS}
    return solved, asked


def _compiled(code: str, name: str) -> CodeType:
    """Return code that errors can show."""
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    return compile(code, name, "exec")


def _answers(file: Path, asked: dict[str, Question]) -> Iterator[Answer]:
    """Yield the answers in a file.

    Raises:
        GradelabError: for one that is no Python, or defines no function that is asked for.
    """
    text = file.read_text(encoding="utf-8")
    marks = list(_CELL.finditer(text))
    starts = [mark.start() for mark in marks] or [0]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        line = text.count("\n", 0, start) + 1
        code = "\n" * (line - 1) + text[start:end]
        mark = marks[number] if marks else None
        try:
            compiled = compile(code, str(file), "exec")
        except (SyntaxError, ValueError) as error:
            raise GradelabError(f"{file}:{line} is no Python: {error}.") from None
        answered = [name for name in bound(code) if name in asked]
        if not answered:
            raise GradelabError(
                f"{file}:{line} defines none of the functions that are asked for: "
                f"{', '.join(asked)}."
            )
        yield Answer(
            file,
            line,
            (mark["label"] or "") if mark else "",
            mark["words"].strip() if mark else "",
            compiled,
            asked[answered[-1]],
        )


def _worst(answer: Answer, found: Sequence[tuple[str, str]], folder: Path) -> Audited:
    kind, said = max(found, key=lambda one: KINDS.index(one[0]))
    place = answer.file.relative_to(folder)
    group = place.parts[0] if len(place.parts) > 1 else "all"
    return Audited(
        f"{answer.file}:{answer.line}",
        group,
        answer.question.name,
        answer.label,
        answer.words,
        kind,
        said,
    )


def _written(answer: Answer, solved: dict[str, Any], known: Given) -> tuple[Gives, dict[str, Any]]:
    """Return what an answer gives in a case, unless it is known, and what it defines."""
    written = dict(solved)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(answer.code, written)
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        raise GradelabError(f"{answer.file}:{answer.line} cannot be run: {told}.") from None
    driven = answer.question.driven(written[answer.question.function])

    def gives(case: Case) -> Outcome:
        if case not in known:
            known[case] = outcome.of(answer.question, driven, case)
        return known[case]

    return gives, {name: one for name, one in written.items() if one is not solved.get(name)}


def _kind(
    answer: Answer, gives: Gives, own: dict[str, Any], thorough: bool, seed: int
) -> tuple[str, str]:
    """Return what came of an answer in the usual cases or in all, and what it was told.

    To pass the usual cases is no fault where the rare ones fail it.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check_given(answer.question, gives, thorough, seed, own)
    except CheckFailed as failure:
        return _failed(answer.label, failure, thorough), str(failure)
    if answer.label == "right":
        return "right", ""
    if answer.label and thorough:
        return "missed", "passes"
    return ("unlabelled" if not answer.label else "named"), "passes the usual cases"


def _failed(label: str, failure: CheckFailed, thorough: bool) -> str:
    """Return what came of a wrong answer.

    Of two mistakes the usual cases may show one alone; and one is enough where more is said.
    """
    if label in ("", "right"):
        return "refused" if label else "unlabelled"
    if failure.mistake:
        named, true = set(failure.mistake.split("+")), set(label.split("+"))
        true_in_part = named - {MORE} <= true and (MORE in named or not thorough)
        return "named" if named == true or true_in_part else "misleading"
    return "localised" if failure.located else "useless"


def as_json(audited: Sequence[Audited]) -> str:
    """Return what ``--json`` prints."""
    return json.dumps([asdict(one) for one in audited], indent=2)


def as_text(audited: Sequence[Audited]) -> str:
    """Return the table, and below it the answers that are not named, with what they are told."""
    groups = [*dict.fromkeys(one.group for one in audited)]
    kinds = [kind for kind in KINDS if kind in FAULTS or any(o.kind == kind for o in audited)]
    width = max(len("answers"), *(len(group) for group in groups))
    lines = [f"{'answers':{width}}" + "".join(f"{kind:>12}" for kind in kinds)]
    for group in groups:
        counts = Counter(one.kind for one in audited if one.group == group)
        lines.append(f"{group:{width}}" + "".join(f"{counts[kind]:12}" for kind in kinds))
    shown = [one for one in audited if one.kind not in ("right", "named")]
    for one in sorted(shown, key=lambda o: -KINDS.index(o.kind)):
        lines += ["", f"{one.place}: {one.kind}: {one.label or 'no label'}: {one.words}"]
        lines += [f"    {line}" for line in one.said.splitlines()]
    return "\n".join(lines)
