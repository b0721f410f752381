"""The page of feedback: what a student can read of it, offline and on a phone."""

import re
from dataclasses import replace

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook, new_output
from nbgrader.preprocessors import GetGrades

from gradelab.commands.page import Page, formula
from gradelab.core.attention import NOTE
from gradelab.course.gradebook import Entry, Writer
from gradelab.course.marking import Marks
from gradelab.preprocessors import Harmless
from tests.gradelab.conftest import PS, recorded_cells
from tests.gradelab.course.test_gradebook import Half

SAID = "half: " + "In a batch of 4, dz[0, 0] is 0.123456789; expected 0.987654321. " * 20
MARKS = Marks(
    {"test-double": 3.0, "test-half": 0.0, "essay": None, "project": 4.0},
    {"double": None, "half": None, "essay": None, "project": None},
    {},
)


@pytest.fixture
def notebook():
    made = new_notebook(cells=[new_markdown_cell("# Title\n\n$x^2 < 3$"), *recorded_cells()])
    made.cells[5].outputs = [
        new_output("error", ename="CheckFailed", evalue=SAID, traceback=["line 1", SAID])
    ]
    made.cells[6].source = "My answer, $$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$"
    return made


def _page(notebook, sqlite, marks=MARKS, **more) -> str:
    Writer(sqlite, PS, Half()).write([Entry("ada", None, {PS: marks}, **more)])
    exporter = Page()
    for preprocessor in (GetGrades, Harmless):
        exporter.register_preprocessor(preprocessor, enabled=True)
    said = {"notebook": PS, "assignment": PS, "student": "ada", "db_url": str(sqlite.engine.url)}
    page, _ = exporter.from_notebook_node(notebook, resources={"nbgrader": said})
    return page


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<body>")[2]).split())


def test_each_question_has_its_name_its_state_in_words_and_its_points(notebook, sqlite):
    page = _words(_page(notebook, sqlite))
    assert "7 of 14 points so far" in page
    for row in (
        "double ✓ all points 3 / 3",
        "half ✗ no points 0 / 2",
        "essay … not graded yet – / 5",
        "project ✓ all points 4 / 4",
    ):
        assert row in page


def test_what_a_person_has_graded_is_not_said_to_wait(notebook, sqlite):
    _page(notebook, sqlite)
    essay = sqlite.find_grade("essay", PS, PS, "ada")
    essay.manual_score, essay.needs_manual_grade = 2.5, False
    project = sqlite.find_grade("project", PS, PS, "ada")
    project.needs_manual_grade = False
    sqlite.find_comment("essay", PS, PS, "ada").manual_comment = "Well *said*."
    sqlite.db.commit()
    exporter = Page()
    exporter.register_preprocessor(GetGrades, enabled=True)
    said = {"notebook": PS, "assignment": PS, "student": "ada", "db_url": str(sqlite.engine.url)}
    page, _ = exporter.from_notebook_node(notebook, resources={"nbgrader": said})
    words = _words(page)
    assert "9.5 of 14 points double" in words
    assert "essay ◐ some points 2.5 / 5" in words
    assert "Comment Well said ." in words


def test_the_diagnosis_is_whole_and_what_an_instructor_noted_is_not_there(notebook, sqlite):
    note = f"{NOTE}it seems to have tampered with the tests. A wrong answer passes."
    waits = replace(MARKS, waiting=frozenset({"test-half"}))
    page = _page(notebook, sqlite, waits, note=note)
    assert SAID.strip() in _words(page)
    assert "tampered" not in page
    assert "A person has still to look at 2 of the questions" in _words(page)


def test_the_page_needs_no_network_and_runs_nothing(notebook, sqlite):
    page = _page(notebook, sqlite)
    assert "<script" not in page
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    assert page.count("<math") == 2
    assert "<mtable" in page


@pytest.mark.parametrize(
    ("tex", "has"),
    [
        (r"\mathrm{d}W = \mathrm{d}z^\top x", "<msup>"),
        (r"\frac{1}{N}\sum_i a_i", "<mfrac>"),
        (r"\begin{cases} a & b \\ c & d \end{cases}", "<mtable>"),
        (r"a < b", "<mo>&#x0003C;</mo>"),
    ],
)
def test_a_formula_is_mathml(tex, has):
    assert has in formula(tex, "inline")


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac",
        "x_",
        r"\href{javascript:PWNED()}{x}",
        r"\style{background:url(//x)}{y}",
        r"\text{<img src=x onerror=PWNED()>}",
        r"\text{</math><script>PWNED()</script>}",
        r"\text{&lt;script&gt;}",
        "{" * 5000,
    ],
)
def test_a_formula_that_is_none_or_would_do_something_is_text(tex):
    made = formula(tex, "inline")
    assert not re.search(r"<(?!/?(code|math|mrow|mtext|mo|mi)\b)", made)
    assert not re.search(r"<[^>]*(href|style|onerror)", made)
