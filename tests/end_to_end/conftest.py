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
    course.run("nbgrader", "db", "student", "import", str(students))
    course.run("nbgrader", "generate_assignment", PS1)
    course.run("nbgrader", "release_assignment", PS1)
    for name, answers in HONEST.items():
        home = course.root.parent / name
        home.mkdir()
        as_student = ("--course", "trainlab", f"--Exchange.root={course.exchange}")
        course.run("nbgrader", "fetch_assignment", PS1, *as_student, cwd=home)
        answered(course.released, answers, home / PS1 / f"{PS1}.ipynb")
        who = f"--CourseDirectory.student_id={name}"
        course.run("nbgrader", "submit", PS1, *as_student, who, cwd=home)
    for command in ("collect", "autograde", "generate_feedback"):
        course.run("nbgrader", command, PS1)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory) -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own, that stay warm."""
    with machines(tmp_path_factory.mktemp("cluster"), workers=2) as (address, _):
        yield address
