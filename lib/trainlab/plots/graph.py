"""Draw a computational graph: values above, adjoints below, the step at hand in colour."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from trainlab.graphs import Graph, Node
from trainlab.plots.style import PALETTE


def positions(graph: Graph) -> dict[Node, tuple[float, float]]:
    """Return (column, row) of every node: columns by depth, rows centred in their column.

    Givens stand one column left of the first node that uses them.
    """
    level: dict[Node, int] = {}
    for node in graph.nodes:
        level[node] = 1 + max((level[p] for p in node.parents), default=-1)
    for node in graph.nodes:
        if not node.parents:
            users = [level[n] for n in graph.nodes if node in n.parents]
            level[node] = min(users, default=1) - 1
    columns: dict[int, list[Node]] = {}
    for node in graph.nodes:
        columns.setdefault(level[node], []).append(node)
    return {
        node: (float(column), (len(nodes) - 1) / 2 - row)
        for column, nodes in columns.items()
        for row, node in enumerate(nodes)
    }


def draw(
    axes: Axes,
    graph: Graph,
    values: Mapping[Node, float],
    adjoints: Mapping[Node, float],
    active: tuple[Node, Node] | Node | None = None,
) -> Axes:
    """Draw a graph.

    Args:
        axes: where to draw.
        graph: the graph.
        values: the values known so far, shown in blue.
        adjoints: the adjoints known so far, shown in vermillion.
        active: the node just computed, or the edge (child, parent) just walked back.
    """
    where = positions(graph)
    for node in graph.nodes:
        for parent in node.parents:
            walked = active == (node, parent)
            _arrow(axes, where[parent], where[node], walked)
    highlighted = {active} if isinstance(active, Node) else set(active or ())
    for node in graph.nodes:
        _box(axes, where[node], node, values.get(node), adjoints.get(node), node in highlighted)
    columns = [x for x, _ in where.values()]
    rows = [y for _, y in where.values()]
    axes.set(xlim=(min(columns) - 0.5, max(columns) + 0.5), ylim=(min(rows) - 0.6, max(rows) + 0.6))
    axes.axis("off")
    return axes


_WIDE, _TALL = 0.33, 0.36
_SYMBOLS = {"*": "×", "-": "−", "square": "²"}


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], walked: bool) -> None:
    here, there = (end, start) if walked else (start, end)
    side = -_WIDE if walked else _WIDE
    axes.add_patch(
        FancyArrowPatch(
            (here[0] + side, here[1]),
            (there[0] - side, there[1]),
            arrowstyle="-|>",
            mutation_scale=12 if walked else 9,
            linewidth=2.4 if walked else 1.0,
            color=PALETTE["vermillion"] if walked else "#9AA2AE",
            shrinkA=1,
            shrinkB=1,
        )
    )


def _box(
    axes: Axes,
    center: tuple[float, float],
    node: Node,
    value: float | None,
    adjoint: float | None,
    highlighted: bool,
) -> None:
    x, y = center
    given = not node.parents
    axes.add_patch(
        FancyBboxPatch(
            (x - _WIDE, y - _TALL),
            2 * _WIDE,
            2 * _TALL,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor="#F3F4F6" if given else "white",
            edgecolor=PALETTE["vermillion"] if highlighted else PALETTE["grey"],
            linewidth=2.2 if highlighted else 1.0,
        )
    )
    constant = node.operation == "constant"
    title = node.name if given else f"{node.name}  [{_SYMBOLS.get(node.operation, node.operation)}]"
    size = 9 if len(title) < 8 else 7
    axes.text(x, y + 0.21, title, ha="center", va="center", fontsize=size, weight="bold")
    if value is not None and not constant:
        axes.text(x, y, f"{value:.4g}", ha="center", va="center", fontsize=9, color=PALETTE["blue"])
    if adjoint is not None:
        axes.text(
            x,
            y - 0.22,
            f"{adjoint:.4g}",
            ha="center",
            va="center",
            fontsize=9,
            color=PALETTE["vermillion"],
        )
