"""A wrong array beside the right one: as a small table in a notebook, as text elsewhere."""

from html import escape

import numpy as np

from trainlab.checks.differences import telling
from trainlab.checks.relations import Array, Seen

#: Entries, and columns, of an array that is shown.
_MOST, _WIDEST = 60, 8


def drawn(seen: Seen) -> dict[str, str]:
    """Return an output by MIME type: mine, expected, and the difference; empty where it is large.

    Wrong entries stand between arrows, so that they are told from others without colour, with as
    many digits as it takes to see that they are wrong.
    """
    a, b = seen.got, seen.expected
    if a.shape != b.shape or not 1 <= a.ndim <= 2 or a.size > _MOST or a.shape[-1] > _WIDEST:
        return {}
    wrong = ~np.atleast_2d(np.asarray(seen.close(a, b)))
    pairs = zip(np.atleast_2d(a)[wrong], np.atleast_2d(b)[wrong], strict=True)
    digits = max((telling(*pair, at_least=4) for pair in pairs), default=4)
    with np.errstate(all="ignore"):
        parts = {f"your {seen.name} (wrong: › ‹)": a, "expected": b, "difference": a - b}
    parts["difference"] = np.where(wrong.reshape(a.shape), parts["difference"], 0.0)
    tables = {title: (np.atleast_2d(part) + 0.0, wrong) for title, part in parts.items()}
    html = "".join(_html(title, *table, digits) for title, table in tables.items())
    text = "\n".join(_text(title, *table, digits) for title, table in tables.items())
    return {"text/plain": text, "text/html": f'<div style="display:flex;gap:2em">{html}</div>'}


def _html(title: str, values: Array, wrong: Array, digits: int) -> str:
    rows = "".join(
        f"<tr>{''.join(_cell(v, w, digits) for v, w in zip(row, at, strict=True))}</tr>"
        for row, at in zip(values, wrong, strict=True)
    )
    return f"<table><caption>{escape(title)}</caption>{rows}</table>"


def _cell(value: float, wrong: bool, digits: int) -> str:
    style = ' style="outline:2px solid #c0392b"' if wrong else ""
    return f"<td{style}>{escape(_entry(value, wrong, digits))}</td>"


def _text(title: str, values: Array, wrong: Array, digits: int) -> str:
    entries = [
        [_entry(v, w, digits) for v, w in zip(row, at, strict=True)]
        for row, at in zip(values, wrong, strict=True)
    ]
    width = max(len(entry) for row in entries for entry in row)
    lines = ("  ".join(f"{entry:>{width}}" for entry in row) for row in entries)
    return "\n".join([f"{title}:", *lines])


def _entry(value: float, wrong: bool, digits: int) -> str:
    return f"›{value:.{digits}g}‹" if wrong else f"{value:.{digits}g}"
