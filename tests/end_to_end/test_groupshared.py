"""Two instructors, each a Unix user, who share a course by a group: ``groupshared``."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.course import Course
from tests.users import FIRST, SECOND, User, only_root

from .small import PS, RIGHT, fill, handed_in

#: The group that both are in.
GROUP = 100


@pytest.fixture
def shared_course(released_small) -> Iterator[Course]:
    """A course that the group can write, in a folder that everyone can enter."""
    only_root()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        course = handed_in(released_small, Path(folder), 2)
        with (course.root / "nbgrader_config.py").open("a") as config:
            config.write("\nc.CourseDirectory.groupshared = True\n")
        for path in (course.root, *course.root.rglob("*")):
            shutil.chown(path, FIRST, GROUP)
            path.chmod(0o2775 if path.is_dir() else 0o664)
        for user in (FIRST, SECOND):
            home = Path(folder, str(user))
            home.mkdir()
            shutil.chown(home, user)
        yield course


def test_what_one_has_graded_the_other_grades_again_and_comments(shared_course):
    course = shared_course
    first, second = (
        User(number, course.root.parent / str(number), course.environment, (GROUP,))
        for number in (FIRST, SECOND)
    )

    def gradelab(user: User, *arguments: str) -> str:
        return user.run(course.root, "gradelab.cli", *arguments)

    grade = ("grade", PS, "--workers", "1", "--unsafe", "--json")
    feedback = ("feedback", PS, "--workers", "1")
    for user in (first, second, first):
        entries = json.loads(gradelab(user, *grade, "--again"))
        assert [entry["score"] for entry in entries] == [10, 10]
        assert "feedback for 2 of 2" in gradelab(user, *feedback, "--again")
    released = (course.root / "assignments" / PS / f"{PS}.ipynb").read_text()
    late = course.root / "grading" / "submitted" / "zoe" / PS / f"{PS}.ipynb"
    late.parent.mkdir(parents=True)
    late.write_text(fill(released, RIGHT))
    assert len(json.loads(gradelab(second, *grade))) == 3
    assert "3 of 3 students, 2 of these unchanged" in gradelab(first, *feedback)
    gradelab(second, "release", PS)
