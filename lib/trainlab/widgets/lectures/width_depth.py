"""Networks of every width and depth, trained beside each other. Lecture 02."""

from typing import Any, ClassVar

import numpy as np
import torch

from trainlab import optimizers, problems
from trainlab.nn.networks import MLP, LayeredNetwork
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Contest
from trainlab.widgets.lectures.models.beside import Beside
from trainlab.widgets.lectures.models.fits import Fits
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Bars, Curves
from trainlab.widgets.panels.panel import Numbers, Panel

WIDTHS, DEPTHS = (4, 8, 16, 32), (1, 2, 4, 8, 16)
#: A loss below that of all units drawing one S.
PLATEAU = 0.06


class Grid(Beside[Fits]):
    """A population for every width and depth, all on the same data, width by width."""

    def percentiles(self) -> Numbers:
        """Return by width and depth the percentiles of the loss."""
        found = np.array([cell.now() for cell in self.fits]).reshape(len(WIDTHS), len(DEPTHS), 3)
        return dict(zip(("low", "mid", "high"), np.moveaxis(found, -1, 0), strict=True))

    def slices(self, width: int) -> Numbers:
        """Return the median losses of all depths at one width, over the steps."""
        first = WIDTHS.index(width) * len(DEPTHS)
        return Beside(self.fits[first : first + len(DEPTHS)]).losses()


class WidthDepth(Contest):
    """A grid of widths and depths; while it trains one sees which shapes fall behind."""

    controls = (
        usual.rate(1e-4, 0.1, default=0.003,
                   tooltip="Length of Adam's steps, the same for all; keeps the weights"),
        choice("slice", WIDTHS, default=32, redraw=True,
               tooltip="The width whose depths are drawn over the steps"),
        usual.init("torch_default"),
        usual.activation(("tanh", "relu")),
        choice("shortcut", ("none", "residual"), rebuild=True,
               tooltip="Whether a layer's input is added to its output; starts again"),
    )  # fmt: skip
    first = ("lr", "slice", "init", "shortcut")
    layout = ("losses slice",)
    speed: ClassVar[str] = "20 steps/s"
    tries = (
        Try("defaults", "Play 200 steps. Which shapes come near the noise, 0.04, and which has "
            "not begun?",
            "Widths of 16 and 32 do at depths 2 to 8. At depth 16 all stand on a plateau of "
            "0.08 or above: all their units together draw one S, which one unit could."),
        Try("init=glorot_normal", "Glorot's first weights are three times as large in variance as "
            "PyTorch's. Does depth 16 still stand?",
            "No: after 300 steps it has arrived like the others. The plateau came from the start, "
            "not from the depth."),
        Try("shortcut=residual", "PyTorch's start again, with a shortcut around each layer?",
            "Depth 16 is the fastest of all."),
        Try("lr=0.03", "Ten times the learning rate. Whom does it help, and whom does it hurt?",
            "It helps the shallow ones, and takes depth 16 out: above 0.1 for as long as you wait. "
            "A comparison at one rate compares rates too."),
    )  # fmt: skip
    beside = Grid
    population = 4
    dtype = torch.float64
    model: Grid

    def problem(self, s: Settings) -> Problem:
        """Return a noisy sine."""
        return problems.function(torch.sin, (-3.0, 3.0), n=100, noise=0.2)

    def rivals(self, s: Settings) -> list[tuple[LayeredNetwork, dict[str, Any]]]:
        """Return a network of every width and depth, under one rule."""
        rule, residual = optimizers.adam(s.lr), s.shortcut == "residual"
        shapes = ([1, *[width] * depth, 1] for width in WIDTHS for depth in DEPTHS)
        return [(MLP(sizes, s.activation, residual), {"optimizer": rule}) for sizes in shapes]

    def panels(self, grid: Grid) -> dict[str, Panel]:
        """Return the losses of now by width and depth, and those of one width over the steps."""
        width = self.settings.slice
        return {
            "losses": Bars(
                title="Training loss now", names=[f"width {w}" for w in WIDTHS],
                labels=[str(d) for d in DEPTHS], x_label="depth", log=True,
            ).of(grid.percentiles),
            "slice": Curves(
                title=f"Width {width}, by depth", names=[f"depth {d}" for d in DEPTHS],
                log_y=True, x_label="step", y_label="median training loss",
            ).of(lambda: grid.slices(width)),
        }  # fmt: skip

    def describe(self, grid: Grid, s: Settings) -> str:
        """Return losses of narrow and wide ones, and how many of the deepest have not begun."""
        mid = grid.percentiles()["mid"]
        shapes = ", ".join(
            f"{mid[w, d]:.2g} at width {WIDTHS[w]} and depth {DEPTHS[d]}"
            for w in (0, -1)
            for d in (0, 2)
        )
        late = int((mid[:, -1] > PLATEAU).sum())
        return (
            f"Median training loss after {grid.steps_taken} steps at rate {s.lr:g}: {shapes}; "
            f"at depth {DEPTHS[-1]} it is above {PLATEAU:g} for {late} of {len(WIDTHS)} widths."
        )
