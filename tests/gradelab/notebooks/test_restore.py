"""What a student must not change is put back, whatever they did to it."""

from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from gradelab.core.errors import GradelabError
from gradelab.course import template
from gradelab.notebooks.restore import blank, restore
from tests.gradelab.conftest import KERNEL, PS, recorded_cells


@pytest.fixture
def cells_recorded(sqlite, source):
    return template.load(sqlite, PS, source).notebooks[PS]


def _submitted(*cells):
    """A notebook as ``parse`` leaves it: sources and grade ids."""
    for number, one in enumerate(cells):
        one.metadata = nbformat.from_dict({"nbgrader": {"grade_id": _name(one)}})
        one.id = f"cell-{number}"
    return new_notebook(cells=list(cells))


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def test_an_honest_notebook_gets_its_metadata_back(cells_recorded):
    restored = restore(_submitted(*recorded_cells()), cells_recorded)
    assert (restored.removed, restored.duplicated) == ((), ())
    assert restored.notebook.metadata.kernelspec == KERNEL
    for got, expected in zip(restored.notebook.cells, recorded_cells(), strict=True):
        assert got.source == expected.source
        said = dict(got.metadata.nbgrader)
        assert said.pop("checksum")
        assert said == expected.metadata.nbgrader
    nbformat.validate(restored.notebook)


def test_tests_and_given_cells_are_put_back_and_answers_are_left(cells_recorded):
    cells = recorded_cells()
    for one in cells:
        one.source = "pass"
    restored = restore(_submitted(*cells), cells_recorded).notebook.cells
    assert [one.source for one in restored] == [
        "k = 2",
        "pass",
        "assert double(2) == 4",
        "pass",
        "half(4)",
        "pass",
        "Do this.",
    ]


def test_the_kind_of_a_cell_is_put_back(cells_recorded):
    cells = recorded_cells()
    cells[2] = new_markdown_cell("x", metadata=cells[2].metadata)
    cells[5] = new_code_cell("import os", metadata=cells[5].metadata)
    restored = restore(_submitted(*cells), cells_recorded).notebook
    assert [restored.cells[i].cell_type for i in (2, 5)] == ["code", "markdown"]
    assert restored.cells[2].outputs == []
    assert "outputs" not in restored.cells[5]
    nbformat.validate(restored)


def test_a_removed_test_is_added_without_code_and_named(cells_recorded):
    cells = [one for one in recorded_cells() if _name(one) not in ("test-half", "half", "project")]
    restored = restore(_submitted(*cells), cells_recorded)
    assert restored.removed == ("test-half", "project")
    added = restored.notebook.cells[-2]
    assert added.source.startswith("# This cell was removed")
    assert added.metadata.nbgrader.points == 2
    nbformat.validate(restored.notebook)


def test_of_duplicated_tests_the_last_counts_as_in_nbgrader(cells_recorded):
    cells = recorded_cells()
    restored = restore(_submitted(recorded_cells()[2], *cells), cells_recorded)
    assert restored.duplicated == ("test-double",)
    assert restored.notebook.cells[0].metadata == {}
    assert restored.notebook.cells[3].metadata.nbgrader.points == 3


def test_a_name_that_was_never_released_means_nothing(cells_recorded):
    stranger = recorded_cells()[2]
    stranger.metadata.nbgrader.grade_id = "test-mine"
    restored = restore(_submitted(*recorded_cells(), stranger), cells_recorded)
    assert restored.notebook.cells[-1].metadata == {}


def test_a_blank_notebook_says_why_and_has_every_graded_cell(cells_recorded):
    made = blank(cells_recorded, "It cannot be read.")
    nbformat.validate(made)
    assert made.cells[0].source == "It cannot be read."
    assert [_name(one) for one in made.cells[1:]] == [
        "test-double",
        "test-half",
        "essay",
        "project",
    ]


def test_a_test_that_changed_since_the_release_stops_the_run(sqlite, source):
    path = source / f"{PS}.ipynb"
    path.write_text(path.read_text().replace("double(2) == 4", "double(2) == 5"))
    with pytest.raises(GradelabError, match="'test-double' of ps has changed since"):
        template.load(sqlite, PS, source)


def test_an_assignment_that_was_never_released_is_explained(sqlite, source):
    with pytest.raises(GradelabError, match="run 'gradelab release ps9' first"):
        template.load(sqlite, "ps9", source)


def test_a_source_notebook_without_a_kernel_has_pythons(cells_recorded):
    restored = restore(_submitted(), replace(cells_recorded, kernelspec={})).notebook
    assert restored.metadata.kernelspec == KERNEL
    nbformat.validate(restored)
