"""Activation functions, each with its derivative beside it.

Lecture 01. The derivative is a function of what the forward pass keeps: where f' can be written
with the output a = f(z), only a is kept; elsewhere z is kept too.

>>> import torch
>>> from trainlab.activations import ACTIVATIONS
>>> relu, z = ACTIVATIONS["relu"], torch.tensor([-1.0, 2.0])
>>> relu.function(z), relu.derivative(z)
(tensor([0., 2.]), tensor([0., 1.]))
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Activation:
    """One activation function.

    Attributes:
        name: its key in ``ACTIVATIONS``.
        formula: f(z) in LaTeX.
        function: z -> f(z), a new tensor of any shape, differentiable by autograd.
        slope: kept -> f'(z), a new tensor.
        keeps: what ``kept`` is: "output" for a = f(z), "input" for z.
        limits: of f for z to minus and to plus infinity; where one is finite, f saturates: its
            slope vanishes there, and with it the gradient.
        fast_forward: ``forward`` in fewer passes over the numbers, where there is a way.
        fast_backward: ``backward`` likewise.
    """

    name: str
    formula: str
    function: Callable[[Tensor], Tensor]
    slope: Callable[[Tensor], Tensor]
    keeps: str
    limits: tuple[float, float]
    fast_forward: Callable[[Tensor, Tensor], Tensor] | None = None
    fast_backward: Callable[[Tensor, Tensor], Tensor] | None = None

    def forward(self, z: Tensor, out: Tensor) -> Tensor:
        """Write f(z) into ``out``, of the same shape, and return it."""
        return self.fast_forward(z, out) if self.fast_forward else out.copy_(self.function(z))

    def backward(self, delta: Tensor, kept: Tensor) -> Tensor:
        """Multiply ``delta`` in place by f'(z), and return it."""
        if self.fast_backward:
            return self.fast_backward(delta, kept)
        return delta.mul_(self.slope(kept))

    def derivative(self, z: Tensor) -> Tensor:
        """Return f'(z), same shape as z."""
        return self.slope(z if self.keeps == "input" else self.function(z))


identity = Activation(
    "identity",
    r"z",
    function=torch.clone,
    slope=torch.ones_like,
    keeps="output",
    limits=(-math.inf, math.inf),
)

#: f(0) is 0, as Lu, line 183, has it; Bucharest, line 139, has 1. McCulloch and Pitts, "A logical
#: calculus of the ideas immanent in nervous activity", 1943.
step = Activation(
    "step",
    r"1_{z>0}",
    function=lambda z: (z > 0).to(z.dtype),
    slope=torch.zeros_like,
    keeps="output",
    limits=(0.0, 1.0),
)

# PyTorch's own kernels of delta f'(z): one pass over the numbers where a formula takes more.
_sigmoid_backward = torch.ops.aten.sigmoid_backward.grad_input
_tanh_backward = torch.ops.aten.tanh_backward.grad_input
_threshold_backward = torch.ops.aten.threshold_backward.grad_input

#: Rumelhart, Hinton and Williams, "Learning representations by back-propagating errors", 1986.
sigmoid = Activation(
    "sigmoid",
    r"1/(1+e^{-z})",
    function=torch.sigmoid,
    slope=lambda a: torch.addcmul(a, a, a, value=-1),
    keeps="output",
    limits=(0.0, 1.0),
    fast_forward=lambda z, out: torch.sigmoid(z, out=out),
    fast_backward=lambda delta, a: _sigmoid_backward(delta, a, grad_input=delta),
)


def _tanh_forward(z: Tensor, out: Tensor) -> Tensor:
    """On a CPU NumPy's tanh is several times faster than PyTorch's, to the same rounding."""
    if z.device.type != "cpu":
        return torch.tanh(z, out=out)
    np.tanh(z.numpy(), out=out.numpy())
    return out


#: Odd, unlike the sigmoid, so that means stay near zero: LeCun et al., "Efficient backprop", 1998.
tanh = Activation(
    "tanh",
    r"\tanh z",
    function=torch.tanh,
    slope=lambda a: torch.mul(a, a).neg_().add_(1),
    keeps="output",
    limits=(-1.0, 1.0),
    fast_forward=_tanh_forward,
    fast_backward=lambda delta, a: _tanh_backward(delta, a, grad_input=delta),
)


