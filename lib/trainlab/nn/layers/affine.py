"""z = W a + b."""

from torch import Tensor

from trainlab.nn.layers.layer import Context


class Affine:
    """An affine map of every point.

    Args:
        block: [W | b] (E, out, in + 1).
        gradient: where [dW | db] go, the same shape.
    """

    def __init__(self, block: Tensor, gradient: Tensor) -> None:
        """Split the block."""
        self.weights, self.bias, self.gradient = block[:, :, :-1], block[:, :, -1:], gradient

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """(E, in, N) to (E, out, N)."""
        self.input = a
        return self.weights @ a + self.bias

    def backward(self, delta: Tensor) -> Tensor:
        """dW = delta a^T, db = the sum of delta over the points, and W^T delta goes on."""
        self.gradient[:, :, :-1] = delta @ self.input.mT
        self.gradient[:, :, -1] = delta.sum(dim=2)
        return self.weights.mT @ delta
