"""One point dragged away, and what three losses make of it. Lecture 03."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.models.three_losses import LOSSES, Fits, Y
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves, Map
from trainlab.widgets.panels.map import sides
from trainlab.widgets.panels.panel import Numbers, Panel

#: Half the side of the picture, and the places of its map.
SIDE, PLACES = 1.2, np.linspace(-1.2, 1.2, 97)


class Outlier(Live):
    """Points that one drags, and what the mean, the median and their like do then."""

    controls = (
        choice("loss", LOSSES, redraw=True, tooltip="Whose fit is drawn bold; the others are thin"),
        scale("outlier", -1.0, 1.0, default=0.1, step=0.05, label="last point's y",
              tooltip="Height of the rightmost point, which can also be dragged; the fits stay"),
        choice("fit", ("constant", "line"), rebuild=True,
               tooltip="What is fitted: one number, or a straight line; starts again"),
        usual.rate(0.001, 3.0, default=0.02, tooltip="Length of a step; the fits stay"),
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
            "points": Map.around(
                "fit", points, SIDE, title="Drag a point", domain=[(-SIDE, SIDE)] * 2,
                inputs=("x", "y"), others="other losses",
            ).of(lambda: _shade(fits, shown)),
            "losses": Curves(
                title="Mean loss of a constant", names=LOSSES, x_label="constant c",
                x_domain=(-1.0, 1.0), y_domain=(0.0, 1.2),
            ).of(fits.losses),
        }  # fmt: skip

    def trouble(self, fits: Fits) -> str:
        """Return a sentence where a fit has run away."""
        return "A fit has run away; lower the learning rate and reset." * fits.gone

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
    maps = sides(fits.at(PLACES), PLACES)
    return {"map": maps[shown], "others": np.delete(maps, shown, axis=0)}
