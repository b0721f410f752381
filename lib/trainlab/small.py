"""One small network on a CPU: the passes of ``backprop`` in NumPy, on the same memory.

A network of a few units spends its time in the calls, not in the arithmetic, and a call of NumPy
costs a third of one of PyTorch. The formulas are those of ``Backprop``; what is used is chosen by
size alone, and a member of a population must train as it would alone, whichever way it is computed.
"""

from collections.abc import Callable

import numpy as np
from torch import Tensor

from trainlab.backprop import Backprop
from trainlab.batches import Batch
from trainlab.networks import MLP

Array = np.ndarray


def _relu(z: Array, out: Array) -> Array:
    return np.maximum(z, 0, out=out)


def _relu_slope(a: Array) -> Array:
    return (a > 0).astype(a.dtype)


def _tanh_slope(a: Array) -> Array:
    return 1 - a * a


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
    """``Backprop`` for one small network."""

    def __init__(self, net: MLP, params: Tensor, grads: Tensor, n: int) -> None:
        """Make the buffers of ``Backprop``, and NumPy's views of them without the member axis."""
        super().__init__(net, params, grads, n)
        self._activate, self._slope = FUNCTIONS[net.activation]
        blocks = _views(self.blocks)
        self._last, self._out = blocks[-1], self.outputs.numpy()[0]
        z, activations, augmented = map(_views, (self.z, self.activations, self.augmented))
        self._up = list(zip(blocks, z, activations, augmented, strict=False))
        deltas, below = _views(self.deltas), [a.T for a in augmented]
        transposed = [block[:, :-1].T for block in blocks[:0:-1]]
        self._down = list(zip(transposed, deltas[::-1], strict=True))
        self._kept = [run.numpy()[:, 0] for run in self.kept_runs]
        gradients = _views([layer.block(grads) for layer in net.layers])
        self._first_gradient = gradients[0]
        self._rest = list(zip([*deltas[1:], self._out], below, gradients[1:], strict=True))

    @np.errstate(all="ignore")
    def forward(self, x: Tensor) -> Tensor:
        """Compute the outputs (1, out, N) for inputs with ones, (1, in + 1, N)."""
        below = x.numpy()[0]
        for block, z, a, augmented in self._up:
            self._activate(np.dot(block, below, out=z), a)
            below = augmented
        np.dot(self._last, below, out=self._out)
        return self.outputs

    @np.errstate(all="ignore")
    def backward(self, batch: Batch, delta: Tensor) -> None:
        """Write the gradients of all parameters, given dloss/doutputs in ``outputs``."""
        slopes = [layer for run in self._kept for layer in self._slope(run)]
        upper = self._out
        for weights_transposed, lower in self._down:
            upper = np.dot(weights_transposed, upper, out=lower)
            upper *= slopes.pop()
        np.dot(upper, batch.x_transposed.numpy()[0], out=self._first_gradient)
        for above, below, gradient in self._rest:
            np.dot(above, below, out=gradient)


def _views(tensors: list[Tensor]) -> list[Array]:
    return [tensor.numpy()[0] for tensor in tensors]
