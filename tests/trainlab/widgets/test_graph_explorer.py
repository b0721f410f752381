"""The graph explorer: every button to both ends, and the arithmetic it says."""

from base64 import b64decode

import pytest

from tests.pages import images
from trainlab.autodiff import graphs
from trainlab.widgets import GraphExplorer


@pytest.mark.parametrize("example", graphs.EXAMPLES)
def test_every_step_forward_and_back_can_be_walked(example):
    explorer = GraphExplorer(example)
    pictures = set()
    for position in range(explorer.last):
        assert explorer.position == position
        explorer.buttons["next"].click()
        pictures.add(bytes(explorer.picture.value))
        assert f"Step {position + 1} of {explorer.last}." in explorer.status.value
    assert len(pictures) == explorer.last
    assert explorer.buttons["next"].disabled
    explorer.buttons["next"].click()
    assert explorer.position == explorer.last
    for _ in range(explorer.last + 1):
        explorer.buttons["back"].click()
    assert explorer.position == 0
    explorer.buttons["end"].click()
    assert explorer.position == explorer.last
    explorer.buttons["reset"].click()
    assert explorer.position == 0


def test_it_says_how_two_paths_add():
    explorer = GraphExplorer("d = a (a + b)")
    explorer.go(5)
    assert "da gains dc × ∂c/∂a = 2 × 1 = 2, added to 5 from another path; da = 7." in (
        explorer.sentence
    )


def test_moving_an_input_computes_everything_anew():
    explorer = GraphExplorer("d = a (a + b)")
    explorer.go(explorer.last)
    a, _ = explorer.sliders.children
    for value in (-5.0, 5.0):
        a.value = value
        assert graphs.gradient(explorer.graph)["a"] == pytest.approx(2 * value + 3)
        assert explorer.graph.output.value == pytest.approx(value * (value + 3))


def test_another_example_starts_at_its_beginning():
    explorer = GraphExplorer()
    explorer.go(4)
    explorer.example.value = "f = (x + y) z"
    assert explorer.position == 0
    assert len(explorer.sliders.children) == 3


def test_a_graph_of_ones_own_can_be_explored():
    g = graphs.Graph()
    g.apply("sin", g.input("x", 0.5)).named("y")
    explorer = GraphExplorer(graph=g)
    explorer.buttons["end"].click()
    assert "dx = 0.8776" in explorer.sentence


def test_an_unknown_example_is_explained():
    with pytest.raises(ValueError, match="example='nope' is not known"):
        GraphExplorer("nope")


def test_without_a_page_it_leaves_the_last_step_as_a_picture(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    data = GraphExplorer()._repr_mimebundle_()
    ((_, alt),) = images(data["text/html"])
    assert b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert "dx1 = -3.146" in alt
