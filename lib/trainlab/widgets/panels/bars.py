"""Bars: numbers by layer, for one group or several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, PercentFormatter

from trainlab.plots.palette import ROLES
from trainlab.widgets.panels.legend import MARKERS, legend
from trainlab.widgets.panels.limits import set_log
from trainlab.widgets.panels.panel import Numbers, Panel

#: Labels of places along x that a still has room for.
_TICKS = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class Bars(Panel):
    """K groups of numbers at L places, as bars from zero, or as points on a log axis.

    Numbers: ``mid`` (K, L); ``low`` and ``high`` (K, L), the whiskers' ends. A number that is not
    positive has no place on a log axis: an arrow at the bottom says that it is below.

    Attributes:
        names: the groups' names.
        labels: the places' names.
        x_label: what the places are.
        log: whether the axis of numbers is logarithmic.
        limits: (low, high) of the numbers; as they ask for when None.
        whole: whether numbers are whole, and so are their ticks.
        percent: whether numbers are shares, shown in percent.
    """

    kind: ClassVar[str] = "bars"
    names: Sequence[str]
    labels: Sequence[str]
    x_label: str = "layer"
    log: bool = False
    limits: tuple[float, float] | None = None
    whole: bool = False
    percent: bool = False

    def spec(self) -> dict[str, Any]:
        """Return what does not change while the model stays: plain data and arrays."""
        return super().spec() | {
            "names": list(self.names),
            "labels": list(self.labels),
            "x_label": self.x_label,
            "log": self.log,
            "limits": self.limits and list(self.limits),
            "whole": self.whole,
            "percent": self.percent,
        }

    def still(self, axes: Axes, numbers: Numbers, pinned: Numbers | None) -> None:
        """Draw these numbers, over those of a pinned run in grey."""
        axes.set(xlabel=self.x_label, xlim=(0.4, len(self.labels) + 0.6))
        every = -(-len(self.labels) // _TICKS)
        ticks = [at for at in range(1, len(self.labels) + 1) if at % every == 0]
        axes.set_xticks(ticks, [self.labels[at - 1] for at in ticks])
        axes.grid(False, axis="x")
        if pinned is not None and pinned["mid"].shape != numbers["mid"].shape:
            pinned = None
        if self.log:
            both = [numbers] if pinned is None else [numbers, pinned]
            set_log(axes, [n[name] for n in both for name in ("mid", "low", "high") if name in n])
        elif self.whole:
            axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        if self.percent:
            axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        colors = [ROLES[f"c{group % 7}"] for group in range(len(self.names))]
        if pinned is not None and self.log:
            self._draw(axes, pinned, [ROLES["pinned"]] * len(self.names))
        self._draw(axes, numbers, colors)
        if pinned is not None and not self.log:
            self._draw_caps(axes, pinned["mid"])
        if self.limits is not None:
            axes.set_ylim(self.limits)
        mark: Any = {"linestyle": "none", "markersize": 5}
        keys = [
            Line2D([], [], color=color, marker=marker, label=name, **mark)
            for name, color, marker in zip(self.names, colors, self._markers(), strict=True)
        ]
        if pinned is not None:
            keys.append(Line2D([], [], color=ROLES["pinned"], label="pinned"))
        legend(axes, keys)

    def _markers(self) -> list[str]:
        groups = range(len(self.names))
        return [MARKERS[group % len(MARKERS)] if self.log else "s" for group in groups]

    def _draw(self, axes: Axes, numbers: Numbers, colors: Sequence[str]) -> None:
        for group, (color, marker) in enumerate(zip(colors, self._markers(), strict=True)):
            mid = numbers["mid"][group]
            x = self._places(group)
            if self.log:
                shown = np.where(mid > 0, mid, np.nan)
                axes.plot(x, shown, marker=marker, color=color, markersize=4, linewidth=1.0)
                self._draw_below(axes, x[mid <= 0], color)
            else:
                axes.bar(
                    x, np.nan_to_num(mid), width=0.8 / len(self.names), color=color, edgecolor=color
                )
            if "low" in numbers:
                ends = numbers["low"][group], numbers["high"][group]
                axes.vlines(x, *ends, color=color if self.log else ROLES["ink"], linewidth=1.0)

    def _places(self, group: int) -> np.ndarray:
        """Return where along x a group stands at each place (L,)."""
        count = len(self.names)
        beside = min(0.22, 0.7 / count) if self.log else 0.8 / count
        shift = (group - (count - 1) / 2) * beside
        places: np.ndarray = np.arange(1, len(self.labels) + 1) + shift
        return places

    def _draw_caps(self, axes: Axes, mid: np.ndarray) -> None:
        """Draw where the bars of a pinned run ended, over those of now."""
        half = 0.45 / len(self.names)
        for group, values in enumerate(mid):
            x = self._places(group)
            axes.hlines(values, x - half, x + half, color=ROLES["pinned"], linewidth=2)

    def _draw_below(self, axes: Axes, x: np.ndarray, color: str) -> None:
        place = axes.get_xaxis_transform()
        axes.plot(x, np.full(len(x), 0.03), "v", color=color, markersize=5, transform=place)
