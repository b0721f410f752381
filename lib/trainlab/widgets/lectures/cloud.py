"""A cloud of points, raw or normalized, and gradient descent on what it makes. Lecture 10."""

from typing import ClassVar

import numpy as np
import torch

from trainlab.data.normalization import NORMALIZATIONS
from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves, Paths
from trainlab.widgets.panels.panel import Numbers, Panel

#: Points of the cloud; the weights of the target on the points' own two directions, and its bias.
POINTS, TARGET, BIAS = 80, np.array([2.0, -1.0]), 1.0
#: Width over height of a panel, about: what makes both axes' units equally long.
WIDE = 1.5
#: Points along each axis of the ground, places kept of the path, and where a loss has arrived.
GRID, TAIL, ARRIVED = 61, 400, 1e-6


class Descent:
    """Gradient descent on the squared error of w1 x1 + w2 x2 + b.

    Attributes:
        x: the points as descent sees them (POINTS, 2).
        path: (w1, w2) so far, the last ``TAIL`` places.
        losses: the loss after each step.
        curvature: eigenvalues of the Hessian of (w1, w2, b), from low to high.
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, share: float) -> None:
        """Stand at weights 0."""
        self.x, self.share = x, share
        self._design = np.column_stack([x, np.ones(len(x))])
        self._hessian = 2 * self._design.T @ self._design / len(x)
        self.curvature = np.linalg.eigvalsh(self._hessian)
        self.least = np.linalg.solve(self._hessian, 2 * self._design.T @ y / len(x))
        self._at = np.zeros(3)
        self.path, self.losses = [self._at[:2]], [self._loss()]
        self.steps_taken = 0

    @property
    def condition(self) -> float:
        """The largest curvature over the smallest."""
        return float(self.curvature[-1] / self.curvature[0])

    @property
    def lr(self) -> float:
        """The learning rate: its share of 2 over the largest curvature, where descent diverges."""
        return float(self.share * 2 / self.curvature[-1])

    def step(self, count: int) -> None:
        """Take steps."""
        for _ in range(count):
            self._at = self._at - self.lr * self._hessian @ (self._at - self.least)
            self.steps_taken += 1
            self.path = [*self.path, self._at[:2]][-TAIL:]
            self.losses.append(self._loss())

    def _loss(self) -> float:
        off = self._at - self.least
        return float(off @ self._hessian @ off / 2)

    def height(self, w1: np.ndarray, w2: np.ndarray) -> np.ndarray:
        """Return the loss above its least value at weights, with the bias that suits them best."""
        centred = self.x - self.x.mean(axis=0)
        covariance = centred.T @ centred / len(centred)
        off = np.stack([w1, w2], axis=-1) - self.least[:2]
        found: np.ndarray = np.einsum("...i,ij,...j->...", off, covariance, off)
        return found

    def places(self) -> Numbers:
        """Return the path in the picture's form."""
        return {"paths": np.stack(self.path)[:, None], "colors": np.zeros(1, np.uint8)}

    def curve(self) -> Numbers:
        """Return the loss by step."""
        losses = np.array(self.losses)
        steps = np.unique(np.geomspace(1, len(losses), 200).astype(int)) - 1
        return {"x": steps.astype(float), "y": np.maximum(losses[steps], 1e-12)[None]}


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
        rng = np.random.default_rng(0)
        u = rng.standard_normal((POINTS, 2))
        u = np.linalg.solve(np.linalg.cholesky(np.cov(u.T, bias=True)), (u - u.mean(axis=0)).T).T
        mixed = u @ np.linalg.cholesky([[1, s.correlation], [s.correlation, 1]]).T
        x = s.offset + mixed * [s.ratio**0.5, s.ratio**-0.5]
        y = u @ TARGET + BIAS
        return Descent(seen(x, s.normalization), y, s.share)

    def change(self, model: Descent, s: Settings) -> None:
        """Go on from these weights."""
        model.share = s.share

    def panels(self, model: Descent) -> dict[str, Panel]:
        """Return the cloud, the way on the ground, and the loss."""
        reach = 1.25 * max(abs(model.least[:2]).max(), 0.1)
        sides = zip(model.least[:2], (WIDE * reach, reach), strict=True)
        w = [np.linspace(c - half, c + half, GRID) for c, half in sides]
        heights = model.height(*np.meshgrid(*w))
        far = max(float(abs(model.x).max()), 0.1) * 1.1
        return {
            "cloud": Curves(
                title="The cloud", names=["long axis", "short axis"], points=model.x,
                dashes=[False, True], x_label="x₁", y_label="x₂",
                x_domain=(-WIDE * far, WIDE * far), y_domain=(-far, far),
            ).of(lambda: axes_of(model.x)),
            "path": Paths(
                title="Descent on the loss", domain=[(v[0], v[-1]) for v in w], heights=heights,
                levels=np.quantile(heights, np.linspace(0.03, 0.97, 13)), names=["weights"],
                minima=model.least[None, :2], inputs=("w₁", "w₂"),
            ).of(model.places),
            "loss": Curves(
                title="Loss above its least value", names=["loss"], log_y=True, x_label="step",
                y_domain=(1e-10, 1e2), about="loss",
            ).of(model.curve),
        }  # fmt: skip

    def advance(self, model: Descent, count: int) -> str:
        """Take steps; pause where descent has run away."""
        model.step(count)
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


def axes_of(x: np.ndarray) -> Numbers:
    """Return two standard deviations of a cloud along each of its own directions, as lines."""
    middle = x.mean(axis=0)
    variance, directions = np.linalg.eigh(np.cov(x.T, bias=True))
    half = 2 * variance**0.5 * directions
    ends = [middle + sign * half[:, k] for k in (1, 0) for sign in (-1, 1)]
    across, up = np.array(ends).T
    none = np.full(2, np.nan)
    return {
        "x": across,
        "y": np.stack([np.concatenate([up[:2], none]), np.concatenate([none, up[2:]])]),
    }
