"""``gradelab feedback``: a page for every student, by nbgrader's own converter."""

import re
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import capture_log, is_locked
from tqdm import tqdm
from traitlets.config import Config

from gradelab.core.errors import GradelabError
from gradelab.course import course as courses
from gradelab.notebooks.inert import make_inert

#: Seconds that a page may take; one of an ordinary notebook takes about one.
PATIENCE = 120
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
#: Hidden lines shorter than this say nothing of their own, and stand in what others print.
_SHORTEST = 4
#: What IPython writes before a line of code in a traceback.
_GUTTER = re.compile(r"^(-+>)?\s*\d+ ?")


class Harmless(NbGraderPreprocessor):
    """Leaves nothing in a page that a browser would run; see ``gradelab.inert``."""

    def preprocess(
        self, notebook: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Change the notebook in place."""
        make_inert(notebook)
        return notebook, resources


class HideTests(ClearHiddenTests):
    """Takes hidden tests out of a page, and their lines out of what the tests show.

    ``c.HideTests.enabled = False`` shows them.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Change a cell in place; a student's own cell may say what it likes."""
        if not is_locked(cell):
            return cell, resources
        before = cell.source.splitlines()
        self._remove_hidden_test_region(cell)
        hidden = {line.strip() for line in before} - {
            line.strip() for line in cell.source.splitlines()
        }
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.traceback = [_without(hidden, text) for text in output.traceback]
                output.evalue = _unspoken(hidden, output.evalue)
            elif output.output_type == "stream":
                output.text = _unspoken(hidden, output.text)
            elif "text/plain" in output.data:
                output.data["text/plain"] = _unspoken(hidden, output.data["text/plain"])
        return cell, resources


def _without(hidden: set[str], traceback: str) -> str:
    lines = _COLOUR.sub("", traceback).splitlines()
    return "\n".join(line for line in lines if _GUTTER.sub("", line).strip() not in hidden)


def _unspoken(hidden: set[str], text: str) -> str:
    """Return what a student's function said without lines that quote a hidden one."""
    quoted = [line for line in hidden if len(line) >= _SHORTEST]
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not any(quote in line for quote in quoted))


@dataclass(frozen=True)
class Page:
    """One student's feedback, or why there is none."""

    student: str
    folder: Path
    problem: str = ""


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
    return [page.result() for page in pages]


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
