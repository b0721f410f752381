"""From an executed notebook to scores, by nbgrader's rules."""

import math
import re
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from gradelab.course.template import NotebookTemplate

NO_RESPONSE = "No response."
#: How NumPy and PyTorch show a number: np.float64(2.5), array(2.5), tensor(2.5, device='cuda:0').
_NUMBER = re.compile(r"(?:np\.\w+|array|tensor)\(([^\s,()\[\]]+)(?:, [^()]*)?\)")
_BOOLS = {"True": True, "False": False, "np.True_": True, "np.False_": False}


@dataclass(frozen=True)
class Marks:
    """What the gradebook will hold of one notebook.

    Attributes:
        scores: points by graded cell; None where a person has to give them.
        comments: nbgrader's automatic comment by answered cell, None for none.
        messages: what failed tests said, by test cell.
        waiting: cells for whose points a person has to look, and what they are until then.
    """

    scores: dict[str, float | None]
    comments: dict[str, str | None]
    messages: dict[str, str]
    waiting: frozenset[str] = frozenset()


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
    """Return the marks of a notebook that has not run: all zero until a person looks."""
    cells = template.cells.values()
    graded = frozenset(cell.name for cell in cells if cell.graded)
    return Marks(
        scores=dict.fromkeys(graded, 0.0),
        comments={cell.name: None for cell in cells if cell.solution or cell.task},
        messages={},
        waiting=graded,
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
    """Return the points of an executed cell: nbgrader's rule, put right for tests.

    What is on stderr is no verdict; a result below zero, or that is not finite, counts zero; bools,
    and NumPy's and PyTorch's numbers, count as what they are.

    Raises:
        ValueError, KeyError: for a result that is no score.
    """
    if cell.cell_type != "code" or is_solution(cell):
        by_nbgrader: float | None = determine_grade(cell)[0]
        return by_nbgrader
    points = float(cell.metadata.nbgrader.points)
    for output in cell.outputs:
        if output.output_type == "error":
            return 0.0
        if output.output_type == "execute_result":
            return _worth(output.data["text/plain"], points)
    return points


def is_score(shown: str) -> bool:
    """Whether a test's result is a number or a bool; any other gives all points."""
    return _said(shown) in _BOOLS or _number(shown) is not None


def _said(shown: str) -> str:
    number = _NUMBER.fullmatch(shown.strip())
    return number[1] if number else shown.strip()


def _number(shown: str) -> float | None:
    try:
        return float(_said(shown))
    except ValueError:
        return None


def _worth(shown: str, points: float) -> float:
    """Return the points for a test's result."""
    if not shown.strip():
        raise ValueError("a result without text")
    number = points * _BOOLS.get(_said(shown), True) if (n := _number(shown)) is None else n
    if number > points and math.isfinite(number):
        raise ValueError(f"{number:g} of {points:g} points")
    return max(number, 0.0) if math.isfinite(number) else 0.0


def put_right(cell: NotebookNode) -> None:
    """Change an executed test so that nbgrader reads of it what ``determined`` says."""
    try:
        worth = determined(cell)
    except (ValueError, KeyError):
        return
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"
        elif output.output_type == "execute_result" and determine_grade(cell)[0] != worth:
            output.data["text/plain"] = str(worth)


def _error(cell: NotebookNode) -> str | None:
    """Return what the first error of a code cell says."""
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
    return None


def _comment(cell: NotebookNode) -> str | None:
    unchanged = cell.metadata.nbgrader.checksum == compute_checksum(cell)
    return NO_RESPONSE if unchanged and not is_task(cell) else None
