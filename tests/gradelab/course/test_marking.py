"""Scores by nbgrader's rules, and what must not earn one."""

from copy import deepcopy

import numpy as np
import pytest
import torch
from nbformat.v4 import new_notebook, new_output
from nbgrader.utils import compute_checksum, determine_grade

from gradelab.course.marking import NO_RESPONSE, ForgedScore, mark, put_right
from gradelab.execution import witness
from tests.gradelab.conftest import recorded_cells


def _executed(outputs=(), name="test-half", **changed):
    """The recorded notebook after a run in which one cell left these outputs."""
    notebook = new_notebook(cells=recorded_cells())
    for number, cell in enumerate(notebook.cells):
        cell.metadata.nbgrader.checksum = compute_checksum(cell)
        if cell.cell_type == "code":
            cell.execution_count = number
        if cell.metadata.nbgrader.grade_id == name:
            cell.update({"outputs": deepcopy([*outputs]), **changed})
    return notebook


def _result(text):
    return new_output("execute_result", data={"text/plain": text}, execution_count=1)


ERROR = new_output("error", ename="AssertionError", evalue="no", traceback=["no"])
WARNING = new_output("stream", name="stderr", text="RuntimeWarning: overflow")
PRINT = new_output("stream", name="stdout", text="Score: 100/100")


@pytest.mark.parametrize(
    "outputs",
    [
        [],
        [PRINT],
        [ERROR],
        [PRINT, ERROR],
        [_result("1.5")],
        [_result("0")],
        [_result("hello")],
    ],
)
def test_an_honest_run_scores_as_in_nbgrader(outputs):
    notebook = _executed(outputs)
    cell = notebook.cells[4]
    assert mark(notebook).scores["test-half"] == determine_grade(cell)[0]


#: What nbgrader reads as no points, as all, or not at all, and what it is of 2 points.
MISREAD = {
    "a warning": ([WARNING], 2),
    "a warning before the points": ([WARNING, _result("1.5")], 1.5),
    "a warning before an error": ([WARNING, ERROR], 0),
    "below zero": ([_result("-1")], 0),
    "minus zero": ([_result("-0.0")], 0),
    "True": ([_result("True")], 2),
    "False": ([_result("False")], 0),
    "a NumPy bool": ([_result("np.False_")], 0),
    "a NumPy integer": ([_result(repr(np.int64(1)))], 1),
    "a NumPy float": ([_result(repr(np.float32(1.5)))], 1.5),
    "a NumPy float below zero": ([_result(repr(np.float64(-3)))], 0),
    "an array of no dimensions": ([_result(repr(np.array(1.5)))], 1.5),
    "one of another type": ([_result(repr(np.array(1, np.int8)))], 1),
    "a tensor": ([_result(repr(torch.tensor(1.5, requires_grad=True)))], 1.5),
    "an array of one": ([_result(repr(np.array([1.5])))], 2),
}


@pytest.mark.parametrize(("outputs", "score"), MISREAD.values(), ids=MISREAD)
def test_what_nbgrader_misreads_is_put_right_so_that_it_reads_the_same(outputs, score):
    notebook = _executed(outputs)
    assert mark(notebook).scores["test-half"] == score
    put_right(notebook.cells[4])
    assert determine_grade(notebook.cells[4])[0] == score
    assert [o.get("text") for o in notebook.cells[4].outputs] == [o.get("text") for o in outputs]


def test_points_beyond_what_can_be_had_are_left_as_they_are():
    notebook = _executed([_result("12.0")])
    put_right(notebook.cells[4])
    assert notebook.cells[4].outputs[0].data["text/plain"] == "12.0"


def test_answers_a_person_reads_have_no_score_and_empty_ones_zero():
    marks = mark(_executed(name="essay", source="My answer."))
    assert marks.scores["essay"] is None
    assert marks.scores["project"] is None
    assert mark(_executed()).scores["essay"] == 0


def test_an_unchanged_answer_is_no_response():
    marks = mark(_executed(name="double", source="def double(x): return 2 * x"))
    assert marks.comments == {
        "double": None,
        "half": NO_RESPONSE,
        "essay": NO_RESPONSE,
        "project": None,
    }


def test_what_a_failed_test_said_is_kept():
    assert mark(_executed([ERROR])).messages == {"test-half": "AssertionError: no"}
    assert mark(_executed([WARNING, ERROR])).messages == {"test-half": "AssertionError: no"}
    assert mark(_executed([WARNING])).messages == {}
    assert mark(_executed([PRINT])).messages == {}


def test_a_result_shown_before_the_failure_scores_nothing():
    forged = [_result("2"), ERROR]
    assert determine_grade(_executed(forged).cells[4])[0] == 2
    assert mark(_executed(forged)).scores["test-half"] == 0


def test_a_test_that_never_ran_scores_nothing():
    assert mark(_executed(execution_count=None)).scores["test-half"] == 0


@pytest.mark.parametrize(
    "outputs",
    [
        [_result("2"), _result("2")],
        [_result("1000")],
        [new_output("execute_result", data={}, execution_count=1)],
        [new_output("execute_result", data={"text/html": "2"}, execution_count=1)],
    ],
)
def test_a_result_that_no_honest_test_leaves_is_a_forgery(outputs):
    with pytest.raises(ForgedScore, match="test-half"):
        mark(_executed(outputs))


@pytest.mark.parametrize("shown", ["nan", "inf", "-inf", "np.float64(nan)", "np.float32(-inf)"])
def test_a_result_that_is_no_finite_number_scores_nothing(shown):
    notebook = _executed([_result(shown)])
    assert mark(notebook).scores["test-half"] == 0
    assert witness.points(notebook.cells[4]) == 0


def test_a_result_without_text_is_no_score_for_the_witness():
    nothing = new_output("execute_result", data={}, execution_count=1)
    assert witness.points(_executed([nothing]).cells[4]) == 0
