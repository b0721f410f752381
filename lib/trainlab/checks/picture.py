"""A wrong array beside the right one: as a small table in a notebook, as text elsewhere."""

from html import escape

import numpy as np

from trainlab.checks.relations import Array, Seen

#: Entries, and columns, of an array that is shown.
_MOST, _WIDEST = 60, 8


def drawn(seen: Seen) -> dict[str, str]:
    """Return an output by MIME type: mine, expected, and the difference; empty where it is large.

    Wrong entries stand between arrows, so that they are told from others without colour.
    """
    a, b = seen.got, seen.expected
    if a.shape != b.shape or not 1 <= a.ndim <= 2 or a.size > _MOST or a.shape[-1] > _WIDEST:
        return {}
    wrong = ~np.atleast_2d(np.asarray(seen.close(a, b)))
    with np.errstate(all="ignore"):
        parts = {f"your {seen.name} (wrong: › ‹)": a, "expected": b, "difference": a - b}
    parts["difference"] = np.where(wrong.reshape(a.shape), parts["difference"], 0.0)
    tables = {title: (np.atleast_2d(part) + 0.0, wrong) for title, part in parts.items()}
    html = "".join(_html(title, *table) for title, table in tables.items())
    text = "\n".join(_text(title, *table) for title, table in tables.items())
    return {"text/plain": text, "text/html": f'<div style="display:flex;gap:2em">{html}</div>'}


def _html(title: str, values: Array, wrong: Array) -> str:
    rows = "".join(
        f"<tr>{''.join(_cell(v, w) for v, w in zip(row, at, strict=True))}</tr>"
        for row, at in zip(values, wrong, strict=True)
    )
    return f"<table><caption>{escape(title)}</caption>{rows}</table>"


def _cell(value: float, wrong: bool) -> str:
    style = ' style="outline:2px solid #c0392b"' if wrong else ""
    return f"<td{style}>{escape(_entry(value, wrong))}</td>"


def _text(title: str, values: Array, wrong: Array) -> str:
    entries = [
        [_entry(v, w) for v, w in zip(row, at, strict=True)]
        for row, at in zip(values, wrong, strict=True)
    ]
    width = max(len(entry) for row in entries for entry in row)
    lines = ("  ".join(f"{entry:>{width}}" for entry in row) for row in entries)
    return "\n".join([f"{title}:", *lines])


def _entry(value: float, wrong: bool) -> str:
    return f"›{value:.4g}‹" if wrong else f"{value:.4g}"
