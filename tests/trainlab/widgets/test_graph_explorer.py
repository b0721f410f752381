"""The graph explorer: every button to both ends, and the arithmetic it says."""

import re

import numpy as np
import pytest

from trainlab.autodiff import graphs
from trainlab.widgets import GraphExplorer

from .page import Recorder


@pytest.mark.parametrize("example", graphs.EXAMPLES)
def test_every_step_forward_and_back_can_be_walked(example):
    explorer = GraphExplorer(example)
    page = Recorder(explorer)
    shown = []
    for position in range(explorer.model.last):
        assert explorer.model.steps_taken == position
        page.press("next")
        shown.append(page.numbers["graph"])
        assert page.last("status")[0].startswith(f"Step {position + 1} of {explorer.model.last}.")
    assert all(a != b for a, b in zip(shown, shown[1:], strict=False))
    assert page.last("disabled") == ["next", "end"]
    page.press("next")
    assert explorer.model.steps_taken == explorer.model.last
    for _ in range(explorer.model.last + 1):
        page.press("back")
    assert page.last("step") == 0
    assert page.last("disabled") == ["back", "reset"]
    page.press("end")
    assert page.last("step") == explorer.model.last
    page.press("reset")
    assert page.last("step") == 0


@pytest.mark.parametrize("example", graphs.EXAMPLES)
def test_the_last_step_shows_every_derivative(example):
    explorer = GraphExplorer(example)
    page = Recorder(explorer)
    page.press("end")
    found = page.numbers["graph"]["adjoints"]
    graph = explorer.model.graph
    for node in graph.inputs:
        h = 1e-6
        up = graph.forward(**{node.name: node.value + h})
        down = graph.forward(**{node.name: node.value - 2 * h})
        graph.forward(**{node.name: node.value + h})
        assert found[node.index] == pytest.approx((up - down) / (2 * h), abs=1e-6)


def test_it_says_how_two_paths_add():
    explorer = GraphExplorer("d = a (a + b)")
    explorer.go(5)
    assert "da gains dc × ∂c/∂a = 2 × 1 = 2, added to 5 from another path; da = 7." in (
        explorer.model.sentence()
    )


def test_it_says_how_many_paths_a_complete_adjoint_sums():
    explorer = GraphExplorer("two layers of two units, all joined")
    explorer.go(explorer.model.last)
    assert "dx = " in explorer.model.sentence()
    assert "It sums 4 paths." in explorer.model.sentence()
    explorer.go(explorer.model.last - 1)
    assert "It sums" not in explorer.model.sentence().split("dx = ")[1]


def test_moving_an_input_computes_everything_anew_and_keeps_the_place():
    explorer = GraphExplorer("d = a (a + b)")
    page = Recorder(explorer)
    page.press("end")
    for value in (-5.0, 5.0):
        page.set(a=value)
        assert graphs.gradient(explorer.model.graph)["a"] == pytest.approx(2 * value + 3)
        assert explorer.model.graph.output.value == pytest.approx(value * (value + 3))
        assert page.last("step") == explorer.model.last
        assert f"{2 * value + 3:g}" in page.last("status")[0] or "db" in page.last("status")[0]


def test_another_example_starts_at_its_beginning_with_its_own_inputs():
    explorer = GraphExplorer()
    page = Recorder(explorer)
    explorer.go(4)
    page.set(example="f = (x + y) z")
    assert page.last("step") == 0
    assert set(page.last("values")) == {"example", "x", "y", "z"}
    assert page.last("values")["z"] == -4.0


def test_a_graph_of_ones_own_can_be_explored():
    g = graphs.Graph()
    g.apply("sin", g.input("x", 0.5)).named("y")
    explorer = GraphExplorer(g)
    Recorder(explorer).press("end")
    assert "dx = 0.8776" in explorer.model.sentence()


def test_the_graph_of_a_function_can_be_explored_and_each_adjoint_is_measured_too():
    explorer = GraphExplorer(lambda p=2.0, q=0.5: p * np.sin(p * q))
    Recorder(explorer).press("end")
    slope = {"p": np.sin(1.0) + np.cos(1.0), "q": 4 * np.cos(1.0)}
    told = []
    for step in range(explorer.model.last + 1):
        explorer.go(step)
        found = re.search(r" A nudge of (\w+) measures (.*)\.$", explorer.model.sentence())
        if found and found[1] in slope:
            told.append(found[1])
            assert float(found[2]) == pytest.approx(slope[found[1]], rel=1e-3)
    assert sorted(told) == ["p", "q"]


def test_a_zero_has_no_sign():
    g = graphs.Graph()
    g.apply("*", g.input("x", 0.0), g.input("y", -1.0)).named("z")
    explorer = GraphExplorer(g)
    for step in range(explorer.model.last + 1):
        explorer.go(step)
        assert "-0 " not in explorer.model.sentence().replace(".", " ").replace(";", " ")


def test_an_unknown_example_is_explained():
    with pytest.raises(ValueError, match="graph='nope' is not known"):
        GraphExplorer("nope")
