"""Draw a computational graph: values above, adjoints below, the step at hand in colour."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from trainlab.autodiff.graphs import Graph, Node
from trainlab.plots.palette import PALETTE, ROLES


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
    every_name: bool = True,
    local: Mapping[tuple[Node, Node], float] = MappingProxyType({}),
) -> Axes:
    """Draw a graph.

    Args:
        axes: where to draw.
        graph: the graph.
        values: the values known so far, shown in blue.
        adjoints: the adjoints known so far, shown in vermillion.
        active: the node just computed, or the edge (child, parent) just walked back.
        every_name: whether to show the names v1, v2, ... of nodes that were given none.
        local: the local derivatives known so far, by edge (child, parent), shown on the arrows.
    """
    where = positions(graph)
    ways = {
        (parent, node): way(where[parent], where[node], list(where.values()))
        for node in graph.nodes
        for parent in node.parents
    }
    for (parent, node), points in ways.items():
        _arrow(axes, points, walked=active == (node, parent))
        if (node, parent) in local:
            _label(axes, points, local[node, parent])
    highlighted = {active} if isinstance(active, Node) else set(active or ())
    for node in graph.nodes:
        heading = title(node, every_name)
        known = values.get(node), adjoints.get(node)
        _box(axes, where[node], node, heading, known, node in highlighted)
    columns = [x for x, _ in where.values()]
    rows = [y for _, y in where.values()] + [
        y for points in ways.values() for _, y in curve(points)
    ]
    axes.set(xlim=(min(columns) - 0.5, max(columns) + 0.5), ylim=(min(rows) - 0.6, max(rows) + 0.6))
    axes.axis("off")
    return axes


_WIDE, _TALL = 0.33, 0.36
_SYMBOLS = {"*": "×", "-": "−", "square": "²"}


#: Which of a curve's points bears the label: nearer to the parent, where arrows seldom cross.
_LABEL = 17

#: How far a way may be bent, up or down, to pass by the boxes between its ends.
_BENDS = (0.0, 0.4, -0.4, 0.8, -0.8, 1.2, -1.2)


def curve(points: Sequence[tuple[float, float]], samples: int = 50) -> np.ndarray:
    """Return points (samples, 2) of the quadratic Bezier curve of three control points."""
    t = np.linspace(0, 1, samples)[:, None]
    start, control, end = np.array(points)
    bent: np.ndarray = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    return bent


def way(
    start: tuple[float, float],
    end: tuple[float, float],
    boxes: Sequence[tuple[float, float]],
) -> list[tuple[float, float]]:
    """Return the curve from one box to another: its ends, and between them its control point.

    It is straight where that leads past all other boxes, and else bent as little as needed.
    """
    ends = (start[0] + _WIDE, start[1]), (end[0] - _WIDE, end[1])
    middle = (ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2
    others = np.array([box for box in boxes if box not in (start, end)]).reshape(-1, 1, 2)
    ways = [[ends[0], (middle[0], middle[1] + bend), ends[1]] for bend in _BENDS]
    return next((points for points in ways if not _hit(curve(points), others)), ways[0])


def _hit(points: np.ndarray, boxes: np.ndarray) -> bool:
    """Return whether points (N, 2) come upon boxes with centres (B, 1, 2)."""
    near = np.abs(points - boxes) < (_WIDE + 0.02, _TALL + 0.02)
    return bool(near.all(axis=-1).any())


def _arrow(axes: Axes, points: Sequence[tuple[float, float]], walked: bool) -> None:
    there = points[::-1] if walked else points
    axes.add_patch(
        FancyArrowPatch(
            path=Path(there, [Path.MOVETO, Path.CURVE3, Path.CURVE3]),
            arrowstyle="-|>",
            mutation_scale=12 if walked else 9,
            linewidth=2.4 if walked else 1.0,
            color=ROLES["adjoint"] if walked else PALETTE["silver"],
        )
    )


def _label(axes: Axes, points: Sequence[tuple[float, float]], number: float) -> None:
    x, y = curve(points)[_LABEL]
    background = {"facecolor": ROLES["paper"], "edgecolor": "none", "pad": 0.8}
    axes.text(x, y, f"{number:.3g}", fontsize=7, ha="center", va="center", bbox=background)


def title(node: Node, every_name: bool = True) -> str:
    """Return a node's name and operation; without a name of its own, the operation alone."""
    if not node.parents:
        return node.name
    operation = _SYMBOLS.get(node.operation, node.operation)
    named = every_name or not node.numbered
    return f"{node.name}  [{operation}]" if named else f"[{operation}]"


def _box(
    axes: Axes,
    center: tuple[float, float],
    node: Node,
    title: str,
    known: tuple[float | None, float | None],
    highlighted: bool,
) -> None:
    x, y = center
    value, adjoint = known
    given = not node.parents
    axes.add_patch(
        FancyBboxPatch(
            (x - _WIDE, y - _TALL),
            2 * _WIDE,
            2 * _TALL,
            boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=PALETTE["wash" if given else "paper"],
            edgecolor=ROLES["adjoint"] if highlighted else PALETTE["grey"],
            linewidth=2.2 if highlighted else 1.0,
        )
    )
    constant = node.operation == "constant"
    size = 9 if len(title) < 8 else 7
    axes.text(x, y + 0.21, title, ha="center", va="center", fontsize=size, weight="bold")
    if value is not None and not constant:
        axes.text(x, y, f"{value:.4g}", ha="center", va="center", fontsize=9, color=ROLES["value"])
    if adjoint is not None:
        axes.text(
            x,
            y - 0.22,
            f"{adjoint:.4g}",
            ha="center",
            va="center",
            fontsize=9,
            color=ROLES["adjoint"],
        )
