"""Activation functions, each with its derivative beside it.

Lecture 01. The backward pass multiplies a gradient by f'(z) in place. Where f' can be written with
the output a = f(z), only a is kept for it; elsewhere z is kept too.
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
        backward: (grad, kept) -> grad, in place: multiplies grad by f'(z).
        keeps: what ``kept`` is: "output" for a = f(z), "input" for z.
        forward: (z, out) -> out, writes f(z).
    """

    name: str
    formula: str
    function: Callable[[Tensor], Tensor]
    backward: Callable[[Tensor, Tensor], Tensor]
    keeps: str
    forward: Callable[[Tensor, Tensor], Tensor] = field(default=None)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        """Fall back to writing ``function``'s result where no in-place form is given."""
        if self.forward is None:
            object.__setattr__(self, "forward", _written(self.function))

    def derivative(self, z: Tensor) -> Tensor:
        """Return f'(z), same shape as z."""
        kept = z if self.keeps == "input" else self.function(z)
        return self.backward(torch.ones_like(z), kept)


identity = Activation(
    "identity",
    r"z",
    function=torch.clone,
    backward=lambda grad, a: grad,
    keeps="output",
)

step = Activation(
    "step",
    r"1_{z>0}",
    function=lambda z: (z > 0).to(z.dtype),
    backward=lambda grad, a: grad.zero_(),
    keeps="output",
)

sigmoid = Activation(
    "sigmoid",
    r"1/(1+e^{-z})",
    function=torch.sigmoid,
    backward=lambda grad, a: grad.mul_(a).addcmul_(grad, a, value=-1),
    keeps="output",
    forward=lambda z, out: torch.sigmoid(z, out=out),
)

tanh = Activation(
    "tanh",
    r"\tanh z",
    function=torch.tanh,
    backward=lambda grad, a: grad.addcmul_(grad, a * a, value=-1),
    keeps="output",
    forward=lambda z, out: torch.tanh(z, out=out),
)

relu = Activation(
    "relu",
    r"\max(0, z)",
    function=torch.relu,
    backward=lambda grad, a: grad.mul_(a > 0),
    keeps="output",
    forward=lambda z, out: torch.clamp_min(z, 0.0, out=out),
)

LEAK = 0.01
leaky_relu = Activation(
    "leaky_relu",
    r"\max(0.01 z, z)",
    function=lambda z: functional.leaky_relu(z, LEAK),
    backward=lambda grad, a: grad.mul_((a > 0).to(grad.dtype).mul_(1 - LEAK).add_(LEAK)),
    keeps="output",
    forward=lambda z, out: torch.maximum(z, z * LEAK, out=out),
)

elu = Activation(
    "elu",
    r"z \text{ if } z>0 \text{ else } e^z-1",
    function=functional.elu,
    backward=lambda grad, a: grad.mul_(a.clamp(max=0.0).add_(1)),
    keeps="output",
)

#: Klambauer et al., "Self-normalizing neural networks", 2017.
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
selu = Activation(
    "selu",
    r"\lambda z \text{ if } z>0 \text{ else } \lambda\alpha(e^z-1)",
    function=functional.selu,
    backward=lambda grad, a: grad.mul_(torch.where(a > 0, SELU_SCALE, a + SELU_SCALE * SELU_ALPHA)),
    keeps="output",
)


def _gelu_derivative(z: Tensor) -> Tensor:
    density = torch.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    return torch.special.ndtr(z) + z * density


#: Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016; the exact form.
gelu = Activation(
    "gelu",
    r"z\,\Phi(z)",
    function=functional.gelu,
    backward=lambda grad, z: grad.mul_(_gelu_derivative(z)),
    keeps="input",
)


def _silu_derivative(z: Tensor) -> Tensor:
    s = torch.sigmoid(z)
    return s * (1 + z * (1 - s))


#: Also called Swish: Ramachandran, Zoph and Le, "Searching for activation functions", 2017.
silu = Activation(
    "silu",
    r"z/(1+e^{-z})",
    function=functional.silu,
    backward=lambda grad, z: grad.mul_(_silu_derivative(z)),
    keeps="input",
)

gaussian = Activation(
    "gaussian",
    r"e^{-z^2}",
    function=lambda z: torch.exp(-z * z),
    backward=lambda grad, z: grad.mul_(torch.exp(-z * z) * (-2 * z)),
    keeps="input",
)

softplus = Activation(
    "softplus",
    r"\ln(1+e^z)",
    function=lambda z: torch.logaddexp(z, torch.zeros_like(z)),
    backward=lambda grad, a: grad.mul_(-torch.expm1(-a)),
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
