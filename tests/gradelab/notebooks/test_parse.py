"""From bytes that may say anything to a notebook of known shape."""

import json

import nbformat
import pytest
from nbconvert import HTMLExporter

from gradelab.core.attention import NeedsAttention, Reason
from gradelab.notebooks.parse import MOST_CELLS, parse


def notebook(*cells: dict, **more) -> bytes:
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} | more
    ).encode()


def code(source="1 + 1", **more) -> dict:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": []} | more


def test_sources_and_grade_ids_are_kept_and_nothing_else():
    named = code(
        ["a = 1\n", "b = 2"],
        metadata={"nbgrader": {"grade_id": "q1", "points": 1000}, "tags": ["skip-execution"]},
        outputs=[{"output_type": "stream", "name": "stdout", "text": "score: 100"}],
        execution_count=7,
    )
    parsed = parse(notebook(named, metadata={"kernelspec": {"name": "bash"}}))
    nbformat.validate(parsed)
    (cell,) = parsed.cells
    assert cell.source == "a = 1\nb = 2"
    assert cell.metadata == {"nbgrader": {"grade_id": "q1"}}
    assert cell.outputs == []
    assert parsed.metadata == {}


def test_every_kind_of_cell_is_valid_and_raw_ones_become_text():
    parsed = parse(notebook(code(), code(cell_type="markdown"), code(cell_type="raw")))
    nbformat.validate(parsed)
    assert [cell.cell_type for cell in parsed.cells] == ["code", "markdown", "markdown"]


def test_a_mark_of_the_byte_order_is_no_mistake():
    assert parse(b"\xef\xbb\xbf" + notebook(code("é"))).cells[0].source == "é"


def test_a_notebook_without_cells_is_a_notebook():
    assert parse(notebook()).cells == []


def test_duplicated_cell_identities_become_different():
    parsed = parse(notebook(code(id="x"), code(id="x")))
    assert len({cell.id for cell in parsed.cells}) == 2


def test_pasted_pictures_stay_and_other_attachments_go():
    attachments = {
        "a.png": {"image/png": "aGVsbG8="},
        "b.svg": {"image/svg+xml": "<svg onload=alert(1)>"},
        "c.png": {"image/png": '"><script>alert(1)</script>'},
    }
    cell = {"cell_type": "markdown", "source": "x", "metadata": {}, "attachments": attachments}
    assert parse(notebook(cell)).cells[0].attachments == {"a.png": {"image/png": "aGVsbG8="}}


WHOLE = notebook(code(), code("print(1)"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "its JSON"),
        (b"null", "not a notebook"),
        (b"[1, 2]", "not a notebook"),
        (WHOLE[: len(WHOLE) // 2], "its JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"nbformat": 4, "cells": ' + b'[{"x":' * 100_000, "nested too deeply"),
        (b'{"nbformat": 4, "cells": [' + b"9" * 10_000 + b"]}", "its JSON"),
        (WHOLE.decode().encode("utf-16"), "UTF-8"),
        (notebook(code("é")).decode("unicode_escape").encode("latin-1"), "UTF-8"),
        (notebook(nbformat=3), "format 4"),
        (notebook(cells={"a": 1}), "no list of cells"),
        (notebook("hello"), "cell 1 is neither"),
        (notebook(code(), code(cell_type="video")), "cell 2 is neither"),
        (notebook(code(cell_type=["code"])), "cell 1 is neither"),
        (notebook(code(source=None)), "cell 1 has no text"),
        (notebook(code(source=["a", 1])), "cell 1 has no text"),
    ],
)
def test_what_is_no_notebook_is_refused_with_a_sentence(content, says):
    with pytest.raises(NeedsAttention) as refused:
        parse(content)
    assert refused.value.reason is Reason.UNREADABLE
    assert says in refused.value.detail


def test_ten_thousand_cells_are_too_many():
    with pytest.raises(NeedsAttention) as refused:
        parse(notebook(*[code()] * 10_000))
    assert refused.value.reason is Reason.TOO_LARGE
    assert len(parse(notebook(*[code()] * MOST_CELLS)).cells) == MOST_CELLS


@pytest.mark.parametrize(
    "metadata",
    [None, [], "x", {"nbgrader": None}, {"nbgrader": []}, {"nbgrader": {"grade_id": {}}}],
)
def test_metadata_of_any_shape_is_survived(metadata):
    assert parse(notebook(code(metadata=metadata))).cells[0].metadata == {}


def test_half_a_surrogate_can_be_written_again():
    parsed = parse(notebook(code("'\ud800'")))
    parsed.cells[0].source.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("![a](attachment:nope.svg)", "*(a pasted picture was left out)*"),
        ("![a][1]\n\n[1]: attachment:nope.svg", "![a][1]\n\n[1]: attachment nope.svg"),
        ("as in the attachment: nothing", "as in the attachment: nothing"),
    ],
)
def test_a_picture_that_does_not_stay_is_a_note_and_a_page_can_be_made(text, left):
    attachments = {
        "nope.svg": {"image/svg+xml": "<svg/>"},
    }
    cell = {"cell_type": "markdown", "source": text, "metadata": {}, "attachments": attachments}
    parsed = parse(notebook(cell))
    assert parsed.cells[0].source == left
    HTMLExporter().from_notebook_node(parsed)
