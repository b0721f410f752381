"""docs/problem-sets.md, to the letter: its files are written, its commands run in their order."""

import re
import shutil
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from tests.course import ROOT, Course, answered

PAGE = (ROOT / "docs" / "problem-sets.md").read_text(encoding="utf-8")
PS = "ps9-descent"
RIGHT = """def descend(A, b, x, lr, steps):
    for _ in range(steps):
        x = x - lr * (A @ x - b)
    return x"""
WRONG = {
    "bob": RIGHT.replace("x - lr", "x + lr"),
    "cyd": RIGHT.replace(" - b)", ")"),
    "dan": "from questions import descend as oracle\n\ndef descend(*inputs):\n"
    "    return oracle.answer(*inputs)",
}


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


QUESTIONS, IMPORTS, SOLUTION, TESTS, MISTAKE = _blocks("python")
#: The exchange is test_docs' to try.
MAKE, MUTANTS, RELEASE, VALIDATE, _, GRADE, AGAIN = _blocks("sh")
(EXPECTED,) = re.findall(r"What went wrong\n(.*?)```", PAGE, re.DOTALL)


def _notebook():
    def cell(source, name, **marks):
        said = {"grade": False, "solution": False, "task": False, "locked": False} | marks
        said |= {"schema_version": 3, "grade_id": name, "cell_type": "code"}
        return new_code_cell(source.rstrip(), metadata={"nbgrader": said})

    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [
        cell(IMPORTS, "imports", locked=True),
        cell(SOLUTION, "descend", solution=True),
        cell(TESTS, "test-descend", grade=True, locked=True, points=10),
    ]
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def said(cluster, tmp_path_factory) -> dict[str, Any]:
    """What each command of the page prints, in their order; students work in between."""
    course = Course.unreleased(tmp_path_factory.mktemp("problem-sets"))
    printed: dict[str, Any] = {}

    def run(block: str, time: str = "") -> None:
        for command in block.splitlines():
            words = command.split()
            there = ("--scheduler", cluster) if words[:2] == ["gradelab", "grade"] else ()
            printed[f"{' '.join(words[:2])}{time}"] = course.run(*words, *there)

    run(MAKE)
    folder = course.root / "solutions" / PS
    (folder / "questions.py").write_text(QUESTIONS)
    printed["mutants"] = course.run(*MUTANTS.split())
    nbformat.write(_notebook(), folder / f"{PS}.ipynb")
    run(RELEASE)
    run(VALIDATE)
    for student in ("ann", *WRONG):
        to = course.root / "grading" / "submitted" / student / PS
        shutil.copytree(course.root / "assignments" / PS, to)
        answer = {"descend": WRONG.get(student, RIGHT)}
        own = answered(to / f"{PS}.ipynb", answer, to / f"{PS}.ipynb")
        if student == "bob":
            printed["at home"] = course.run("nbgrader", "validate", str(own), cwd=to)
    run(GRADE)
    with (folder / "questions.py").open("a") as file:
        file.write(f"\n\n{MISTAKE}")
    run(AGAIN, " again")
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as book:
        found = book.assignment_submissions(PS)
        printed["scores"] = {submission.student.id: submission.score for submission in found}
    page = course.root / "grading" / "feedback" / "cyd" / PS / f"{PS}.html"
    printed["cyd's page"] = page.read_text(encoding="utf-8")
    return printed


def test_the_mutants_are_named(said):
    assert said["mutants"] == "ps9: every known mistake is named.\n"
    assert said["python -m again"] == said["mutants"]


def test_the_release_has_nothing_to_remark_and_the_empty_notebook_says_so(said):
    assert said["gradelab release"].split() == f"{PS}: written".split()
    assert "descend is not written yet." in said["nbgrader validate"]


def test_the_checks_work_at_home(said):
    assert "The sign is wrong: step against the gradient" in said["at home"]


def test_the_points_are_those_deserved_also_of_who_asks_the_oracle(said):
    assert said["scores"] == {"ann": 10, "bob": 0, "cyd": 0, "dan": 0}


def test_the_status_is_as_shown(said):
    assert all(line in said["gradelab status"] for line in EXPECTED.splitlines())


def test_a_mistake_that_was_learned_has_its_name_in_status_and_feedback(said):
    assert "descend: The sign is wrong" in said["gradelab status again"]
    assert (
        "descend: The gradient of x.A x / 2 - b.x is A x - b; you left out b."
        in (said["gradelab status again"])
    )
    assert "you left out b" in said["cyd's page"]
