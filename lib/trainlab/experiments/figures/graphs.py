"""Pictures of the experiments on computational graphs."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from trainlab.autodiff import graphs
from trainlab.autodiff.graphs import Graph
from trainlab.experiments import statistics
from trainlab.experiments.experiment import Result
from trainlab.experiments.figures.canvas import band, canvas, label
from trainlab.plots import graph as drawn
from trainlab.plots.figure import Picture
from trainlab.plots.palette import PALETTE


def _draw_graph(axes: Axes, graph: Graph) -> None:
    values = {node: node.value for node in graph.nodes}
    drawn.draw(axes, graph, values, graphs.adjoints(graph, graph.backward()), every_name=False)


def _draw_errors(axes: Axes, result: Result) -> None:
    """Draw errors of differences against h, and below them the backward pass."""
    h, floor = result.data["h"], 1e-17
    differences = statistics.bands(np.maximum(result.data["differences"], floor))
    backward = statistics.bands(np.maximum(result.data["backward"], floor))
    band(axes, h, differences, PALETTE["vermillion"])
    band(axes, h[[0, -1]], np.repeat(backward[:, None], 2, axis=1), PALETTE["blue"])
    axes.set(xscale="log", yscale="log", xlabel="step h of the differences")
    axes.set(ylabel="error of the gradient", ylim=(3e-18, 1))
    middle = len(h) // 2
    label(axes, "differences", h[middle], differences[4, middle] * 30, "vermillion", ha="center")
    label(axes, "backward pass", h[middle], backward[4] * 10, "blue", ha="center", xytext=(0, 0))


def tanh_graph(result: Result, *, rounding: float) -> Picture:
    """Draw the graph with its values and adjoints, and errors at random points."""
    figure, (left, right) = canvas(2, width=9.6, height=3.8, width_ratios=(2.1, 1))
    _draw_graph(left, graphs.tanh_neuron(2.0, 1.0))
    left.set_title("values (blue) and adjoints (red) at (2, 1)")
    _draw_errors(right, result)
    right.set_title(f"{result.networks} random points")
    caption = (
        "Forward pass in blue, backward pass in red. Difference quotients lose digits, to "
        "truncation when h is large and to rounding when it is small; "
        f"{_exactness(result.measured['largest error of the backward pass'], rounding)}."
    )
    return Picture(figure, caption, _alt(result))


def product_graph(result: Result, *, rounding: float) -> Picture:
    """Draw both graphs, and errors at random points."""
    figure, (first, second, right) = canvas(3, width=9.6, height=3.4, width_ratios=(1.25, 1.25, 1))
    _draw_graph(first, graphs.shared_factor(2.0, 3.0))
    first.set_title("d = a (a + b)")
    _draw_graph(second, graphs.sum_times(-2.0, 5.0, -4.0))
    second.set_title("f = (x + y) z")
    _draw_errors(right, result)
    right.set_title(f"d at {result.networks} random points")
    caption = (
        "Forward pass in blue, backward pass in red: what reaches a along its two paths adds up. "
        "Of a quadratic, difference quotients lose digits to rounding alone; "
        f"{_exactness(result.measured['largest error of the backward pass'], rounding)}."
    )
    return Picture(figure, caption, _alt(result))


def _exactness(error: Any, rounding: float) -> str:
    """Say how far the backward pass is off, relative to the largest derivative."""
    if error == 0:
        return "the backward pass is exact at every point"
    amount = "by rounding alone" if error <= rounding else "by more than rounding"
    return f"the backward pass is off {amount}, at most {error:.0e} of the derivative"


def _alt(result: Result) -> str:
    numbers = ", ".join(
        f"{name} = {result.measured[name]:.4g} (source: {claim:g})"
        for name, claim in result.claimed.items()
    )
    best = np.median(result.data["differences"], axis=1).min()
    return (
        f"Computational graphs with values and adjoints: {numbers}. Beside them, over "
        f"{result.networks} random points: the best median error of central differences is "
        f"{best:.0e}, the largest of the backward pass "
        f"{result.measured['largest error of the backward pass']:.0e}."
    )
