"""Backpropagation by hand, for a whole population at once.

Lecture 04. Points are columns: a layer's activations are (E, units + 1, N), whose last row is one,
so that a layer [W | b] is a single batched matrix product in the forward pass, and one product
gives the gradients of W and b together in the backward pass. All buffers are made once.
"""

from itertools import groupby
from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.batches import Batch
from trainlab.losses import Loss
from trainlab.networks import MLP


def with_ones(columns: Tensor) -> Tensor:
    """Append the row of ones that multiplies the biases: (E, in, N) to (E, in + 1, N)."""
    return torch.cat([columns, torch.ones_like(columns[:, :1])], dim=1)


class _Product(NamedTuple):
    """One batched product dW = delta a^T, for a run of layers of one shape at once."""

    delta: Tensor
    below_transposed: Tensor
    out: Tensor
    gradient: Tensor


class Backprop:
    """The forward and backward pass of E networks on N points, with its buffers.

    Hidden layers of one size that follow each other lie in one tensor (layers, E, ...), so that
    their derivatives, and the gradients of the weights between them, take one operation each.

    Args:
        net: the architecture.
        params: (E, P), read at every pass.
        grads: (E, P), overwritten by ``backward``.
        n: number of points N.
    """

    def __init__(self, net: MLP, params: Tensor, grads: Tensor, n: int) -> None:
        """Bind views of parameters and gradients, and allocate activations and deltas."""
        self.net, self.grads = net, grads
        population = params.shape[0]
        self.blocks = [layer.block(params) for layer in net.layers]
        self.weights_transposed = [block[:, :, :-1].mT for block in self.blocks]
        self.outputs = params.new_empty(population, net.outputs, n)
        runs = [(size, len(list(run))) for size, run in groupby(net.sizes[1:-1])]
        augmented = [params.new_ones(k, population, size + 1, n) for size, k in runs]
        deltas = [params.new_empty(k, population, size, n) for size, k in runs]
        keeps_input = net.function.keeps == "input"
        # Where f' needs only the output, z may lie where the backward pass will put its delta.
        z = [torch.empty_like(d) for d in deltas] if keeps_input else deltas
        self.augmented = [layer for run in augmented for layer in run]
        self.activations = [a[:, :-1] for a in self.augmented]
        self.deltas = [layer for run in deltas for layer in run]
        self.z = [layer for run in z for layer in run]
        self.kept_runs = z if keeps_input else [a[:, :, :-1] for a in augmented]
        self._first = self._product(0, 1, self.deltas[0] if deltas else self.outputs, None)
        self._products = self._bind_products(augmented, deltas)
        self._copies = [
            (product.gradient, product.out.view(product.gradient.shape))
            for product in (self._first, *self._products)
            if product.out.data_ptr() != product.gradient.data_ptr()
        ]

    def _bind_products(self, augmented: list[Tensor], deltas: list[Tensor]) -> list[_Product]:
        """Return the products of every layer but the first, whose input changes."""
        products, layer = [], 1
        for i, (a, delta) in enumerate(zip(augmented, deltas, strict=True)):
            inner = len(a) - 1
            if inner:
                below = a[:-1].flatten(0, 1)
                products.append(self._product(layer, inner, delta[1:].flatten(0, 1), below))
            above = deltas[i + 1][0] if i + 1 < len(deltas) else self.outputs
            products.append(self._product(layer + inner, 1, above, a[-1]))
            layer += inner + 1
        return products

    def _product(self, layer: int, count: int, delta: Tensor, below: Tensor | None) -> _Product:
        """Bind layers layer ... layer+count-1; ``bmm`` is slow to write to a view that is not
        dense, so there the product is written aside and copied.
        """
        first, last = self.net.layers[layer], self.net.layers[layer + count - 1]
        region = self.grads[:, first.start : last.stop]
        shape = (len(region), count, first.outputs, first.inputs + 1)
        gradient = region.view(shape).transpose(0, 1)
        dense = gradient if gradient.is_contiguous() else torch.empty_like(gradient.contiguous())
        out = dense.view(-1, *shape[2:])
        transposed = out.new_empty(0) if below is None else below.mT
        return _Product(delta, transposed, out, gradient)

    def forward(self, x: Tensor) -> Tensor:
        """Compute the outputs (E, out, N) for inputs with ones, (E, in + 1, N)."""
        activate, below = self.net.function.forward, x
        for block, z, a, augmented in zip(
            self.blocks, self.z, self.activations, self.augmented, strict=False
        ):
            activate(torch.bmm(block, below, out=z), a)
            below = augmented
        return torch.bmm(self.blocks[-1], below, out=self.outputs)

    def backward(self, batch: Batch, delta: Tensor) -> None:
        """Write the gradients of all parameters, given delta = dloss/doutputs in ``outputs``.

        Per layer, last to first, the delta below is (W^T delta) f'(z); then dW = delta a^T and
        db = the sum of delta over the points. ``forward`` must have been called on the same batch.
        """
        slope = self.net.function.slope
        slopes = [layer for kept in self.kept_runs for layer in slope(kept).unbind()]
        for i in range(len(self.deltas), 0, -1):
            delta = torch.bmm(self.weights_transposed[i], delta, out=self.deltas[i - 1])
            delta.mul_(slopes[i - 1])
        torch.bmm(self._first.delta, batch.x_transposed, out=self._first.out)
        for product in self._products:
            torch.bmm(product.delta, product.below_transposed, out=product.out)
        for gradient, aside in self._copies:
            gradient.copy_(aside)

    def loss_and_gradients(self, batch: Batch, loss: Loss) -> Tensor:
        """Write the gradients of the mean loss on a batch; return each member's loss (E,)."""
        outputs = self.forward(batch.x)
        value = loss.value(outputs, batch.y)
        self.backward(batch, loss.gradient_(outputs, batch.y))
        return value

    def write_gradients(self, batch: Batch, loss: Loss) -> None:
        """Write the gradients of the mean loss on a batch, without computing the loss itself."""
        outputs = self.forward(batch.x)
        self.backward(batch, loss.gradient_(outputs, batch.y))
