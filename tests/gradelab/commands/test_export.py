"""Exports: what learning management systems take, against nbgrader's own table."""

import csv
import io

import pytest
from nbgrader.plugins import CsvExportPlugin as NbgradersCsv
from traitlets.config import Config

from gradelab.commands import export
from gradelab.commands.export import CanvasExportPlugin, CsvExportPlugin, MoodleExportPlugin
from gradelab.course.gradebook import Entry, Writer
from gradelab.course.marking import Marks
from tests.gradelab.conftest import PS
from tests.gradelab.course.test_gradebook import Half


def _marks(points: float) -> Marks:
    scores = {"test-double": points, "test-half": 0.0, "essay": None, "project": None}
    return Marks(scores, {}, {})


@pytest.fixture
def book(sqlite):
    """Ada, and Ben who wrote less than nothing, are listed; nobody knows eve."""
    sqlite.add_student("ada", first_name="Ada", last_name="Ex, Jr.", email="ada@example.org")
    sqlite.add_student("ben", first_name="Ben", last_name="=1+1", email="ben@example.org")
    writer = Writer(sqlite, PS, Half())
    writer.write([Entry(s, None, {PS: _marks(2.5)}) for s in ("ada", "ben", "eve")])
    sqlite.find_grade("essay", PS, PS, "ben").manual_score = -11.5
    sqlite.find_grade("essay", PS, PS, "eve").manual_score = 100.0
    sqlite.db.commit()
    return sqlite


def _rows(plugin, book, tmp_path, **settings):
    made = plugin(config=Config({plugin.__name__: settings}))
    made.to = str(tmp_path / "grades.csv")
    made.export(book)
    return [*csv.reader(io.StringIO((tmp_path / "grades.csv").read_text()))]


def test_the_default_is_nbgraders_table_quoted_and_with_totals_below_zero(book, tmp_path):
    ours = _rows(CsvExportPlugin, book, tmp_path)
    assert [row[3:6] for row in ours[1:3]] == [["ada", "Ex, Jr.", "Ada"], ["ben", "'=1+1", "Ben"]]
    assert [float(row[9]) for row in ours[1:]] == [2.5, -9, 102.5]
    for student in (book.find_student("ada"), book.find_student("ben")):
        student.last_name = "Plain"
    book.find_grade("essay", PS, PS, "ben").manual_score = 1.0
    book.db.commit()
    head, *rows = _rows(NbgradersCsv, book, tmp_path)
    assert _rows(CsvExportPlugin, book, tmp_path) == [head, *sorted(rows, key=lambda row: row[3])]


def test_canvas_has_numbers_and_the_heads_that_it_asks_for(book, tmp_path):
    head, possible, *rows = _rows(
        CanvasExportPlugin, book, tmp_path, columns={PS: "Problem set (12)"}
    )
    assert (head[5], possible[5]) == ("Problem set (12)", "14")
    assert {row[2]: row[5] for row in rows} == {"ada": "2.5", "ben": "-9", "eve": "102.5"}
    assert [row[0] for row in rows] == ["Ex, Jr., Ada", "'=1+1, Ben", "eve"]


def test_moodle_says_its_maximum_and_has_no_line_without_an_address(book, tmp_path):
    head, *rows = _rows(MoodleExportPlugin, book, tmp_path)
    assert head[4] == f"{PS} (14)"
    assert {row[2]: row[4] for row in rows} == {"ada": "2.5", "ben": "-9"}
    for student in ("ada", "ben"):
        book.find_student(student).email = None
    book.db.commit()
    assert len(_rows(MoodleExportPlugin, book, tmp_path)) == 4


def test_what_an_import_may_refuse_is_said(book):
    said = [*export._remarks("moodle", book, book.assignments)]
    assert len(said) == 3
    assert said[0].startswith("not on the list of students, which imports may refuse: eve; ")
    assert said[1] == "left out, since they have no e-mail address: eve."
    assert said[2].startswith(f"over 14 points in {PS}: eve; ")
    assert len([*export._remarks("canvas", book, book.assignments)]) == 1
