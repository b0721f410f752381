"""A computational graph: values above, adjoints below, the step at hand in colour."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from matplotlib.axes import Axes

from trainlab.autodiff.graphs import Graph, Node
from trainlab.plots import graph as drawing
from trainlab.widgets.panels.panel import Numbers, Panel

Active = Node | tuple[Node, Node] | None


@dataclass(frozen=True, kw_only=True)
class GraphPanel(Panel):
    """A graph with its boxes and arrows.

    ``numbers`` gives by node's index the known ``values`` and ``adjoints``, and ``active``: the
    index of the node just computed, or [child, parent] of the edge just walked back; ``locals``
    has the local derivative of each edge walked, by "child-parent".
    """

    kind: ClassVar[str] = "graph"
    size: ClassVar[tuple[float, float]] = (9.0, 3.6)
    graph: Graph

    def spec(self) -> dict[str, Any]:
        """Return the boxes' places and titles, and the arrows' control points."""
        where = drawing.positions(self.graph)
        boxes = list(where.values())
        edges = [
            {
                "child": node.index,
                "parent": parent.index,
                "points": drawing.way(where[parent], where[node], boxes),
            }
            for node in self.graph.nodes
            for parent in dict.fromkeys(node.parents)
        ]
        nodes = [
            {
                "x": where[node][0],
                "y": where[node][1],
                "title": drawing.title(node),
                "given": not node.parents,
                "constant": node.operation == "constant",
            }
            for node in self.graph.nodes
        ]
        return {**super().spec(), "nodes": nodes, "edges": edges}

    def still(self, axes: Axes, numbers: Numbers, pinned: Numbers | None) -> None:
        """Draw the graph with the numbers known so far."""
        node: Callable[[int], Node] = self.graph.nodes.__getitem__
        active = numbers["active"]
        drawing.draw(
            axes,
            self.graph,
            {node(int(i)): v for i, v in numbers["values"].items()},
            {node(int(i)): v for i, v in numbers["adjoints"].items()},
            (node(active[0]), node(active[1]))
            if isinstance(active, list)
            else None
            if active is None
            else node(active),
            local={
                (node(int(child)), node(int(parent))): number
                for edge, number in numbers["locals"].items()
                for child, parent in [edge.split("-")]
            },
        )
