"""``gradelab export``: grades for a learning management system, as nbgrader's export plugins."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict

from gradelab.core.errors import GradelabError
from gradelab.course import course as courses
from gradelab.course import gradebook as gradebooks


class _Sheet(ExportPlugin):
    """A table in a file, of all or some students and assignments."""

    default = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to ``self.to``, or to the plugin's default."""
        assignments = [
            a for a in gradebook.assignments if not self.assignment or a.name in self.assignment
        ]
        students = [
            student
            for student in sorted(gradebook.students, key=lambda s: s.id)
            if not self.student or student.id in self.student
        ]
        with Path(self.to or self.default).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(map(_safe, self._rows(gradebook, students, assignments)))

    def _rows(
        self, gradebook: Gradebook, students: Sequence[Student], assignments: Sequence[Assignment]
    ) -> Iterator[list[Any]]:
        raise NotImplementedError


class CsvExportPlugin(_Sheet):
    """nbgrader's own table, with names quoted and totals below zero as they are."""

    def _rows(
        self, gradebook: Gradebook, students: Sequence[Student], assignments: Sequence[Assignment]
    ) -> Iterator[list[Any]]:
        yield ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name",
               "email", "raw_score", "late_submission_penalty", "score", "max_score"]  # fmt: skip
        for assignment in assignments:
            handed_in = {s.student.id: s for s in gradebook.assignment_submissions(assignment.name)}
            for student in students:
                found = handed_in.get(student.id)
                raw, late = (found.score, found.late_submission_penalty) if found else (0.0, 0.0)
                yield [
                    *(assignment.name, assignment.duedate, found and found.timestamp, student.id),
                    *(student.last_name, student.first_name, student.email),
                    *(raw, late, raw - late, assignment.max_score),
                ]


class _GradingSheet(_Sheet):
    """A table with one line for each student and one column for each assignment.

    Attributes:
        columns: the heads of columns, by assignment.
    """

    columns = Dict(
        help="The heads of columns by assignment, such as {'ps1': 'Problem set 1 (12345)'}."
    ).tag(config=True)

    def _rows(
        self, gradebook: Gradebook, students: Sequence[Student], assignments: Sequence[Assignment]
    ) -> Iterator[list[Any]]:
        yield from self._head(assignments)
        scores = [gradebooks.scores(gradebook, assignment.name) for assignment in assignments]
        for student in students:
            yield [*self._who(student), *(_number(score.get(student.id)) for score in scores)]

    def _head(self, assignments: Sequence[Assignment]) -> Iterator[list[Any]]:
        raise NotImplementedError

    def _who(self, student: Student) -> list[Any]:
        raise NotImplementedError


class CanvasExportPlugin(_GradingSheet):
    """Canvas: what Grades, Import takes; nbgrader's lms_user_id is Canvas' ID.

    A column goes to an assignment of Canvas' where its head is that one's "Title (id)".
    """

    default = "canvas.csv"

    def _head(self, assignments: Sequence[Assignment]) -> Iterator[list[Any]]:
        names = [self.columns.get(a.name, a.name) for a in assignments]
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names]
        yield ["Points Possible", "", "", "", "", *(_number(a.max_score) for a in assignments)]

    def _who(self, student: Student) -> list[Any]:
        name = ", ".join(filter(None, [student.last_name, student.first_name])) or student.id
        return [name, student.lms_user_id, student.id, student.id, ""]


class MoodleExportPlugin(_GradingSheet):
    """Moodle: what Grades, Import, CSV file takes; nbgrader's student id is the ID number.

    A column's head says how many points can be had, which the grade item has to allow.
    """

    default = "moodle.csv"

    def _head(self, assignments: Sequence[Assignment]) -> Iterator[list[Any]]:
        names = [self.columns.get(a.name, f"{a.name} ({a.max_score:g})") for a in assignments]
        yield ["First name", "Last name", "ID number", "Email address", *names]

    def _who(self, student: Student) -> list[Any]:
        return [student.first_name, student.last_name, student.id, student.email]

    def _rows(
        self, gradebook: Gradebook, students: Sequence[Student], assignments: Sequence[Assignment]
    ) -> Iterator[list[Any]]:
        # Where students are told by address, Moodle gives a line without one to the student before.
        with_address = [student for student in students if student.email]
        yield from super()._rows(gradebook, with_address or students, assignments)


PLUGINS = {"csv": CsvExportPlugin, "canvas": CanvasExportPlugin, "moodle": MoodleExportPlugin}


@dataclass(frozen=True)
class Exported:
    """What was written, and what is to be known of it.

    Attributes:
        waiting: submissions whose grades may still change.
        remarks: what an import may refuse, and who is not in it, a sentence each.
    """

    waiting: int
    remarks: tuple[str, ...]


def run(kind: str, assignments: Sequence[str], to: Path) -> Exported:
    """Write the grades of all or some assignments to a file.

    Args:
        kind: a key of ``PLUGINS``.
        assignments: their names; all when empty.
        to: the file.

    Raises:
        GradelabError: for an assignment that is unknown or was never released, when nothing is
            graded, or for a folder that is not there.
    """
    if not to.parent.is_dir():
        raise GradelabError(f"{to.parent} is not a folder; make it first.")
    course, config = courses.load()
    with closing(Gradebook(course.db_url, course.course_id)) as gradebook:
        for name in assignments:
            try:
                gradebook.find_assignment(name)
            except MissingEntry:
                courses.require(course, name)
                raise GradelabError(
                    f"{name!r} has not been released yet; run 'gradelab release {name}' first."
                ) from None
        chosen = [a for a in gradebook.assignments if not assignments or a.name in assignments]
        if not any(gradebooks.scores(gradebook, assignment.name) for assignment in chosen):
            where = f" in {', '.join(assignments)}" if assignments else ""
            raise GradelabError(f"Nothing is graded{where} yet; run 'gradelab grade' first.")
        plugin = PLUGINS[kind](config=config)
        plugin.to, plugin.assignment = str(to), list(assignments)
        plugin.export(gradebook)
        waiting = sum(
            submission.needs_manual_grade
            for assignment in chosen
            for submission in assignment.submissions
        )
        return Exported(waiting, tuple(_remarks(kind, gradebook, chosen)))


def _remarks(kind: str, gradebook: Gradebook, chosen: Sequence[Assignment]) -> Iterator[str]:
    listed = [s for s in gradebook.students if s.first_name or s.last_name or s.email]
    unlisted = [s.id for s in gradebook.students if s not in listed]
    if listed and unlisted:
        yield (
            f"not on the list of students, which imports may refuse: {', '.join(unlisted)}; name "
            "them with 'nbgrader db student add', or remove them with 'nbgrader db student remove'."
        )
    without = [s.id for s in gradebook.students if not s.email]
    if kind == "moodle" and 0 < len(without) < len(gradebook.students):
        yield f"left out, since they have no e-mail address: {', '.join(without)}."
    for assignment in chosen if kind == "moodle" else ():
        scores = gradebooks.scores(gradebook, assignment.name)
        above = [name for name, score in scores.items() if score > assignment.max_score]
        if above:
            yield (
                f"over {assignment.max_score:g} points in {assignment.name}: {', '.join(above)}; "
                "Moodle refuses the file unless unlimited grades are allowed."
            )


def _number(points: float | None) -> float | int | None:
    """Return points without the noise of adding them up."""
    if points is None:
        return None
    rounded = round(points, 6)
    return int(rounded) if rounded.is_integer() else rounded


def _safe(row: list[Any]) -> list[Any]:
    """Keep a spreadsheet from taking a text for a formula."""
    return [
        f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
        for value in row
    ]
