"""What a network is: where its parameters lie in a flat vector, and its layers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from trainlab.core import arguments, streams
from trainlab.nn.initializers import Draws, Initializer
from trainlab.nn.layers import Block
from trainlab.nn.torch_names import TORCH_ACTIVATIONS, our_name


class AffineSlot(NamedTuple):
    """One affine layer's place in the flat parameters: rows [weights | bias] of each output.

    A convolution is one on patches; ``kernel`` is the number of pixels in a patch.
    """

    start: int
    stop: int
    inputs: int
    outputs: int
    kernel: int = 1

    def block(self, params: Tensor) -> Tensor:
        """Return the view (E, out, in + 1) of flat parameters (E, P); the last column is b."""
        flat = params[:, self.start : self.stop]
        return flat.view(params.shape[0], self.outputs, self.inputs + 1)


class Slot(NamedTuple):
    """The place of other numbers, such as a batch norm's scale, in flat numbers (E, P)."""

    start: int
    stop: int
    shape: tuple[int, ...]
    initial: tuple[float, ...]

    def view(self, flat: Tensor) -> Tensor:
        """Return the view (E, *shape)."""
        return flat[:, self.start : self.stop].view(len(flat), *self.shape)


class Plan:
    """Hands out consecutive places in flat numbers."""

    def __init__(self) -> None:
        """Start at zero."""
        self.layers: list[AffineSlot] = []
        self.slots: list[Slot] = []
        self.size = 0

    def layer(self, inputs: int, outputs: int, kernel: int = 1) -> AffineSlot:
        """Place [weights | bias]."""
        start, self.size = self.size, self.size + outputs * (inputs + 1)
        self.layers.append(AffineSlot(start, self.size, inputs, outputs, kernel))
        return self.layers[-1]

    def slot(self, rows: Sequence[float], columns: int | None = None) -> Slot:
        """Place (rows, columns) numbers, each row of one initial value; (rows,) by default."""
        shape = (len(rows),) if columns is None else (len(rows), columns)
        initial = tuple(value for value in rows for _ in range(columns or 1))
        start, self.size = self.size, self.size + len(initial)
        self.slots.append(Slot(start, self.size, shape, initial))
        return self.slots[-1]


class Network(ABC):
    """An architecture. A population of E such networks keeps all parameters in one tensor (E, P).

    Networks that keep running statistics have them in a second tensor, the buffers (E, Q).
    """

    #: Rate of dropping hidden units in training, one number or one for each hidden layer.
    dropout: float | Sequence[float] = 0.0
    #: Rate of dropping inputs in training.
    input_dropout: float = 0.0
    #: Whether two threads may compute with it at once.
    thread_safe = True

    @property
    @abstractmethod
    def inputs(self) -> int:
        """Number of inputs."""

    @property
    @abstractmethod
    def outputs(self) -> int:
        """Number of outputs."""

    @property
    @abstractmethod
    def unit_count(self) -> int:
        """Number of values that a training pass keeps for one point, about."""

    @property
    @abstractmethod
    def parameter_count(self) -> int:
        """P, the number of parameters of one network."""

    @property
    def buffer_count(self) -> int:
        """Q, the number of running statistics of one network."""
        return 0

    @property
    @abstractmethod
    def segments(self) -> Sequence[tuple[int, int]]:
        """Where the parameters of layer 1, 2, ... start and stop."""

    @property
    def depth(self) -> int:
        """Number of hidden layers."""
        return len(self.segments) - 1

    @abstractmethod
    def is_weight(self) -> Tensor:
        """Return (P,) float64: one where the parameter is a weight, zero elsewhere."""

    @abstractmethod
    def initial(self, init: Initializer, seeds: Tensor, dtype: torch.dtype) -> Tensor:
        """Return initial parameters (E, P) for members with these seeds (E,)."""

    def initial_buffers(self, population: int, like: Tensor) -> Tensor:
        """Return the running statistics (E, Q) before training."""
        return like.new_zeros(population, self.buffer_count)

    @abstractmethod
    def forward(self, params: Tensor, x: Tensor, buffers: Tensor | None = None) -> Tensor:
        """Return the outputs (E, N, out) at inference, differentiable by autograd.

        Args:
            params: (E, P).
            x: inputs (N, in) or (E, N, in).
            buffers: running statistics (E, Q); those before training when not given.
        """


