"""What a kernel sees: windows of signals and images, padding, and all answers by Fourier."""

from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Outputs, unpack

#: Digits behind the point that Fourier's transform leaves right.
ROUNDED = 12
#: Zeros (before, after) along one axis.
Ends = tuple[int, int]


def padded(x: Array, *ends: Ends, **how: Any) -> Array:
    """Return x with more numbers along its last axes, zeros where ``np.pad`` is told nothing."""
    return np.pad(x, [(0, 0)] * (np.ndim(x) - len(ends)) + list(ends), **how)


def windows(x: Array, kernel: tuple[int, ...], *strides: int) -> Array:
    """Return the windows of a kernel on the last axes of x: (..., places, kernel).

    None where the kernel does not fit. Strides are 1 where none are given.
    """
    axes = range(np.ndim(x) - len(kernel), np.ndim(x))
    short = [max(m - x.shape[axis], 0) for axis, m in zip(axes, kernel, strict=True)]
    view = np.lib.stride_tricks.sliding_window_view(
        padded(x, *((0, more) for more in short)), kernel, axis=tuple(axes)
    )
    steps = strides or (1,) * len(kernel)
    places = [slice(0, 0 if more else None, step) for more, step in zip(short, steps, strict=True)]
    return view[(..., *places, *[slice(None)] * len(kernel))]


def correlated(x: Array, V: Array, padding: int = 0, stride: int = 1) -> Array:
    """Return the cross-correlation of (N, C, *n) with kernels (D, C, *m) by Fourier's transform."""
    axes = tuple(range(2, x.ndim))
    wide = padded(x, *[(padding, padding)] * len(axes))
    sizes = wide.shape[2:]
    product = np.einsum(
        "nc...,dc...->nd...",
        np.fft.fftn(wide, axes=axes),
        np.fft.fftn(V, sizes, axes=axes).conj(),
    )
    inside = [slice(0, n - m + 1, stride) for n, m in zip(sizes, V.shape[2:], strict=True)]
    h: Any = np.fft.ifftn(product, axes=axes).real
    return np.round(h, ROUNDED)[(..., *inside)]


def in_order(function: Any, /, **inputs: Any) -> Any:
    """Call a student's function, with padding and stride by their names, the rest in order."""
    ways = {name: inputs.pop(name) for name in ("padding", "stride") if name in inputs}
    return function(*inputs.values(), **ways)


def by_way(h: Any, padding: int = 0, stride: int = 1) -> Outputs:
    """Return outputs by what is done besides sliding, as each way has points of its own."""
    way = "strided" if stride > 1 else "padded" if padding else "plain"
    (found,) = unpack([Output("h")], h).values()
    return {way: found}
