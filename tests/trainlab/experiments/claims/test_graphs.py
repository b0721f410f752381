"""The graphs' numbers, against torch.autograd and SymPy."""

import numpy as np
import pytest
import sympy
import torch

from trainlab import experiments
from trainlab.autodiff import graphs
from trainlab.experiments.claims import graphs as family
from trainlab.plots import graph as drawn


def test_tanh_graph_has_the_numbers_of_autograd():
    x = torch.tensor([2.0, 1.0], dtype=torch.float64, requires_grad=True)
    v = -2 * x[0] + 3 * x[1] + 0.5
    z = torch.tanh(v)
    z.retain_grad()
    v.retain_grad()
    (2 * z - 1).backward()
    result = experiments.run("tanh-graph", networks=20, progress=False)
    expected = {"v": v, "z": z, "dy/dv": v.grad, "dy/dx1": x.grad[0], "dy/dx2": x.grad[1]}
    for name, value in expected.items():
        assert result.measured[name] == pytest.approx(torch.as_tensor(value).item(), abs=1e-14)
    assert result.holds is True


@pytest.mark.parametrize(
    ("example", "formula"),
    [
        (family.TANH, "2 * tanh(-2 * x1 + 3 * x2 + 1/2) - 1"),
        (family.SHARED, "a * (a + b)"),
        (family.SUM_TIMES, "(x + y) * z"),
    ],
)
def test_the_closed_forms_are_sympys(example, formula):
    names = [node.name for node in example.build().inputs]
    symbols = sympy.symbols(names)
    derivatives = [sympy.diff(sympy.sympify(formula), symbol) for symbol in symbols]
    points = np.random.default_rng(1).uniform(-2, 2, (5, len(names)))
    expected = [
        [float(d.subs(dict(zip(symbols, point, strict=True)))) for d in derivatives]
        for point in points
    ]
    np.testing.assert_allclose(example.gradient(points), expected, rtol=1e-12, atol=1e-14)


def test_product_graph_adds_up_both_paths():
    result = experiments.run("product-graph", networks=20, progress=False)
    assert (result.measured["dd/da"], result.measured["dd/db"]) == (7, 2)
    assert [result.measured[f"df/d{name}"] for name in "xyz"] == [-4, -4, 3]
    assert result.holds is True


def test_a_wrong_derivative_does_not_hold(monkeypatch):
    value, _ = graphs.RULES["tanh"]
    wrong = graphs.RULES | {"tanh": (value, lambda a: (1 - np.tanh(a),))}
    monkeypatch.setattr(graphs, "RULES", wrong)
    result = experiments.run("tanh-graph", networks=20, progress=False)
    assert result.holds is False
    assert "not every number" in result.verdict


@pytest.mark.parametrize("id", ["tanh-graph", "product-graph"])
def test_the_pictures_tell_the_numbers(id):
    picture = experiments.run(id, networks=20, progress=False).picture()
    assert "(source: -4" in picture.alt or "-3.146 (source: -3.146)" in picture.alt
    assert picture.caption


@pytest.mark.parametrize(
    ("id", "error", "told"),
    [
        ("tanh-graph", 4e-16, "off by rounding alone, at most 4e-16"),
        ("tanh-graph", 1e-3, "off by more than rounding, at most 1e-03"),
        ("product-graph", 0.0, "is exact at every point"),
    ],
)
def test_the_caption_tells_the_largest_error(id, error, told):
    result = experiments.run(id, networks=20, progress=False)
    assert "over points" in result.interval_method
    result.measured["largest error of the backward pass"] = error
    assert told in result.picture().caption


@pytest.mark.parametrize("build", graphs.EXAMPLES.values())
def test_no_edge_runs_behind_a_box(build):
    graph = build()
    where = drawn.positions(graph)
    for node in graph.nodes:
        for parent in node.parents:
            points = drawn.curve(drawn.way(where[parent], where[node], list(where.values())))
            for other in set(graph.nodes) - {node, parent}:
                wide, tall = np.abs(points - where[other]).T
                assert ((wide > drawn._WIDE) | (tall > drawn._TALL)).all()


def test_a_way_that_nothing_stands_in_is_straight():
    (_, (x, y), _) = drawn.way((0, 0), (2, 1), [(0, 0), (2, 1), (1, 3)])
    assert (x, y) == (1, 0.5)
    blocked = drawn.way((0, 0), (2, 0), [(0, 0), (1, 0), (2, 0)])
    assert blocked[1][1] != 0


def test_names_that_nobody_gave_are_hidden():
    axes = experiments.run("tanh-graph", networks=20, progress=False).plot().axes[0]
    written = [text.get_text() for text in axes.texts]
    assert any(text.startswith("v  [") for text in written)
    assert not any(text.startswith(("v1", "v2", "v3", "v5")) for text in written)
