"""Arrays in nested lists and tuples, as the parameters of a network lie."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array

#: An array, or a list or tuple of such.
Nested = Any
#: What a rule keeps of one array.
Memory = dict[str, Any]
State = dict[str, Any]
#: (p, g, memory, t) -> what one array becomes at step t, and what is kept of it.
Update = Callable[[Array, Array, Memory, int], tuple[Array, Memory]]


def leaves(nested: Nested) -> list[Array]:
    """Return the arrays, first to last."""
    if isinstance(nested, list | tuple):
        return [array for part in nested for array in leaves(part)]
    return [nested]


def rebuilt(model: Nested, arrays: Sequence[Array]) -> Nested:
    """Return these arrays, nested like ``model``."""
    return _rebuilt(model, iter(arrays))


def _rebuilt(model: Nested, arrays: Iterator[Array]) -> Nested:
    if isinstance(model, list | tuple):
        return type(model)(_rebuilt(part, arrays) for part in model)
    return next(arrays)


def mapped(function: Callable[..., Array], *nested: Nested) -> Nested:
    """Return what a function makes of each array, or of each with the others in its place."""
    return rebuilt(nested[0], [function(*each) for each in zip(*map(leaves, nested), strict=True)])


def each_array(
    update: Update, params: Nested, grads: Nested, state: State, shared: str = ""
) -> tuple[Nested, State]:
    """Return what a rule returns that steps array by array.

    Args:
        update: what it does to one.
        params: all arrays.
        grads: their gradients.
        state: what it returned at the step before.
        shared: how memory is shared, as it should not be: arrays of one "shape" have one; or what
            is kept of an array is handed on to the "next", if that has its shape.
    """
    t = state.get("t", 0) + 1
    arrays = list(zip(leaves(params), leaves(grads), strict=True))
    memories = list(state.get("own", [{}] * len(arrays)))
    shapes = [p.shape for p, _ in arrays]
    new = []
    for number, (p, g) in enumerate(arrays):
        place = {"shape": shapes.index(p.shape), "next": 0}.get(shared, number)
        kept = memories[place]
        if shared == "next" and any(np.shape(value) != p.shape for value in kept.values()):
            kept = {}
        stepped, memories[place] = update(p, g, kept, t)
        new.append(stepped)
    return rebuilt(params, new), {"t": t, "own": memories}


def recalled(memory: Memory, name: str, array: Array) -> Any:
    """Return what is remembered by this name; at first zeros like an array."""
    return memory[name] if name in memory else np.zeros(array.shape, real(array))


def real(array: Array) -> Any:
    """Return the type that numbers like these are computed in."""
    return np.float32 if array.dtype == np.float32 else np.float64
