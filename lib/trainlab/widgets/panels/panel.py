"""What all panels share: fixed things told once, numbers told often, and a still drawing."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from matplotlib.axes import Axes

#: What a panel shows at one moment: arrays, numbers and words by name.
Numbers = Mapping[str, Any]


def _nothing() -> Numbers:
    return {}


@dataclass(frozen=True, kw_only=True)
class Panel(ABC):
    """One picture of a widget.

    The page draws what ``spec`` and ``numbers`` say (the module of the same kind in ``front/``);
    ``still`` draws the same with matplotlib where there is no page.

    Attributes:
        title: what it shows.
        about: what it is drawn over; a pinned run stays in view while this stays the same.
        wait: how many times its own cost it waits before its numbers are asked for again.
        group: of panels that share what they measure, which are asked in the same frame; "" alone.
        numbers: where its numbers come from.
    """

    kind: ClassVar[str]
    #: Width and height of its still picture, in inches.
    size: ClassVar[tuple[float, float]] = (4.0, 3.2)
    title: str = ""
    about: str = ""
    wait: float = 3.0
    group: str = ""
    numbers: Callable[[], Numbers] = _nothing

    def of(self, numbers: Callable[[], Numbers]) -> Self:
        """Return this panel with the function that gives its numbers."""
        return replace(self, numbers=numbers)

    def spec(self) -> dict[str, Any]:
        """Return what does not change while the model stays: plain data and arrays."""
        return {"kind": self.kind, "title": self.title}

    @abstractmethod
    def still(self, axes: Axes, numbers: Numbers, pinned: Numbers | None) -> None:
        """Draw these numbers, over those of a pinned run in grey."""
