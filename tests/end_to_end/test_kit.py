"""A student's way, from the kit to what is collected, as a Unix user of its own."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.course import ROOT, Course
from tests.users import FIRST, FIRST_NAME, User, only_root

from .small import PS, RIGHT, fill


def _kit(course: Course) -> zipfile.ZipFile:
    shutil.copytree(ROOT / "course", course.root / "course")
    (course.root / "course" / ".ipynb_checkpoints").mkdir()
    (course.root / "course" / ".ipynb_checkpoints" / "old.ipynb").write_text("{}")
    said = course.run("gradelab", "kit")
    assert said == f"wrote trainlab.zip: lectures, {PS}, and how to hand in\n"
    return zipfile.ZipFile(course.root / "trainlab.zip")


def test_the_kit_holds_no_secret_and_is_the_same_each_time(released_small, tmp_path):
    course = released_small.copied(tmp_path)
    with _kit(course) as kit:
        contents = {name: kit.read(name) for name in kit.namelist()}
    assert "trainlab/course/00-playground.ipynb" in contents
    assert not [name for name in contents if "checkpoints" in name or "solutions" in name]
    released = (course.root / "assignments" / PS / f"{PS}.ipynb").read_bytes()
    assert contents[f"trainlab/{PS}/{PS}.ipynb"] == released
    for name, data in contents.items():
        for secret in (b"gradelab", b"BEGIN SOLUTION", b"HIDDEN TESTS", b"hidden: negative"):
            assert secret not in data, (name, secret)
    first = (course.root / "trainlab.zip").read_bytes()
    course.run("gradelab", "kit", "--to", "again.zip")
    assert (course.root / "again.zip").read_bytes() == first
    shutil.rmtree(course.root / "assignments")
    assert "run 'gradelab release' first" in course.run("gradelab", "kit", fails=True)


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that everyone can enter, and in it a student's home."""
    only_root()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        made = Path(folder, "home")
        made.mkdir()
        shutil.chown(made, FIRST)
        yield made


def test_a_student_fetches_and_hands_in_from_a_plain_home(released_small, home):
    course = released_small.copied(home.parent)
    course.exchange.rmdir()
    course.run("nbgrader", "release_assignment", PS)
    with _kit(course) as kit:
        kit.extractall(home)
    folder = home / "trainlab"
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, FIRST)

    environment = course.environment.copy()
    del environment["TRAINLAB_EXCHANGE"]  # the kit knows it
    student = User(FIRST, home, environment)
    shutil.rmtree(folder / PS)
    student.run(folder, "nbgrader", "fetch_assignment", PS)
    notebook = folder / PS / f"{PS}.ipynb"
    answered = fill(notebook.read_text(), RIGHT)
    notebook.write_text(answered)
    student.run(folder, "nbgrader", "submit", PS)
    course.run("nbgrader", "collect", PS)
    collected = course.root / "grading" / "submitted" / FIRST_NAME / PS / f"{PS}.ipynb"
    assert collected.read_text() == answered
