"""gradelab release: drift, errors in one sentence, no change without need."""

import json
import re
import shutil

import pytest

from tests.course import PS1, PS5, ROOT, Course

#: Those whose solutions run for the shortest time; ``released`` has them all.
TWO = (PS1, PS5)


@pytest.fixture
def fresh(tmp_path) -> Course:
    return Course.unreleased(tmp_path, TWO)


@pytest.fixture
def course(released, tmp_path) -> Course:
    """A released course of the test's own."""
    return released.copied(tmp_path)


def test_release_writes_once_and_then_finds_nothing_to_do(released, course):
    assert f"{PS1}: written" in (released.root.parent / "said.txt").read_text()
    said = course.run("gradelab", "release", *TWO)
    assert all(f"{name}: unchanged" in said for name in TWO)
    assert course.released.read_bytes() == released.released.read_bytes()


def test_a_checkout_that_holds_the_release_can_be_graded_after_it(fresh):
    shutil.copytree(ROOT / "assignments", fresh.root / "assignments")
    assert f"{PS1}: unchanged" in fresh.run("gradelab", "release", PS1)
    assert "0 graded" in fresh.run("gradelab", "grade", PS1)


def test_a_hidden_test_that_changes_reaches_the_gradebook(course):
    source = course.root / "solutions" / PS1 / f"{PS1}.ipynb"
    source.write_text(re.sub(r"(thorough=True, seed=)\d+", r"\g<1>12345678", source.read_text()))
    assert "run 'gradelab release" in course.run("gradelab", "grade", PS1, fails=True)
    assert f"{PS1}: unchanged" in course.run("gradelab", "release", PS1)
    assert "0 graded" in course.run("gradelab", "grade", PS1)


def test_check_finds_drift_and_writes_nothing(course):
    edited = course.released.read_text().replace("by hand", "by foot")
    course.released.write_text(edited)
    output = course.run("gradelab", "release", "--check", *TWO, fails=True)
    assert "run 'gradelab release' and commit the result" in output
    assert course.released.read_text() == edited


def test_results_can_be_had_as_json(fresh):
    output = fresh.run("gradelab", "release", "--check", "--json", fails=True)
    results, _ = json.JSONDecoder().raw_decode(output)
    assert results == [{"id": name, "state": "differs", "remarks": []} for name in TWO]


def test_an_unknown_problem_set_is_explained(fresh):
    output = fresh.run("gradelab", "release", "ps9", fails=True)
    known = ", ".join(TWO)
    assert output.strip() == f"gradelab: 'ps9' is not a problem set; solutions/ has {known}."


def test_outside_the_course_it_says_where_to_go(fresh, tmp_path):
    output = fresh.run("gradelab", "release", cwd=tmp_path, fails=True)
    assert "change into the course folder" in output


def test_a_cell_without_its_marks_is_explained_without_a_traceback(fresh):
    source = fresh.root / "solutions" / PS1 / f"{PS1}.ipynb"
    source.write_text(source.read_text().replace("### END SOLUTION", "### END", 1))
    output = fresh.run("gradelab", "release", fails=True)
    assert f"{PS1}.ipynb cannot be released: in cell 5" in output
    assert "BEGIN SOLUTION has no END SOLUTION below it" in output
    assert "Traceback" not in output
    assert output.count("\n") == 1
