"""What was graded and no longer stands: after a test, points, a due date or a limit has changed."""

import json
from collections.abc import Callable

import nbformat
import pytest
from nbgrader.api import Gradebook

from gradelab.cli import main
from tests.course import Course
from tests.gradelab import small

from .small import LEAVES, PS, RIGHT, WRONG, fill
from .test_robust import listed

DIES = RIGHT | {"double": "def double(x):\n    import os; os._exit(0)"}


@pytest.fixture(scope="module")
def graded(released_small, cluster, tmp_path_factory) -> Course:
    """Two have been graded: ada, who is right, and ben, whose ``double`` is wrong."""
    made = released_small.copied(tmp_path_factory.mktemp("graded"))
    for student, answers in {"ada": RIGHT, "ben": WRONG}.items():
        _hand_in(made, student, answers)
    made.run("gradelab", "grade", PS, "--scheduler", cluster)
    return made


@pytest.fixture
def course(graded, tmp_path, monkeypatch) -> Course:
    """A copy of these, and we in it."""
    made = graded.copied(tmp_path)
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def gradelab(course, capsys, cluster) -> Callable[..., str]:
    """Runs the command here, over the cluster; returns what it printed."""

    def run(verb: str, *options: str, fails: bool = False) -> str:
        there = ["--scheduler", cluster] if verb == "grade" else []
        assert (main([verb, PS, *there, *options]) != 0) == fails
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run


def _hand_in(course: Course, student: str, answers: dict[str, str], before: str = "") -> None:
    path = course.root / "grading" / "submitted" / student / PS / f"{PS}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    empty = (course.root / "assignments" / PS / f"{PS}.ipynb").read_text()
    path.write_text(fill(empty, answers, before))


def _edit(course: Course, change) -> None:
    path = course.root / "solutions" / PS / f"{PS}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook.cells)
    nbformat.write(notebook, path)


def _scores(entries: list[dict]) -> dict[str, float]:
    return {entry["student"]: entry["score"] for entry in entries}


def _again(gradelab: Callable[..., str]) -> list[dict]:
    return listed(gradelab("grade", "--json"))


def _book(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root}/gradebook.db", "trainlab")


def _written_at(course: Course) -> dict[str, int]:
    folders = (course.root / "grading" / "autograded").glob(f"*/{PS}")
    return {folder.parent.name: folder.stat().st_mtime_ns for folder in folders}


def _more_points(cells):
    cells[3].metadata.nbgrader.points = 8.0


def _other_test(cells):
    cells[3].source = "assert double(3) in (5, 6)"


def test_points_that_change_are_said_listed_and_given(course, gradelab):
    _edit(course, _more_points)
    why = "test-double gives 8 points instead of 4"
    assert f"will grade again, since {why}: 2 (ada, ben)" in gradelab("release")
    before = _written_at(course)
    dry = gradelab("grade", "--dry-run")
    assert dry == f"{why}: 2 (ada, ben)\n"
    as_json = json.loads(gradelab("grade", "--dry-run", "--json"))
    assert as_json == [{"student": name, "why": [why]} for name in ("ada", "ben")]
    assert _written_at(course) == before
    said = gradelab("grade")
    assert f"scores that have changed:\n  ada: 10, now 14 ({why})\n" in said
    assert "ben" not in said.partition("have changed")[2]
    assert "have changed" not in gradelab("grade")
    assert gradelab("grade", "--dry-run") == "nothing to grade\n"


def test_a_mended_test_grades_again_and_a_persons_scores_elsewhere_stand(course, gradelab):
    with _book(course) as book:
        for name in ("test-double", "test-tanh"):
            grade = book.find_grade(name, PS, PS, "ben")
            grade.manual_score, grade.needs_manual_grade = 1.0, False
        book.db.commit()
    _edit(course, _other_test)
    said = gradelab("release")
    assert "since test-double changed: 2 (ada, ben)" in said
    assert _scores(_again(gradelab)) == {"ada": 10, "ben": 2}
    with _book(course) as book:
        grades = {g.name: g for g in book.find_submission_notebook(PS, PS, "ben").grades}
        assert {name: g.auto_score for name, g in grades.items()} == {
            "test-double": 4,
            "test-tanh": 6,
        }
        assert {name: g.needs_manual_grade for name, g in grades.items()} == {
            "test-double": True,
            "test-tanh": False,
        }


def test_a_test_added_after_grading_is_put_into_the_notebooks_that_lack_it(course, gradelab):
    def add(cells):
        cells.insert(
            4,
            small.cell("assert double(0) == 0", "test-zero", points=2.0, grade=True, locked=True),
        )

    _edit(course, add)
    assert "since test-zero is new: 2 (ada, ben)" in gradelab("release")
    _hand_in(course, "late", RIGHT)  # made from the new release
    entries = _again(gradelab)
    assert _scores(entries) == {"ada": 12, "ben": 6, "late": 12}
    assert {entry["state"] for entry in entries} == {"graded"}
    path = course.root / "grading" / "autograded" / "ada" / PS / f"{PS}.ipynb"
    names = [
        cell.metadata.get("nbgrader", {}).get("grade_id")
        for cell in nbformat.read(path, as_version=4).cells
    ]
    assert names[3:5] == ["test-double", "test-zero"]
    gradelab("feedback", "--workers", "1")


