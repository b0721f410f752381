"""Projects whose experiment takes longer than grading allows: with their numbers kept, or not."""

import json
import shutil
import zipfile

import numpy as np
import pytest
from nbgrader.api import Gradebook

from tests.course import PS8, ROOT, Course, answered, solution_cells

#: An experiment that never ends in time, unless its numbers lie beside the notebook.
LONG = """
import time


def make(networks):
    time.sleep(1000)
    return {"losses": np.zeros(networks)}


print("the sum is", kept("long", make, networks=20)["losses"].sum())
"""


@pytest.fixture(scope="module")
def graded(course, cluster) -> tuple[Course, dict[str, dict]]:
    """Two students' projects, graded where a cell has 10 seconds: ada's with a file, ben's not.

    Our own solution trains for few steps here.
    """
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write("\nc.ExecutePreprocessor.timeout = 10\n")
    solution = course.root / "solutions" / PS8 / f"{PS8}.ipynb"
    ours = solution.read_text(encoding="utf-8")
    assert "50), 1000" in ours
    solution.write_text(ours.replace("50), 1000", "50), 20"), encoding="utf-8")
    released = course.root / "assignments" / PS8 / f"{PS8}.ipynb"
    answers = solution_cells(PS8) | {"experiment": LONG, "picture": "print('and on it goes')"}
    for student in ("ada", "ben"):
        folder = course.root / "grading" / "submitted" / student / PS8
        folder.mkdir(parents=True)
        answered(released, answers, folder / f"{PS8}.ipynb")
    kept = course.root / "grading" / "submitted" / "ada" / PS8 / "long.npz"
    np.savez_compressed(kept, settings=json.dumps({"networks": 20}), losses=np.ones(20))
    told = course.run("gradelab", "grade", PS8, "--scheduler", cluster, "--json")
    entries, _ = json.JSONDecoder().raw_decode(told[told.index("[\n") :])
    return course, {entry["student"]: entry for entry in entries}


def _autograded(course: Course, student: str) -> str:
    path = course.root / "grading" / "autograded" / student / PS8 / f"{PS8}.ipynb"
    return path.read_text(encoding="utf-8")


def test_numbers_that_lie_beside_a_notebook_are_read_where_it_is_graded(graded):
    course, entries = graded
    assert entries["ada"]["state"] == "graded"
    assert "the sum is 20.0" in _autograded(course, "ada")


def test_a_project_that_takes_too_long_needs_attention_and_keeps_its_other_points(graded):
    course, entries = graded
    assert entries["ben"]["state"] == "needs-attention"
    assert entries["ben"]["reason"] == "it ran too long"
    assert "experiment" in entries["ben"]["detail"]
    assert "and on it goes" in _autograded(course, "ben")
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        for student, entry in entries.items():
            grades = gradebook.find_submission_notebook(PS8, PS8, student).grades
            tests = [g for g in grades if g.name.startswith("test-")]
            # On a busy machine a test may wait for a person too; none is lost in silence.
            waiting = [g for g in tests if g.name in entry["detail"]]
            lost = [g for g in tests if (g.auto_score or 0) < g.max_score]
            assert {g.name for g in lost} == {g.name for g in waiting}


def test_the_kit_holds_the_project_and_no_example_of_one(course):
    shutil.copytree(ROOT / "docs", course.root / "docs")
    (course.root / "course").mkdir(exist_ok=True)
    course.run("gradelab", "kit")
    with zipfile.ZipFile(course.root / "trainlab.zip") as kit:
        names = kit.namelist()
    assert f"trainlab/{PS8}/{PS8}.ipynb" in names
    assert not [name for name in names if "example" in name or "docs" in name]
