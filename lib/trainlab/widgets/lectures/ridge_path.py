"""What an L2 penalty, or an early stop, keeps of the weights in each direction. Lecture 11."""

from typing import ClassVar

import numpy as np

from trainlab.widgets.controls import Settings, scale
from trainlab.widgets.lectures.cloud import GRID, WIDE, axes_of
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Bars, Curves, Paths
from trainlab.widgets.panels.panel import Numbers, Panel

#: Points of the cloud, the variance along its long axis, the axes' angle, and the weights of least
#: squares along the long and the short axis.
POINTS, LONG, TILT, TARGET = 60, 2.0, np.pi / 6, np.array([1.0, 1.0])
#: Places of the path of solutions, and places kept of descent.
PLACES = 200
#: A weight this large has run away.
FAR = 1e6


class Shrinking:
    """Gradient descent on the mean squared error of w x with the penalty α/2 |w|².

    Everything is known along the cloud's own axes, the long one first.

    Attributes:
        variances: (2,) of the cloud.
        directions: (2, 2), the axes as columns.
        x: the points (POINTS, 2).
        path: descent's last ``PLACES`` places, along the axes.
    """

    def __init__(self, variances: np.ndarray, alpha: float, lr: float) -> None:
        """Stand at weights 0."""
        self.variances, self.alpha, self.lr = variances, alpha, lr
        self.directions = np.array([[np.cos(TILT), -np.sin(TILT)], [np.sin(TILT), np.cos(TILT)]])
        rng = np.random.default_rng(0)
        u = rng.standard_normal((POINTS, 2))
        u = np.linalg.solve(np.linalg.cholesky(np.cov(u.T, bias=True)), (u - u.mean(axis=0)).T).T
        self.x = u * variances**0.5 @ self.directions.T
        self.path = [np.zeros(2)]
        self.steps_taken = 0

    def ridge(self, alpha: np.ndarray | float) -> np.ndarray:
        """Return the solutions (..., 2) along the axes for penalties (...)."""
        half = np.asarray(alpha)[..., None] / 2
        found: np.ndarray = self.variances / (self.variances + half) * TARGET
        return found

    def step(self, count: int) -> None:
        """Take steps, unless descent has run away."""
        for _ in range(0 if self.gone else count):
            at = self.path[-1]
            gradient = 2 * self.variances * (at - TARGET) + self.alpha * at
            self.path = [*self.path, at - self.lr * gradient][-PLACES:]
            self.steps_taken += 1
            if self.gone:
                break

    @property
    def gone(self) -> bool:
        """Whether descent has run away."""
        return bool(np.abs(self.path[-1]).max() > FAR)

    def height(self, w1: np.ndarray, w2: np.ndarray) -> np.ndarray:
        """Return the loss with its penalty at weights, up to a constant."""
        w = np.stack([w1, w2], axis=-1) @ self.directions
        found: np.ndarray = (w - TARGET) ** 2 @ self.variances + self.alpha / 2 * (w**2).sum(
            axis=-1
        )
        return found

    def places(self) -> Numbers:
        """Return the solutions from a penalty without end down to this one, and descent's path."""
        alphas = self.alpha + np.geomspace(1e4, 1e-4, PLACES)
        alphas[-1] = self.alpha
        descent = np.array([self.path[0]] * (PLACES - len(self.path)) + self.path)
        both = np.stack([self.ridge(alphas), descent], axis=1) @ self.directions.T
        return {"paths": both, "colors": np.arange(2, dtype=np.uint8)}

    def kept(self) -> Numbers:
        """Return what is left of the weights of least squares, by ridge and by descent."""
        return {"mid": np.stack([self.ridge(self.alpha), self.path[-1]]) / TARGET}


