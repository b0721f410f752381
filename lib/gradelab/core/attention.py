"""Why a submission needs a person's attention, and how it says so."""

from enum import StrEnum

#: What comments for instructors begin with: students' pages leave them out.
NOTE, WITHOUT_SANDBOX = "Needs attention: ", "Graded without a sandbox (--unsafe): "


class Reason(StrEnum):
    """Why a submission needs a person's attention; the value is what a person reads."""

    MISSING_NOTEBOOK = "the notebook is missing"
    UNREADABLE = "the notebook cannot be read"
    BAD_FILE = "it has a file that cannot be taken"
    TOO_LARGE = "it is too large"
    DUPLICATED_CELL = "a test cell is there twice"
    MISSING_CELL = "a test cell is missing"
    TIMED_OUT = "it ran too long"
    OUT_OF_MEMORY = "it used too much memory"
    KILLED = "the kernel died"
    OUTPUT_FLOOD = "it printed too much"
    DISAGREEMENT = "a test gave more points in one of its two runs than in the other"
    TAMPERING = "it seems to have tampered with the tests"


class NeedsAttention(Exception):
    """A submission that cannot be graded as it is.

    Args:
        reason: which of the foreseen reasons.
        detail: one sentence for the student and the instructor.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        """Keep both; see the class."""
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail
