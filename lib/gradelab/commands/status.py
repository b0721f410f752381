"""``gradelab status``: how an assignment went, question by question, and what went wrong."""

import textwrap
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from nbgrader.api import Gradebook

from gradelab.core.errors import GradelabError
from gradelab.core.text import is_harmless
from gradelab.course import course as courses
from gradelab.course import gradebook, template
from gradelab.course.gradebook import Grade
from gradelab.course.template import Template
from gradelab.execution.plan import follows
from gradelab.notebooks import submission
from gradelab.workers import records
from gradelab.workers.records import Record
from trainlab.checks import failure as failures
from trainlab.checks.failure import UNWRITTEN, Failure

OTHER = "another mistake"
#: Characters of an error's first line, and of a diagnosis, that are shown.
LONGEST, LONGEST_DIAGNOSIS = 100, 400
#: Eighths of a line, for a histogram in text.
_BARS = " ▁▂▃▄▅▆▇█"
_BINS = 5


@dataclass(frozen=True)
class Question:
    """How a class did on one graded cell.

    Attributes:
        name: the cell's name, after its notebook's where there are several.
        points: that can be had.
        mean: points, over the submissions whose points nobody has still to look at; None without.
        full: how many got them all.
        partial: how many got some.
        none: how many got nothing, and nobody has still to look.
        waiting: how many wait for a person.
        histogram: submissions by share of the points, in five equal steps from 0 to 1.
    """

    name: str
    points: float
    mean: float | None
    full: int
    partial: int
    none: int
    waiting: int
    histogram: tuple[int, ...]


@dataclass(frozen=True)
class Mistake:
    """What went wrong in a graded cell, as often as it did.

    Attributes:
        question: the cell's name, without "test-", after its notebook's where there are several.
        said: the diagnosis where the mistake is a known one, else what can be printed of what the
            test said first.
        count: in how many submissions.
        check: the question that was checked, or empty where it was no check that failed.
        name: the known mistake's, or empty.
    """

    question: str
    said: str
    count: int
    check: str = ""
    name: str = ""


