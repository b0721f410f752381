"""The tests are tested: every known mistake is named, every right solution passes."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from trainlab.checks import QUESTIONS, CheckFailed, check
from trainlab.checks.failure import read
from trainlab.checks.numerical import central_difference, complex_step
from trainlab.checks.question import Case, question


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_mistake_in_the_bank_fails_with_its_own_diagnosis(question):
    """With a seed besides those of ``mutants.faults``."""
    asked = QUESTIONS[question]
    told, expected = {}, {}
    for mistake in asked.mistakes.values():
        for number, variant in enumerate(mistake.variants):
            told[mistake.name, number] = _ends(question, variant)
            expected[mistake.name, number] = (
                f"{asked.function}: {mistake.diagnosis}",
                "In ",
                f"See {asked.section}. [{question}: {mistake.name}]",
            )
    assert expected
    assert told == expected


def _ends(question, answer):
    """Return the first and the last line of what an answer is told, and how the second begins."""
    try:
        check(question, answer, thorough=True, seed=5)
    except CheckFailed as failure:
        first, second, last = str(failure).splitlines()
        return first, second[:3], last
    return "it is right"


def test_no_two_mistakes_of_a_question_share_a_diagnosis():
    for q in QUESTIONS.values():
        diagnoses = [m.diagnosis for m in q.mistakes.values()]
        assert len(set(diagnoses)) == len(diagnoses)


def test_an_unknown_mistake_is_reported_with_place_got_and_expected():
    with pytest.raises(CheckFailed, match=r"dW\[0, 0\] is .*; expected .*"):
        check("affine_backward", lambda dz, x, W: (dz @ W, dz.T @ x + 1.7, dz.sum(0)))


def test_a_forgotten_return_is_said_plainly():
    with pytest.raises(CheckFailed, match="Did you forget the return statement"):
        check("affine_forward", lambda x, W, b: None)


def test_an_unwritten_function_is_said_plainly():
    def unwritten(z):
        raise NotImplementedError

    with pytest.raises(CheckFailed, match="tanh_forward is not written yet"):
        check("tanh_forward", unwritten)


def test_the_students_own_error_is_repeated_with_the_case():
    with pytest.raises(CheckFailed, match="your function raised KeyError: 'w'"):
        check("tanh_forward", lambda z: {}["w"])


def test_a_wrong_number_of_outputs_is_said_plainly():
    with pytest.raises(CheckFailed, match="returned 2 values; expected 3: dx, dW, db"):
        check("affine_backward", lambda dz, x, W: (dz @ W, dz.T @ x))


def test_a_wrong_shape_is_said_with_both_shapes():
    with pytest.raises(CheckFailed, match=r"z has shape \(2, 4\); expected \(4, 2\)"):
        check("affine_forward", lambda x, W, b: (x @ W.T + b).T)


def test_changing_an_argument_in_place_is_found():
    def relu(z):
        z[z < 0] = 0
        return z

    with pytest.raises(CheckFailed, match="changed its argument z in place"):
        check("relu_forward", relu)


def test_changing_a_parameter_inside_a_list_in_place_is_found():
    def train(params, x, y, lr, steps, l2):
        params[0][0][:] -= 1
        return params, np.zeros(steps)

    with pytest.raises(CheckFailed, match="changed its argument params in place"):
        check("train", train)


def test_training_must_return_the_trained_parameters():
    def train(params, x, y, lr, steps, l2):
        return "no parameters", _right_losses(params, x, y, lr, steps, l2)

    with pytest.raises(CheckFailed, match="a str for params; expected a list of"):
        check("train", train)


def _right_losses(*given):
    names = ("params", "x", "y", "lr", "steps", "l2")
    return QUESTIONS["ps1/train"].expected(**dict(zip(names, given, strict=True)))["losses"]


def test_an_unknown_question_names_the_known_ones():
    with pytest.raises(ValueError, match="affine_backward"):
        check("affine", lambda: None)


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (lambda z: 1 / (1 + np.exp(-z)), ("ps1/tanh_forward", "sigmoid")),
        (lambda z: z + 1.7, ("ps1/tanh_forward", "")),
        (lambda z: {}["w"], ("ps1/tanh_forward", "")),
        (lambda z: None, ("ps1/tanh_forward", "no_return")),
        (lambda z: z.__iadd__(1), ("ps1/tanh_forward", "in_place")),
    ],
    ids=["known", "unknown", "raises", "returns nothing", "changes its argument"],
)
def test_a_message_ends_with_names_for_programs(answer, names):
    with pytest.raises(CheckFailed) as failed:
        check("ps1/tanh_forward", answer)
    failure = read(f"CheckFailed: {failed.value}")
    assert (failure.question, failure.mistake) == names
    assert f"{failure.said} [" in f"CheckFailed: {failed.value}"


@pytest.mark.parametrize(
    "message", ["", "ValueError: no", "x [1, 2]", "x [ps1/f: a] and more", "x [a: b]", "[ps1/f]"]
)
def test_other_messages_name_nothing(message):
    assert read(message) is None


def test_a_notebook_shows_the_message_and_no_traceback():
    error = CheckFailed("dW is transposed.")
    assert error._render_traceback_() == ["CheckFailed: dW is transposed."]


def test_checks_need_numpy_alone():
    code = (
        "import sys, trainlab.checks; "
        "sys.exit(any(m in sys.modules for m in ('torch', 'matplotlib', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# A mistake that explains the first case that fails, and not all.


@pytest.fixture
def scaled():
    """A question of three cases and two mistakes."""

    @question("ps9/scaled", returns=("y",))
    def scaled(x, by, plus):
        return by * x + plus

    @scaled.cases
    def _(thorough, rng):
        x = rng.normal(size=4)
        yield Case("doubled", {"x": x, "by": 2.0, "plus": 0.0})
        yield Case("tripled", {"x": x, "by": 3.0, "plus": 0.0})
        yield Case("moved", {"x": x, "by": 2.0, "plus": 1.5})

    @scaled.mistake
    def negative(x, by, plus):
        """The sign is wrong."""
        return -by * x + plus

    @scaled.mistake
    def not_moved(x, by, plus):
        """plus is not used."""
        return by * x

    yield scaled
    del QUESTIONS["ps9/scaled"]


def _told(function):
    with pytest.raises(CheckFailed) as failed:
        check("ps9/scaled", function)
    return failed.value


def test_what_explains_the_first_case_alone_is_named_and_more_is_said_to_be_wrong(scaled):
    failure = _told(lambda x, by, plus: -by * x)
    first, second = str(failure).splitlines()
    assert first == (
        'scaled: The sign is wrong. This does not explain all: "moved" goes wrong in another way.'
    )
    assert second.startswith("In doubled, y[0] is ")
    assert failure.mistake == "negative+more"
    assert read(str(failure)).mistake == "negative+more"


def test_what_two_mistakes_explain_in_the_first_case_is_not_named(scaled):
    @scaled.mistake
    def always_negative(x, by, plus):
        """You took -2."""
        return -2 * x + plus

    assert _told(lambda x, by, plus: -2 * x if by == 2 else 7 * x).mistake == ""


def test_what_explains_the_usual_cases_alone_is_named_and_a_rare_one_is_said_to_be_wrong(scaled):
    @scaled.cases
    def _(thorough, rng):
        x = rng.normal(size=4)
        yield Case("moved", {"x": x, "by": 2.0, "plus": 1.5})
        if thorough:
            yield Case("shrunk", {"x": x, "by": 0.5, "plus": 1.5})

    with pytest.raises(CheckFailed) as failed:
        check("ps9/scaled", lambda x, by, plus: -by * x + plus if by > 1 else 7 * x, thorough=True)
    assert failed.value.mistake == "negative+more"
    assert 'not explain all: "shrunk" goes wrong in another way' in str(failed.value)


def test_what_would_be_wrong_where_the_answer_is_right_is_not_named(scaled):
    assert _told(lambda x, by, plus: by * x + plus - 4 * x * (by == 2)).mistake == ""


# The oracles against another library.


@pytest.mark.parametrize("name", ["ps1/softmax_cross_entropy", "ps1/mlp_loss_and_gradients"])
def test_expected_gradients_equal_those_of_torch(name):
    q = QUESTIONS[name]
    for case in q.draw(True, 3):
        i = dict(case.inputs.items())
        expected = q.expected(**case.inputs)
        y = torch.tensor(i["y"])
        if name == "ps1/softmax_cross_entropy":
            u = torch.tensor(i["u"], dtype=torch.float64, requires_grad=True)
            loss = torch.nn.functional.cross_entropy(u, y)
            loss.backward()
            np.testing.assert_allclose(expected["du"], u.grad, atol=1e-12)
        else:
            params = [
                tuple(torch.tensor(p, requires_grad=True) for p in pair) for pair in i["params"]
            ]
            a = torch.tensor(i["x"])
            for W, b in params[:-1]:
                a = torch.tanh(torch.nn.functional.linear(a, W, b))
            u = torch.nn.functional.linear(a, *params[-1])
            penalty = sum((W**2).sum() for W, _ in params)
            loss = torch.nn.functional.cross_entropy(u, y) + i["l2"] / 2 * penalty
            loss.backward()
            for k, (W, b) in enumerate(params, start=1):
                np.testing.assert_allclose(expected[f"dW{k}"], W.grad, atol=1e-12)
                np.testing.assert_allclose(expected[f"db{k}"], b.grad, atol=1e-12)
        np.testing.assert_allclose(expected["loss"], loss.item(), rtol=1e-12)


@pytest.mark.parametrize(("name", "function"), [("tanh", torch.tanh), ("relu", torch.relu)])
def test_expected_activations_and_slopes_equal_those_of_torch(name, function):
    forward, backward = QUESTIONS[f"ps1/{name}_forward"], QUESTIONS[f"ps1/{name}_backward"]
    for case in backward.draw(True, 1):
        z = torch.tensor(np.float64(case.inputs["z"]), requires_grad=True)
        a = function(z)
        a.backward(torch.tensor(np.float64(case.inputs["da"])))
        expected = forward.expected(z=case.inputs["z"])["a"]
        np.testing.assert_allclose(expected, a.detach(), atol=1e-12)
        np.testing.assert_allclose(backward.expected(**case.inputs)["dz"], z.grad, atol=1e-9)


def test_complex_step_is_exact_and_central_difference_nearly():
    x = np.array([0.3, -1.2])
    exact = np.cos(x) * np.exp(np.sin(x[0]) + np.sin(x[1]))
    np.testing.assert_allclose(
        complex_step(lambda v: np.exp(np.sin(v).sum()), x), exact, rtol=1e-15
    )
    np.testing.assert_allclose(
        central_difference(lambda v: float(np.exp(np.sin(v).sum())), x), exact, rtol=1e-9
    )
