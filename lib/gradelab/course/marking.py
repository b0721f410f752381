"""From an executed notebook to scores, by nbgrader's rules."""

import re
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from gradelab.course.template import NotebookTemplate

NO_RESPONSE = "No response."
#: What Python and NumPy show of a number that is none.
_NOT_FINITE = re.compile(r"(np\.float\d+\()?[+-]?(nan|inf(inity)?)\)?", re.IGNORECASE)


@dataclass(frozen=True)
class Marks:
    """What the gradebook will hold of one notebook.

    Attributes:
        scores: points by graded cell; None where a person has to give them.
        comments: nbgrader's automatic comment by answered cell, None for none.
        messages: what failed tests said, by test cell.
    """

    scores: dict[str, float | None]
    comments: dict[str, str | None]
    messages: dict[str, str]


class ForgedScore(Exception):
    """A test cell shows a result that its source cannot have given."""


def mark(notebook: NotebookNode) -> Marks:
    """Return the marks of a restored and executed notebook.

    Raises:
        ForgedScore: for a test cell with a result that no honest run leaves.
    """
    cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return Marks(
        scores={_name(cell): _score(cell) for cell in cells if is_grade(cell) or is_task(cell)},
        comments={
            _name(cell): _comment(cell) for cell in cells if is_solution(cell) or is_task(cell)
        },
        messages={
            _name(cell): error
            for cell in cells
            if is_grade(cell) and (error := _error(cell)) is not None
        },
    )


def nothing(template: NotebookTemplate) -> Marks:
    """Return the marks of a notebook that has not run: zero for everything, nothing to read."""
    cells = template.cells.values()
    return Marks(
        scores={cell.name: 0.0 for cell in cells if cell.graded},
        comments={cell.name: None for cell in cells if cell.solution or cell.task},
        messages={},
    )


def _name(cell: NotebookNode) -> str:
    name: str = cell.metadata.nbgrader.grade_id
    return name


def _score(cell: NotebookNode) -> float | None:
    """Return nbgrader's score, except that what failed or never ran scores by no output."""
    if is_task(cell):
        return None
    if cell.cell_type == "code" and not is_solution(cell):
        if _error(cell) is not None or (cell.execution_count is None and cell.source.strip()):
            return 0.0
        if sum(output.output_type == "execute_result" for output in cell.outputs) > 1:
            raise ForgedScore(f"{_name(cell)} shows two results.")
    try:
        return determined(cell)
    except (ValueError, KeyError):
        raise ForgedScore(f"{_name(cell)} shows a result that is no score.") from None


def determined(cell: NotebookNode) -> float | None:
    """Return nbgrader's grade of a cell, except that a result that is not finite counts zero.

    Raises:
        ValueError, KeyError: for a result that is no score.
    """
    return 0.0 if _not_finite(cell) else determine_grade(cell)[0]


def _not_finite(cell: NotebookNode) -> bool:
    """Whether a result is NaN or infinite, for which nbgrader would give all points, or raise."""
    return any(
        output.output_type == "execute_result"
        and _NOT_FINITE.fullmatch(output.data.get("text/plain", "").strip())
        for output in cell.get("outputs", [])
    )


def _error(cell: NotebookNode) -> str | None:
    """Return what the first failure of a code cell says: an error, or text on stderr."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
        if output.output_type == "stream" and output.name == "stderr":
            return str(output.text)
    return None


def _comment(cell: NotebookNode) -> str | None:
    unchanged = cell.metadata.nbgrader.checksum == compute_checksum(cell)
    return NO_RESPONSE if unchanged and not is_task(cell) else None
