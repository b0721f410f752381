"""Radial basis function networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.nn.initializers import Initializer
from trainlab.nn.layers import Affine, Block, Radial
from trainlab.nn.networks.network import AffineSlot, LayeredNetwork, Plan


@dataclass(frozen=True)
class RBF(LayeredNetwork):
    """One layer of Gaussian units exp(-|x - c|^2 / (2 s^2)), and an affine layer on them.

    The parameters of unit j are a row [c_j | ln s_j] of layer 1: an initializer draws the centres,
    and every width s starts as 1. ``trainlab.rbf.fit`` places both by the data. Penalties on the
    weights are on those of the affine layer alone.

    Args:
        inputs: number of inputs.
        centres: number of Gaussian units.
        outputs: number of outputs.

    Raises:
        ValueError: for a number below one.

    Lecture 01; Broomhead and Lowe, "Multivariable functional interpolation and adaptive networks",
    1988.

    >>> from trainlab import RBF
    >>> RBF(inputs=2, centres=10).parameter_count  # 10 (2 + 1) + 1 (10 + 1)
    41
    """

    inputs: int = 1
    centres: int = 10
    outputs: int = 1

    def __post_init__(self) -> None:
        """Check the arguments."""
        for name in ("inputs", "centres", "outputs"):
            number = arguments.integer(name, getattr(self, name), at_least=1)
            object.__setattr__(self, name, number)

    @property
    def unit_count(self) -> int:
        """Number of units, and of differences between a point and the centres."""
        return self.inputs + self.centres * (self.inputs + 3) + self.outputs

    @cached_property
    def _plan(self) -> Plan:
        plan = Plan()
        plan.layer(self.inputs, self.centres)
        plan.layer(self.centres, self.outputs)
        return plan

    @property
    def layers(self) -> Sequence[AffineSlot]:
        """The Gaussian layer, rows [centre | log width], and the affine one."""
        return self._plan.layers

    @property
    def parameter_count(self) -> int:
        """P, the number of parameters of one network."""
        return self._plan.size

    def units(self, params: Tensor) -> tuple[Tensor, Tensor]:
        """Return the centres (E, centres, in) and widths (E, centres) in parameters (E, P)."""
        block = self.layers[0].block(params)
        return block[:, :, :-1], block[:, :, -1].exp()

    def initial(self, init: Initializer, seeds: Tensor, dtype: torch.dtype) -> Tensor:
        """Return initial parameters (E, P) for members with these seeds (E,); widths are one."""
        params = super().initial(init, seeds, dtype)
        self.layers[0].block(params)[:, :, -1] = 0
        return params

    def is_weight(self) -> Tensor:
        """Return (P,) float64: one for the affine layer's weights, zero elsewhere."""
        mask = torch.zeros(1, self.parameter_count, dtype=torch.float64)
        self.layers[1].block(mask)[:, :, :-1] = 1
        return mask[0]

    def blocks(self, params: Tensor, grads: Tensor, buffers: Tensor) -> list[Block]:
        """Return one block for each layer."""
        units, top = ((layer.block(params), layer.block(grads)) for layer in self.layers)
        return [Block([Radial(*units)]), Block([Affine(*top)])]