class RidgePath(Live):
    """A cloud of points, the weights that suit it under a penalty, and descent on its way there."""

    controls = (
        scale("alpha", 0.0, 10.0, default=0.4, step=0.1, redraw=True, label="penalty α",
              tooltip="Penalty α/2 |w|²; keeps the weights"),
        scale("lr", 0.001, 0.6, default=0.05, step=0.001, label="learning rate",
              tooltip="Length of a step; keeps the weights"),
        scale("ratio", 1.0, 100.0, default=10.0, log=True, rebuild=True,
              tooltip="Variance along the long axis over that along the short; starts again"),
    )  # fmt: skip
    layout = ("cloud path kept",)
    speed: ClassVar[str] = "10 steps/s"
    still_steps: ClassVar[int] = 100
    tries = (
        Try("defaults", "Variances 2 and 0.2 along the axes, α = 0.4: what is kept of the weight "
            "in each direction? λ/(λ + α/2).",
            "2/2.2 = 91% along the long axis, 0.2/0.4 = 50% along the short one. Descent goes "
            "there."),
        Try("ratio=1", "A round cloud, and the same penalty?",
            "Both directions keep 91%: the path is straight. Ridge tells directions apart by "
            "nothing but their variance."),
        Try("alpha=10", "A penalty of 10?",
            "29% and 4%: the weights go to 0, and never arrive there."),
        Try("alpha=0", "No penalty. Take 34 steps, and stop. What is kept?",
            "Half along the short axis, all along the long one: an early stop looks like a "
            "penalty, and tells the directions apart more sharply."),
        Try("lr=0.47", "A rate of 0.47: does descent arrive? And with α = 0?",
            "It runs away. A penalty adds α to every curvature, so the steepest is 4.4 and the "
            "largest rate 2/4.4 = 0.45. Without it 0.47 is below 2/4."),
    )  # fmt: skip
    model: Shrinking

    def build(self, s: Settings) -> Shrinking:
        """Return descent before its first step."""
        return Shrinking(np.array([LONG, LONG / s.ratio]), s.alpha, s.lr)

    def change(self, model: Shrinking, s: Settings) -> None:
        """Go on from these weights."""
        model.alpha, model.lr = s.alpha, s.lr

    def panels(self, model: Shrinking) -> dict[str, Panel]:
        """Return the cloud, the ways on the ground, and what is kept."""
        sides = [np.linspace(-0.5 * wide, 1.6 * wide, GRID) for wide in (WIDE, 1.0)]
        heights = model.height(*np.meshgrid(*sides))
        least = np.stack([model.ridge(model.alpha), TARGET]) @ model.directions.T
        far = float(abs(model.x).max()) * 1.1
        return {
            "cloud": Curves(
                title="The cloud", names=["long axis", "short axis"], points=model.x,
                dashes=[False, True], x_label="x₁", y_label="x₂", x_domain=(-far, far),
                y_domain=(-far / WIDE, far / WIDE),
            ).of(lambda: axes_of(model.x)),
            "path": Paths(
                title="Weights, on loss and penalty", domain=[(v[0], v[-1]) for v in sides],
                heights=heights, levels=np.quantile(heights, np.linspace(0.02, 0.9, 11)),
                names=["ridge, from α = ∞", "descent"], minima=least, inputs=("w₁", "w₂"),
            ).of(model.places),
            "kept": Bars(
                title="Kept of least squares", names=["ridge", "descent now"],
                labels=["long axis", "short axis"], x_label="direction", limits=(0.0, 1.1),
                percent=True,
            ).of(model.kept),
        }  # fmt: skip

    def advance(self, model: Shrinking, count: int) -> str:
        """Take steps; pause where descent has run away."""
        model.step(count)
        told = "Descent has run away; lower the learning rate and reset."
        return told if model.gone else ""

    def describe(self, model: Shrinking, s: Settings) -> str:
        """Return what is kept along each axis, by ridge and by descent."""
        (long, short), (now_long, now_short) = model.kept()["mid"]
        return (
            f"A cloud of variances {LONG:g} and {LONG / s.ratio:.3g} along its axes, penalty "
            f"{s.alpha:g}: ridge keeps {long:.0%} and {short:.0%} of the weights of least squares; "
            f"descent after {model.steps_taken} steps at rate {s.lr:g} has {now_long:.0%} and "
            f"{now_short:.0%}."
        )

    def status(self, model: Shrinking, s: Settings) -> list[str]:
        """Return where descent stands."""
        long, short = model.kept()["mid"][1]
        return [f"step {model.steps_taken}", f"kept: long {long:.0%}, short {short:.0%}"]
