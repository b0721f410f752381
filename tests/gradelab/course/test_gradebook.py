"""The writer against nbgrader's own interface, in SQLite and in PostgreSQL."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from nbgrader.plugins import LateSubmissionPlugin

from gradelab.course import template
from gradelab.course.gradebook import Entry, Writer, scores, undecided
from gradelab.course.marking import Marks, nothing
from tests.gradelab.conftest import PS

DUE = datetime(2026, 10, 1)
MARKS = Marks(
    scores={"test-double": 3.0, "test-half": 0.0, "essay": None, "project": None},
    comments={"double": None, "half": "No response.", "essay": None, "project": None},
    messages={},
)


class Half(LateSubmissionPlugin):
    """Half of the points are lost, and twice as many as there are for eve."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2 * score if student_id == "eve" else score / 2


def _entry(student, timestamp=None, marks=MARKS, **more):
    return Entry(student, timestamp, {PS: marks}, **more)


@pytest.fixture
def writer(gradebook):
    return Writer(gradebook, PS, Half())


def test_scores_and_comments_are_what_nbgrader_reads(gradebook, writer):
    writer.write([_entry("ada"), _entry("ben")])
    for student in ("ada", "ben"):
        notebook = gradebook.find_submission_notebook(PS, PS, student)
        assert {g.name: g.auto_score for g in notebook.grades} == MARKS.scores
        assert {c.name: c.auto_comment for c in notebook.comments} == MARKS.comments
        waiting = {g.name for g in notebook.grades if g.needs_manual_grade}
        assert waiting == {"essay", "project"}
        assert (notebook.score, notebook.max_score) == (3, 14)
    assert scores(gradebook, PS) == {"ada": 3, "ben": 3}


def test_the_rows_are_those_that_nbgrader_makes(gradebook, writer):
    gradebook.add_student("nb")
    theirs = gradebook.add_submission(PS, "nb").notebooks[0]
    writer.write([_entry("ada")])
    ours = gradebook.find_submission_notebook(PS, PS, "ada")
    for rows in ("grades", "comments"):
        cells = [sorted(row.cell_id for row in getattr(n, rows)) for n in (ours, theirs)]
        assert cells[0] == cells[1]
        assert len(set(cells[0])) == len(cells[0])
    assert ours.flagged == theirs.flagged
    assert ours.late_submission_penalty == theirs.late_submission_penalty


def test_writing_again_changes_and_adds_no_row(gradebook, writer):
    writer.write([_entry("ada")])
    better = Marks(MARKS.scores | {"test-half": 2.0}, MARKS.comments, {})
    writer.write([_entry("ada", marks=better), _entry("ben", marks=better)])
    notebook = gradebook.find_submission_notebook(PS, PS, "ada")
    assert notebook.score == 5
    assert len(notebook.grades) == 4
    assert [s.id for s in gradebook.students] == ["ada", "ben"]


def test_what_a_person_entered_stays_and_is_to_be_looked_at_again(gradebook, writer):
    writer.write([_entry("ada")])
    essay = gradebook.find_grade("essay", PS, PS, "ada")
    essay.manual_score, essay.extra_credit, essay.needs_manual_grade = 4.0, 1.0, False
    gradebook.find_comment("essay", PS, PS, "ada").manual_comment = "Well said."
    gradebook.db.commit()
    writer.write([_entry("ada")])
    gradebook.db.expire_all()
    assert gradebook.find_grade("essay", PS, PS, "ada").score == 5
    assert gradebook.find_grade("essay", PS, PS, "ada").needs_manual_grade
    assert gradebook.find_comment("essay", PS, PS, "ada").comment == "Well said."
    assert scores(gradebook, PS) == {"ada": 8}


