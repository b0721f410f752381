"""Paths of descent over the contours of a surface."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D

from trainlab.plots.palette import ROLES
from trainlab.widgets.panels.legend import MARKERS, legend
from trainlab.widgets.panels.panel import Numbers, Panel

#: Shares of the ground that lie below each contour.
CONTOURS = np.linspace(0.03, 0.97, 13)
#: From low to high ground.
_SHADES = LinearSegmentedColormap.from_list("trainlab-ground", [ROLES["paper"], ROLES["line"]])


@dataclass(frozen=True, kw_only=True, eq=False)
class Paths(Panel):
    """M balls that descend a surface in the plane.

    Numbers: ``paths`` (T, M, 2), the balls' last T places, no longer finite once one has run away;
    ``colors`` (M,) uint8, for each ball the index of its name. Bold is the median of the balls of
    one name, coordinate by coordinate.

    Attributes:
        domain: (low, high) of x1 and of x2.
        heights: the surface on a grid (G, G), rows from low to high x2.
        levels: where contours are drawn (L,), from low to high.
        minima: the surface's minima (k, 2).
        names: what the balls of each colour are, such as rules.
        start: where balls begin, a handle to drag; none when None. A drag comes as a message with
            ``handle`` "start", ``x``, ``y`` and ``done``.
        inputs: names of x1 and x2.
    """

    kind: ClassVar[str] = "paths"
    domain: Sequence[tuple[float, float]]
    heights: np.ndarray
    levels: np.ndarray
    names: Sequence[str]
    minima: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    start: tuple[float, float] | None = None
    inputs: tuple[str, str] = ("x₁", "x₂")

    @classmethod
    def over(
        cls,
        height: Callable[[np.ndarray], np.ndarray],
        domain: Sequence[tuple[float, float]],
        *,
        side: int = 61,
        shares: np.ndarray = CONTOURS,
        **more: Any,
    ) -> Self:
        """Return the paths over a surface that a function gives.

        Args:
            height: places (..., 2) -> heights (...).
            domain: (low, high) of x1 and of x2.
            side: points along each axis of the grid.
            shares: of the ground that lie below each contour.
            more: further attributes.
        """
        places = np.stack(np.meshgrid(*(np.linspace(*ends, side) for ends in domain)), axis=-1)
        heights = height(places)
        levels = np.quantile(heights, shares)
        return cls(domain=domain, heights=heights, levels=levels, **more)

    def spec(self) -> dict[str, Any]:
        """Return what does not change while the model stays: plain data and arrays."""
        return super().spec() | {
            "domain": [list(limits) for limits in self.domain],
            "heights": np.asarray(self.heights, np.float32),
            "levels": np.asarray(self.levels, np.float32),
            "minima": np.asarray(self.minima, np.float32).reshape(-1, 2),
            "names": list(self.names),
            "start": None if self.start is None else list(self.start),
            "inputs": list(self.inputs),
        }

    def still(self, axes: Axes, numbers: Numbers, pinned: Numbers | None) -> None:
        """Draw these numbers, over those of a pinned run in grey."""
        axes.set(xlabel=self.inputs[0], ylabel=self.inputs[1])
        axes.grid(False)
        self._draw_ground(axes)
        if pinned is not None:
            for color in range(len(self.names)):
                bold = _median_path(pinned["paths"][:, pinned["colors"] == color])
                axes.plot(*bold.T, color=ROLES["pinned"], linewidth=1.6)
        for color, marker in zip(range(len(self.names)), self._markers(), strict=True):
            self._draw_balls(axes, numbers["paths"][:, numbers["colors"] == color], color, marker)
        axes.plot(*np.reshape(self.minima, (-1, 2)).T, "x", color=ROLES["ink"], markersize=7)
        if self.start is not None:
            face: Any = {"markerfacecolor": ROLES["paper"], "markeredgewidth": 2}
            axes.plot(*self.start, "o", color=ROLES["ink"], markersize=8, **face)
        axes.set(xlim=self.domain[0], ylim=self.domain[1])
        mark: Any = {"markersize": 5, "linestyle": "none"}
        keys = [
            Line2D([], [], color=ROLES[f"c{i % 7}"], marker=marker, label=name, **mark)
            for i, (name, marker) in enumerate(zip(self.names, self._markers(), strict=True))
        ]
        mark |= {"color": ROLES["ink"], "mfc": ROLES["paper"]}
        if np.size(self.minima):
            label = "minima" if np.size(self.minima) > 2 else "minimum"
            keys.append(Line2D([], [], marker="x", label=label, **mark))
        if self.start is not None:
            keys.append(Line2D([], [], marker="o", label="start", **mark))
        if pinned is not None:
            keys.append(Line2D([], [], color=ROLES["pinned"], label="pinned"))
        legend(axes, keys)

    def _markers(self) -> list[str]:
        return [MARKERS[i % len(MARKERS)] for i in range(len(self.names))]

    def _draw_ground(self, axes: Axes) -> None:
        """Shade the ground between levels, and draw contours there, in few colours."""
        x2, x1 = (
            np.linspace(*limits, count)
            for limits, count in zip(reversed(self.domain), self.heights.shape, strict=True)
        )
        levels = np.unique(self.levels)
        if len(levels) > 1:
            shades = _SHADES(np.linspace(0, 1, len(levels) + 1))
            axes.contourf(
                x1, x2, self.heights, levels, colors=shades, extend="both", antialiased=False
            )
        within = [v for v in levels if self.heights.min() < v < self.heights.max()]
        if within:
            line: Any = {"colors": ROLES["quiet"], "linewidths": 0.5, "alpha": 0.45}
            axes.contour(x1, x2, self.heights, within, antialiased=False, **line)

    def _draw_balls(self, axes: Axes, paths: np.ndarray, color: int, marker: str) -> None:
        """Draw the paths (T, M', 2) of one colour, and where each ball was last seen."""
        shade = ROLES[f"c{color % 7}"]
        finite = np.isfinite(paths).all(axis=-1)
        lengths = np.where(finite.all(axis=0), len(paths), finite.argmin(axis=0))
        seen = [path[:length] for path, length in zip(paths.swapaxes(0, 1), lengths, strict=True)]
        if len(seen) > 1:
            alpha = max(0.12, 1 / np.sqrt(len(seen)))
            axes.add_collection(LineCollection(seen, colors=shade, linewidths=0.7, alpha=alpha))
        axes.plot(*_median_path(paths).T, color=shade, linewidth=2)
        heads = np.array([path[-1] for path in seen if len(path)]).reshape(-1, 2)
        lost = np.array([length < len(paths) for length in lengths if length], dtype=bool)
        axes.plot(*heads[~lost].T, marker, color=shade, markersize=4, mec=ROLES["paper"], mew=0.5)
        axes.plot(*heads[lost].T, "x", color=shade, markersize=6)


def _median_path(paths: np.ndarray) -> np.ndarray:
    """Return the median (T', 2) of paths (T, M, 2), coordinate by coordinate, for as long as more
    than half of the balls are at a finite place.
    """
    finite = np.isfinite(paths).all(axis=-1)
    enough = np.logical_and.accumulate(2 * finite.sum(axis=1) > paths.shape[1])
    known = np.where(finite[..., None], paths, np.nan)[enough]
    median: np.ndarray = np.nanmedian(known, axis=1) if len(known) else np.zeros((0, 2))
    return median


def ways(places: np.ndarray) -> Numbers:
    """Return the numbers of balls at places (T, M, 2), or of one at (T, 2), a colour for each."""
    paths = places.reshape(len(places), -1, 2)
    return {"paths": paths, "colors": np.arange(paths.shape[1], dtype=np.uint8)}
