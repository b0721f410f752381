"""A figure with what it says, and showing one with an alternative text that reaches a reader."""

import base64
import html
import io
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from IPython import get_ipython
from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from PIL import Image, ImageColor

from trainlab.plots.palette import PALETTE, ROLES

#: Colours of a picture's file: a notebook, which holds each picture twice, stays small.
_COLOURS = 256


@dataclass(frozen=True)
class Picture:
    """A figure and what it says.

    Attributes:
        figure: the figure.
        caption: what is shown and what it means, for those who see it.
        alt: what the picture says, with its numbers, for those who cannot see it.
    """

    figure: Figure
    caption: str
    alt: str


def png(figure: Figure) -> bytes:
    """Return a figure as PNG of few colours, without the date that would make each run differ."""
    out = io.BytesIO()
    _few(_drawn(figure)).save(out, "PNG", optimize=True)
    return out.getvalue()


def _drawn(figure: Figure) -> Image.Image:
    """Return a figure's picture, cut to what is on it.

    ``bbox_inches="tight"`` lays a figure out twice, which needs only what leaves its edges.
    """
    before, canvas = figure.canvas, FigureCanvasAgg(figure)
    canvas.draw()
    whole = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    box = figure.get_tightbbox(canvas.get_renderer())
    figure.set_canvas(before)
    if (box.p0 < 0).any() or (box.p1 > figure.get_size_inches()).any():
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png", bbox_inches="tight")
        return Image.open(drawn).convert("RGB")
    padded = box.padded(rcParams["savefig.pad_inches"]).extents
    x0, y0, x1, y1 = (figure.dpi * edge for edge in padded)
    left, top = floor(x0), floor(whole.height - y1)
    size = ceil(x1) - left, ceil(whole.height - y0) - top
    cut = Image.new("RGB", size, to_hex(figure.get_facecolor()))
    cut.paste(whole, (-left, -top))
    return cut


def _few(picture: Image.Image) -> Image.Image:
    """Return a picture in ``_COLOURS``: the house's own as they are, also where they are rare, and
    such as occur often.
    """
    house = [ImageColor.getrgb(c)[:3] for c in {**PALETTE, **ROLES}.values()]
    common = picture.quantize(_COLOURS - len(house), dither=Image.Dither.NONE).getpalette() or []
    kept = np.array([*house, *zip(*[iter(common)] * 3, strict=True)], np.float32)[:_COLOURS]
    pixels = np.asarray(picture).reshape(-1, 3)
    found, where = np.unique(pixels @ [1 << 16, 1 << 8, 1], return_inverse=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(np.float32)
    nearest = ((kept**2).sum(axis=1) - 2 * colours @ kept.T).argmin(axis=1).astype(np.uint8)
    few = Image.fromarray(nearest[where].reshape(picture.height, picture.width))
    few.putpalette(kept.astype(np.uint8).tobytes())
    return few


def mimebundle(picture: bytes, alt: str, beneath: str = "") -> dict[str, str]:
    """Return a notebook's output that shows a picture with its alternative text.

    JupyterLab, nbconvert and Sphinx show HTML where it stands beside a PNG, and of the PNG alone
    none of them shows the ``alt`` of its metadata.

    Args:
        picture: a PNG.
        alt: what it says, for those who cannot see it.
        beneath: a sentence to stand beneath it, for those who can.
    """
    written = f"<p>{html.escape(beneath)}</p>" if beneath else ""
    data = base64.b64encode(picture).decode("ascii")
    return {
        "image/png": data,
        "text/html": f'<img src="data:image/png;base64,{data}" alt="{html.escape(alt)}">' + written,
        "text/plain": alt,
    }


def show(figure: Figure, alt: str) -> None:
    """Display a figure and close it; where a shell shows no pictures, its text alone.

    Args:
        figure: what to show.
        alt: what the picture says, for those who cannot see it.
    """
    shell = get_ipython()
    seen = shell is None or "image/png" in shell.display_formatter.active_types
    display(mimebundle(png(figure), alt) if seen else {"text/plain": alt}, raw=True)
    plt.close(figure)
