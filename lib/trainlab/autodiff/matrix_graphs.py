"""Computational graphs of vectors and matrices: the Jacobian of every edge, in either layout.

Lecture 04; Bucharest, lecture 3, lines 329-391. In the numerator layout the derivative of y by x is
a matrix (size of y, size of x), that of a number by a vector a row, and adjoints are multiplied
from the left: dL/dx = dL/dy dy/dx. The denominator layout transposes all of it and reverses the
order: dL/dx = (dy/dx)^T dL/dy, a column. Matrices are taken apart row by row, as NumPy has them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from trainlab.core import arguments

Array = np.ndarray
LAYOUTS = ("numerator", "denominator")


def _spread(a: Array, y: Array) -> Array:
    """Return the Jacobian (size of y, size of a) of repeating a to the shape of y."""
    unit = np.eye(a.size).reshape(a.size, *(1,) * (y.ndim - a.ndim), *a.shape)
    spread: Array = np.broadcast_to(unit, (a.size, *y.shape)).reshape(a.size, -1).T
    return spread


def _scaled(scale: Array, a: Array, y: Array) -> Array:
    scaled: Array = np.broadcast_to(scale, y.shape).reshape(-1, 1) * _spread(a, y)
    return scaled


def _product_jacobians(a: Array, b: Array, y: Array) -> tuple[Array, Array]:
    """Of Y = A B: (I kron B^T) by A, (A kron I) by B; a vector is a row before, a column after."""
    a, b = np.atleast_2d(a), b.reshape(len(b), -1)
    return np.kron(np.eye(len(a)), b.T), np.kron(a, np.eye(b.shape[1]))


#: Local rules: name -> (arguments -> value, (arguments, value) -> the Jacobian by each argument).
Rule = tuple[Callable[..., Array], Callable[..., tuple[Array, ...]]]
RULES: Mapping[str, Rule] = {
    "@": (np.matmul, _product_jacobians),
    "+": (np.add, lambda a, b, y: (_spread(a, y), _spread(b, y))),
    "-": (np.subtract, lambda a, b, y: (_spread(a, y), -_spread(b, y))),
    "*": (np.multiply, lambda a, b, y: (_scaled(b, a, y), _scaled(a, b, y))),
    "/": (np.divide, lambda a, b, y: (_scaled(1 / b, a, y), _scaled(-a / b**2, b, y))),
    "tanh": (np.tanh, lambda a, y: (np.diag((1 - y**2).ravel()),)),
    "exp": (np.exp, lambda a, y: (np.diag(y.ravel()),)),
    "square": (np.square, lambda a, y: (np.diag(2 * a.ravel()),)),
    "sum": (np.sum, lambda a, y: (np.ones((1, a.size)),)),
    "mean": (np.mean, lambda a, y: (np.full((1, a.size), 1 / a.size),)),
}


@dataclass(eq=False)
class MatrixNode:
    """One array in a graph: an input, a constant, or an operation on earlier nodes."""

    graph: "MatrixGraph" = field(repr=False)
    name: str
    operation: str
    parents: tuple["MatrixNode", ...]
    value: Array

    def __matmul__(self, other: "MatrixNode") -> "MatrixNode":
        """Return the node self @ other."""
        return self.graph.apply("@", self, other)

    def __add__(self, other: "MatrixNode | float") -> "MatrixNode":
        """Return the node self + other, repeated to a common shape."""
        return self.graph.apply("+", self, other)

    def __sub__(self, other: "MatrixNode | float") -> "MatrixNode":
        """Return the node self - other, repeated to a common shape."""
        return self.graph.apply("-", self, other)

    def __mul__(self, other: "MatrixNode | float") -> "MatrixNode":
        """Return the node self * other, number by number."""
        return self.graph.apply("*", self, other)

    def __truediv__(self, other: "MatrixNode | float") -> "MatrixNode":
        """Return the node self / other, number by number."""
        return self.graph.apply("/", self, other)


@dataclass(frozen=True)
class Edge:
    """One edge of the backward pass: what ``child`` adds to the derivative by ``parent``.

    Attributes:
        child, parent: its ends.
        adjoint: the derivative of the output by the child: (outputs, size of child) in the
            numerator layout, its transpose in the denominator layout.
        local: the Jacobian of the child by the parent, in the same layout.
        amount: their product, in the order of the layout.
    """

    child: MatrixNode
    parent: MatrixNode
    adjoint: Array
    local: Array
    amount: Array


class MatrixGraph:
    """A graph of arrays, in the order in which they were computed.

    >>> from trainlab.autodiff.matrix_graphs import MatrixGraph, gradient
    >>> g = MatrixGraph()
    >>> A, x = g.constant("A", [[1.0, 2.0], [3.0, 4.0]]), g.input("x", [1.0, 1.0])
    >>> s = g.apply("sum", A @ x)
    >>> gradient(g)["x"], gradient(g, "denominator")["x"].shape  # a row, and a column
    (array([[4., 6.]]), (2, 1))
    """

    def __init__(self) -> None:
        """Make an empty graph."""
        self.nodes: list[MatrixNode] = []

    def input(self, name: str, value: ArrayLike) -> MatrixNode:
        """Add an input: a number, a vector or a matrix."""
        return self._add(name, "input", (), np.array(value, dtype=float))

    def constant(self, name: str, value: ArrayLike) -> MatrixNode:
        """Add a constant, which receives no adjoint."""
        return self._add(name, "constant", (), np.array(value, dtype=float))

    def apply(self, operation: str, *given: MatrixNode | float) -> MatrixNode:
        """Add the result of an operation; numbers among its arguments become constants.

        Raises:
            ValueError: for an operation that is not in ``RULES``, or shapes that do not fit.
        """
        value_of, _ = arguments.choice("operation", operation, RULES)
        parents = tuple(
            a if isinstance(a, MatrixNode) else self.constant(f"{a:g}", a) for a in given
        )
        try:
            value = np.asarray(value_of(*(p.value for p in parents)))
        except ValueError as error:
            shapes = " and ".join(f"{p.name} {p.value.shape}" for p in parents)
            raise ValueError(
                f"{operation} was given {shapes}, which do not fit: {error}."
            ) from None
        return self._add(f"v{len(self.nodes)}", operation, parents, value)

    def _add(
        self, name: str, operation: str, parents: tuple[MatrixNode, ...], value: Array
    ) -> MatrixNode:
        self.nodes.append(MatrixNode(self, name, operation, parents, value))
        return self.nodes[-1]

    def backward(self, layout: str = "numerator") -> list[Edge]:
        """Return the backward pass: edges in the order in which they are followed, from the node
        computed last; a node's adjoint is complete before it is passed on.
        """
        arguments.choice("layout", layout, dict.fromkeys(LAYOUTS))
        adjoints = {self.nodes[-1]: np.eye(self.nodes[-1].value.size)}
        edges = []
        for node in reversed(self.nodes):
            if node not in adjoints or not node.parents:
                continue
            _, jacobians = RULES[node.operation]
            for parent, jacobian in zip(
                node.parents, jacobians(*(p.value for p in node.parents), node.value), strict=True
            ):
                if parent.operation == "constant":
                    continue
                adjoint = adjoints[node]
                local = jacobian if layout == "numerator" else jacobian.T
                amount = adjoint @ local if layout == "numerator" else local @ adjoint
                adjoints[parent] = adjoints.get(parent, 0.0) + amount
                edges.append(Edge(node, parent, adjoint, local, amount))
        return edges


def gradient(graph: MatrixGraph, layout: str = "numerator") -> dict[str, Array]:
    """Return the derivative of the last node by every input, by name.

    In the numerator layout (outputs, size of the input), a row for one output; in the denominator
    layout its transpose, a column, which ``reshape`` gives the form of the input as PyTorch has it.
    """
    found: dict[MatrixNode, Array] = {}
    for edge in graph.backward(layout):
        found[edge.parent] = found.get(edge.parent, 0.0) + edge.amount
    inputs = [node for node in graph.nodes if node.operation == "input"]
    outputs = graph.nodes[-1].value.size
    shapes = {
        node: (outputs, node.value.size)[:: 1 if layout == "numerator" else -1] for node in inputs
    }
    return {node.name: found.get(node, np.zeros(shapes[node])) for node in inputs}


def linear_regression(points: int = 64, inputs: int = 8, seed: int = 0) -> MatrixGraph:
    """L = mean((X w + b - y)^2), the graph of Bucharest, lecture 3, lines 345-352."""
    g, draw = MatrixGraph(), np.random.default_rng(seed)
    x, y = g.constant("X", draw.normal(size=(points, inputs))), draw.normal(size=points)
    w, b = g.input("w", draw.normal(size=inputs)), g.input("b", 0.0)
    residual = x @ w + b - g.constant("y", y)
    g.apply("mean", g.apply("square", residual))
    return g


#: Graphs of lecture 04 by title.
EXAMPLES: Mapping[str, Callable[[], MatrixGraph]] = {
    "linear regression, 64 points in 8 dimensions": linear_regression
}
