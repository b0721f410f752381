"""nbgrader's own ways to autograde this course: in the sandbox, with gradelab's scores, or not."""

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.course import Course
from tests.gradelab.small import RIGHT

from .small import LEAVES, PS, WRONG, fill

#: Writes into the grader's home and course, wherever it finds them.
ESCAPES = """
import os, pathlib
for folder in (os.path.expanduser("~"), {home!r}, {course!r}):
    try:
        pathlib.Path(folder, "left-behind").write_text("x")
    except OSError:
        pass
"""
#: What formgrader's button does, see nbgrader's formgrader/base.py and apihandlers.py.
BUTTON = """
import json, sys
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
app = NbGrader()
app.load_config_file()
course = CourseDirectory(parent=app)
api = NbGraderAPI(course, parent=app)
print(json.dumps([api.autograde(sys.argv[1], student) for student in sys.argv[2:]]))
"""
STUDENTS = {
    "right": RIGHT,
    "wrong": WRONG,
    "leaves": LEAVES,
    "fakes": WRONG | {"tanh": "import trainlab.checks as c\nc.check = lambda *a, **k: None"},
}


def _handed_in(released_small: Course, folder: Path) -> Course:
    made = released_small.copied(folder)
    empty = (made.root / "assignments" / PS / f"{PS}.ipynb").read_text()
    escapes = ESCAPES.format(home=str(folder), course=str(made.root))
    for student, answers in STUDENTS.items():
        path = made.root / "grading" / "submitted" / student / PS / f"{PS}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(fill(empty, answers, before=escapes))
    return made


def _rows(course: Course) -> dict[str, list]:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        return {
            submission.student.id: [
                sorted((g.name, g.auto_score, g.needs_manual_grade) for g in notebook.grades)
                + sorted((c.name, c.auto_comment) for c in notebook.comments)
                for notebook in submission.notebooks
            ]
            for submission in gradebook.assignment_submissions(PS)
        }


def _command(course: Course) -> None:
    course.run("nbgrader", "autograde", PS)


def _pressed(course: Course, *students: str) -> list[dict]:
    said = course.run(sys.executable, "-c", BUTTON, PS, *students)
    return json.loads(next(line for line in said.splitlines() if line.startswith('[{"success')))


def _button(course: Course) -> None:
    for result in _pressed(course, *STUDENTS):
        assert result["success"], result


@pytest.fixture(scope="module", params=[_command, _button], ids=["command", "button"])
def autograded(released_small, tmp_path_factory, request) -> Course:
    made = _handed_in(released_small, tmp_path_factory.mktemp("autograded"))
    request.param(made)
    return made


def test_its_notebooks_are_harmless_and_marked(autograded):
    for student in STUDENTS:
        path = autograded.root / "grading" / "autograded" / student / PS / f"{PS}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        assert notebook.metadata.gradelab.sandboxed
        outputs = json.dumps([c.get("outputs") for c in notebook.cells])
        assert str(autograded.root) not in outputs


def test_it_gives_what_gradelab_gives_and_touches_nothing(autograded, cluster):
    course = autograded
    assert not list(course.root.parent.rglob("left-behind"))
    ours = _rows(course)
    dry = course.run("gradelab", "grade", PS, "--dry-run")
    assert dry == "nothing to grade\n"
    status = json.loads(course.run("gradelab", "status", PS, "--json"))
    assert (status["submitted"], status["graded"]) == (4, 4)
    course.run("gradelab", "grade", PS, "--scheduler", cluster, "--again")
    assert _rows(course) == ours
    assert ours["right"][0][0] == ("test-double", 4.0, False)
    assert ours["fakes"][0][0] == ("test-double", 0.0, False)


@pytest.mark.parametrize("autograde", ["command", "button"])
def test_without_a_sandbox_it_refuses_in_a_sentence(released_small, tmp_path, autograde):
    course = _handed_in(released_small, tmp_path)
    course.environment["PATH"] = str(Path(sys.executable).parent)
    if autograde == "command":
        said = course.run("nbgrader", "autograde", PS, fails=True)
        assert "Traceback" not in said
    else:
        (result,) = _pressed(course, "right")
        assert not result["success"]
        said = result["log"]
    assert "Nothing is autograded: bubblewrap (bwrap) was not found: install" in said
    assert not list(tmp_path.rglob("left-behind"))
    assert not list((course.root / "grading").glob(f"autograded/*/{PS}/*.ipynb"))
