"""What an activation makes of a Gaussian signal, in one layer and through many.

Lectures 01 and 09. In a wide layer a pre-activation z is a sum of many small terms, hence nearly
normal with mean 0, and weights of variance gain^2 / fan_in give the next layer's z the variance
gain^2 E[f(z)^2]. On the way back a layer multiplies the mean square of the gradient by
gain^2 E[f'(z)^2]. Poole et al., "Exponential expressivity in deep neural networks through transient
chaos", 2016; Schoenholz et al., "Deep information propagation", 2017.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

#: How many standard deviations are looked at, and at how many places: none of them is 0, where
#: activations have their kinks.
_FAR, _PLACES = 8.0, 8000


@dataclass(frozen=True)
class LayerSignal:
    """One layer's signal.

    Attributes:
        std: standard deviation of z.
        z: places (n,), symmetric about 0.
        share: the probability at each of them (n,), which sums to 1.
        a: f(z) there (n,).
        slope: f'(z) there (n,).
    """

    std: float
    z: Tensor
    share: Tensor
    a: Tensor
    slope: Tensor

    @property
    def mean(self) -> float:
        """E[f(z)]."""
        return float((self.share * self.a).sum())

    @property
    def mean_square(self) -> float:
        """E[f(z)^2]."""
        return float((self.share * self.a.square()).sum())

    @property
    def slope_mean_square(self) -> float:
        """E[f'(z)^2]."""
        return float((self.share * self.slope.square()).sum())


def layer_signal(
    function: Callable[[Tensor], Tensor], slope: Callable[[Tensor], Tensor], std: float
) -> LayerSignal:
    """Return what f, given with its derivative, makes of z ~ N(0, std^2).

    >>> import torch
    >>> from trainlab.activations import ACTIVATIONS
    >>> from trainlab.nn.signal import layer_signal
    >>> relu = ACTIVATIONS["relu"]
    >>> round(layer_signal(relu.function, relu.derivative, 2.0).mean_square, 6)  # half of 2^2
    2.0
    """
    unit = torch.linspace(-_FAR, _FAR, _PLACES, dtype=torch.float64)
    density = torch.exp(-unit.square() / 2) / math.sqrt(2 * math.pi)
    z = std * unit
    return LayerSignal(std, z, density / density.sum(), function(z), slope(z))


def layer_signals(
    function: Callable[[Tensor], Tensor],
    slope: Callable[[Tensor], Tensor],
    std: float,
    gain: float,
    layers: int,
) -> list[LayerSignal]:
    """Return the signals of layer after layer, as many as have finite mean squares above zero.

    Args:
        function, slope: f and its derivative.
        std: standard deviation of the first layer's z.
        gain: standard deviation of the weights, times the root of fan_in.
        layers: how many at most.
    """
    signals: list[LayerSignal] = []
    while len(signals) < layers and 0 < std < math.inf:
        signals.append(layer_signal(function, slope, std))
        std = gain * math.sqrt(signals[-1].mean_square)
    return signals
