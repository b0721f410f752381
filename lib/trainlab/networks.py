"""Network architectures: how many layers of which shape, and where their parameters lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import torch
from torch import Tensor

from trainlab import _arguments
from trainlab import seeds as streams
from trainlab.activations import ACTIVATIONS, Activation
from trainlab.initializers import Draws, Initializer


class Layer(NamedTuple):
    """One affine layer's place in the flat parameters: rows [weights | bias] of each output."""

    start: int
    stop: int
    inputs: int
    outputs: int

    def block(self, params: Tensor) -> Tensor:
        """Return the view (E, out, in + 1) of flat parameters (E, P); the last column is b."""
        flat = params[:, self.start : self.stop]
        return flat.view(params.shape[0], self.outputs, self.inputs + 1)


@dataclass(frozen=True)
class MLP:
    """A multilayer perceptron: affine layers, with an activation after each but the last.

    Layer l computes z = W a + b and a = f(z), with W (out, in) and b (out,) as in PyTorch. A
    population of E such networks keeps all parameters in one tensor (E, P).

    Args:
        sizes: units per layer, input first, output last, e.g. ``[1, 32, 32, 1]``.
        activation: name of the hidden layers' activation, a key of ``ACTIVATIONS``.

    Raises:
        ValueError: for fewer than two sizes, a size below one, or an unknown activation.

    Lecture 01; Rumelhart, Hinton and Williams, "Learning representations by back-propagating
    errors", 1986.
    """

    sizes: Sequence[int]
    activation: str = "tanh"

    def __post_init__(self) -> None:
        """Check the arguments and keep the sizes as a tuple."""
        if isinstance(self.sizes, str) or not isinstance(self.sizes, Sequence):
            raise ValueError(
                f"sizes={self.sizes!r} was given; expected a list of layer sizes such as [2, 8, 1]."
            )
        if len(self.sizes) < 2:
            raise ValueError(
                f"sizes={list(self.sizes)} has {len(self.sizes)} entries; expected at least an "
                "input and an output size, such as [2, 8, 1]."
            )
        sizes = tuple(_arguments.integer("each of sizes", n, at_least=1) for n in self.sizes)
        object.__setattr__(self, "sizes", sizes)
        _arguments.choice("activation", self.activation, ACTIVATIONS)

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return self.sizes[0]

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return self.sizes[-1]

    @property
    def depth(self) -> int:
        """Number of hidden layers."""
        return len(self.sizes) - 2

    @property
    def function(self) -> Activation:
        """The hidden layers' activation."""
        return ACTIVATIONS[self.activation]

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The L affine layers, first to last."""
        layers, start = [], 0
        for inputs, outputs in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            stop = start + outputs * (inputs + 1)
            layers.append(Layer(start, stop, inputs, outputs))
            start = stop
        return tuple(layers)

    @property
    def parameter_count(self) -> int:
        """P, the number of parameters of one network."""
        return self.layers[-1].stop

    def is_weight(self) -> Tensor:
        """Return (P,) float64: one where the parameter is a weight, zero where it is a bias."""
        mask = torch.ones(1, self.parameter_count, dtype=torch.float64)
        for layer in self.layers:
            layer.block(mask)[:, :, -1] = 0
        return mask[0]

    def initial(self, init: Initializer, seeds: Tensor, dtype: torch.dtype) -> Tensor:
        """Return initial parameters (E, P) for members with these seeds (E,); biases are zero."""
        params = seeds.new_zeros(len(seeds), self.parameter_count, dtype=dtype)
        keys = streams.keys(seeds, streams.WEIGHTS)
        for layer in self.layers:
            draws = Draws(keys, layer.start, layer.inputs, layer.outputs)
            layer.block(params)[:, :, :-1] = init.weights(draws)
        return params

    def forward(self, params: Tensor, x: Tensor) -> Tensor:
        """Return the outputs (E, N, out) for parameters (E, P) and inputs (N, in) or (E, N, in).

        Plain and differentiable by autograd; training uses the buffered pass in ``backprop``.
        """
        a = x.mT
        for layer in self.layers:
            block = layer.block(params)
            a = block[:, :, :-1] @ a + block[:, :, -1:]
            if layer is not self.layers[-1]:
                a = self.function.function(a)
        return a.mT
