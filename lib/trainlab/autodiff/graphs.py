"""Computational graphs of single numbers: every value, and every step of the way back, visible.

Lecture 04. Each operation states its value and its local derivatives side by side.
``Graph.backward`` returns the backward pass as a list of contributions, one for each edge, so that
a widget can walk it; ``Dual`` is forward mode, the other way to apply the chain rule.
"""

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

#: Local rules: name -> (value of the arguments, derivative with respect to each of them).
Rule = tuple[Callable[..., float], Callable[..., tuple[float, ...]]]

RULES: Mapping[str, Rule] = {
    "+": (lambda a, b: a + b, lambda a, b: (1.0, 1.0)),
    "-": (lambda a, b: a - b, lambda a, b: (1.0, -1.0)),
    "*": (lambda a, b: a * b, lambda a, b: (b, a)),
    "/": (lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2)),
    "tanh": (lambda a: math.tanh(a), lambda a: (1 - math.tanh(a) ** 2,)),
    "exp": (lambda a: math.exp(a), lambda a: (math.exp(a),)),
    "log": (lambda a: math.log(a), lambda a: (1 / a,)),
    "sin": (lambda a: math.sin(a), lambda a: (math.cos(a),)),
    "square": (lambda a: a * a, lambda a: (2 * a,)),
}


@dataclass(eq=False)
class Node:
    """One value in a graph: an input, a constant, or an operation on earlier nodes.

    Attributes:
        graph, index: where it stands.
        name: given by ``named``, or a number.
        numbered: whether nobody gave it a name.
        operation, parents, value: what it is computed by and from, and what it is.
    """

    graph: "Graph" = field(repr=False)
    index: int
    name: str
    operation: str
    parents: tuple["Node", ...] = ()
    value: float = 0.0
    numbered: bool = False

    def __add__(self, other: "Node | float") -> "Node":
        """Return the node self + other."""
        return self.graph.apply("+", self, other)

    __radd__ = __add__

    def __sub__(self, other: "Node | float") -> "Node":
        """Return the node self - other."""
        return self.graph.apply("-", self, other)

    def __rsub__(self, other: float) -> "Node":
        """Return the node other - self."""
        return self.graph.apply("-", other, self)

    def __mul__(self, other: "Node | float") -> "Node":
        """Return the node self * other."""
        return self.graph.apply("*", self, other)

    __rmul__ = __mul__

    def __truediv__(self, other: "Node | float") -> "Node":
        """Return the node self / other."""
        return self.graph.apply("/", self, other)

    def __rtruediv__(self, other: float) -> "Node":
        """Return the node other / self."""
        return self.graph.apply("/", other, self)

    def tanh(self) -> "Node":
        """Return the node tanh(self); NumPy's function of this name calls it, as with the next."""
        return self.graph.apply("tanh", self)

    def exp(self) -> "Node":
        """Return the node exp(self)."""
        return self.graph.apply("exp", self)

    def log(self) -> "Node":
        """Return the node log(self)."""
        return self.graph.apply("log", self)

    def sin(self) -> "Node":
        """Return the node sin(self)."""
        return self.graph.apply("sin", self)

    def named(self, name: str) -> "Node":
        """Give the node a name of its own; return it."""
        self.name, self.numbered = name, False
        return self


@dataclass(frozen=True)
class Contribution:
    """One edge of the backward pass: what ``child`` adds to the adjoint of ``parent``."""

    child: Node
    parent: Node
    adjoint: float
    local: float

    @property
    def amount(self) -> float:
        """The child's adjoint times the local derivative."""
        return self.adjoint * self.local


class Graph:
    """A graph of numbers, in the order in which they were computed.

    >>> from trainlab import graphs
    >>> g = graphs.Graph()
    >>> a, b = g.input("a", 2.0), g.input("b", 3.0)
    >>> d = a * (a + b)
    >>> g.output.value, graphs.gradient(g)  # dd/da = 2a + b, dd/db = a
    (10.0, {'a': 7.0, 'b': 2.0})
    """

    def __init__(self) -> None:
        """Make an empty graph."""
        self.nodes: list[Node] = []

    def input(self, name: str, value: float) -> Node:
        """Add an input."""
        return self._add(name, "input", (), float(value))

    def constant(self, value: float, name: str = "") -> Node:
        """Add a constant, which receives no adjoint; it is called by its value where unnamed."""
        return self._add(name or f"{value:g}", "constant", (), float(value))

    def apply(self, operation: str, *arguments: Node | float) -> Node:
        """Add the result of an operation; numbers among its arguments become constants.

        Raises:
            ValueError: for an operation that is not in ``RULES``.
        """
        if operation not in RULES:
            raise ValueError(
                f"operation={operation!r} is not known; choose one of {', '.join(RULES)}."
            )
        parents = tuple(a if isinstance(a, Node) else self.constant(a) for a in arguments)
        value = RULES[operation][0](*(p.value for p in parents))
        names = {node.name for node in self.nodes}
        unnamed = next(name for n in count(1) if (name := f"v{n}") not in names)
        node = self._add(unnamed, operation, parents, value)
        node.numbered = True
        return node

    def _add(self, name: str, operation: str, parents: tuple[Node, ...], value: float) -> Node:
        node = Node(self, len(self.nodes), name, operation, parents, value)
        self.nodes.append(node)
        return node

    @property
    def inputs(self) -> list[Node]:
        """The nodes whose values are given."""
        return [node for node in self.nodes if node.operation == "input"]

    @property
    def output(self) -> Node:
        """The node computed last."""
        return self.nodes[-1]

    def forward(self, **values: float) -> float:
        """Compute every node anew from input values; return the output's."""
        for node in self.nodes:
            if node.operation == "input":
                node.value = float(values.get(node.name, node.value))
            elif node.parents:
                node.value = RULES[node.operation][0](*(p.value for p in node.parents))
        return self.output.value

    def backward(self) -> list[Contribution]:
        """Return the backward pass: contributions in the order in which they are made.

        Nodes are visited last to first, so that a node's adjoint is complete before it is passed
        on; constants receive nothing.
        """
        adjoints = [0.0] * len(self.nodes)
        adjoints[self.output.index] = 1.0
        contributions = []
        for node in reversed(self.nodes):
            if not node.parents:
                continue
            locals_ = RULES[node.operation][1](*(p.value for p in node.parents))
            for parent, local in zip(node.parents, locals_, strict=True):
                if parent.operation == "constant":
                    continue
                step = Contribution(node, parent, adjoints[node.index], local)
                adjoints[parent.index] += step.amount
                contributions.append(step)
        return contributions


