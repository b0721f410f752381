"""A problem set with a test that only the student's own kernel can run, to its feedback."""

import json

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.course import Course
from tests.gradelab import small

from .small import PS, TANH, fill

HIDDEN = "assert double(-1.5).x == -3, 'negative numbers'"
#: What a process that is not the student's cannot see of an object: the name of its class.
TEST = f"""assert type(double(3)).__name__ == "Twice"
### BEGIN HIDDEN TESTS
{HIDDEN}
### END HIDDEN TESTS
"""
TWICE = """class Twice:
    def __init__(self, x):
        self.x = 2 * x
double = Twice
"""
#: Prints and raises the source of the test that calls it.
SPY = """def double(x):
    import sys
    source = get_ipython().user_ns["In"][-1]
    print("I saw", source)
    raise ValueError(source)
"""
#: Is found too where the answer that is known to be wrong has taken its place.
STUBBORN = f"{TWICE}\nimport builtins\nbuiltins.double = Twice"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    course = Course.unreleased(tmp_path_factory.mktemp("inside"))
    source = course.root / "solutions" / PS
    source.mkdir()
    solution = f"### BEGIN SOLUTION\n{TWICE}### END SOLUTION"
    notebook = small.notebook(small.RIGHT | {"double": solution})
    notebook.cells[3].source = TEST
    nbformat.write(notebook, source / f"{PS}.ipynb")
    return course


@pytest.fixture(scope="module")
def said(course) -> str:
    """What release said of it."""
    return course.run("gradelab", "release", PS)


@pytest.fixture(scope="module")
def graded(course, said, cluster) -> str:
    empty = (course.root / "assignments" / PS / f"{PS}.ipynb").read_text()
    for student, double in {"ada": TWICE, "spy": SPY, "stubborn": STUBBORN}.items():
        path = course.root / "grading" / "submitted" / student / PS / f"{PS}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(fill(empty, {"double": double, "tanh": TANH}))
    return course.run("gradelab", "grade", PS, "--scheduler", cluster)


def _graded(course, cluster: str, *options: str) -> dict[str, dict]:
    output = course.run("gradelab", "grade", PS, "--scheduler", cluster, "--json", *options)
    entries, _ = json.JSONDecoder().raw_decode(output[output.index("[\n") :])
    return {entry["student"]: entry for entry in entries}


def test_release_names_the_test(said):
    assert f"{PS}: written" in said
    assert "test-double can only run in the student's own kernel" in said
    assert "test-tanh" not in said


def test_grade_names_it_and_counts_the_points_given_so(course, graded, cluster):
    assert "scored in students' own kernels, where tests can be deceived:\n" in graded
    assert "  test-double: 1 of 3\n" in graded
    entries = _graded(course, cluster)
    assert {s: e["inside"] for s, e in entries.items()} == {
        "ada": ["test-double"],
        "spy": [],
        "stubborn": [],
    }
    assert {s: e["score"] for s, e in entries.items()} == {"ada": 10, "spy": 6, "stubborn": 0}


def test_what_an_answer_saw_of_a_hidden_test_is_not_in_the_feedback(course, graded):
    course.run("gradelab", "feedback", PS, "--workers", "1", "--student", "spy")
    page = (course.root / "grading" / "feedback" / "spy" / PS / f"{PS}.html").read_text()
    assert "I saw" in page
    assert "negative numbers" not in page


def test_a_person_can_accept_what_seems_to_have_tampered(course, graded, cluster):
    suspected = _graded(course, cluster)["stubborn"]
    assert suspected["reason"] == "it seems to have tampered with the tests"
    refused = course.run("gradelab", "grade", PS, "--accept", fails=True)
    assert refused == (
        "gradelab: --accept is for submissions that a person has looked at: add --student ID.\n"
    )
    accepted = _graded(course, cluster, "--accept", "--student", "stubborn")["stubborn"]
    assert (accepted["state"], accepted["score"]) == ("graded", 10)
    assert accepted["detail"] == (
        "A person has accepted it. A wrong answer passes test-double in its kernel."
    )
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        notebook = gradebook.find_submission_notebook(PS, PS, "stubborn")
        assert not any(grade.needs_manual_grade for grade in notebook.grades)
        assert not any("attention" in (comment.comment or "") for comment in notebook.comments)
