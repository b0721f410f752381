"""gradelab grade on a class of honest and broken submissions, and everything after it."""

import csv
import json
from html.parser import HTMLParser

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.course import PROBLEM_SETS, PS1, ROOT, Course
from trainlab.checks import QUESTIONS

from .corpus import CASES, FULL, HONEST, POINTS, hand_in


def _grade(course: Course, cluster: str) -> dict[str, dict]:
    output = course.run("gradelab", "grade", PS1, "--json", "--scheduler", cluster)
    listed = json.JSONDecoder().raw_decode(output[output.index("[\n") :])[0]
    return {entry["student"]: entry for entry in listed}


@pytest.fixture(scope="module")
def graded(course, cluster) -> tuple[Course, dict[str, dict]]:
    for student, answers in HONEST.items():
        hand_in(course.root, course.released, student, answers)
    for student, (breaks, _, _) in CASES.items():
        breaks(hand_in(course.root, course.released, student, HONEST["ada"]))
    return course, _grade(course, cluster)


def _rows(course: Course, student: str) -> list:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab") as gradebook:
        notebook = gradebook.find_submission_notebook(PS1, PS1, student)
        grades = [(g.name, g.auto_score, g.needs_manual_grade) for g in notebook.grades]
        return sorted(grades) + sorted((c.name, c.auto_comment) for c in notebook.comments)


@pytest.mark.parametrize("student", HONEST)
def test_honest_work_has_row_for_row_what_nbgrader_gives(graded, by_nbgrader, student):
    course, listed = graded
    assert _rows(course, student) == _rows(by_nbgrader, student)
    assert listed[student]["state"] == "graded"
    assert listed[student]["sandboxed"]


def test_the_scores_are_those_of_the_answers(graded):
    _, listed = graded
    assert {s: listed[s]["score"] for s in HONEST} == {"ada": FULL, "ben": FULL - 42, "eve": 0}


@pytest.mark.parametrize("student", CASES)
def test_a_broken_submission_has_its_reason_and_its_score(graded, student):
    _, reason, score = CASES[student]
    entry = graded[1][student]
    assert (entry["reason"], entry["score"]) == (str(reason or ""), score)
    assert entry["state"] == ("graded" if reason is None else "needs-attention")


def test_every_submission_is_listed_once_and_has_a_notebook_that_nbgrader_reads(graded):
    course, listed = graded
    assert listed.keys() == {*HONEST, *CASES}
    for student in listed:
        path = course.root / "grading" / "autograded" / student / PS1 / f"{PS1}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        graded_cells = {
            cell.metadata.nbgrader.grade_id
            for cell in notebook.cells
            if cell.metadata.get("nbgrader", {}).get("grade")
        }
        assert graded_cells == {*POINTS, "written"}


def test_solutions_and_submissions_are_as_they_were(graded):
    course, _ = graded
    for path in (ROOT / "solutions").rglob("*.ipynb"):
        assert path.read_bytes() == (course.root / path.relative_to(ROOT)).read_bytes()
    assert (course.root / "grading/submitted/link" / PS1 / f"{PS1}.ipynb").is_symlink()


def test_a_second_run_grades_nothing(graded, cluster):
    course, listed = graded
    paths = sorted((course.root / "grading" / "autograded").rglob("*.ipynb"))
    before = [path.stat().st_mtime_ns for path in paths]
    assert _grade(course, cluster) == listed
    assert [path.stat().st_mtime_ns for path in paths] == before


def test_what_a_removed_test_costs_is_said_in_the_feedback_and_hidden_tests_are_not(pages):
    assert "This cell was removed from what was handed in. It scores zero." in pages["test-deleted"]
    for student, page in pages.items():
        assert "HIDDEN TESTS" not in page, student
        assert "thorough=True" not in page, student


def test_the_rubric_stands_where_it_is_graded_and_not_in_the_feedback(graded, pages):
    course, _ = graded
    path = course.root / "grading" / "autograded" / "ada" / PS1 / f"{PS1}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    (place,) = (i for i, cell in enumerate(cells) if cell.source.startswith("*For graders"))
    assert "**Rubric, 10 points:**" in cells[place].source
    assert cells[place - 1].metadata.nbgrader.grade_id == "written"
    assert pages["ada"].count("Rubric, 10 points") == 1  # in her answer, which is the solution's
    assert "For graders" not in pages["ada"]


def test_the_feedback_diagnoses(pages):
    assert "You summed over the batch instead of averaging" in pages["ben"]
    assert "affine_backward is not written yet" in pages["eve"]