def adjoints(graph: Graph, contributions: Sequence[Contribution]) -> dict[Node, float]:
    """Return the adjoints accumulated by these contributions, the output's being 1."""
    found = {graph.output: 1.0}
    for step in contributions:
        found[step.parent] = found.get(step.parent, 0.0) + step.amount
    return found


def gradient(graph: Graph) -> dict[str, float]:
    """Return the output's derivative with respect to every input, by name.

    >>> from trainlab import graphs
    >>> graphs.gradient(graphs.sum_times(x=-2.0, y=5.0, z=-4.0))  # of (x + y) z: z, z, x + y
    {'x': -4.0, 'y': -4.0, 'z': 3.0}
    """
    found = adjoints(graph, graph.backward())
    return {node.name: found.get(node, 0.0) for node in graph.inputs}


def paths(graph: Graph) -> dict[Node, int]:
    """Return the number of paths from every node to the output: its adjoint is a sum of so many.

    >>> from trainlab import graphs
    >>> list(graphs.paths(graphs.exp_product()).values())[:2]
    [2, 2]
    """
    found = {node: int(node is graph.output) for node in graph.nodes}
    for node in reversed(graph.nodes):
        for parent in node.parents:
            found[parent] += found[node]
    return found


def nudge(graph: Graph, node: Node, h: float) -> float:
    """Return by how much the output changes where h is added to the value of a node.

    >>> from trainlab import graphs
    >>> g = graphs.shared_factor(a=2.0, b=3.0)  # d = a (a + b), dd/da = 7
    >>> graphs.nudge(g, g.nodes[0], 0.5)  # 2.5 * 5.5 - 10
    3.75
    """
    values = {node: node.value + h}
    for later in graph.nodes:
        if later is not node and any(parent in values for parent in later.parents):
            given = (values.get(parent, parent.value) for parent in later.parents)
            values[later] = RULES[later.operation][0](*given)
    return values.get(graph.output, graph.output.value) - graph.output.value


def trace(function: Callable[..., Node]) -> Graph:
    """Return the graph of a function, its parameters as inputs, at their defaults or at 1.

    >>> from trainlab import graphs
    >>> g = graphs.trace(lambda a=2, b=3: a * (a + b))
    >>> graphs.gradient(g)
    {'a': 7.0, 'b': 2.0}

    Raises:
        ValueError: where the function takes or returns something else.
    """
    graph = Graph()
    parameters = inspect.signature(function).parameters.values()
    if not parameters or any(p.kind not in _NAMED for p in parameters):
        raise ValueError(
            "the function must take numbers by name, as in lambda a=2, b=3: a * (a + b)."
        )
    given = [graph.input(p.name, 1.0 if p.default is p.empty else p.default) for p in parameters]
    result = function(*given)
    if not isinstance(result, Node) or result is not graph.output or not result.parents:
        raise ValueError(
            f"the function returned {result!r}: it must return what it computes last, made of its "
            "parameters by + - * / and np.tanh, np.exp, np.log, np.sin."
        )
    return graph


_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)


