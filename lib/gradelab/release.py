"""``gradelab release``: the student version of every problem set, by nbgrader's own converter."""

import filecmp
import re
import tempfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config

from gradelab import course as courses
from gradelab.errors import GradelabError


@dataclass(frozen=True)
class Released:
    """One problem set, and whether it was "written", is "unchanged", or "differs"."""

    name: str
    state: str


def run(names: Sequence[str], check: bool) -> list[Released]:
    """Release the named problem sets, or all.

    Args:
        names: problem sets, folders of solutions/.
        check: write nothing, only compare with what lies in assignments/.

    Raises:
        GradelabError: for an unknown problem set, or one that nbgrader cannot convert.
    """
    course, config = courses.load()
    for name in names:
        courses.require(course, name)
    return [_release(name, course, config, check) for name in names or courses.problem_sets(course)]


def _release(name: str, course: CourseDirectory, config: Config, check: bool) -> Released:
    released = Path(course.root) / course.release_directory / name
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / name
        _convert(name, config, scratch, database=f"sqlite:///{scratch}/gradebook.db")
        same = _same_files(fresh, released)
    if check:
        return Released(name, "unchanged" if same else "differs")
    # Also where nothing changes for students: the gradebook may not know the tests that are hidden.
    _convert(name, config, course.release_directory)
    return Released(name, "unchanged" if same else "written")


def _convert(name: str, config: Config, into: str, database: str | None = None) -> None:
    """Run nbgrader's converter for one problem set, into a folder."""
    folders = Config({"CourseDirectory": {"assignment_id": name, "release_directory": into}})
    if database is not None:
        folders.CourseDirectory.db_url = database
    merged = deepcopy(config)
    merged.merge(folders)
    converter = GenerateAssignment(coursedir=CourseDirectory(config=merged), config=merged)
    converter.force = True
    result = capture_log(converter)
    if not result["success"]:
        raise GradelabError(f"{name} cannot be released: {_reason(result)}")


def _reason(result: dict[str, str]) -> str:
    """Return the sentence in nbgrader's log that says what went wrong."""
    lines = [line.strip() for line in result.get("log", "").splitlines()]
    raised = [
        line.split(": ", 1)[1] for line in lines if re.match(r"[\w.]+(Error|Exception): ", line)
    ]
    return raised[-1] if raised else "nbgrader did not say why; run nbgrader generate_assignment"


def _same_files(a: Path, b: Path) -> bool:
    if not b.is_dir():
        return False
    names = [
        sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file()) for folder in (a, b)
    ]
    return names[0] == names[1] and all(
        filecmp.cmp(a / name, b / name, shallow=False) for name in names[0]
    )
