"""What nbgrader refuses to release, or releases with its secrets, told with its cell and line."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets.config import Config

from gradelab.core.errors import GradelabError


class _Region(NamedTuple):
    begin: str
    end: str
    belongs: Callable[[NotebookNode], bool]
    to: str


def _regions(config: Config) -> list[_Region]:
    solutions, tests = ClearSolutions(config=config), ClearHiddenTests(config=config)
    rubrics = ClearMarkScheme(config=config)
    return [
        _Region(
            solutions.begin_solution_delimeter,
            solutions.end_solution_delimeter,
            is_solution,
            "an answer",
        ),
        _Region(tests.begin_test_delimeter, tests.end_test_delimeter, is_grade, "a test"),
        _Region(
            rubrics.begin_mark_scheme_delimeter,
            rubrics.end_mark_scheme_delimeter,
            is_task,
            "a task",
        ),
    ]


def require_releasable(name: str, notebook: NotebookNode, config: Config) -> None:
    """Look for marks that are there twice, alone or in the wrong cell.

    Args:
        name: the notebook's.
        notebook: the instructor's version.
        config: nbgrader's, which may give the marks other words.

    Raises:
        GradelabError: for the first of them, with its cell and line.
    """
    for problem in (*_twice(notebook), *_unpaired(notebook, config)):
        raise GradelabError(f"{name}.ipynb cannot be released: {problem}.")


def _twice(notebook: NotebookNode) -> Iterator[str]:
    first: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in first:
            yield (
                f"cells {first[grade_id]} and {number} both have the id {grade_id!r}; "
                "give one of them another"
            )
        elif grade_id:
            first[grade_id] = number


def _unpaired(notebook: NotebookNode, config: Config) -> Iterator[str]:
    for number, cell in enumerate(notebook.cells, start=1):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        place = f"in cell {number}{f' ({grade_id!r})' if grade_id else ''}, line "
        for begin, end, belongs, to in _regions(config):
            opened = 0
            for line, text in enumerate(cell.source.splitlines(), start=1):
                if begin in text:
                    if opened:
                        yield f"{place}{line}, {begin} stands inside that of line {opened}"
                    if not belongs(cell):
                        yield f"{place}{line}, {begin} stands in a cell that is not {to}"
                    opened = line
                elif end in text:
                    if not opened:
                        yield f"{place}{line}, {end} has no {begin} above it"
                    opened = 0
            if opened:
                yield f"{place}{opened}, {begin} has no {end} below it"
