"""``gradelab feedback``: a page for every student, by nbgrader's own converter."""

import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from tqdm import tqdm
from traitlets.config import Config

from gradelab.core.errors import GradelabError
from gradelab.course import course as courses
from gradelab.course.gradebook import grades
from gradelab.preprocessors import Harmless, HideTests

#: The preprocessors under the names that courses' configurations gave them first.
__all__ = ["PATIENCE", "Harmless", "HideTests", "Page", "run"]

#: Seconds that a page may take; one of an ordinary notebook takes about one.
PATIENCE = 120


@dataclass(frozen=True)
class Page:
    """One student's feedback, or why there is none.

    Attributes:
        student: the student's id.
        folder: where the pages are.
        problem: why there are none, or empty.
        waiting: whether points in it still wait for a person.
    """

    student: str
    folder: Path
    problem: str = ""
    waiting: bool = False


def run(
    assignment: str, workers: int, students: Sequence[str] = (), show_tests: bool = False
) -> list[Page]:
    """Make the pages of all graded submissions, or of some students.

    Args:
        assignment: its name.
        workers: processes.
        students: only these; all when empty.
        show_tests: leave hidden tests in.

    Raises:
        GradelabError: for an unknown assignment, or when nothing is graded, or nothing of a
            named student.
    """
    course, config = courses.load()
    courses.require(course, assignment)
    autograded = courses.folder(course, "autograded")
    found = sorted(folder.parent.name for folder in autograded.glob(f"*/{assignment}"))
    for student in students or [""]:
        if not found or (student and student not in found):
            whose = f" of {student!r}" if student else ""
            raise GradelabError(
                f"Nothing{whose} is graded in {assignment}; run 'gradelab grade {assignment}'."
            )
    if show_tests:
        config.HideTests.enabled = False
    with ProcessPoolExecutor(workers) as pool:
        pages = [pool.submit(_page, student, assignment, config) for student in students or found]
        for _ in tqdm(as_completed(pages), total=len(pages), unit="", disable=None):
            pass
    with closing(Gradebook(course.db_url, course.course_id)) as book:
        waiting = {grade.student for grade in grades(book, assignment) if grade.waiting}
    made = [page.result() for page in pages]
    return [replace(page, waiting=page.student in waiting) for page in made]


def _page(student: str, assignment: str, config: Config) -> Page:
    merged = deepcopy(config)
    merged.CourseDirectory.assignment_id = assignment
    merged.CourseDirectory.student_id = student
    course = CourseDirectory(config=merged)
    converter = GenerateFeedback(coursedir=course, config=merged)
    converter.force = True
    folder = courses.folder(course, "feedback") / student / assignment
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(PATIENCE)
    try:
        result = capture_log(converter)
    except _TooSlow:
        return Page(student, folder, f"the page took over {PATIENCE} s: is a cell very long?")
    finally:
        signal.alarm(0)
    return Page(student, folder, "" if result["success"] else "nbgrader could not make the page")


class _TooSlow(BaseException):
    """A page takes too long; no library is to catch it."""


def _give_up(number: int, frame: FrameType | None) -> None:
    raise _TooSlow
