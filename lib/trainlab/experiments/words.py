"""How results are told: verdicts, numbers and intervals as a reader wants them."""

from collections.abc import Mapping, Sequence
from typing import Any

#: What a verdict is called, by ``holds``; a sentence is "it depends".
VERDICTS = {True: "holds", False: "does not hold"}


def verdict_word(holds: bool | str) -> str:
    """Return "holds", "does not hold" or "it depends"."""
    return VERDICTS[holds] if isinstance(holds, bool) else "it depends"


def shown(value: Any) -> str:
    """Return a number, a pair, a list, a table or words as a reader wants them."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.4g}" if isinstance(value, float) else f"{value}"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {shown(part)}" for name, part in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(shown, value))
    return str(value)


def interval(pair: Sequence[float] | None) -> str:
    """Return "low to high", or a dash."""
    return f"{shown(pair[0])} to {shown(pair[1])}" if pair else "–"


def claimed(value: Any) -> str:
    """Return what the source says of a quantity; a pair is bounds."""
    if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
        return interval(value)
    return shown(value)


def markdown(text: str) -> str:
    """Return text in which nothing is taken for Markdown, fit for a table's cell."""
    for character in "\\`*_|":
        text = text.replace(character, f"\\{character}")
    return text.replace("<", "&lt;")


def findings(summary: Mapping[str, Any], rows: int | None = None) -> str:
    """Return a summary's verdict, and its numbers beside the source's, in Markdown.

    Args:
        summary: a result's, or a recorded one's, fields.
        rows: how many numbers stand open; the others, the reasons and how the intervals were made
            are folded away. Nothing is folded where it is not given.
    """
    verdict = f"**{verdict_word(summary['holds']).capitalize()}.** {markdown(summary['verdict'])}"
    reasons = [markdown(summary["holds"])] if isinstance(summary["holds"], str) else []
    method = summary["interval_method"]
    made = [f"Intervals: {markdown(method)}."] if method else []
    if rows is None:
        return "\n\n".join([verdict, *reasons, _table(summary, slice(None)), *made])
    folded = [*reasons, _table(summary, slice(rows, None)), *made]
    return "\n\n".join(
        [
            verdict,
            _table(summary, slice(rows)),
            "<details><summary>The other numbers</summary>",
            *folded,
            "</details>",
        ]
    )


def _table(summary: Mapping[str, Any], part: slice) -> str:
    rows = ["| quantity | source | measured | 95% interval |", "|---|---|---|---|"]
    for name, value in [*summary["measured"].items()][part]:
        source = claimed(summary["claimed"].get(name))
        bounds = interval(summary["interval"].get(name))
        cells = (markdown(name), markdown(source), markdown(shown(value)), bounds)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
