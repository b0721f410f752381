"""Convolutional networks, in one and two dimensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from torch import Tensor

from trainlab.core import arguments
from trainlab.nn.activations import ACTIVATIONS
from trainlab.nn.layers import Activate, Affine, Block, Convolve, Layer, Maxout
from trainlab.nn.layers.convolution import Window
from trainlab.nn.networks.network import AffineSlot, LayeredNetwork, Plan, activation_name


@dataclass(frozen=True)
class Convolutional(LayeredNetwork):
    """Convolutions, then affine layers, with an activation after each layer but the last.

    Points are flat: an image (C, H, W), or a signal (C, W), is a row of C H W numbers, the last
    axis fastest, as ``tensor.flatten(1)`` gives. So are images that come out.

    Args:
        shape: (channels, height, width) of an image, or (channels, width) of a signal.
        channels: output channels of each convolution, e.g. ``[8, 16]``.
        kernel: size of the kernels, in each direction.
        stride: step of the kernels.
        padding: zeros around the image.
        sizes: units of the affine layers after the convolutions, the outputs last; none for a
            network whose output is an image.
        activation: a key of ``ACTIVATIONS``.
        max_pool: whether the last convolution hands on the largest value of each channel alone,
            wherever it stands (global max pooling).

    Raises:
        ValueError: for a shape that is none, or a kernel that does not fit into the image.

    Lecture 13; LeCun et al., "Gradient-based learning applied to document recognition", 1998.

    >>> from trainlab import Convolutional
    >>> net = Convolutional(shape=(1, 8, 8), channels=[4], kernel=3, sizes=[10])
    >>> net.images[-1], net.parameter_count  # 4 (9 + 1) + 10 (4 * 6 * 6 + 1)
    ((4, 6, 6), 1490)
    """

    shape: Sequence[int]
    channels: Sequence[int]
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    sizes: Sequence[int] = ()
    activation: str = "relu"
    max_pool: bool = False

    def __post_init__(self) -> None:
        """Check the arguments."""
        if not isinstance(self.shape, Sequence) or len(self.shape) not in (2, 3):
            raise ValueError(
                f"shape={self.shape!r} was given; expected (channels, height, width) or "
                "(channels, width)."
            )
        if not self.channels:
            raise ValueError("channels is empty; expected the output channels of each convolution.")
        for name in ("shape", "channels", "sizes"):
            numbers = [arguments.integer(name, n, at_least=1) for n in getattr(self, name)]
            object.__setattr__(self, name, tuple(numbers))
        for name, least in (("kernel", 1), ("stride", 1), ("padding", 0)):
            number = arguments.integer(name, getattr(self, name), at_least=least)
            object.__setattr__(self, name, number)
        object.__setattr__(self, "activation", activation_name(self.activation, ACTIVATIONS))
        object.__setattr__(self, "max_pool", arguments.switch("max_pool", self.max_pool))
        for channels, height, width in self.images[1:]:
            if height < 1 or width < 1:
                raise ValueError(
                    f"after a convolution to {channels} channels the image would be {height} x "
                    f"{width}: choose a smaller kernel, fewer convolutions, or more padding."
                )

    @property
    def window(self) -> Window:
        """Kernel, stride and padding in both directions; a signal is an image of height one."""
        if len(self.shape) == 3:
            return Window((self.kernel,) * 2, (self.stride,) * 2, (self.padding,) * 2)
        return Window((1, self.kernel), (1, self.stride), (0, self.padding))

    @cached_property
    def images(self) -> list[tuple[int, int, int]]:
        """(C, H, W) of the input and after each convolution."""
        channels, *size = self.shape
        height, width = size if len(size) == 2 else (1, size[0])
        images = [(channels, height, width)]
        for count in self.channels:
            height, width = self.window.outputs(height, width)
            images.append((count, height, width))
        return images

    @property
    def _units(self) -> list[int]:
        """Numbers per point before and after each layer."""
        units = [c * h * w for c, h, w in self.images]
        if self.max_pool:
            units[-1] = self.images[-1][0]
        return units + list(self.sizes)

    @property
    def inputs(self) -> int:
        """Number of inputs, C H W."""
        return self._units[0]

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return self._units[-1]

    @property
    def unit_count(self) -> int:
        """Number of units, and of copies of inputs in the patches under the kernels."""
        kh, kw = self.window.kernel
        copies = [
            below[0] * kh * kw * above[1] * above[2]
            for below, above in zip(self.images, self.images[1:], strict=False)
        ]
        return sum(self._units) + sum(copies)

    @cached_property
    def _plan(self) -> Plan:
        plan, (kh, kw) = Plan(), self.window.kernel
        for below, above in zip(self.images, self.images[1:], strict=False):
            plan.layer(below[0] * kh * kw, above[0], kh * kw)
        flat = self._units[len(self.channels) :]
        for inputs, outputs in zip(flat, flat[1:], strict=False):
            plan.layer(inputs, outputs)
        return plan

    @property
    def layers(self) -> Sequence[AffineSlot]:
        """The convolutions, then the affine layers."""
        return self._plan.layers

    @property
    def parameter_count(self) -> int:
        """P, the number of parameters of one network."""
        return self._plan.size

    def blocks(self, params: Tensor, grads: Tensor, buffers: Tensor) -> list[Block]:
        """Return one block for each layer: convolution or affine map, then the activation; behind
        the last convolution the pooling, for which the places of a channel are pieces of a maxout.
        """
        blocks, (_, height, width) = [], self.images[-1]
        for index, layer in enumerate(self.layers):
            bound = layer.block(params), layer.block(grads)
            layers: list[Layer] = [
                Convolve(*bound, self.images[index], self.window)
                if index < len(self.channels)
                else Affine(*bound)
            ]
            if index < len(self.layers) - 1:
                layers.append(Activate(ACTIVATIONS[self.activation]))
            if self.max_pool and index == len(self.channels) - 1:
                layers.append(Maxout(height * width))
            blocks.append(Block(layers))
        return blocks
