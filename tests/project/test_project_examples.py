"""The example projects: their marks add up, tests give the same, and nothing releases them."""

import re
from pathlib import Path

import nbformat
import pytest

from tests.course import PS8
from trainlab.checks import CheckFailed
from trainlab.checks import check as checked

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "project-examples"
EXAMPLES = sorted(FOLDER.glob("*.ipynb"))
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")
SOURCE = nbformat.read(ROOT / "solutions" / PS8 / f"{PS8}.ipynb", as_version=4)
ROWS = [
    [cell.strip(" *") for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| (\d|\*\*all)", line)
]


def _cells(path):
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


def test_the_marks_add_up():
    for column in range(1, 2 + len(EXAMPLES)):
        *marks, total = (int(row[column]) for row in ROWS)
        assert sum(marks) == total


def test_the_points_are_those_of_the_problem_set():
    marks = [cell.metadata.get("nbgrader", {}) for cell in SOURCE.cells]
    graded = [one for one in marks if one.get("grade")]
    by_hand = [one.points for one in graded if one.solution]
    assert [int(row[1]) for row in ROWS[1:-1]] == by_hand
    assert int(ROWS[0][1]) == sum(one.points for one in graded if not one.solution)


def _column(path):
    """Return the column of an example in the table of marks."""
    return re.findall(r"\[(\w+)\]\(\w+\.ipynb\)", PAGE).index(path.stem) + 2


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_part_is_told_with_the_marks_of_the_table(path):
    column = _column(path)
    marks = {row[0].split(",")[0]: (row[column], row[1]) for row in ROWS[:-1]}
    sections = re.split(r"^## ", PAGE, flags=re.M)[1:]
    (section,) = (one for one in sections if one.splitlines()[0].endswith(ROWS[-1][column]))
    told = re.findall(r"^- \*\*(.+?):\*\* (\d+) of (\d+)\.", section, re.M)
    for part, mark, of in told:
        assert marks[part] == (mark, of)
    assert len(told) >= 5


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_its_functions_get_the_points_that_the_table_says(path, capsys):
    column = _column(path)
    cells = _cells(path)
    written: dict = {"check": checked}
    exec(cells["imports"].source + "\n" + cells["blocks"].source, written)
    points = 0
    for cell in SOURCE.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade") and not marks.solution:
            try:
                exec(cell.source, written)
                points += marks.points
            except CheckFailed:
                pass
    assert points == int(ROWS[0][column])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_is_run_and_says_what_it_is(path):
    cells = _cells(path)
    assert "An example of a report" in cells["question"].source
    code = [cell for cell in cells.values() if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert not [o for cell in code for o in cell.outputs if o.output_type == "error"]
    assert [o for cell in code for o in cell.outputs if "image/png" in o.get("data", {})]


def test_nothing_that_is_released_or_shipped_holds_them():
    names = {path.name for path in FOLDER.iterdir()}
    shipped = [*(ROOT / "assignments").rglob("*"), *(ROOT / "course").rglob("*")]
    assert not names & {path.name for path in [*shipped, *(ROOT / "lib").rglob("*")]} - {
        "README.md"
    }
    titles = [_cells(path)["question"].source.splitlines()[0] for path in EXAMPLES]
    for path in shipped:
        if path.suffix == ".ipynb":
            text = path.read_text(encoding="utf-8")
            assert not [title for title in titles if title in text]
