"""The oracles of problem set 6, NumPy alone, against torch, SciPy, books and numbers by hand."""

import math

import numpy as np
import pytest
import torch
from scipy import linalg, ndimage, signal
from torch.nn import functional

from trainlab.checks import QUESTIONS

CASES = {"rtol": 1e-9, "atol": 1e-11}


def _cases(name, seed=2):
    q = QUESTIONS[f"ps6/{name}"]
    for case in q.draw(True, seed):
        yield case.title, case.inputs, q.expected(**case.inputs)


def _double(array, grad=False):
    return torch.tensor(np.asarray(array, dtype=np.float64), requires_grad=grad)


def _ways(inputs):
    return {"padding": inputs.get("padding", 0), "stride": inputs.get("stride", 1)}


def test_the_cross_correlation_is_torchs_conv1d():
    for title, i, expected in _cases("correlate"):
        right = functional.conv1d(_double(i["x"])[None], _double(i["v"])[None, None], **_ways(i))
        (found,) = expected.values()
        np.testing.assert_allclose(found, right[0], **CASES, err_msg=title)


def test_each_way_of_sliding_has_an_output_of_its_own():
    for name in ("correlate", "conv2d"):
        for title, i, expected in _cases(name):
            padding, stride = _ways(i).values()
            way = "strided" if stride > 1 else "padded" if padding else "plain"
            assert list(expected) == [way], title


def test_the_convolution_is_scipys():
    for title, i, expected in _cases("convolve"):
        right = signal.convolve2d(i["F"], i["G"], mode="full")
        np.testing.assert_allclose(expected["H"], right, **CASES, err_msg=title)


def test_the_correlation_taken_for_a_convolution_is_scipys_too():
    F, G = np.arange(12.0).reshape(3, 4) ** 2, np.array([[1.0, 2, -1], [0, 3, 5]])
    by_kernel, by_other = QUESTIONS["ps6/convolve"].mistakes["correlation"].variants
    np.testing.assert_allclose(by_kernel(F=F, G=G), signal.correlate2d(F, G), **CASES)
    np.testing.assert_allclose(by_other(F=F, G=G), signal.correlate2d(G, F), **CASES)


def test_sizes_are_those_of_torchs_layers():
    for title, i, expected in _cases("sizes"):
        convs = [
            torch.nn.Conv1d(1, 1, m, stride=stride, padding=padding)
            for m, padding, stride in i["layers"]
        ]
        out = torch.nn.Sequential(*convs)(torch.zeros(1, 1, i["n"]))
        assert expected["size"] == out.shape[-1], title


