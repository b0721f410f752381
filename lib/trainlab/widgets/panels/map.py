"""The plane with what a network makes of it: a map, boundaries, and the data's points."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D

from trainlab.plots.palette import ROLES
from trainlab.widgets.panels.legend import legend
from trainlab.widgets.panels.panel import Numbers, Panel

#: From class 0 over undecided to class 1.
SHADES = LinearSegmentedColormap.from_list(
    "trainlab-map", [ROLES["map0"], ROLES["paper"], ROLES["map1"]]
)
#: Where a map of 0 to 255 is undecided.
HALF = 127.5


def _no_points() -> np.ndarray:
    return np.zeros((0, 2), np.float32)


def _no_labels() -> np.ndarray:
    return np.zeros(0, np.uint8)


@dataclass(frozen=True, kw_only=True, eq=False)
class Map(Panel):
    """The probability of class 1, or a value, over the plane.

    Numbers: ``map`` (G, G) uint8, 0 to 255, rows from low to high x2, columns from low to high x1;
    ``others`` (M, H, H) uint8, maps of which only the boundaries are drawn; ``discretize``, whether
    only the two sides are shown.

    Attributes:
        domain: (low, high) of x1 and of x2.
        points: the training points (N, 2).
        labels: their classes (N,), 0 and 1, or levels from 0 to 255 on the scale of the map.
        test_points: points (N', 2) that are not trained on, drawn hollow.
        test_labels: their labels (N',).
        inputs: names of x1 and x2.
        words: what the map's 0 and 255 are called; "orange" and "blue" for classes, and for values
            "low" and "high", when empty.
        quantity: what the map shows, in a readout; the probability of class 1 when empty.
        limits: what the map's 0 and 255 stand for.
        others: what the thin boundaries are.
        editable: whether a click adds a point and a drag moves one.
        line: whether only the boundary is meant, as a curve: nothing is shaded, the axes need not
            be of one scale, and the points are drawn large, as knots.
    """

    kind: ClassVar[str] = "map"
    domain: Sequence[tuple[float, float]]
    points: np.ndarray = field(default_factory=_no_points)
    labels: np.ndarray = field(default_factory=_no_labels)
    test_points: np.ndarray = field(default_factory=_no_points)
    test_labels: np.ndarray = field(default_factory=_no_labels)
    inputs: tuple[str, str] = ("x₁", "x₂")
    words: tuple[str, str] | tuple[()] = ()
    quantity: str = ""
    limits: tuple[float, float] = (0.0, 1.0)
    others: str = "other networks"
    editable: bool = False
    line: bool = False

    @classmethod
    def around(cls, curve: str, points: np.ndarray, high: float, **more: Any) -> Self:
        """Return a map of what lies below a curve and above it, with points (N, 2) to drag.

        Args:
            curve: what it is called.
            points: what can be dragged.
            high: the largest x2; the map's numbers are those of ``sides``.
            more: further attributes.
        """
        labels, words = np.ones(len(points), np.uint8), (f"below the {curve}", "above")
        given = {"quantity": f"y - {curve}", "limits": (-high, high), "words": words, **more}
        return cls(points=points, labels=labels, editable=True, **given)

    @property
    def values(self) -> bool:
        """Whether labels are levels, not two classes."""
        every = np.concatenate([self.labels, self.test_labels])
        return not np.isin(every, (0, 1, 255)).all()

    @property
    def _words(self) -> tuple[str, str]:
        return self.words or (("low", "high") if self.values else ("orange", "blue"))

    def spec(self) -> dict[str, Any]:
        """Return what does not change while the model stays: plain data and arrays."""
        low, high = self._words
        return super().spec() | {
            "domain": [list(limits) for limits in self.domain],
            "points": np.asarray(self.points, np.float32),
            "labels": np.asarray(self.labels, np.uint8),
            "test_points": np.asarray(self.test_points, np.float32),
            "test_labels": np.asarray(self.test_labels, np.uint8),
            "inputs": list(self.inputs),
            "low": low,
            "high": high,
            "quantity": self.quantity or f"P({high})",
            "limits": list(self.limits),
            "values": self.values,
            "others": self.others,
            "editable": self.editable,
            "line": self.line,
        }

    def still(self, axes: Axes, numbers: Numbers, pinned: Numbers | None) -> None:
        """Draw these numbers, over those of a pinned run in grey."""
        axes.set(xlabel=self.inputs[0], ylabel=self.inputs[1])
        axes.grid(self.line)
        if not self.line:
            self._shade(axes, numbers["map"], bool(numbers.get("discretize", False)))
        axes.set_aspect("auto" if self.line else "equal")
        for other in numbers.get("others", ()):
            self._boundary(axes, other, colors=ROLES["ink"], linewidths=0.6, alpha=0.35)
        if pinned is not None:
            self._boundary(
                axes, pinned["map"], colors=ROLES["pinned"], linewidths=1.6, linestyles="--"
            )
        self._boundary(axes, numbers["map"], colors=ROLES["ink"], linewidths=1.4)
        self._scatter(axes, self.test_points, self.test_labels, hollow=True)
        self._scatter(axes, self.points, self.labels, hollow=False)
        axes.set(xlim=self.domain[0], ylim=self.domain[1])
        legend(axes, self._keys(len(numbers.get("others", ())) > 0, pinned is not None))

    def _shade(self, axes: Axes, levels: np.ndarray, discretize: bool) -> None:
        if discretize:
            colors = (ROLES["map0"], ROLES["map1"])
            axes.contourf(*self._grid(levels), levels, levels=(-1, HALF, 256), colors=colors)
            return
        # The image's pixels have the grid's points in their middle.
        (left, right), (low, high) = self.domain
        across = (right - left) / (levels.shape[1] - 1) / 2
        up = (high - low) / (levels.shape[0] - 1) / 2
        axes.imshow(
            levels,
            origin="lower",
            extent=(left - across, right + across, low - up, high + up),
            cmap=SHADES,
            vmin=0,
            vmax=255,
            interpolation="bilinear",
        )

    def _grid(self, levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return x1 (G,) and x2 (G,) of a map."""
        x2, x1 = (
            np.linspace(*limits, count)
            for limits, count in zip(reversed(self.domain), levels.shape, strict=True)
        )
        return x1, x2

    def _boundary(self, axes: Axes, levels: np.ndarray, **look: Any) -> None:
        if levels.min() < HALF < levels.max():
            axes.contour(*self._grid(levels), levels, levels=(HALF,), **look)

    def _scatter(self, axes: Axes, points: np.ndarray, labels: np.ndarray, hollow: bool) -> None:
        if self.values:
            axes.scatter(
                points[:, 0],
                points[:, 1],
                c=labels,
                cmap=SHADES,
                vmin=0,
                vmax=255,
                s=self._size,
                edgecolors=ROLES["ink" if hollow else "quiet"],
                linewidths=0.6,
            )
            return
        for role, marker, chosen in (("class0", "s", labels == 0), ("class1", "o", labels > 0)):
            axes.scatter(
                points[chosen, 0],
                points[chosen, 1],
                s=self._size,
                marker=marker,
                facecolors=ROLES["paper" if hollow else role],
                edgecolors=ROLES[role if hollow else "paper"],
                linewidths=1.0 if hollow else 0.5,
            )

    @property
    def _size(self) -> float:
        """The area of a mark in square points: the less, the more there are."""
        if self.line:
            return 50.0
        return min(max(2000 / max(len(self.points) + len(self.test_points), 1), 5.0), 14.0)

    def _keys(self, others: bool, pinned: bool) -> list[Line2D]:
        mark: Any = {"linestyle": "none", "markersize": 5}
        low, high = self._words
        square = "o" if self.values else "s"
        keys = (
            []
            if self.line
            else [
                Line2D([], [], color=ROLES["class0"], marker=square, label=low, **mark),
                Line2D([], [], color=ROLES["class1"], marker="o", label=high, **mark),
            ]
        )
        if len(self.test_points):
            keys.append(
                Line2D([], [], color=ROLES["quiet"], marker="o", mfc="none", label="test", **mark)
            )
        if others:
            keys.append(Line2D([], [], color=ROLES["quiet"], linewidth=0.8, label=self.others))
        if pinned:
            keys.append(Line2D([], [], color=ROLES["pinned"], linestyle="--", label="pinned"))
        return keys


def sides(curves: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Return maps (..., G, G) uint8 of y less a curve, whose boundaries are the curves.

    Args:
        curves: their values (..., G) along x1.
        heights: the places (G,) along x2, of which the last one is 255 above a curve of 0.
    """
    over = np.clip((heights[:, None] - curves[..., None, :]) / heights[-1], -1, 1)
    maps: np.ndarray = np.rint(HALF * (1 + over)).astype(np.uint8)
    return maps
