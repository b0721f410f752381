"""How questions are written: names, places, mistakes, and what functions return."""

import importlib
import subprocess
import sys

import numpy as np
import pytest

from trainlab.checks import QUESTIONS, CheckFailed, check
from trainlab.checks.outputs import Array, Each, Unusable
from trainlab.checks.outputs import pack as packed
from trainlab.checks.outputs import unpack as unpacked
from trainlab.checks.question import Case, question

DOUBLE = """
from trainlab.checks.question import Case, question

@question("{name}", returns=("y",))
def double(x):
    return x + x

@double.cases
def _(thorough, rng):
    yield Case("a vector", {{"x": rng.normal(size=3)}})

@double.mistake
def squared(x):
    '''You squared x;
    double it.'''
    return x**2
"""


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """Write a module with a question beside the others; what it registers goes with it."""
    monkeypatch.syspath_prepend(tmp_path)
    known, loaded = dict(QUESTIONS), set(sys.modules)

    def write(module: str, *names: str) -> None:
        written = "".join(DOUBLE.format(name=name) for name in names)
        (tmp_path / f"{module}.py").write_text(written)
        importlib.invalidate_caches()
        importlib.import_module(module)

    yield write
    QUESTIONS.clear()
    QUESTIONS.update(known)
    for name in set(sys.modules) - loaded:
        del sys.modules[name]


def test_an_instructors_own_question_checks_and_diagnoses(modules):
    modules("mine", "ps9/double")
    check("ps9/double", lambda x: 2 * x)
    with pytest.raises(
        CheckFailed, match=r"^double: You squared x; double it\.\nIn a vector, y\[0"
    ):
        check("ps9/double", lambda x: x * x)


def test_a_name_that_is_taken_is_an_error_naming_both_places(modules):
    modules("mine", "ps9/double")
    with pytest.raises(ValueError, match=r"'ps9/double' is there twice.*mine\.py:4.*yours\.py:4"):
        modules("yours", "ps9/double")


def test_a_taken_name_is_an_error_within_one_file(modules):
    with pytest.raises(ValueError, match=r"is there twice.*mine\.py:4.*mine\.py:20"):
        modules("mine", "ps9/double", "ps9/double")


def test_a_name_of_our_own_is_taken(modules):
    with pytest.raises(ValueError, match=r"is there twice.*tanh\.py:\d+.*mine\.py:4"):
        modules("mine", "ps1/tanh_forward")


def test_a_file_may_be_read_again(modules):
    modules("mine", "ps9/double")
    importlib.reload(sys.modules["mine"])
    check("ps9/double", lambda x: 2 * x)