class LayeredNetwork(Network):
    """A network of layers whose forward and backward passes are written by hand."""

    @property
    @abstractmethod
    def layers(self) -> Sequence[AffineSlot]:
        """The affine layers, first to last; a convolution is one on patches."""

    @property
    def slots(self) -> Sequence[Slot]:
        """Parameters outside the layers; each follows its layer."""
        return ()

    @property
    def buffer_slots(self) -> Sequence[Slot]:
        """Running statistics."""
        return ()

    @property
    def buffer_count(self) -> int:
        """Q, the number of running statistics of one network."""
        return sum(slot.stop - slot.start for slot in self.buffer_slots)

    @cached_property
    def segments(self) -> Sequence[tuple[int, int]]:
        """Where the parameters of layer 1, 2, ... start and stop, slots included."""
        starts = [layer.start for layer in self.layers]
        return list(zip(starts, [*starts[1:], self.parameter_count], strict=True))

    def is_weight(self) -> Tensor:
        """Return (P,) float64: one where the parameter is a weight, zero elsewhere."""
        mask = torch.zeros(1, self.parameter_count, dtype=torch.float64)
        for layer in self.layers:
            layer.block(mask)[:, :, :-1] = 1
        return mask[0]

    def initial(self, init: Initializer, seeds: Tensor, dtype: torch.dtype) -> Tensor:
        """Return initial parameters (E, P) for members with these seeds (E,)."""
        params = seeds.new_zeros(len(seeds), self.parameter_count, dtype=dtype)
        keys = streams.keys(seeds, streams.WEIGHTS)
        for layer in self.layers:
            draws = Draws(keys, layer.start, layer.inputs, layer.outputs, layer.kernel)
            layer.block(params)[:, :, :-1] = init.weights(draws)
            if init.biases:
                layer.block(params)[:, :, -1:] = init.biases(draws.biases)
        return _filled(params, self.slots)

    def initial_buffers(self, population: int, like: Tensor) -> Tensor:
        """Return the running statistics (E, Q) before training."""
        return _filled(super().initial_buffers(population, like), self.buffer_slots)

    @abstractmethod
    def blocks(self, params: Tensor, grads: Tensor, buffers: Tensor) -> list[Block]:
        """Return one block for each layer, bound to parameters, gradients and buffers."""

    def forward(self, params: Tensor, x: Tensor, buffers: Tensor | None = None) -> Tensor:
        """Return the outputs (E, N, out) at inference, differentiable by autograd."""
        return self.layer_outputs(params, x, buffers)[-1].mT

    def layer_outputs(
        self, params: Tensor, x: Tensor, buffers: Tensor | None = None
    ) -> list[Tensor]:
        """Return what every layer gives at inference (E, units, N), without its shortcut.

        Arguments as in ``forward``.
        """
        if buffers is None:
            buffers = self.initial_buffers(len(params), params)
        a = x.mT.expand(len(params), -1, -1)
        blocks = self.blocks(params, params, buffers)
        for block in blocks:
            a = block.forward(a, None)
        return [block.inner for block in blocks]


def _filled(flat: Tensor, slots: Sequence[Slot]) -> Tensor:
    for slot in slots:
        flat[:, slot.start : slot.stop] = flat.new_tensor(slot.initial)
    return flat


def activation_name(given: Any, known: Iterable[str]) -> str:
    """Return the name of an activation, given by ours, as ours, or as PyTorch's.

    Raises:
        ValueError: for one that is not known; the message says which are.
    """
    name = our_name(getattr(given, "name", given), TORCH_ACTIVATIONS)
    arguments.choice("activation", name, dict.fromkeys(known))
    return str(name)


def checked_dropout(dropout: float | Sequence[float], layers: int) -> float | tuple[float, ...]:
    """Return a rate of dropping, or one for each hidden layer; raise ValueError otherwise."""
    if isinstance(dropout, np.ndarray | Tensor) and dropout.ndim:
        dropout = dropout.tolist()
    if not isinstance(dropout, Sequence):
        return arguments.fraction("dropout", dropout)
    if len(dropout) != layers:
        raise ValueError(
            f"dropout={dropout!r} was given; expected one number, or one for each of the "
            f"{layers} hidden layers."
        )
    return tuple(arguments.fraction("each of dropout", rate) for rate in dropout)
