"""A network drawn unit by unit, so that depth and width are seen at work. Lecture 01."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import torch
from torch import Tensor

from trainlab.core.threads import one_thread
from trainlab.widgets.controls import Settings, Value
from trainlab.widgets.live import Try
from trainlab.widgets.playground.model import Model
from trainlab.widgets.playground.playground import Playground
from trainlab.widgets.playground.table import CONTROLS
from trainlab.widgets.playground.tries import TOUR

#: Where the playground starts from something else.
DEFAULTS: dict[str, Value] = {"width": 3, "depth": 1, "noise": 0.0, "batch_size": "all", "lr": 0.03}
#: Circles around the disc of the data set "circle": their radii, and places on each.
RADII, ANGLES = torch.linspace(0.5, 1.1, 7), 180


class UnitByUnit(Playground):
    """The playground with the network drawn large, and a count of the networks that close a fence.

    Every unit shows its own map, so that one sees lines in the first hidden layer and shapes made
    of them behind it.
    """

    controls = tuple(replace(c, default=DEFAULTS.get(c.name, c.default)) for c in CONTROLS)
    first = ("depth", "width", "activation", "lr", "init", "shortcut")
    layout = ("network fit", "loss scales")
    tour = tuple(each for each in TOUR if each[0] != "dead units")
    tries: ClassVar[tuple[Try, ...]] = (
        Try("activation=identity&depth=3&width=8",
            "Three layers of eight units that bend nothing. Which shapes can they draw?",
            "One straight boundary, like a single unit: the loss stays at ln 2 = 0.693."),
        Try("width=2", "Two units. Can they fence the disc?",
            "No network can: what two lines bound is open somewhere. The loss stays above 0.2."),
        Try("defaults", "Three units. And now?",
            "Nearly every network closes a triangle, with round corners."),
        Try("width=2&depth=4", "Back to two units, but four layers of them. Does depth help?",
            "No: none of the sixteen closes the fence, however long you train."),
        Try("width=1&activation=gaussian", "A single unit in one layer, but its function is a "
            "bump. A disc?",
            "No: one unit sees one direction only, so that it draws a stripe."),
        Try("width=2&activation=gaussian", "And two such units?",
            "It can be done, and some of the sixteen find it: where two stripes cross there is a "
            "peak. That two units fail was true of functions that only rise."),
        Try("depth=10&width=8&activation=sigmoid&lr=0.01",
            "Ten layers of sigmoids. Is there a gradient in the first one? Then set the shortcut "
            "to residual.",
            "Hardly: on the way back it loses a factor of about five in each layer, and after 300 "
            "steps the loss is still 0.693. With shortcuts it loses less than a factor of two, and "
            "the loss falls."),
    )  # fmt: skip

    def status(self, model: Model, s: Settings) -> list[str]:
        """Return where training stands, and how many networks have closed the fence."""
        parts = super().status(model, s)
        if s.data != "circle":
            return parts
        count = int(fenced(model.outputs_at).sum())
        return [*parts, f"{count} of {model.trainer.population} fences closed"]

    def describe(self, model: Model, s: Settings) -> str:
        """Return what was trained and how far it came."""
        end = f" {self.status(model, s)[-1]}." if s.data == "circle" else ""
        return super().describe(model, s) + end


def fenced(outputs_at: Callable[[Tensor], Tensor]) -> Tensor:
    """Return which networks (E,) find class 1 at the centre and class 0 on some circle around it.

    Args:
        outputs_at: points (N, 2) -> probabilities (E, N) of class 1.
    """
    angle = torch.linspace(0, 2 * torch.pi, ANGLES + 1)[:-1]
    ring = torch.stack([angle.cos(), angle.sin()], dim=1)
    circles = (RADII[:, None, None] * ring).reshape(-1, 2)
    with one_thread():
        outputs = outputs_at(torch.cat([circles, torch.zeros(1, 2)]))
        around, centre = outputs[:, :-1].unflatten(1, (len(RADII), ANGLES)), outputs[:, -1]
        closed: Tensor = (around < 0.5).all(dim=2).any(dim=1) & (centre > 0.5)
    return closed
