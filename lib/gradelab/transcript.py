"""What a kernel says of a cell, as the cell's outputs in a notebook.

A kernel's word is checked for its form alone: what a student's code can forge is believed nowhere.
"""

import json
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

_SILENT = {
    "output_type": "error",
    "ename": "Error",
    "evalue": "The cell failed without showing why.",
    "traceback": ["The cell failed without showing why."],
}


def record(cell: NotebookNode, answer: dict[str, Any], outputs: list[Any]) -> None:
    """Write into a cell what came of running it.

    Raises:
        ValueError: for outputs that no kernel sends.
    """
    shown: list[NotebookNode] = []
    for output in _printable(outputs):
        try:
            _add(shown, output)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"an output without {error}") from None
    if not answer.get("ok") and not any(o.output_type == "error" for o in shown):
        shown.append(new_output(**_SILENT))
    cell.outputs = [NotebookNode({k: v for k, v in o.items() if k != "display_id"}) for o in shown]
    count = answer.get("count")
    cell.execution_count = count if type(count) is int else None


def _printable(outputs: list[Any]) -> list[Any]:
    """Return the same without half characters, which no file can hold."""
    return json.loads(json.dumps(outputs, ensure_ascii=False).encode(errors="replace"))


def _add(shown: list[NotebookNode], output: dict[str, Any]) -> None:
    kind = output["output_type"]
    if kind == "clear_output":
        shown.clear()
    elif kind == "stream":
        name, text = _one_of(output["name"], ("stdout", "stderr")), _text(output["text"])
        if shown and shown[-1].output_type == "stream" and shown[-1].name == name:
            shown[-1].text += text
        else:
            shown.append(new_output("stream", name=name, text=text))
    elif kind == "error":
        traceback = [_text(line) for line in output["traceback"]]
        ename, evalue = _text(output["ename"]), _text(output["evalue"])
        shown.append(new_output("error", ename=ename, evalue=evalue, traceback=traceback))
    else:
        _display(shown, output, _one_of(kind, ("display_data", "execute_result")))


def _display(shown: list[NotebookNode], output: dict[str, Any], kind: str) -> None:
    data = {_text(mime): value for mime, value in output["data"].items()}
    metadata = {_text(name): value for name, value in output["metadata"].items()}
    identity = output.get("display_id")
    if output.get("update"):
        for earlier in shown:
            if identity is not None and earlier.get("display_id") == identity:
                earlier.data, earlier.metadata = NotebookNode(data), NotebookNode(metadata)
        return
    made = new_output(kind, data=data, metadata=metadata)
    if kind == "execute_result":
        count = output["execution_count"]
        made.execution_count = count if type(count) is int else None
    made["display_id"] = identity
    shown.append(made)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise TypeError(f"one of {', '.join(allowed)}")
    return value
