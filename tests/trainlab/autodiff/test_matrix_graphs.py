"""Graphs of matrices against torch's Jacobians, in both layouts."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.autodiff.matrix_graphs import EXAMPLES, RULES, MatrixGraph, gradient

F64 = torch.float64
TORCH = {
    "@": torch.matmul,
    "+": torch.add,
    "-": torch.sub,
    "*": torch.mul,
    "/": torch.div,
    "tanh": torch.tanh,
    "exp": torch.exp,
    "square": torch.square,
    "sum": torch.sum,
    "mean": torch.mean,
}
SHAPES = {
    "@": [((3, 4), (4, 2)), ((3, 4), (4,)), ((4,), (4, 2)), ((4,), (4,))],
    "+": [((3, 4), (3, 4)), ((3, 4), (4,)), ((3, 1), (1, 4)), ((), (5,)), ((), ())],
}


def _arrays(shapes, seed=0):
    g = np.random.default_rng(seed)
    return [g.normal(size=shape) + 0.1 * (1 if g.random() > 0.5 else -1) for shape in shapes]


@pytest.mark.parametrize("operation", RULES)
def test_every_local_jacobian_is_torchs(operation):
    binary = operation in "@+-*/"
    cases = SHAPES.get(operation, SHAPES["+"] if binary else [((3, 4),), ((5,),), ((),)])
    for shapes in cases:
        arrays = _arrays(shapes)
        graph = MatrixGraph()
        y = graph.apply(operation, *(graph.input(n, a) for n, a in zip("ab", arrays, strict=False)))
        tensors = tuple(torch.tensor(a) for a in arrays)
        np.testing.assert_allclose(y.value, TORCH[operation](*tensors))
        expected = torch.autograd.functional.jacobian(TORCH[operation], tensors)
        for name, array, theirs in zip("ab", arrays, expected, strict=False):
            matrix = theirs.reshape(max(y.value.size, 1), array.size).numpy()
            np.testing.assert_allclose(gradient(graph)[name], matrix, atol=1e-12)
            np.testing.assert_allclose(gradient(graph, "denominator")[name], matrix.T, atol=1e-12)


@given(depth=st.integers(1, 4), seed=st.integers(0, 100), inputs=st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_a_network_of_matrices_has_the_gradient_of_autograd(depth, seed, inputs):
    g = np.random.default_rng(seed)
    graph, tensors, names = MatrixGraph(), {}, []

    def given_(name, value):
        tensors[name] = torch.tensor(value, requires_grad=True)
        names.append(name)
        return graph.input(name, value)

    x = g.normal(size=(5, inputs))
    a, t = graph.constant("x", x), torch.tensor(x)
    for layer in range(depth):
        w = given_(f"w{layer}", g.normal(size=(a.value.shape[1], 3)))
        b = given_(f"b{layer}", g.normal(size=3))
        a = graph.apply("tanh", a @ w + b)
        t = torch.tanh(t @ tensors[f"w{layer}"] + tensors[f"b{layer}"])
    graph.apply("mean", graph.apply("square", a))
    t.square().mean().backward()
    for name in names:
        theirs = tensors[name].grad.numpy()
        row, column = gradient(graph)[name], gradient(graph, "denominator")[name]
        assert row.shape == (1, theirs.size)
        np.testing.assert_allclose(column.reshape(theirs.shape), theirs, rtol=1e-9, atol=1e-14)
        np.testing.assert_array_equal(row, column.T)


def test_linear_regression_has_the_sources_closed_form():
    graph = EXAMPLES["linear regression, 64 points in 8 dimensions"]()
    values = {node.name: node.value for node in graph.nodes}
    residual = values["X"] @ values["w"] + values["b"] - values["y"]
    found = gradient(graph)
    np.testing.assert_allclose(found["w"], 2 / 64 * residual[None] @ values["X"])
    np.testing.assert_allclose(found["b"], [[2 * residual.mean()]])


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
def test_an_edge_is_adjoint_and_jacobian_in_the_order_of_the_layout(layout):
    graph = MatrixGraph()
    x = graph.input("x", [1.0, 2.0])
    y = graph.constant("A", [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]) @ x
    graph.apply("sum", y * y)
    edges = graph.backward(layout)
    assert [(e.child.operation, e.parent.operation) for e in edges] == [
        ("sum", "*"), ("*", "@"), ("*", "@"), ("@", "input")
    ]  # fmt: skip
    last = edges[-1]
    shapes = [part.shape for part in (last.adjoint, last.local, last.amount)]
    expected = [(1, 3), (3, 2), (1, 2)]
    assert shapes == (expected if layout == "numerator" else [s[::-1] for s in expected])


def test_what_does_not_reach_the_output_has_a_derivative_of_zero():
    graph = MatrixGraph()
    graph.input("idle", [1.0, 2.0])
    graph.apply("sum", graph.input("x", [3.0]) / 2.0)
    assert gradient(graph)["idle"].tolist() == [[0.0, 0.0]]
    assert gradient(graph, "denominator")["idle"].shape == (2, 1)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda g: g.apply("tan", g.input("x", 1.0)), "Did you mean 'tanh'"),
        (lambda g: g.input("A", np.ones((2, 3))) @ g.input("x", np.ones(2)), "do not fit"),
        (lambda g: (g.input("x", 1.0) + 1.0).graph.backward("row"), "layout='row' is not known"),
    ],
)
def test_what_does_not_fit_is_explained(call, words):
    with pytest.raises(ValueError, match=words):
        call(MatrixGraph())
