"""Training passes of networks beyond the plain MLP: by layers, and through torch.func."""

import torch
from torch import Tensor

from trainlab.data.batches import Batch
from trainlab.engine.passes.backprop import Pass
from trainlab.nn.layers import Context, Dropout, Rates
from trainlab.nn.networks import LayeredNetwork, Network


class LayeredBackprop(Pass):
    """The forward and backward pass of E layered networks, block by block.

    Args:
        net: the architecture.
        params: (E, P), read at every pass.
        grads: (E, P), overwritten by ``backward``.
        buffers: running statistics (E, Q), moved by ``forward``.
        keys: (E,) keys of the members' random streams.
    """

    def __init__(
        self, net: LayeredNetwork, params: Tensor, grads: Tensor, buffers: Tensor, keys: Tensor
    ) -> None:
        """Bind the layers."""
        self._blocks = net.blocks(params, grads, buffers)
        self._inputs = Dropout(None)
        self._keys = keys
        self._rates: tuple[float | Tensor, ...] = (0.0, 0.0)

    def drop(self, rates: Rates) -> None:
        """From now on drop hidden units and inputs at these rates."""
        self._rates = tuple(
            rate[..., None] if isinstance(rate, Tensor) else rate or 0.0 for rate in rates
        )

    def forward(self, batch: Batch) -> Tensor:
        """Compute the outputs (E, out, N) on a batch."""
        context = Context(batch.step, self._keys, *self._rates)
        a = self._inputs.forward(batch.x[:, :-1], context)
        for block in self._blocks:
            a = block.forward(a, context)
        self.activations = [block.inner for block in self._blocks[:-1]]
        return a

    def backward(self, batch: Batch, delta: Tensor) -> None:
        """Write the gradients of all parameters, given dloss/doutputs (E, out, N)."""
        for block in reversed(self._blocks):
            delta = block.backward(delta)

    def slopes(self) -> list[Tensor]:
        """Return f'(z) of each hidden layer (E, units, N), after ``forward``."""
        return [block.slope() for block in self._blocks[:-1]]


class AutogradPass(Pass):
    """The forward and backward pass of E networks of any kind, by torch.func."""

    def __init__(self, net: Network, params: Tensor, grads: Tensor) -> None:
        """Keep the tensors; a module's inner values are not seen."""
        self._net, self._params, self._grads = net, params, grads
        self.activations: list[Tensor] = []

    def forward(self, batch: Batch) -> Tensor:
        """Compute the outputs (E, out, N) on a batch."""
        with torch.inference_mode(False), torch.enable_grad():
            x = batch.x[:, :-1].mT.clone()
            computed = torch.func.vjp(lambda params: self._net.forward(params, x).mT, self._params)
            outputs: Tensor = computed[0]
            self._pull_back = computed[1]
            return outputs.detach().clone(memory_format=torch.contiguous_format)

    def backward(self, batch: Batch, delta: Tensor) -> None:
        """Write the gradients of all parameters, given dloss/doutputs (E, out, N)."""
        with torch.inference_mode(False):
            self._grads.copy_(self._pull_back(delta.clone())[0])

    def slopes(self) -> list[Tensor]:
        """None: a module's inner values are not seen."""
        return []
