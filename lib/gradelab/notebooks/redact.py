"""Keeping the grading machine to itself: its folders' names do not reach a student."""

import sys
from pathlib import Path

from nbformat import NotebookNode

#: Folders that every machine has.
_SHARED = frozenset({"/", "/usr", "/usr/local"})
#: The longest path first, so that a folder inside another keeps its own name.
_FOLDERS = sorted(
    (
        (folder, name)
        for folder, name in {
            str(Path(__file__).parents[2]): "lib",
            sys.prefix: "python",
            sys.base_prefix: "python",
            str(Path.home()): "~",
        }.items()
        if folder not in _SHARED
    ),
    key=lambda item: -len(item[0]),
)


def redact(notebook: NotebookNode) -> None:
    """Replace, in place, this machine's folders in all outputs by names that say as much."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "text" in output:
                output.text = _redacted(output.text)
            if "traceback" in output:
                output.traceback = [_redacted(line) for line in output.traceback]
                output.evalue = _redacted(output.evalue)
            if "text/plain" in output.get("data", {}):
                output.data["text/plain"] = _redacted(output.data["text/plain"])


def _redacted(text: str) -> str:
    for folder, name in _FOLDERS:
        text = text.replace(folder, name)
    return text
