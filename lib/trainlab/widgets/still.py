"""A widget's panels as one still figure, for where there is no page."""

from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure

from trainlab.plots import style
from trainlab.widgets.panels.panel import Numbers, Panel

#: Size of a panel in inches.
WIDTH, HEIGHT = 4.0, 3.2


def draw_still(
    rows: Sequence[Sequence[str]], panels: Mapping[str, Panel], pinned: Mapping[str, Numbers]
) -> Figure:
    """Return a figure with the panels in rows, each with its numbers of now."""
    across = max(map(len, rows))
    with style.use():
        figure = Figure(figsize=(WIDTH * across, HEIGHT * len(rows)), layout="constrained")
        for strip, names in zip(
            figure.subfigures(len(rows), squeeze=False)[:, 0], rows, strict=True
        ):
            for axes, name in zip(
                strip.subplots(1, len(names), squeeze=False)[0], names, strict=True
            ):
                axes.set_title(panels[name].title)
                panels[name].still(axes, panels[name].numbers(), pinned.get(name))
    return figure
