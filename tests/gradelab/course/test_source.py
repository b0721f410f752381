"""What cannot be released, told by cell and line; nbgrader refuses the same, or gives it away."""

from copy import deepcopy

import pytest
from nbformat.v4 import new_notebook
from nbgrader.preprocessors import CheckCellMetadata, ClearHiddenTests, ClearSolutions
from traitlets.config import Config

from gradelab.core.errors import GradelabError
from gradelab.course.source import require_releasable
from tests.gradelab.conftest import cell, recorded_cells

ANSWER = "x = 0\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION"
TEST = "### BEGIN HIDDEN TESTS\nassert x\n### END HIDDEN TESTS"
UNMARKED = {"grade": False, "solution": False}


def _notebook(source: str, **marks):
    return new_notebook(cells=[*recorded_cells(), cell("new", source, **marks)])


def _says(notebook, config=None) -> str:
    with pytest.raises(GradelabError) as refused:
        require_releasable("ps", notebook, config or Config())
    return str(refused.value)


@pytest.mark.parametrize(
    ("source", "marks", "says"),
    [
        (ANSWER.replace("### END", "###"), {"solution": True}, "line 2, BEGIN SOLUTION has no END"),
        (f"### BEGIN SOLUTION\n{ANSWER}", {"solution": True}, "line 3, BEGIN SOLUTION stands ins"),
        (ANSWER, UNMARKED, "line 2, BEGIN SOLUTION stands in a cell that is not an answer"),
        (TEST.replace("### END", "###"), {"grade": True}, "line 1, BEGIN HIDDEN TESTS has no END"),
    ],
)
def test_nbgrader_refuses_too_and_names_no_cell(source, marks, says):
    notebook = _notebook(source, **({"points": 1} if marks.get("grade") else {}), **marks)
    assert f"ps.ipynb cannot be released: in cell 8 ('new'), {says}" in _says(notebook)
    clear = ClearSolutions() if "SOLUTION" in source else ClearHiddenTests()
    with pytest.raises(RuntimeError):
        clear.preprocess(deepcopy(notebook), {})


def test_what_is_begun_under_a_wrong_word_nbgrader_would_give_away():
    notebook = _notebook(TEST.replace("BEGIN HIDDEN", "BEGIN HIDEN"), grade=True, points=1)
    assert "in cell 8 ('new'), line 3, END HIDDEN TESTS has no BEGIN" in _says(notebook)
    released, _ = ClearHiddenTests().preprocess(deepcopy(notebook), {})
    assert "assert x" in released.cells[-1].source


def test_an_id_that_is_there_twice():
    notebook = new_notebook(cells=[*recorded_cells(), cell("half", "pass", solution=True)])
    assert "cells 4 and 8 both have the id 'half'" in _says(notebook)
    with pytest.raises(Exception, match="failed to validate"):
        CheckCellMetadata().preprocess(deepcopy(notebook), {})


def test_a_sound_notebook_passes_in_words_of_its_own_too():
    require_releasable("ps", _notebook(ANSWER, solution=True), Config())
    own = Config(
        {"ClearSolutions": {"begin_solution_delimeter": "<<", "end_solution_delimeter": ">>"}}
    )
    require_releasable("ps", _notebook("<<\nx = 1\n>>", solution=True), own)
    assert "line 1, << has no >>" in _says(_notebook("<<\nx = 1", solution=True), own)
