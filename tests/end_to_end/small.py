"""A course of one small assignment, to hand in hundreds of times."""

import json
from pathlib import Path

import nbformat

from tests.course import Course
from tests.gradelab import small

PS = "small"
TANH = "def tanh_forward(z): return np.tanh(z)"
RIGHT = {"double": "def double(x): return 2 * x", "tanh": TANH}
WRONG = {"double": "def double(x): return x + 2", "tanh": TANH}
LEAVES = {"double": "import os; os._exit(0)", "tanh": TANH}
TRUNCATED = "truncated"
#: By the number of the student, modulo 10: what is handed in, the state and the score.
KINDS = (
    [(RIGHT, "graded", 10.0)] * 5
    + [(WRONG, "graded", 6.0)] * 3
    + [(LEAVES, "needs-attention", None), (TRUNCATED, "needs-attention", 0.0)]
)


def release(folder: Path, name: str = PS) -> None:
    """Make a course whose small assignment is released."""
    course = Course.unreleased(folder)
    source = course.root / "solutions" / name
    source.mkdir()
    nbformat.write(small.notebook(small.RIGHT), source / f"{name}.ipynb")
    course.run("gradelab", "release", name)


def handed_in(released: Course, folder: Path, submissions: int) -> Course:
    """Copy the released course; let so many students hand in its small assignment."""
    course = released.copied(folder)
    empty = (course.root / "assignments" / PS / f"{PS}.ipynb").read_text()
    for number in range(submissions):
        answers, _, _ = KINDS[number % 10]
        path = course.root / "grading" / "submitted" / f"s{number:03}" / PS / f"{PS}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(_filled(empty, answers))
    return course


def _filled(released: str, answers: dict[str, str] | str) -> str:
    return released[:500] if isinstance(answers, str) else fill(released, answers)


def fill(released: str, answers: dict[str, str], before: str = "") -> str:
    """Return the released notebook with these answers, and code in the cell before the tests."""
    notebook = json.loads(released)
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell["source"] = answers[name]
    notebook["cells"][2]["source"] = before
    return json.dumps(notebook)


def wrongly_graded(listed: list[dict], submissions: int) -> list[dict]:
    """Return the entries that are not as they should be, and one for each that is missing."""
    by_student = {entry["student"]: entry for entry in listed}
    wrong = [] if len(by_student) == len(listed) else listed
    for number in range(submissions):
        _, state, score = KINDS[number % 10]
        entry = by_student.get(f"s{number:03}", {"student": number, "state": None, "score": None})
        if entry["state"] != state or (score is not None and entry["score"] != score):
            wrong.append(entry)
    return wrong
