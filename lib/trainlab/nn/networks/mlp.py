"""Multilayer perceptrons, with residual or dense connections, batch norm, dropout, maxout."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from torch import Tensor

from trainlab.core import arguments
from trainlab.nn.activations import ACTIVATIONS, Activation
from trainlab.nn.layers import (
    Activate,
    ActivateParametric,
    Affine,
    BatchNorm,
    Block,
    Dropout,
    Layer,
    Maxout,
)
from trainlab.nn.networks.network import (
    AffineSlot,
    LayeredNetwork,
    Plan,
    Slot,
    activation_name,
    checked_dropout,
)
from trainlab.nn.parametric import PARAMETRIC

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from trainlab.plots.figure import Picture

HIDDEN = (*ACTIVATIONS, *PARAMETRIC, "maxout")


class _Parts(NamedTuple):
    """The places of one layer's parameters."""

    affine: AffineSlot
    scale: Slot | None = None
    running: Slot | None = None
    parametric: Slot | None = None


@dataclass(frozen=True)
class MLP(LayeredNetwork):
    """A multilayer perceptron: affine layers, with an activation after each but the last.

    Layer l computes z = W a + b and a = f(z), with W (out, in) and b (out,) as in PyTorch.

    Args:
        sizes: units per layer, input first, output last, e.g. ``[1, 32, 32, 1]``.
        activation: the hidden layers' activation: a key of ``ACTIVATIONS``; of ``PARAMETRIC``, then
            each layer trains the function's parameters too; or "maxout". PyTorch's, such as
            ``nn.ReLU()`` or ``torch.tanh``, are taken by their names here.
        residual: add a hidden layer's input to its output, where the sizes are equal.
        dense: give every layer the outputs of all before it, and the network's input.
        batch_norm: normalize each hidden unit over the batch: "before" its activation, or True, as
            Ioffe and Szegedy do; "after" it, among the variants that Karniadakis, line 391, shows;
            or False.
        dropout: probability of dropping a hidden unit in training, one number or one for each
            hidden layer.
        input_dropout: probability of dropping an input in training.
        pieces: affine pieces of a maxout unit.
        head: "linear", or "maxout": each output is the largest of ``pieces`` affine ones, a convex
            function of the last hidden layer (Bucharest, lecture 3, lines 261-265).
        norm_momentum: the batch's share of batch norm's running statistics.

    Raises:
        ValueError: for fewer than two sizes, a size below one, an unknown activation, or numbers
            out of range.

    Lecture 01; Rumelhart, Hinton and Williams, "Learning representations by back-propagating
    errors", 1986.

    In a notebook it shows its picture, see ``plot``.

    >>> from trainlab import MLP
    >>> net = MLP([2, 8, 1])
    >>> net.depth, net.parameter_count  # 8 (2 + 1) + 1 (8 + 1)
    (1, 33)
    """

    sizes: Sequence[int]
    activation: str = "tanh"
    residual: bool = False
    batch_norm: bool | str = False
    dropout: float | Sequence[float] = 0.0
    dense: bool = False
    pieces: int = 2
    norm_momentum: float = 0.1
    input_dropout: float = 0.0
    head: str = "linear"

    def __post_init__(self) -> None:
        """Check the arguments and keep the sizes as a tuple."""
        if isinstance(self.sizes, str) or not isinstance(self.sizes, Iterable):
            raise ValueError(
                f"sizes={self.sizes!r} was given; expected a list of layer sizes such as [2, 8, 1]."
            )
        object.__setattr__(self, "sizes", tuple(self.sizes))
        if len(self.sizes) < 2:
            raise ValueError(
                f"sizes={list(self.sizes)} has {len(self.sizes)} entries; expected at least an "
                "input and an output size, such as [2, 8, 1]."
            )
        sizes = tuple(arguments.integer("each of sizes", n, at_least=1) for n in self.sizes)
        object.__setattr__(self, "sizes", sizes)
        object.__setattr__(self, "activation", activation_name(self.activation, HIDDEN))
        for name in ("residual", "dense"):
            object.__setattr__(self, name, arguments.switch(name, getattr(self, name)))
        object.__setattr__(self, "batch_norm", _checked_norm(self.batch_norm))
        dropped = arguments.fraction("input_dropout", self.input_dropout)
        object.__setattr__(self, "input_dropout", dropped)
        arguments.choice("head", self.head, dict.fromkeys(("linear", "maxout")))
        pieces = arguments.integer("pieces", self.pieces, at_least=2)
        object.__setattr__(self, "pieces", pieces)
        object.__setattr__(self, "dropout", checked_dropout(self.dropout, len(sizes) - 2))
        share = arguments.fraction("norm_momentum", self.norm_momentum)
        object.__setattr__(self, "norm_momentum", share)
        if self.residual and self.dense:
            raise ValueError("residual and dense are both on; choose one kind of shortcut.")

    def _repr_html_(self) -> str:
        from trainlab.plots import results

        return results.html(self._picture())

    def plot(self) -> "Figure":
        """Return a figure: units and weights, of a large layer the first few."""
        return self._picture().figure

    def _picture(self) -> "Picture":
        from trainlab.plots import results

        sizes = " - ".join(map(str, self.sizes))
        sentence = f"MLP {sizes}, {self.activation}: {self.parameter_count} parameters."
        return results.network(sentence, self.sizes)

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return self.sizes[0]

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return self.sizes[-1]

    @property
    def unit_count(self) -> int:
        """Number of units."""
        return sum(self.sizes)

    @property
    def is_plain(self) -> bool:
        """Whether it is affine layers and a fixed activation only, as ``Backprop`` computes."""
        extras = self.residual or self.dense or bool(self.batch_norm)
        return self.activation in ACTIVATIONS and self.head == "linear" and not extras

    @property
    def function(self) -> Activation:
        """The hidden layers' activation, where it has no parameters."""
        return ACTIVATIONS[self.activation]

    @cached_property
    def _places(self) -> tuple[list[_Parts], Plan, Plan]:
        plan, buffers, parts = Plan(), Plan(), []
        inputs, pieces = self.sizes[0], self.pieces if self.activation == "maxout" else 1
        for size in self.sizes[1:-1]:
            z = size * pieces
            affine = plan.layer(inputs, z)
            normalized = size if self.batch_norm == "after" else z
            scale = plan.slot((1.0, 0.0), normalized) if self.batch_norm else None
            running = buffers.slot((0.0, 1.0), normalized) if self.batch_norm else None
            own = PARAMETRIC.get(self.activation)
            parametric = plan.slot(own.initial) if own else None
            parts.append(_Parts(affine, scale, running, parametric))
            inputs = inputs + size if self.dense else size
        pieces = self.pieces if self.head == "maxout" else 1
        parts.append(_Parts(plan.layer(inputs, self.sizes[-1] * pieces)))
        return parts, plan, buffers

    @cached_property
    def layers(self) -> tuple[AffineSlot, ...]:
        """The L affine layers, first to last."""
        return tuple(self._places[1].layers)

    @property
    def slots(self) -> Sequence[Slot]:
        """Batch norm's gamma and beta, and the activations' parameters."""
        return self._places[1].slots

    @property
    def buffer_slots(self) -> Sequence[Slot]:
        """Batch norm's running means and variances."""
        return self._places[2].slots

    @property
    def parameter_count(self) -> int:
        """P, the number of parameters of one network."""
        return self._places[1].size

    def blocks(self, params: Tensor, grads: Tensor, buffers: Tensor) -> list[Block]:
        """Return one block for each layer: affine, batch norm before or after the activation, and
        dropout.
        """
        blocks: list[Block] = []
        for index, parts in enumerate(self._places[0]):
            layers: list[Layer] = [Affine(parts.affine.block(params), parts.affine.block(grads))]
            if index == self.depth:
                layers += [Maxout(self.pieces)] if self.head == "maxout" else []
                return [*blocks, Block(layers)]
            layers.append(self._activation(parts.parametric, params, grads))
            if parts.scale and parts.running:
                scale, gradient = parts.scale.view(params), parts.scale.view(grads)
                norm = BatchNorm(scale, gradient, parts.running.view(buffers), self.norm_momentum)
                layers.insert(2 if self.batch_norm == "after" else 1, norm)
            layers.append(Dropout(index))
            blocks.append(Block(layers, self._shortcut(index)))
        return blocks

    def _activation(self, slot: Slot | None, params: Tensor, grads: Tensor) -> Layer:
        if slot:
            function = PARAMETRIC[self.activation]
            return ActivateParametric(function, slot.view(params), slot.view(grads))
        return Maxout(self.pieces) if self.activation == "maxout" else Activate(self.function)

    def _shortcut(self, index: int) -> str | None:
        if self.dense:
            return "concatenate"
        return "add" if self.residual and self.sizes[index] == self.sizes[index + 1] else None


def _checked_norm(batch_norm: object) -> bool | str:
    if batch_norm == "before" or batch_norm == "after":
        return batch_norm if batch_norm == "after" else True
    try:
        return arguments.switch("batch_norm", batch_norm)
    except ValueError:
        raise ValueError(
            f"batch_norm={batch_norm!r} was given; expected False, True or 'before', or 'after'."
        ) from None
