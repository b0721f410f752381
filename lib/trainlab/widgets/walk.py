"""``Walk``: a live widget that goes through a fixed number of steps, forward and back."""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from trainlab.widgets.live import Live


class Walker(Protocol):
    """What a walk goes through."""

    #: The number of steps in all.
    last: int

    @property
    def steps_taken(self) -> int:
        """Number of steps taken, from 0 to ``last``."""

    def go(self, step: int) -> None:
        """Go to a step from 0 to ``last``."""

    def step(self, count: int) -> object:
        """Take steps."""


class Walk(Live):
    """A widget with *Back*, *Next*, *To the end* and *Reset* in place of playing."""

    buttons: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("back", "Back", "Undo the last step"),
        ("next", "Next", "Take one step"),
        ("end", "To the end", "Take all remaining steps"),
        ("reset", "Reset", "Before the first step"),
    )

    model: Walker

    def go(self, step: int) -> None:
        """Go to a step; beyond either end stay there."""
        self.model.go(max(0, min(step, self.model.last)))
        self.show()

    def reset(self) -> None:
        """Go before the first step."""
        self.go(0)

    def actions(self) -> dict[str, Callable[[], Any]]:
        """Return what each button does."""
        return {
            "back": lambda: self.go(self.model.steps_taken - 1),
            "next": lambda: self.go(self.model.steps_taken + 1),
            "end": lambda: self.go(self.model.last),
            "reset": self.reset,
        }

    def disabled(self) -> list[str]:
        """Return the buttons that do nothing now."""
        at_start, at_end = (self.model.steps_taken == n for n in (0, self.model.last))
        return ["back", "reset"] * at_start + ["next", "end"] * at_end

    def prepare_still(self) -> None:
        """Go to the end, where there is no page to walk in."""
        self.model.go(self.model.last)
