"""Courses that the tests of this folder read, or copy before they change them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import once
from tests.course import PS1, Course, answered
from tests.machines import machines

from . import small
from .corpus import HONEST


@pytest.fixture(scope="module")
def course(released, tmp_path_factory) -> Course:
    """A released course of the module's own."""
    return released.copied(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def released_small(shared) -> Course:
    """A course whose small problem set is released: to be copied, not to be changed."""
    return Course(once(shared / "small", small.release))


@pytest.fixture(scope="session")
def by_nbgrader(shared) -> Course:
    """The honest submissions, from release to feedback by nbgrader's own commands: to be read."""
    return Course(once(shared / "by-nbgrader", _round_trip))


def _round_trip(folder: Path) -> None:
    course = Course.unreleased(folder)
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write("\ndel c.Autograde\n")  # nbgrader's own way, without gradelab
    students = course.root / "students.csv"
    students.write_text("\n".join(["id", *HONEST]))
    root, homes = course.root, {name: course.root.parent / name for name in HONEST}
    as_student = ("--course", "trainlab", f"--Exchange.root={course.exchange}")
    for home in homes.values():
        home.mkdir()
    course.nbgrader(
        (root, "db", "student", "import", students),
        (root, "generate_assignment", PS1),
        (root, "release_assignment", PS1),
        *((home, "fetch_assignment", PS1, *as_student) for home in homes.values()),
    )
    for name, home in homes.items():
        answered(course.released, HONEST[name], home / PS1 / f"{PS1}.ipynb")
    course.nbgrader(
        *(
            (home, "submit", PS1, *as_student, f"--CourseDirectory.student_id={name}")
            for name, home in homes.items()
        ),
        *((root, command, PS1) for command in ("collect", "autograde", "generate_feedback")),
    )


@pytest.fixture(scope="session")
def cluster(tmp_path_factory) -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own, that stay warm."""
    with machines(tmp_path_factory.mktemp("cluster"), workers=2) as (address, _):
        yield address
