"""From untrusted bytes to a notebook of known shape: sources, grade ids, pasted pictures."""

import json
import re
from typing import Any

from nbformat import NotebookNode

from gradelab.core.attention import NeedsAttention, Reason
from gradelab.notebooks.inert import is_picture
from gradelab.notebooks.pictures import kept

MOST_CELLS = 2_000
#: A pasted picture in a text, with its name and title; and any other link to something pasted.
_ATTACHMENT = re.compile(
    r"!\[[^\[\]\n]*\]\(\s*<?attachment\\?:([^\s()][^()\n]*)\)|attachment\\?:(?=\S)"
)
#: Raw cells become text: nbconvert copies raw ones into a page as they are.
_TYPES = {"code": "code", "markdown": "markdown", "raw": "markdown"}


def parse(content: bytes) -> NotebookNode:
    """Return a notebook with the submitted cells and none of their outputs.

    Nothing else that a file can say is kept, so that no tag, kernel name or metadata of the
    student's reaches the kernel, nbgrader or a reader's browser.

    Raises:
        NeedsAttention: for what is not a notebook of format 4 in UTF-8 with at most 2000 cells.
    """
    document = _json(content)
    if not isinstance(document, dict) or document.get("nbformat") != 4:
        raise _malformed("it is not a notebook of format 4; open it in JupyterLab and save it")
    cells = document.get("cells")
    if not isinstance(cells, list):
        raise _malformed("it has no list of cells")
    if len(cells) > MOST_CELLS:
        raise NeedsAttention(
            Reason.TOO_LARGE,
            f"The notebook has {len(cells):,} cells; at most {MOST_CELLS:,} are graded.",
        )
    made = [_cell(cell, number) for number, cell in enumerate(cells, start=1)]
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=NotebookNode(), cells=made)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _malformed("it is not text in UTF-8") from None
    except RecursionError:
        raise _malformed("its JSON is nested too deeply") from None
    except ValueError as error:
        raise _malformed(f"its JSON breaks off or has a mistake: {error}") from None


def _malformed(what: str) -> NeedsAttention:
    return NeedsAttention(Reason.UNREADABLE, f"The notebook cannot be read: {what}.")


def _cell(cell: Any, number: int) -> NotebookNode:
    kind = cell.get("cell_type") if isinstance(cell, dict) else None
    if not isinstance(kind, str) or kind not in _TYPES:
        raise _malformed(f"cell {number} is neither code nor text")
    # Made by hand: nbformat's own constructors validate each cell, at 1 ms each.
    made = NotebookNode(
        cell_type=_TYPES[kind],
        id=f"cell-{number}",
        metadata=NotebookNode(),
        source=_source(cell, number),
    )
    if kind == "code":
        made.update(execution_count=None, outputs=[])
    grade_id = _grade_id(cell)
    if grade_id is not None:
        made.metadata["nbgrader"] = NotebookNode(grade_id=grade_id)
    if made.cell_type == "markdown":
        pasted = _pictures(cell.get("attachments")) if kind == "markdown" else {}
        text, pictures = kept(made.source, pasted)
        made.source = _without_missing(text, pictures)
        if pictures:
            made["attachments"] = pictures
    return made


def _source(cell: dict[str, Any], number: int) -> str:
    source = cell.get("source")
    lines = [source] if isinstance(source, str) else source
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise _malformed(f"cell {number} has no text")
    # A lone surrogate is legal in JSON and in no file.
    return "".join(lines).encode("utf-8", errors="replace").decode("utf-8")


def _without_missing(text: str, pictures: dict[str, Any]) -> str:
    """Return a text with notes in the place of pictures that are not there.

    nbconvert makes no page of a text that refers to one.
    """

    def note(found: re.Match[str]) -> str:
        if found[1] is None:
            return "attachment "
        return found[0] if found[1] in pictures else "*(a pasted picture was left out)*"

    return _ATTACHMENT.sub(note, text)


def _grade_id(cell: dict[str, Any]) -> str | None:
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) else None


def _pictures(attachments: Any) -> dict[str, dict[str, str]]:
    """Return what is a picture among pasted files: {name: {mime type: base64}}."""
    if not isinstance(attachments, dict):
        return {}
    found = {
        name: {kind: data for kind, data in bundle.items() if is_picture(kind, data)}
        for name, bundle in attachments.items()
        if isinstance(bundle, dict)
    }
    return {name: bundle for name, bundle in found.items() if bundle}
