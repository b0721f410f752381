"""Losses and their gradients with respect to the network's output.

Lecture 03. Inside the engine outputs and targets are columns: (E, K, N) for E members, K outputs
and N points (targets of one data set shared by all members are (1, K, N)). Every loss is a mean
over the N points, as in PyTorch; MSE, MAE and BCE average over the K outputs too. Up to constants
they are negative log-likelihoods: of Gaussian, Laplace, Bernoulli and categorical targets (Bishop,
"Neural networks for pattern recognition", 1995, chapter 6).

>>> import torch
>>> from trainlab.losses import LOSSES
>>> outputs, targets = torch.tensor([[[0.0, 3.0]]]), torch.tensor([[[1.0, 1.0]]])
>>> LOSSES["mse"].value(outputs, targets)  # ((0 - 1)^2 + (3 - 1)^2) / 2
tensor([2.5000])
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, init=False)
class Loss:
    """One loss: those of ``LOSSES``, or one's own.

    Attributes:
        name: its key in ``LOSSES``, or any other name.
        value: (outputs, targets) -> loss of each member (E,), differentiable by autograd.
        gradient_: (outputs, targets) -> outputs, overwritten by dloss/doutputs (E, K, N); by
            autograd through ``value`` when not given.
    """

    name: str
    value: Callable[[Tensor, Tensor], Tensor]
    gradient_: Callable[[Tensor, Tensor], Tensor]

    def __init__(
        self,
        name: str,
        value: Callable[[Tensor, Tensor], Tensor],
        gradient_: Callable[[Tensor, Tensor], Tensor] | None = None,
    ) -> None:
        """Fall back to autograd where no gradient is given."""
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "value", value)
        object.__setattr__(self, "gradient_", gradient_ or partial(_by_autograd, value))

    def __reduce__(self) -> str | tuple[object, ...]:
        """Return the name of one of ``LOSSES``, which a copy of it is; one's own by its parts."""
        if LOSSES.get(self.name) is self:
            return self.name
        return Loss, (self.name, self.value, self.gradient_)


def _by_autograd(value: Callable[[Tensor, Tensor], Tensor], o: Tensor, t: Tensor) -> Tensor:
    with torch.inference_mode(False), torch.enable_grad():
        leaf = o.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(value(leaf, t.clone()).sum(), leaf)
    return o.copy_(gradient)


def _mean_over(outputs: Tensor) -> float:
    return 1.0 / (outputs.shape[-2] * outputs.shape[-1])


#: Mean squared error; the constant that minimizes it is the mean of the targets.
mse = Loss(
    "mse",
    value=lambda o, t: (o - t).square().mean(dim=(-2, -1)),
    gradient_=lambda o, t: o.sub_(t).mul_(2 * _mean_over(o)),
)

#: Mean absolute error; the constant that minimizes it is the median of the targets.
mae = Loss(
    "mae",
    value=lambda o, t: (o - t).abs().mean(dim=(-2, -1)),
    gradient_=lambda o, t: o.sub_(t).sign_().mul_(_mean_over(o)),
)


def _softplus(o: Tensor) -> Tensor:
    return functional.softplus(o, threshold=40)


#: Binary cross entropy from logits: (1 - t) softplus(o) + t softplus(-o), to the last digit of
#: either, and as smooth at 0 for autograd as it is.
bce = Loss(
    "bce",
    value=lambda o, t: torch.lerp(_softplus(o), _softplus(-o), t).mean(dim=(-2, -1)),
    gradient_=lambda o, t: o.sigmoid_().sub_(t).mul_(_mean_over(o)),
)


def _softmax_minus_target(o: Tensor, t: Tensor) -> Tensor:
    torch.softmax(o, dim=-2, out=o)
    return o.sub_(t).mul_(1.0 / o.shape[-1])


#: Cross entropy from logits against targets that sum to one, be they one-hot or any probabilities;
#: its gradient is softmax(o) - t (Newman, "Diving into deep learning": convex in the outputs for
#: any point of the simplex; label smoothing and distillation use it).
cross_entropy = Loss(
    "cross_entropy",
    value=lambda o, t: (torch.logsumexp(o, dim=-2) - (o * t).sum(dim=-2)).mean(dim=-1),
    gradient_=_softmax_minus_target,
)

LOSSES = {loss.name: loss for loss in (mse, mae, bce, cross_entropy)}


