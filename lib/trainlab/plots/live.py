"""A picture that changes many times a second: cached backgrounds, a few artists drawn over them."""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from trainlab.plots import style

DPI = 100
#: Room about a panel's axes for its labels and title: left, right, bottom, top, in pixels.
MARGINS = (52, 20, 36, 22)


class LivePicture:
    """A figure whose panels are redrawn one at a time.

    Args:
        width, height: size in pixels.
        places: for each panel its axes' (left, bottom, width, height) in pixels.
    """

    def __init__(
        self, width: int, height: int, places: Mapping[str, tuple[float, float, float, float]]
    ) -> None:
        """Make the axes; nothing is drawn yet."""
        with style.use():
            self.figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
            self.canvas = FigureCanvasAgg(self.figure)
            self.axes: dict[str, Axes] = {}
            for name, (left, bottom, w, h) in places.items():
                box = (left / width, bottom / height, w / width, h / height)
                self.axes[name] = self.figure.add_axes(box)
                self.axes[name].xaxis.label.set_fontsize(8)
                self.axes[name].yaxis.label.set_fontsize(8)
                self.axes[name].tick_params(labelsize=8, length=2, pad=2)
        self._artists: dict[str, list[Artist]] = {name: [] for name in places}
        self._backgrounds: dict[str, object] = {}
        self._pixels()[:] = 255

    def animate(self, name: str, artists: Sequence[Artist]) -> None:
        """Say which artists of a panel change from frame to frame; they are drawn in this order."""
        self._artists[name] = list(artists)
        for artist in artists:
            artist.set_animated(True)

    def invalidate(self, name: str) -> None:
        """Draw a panel's axes anew at its next refresh: limits, ticks or titles have changed."""
        self._backgrounds.pop(name, None)

    def refresh(self, name: str) -> None:
        """Draw one panel's changing artists over its background."""
        if name in self._backgrounds:
            self.canvas.restore_region(self._backgrounds[name])
        else:
            self._backgrounds[name] = self._background(name)
        for artist in self._artists[name]:
            self.figure.draw_artist(artist)

    def _background(self, name: str) -> object:
        """Draw a panel's axes, labels and title; return what lies within the axes.

        Lines along the border reach a pixel or two beyond it.
        """
        axes = self.axes[name]
        box = axes.bbox
        _, height = self.canvas.get_width_height()
        left, right = round(box.x0) - MARGINS[0], round(box.x1) + MARGINS[1]
        top, bottom = height - round(box.y1) - MARGINS[3], height - round(box.y0) + MARGINS[2]
        self._pixels()[max(top, 0) : bottom, max(left, 0) : right] = 255
        self.figure.draw_artist(axes)
        return self.canvas.copy_from_bbox(box.padded(2))

    def _pixels(self) -> np.ndarray:
        return np.asarray(self.canvas.get_renderer().buffer_rgba())

    def encoded(self, kind: str = "JPEG", quality: int = 88) -> bytes:
        """Return the picture as it stands, as JPEG (live) or PNG (to keep)."""
        size = self.canvas.get_width_height()
        image = Image.frombuffer("RGBX", size, self.canvas.buffer_rgba(), "raw", "RGBX", 0, 1)
        out = io.BytesIO()
        (image if kind == "JPEG" else image.convert("RGB")).save(out, kind, quality=quality)
        return out.getvalue()
