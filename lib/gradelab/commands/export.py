"""``gradelab export``: grades for a learning management system, as nbgrader's export plugins."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import CsvExportPlugin, ExportPlugin

from gradelab.core.errors import GradelabError
from gradelab.course import course as courses
from gradelab.course import gradebook as gradebooks


class _Sheet(ExportPlugin):
    """A table with one line for each student and one column for each assignment."""

    default = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to ``self.to``, or to the plugin's default."""
        assignments = [
            a for a in gradebook.assignments if not self.assignment or a.name in self.assignment
        ]
        scores = {a.name: gradebooks.scores(gradebook, a.name) for a in assignments}
        with Path(self.to or self.default).open("w", newline="", encoding="utf-8") as file:
            sheet = csv.writer(file)
            sheet.writerows(self._head(assignments))
            for student in sorted(gradebook.students, key=lambda s: s.id):
                if not self.student or student.id in self.student:
                    points = [scores[a.name].get(student.id) for a in assignments]
                    sheet.writerow(_safe([*self._who(student), *map(_number, points)]))

    def _head(self, assignments: Sequence[Assignment]) -> Iterator[list[str]]:
        raise NotImplementedError

    def _who(self, student: Student) -> list[str]:
        raise NotImplementedError


class CanvasExportPlugin(_Sheet):
    """Canvas: what Grades, Import takes; nbgrader's lms_user_id is Canvas' ID."""

    default = "canvas.csv"

    def _head(self, assignments: Sequence[Assignment]) -> Iterator[list[str]]:
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *_names(assignments)]
        yield ["Points Possible", "", "", "", "", *(_number(a.max_score) for a in assignments)]

    def _who(self, student: Student) -> list[str]:
        name = ", ".join(filter(None, [student.last_name, student.first_name])) or student.id
        return [name, student.lms_user_id or "", student.id, student.id, ""]


class MoodleExportPlugin(_Sheet):
    """Moodle: what Grades, Import, CSV file takes; nbgrader's student id is the ID number."""

    default = "moodle.csv"

    def _head(self, assignments: Sequence[Assignment]) -> Iterator[list[str]]:
        yield ["First name", "Last name", "ID number", "Email address", *_names(assignments)]

    def _who(self, student: Student) -> list[str]:
        return [student.first_name or "", student.last_name or "", student.id, student.email or ""]


PLUGINS = {"csv": CsvExportPlugin, "canvas": CanvasExportPlugin, "moodle": MoodleExportPlugin}


def run(kind: str, assignments: Sequence[str], to: Path) -> int:
    """Write the grades of all or some assignments to a file; return how many may still change.

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
        return sum(
            submission.needs_manual_grade
            for assignment in chosen
            for submission in assignment.submissions
        )


def _names(assignments: Sequence[Assignment]) -> list[str]:
    return [assignment.name for assignment in assignments]


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _safe(row: list[str]) -> list[str]:
    """Keep a spreadsheet from taking a name for a formula."""
    return [f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t") else value for value in row]
