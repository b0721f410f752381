"""Backpropagation by hand, for a whole population at once.

Lecture 04. Points are columns: a layer's activations are (E, units, N), so that a layer is one
batched matrix product in the forward pass, and two in the backward pass. All buffers are made once.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import groupby
from math import prod
from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.data.batches import Batch
from trainlab.nn.losses import Loss
from trainlab.nn.networks import MLP


def with_ones(columns: Tensor) -> Tensor:
    """Append the row of ones that multiplies the biases: (E, in, N) to (E, in + 1, N)."""
    return torch.cat([columns, torch.ones_like(columns[:, :1])], dim=1)


class Buffers:
    """Where E networks keep the values of one pass over N points; chunks of one size take turns.

    Hidden layers of one size that follow each other lie in one tensor (layers, E, size, N), so
    that the gradients of the weights between them are one product.
    """

    def __init__(self, net: MLP, population: int, n: int, like: Tensor) -> None:
        """Allocate outputs, activations and deltas, of the type and on the device of ``like``."""
        runs = [(size, len(list(run))) for size, run in groupby(net.sizes[1:-1])]
        shapes = [(layers, population, size, n) for size, layers in runs]
        self.outputs = like.new_empty(population, net.outputs, n)
        self.activations = [like.new_empty(shape) for shape in shapes]
        self.deltas = [like.new_empty(shape) for shape in shapes]
        # Where f' needs only the output, z lies where f(z) will.
        keeps_input = net.function.keeps == "input"
        self.z = [like.new_empty(shape) for shape in shapes] if keeps_input else self.activations
        # ``bmm`` is slow to write to a view that is not dense: products are written here first.
        self._aside = like.new_empty(population * net.parameter_count)

    def product(self, *shape: int) -> Tensor:
        """Return where a product of this shape is written; the next one takes its place."""
        return self._aside[: prod(shape)].view(shape)


class Workspace:
    """Memory that the chunks of a population use one after another."""

    def __init__(self) -> None:
        """Start empty; what is asked for is made once."""
        self._grads: dict[int, Tensor] = {}
        self._buffers: dict[tuple[int, int], Buffers] = {}

    def grads(self, params: Tensor) -> Tensor:
        """Return gradients (E, P) for these parameters; other chunks overwrite them."""
        return self._grads.setdefault(len(params), torch.zeros_like(params))

    def buffers(self, net: MLP, params: Tensor, n: int) -> Buffers:
        """Return the buffers of a pass over n points."""
        key = (len(params), n)
        if key not in self._buffers:
            self._buffers[key] = Buffers(net, len(params), n, params)
        return self._buffers[key]


class _Product(NamedTuple):
    """The gradients of layers of one shape: dW = delta a^T, and db, the sum over the points."""

    delta: Tensor
    below_transposed: Tensor
    out: Tensor
    weights: Tensor
    biases: Tensor


class Pass(ABC):
    """How the gradients of a chunk are computed on a batch."""

    #: Each hidden layer's output (E, units, N), after ``forward``.
    activations: list[Tensor]

    @abstractmethod
    def forward(self, batch: Batch) -> Tensor:
        """Compute the outputs (E, out, N) on a batch."""

    @abstractmethod
    def backward(self, batch: Batch, delta: Tensor) -> None:
        """Write the gradients of all parameters, given dloss/doutputs (E, out, N).

        ``forward`` must have been called on the same batch.
        """

    @abstractmethod
    def slopes(self) -> list[Tensor]:
        """Return f'(z) of each hidden layer (E, units, N), after ``forward``."""

    def loss_and_gradients(self, batch: Batch, loss: Loss) -> Tensor:
        """Write the gradients of the mean loss on a batch; return each member's loss (E,)."""
        outputs = self.forward(batch)
        value = loss.value(outputs, batch.y)
        self.backward(batch, loss.gradient_(outputs, batch.y))
        return value

    def write_gradients(self, batch: Batch, loss: Loss) -> None:
        """Write the gradients of the mean loss on a batch, without computing the loss itself."""
        outputs = self.forward(batch)
        self.backward(batch, loss.gradient_(outputs, batch.y))


