"""What is done to a notebook besides nbgrader's own preprocessors, as configurations name it."""

import re

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_locked

from gradelab.core.attention import NOTE, WITHOUT_SANDBOX
from gradelab.notebooks.inert import make_inert
from gradelab.notebooks.redact import redact
from gradelab.notebooks.rubrics import hide_rubrics

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: Hidden lines shorter than this say nothing of their own, and stand in what others print.
_SHORTEST = 4
#: What IPython writes before a line of code in a traceback.
_GUTTER = re.compile(r"^(-+>)?\s*\d+ ?")


class Harmless(NbGraderPreprocessor):
    """Leaves nothing in a page that a browser would run, and nothing that is for graders alone.

    See ``gradelab.notebooks.inert``, ``redact`` and ``rubrics``.
    """

    def preprocess(
        self, notebook: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Change the notebook in place."""
        hide_rubrics(notebook)
        for cell in notebook.cells:
            marks = cell.metadata.get("nbgrader", {})
            if (marks.get("comment") or "").startswith((NOTE, WITHOUT_SANDBOX)):
                marks["comment"] = None
        redact(notebook)
        make_inert(notebook)
        return notebook, resources


class HideTests(ClearHiddenTests):
    """Takes hidden tests out of a page, and their lines out of what the tests show.

    ``c.HideTests.enabled = False`` shows them.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Change a cell in place; a student's own cell may say what it likes."""
        if not is_locked(cell):
            return cell, resources
        before = cell.source.splitlines()
        self._remove_hidden_test_region(cell)
        hidden = {line.strip() for line in before} - {
            line.strip() for line in cell.source.splitlines()
        }
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.traceback = [_without(hidden, text) for text in output.traceback]
                output.evalue = _unspoken(hidden, output.evalue)
            elif output.output_type == "stream":
                output.text = _unspoken(hidden, output.text)
            elif "text/plain" in output.data:
                output.data["text/plain"] = _unspoken(hidden, output.data["text/plain"])
        return cell, resources


def _without(hidden: set[str], traceback: str) -> str:
    lines = _COLOUR.sub("", traceback).splitlines()
    return "\n".join(line for line in lines if _GUTTER.sub("", line).strip() not in hidden)


def _unspoken(hidden: set[str], text: str) -> str:
    """Return what a student's function said without lines that quote a hidden one."""
    quoted = [line for line in hidden if len(line) >= _SHORTEST]
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not any(quote in line for quote in quoted))
