"""Problem set 2, whose rules and class are driven step by step: from the kit to feedback."""

import getpass
import html
import json
import re
import shutil
import zipfile

import pytest
from nbgrader.api import Gradebook

from tests.course import PS2, ROOT, Course, answered, solution_cells

WRONG = {
    "sgd": "def sgd(params, grads, state, lr):\n    return params - lr * grads, state",
    # What the caller writes into the array is seen where there is one process alone.
    "momentum": """def momentum(params, grads, state, lr, momentum=0.9):
    old = state.get("v")
    v = grads if old is None else each(lambda v, g: momentum * v + g, old, grads)
    return each(lambda p, v: p - lr * v, params, v), {"v": v}
""",
    "adam": solution_cells(PS2)["adam"].replace(
        "(np.sqrt(v / (1 - b2**t)) + eps)", "np.sqrt(v / (1 - b2**t) + eps)"
    ),
    "clip_by_norm": """def clip_by_norm(grads, max_norm):
    return each(lambda g: g * min(1.0, max_norm / max(float(np.linalg.norm(g)), 1e-300)), grads)
""",
    "Optimizer": """class Optimizer:
    def __init__(self, rule, lr, state={}, **settings):
        self.rule, self.lr, self.state, self.settings = rule, lr, state, settings

    def step(self, params, grads):
        params, new = self.rule(params, grads, dict(self.state), self.lr, **self.settings)
        self.state.update(new)
        return params
""",
}
#: What these lose; AdamW rests on Adam.
LOST = (
    *("test-sgd-nested", "test-momentum", "test-momentum-nested", "test-adam", "test-adam-nested"),
    *("test-adamw", "test-adamw-nested", "test-clip_by_norm-nested"),
    *("test-Optimizer", "test-Optimizer-lr"),
)


STUDENT = getpass.getuser()


@pytest.fixture(scope="module")
def graded(course, cluster, tmp_path_factory) -> tuple[Course, dict]:
    """A submission, half of it wrong, that came out of the kit and was handed in, graded."""
    shutil.copytree(ROOT / "course", course.root / "course")
    assert PS2 in course.run("gradelab", "kit")
    home = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(course.root / "trainlab.zip") as kit:
        kit.extractall(home)
    notebook = home / "trainlab" / PS2 / f"{PS2}.ipynb"
    answered(notebook, solution_cells(PS2) | WRONG, notebook)
    course.run("nbgrader", "release_assignment", PS2)
    course.run("nbgrader", "submit", PS2, cwd=home / "trainlab")
    course.run("nbgrader", "collect", PS2)
    said = course.run("gradelab", "grade", PS2, "--scheduler", cluster, "--json")
    ((entry), *_), _ = json.JSONDecoder().raw_decode(said[said.index("[\n") :])
    assert entry["student"] == STUDENT
    return course, entry


def test_release_has_nothing_to_remark(released):
    lines = (released.root.parent / "said.txt").read_text().splitlines()
    assert f"{PS2}: written" in lines
    assert not any("kernel" in line for line in lines)


def test_what_is_wrong_loses_its_points_and_nothing_else_does(graded):
    course, entry = graded
    assert (entry["state"], entry["inside"]) == ("graded", [])
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        grades = gradebook.find_submission_notebook(PS2, PS2, STUDENT).grades
        lost = {g.name for g in grades if g.score < g.max_score}
        assert sum(g.max_score for g in grades) == 100
    assert lost == {*LOST, "written"}


def test_the_feedback_names_each_mistake(graded):
    course, _ = graded
    course.run("gradelab", "feedback", PS2, "--workers", "1")
    page = course.root / "grading" / "feedback" / STUDENT / PS2 / f"{PS2}.html"
    text = html.unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))
    for words in (
        "Epsilon is inside the root; add it to the root",
        "your adam fails its own check; mend that first",
        "You clipped each array by its own norm",
        "Look for an object that belongs to the caller",
        "an optimizer whose first step has another's state",
        "nested of nesterov is right",
    ):
        assert words in text
