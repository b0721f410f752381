"""Problem set 1 as it was released at 46e52ff, when questions had bare names: it is graded on.

``data`` holds its source, what students got, the gradebook after the release, and the points that
the code of that commit gave to three submissions.
"""

import json
import shutil
import sqlite3
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.course import PS1, Course, answered

from .corpus import AT_OUTPUT, HONEST, hand_in

DATA = Path(__file__).parent / "data" / "ps1-of-46e52ff"
POINTS = json.loads((DATA / "points.json").read_text())


@pytest.fixture(scope="module")
def course(cluster, tmp_path_factory) -> Course:
    made = Course.unreleased(tmp_path_factory.mktemp("released-before"))
    source = made.root / "solutions" / PS1 / f"{PS1}.ipynb"
    for name, to in (("source", source), ("released", made.released)):
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DATA / f"{name}.ipynb", to)
    book = sqlite3.connect(made.root / "gradebook.db")
    book.executescript((DATA / "gradebook.sql").read_text())
    book.close()
    for student in POINTS:
        hand_in(made.root, made.released, student, HONEST[student])
    made.run("gradelab", "grade", PS1, "--scheduler", cluster)
    return made


@pytest.mark.parametrize("student", POINTS)
def test_it_is_graded_to_the_same_points(course, student):
    book = sqlite3.connect(course.root / "gradebook.db")
    rows = book.execute(
        "SELECT base_cell.name, coalesce(manual_score, auto_score, 0) FROM grade"
        " JOIN base_cell ON base_cell.id = grade.cell_id"
        " JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id"
        " JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id"
        " WHERE student_id = ?",
        (student,),
    )
    assert dict(rows.fetchall()) == POINTS[student]
    book.close()


def test_its_mistakes_have_their_names(course):
    listed = json.loads(course.run("gradelab", "status", PS1, "--json"))["mistakes"]
    named = {(mistake["check"], mistake["name"]) for mistake in listed}
    assert named >= {("ps1/tanh_backward", "at_output"), ("ps1/softmax_cross_entropy", "summed")}


def _at_home(answers: dict[str, str], folder: Path) -> dict[str, str]:
    """What the notebook's cells say, each by its name, when a student runs it."""
    notebook = nbformat.read(
        answered(DATA / "released.ipynb", answers, folder / "own.ipynb"), as_version=4
    )
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    return {
        cell.metadata.nbgrader.grade_id: output.evalue
        for cell in notebook.cells
        if cell.cell_type == "code" and "nbgrader" in cell.metadata
        for output in cell.outputs
        if output.output_type == "error"
    }


def test_it_checks_right_answers_at_home(tmp_path):
    assert _at_home(HONEST["ada"], tmp_path) == {}


def test_it_diagnoses_a_wrong_answer_at_home(tmp_path):
    (name, said), *more = _at_home(HONEST["ada"] | {"tanh_backward": AT_OUTPUT}, tmp_path).items()
    assert name == "test-tanh_backward"
    assert said.startswith("tanh_backward: You took z for the output: 1 - a**2 needs a = tanh(z)")
    assert [name for name, _ in more] == ["test-mlp_loss_and_gradients", "test-train"]
