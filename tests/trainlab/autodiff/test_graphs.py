"""Graphs of numbers against torch.autograd and the numbers in the sources."""

import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trainlab.autodiff import graphs

TORCH = {
    "+": torch.add,
    "-": torch.sub,
    "*": torch.mul,
    "/": torch.div,
    "tanh": torch.tanh,
    "exp": torch.exp,
    "log": torch.log,
    "sin": torch.sin,
    "square": torch.square,
}


def _by_autograd(graph):
    """The graph's values and gradient, computed by torch from its structure."""
    tensors = {}
    for node in graph.nodes:
        if node.parents:
            tensors[node] = TORCH[node.operation](*(tensors[p] for p in node.parents))
        else:
            tensors[node] = torch.tensor(node.value, dtype=torch.float64, requires_grad=True)
    tensors[graph.output].backward()
    gradient = {
        n.name: float(tensors[n].grad) if tensors[n].grad is not None else 0.0 for n in graph.inputs
    }
    return tensors[graph.output].item(), gradient


@pytest.mark.parametrize("title", graphs.EXAMPLES)
def test_the_examples_have_the_gradients_of_autograd(title):
    graph = graphs.EXAMPLES[title]()
    value, gradient = _by_autograd(graph)
    assert graph.output.value == pytest.approx(value)
    assert graphs.gradient(graph) == pytest.approx(gradient)


@given(st.data())
@settings(max_examples=80)
def test_any_expression_has_the_gradient_of_autograd(data):
    graph = graphs.Graph()
    for name in "xyz":
        graph.input(name, data.draw(st.floats(-2, 2)))
    for _ in range(data.draw(st.integers(1, 8))):
        operation = data.draw(st.sampled_from(sorted(graphs.RULES)))
        pick = st.sampled_from(graph.nodes)
        arguments = [data.draw(pick) for _ in range(2 if operation in "+-*/" else 1)]
        assume(operation != "log" or arguments[0].value > 0.1)
        assume(operation != "exp" or arguments[0].value < 5)
        assume(operation != "/" or abs(arguments[1].value) > 0.1)
        graph.apply(operation, *arguments)
    assume(abs(graph.output.value) < 1e6)
    value, gradient = _by_autograd(graph)
    assert graph.output.value == pytest.approx(value, rel=1e-12, abs=1e-12)
    assert graphs.gradient(graph) == pytest.approx(gradient, rel=1e-9, abs=1e-9)


def test_the_tanh_neuron_has_the_sources_numbers():
    graph = graphs.tanh_neuron(2, 1)
    values = {n.name: n.value for n in graph.nodes}
    found = {n.name: a for n, a in graphs.adjoints(graph, graph.backward()).items()}
    assert values["v"] == -0.5
    assert round(values["z"], 3) == -0.462
    assert round(found["v"], 3) == 1.573
    assert (round(found["x1"], 3), round(found["x2"], 3)) == (-3.146, 4.719)


@given(a=st.floats(-5, 5), b=st.floats(-5, 5))
def test_a_value_used_twice_receives_both_contributions(a, b):
    expected = {"a": 2 * a + b, "b": a}
    assert graphs.gradient(graphs.shared_factor(a, b)) == pytest.approx(expected)


@pytest.mark.parametrize("title", graphs.EXAMPLES)
def test_paths_are_counted_as_the_neumann_series_of_the_arrows_counts_them(title):
    graph = graphs.EXAMPLES[title]()
    arrows = np.zeros([len(graph.nodes)] * 2)
    for node in graph.nodes:
        for parent in node.parents:
            arrows[parent.index, node.index] += 1
    every_length = np.linalg.inv(np.eye(len(arrows)) - arrows)[:, graph.output.index]
    assert list(graphs.paths(graph).values()) == pytest.approx(every_length)


def test_joined_layers_have_a_path_for_each_choice_of_a_unit_in_each():
    graph = graphs.joined_layers()
    assert graphs.paths(graph)[graph.nodes[0]] == 2**2


def test_the_product_graph_has_the_sources_gradient():
    assert graphs.gradient(graphs.sum_times(-2, 5, -4)) == {"x": -4, "y": -4, "z": 3}


def test_new_inputs_flow_through_the_same_graph():
    graph = graphs.tanh_neuron()
    assert graph.forward(x1=0, x2=0) == pytest.approx(2 * math.tanh(0.5) - 1)


def test_constants_receive_nothing():
    graph = graphs.tanh_neuron()
    assert not [s for s in graph.backward() if s.parent.operation == "constant"]