class Backprop(Pass):
    """The forward and backward pass of E networks on N points.

    Args:
        net: the architecture.
        params: (E, P), read at every pass.
        grads: (E, P), overwritten by ``backward``.
        buffers: those of E networks and N points.
    """

    def __init__(self, net: MLP, params: Tensor, grads: Tensor, buffers: Buffers) -> None:
        """Bind views of parameters, gradients and buffers."""
        self.net, self.grads, self.outputs = net, grads, buffers.outputs
        z, self.activations, deltas = map(_layers, (buffers.z, buffers.activations, buffers.deltas))
        self.kept = z if net.function.keeps == "input" else self.activations
        blocks = [layer.block(params) for layer in net.layers]
        weights = [block[:, :, :-1] for block in blocks]
        biases = [block[:, :, -1:] for block in blocks]
        sums = [*z, self.outputs]
        self._first = blocks[0], sums[0]
        self._up = list(zip(z, self.activations, biases[1:], weights[1:], sums[1:], strict=True))
        transposed = [w.mT for w in weights[1:]]
        self._down = list(zip(transposed, deltas, self.kept, strict=True))[::-1]
        self._first_delta = [*deltas, self.outputs][0]
        self._first_gradient = net.layers[0].block(grads)
        self._first_aside = buffers.product(*self._first_gradient.shape)
        self._products = list(self._bind_products(buffers))

    def _bind_products(self, buffers: Buffers) -> Iterator[_Product]:
        """Return the products of every layer but the first, whose input changes."""
        layer = 1
        above = [*(delta[0] for delta in buffers.deltas), self.outputs][1:]
        for a, delta, next_delta in zip(buffers.activations, buffers.deltas, above, strict=True):
            inner = len(a) - 1
            if inner:
                yield self._product(layer, inner, delta[1:], a[:-1], buffers)
            yield self._product(layer + inner, 1, next_delta[None], a[-1:], buffers)
            layer += inner + 1

    def _product(
        self, first: int, count: int, delta: Tensor, below: Tensor, buffers: Buffers
    ) -> _Product:
        """Bind layers first ... first+count-1."""
        layers = self.net.layers[first : first + count]
        region = self.grads[:, layers[0].start : layers[-1].stop]
        shape = (len(region), count, layers[0].outputs, layers[0].inputs + 1)
        gradient = region.view(shape).transpose(0, 1)
        weights, biases = gradient[..., :-1], gradient[..., -1]
        out = buffers.product(*weights.shape)
        return _Product(delta, below.flatten(0, 1).mT, out, weights, biases)

    def forward(self, batch: Batch) -> Tensor:
        """Compute the outputs (E, out, N) on a batch."""
        activate = self.net.function.forward
        block, z = self._first
        torch.bmm(block, batch.x, out=z)
        for z, a, bias, weights, above in self._up:
            torch.baddbmm(bias, weights, activate(z, a), out=above)
        return self.outputs

    def backward(self, batch: Batch, delta: Tensor) -> None:
        """Write the gradients of all parameters, given delta = dloss/doutputs in ``outputs``.

        Per layer, last to first, the delta below is (W^T delta) f'(z); then dW = delta a^T and
        db = the sum of delta over the points.
        """
        activate = self.net.function.backward
        for transposed, lower, kept in self._down:
            delta = activate(torch.bmm(transposed, delta, out=lower), kept)
        torch.bmm(self._first_delta, batch.x_transposed, out=self._first_aside)
        self._first_gradient.copy_(self._first_aside)
        for above, below, out, weights, biases in self._products:
            torch.bmm(above.flatten(0, 1), below, out=out.flatten(0, 1))
            weights.copy_(out)
            torch.sum(above, dim=-1, out=biases)

    def slopes(self) -> list[Tensor]:
        """Return f'(z) of each hidden layer (E, units, N), after ``forward``."""
        return [self.net.function.slope(kept) for kept in self.kept]


def _layers(runs: list[Tensor]) -> list[Tensor]:
    return [layer for run in runs for layer in run]
