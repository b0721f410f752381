"""A function built of bumps, each the difference of two sigmoid units, by hand. Lecture 02."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.models.bumps import TARGETS, Bumps
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels import Curves, Map
from trainlab.widgets.panels.map import sides
from trainlab.widgets.panels.panel import Panel

#: Half the side of the picture, and the places of its map; places at which the target is marked.
HIGH, PLACES, MARKED = 1.5, np.linspace(-1.5, 1.5, 121), np.linspace(-1.45, 1.45, 24)


class BumpBuilder(Live):
    """Bumps whose tops one drags, or lets descend, until they are a function."""

    controls = (
        choice("target", tuple(TARGETS), rebuild=True,
               tooltip="The function to build, hollow points; starts again"),
        scale("bumps", 1, 40, default=6, rebuild=True,
              tooltip="How many, of two hidden units each: the width is twice it; starts again"),
        choice("heights", ("low", "target"), rebuild=True,
               tooltip="All low at first, or each at the target's value; starts again"),
        scale("steepness", 1.0, 1000.0, default=60.0, log=True,
              tooltip="Weight of every hidden unit: how steep the bumps' flanks are"),
        usual.rate(0.1, 50.0, default=2.0,
                   tooltip="Length of a step along the heights, when you press Play"),
        scale("apart", 1, 40, default=3, label="bump taken apart",
              tooltip="The bump whose two units are drawn on the right"),
    )  # fmt: skip
    first = ("target", "bumps", "heights", "steepness")
    layout = ("function parts",)
    speed: ClassVar[str] = "20 steps/s"
    still_steps: ClassVar[int] = 0
    tries = (
        Try("defaults", "Six bumps wait at one height. Drag their tops to the hollow points: how "
            "small can you make the largest error? Then press Play.",
            "About a third. Descent on the heights does no better: 0.32. Six stairs cannot follow "
            "a slope."),
        Try("bumps=24&heights=target", "24 bumps, each as high as the target in its middle. How "
            "large is the error now, and with 12?",
            "0.03 with 24, and 0.13 with 12."),
        Try("bumps=24&heights=target&steepness=1000", "The same bumps with steep flanks. Is that "
            "better?",
            "Three times worse, 0.10: these are stairs, wrong by half a stair. Soft flanks overlap "
            "and make slopes."),
        Try("target=step&bumps=40&heights=target&steepness=1000", "A target that jumps by 1.5, and "
            "forty steep bumps. How large is the largest error?",
            "0.75, half of the jump, however many bumps: near the jump a continuous sum is wrong "
            "somewhere. The mean square is small all the same."),
        Try("bumps=12&lr=20", "Press Play at a learning rate of 20.",
            "The heights run away: the mean square curves like 0.18 along a height, and 20 is more "
            "than 2/0.18."),
    )  # fmt: skip
    model: Bumps

    def build(self, s: Settings) -> Bumps:
        """Return the bumps as they stand at first."""
        bumps = Bumps(s.bumps, TARGETS[s.target], s.heights == "target")
        self.change(bumps, s)
        return bumps

    def change(self, bumps: Bumps, s: Settings) -> None:
        """Make flanks steeper or steps longer; the heights stay."""
        bumps.steepness, bumps.lr = s.steepness, s.lr

    def moved(self, bumps: Bumps, panel: str, message: Mapping[str, Any]) -> None:
        """Follow a top that is dragged; a click adds a bump."""
        place = np.array([message["x"], message["y"]], dtype=float)
        if message["kind"] == "drag":
            at = int(message["handle"])
            bumps.centres[at], bumps.heights[at] = place
        else:
            bumps.centres = np.append(bumps.centres, place[0])
            bumps.heights = np.append(bumps.heights, place[1])
        self.redraw()

    def panels(self, bumps: Bumps) -> dict[str, Panel]:
        """Return the sum with the tops to drag, and a bump taken apart."""
        tops = np.stack([bumps.centres, bumps.heights], axis=1)
        goal = np.stack([MARKED, bumps.target(MARKED)], axis=1)
        return {
            "function": Map.around(
                "sum", tops, HIGH, title="Drag the tops", domain=[(-HIGH, HIGH), (-HIGH, HIGH)],
                inputs=("x", "y"), test_points=goal, test_labels=np.ones(len(goal), np.uint8),
            ).of(lambda: {"map": sides(bumps.value(PLACES), PLACES)}),
            "parts": Curves(
                title="One bump taken apart", names=["target", "sum", "unit", "minus unit", "bump"],
                dashes=[True, False, True, True, False], x_label="x", y_domain=(-HIGH, HIGH),
            ).of(lambda: bumps.parts(self.settings.apart)),
        }  # fmt: skip

    def advance(self, bumps: Bumps, count: int) -> str:
        """Take steps, and the tops with them; pause where the heights have run away."""
        told = super().advance(bumps, count)
        self.redraw()
        return told

    def trouble(self, bumps: Bumps) -> str:
        """Return a sentence where the heights have run away."""
        return "The heights have run away; lower the learning rate and reset." * bumps.gone

    def describe(self, bumps: Bumps, s: Settings) -> str:
        """Return how close the sum is."""
        worst, mean = np.abs(bumps.error()).max(), np.square(bumps.error()).mean()
        return (
            f"{len(bumps.heights)} bumps, {2 * len(bumps.heights)} sigmoid units of steepness "
            f"{s.steepness:g}, on the target {s.target} after {bumps.steps_taken} steps: mean "
            f"squared error {mean:.2g}, largest error {worst:.2g}."
        )

    def status(self, bumps: Bumps, s: Settings) -> list[str]:
        """Return how close the sum is."""
        worst, mean = np.abs(bumps.error()).max(), np.square(bumps.error()).mean()
        told = f"{2 * len(bumps.heights)} hidden units", f"mean squared error {mean:.2g}"
        return [f"step {bumps.steps_taken}", *told, f"largest error {worst:.2g}"]
