"""What a call gave back, as one figure: a training, a race, a range test, a network.

Each function takes arrays and returns a ``Picture``. Bands are the 5th to 95th percentile of the
members, lines are medians; classes differ in shape as well as in colour.
"""

import base64
from collections.abc import Sequence
from html import escape
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from trainlab.plots import style
from trainlab.plots.figure import Picture, png
from trainlab.plots.palette import CYCLE, PALETTE

Array = np.ndarray
LEVELS = (0.05, 0.5, 0.95)
#: Units of a layer that are drawn before the rest is counted.
MOST_UNITS = 12


class Training(NamedTuple):
    """The numbers of a training's picture; None where there are none.

    Attributes:
        sentence: what is shown.
        losses: (steps, E).
        val_steps, val_losses: (looks,) and (looks, E).
        fit: x (G,), outputs (E, G), data x and y (M,).
        map: both axes (G,) and (G,), the median member's output (G, G), data (M, 2) and y (M,).
        scales: (L, E) root mean square of each layer's output.
        dead: (L - 1, E) share of the units of each hidden layer that are the same at every point.
    """

    sentence: str
    losses: Array
    val_steps: Sequence[int]
    val_losses: Array
    fit: tuple[Array, Array, Array, Array] | None
    map: tuple[Array, Array, Array, Array, Array] | None
    scales: Array | None
    dead: Array | None


def html(picture: Picture) -> str:
    """Return a picture and its caption for a notebook, and close its figure."""
    image = base64.b64encode(png(picture.figure)).decode()
    plt.close(picture.figure)
    return (
        f'<figure><img alt="{escape(picture.alt)}" src="data:image/png;base64,{image}">'
        f"<figcaption>{escape(picture.caption)}</figcaption></figure>"
    )


def training(seen: Training) -> Picture:
    """Draw losses, what was learnt, the scale of each layer and its dead units."""
    panels = [_losses]
    panels += [_fit] if seen.fit else [_map] if seen.map else []
    panels += [_scales] if seen.scales is not None else []
    panels += [_dead] if seen.dead is not None and seen.dead.any() else []
    figure, axes = _row(len(panels))
    with style.use():
        for draw, place in zip(panels, axes, strict=True):
            draw(place, seen)
    return Picture(figure, seen.sentence, seen.sentence)


def race(
    sentence: str,
    names: Sequence[str],
    grid: tuple[Array, Array, Array],
    paths: Array,
    values: Array,
) -> Picture:
    """Draw median paths over a surface's contours, and how its value falls.

    Args:
        sentence: what is shown.
        names: of the O rules.
        grid: both axes (G,) and (G,), and the surface there (G, G).
        paths: (steps + 1, O, E, 2).
        values: the surface along them (steps + 1, O, E).
    """
    figure, (plane, curves) = _row(2)
    x, y, z = grid
    levels = np.quantile(z, np.linspace(0, 0.95, 14))
    plane.contour(x, y, z, levels=np.unique(levels), colors=PALETTE["mist"], linewidths=0.7)
    plane.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]), xlabel="$x_1$", ylabel="$x_2$", title="Paths")
    plane.grid(False)
    for i, name in enumerate(names):
        color, marker = CYCLE[i % len(CYCLE)], "os^Dv*P"[i % 7]
        middle = np.median(paths[:, i], axis=1)
        plane.plot(*middle.T, color=color, linewidth=1.4)
        plane.plot(*middle[-1], marker, color=color, markersize=6)
        _band(curves, np.arange(len(values)), values[:, i], color, name, marker)
    curves.set(xlabel="step", title="Value", yscale="log" if (values > 0).all() else "linear")
    curves.legend(fontsize=8)
    return Picture(figure, sentence, sentence)


def range_test(
    sentence: str, lr: Array, losses: Array, smoothed: Array, marks: dict[str, float | None]
) -> Picture:
    """Draw losses (steps, E) against the rate (steps,), and rates that are marked by name."""
    figure, (axes,) = _row(1)
    _band(axes, lr, losses, PALETTE["blue"], "loss", None)
    fine = np.isfinite(smoothed)
    axes.plot(lr[fine], smoothed[fine], color=PALETTE["ink"], linewidth=1, label="smoothed median")
    for (name, rate), line in zip(marks.items(), ("-", "--", ":", "-."), strict=False):
        if rate is not None:
            axes.axvline(
                rate, color=PALETTE["vermillion"], linestyle=line, label=f"{name} {rate:.2g}"
            )
    shown = smoothed[fine]
    if len(shown) and (shown > 0).all():
        axes.set(yscale="log", ylim=(shown.min() / 3, 3 * shown[0]))
    axes.set(xscale="log", xlabel="learning rate", title="Loss while the rate grows")
    axes.legend(fontsize=8)
    return Picture(figure, sentence, sentence)


