"""An image pixel by pixel, on which one may draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from trainlab.plots.palette import ROLES
from trainlab.widgets.panels.legend import legend
from trainlab.widgets.panels.map import SHADES
from trainlab.widgets.panels.panel import Numbers, Panel

#: Rows or columns above which pixels have no room for their numbers.
_MOST_WRITTEN = 10
#: Numbers are told apart, and from zero, from this size on.
_SMALLEST = 0.005


@dataclass(frozen=True, kw_only=True, eq=False)
class Image(Panel):
    """Pixels with their numbers: orange below zero, blue above, paper at zero.

    Numbers: ``pixels`` (H, W), row 0 on top, NaN where there is no pixel; ``window``, (row, column,
    height, width) of a part that is framed, which may reach beyond the image. Where a pinned image
    was different a pixel has a dot.

    Attributes:
        limit: what full blue stands for; full orange is its negative.
        levels: values that a pixel takes one after the other when it is pressed; empty where one
            cannot draw. A stroke comes as messages ``{"kind": "paint", "row", "column", "value"}``,
            one for each pixel.
    """

    kind: ClassVar[str] = "image"
    size: ClassVar[tuple[float, float]] = (3.2, 3.2)
    limit: float = 1.0
    levels: Sequence[float] = ()

    def spec(self) -> dict[str, Any]:
        """Return what does not change while the model stays: plain data and arrays."""
        return super().spec() | {"limit": self.limit, "levels": list(self.levels)}

    def still(self, axes: Axes, numbers: Numbers, pinned: Numbers | None) -> None:
        """Draw these numbers, over those of a pinned run in grey."""
        pixels = np.asarray(numbers["pixels"], np.float32).astype(float)
        height, width = pixels.shape
        axes.pcolormesh(
            np.ma.masked_invalid(pixels),
            cmap=SHADES,
            vmin=-self.limit,
            vmax=self.limit,
            edgecolors=ROLES["line"],
            linewidth=0.5,
        )
        axes.set(xlim=(-0.1, width + 0.1), ylim=(height + 0.1, -0.1), aspect="equal")
        axes.set_axis_off()
        if max(height, width) <= _MOST_WRITTEN:
            look: Any = {"ha": "center", "va": "center", "color": ROLES["ink"]}
            for (row, column), value in np.ndenumerate(pixels):
                if written(value):
                    axes.text(column + 0.5, row + 0.5, written(value), fontsize=7.5, **look)
        keys = []
        if "window" in numbers:
            top, left, tall, wide = numbers["window"]
            frame = Rectangle((left, top), wide, tall, fill=False, edgecolor=ROLES["ink"], lw=2.0)
            axes.add_patch(frame).set_clip_on(False)
        if pinned is not None and pinned["pixels"].shape == pixels.shape:
            changed = np.argwhere(differs(pixels, pinned["pixels"]))
            mark: Any = {"marker": "o", "linestyle": "none", "color": ROLES["pinned"]}
            axes.plot(changed[:, 1] + 0.85, changed[:, 0] + 0.15, markersize=3, **mark)
            keys.append(Line2D([], [], label="not as pinned", markersize=3, **mark))
        legend(axes, keys)


def written(value: float) -> str:
    """Return a pixel's number as it is written into it; nothing for zero and for no pixel."""
    if np.isnan(value) or abs(value) < _SMALLEST:
        return ""
    rounded = Decimal(float(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded}".rstrip("0").rstrip(".").replace("-", "−")


def differs(pixels: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return where two images are not alike (H, W)."""
    both = np.nan_to_num(np.stack([pixels, others]))
    found: np.ndarray = abs(both[0] - both[1]) > _SMALLEST
    return found
