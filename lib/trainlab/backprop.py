"""Backpropagation by hand, for a whole population at once.

Lecture 04. Points are columns: a layer's activations are (E, units + 1, N), whose last row is one,
so that a layer [W | b] is a single batched matrix product in the forward pass, and one product
gives the gradients of W and b together in the backward pass. All buffers are made once.
"""

import torch
from torch import Tensor

from trainlab.batches import Batch
from trainlab.losses import Loss
from trainlab.networks import MLP


def with_ones(columns: Tensor) -> Tensor:
    """Append the row of ones that multiplies the biases: (E, in, N) to (E, in + 1, N)."""
    return torch.cat([columns, torch.ones_like(columns[:, :1])], dim=1)


def _dense_like(view: Tensor) -> Tensor:
    """Return the view itself if dense, else a dense tensor: ``bmm`` is slow to write to others."""
    return view if view.is_contiguous() else view.new_empty(view.shape)


class Backprop:
    """The forward and backward pass of E networks on N points, with its buffers.

    Args:
        net: the architecture.
        params: (E, P), read at every pass.
        grads: (E, P), overwritten by ``backward``.
        n: number of points N.
    """

    def __init__(self, net: MLP, params: Tensor, grads: Tensor, n: int) -> None:
        """Bind views of parameters and gradients, and allocate activations and deltas."""
        population = params.shape[0]
        self.net = net
        self.blocks = [layer.block(params) for layer in net.layers]
        self.weights_transposed = [block[:, :, :-1].mT for block in self.blocks]
        self.gradients = [layer.block(grads) for layer in net.layers]
        self.products = [_dense_like(block) for block in self.gradients]
        pairs = zip(self.gradients, self.products, strict=True)
        self.copies = [pair for pair in pairs if pair[0] is not pair[1]]
        self.outputs = params.new_empty(population, net.outputs, n)
        hidden = [(population, size, n) for size in net.sizes[1:-1]]
        self.augmented = [params.new_ones(e, size + 1, n) for e, size, n in hidden]
        self.transposed = [a.mT for a in self.augmented]
        self.activations = [a[:, :-1] for a in self.augmented]
        self.deltas = [params.new_empty(shape) for shape in hidden]
        keeps_input = net.function.keeps == "input"
        # Where f' needs only the output, z may lie where the backward pass will put its delta.
        self.z = [params.new_empty(shape) for shape in hidden] if keeps_input else self.deltas
        self.kept = self.z if keeps_input else self.activations

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
        """Write the gradients of all parameters, given delta = dloss/doutputs (E, out, N).

        Per layer, last to first: dW = delta a^T, db = the sum of delta over the points, and the
        delta below is (W^T delta) f'(z). ``forward`` must have been called on the same batch.
        """
        chain = self.net.function.backward
        for i in range(len(self.augmented), 0, -1):
            torch.bmm(delta, self.transposed[i - 1], out=self.products[i])
            delta = torch.bmm(self.weights_transposed[i], delta, out=self.deltas[i - 1])
            chain(delta, self.kept[i - 1])
        torch.bmm(delta, batch.x_transposed, out=self.products[0])
        for gradient, product in self.copies:
            gradient.copy_(product)

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
