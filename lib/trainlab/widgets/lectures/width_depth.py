"""Networks of every width and depth, trained beside each other. Lecture 02."""

from collections.abc import Callable
from typing import ClassVar

import numpy as np
import torch

from trainlab import optimizers, problems
from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.fitting import Fits
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Bars, Curves
from trainlab.widgets.panels.panel import Numbers, Panel

WIDTHS, DEPTHS = (4, 8, 16, 32), (1, 2, 4, 8, 16)
#: A loss below that of all units drawing one S.
PLATEAU = 0.06


class Grid:
    """A population for every width and depth, all on the same data."""

    def __init__(self, made: Callable[[int, int], Trainer], problem: problems.Problem) -> None:
        """Take a first look."""
        self.cells = [[Fits(made(w, d), problem) for d in DEPTHS] for w in WIDTHS]

    @property
    def every(self) -> list[Fits]:
        """All cells, width by width."""
        return [cell for row in self.cells for cell in row]

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""
        return self.cells[0][0].steps_taken

    def step(self, count: int) -> None:
        """Take steps."""
        for cell in self.every:
            cell.step(count)

    def losses(self) -> Numbers:
        """Return by width and depth the percentiles of the loss."""
        low, mid, high = np.moveaxis(
            np.array([[cell.now() for cell in row] for row in self.cells]), -1, 0
        )
        return {"low": low, "mid": mid, "high": high}

    def slices(self, width: int) -> Numbers:
        """Return the median losses of all depths at one width, over the steps."""
        row = self.cells[WIDTHS.index(width)]
        curves = [cell.curves() for cell in row]
        return {"x": curves[0]["x"], "y": np.concatenate([curve["y"] for curve in curves])}


class WidthDepth(Live):
    """A grid of widths and depths; while it trains one sees which shapes fall behind."""

    controls = (
        scale("lr", 1e-4, 0.1, default=0.003, log=True, label="learning rate",
              tooltip="Length of Adam's steps, the same for all; keeps the weights"),
        choice("slice", WIDTHS, default=32, redraw=True,
               tooltip="The width whose depths are drawn over the steps"),
        choice("init", tuple(INITIALIZERS), default="torch_default", rebuild=True,
               label="initializer", tooltip="Distribution of the first weights; starts again"),
        choice("activation", ("tanh", "relu"), rebuild=True,
               tooltip="The function of every hidden unit; starts again"),
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
    model: Grid

    def build(self, s: Settings) -> Grid:
        """Return the grid at its start."""
        problem = problems.function(torch.sin, (-3.0, 3.0), n=100, noise=0.2)

        def made(width: int, depth: int) -> Trainer:
            net = MLP(
                [1, *[width] * depth, 1],
                activation=s.activation,
                residual=s.shortcut == "residual",
            )
            rule = optimizers.adam(s.lr)
            given = {"init": s.init, "optimizer": rule, "population": 4, "device": "cpu"}
            return Trainer(net, problem, dtype=torch.float64, **given)

        return Grid(made, problem)

    def change(self, grid: Grid, s: Settings) -> None:
        """Go on from these weights."""
        for cell in grid.every:
            cell.trainer.set(lr=s.lr)

    def panels(self, grid: Grid) -> dict[str, Panel]:
        """Return the losses of now by width and depth, and those of one width over the steps."""
        width = self.settings.slice
        return {
            "losses": Bars(
                title="Training loss of now", names=[f"width {w}" for w in WIDTHS],
                labels=[str(d) for d in DEPTHS], x_label="depth", log=True,
            ).of(grid.losses),
            "slice": Curves(
                title=f"Width {width}, by depth", names=[f"depth {d}" for d in DEPTHS],
                log_y=True, x_label="step", y_label="median training loss",
            ).of(lambda: grid.slices(width)),
        }  # fmt: skip

    def describe(self, grid: Grid, s: Settings) -> str:
        """Return losses of narrow and wide ones, and how many of the deepest have not begun."""
        mid = grid.losses()["mid"]
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
