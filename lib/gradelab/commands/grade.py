"""``gradelab grade``: every submission of an assignment, in parallel, with one writer."""

import contextlib
import fcntl
import functools
import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import BasePlugin, LateSubmissionPlugin
from tqdm import tqdm
from traitlets import TraitError
from traitlets.config import Config

from gradelab.core import attention, trouble
from gradelab.core.attention import NeedsAttention, Reason
from gradelab.core.errors import GradelabError, SandboxUnavailable
from gradelab.core.interrupts import stoppable
from gradelab.course import additions, gradebook, template
from gradelab.course import course as courses
from gradelab.course.template import Template
from gradelab.notebooks import submission
from gradelab.notebooks.submission import Submission
from gradelab.sandbox import Limits
from gradelab.workers import basis, head_start, records
from gradelab.workers.records import Record

if TYPE_CHECKING:
    from gradelab.workers.work import Graded

WITHOUT_SANDBOX = f"{attention.WITHOUT_SANDBOX}what the code did was not confined."
#: Why a submission is graded for the first time.
NOT_YET = ("not graded yet",)
#: The writer commits this many submissions at once, or what there is after so many seconds.
_BATCH = 32
_BATCH_SECONDS = 2.0
#: Students that are named where many have the same in common.
_SHOWN = 5
#: A submission with what a worker made of it.
_Graded = tuple[Submission, "Graded | Exception"]


@dataclass(frozen=True)
class Options:
    """How to grade.

    Attributes:
        workers: processes on this machine.
        scheduler: address of a running Dask cluster, instead of own processes.
        students: only these; all when empty.
        again: grade also what is graded already.
        sandboxed: False to run the students' code unconfined.
        accepted: a person has looked at ``students``: what seems to have tampered with its tests,
            or passes one in its own kernel only, is scored as that kernel did. Grades again.
    """

    workers: int
    scheduler: str | None = None
    students: Sequence[str] = ()
    again: bool = False
    sandboxed: bool = True
    accepted: bool = False


@dataclass(frozen=True)
class Result:
    """What became of one submission.

    Attributes:
        record: how it was graded.
        score: after penalties.
        max_score: that can be had.
        attention: whether a person has still to look.
        added: whether this run has added the student to the gradebook's list.
        before: the score before this run, or None where there was none.
        why: why it was graded in this run, or its penalty is another; empty where it was not.
    """

    record: Record
    score: float
    max_score: float
    attention: bool = False
    added: bool = False
    before: float | None = None
    why: tuple[str, ...] = ()


def run(assignment: str, options: Options) -> list[Result]:
    """Grade what is not graded yet, or no longer stands; return all submissions.

    May be killed at any moment and run again: what is in the gradebook stays, the rest is graded.

    Raises:
        GradelabError: for an unknown assignment or student, a course that is being graded
            already, a machine that cannot confine the code, an unreachable cluster.
    """
    course, config = courses.load()
    courses.require(course, assignment)
    with (
        contextlib.closing(Gradebook(course.db_url, course.course_id)) as book,
        _alone(courses.folder(course, "autograded")),
    ):
        run = _Run(_recorded(course, book, assignment), course, config, book, options)
        run.grade()
        return run.results()


def to_do(assignment: str, options: Options) -> dict[str, tuple[str, ...]]:
    """Return whose score ``run`` would look at, and why; nothing is changed.

    Raises:
        GradelabError: for an unknown assignment or student.
    """
    course, config = courses.load()
    courses.require(course, assignment)
    with contextlib.closing(Gradebook(course.db_url, course.course_id)) as book:
        recorded = _recorded(course, book, assignment)
        run = _Run(recorded, course, config, book, options)
        again = run.to_do()
        return again | run.new_penalties(again, write=False)


def _recorded(course: CourseDirectory, book: Gradebook, assignment: str) -> Template:
    added = additions.read(courses.folder(course, "autograded"), assignment)
    return template.load(book, assignment, courses.folder(course, "source") / assignment, added)


def one(
    course: CourseDirectory, config: Config, assignment: str, student: str
) -> dict[str, NotebookNode]:
    """Grade one submission again, here and in a sandbox, into the gradebook.

    Returns:
        Its notebooks with their record, by name, for the caller to write.

    Raises:
        GradelabError: as ``run`` does.
    """
    with (
        contextlib.closing(Gradebook(course.db_url, course.course_id)) as book,
        _alone(courses.folder(course, "autograded")),
    ):
        options = Options(workers=1, students=[student], again=True)
        return _Run(_recorded(course, book, assignment), course, config, book, options).here()


