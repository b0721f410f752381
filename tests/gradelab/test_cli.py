"""What the gradelab command says where there is nothing to do, or nothing of that name."""

import csv
from importlib import metadata

import pytest
from nbgrader.api import Gradebook

from gradelab.cli import main
from tests.course import PROBLEM_SETS, PS1, Course
from tests.gradelab.conftest import PS


@pytest.fixture
def course(tmp_path, monkeypatch) -> Course:
    """A course whose problem sets were never released, and we in it."""
    made = Course.unreleased(tmp_path)
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def address(course, recorded, monkeypatch) -> str:
    """The course's gradebook: an assignment is recorded, and nothing is graded."""
    file = course.root / "gradebook.db"
    file.write_bytes(recorded.read_bytes())
    monkeypatch.setenv("TRAINLAB_DB", f"sqlite:///{file}")
    return f"sqlite:///{file}"


@pytest.mark.parametrize(
    "command",
    [
        ("release", "ps9"),
        ("grade", "ps9", "--scheduler", "tcp://127.0.0.1:1"),
        ("status", "ps9"),
        ("feedback", "ps9"),
        ("export", "ps9"),
    ],
    ids=lambda command: command[0],
)
def test_an_unknown_problem_set_is_explained_alike(course, capsys, command):
    assert main(command) == 1
    said = capsys.readouterr().err
    known = ", ".join(PROBLEM_SETS)
    assert said == f"gradelab: 'ps9' is not a problem set; solutions/ has {known}.\n"


def test_export_of_what_was_never_released_says_how_to(course, capsys):
    assert main(["export", PS1]) == 1
    said = capsys.readouterr().err
    assert said == (
        f"gradelab: '{PS1}' has not been released yet; run 'gradelab release {PS1}' first.\n"
    )


@pytest.mark.parametrize("kind", ["csv", "canvas", "moodle"])
@pytest.mark.parametrize(("named", "where"), [((), ""), ((PS,), f" in {PS}")])
def test_with_nothing_graded_no_grades_are_written(course, address, capsys, kind, named, where):
    with Gradebook(address, "trainlab") as gradebook:
        gradebook.add_student("ada")
    assert main(["export", *named, "--format", kind]) == 1
    said = capsys.readouterr().err
    assert said == f"gradelab: Nothing is graded{where} yet; run 'gradelab grade' first.\n"
    assert not list(course.root.glob("*.csv"))


@pytest.mark.parametrize(("kind", "score"), [("csv", 9), ("canvas", -1), ("moodle", -1)])
def test_grades_are_written_to_a_file_of_that_name(course, address, capsys, kind, score):
    with Gradebook(address, "trainlab") as gradebook:
        gradebook.add_student("ada")
        gradebook.update_or_create_submission(PS, "ada")
        gradebook.find_grade("test-double", PS, PS, "ada").manual_score = 3
        gradebook.db.commit()
    assert main(["export", "--format", kind]) == 0
    assert capsys.readouterr().out.startswith("wrote grades.csv\n")
    with (course.root / "grades.csv").open(newline="") as file:
        assert float([*csv.reader(file)][-1][score]) == 3
    assert [path.name for path in course.root.glob("*.csv")] == ["grades.csv"]


def _broken(course: Course) -> None:
    (course.root / "gradebook.db").write_bytes(b"no gradebook" * 1000)


@pytest.mark.parametrize("command", [("status", PS1), ("export",), ("grade", PS1)])
def test_a_broken_gradebook_is_told_in_a_sentence(course, capsys, command):
    _broken(course)
    assert main(command) == 1
    said = capsys.readouterr().err
    assert said.startswith("gradelab: the gradebook is broken")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("to", "says"), [(".", "is a directory"), ("/dev/full", "the disk is full")]
)
def test_a_file_that_cannot_be_written_is_told_in_a_sentence(course, address, capsys, to, says):
    with Gradebook(address, "trainlab") as gradebook:
        gradebook.add_student("ada")
        gradebook.update_or_create_submission(PS, "ada")
    assert main(["export", "--to", to]) == 1
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("verb", ["release", "grade", "status", "feedback", "export"])
def test_help_describes_the_problem_set(capsys, verb):
    with pytest.raises(SystemExit):
        main([verb, "--help"])
    assert "PS a problem set: the name of a folder in solutions/" in " ".join(
        capsys.readouterr().out.split()
    )


def test_it_tells_its_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"gradelab {metadata.version('trainlab')}\n"
