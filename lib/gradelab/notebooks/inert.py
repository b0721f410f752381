"""Making a notebook harmless to read: nothing a student wrote or printed runs in a browser."""

import re
from typing import Any

from nbformat import NotebookNode

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
#: What opens a tag or an entity, and the schemes of links that run or embed something.
_OPENING = re.compile(r"([<&])(?=[A-Za-z#/!?])")
_LEFT_OUT = "(an output that is neither text nor a picture was left out)"
#: The start of a picture, unless it is one attached to its own cell.
_PICTURE = re.compile(r"!(?=\[)(?!\[[\w .,-]*\]\(attachment:[\w.-]+\))")
#: Characters of a student's text cell that are shown: pages are made in time quadratic in them.
LONGEST = 50_000
_SCHEME = re.compile(r"(script|data|file)(?=\\?:)", re.IGNORECASE)


def is_picture(mime_type: Any, data: Any) -> bool:
    """Whether this is a bitmap in base64, which a page can hold safely."""
    return mime_type in _PICTURES and isinstance(data, str) and _BASE64.fullmatch(data) is not None


def make_inert(notebook: NotebookNode) -> None:
    """Change a graded notebook in place so that it shows the same and does nothing.

    Outputs keep plain text and bitmaps. In the student's text cells a space follows every sign
    that could open a tag or an entity, which leaves prose, code and formulas readable. A picture
    that would be fetched from elsewhere becomes a link to it.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [_inert_output(output) for output in cell.outputs]
        elif not cell.metadata.get("nbgrader", {}).get("locked", False):
            source = _PICTURE.sub("! ", _OPENING.sub(r"\1 ", _shortened(cell.source)))
            cell.source = _SCHEME.sub(r"\1 ", source)


def _shortened(text: str) -> str:
    left_out = len(text) - LONGEST
    if left_out <= 0:
        return text
    return f"{text[:LONGEST]}\n\n(The rest of this cell, {left_out:,} characters, is left out.)"


def _inert_output(output: NotebookNode) -> NotebookNode:
    if "data" not in output:
        return output
    data = {
        kind: content
        for kind, content in output.data.items()
        if kind == "text/plain" or is_picture(kind, content)
    }
    shown = NotebookNode(data or {"text/plain": _LEFT_OUT})
    return NotebookNode(output, data=shown, metadata=NotebookNode())
