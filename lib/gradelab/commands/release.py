"""``gradelab release``: the student version of every problem set, by nbgrader's own converter."""

import filecmp
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log
from traitlets.config import Config

from gradelab.commands import grade
from gradelab.converters import Release
from gradelab.core.errors import GradelabError, SandboxUnavailable
from gradelab.course import additions, template
from gradelab.course import course as courses
from gradelab.course.source import require_releasable
from gradelab.course.template import Template
from gradelab.sandbox import Limits
from gradelab.workers import basis, plans


@dataclass(frozen=True)
class Released:
    """One problem set, and whether it was "written", is "unchanged", or "differs".

    Attributes:
        name: of the problem set.
        state: one of these words.
        remarks: what its instructor should know about its tests, a sentence each.
    """

    name: str
    state: str
    remarks: tuple[str, ...] = ()


def run(names: Sequence[str], check: bool) -> list[Released]:
    """Release the named problem sets, or all.

    Args:
        names: problem sets, folders of solutions/.
        check: write nothing, only compare with what lies in assignments/.

    Raises:
        GradelabError: for an unknown problem set, one that nbgrader cannot convert, or one whose
            reference solution fails its own tests.
    """
    course, config = courses.load()
    for name in names:
        courses.require(course, name)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        database = _gradebook(scratch)
        return [
            _release(name, course, config, check, scratch, database)
            for name in names or courses.problem_sets(course)
        ]


def _gradebook(folder: Path) -> str:
    """Return the address of a new gradebook, to be thrown away.

    nbgrader has a process of its own look up which version one is that has no table, and that takes
    longer than to convert a problem set.
    """
    path = folder / "gradebook.db"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    return f"sqlite:///{path}"


def _release(
    name: str, course: CourseDirectory, config: Config, check: bool, scratch: Path, database: str
) -> Released:
    """Release one problem set; how it looks anew lies in ``scratch`` and in that gradebook."""
    released = Path(course.root) / course.release_directory / name
    for path in sorted((courses.folder(course, "source") / name).glob("*.ipynb")):
        require_releasable(path.stem, template.source_notebook(path), config)
    _convert(name, config, str(scratch), database)
    same = _same_files(scratch / name, released)
    if check:
        return Released(name, "unchanged" if same else "differs")
    with closing(Gradebook(database, course.course_id)) as book:
        recorded = template.load(book, name, courses.folder(course, "source") / name)
    remarks = _tried(recorded, course, config)
    with closing(Gradebook(course.db_url, course.course_id)) as book:
        added = additions.make_room(book, recorded)
    if added:
        additions.remember(courses.folder(course, "autograded"), name, added)
    # Also where nothing changes for students: the gradebook may not know the tests that are hidden.
    _convert(name, config, course.release_directory)
    return Released(name, "unchanged" if same else "written", (*remarks, *_to_grade_again(name)))


def _to_grade_again(name: str) -> Iterator[str]:
    """Say whose scores no longer stand, and why."""
    again = grade.to_do(name, grade.Options(workers=1))
    graded = {student: why for student, why in again.items() if why != grade.NOT_YET}
    for line in grade.in_words(graded):
        yield f"'gradelab grade {name}' will grade again, since {line}"


def _tried(recorded: Template, course: CourseDirectory, config: Config) -> tuple[str, ...]:
    """Have the reference solution run under its tests; return what is to be said about them.

    Raises:
        GradelabError: when it fails one of them.
    """
    limits = Limits.of_cells(config.ExecutePreprocessor.get("timeout"))
    autograded, hidden = courses.folder(course, "autograded"), [Path(course.root)]
    try:
        known = plans.remembered(recorded, limits, basis.settings(config), autograded, hidden)
    except SandboxUnavailable as unavailable:
        return (f"The reference solution was not tried: {unavailable}",)
    several = len(known) > 1
    return tuple(
        f"{name}: {remark}" if several else remark
        for name, plan in known.items()
        for remark in plan.remarks
    )


def _convert(name: str, config: Config, into: str, database: str | None = None) -> None:
    """Run nbgrader's converter for one problem set, into a folder."""
    folders = Config({"CourseDirectory": {"assignment_id": name, "release_directory": into}})
    if database is not None:
        folders.CourseDirectory.db_url = database
    merged = deepcopy(config)
    merged.merge(folders)
    converter = Release(coursedir=CourseDirectory(config=merged), config=merged)
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
