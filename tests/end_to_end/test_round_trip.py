"""Release, fetch, submit, collect, autograde, feedback: nbgrader's own commands on our course."""

import re
from pathlib import Path

from nbgrader.api import Gradebook

from tests.course import PS1, ROOT, Course, answered

from .corpus import HONEST, POINTS

#: What rests on the two wrong functions is wrong with them.
LOST = (
    "test-tanh_backward",
    "test-softmax_cross_entropy",
    "test-softmax_cross_entropy-du",
    "test-mlp_loss_and_gradients",
    "test-mlp_loss_and_gradients-dW",
    "test-mlp_loss_and_gradients-db",
    "test-train",
)


def _scores(course: Course, student: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        notebook = gradebook.find_submission_notebook(PS1, PS1, student)
        return {grade.name: grade.score for grade in notebook.grades}


def test_gradelab_releases_what_nbgrader_releases(released, by_nbgrader):
    assert released.released.read_bytes() == by_nbgrader.released.read_bytes()


def test_points_add_up_to_a_hundred(by_nbgrader):
    with Gradebook(f"sqlite:///{by_nbgrader.root}/gradebook.db", "trainlab") as gradebook:
        assert gradebook.find_assignment(PS1).max_score == 100


def test_a_right_answer_gets_every_automatic_point(by_nbgrader):
    assert _scores(by_nbgrader, "ada") == POINTS | {"written": 0}


def test_a_half_right_answer_gets_partial_credit_for_each_function(by_nbgrader):
    expected = POINTS | dict.fromkeys((*LOST, "written"), 0)
    assert _scores(by_nbgrader, "ben") == expected
    assert sum(expected.values()) == 48


def test_an_empty_answer_gets_nothing(by_nbgrader):
    assert set(_scores(by_nbgrader, "eve").values()) == {0}


def test_the_written_answer_waits_for_a_person_and_the_empty_one_does_not(by_nbgrader):
    with Gradebook(f"sqlite:///{by_nbgrader.root}/gradebook.db", "trainlab") as gradebook:
        waiting = {
            student: gradebook.find_submission(PS1, student).needs_manual_grade
            for student in ("ada", "ben", "eve")
        }
    assert waiting["ada"]
    assert waiting["ben"]


def _feedback(course: Course, student: str) -> str:
    page = course.root / "grading" / "feedback" / student / PS1 / f"{PS1}.html"
    return re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))


def test_the_feedback_says_what_the_mistake_was(by_nbgrader):
    text = _feedback(by_nbgrader, "ben")
    assert "You summed over the batch instead of averaging, in the loss and in its gradient" in text
    assert "You took z for the output: 1 - a**2 needs a = tanh(z)" in text


def test_the_feedback_of_an_empty_answer_says_what_is_not_written(by_nbgrader):
    text = _feedback(by_nbgrader, "eve")
    assert "affine_backward is not written yet" in text
    assert "Traceback (most recent call last)" not in text


def test_the_feedback_names_no_folder_of_the_grading_machine(by_nbgrader):
    for student in ("ada", "ben", "eve"):
        text = _feedback(by_nbgrader, student)
        assert str(ROOT) not in text
        assert str(by_nbgrader.root.parent) not in text


def test_validate_passes_a_right_answer(released, tmp_path):
    notebook = answered(released.released, HONEST["ada"], tmp_path / "right.ipynb")
    assert "Success! Your notebook passes all the tests." in released.run(
        "nbgrader", "validate", str(notebook)
    )


def test_validate_shows_the_diagnosis(released, tmp_path):
    notebook = answered(released.released, HONEST["ben"], tmp_path / "half.ipynb")
    output = released.run("nbgrader", "validate", str(notebook))
    assert "VALIDATION FAILED ON 7 CELL(S)" in output
    assert "summed over the batch instead of averaging" in output


def test_the_release_holds_no_solution_no_hidden_test_and_no_rubric(released):
    text = Path(released.released).read_text()
    for secret in ("BEGIN SOLUTION", "BEGIN HIDDEN", "thorough=True", "Rubric", "dz.T @ x"):
        assert secret not in text
