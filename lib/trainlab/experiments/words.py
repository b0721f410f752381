"""How results are told: verdicts, numbers and intervals as a reader wants them."""

from collections.abc import Mapping, Sequence
from typing import Any

#: Rows of a table that is not folded.
LONGEST = 6
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


def findings(summary: Mapping[str, Any]) -> str:
    """Return a summary's verdict, and its numbers beside the source's, in Markdown.

    A table of more than ``LONGEST`` numbers is folded.
    """
    told = [f"**{verdict_word(summary['holds']).capitalize()}.** {markdown(summary['verdict'])}"]
    if isinstance(summary["holds"], str):
        told.append(markdown(summary["holds"]))
    rows = ["| quantity | source | measured | 95% interval |", "|---|---|---|---|"]
    for name, value in summary["measured"].items():
        source = claimed(summary["claimed"].get(name))
        bounds = interval(summary["interval"].get(name))
        cells = (markdown(name), markdown(source), markdown(shown(value)), bounds)
        rows.append(f"| {' | '.join(cells)} |")
    table = "\n".join(rows)
    if (count := len(summary["measured"])) > LONGEST:
        opening = f"<details><summary>{count} numbers, the source's and ours</summary>"
        table = f"{opening}\n\n{table}\n\n</details>"
    told.append(table)
    if summary["interval_method"]:
        told.append(f"Intervals: {markdown(summary['interval_method'])}.")
    return "\n\n".join(told)
