"""Grading problem set 1: submissions per second, gradelab in its sandbox against nbgrader alone.

Run: python benchmarks/grading.py
Both grade the same submissions on the same machine, in rounds that take turns; times are whole
commands, from start to end. The scores must be equal cell by cell.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import nbformat
from nbgrader.api import Gradebook

ROOT = Path(__file__).parents[1]
PS = "ps1-backprop"
WORKERS = 2
#: nbgrader grades a few of the class, since it takes one after the other at the same pace.
CLASS, SOME = 200, 20
ROUNDS = 3
#: A classic mistake, so that not every score is the same.
AT_OUTPUT = "def tanh_backward(da, z):\n    return da * (1 - z**2)"
ENVIRONMENT = os.environ | {
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    "OMP_NUM_THREADS": "1",
}


def command(course: Path, *words: str) -> float:
    """Run a command in the course; return the seconds it took."""
    started = time.perf_counter()
    subprocess.run(words, cwd=course, env=ENVIRONMENT, capture_output=True, check=True)
    return time.perf_counter() - started


def notebook(released: Path, student: int) -> str:
    """Return what a student hands in: in turn right, wrong in one function, and empty."""
    made = nbformat.read(released, as_version=4)
    solved = nbformat.read(ROOT / "solutions" / PS / f"{PS}.ipynb", as_version=4)
    answers = {
        cell.metadata.nbgrader.grade_id: "\n".join(
            line for line in cell.source.splitlines() if "### " not in line
        )
        for cell in solved.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    wrong = answers | {"tanh_backward": AT_OUTPUT}
    for cell in made.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = (answers, wrong, {})[student % 3].get(name, cell.source)
    return json.dumps(made)


def make(folder: Path, submissions: int) -> Path:
    """Return a course in which so many students have handed in."""
    course = folder / f"course-{submissions}"
    course.mkdir()
    shutil.copytree(ROOT / "solutions", course / "solutions")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    command(course, "gradelab", "release", PS)
    released = course / "assignments" / PS / f"{PS}.ipynb"
    for student in range(submissions):
        path = course / "grading" / "submitted" / f"s{student:03}" / PS / f"{PS}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(notebook(released, student))
    return course


def scores(course: Path) -> dict[tuple[str, str], float]:
    """Return the automatic score of every cell by student and cell."""
    with Gradebook(f"sqlite:///{course}/gradebook.db", "trainlab") as gradebook:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for submission in gradebook.assignment_submissions(PS)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def main() -> None:
    """Print both rates and their ratio, and whether the scores are the same."""
    with tempfile.TemporaryDirectory() as folder:
        some, whole = make(Path(folder), SOME), make(Path(folder), CLASS)
        theirs, ours = [], []
        for _ in range(ROUNDS):
            theirs.append(command(some, "nbgrader", "autograde", PS, "--force") / SOME)
            expected = scores(some)
            ours.append(
                command(whole, "gradelab", "grade", PS, "--again", "--workers", str(WORKERS))
                / CLASS
            )
        given = scores(whole)
        same = all(given[key] == score for key, score in expected.items())
    ratios = sorted(one / other for one, other in zip(theirs, ours, strict=True))
    rates = {
        f"nbgrader autograde, {SOME} submissions": 1 / median(theirs),
        f"gradelab grade, {CLASS} submissions, {WORKERS} workers": 1 / median(ours),
    }
    for name, rate in rates.items():
        print(f"{name:46} {rate:6.2f} submissions/s")
    print(f"{'ratio':46} {median(ratios):6.2f}, {ratios[0]:.2f} to {ratios[-1]:.2f}")
    print(f"{'same scores':46} {'yes' if same else 'NO':>6}, {len(expected)} cells compared")
    if not same:
        sys.exit(1)


if __name__ == "__main__":
    main()
