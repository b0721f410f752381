"""One small network on a CPU: the passes of ``backprop`` in NumPy, on the same memory.

A network of a few units spends its time in the calls, not in the arithmetic, and a call of NumPy
costs a third of one of PyTorch. The formulas are those of ``Backprop``; what is used is chosen by
size alone, and a member of a population must train as it would alone, whichever way it is computed.
"""

from collections.abc import Callable
from itertools import groupby

import numpy as np
import torch
from torch import Tensor

from trainlab.data.batches import Batch
from trainlab.engine.passes.backprop import Backprop, Buffers
from trainlab.nn.networks import MLP

Array = np.ndarray


def _relu(z: Array, out: Array) -> Array:
    np.maximum(z, 0, out=out)
    return out


def _relu_slope(a: Array) -> Array:
    return (a > 0).astype(a.dtype)


def _tanh_slope(a: Array) -> Array:
    slope: Array = 1 - a * a
    return slope


#: Activations that NumPy computes well: (z, out) -> a, and a -> f'(z).
FUNCTIONS: dict[str, tuple[Callable[[Array, Array], Array], Callable[[Array], Array]]] = {
    "tanh": (np.tanh, _tanh_slope),
    "relu": (_relu, _relu_slope),
}
#: Largest number of values in one layer for which calls cost more than arithmetic.
SMALL = 2048


def is_small(net: MLP, params: Tensor, n: int) -> bool:
    """Return whether this is one network on a CPU, of a known activation and little work."""
    return (
        len(params) == 1
        and params.device.type == "cpu"
        and net.activation in FUNCTIONS
        and net.depth > 0
        and n * max(net.sizes) <= SMALL
    )


class SmallBackprop(Backprop):
    """``Backprop`` for one small network. The last row of its activations is one, so that W and b
    are one product, as calls are what costs here.
    """

    def __init__(self, net: MLP, params: Tensor, grads: Tensor, buffers: Buffers) -> None:
        """Make NumPy's views and buffers."""
        super().__init__(net, params, grads, buffers)
        self._activate, self._slope = FUNCTIONS[net.activation]
        n = self.outputs.shape[-1]
        blocks, gradients = (
            [layer.block(flat).numpy()[0] for layer in net.layers] for flat in (params, grads)
        )
        runs = [(size, len(list(run))) for size, run in groupby(net.sizes[1:-1])]
        dtype = blocks[0].dtype
        self._kept_runs = [np.ones((layers, size + 1, n), dtype) for size, layers in runs]
        augmented = [layer for run in self._kept_runs for layer in run]
        activations = [layer[:-1] for layer in augmented]
        deltas = [np.empty_like(a) for a in activations]
        self.activations = self.kept = [torch.from_numpy(a)[None] for a in activations]
        self._last, self._out = blocks[-1], self.outputs.numpy()[0]
        # z lies where the backward pass will put its delta.
        self._small_up = list(zip(blocks, deltas, activations, augmented, strict=False))
        transposed = [block[:, :-1].T for block in blocks[:0:-1]]
        self._small_down = list(zip(transposed, deltas[::-1], strict=True))
        self._first_gradient_array = gradients[0]
        below = [a.T for a in augmented]
        self._rest = list(zip([*deltas[1:], self._out], below, gradients[1:], strict=True))

    @np.errstate(all="ignore")
    def forward(self, batch: Batch) -> Tensor:
        """Compute the outputs (1, out, N) on a batch."""
        below = batch.x.numpy()[0]
        for block, z, a, augmented in self._small_up:
            self._activate(np.dot(block, below, out=z), a)
            below = augmented
        np.dot(self._last, below, out=self._out)
        return self.outputs

    @np.errstate(all="ignore")
    def backward(self, batch: Batch, delta: Tensor) -> None:
        """Write the gradients of all parameters, given dloss/doutputs in ``outputs``."""
        slopes = [layer for run in self._kept_runs for layer in self._slope(run[:, :-1])]
        upper = self._out
        for weights_transposed, lower in self._small_down:
            upper = np.dot(weights_transposed, upper, out=lower)
            upper *= slopes.pop()
        np.dot(upper, batch.x_transposed.numpy()[0], out=self._first_gradient_array)
        for above, below, gradient in self._rest:
            np.dot(above, below, out=gradient)
