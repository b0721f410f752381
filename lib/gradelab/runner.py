"""One submission, run: a restored notebook in, an executed notebook and a verdict out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nbformat import NotebookNode


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
    TAMPERING = "it seems to have tampered with the tests"


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes:
        cell_seconds: wall time of one cell.
        seconds: wall time of the whole submission.
        memory: bytes, all its processes together.
        processes: processes and threads at once.
        file_size: bytes of one file.
        disk: bytes of all files in its work folder.
        open_files: per process.
        output: bytes of all outputs, as they are stored in the notebook.
    """

    cell_seconds: float = 30.0
    seconds: float = 120.0
    memory: int = 2 * 2**30
    processes: int = 64
    file_size: int = 64 * 2**20
    disk: int = 256 * 2**20
    open_files: int = 256
    output: int = 4 * 2**20


@dataclass(frozen=True)
class Plan:
    """What the runner knows of a problem set;.

    Attributes:
        tests: code of the test cells, hidden tests included, by grade_id.
        stubs: code of the solution cells without their solutions, by grade_id: answers that are
            known to be wrong.
    """

    tests: Mapping[str, str]
    stubs: Mapping[str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of one submission.

    Attributes:
        notebook: the executed notebook; cells that were not reached have no outputs.
        reason: None for a graded submission, else why it needs attention.
        detail: one sentence for the instructor, or empty.
        seconds: wall time.
    """

    notebook: NotebookNode
    reason: Reason | None = None
    detail: str = ""
    seconds: float = field(default=0.0, compare=False)

    @property
    def state(self) -> str:
        """Return "graded" or "needs-attention"."""
        return "graded" if self.reason is None else "needs-attention"
