"""A rule of one's own, written in NumPy, races beside one of ours. Lecture 06."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import numpy as np

from trainlab.optimizers import Optimizer, RuleFailed, numpy_rule
from trainlab.optimizers.comparison import Difference, shadowed
from trainlab.optimizers.numpy_rule import Rule, accepted
from trainlab.widgets.controls import Settings, choice
from trainlab.widgets.lectures import usual
from trainlab.widgets.lectures.models.balls import Balls
from trainlab.widgets.lectures.races import RULES, Races, shared
from trainlab.widgets.panels.panel import Numbers


def descent(
    params: np.ndarray, grads: np.ndarray, state: dict[str, Any], lr: float
) -> tuple[np.ndarray, dict[str, Any]]:
    """Plain descent, which races where no other rule is given."""
    return params - lr * grads, state


class OwnRace(Races):
    """A rule of one's own beside one of ours; the first step that differs is named.

    Args:
        rule: ``rule(params, grads, state, lr, **settings) -> (params, state)`` as
            ``optimizers.numpy_rule`` takes it. Of our rule's settings it gets those that it names.
        **more: as for ``Live``; ``beside`` is by default the rule of ours whose name is in its own.

    Raises:
        ValueError: for something that cannot be called.
    """

    first = ("beside", "lr", *Races.first)
    layout = ("path height",)

    def __init__(self, rule: Rule = descent, **more: Any) -> None:
        """Stand at the start; what is wrong with the rule is told when it is played."""
        self.own = numpy_rule(rule)
        self._rule = rule
        named = [name for name in RULES if name in self.own.name.lower()]
        self.controls = (
            choice("beside", tuple(RULES), default=max(named, key=len, default="sgd"),
                   rebuild=True, tooltip="Our rule; starts again"),
            usual.rate(1e-4, 3.0, default=0.01,
                       tooltip="The learning rate of both; the balls stay where they are"),
            *shared("beale"),
        )  # fmt: skip
        super().__init__(**more)

    def rules(self, s: Settings) -> Mapping[str, Optimizer]:
        """Return both rules, with one learning rate and the same settings."""
        ours = RULES[s.beside](s.lr, s.momentum)
        own = numpy_rule(self._rule, s.lr, **accepted(self._rule, ours.settings))
        name = f"your {own.name}"
        return {ours.name: ours, name: shadowed(replace(own, name=name), ours)}

    def difference(self, balls: Balls) -> Difference | None:
        """Return where they first differed, if they have."""
        *_, state = balls.racer.states.values()
        return cast(Difference | None, state["difference"])

    def curves(self, balls: Balls) -> Numbers:
        """Return the heights over the steps, with a mark where both first differ."""
        found = self.difference(balls)
        marks = [{"x": float(found.step), "text": "differs"}] if found else []
        return {**balls.curves(), "marks": marks}

    def advance(self, balls: Balls, count: int) -> str:
        """Take steps; pause where the rule fails, and after the first step that differs."""
        known = self.difference(balls)
        try:
            balls.step(count)
        except RuleFailed as error:
            return str(error)
        found = self.difference(balls)
        return str(found) if found and not known else ""

    def status(self, balls: Balls, s: Settings) -> list[str]:
        """Return where the balls are, and since when they differ."""
        found = self.difference(balls)
        since = f"differ since step {found.step}" if found else "no step differs"
        return [*super().status(balls, s), since]

    def describe(self, balls: Balls, s: Settings) -> str:
        """Return how far both came, and where they first differed or what went wrong."""
        return f"{super().describe(balls, s)} {self.beneath(balls)}"

    def beneath(self, balls: Balls) -> str:
        """Return where they first differed, or what went wrong."""
        return self.notice or str(self.difference(balls) or "No step differs.")
