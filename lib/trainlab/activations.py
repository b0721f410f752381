"""Activation functions, each with its derivative beside it.

Lecture 01. The derivative is a function of what the forward pass keeps: where f' can be written
with the output a = f(z), only a is kept; elsewhere z is kept too.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn import functional


def _written(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor, Tensor], Tensor]:
    return lambda z, out: out.copy_(function(z))


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        name: its key in ``ACTIVATIONS``.
        formula: f(z) in LaTeX.
        function: z -> f(z), a new tensor of any shape, differentiable by autograd.
        slope: kept -> f'(z), a new tensor.
        keeps: what ``kept`` is: "output" for a = f(z), "input" for z.
        forward: (z, out) -> out, writes f(z).
    """

    name: str
    formula: str
    function: Callable[[Tensor], Tensor]
    slope: Callable[[Tensor], Tensor]
    keeps: str
    forward: Callable[[Tensor, Tensor], Tensor] = field(default=None)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        """Fall back to writing ``function``'s result where no in-place form is given."""
        if self.forward is None:
            object.__setattr__(self, "forward", _written(self.function))

    def derivative(self, z: Tensor) -> Tensor:
        """Return f'(z), same shape as z."""
        return self.slope(z if self.keeps == "input" else self.function(z))


identity = Activation(
    "identity",
    r"z",
    function=torch.clone,
    slope=torch.ones_like,
    keeps="output",
)

step = Activation(
    "step",
    r"1_{z>0}",
    function=lambda z: (z > 0).to(z.dtype),
    slope=torch.zeros_like,
    keeps="output",
)

sigmoid = Activation(
    "sigmoid",
    r"1/(1+e^{-z})",
    function=torch.sigmoid,
    slope=lambda a: torch.addcmul(a, a, a, value=-1),
    keeps="output",
    forward=lambda z, out: torch.sigmoid(z, out=out),
)

tanh = Activation(
    "tanh",
    r"\tanh z",
    function=torch.tanh,
    slope=lambda a: torch.mul(a, a).neg_().add_(1),
    keeps="output",
    forward=lambda z, out: torch.tanh(z, out=out),
)

relu = Activation(
    "relu",
    r"\max(0, z)",
    function=torch.relu,
    slope=lambda a: (a > 0).to(a.dtype),
    keeps="output",
    forward=lambda z, out: torch.clamp_min(z, 0.0, out=out),
)

LEAK = 0.01
leaky_relu = Activation(
    "leaky_relu",
    r"\max(0.01 z, z)",
    function=lambda z: functional.leaky_relu(z, LEAK),
    slope=lambda a: (a > 0).to(a.dtype).mul_(1 - LEAK).add_(LEAK),
    keeps="output",
    forward=lambda z, out: torch.maximum(z, z * LEAK, out=out),
)

elu = Activation(
    "elu",
    r"z \text{ if } z>0 \text{ else } e^z-1",
    function=functional.elu,
    slope=lambda a: a.clamp(max=0.0).add_(1),
    keeps="output",
)

#: Klambauer et al., "Self-normalizing neural networks", 2017.
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
selu = Activation(
    "selu",
    r"\lambda z \text{ if } z>0 \text{ else } \lambda\alpha(e^z-1)",
    function=functional.selu,
    slope=lambda a: torch.where(a > 0, SELU_SCALE, a + SELU_SCALE * SELU_ALPHA),
    keeps="output",
)


def _gelu_slope(z: Tensor) -> Tensor:
    density = torch.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    return torch.special.ndtr(z) + z * density


#: Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016; the exact form.
gelu = Activation(
    "gelu",
    r"z\,\Phi(z)",
    function=functional.gelu,
    slope=_gelu_slope,
    keeps="input",
)


def _silu_slope(z: Tensor) -> Tensor:
    s = torch.sigmoid(z)
    return s * (1 + z * (1 - s))


#: Also called Swish: Ramachandran, Zoph and Le, "Searching for activation functions", 2017.
silu = Activation(
    "silu",
    r"z/(1+e^{-z})",
    function=functional.silu,
    slope=_silu_slope,
    keeps="input",
)

gaussian = Activation(
    "gaussian",
    r"e^{-z^2}",
    function=lambda z: torch.exp(-z * z),
    slope=lambda z: torch.exp(-z * z) * (-2 * z),
    keeps="input",
)

softplus = Activation(
    "softplus",
    r"\ln(1+e^z)",
    function=lambda z: torch.logaddexp(z, torch.zeros_like(z)),
    slope=lambda a: -torch.expm1(-a),
    keeps="output",
)

ACTIVATIONS = {
    f.name: f
    for f in (
        identity,
        step,
        sigmoid,
        tanh,
        relu,
        leaky_relu,
        elu,
        selu,
        gelu,
        silu,
        gaussian,
        softplus,
    )
}
