"""Dropout: each number is dropped with some probability, anew for every point and step."""

from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.core import streams
from trainlab.nn.layers.layer import Context

#: Layers that may drop in one network, and bits of one random number.
STAGES, BITS = 1 << 10, 16


class Rates(NamedTuple):
    """At which rates a training drops: numbers or columns (E, 1), hidden layers also (E, L)."""

    hidden: float | Tensor | None
    inputs: float | Tensor | None

    def __bool__(self) -> bool:
        """Return whether anything may be dropped."""
        hidden, inputs = self
        return isinstance(hidden, Tensor) or isinstance(inputs, Tensor) or bool(hidden or inputs)


class Dropout:
    """Drop with probability p and divide what is kept by 1 - p, so that the mean stays.

    p is the probability of *dropping*. Nothing is dropped at inference. Srivastava et al.,
    "Dropout: a simple way to prevent neural networks from overfitting", 2014; lecture 11.

    Args:
        index: which hidden layer's units are dropped: each draws its own masks, and may have its
            own rate. None for the inputs (Karniadakis, lines 1534-1542).
    """

    def __init__(self, index: int | None) -> None:
        """Keep the index; masks depend on it, on the member's seed and on the step."""
        self.index = index
        self.mask: Tensor | None = None

    def forward(self, a: Tensor, context: Context | None) -> Tensor:
        """Multiply (E, units, N) by the mask."""
        self.mask = None
        rate = 0.0 if context is None else context.rate(self.index)
        if context is None or not (isinstance(rate, Tensor) or rate):
            return a
        limit = torch.as_tensor(rate, device=a.device) * 2**BITS
        self.mask = (self._numbers(a, context) >= limit).to(a.dtype) / (1 - rate)
        return a * self.mask

    def backward(self, delta: Tensor) -> Tensor:
        """What was dropped gets no gradient."""
        return delta if self.mask is None else delta * self.mask

    def _numbers(self, a: Tensor, context: Context) -> Tensor:
        """Return whole numbers below 2^BITS of the shape of ``a``, four from each random word."""
        members, units, n = a.shape
        words = -(-units * n * BITS // 64)
        stage = STAGES - 1 if self.index is None else self.index
        start = (context.step * STAGES + stage) << 32
        numbers = streams.bits(context.keys, start, words).view(torch.int16)[:, : units * n]
        return (numbers.int() + (1 << (BITS - 1))).view(members, units, n)