def test_late_work_loses_what_the_plugin_says_within_the_score(gradebook, writer):
    gradebook.update_or_create_assignment(PS, duedate=DUE)
    late = Writer(gradebook, PS, Half())
    hour = timedelta(hours=1)
    late.write([_entry("ada", DUE + hour), _entry("ben", DUE - hour), _entry("eve", DUE + hour)])
    penalties = {
        s: gradebook.find_submission_notebook(PS, PS, s).late_submission_penalty
        for s in ("ada", "ben", "eve")
    }
    assert penalties == {"ada": 1.5, "ben": None, "eve": 3}
    assert scores(gradebook, PS) == {"ada": 1.5, "ben": 3, "eve": 0}
    gradebook.grant_extension(PS, "ada", hours=2)
    late.write([_entry("ada", DUE + hour)])
    assert scores(gradebook, PS)["ada"] == 3


def test_a_submission_without_a_time_is_not_late(gradebook):
    gradebook.update_or_create_assignment(PS, duedate=DUE)
    Writer(gradebook, PS, Half()).write([_entry("ada")])
    assert scores(gradebook, PS) == {"ada": 3}


def test_points_wait_for_a_person_where_one_has_to_look_and_there_alone(gradebook, writer):
    writer.write([_entry("ada", marks=replace(MARKS, waiting=frozenset({"test-double"})))])
    grades = gradebook.find_submission_notebook(PS, PS, "ada").grades
    waiting = {grade.name: grade.score for grade in grades if grade.needs_manual_grade}
    assert waiting == {"test-double": 3, "essay": 0, "project": 0}


def _looks(gradebook, student, *cells):
    """A person gives points in formgrader."""
    for cell in cells:
        grade = gradebook.find_grade(cell, PS, PS, student)
        grade.manual_score, grade.needs_manual_grade = 1.0, False
    gradebook.db.commit()


def _flags(gradebook):
    gradebook.db.expire_all()
    return {s.student.id: s.notebooks[0].flagged for s in gradebook.find_assignment(PS).submissions}


def test_what_needs_attention_is_flagged_until_a_person_has_decided(gradebook, writer):
    waiting = frozenset({"test-double", "test-half"})
    troubled = replace(MARKS, waiting=waiting)
    for student in ("ada", "ben", "cy"):
        writer.write([_entry(student, marks=troubled, flagged=[PS])])
    writer.write([_entry("own")])
    gradebook.find_submission_notebook(PS, PS, "own").flagged = True  # by a person
    gradebook.find_submission_notebook(PS, PS, "cy").flagged = False  # who needs no more
    _looks(gradebook, "ada", *waiting)
    _looks(gradebook, "ben", "test-half")
    ours = {student: {PS: waiting} for student in ("ada", "ben", "cy")}
    assert undecided(gradebook, PS, ours) == {"ben"}
    assert _flags(gradebook) == {"ada": False, "ben": True, "cy": False, "own": True}
    writer.write([_entry("ben", unflagged=[PS]), _entry("own")])
    assert _flags(gradebook) == {"ada": False, "ben": False, "cy": False, "own": True}
    assert undecided(gradebook, PS, ours) == set()


def test_where_nothing_waits_the_flag_alone_says_that_a_person_has_looked(gradebook, writer):
    writer.write([_entry("ada", flagged=[PS])])
    assert undecided(gradebook, PS, {"ada": {PS: ()}}) == {"ada"}
    gradebook.find_submission_notebook(PS, PS, "ada").flagged = False
    gradebook.db.commit()
    assert undecided(gradebook, PS, {"ada": {PS: ()}}) == set()


def test_zeros_of_a_troubled_submission_wait_for_a_person(gradebook, writer, source):
    notebook = template.load(gradebook, PS, source).notebooks[PS]
    writer.write([_entry("ada", marks=nothing(notebook), note="Needs attention.")])
    read = gradebook.find_submission_notebook(PS, PS, "ada")
    assert read.score == 0
    assert all(grade.needs_manual_grade for grade in read.grades)
    assert [c.comment for c in read.comments].count("Needs attention.") == 1


def test_a_batch_is_written_whole_or_not_at_all(gradebook, writer):
    broken = Marks({"test-double": "three", "test-half": 0, "essay": None, "project": None}, {}, {})
    with pytest.raises(Exception, match="three"):
        writer.write([_entry("ada"), _entry("ben", marks=broken)])
    assert gradebook.students == []
    assert scores(gradebook, PS) == {}
