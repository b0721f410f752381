"""The one writer to nbgrader's gradebook: whole batches of marks in one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from nbgrader import api
from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy import Connection, Table, bindparam, insert, join, select, update

from gradelab.course.marking import Marks

_STUDENTS: Table = api.Student.__table__
_SUBMISSIONS: Table = api.SubmittedAssignment.__table__
_NOTEBOOKS: Table = api.SubmittedNotebook.__table__
_GRADES: Table = api.Grade.__table__
_COMMENTS: Table = api.Comment.__table__

_Rows = list[dict[str, Any]]
#: Row ids by student, and by student and notebook.
_Submissions = Mapping[str, str]
_Notebooks = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Entry:
    """What is written for one student.

    Attributes:
        student: the student's id; added to the gradebook when new.
        timestamp: when it was handed in, in UTC, or None.
        marks: by notebook.
        note: the comment on each notebook's first answer, instead of its own.
        flagged: notebooks that a person is to see as flagged in formgrader.
        unflagged: notebooks that are no longer to be; others stay as they are.
        standing: by notebook, cells for which a person's score stands, unless the automatic one has
            changed; elsewhere it is to be looked at again, as in nbgrader.
    """

    student: str
    timestamp: datetime | None
    marks: Mapping[str, Marks]
    note: str | None = None
    flagged: Collection[str] = ()
    unflagged: Collection[str] = ()
    standing: Mapping[str, Collection[str]] = field(default_factory=dict)


class Writer:
    """Writes entries of one assignment; what a person has entered is never touched."""

    def __init__(
        self, gradebook: api.Gradebook, assignment: str, late: LateSubmissionPlugin
    ) -> None:
        """Look up the ids of the assignment's notebooks and cells.

        Args:
            gradebook: an open gradebook, SQLite or PostgreSQL.
            assignment: the name of an assignment in it.
            late: nbgrader's plugin for late penalties.
        """
        self._engine, self._late = gradebook.engine, late
        found = gradebook.find_assignment(assignment)
        self._assignment, self._due = found.id, found.duedate
        self._notebooks = {notebook.name: notebook.id for notebook in found.notebooks}
        # nbgrader keeps a cell that is both graded and an answer under two ids.
        self._graded = {
            (notebook.name, cell.name): cell.id
            for notebook in found.notebooks
            for cell in (*notebook.grade_cells, *notebook.task_cells)
        }
        self._answers = {
            (notebook.name, cell.name): cell.id
            for notebook in found.notebooks
            for cell in (*notebook.solution_cells, *notebook.task_cells)
        }

    def write(self, entries: Sequence[Entry]) -> None:
        """Write all entries in one transaction: either all are in the gradebook, or none."""
        if not entries:
            return
        with self._engine.begin() as connection:
            _add_students(connection, [entry.student for entry in entries])
            submissions = self._write_submissions(connection, entries)
            notebooks = self._write_notebooks(connection, submissions)
            for value in (True, False):
                _flag(
                    connection,
                    value,
                    [
                        notebooks[entry.student, name]
                        for entry in entries
                        for name in (entry.flagged if value else entry.unflagged)
                    ],
                )
            self._write_grades(connection, entries, notebooks)
            self._write_comments(connection, entries, notebooks)
            late = [(student, row) for (student, _), row in notebooks.items()]
            _set_penalties(connection, self._penalties(connection, late))

    def _write_submissions(self, connection: Connection, entries: Iterable[Entry]) -> _Submissions:
        rows = [
            {
                "assignment_id": self._assignment,
                "student_id": entry.student,
                "timestamp": entry.timestamp,
            }
            for entry in entries
        ]
        ids = _upsert(connection, _SUBMISSIONS, ("student_id", "assignment_id"), rows)
        return {student: row_id for (student, _), row_id in ids.items()}

    def _write_notebooks(self, connection: Connection, submissions: _Submissions) -> _Notebooks:
        rows = [
            {"assignment_id": submission, "notebook_id": notebook}
            for submission in submissions.values()
            for notebook in self._notebooks.values()
        ]
        ids = _upsert(connection, _NOTEBOOKS, ("assignment_id", "notebook_id"), rows)
        return {
            (student, name): ids[submission, notebook]
            for student, submission in submissions.items()
            for name, notebook in self._notebooks.items()
        }

    def _write_grades(
        self, connection: Connection, entries: Iterable[Entry], notebooks: _Notebooks
    ) -> None:
        table = _GRADES.c
        before = {
            (notebook, cell): (auto, manual, waits)
            for notebook, cell, auto, manual, waits in connection.execute(
                select(
                    *(table.notebook_id, table.cell_id),
                    *(table.auto_score, table.manual_score, table.needs_manual_grade),
                ).where(table.notebook_id.in_(list(notebooks.values())))
            )
        }
        rows = []
        for entry in entries:
            for (notebook, cell), cell_id in self._graded.items():
                score, place = (
                    entry.marks[notebook].scores[cell],
                    notebooks[entry.student, notebook],
                )
                auto, manual, waited = before.get((place, cell_id), (None, None, True))
                waits = score is None or cell in entry.marks[notebook].waiting
                if manual is not None:
                    stands = cell in entry.standing.get(notebook, ()) and auto == score
                    waits = waited if stands else True
                rows.append(
                    {
                        "notebook_id": place,
                        "cell_id": cell_id,
                        "auto_score": score,
                        "needs_manual_grade": waits,
                    }
                )
        _upsert(connection, _GRADES, ("notebook_id", "cell_id"), rows)

    def _write_comments(
        self, connection: Connection, entries: Iterable[Entry], notebooks: _Notebooks
    ) -> None:
        rows = []
        for entry in entries:
            noted = set()
            for (notebook, cell), cell_id in self._answers.items():
                comment = entry.marks[notebook].comments.get(cell)
                if entry.note is not None and notebook not in noted:
                    noted.add(notebook)
                    comment = entry.note
                rows.append(
                    {
                        "notebook_id": notebooks[entry.student, notebook],
                        "cell_id": cell_id,
                        "auto_comment": comment,
                    }
                )
        _upsert(connection, _COMMENTS, ("notebook_id", "cell_id"), rows)

    def new_penalties(
        self, students: Collection[str], write: bool
    ) -> dict[str, tuple[float, float]]:
        """Return, of these students with submissions, whose penalty is another now than before.

        Args:
            students: their ids.
            write: whether they are to have it.
        """
        table = _SUBMISSIONS.c
        mine = (table.assignment_id == self._assignment) & table.student_id.in_(students)
        with self._engine.begin() as connection:
            found = connection.execute(
                select(table.student_id, _NOTEBOOKS.c.id, _NOTEBOOKS.c.late_submission_penalty)
                .join(_NOTEBOOKS, _NOTEBOOKS.c.assignment_id == table.id)
                .where(mine)
            ).all()
            now = self._penalties(connection, [(student, row) for student, row, _ in found])
            totals: dict[str, tuple[float, float]] = {}
            for student, row, penalty in found:
                before, after = totals.get(student, (0.0, 0.0))
                totals[student] = before + (penalty or 0.0), after + (now[row] or 0.0)
            changed = {s: (a, b) for s, (a, b) in totals.items() if f"{a:g}" != f"{b:g}"}
            if write:
                _set_penalties(connection, {r: now[r] for s, r, _ in found if s in changed})
        return changed

    def _penalties(
        self, connection: Connection, notebooks: Sequence[tuple[str, str]]
    ) -> dict[str, float | None]:
        """Return the penalty of each notebook, given as student and row id, by row id."""
        late = self._seconds_late(connection, {student for student, _ in notebooks})
        scores = _scores(connection, [notebook for _, notebook in notebooks])
        penalties = {}
        for student, notebook in notebooks:
            penalty = None
            if late[student] > 0:
                score = scores.get(notebook, 0.0)
                penalty = self._late.late_submission_penalty(student, score, late[student])
                penalty = None if penalty is None else min(max(penalty, 0.0), score)
            penalties[notebook] = penalty
        return penalties

    def _seconds_late(self, connection: Connection, students: Collection[str]) -> dict[str, float]:
        if self._due is None:
            return dict.fromkeys(students, 0.0)
        table = _SUBMISSIONS.c
        mine = (table.assignment_id == self._assignment) & table.student_id.in_(students)
        rows = connection.execute(
            select(table.student_id, table.timestamp, table.extension).where(mine)
        )
        return {
            student: (handed_in - self._due - (extension or timedelta())).total_seconds()
            if handed_in
            else 0.0
            for student, handed_in, extension in rows
        }


def _flag(connection: Connection, value: bool, notebooks: Collection[str]) -> None:
    mine = _NOTEBOOKS.c.id.in_(notebooks)
    connection.execute(update(_NOTEBOOKS).where(mine).values(flagged=value))


def _set_penalties(connection: Connection, penalties: Mapping[str, float | None]) -> None:
    rows = [{"row": row, "late_submission_penalty": p} for row, p in penalties.items()]
    _update(connection, _NOTEBOOKS, rows)


def _add_students(connection: Connection, students: list[str]) -> None:
    known = set(
        connection.scalars(select(_STUDENTS.c.id).where(_STUDENTS.c.id.in_(students))).all()
    )
    new = [{"id": student} for student in students if student not in known]
    if new:
        connection.execute(insert(_STUDENTS), new)


def _upsert(
    connection: Connection, table: Table, key: tuple[str, str], rows: _Rows
) -> dict[tuple[Any, Any], str]:
    """Insert the rows that are new by their key, update the others; return all ids by key."""
    columns = [table.c[name] for name in key]
    mine = columns[0].in_({row[key[0]] for row in rows})
    ids = {
        (a, b): row_id
        for a, b, row_id in connection.execute(
            select(columns[0], columns[1], table.c.id).where(mine)
        )
    }
    new, old = [], []
    for row in rows:
        place = (row[key[0]], row[key[1]])
        if place in ids:
            old.append({name: row[name] for name in row if name not in key} | {"row": ids[place]})
        else:
            ids[place] = uuid4().hex
            new.append(row | {"id": ids[place]})
    if new:
        connection.execute(insert(table), new)
    _update(connection, table, old)
    return {place: ids[place] for place in ((row[key[0]], row[key[1]]) for row in rows)}


def _update(connection: Connection, table: Table, rows: _Rows) -> None:
    """Update rows by the id under "row" in each."""
    if rows and len(rows[0]) > 1:
        connection.execute(update(table).where(table.c.id == bindparam("row")), rows)


def _scores(connection: Connection, notebooks: list[str]) -> dict[str, float]:
    """Return the score of each notebook, as nbgrader adds it up."""
    table = _GRADES.c
    rows = connection.execute(
        select(table.notebook_id, table.auto_score, table.manual_score, table.extra_credit).where(
            table.notebook_id.in_(notebooks)
        )
    )
    totals: dict[str, float] = {}
    for notebook, auto, manual, extra in rows:
        totals[notebook] = totals.get(notebook, 0.0) + _score(auto, manual, extra)
    return totals


def _score(auto: float | None, manual: float | None, extra: float | None) -> float:
    """Return the points of one cell by nbgrader's rule."""
    score = manual if manual is not None else auto
    return 0.0 if score is None else score + (extra or 0.0)


