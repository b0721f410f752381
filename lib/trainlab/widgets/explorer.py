"""Walk a computational graph: forward, value by value, then backward, edge by edge. Lecture 04."""

from collections.abc import Callable

from trainlab.autodiff.graphs import EXAMPLES, Graph, Node, adjoints, nudge, paths, trace
from trainlab.core import arguments
from trainlab.widgets.controls import Control, Settings, Value, choice, scale
from trainlab.widgets.panels.graph import GraphPanel
from trainlab.widgets.panels.panel import Numbers, Panel
from trainlab.widgets.walk import Stages, Walk

#: By how much a node's value is moved either way, to see what the output does.
NUDGE = 1e-4
FIRST = next(iter(EXAMPLES))


class Steps(Stages):
    """The steps of a graph's two passes: one for each operation, then one for each edge back.

    Attributes:
        graph: the graph, computed through.
    """

    def __init__(self, graph: Graph) -> None:
        """Stand before the first step."""
        self.graph = graph
        self.operations = [node for node in graph.nodes if node.parents]
        self.paths = paths(graph)

    def compute(self, s: Settings) -> None:
        """Compute everything anew from the inputs, each set by its name."""
        self.graph.forward(**{node.name: getattr(s, node.name) for node in self.graph.inputs})
        self.contributions = self.graph.backward()
        self.last = len(self.operations) + len(self.contributions)

    @property
    def forward(self) -> int:
        """Operations computed."""
        return min(self.steps_taken, len(self.operations))

    @property
    def back(self) -> int:
        """Edges walked back."""
        return self.steps_taken - self.forward

    def known(self) -> Numbers:
        """Return the numbers known so far, by the nodes' indices."""
        done = self.contributions[: self.back]
        given = [n for n in self.graph.nodes if not n.parents]
        turned = self.forward == len(self.operations)
        found = adjoints(self.graph, done) if turned else {}
        active: int | list[int] | None = None
        if done:
            active = [done[-1].child.index, done[-1].parent.index]
        elif self.forward:
            active = self.operations[self.forward - 1].index
        return {
            "values": {n.index: n.value for n in (*given, *self.operations[: self.forward])},
            "adjoints": {n.index: v for n, v in found.items()},
            "locals": {f"{c.child.index}-{c.parent.index}": c.local for c in done},
            "active": active,
        }

    def measured(self, node: Node) -> float:
        """Return the central difference quotient of the output by a node's value."""
        return (nudge(self.graph, node, NUDGE) - nudge(self.graph, node, -NUDGE)) / (2 * NUDGE)

    def sentence(self) -> str:
        """Return what the last step did, with its numbers."""
        where = f"Step {self.steps_taken} of {self.last}. "
        if self.back:
            done = self.contributions[: self.back]
            step, found = done[-1], adjoints(self.graph, done)[done[-1].parent]
            child, parent = step.child.name, step.parent.name
            earlier = found - step.amount
            total = f", added to {_text(earlier)} from another path" if earlier else ""
            complete = step.parent not in {
                later.parent for later in self.contributions[self.back :]
            }
            count = self.paths[step.parent]
            summed = f" It sums {count} paths." if complete and count > 1 else ""
            return where + (
                f"Backward: d{parent} gains d{child} × ∂{child}/∂{parent} = "
                f"{_text(step.adjoint)} × {_text(step.local)} = {_text(step.amount)}{total}; "
                f"d{parent} = {_text(found)}.{summed}"
                + f" A nudge of {parent} measures {_text(self.measured(step.parent))}."
                * complete
            )
        if self.forward:
            node = self.operations[self.forward - 1]
            given = ", ".join(
                p.name if p.name == _text(p.value) else f"{p.name} = {_text(p.value)}"
                for p in node.parents
            )
            turn = (
                f" The forward pass is complete; the way back starts with d{node.name} = 1."
                if self.forward == len(self.operations)
                else ""
            )
            by = f"by {node.operation} of {given}"
            return where + f"Forward: {node.name} = {_text(node.value)}, {by}.{turn}"
        return where + "Inputs are given. Press Next to compute the first value."


def _text(number: float) -> str:
    """Return a number to four digits; a zero has no sign."""
    return f"{number + 0.0:.4g}"


class GraphExplorer(Walk):
    """A graph with buttons to walk it and sliders for its inputs.

    Args:
        graph: the title of one of ``trainlab.graphs.EXAMPLES``, a graph, or a function of numbers
            whose graph is drawn: ``GraphExplorer(lambda a=2, b=3: a * (a + b))``.

    Raises:
        ValueError: for an unknown example, or a function without such a graph.
    """

    layout = ("graph",)
    model: Steps

    def __init__(self, graph: str | Graph | Callable[..., Node] = FIRST) -> None:
        """Show the graph before its first step."""
        example = FIRST
        self._own: Graph | None = None
        if isinstance(graph, str):
            example, _ = graph, arguments.choice("graph", graph, EXAMPLES)
        else:
            self._own = graph if isinstance(graph, Graph) else trace(graph)
        self.controls = self._controls(example)
        super().__init__()

    def _controls(self, example: str) -> tuple[Control, ...]:
        graph = self._own or EXAMPLES[example]()
        chosen = choice(
            "example", tuple(EXAMPLES), default=example, tooltip="Which graph to walk through"
        )
        inputs = (
            scale(
                node.name,
                min(-5.0, node.value),
                max(5.0, node.value),
                default=node.value,
                step=0.1,
                tooltip=f"Value of the input {node.name}",
            )
            for node in graph.inputs
        )
        return (*inputs,) if self._own else (chosen, *inputs)

    def set(self, **changes: Value) -> None:
        """Set inputs; another example starts at its beginning, with inputs of its own."""
        example = str(changes.get("example", ""))
        if example in EXAMPLES and example != self.settings.example:
            self.define(self._controls(example))
        super().set(**changes)

    def build(self, s: Settings) -> Steps:
        """Return the graph before its first step."""
        steps = Steps(self._own or EXAMPLES[s.example]())
        steps.compute(s)
        return steps

    def panels(self, model: Steps) -> dict[str, Panel]:
        """Return the graph."""
        return {"graph": GraphPanel(graph=model.graph, title="").of(model.known)}

    def describe(self, model: Steps, s: Settings) -> str:
        """Return what the last step did."""
        return model.sentence()
