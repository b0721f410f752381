"""Activation functions with trainable parameters, shared by the units of a layer.

Lecture 01. Each comes with its derivatives with respect to z and to every parameter.

>>> import torch
>>> from trainlab.parametric import PARAMETRIC
>>> PARAMETRIC["prelu"].function(torch.tensor([-1.0, 2.0]), torch.tensor(0.25))
tensor([-0.2500,  2.0000])
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class ParametricActivation:
    """One activation function f(z; p_1 ... p_m).

    Attributes:
        name: its key in ``PARAMETRIC``.
        formula: f in LaTeX.
        initial: where the m parameters start.
        function: (z, *p) -> f, differentiable by autograd.
        slope: (z, *p) -> df/dz.
        parameter_slopes: (z, *p) -> [df/dp_1, ..., df/dp_m].
    """

    name: str
    formula: str
    initial: tuple[float, ...]
    function: Callable[..., Tensor]
    slope: Callable[..., Tensor]
    parameter_slopes: Callable[..., list[Tensor]]


#: He et al., "Delving deep into rectifiers", 2015.
prelu = ParametricActivation(
    "prelu",
    r"\max(0, z) + \alpha \min(0, z)",
    initial=(0.25,),
    function=lambda z, alpha: torch.where(z > 0, z, alpha * z),
    slope=lambda z, alpha: torch.where(z > 0, torch.ones_like(z), alpha),
    parameter_slopes=lambda z, alpha: [z.clamp(max=0)],
)

#: Jagtap, Kawaguchi and Karniadakis, "Adaptive activation functions accelerate convergence in deep
#: and physics-informed neural networks", 2020.
parametric_tanh = ParametricActivation(
    "parametric_tanh",
    r"\tanh(\alpha z)",
    initial=(1.0,),
    function=lambda z, alpha: torch.tanh(alpha * z),
    slope=lambda z, alpha: alpha * (1 - torch.tanh(alpha * z).square()),
    parameter_slopes=lambda z, alpha: [z * (1 - torch.tanh(alpha * z).square())],
)

#: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential
#: linear units (ELUs)", 2016, with alpha trained.
parametric_elu = ParametricActivation(
    "parametric_elu",
    r"z \text{ if } z>0 \text{ else } \alpha(e^z-1)",
    initial=(1.0,),
    function=lambda z, alpha: torch.where(z > 0, z, alpha * torch.expm1(z.clamp(max=0))),
    slope=lambda z, alpha: torch.where(z > 0, torch.ones_like(z), alpha * z.clamp(max=0).exp()),
    parameter_slopes=lambda z, alpha: [torch.expm1(z.clamp(max=0))],
)


def _swish_slopes(z: Tensor, beta: Tensor) -> tuple[Tensor, Tensor]:
    s = torch.sigmoid(beta * z)
    rising = z * s * (1 - s)
    return s + beta * rising, z * rising


#: Ramachandran, Zoph and Le, "Searching for activation functions", 2017.
swish = ParametricActivation(
    "swish",
    r"z/(1+e^{-\beta z})",
    initial=(1.0,),
    function=lambda z, beta: z * torch.sigmoid(beta * z),
    slope=lambda z, beta: _swish_slopes(z, beta)[0],
    parameter_slopes=lambda z, beta: [_swish_slopes(z, beta)[1]],
)


def _soboleva_terms(z: Tensor, *p: Tensor) -> tuple[Tensor, ...]:
    """Return e^(az), e^(-bz), e^(cz), e^(-dz), all divided by the larger of the last two."""
    a, b, c, d = p
    largest = torch.where(z > 0, c * z, -d * z)
    return tuple(torch.exp(power - largest) for power in (a * z, -b * z, c * z, -d * z))


def _soboleva(z: Tensor, *p: Tensor) -> Tensor:
    ea, eb, ec, ed = _soboleva_terms(z, *p)
    return (ea - eb) / (ec + ed)


def _soboleva_slope(z: Tensor, *p: Tensor) -> Tensor:
    (a, b, c, d), (ea, eb, ec, ed) = p, _soboleva_terms(z, *p)
    return (a * ea + b * eb - (ea - eb) / (ec + ed) * (c * ec - d * ed)) / (ec + ed)


def _soboleva_parameter_slopes(z: Tensor, *p: Tensor) -> list[Tensor]:
    ea, eb, ec, ed = _soboleva_terms(z, *p)
    share = z / (ec + ed)
    value = (ea - eb) / (ec + ed)
    return [share * ea, share * eb, -value * share * ec, value * share * ed]


#: Soboleva and Beskorovainyi, "The utility function in problems of structural optimization of
#: distributed objects", 2008; tanh where all four parameters are one.
soboleva = ParametricActivation(
    "soboleva",
    r"(e^{az}-e^{-bz})/(e^{cz}+e^{-dz})",
    initial=(1.0, 1.0, 1.0, 1.0),
    function=_soboleva,
    slope=_soboleva_slope,
    parameter_slopes=_soboleva_parameter_slopes,
)

PARAMETRIC = {f.name: f for f in (prelu, parametric_tanh, parametric_elu, swish, soboleva)}
