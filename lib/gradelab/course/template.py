"""What an assignment's notebooks must hold: read once from the gradebook, used for everyone."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import is_grade, is_solution, is_task

from gradelab.core.errors import GradelabError

_IGNORED = frozenset({".ipynb_checkpoints", "__pycache__"})


@dataclass(frozen=True)
class TemplateCell:
    """A cell that `gradelab release` recorded, with nbgrader's meaning of every field."""

    name: str
    cell_type: str
    source: str
    checksum: str
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float | None

    @property
    def graded(self) -> bool:
        """Whether points are given for it, by tests or by a person."""
        return self.grade or self.task

    @property
    def is_test(self) -> bool:
        """Whether it is code that gives points by running."""
        return self.grade and not self.solution and self.cell_type == "code"

    @property
    def metadata(self) -> dict[str, Any]:
        """The cell's nbgrader metadata, none of which is taken from a submission."""
        said = {
            "schema_version": 3,
            "grade_id": self.name,
            "cell_type": self.cell_type,
            "checksum": self.checksum,
            "locked": self.locked,
            "grade": self.grade,
            "solution": self.solution,
            "task": self.task,
        }
        return said | ({"points": self.points} if self.graded else {})


@dataclass(frozen=True)
class NotebookTemplate:
    """One notebook of an assignment.

    Attributes:
        name: without the suffix.
        kernelspec: its kernel.
        cells: what was recorded when it was released, by name.
        source: the instructor's version, with solutions.
        added: cells that came after the first submissions: not everybody has got them.
    """

    name: str
    kernelspec: dict[str, Any]
    cells: dict[str, TemplateCell]
    source: NotebookNode
    added: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Template:
    """An assignment.

    Attributes:
        assignment: its name.
        notebooks: its notebooks by name.
        files: what lies beside them in the source folder, by path: data that the tests need.
    """

    assignment: str
    notebooks: dict[str, NotebookTemplate]
    files: dict[str, bytes]

    def label(self, notebook: str, cell: str) -> str:
        """Return the cell's name, with its notebook's where there are several."""
        return cell if len(self.notebooks) == 1 else f"{notebook}/{cell}"

    @property
    def max_score(self) -> float:
        """All points that can be had."""
        return sum(
            cell.points or 0.0
            for notebook in self.notebooks.values()
            for cell in notebook.cells.values()
        )


def load(
    gradebook: Gradebook,
    assignment: str,
    source: Path,
    added: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Template:
    """Read an assignment's template.

    Args:
        gradebook: where it was recorded when it was released.
        assignment: its name.
        source: its folder under solutions/.
        added: by notebook, cells that came after the first submissions; see ``additions``.

    Raises:
        GradelabError: for an assignment that was never released into this gradebook, or whose
            questions have changed since.
    """
    try:
        recorded = gradebook.find_assignment(assignment)
    except MissingEntry:
        raise GradelabError(
            f"{assignment!r} is not in the gradebook; run 'gradelab release {assignment}' first."
        ) from None
    notebooks = {
        notebook.name: _notebook(
            notebook, source / f"{notebook.name}.ipynb", frozenset(added.get(notebook.name, ()))
        )
        for notebook in recorded.notebooks
    }
    if not notebooks:
        raise GradelabError(
            f"{assignment!r} has no notebook in the gradebook; "
            f"run 'gradelab release {assignment}' again."
        )
    return Template(assignment, notebooks, _files_beside(source))


def _files_beside(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb" and not _IGNORED & set(path.parts)
    }


def _notebook(notebook: Any, source: Path, added: frozenset[str]) -> NotebookTemplate:
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    grades, solutions, tasks = (
        {cell.name for cell in cells}
        for cells in (notebook.grade_cells, notebook.solution_cells, notebook.task_cells)
    )
    cells = {
        cell.name: TemplateCell(
            name=cell.name,
            cell_type=cell.cell_type,
            source=cell.source,
            checksum=cell.checksum,
            locked=cell.locked,
            grade=cell.name in grades,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=points.get(cell.name),
        )
        for cell in notebook.source_cells
    }
    kernelspec = json.loads(notebook.kernelspec) if notebook.kernelspec else {}
    made = NotebookTemplate(notebook.name, kernelspec, cells, source_notebook(source), added)
    _refuse_changed_questions(made)
    return made


def source_notebook(path: Path) -> NotebookNode:
    """Read an instructor's notebook; raise GradelabError where it is none, or not there."""
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise GradelabError(f"{path.name} is not in {path.parent.name}; put it back.") from None
    except ValueError:
        raise GradelabError(
            f"{path.name} in {path.parent.name} is no notebook; open it in JupyterLab and mend it."
        ) from None
    return notebook


def _refuse_changed_questions(template: NotebookTemplate) -> None:
    """Raise GradelabError where the source gives points otherwise than was recorded."""
    recorded = {
        cell.name: (cell.points, cell.source if cell.is_test else None)
        for cell in template.cells.values()
        if cell.graded
    }
    now = {
        cell.metadata.nbgrader.grade_id: (
            float(cell.metadata.nbgrader.points),
            cell.source if cell.cell_type == "code" and not is_solution(cell) else None,
        )
        for cell in template.source.cells
        if is_grade(cell) or is_task(cell)
    }
    for name in dict.fromkeys((*recorded, *now)):
        if recorded.get(name) != now.get(name):
            what = _what_happened(name in recorded, name in now)
            raise GradelabError(
                f"The question {name!r} of {template.name} {what} since it was released; "
                "run 'gradelab release' first."
            )


def _what_happened(was: bool, is_now: bool) -> str:
    return "has changed" if was and is_now else "is new" if is_now else "is gone"
