"""What a status says of mistakes that no check knows, in words that a student's code chose."""

import pytest

from gradelab.commands import picture, status
from gradelab.commands.status import Question, Status


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
    assert status._diagnosis(message) == said


def test_a_long_message_is_cut():
    assert len(status._diagnosis("word " * 100)) <= status.LONGEST


@pytest.mark.parametrize("said", [r"ValueError: $\frac$", r"$x^$ {", "$", r"\$"])
def test_a_message_that_looks_like_a_formula_is_drawn_as_it_stands(said, tmp_path):
    question = Question("test-f", 2.0, 1.0, 1, 0, 1, 0, (1, 0, 0, 0, 1))
    picture.save(Status("ps", 2, 2, [], [question], [("f", said, 1)]), tmp_path / "status.png")
    assert (tmp_path / "status.png").stat().st_size > 1000