@given(x1=st.floats(-2, 2), x2=st.floats(-2, 2))
def test_dual_numbers_agree_with_the_way_back(x1, x2):
    def neuron(a, b):
        return 2 * (-2 * a + 3 * b + 0.5).tanh() + -1

    reverse = graphs.gradient(graphs.tanh_neuron(x1, x2))
    along = neuron(graphs.Dual(x1, 1), graphs.Dual(x2)), neuron(graphs.Dual(x1), graphs.Dual(x2, 1))
    assert (along[0].dot, along[1].dot) == pytest.approx((reverse["x1"], reverse["x2"]))
    assert (graphs.Dual(x1, 1) * graphs.Dual(x1, 1)).dot == pytest.approx(2 * x1)


def test_an_unknown_operation_is_explained():
    with pytest.raises(ValueError, match="operation='cos' is not known; choose one of"):
        graphs.Graph().apply("cos", 1.0)


# Division, and constants.


def test_division_by_nodes_and_numbers_has_the_gradient_of_autograd():
    g = graphs.Graph()
    a, b, k = g.input("a", 1.5), g.input("b", -2.0), g.constant(0.7, "k")
    (a / b + 3 / a - b / 4) / k
    value, gradient = _by_autograd(g)
    assert g.output.value == pytest.approx(value)
    assert graphs.gradient(g) == pytest.approx({n: gradient[n] for n in "ab"})
    assert all(step.parent.operation != "constant" for step in g.backward())
    assert [node.name for node in g.nodes if node.operation == "constant"] == ["k", "3", "4"]


def test_forward_mode_divides_and_exponentiates_as_autograd_does():
    """Bucharest, lines 402-414: y = y1 e^y2 y2 e^y1 with y1 = 2 x, y2 = 1 / x - x."""

    def y(x, exp):
        y1, y2 = x * 2.0, 1.0 / x - x
        return (y1 * exp(y2)) * (y2 * exp(y1)) / (3.0 - x)

    for at in (0.4, -1.3, 2.0):
        x = torch.tensor(at, dtype=torch.float64, requires_grad=True)
        value = y(x, torch.exp)
        value.backward()
        found = y(graphs.Dual(at, 1.0), lambda d: d.exp())
        assert (found.value, found.dot) == pytest.approx((value.item(), x.grad.item()))


@pytest.mark.parametrize("title", graphs.EXAMPLES)
def test_a_nudge_moves_the_output_as_computing_anew_does(title):
    graph = graphs.EXAMPLES[title]()
    before = graph.output.value
    for node in graph.inputs:
        moved = graph.forward(**{node.name: node.value + 0.25}) - before
        graph.forward(**{node.name: node.value - 0.25})
        assert graphs.nudge(graph, node, 0.25) == pytest.approx(moved, abs=1e-14)


def test_a_node_inside_is_nudged_by_itself():
    graph = graphs.tanh_neuron()  # y = 2 tanh(v) - 1 at v = -0.5
    v = next(node for node in graph.nodes if node.name == "v")
    assert graphs.nudge(graph, v, 0.5) == pytest.approx(2 * (math.tanh(0.0) - math.tanh(-0.5)))
    assert graphs.nudge(graph, graph.output, 0.5) == 0.5


def _program(a, b=3.0):
    return np.tanh(a) * np.log(b) / np.exp(a * b) - np.sin(b)


def test_one_program_runs_on_numbers_nodes_and_duals():
    graph = graphs.trace(_program)
    a, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (1.0, 3.0))
    (torch.tanh(a) * torch.log(b) / torch.exp(a * b) - torch.sin(b)).backward()
    assert graph.output.value == pytest.approx(_program(1.0))
    assert graphs.gradient(graph) == pytest.approx({"a": a.grad.item(), "b": b.grad.item()})
    along = _program(graphs.Dual(1.0, 2.0), graphs.Dual(3.0, -1.0)).dot
    assert along == pytest.approx(2 * a.grad.item() - b.grad.item())


def test_operations_are_numbered_without_holes():
    graph = graphs.trace(lambda x: 2 * x + 1)
    assert [node.name for node in graph.nodes if node.parents] == ["v1", "v2"]


@pytest.mark.parametrize("function", [lambda: 1, lambda *xs: xs[0], lambda x: 3.0, lambda x: x])
def test_what_has_no_graph_is_explained(function):
    with pytest.raises(ValueError, match=r"numbers by name|must return what it computes last"):
        graphs.trace(function)


def test_the_product_of_exponentials_has_the_gradient_of_both_of_its_expressions():
    """Bucharest, lecture 3, lines 402-414, by the forward and by the reverse expression."""
    y1, y2 = 0.5, -0.5
    y3, y4 = y1 * math.exp(y2), y2 * math.exp(y1)
    found = graphs.gradient(graphs.exp_product(y1, y2))
    assert found["y1"] == pytest.approx(y3 * y2 * math.exp(y1) + y4 * math.exp(y2))
    assert found["y2"] == pytest.approx(y4 * y1 * math.exp(y2) + y3 * math.exp(y1))
