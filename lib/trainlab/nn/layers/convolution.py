"""Convolution as one matrix product: every output pixel sees a patch of the input.

Lecture 13; LeCun et al., "Gradient-based learning applied to document recognition", 1998. As in
PyTorch the kernel is not flipped. An image (C, H, W) is a column of C H W numbers.
"""

from typing import NamedTuple

from torch import Tensor
from torch.nn import functional

from trainlab.nn.layers.layer import Context


class Window(NamedTuple):
    """How a kernel moves over an image: each a pair (vertical, horizontal)."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]

    def outputs(self, height: int, width: int) -> tuple[int, int]:
        """Return the height and width of the output."""
        rows, columns = (
            (size + 2 * p - k) // s + 1
            for size, k, s, p in zip(
                (height, width), self.kernel, self.stride, self.padding, strict=True
            )
        )
        return rows, columns


class Convolve:
    """z = K * a + b.

    Args:
        block: [K | b] (E, out, C kh kw + 1).
        gradient: where [dK | db] go, the same shape.
        shape: (C, H, W) of the input.
        window: kernel, stride and padding (with zeros).
    """

    def __init__(
        self, block: Tensor, gradient: Tensor, shape: tuple[int, int, int], window: Window
    ) -> None:
        """Split the block."""
        self.kernels, self.bias, self.gradient = block[:, :, :-1], block[:, :, -1:], gradient
        self.shape, self.window = shape, window

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """(E, C H W, N) to (E, out H' W', N)."""
        members, _, n = a.shape
        self.patches = self._patches(a)
        return (self.kernels @ self.patches + self.bias).view(members, -1, n)

    def backward(self, delta: Tensor) -> Tensor:
        """dK = delta patches^T, and K^T delta is added up where patches overlap."""
        members, _, n = delta.shape
        delta = delta.reshape(members, self.kernels.shape[1], -1)
        self.gradient[:, :, :-1] = delta @ self.patches.mT
        self.gradient[:, :, -1] = delta.sum(dim=2)
        return self._overlap_add(self.kernels.mT @ delta, n)

    def _patches(self, a: Tensor) -> Tensor:
        """Return the patch under every output pixel, (E, C kh kw, H' W' N)."""
        (kh, kw), (sh, sw), (ph, pw) = self.window
        members, _, n = a.shape
        image = functional.pad(a.reshape(members, *self.shape, n), (0, 0, pw, pw, ph, ph))
        patches = image.unfold(2, kh, sh).unfold(3, kw, sw).permute(0, 1, 5, 6, 2, 3, 4)
        return patches.reshape(members, self.shape[0] * kh * kw, -1)

    def _overlap_add(self, patches: Tensor, n: int) -> Tensor:
        """Add every patch to its place in the image: the transpose of ``_patches``."""
        (kh, kw), (sh, sw), (ph, pw) = self.window
        channels, height, width = self.shape
        rows, columns = self.window.outputs(height, width)
        members = len(patches)
        patches = patches.view(members, channels, kh, kw, rows, columns, n)
        image = patches.new_zeros(members, channels, height + 2 * ph, width + 2 * pw, n)
        for i in range(kh):
            for j in range(kw):
                place = image[:, :, i : i + sh * rows : sh, j : j + sw * columns : sw]
                place += patches[:, :, i, j]
        inside = image[:, :, ph : ph + height, pw : pw + width]
        return inside.reshape(members, -1, n)
