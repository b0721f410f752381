"""Checks of what a caller passed: each error says what was given, what was expected, what to do."""

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

import torch

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


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


def integer(name: str, value: object, at_least: int) -> int:
    """Return ``value`` as an int no smaller than ``at_least``; raise ValueError otherwise."""
    if isinstance(value, bool) or not hasattr(value, "__index__") or int(value) < at_least:
        raise ValueError(
            f"{name}={value!r} was given; expected a whole number of at least {at_least}."
        )
    return int(value)


def per_member(
    name: str,
    value: float | torch.Tensor,
    population: int,
    *,
    positive: bool = False,
    signed: bool = False,
) -> float | torch.Tensor:
    """Return a setting that is one number for all members, or a tensor (E,) with one for each.

    A tensor comes back as a column (E, 1) that broadcasts over the parameters, and such a column as
    it is. Raises ValueError for a negative or non-finite number (and for zero, when ``positive``;
    not for a negative one, when ``signed``) and for another shape.
    """
    sign = "" if signed else "positive, " if positive else "non-negative, "
    shown = value if not isinstance(value, torch.Tensor) else f"a tensor {tuple(value.shape)}"
    try:
        numbers = torch.as_tensor(value, dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        numbers = torch.tensor(float("nan"))
    too_small = numbers <= 0 if positive else numbers < 0
    if not bool(torch.isfinite(numbers).all()) or (bool(too_small.any()) and not signed):
        raise ValueError(f"{name}={shown!r} was given; expected a {sign}finite number.")
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
    if not isinstance(value, int | float) or not 0 <= value < 1:
        raise ValueError(f"{name}={value!r} was given; expected a number in [0, 1), such as 0.9.")
    return float(value)
