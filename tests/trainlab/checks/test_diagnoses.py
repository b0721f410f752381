"""The tests are tested: every known mistake is named, every right solution passes."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from trainlab.checks import QUESTIONS, CheckFailed, check
from trainlab.checks.numerical import central_difference, complex_step

MUTANTS = [(q.name, m.name) for q in QUESTIONS.values() for m in q.mistakes]


def _mutant(question, mistake):
    """A student's function that makes the mistake."""

    def function(*args, **inputs):
        named = mistake.outputs(**inputs)
        layers = (len(named) - 1) // 2
        if question.name == "train":
            pairs = [(named[f"W{i}"], named[f"b{i}"]) for i in range(1, layers + 1)]
            return pairs, named["losses"]
        if question.unpack is not None:
            pairs = [(named[f"dW{i}"], named[f"db{i}"]) for i in range(1, layers + 1)]
            return named["loss"], pairs
        values = tuple(named[name] for name in question.outputs)
        return values[0] if len(values) == 1 else values

    return function


@pytest.mark.parametrize(("question", "mistake"), MUTANTS, ids=lambda v: str(v))
@pytest.mark.parametrize("seed", [0, 5])
def test_every_mistake_in_the_bank_fails_with_its_own_diagnosis(question, mistake, seed):
    q = QUESTIONS[question]
    m = next(m for m in q.mistakes if m.name == mistake)
    with pytest.raises(CheckFailed) as failure:
        check(question, _mutant(q, m), thorough=True, seed=seed)
    assert m.diagnosis in str(failure.value)
    assert "expected" in str(failure.value)


def test_no_two_mistakes_of_a_question_share_a_diagnosis():
    for q in QUESTIONS.values():
        diagnoses = [m.diagnosis for m in q.mistakes]
        assert len(set(diagnoses)) == len(diagnoses)


def test_an_unknown_mistake_is_reported_with_place_got_and_expected():
    with pytest.raises(CheckFailed, match=r"dW\[0, 0\] is .*; expected .*"):
        check("affine_backward", lambda dz, x, W: (dz @ W, dz.T @ x + 1.7, dz.sum(0)))


def test_a_forgotten_return_is_said_plainly():
    with pytest.raises(CheckFailed, match="Did you forget the return statement"):
        check("affine_forward", lambda x, W, b: None)


def test_an_unwritten_function_is_said_plainly():
    def unwritten(**inputs):
        raise NotImplementedError

    with pytest.raises(CheckFailed, match="tanh_forward is not written yet"):
        check("tanh_forward", unwritten)


def test_the_students_own_error_is_repeated_with_the_case():
    with pytest.raises(CheckFailed, match="your function raised KeyError: 'w'"):
        check("tanh_forward", lambda z: {}["w"])


def test_a_wrong_number_of_outputs_is_said_plainly():
    with pytest.raises(CheckFailed, match="expected dx, dW, db as numbers"):
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

    with pytest.raises(CheckFailed, match="expected params, losses as numbers"):
        check("train", train)


def _right_losses(*given):
    names = ("params", "x", "y", "lr", "steps", "l2")
    return QUESTIONS["train"].expected(**dict(zip(names, given, strict=True)))["losses"]


def test_an_unknown_question_names_the_known_ones():
    with pytest.raises(ValueError, match="affine_backward"):
        check("affine", lambda: None)


def test_a_notebook_shows_the_message_and_no_traceback():
    error = CheckFailed("dW is transposed.")
    assert error._render_traceback_() == ["CheckFailed: dW is transposed."]


def test_checks_need_numpy_alone():
    code = (
        "import sys, trainlab.checks; "
        "sys.exit(any(m in sys.modules for m in ('torch', 'matplotlib', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# The oracles against another library.


@pytest.mark.parametrize("name", ["softmax_cross_entropy", "mlp_loss_and_gradients"])
def test_expected_gradients_equal_those_of_torch(name):
    q = QUESTIONS[name]
    for case in q.cases(True, np.random.default_rng(3)):
        i = dict(case.inputs.items())
        expected = q.expected(**case.inputs)
        y = torch.tensor(i["y"])
        if name == "softmax_cross_entropy":
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
    forward, backward = QUESTIONS[f"{name}_forward"], QUESTIONS[f"{name}_backward"]
    for case in backward.cases(True, np.random.default_rng(1)):
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
