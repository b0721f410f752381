"""What a kernel says of a cell: its form is checked, and what is shown is what notebooks hold."""

import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gradelab.notebooks import transcript
from gradelab.notebooks.redact import redact

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


def _nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"text/plain": ["a", "b"]}, {"text/plain": "ab"}),
        ({"text/plain": 5}, {}),
        ({"text/plain": ["a", 5]}, {}),
        ({"image/png": ["a"], "text/html": "b"}, {"text/html": "b"}),
        ({"application/json": _nested(20_000), "text/plain": "a"}, {"text/plain": "a"}),
    ],
    ids=["lines", "number", "mixed", "picture", "nested"],
)
def test_only_text_is_kept_of_a_display(data, shown):
    for output in (DISPLAY, DISPLAY | {"output_type": "execute_result", "execution_count": 1}):
        cell = recorded(output | {"data": data, "metadata": {"x": _nested(20_000)}})
        redact(new_notebook(cells=[cell]))
        assert cell.outputs[0].data == shown


def test_an_update_changes_the_displays_before_it_and_not_those_after_it():
    named = DISPLAY | {"display_id": "x"}
    update = named | {"update": True, "data": {"text/plain": "2"}}
    outputs = recorded(named, DISPLAY, update, named).outputs
    assert [output.data["text/plain"] for output in outputs] == ["2", "1", "1"]
    assert recorded(DISPLAY | {"display_id": ["x"]}, update).outputs[0].data["text/plain"] == "1"


def test_many_updates_of_many_displays_take_no_long_time():
    named = DISPLAY | {"display_id": "a"}
    update = named | {"update": True, "data": {"text/plain": "2"}}
    outputs = [named] * 10_000 + [update, update | {"display_id": "b"}] * 10_000
    cell = new_code_cell("1")
    started = time.process_time()
    transcript.record(cell, {"ok": True, "count": 1}, outputs)
    assert time.process_time() - started < 3
    assert cell.outputs[-1].data["text/plain"] == "2"


def test_what_comes_after_ten_thousand_outputs_is_left_out_but_for_what_counts():
    result = DISPLAY | {"output_type": "execute_result", "execution_count": 1}
    cell = new_code_cell("1")
    transcript.record(cell, {"ok": False}, [DISPLAY] * 10_100 + [STREAM, result, ERROR])
    kinds = [output.output_type for output in cell.outputs]
    assert kinds[:10_000] == ["display_data"] * 10_000
    assert kinds[10_000:] == ["execute_result", "error", "stream"]
    assert "first 10,000 outputs was left out" in cell.outputs[-1].text
