"""Walk a computational graph: forward, value by value, then backward, edge by edge."""

import html
from typing import Any

import ipywidgets as ipw
from matplotlib.figure import Figure

from trainlab.autodiff.graphs import EXAMPLES, Graph, Node, adjoints
from trainlab.core import arguments
from trainlab.plots import graph as picture
from trainlab.plots import style
from trainlab.plots.figure import mimebundle, png
from trainlab.widgets.frontend import has_front_end
from trainlab.widgets.picture import Picture
from trainlab.widgets.style import CSS


class GraphExplorer(ipw.VBox):
    """A graph with buttons to walk it and sliders for its inputs.

    Args:
        example: which of ``trainlab.graphs.EXAMPLES`` to show first.
        graph: a graph of your own instead.

    Raises:
        ValueError: for an unknown example.
    """

    def __init__(self, example: str = next(iter(EXAMPLES)), graph: Graph | None = None) -> None:
        """Show the graph before its first step."""
        arguments.choice("example", example, EXAMPLES)
        self.example = ipw.Dropdown(options=list(EXAMPLES), value=example, description="graph")
        self.buttons = {
            name: ipw.Button(description=text, icon=icon, tooltip=tooltip)
            for name, text, icon, tooltip in (
                ("back", "Back", "step-backward", "Undo the last step"),
                ("next", "Next", "step-forward", "One value forward, or one edge backward"),
                ("end", "To the end", "fast-forward", "Take all remaining steps"),
                ("reset", "Reset", "refresh", "Before the first step"),
            )
        }
        self.picture, self.status = Picture(format="png"), ipw.HTML()
        self.sliders = ipw.HBox()
        row = ipw.HBox([self.example] if graph is None else [])
        row.children = (*row.children, *self.buttons.values())
        css = ipw.HTML(f"<style>{CSS}</style>", layout={"display": "none"})
        super().__init__([css, row, self.sliders, self.picture, self.status])
        for name, widget in (
            ("tl-graph", self),
            ("tl-graph-example", self.example),
            ("tl-graph-picture", self.picture),
            ("tl-graph-status", self.status),
            ("tl-graph-buttons", row),
            *((f"tl-graph-{name}", button) for name, button in self.buttons.items()),
        ):
            widget.add_class(name)
        moves = {
            "back": lambda: self.position - 1,
            "next": lambda: self.position + 1,
            "end": lambda: self.last,
            "reset": lambda: 0,
        }
        for name, move in moves.items():
            self.buttons[name].on_click(lambda _, move=move: self.go(move()))
        self.example.observe(self._choose, names="value")
        self._open(graph or EXAMPLES[example]())

    def _choose(self, change: dict[str, Any]) -> None:
        self._open(EXAMPLES[change["new"]]())

    def _open(self, graph: Graph) -> None:
        self.graph = graph
        sliders = []
        for node in graph.inputs:
            slider = ipw.FloatSlider(
                value=node.value, min=-5, max=5, step=0.1, description=node.name
            )
            slider.add_class(f"tl-graph-input-{node.name}")
            slider.observe(self._on_input(node), names="value")
            sliders.append(slider)
        self.sliders.children = tuple(sliders)
        self.sliders.add_class("tl-graph-inputs")
        self.position = 0
        self._compute()

    def _on_input(self, node: Node) -> Any:
        def moved(change: dict[str, Any]) -> None:
            self.graph.forward(**{node.name: change["new"]})
            self._compute()

        return moved

    def _compute(self) -> None:
        self.operations = [node for node in self.graph.nodes if node.parents]
        self.contributions = self.graph.backward()
        self.go(self.position)

    @property
    def last(self) -> int:
        """The number of steps: one for each operation, then one for each edge back."""
        return len(self.operations) + len(self.contributions)

    def go(self, position: int) -> None:
        """Go to a step; beyond either end stay there."""
        self.position = max(0, min(position, self.last))
        forward = min(self.position, len(self.operations))
        back = self.position - forward
        values = {n: n.value for n in self.graph.nodes if not n.parents}
        values |= {n: n.value for n in self.operations[:forward]}
        found = adjoints(self.graph, self.contributions[:back]) if self._turned else {}
        active: Node | tuple[Node, Node] | None = None
        if back:
            step = self.contributions[back - 1]
            active = (step.child, step.parent)
        elif forward:
            active = self.operations[forward - 1]
        with style.use():
            figure = Figure(figsize=(8.6, 3.4), dpi=100)
            axes = figure.add_axes((0, 0, 1, 1))
            picture.draw(axes, self.graph, values, found, active)
        self.picture.value = png(figure)
        self.sentence = self._sentence(forward, back, found)
        self.picture.tooltip = self.sentence
        self.status.value = html.escape(self.sentence)
        self.buttons["back"].disabled = self.buttons["reset"].disabled = self.position == 0
        self.buttons["next"].disabled = self.buttons["end"].disabled = self.position == self.last

    @property
    def _turned(self) -> bool:
        """Whether the forward pass is complete."""
        return self.position >= len(self.operations)

    def _sentence(self, forward: int, back: int, found: dict[Node, float]) -> str:
        where = f"Step {self.position} of {self.last}. "
        if back:
            step = self.contributions[back - 1]
            child, parent = step.child.name, step.parent.name
            earlier = found[step.parent] - step.amount
            total = f", added to {earlier:.4g} from another path" if earlier else ""
            return where + (
                f"Backward: d{parent} gains d{child} × ∂{child}/∂{parent} = "
                f"{step.adjoint:.4g} × {step.local:.4g} = {step.amount:.4g}{total}; "
                f"d{parent} = {found[step.parent]:.4g}."
            )
        if forward:
            node = self.operations[forward - 1]
            arguments = ", ".join(f"{p.name} = {p.value:.4g}" for p in node.parents)
            turn = (
                f" The forward pass is complete; the way back starts with d{node.name} = 1."
                if self._turned
                else ""
            )
            by = f"by {node.operation} of {arguments}"
            return where + f"Forward: {node.name} = {node.value:.4g}, {by}.{turn}"
        return where + "Inputs are given. Press Next to compute the first value."

    def _repr_mimebundle_(self, **kwargs: object) -> Any:
        """Return the widget where it can be used; elsewhere a still picture of the last step."""
        if has_front_end():
            return super()._repr_mimebundle_(**kwargs)
        self.go(self.last)
        return mimebundle(self.picture.value, self.sentence)
