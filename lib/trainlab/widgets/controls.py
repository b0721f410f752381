"""What can be set on a widget, as one table: it drives the page, the state string and the tests."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import SimpleNamespace
from typing import Any, SupportsFloat
from urllib.parse import parse_qsl, urlencode

import numpy as np

from trainlab.core import arguments

Value = str | int | float


class Settings(SimpleNamespace):
    """The values in force, as attributes: ``settings.lr``."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """One thing that can be set: a choice among listed values, a number on a scale, or a text.

    Attributes:
        name: its word in the state string and after ``settings.``; the page's class is
            ``tl-control-NAME``.
        default: its value at first.
        tooltip: one line that says what it does.
        label: what stands beside it, where that is more than its name.
        group: the heading it stands under.
        choices: its values where these can be listed, else None.
        thumbnails: where each choice has a small picture, its points: (N, 2) for how far right
            and up they lie, 0 to 1; (N, 3) with their colour, from class 0 at 0 to class 1 at 1.
        low, high, step: its range where it is a number.
        read: where it is a text, what turns a value into the text that is kept; raises ValueError
            for one that does not fit, in one sentence.
        example: such a text.
        log: whether its slider is logarithmic.
        rebuild: whether a change builds the model anew.
        redraw: whether a change alters what panels show once for all, such as data points.
        where: another control and its values with which this one does something; it is hidden
            with others.
    """

    name: str
    default: Value
    tooltip: str = ""
    label: str = ""
    group: str = ""
    choices: tuple[Value, ...] | None = None
    thumbnails: Mapping[str, np.ndarray] | None = field(default=None, compare=False)
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    read: Callable[[object], str] | None = None
    example: str = ""
    log: bool = False
    rebuild: bool = False
    redraw: bool = False
    where: tuple[str, tuple[Value, ...]] | None = None

    @property
    def whole(self) -> bool:
        """Whether values are whole numbers."""
        return isinstance(self.default, int)

    def belongs(self, values: Mapping[str, Value]) -> bool:
        """Whether it does something among these values."""
        return self.where is None or values[self.where[0]] in self.where[1]

    def checked(self, value: object) -> Value:
        """Return the value in the control's own type.

        Raises:
            ValueError: for a value outside the control's range, in one sentence.
        """
        if self.read:
            return self.read(value)
        if self.choices:
            for option in self.choices:
                if option == value or str(option) == str(value) or _same_number(option, value):
                    return option
            by_text: dict[str, Value] = {str(option): option for option in self.choices}
            return arguments.choice(self.name, str(value), by_text)
        try:
            number = float(value) if isinstance(value, str | SupportsFloat) else math.nan
        except (TypeError, ValueError):
            number = math.nan
        if not self.low <= number <= self.high or (self.whole and number != int(number)):
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(
                f"{self.name}={value!r} was given; "
                f"expected {kind} from {self.low:g} to {self.high:g}."
            )
        return int(number) if self.whole else number


def _same_number(option: Value, value: object) -> bool:
    try:
        return not isinstance(option, str) and float(option) == float(str(value))
    except ValueError:
        return False


def choice(
    name: str, options: Sequence[Value], *, default: Value | None = None, **more: Any
) -> Control:
    """Return a control that takes one of the options, the first by default.

    Raises:
        ValueError: for thumbnails of other choices than the options.
    """
    pictures = more.get("thumbnails")
    if pictures is not None and list(pictures) != list(options):
        raise ValueError(
            f"{name} has thumbnails of {', '.join(pictures)}; "
            f"expected one of each option, in order: {', '.join(map(str, options))}."
        )
    chosen = options[0] if default is None else default
    return Control(name=name, default=chosen, choices=tuple(options), **more)


def scale(
    name: str, low: float, high: float, *, default: float, step: float = 0.0, **more: Any
) -> Control:
    """Return a control that takes a number from low to high; a whole one where the default is.

    Args:
        name, default, more: as for ``Control``.
        low, high: the range.
        step: distance of the slider's stops; by default 1 for whole numbers, else a hundredth of
            the range. A number that is typed need not lie on a stop.
    """
    stops = step or (1 if isinstance(default, int) else (high - low) / 100)
    return Control(name=name, default=default, low=low, high=high, step=stops, **more)


def typed(name: str, read: Callable[[object], str], *, example: str, **more: Any) -> Control:
    """Return a control that takes a text, none by default; ``read`` and ``example`` as above."""
    return Control(name=name, default="", read=read, example=example, **more)


class Controls(Mapping[str, Control]):
    """A table of controls by name.

    >>> from trainlab.widgets.controls import Controls, choice, scale
    >>> table = Controls([scale("lr", 1e-4, 1.0, default=0.01, log=True), choice("data", "ab")])
    >>> table.to_text(table.from_text("lr=0.03"))
    'lr=0.03'
    """

    def __init__(self, controls: Sequence[Control]) -> None:
        """Take the controls in order; raise ValueError where two have one name."""
        self._table = {control.name: control for control in controls}
        if len(self._table) < len(controls):
            raise ValueError("two controls have the same name; give each its own.")

    def __getitem__(self, name: str) -> Control:
        """Return a control."""
        return self._table[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._table)

    def __len__(self) -> int:
        """Return the number of controls."""
        return len(self._table)

    def defaults(self) -> dict[str, Value]:
        """Return every control's default."""
        return {name: control.default for name, control in self.items()}

    def checked(self, changes: Mapping[str, object]) -> dict[str, Value]:
        """Return changes with each value in its control's type.

        Raises:
            ValueError: for an unknown name or an unfit value, in one sentence.
        """
        return {
            name: arguments.choice("setting", name, self._table).checked(value)
            for name, value in changes.items()
        }

    def to_text(self, values: Mapping[str, Value]) -> str:
        """Return the state string: what differs from the defaults, as in ``depth=6&lr=0.03``."""
        changed = {k: v for k, v in values.items() if v != self[k].default}
        return urlencode(changed, safe=",") or "defaults"

    def from_text(self, text: str) -> dict[str, Value]:
        """Return the values that a state string stands for.

        Raises:
            ValueError: when it is not a state string, in one sentence.
        """
        text = text.strip()
        if text in ("", "defaults"):
            return self.defaults()
        try:
            pairs = parse_qsl(text, strict_parsing=True)
        except ValueError:
            raise ValueError(
                f"{text[:40]!r} is not a state; expected name=value pairs such as depth=6&lr=0.03."
            ) from None
        return self.defaults() | self.checked(dict(pairs))

    def spec(self, shown: Sequence[str]) -> list[dict[str, Any]]:
        """Return the shown controls as plain data for the page."""
        return [
            {
                **asdict(replace(self[name], read=None)),
                "label": self[name].label or name.replace("_", " "),
                "whole": self[name].whole,
            }
            for name in shown
        ]
