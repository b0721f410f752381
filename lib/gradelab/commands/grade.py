"""``gradelab grade``: every submission of an assignment, in parallel, with one writer."""

import contextlib
import fcntl
import functools
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import LateSubmissionPlugin
from tqdm import tqdm
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from gradelab.core.attention import NeedsAttention, Reason
from gradelab.core.errors import GradelabError
from gradelab.course import course as courses
from gradelab.course import gradebook, template
from gradelab.course.template import Template
from gradelab.notebooks import submission
from gradelab.notebooks.submission import Submission
from gradelab.sandbox import Limits
from gradelab.workers import head_start, records
from gradelab.workers.records import Record

if TYPE_CHECKING:
    from gradelab.workers.work import Graded

WITHOUT_SANDBOX = "Graded without a sandbox (--unsafe): what the code did was not confined."
#: The writer commits this many submissions at once, or what there is after so many seconds.
_BATCH = 32
_BATCH_SECONDS = 2.0
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
    """A submission's record, and its score after penalties."""

    record: Record
    score: float
    max_score: float


def run(assignment: str, options: Options) -> list[Result]:
    """Grade what is not graded yet; return all submissions of the assignment.

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
        source = courses.folder(course, "source") / assignment
        recorded = template.load(book, assignment, source)
        run = _Run(recorded, course, config, book, options)
        run.grade()
        return run.results()


def left_out(assignment: str) -> list[str]:
    """Return the folders whose names cannot be students' ids, quoted; they are never graded."""
    course, _ = courses.load()
    return submission.strangers(courses.folder(course, "submitted"), assignment)


@contextlib.contextmanager
def _alone(autograded: Path) -> Iterator[None]:
    """Hold the course's grading lock, which the system lets go of however we end."""
    autograded.mkdir(parents=True, exist_ok=True)
    with (autograded / ".gradelab.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise GradelabError(
                "This course is being graded already; wait for that run or stop it."
            ) from None
        yield


def _late_plugin(config: Config) -> LateSubmissionPlugin:
    """Return the plugin that nbgrader's AssignLatePenalties would make."""
    named = config.AssignLatePenalties.get("plugin_class", LateSubmissionPlugin)
    plugin = import_item(named) if isinstance(named, str) else named
    made: LateSubmissionPlugin = plugin(config=config)
    return made


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

    def _chosen(self) -> list[str]:
        found = submission.students(self._submitted, self._template.assignment)
        for student in self._options.students:
            if student not in found:
                raise GradelabError(
                    f"{student!r} has handed in nothing for {self._template.assignment}."
                )
        return list(self._options.students) or found

    def _folder(self, student: str) -> Path:
        return self._autograded / student / self._template.assignment

    def _read(self, student: str) -> Submission:
        return submission.read(self._submitted, student, self._template.assignment)

    def _to_do(self) -> list[str]:
        if self._options.again or self._options.accepted:
            return self._students
        written = gradebook.scores(self._book, self._template.assignment)
        return [
            student
            for student in self._students
            if student not in written
            or (record := records.read(self._folder(student))) is None
            or record.digest != self._read(student).digest
        ]

    def grade(self) -> None:
        """Grade what is to do; keep what is finished when interrupted."""
        to_do = self._to_do()
        done = len(self._students) - len(to_do)
        if not to_do:
            return
        options = self._options
        if options.scheduler is None:
            head_start.begin()
        # They take longer than all else where there is nothing to do.
        from gradelab.workers import cluster, work

        with (
            tqdm(total=len(self._students), initial=done, unit="", disable=None) as bar,
            cluster.connect(options.workers, options.scheduler) as client,
        ):
            grader = functools.partial(
                work.grader,
                self._template,
                self._limits(),
                self._worker_config(),
                self._hidden,
                options.sandboxed,
                options.accepted,
            )
            results = cluster.map_unordered(
                client, f"gradelab-{self._template.assignment}", grader, map(self._read, to_do)
            )
            with contextlib.closing(results):
                self._write_all(results, bar)

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

    def _worker_config(self) -> Config:
        names = ("ClearSolutions", "LimitOutput", "IgnorePattern")
        return Config({name: self._config[name] for name in names if name in self._config})

    def _write(self, batch: Sequence[_Graded]) -> None:
        """Commit a batch to the gradebook, then put its files in place.

        A run that is killed between the two grades these submissions again.

        Raises:
            GradelabError: when a worker cannot grade at all.
        """
        for _, result in batch:
            if isinstance(result, GradelabError):
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
            record = records.record(graded, handed_in, self._options.sandboxed)
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
            notes.append(f"Needs attention: {graded.reason}. {graded.detail}".strip())
        return gradebook.Entry(
            graded.student,
            handed_in.timestamp,
            graded.marks,
            note="\n\n".join(notes) or None,
            zeros_wait=graded.reason is not None,
        )

    def results(self) -> list[Result]:
        """Return the record and score of every submission that has been graded."""
        scores = gradebook.scores(self._book, self._template.assignment)
        found = ((student, records.read(self._folder(student))) for student in self._students)
        return [
            Result(record, scores.get(student, 0.0), self._template.max_score)
            for student, record in found
            if record is not None
        ]


def as_json(result: Result) -> dict[str, Any]:
    """Return what ``--json`` prints of a submission."""
    record = result.record
    return {
        "student": record.student,
        "state": record.state,
        "reason": record.reason,
        "detail": record.detail,
        "score": result.score,
        "max_score": result.max_score,
        "seconds": record.seconds,
        "sandboxed": record.sandboxed,
        "inside": list(record.inside),
    }


def summary(results: Sequence[Result]) -> str:
    """Return lines that say how many are graded, and who needs attention and why."""
    waiting = [result.record for result in results if result.record.state != "graded"]
    need = "needs" if len(waiting) == 1 else "need"
    lines = [f"{len(results) - len(waiting)} graded, {len(waiting)} {need} attention"]
    lines += [f"  {record.student}: {record.reason}. {record.detail}" for record in waiting]
    lines += [
        f"  {result.record.student}: {result.record.detail}"
        for result in results
        if result.record.state == "graded" and result.record.detail
    ]
    inside = Counter(name for result in results for name in result.record.inside)
    if inside:
        lines.append("scored in students' own kernels, where tests can be deceived:")
        lines += [f"  {name}: {count} of {len(results)}" for name, count in inside.items()]
    return "\n".join(lines)