def test_a_problem_set_is_imported_when_one_of_its_questions_is_asked_for():
    code = """
import sys
from trainlab.checks import check, hint
ours = ("ps1", "ps2", "ps3", "ps4", "ps5", "ps6", "ps7", "ps8")
loaded = lambda: sorted(n for n in ours if f"trainlab.checks.{n}" in sys.modules)
before = loaded()
hint("ps3/zca")
print(before, loaded())
hint("ps2/sgd")
print(loaded())
from trainlab.checks import QUESTIONS
print(loaded())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("[")]
    everything = str(["ps1", "ps2", "ps3", "ps4", "ps5", "ps6", "ps7", "ps8"])
    assert lines == ["[] ['ps3']", "['ps2', 'ps3']", everything]


def test_a_mistake_may_be_made_by_a_function_without_a_name(modules):
    modules("mine", "ps9/double")
    QUESTIONS["ps9/double"].know("tripled", "You tripled x.", lambda x: 3 * x)
    with pytest.raises(CheckFailed, match=r"You tripled x\.[\s\S]*\[ps9/double: tripled\]"):
        check("ps9/double", lambda x: x + x + x)


def test_two_problem_sets_may_both_have_a_question_of_one_name(modules):
    modules("mine", "ps8/train")
    modules("yours", "ps9/train")
    check("ps8/train", lambda x: 2 * x)
    check("ps9/train", lambda x: 2 * x)


def test_a_bare_name_is_the_first_problem_sets(modules):
    modules("mine", "ps9/relu_forward")
    check("relu_forward", lambda z: np.maximum(z, 0))
    with pytest.raises(CheckFailed, match=r"\[ps1/relu_forward: absolute\]"):
        check("relu_forward", lambda z: np.abs(z))


def test_an_unknown_name_in_a_known_problem_set_is_no_question():
    with pytest.raises(
        ValueError, match="'ps1/affine' is not a question; choose one of ps1/affine_b"
    ):
        check("ps1/affine", lambda: None)


@pytest.mark.parametrize("name", ["train", "/train", "ps9/"])
def test_a_question_needs_a_problem_set_and_a_name(name):
    with pytest.raises(ValueError, match=r'names no problem set; write "SET/FUNCTION"'):
        question(name, returns=("y",))


def _question():
    return question("ps9/alone", returns=("y",))(lambda x: x)


@pytest.fixture
def alone():
    yield _question()
    del QUESTIONS["ps9/alone"]


def test_a_mistake_without_a_diagnosis_is_an_error(alone):
    with pytest.raises(ValueError, match="The mistake <lambda> of ps9/alone has no diagnosis"):
        alone.mistake(lambda x: -x)


def test_two_mistakes_of_one_name_are_an_error(alone):
    def wrong(x):
        """No."""

    alone.mistake(wrong)
    with pytest.raises(ValueError, match=r"two mistakes named wrong, at .*:\d+ and .*:\d+"):
        alone.mistake(wrong)


def test_a_question_without_cases_says_so_instead_of_passing(alone):
    with pytest.raises(ValueError, match="ps9/alone is tried on nothing"):
        check("ps9/alone", lambda x: x)


def test_a_mistake_that_raises_explains_nothing(alone):
    def wrong(x):
        """No."""
        raise KeyError

    alone.cases(lambda thorough, rng: [Case("one", {"x": np.array(1.0)})])
    alone.mistake(wrong)
    with pytest.raises(
        CheckFailed, match=r"^alone: y is twice what it should be\.\nIn one, y is 2; expected 1 \(r"
    ):
        check("ps9/alone", lambda x: x + 1)


def test_what_a_mistake_gives_is_computed_once_for_equal_cases_of_any_seed(alone):
    seen = []

    def wrong(x):
        """No."""
        seen.append(float(x))
        return -x

    @alone.cases
    def _(thorough, rng):
        yield Case("one", {"x": np.array(1.0)})
        yield Case("drawn", {"x": rng.uniform(2, 3, ())})
        if thorough:
            yield Case("two", {"x": np.array(2.0)})

    alone.mistake(wrong)
    for seed in range(2):
        for thorough in (False, True):
            with pytest.raises(CheckFailed, match=r"^alone: No\."):
                check("ps9/alone", lambda x: -x, seed=seed, thorough=thorough)
    assert sorted(set(seen)) == sorted(seen)
    assert len(seen) == 4


PARAMS = [(np.ones((2, 3)), np.zeros(2)), (np.full((1, 2), 5.0), np.ones(1))]


@pytest.mark.parametrize(
    ("returns", "result", "names"),
    [
        ([Array("y")], np.arange(3.0), ["y"]),
        ([Array("a"), Array("b")], (np.ones(2), np.zeros(3)), ["a", "b"]),
        (
            [Array("J"), Each("gradients", ("dW", "db"))],
            (1.5, PARAMS),
            ["J", "dW1", "db1", "dW2", "db2"],
        ),
        (
            [Each("params", ("W", "b")), Array("J")],
            (PARAMS, np.ones(3)),
            ["W1", "b1", "W2", "b2", "J"],
        ),
        ([Each("weights", ("w",))], [np.ones(2), np.zeros(3)], ["w1", "w2"]),
    ],
)
def test_what_a_function_returns_goes_by_name_and_back(returns, result, names):
    named = unpacked(returns, result)
    assert list(named) == names
    assert all(array.dtype == np.float64 for array in named.values())
    assert _shape(packed(returns, named)) == _shape(result)
    again = unpacked(returns, packed(returns, named))
    assert all(np.array_equal(again[name], named[name]) for name in names)


def _shape(result):
    if isinstance(result, (tuple, list)):
        return type(result), [_shape(part) for part in result]
    return np.shape(result)


@pytest.mark.parametrize("result", [(1.0,), (1.0, 2.0, 3.0), (1.0, [(1.0,)]), (1.0, "ab"), 1.0])
def test_what_is_not_as_it_should_be_cannot_be_unpacked(result):
    with pytest.raises(Unusable):
        unpacked([Array("J"), Each("gradients", ("dW", "db"))], result)


def test_the_checks_say_what_is_wrong_from_the_command_line(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(DOUBLE.format(name="ps9/double"))
    command = [sys.executable, "-m", "trainlab.checks.mutants", "ps9", str(file)]
    right = subprocess.run(command, capture_output=True, text=True)
    assert (right.returncode, right.stdout) == (0, "ps9: every known mistake is named.\n")
    file.write_text(DOUBLE.format(name="ps9/double").replace("x**2", "2 * x"))
    wrong = subprocess.run(command, capture_output=True, text=True)
    assert wrong.returncode == 1
    assert "ps9/double, seed 0: the mistake squared passes." in wrong.stdout
