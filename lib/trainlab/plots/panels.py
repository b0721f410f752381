"""The playground's panels: each puts arrays into a few artists of one axes of a LivePicture.

A panel's ``update`` takes the numbers of one frame and redraws its axes. Bands are the 10th to 90th
percentile of the population, lines are medians.
"""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from trainlab.plots.live import LivePicture
from trainlab.plots.palette import PALETTE
from trainlab.plots.style import TWO_CLASS

Array = np.ndarray
BAND = (0.1, 0.5, 0.9)


def _band(color: str) -> Polygon:
    return Polygon(np.zeros((1, 2)), closed=True, facecolor=color, alpha=0.22, edgecolor="none")


def _set_band(band: Polygon, x: Array, low: Array, high: Array) -> None:
    across = np.concatenate([x, x[::-1]])
    band.set_xy(np.column_stack([across, np.concatenate([high, low[::-1]])]))


def _calm_limits(now: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    """Return limits at whole decades around positive numbers.

    They stay as they are until something lies outside, or two decades at an end are empty: drawing
    axes anew is slow, and numbers near a decade would make it happen at every frame.
    """
    if not (math.isfinite(low) and math.isfinite(high) and low > 0):
        return now
    bottom = 10.0 ** math.floor(math.log10(low))
    top = max(10.0 ** math.ceil(math.log10(high) + 1e-9), 10 * bottom)
    stays = now[0] <= bottom <= 100 * now[0] and now[1] / 100 <= top <= now[1]
    return now if stays else (bottom, top)


class _Pixels(Artist):
    """An RGBA image (H, W, 4), first row lowest, drawn pixel for pixel: no resampling."""

    def __init__(self, left: int, bottom: int) -> None:
        super().__init__()
        self.left, self.bottom = left, bottom
        self.rgba: Array | None = None

    def draw(self, renderer: RendererBase) -> None:
        """Copy the image to its place."""
        if self.rgba is not None:
            renderer.draw_image(renderer.new_gc(), self.left, self.bottom, self.rgba)


class DecisionMap:
    """The probability of class 1 over the plane, with the points, and a pinned boundary in grey."""

    def __init__(
        self,
        picture: LivePicture,
        name: str,
        domain: Sequence[tuple[float, float]],
        points: Array,
        labels: Array,
    ) -> None:
        """Draw the frame and the points (N, 2) with labels (N,) of 0 and 1."""
        self.picture, self.name = picture, name
        axes = picture.axes[name]
        axes.set(xlim=domain[0], ylim=domain[1], xlabel="$x_1$", ylabel="$x_2$")
        axes.set_title("Probability of blue", loc="left", fontsize=9)
        axes.grid(False)
        axes.xaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_locator(MaxNLocator(5))
        left, bottom, width, height = (round(v) for v in axes.bbox.bounds)
        self.shape = (height, width)
        self.image = _Pixels(left, bottom)
        # One 32-bit word per colour: looking up a word is faster than looking up four bytes.
        self._table = (TWO_CLASS(np.linspace(0, 1, 256)) * 255).astype(np.uint8).view(np.uint32)
        pixels = axes.transData.transform(points) - (left, bottom)
        self._marked, self._ink, self._share = _stamped(pixels, labels > 0.5, self.shape)
        self._pinned: Array | None = None
        picture.animate(name, [self.image])

    def update(self, probability: Array) -> None:
        """Show probabilities (G, G), rows from low to high x2."""
        fine = _enlarged(probability, self.shape)
        words = self._table[(fine * 255).astype(np.uint8), 0]
        rgba = words.view(np.uint8).reshape(*self.shape, 4)
        if self._pinned is not None:
            rgba[self._pinned, :3] = (75, 85, 99)
        below = rgba[self._marked, :3]
        rgba[self._marked, :3] = below * (1 - self._share) + self._ink * self._share
        self.image.rgba = rgba
        self.picture.refresh(self.name)

    def pin(self, probability: Array | None) -> None:
        """Keep the boundary of these probabilities (G, G) as a grey line; None forgets it."""
        self._pinned = None
        if probability is not None:
            side = _enlarged(probability, self.shape) > 0.5
            edge = np.zeros(self.shape, dtype=bool)
            edge[1:] |= side[1:] != side[:-1]
            edge[:, 1:] |= side[:, 1:] != side[:, :-1]
            self._pinned = edge


def _stamped(
    centers: Array, is_blue: Array, shape: tuple[int, int], radius: float = 2.6, ring: float = 1.1
) -> tuple[Array, Array, Array]:
    """Return discs with a white ring about centers (N, 2) in pixels: a mask (H, W), their
    colours (M, 3) and opacities (M, 1), ready to lay over an image.
    """
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    color = np.full((*shape, 3), 255.0)
    share = np.zeros(shape)
    inks = {
        kind: 255 * np.array(to_rgb(PALETTE[name]))
        for kind, name in ((True, "blue"), (False, "orange"))
    }
    reach = math.ceil(radius + ring) + 1
    for (x, y), kind in zip(centers, is_blue, strict=True):
        near = (
            slice(max(0, int(y) - reach), max(0, int(y) + reach + 1)),
            slice(max(0, int(x) - reach), max(0, int(x) + reach + 1)),
        )
        distance = np.hypot(rows[near] + 0.5 - y, columns[near] + 0.5 - x)
        disc = np.clip(radius + 0.5 - distance, 0, 1)
        share[near] = np.maximum(share[near], np.clip(radius + ring + 0.5 - distance, 0, 1))
        color[near] += disc[..., None] * (inks[bool(kind)] - color[near])
    marked = share > 0
    return marked, color[marked], share[marked][:, None]


def _enlarged(values: Array, shape: tuple[int, int]) -> Array:
    """Return values (G, G) interpolated bilinearly to a larger shape, clipped to [0, 1].

    Elementwise, because a matrix product this small would wake up all of NumPy's threads.
    """
    for axis, size in enumerate(shape):
        positions = np.linspace(0, values.shape[axis] - 1, size, dtype=np.float32)
        below = np.minimum(positions.astype(int), values.shape[axis] - 2)
        share = np.expand_dims(positions - below, 1 - axis)
        low, high = values.take(below, axis), values.take(below + 1, axis)
        values = low + share * (high - low)
    clipped: Array = np.clip(values, 0.0, 1.0)
    return clipped


class Fit:
    """A function of one variable: data, one member's curve, and the population around it."""

    def __init__(
        self, picture: LivePicture, name: str, domain: tuple[float, float], x: Array, y: Array
    ) -> None:
        """Draw the data x, y (N,)."""
        self.picture, self.name = picture, name
        axes = picture.axes[name]
        margin = 0.15 * (y.max() - y.min() or 1.0)
        axes.set(xlim=domain, ylim=(y.min() - margin, y.max() + margin), xlabel="x", ylabel="y")
        axes.set_title("Fit", loc="left", fontsize=9)
        axes.plot(x, y, ".", color=PALETTE["mist"], markersize=5, zorder=1)
        self.band = _band(PALETTE["blue"])
        axes.add_patch(self.band)
        self.member = Line2D([], [], color=PALETTE["blue"], linewidth=2)
        self.pinned = Line2D([], [], color=PALETTE["grey"], linewidth=1.5, linestyle="--")
        for line in (self.pinned, self.member):
            axes.add_line(line)
        picture.animate(name, [self.band, self.pinned, self.member])

    def update(self, x: Array, member: Array, low: Array, high: Array) -> None:
        """Show one member's curve (G,) and the population's band at x (G,)."""
        _set_band(self.band, x, low, high)
        self.member.set_data(x, member)
        self.picture.refresh(self.name)

    def pin(self, x: Array, member: Array) -> None:
        """Keep a curve as a grey dashed line; empty arrays forget it."""
        self.pinned.set_data(x, member)


class LossCurves:
    """Training and validation loss against the step, on a log axis, with a pinned run in grey."""

    def __init__(self, picture: LivePicture, name: str) -> None:
        """Draw the empty axes."""
        self.picture, self.name = picture, name
        axes = picture.axes[name]
        axes.set(xlim=(0, 100), ylim=(1e-2, 10), yscale="log", xlabel="step")
        axes.set_title("Loss", loc="left", fontsize=9)
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        for place, text, color in (
            (0.60, "validation", "vermillion"),
            (1.0, "training", "blue"),
        ):
            axes.text(
                place,
                1.03,
                text,
                color=PALETTE[color],
                fontsize=8,
                ha="right",
                transform=axes.transAxes,
            )
        colors = (PALETTE["vermillion"], PALETTE["blue"])
        self.bands = [_band(color) for color in colors]
        self.lines = [Line2D([], [], color=color, linewidth=1.6) for color in colors]
        self.pinned = [Line2D([], [], color=PALETTE["mist"], linewidth=1.4) for _ in colors]
        self.pinned[0].set_linestyle("--")
        for band in self.bands:
            axes.add_patch(band)
        for line in (*self.pinned, *self.lines):
            axes.add_line(line)
        picture.animate(name, [*self.pinned, *self.bands, *self.lines])

    def update(self, steps: Array, validation: Array, training: Array) -> None:
        """Show losses (3, looks), the percentiles of ``BAND``, at these steps (looks,)."""
        for band, line, values in zip(self.bands, self.lines, (validation, training), strict=True):
            _set_band(band, steps, values[0], values[2])
            line.set_data(steps, values[1])
        self._fit_limits()
        self.picture.refresh(self.name)

    def pin(self, steps: Array, validation: Array, training: Array) -> None:
        """Keep the medians (looks,) of a run in grey; empty arrays forget it."""
        for line, values in zip(self.pinned, (validation, training), strict=True):
            line.set_data(steps, values)

    def _fit_limits(self) -> None:
        axes = self.picture.axes[self.name]
        xs = [np.asarray(line.get_xdata(), dtype=float) for line in (*self.lines, *self.pinned)]
        last = max((x.max() for x in xs if x.size), default=0.0)
        right = 100 * 2.0 ** max(0, math.ceil(math.log2(max(last, 1) / 100)))
        shown = np.concatenate(
            [np.asarray(line.get_ydata(), dtype=float) for line in (*self.lines, *self.pinned)]
            + [np.asarray(band.get_xy())[:, 1] for band in self.bands]
        )
        shown = shown[np.isfinite(shown) & (shown > 0)]
        limits = axes.get_ylim()
        if len(shown):
            limits = _calm_limits(limits, max(float(shown.min()), 1e-12), float(shown.max()))
        if axes.get_xlim()[1] != right or axes.get_ylim() != limits:
            axes.set(xlim=(0, right), ylim=limits)
            self.picture.invalidate(self.name)


class LayerScales:
    """Root mean square of activations, gradients and relative updates, layer by layer."""

    NAMES = (("activation", "blue"), ("gradient", "vermillion"), ("update / weight", "green"))

    def __init__(self, picture: LivePicture, name: str, layers: int) -> None:
        """Draw the empty axes for this many layers."""
        self.picture, self.name = picture, name
        axes = picture.axes[name]
        axes.set(xlim=(0.7, layers + 0.3), ylim=(1e-4, 10), yscale="log", xlabel="layer")
        axes.set_title("Scale per layer", loc="left", fontsize=9)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=min(layers, 11)))
        axes.yaxis.set_major_locator(LogLocator(numticks=5))
        axes.yaxis.set_minor_formatter(NullFormatter())
        for place, (text, color) in zip((0.56, 0.73, 1.0), self.NAMES, strict=True):
            axes.text(
                place,
                1.04,
                text,
                color=PALETTE[color],
                fontsize=8,
                ha="right",
                transform=axes.transAxes,
            )
        self.bands = [_band(PALETTE[color]) for _, color in self.NAMES]
        self.lines = [
            Line2D([], [], color=PALETTE[color], linewidth=1.4, marker=marker, markersize=3.5)
            for (_, color), marker in zip(self.NAMES, "os^", strict=True)
        ]
        for band in self.bands:
            axes.add_patch(band)
        for line in self.lines:
            axes.add_line(line)
        picture.animate(name, [*self.bands, *self.lines])

    def update(self, *scales: Array) -> None:
        """Show activation, gradient and update ratio, each the percentiles of ``BAND`` (3, L)."""
        lowest, highest = math.inf, 0.0
        for band, line, values in zip(self.bands, self.lines, scales, strict=True):
            layers = np.arange(1, values.shape[1] + 1)
            shown = np.maximum(values, 1e-12)
            _set_band(band, layers, shown[0], shown[2])
            line.set_data(layers, shown[1])
            lowest, highest = min(lowest, shown.min()), max(highest, shown.max())
        axes = self.picture.axes[self.name]
        limits = _calm_limits(axes.get_ylim(), lowest / 1.3, 1.3 * highest)
        if limits != axes.get_ylim():
            axes.set_ylim(limits)
            self.picture.invalidate(self.name)
        self.picture.refresh(self.name)


class DeadUnits:
    """The share of dead units in each hidden layer, the mean over the population."""

    def __init__(self, picture: LivePicture, name: str, layers: int) -> None:
        """Draw the empty axes for this many hidden layers."""
        self.picture, self.name = picture, name
        axes = picture.axes[name]
        axes.set(xlim=(0.4, layers + 0.6), ylim=(0, 1), xlabel="hidden layer")
        axes.set_title("Dead units", loc="left", fontsize=9)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=min(layers, 11)))
        axes.set_yticks([0, 0.5, 1], ["0", "50 %", "100 %"])
        self.bars = [
            Rectangle((layer - 0.35, 0), 0.7, 0, facecolor=PALETTE["purple"])
            for layer in range(1, layers + 1)
        ]
        for bar in self.bars:
            axes.add_patch(bar)
        picture.animate(name, self.bars)

    def update(self, share: Array) -> None:
        """Show the shares (L - 1,), from 0 to 1."""
        for bar, value in zip(self.bars, share, strict=True):
            bar.set_height(float(value))
        self.picture.refresh(self.name)
