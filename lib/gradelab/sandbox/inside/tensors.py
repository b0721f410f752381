"""PyTorch's tensors as arrays, where PyTorch is loaded; it takes a second to import."""

import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Parts:
    """A tensor in memory of the processor, without the graph that it may belong to.

    Attributes:
        data: its values.
        grad: the values of its gradient, or None.
        requires_grad: whether a gradient is to be computed.
        parameter: whether it is an ``nn.Parameter``.
    """

    data: np.ndarray
    grad: np.ndarray | None
    requires_grad: bool
    parameter: bool


def grad_enabled() -> bool | None:
    """Return whether operations are recorded for gradients; None where PyTorch is not loaded."""
    torch = sys.modules.get("torch")
    return None if torch is None else torch.is_grad_enabled()


def set_grad_enabled(enabled: bool | None) -> AbstractContextManager[Any]:
    """Return a context in which operations are recorded or not; with None it changes nothing."""
    torch = sys.modules.get("torch")
    return nullcontext() if torch is None or enabled is None else torch.set_grad_enabled(enabled)


def take_apart(value: Any) -> Parts | None:
    """Return the parts of a tensor; None for what is none, or has no array of its type."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.Tensor):
        return None
    try:
        data = value.detach().numpy()
        grad = value.grad.numpy() if value.is_leaf and value.grad is not None else None
    except (TypeError, RuntimeError):  # on a GPU, sparse, of a type that NumPy lacks
        return None
    return Parts(data, grad, value.requires_grad, isinstance(value, torch.nn.Parameter))


def put_together(parts: Parts) -> Any:
    """Return the tensor, or its array where PyTorch is not loaded."""
    torch = sys.modules.get("torch")
    if torch is None:
        return parts.data
    tensor = torch.tensor(parts.data)
    if parts.parameter:
        tensor = torch.nn.Parameter(tensor, requires_grad=parts.requires_grad)
    tensor.requires_grad_(parts.requires_grad)
    if parts.grad is not None:
        tensor.grad = torch.tensor(parts.grad)
    return tensor


def adopt(ours: Any, theirs: Any) -> Any:
    """Change our tensor, in place, to what it has become at the other side; return it.

    What cannot be changed in place is replaced by theirs.
    """
    torch = sys.modules["torch"]
    if ours.dtype != theirs.dtype or ours.shape != theirs.shape:
        return theirs
    if not torch.equal(ours, theirs):
        try:
            with torch.no_grad():
                ours.copy_(theirs)
        except RuntimeError:
            return theirs
    if ours.is_leaf:
        ours.grad = theirs.grad
    return ours
