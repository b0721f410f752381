"""What a machine or a database refuses, in a sentence that says what to do."""

import errno
import re
from collections.abc import Iterator

#: What a gradebook's database says, and what that means.
_DATABASE = (
    (r"disk is full|no space left|disk full", "the disk is full: make room, and run it again"),
    (
        r"is locked|lock timeout",
        "the gradebook is in use by another program: wait for it or end it, and run this again",
    ),
    (
        r"not a database|malformed|disk I/O error",
        "the gradebook is broken: put back a copy, or move it away, release and grade",
    ),
    (
        r"no such (column|table)|(column|relation) .* does not exist",
        "the gradebook is of an older nbgrader: make a copy of it, then run 'nbgrader db upgrade'",
    ),
    (
        r"readonly|read-only|unable to open",
        "the gradebook cannot be opened or written: see to its permissions and its folder's",
    ),
)
_NO_ANSWER = "the gradebook's database does not answer: start it, or look at its address"


def is_full(error: BaseException) -> bool:
    """Whether the disk is full, or the user's share of it."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def sentence(error: BaseException) -> str | None:
    """Return what to say of an error of the system's or of the gradebook's; None of any other."""
    for cause in _causes(error):
        if is_full(cause):
            return "the disk is full: make room, and run it again; what is graded is kept."
        if type(cause).__module__ == "sqlalchemy.exc" and hasattr(cause, "orig"):
            return _of_database(cause.orig)
        if isinstance(cause, OSError) and cause.filename is not None:
            said = (cause.strerror or type(cause).__name__).lower()
            return f"{cause.filename}: {said}; see to it, or name another place, and run it again."
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_database(said: BaseException) -> str:
    lines = str(said).strip().splitlines() or [type(said).__name__]
    for pattern, meaning in _DATABASE:
        if re.search(pattern, str(said), re.IGNORECASE):
            return f"{meaning} ({lines[0]})."
    return f"{_NO_ANSWER} ({lines[0]})."
