"""Reading a student's folder: bytes of ordinary files and nothing else, however it was made."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gradelab.core.attention import NeedsAttention, Reason
from gradelab.core.text import decoded, is_harmless, one_form
from gradelab.notebooks.timestamp import UnknownZone, in_utc

#: Bytes of one file, and of all files of a submission.
LARGEST_FILE = 20_000_000
LARGEST_SUBMISSION = 50_000_000
MOST_FILES = 500
DEEPEST_FOLDER = 8
#: Length of nbgrader's column for a student's id.
LONGEST_ID = 128
TIMESTAMP = "timestamp.txt"
_LONGEST_TIMESTAMP = 200


@dataclass(frozen=True)
class Submission:
    """What one student handed in.

    Attributes:
        student: the student's id, which is the name of the folder in Unicode's form NFC.
        files: contents by path relative to the folder, with forward slashes, in the same form.
        timestamp: when it was handed in, in UTC, or None.
        problem: why it cannot be graded, or None.
        accepted: a person has looked at it, and its own kernel's scores count.
    """

    student: str
    files: dict[str, bytes]
    timestamp: datetime | None = None
    problem: NeedsAttention | None = None
    accepted: bool = False

    @property
    def extra_files(self) -> dict[str, bytes]:
        """What lies beside the notebooks: data and modules that the student brings."""
        return {
            name: content
            for name, content in self.files.items()
            if name != TIMESTAMP and not name.split("/")[0].lower().endswith(".ipynb")
        }

    @property
    def digest(self) -> str:
        """A fingerprint of everything handed in."""
        whole = hashlib.sha256(str(self.problem).encode())
        for name in sorted(self.files):
            for part in (name.encode(), self.files[name]):
                whole.update(len(part).to_bytes(8, "big") + part)
        return whole.hexdigest()


def students(submitted: Path, assignment: str) -> list[str]:
    """Return the ids of all who have a folder for the assignment, sorted.

    A folder whose name cannot be an id (with control characters, over 128 characters, or another
    spelling of one that is there) is left out: see ``strangers``.
    """
    return sorted({one_form(n) for n in _folders(submitted, assignment) if _is_id(submitted, n)})


def strangers(submitted: Path, assignment: str) -> list[str]:
    """Return the folders that no gradebook can record, by their quoted names."""
    return sorted(ascii(n) for n in _folders(submitted, assignment) if not _is_id(submitted, n))


def _folders(submitted: Path, assignment: str) -> list[str]:
    if not submitted.is_dir():
        return []
    return [
        entry.name
        for entry in os.scandir(submitted)
        if not entry.name.startswith(".") and _holds(Path(entry.path), assignment)
    ]


def _holds(folder: Path, name: str) -> bool:
    if os.path.lexists(folder / name):
        return True
    try:
        return one_form(name) in map(one_form, os.listdir(folder))
    except OSError:
        return False


def _is_id(submitted: Path, folder: str) -> bool:
    name = one_form(folder)
    twice = name != folder and os.path.lexists(submitted / name)
    return is_harmless(name) and len(name) <= LONGEST_ID and not twice


def read(submitted: Path, student: str, assignment: str, zone: str = "UTC") -> Submission:
    """Read every file of a submission, following no link and opening no device.

    The zone is the course's own, which decides what an abbreviation in a timestamp means.

    A submission with a link, a pipe, a device, an unreadable file, or too many or too large ones
    is returned without files and with its problem.
    """
    try:
        files = _read(submitted, student, assignment)
        return Submission(student, files, _timestamp(files.get(TIMESTAMP, b""), zone))
    except NeedsAttention as problem:
        return Submission(student, {}, problem=problem)


def _read(submitted: Path, student: str, assignment: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    size = 0
    folder = _enter(_enter(os.open(submitted, os.O_RDONLY), student), assignment)
    try:
        for path, content in _contents(folder, "", DEEPEST_FOLDER):
            name = one_form(path)
            if name in files:
                raise NeedsAttention(
                    Reason.BAD_FILE, f"{name!r} is there in two spellings of its accents."
                )
            files[name] = content
            size += len(content)
            if len(files) > MOST_FILES or size > LARGEST_SUBMISSION:
                raise NeedsAttention(
                    Reason.TOO_LARGE,
                    f"The submission has over {MOST_FILES} files or "
                    f"{LARGEST_SUBMISSION // 1_000_000} MB; hand in the notebook and its data.",
                )
    finally:
        os.close(folder)
    return files


def _timestamp(content: bytes, zone: str) -> datetime | None:
    first = content[:_LONGEST_TIMESTAMP]
    try:
        text = decoded(first).strip()
        return in_utc(text, zone) if text else None
    except UnknownZone as unknown:
        raise NeedsAttention(
            Reason.BAD_FILE, f"{TIMESTAMP} says {text!r}, and {unknown}; give it as UTC."
        ) from None
    except (ValueError, OverflowError):
        raise NeedsAttention(
            Reason.BAD_FILE, f"{TIMESTAMP} does not say when it was handed in: {first[:50]!r}."
        ) from None


def _enter(folder: int, name: str) -> int:
    """Open a folder inside an open one, which is closed."""
    try:
        return os.open(
            _spelled(folder, name), os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder
        )
    except OSError:
        raise NeedsAttention(Reason.BAD_FILE, f"{name!r} is a link or not a folder.") from None
    finally:
        os.close(folder)


def _spelled(folder: int, name: str) -> str:
    """Return a name in a folder as the folder writes it."""
    names = os.listdir(folder)
    return name if name in names else {one_form(n): n for n in names}.get(one_form(name), name)


def _contents(folder: int, prefix: str, depth: int) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(os.scandir(folder), key=lambda e: e.name):
        path = prefix + entry.name
        if not is_harmless(path):
            raise NeedsAttention(
                Reason.BAD_FILE, f"A file has control characters in its name: {path!r}."
            )
        if entry.is_symlink():
            raise NeedsAttention(Reason.BAD_FILE, f"{path!r} is a link; hand in the file itself.")
        if not entry.is_dir(follow_symlinks=False):
            yield path, _content(folder, entry.name, path)
        elif entry.name not in (".ipynb_checkpoints", "__pycache__"):
            if depth == 0:
                raise NeedsAttention(Reason.TOO_LARGE, f"{path!r}: folders are nested too deeply.")
            inner = os.open(entry.name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
            try:
                yield from _contents(inner, f"{path}/", depth - 1)
            finally:
                os.close(inner)


def _content(folder: int, name: str, path: str) -> bytes:
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError as error:
        raise NeedsAttention(
            Reason.BAD_FILE, f"{path!r} cannot be read: {error.strerror}."
        ) from None
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise NeedsAttention(Reason.BAD_FILE, f"{path!r} is a pipe or a device, not a file.")
        content = opened.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise NeedsAttention(
            Reason.TOO_LARGE,
            f"{path!r} is larger than {LARGEST_FILE // 1_000_000} MB; "
            "clear the notebook's outputs and hand in again.",
        )
    return content