def test_a_question_added_or_removed_after_grading_counts_for_everybody(course, gradelab):
    def change(cells):
        del cells[3]
        cells += [
            small.cell("def half(x):\n    ### BEGIN SOLUTION\n    return x / 2\n"
                       "    ### END SOLUTION", "half", solution=True),
            small.cell("assert half(4) == 2", "test-half", points=5.0, grade=True, locked=True),
        ]  # fmt: skip

    _edit(course, change)
    refused = gradelab("grade", fails=True)
    assert "The question 'test-double' of small is gone since it was released" in refused
    said = gradelab("release")
    assert "besides its tests changed; test-half is new; test-double is gone: 2 (ada, ben)" in said
    entries = _again(gradelab)
    assert _scores(entries) == {"ada": 6, "ben": 6}
    assert {(entry["max_score"], entry["state"]) for entry in entries} == {(11, "graded")}
    with _book(course) as book:
        assert book.find_assignment(PS).max_score == 11
        assert len(book.find_submission_notebook(PS, PS, "ada").grades) == 2


def test_points_that_a_person_gave_are_not_lost_with_their_question(course, gradelab):
    with _book(course) as book:
        book.find_grade("test-double", PS, PS, "ben").manual_score = 1.0
        book.db.commit()
    _edit(course, lambda cells: cells.pop(3))
    said = gradelab("release", fails=True)
    assert "'test-double' is gone from small, and 1 points" in said
    with _book(course) as book:
        assert book.find_grade("test-double", PS, PS, "ben").score == 1


def test_a_due_date_and_a_penalty_count_without_running_anything(course, gradelab):
    (course.root / "late.py").write_text(
        "from nbgrader.plugins import LateSubmissionPlugin\n"
        "class Half(LateSubmissionPlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return score / 2\n"
    )
    for student in ("ada", "ben"):
        folder = course.root / "grading" / "submitted" / student / PS
        (folder / "timestamp.txt").write_text("2026-10-02 00:00:00 UTC")
    _again(gradelab)
    before = _written_at(course)
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write("\nc.AssignLatePenalties.plugin_class = 'late.Half'\n")
    assert gradelab("grade", "--dry-run") == "nothing to grade\n"
    course.run("nbgrader", "db", "assignment", "add", PS, "--duedate=2026-10-01 00:00 UTC")
    dry = gradelab("grade", "--dry-run")
    assert "the late penalty is 5 instead of 0: 1 (ada)" in dry
    assert _scores(_again(gradelab)) == {"ada": 5, "ben": 3}
    course.run("nbgrader", "db", "assignment", "add", PS, "--duedate=2026-10-03 00:00 UTC")
    assert _scores(_again(gradelab)) == {"ada": 10, "ben": 6}
    assert _written_at(course) == before


def test_what_needs_attention_is_flagged_and_clears_when_a_person_has_decided(course, gradelab):
    _hand_in(course, "ben", DIES)
    (ben,) = (entry for entry in _again(gradelab) if entry["student"] == "ben")
    assert (ben["state"], ben["score"]) == ("needs-attention", 6)
    assert "Need attention\n  ben: the kernel died." in gradelab("status")
    with _book(course) as book:
        notebook = book.find_submission_notebook(PS, PS, "ben")
        assert notebook.flagged
        (waits,) = (grade for grade in notebook.grades if grade.needs_manual_grade)
        assert waits.name == "test-double"
        waits.manual_score, waits.needs_manual_grade = 1.0, False
        book.db.commit()
    assert "attention" not in gradelab("status")
    assert "2 graded, 0 need attention" in gradelab("grade")
    with _book(course) as book:
        assert not book.find_submission_notebook(PS, PS, "ben").flagged
    _hand_in(course, "ada", LEAVES)
    assert "Need attention\n  ada" in gradelab("grade") + gradelab("status")
    _hand_in(course, "ada", RIGHT)
    assert "2 graded, 0 need attention" in gradelab("grade")
    with _book(course) as book:
        assert not book.find_submission_notebook(PS, PS, "ada").flagged


def test_a_limit_a_file_beside_and_the_given_code_count_too(course, gradelab):
    (course.root / "solutions" / PS / "data.txt").write_text("1")
    assert "the file data.txt changed: 2" in gradelab("grade", "--dry-run")
    _again(gradelab)
    with open(course.root / "nbgrader_config.py", "a") as config:
        config.write("\nc.ExecutePreprocessor.timeout = 50\n")
    assert "a limit changed: 2" in gradelab("grade", "--dry-run")
    _edit(course, lambda cells: cells[0].update(source=cells[0].source + "\nk = 1"))
    dry = gradelab("grade", "--dry-run")
    assert "a limit changed; code of small.ipynb besides its tests changed: 2" in dry


def test_what_a_person_has_accepted_stays_accepted_while_it_is_what_was_looked_at(course, gradelab):
    _hand_in(course, "ada", LEAVES)
    gradelab("grade", "--accept", "--student", "ada")
    path = course.root / "grading" / "autograded" / "ada" / PS / f"{PS}.ipynb"
    _edit(course, _more_points)
    gradelab("release")
    for accepted in (True, False):
        _again(gradelab)
        record = nbformat.read(path, as_version=4).metadata.gradelab
        assert record.accepted is accepted
        _hand_in(course, "ada", RIGHT)
