"""What a layer is, and how layers make a block with a shortcut around it.

A layer is bound to its parameters and to where their gradients go. ``forward`` is made of plain
differentiable operations; it keeps what ``backward`` needs. Values are columns (E, units, N).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import torch
from torch import Tensor


@dataclass
class Context:
    """What a training pass tells its layers; at inference there is none.

    Attributes:
        step: the step, which decides what is dropped.
        keys: (E,) keys of the members' random streams.
        dropout: rate of dropping hidden units, a number, (E, 1, 1), or for each layer (E, L, 1).
        input_dropout: rate of dropping inputs, a number or (E, 1, 1).
    """

    step: int
    keys: Tensor
    dropout: float | Tensor
    input_dropout: float | Tensor = 0.0

    def rate(self, index: int | None) -> float | Tensor:
        """Return the rate of dropping in hidden layer ``index``, a number or (E, 1, 1); that of the
        inputs for None.
        """
        if index is None:
            return self.input_dropout
        if isinstance(self.dropout, Tensor) and self.dropout.shape[1] > 1:
            return self.dropout[:, index : index + 1]
        return self.dropout


class Layer(Protocol):
    """One operation on columns."""

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """Return the layer's output for input (E, in, N); inference without a context."""
        ...

    def backward(self, delta: Tensor) -> Tensor:
        """Write the gradients of the parameters; return dloss/dinput from dloss/doutput."""
        ...


@runtime_checkable
class Sloped(Protocol):
    """A layer that is an activation."""

    def slope(self) -> Tensor:
        """Return f'(z) of the last forward pass (E, units, N)."""
        ...


class Block:
    """Layers in a row, with a shortcut around them.

    Args:
        layers: first to last.
        shortcut: None; "add" for a + F(a) (He et al., "Deep residual learning for image
            recognition", 2016); "concatenate" for [a, F(a)] (Huang et al., "Densely connected
            convolutional networks", 2017).
    """

    def __init__(self, layers: Sequence[Layer], shortcut: str | None = None) -> None:
        """Keep the layers."""
        self.layers, self.shortcut = layers, shortcut

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """Run the layers first to last; ``inner`` is F(a)."""
        inner = a
        for layer in self.layers:
            inner = layer.forward(inner, context)
        self.inner = inner
        if self.shortcut == "add":
            return a + inner
        if self.shortcut == "concatenate":
            return torch.cat([a, inner], dim=1)
        return inner

    def slope(self) -> Tensor:
        """Return f'(z) of the block's activation, after ``forward``."""
        return next(layer.slope() for layer in self.layers if isinstance(layer, Sloped))

    def backward(self, delta: Tensor) -> Tensor:
        """Run the layers last to first; what reaches the input by the shortcut is added."""
        around = None
        if self.shortcut == "add":
            around = delta
        elif self.shortcut == "concatenate":
            around, delta = delta.split(
                [delta.shape[1] - self.inner.shape[1], self.inner.shape[1]], dim=1
            )
        for layer in reversed(self.layers):
            delta = layer.backward(delta)
        return delta if around is None else delta + around
