"""The rubric below what a person grades, and nowhere else."""

from copy import deepcopy

import nbformat
from nbformat.v4 import new_notebook

from gradelab.notebooks.rubrics import hide_rubrics, show_rubrics
from tests.gradelab.conftest import cell, recorded_cells

SCORES = {"test-double": 3.0, "essay": None, "code-by-hand": None, "project": None}


def _source():
    by_hand = "### BEGIN SOLUTION\nx = 1  # 2 points\n### END SOLUTION"
    cells = [*recorded_cells(), cell("code-by-hand", by_hand, grade=True, solution=True, points=2)]
    cells[5].source = "The right words.\n\n**Rubric:** 5 for them."
    return new_notebook(cells=cells)


def test_it_stands_below_each_answer_that_a_person_grades_and_can_be_taken_out():
    source, graded = _source(), _source()
    graded.cells[5].source = "My words."
    before = deepcopy(graded)
    show_rubrics(graded, source, SCORES)
    shown = [c.source.partition("\n\n")[2] for c in graded.cells if c not in before.cells]
    assert shown == [
        "The right words.\n\n**Rubric:** 5 for them.",
        "```python\nx = 1  # 2 points\n\n```",
    ]
    assert graded.cells[6] not in before.cells
    nbformat.validate(graded)
    hide_rubrics(graded)
    assert graded == before


def test_an_answer_that_has_its_points_needs_none():
    graded = _source()
    show_rubrics(graded, _source(), SCORES | {"essay": 0.0, "code-by-hand": 0.0})
    assert len(graded.cells) == len(_source().cells)
