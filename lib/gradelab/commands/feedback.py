"""``gradelab feedback``: a page for every student, by nbgrader's own converter."""

import hashlib
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from pathlib import Path
from types import FrameType

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from tqdm import tqdm
from traitlets.config import Config

from gradelab.converters import Pages
from gradelab.core.errors import GradelabError
from gradelab.course import course as courses
from gradelab.course import gradebook
from gradelab.preprocessors import Harmless, HideTests

#: The preprocessors under the names that courses' configurations gave them first.
__all__ = ["PATIENCE", "Harmless", "HideTests", "Page", "run"]

#: Seconds that a page may take; one of an ordinary notebook takes about one.
PATIENCE = 120
#: Beside a page: the fingerprint of what it was made of.
FINGERPRINT = ".gradelab"
#: A page is made again with another version of one of these.
_MADE_BY = ("trainlab", "nbgrader", "nbconvert", "jinja2", "latex2mathml")
#: In a worker process: what its pages are made by.
_order: tuple[str, Config]


@dataclass(frozen=True)
class Page:
    """One student's feedback, or why there is none.

    Attributes:
        student: the student's id.
        folder: where the page lies.
        problem: why it could not be made, or empty.
        unchanged: whether it lay there already, made of the same.
        waiting: whether points in it still wait for a person.
    """

    student: str
    folder: Path
    problem: str = ""
    unchanged: bool = False
    waiting: bool = False


def run(
    assignment: str,
    workers: int,
    students: Sequence[str] = (),
    show_tests: bool = False,
    again: bool = False,
) -> list[Page]:
    """Make the pages of all graded submissions, or of some students; leave those that stand.

    Args:
        assignment: its name.
        workers: processes.
        students: only these; all when empty.
        show_tests: leave hidden tests in.
        again: make also what is made already.

    Raises:
        GradelabError: for an unknown assignment, or when nothing is graded, or nothing of a
            named student.
    """
    course, config = courses.load()
    courses.require(course, assignment)
    if show_tests:
        config.HideTests.enabled = False
    graded = _graded(course, assignment)
    for student in students or [""]:
        if not graded or (student and student not in graded):
            whose = f" of {student!r}" if student else ""
            raise GradelabError(
                f"Nothing{whose} is graded in {assignment}; run 'gradelab grade {assignment}'."
            )
    chosen = {s: _folder(course, s, assignment, "feedback") for s in students or graded}
    fingerprints = _fingerprints(course, config, assignment, [*chosen])
    made = {
        student: Page(student, folder, unchanged=True)
        for student, folder in chosen.items()
        if not again and _made_of(folder) == fingerprints[student]
    }
    to_do = {student: folder for student, folder in chosen.items() if student not in made}
    for page in _made(assignment, config, to_do, workers):
        made[page.student] = page
        if not page.problem:
            (page.folder / FINGERPRINT).write_text(fingerprints[page.student])
    with closing(Gradebook(course.db_url, course.course_id)) as book:
        waiting = {grade.student for grade in gradebook.grades(book, assignment) if grade.waiting}
    return [replace(made[student], waiting=student in waiting) for student in chosen]


def _made_of(folder: Path) -> str:
    """Return the fingerprint of what the pages in a folder were made of; empty for none."""
    found, fingerprint = list(folder.glob("*.html")), folder / FINGERPRINT
    return fingerprint.read_text() if found and fingerprint.is_file() else ""


def _graded(course: CourseDirectory, assignment: str) -> list[str]:
    autograded = courses.folder(course, "autograded")
    folders = [path for path in autograded.glob("[!.]*") if (path / assignment).is_dir()]
    return sorted(folder.name for folder in folders)


def _folder(course: CourseDirectory, student: str, assignment: str, step: str) -> Path:
    return courses.folder(course, step) / student / assignment


def _fingerprints(
    course: CourseDirectory, config: Config, assignment: str, students: Sequence[str]
) -> dict[str, str]:
    """Return, by student, a fingerprint of all that a page is made of."""
    with closing(Gradebook(course.db_url, course.course_id)) as book:
        shown = gradebook.shown(book, assignment)
    versions = [f"{name} {metadata.version(name)}" for name in _MADE_BY]
    common = repr((versions, sorted(config.items())))
    found = {}
    for student in students:
        whole = hashlib.sha256(f"{common}{shown.get(student)}".encode())
        source = _folder(course, student, assignment, "autograded")
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            for part in (str(path.relative_to(source)).encode(), path.read_bytes()):
                whole.update(len(part).to_bytes(8, "big") + part)
        found[student] = whole.hexdigest()
    return found


def _made(
    assignment: str, config: Config, students: Mapping[str, Path], workers: int
) -> Iterator[Page]:
    """Give the pages as worker processes make them."""
    if not students:
        return
    with ProcessPoolExecutor(
        min(workers, len(students)), initializer=_open, initargs=(assignment, config)
    ) as pool:
        pages = [pool.submit(_page, student, folder) for student, folder in students.items()]
        try:
            for page in tqdm(as_completed(pages), total=len(pages), unit="", disable=None):
                yield page.result()
        except BrokenProcessPool:
            raise GradelabError(
                "a process that makes pages was killed, most likely for want of memory: the pages "
                "made so far are kept; run the command again with fewer --workers."
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _open(assignment: str, config: Config) -> None:
    """Keep what the worker's converter is made from."""
    global _order
    _order = assignment, config
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all: the first process ends them
    signal.signal(signal.SIGALRM, _give_up)


@cache
def _converter() -> Pages:
    return Pages(*_order)


def _page(student: str, folder: Path) -> Page:
    signal.alarm(PATIENCE)
    try:
        _converter().make(student)
    except _TooSlow:
        return Page(student, folder, f"the page took over {PATIENCE} s: is a cell very long?")
    except Exception as error:
        return Page(student, folder, f"nbgrader could not make the page: {_first_line(error)}")
    finally:
        signal.alarm(0)
    return Page(student, folder)


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]


class _TooSlow(BaseException):
    """A page takes too long; no library is to catch it."""


def _give_up(number: int, frame: FrameType | None) -> None:
    raise _TooSlow
