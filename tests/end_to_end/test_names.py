"""Names that people give to folders, files and themselves, from release to feedback."""

import re
import unicodedata
from pathlib import Path

from tests.course import Course

from . import small
from .test_robust import listed

PS = "ps [1]"
JOSE = "Jos\u00e9"


def _hand_in(course: Course, student: str, answers: dict[str, str], *names: str) -> Path:
    released = (course.root / "assignments" / PS / f"{PS}.ipynb").read_text()
    folder = course.root / "grading" / "submitted" / student / PS
    folder.mkdir(parents=True)
    for name in names or (PS,):
        (folder / f"{name}.ipynb").write_text(small.fill(released, answers))
    return folder


def test_brackets_spaces_accents_and_new_names_survive_the_whole_way(tmp_path):
    folder = tmp_path / "[2026] a+b"
    folder.mkdir()
    small.release(folder, PS)
    course = Course(folder)
    left_over = course.root / "solutions" / PS / ".ipynb_checkpoints"
    left_over.mkdir()
    (left_over / "solved.ipynb").write_text("{}")
    assert f"{PS}: unchanged" in course.run("gradelab", "release", PS)

    right = _hand_in(course, "x[1]", small.RIGHT)
    (right / "Screenshot 9.41\u202fAM.png").write_bytes(b"x")
    _hand_in(course, " lead", small.WRONG)
    _hand_in(course, "trail ", small.RIGHT, f"{PS} (1)")
    _hand_in(course, unicodedata.normalize("NFD", JOSE), small.RIGHT)
    _hand_in(course, "two", small.RIGHT, "mine", "copy")
    output = course.run("gradelab", "grade", PS, "--workers", "1", "--json")
    entries = {entry["student"]: entry for entry in listed(output)}
    assert {student: entry["score"] for student, entry in entries.items()} == {
        "x[1]": 10,
        " lead": 6,
        "trail ": 10,
        JOSE: 10,
        "two": 0,
    }
    renamed = f"'{PS} (1).ipynb' was taken for {PS}.ipynb."
    assert entries["trail "]["detail"] == renamed
    assert "'copy.ipynb' and 'mine.ipynb' both have its cells" in entries["two"]["detail"]
    assert f"trail : {renamed}" in course.run("gradelab", "grade", PS)

    assert "feedback for 5 of 5" in course.run("gradelab", "feedback", PS, "--workers", "1")
    for student, entry in entries.items():
        pages = course.root / "grading" / "feedback" / student / PS
        text = re.sub(r"<[^>]+>", "", (pages / f"{PS}.html").read_text(encoding="utf-8"))
        assert f"{entry['score']:g} of 10 points" in text
        assert not list(pages.glob("*.ipynb"))
    assert (course.root / "grading/feedback/x[1]" / PS / "Screenshot 9.41\u202fAM.png").exists()