@dataclass(frozen=True)
class Status:
    """How an assignment went.

    Attributes:
        assignment: its name.
        submitted: folders that were handed in.
        graded: of these, how many were run and marked, those for attention among them.
        attention: submissions that need attention: student, reason and detail.
        questions: in the order of the notebook.
        mistakes: what went wrong, the most frequent first.
    """

    assignment: str
    submitted: int
    graded: int
    attention: list[tuple[str, str, str]]
    questions: list[Question]
    mistakes: list[Mistake]

    def as_json(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        return asdict(self)


def read(assignment: str) -> Status:
    """Read an assignment's status from the gradebook and the graded notebooks.

    Raises:
        GradelabError: for an unknown assignment, or one that was never released or graded.
    """
    course, _ = courses.load()
    courses.require(course, assignment)
    autograded = courses.folder(course, "autograded")
    with closing(Gradebook(course.db_url, course.course_id)) as book:
        recorded = template.load(book, assignment, courses.folder(course, "source") / assignment)
        grades = gradebook.grades(book, assignment)
        if not grades:
            raise GradelabError(f"Nothing is graded yet; run 'gradelab grade {assignment}'.")
        students = submission.students(courses.folder(course, "submitted"), assignment)
        found = [records.read(autograded / student / assignment) for student in students]
        known = [record for record in found if record is not None]
        open_ = records.attention(book, assignment, known)
    return Status(
        assignment,
        submitted=len(students),
        graded=len(known),
        attention=[(r.student, r.reason, r.detail) for r in known if r.student in open_],
        questions=_questions(grades, recorded),
        mistakes=_mistakes(known, _follow(recorded)),
    )


def _questions(grades: Iterable[Grade], recorded: Template) -> list[Question]:
    by_cell: dict[tuple[str, str], list[Grade]] = {}
    for grade in grades:
        by_cell.setdefault((grade.notebook, grade.cell), []).append(grade)
    order = [
        (name, cell.metadata.nbgrader.grade_id)
        for name, notebook in recorded.notebooks.items()
        for cell in notebook.source.cells
        if "nbgrader" in cell.metadata
    ]
    return [
        _question(recorded.label(*place), by_cell[place]) for place in order if place in by_cell
    ]


def _question(name: str, grades: Sequence[Grade]) -> Question:
    settled = [grade for grade in grades if not grade.waiting]
    points = grades[0].max_score
    shares = [grade.score / points if points else 0.0 for grade in settled]
    bins = Counter(min(int(max(share, 0.0) * _BINS), _BINS - 1) for share in shares)
    full = sum(share >= 1 for share in shares)
    none = sum(share <= 0 for share in shares)
    return Question(
        name,
        points,
        mean=sum(grade.score for grade in settled) / len(settled) if settled else None,
        full=full,
        partial=len(settled) - full - none,
        none=none,
        waiting=len(grades) - len(settled),
        histogram=tuple(bins[i] for i in range(_BINS)),
    )


#: By notebook and test: the tests of answers that this test's own answers call.
_Follows = Mapping[tuple[str, str], Collection[str]]


def _follow(recorded: Template) -> _Follows:
    return {
        (name, test): called
        for name, notebook in recorded.notebooks.items()
        for test, called in follows(notebook.source).items()
    }


def _mistakes(known: Collection[Record], follow: _Follows = MappingProxyType({})) -> list[Mistake]:
    """Count what failed tests said, but for answers that are not written.

    What no check knows by name is not counted either where an answer that it calls has failed.
    """
    several = len({name for record in known for name in record.messages}) > 1
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for record in known:
        for notebook, messages in record.messages.items():
            for cell, message in messages.items():
                failure = failures.read(message) or Failure("", "", message)
                own = failure.mistake or not messages.keys() & follow.get((notebook, cell), ())
                written = not message.startswith("NotImplementedError")
                if own and written and failure.mistake != UNWRITTEN:
                    name = cell.removeprefix("test-")
                    asked = f"{notebook}/{name}" if several else name
                    counts[asked, _said(failure), failure.question, failure.mistake] += 1
    return [
        Mistake(cell, said, count, check, name)
        for (cell, said, check, name), count in counts.most_common()
    ]


def _said(failure: Failure) -> str:
    """Return the diagnosis of a known mistake, or else what can be printed of the first line."""
    first = next(iter(failure.said.strip().splitlines()), "").rstrip(": ")
    printable = "".join(sign if is_harmless(sign) else " " for sign in first)
    if failure.mistake:
        printable = printable.partition(f"{failure.question.rpartition('/')[2]}: ")[2]
    longest = LONGEST_DIAGNOSIS if failure.mistake else LONGEST
    return textwrap.shorten(printable, longest, placeholder="…") or OTHER


def as_text(status: Status) -> str:
    """Return the status as a table and two lists."""
    waiting = f", {len(status.attention)} of these for attention" if status.attention else ""
    lines = [f"{status.assignment}: {status.graded} of {status.submitted} run{waiting}", ""]
    width = max(len(question.name) for question in status.questions)
    lines.append(f"{'question':{width}}  points   mean   full  part  none  wait  0 → 1")
    for q in status.questions:
        lines.append(
            f"{q.name:{width}}  {q.points:6g}  {_mean(q.mean)}  {q.full:5} {q.partial:5} {q.none:5}"
            f" {q.waiting:5}  {_bars(q.histogram)}"
        )
    total = sum(question.points for question in status.questions)
    mean = sum(question.mean or 0.0 for question in status.questions)
    lines.append(f"{'all':{width}}  {total:6g}  {_mean(mean)}")
    if status.mistakes:
        lines += ["", "What went wrong"]
        lines += [f"{m.count:5}  {m.question}: {m.said}" for m in status.mistakes]
    if status.attention:
        lines += ["", "Need attention"]
        lines += [f"  {student}: {why}. {detail}" for student, why, detail in status.attention]
    return "\n".join(lines)


def _mean(points: float | None) -> str:
    return f"{'-':>5}" if points is None else f"{points:5.2f}"


def _bars(histogram: Sequence[int]) -> str:
    top = max(1, *histogram)
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // top)] for count in histogram)
