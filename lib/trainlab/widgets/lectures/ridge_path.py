"""What an L2 penalty, or an early stop, keeps of the weights in each direction. Lecture 11."""

from typing import ClassVar

import numpy as np

from trainlab.widgets.controls import Settings, scale
from trainlab.widgets.lectures.clouds import WIDE, cloud_panel
from trainlab.widgets.lectures.models.clouds import axes_of
from trainlab.widgets.lectures.models.shrinking import LONG, TARGET, Shrinking
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Bars, Paths
from trainlab.widgets.panels.panel import Panel


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
        least = np.stack([model.ridge(model.alpha), TARGET]) @ model.directions.T
        half = float(abs(model.x).max()) * 1.1 / WIDE
        return {
            "cloud": cloud_panel(model.x, half, dashes=[False, True]).of(lambda: axes_of(model.x)),
            "path": Paths.over(
                model.height, [(-0.5 * wide, 1.6 * wide) for wide in (WIDE, 1.0)],
                shares=np.linspace(0.02, 0.9, 11), title="Weights, on loss and penalty",
                names=["ridge, from α = ∞", "descent"], minima=least, inputs=("w₁", "w₂"),
            ).of(model.places),
            "kept": Bars(
                title="Kept of least squares", names=["ridge", "descent now"],
                labels=["long axis", "short axis"], x_label="direction", limits=(0.0, 1.1),
                percent=True,
            ).of(model.kept),
        }  # fmt: skip

    def trouble(self, model: Shrinking) -> str:
        """Return a sentence where descent has run away."""
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
