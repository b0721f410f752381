"""The playground: networks that train while you change what they are, see and how they learn."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, ClassVar

import torch

from trainlab.analysis import diagnostics
from trainlab.widgets.controls import Settings, Value
from trainlab.widgets.live import Live, Try
from trainlab.widgets.panels.panel import Panel
from trainlab.widgets.playground import views, widths
from trainlab.widgets.playground.model import Model
from trainlab.widgets.playground.table import CONTROLS, FIRST
from trainlab.widgets.playground.tries import TOUR, TRIES

#: Weights of all networks together from which a change takes long enough to say so before.
SLOW = 4_000_000


class Playground(Live):
    """Networks that train while you change what they are, what they see and how they learn.

    The learning rate, the optimizer and its settings, batch size, noise and penalties change
    without losing the weights; depth, widths, activation, initializer, data set, seed and number of
    networks start again. Nothing trains until *Play* is pressed, only one widget plays at a time,
    and it waits while nobody sees it.
    """

    controls = CONTROLS
    first = FIRST
    layout: ClassVar[tuple[str, ...]] = ("network fit", "loss scales dead")
    status_with = "loss"
    still_steps = 500
    model: Model
    tour: ClassVar[tuple[tuple[str, str], ...]] = TOUR
    tries: ClassVar[tuple[Try, ...]] = TRIES

    def build(self, s: Settings) -> Model:
        """Return a new population; own points stay while the data set does."""
        before: Model | None = getattr(self, "model", None)
        keeps = before is not None and before.problem.name == s.data
        return Model(s, before.own if before and keeps else None)

    def change(self, model: Model, s: Settings) -> None:
        """Put settings in force that keep the weights."""
        model.change(s)

    def agree(self, changes: dict[str, Value], s: Settings) -> dict[str, Value]:
        """Return changes with what follows from them for depth, width and widths."""
        return widths.agreed(changes, s)

    def panels(self, model: Model) -> dict[str, Panel]:
        """Return the network, the fit, and the three measures over training."""
        return views.panels(model, lambda: self.settings)

    def advance(self, model: Model, count: int) -> str:
        """Take steps; say why the first network that diverged did, and go back before."""
        model.step(count)
        divergence = model.trainer.divergence
        diverged = int(divergence.members.sum())
        if not diverged:
            return ""
        member = int(divergence.members.nonzero()[0])
        message = divergence.message(member)
        if diverged > 1:
            message = f"{diverged} of {model.trainer.population} networks diverged. " + message
        step = model.rewind()
        limit = 2 / max(diagnostics.sharpness(model.trainer, member), 1e-12)
        return (
            f"{message} The learning rate is {self.settings.lr:.3g}; at step {step}, before the "
            f"loss ran away, plain gradient descent was stable below 2/sharpness = {limit:.3g}. "
            "Training is back at that step: lower the learning rate and play on, or reset."
        )

    def describe(self, model: Model, s: Settings) -> str:
        """Return what was trained and how far it came."""
        training, validation = model.measured()[:, 1]
        count = model.trainer.population
        networks = "1 network" if count == 1 else f"{count} networks"
        return (
            f"{networks} of {_layers(s)} on {s.data} after "
            f"{model.steps_taken} steps: median training loss {training:.3g}, "
            f"validation loss {validation:.3g}."
        )

    def status(self, model: Model, s: Settings) -> list[str]:
        """Return where training stands."""
        training, validation = model.measured()[:, 1]
        lr = float(torch.as_tensor(model.trainer.learning_rate).median())
        rate = f"learning rate {lr:.3g}"
        if lr == 0 and s.schedule != "constant":
            rate += ": the schedule is at its end, nothing moves"
        return [
            f"step {model.steps_taken}",
            f"epoch {model.trainer.epochs:.0f}",
            f"training loss {training:.3g}",
            f"validation loss {validation:.3g}",
            rate,
        ]

    def announce(self, s: Settings) -> str:
        """Say that a change is under way, where that lasts."""
        if s.population * sum(width**2 for width in widths.of_layers(s)) < SLOW:
            return ""
        return f"working on {s.population} networks of {_layers(s)} …"

    def moved(self, model: Model, panel: str, message: Mapping[str, Any]) -> None:
        """Add the point that was clicked, move the one dragged, set the weight that was edited, or
        the width of a layer.
        """
        kind = message["kind"]
        if kind == "resize":
            self.set(widths=widths.stepped(self.settings, message["layer"], message["by"]))
            return
        if kind == "edit":
            views.edit(model, self.settings, message)
        else:
            place, own = (float(message["x"]), float(message["y"])), deepcopy(model.own)
            if kind == "drag":
                own.moved[int(message["handle"])] = place
            else:
                values = model.problem.y[:, 0]
                label = values.min() if message.get("shift") else values.max()
                own.added.append((*place, float(label)))
            model.change(self.settings, own)
        self.redraw()


def _layers(s: Settings) -> str:
    """Return the hidden layers in words."""
    if s.widths:
        return f"hidden layers of {s.widths.replace(',', ', ')} units"
    return f"depth {s.depth} and width {s.width}"