def operator_residual(operator: Callable[[Tensor], Tensor]) -> Loss:
    """Return the mean square of F[outputs] - F[targets] for an operator F; MSE is F = identity.

    With a derivative for F it is a Sobolev loss; where a module itself computes the residual of a
    differential equation, MSE is the loss of a physics-informed network (Raissi, Perdikaris and
    Karniadakis, 2019, "Physics-informed neural networks"). Lecture 03; Lu, "Deep Learning Concepts
    & Algorithms".

    Args:
        operator: maps columns (E, K, N), differentiably, to some (E, K', N'), such as finite
            differences along the N points of a grid (then without ``batch_size``, which shuffles
            them), or a matrix (K', K) times the outputs.
    """
    return Loss("operator_residual", value=partial(_residual, operator))


def _residual(operator: Callable[[Tensor], Tensor], o: Tensor, t: Tensor) -> Tensor:
    return (operator(o) - operator(t)).square().mean(dim=(-2, -1))


def check_one_value_each(loss: Loss, targets: Tensor) -> None:
    """Raise ValueError where a loss does not give one number for each member on targets (1, K, N).

    A loss that averages over the members too would make them depend on each other.
    """
    shape = tuple(loss.value(targets.expand(2, -1, -1), targets).shape)
    if shape != (2,):
        raise ValueError(
            f"the loss {loss.name!r} gives shape {shape} for outputs of 2 members; expected (2,): "
            "take its mean over the last two axes, outputs and points."
        )


def as_columns(y: Tensor, loss: Loss, outputs: int, dtype: torch.dtype) -> Tensor:
    """Return targets as columns (1, K, N).

    Args:
        y: (N, K), or (N,) for one output; for cross entropy class indices (N,) or (N, 1), or a
            probability for each class (N, K), "soft" targets as in torch.nn.CrossEntropyLoss.
        loss: the loss.
        outputs: K.
        dtype: the type of the columns.

    Raises:
        ValueError: when the targets do not fit the loss or the number of outputs.
    """
    if loss is cross_entropy:
        return _class_columns(y, outputs, dtype)
    if y.ndim == 1 and outputs == 1:
        y = y[:, None]
    if y.ndim != 2 or y.shape[1] != outputs:
        classes = y.ndim == 1 and not y.is_floating_point()
        hint = " for classes write loss='cross_entropy';" if classes else ""
        raise ValueError(
            f"y has shape {tuple(y.shape)}; with loss={loss.name!r} and a network of {outputs} "
            f"outputs expected (N, {outputs});{hint} reshape y, or change the network's last size."
        )
    if loss is bce and bool(((y < 0) | (y > 1)).any()):
        raise ValueError(
            f"y has values from {float(y.min()):g} to {float(y.max()):g}; loss='bce' expects "
            "targets between 0 and 1: encode the two classes as 0 and 1."
        )
    return y.to(dtype).mT[None].contiguous()


def _class_columns(y: Tensor, outputs: int, dtype: torch.dtype) -> Tensor:
    if y.is_floating_point() and y.ndim == 2 and y.shape[1] == outputs > 1:
        return _probability_columns(y, dtype)
    if not y.is_floating_point() and y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.ndim != 1 or y.is_floating_point():
        hint = ": write y.long(), or y.astype(int)" if y.ndim == 1 else ""
        raise ValueError(
            f"y has shape {tuple(y.shape)} and type {y.dtype}; loss='cross_entropy' expects class "
            f"indices, shape (N,), type torch.int64, or probabilities (N, {outputs}){hint}."
        )
    if int(y.min()) < 0 or int(y.max()) >= outputs:
        raise ValueError(
            f"y has classes {int(y.min())} to {int(y.max())}; a network of {outputs} outputs "
            f"expects 0 to {outputs - 1}: change the network's last size."
        )
    return functional.one_hot(y.long(), outputs).to(dtype).mT[None].contiguous()


def _probability_columns(y: Tensor, dtype: torch.dtype) -> Tensor:
    off = (y.sum(dim=1) - 1).abs() > 1e-3
    if bool((y < 0).any()) or bool(off.any()):
        row = int((off | (y < 0).any(dim=1)).nonzero()[0])
        raise ValueError(
            f"y has {[round(v, 4) for v in y[row].tolist()]} in row {row}; loss='cross_entropy' "
            "expects class indices (N,), or probabilities (N, K) of at least 0 that sum to 1."
        )
    return y.to(dtype).mT[None].contiguous()
