"""``Walk``: a live widget that goes through a fixed number of steps, forward and back."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from trainlab.widgets.controls import Settings
from trainlab.widgets.live import Live


class Stages(ABC):
    """What a walk goes through.

    Attributes:
        steps_taken: where the walk stands, from 0 to ``last``.
        last: the number of steps in all.
    """

    steps_taken: int = 0
    last: int = 0

    @abstractmethod
    def compute(self, s: Settings) -> None:
        """Compute every step from the settings; the walk stays where it stands."""

    def go(self, step: int) -> None:
        """Go to a step; beyond either end stay there."""
        self.steps_taken = max(0, min(step, self.last))

    def step(self, count: int) -> None:
        """Take steps."""
        self.go(self.steps_taken + count)


def walking(what: str) -> tuple[tuple[str, str, str], ...]:
    """Return the buttons of a walk, each with its name, text and tooltip.

    Args:
        what: what one step leads through, such as "layer".
    """
    return (
        ("back", "Back", f"One {what} back"),
        ("next", "Next", f"The next {what}"),
        ("end", "To the end", f"To the last {what}"),
        ("reset", "Reset", "To the beginning"),
    )


class Walk(Live):
    """A widget with *Back*, *Next*, *To the end* and *Reset* in place of playing.

    Its status line is what it describes.

    Attributes:
        stages: what is walked through, made without arguments; a subclass without has its own
            ``build``.
    """

    stages: ClassVar[type[Stages]]

    buttons: ClassVar[tuple[tuple[str, str, str], ...]] = walking("step")
    speed: ClassVar[str] = ""
    model: Stages

    def build(self, s: Settings) -> Any:
        """Return the stages before the first step."""
        model = self.stages()
        model.compute(s)
        return model

    def change(self, model: Any, s: Settings) -> None:
        """Compute the stages anew."""
        model.compute(s)

    def go(self, step: int) -> None:
        """Go to a step; beyond either end stay there."""
        self.model.go(step)
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

    def status(self, model: Any, s: Settings) -> list[str]:
        """Return what the last step did."""
        return [self.describe(model, s)]
