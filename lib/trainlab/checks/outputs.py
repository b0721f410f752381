"""What a function returns, as arrays by name, and back."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice, permutations, takewhile
from typing import Any, Protocol

import numpy as np

Outputs = dict[str, np.ndarray]
#: Kinds of arrays that hold real numbers.
_REAL = "?biuf"
#: Entries that a list may have.
_MOST = 1000


class Unusable(ValueError):
    """What a function returned holds not the numbers that were asked for.

    Args:
        said: what it is, and what was expected, to follow "your function returned".
        name: what this mistake is called, or empty.
    """

    def __init__(self, said: str, name: str = "") -> None:
        """Keep the name."""
        super().__init__(said)
        self.name = name


class Output(Protocol):
    """One of the things that a function returns."""

    @property
    def title(self) -> str:
        """What messages call it."""

    def unpack(self, value: Any) -> Outputs:
        """Return its arrays, float64, by name; raise Unusable where it has none."""

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
        return {self.title: _numbers(self.title, value)}

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
        several = len(self.names) > 1
        pair = f"({', '.join(self.names)})" if several else self.names[0]
        entries = _entries(value)
        if entries is None:
            raise Unusable(f"{kind(value)} for {self.title}; expected a list of {pair}")
        named: Outputs = {}
        for number, entry in enumerate(entries, start=1):
            arrays = _entries(entry) if several else [entry]
            if arrays is None:
                raise Unusable(f"{kind(entry)} as entry {number} of {self.title}; expected {pair}")
            if len(arrays) != len(self.names):
                raise Unusable(
                    f"{values(len(arrays))} in entry {number} of {self.title}; expected "
                    f"{len(self.names)}, {pair}"
                )
            for name, array in zip(self.names, arrays, strict=True):
                named[f"{name}{number}"] = _numbers(f"{name}{number}", array)
        return named

    def pack(self, outputs: Outputs) -> list[Any]:
        """Return the list."""
        numbers = takewhile(lambda number: f"{self.names[0]}{number}" in outputs, count(1))
        entries = [tuple(outputs[f"{name}{number}"] for name in self.names) for number in numbers]
        return entries if len(self.names) > 1 else [array for (array,) in entries]


@dataclass(frozen=True)
class Named:
    """Arrays by name, as a drive returns them: each case has its own.

    Attributes:
        title: what all of them are called.
    """

    title: str

    def unpack(self, value: Any) -> Outputs:
        """Return each by its name."""
        return {name: _numbers(name, array) for name, array in value.items()}

    def pack(self, outputs: Outputs) -> Outputs:
        """Return them."""
        return outputs


def unpack(returns: Sequence[Output], result: Any) -> Outputs:
    """Return what a function returned as arrays by name.

    Args:
        returns: what it is to return; one thing bare, several as a tuple or list.
        result: what it returned.

    Raises:
        Unusable: where these are not the numbers that were asked for.
    """
    titles = ", ".join(output.title for output in returns)
    if result is None:
        raise Unusable(
            f"nothing (None); expected {titles}. Did you forget the return statement?", "no_return"
        )
    if len(returns) == 1:
        return returns[0].unpack(result)
    given = _entries(result)
    if given is None:
        name = "a_dict" if isinstance(result, Mapping) else "too_few"
        whole = isinstance(result, np.ndarray) and result.shape[:1] == (len(returns),)
        apart = f"; if it holds them all, take it apart: return {titles}" if whole else ""
        raise Unusable(f"{kind(result)}; expected {len(returns)} values: {titles}{apart}", name)
    if len(given) != len(returns):
        raise Unusable(
            f"{values(len(given))}; expected {len(returns)}: {titles}",
            "too_few" if len(given) < len(returns) else "too_many",
        )
    try:
        return _named(returns, given)
    except Unusable:
        if alone := _alone(returns, result):
            raise Unusable(f"{alone} alone; expected {titles}") from None
        if turned := _other_order(returns, given):
            raise Unusable(f"{turned}; the order is {titles}", "order") from None
        raise


def _named(returns: Sequence[Output], values: Sequence[Any]) -> Outputs:
    named: Outputs = {}
    for output, value in zip(returns, values, strict=True):
        named |= output.unpack(value)
    return named


def _alone(returns: Sequence[Output], result: Any) -> str:
    """Return the title of the list that the whole result is; empty where it is none of them.

    Arrays of which some are numbers and others are not are no list, but several things.
    """
    for output in returns:
        if isinstance(output, Each):
            with suppress(Unusable):
                arrays = output.unpack(result).values()
                if len(output.names) > 1 or len({array.ndim for array in arrays}) == 1:
                    return output.title
    return ""


def _other_order(returns: Sequence[Output], values: Sequence[Any]) -> str:
    """Return the titles in the order in which these values can be them; empty where in none."""
    for order in permutations(returns):
        with suppress(Unusable):
            _named(order, values)
            return ", ".join(output.title for output in order)
    return ""


def pack(returns: Sequence[Output], outputs: Outputs) -> Any:
    """Return what ``unpack`` took apart, as a function returns it."""
    values = tuple(output.pack(outputs) for output in returns)
    return values[0] if len(values) == 1 else values


def _entries(value: Any) -> list[Any] | None:
    """Return what a tuple, a list or an iterator holds; None for what is one thing."""
    if isinstance(value, np.ndarray):
        return list(value) if value.dtype == object and value.ndim else None
    if isinstance(value, Mapping) or not isinstance(value, Sequence | Iterator):
        return None
    return None if isinstance(value, str | bytes) else list(islice(value, _MOST))


def _numbers(title: str, value: Any) -> np.ndarray:
    if isinstance(value, np.ma.MaskedArray):
        raise Unusable(
            f"{title} as a masked array; expected plain numbers, such as z.data", "masked"
        )
    if isinstance(value, Mapping) or value is None or isinstance(value, str | bytes):
        raise Unusable(f"{kind(value)} for {title}; expected numbers", "no_numbers")
    try:
        # A tensor that tracks its gradient hands out no array.
        array = np.asarray(getattr(value, "detach", lambda: value)())
        real = array if array.dtype.kind in _REAL + "c" else _floats(array)
    except Exception:  # somebody's own object can fail at anything
        entries = value if isinstance(value, tuple) else ()
        if len(entries) > 1:
            raise Unusable(f"{len(entries)} values; expected {title} alone", "too_many") from None
        raise Unusable(f"{kind(value)} for {title}; expected numbers", "no_numbers") from None
    if real.dtype.kind == "c":
        raise Unusable(
            f"complex numbers for {title}; expected real ones, such as z.real", "complex"
        )
    return real.astype(np.float64)


def _floats(array: np.ndarray) -> np.ndarray:
    """Return an array of objects, each a number of any kind, as one of numbers."""
    if array.dtype != object:
        raise TypeError
    values = [v if isinstance(v, complex) else float(v) for v in array.flat]
    return np.array(values).reshape(array.shape)


def values(count: int) -> str:
    """Return so many values, in words."""
    return f"{count} value{'s' * (count != 1)}"


def kind(value: Any) -> str:
    """Return what a value is, in words."""
    if isinstance(value, np.ndarray | np.generic):
        return f"an array of shape {value.shape}" if np.ndim(value) else "a number"
    if isinstance(value, bool | int | float):
        return "a number"
    name = str(type(value).__name__)
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
