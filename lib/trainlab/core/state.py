"""What a rule carries from step to step, and the rows of it that belong to some members."""

from typing import Any

from torch import Tensor

#: Tensors (E, ...) by name, numbers such as a count t, and states of the same form within it.
State = dict[str, Any]


def rows(values: Any, members: Tensor | slice) -> Any:
    """Return a copy of these members' rows, of one tensor or of every tensor in a state."""
    if isinstance(values, dict):
        return {name: rows(value, members) for name, value in values.items()}
    return values[members].clone() if isinstance(values, Tensor) else values


def put_rows(state: State, members: Tensor, values: State) -> None:
    """Write these members' rows of every tensor in a state."""
    for name, value in values.items():
        if isinstance(value, dict):
            put_rows(state[name], members, value)
        elif isinstance(value, Tensor):
            state[name][members] = value
