"""The instructor's own answer below a student's that a person grades: for graders to see alone."""

import re
from collections.abc import Mapping

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

#: What marks such a cell, in its metadata.
KEY = "gradelab_rubric"
_HEAD = "*For graders: the instructor's answer and rubric. Students' pages leave it out.*"
_MARK = re.compile(r"^.*### (BEGIN|END) SOLUTION.*\n?", re.MULTILINE)


def show_rubrics(
    notebook: NotebookNode, source: NotebookNode, scores: Mapping[str, float | None]
) -> None:
    """Put the source's answer, with its rubric, below each answer without a score, in place."""
    answers = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in source.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    for place in range(len(notebook.cells), 0, -1):
        name = notebook.cells[place - 1].metadata.get("nbgrader", {}).get("grade_id")
        if name in answers and name in scores and scores[name] is None:
            notebook.cells.insert(place, _rubric(answers[name], place))


def hide_rubrics(notebook: NotebookNode) -> None:
    """Take these cells out again, in place."""
    notebook.cells = [cell for cell in notebook.cells if KEY not in cell.metadata]


def _rubric(answer: NotebookNode, number: int) -> NotebookNode:
    said = _MARK.sub("", answer.source)
    if answer.cell_type == "code":
        said = f"```python\n{said}\n```"
    cell: NotebookNode = new_markdown_cell(
        f"{_HEAD}\n\n{said}", id=f"rubric-{number}", metadata={KEY: True}
    )
    return cell
