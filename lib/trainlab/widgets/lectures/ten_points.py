"""Ten points and a network with far more weights, penalized or dropped out. Lecture 11."""

from typing import Any, ClassVar

import numpy as np
import torch

from trainlab import optimizers, problems
from trainlab.problems import Problem
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.fitting import Fitting, fit_panel, loss_panel
from trainlab.widgets.lectures.models.fits import Checked
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Curves
from trainlab.widgets.panels.panel import Numbers, Panel

PENALTIES = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
#: Standard deviation of the noise on the points, whose square is the least loss to be had.
NOISE = 0.5


class Weighed(Checked):
    """Fits, with the sizes of their weights."""

    def weights(self) -> np.ndarray:
        """Return the weights (E, W), without biases."""
        trainer = self.trainer
        found: np.ndarray = trainer.params[:, trainer.net.is_weight() > 0].numpy()
        return found

    @property
    def zeros(self) -> float:
        """The share of all weights that are exactly zero."""
        return float((self.weights() == 0).mean())

    def sizes(self) -> Numbers:
        """Return the sizes of a network's weights from the largest on, the median network's."""
        sizes = -np.sort(-np.abs(self.weights()), axis=1)
        middle = np.median(sizes, axis=0)
        return {
            "x": np.arange(1, len(middle) + 1) / len(middle),
            "y": np.where(middle > 0, middle, np.nan)[None],
        }


class TenPoints(Fitting):
    """Networks on ten noisy points of a sine."""

    controls = (
        choice("l2", PENALTIES, label="L2, α", tooltip="Penalty α/2 w² on each weight; keeps them"),
        choice("l1", PENALTIES, label="L1, α", tooltip="Penalty α |w| on each weight; keeps them"),
        choice("l1_by", ("subgradient", "proximal step"), label="L1 by",
               tooltip="How the L1 penalty is put into a step; keeps the weights"),
        scale("dropout", 0.0, 0.9, default=0.0, step=0.05, label="dropout, p",
              tooltip="Probability of dropping each hidden unit; keeps the weights"),
        usual.rate(1e-4, 0.1, default=0.01, tooltip="Adam's; keeps the weights"),
        choice("points", (10, 30, 100), rebuild=True, tooltip="To learn from; starts again"),
        choice("draw", (1, 2, 3, 4), rebuild=True, tooltip="Which points; starts again"),
        usual.depth(1, 4, default=2),
        usual.width(2, 64, default=20),
        usual.population((1, 4, 16), default=4),
    )  # fmt: skip
    first = ("l2", "l1", "l1_by", "dropout", "lr", "points", "draw")
    layout = ("fit loss weights",)
    speed: ClassVar[str] = "200 steps/s"
    still_steps: ClassVar[int] = 1000
    tries = (
        Try("defaults", "No penalty. Both losses after 1000 steps?",
            "In training less than a tenth of what noise alone makes, 0.25. In validation 0.8, "
            "more than twice as much as around step 400: overfitting."),
        Try("l2=0.001", "A little L2?",
            "About half of that in validation, and no weight is zero."),
        Try("l2=0.1", "A hundred times as much?",
            "Underfitting: the training loss is above 0.25, and the fit hardly bends."),
        Try("l1=0.003", "L1 in the loss, by its subgradient. How many weights are exactly zero?",
            "None, though more than half are below a thousandth: the curve of the sizes falls "
            "deep, and goes on to the end."),
        Try("l1=0.1&l1_by=proximal+step", "L1 by proximal steps?",
            "More than four fifths are exactly zero: there the curve ends. In validation "
            "little over half of the loss without."),
        Try("dropout=0.05", "One unit in twenty is dropped?",
            "Little over half of the loss without, and a training loss four times as high."),
        Try("points=100", "No penalty, but a hundred points?",
            "A lower validation loss than any of these has on ten."),
    )  # fmt: skip
    fits = Weighed
    dtype = torch.float64
    model: Weighed

    def problem(self, s: Settings) -> Problem:
        """Return noisy points of a sine, and others to check on."""
        return problems.sine(n=s.points, noise=NOISE, n_val=200, seed=s.draw)

    def options(self, s: Settings) -> dict[str, Any]:
        """Return Adam, the penalties and dropout."""
        l1 = "l1_proximal" if s.l1_by == "proximal step" else "l1"
        penalties = {"l2": s.l2, "l1": 0.0, "l1_proximal": 0.0, l1: s.l1}
        return {"optimizer": optimizers.adam(s.lr), "dropout": s.dropout, **penalties}

    def panels(self, fits: Weighed) -> dict[str, Panel]:
        """Return the fit, both losses, and the sizes of the weights."""
        return {
            "fit": fit_panel(fits, "sin 2πx", y_domain=(-3.0, 3.0)),
            "loss": loss_panel(
                fits, log_steps=True, title="Loss, nothing dropped",
                names=["training", "validation"], dashes=[False, True],
            ).of(fits.both),
            "weights": Curves(
                title="Sizes of the weights, sorted", names=["median network"], log_y=True,
                x_domain=(0.0, 1.0), y_domain=(1e-6, 10.0), x_label="share of the weights",
                y_label="|w|", wait=10,
            ).of(fits.sizes),
        }  # fmt: skip

    def describe(self, fits: Weighed, s: Settings) -> str:
        """Return how far the networks came, on the points and beside them."""
        return (
            f"{s.population} networks of depth {s.depth} and width {s.width} on {s.points} noisy "
            f"points of a sine, L2 {s.l2:g}, L1 {s.l1:g} by {s.l1_by}, dropout {s.dropout:g}, "
            f"after {fits.steps_taken} steps at rate {s.lr:g}: median loss {fits.now()[1]:.2g} in "
            f"training, {fits.unseen_now()[1]:.1g} in validation; {fits.zeros:.0%} of the weights "
            "are exactly zero."
        )

    def status(self, fits: Weighed, s: Settings) -> list[str]:
        """Return where training stands."""
        step, loss, *lost = super().status(fits, s)
        unseen = f"validation loss {fits.unseen_now()[1]:.3g}"
        return [step, loss, unseen, f"{fits.zeros:.0%} of the weights exactly 0", *lost]
