"""One point dragged away, and what three losses make of it. Lecture 03."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves, Map
from trainlab.widgets.panels.panel import Numbers, Panel

Array = np.ndarray
#: Half the side of the picture, points of its map, and constants at which a loss is drawn.
SIDE, GRID, PLACES = 1.2, 97, np.linspace(-1.0, 1.0, 201)
#: Huber's loss is a parabola up to this size of an error, and a line beyond.
HUBER = 0.1
LOSSES = ("squared", "absolute", "Huber's")
#: A fit this far out has run away.
GONE = 1e6
#: Where the points lie; the last one is to be dragged.
X = np.array([-0.8, -0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8])
Y = np.array([-0.3, -0.14, -0.24, -0.02, -0.1, 0.06, 0.02, 0.16, 0.1])


def values(errors: Array) -> Array:
    """Return the three losses of errors (...), as (3, ...)."""
    size = np.abs(errors)
    huber = np.where(size < HUBER, errors**2 / (2 * HUBER), size - HUBER / 2)
    return np.stack([errors**2, size, huber])


class Fits:
    """A constant or a line for each loss, all descending on the same points.

    Attributes:
        x, y: the points (N,).
        places: intercept and slope of each fit, (3, 2).
    """

    def __init__(self, y: Array, line: bool) -> None:
        """Start from zero."""
        self.steps_taken, self.x, self.y, self.line = 0, X.copy(), y, line
        self.places, self.lr = np.zeros((3, 2)), 0.0

    def step(self, count: int) -> None:
        """Take steps along the slope of each mean loss."""
        for _ in range(count):
            errors = self.at(self.x) - self.y
            slopes = np.stack(
                [2 * errors[0], np.sign(errors[1]), np.clip(errors[2] / HUBER, -1, 1)]
            )
            along = np.stack([slopes.mean(axis=1), (slopes * self.x).mean(axis=1)], axis=1)
            along[:, 1] *= self.line
            self.places = np.clip(self.places - self.lr * along, -GONE, GONE)
            self.steps_taken += 1

    def at(self, x: Array) -> Array:
        """Return the three fits at x (N,), (3, N)."""
        fitted: Array = self.places[:, :1] + self.places[:, 1:] * x
        return fitted


class Outlier(Live):
    """Points that one drags, and what the mean, the median and their like do then."""

    controls = (
        choice("loss", LOSSES, redraw=True, tooltip="Whose fit is drawn bold; the others are thin"),
        scale("outlier", -1.0, 1.0, default=0.1, step=0.05, label="last point's y",
              tooltip="Height of the rightmost point, which can also be dragged; the fits stay"),
        choice("fit", ("constant", "line"), rebuild=True,
               tooltip="What is fitted: one number, or a straight line; starts again"),
        scale("lr", 0.001, 3.0, default=0.02, log=True, label="learning rate",
              tooltip="Length of a step; the fits stay"),
    )  # fmt: skip
    layout = ("points losses",)
    still_steps: ClassVar[int] = 300
    tries = (
        Try("outlier=1", "The last point goes up from 0.1 to 1. Which of the three constants "
            "follows it, and how far?",
            "The squared loss's: from -0.05 to 0.05, a ninth of the way, as the mean does. The "
            "median stays at -0.02, and so does Huber's at -0.035."),
        Try("outlier=1&fit=line", "And three straight lines?",
            "The squared loss doubles its slope, from 0.26 to 0.56. The other two go from 0.26 to "
            "about 0.33."),
        Try("lr=1.2", "A learning rate of 1.2. Which of the three runs away?",
            "The squared loss's: its curvature is 2, so that 1 is the limit. The slopes of the "
            "other two are never larger than 1; they leap to and fro."),
    )  # fmt: skip
    model: Fits

    def build(self, s: Settings) -> Fits:
        """Return fits that start from zero."""
        fits = Fits(Y.copy(), s.fit == "line")
        self.change(fits, s)
        return fits

    def change(self, fits: Fits, s: Settings) -> None:
        """Move the last point, or make steps longer; the fits stay."""
        fits.lr, fits.y[-1] = s.lr, s.outlier

    def moved(self, fits: Fits, panel: str, message: Mapping[str, Any]) -> None:
        """Follow a point that is dragged."""
        if message["kind"] != "drag":
            return
        at, y = int(message["handle"]), float(np.clip(message["y"], -1, 1))
        fits.x[at], fits.y[at] = message["x"], y
        if at == len(Y) - 1:
            self.set(outlier=y)
        self.redraw()

    def panels(self, fits: Fits) -> dict[str, Panel]:
        """Return the points with the fits, and the three mean losses of a constant."""
        shown = LOSSES.index(self.settings.loss)
        points = np.stack([fits.x, fits.y], axis=1)
        return {
            "points": Map(
                title="Drag a point", domain=[(-SIDE, SIDE)] * 2, inputs=("x", "y"),
                points=points, labels=np.ones(len(points), np.uint8), editable=True,
                words=("below the fit", "above"), quantity="y - fit", limits=(-SIDE, SIDE),
                others="other losses",
            ).of(lambda: _shade(fits, shown)),
            "losses": Curves(
                title="Mean loss of a constant", names=LOSSES, x_label="constant c",
                x_domain=(-1.0, 1.0), y_domain=(0.0, 1.2),
            ).of(lambda: _losses(fits)),
        }  # fmt: skip

    def advance(self, fits: Fits, count: int) -> str:
        """Take steps; pause where a fit has run away."""
        fits.step(count)
        if np.abs(fits.places).max() < GONE:
            return ""
        return "A fit has run away; lower the learning rate and reset."

    def describe(self, fits: Fits, s: Settings) -> str:
        """Return where the fits stand beside mean and median."""
        return (
            f"Nine points, mean {fits.y.mean():.3f} and median {np.median(fits.y):.3f}, after "
            f"{fits.steps_taken} steps: {'; '.join(self.status(fits, s)[1:])}."
        )

    def status(self, fits: Fits, s: Settings) -> list[str]:
        """Return where the fits stand."""
        told = [
            f"{name}: {a:.3f}" + f" {'+' if b >= 0 else '-'} {abs(b):.3f} x" * fits.line
            for name, (a, b) in zip(LOSSES, fits.places, strict=True)
        ]
        return [f"step {fits.steps_taken}", *told]


def _shade(fits: Fits, shown: int) -> Numbers:
    """Return maps of y less a fit, whose boundaries are the fits: one bold, the others thin."""
    places = np.linspace(-SIDE, SIDE, GRID)
    over = np.clip((places[:, None] - fits.at(places)[:, None, :]) / SIDE, -1, 1)
    maps = np.rint(127.5 * (1 + over)).astype(np.uint8)
    return {"map": maps[shown], "others": np.delete(maps, shown, axis=0)}


def _losses(fits: Fits) -> Numbers:
    """Return each loss's mean over the points, of every constant."""
    return {"x": PLACES, "y": values(PLACES[:, None] - fits.y).mean(axis=-1)}
