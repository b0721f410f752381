"""A widget's panels as one still picture, for where there is no page."""

import io
from collections.abc import Mapping, Sequence

from matplotlib.figure import Figure
from PIL import Image

from trainlab.plots import style
from trainlab.plots.figure import png
from trainlab.widgets.panels.panel import Numbers, Panel

#: Colours of the picture's file: a notebook with several such pictures stays small.
_COLOURS = 256


def still(
    rows: Sequence[Sequence[str]], panels: Mapping[str, Panel], pinned: Mapping[str, Numbers]
) -> bytes:
    """Return a PNG with the panels in rows, each with its numbers of now."""
    sizes = [[panels[name].size for name in names] for names in rows]
    width = max(sum(wide for wide, _ in row) for row in sizes)
    heights = [max(tall for _, tall in row) for row in sizes]
    with style.use():
        figure = Figure(figsize=(width, sum(heights)), layout="constrained")
        strips = figure.subfigures(len(rows), squeeze=False, height_ratios=heights)[:, 0]
        for strip, names, row in zip(strips, rows, sizes, strict=True):
            shares = [wide for wide, _ in row]
            places = strip.subplots(1, len(names), squeeze=False, width_ratios=shares)[0]
            for axes, name in zip(places, names, strict=True):
                axes.set_title(panels[name].title)
                panels[name].still(axes, panels[name].numbers(), pinned.get(name))
        picture = Image.open(io.BytesIO(png(figure)))
    out = io.BytesIO()
    picture.convert("RGB").quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
