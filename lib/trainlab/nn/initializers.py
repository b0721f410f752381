"""Initializers: distributions of a layer's weights (E, out, in); biases start at zero unless told.

Lecture 09. With fan_in inputs and fan_out outputs, a distribution is chosen by its variance:
LeCun 1/fan_in, Glorot 2/(fan_in + fan_out), He 2/fan_in; a uniform distribution on (-a, a) has
variance a^2/3. Where the lecture notes write a normal distribution's second parameter once as a
variance and once as a standard deviation, here it is always the standard deviation ``std``.

The three are one family: variance gain^2 / fan, where ``mode`` says which fan ("fan_in", "fan_out",
or "fan_avg", their mean) and ``gain`` is a number, one for each member (E,), or the name of the
activation that follows, see ``trainlab.gains``. Unknown names raise ValueError.

>>> from trainlab import MLP, Trainer, problems
>>> trainer = Trainer(MLP([1, 400, 400, 1]), problems.sine(), init="he_normal")
>>> round(trainer.weights(2).std().item(), 3)  # sqrt(2 / 400)
0.071
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor

from trainlab.core import arguments, streams
from trainlab.nn import gains

Gain = float | Tensor | str
MODES = ("fan_in", "fan_out", "fan_avg")


@dataclass(frozen=True)
class Draws:
    """The random numbers of one layer: for every member, ``outputs * inputs`` of its own stream.

    Attributes:
        keys: (E,) keys of the members' streams.
        start: where in the streams the layer's numbers start.
        inputs, outputs: the shape of the weights; a convolution's inputs are channels * kernel.
        kernel: pixels under a convolution's kernel, which reach that many outputs in each channel.
        columns: numbers for each output, where they are not as many as inputs.
    """

    keys: Tensor
    start: int
    inputs: int
    outputs: int
    kernel: int = 1
    columns: int | None = None

    @property
    def biases(self) -> "Draws":
        """The random numbers of the layer's biases (E, outputs, 1), with its weights' fans."""
        return replace(self, start=self.start + self.outputs * self.inputs, columns=1)

    @property
    def fans(self) -> dict[str, float]:
        """Numbers of inputs and of outputs of a unit, as PyTorch counts them, and their mean."""
        fan_in, fan_out = self.inputs, self.outputs * self.kernel
        return {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}

    def normal(self) -> Tensor:
        """Return standard normal numbers (E, outputs, columns), float64."""
        return self._shaped(streams.normal)

    def uniform(self) -> Tensor:
        """Return numbers (E, outputs, columns) uniform on (-1, 1), float64."""
        return 2 * self._shaped(streams.uniform) - 1

    def _shaped(self, draw: Callable[[Tensor, int, int], Tensor]) -> Tensor:
        columns = self.columns or self.inputs
        numbers = draw(self.keys, self.start, self.outputs * columns)
        return numbers.view(-1, self.outputs, columns)

    def scale(self, name: str, value: float | Tensor, signed: bool = False) -> float | Tensor:
        """Return a setting as a number, or as (E, 1, 1) where each member has its own.

        Raises:
            ValueError: for another shape, numbers that are not finite, or, unless ``signed``,
                negative ones.
        """
        column = arguments.per_member(name, value, len(self.keys), signed=signed)
        return column[:, :, None].to(self.keys.device) if isinstance(column, Tensor) else column


@dataclass(frozen=True)
class Initializer:
    """A named rule that turns the random numbers of a layer into its weights, and its biases.

    It can be pickled where its functions can.

    Attributes:
        name: its key in ``INITIALIZERS``.
        weights: draws -> weights (E, outputs, inputs).
        biases: the layer's ``Draws.biases`` -> (E, outputs, 1); None for zero.
    """

    name: str
    weights: Callable[[Draws], Tensor]
    biases: Callable[[Draws], Tensor] | None = None

    def with_biases(self, biases: "Initializer | float | Tensor") -> "Initializer":
        """Return this initializer with biases that start elsewhere than at zero (lectures 09, 12).

        Args:
            biases: a number or one for each member (E,) for all biases, such as 0.1, with which
                ReLU units start alive; or an initializer, whose law they are drawn from, with the
                fans of their layer.

        >>> from trainlab import MLP, Trainer, initializers, problems
        >>> init = initializers.he_normal().with_biases(0.1)
        >>> Trainer(MLP([1, 3, 1]), problems.sine(), init=init).biases(1)
        tensor([[0.1000, 0.1000, 0.1000]])
        """
        law = biases if isinstance(biases, Initializer) else constant(biases)
        return replace(self, biases=law.weights)


def zeros() -> Initializer:
    """Every weight is 0: all units of a layer stay equal for ever (symmetry, lecture 09)."""
    return constant(0.0)


def constant(value: float | Tensor = 0.5) -> Initializer:
    """Every weight is ``value``, a number or one for each member (E,)."""
    return Initializer("constant", partial(_constant, value=value))


def _constant(draws: Draws, value: float | Tensor) -> Tensor:
    return torch.zeros_like(draws.uniform()) + draws.scale("value", value, signed=True)


def normal(std: float | Tensor = 1.0) -> Initializer:
    """Normal with mean 0 and standard deviation ``std``, a number or one for each member (E,)."""
    return Initializer("normal", partial(_normal, std=std))


def _normal(draws: Draws, std: float | Tensor) -> Tensor:
    return draws.scale("std", std) * draws.normal()


def truncated_normal(std: float | Tensor = 1.0, cut: float = 2.0) -> Initializer:
    """Normal with mean 0 and standard deviation ``std``, given that it is within ``cut`` * std.

    As in PyTorch's ``trunc_normal_``, std is that of the whole normal distribution: what is left
    within 2 std has a standard deviation of 0.88 std.

    Args:
        std: a number or one for each member (E,).
        cut: where the distribution ends, in units of std.
    """
    arguments.per_member("cut", cut, population=1, positive=True)
    return Initializer("truncated_normal", partial(_truncated_normal, std=std, cut=float(cut)))


def _truncated_normal(draws: Draws, std: float | Tensor, cut: float) -> Tensor:
    inside = math.erf(cut / math.sqrt(2))
    standard = math.sqrt(2) * torch.erfinv(inside * draws.uniform())
    return draws.scale("std", std) * standard


def uniform(bound: float | Tensor = 1.0) -> Initializer:
    """Uniform on (-bound, bound), ``bound`` a number or one for each member (E,)."""
    return Initializer("uniform", partial(_uniform, bound=bound))


def _uniform(draws: Draws, bound: float | Tensor) -> Tensor:
    return draws.scale("bound", bound) * draws.uniform()


def _number(gain: Gain) -> float | Tensor:
    return gains.gain(gain) if isinstance(gain, str) else gain


def _scaled(name: str, gain: Gain, mode: str, standard: Callable[[Draws], Tensor]) -> Initializer:
    """Return weights of variance gain^2 / fan, made from numbers of variance one."""
    arguments.choice("mode", mode, dict.fromkeys(MODES))
    return Initializer(
        name, partial(_scaled_weights, gain=_number(gain), mode=mode, standard=standard)
    )


def _scaled_weights(
    draws: Draws, gain: float | Tensor, mode: str, standard: Callable[[Draws], Tensor]
) -> Tensor:
    return draws.scale("gain", gain) * math.sqrt(1 / draws.fans[mode]) * standard(draws)


def _standard_uniform(draws: Draws) -> Tensor:
    return math.sqrt(3) * draws.uniform()


def lecun_normal(gain: Gain = 1.0, mode: str = "fan_in") -> Initializer:
    """Normal with variance 1/fan_in (LeCun et al., "Efficient BackProp", 1998)."""
    return _scaled("lecun_normal", gain, mode, Draws.normal)


def lecun_uniform(gain: Gain = 1.0, mode: str = "fan_in") -> Initializer:
    """Uniform with variance 1/fan_in (LeCun et al., "Efficient BackProp", 1998)."""
    return _scaled("lecun_uniform", gain, mode, _standard_uniform)


def glorot_normal(gain: Gain = 1.0, mode: str = "fan_avg") -> Initializer:
    """Normal with variance 2/(fan_in + fan_out) (Glorot and Bengio, 2010, "Understanding the
    difficulty of training deep feedforward neural networks").
    """
    return _scaled("glorot_normal", gain, mode, Draws.normal)


def glorot_uniform(gain: Gain = 1.0, mode: str = "fan_avg") -> Initializer:
    """Uniform with variance 2/(fan_in + fan_out) (Glorot and Bengio, 2010)."""
    return _scaled("glorot_uniform", gain, mode, _standard_uniform)


def he_normal(gain: Gain = "relu", mode: str = "fan_in") -> Initializer:
    """Normal with variance 2/fan_in (He et al., "Delving deep into rectifiers", 2015)."""
    return _scaled("he_normal", gain, mode, Draws.normal)


def he_uniform(gain: Gain = "relu", mode: str = "fan_in") -> Initializer:
    """Uniform with variance 2/fan_in (He et al., "Delving deep into rectifiers", 2015)."""
    return _scaled("he_uniform", gain, mode, _standard_uniform)


def _orthogonal_weights(draws: Draws) -> Tensor:
    gaussian = draws.normal()
    wide = draws.inputs > draws.outputs
    q, r = torch.linalg.qr(gaussian.mT if wide else gaussian)
    rotation: Tensor = q * torch.diagonal(r, dim1=-2, dim2=-1).sign()[:, None, :]
    return rotation.mT if wide else rotation


def orthogonal(gain: Gain = 1.0) -> Initializer:
    """``gain`` times orthonormal rows or columns, uniform over such matrices (Saxe et al., "Exact
    solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014).
    """
    return Initializer("orthogonal", partial(_orthogonal, gain=_number(gain)))


def _orthogonal(draws: Draws, gain: float | Tensor) -> Tensor:
    return draws.scale("gain", gain) * _orthogonal_weights(draws)


def torch_default() -> Initializer:
    """Weights and biases uniform on (-a, a) with a = 1/sqrt(fan_in): how ``nn.Linear`` and
    ``nn.Conv2d`` start, and with them every PyTorch listing of the sources (Aydore,
    "Backpropagation and optimization", lines 275-288). Weights have variance 1/(3 fan_in).
    """
    law = Initializer("torch_default", _within_one_over_root)
    return law.with_biases(law)


def _within_one_over_root(draws: Draws) -> Tensor:
    return draws.uniform() / math.sqrt(draws.fans["fan_in"])


INITIALIZERS: dict[str, Callable[[], Initializer]] = {
    f.__name__: f
    for f in (
        zeros,
        constant,
        normal,
        truncated_normal,
        uniform,
        lecun_normal,
        lecun_uniform,
        glorot_normal,
        glorot_uniform,
        he_normal,
        he_uniform,
        orthogonal,
        torch_default,
    )
}
