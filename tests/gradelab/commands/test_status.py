"""What a status says of mistakes that no check knows, in words that a student's code chose."""

import pytest
from nbformat.v4 import new_notebook

from gradelab.commands import picture, status
from gradelab.commands.status import Mistake, Question, Status
from gradelab.core.errors import GradelabError
from gradelab.course.gradebook import Grade
from gradelab.course.template import NotebookTemplate, Template
from gradelab.workers.records import Record
from tests.gradelab.conftest import PS, recorded_cells
from trainlab.checks import QUESTIONS, CheckFailed, check


def _mistakes(*messages: str) -> list[Mistake]:
    """What a status says of students to whom the test of ``f`` has said this."""
    return status._mistakes(
        [
            Record(f"s{number}", "graded", "", "", 1.0, True, "", {"ps": {"test-f": message}})
            for number, message in enumerate(messages)
        ]
    )


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("AssertionError: ", "AssertionError"),
        ("ValueError: no\nmore", "ValueError: no"),
        ("E: \x1b[31mred\x07", "E: [31mred"),
        ("\x1b", status.OTHER),
        ("", status.OTHER),
    ],
)
def test_an_unknown_mistake_is_its_first_printable_line(message, said):
    assert _mistakes(message) == [Mistake("f", said, 1)]


def test_a_long_message_is_cut():
    assert len(_mistakes("word " * 100)[0].said) <= status.LONGEST
    forged = f"f: {'word ' * 1000} [ps/f: wrong]"
    assert len(_mistakes(forged)[0].said) <= status.LONGEST_DIAGNOSIS


def _fails(answer) -> str:
    with pytest.raises(CheckFailed) as failed:
        check("ps1/tanh_backward", answer)
    return f"CheckFailed: {failed.value}"


def test_a_mistake_of_any_function_is_counted_with_what_was_said():
    (mistake,) = _mistakes(_fails(lambda da, z: da.__imul__(2)))
    assert (mistake.check, mistake.name) == ("ps1/tanh_backward", "in_place")
    assert "your function changed its argument da in place" in mistake.said


def test_a_known_mistake_is_counted_by_its_name_whatever_numbers_it_gave():
    mistake = QUESTIONS["ps1/tanh_backward"].mistakes["wrong_sign"]
    message = _fails(mistake.variants[0])
    other = message.replace("a batch of 4", "a batch of 5")
    assert _mistakes(message, other, message) == [
        Mistake("f", mistake.diagnosis, 3, "ps1/tanh_backward", "wrong_sign")
    ]


def test_a_mistake_without_a_name_is_told_by_its_first_line():
    (mistake,) = _mistakes(_fails(lambda da, z: da + 1.5))
    assert mistake.said.startswith("CheckFailed: tanh_backward: In a batch of 4, dz[0, 0] is ")
    assert (mistake.check, mistake.name) == ("ps1/tanh_backward", "")


def test_what_is_not_written_is_no_mistake():
    def unwritten(da, z):
        raise NotImplementedError

    assert _mistakes(_fails(unwritten), "NotImplementedError: your code here") == []


def test_a_message_that_imitates_a_name_is_text():
    forged = "ValueError: \x1b[2J\nmore [ps9/g: h\x07]"
    assert _mistakes(forged) == [Mistake("f", "ValueError: [2J", 1)]
    assert _mistakes("ValueError: no [ps9/g: h]")[0].said == status.OTHER


@pytest.mark.parametrize("said", [r"ValueError: $\frac$", r"$x^$ {", "$", r"\$"])
def test_a_message_that_looks_like_a_formula_is_drawn_as_it_stands(said, tmp_path):
    question = Question("test-f", 2.0, 1.0, 1, 0, 1, 0, (1, 0, 0, 0, 1))
    picture.save(
        Status("ps", 2, 2, [], [question], [Mistake("f", said, 1)]), tmp_path / "status.png"
    )
    assert (tmp_path / "status.png").stat().st_size > 1000


def _record(student: str, **messages: dict[str, str]) -> Record:
    return Record(student, "graded", "", "", 1.0, True, "", messages)


def test_tests_of_the_same_name_in_two_notebooks_are_two():
    known = [_record("ada", a={"test-f": "E: x"}, b={"test-f": "E: x"}), _record("ben", a={}, b={})]
    assert status._mistakes(known) == [Mistake("a/f", "E: x", 1), Mistake("b/f", "E: x", 1)]
    source = new_notebook(cells=recorded_cells())
    recorded = Template(PS, {n: NotebookTemplate(n, {}, {}, source) for n in "ab"}, {})
    grades = [
        Grade("ada", n, "test-double", score, 3.0, False) for n, score in (("a", 3), ("b", 0))
    ]
    found = {q.name: (q.full, q.none) for q in status._questions(grades, recorded)}
    assert found == {"a/test-double": (1, 0), "b/test-double": (0, 1)}


def test_the_mean_counts_what_is_graded():
    source = new_notebook(cells=recorded_cells())
    recorded = Template(PS, {PS: NotebookTemplate(PS, {}, {}, source)}, {})
    grades = [Grade(s, PS, "essay", score, 5.0, score == 0) for s, score in (("a", 4), ("b", 0))]
    grades += [Grade(s, PS, "project", 0.0, 4.0, True) for s in "ab"]
    essay, project = status._questions(grades, recorded)
    assert (essay.mean, essay.waiting) == (4, 1)
    assert (project.mean, project.waiting) == (None, 2)
    assert "project" in status.as_text(Status(PS, 2, 2, [], [essay, project], []))


def test_a_mistake_that_follows_from_another_is_not_its_own():
    follow = {("ps", "test-train"): {"test-loss"}}
    known = [
        _record("ada", ps={"test-loss": "E: loss", "test-train": "E: train"}),
        _record("ben", ps={"test-train": "E: train"}),
    ]
    assert set(status._mistakes(known, follow)) == {
        Mistake("loss", "E: loss", 1),
        Mistake("train", "E: train", 1),
    }


@pytest.mark.parametrize("name", ["status.txt", "status", "status.png.gz"])
def test_a_picture_whose_name_says_no_format_is_refused(name, tmp_path):
    question = Question("test-f", 2.0, 1.0, 1, 0, 1, 0, (1, 0, 0, 0, 1))
    with pytest.raises(GradelabError, match=r"no picture's name; end it in one of \..*\.png"):
        picture.save(Status("ps", 2, 2, [], [question], []), tmp_path / name)
    assert not list(tmp_path.iterdir())
