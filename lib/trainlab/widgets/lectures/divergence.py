"""Two distributions, one of them dragged: the divergence from each to the other. Lecture 03."""

from collections.abc import Mapping
from typing import ClassVar

import torch

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.models.divergences import TARGETS, WINDOW, Descent
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves, Paths
from trainlab.widgets.panels.panel import Panel

#: The two divergences, by the direction in which they look.
DIRECTIONS = {"forward": "KL(p, q)", "backward": "KL(q, p)"}


class Divergence(Live):
    """A Gaussian q that one drags, or lets descend, towards p by either divergence."""

    controls = (
        choice("descends", tuple(DIRECTIONS), rebuild=True,
               tooltip="KL(p, q), or KL(q, p): drawn as ground and descended; starts again"),
        choice("p", tuple(TARGETS), rebuild=True, tooltip="The distribution to be met"),
        usual.rate(0.01, 3.0, default=0.3, tooltip="Length of a step; q stays where it is"),
        scale("mean", *WINDOW[0], default=1.0, step=0.1, rebuild=True,
              tooltip="Where q starts; the ring in the picture can be dragged"),
        scale("std", *WINDOW[1], default=1.0, step=0.1, rebuild=True, label="standard deviation",
              tooltip="How wide q starts; the ring in the picture can be dragged"),
    )  # fmt: skip
    layout = ("ground densities",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 200
    tries = (
        Try("defaults", "q starts between the hills of p, nearer to the right one, and descends "
            "KL(p, q). Where does it end?",
            "In the middle, over both: mean 0 and standard deviation 2.09, which are p's own. "
            "Wherever p is, q has to be; its peak is where p has its valley."),
        Try("descends=backward", "The same start, but now it descends KL(q, p).",
            "On the right hill, and on no other: mean 2, standard deviation 0.6. Wherever q is, p "
            "has to be. What is left is ln 2 = 0.693, for the half that is ignored."),
        Try("descends=backward&mean=-1", "And from left of the middle?",
            "On the left hill. KL(p, q) has one valley here, KL(q, p) two."),
        Try("p=unequal_hills&descends=backward", "The left hill has 70% of p, and q starts nearer "
            "to the right one.",
            "It crosses over to the left one here; what is left is -ln 0.7 = 0.357."),
        Try("p=one_hill&mean=-3", "If p is a Gaussian itself, does the direction matter?",
            "Not for the end: both are 0 there and nowhere else. On the way they differ."),
    )  # fmt: skip
    model: Descent

    def build(self, s: Settings) -> Descent:
        """Return q at its start."""
        descent = Descent(s.p, s.descends, (s.mean, s.std))
        self.change(descent, s)
        return descent

    def change(self, descent: Descent, s: Settings) -> None:
        """Make steps longer or shorter."""
        descent.lr = s.lr

    def moved(self, descent: Descent, panel: str, message: Mapping[str, float]) -> None:
        """Follow the ring."""
        self.set(mean=message["x"], std=message["y"])

    def panels(self, descent: Descent) -> dict[str, Panel]:
        """Return the ground of all Gaussians, and the two densities."""
        s, name = self.settings, DIRECTIONS[self.settings.descends]
        return {
            "ground": Paths.over(
                lambda places: descent.value(torch.from_numpy(places)).numpy(), WINDOW,
                title=f"{name} of every Gaussian q", about=f"{s.p} {name}", names=["q"],
                start=(s.mean, s.std), inputs=("mean", "std"),
            ).of(descent.paths),
            "densities": Curves(
                title="The distributions", names=["p", "q"], dashes=[True, False], x_label="x",
                x_domain=(-5.0, 5.0), y_domain=(0.0, 0.7), y_label="density",
            ).of(descent.densities),
        }  # fmt: skip

    def describe(self, descent: Descent, s: Settings) -> str:
        """Return where q is, and both divergences."""
        name = DIRECTIONS[s.descends]
        return f"p is {s.p}; q descends {name}: {'; '.join(self.status(descent, s))}."

    def status(self, descent: Descent, s: Settings) -> list[str]:
        """Return where q is, and both divergences."""
        mean, std = descent.place.tolist()
        pair = (max(float(value), 0.0) for value in descent.both(descent.place))
        told = [f"{n} = {v:.3f}" for n, v in zip(DIRECTIONS.values(), pair, strict=True)]
        return [f"step {descent.steps_taken}", f"q has mean {mean:.2f} and std {std:.2f}", *told]