def test_the_feedback_of_what_could_not_be_read_says_why(pages):
    assert "The notebook cannot be read: it is not text in UTF-8." in pages["latin-1"]
    assert f"{PS1}.ipynb was not handed in" in pages["missing"]


class _Pwned(HTMLParser):
    found = False
    script = False

    def handle_starttag(self, tag, attributes):
        self.script = tag == "script"
        self.found |= any("PWNED" in (value or "") for _, value in attributes)

    def handle_data(self, data):
        self.found |= self.script and "PWNED" in data
        self.script = False


def test_script_in_text_and_outputs_is_not_script_in_the_feedback(pages):
    parser = _Pwned()
    parser.feed(pages["script"])
    assert "PWNED" in pages["script"]
    assert not parser.found


def test_no_page_names_a_folder_of_this_machine(graded, pages):
    for page in pages.values():
        assert str(graded[0].root.parent) not in page


@pytest.fixture(scope="module")
def pages(graded) -> dict[str, str]:
    course, _ = graded
    shown = ["ada", "ben", "eve", "test-deleted", "latin-1", "missing", "script"]
    options = [word for student in shown for word in ("--student", student)]
    course.run("gradelab", "feedback", PS1, "--workers", "2", *options)
    feedback = course.root / "grading" / "feedback"
    return {s: (feedback / s / PS1 / f"{PS1}.html").read_text(encoding="utf-8") for s in shown}


def test_nbgrader_makes_the_same_page(graded, pages):
    course, _ = graded
    page = course.root / "grading" / "feedback" / "ben" / PS1 / f"{PS1}.html"
    who = "--CourseDirectory.student_id=ben"
    course.run("nbgrader", "generate_feedback", PS1, "--force", who)
    assert page.read_text(encoding="utf-8") == pages["ben"]


def test_status_counts_scores_and_mistakes(graded, tmp_path):
    course, listed = graded
    picture = tmp_path / "status.png"
    output = course.run("gradelab", "status", PS1, "--json", "--picture", str(picture))
    status, _ = json.JSONDecoder().raw_decode(output)  # matplotlib may say that it makes its cache
    assert status["submitted"] == status["graded"] == len(listed)
    assert len(status["attention"]) == sum(e["state"] != "graded" for e in listed.values())
    softmax = next(q for q in status["questions"] if q["name"] == "test-softmax_cross_entropy")
    assert softmax["full"] == 1 + sum(score >= FULL - 5 for _, _, score in CASES.values())
    counts = {(m["check"], m["name"]): (m["count"], m["said"]) for m in status["mistakes"]}
    summed = QUESTIONS["ps1/softmax_cross_entropy"].mistakes["summed"]
    assert counts["ps1/softmax_cross_entropy", summed.name] == (1, summed.diagnosis)
    assert picture.stat().st_size > 10_000
    assert "softmax_cross_entropy: You summed" in course.run("gradelab", "status", PS1)


@pytest.mark.parametrize(
    ("kind", "student", "points"), [("canvas", 3, 5), ("moodle", 2, 4), ("csv", 3, 9)]
)
def test_exports_have_everyone(graded, tmp_path, kind, student, points):
    course, listed = graded
    course.run("gradelab", "export", PS1, "--format", kind, "--to", str(tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    exported = {row[student]: row[points] for row in rows if row[student] in listed}
    assert {s: float(p) for s, p in exported.items()} == {s: e["score"] for s, e in listed.items()}


def test_a_changed_submission_is_graded_again_and_alone(graded, cluster):
    course, listed = graded
    path = course.root / "grading" / "submitted" / "truncated" / PS1 / f"{PS1}.ipynb"
    whole = course.root / "grading" / "submitted" / "ada" / PS1 / f"{PS1}.ipynb"
    broken = path.read_bytes()
    path.write_bytes(whole.read_bytes())
    again = _grade(course, cluster)
    assert again["truncated"]["score"] == FULL
    assert {s: e for s, e in again.items() if s != "truncated"} == {
        s: e for s, e in listed.items() if s != "truncated"
    }
    path.write_bytes(broken)
    assert _grade(course, cluster) == listed | {
        "truncated": again["truncated"] | listed["truncated"]
    }


def test_a_stranger_and_an_unknown_assignment_are_explained(graded):
    course, _ = graded
    known = ", ".join(PROBLEM_SETS)
    for command, says in [
        (("grade", "ps9"), f"'ps9' is not a problem set; solutions/ has {known}."),
        (("grade", PS1, "--student", "bob"), "'bob' has handed in nothing for ps1-backprop."),
        (("feedback", PS1, "--student", "bob"), "Nothing of 'bob' is graded"),
    ]:
        output = course.run("gradelab", *command, fails=True)
        assert says in output
        assert "Traceback" not in output