def test_a_field_is_where_gradients_come_from():
    for title, i, expected in _cases("sizes"):
        x = torch.zeros(1, 1, 4001, requires_grad=True)
        h = x
        for m, padding, stride in i["layers"]:
            h = functional.conv1d(h, torch.ones(1, 1, m), stride=stride, padding=padding)
        h[0, 0, h.shape[-1] // 2].backward()
        seen = x.grad[0, 0].nonzero()
        assert expected["field"] == seen.max() - seen.min() + 1, title


def test_counts_are_those_of_torchs_layers():
    for title, i, expected in _cases("counts"):
        conv = torch.nn.Conv2d(i["C"], i["D"], i["kernel"], **_ways(i))
        given = torch.zeros(1, i["C"], *i["size"])
        out = conv(given)
        assert expected["parameters"] == sum(p.numel() for p in conv.parameters()), title
        dense = torch.nn.Linear(given.numel(), out.numel(), device="meta")
        assert expected["dense"] == sum(p.numel() for p in dense.parameters()), title
        unfolded = functional.unfold(given, i["kernel"], **_ways(i))
        assert expected["multiplications"] == unfolded.numel() * i["D"], title


def test_the_layer_is_torchs_conv2d():
    for title, i, expected in _cases("conv2d"):
        right = functional.conv2d(*(_double(i[name]) for name in ("x", "V", "b")), **_ways(i))
        (found,) = expected.values()
        np.testing.assert_allclose(found, right, **CASES, err_msg=title)


def test_a_layer_of_one_channel_is_scipys_correlation():
    for title, i, expected in _cases("conv2d"):
        if i["x"].shape[1] == i["V"].shape[0] == 1 and "plain" in expected:
            right = signal.correlate2d(i["x"][0, 0], i["V"][0, 0], mode="valid") + i["b"]
            np.testing.assert_allclose(expected["plain"][0, 0], right, **CASES, err_msg=title)


def test_the_way_back_through_a_signal_is_autograds():
    for title, i, expected in _cases("correlate_backward"):
        x, v = _double(i["x"], True), _double(i["v"], True)
        functional.conv1d(x[None], v[None, None])[0].backward(_double(i["delta"]))
        np.testing.assert_allclose(expected["dx"], x.grad, **CASES, err_msg=title)
        np.testing.assert_allclose(expected["dv"], v.grad, **CASES, err_msg=title)


def test_the_way_back_through_a_layer_is_autograds():
    for title, i, expected in _cases("conv2d_backward"):
        x, V = _double(i["x"], True), _double(i["V"], True)
        b = torch.zeros(len(V), dtype=torch.float64, requires_grad=True)
        functional.conv2d(x, V, b, **_ways(i)).backward(_double(i["delta"]))
        for name, leaf in (("dx", x), ("dV", V), ("db", b)):
            np.testing.assert_allclose(expected[name], leaf.grad, **CASES, err_msg=title)


def test_the_dense_layer_is_a_matrix_of_scipys():
    for title, i, expected in _cases("as_dense"):
        padding, stride = _ways(i).values()
        n, v = i["n"], np.asarray(i["v"], dtype=float)
        full = linalg.convolution_matrix(v[::-1], n + 2 * padding, mode="valid")
        if len(v) > n + 2 * padding - len(v) + 1:  # SciPy's "valid" takes the longer one's side
            full = linalg.convolution_matrix(v[::-1], n + 2 * padding)[len(v) - 1 :]
            full = full[: n + 2 * padding - len(v) + 1]
        right = full[::stride, padding : padding + n]
        np.testing.assert_allclose(expected["W"], right, **CASES, err_msg=title)


def test_a_kernel_gives_back_its_layer_and_what_has_none_is_not_equivariant():
    for title, i, expected in _cases("kernel_of"):
        W, x = i["W"], np.random.default_rng(0).standard_normal(i["W"].shape[1])
        assert ("kernel" in expected) is i["is_one"], title
        if i["is_one"]:
            right = signal.correlate(x, expected["kernel"], mode="valid")
            np.testing.assert_allclose(W @ x, right, **CASES, err_msg=title)
        else:
            W = W * 1.0
            m = W.shape[1] - len(W) + 1
            first = signal.correlate(x, W[0, :m], mode="valid")
            assert abs(W @ x - first).max() > 1e-3, title


def test_errors_of_moves_are_those_of_scipys_shift():
    for title, i, expected in _cases("shift_errors"):
        f, x, stride = i["f"], i["x"] * 1.0, i.get("stride", 1)
        h = np.asarray(f(x), dtype=float)
        one = two = 0.0
        for k in range(len(h)):
            late = f(ndimage.shift(x, k * stride, order=0, mode="grid-wrap"))
            along = ndimage.shift(h, k, order=0, mode="grid-wrap")
            one, two = max(one, abs(late - along).max()), max(two, abs(late - h).max())
        assert expected["equivariance"] == pytest.approx(one, abs=1e-12), title
        assert expected["invariance"] == pytest.approx(two, abs=1e-12), title


#: Which of the two errors are 0.
ZERO = {
    "a convolution round a circle": (True, False),
    "a convolution of stride 2": (True, False),
    "the largest value at every place": (True, True),
    "values in order": (False, True),
    "a convolution and a ReLU": (True, False),
    "pooling over windows of 3": (True, False),
    "a stride of the whole signal": (True, True),
    "one number": (True, True),
    "all numbers alike": (False, True),
}


def test_what_moves_along_and_what_stays_has_no_error():
    for title, _, expected in _cases("shift_errors"):
        zero = tuple(bool(abs(expected[n]) < 1e-12) for n in ("equivariance", "invariance"))
        assert zero == ZERO.get(title, (False, False)), title


def test_derivatives_are_scipys_correlations():
    across, laplacian = np.array([[-0.5, 0, 0.5]]), ndimage.generate_binary_structure(2, 1) * 1.0
    laplacian[1, 1] = -4
    for title, i, expected in _cases("derivatives"):
        phi, a, inside = i["phi"] * 1.0, i["a"], (slice(1, -1),) * 2
        right = {
            "dx": ndimage.correlate(phi, across) / a,
            "dy": ndimage.correlate(phi, across.T) / a,
            "laplacian": ndimage.laplace(phi) / a**2,
        }
        for name, all_points in right.items():
            np.testing.assert_allclose(
                expected[name], all_points[inside], rtol=1e-8, atol=1e-9, err_msg=title
            )
        by_kernel = signal.correlate2d(phi, laplacian, mode="valid") / a**2
        np.testing.assert_allclose(expected["laplacian"], by_kernel, rtol=1e-8, atol=1e-9)


def test_derivatives_of_a_polynomial_are_those_of_calculus():
    y, x = np.mgrid[0:5, 0:6] * 0.5
    found = QUESTIONS["ps6/derivatives"].expected(phi=3 * x**2 - x * y + 5 * y, a=0.5)
    inside = slice(1, -1), slice(1, -1)
    np.testing.assert_allclose(found["dx"], (6 * x - y)[inside], **CASES)
    np.testing.assert_allclose(found["dy"], (5 - x)[inside], **CASES)
    np.testing.assert_allclose(found["laplacian"], 6, **CASES)


#: Well-known stencils: places, order, weights at spacing 1, order of the error.
KNOWN = [
    ([-1, 0, 1], 1, [-1 / 2, 0, 1 / 2], 2),
    ([-1, 0, 1], 2, [1, -2, 1], 2),
    ([0, 1], 1, [-1, 1], 1),
    ([0, 1, 2], 1, [-3 / 2, 2, -1 / 2], 2),
    ([0, 1, 2], 2, [1, -2, 1], 1),
    ([0, 1, 2, 3], 2, [2, -5, 4, -1], 2),
    ([-2, -1, 0, 1, 2], 1, [1 / 12, -2 / 3, 0, 2 / 3, -1 / 12], 4),
    ([-2, -1, 0, 1, 2], 2, [-1 / 12, 4 / 3, -5 / 2, 4 / 3, -1 / 12], 4),
    ([-2, -1, 0, 1, 2], 3, [-1 / 2, 1, 0, -1, 1 / 2], 2),
    ([-2, -1, 0, 1, 2], 4, [1, -4, 6, -4, 1], 2),
]


@pytest.mark.parametrize(("places", "order", "weights", "q"), KNOWN)
def test_stencils_are_those_of_the_books(places, order, weights, q):
    found = QUESTIONS["ps6/stencil"].expected(places=places, order=order)
    np.testing.assert_allclose(found["w"], weights, **CASES)
    assert found["q"] == q


def test_a_stencil_is_exact_for_polynomials_and_its_error_shrinks_as_is_said():
    for title, i, expected in _cases("stencil"):
        places, order, a = np.array(i["places"]), i["order"], i.get("a", 1.0)
        for degree in range(len(places)):
            exact = np.polynomial.Polynomial.basis(degree).deriv(order)(0.0)
            found = expected["w"] @ (places * a) ** float(degree)
            scale = np.abs(expected["w"]) @ np.abs(places * a) ** float(degree) + 1
            assert abs(found - exact) < 1e-9 * scale, (title, degree)
        weights = expected["w"] * a**order
        first, second = (_error_for_exp(places, order, weights, a) for a in (0.02, 0.01))
        assert np.log2(first / second) == pytest.approx(expected["q"], abs=0.1), title


def _error_for_exp(places, order, weights, a):
    """Return the error at spacing a, by the series, of which no large terms cancel."""
    terms = [
        (weights @ places ** float(j)) * a ** (j - order) / math.factorial(j)
        for j in range(len(places), 40)
    ]
    return abs(sum(terms))


def test_learning_is_torchs_gradient_descent():
    for title, i, expected in _cases("learn_kernel"):
        fields, targets = _double(i["fields"])[:, None], _double(i["targets"])[:, None]
        V = torch.zeros(1, 1, i["m"], i["m"], dtype=torch.float64, requires_grad=True)
        rule, losses = torch.optim.SGD([V], lr=i["lr"]), []
        for step in range(i["steps"] + 1):
            loss = functional.mse_loss(functional.conv2d(fields, V), targets)
            losses.append(loss.item())
            if step < i["steps"]:
                rule.zero_grad()
                loss.backward()
                rule.step()
        np.testing.assert_allclose(
            expected["V"], V.detach()[0, 0], rtol=1e-8, atol=1e-9, err_msg=title
        )
        np.testing.assert_allclose(expected["losses"], losses, rtol=1e-8, atol=1e-9, err_msg=title)


def test_rough_fields_teach_the_laplacian():
    found = {title: expected for title, _, expected in _cases("learn_kernel")}
    V = found["rough fields and their Laplacian"]["V"]
    np.testing.assert_allclose(V, [[0, 1, 0], [1, -4, 1], [0, 1, 0]], atol=0.05)


def test_lecture_13s_numbers_by_hand_are_right():
    q = QUESTIONS
    x, v = np.array([1, 2, 4, 7, 11]), np.array([-1, 0, 1])
    np.testing.assert_allclose(q["ps6/correlate"].expected(x=x, v=v)["plain"], [3, 5, 7], **CASES)
    F, G = np.array([[1, 2]]), np.array([[3, 4, 5]])
    np.testing.assert_allclose(
        q["ps6/convolve"].expected(F=F, G=G)["H"], [[3, 10, 13, 10]], **CASES
    )
    back = q["ps6/correlate_backward"].expected(delta=np.array([1, 0, 2]), x=x, v=v)
    np.testing.assert_allclose(back["dx"], [-1, 0, -1, 0, 2], **CASES)
    np.testing.assert_allclose(back["dv"], [9, 16, 26], **CASES)
    found = q["ps6/counts"].expected(C=8, D=16, size=(12, 12), kernel=(3, 3), padding=1)
    assert [int(n) for n in found.values()] == [1168, 2304 * 1153, 165888]
    for z, s, size in ((0, 1, 6), (1, 1, 8), (1, 2, 4)):
        assert q["ps6/sizes"].expected(n=8, layers=[(3, z, s)])["size"] == size
