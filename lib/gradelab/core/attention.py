"""How a submission that cannot be graded as it is says so."""

from gradelab.execution.runner import Reason


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
