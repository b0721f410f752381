"""What a kernel says of a cell, as the cell's outputs in a notebook.

A kernel's word is checked for its form alone: what a student's code can forge is believed nowhere.
"""

from typing import Any

from nbformat import NotebookNode

#: Displays and printed parts of one cell that are shown.
MOST_SHOWN = 10_000
_LEFT_OUT = f"\n(What this cell showed after its first {MOST_SHOWN:,} outputs was left out.)\n"
_SILENT: dict[str, Any] = {
    "output_type": "error",
    "ename": "Error",
    "evalue": "The cell failed without showing why.",
    "traceback": ["The cell failed without showing why."],
}
#: What a display was last changed to, and after how many of the cell's outputs.
_Updates = dict[str, tuple[int, NotebookNode]]


def record(cell: NotebookNode, answer: dict[str, Any], outputs: list[Any]) -> None:
    """Write into a cell what came of running it.

    Raises:
        ValueError: for outputs that no kernel sends.
    """
    shown: list[NotebookNode] = []
    updates: _Updates = {}
    left_out = False
    for number, output in enumerate(outputs):
        try:
            if len(shown) >= MOST_SHOWN and _adds_no_meaning(output):
                left_out = True
            else:
                _add(shown, updates, output, number)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"an output without {error}") from None
    if left_out:
        shown.append(_output("stream", name="stdout", text=_LEFT_OUT))
    if not answer.get("ok") and not any(o.output_type == "error" for o in shown):
        shown.append(_output(**_SILENT))
    cell.outputs = [_final(output, updates) for output in shown]
    count = answer.get("count")
    cell.execution_count = count if type(count) is int else None


def _adds_no_meaning(output: dict[str, Any]) -> bool:
    """Whether an output counts for no score: errors, results and what is on stderr do."""
    kind = output["output_type"]
    return (kind == "display_data" and not output.get("update")) or (
        kind == "stream" and output["name"] == "stdout"
    )


def _add(shown: list[NotebookNode], updates: _Updates, output: dict[str, Any], number: int) -> None:
    kind = output["output_type"]
    if kind == "clear_output":
        shown.clear()
    elif kind == "stream":
        name, text = _one_of(output["name"], ("stdout", "stderr")), _text(output["text"])
        if shown and shown[-1].output_type == "stream" and shown[-1].name == name:
            shown[-1].text += text
        else:
            shown.append(_output("stream", name=name, text=text))
    elif kind == "error":
        traceback = [_text(line) for line in output["traceback"]]
        ename, evalue = _text(output["ename"]), _text(output["evalue"])
        shown.append(_output("error", ename=ename, evalue=evalue, traceback=traceback))
    else:
        _display(shown, updates, output, number, _one_of(kind, ("display_data", "execute_result")))


def _display(
    shown: list[NotebookNode],
    updates: _Updates,
    output: dict[str, Any],
    number: int,
    kind: str,
) -> None:
    data, identity = _data(output["data"]), output.get("display_id")
    if output.get("update"):
        if isinstance(identity, str):
            updates[identity] = number, data
        return
    made = _output(kind, data=data, metadata={})
    if kind == "execute_result":
        count = output["execution_count"]
        made.execution_count = count if type(count) is int else None
    made["display"] = identity, number
    shown.append(made)


def _final(output: NotebookNode, updates: _Updates) -> NotebookNode:
    """Return an output as notebooks store it, with what came later for its display."""
    identity, number = output.pop("display", (None, 0))
    if isinstance(identity, str):
        later, data = updates.get(identity, (number, output.data))
        output.data = data if later > number else output.data
    return output


def _output(output_type: str, **fields: Any) -> NotebookNode:
    # By hand: nbformat's own constructor validates each output, at 0.3 ms each.
    return NotebookNode(output_type=output_type, **fields)


def _data(said: dict[str, Any]) -> NotebookNode:
    """Return the formats that are text; others, however deep, are shown nowhere."""
    data = NotebookNode()
    for mime, value in said.items():
        lines = value if isinstance(value, list) and mime.startswith("text/") else [value]
        if all(isinstance(line, str) for line in lines):
            data[_text(mime)] = _text("".join(lines))
    return data


def _text(value: Any) -> str:
    """Return a text without half characters, which no file can hold."""
    if not isinstance(value, str):
        raise TypeError("text")
    return value.encode(errors="replace").decode()


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise TypeError(f"one of {', '.join(allowed)}")
    return value
