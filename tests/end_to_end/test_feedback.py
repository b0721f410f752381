"""What a graded class costs to look at again: no start-up of what is not used, no page twice."""

import json
import re
import sys

import pytest
from nbgrader.api import Gradebook

from tests.course import Course

from .small import PS, handed_in

#: What takes long to import, and only grading, releasing and making pages need.
HEAVY = {"distributed", "jupyter_server", "matplotlib", "nbconvert", "torch"}
SCRIPT = """
import sys
from gradelab.cli import main
assert main(sys.argv[1:]) == 0
print("imported:", *{name.split(".")[0] for name in sys.modules})
"""


@pytest.fixture(scope="module")
def graded(released_small, tmp_path_factory) -> Course:
    """A small class whose work is graded."""
    course = handed_in(released_small, tmp_path_factory.mktemp("graded"), 4)
    course.run("gradelab", "grade", PS, "--workers", "1")
    return course


@pytest.mark.parametrize("command", [("grade", PS), ("status", PS), ("export",)], ids=" ".join)
def test_what_only_reads_starts_without_what_it_does_not_use(graded, command):
    output = graded.run(sys.executable, "-c", SCRIPT, *command)
    imported = set(output.rpartition("imported:")[2].split())
    assert "nbgrader" in imported
    assert not imported & HEAVY


def test_a_reader_that_goes_away_is_no_error(graded):
    assert graded.run("bash", "-c", f"gradelab status {PS} | true") == ""


def _feedback(course: Course, *options: str) -> dict[str, bool]:
    """Make the pages; return whether each was left as it was."""
    output = course.run("gradelab", "feedback", PS, "--workers", "2", "--json", *options)
    pages, _ = json.JSONDecoder().raw_decode(output[output.index("[\n") :])
    assert not any(page["problem"] for page in pages)
    return {page["student"]: page["unchanged"] for page in pages}


def test_only_pages_that_would_change_are_made_again_and_all_can_be_handed_out(
    graded,
):
    course, students = graded, [f"s{number:03}" for number in range(4)]
    assert _feedback(course) == dict.fromkeys(students, False)
    assert _feedback(course) == dict.fromkeys(students, True)

    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        gradebook.find_comment("double", PS, PS, "s001").manual_comment = "Well done."
        gradebook.db.commit()
    assert _feedback(course) == dict.fromkeys(students, True) | {"s001": False}
    page = course.root / "grading" / "feedback" / "s001" / PS / f"{PS}.html"
    assert "Well done." in page.read_text(encoding="utf-8")

    page.unlink()
    assert not _feedback(course)["s001"]
    assert "Well done." in page.read_text(encoding="utf-8")
    assert _feedback(course, "--show-tests") == dict.fromkeys(students, False)
    assert "hidden: negative numbers" in page.read_text(encoding="utf-8")
    assert _feedback(course, "--again") == dict.fromkeys(students, False)
    assert "hidden: negative numbers" not in page.read_text(encoding="utf-8")

    # All of them were put in place by hand, without what nbgrader's submit writes.
    course.run("nbgrader", "release_feedback", PS)
    released = list((course.exchange / "trainlab" / "feedback").glob("*.html"))
    texts = {re.sub(r"\s+", " ", path.read_text(encoding="utf-8")) for path in released}
    assert len(released) == len(students)
    assert sum("Well done." in text for text in texts) == 1
