"""Curves: the fit of a function, or losses by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from trainlab.plots.palette import ROLES
from trainlab.widgets.panels.legend import MARKERS, legend
from trainlab.widgets.panels.limits import set_log
from trainlab.widgets.panels.panel import Numbers, Panel

_LOSSES = ("training", "validation")
#: A curve that has run away leaves the axes: so many times the median is the top.
_RUNAWAY = 1e6
#: So many points, or fewer, are drawn as large dots.
_FEW = 20
#: Decades that losses span at most.
_MOST_DECADES = 12
#: Signs along a curve that looks like another one but for its colour.
_SIGNS = 4


@dataclass(frozen=True, kw_only=True, eq=False)
class Curves(Panel):
    """C curves over one x axis, with bands and marks.

    Curves that look alike but for their colours get signs along them. One with a band alone is an
    area.

    Numbers: ``x`` (n,); ``y`` (C, n), NaN for a gap and inf where a curve has run away; ``low`` and
    ``high`` (C, n), the bands' ends; ``marks``, a list of {"x": float, "text": str}, where wanted
    with "color", a place in the colour cycle, and "row", of the text below the top.

    Attributes:
        x_label, y_label: what the axes show.
        log_x, log_y: whether an axis is logarithmic.
        x_domain, y_domain: limits of an axis; as the numbers ask for when None.
        names: the curves' names. "training" and "validation" have colours of their own.
        dashes: whether each curve is dashed; none is by default.
        points: data (N, 2), drawn as dots, large ones where there are few.
        points_name: what they are.
    """

    kind: ClassVar[str] = "curves"
    names: Sequence[str]
    dashes: Sequence[bool] = ()
    x_label: str = ""
    y_label: str = ""
    log_x: bool = False
    log_y: bool = False
    x_domain: tuple[float, float] | None = None
    y_domain: tuple[float, float] | None = None
    points: np.ndarray | None = None
    points_name: str = "data"

    def spec(self) -> dict[str, Any]:
        """Return what does not change while the model stays: plain data and arrays."""
        fixed = super().spec() | {
            "names": list(self.names),
            "dashes": self._dashes,
            "x_label": self.x_label,
            "y_label": self.y_label,
            "log_x": self.log_x,
            "log_y": self.log_y,
            "x_domain": self.x_domain and list(self.x_domain),
            "y_domain": self.y_domain and list(self.y_domain),
        }
        if self.points is not None:
            fixed["points"] = np.asarray(self.points, np.float32)
            fixed["points_name"] = self.points_name
        return fixed

    @property
    def _dashes(self) -> list[bool]:
        return list(self.dashes) or [False] * len(self.names)

    def still(self, axes: Axes, numbers: Numbers, pinned: Numbers | None) -> None:
        """Draw these numbers, over those of a pinned run in grey."""
        axes.set(xlabel=self.x_label, ylabel=self.y_label)
        if self.log_x and bool((np.asarray(numbers["x"]) > 0).any()):
            axes.set_xscale("log")
        if self.log_y:
            both = [numbers] if pinned is None else [numbers, pinned]
            values = [n[name] for n in both for name in ("y", "low", "high") if name in n]
            set_log(axes, values, runaway=_RUNAWAY, decades=_MOST_DECADES)
        if self.points is not None:
            look: Any = {"color": ROLES["quiet"], "alpha": 0.55}
            size = 11 if len(self.points) <= _FEW else 4
            axes.plot(*self.points.T, ".", markersize=size, **look)
        if pinned is not None:
            self._draw(axes, pinned, dict.fromkeys(self.names, ROLES["pinned"]), bands=False)
        colors = self._colors()
        self._draw(axes, numbers, colors, bands=True)
        for mark in numbers.get("marks", ()):
            color = ROLES[f"c{mark['color']}" if "color" in mark else "quiet"]
            axes.axvline(mark["x"], color=color, linewidth=1.0, linestyle=":")
        if self.x_domain is not None:
            axes.set_xlim(self.x_domain)
        elif len(numbers["x"]) == 1 and not self.log_x and pinned is None:
            axes.set_xlim(numbers["x"][0], numbers["x"][0] + 1)
        if self.y_domain is not None:
            axes.set_ylim(self.y_domain)
        self._name_marks(axes, numbers)
        legend(axes, self._keys(numbers, pinned is not None))

    @staticmethod
    def _name_marks(axes: Axes, numbers: Numbers) -> None:
        """Write the text of each mark that lies within the axes' limits."""
        low, high = axes.get_xlim()
        for mark in numbers.get("marks", ()):
            if low <= mark["x"] <= high:
                place, height = axes.get_xaxis_transform(), 1.0 - 0.07 * mark.get("row", 0)
                halo = [withStroke(linewidth=3, foreground=ROLES["paper"])]
                look: Any = {"va": "top", "fontsize": 8, "path_effects": halo, "zorder": 4}
                axes.text(mark["x"], height, f" {mark['text']}", transform=place, **look)

    def _keys(self, numbers: Numbers, pinned: bool) -> list[Artist]:
        keys: list[Artist] = []
        colors, signs = self._colors(), self._signs(numbers)
        if self.points is not None:
            mark: Any = {"color": ROLES["quiet"], "linestyle": "none", "markersize": 4}
            keys.append(Line2D([], [], marker="o", label=self.points_name, **mark))
        for curve, name in enumerate(self.names):
            color, line = colors[name], "--" if self._dashes[curve] else "-"
            if name and "low" in numbers and not self._lines(numbers)[curve]:
                keys.append(Patch(facecolor=color, alpha=0.3, edgecolor=color, label=name))
            elif name:
                mark = {"marker": signs[curve], "markersize": 5, "linestyle": line}
                keys.append(Line2D([], [], color=color, label=name, **mark))
        if pinned:
            keys.append(Line2D([], [], color=ROLES["pinned"], label="pinned"))
        return keys

    @staticmethod
    def _lines(numbers: Numbers) -> np.ndarray:
        """Return whether each curve (C,) is more than a band."""
        lines: np.ndarray = np.isfinite(numbers["y"]).any(axis=1)
        return lines

    def _signs(self, numbers: Numbers) -> list[str]:
        """Return each curve's marker, empty where no other one is as it is but for its colour."""
        lines = self._lines(numbers)
        dashes = np.array(self._dashes)
        return [
            MARKERS[curve % len(MARKERS)] if line and (lines & (dashes == dashed)).sum() > 1 else ""
            for curve, (line, dashed) in enumerate(zip(lines, dashes, strict=True))
        ]

    def _colors(self) -> dict[str, str]:
        others = [name for name in self.names if name not in _LOSSES]
        cycle = {name: ROLES[f"c{i % 7}"] for i, name in enumerate(others)}
        return cycle | {name: ROLES[name] for name in _LOSSES}

    def _draw(self, axes: Axes, numbers: Numbers, colors: Mapping[str, str], bands: bool) -> None:
        x = numbers["x"]
        signs = self._signs(numbers) if bands else [""] * len(self.names)
        for curve, (name, dashed) in enumerate(zip(self.names, self._dashes, strict=True)):
            y = np.where(np.isfinite(numbers["y"][curve]), numbers["y"][curve], np.nan)
            if bands and "low" in numbers:
                low, high = numbers["low"][curve], numbers["high"][curve]
                shown = np.isfinite(low) & np.isfinite(high)
                look: Any = {"color": colors[name], "alpha": 0.18, "linewidth": 0}
                axes.fill_between(x, low, high, where=shown, **look)
            marked = _neighbours_missing(y)
            if signs[curve]:
                marked |= self._spread(np.asarray(x), (curve + 0.5) / len(self.names))
            axes.plot(
                x,
                y,
                color=colors[name],
                linestyle="--" if dashed else "-",
                marker=signs[curve] or "o",
                markersize=5.5 if signs[curve] else 4.5,
                markeredgecolor=ROLES["paper"] if signs[curve] else colors[name],
                markeredgewidth=0.5,
                markevery=np.flatnonzero(marked & np.isfinite(y)).tolist(),
                zorder=2.5 - 0.4 * curve / len(self.names),
            )
            runaway = np.flatnonzero(np.isposinf(numbers["y"][curve][1:]) & np.isfinite(y[:-1]))
            axes.plot(x[runaway], y[runaway], "x", color=colors[name], markersize=6)

    def _spread(self, x: np.ndarray, first: float) -> np.ndarray:
        """Return a few places (n,) along the axis, the first after a share of their distance."""
        with np.errstate(divide="ignore"):
            along = np.log10(x) if self.log_x else x
        known = np.isfinite(along)
        chosen = np.zeros(len(x), bool)
        if known.sum() > 1:
            low, high = along[known].min(), along[known].max()
            for place in low + (np.arange(_SIGNS) + first) / _SIGNS * (high - low):
                chosen[np.argmin(np.where(known, abs(along - place), np.inf))] = True
        return chosen


def over(x: np.ndarray, *curves: np.ndarray | tuple[Any, Any, Any], **more: Any) -> Numbers:
    """Return the numbers of curves over one x axis (n,).

    Args:
        x: where their values are.
        curves: of each the values (n,); or, as (3, n) or a tuple, the low end of its band, its
            values and the high end, each (n,) or a number.
        more: further numbers, such as ``marks``.
    """
    triples = [(c, c, c) if isinstance(c, np.ndarray) and c.ndim == 1 else c for c in curves]
    low, y, high = (
        np.stack([np.broadcast_to(triple[end], x.shape) for triple in triples]) for end in range(3)
    )
    bands = {} if all(t[0] is t[2] for t in triples) else {"low": low, "high": high}
    return {"x": x, "y": y, **bands, **more}


def _neighbours_missing(y: np.ndarray) -> np.ndarray:
    """Return where neither the number before nor the one after is finite, (n,)."""
    missing = np.concatenate([[True], ~np.isfinite(y), [True]])
    alone: np.ndarray = missing[:-2] & missing[2:]
    return alone
