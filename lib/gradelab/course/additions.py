"""Cells that an assignment got after its first submissions, and gradebooks made to hold them.

nbgrader adds and removes no cell of an assignment that has submissions. Here the gradebook is made
ready first, with the rows that nbgrader would make for a new submission, and it is remembered
which cells earlier students have never got: these are put into their notebooks, not missed there.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nbgrader import api

from gradelab.core.errors import GradelabError
from gradelab.course.template import NotebookTemplate, Template, TemplateCell

_FILE = ".gradelab-additions.json"

Additions = dict[str, dict[str, list[str]]]


def read(autograded: Path, assignment: str) -> dict[str, list[str]]:
    """Return the added cells of an assignment, by notebook."""
    return _all(autograded).get(assignment, {})


def remember(autograded: Path, assignment: str, added: Mapping[str, Iterable[str]]) -> None:
    """Note added cells, by notebook, beside those that are known."""
    known = _all(autograded)
    ours = known.setdefault(assignment, {})
    for notebook, names in added.items():
        ours[notebook] = sorted({*ours.get(notebook, []), *names})
    autograded.mkdir(parents=True, exist_ok=True)
    new = autograded / f"{_FILE}.new"
    new.write_text(json.dumps(known, indent=1))
    new.replace(autograded / _FILE)


def _all(autograded: Path) -> Additions:
    try:
        found: Additions = json.loads((autograded / _FILE).read_text())
    except FileNotFoundError:
        return {}
    return found


def make_room(gradebook: api.Gradebook, template: Template) -> dict[str, list[str]]:
    """Add and remove cells of an assignment with submissions, so that nbgrader can release it.

    Args:
        gradebook: where an earlier release is recorded, or none.
        template: what is to be released.

    Returns:
        The cells that are new, by notebook; none for an assignment without submissions.

    Raises:
        GradelabError: where points or comments that a person has given would be lost; nothing is
            changed then.
    """
    try:
        recorded = gradebook.find_assignment(template.assignment)
    except api.MissingEntry:
        return {}
    if not recorded.submissions:
        return {}
    notebooks = {notebook.name: notebook for notebook in recorded.notebooks}
    gone = [
        cell
        for name, notebook in notebooks.items()
        for cell in _cells(notebook)
        if not _belongs(cell, template.notebooks.get(name))
    ]
    _refuse_loss(gone)
    for cell in gone:
        for row in (*_rows(cell), cell):
            gradebook.db.delete(row)
    for name in notebooks.keys() - template.notebooks.keys():
        gradebook.remove_notebook(name, template.assignment)
    added = {}
    for name, notebook in template.notebooks.items():
        if name not in notebooks:
            notebooks[name] = api.Notebook(name=name, assignment=recorded)
            for submission in recorded.submissions:
                api.SubmittedNotebook(notebook=notebooks[name], assignment=submission)
        added[name] = _added(gradebook, notebooks[name], notebook)
    gradebook.db.commit()
    return {name: cells for name, cells in added.items() if cells}


def _cells(notebook: api.Notebook) -> list[Any]:
    return [*notebook.grade_cells, *notebook.solution_cells, *notebook.task_cells]


def _belongs(cell: Any, notebook: NotebookTemplate | None) -> bool:
    """Whether a recorded cell is to be released again, as what it is."""
    found = None if notebook is None else notebook.cells.get(cell.name)
    return found is not None and type(cell) in _kinds(found)


def _kinds(cell: TemplateCell) -> list[type[Any]]:
    """Return as what nbgrader records a cell, one that is graded and an answer as both."""
    kinds = {api.GradeCell: cell.grade, api.SolutionCell: cell.solution, api.TaskCell: cell.task}
    return [kind for kind, applies in kinds.items() if applies]


def _rows(cell: Any) -> list[Any]:
    """Return what the gradebook holds of students for a cell: grades and comments."""
    return [*(cell.grades or ()), *(cell.comments or ())]


def _refuse_loss(gone: Iterable[Any]) -> None:
    for cell in gone:
        by_hand = [
            row
            for row in _rows(cell)
            if any(
                getattr(row, name, None) is not None
                for name in ("manual_score", "extra_credit", "manual_comment")
            )
        ]
        if by_hand:
            raise GradelabError(
                f"{cell.name!r} is gone from {cell.notebook.name}, and {len(by_hand)} points or "
                "comments that a person has given would be lost with it; put the cell back, with "
                "0 points if it is not to count."
            )


def _added(
    gradebook: api.Gradebook, recorded: api.Notebook, notebook: NotebookTemplate
) -> list[str]:
    """Record the cells that are new, with an empty row of each submission; return their names."""
    known = {(type(cell), cell.name) for cell in _cells(recorded)}
    source = {cell.name: cell for cell in recorded.source_cells}
    for name in source.keys() - notebook.cells.keys():
        gradebook.db.delete(source[name])
    for cell in notebook.cells.values():
        for kind in _kinds(cell):
            if (kind, cell.name) not in known:
                points = {"max_score": cell.points, "cell_type": cell.cell_type}
                made = kind(
                    name=cell.name,
                    notebook=recorded,
                    **({} if kind is api.SolutionCell else points),
                )
                gradebook.db.add(made)
                gradebook.db.flush()
                for submission in recorded.submissions:
                    if kind is not api.SolutionCell:
                        gradebook.db.add(api.Grade(cell_id=made.id, notebook=submission))
                    if kind is not api.GradeCell:
                        gradebook.db.add(api.Comment(cell_id=made.id, notebook=submission))
        if cell.name not in source:
            gradebook.db.add(
                api.SourceCell(name=cell.name, notebook=recorded, cell_type=cell.cell_type)
            )
    return sorted(notebook.cells.keys() - source.keys())
