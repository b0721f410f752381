"""What a function returns, as arrays by name, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any, Protocol

import numpy as np

Outputs = dict[str, np.ndarray]


class Output(Protocol):
    """One of the things that a function returns."""

    @property
    def title(self) -> str:
        """What messages call it."""

    def unpack(self, value: Any) -> Outputs:
        """Return its arrays, float64, by name; raise TypeError or ValueError where it has none."""

    def pack(self, outputs: Outputs) -> Any:
        """Return the value that ``unpack`` took apart."""


@dataclass(frozen=True)
class Array:
    """An array, or a number.

    Attributes:
        title: its name.
    """

    title: str

    def unpack(self, value: Any) -> Outputs:
        """Return it by its name."""
        return {self.title: np.asarray(value, dtype=np.float64)}

    def pack(self, outputs: Outputs) -> np.ndarray:
        """Return the array."""
        return outputs[self.title]


@dataclass(frozen=True)
class Each:
    """A list of arrays, or of tuples of arrays, one for each layer or step.

    The arrays are numbered from one: ``Each("params", ("W", "b"))`` is a list [(W1, b1), (W2, b2),
    ...], and ``Each("weights", ("W",))`` a list [W1, W2, ...].

    Attributes:
        title: what messages call the list.
        names: of the arrays of one entry.
    """

    title: str
    names: tuple[str, ...]

    def unpack(self, value: Any) -> Outputs:
        """Return all arrays by name and number."""
        named: Outputs = {}
        for number, entry in enumerate(value, start=1):
            arrays = entry if len(self.names) > 1 else [entry]
            for name, array in zip(self.names, arrays, strict=True):
                named[f"{name}{number}"] = np.asarray(array, dtype=np.float64)
        return named

    def pack(self, outputs: Outputs) -> list[Any]:
        """Return the list."""
        numbers = takewhile(lambda number: f"{self.names[0]}{number}" in outputs, count(1))
        entries = [tuple(outputs[f"{name}{number}"] for name in self.names) for number in numbers]
        return entries if len(self.names) > 1 else [array for (array,) in entries]


def unpack(returns: Sequence[Output], result: Any) -> Outputs:
    """Return what a function returned as arrays by name.

    Args:
        returns: what it is to return; one thing bare, several as a tuple or list.
        result: what it returned.

    Raises:
        TypeError, ValueError: where these are not the numbers that were asked for.
    """
    values = [result] if len(returns) == 1 else result
    named: Outputs = {}
    for output, value in zip(returns, values, strict=True):
        named |= output.unpack(value)
    return named


def pack(returns: Sequence[Output], outputs: Outputs) -> Any:
    """Return what ``unpack`` took apart, as a function returns it."""
    values = tuple(output.pack(outputs) for output in returns)
    return values[0] if len(values) == 1 else values
