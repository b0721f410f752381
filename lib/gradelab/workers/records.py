"""What grading leaves on disk: nbgrader's autograded folder, with a record in each notebook."""

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.utils import rmtree

from gradelab.course import gradebook
from gradelab.notebooks.submission import TIMESTAMP, Submission
from gradelab.workers.basis import Basis

if TYPE_CHECKING:
    from gradelab.workers.work import Graded

#: Where the record lies in a notebook's metadata.
KEY = "gradelab"


@dataclass(frozen=True)
class Record:
    """How one submission was graded.

    Attributes:
        student: the student's id.
        state: "graded" or "needs-attention".
        reason: why it needs attention, or empty.
        detail: one sentence more, or empty.
        seconds: wall time of running it.
        sandboxed: whether it ran in a sandbox.
        digest: of everything handed in, to know it again.
        messages: what failed tests said, by notebook and test cell.
        inside: tests that gave their points in the student's own kernel, which proves less.
        basis: what the scores rest on besides, to know when they no longer stand.
        accepted: whether a person has looked at it and accepted its own kernel's scores.
        waiting: cells for whose points a person has to look, by notebook.
    """

    student: str
    state: str
    reason: str
    detail: str
    seconds: float
    sandboxed: bool
    digest: str
    messages: dict[str, dict[str, str]]
    inside: Sequence[str] = ()
    basis: Basis = field(default_factory=Basis)
    accepted: bool = False
    waiting: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_old(self) -> bool:
        """Whether it was written before records said what the scores rest on."""
        return not self.basis.whole


def record(graded: "Graded", submission: Submission, basis: Basis, sandboxed: bool) -> Record:
    """Return the record of a graded submission; the basis is the assignment's."""
    return Record(
        student=graded.student,
        state="graded" if graded.reason is None else "needs-attention",
        reason="" if graded.reason is None else str(graded.reason),
        detail=graded.detail,
        seconds=round(graded.seconds, 3),
        sandboxed=sandboxed,
        digest=submission.digest,
        messages={name: marks.messages for name, marks in graded.marks.items()},
        inside=graded.inside,
        basis=basis,
        accepted=submission.accepted,
        waiting={name: sorted(marks.waiting) for name, marks in graded.marks.items()},
    )


def write(folder: Path, graded: "Graded", made: Record, submission: Submission, mode: int) -> None:
    """Put the graded notebooks and the submission's other files into a folder, all at once.

    Args:
        folder: the student's folder of the assignment under autograded.
        graded: the notebooks.
        made: the record that goes into each of them.
        submission: what was handed in.
        mode: permissions of the files.
    """
    new, old = (folder.with_name(f".{folder.name}.{end}") for end in ("new", "old"))
    for left_over in (new, old):
        shutil.rmtree(left_over, ignore_errors=True)
    new.mkdir(parents=True)
    for name, content in _files(graded, made, submission).items():
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for path in new.rglob("*"):
        if path.is_file():
            path.chmod(mode)
    if folder.exists():
        os.rename(folder, old)
    os.rename(new, folder)
    if old.exists():
        rmtree(str(old))


def _files(graded: "Graded", made: Record, submission: Submission) -> dict[str, bytes]:
    files = dict(submission.extra_files)
    if TIMESTAMP in submission.files:
        files[TIMESTAMP] = submission.files[TIMESTAMP]
    for name, notebook in stamped(graded, made).items():
        files[f"{name}.ipynb"] = json.dumps(notebook, indent=1, ensure_ascii=False).encode()
    return files


def stamped(graded: "Graded", made: Record) -> dict[str, NotebookNode]:
    """Return the graded notebooks by name, with the record in each."""
    for notebook in graded.notebooks.values():
        notebook.metadata[KEY] = asdict(made)
    return dict(graded.notebooks)


def read(folder: Path) -> Record | None:
    """Return the record in an autograded folder, or None where there is no whole one."""
    for path in sorted(folder.glob("*.ipynb")):
        try:
            said = json.loads(path.read_bytes())["metadata"][KEY]
            return Record(**said | {"basis": Basis(**said.get("basis", {}))})
        except (ValueError, KeyError, TypeError):
            return None
    return None


def attention(book: Gradebook, assignment: str, known: Iterable[Record]) -> set[str]:
    """Return the students whose submissions a person has still to look at."""
    troubled = [record for record in known if record.state != "graded"]
    waiting = {record.student: record.waiting for record in troubled if not record.is_old}
    return gradebook.undecided(book, assignment, waiting) | {
        record.student for record in troubled if record.is_old
    }
