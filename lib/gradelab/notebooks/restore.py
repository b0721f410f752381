"""Putting back what a student must not change: test cells, read-only cells, all metadata."""

from collections import Counter
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from gradelab.course.template import NotebookTemplate, TemplateCell

REMOVED = "This cell was removed from what was handed in. It scores zero."
#: For a source notebook that does not say.
KERNEL = {"name": "python3", "display_name": "Python 3"}
NOT_RUN = "This cell was not run. It scores zero."


@dataclass(frozen=True)
class Restored:
    """A notebook that is ready to run.

    Attributes:
        notebook: the student's cells in their order, every recorded cell as the source has it.
        removed: graded cells that were not handed in; each is added at the end, without code.
        duplicated: graded cells handed in more than once; as in nbgrader, the last one counts.
    """

    notebook: NotebookNode
    removed: tuple[str, ...]
    duplicated: tuple[str, ...]


def restore(submitted: NotebookNode, template: NotebookTemplate) -> Restored:
    """Return a new notebook with the template's cells put back; the given one is used up."""
    counts: Counter[str] = Counter()
    for cell in reversed(submitted.cells):
        name = cell.metadata.pop("nbgrader", {}).get("grade_id")
        if name in template.cells:
            counts[name] += 1
            if counts[name] == 1:
                _put_back(cell, template.cells[name])
    for name in map(_name, template.source.cells):
        if name in template.added and not counts[name]:
            _put_in(submitted.cells, template, name)
    graded = [cell.name for cell in template.cells.values() if cell.graded]
    removed = tuple(name for name in graded if not counts[name] and name not in template.added)
    submitted.cells += [
        _placeholder(i, template.cells[name], REMOVED) for i, name in enumerate(removed)
    ]
    return Restored(
        _with_kernel(submitted, template),
        removed,
        duplicated=tuple(name for name in graded if counts[name] > 1),
    )


def blank(template: NotebookTemplate, note: str) -> NotebookNode:
    """Return a notebook for a submission that cannot be run: a note, and every graded cell empty.

    Args:
        template: the assignment's notebook.
        note: what went wrong, in words for the student.
    """
    graded = [cell for cell in template.cells.values() if cell.graded]
    cells = [new_markdown_cell(note, id="note")]
    cells += [_placeholder(i, cell, NOT_RUN) for i, cell in enumerate(graded)]
    return _with_kernel(new_notebook(cells=cells), template)


def _with_kernel(notebook: NotebookNode, template: NotebookTemplate) -> NotebookNode:
    notebook.metadata = NotebookNode(kernelspec=NotebookNode(KERNEL | template.kernelspec))
    return notebook


def _put_back(cell: NotebookNode, source: TemplateCell) -> None:
    if cell.cell_type != source.cell_type:
        made = _empty(source.cell_type, cell.id)
        made.source = cell.source
        cell.clear()
        cell.update(made)
    cell.metadata["nbgrader"] = NotebookNode(source.metadata)
    if source.locked:
        cell.source = source.source


def _put_in(cells: list[NotebookNode], template: NotebookTemplate, name: str) -> None:
    """Add a cell that the student has never got, after what stands before it in the source."""
    order = [_name(cell) for cell in template.source.cells]
    before = set(order[: order.index(name)]) - {""}
    place = max((i for i, cell in enumerate(cells, 1) if _name(cell) in before), default=0)
    made = _empty(template.cells[name].cell_type, f"added-{order.index(name)}")
    made.source = template.cells[name].source
    made.metadata["nbgrader"] = NotebookNode(template.cells[name].metadata)
    cells.insert(place, made)


def _name(cell: NotebookNode) -> str:
    name: str = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return name


def _empty(cell_type: str, identity: str) -> NotebookNode:
    cell: NotebookNode = (
        new_code_cell(id=identity) if cell_type == "code" else new_markdown_cell(id=identity)
    )
    return cell


def _placeholder(number: int, source: TemplateCell, says: str) -> NotebookNode:
    cell = _empty(source.cell_type, f"missing-{number}")
    cell.source = f"# {says}" if source.cell_type == "code" else says
    cell.metadata["nbgrader"] = NotebookNode(source.metadata)
    return cell
