"""Checks that are themselves wrong are found out."""

import numpy as np
import pytest

from trainlab.checks import QUESTIONS
from trainlab.checks.mutants import faults, main
from trainlab.checks.question import Case, question


@pytest.fixture
def made():
    """A question that is as it should be: twice x, and the sum of x."""

    @question("ps9/both", returns=("y", "total"))
    def both(x):
        return 2 * x, x.sum()

    @both.cases
    def _(thorough, rng):
        yield Case("three numbers", {"x": rng.normal(size=3)})

    @both.mistake
    def squared(x):
        """You squared x."""
        return x**2, x.sum()

    yield both
    del QUESTIONS["ps9/both"]


@pytest.mark.parametrize("problem_set", ["ps1", "ps2", "ps3", "ps4", "ps5", "ps6", "ps7", "ps8"])
def test_nothing_is_wrong_with_a_problem_set_of_ours(problem_set):
    assert faults(problem_set, seeds=[4]) == []


def test_nothing_is_wrong_with_a_question_as_it_should_be(made):
    assert faults("ps9") == []


def test_a_mistake_that_passes_is_found(made):
    @made.mistake
    def none(x):
        """You did nothing wrong."""
        return x + x, x.sum()

    assert faults("ps9", [3]) == ["ps9/both, seed 3: the mistake none passes."]


def test_a_mistake_that_another_is_taken_for_is_found(made):
    @made.mistake
    def multiplied(x):
        """You multiplied x by itself."""
        return x * x, x.sum()

    first, second = faults("ps9", [3])
    assert first.startswith("ps9/both, seed 3: the mistake squared is not named, but told: both:")
    assert "the mistake multiplied is not named" in second


def test_a_mistake_that_raises_is_found(made):
    @made.mistake
    def raises(x):
        """You raised."""
        return x.nothing

    (fault,) = faults("ps9", [3])
    assert (
        "the mistake raises is not named, but told: both: In three numbers, your function" in fault
    )


def test_a_name_given_to_what_it_is_not_is_found(made):
    @made.mistake
    def large(x):
        """Your total is too large."""
        return 2 * x, x.sum() + 1

    assert faults("ps9", [3]) == [
        "ps9/both, seed 3: an answer in which total alone is one too large is called large."
    ]


def test_an_output_that_no_case_looks_at_is_found(made):
    made.cases(lambda thorough, rng: [Case("infinity", {"x": np.array([np.inf, -1.0, 2.0])})])
    assert "ps9/both, seed 3: an answer in which total alone is wrong passes." in faults("ps9", [3])


def test_a_right_answer_that_fails_is_found(made):
    made.answer = lambda x: (2 * x, x.sum() + np.random.default_rng().normal())
    assert any(
        "the right answer fails: both: y is right; total is wrong" in fault
        for fault in faults("ps9", [3])
    )


def test_a_problem_set_without_questions_is_an_error():
    with pytest.raises(ValueError, match="'ps0' has no questions; import the modules"):
        faults("ps0")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "required: SET"),
        (["ps99"], "'ps99' has no questions; import the modules that hold them first, or name"),
        (["ps9", "nowhere/questions.py"], "nowhere/questions.py is not there; name the files"),
    ],
)
def test_what_cannot_be_tested_is_told_in_a_sentence(asked, words, capsys):
    with pytest.raises(SystemExit):
        main(asked)
    assert words in capsys.readouterr().err
