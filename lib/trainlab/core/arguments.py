"""Checks of what a caller passed: each error says what was given, what was expected, what to do."""

import inspect
import math
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from numbers import Real
from operator import index
from typing import Any, TypeVar, get_args

import numpy as np
import torch

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

#: How many seeds there are.
SEEDS = 1 << 63
#: What NumPy's kinds of numbers become: truth values, whole numbers with and without sign, reals.
KINDS = {"b": np.bool_, "i": np.int64, "u": np.int64, "f": np.float64}


def spelled_out(defaults: Mapping[str, object], without: Collection[str] = ()) -> Callable[[F], F]:
    """Show what a function takes as ``**options: Unpack[Table]``: each key with its default.

    An editor reads the ``TypedDict``; notebooks and ``help`` read the signature that is set here,
    without the keys that the function does not take.
    """

    def decorate(function: F) -> F:
        *named, options = inspect.signature(function).parameters.values()
        (table,) = get_args(options.annotation)
        keywords = [
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, default=defaults[name], annotation=kind
            )
            for name, kind in table.__annotations__.items()
            if name not in without
        ]
        vars(function)["__signature__"] = inspect.Signature([*named, *keywords])
        return function

    return decorate


def defaults_of(function: Callable[..., object]) -> dict[str, object]:
    """Return the default of every argument that has one."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


def choice(name: str, value: str, table: Mapping[str, T]) -> T:
    """Return ``table[value]``; raise ValueError naming the nearest valid choices."""
    if isinstance(value, str) and value in table:
        return table[value]
    near = get_close_matches(str(value), table, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"{name}={value!r} is not known; choose one of {listed(table)}.{hint}")


def listed(names: Iterable[str]) -> str:
    """Return the names as a comma-separated list of quoted words."""
    return ", ".join(repr(n) for n in names)


def as_number(value: object) -> float:
    """Return a number as a float: Python's, NumPy's, or a tensor of one; NaN for what is none."""
    if isinstance(value, torch.Tensor | np.ndarray) and value.ndim == 0:
        value = value.item()
    if not isinstance(value, Real) or isinstance(value, bool):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def integer(name: str, value: object, at_least: int) -> int:
    """Return ``value`` as an int no smaller than ``at_least``; raise ValueError otherwise."""
    try:
        number = None if isinstance(value, bool | np.bool_) else index(value)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if number is None or number < at_least:
        raise ValueError(
            f"{name}={value!r} was given; expected a whole number of at least {at_least}."
        )
    return number


def seed(value: object) -> int:
    """Return a seed, a whole number from 0 to 2^63 - 1; raise ValueError otherwise."""
    number = integer("seed", value, at_least=0)
    if number >= SEEDS:
        raise ValueError(f"seed={value!r} was given; expected a whole number below 2^63.")
    return number


def switch(name: str, value: object) -> bool:
    """Return True or False, Python's or NumPy's; raise ValueError for anything else."""
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name}={value!r} was given; expected True or False.")
    return bool(value)


def per_member(
    name: str,
    value: float | torch.Tensor,
    population: int,
    *,
    positive: bool = False,
    signed: bool = False,
) -> float | torch.Tensor:
    """Return a setting that is one number for all members, or a tensor (E,) with one for each.

    A tensor, or NumPy's array, comes back as a column (E, 1) that broadcasts over the parameters,
    and such a column as it is. Raises ValueError for a negative or non-finite number (and for zero,
    when ``positive``; not for a negative one, when ``signed``) and for another shape.
    """
    sign = "" if signed else "positive, " if positive else "non-negative, "
    try:
        number = as_number(value)
        numbers = tensor(value if math.isnan(number) else number).to(torch.float64)
    except (TypeError, ValueError, RuntimeError):
        numbers = torch.tensor(float("nan"))
    too_small = numbers <= 0 if positive else numbers < 0
    if not bool(torch.isfinite(numbers).all()) or (bool(too_small.any()) and not signed):
        raise ValueError(f"{name}={shown(value)} was given; expected a {sign}finite number.")
    if numbers.ndim == 0:
        return float(numbers)
    if numbers.shape not in ((population,), (population, 1)):
        raise ValueError(
            f"{name} has shape {tuple(numbers.shape)}; expected one number, "
            f"or one for each of the {population} members, shape ({population},)."
        )
    return numbers.view(population, 1)


def fraction(name: str, value: float) -> float:
    """Return a number in [0, 1); raise ValueError otherwise."""
    number = as_number(value)
    if not 0 <= number < 1:
        raise ValueError(f"{name}={value!r} was given; expected a number in [0, 1), such as 0.9.")
    return number


def finite(name: str, points: torch.Tensor) -> None:
    """Raise ValueError where points (N, ...) have a NaN or an infinity, naming the first row."""
    rows = (~points.isfinite()).flatten(1) if points.ndim > 1 else ~points.isfinite()[:, None]
    bad = rows.any(dim=1)
    if bool(bad.any()):
        first = int(bad.nonzero()[0])
        row = points[first].flatten()
        raise ValueError(
            f"{name} has {float(row[~row.isfinite()][0])} in row {first}, the first of "
            f"{int(bad.sum())} rows (of {len(points)}) that are not finite; expected finite "
            "points: leave those rows out, or fill them in."
        )


def tensor(value: Any) -> torch.Tensor:
    """Return a tensor as it is, and what NumPy makes an array of as a tensor of its own.

    Raises:
        ValueError, TypeError: for what is no array of numbers.
    """
    if isinstance(value, torch.Tensor):
        return value
    array = np.asarray(value)
    if array.dtype.kind not in KINDS:
        raise TypeError(f"{array.dtype} is no type of numbers")
    return torch.from_numpy(array.astype(KINDS[array.dtype.kind]))


def shown(value: object) -> str:
    """Return how a message shows a value: an array by its shape."""
    if isinstance(value, torch.Tensor | np.ndarray) and value.ndim:
        kind = "a tensor" if isinstance(value, torch.Tensor) else "an array"
        return f"{kind} {tuple(value.shape)}"
    return repr(value)
