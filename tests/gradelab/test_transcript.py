"""What a kernel says of a cell: its form is checked, and what is shown is what notebooks hold."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gradelab import transcript

STREAM = {"output_type": "stream", "name": "stdout", "text": "a"}
DISPLAY = {"output_type": "display_data", "data": {"text/plain": "1"}, "metadata": {}}
ERROR = {"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["t"]}


def recorded(*outputs, ok=True, count=1):
    cell = new_code_cell("1")
    transcript.record(cell, {"done": True, "ok": ok, "count": count}, list(outputs))
    nbformat.validate(new_notebook(cells=[cell]))
    return cell


def test_streams_are_joined_while_they_follow_each_other():
    other = STREAM | {"name": "stderr"}
    outputs = recorded(STREAM, STREAM, other, STREAM).outputs
    assert [(o.name, o.text) for o in outputs] == [
        ("stdout", "aa"),
        ("stderr", "a"),
        ("stdout", "a"),
    ]


def test_clearing_leaves_what_comes_after():
    assert recorded(STREAM, {"output_type": "clear_output"}, DISPLAY).outputs[0].data == {
        "text/plain": "1"
    }


def test_an_update_without_its_display_shows_nothing():
    assert recorded(DISPLAY | {"update": True, "display_id": "x"}).outputs == []


def test_a_failure_that_shows_nothing_is_still_a_failure():
    assert recorded(ok=False).outputs[0].output_type == "error"
    assert recorded(ERROR, ok=False).outputs[0].ename == "E"


def test_half_characters_are_replaced():
    recorded(STREAM | {"text": "\ud800"}).outputs[0].text.encode()


@pytest.mark.parametrize(
    "forged",
    [
        None,
        3,
        {},
        {"output_type": "score"},
        {"output_type": "stream", "name": "stdin", "text": ""},
        STREAM | {"text": 3},
        STREAM | {"name": ["stdout"]},
        DISPLAY | {"data": [1]},
        DISPLAY | {"metadata": None},
        ERROR | {"traceback": None},
        ERROR | {"traceback": [1]},
        ERROR | {"evalue": {}},
    ],
    ids=repr,
)
def test_what_no_kernel_sends_is_refused(forged):
    with pytest.raises(ValueError, match="an output"):
        recorded(forged)


@pytest.mark.parametrize("count", [None, True, "1", 1.0, [1]])
def test_a_count_that_is_no_number_counts_nothing(count):
    assert recorded(count=count).execution_count is None
