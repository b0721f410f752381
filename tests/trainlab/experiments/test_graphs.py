"""The graphs' numbers, against torch.autograd and SymPy."""

import numpy as np
import pytest
import sympy
import torch

from trainlab import experiments, graphs
from trainlab.experiments import graphs as family


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
