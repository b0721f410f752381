"""Two computational graphs whose gradients the sources work out by hand (lecture 04).

At the sources' point every number must come out as printed; at random points, one for each network
asked for, the backward pass must agree with the derivative worked out on paper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from trainlab.autodiff import graphs
from trainlab.autodiff.graphs import Dual, Graph, Node
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Outcome, Result, Settings, experiment

if TYPE_CHECKING:
    from trainlab.plots.figure import Picture

#: Steps of the central differences that are compared with the backward pass.
STEPS = tuple(10.0**-k for k in range(1, 11))
#: Largest error of a gradient, relative to the graph's scale, that is rounding alone.
ROUNDING = 1e-13


@dataclass(frozen=True)
class _Example:
    """A graph with its derivative worked out on paper.

    Attributes:
        build: a graph from its inputs' values.
        formula: the same function of dual numbers.
        gradient: points (n, d) -> derivatives (n, d), the closed form.
    """

    build: Callable[..., Graph]
    formula: Callable[..., Dual]
    gradient: Callable[[np.ndarray], np.ndarray]


def _tanh_gradient(points: np.ndarray) -> np.ndarray:
    v = points @ [-2.0, 3.0] + 0.5
    return 2 / np.cosh(v)[:, None] ** 2 * [-2.0, 3.0]


def _sum_times_gradient(points: np.ndarray) -> np.ndarray:
    x, y, z = points.T
    return np.stack([z, z, x + y], axis=1)


TANH = _Example(
    graphs.tanh_neuron, lambda a, b: (a * -2 + b * 3 + 0.5).tanh() * 2 + -1, _tanh_gradient
)
SHARED = _Example(
    graphs.shared_factor,
    lambda a, b: a * (a + b),
    lambda points: np.stack([2 * points[:, 0] + points[:, 1], points[:, 0]], axis=1),
)
SUM_TIMES = _Example(graphs.sum_times, lambda x, y, z: (x + y) * z, _sum_times_gradient)


def _named(graph: Graph, name: str) -> Node:
    return next(node for node in graph.nodes if node.name == name)


def _forward_mode(example: _Example, point: np.ndarray) -> list[float]:
    """One pass of dual numbers for each input."""
    directions = np.eye(len(point))
    return [example.formula(*map(Dual, point, way)).dot for way in directions]


def _central(graph: Graph, names: list[str], point: np.ndarray, h: float) -> list[float]:
    def value(moved: np.ndarray) -> float:
        return graph.forward(**dict(zip(names, moved, strict=True)))

    return [
        (value(point + h * way) - value(point - h * way)) / (2 * h) for way in np.eye(len(point))
    ]


def _errors(example: _Example, settings: Settings) -> dict[str, np.ndarray]:
    """Return the largest error at each of n points uniform on (-2, 2), over the derivatives' scale:
    of the backward pass (n,), of dual numbers (n,), and of differences with each of H steps (H, n).
    """
    graph = example.build()
    names = [node.name for node in graph.inputs]
    points = np.random.default_rng(settings.seed).uniform(-2, 2, (settings.networks, len(names)))
    backward, dual, differences = [], [], []
    for part, (done, point) in settings.over(enumerate(points)):
        graph.forward(**dict(zip(names, point, strict=True)))
        found = graphs.gradient(graph)
        backward.append([found[name] for name in names])
        dual.append(_forward_mode(example, point))
        differences.append([_central(graph, names, point, h) for h in STEPS])
        if done % 100 == 0:
            part.progress(0.0, "random points")
    exact = example.gradient(points)

    def error(values: np.ndarray) -> np.ndarray:
        relative: np.ndarray = np.abs(values - exact).max(axis=-1) / np.abs(exact).max()
        return relative

    return {
        "backward": error(np.array(backward)),
        "dual": error(np.array(dual)),
        "differences": error(np.array(differences).swapaxes(0, 1)),
    }


def _outcome(
    settings: Settings,
    example: _Example,
    measured: dict[str, float],
    claimed: dict[str, float],
    digits: int,
    setting: dict[str, Any],
) -> Outcome:
    """Compare numbers at the source's point with the source's, and gradients with paper."""
    errors = _errors(example, settings)
    exact = int((errors["backward"] <= ROUNDING).sum())
    low, high = statistics.share_interval(exact, settings.networks)
    rounded = all(round(measured[name] - claimed[name], digits) == 0 for name in claimed)
    holds = rounded and exact == settings.networks
    agreement = "every number as printed" if rounded else "not every number as printed"
    return Outcome(
        measured=measured
        | {
            "share of points where the backward pass is exact": exact / settings.networks,
            "largest error of the backward pass": float(errors["backward"].max()),
        },
        claimed=dict(claimed),
        interval={"share of points where the backward pass is exact": (low, high)},
        interval_method=f"{statistics.EXACT.replace('networks', 'points')}; the numbers at "
        "the source's point are not random",
        holds=holds,
        verdict=f"The backward pass gives {agreement}, and at {exact} of {settings.networks} "
        "random points it equals the derivative worked out on paper up to rounding.",
        setting=setting
        | {
            "random points": "uniform on (-2, 2) in each input",
            "exact": f"largest error below {ROUNDING:g} of the largest derivative",
        },
        sensitivity=[
            {
                "derivative by": "backward pass",
                "median error": float(np.median(errors["backward"])),
            },
            {"derivative by": "dual numbers", "median error": float(np.median(errors["dual"]))},
            *(
                {"derivative by": f"differences, h = {h:g}", "median error": float(np.median(e))}
                for h, e in zip(STEPS, errors["differences"], strict=True)
            ),
        ],
        data={"h": np.array(STEPS)} | errors,
    )


def _draw_tanh_graph(result: Result) -> "Picture":
    from trainlab.experiments.figures import graphs as figures

    return figures.tanh_graph(result, rounding=ROUNDING)


@experiment(
    "tanh-graph",
    draw=_draw_tanh_graph,
    title="Backpropagation through y = 2 tanh(v) - 1",
    source="Lu, Deep Learning Concepts & Algorithms",
    claim="At (x1, x2) = (2, 1): v = -0.5, z = -0.462, dy/dv = 1.573, dy/dx = (-3.146, 4.719).",
    seconds=1,
)
def tanh_graph(settings: Settings) -> Outcome:
    """Walk y = 2z - 1, z = tanh(v), v = -2 x1 + 3 x2 + 0.5 forward and backward at (2, 1)."""
    graph = graphs.tanh_neuron(2.0, 1.0)
    found = graphs.adjoints(graph, graph.backward())
    measured = {
        "v": _named(graph, "v").value,
        "z": _named(graph, "z").value,
        "dy/dv": found[_named(graph, "v")],
        "dy/dx1": found[_named(graph, "x1")],
        "dy/dx2": found[_named(graph, "x2")],
    }
    claimed = {"v": -0.5, "z": -0.462, "dy/dv": 1.573, "dy/dx1": -3.146, "dy/dx2": 4.719}
    return _outcome(settings, TANH, measured, claimed, 3, {"x1": 2.0, "x2": 1.0})


def _draw_product_graph(result: Result) -> "Picture":
    from trainlab.experiments.figures import graphs as figures

    return figures.product_graph(result, rounding=ROUNDING)


@experiment(
    "product-graph",
    draw=_draw_product_graph,
    title="Two paths and a product: d = a(a + b) and f = (x + y) z",
    source="Lu, Deep Learning Concepts & Algorithms; Aydore, Backpropagation and Optimization",
    claim="dd/da = 2a + b and dd/db = a; at (-2, 5, -4) the gradient of (x + y) z is (-4, -4, 3).",
    seconds=1,
)
def product_graph(settings: Settings) -> Outcome:
    """Walk both graphs backward; a reaches d by two paths, whose contributions add up."""
    a, b = 2.0, 3.0
    shared = graphs.gradient(graphs.shared_factor(a, b))
    product = graphs.gradient(graphs.sum_times(-2.0, 5.0, -4.0))
    measured = {f"dd/d{name}": value for name, value in shared.items()}
    measured |= {f"df/d{name}": value for name, value in product.items()}
    claimed = {"dd/da": 2 * a + b, "dd/db": a, "df/dx": -4.0, "df/dy": -4.0, "df/dz": 3.0}
    setting = {"(a, b)": (a, b), "(a, b) in the source": "letters; 2 and 3 are ours"}
    setting |= {"(x, y, z)": (-2.0, 5.0, -4.0)}
    first, second = settings.split(1, 1)
    other = _errors(SUM_TIMES, first)["backward"]
    measured["largest error of the backward pass of (x + y) z"] = float(other.max())
    outcome = _outcome(second, SHARED, measured, claimed, 9, setting)
    outcome.holds = bool(outcome.holds and other.max() <= ROUNDING)
    return outcome
