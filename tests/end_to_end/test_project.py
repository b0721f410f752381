"""Projects whose experiment takes longer than grading allows: with their numbers kept, or not."""

import json

import numpy as np
import pytest
from nbgrader.api import Gradebook

from tests.course import PS8, Course, answered, solution_cells

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
    """Two students' projects, graded where a cell has 20 seconds: ada's with a file, ben's not."""
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write("\nc.ExecutePreprocessor.timeout = 20\n")
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
    assert entries["ben"]["state"] == "needs attention"
    assert "experiment" in str(entries["ben"])
    assert "and on it goes" in _autograded(course, "ben")
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        for student in entries:
            grades = gradebook.find_submission_notebook(PS8, PS8, student).grades
            assert sum(g.auto_score or 0 for g in grades) == 40