def _lecun_tanh_forward(z: Tensor, out: Tensor) -> Tensor:
    return _tanh_forward(z.mul_(2 / 3), out).mul_(LECUN_SCALE)


#: Scaled so that f(1) = 1 and f(-1) = -1: LeCun et al., "Efficient backprop", 1998.
LECUN_SCALE = 1.7159
lecun_tanh = Activation(
    "lecun_tanh",
    r"1.7159\,\tanh(2z/3)",
    function=lambda z: LECUN_SCALE * torch.tanh(2 / 3 * z),
    slope=lambda a: a.square().mul_(-2 / 3 / LECUN_SCALE).add_(2 / 3 * LECUN_SCALE),
    keeps="output",
    limits=(-LECUN_SCALE, LECUN_SCALE),
    fast_forward=_lecun_tanh_forward,
)

#: Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", 2010.
relu = Activation(
    "relu",
    r"\max(0, z)",
    function=torch.relu,
    slope=lambda a: (a > 0).to(a.dtype),
    keeps="output",
    limits=(0.0, math.inf),
    fast_forward=lambda z, out: torch.clamp_min(z, 0.0, out=out),
    fast_backward=lambda delta, a: _threshold_backward(delta, a, 0.0, grad_input=delta),
)

#: Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.
LEAK = 0.01
leaky_relu = Activation(
    "leaky_relu",
    r"\max(0.01 z, z)",
    function=lambda z: functional.leaky_relu(z, LEAK),
    slope=lambda a: (a > 0).to(a.dtype).mul_(1 - LEAK).add_(LEAK),
    keeps="output",
    limits=(-math.inf, math.inf),
    fast_forward=lambda z, out: torch.maximum(z, z * LEAK, out=out),
)

#: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential
#: linear units (ELUs)", 2016.
elu = Activation(
    "elu",
    r"z \text{ if } z>0 \text{ else } e^z-1",
    function=functional.elu,
    slope=lambda a: a.clamp(max=0.0).add_(1),
    keeps="output",
    limits=(-1.0, math.inf),
)

#: Klambauer et al., "Self-normalizing neural networks", 2017.
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
selu = Activation(
    "selu",
    r"\lambda z \text{ if } z>0 \text{ else } \lambda\alpha(e^z-1)",
    function=functional.selu,
    slope=lambda a: torch.where(a > 0, SELU_SCALE, a + SELU_SCALE * SELU_ALPHA),
    keeps="output",
    limits=(-SELU_SCALE * SELU_ALPHA, math.inf),
)


def _gelu_slope(z: Tensor) -> Tensor:
    density = torch.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    distribution: Tensor = torch.special.ndtr(z)
    return distribution + z * density


#: Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", 2016; the exact form.
gelu = Activation(
    "gelu",
    r"z\,\Phi(z)",
    function=functional.gelu,
    slope=_gelu_slope,
    keeps="input",
    limits=(0.0, math.inf),
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
    limits=(0.0, math.inf),
)

#: Of one input; in more dimensions, about a centre, it is the unit of ``trainlab.RBF``.
gaussian = Activation(
    "gaussian",
    r"e^{-z^2}",
    function=lambda z: torch.exp(-z * z),
    slope=lambda z: torch.exp(-z * z) * (-2 * z),
    keeps="input",
    limits=(0.0, 0.0),
)

#: Dugas et al., "Incorporating second-order functional knowledge for better option pricing", 2001.
softplus = Activation(
    "softplus",
    r"\ln(1+e^z)",
    function=lambda z: torch.logaddexp(z, torch.zeros_like(z)),
    slope=lambda a: -torch.expm1(-a),
    keeps="output",
    limits=(0.0, math.inf),
)

ACTIVATIONS = {
    f.name: f
    for f in (
        identity,
        step,
        sigmoid,
        tanh,
        lecun_tanh,
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