def network(sentence: str, sizes: Sequence[int]) -> Picture:
    """Draw units and weights; of a layer of many units the first few."""
    figure, (axes,) = _row(1)
    shown = [min(size, MOST_UNITS) for size in sizes]
    heights = [np.arange(count) - (count - 1) / 2 for count in shown]
    for layer, (below, above) in enumerate(zip(heights, heights[1:], strict=False)):
        for start in below:
            for stop in above:
                axes.plot([layer, layer + 1], [start, stop], color=PALETTE["mist"], linewidth=0.6)
    for layer, (size, units) in enumerate(zip(sizes, heights, strict=True)):
        color = PALETTE["blue" if 0 < layer < len(sizes) - 1 else "grey"]
        axes.plot(np.full(len(units), layer), units, "o", color=color, markersize=9)
        said = f"{size}" if size == len(units) else f"{size}, {len(units)} drawn"
        axes.text(layer, -max(shown) / 2 - 0.6, said, ha="center", va="top", fontsize=9)
    axes.set(xlim=(-0.5, len(sizes) - 0.5), ylim=(-max(shown) / 2 - 1.5, max(shown) / 2))
    axes.set_axis_off()
    return Picture(figure, sentence, sentence)


def _row(count: int) -> tuple[Figure, Sequence[Axes]]:
    with style.use():
        figure, axes = plt.subplots(
            1, count, figsize=(3.6 * count + 0.4, 3.0), squeeze=False, layout="constrained"
        )
    return figure, list(axes[0])


def _band(axes: Axes, x: Any, values: Array, color: str, label: str, marker: str | None) -> None:
    """Draw a median and a band of values (n, E) at x (n,), without what is not finite."""
    fine = np.where(np.isfinite(values), values, np.nan)
    some = np.isfinite(fine).any(axis=1)
    if some.any():
        at = np.asarray(x)[some]
        low, middle, high = np.nanquantile(fine[some], LEVELS, axis=1)
        axes.fill_between(at, low, high, color=color, alpha=0.22, linewidth=0)
        every = max(1, len(at) // 6)
        axes.plot(
            at, middle, color=color, label=label, marker=marker, markevery=every, markersize=4
        )


def _losses(axes: Axes, seen: Training) -> None:
    _band(axes, np.arange(len(seen.losses)), seen.losses, PALETTE["blue"], "training", None)
    if len(seen.val_steps):
        color = PALETTE["vermillion"]
        _band(axes, seen.val_steps, seen.val_losses, color, "validation", "o")
    finite = seen.losses[np.isfinite(seen.losses)]
    if finite.size and (finite > 0).all():
        axes.set_yscale("log")
    axes.set(xlabel="step", title="Loss")
    axes.legend(fontsize=8)


def _fit(axes: Axes, seen: Training) -> None:
    assert seen.fit is not None
    x, outputs, data_x, data_y = seen.fit
    axes.plot(data_x, data_y, ".", color=PALETTE["silver"], markersize=4, label="data")
    _band(axes, x, outputs.T, PALETTE["blue"], "networks", None)
    room = 0.3 * (np.ptp(data_y) or 1.0)
    axes.set(xlabel="x", title="Fit", ylim=(data_y.min() - room, data_y.max() + room))
    axes.legend(fontsize=8)


def _map(axes: Axes, seen: Training) -> None:
    assert seen.map is not None
    x, y, values, points, targets = seen.map
    drawn = axes.pcolormesh(x, y, values, cmap=style.TWO_CLASS, shading="auto", rasterized=True)
    axes.figure.colorbar(drawn, ax=axes)
    middle = (targets.min() + targets.max()) / 2
    for of, marker, color in ((targets <= middle, "s", "orange"), (targets > middle, "o", "blue")):
        axes.plot(
            *points[of].T, marker, color=PALETTE[color], markersize=3.5, markeredgecolor="white",
            markeredgewidth=0.4,
        )  # fmt: skip
    axes.set(xlabel="$x_1$", ylabel="$x_2$", title="Median network")
    axes.grid(False)


def _scales(axes: Axes, seen: Training) -> None:
    assert seen.scales is not None
    layers = np.arange(1, len(seen.scales) + 1)
    _band(axes, layers, seen.scales, PALETTE["green"], "output", "o")
    if (seen.scales > 0).all():
        axes.set_yscale("log")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(xlabel="layer", title="Size of outputs")


def _dead(axes: Axes, seen: Training) -> None:
    assert seen.dead is not None
    layers = np.arange(1, len(seen.dead) + 1)
    axes.bar(layers, seen.dead.mean(axis=1), color=PALETTE["purple"])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(xlabel="hidden layer", title="Share of dead units", ylim=(0, 1))
