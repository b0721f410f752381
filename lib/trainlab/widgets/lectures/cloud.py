"""A cloud of points, raw or normalized, and gradient descent on what it makes. Lecture 10."""

from typing import ClassVar

import numpy as np
import torch

from trainlab.data.normalization import NORMALIZATIONS
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures.clouds import WIDE, cloud_panel
from trainlab.widgets.lectures.models.clouds import axes_of, round_cloud
from trainlab.widgets.lectures.models.least_squares import Descent
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves, Paths
from trainlab.widgets.panels.panel import Panel
from trainlab.widgets.panels.paths import ways

#: Points of the cloud; the weights of the target on the points' own two directions, and its bias.
POINTS, TARGET, BIAS = 80, np.array([2.0, -1.0]), 1.0


class Cloud(Live):
    """Points that one normalizes, and the way down on the loss that they make."""

    controls = (
        choice("normalization", ("raw", "centred", *NORMALIZATIONS), rebuild=True,
               tooltip="What descent sees of the cloud; starts again"),
        scale("share", 0.01, 1.1, default=0.5, step=0.01, label="learning rate",
              tooltip="As a share of the rate at which descent diverges; keeps the weights"),
        scale("offset", 0.0, 10.0, default=3.0, step=0.5, rebuild=True,
              tooltip="How far the cloud is from 0, in both directions; starts again"),
        scale("ratio", 0.1, 10.0, default=3.0, log=True, rebuild=True,
              tooltip="Spread of x1 over that of x2; starts again"),
        scale("correlation", -0.95, 0.95, default=0.8, step=0.05, rebuild=True,
              tooltip="Of x1 and x2; starts again"),
    )  # fmt: skip
    layout = ("cloud path loss",)
    speed: ClassVar[str] = "5 steps/s"
    still_steps: ClassVar[int] = 100
    tries = (
        Try("defaults", "The raw cloud, at half of the rate at which descent diverges. How far "
            "does it come in 100 steps?",
            "Not to the cross: more than a twentieth of the loss is left. The steepest direction "
            "is over a thousand times as steep as the flattest."),
        Try("normalization=centred", "Only the mean is taken away. What changes?",
            "The bias no longer has to follow the weights: 100 steps leave less than a thousandth. "
            "The valley is as elongated as the cloud, and lies across it."),
        Try("normalization=z_score", "Every coordinate has standard deviation 1. Is the ground "
            "round now?",
            "No: its axes are the diagonals, because x1 and x2 are correlated. The curvatures are "
            "1 + 0.8 and 1 - 0.8, times two: a ratio of nine."),
        Try("normalization=zca_whitening", "Whitened. How many steps?",
            "One: the ground is round, and half of the diverging rate is 1 over the curvature."),
        Try("normalization=min_max", "From 0 to 1, as pixels often are. Better than the z-score?",
            "Much worse, a tenth of the loss is left: all points lie on one side of 0, so that "
            "the bias has to follow again."),
        Try("normalization=z_score&share=1.02", "Just above the rate at which it diverges?",
            "It leaps along the steep diagonal, farther each time."),
    )  # fmt: skip
    model: Descent

    def build(self, s: Settings) -> Descent:
        """Return descent before its first step."""
        u = round_cloud(POINTS)
        mixed = u @ np.linalg.cholesky([[1, s.correlation], [s.correlation, 1]]).T
        x = s.offset + mixed * [s.ratio**0.5, s.ratio**-0.5]
        return Descent(seen(x, s.normalization), u @ TARGET + BIAS, s.share)

    def change(self, model: Descent, s: Settings) -> None:
        """Go on from these weights."""
        model.share = s.share

    def panels(self, model: Descent) -> dict[str, Panel]:
        """Return the cloud, the way on the ground, and the loss."""
        reach = 1.25 * max(abs(model.least[:2]).max(), 0.1)
        sides = zip(model.least[:2], (WIDE * reach, reach), strict=True)
        far = max(float(abs(model.x).max()), 0.1) * 1.1
        return {
            "cloud": cloud_panel(model.x, far).of(lambda: axes_of(model.x)),
            "path": Paths.over(
                model.height, [(c - half, c + half) for c, half in sides],
                title="Descent on the loss", names=["weights"], minima=model.least[None, :2],
                inputs=("w₁", "w₂"),
            ).of(lambda: ways(np.stack(model.path))),
            "loss": Curves(
                title="Loss above its least value", names=["loss"], log_y=True, x_label="step",
                y_domain=(1e-10, 1e2), about="loss",
            ).of(model.curve),
        }  # fmt: skip

    def trouble(self, model: Descent) -> str:
        """Return a sentence where descent has run away."""
        if model.losses[-1] < 1e12 * model.losses[0]:
            return ""
        return "Descent has run away; lower the learning rate and reset."

    def describe(self, model: Descent, s: Settings) -> str:
        """Return how steep the ground is, and how far descent came."""
        return (
            f"{POINTS} points, {s.normalization}, and gradient descent at rate {model.lr:.3g}, "
            f"{s.share:g} of the diverging one, after {model.steps_taken} steps: the steepest "
            f"direction is {model.condition:.3g} times as steep as the flattest; of the loss "
            f"above its least value {model.losses[-1] / model.losses[0]:.2g} is left."
        )

    def status(self, model: Descent, s: Settings) -> list[str]:
        """Return where descent stands."""
        return [
            f"step {model.steps_taken}", f"condition number {model.condition:.3g}",
            f"{model.losses[-1] / model.losses[0]:.2g} of the loss is left",
        ]  # fmt: skip


def seen(x: np.ndarray, kind: str) -> np.ndarray:
    """Return what descent sees of points (N, 2)."""
    if kind == "raw":
        return x
    points = torch.from_numpy(x)
    centred = points - points.mean(dim=0)
    fitted = centred if kind == "centred" else NORMALIZATIONS[kind](points).transform(points)
    found: np.ndarray = fitted.numpy()
    return found
