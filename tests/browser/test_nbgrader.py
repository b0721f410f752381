"""nbgrader's buttons in JupyterLab, as they are after a plain install: Validate and Formgrader."""

import re
import shutil

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import expect

from tests.course import PS1, SUMMED, Course, answered, solution_cells

from .jupyter import Lab, server


@pytest.fixture(scope="module")
def course(released, tmp_path_factory) -> Course:
    """A course with one submission, right but for one function, graded automatically."""
    made = released.copied(tmp_path_factory.mktemp("nbgrader"))
    submitted = made.root / "grading" / "submitted" / "ada" / PS1
    submitted.mkdir(parents=True)
    answers = solution_cells() | {"softmax_cross_entropy": SUMMED}
    answered(made.released, answers, submitted / f"{PS1}.ipynb")
    made.run("nbgrader", "db", "student", "add", "ada")
    made.run("nbgrader", "autograde", PS1)
    return made


@pytest.fixture(scope="module")
def course_url(course, tmp_path_factory):
    exchange = {"TRAINLAB_EXCHANGE": str(course.exchange)}
    with server(course.root, tmp_path_factory.mktemp("home"), exchange) as url:
        yield url


def validate(lab: Lab, course: Course, answers: dict[str, str]):
    """Answer the released notebook, press Validate, return the dialog that opens."""
    homework = course.root / "homework"
    shutil.copytree(course.released.parent, homework, dirs_exist_ok=True)
    answered(course.released, answers, homework / f"{PS1}.ipynb")
    lab.open(f"homework/{PS1}.ipynb")
    lab.page.locator(".validate-button").click()
    dialog = lab.page.locator(".jp-Dialog")
    expect(dialog).to_be_visible(timeout=120_000)
    return dialog


def test_validate_praises_a_right_notebook(lab, course):
    dialog = validate(lab, course, solution_cells())
    expect(dialog).to_contain_text("Success! Your notebook passes all the tests.")


def test_validate_shows_the_diagnosis_of_a_wrong_function(lab, course):
    dialog = validate(lab, course, solution_cells() | {"softmax_cross_entropy": SUMMED})
    expect(dialog).to_contain_text("summed over the batch instead of averaging")


def test_formgrader_lists_the_assignment_and_grades_the_written_question(lab, course):
    lab.page.goto(f"{lab.url}/lab?reset")
    lab.page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
    lab.page.locator('.lm-Menu-item[data-command="nbgrader:open-formgrader"]').click()
    formgrader = lab.page.frame_locator("iframe")
    submissions = formgrader.locator(f'a[href="/formgrader/manage_submissions/{PS1}"]')
    expect(submissions).to_have_text("1")

    formgrader.get_by_role("link", name="Manual Grading").click()
    for folder in (f"gradebook/{PS1}", f"gradebook/{PS1}/{PS1}"):
        formgrader.locator(f'table a[href="/formgrader/{folder}"]').click()
    formgrader.get_by_role("link", name="Submission #1").click()
    for test, points in (("affine_backward", "10"), ("softmax_cross_entropy", "0")):
        score = formgrader.locator(f"input.score#test-{test}")
        expect(score).to_have_attribute("placeholder", points)
    written = formgrader.locator("input.score#written")
    with lab.page.expect_response("**/formgrader/api/grade/*") as saved:
        written.fill("8")
        written.press("Tab")
    assert saved.value.request.method == "PUT"
    assert saved.value.ok
    written.scroll_into_view_if_needed()

    # nbgrader's page takes MathJax from the network, which a test need not have.
    lab.errors[:] = [e for e in lab.errors if not re.search("MathJax|net::ERR_", e)]
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        assert gradebook.find_submission(PS1, "ada").written_score == 8


def test_formgraders_bolt_grades_in_the_sandbox(lab, course):
    submitted = course.root / "grading" / "submitted" / "eve" / PS1
    submitted.mkdir(parents=True)
    escapes = "import os, pathlib\n"
    escapes += f"for folder in (os.path.expanduser('~'), {str(course.root)!r}):\n"
    escapes += "    pathlib.Path(folder, 'left-behind').write_text('x')"
    answers = solution_cells() | {"train": f"{solution_cells()['train']}\n{escapes}"}
    answered(course.released, answers, submitted / f"{PS1}.ipynb")
    lab.page.goto(f"{lab.url}/formgrader/manage_submissions/{PS1}")
    row = lab.page.locator("tr", has_text="eve")
    row.locator(".autograde a").click()
    expect(lab.page.locator(".modal-title", has_text="Success")).to_be_visible(timeout=240_000)
    lab.errors[:] = [e for e in lab.errors if not re.search("MathJax|net::ERR_", e)]
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        notebook = gradebook.find_submission_notebook(PS1, PS1, "eve")
        assert {grade.auto_score for grade in notebook.grades} >= {7.0, 8.0, 10.0}
    assert not list(course.root.parent.rglob("left-behind"))