def scores(gradebook: api.Gradebook, assignment: str) -> dict[str, float]:
    """Return the score after late penalties of every student with a submission."""
    with gradebook.engine.connect() as connection:
        rows = connection.execute(
            select(_SUBMISSIONS.c.student_id, _NOTEBOOKS.c.id, _NOTEBOOKS.c.late_submission_penalty)
            .join(_NOTEBOOKS, _NOTEBOOKS.c.assignment_id == _SUBMISSIONS.c.id)
            .where(_SUBMISSIONS.c.assignment_id == gradebook.find_assignment(assignment).id)
        ).all()
        of_notebook = _scores(connection, [notebook for _, notebook, _ in rows])
    totals: dict[str, float] = {}
    for student, notebook, penalty in rows:
        score = of_notebook.get(notebook, 0.0) - (penalty or 0.0)
        totals[student] = totals.get(student, 0.0) + score
    return totals


def undecided(
    gradebook: api.Gradebook, assignment: str, waiting: Mapping[str, Mapping[str, Collection[str]]]
) -> set[str]:
    """Return the students whose submissions a person has still to look at; unflag the others.

    A person has looked where no notebook is flagged any more, or nothing waits that has waited.

    Args:
        gradebook: an open gradebook.
        assignment: the name of an assignment in it.
        waiting: cells that waited after grading, by student and notebook.
    """
    wait = {(g.student, g.notebook, g.cell) for g in grades(gradebook, assignment) if g.waiting}
    table = _SUBMISSIONS.c
    found = gradebook.find_assignment(assignment)
    with gradebook.engine.begin() as connection:
        flagged = connection.execute(
            select(table.student_id, _NOTEBOOKS.c.id)
            .join(_NOTEBOOKS, _NOTEBOOKS.c.assignment_id == table.id)
            .where((table.assignment_id == found.id) & _NOTEBOOKS.c.flagged.is_(True))
        ).all()
        decided = {
            student
            for student, notebooks in waiting.items()
            if (places := {(student, n, c) for n, cells in notebooks.items() for c in cells})
            and not places & wait
        }
        _flag(connection, False, [notebook for student, notebook in flagged if student in decided])
    return {student for student, _ in flagged if student in waiting} - decided