def left_out(assignment: str) -> list[str]:
    """Say which folders are not graded: no student's, or none of a student in the gradebook."""
    course, config = courses.load()
    submitted = courses.folder(course, "submitted")
    said = [
        f"{name} is no student's id; rename the folder"
        for name in submission.strangers(submitted, assignment)
    ]
    with contextlib.closing(Gradebook(course.db_url, course.course_id)) as book:
        unknown = _unknown(book, config, submission.students(submitted, assignment))
    return [*said, _not_in_the_gradebook(unknown)] if unknown else said


def _unknown(book: Gradebook, config: Config, students: Sequence[str]) -> list[str]:
    """Return whom the gradebook does not know, where the course lets nobody be added to it."""
    if config.Autograde.get("create_student", True):
        return []
    known = {student.id for student in book.students}
    return [student for student in students if student not in known]


def _not_in_the_gradebook(students: Sequence[str]) -> str:
    return (
        f"not in the gradebook, and c.Autograde.create_student is False: {', '.join(students)}; "
        "add them with 'nbgrader db student add ID'"
    )


@contextlib.contextmanager
def _alone(autograded: Path) -> Iterator[None]:
    """Hold the course's grading lock, which the system lets go of however we end."""
    autograded.mkdir(parents=True, exist_ok=True)
    lock = os.open(autograded / ".gradelab.lock", os.O_RDONLY | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GradelabError(
                "This course is being graded already; wait for that run or stop it."
            ) from None
        yield
    finally:
        os.close(lock)


def _late_plugin(config: Config) -> BasePlugin:
    """Return nbgrader's plugin for late penalties, which may lie in the course's folder."""
    if "plugin_class" not in config.AssignLatePenalties:
        return LateSubmissionPlugin(config=config)
    from nbgrader.preprocessors import AssignLatePenalties  # takes long, and opens nbconvert

    try:
        late = AssignLatePenalties(config=config)
        late.init_plugin()
    except (TraitError, ImportError) as error:
        raise GradelabError(
            f"The plugin of late penalties cannot be loaded ({error}); see "
            "c.AssignLatePenalties.plugin_class in nbgrader_config.py."
        ) from None
    return late.plugin_inst


class _Run:
    """One run over an assignment: what is to do, the workers, the writer."""

    def __init__(
        self,
        recorded: Template,
        course: CourseDirectory,
        config: Config,
        book: Gradebook,
        options: Options,
    ) -> None:
        self._template, self._config, self._book = recorded, config, book
        self._options = options
        self._submitted = courses.folder(course, "submitted")
        self._autograded = courses.folder(course, "autograded")
        self._hidden = [Path(course.root)]
        self._mode = 0o664 if course.groupshared else 0o444
        self._writer = gradebook.Writer(book, recorded.assignment, _late_plugin(config))
        self._students = self._chosen()
        self._basis = basis.of(recorded, self._limits(), basis.settings(config))
        self._before = gradebook.scores(book, recorded.assignment)
        self._records = {student: records.read(self._folder(student)) for student in self._students}
        self._listed = {student.id for student in book.students}
        self._why: dict[str, tuple[str, ...]] = {}

    def _chosen(self) -> list[str]:
        found = submission.students(self._submitted, self._template.assignment)
        unknown = _unknown(self._book, self._config, found)
        for student in self._options.students:
            if student not in found:
                raise GradelabError(
                    f"{student!r} has handed in nothing for {self._template.assignment}."
                )
            if student in unknown:
                raise GradelabError(f"{_not_in_the_gradebook([student])}.")
        return [s for s in self._options.students or found if s not in unknown]

    def _folder(self, student: str) -> Path:
        return self._autograded / student / self._template.assignment

    def _handed_in(self, student: str) -> Submission:
        zone = self._config.Exchange.get("timezone", "UTC")
        return submission.read(self._submitted, student, self._template.assignment, zone)

    def _read(self, student: str) -> Submission:
        """Return what was handed in; what a person has accepted stays accepted."""
        found = self._handed_in(student)
        record = self._records[student]
        accepted = self._options.accepted or (
            record is not None and record.accepted and record.digest == found.digest
        )
        return replace(found, accepted=accepted)

    def to_do(self) -> dict[str, tuple[str, ...]]:
        """Return who is to be graded, and why."""
        asked = self._options.again or self._options.accepted
        why = {
            student: ("asked for",) if asked else self._reasons(student)
            for student in self._students
        }
        return {student: reasons for student, reasons in why.items() if reasons}

    def _reasons(self, student: str) -> tuple[str, ...]:
        record = self._records[student]
        if student not in self._before or record is None:
            return NOT_YET
        if record.is_old:
            return ("graded by an earlier version of gradelab",)
        if record.digest != self._handed_in(student).digest:
            return ("something else was handed in", *self._basis.since(record.basis))
        return self._basis.since(record.basis)

    def new_penalties(
        self, graded: Collection[str], write: bool = True
    ) -> dict[str, tuple[str, ...]]:
        """Return whose late penalty is another now, of those not graded, and what it is."""
        others = [s for s in self._students if s in self._before and s not in graded]
        return {
            student: (f"the late penalty is {now:g} instead of {before:g}",)
            for student, (before, now) in self._writer.new_penalties(others, write).items()
        }

    def grade(self) -> None:
        """Grade what is to do; keep what is finished when interrupted."""
        to_do = self.to_do()
        self._why = to_do | self.new_penalties(to_do)
        done = len(self._students) - len(to_do)
        if not to_do:
            return
        options = self._options
        if options.scheduler is None:
            head_start.begin()
        # They take longer than all else where there is nothing to do.
        from trainlab.core import cluster

        there = options.scheduler
        try:
            with (
                stoppable() as go_on,
                tqdm(total=len(self._students), initial=done, unit="", disable=None) as bar,
                cluster.local(options.workers) if there is None else cluster.at(there) as client,
            ):
                results = cluster.map_unordered(
                    client,
                    f"gradelab-{self._template.assignment}",
                    self._grader(),
                    map(self._read, to_do),
                    final=GradelabError,
                )
                with contextlib.closing(results):
                    self._write_all(map(go_on, results), bar)
        except cluster.ClusterError as error:
            raise GradelabError(str(error)) from None

    def here(self) -> dict[str, NotebookNode]:
        """Grade the one student in this process; write the scores, and no files."""
        handed_in = self._read(*self._students)
        with self._grader()() as grader:
            graded = grader(handed_in)
        self._writer.write([self._entry(handed_in, graded)])
        return records.stamped(graded, self._record(handed_in, graded))

    def _grader(self) -> Callable[[], AbstractContextManager[Callable[[Submission], "Graded"]]]:
        from gradelab.workers import plans, work

        assignment = self._template, self._limits(), basis.settings(self._config)
        known = None
        if self._options.sandboxed:  # nothing that is kept is to meet what is not confined
            with contextlib.suppress(SandboxUnavailable):  # workers may run where there is one
                known = plans.remembered(*assignment, self._autograded, self._hidden)
        return functools.partial(
            work.grader, *assignment, self._hidden, self._options.sandboxed, known
        )

    def _record(self, handed_in: Submission, graded: "Graded") -> Record:
        return records.record(graded, handed_in, self._basis, self._options.sandboxed)

    def _write_all(self, results: Iterator[_Graded], bar: tqdm) -> None:
        batch: list[_Graded] = []
        written = time.monotonic()
        try:
            for result in results:
                batch.append(result)
                bar.update()
                if len(batch) == _BATCH or time.monotonic() - written > _BATCH_SECONDS:
                    self._write(batch)
                    batch, written = [], time.monotonic()
        finally:
            self._write(batch)

    def _limits(self) -> Limits:
        return Limits.of_cells(self._config.ExecutePreprocessor.get("timeout"))

    def _write(self, batch: Sequence[_Graded]) -> None:
        """Commit a batch to the gradebook, then put its files in place.

        A run that is killed between the two grades these submissions again.

        Raises:
            GradelabError: when a worker cannot grade at all.
        """
        for _, result in batch:
            if isinstance(result, Exception) and (
                isinstance(result, GradelabError) or trouble.is_full(result)
            ):
                raise result
        done = [
            (
                handed_in,
                self._failed(handed_in, result) if isinstance(result, Exception) else result,
            )
            for handed_in, result in batch
        ]
        self._writer.write([self._entry(handed_in, graded) for handed_in, graded in done])
        for handed_in, graded in done:
            record = self._record(handed_in, graded)
            records.write(self._folder(graded.student), graded, record, handed_in, self._mode)

    def _failed(self, handed_in: Submission, error: Exception) -> "Graded":
        from gradelab.workers import work

        problem = NeedsAttention(
            Reason.KILLED, f"The process that graded it failed ({type(error).__name__})."
        )
        return work.not_run(handed_in.student, self._template, problem)

    def _entry(self, handed_in: Submission, graded: "Graded") -> gradebook.Entry:
        notes = [] if self._options.sandboxed else [WITHOUT_SANDBOX]
        if graded.reason is not None:
            notes.append(f"{attention.NOTE}{graded.reason}. {graded.detail}".strip())
        return gradebook.Entry(
            graded.student,
            handed_in.timestamp,
            graded.marks,
            note="\n\n".join(notes) or None,
            flagged=_troubled(graded),
            unflagged=self._settled(graded),
            standing=self._standing(handed_in),
        )

    def _settled(self, graded: "Graded") -> Collection[str]:
        """Return the notebooks that were flagged for a trouble that is gone."""
        record = self._records[graded.student]
        known = record is not None and record.reason and not record.is_old
        return self._template.notebooks.keys() - _troubled(graded) if known else ()

    def _standing(self, handed_in: Submission) -> dict[str, set[str]]:
        """Return the cells, by notebook, whose question and answer are what they were."""
        record = self._records[handed_in.student]
        if record is None or self._options.again or record.digest != handed_in.digest:
            return {}
        changed = self._basis.changed_questions(record.basis)
        return {name: cells.keys() - changed[name] for name, cells in self._basis.questions.items()}

    def results(self) -> list[Result]:
        """Return the record and score of every submission that has been graded."""
        scores = gradebook.scores(self._book, self._template.assignment)
        found = [(student, records.read(self._folder(student))) for student in self._students]
        open_ = records.attention(self._book, self._template.assignment, [r for _, r in found if r])
        return [
            Result(
                record,
                scores.get(student, 0.0),
                self._template.max_score,
                student in open_,
                bool(self._listed) and student not in self._listed,
                self._before.get(student),
                self._why.get(student, ()),
            )
            for student, record in found
            if record is not None
        ]


def _troubled(graded: "Graded") -> set[str]:
    """Return the notebooks that a person has to look at."""
    if graded.reason is None:
        return set()
    waiting = {name for name, marks in graded.marks.items() if marks.waiting}
    return waiting or set(graded.marks)


def in_words(to_do: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a line for each reason to grade, with the students that have it."""
    students: dict[str, list[str]] = {}
    for student, why in to_do.items():
        students.setdefault("; ".join(why), []).append(student)
    return [f"{why}: {len(who)} ({_some(who)})" for why, who in students.items()]


def _some(students: Sequence[str]) -> str:
    more = ["..."] if len(students) > _SHOWN else []
    return ", ".join([*students[:_SHOWN], *more])


def as_json(result: Result) -> dict[str, Any]:
    """Return what ``--json`` prints of a submission."""
    record = result.record
    return {
        "student": record.student,
        "state": "needs-attention" if result.attention else "graded",
        "reason": record.reason if result.attention else "",
        "detail": record.detail,
        "score": result.score,
        "max_score": result.max_score,
        "seconds": record.seconds,
        "sandboxed": record.sandboxed,
        "inside": list(record.inside),
    }


def changes(results: Sequence[Result]) -> list[str]:
    """Return lines that say whose score has changed in this run, from what to what, and why."""
    changed = [
        f"  {r.record.student}: {r.before:g}, now {r.score:g} ({'; '.join(r.why)})"
        for r in results
        if r.before is not None and f"{r.score:g}" != f"{r.before:g}"
    ]
    return ["scores that have changed:", *changed] if changed else []


def summary(results: Sequence[Result]) -> str:
    """Return lines that say how many are graded, and who needs attention and why."""
    waiting = [result.record for result in results if result.attention]
    need = "needs" if len(waiting) == 1 else "need"
    lines = [f"{len(results) - len(waiting)} graded, {len(waiting)} {need} attention"]
    if added := [result.record.student for result in results if result.added]:
        lines.append(f"not on the list of students, and added to it: {', '.join(added)}")
    if not any(result.why for result in results):
        why = "all that is handed in has its scores" if results else "nothing is handed in"
        lines.append(f"nothing was to be graded: {why}")
    lines += [f"  {record.student}: {record.reason}. {record.detail}" for record in waiting]
    lines += [
        f"  {result.record.student}: {result.record.detail}"
        for result in results
        if result.record.state == "graded" and result.record.detail
    ]
    lines += changes(results)
    inside = Counter(name for result in results for name in result.record.inside)
    if inside:
        lines.append("scored in students' own kernels, where tests can be deceived:")
        lines += [f"  {name}: {count} of {len(results)}" for name, count in inside.items()]
    return "\n".join(lines)
