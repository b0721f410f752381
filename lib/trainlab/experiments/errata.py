"""The errata page: what a slide says beside what holds, each row proved by a number.

``course/errata.ipynb`` is made of these. A row that its own number does not prove is refused: where
the slide's form agrees with the truth there is no error, and where the corrected one does not there
is no correction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trainlab.experiments.experiment import Result
from trainlab.experiments.recording import Recorded

#: What kind of fault a row names.
KINDS = {
    "error": "the form itself is wrong",
    "transcription": "as transcribed; the slide itself may be right",
    "listing": "the code does not do what the slide says",
    "claim": "holds only under conditions that the slide leaves out",
    "notation": "a letter, an index or a range",
    "convention": "both forms are in use",
}

#: Arrays of at most this many numbers are shown in full.
_SHOWN = 6


@dataclass(frozen=True)
class Row:
    """One fault of a source.

    Attributes:
        source: its abbreviation, such as "NE".
        number: 1, 2, ... within the source.
        where: the slide's title.
        kind: a key of ``KINDS``.
        says: what the slide says, in Markdown.
        right: what holds, in Markdown.
        oracle: what the check compares with; empty where a row was only read.
        values: (name, value as text, verdict) of the truth and of both forms.
    """

    source: str
    number: int
    where: str
    kind: str
    says: str
    right: str
    oracle: str = ""
    values: tuple[tuple[str, str, str], ...] = ()

    def _repr_markdown_(self) -> str:
        lines = [
            f"**{self.source} {self.number}** · *{self.where}* · {KINDS[self.kind]}",
            "",
            f"- The slide: {self.says}",
            f"- Right: {self.right}",
        ]
        if self.values:
            lines += ["", "| | value | |", "|---|---|---|"]
            lines += [f"| {name} | {value} | {verdict} |" for name, value, verdict in self.values]
        return "\n".join(lines)


@dataclass
class Errata:
    """The rows of the page, in the order in which they were proved."""

    rows: list[Row] = field(default_factory=list)

    def compare(
        self,
        source: str,
        where: str,
        *,
        kind: str,
        says: str,
        right: str,
        oracle: str,
        truth: Any,
        slide: Any,
        corrected: Any,
        tolerance: float = 1e-9,
    ) -> Row:
        """Add a row, proved by comparing both forms with an independent truth.

        Args:
            source, where, kind, says, right, oracle: as in ``Row``.
            truth: a number or an array that owes nothing to either form.
            slide: the same by the slide's form; a function where computing it may fail.
            corrected: the same by the right form.
            tolerance: largest difference that still counts as agreement, relative to the largest
                number of the truth and of the slide's form.

        Raises:
            ValueError: when the slide's form agrees with the truth, or the corrected one does not.
        """
        expected = np.asarray(truth, dtype=float)
        printed = _evaluated(slide)
        found = np.asarray(corrected, dtype=float)
        sizes = [np.abs(v).max(initial=0.0) for v in (expected, printed) if v is not None]
        bound = tolerance * max(sizes)
        if _agree(printed, expected, bound):
            raise ValueError(f"{where}: the slide's form agrees with {oracle}; there is no error.")
        if not _agree(found, expected, bound):
            raise ValueError(
                f"{where}: the corrected form gives {_text(found)}, not {_text(expected)} as "
                f"{oracle} does."
            )
        values = (
            (oracle, _text(expected), "the truth"),
            ("the slide", _text(printed), "differs"),
            ("corrected", _text(found), "agrees" if tolerance <= 1e-6 else f"within {bound:.2g}"),
        )
        return self._add(source, where, kind, says, right, oracle, values)

    def read(self, source: str, where: str, *, kind: str, says: str, right: str) -> Row:
        """Add a row that there is nothing to compute for, such as a name or a missing line."""
        return self._add(source, where, kind, says, right)

    def _add(self, source: str, where: str, kind: str, *rest: Any) -> Row:
        if kind not in KINDS:
            raise ValueError(f"kind={kind!r} is not known; choose one of {', '.join(KINDS)}.")
        if "|" in "".join([where, *rest[:2]]):
            raise ValueError(
                f"{where}: a bar would break the table; write \\lvert, \\mid or \\Vert."
            )
        number = 1 + sum(row.source == source for row in self.rows)
        self.rows.append(Row(source, number, where, kind, *rest))
        return self.rows[-1]

    def table(self, sources: Sequence[str]) -> "Table":
        """Return all rows as one table, ordered by these sources."""
        return Table([row for source in sources for row in self.rows if row.source == source])


@dataclass(frozen=True)
class Table:
    """Rows beside each other."""

    rows: list[Row] = field(repr=False)

    def _repr_markdown_(self) -> str:
        lines = [
            "| | where | the slide says | right | kind | check |",
            "|---|---|---|---|---|---|",
        ]
        for row in self.rows:
            cells = (row.where, row.says, row.right, row.kind, "run" if row.values else "read")
            lines.append(f"| {row.source} {row.number} | " + " | ".join(cells) + " |")
        return "\n".join(lines)


@dataclass(frozen=True)
class Unmet:
    """The claims of figures that did not hold, or hold in part, among these experiments.

    Attributes:
        results: of runs, or recorded ones.
    """

    results: Sequence[Result | Recorded] = field(repr=False)

    def _repr_markdown_(self) -> str:
        lines = ["| figure | claim | does it hold? | found |", "|---|---|---|---|"]
        for result in self.results:
            if result.holds is not True:
                holds = result.holds or "no"
                cells = (f"`{result.id}`", result.claim, holds, result.verdict)
                lines.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
        return "\n".join(lines)


def _evaluated(form: Any) -> np.ndarray | None:
    """Return a form's numbers, or None where it cannot be computed at all."""
    if not callable(form):
        return np.asarray(form, dtype=float)
    try:
        return np.asarray(form(), dtype=float)
    except (ValueError, RuntimeError, NameError, AttributeError, ZeroDivisionError):
        return None


def _agree(value: np.ndarray | None, truth: np.ndarray, bound: float) -> bool:
    if value is None or value.shape != truth.shape:
        return False
    return bool(np.all(np.abs(value - truth) <= bound))


def _text(value: np.ndarray | None) -> str:
    if value is None:
        return "cannot be computed"
    if value.size > _SHOWN:
        return f"an array {value.shape} of norm {np.linalg.norm(value):.4g}"
    # What is rounding beside the largest number is shown as zero, not as minus zero.
    noise = np.abs(value) <= 1e-14 * np.abs(value).max(initial=0.0)
    shown = np.where(noise, 0.0, value)
    text = np.array2string(shown, formatter={"float_kind": lambda x: f"{x:.4g}"})
    return text.replace("\n", "")
