"""A network: each unit with its own map or curve, and its weights as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from trainlab.plots.palette import ROLES
from trainlab.widgets.panels.legend import legend
from trainlab.widgets.panels.map import SHADES
from trainlab.widgets.panels.panel import Numbers, Panel

#: Width in points of the line of the largest weight.
_WIDEST = 3.0
#: Half the width of a unit's tile, as a share of the way to the next layer, and half its height.
_WIDE, _TALL = 0.17, 0.4


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkPanel(Panel):
    """One network, from its inputs to its outputs.

    Of each layer the first ``most`` units are drawn, and numbers are about these alone: U units in
    all. Numbers: ``maps``, what each unit says of the plane (U, S, S) uint8, rows from low to high
    x2, 128 for 0; of a line, curves (U, S) from -1 to 1. ``weights`` (P,): layer by layer the block
    (out, in + 1), the bias last. An edited weight comes as a message with ``layer`` from 0,
    ``unit``, ``from`` (None for the bias) and ``value``; a hidden layer that is to have a unit more
    or less as ``resize``, with ``layer`` from 0 and ``by``.

    Attributes:
        widths: units of the inputs, of each hidden layer, and of the outputs.
        inputs: the inputs' names.
        domain: (low, high) of each coordinate that maps or curves span.
        one_d: whether units have curves, not maps.
        most: units of a layer that are drawn.
        widest: the most units that a hidden layer can be given on the page; 0 where it can not.
    """

    kind: ClassVar[str] = "network"
    size: ClassVar[tuple[float, float]] = (6.5, 3.4)
    widths: Sequence[int]
    inputs: Sequence[str]
    domain: Sequence[tuple[float, float]]
    one_d: bool = False
    most: int = 8
    widest: int = 0

    def spec(self) -> dict[str, Any]:
        """Return what does not change while the model stays: plain data and arrays."""
        return super().spec() | {
            "widths": list(self.widths),
            "inputs": list(self.inputs),
            "domain": [list(limits) for limits in self.domain],
            "one_d": self.one_d,
            "most": self.most,
            "widest": self.widest,
        }

    @property
    def drawn(self) -> list[int]:
        """How many units of each layer are drawn."""
        return [min(width, self.most) for width in self.widths]

    def blocks(self, weights: np.ndarray) -> list[np.ndarray]:
        """Return the blocks (out, in + 1) of weights (P,), bias last."""
        shapes = [(out, before + 1) for before, out in pairwise(self.drawn)]
        ends = np.cumsum([rows * columns for rows, columns in shapes])
        parts = np.split(weights, ends[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]

    def still(self, axes: Axes, numbers: Numbers, pinned: Numbers | None) -> None:
        """Draw these numbers; of a pinned run nothing is drawn."""
        places = [
            [(float(layer), (count - 1) / 2 - unit) for unit in range(count)]
            for layer, count in enumerate(self.drawn)
        ]
        self._draw_weights(axes, places, self.blocks(np.asarray(numbers["weights"])))
        units = [place for layer in places for place in layer]
        for place, tile in zip(units, numbers["maps"], strict=True):
            self._draw_unit(axes, place, tile)
        for (x, y), name in zip(places[0], self.inputs, strict=False):
            axes.text(x - _WIDE - 0.05, y, name, ha="right", va="center", fontsize=8)
        for layer, (width, count) in enumerate(zip(self.widths, self.drawn, strict=True)):
            if width > count:
                _, lowest = places[layer][-1]
                text = f"+ {width - count} more"
                axes.text(layer, lowest - 0.5, text, ha="center", va="top", fontsize=7)
        half = max(self.drawn) / 2
        axes.set(xlim=(-0.6, len(self.widths) - 0.5), ylim=(-half - 0.6, half + 0.1), aspect="auto")
        axes.axis("off")
        legend(
            axes,
            [
                Line2D([], [], color=ROLES["class1"], label="positive weight"),
                Line2D([], [], color=ROLES["class0"], linestyle="--", label="negative weight"),
            ],
        )

    def _draw_weights(
        self,
        axes: Axes,
        places: Sequence[Sequence[tuple[float, float]]],
        blocks: Sequence[np.ndarray],
    ) -> None:
        """Draw the weights, as wide as they are large beside the largest one."""
        lines = [
            ((x0 + _WIDE, y0), (x1 - _WIDE, y1))
            for before, after in pairwise(places)
            for x1, y1 in after
            for x0, y0 in before
        ]
        weights = np.nan_to_num(np.concatenate([block[:, :-1].ravel() for block in blocks]))
        widths = _WIDEST * np.abs(weights) / max(np.abs(weights).max(), 1e-12)
        for role, style, chosen in (("class1", "-", weights > 0), ("class0", "--", weights < 0)):
            axes.add_collection(
                LineCollection(
                    [line for line, here in zip(lines, chosen, strict=True) if here],
                    colors=ROLES[role],
                    linewidths=widths[chosen],
                    linestyles=style,
                    zorder=1,
                )
            )

    def _draw_unit(self, axes: Axes, place: tuple[float, float], tile: np.ndarray) -> None:
        x, y = place
        left, right, low, high = x - _WIDE, x + _WIDE, y - _TALL, y + _TALL
        if self.one_d:
            across = np.linspace(left, right, len(tile))
            axes.fill_between((left, right), low, high, color=ROLES["paper"], zorder=2)
            axes.plot(across, y + _TALL * tile, color=ROLES["ink"], linewidth=1.0, zorder=3)
        else:
            axes.imshow(
                tile,
                origin="lower",
                extent=(left, right, low, high),
                cmap=SHADES,
                vmin=0,
                vmax=255,
                interpolation="bilinear",
                zorder=2,
            )
        axes.add_patch(
            Rectangle(
                (left, low), 2 * _WIDE, 2 * _TALL, fill=False, ec=ROLES["quiet"], lw=0.7, zorder=4
            )
        )
