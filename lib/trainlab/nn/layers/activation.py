"""a = f(z), for fixed functions and for those with parameters of their own."""

import torch
from torch import Tensor

from trainlab.nn.activations import Activation
from trainlab.nn.layers.layer import Context
from trainlab.nn.parametric import ParametricActivation


class Activate:
    """A fixed activation."""

    def __init__(self, activation: Activation) -> None:
        """Keep the function."""
        self.activation = activation

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """f of every number."""
        self.input = a
        return self.activation.function(a)

    def slope(self) -> Tensor:
        """f'(z) of the last forward pass."""
        return self.activation.derivative(self.input)

    def backward(self, delta: Tensor) -> Tensor:
        """Delta f'(z)."""
        return delta * self.slope()


class ActivateParametric:
    """An activation with trainable parameters, shared by the units of a layer.

    Args:
        activation: the function.
        parameters: (E, m).
        gradient: where their gradients go, (E, m).
    """

    def __init__(
        self, activation: ParametricActivation, parameters: Tensor, gradient: Tensor
    ) -> None:
        """Let each parameter (E,) broadcast over units and points."""
        self.activation, self.gradient = activation, gradient
        self.parameters = [p[:, None, None] for p in parameters.unbind(dim=1)]

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """f of every number, with the member's parameters."""
        self.input = a
        return self.activation.function(a, *self.parameters)

    def slope(self) -> Tensor:
        """df/dz of the last forward pass."""
        return self.activation.slope(self.input, *self.parameters)

    def backward(self, delta: Tensor) -> Tensor:
        """dp = the sum of delta df/dp over units and points; delta df/dz goes on."""
        slopes = self.activation.parameter_slopes(self.input, *self.parameters)
        torch.stack([(delta * s).sum(dim=(1, 2)) for s in slopes], dim=1, out=self.gradient)
        return delta * self.slope()
