"""Units that start equal, and what sets them apart. Lecture 09."""

from dataclasses import replace
from typing import ClassVar

import torch

from trainlab.widgets.controls import Settings, Value
from trainlab.widgets.live import Try
from trainlab.widgets.playground.model import Model
from trainlab.widgets.playground.playground import Playground
from trainlab.widgets.playground.table import CONTROLS
from trainlab.widgets.playground.tries import TOUR

#: Where the playground starts from something else.
DEFAULTS: dict[str, Value] = {
    "init": "constant", "depth": 1, "width": 6, "optimizer": "sgd", "lr": 0.3, "population": 4,
}  # fmt: skip
#: Units are alike while no weight differs by more than this.
ALIKE = 1e-4


class Symmetry(Playground):
    """The playground from equal weights, with a count of the units that are different."""

    controls = tuple(replace(c, default=DEFAULTS.get(c.name, c.default)) for c in CONTROLS)
    first = ("init", "dropout", "input_dropout", "lr", "width", "depth")
    layout: ClassVar[tuple[str, ...]] = ("network loss",)
    still_steps = 1000
    tour: ClassVar[tuple[tuple[str, str], ...]] = tuple(
        each for each in TOUR if each[0] in ("network", "loss")
    )
    tries: ClassVar[tuple[Try, ...]] = (
        Try("defaults", "Every weight is 0.5. Play 1000 steps of SGD. What will the six tiles of "
            "the hidden layer show?",
            "Six times the same: one unit in six copies. The loss stays at that of a guess, "
            "ln 2 = 0.693."),
        Try("init=zeros", "And if every weight is 0?",
            "Then nothing but the output's bias ever moves: a unit's gradient is its weight to the "
            "output times something, and that weight's gradient is the unit's value times "
            "something. Both are 0."),
        Try("dropout=0.1", "Equal weights again, but each unit is dropped with probability 0.1, "
            "another one for each point. Play 2000 steps.",
            "The tiles part, and the loss falls: for a moment the units have seen different data."),
        Try("input_dropout=0.1", "What if inputs are dropped, not units?",
            "All units see the same inputs, whichever are left: they stay alike."),
        Try("optimizer=adam&lr=0.01", "Does Adam break it, which has a rate for each weight?",
            "No: equal gradients make equal rates. All six are still one."),
        Try("init=glorot_normal", "Random weights, small ones?",
            "They differ from the first step on, and after 1000 steps the loss is below a third of "
            "a guess's."),
    )  # fmt: skip

    def status(self, model: Model, s: Settings) -> list[str]:
        """Return where training stands, and how many units are different."""
        count, of = different(model)
        return [*super().status(model, s), f"{count} different among {of} units"]

    def describe(self, model: Model, s: Settings) -> str:
        """Return what was trained, how far it came, and how many units are different."""
        return f"{super().describe(model, s)} {self.status(model, s)[-1]}."


def different(model: Model) -> tuple[int, int]:
    """Return how many units of the first hidden layer differ in weights or bias, and of how many,
    in the network of median loss; of maxout units how many pieces.
    """
    trainer, member = model.trainer, model.typical
    rows = [trainer.weights(1)[member], trainer.biases(1)[member][:, None]]
    units = torch.cat(rows, dim=1)
    return len((units / ALIKE).round().unique(dim=0)), len(units)