@dataclass(frozen=True)
class Grade:
    """A graded cell of one student: its points, and whether a person has still to look."""

    student: str
    notebook: str
    cell: str
    score: float
    max_score: float
    waiting: bool


def grades(gradebook: api.Gradebook, assignment: str) -> list[Grade]:
    """Return every grade of an assignment, the automatic or the manual one."""
    found = gradebook.find_assignment(assignment)
    cells = {
        cell.id: (notebook.name, cell.name, cell.max_score)
        for notebook in found.notebooks
        for cell in (*notebook.grade_cells, *notebook.task_cells)
    }
    table = _GRADES.c
    columns = (table.cell_id, table.auto_score, table.manual_score, table.extra_credit)
    with gradebook.engine.connect() as connection:
        rows = connection.execute(
            select(_SUBMISSIONS.c.student_id, *columns, table.needs_manual_grade)
            .join(_NOTEBOOKS, _NOTEBOOKS.c.assignment_id == _SUBMISSIONS.c.id)
            .join(_GRADES, table.notebook_id == _NOTEBOOKS.c.id)
            .where(_SUBMISSIONS.c.assignment_id == found.id)
        ).all()
    made = []
    for student, cell, auto, manual, extra, waiting in rows:
        notebook, name, points = cells[cell]
        score = _score(auto, manual, extra)
        made.append(Grade(student, notebook, name, score, points, waiting))
    return made


def shown(gradebook: api.Gradebook, assignment: str) -> dict[str, str]:
    """Return, by student, all of the gradebook that a page of feedback shows, in one text."""
    recorded = gradebook.find_assignment(assignment)
    graded = [cell for n in recorded.notebooks for cell in (*n.grade_cells, *n.task_cells)]
    points = sorted((cell.id, cell.max_score) for cell in graded)
    mine = _SUBMISSIONS.c.assignment_id == recorded.id
    whole = join(_SUBMISSIONS, _NOTEBOOKS, _NOTEBOOKS.c.assignment_id == _SUBMISSIONS.c.id)
    queries = [select(_SUBMISSIONS.c.student_id, _NOTEBOOKS).select_from(whole).where(mine)]
    for table in (_GRADES, _COMMENTS):
        cells = join(whole, table, table.c.notebook_id == _NOTEBOOKS.c.id)
        queries.append(select(_SUBMISSIONS.c.student_id, table).select_from(cells).where(mine))
    found: dict[str, list[str]] = {}
    with gradebook.engine.connect() as connection:
        for query in queries:
            for student, *row in connection.execute(query):
                found.setdefault(student, []).append(repr(row))
    return {student: f"{points}{sorted(rows)}" for student, rows in found.items()}