@dataclass(frozen=True)
class Dual:
    """A value with its derivative in one direction: forward mode carries both along.

    >>> from trainlab.graphs import Dual
    >>> a, b = Dual(2.0, dot=1.0), Dual(3.0)  # the derivative with respect to a
    >>> a * (a + b)
    Dual(value=10.0, dot=7.0)
    """

    value: float
    dot: float = 0.0

    def __add__(self, other: "Dual | float") -> "Dual":
        """(a + b)' = a' + b'."""
        other = _dual(other)
        return Dual(self.value + other.value, self.dot + other.dot)

    __radd__ = __add__

    def __mul__(self, other: "Dual | float") -> "Dual":
        """(a b)' = a' b + a b'."""
        other = _dual(other)
        dot = self.dot * other.value + self.value * other.dot
        return Dual(self.value * other.value, dot)

    __rmul__ = __mul__

    def __sub__(self, other: "Dual | float") -> "Dual":
        """(a - b)' = a' - b'."""
        return self + -1.0 * _dual(other)

    def __rsub__(self, other: float) -> "Dual":
        """(a - b)' = a' - b'."""
        return _dual(other) - self

    def __truediv__(self, other: "Dual | float") -> "Dual":
        """(a / b)' = (a' - (a / b) b') / b."""
        other = _dual(other)
        value = self.value / other.value
        return Dual(value, (self.dot - value * other.dot) / other.value)

    def __rtruediv__(self, other: float) -> "Dual":
        """(a / b)' = (a' - (a / b) b') / b."""
        return _dual(other) / self

    def exp(self) -> "Dual":
        """(exp a)' = exp(a) a'."""
        value = math.exp(self.value)
        return Dual(value, value * self.dot)

    def tanh(self) -> "Dual":
        """(tanh a)' = (1 - tanh(a)^2) a'."""
        value = math.tanh(self.value)
        return Dual(value, (1 - value**2) * self.dot)

    def log(self) -> "Dual":
        """(log a)' = a' / a."""
        return Dual(math.log(self.value), self.dot / self.value)

    def sin(self) -> "Dual":
        """(sin a)' = cos(a) a'."""
        return Dual(math.sin(self.value), math.cos(self.value) * self.dot)


def _dual(number: Dual | float) -> Dual:
    return number if isinstance(number, Dual) else Dual(float(number))


def tanh_neuron(x1: float = 2.0, x2: float = 1.0) -> Graph:
    """y = 2z - 1 with z = tanh(v), v = -2 x1 + 3 x2 + 0.5 (Lu, "Deep Learning Concepts")."""
    g = Graph()
    a, b = g.input("x1", x1), g.input("x2", x2)
    v = (a * -2 + b * 3 + 0.5).named("v")
    z = g.apply("tanh", v).named("z")
    (2 * z - 1).named("y")
    return g


def shared_factor(a: float = 2.0, b: float = 3.0) -> Graph:
    """d = a (a + b): two paths lead from d to a (Lu, "Deep Learning Concepts")."""
    g = Graph()
    first, second = g.input("a", a), g.input("b", b)
    c = (first + second).named("c")
    (first * c).named("d")
    return g


def sum_times(x: float = -2.0, y: float = 5.0, z: float = -4.0) -> Graph:
    """f = (x + y) z (Aydore, "Backpropagation and Optimization")."""
    g = Graph()
    first, second, third = g.input("x", x), g.input("y", y), g.input("z", z)
    q = (first + second).named("q")
    (q * third).named("f")
    return g


def exp_product(y1: float = 0.5, y2: float = -0.5) -> Graph:
    """y = (y1 exp(y2)) (y2 exp(y1)): four paths (Bucharest, "Deep Neural Networks")."""
    g = Graph()
    first, second = g.input("y1", y1), g.input("y2", y2)
    left, right = (first * second.exp()).named("y3"), (second * first.exp()).named("y4")
    (left * right).named("y")
    return g


def joined_layers(x: float = 1.0) -> Graph:
    """y = (u1 u2) (u1 + u2) with u1 = sin(x), u2 = exp(x): each unit joined to all of the next
    layer, 2^2 paths, which factor (Bucharest, "Deep Neural Networks", lines 378-391).
    """
    g = Graph()
    given = g.input("x", x)
    u1, u2 = given.sin().named("u1"), given.exp().named("u2")
    v1, v2 = (u1 * u2).named("v1"), (u1 + u2).named("v2")
    (v1 * v2).named("y")
    return g


def small_mlp(x: float = 0.5, t: float = 1.0) -> Graph:
    """A network 1-2-1 with tanh, and its squared error against t; weights are inputs too."""
    g = Graph()
    given, target = g.input("x", x), g.input("t", t)
    w1, w2 = g.input("w1", 1.2), g.input("w2", -0.8)
    u1, u2 = g.input("u1", 0.7), g.input("u2", 1.1)
    h1 = g.apply("tanh", (w1 * given).named("z1")).named("h1")
    h2 = g.apply("tanh", (w2 * given).named("z2")).named("h2")
    y = (u1 * h1 + u2 * h2).named("y")
    g.apply("square", (y - target).named("e")).named("L")
    return g


#: The examples of lecture 04, by the title under which a widget offers them.
EXAMPLES: Mapping[str, Callable[[], Graph]] = {
    "y = 2 tanh(-2 x1 + 3 x2 + 0.5) - 1": tanh_neuron,
    "d = a (a + b)": shared_factor,
    "f = (x + y) z": sum_times,
    "y = (y1 exp(y2)) (y2 exp(y1))": exp_product,
    "two layers of two units, all joined": joined_layers,
    "network 1-2-1, squared error": small_mlp,
}
