"""Heads: what turns a network's raw outputs into predictions, for each loss.

Lecture 01. Networks end in an affine layer, and BCE and cross entropy take its outputs, the logits:
computed together with the loss, the exponentials cannot overflow, and the gradient by the logits is
head - target for every one of these pairs, up to the factor of the mean. Bishop, "Neural networks
for pattern recognition", 1995, chapter 6.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Head:
    """One output activation.

    Attributes:
        name: what it is called.
        task: what it is for.
        formula: in LaTeX, of logits z_1 ... z_K.
        function: z (..., K) -> predictions (..., K).
        jacobian: z (..., K) -> (..., K, K), row i the derivatives of prediction i.
    """

    name: str
    task: str
    formula: str
    function: Callable[[Tensor], Tensor]
    jacobian: Callable[[Tensor], Tensor]


def _sigmoid_jacobian(z: Tensor) -> Tensor:
    p = torch.sigmoid(z)
    return torch.diag_embed(p * (1 - p))


def _softmax_jacobian(z: Tensor) -> Tensor:
    """p_i (delta_ij - p_j): no probability grows but at the cost of the others."""
    p = torch.softmax(z, dim=-1)
    return torch.diag_embed(p) - p[..., :, None] * p[..., None, :]


linear = Head(
    "linear",
    "regression",
    r"z_i",
    function=torch.clone,
    jacobian=lambda z: torch.diag_embed(torch.ones_like(z)),
)

sigmoid = Head(
    "sigmoid",
    "two classes, or several labels that do not exclude each other",
    r"1/(1+e^{-z_i})",
    function=torch.sigmoid,
    jacobian=_sigmoid_jacobian,
)

softmax = Head(
    "softmax",
    "classes that exclude each other",
    r"e^{z_i}/\sum_j e^{z_j}",
    function=lambda z: torch.softmax(z, dim=-1),
    jacobian=_softmax_jacobian,
)


def _maxout_jacobian(z: Tensor) -> Tensor:
    winner = torch.zeros_like(z).scatter_(-1, z.argmax(dim=-1, keepdim=True), 1.0)
    return winner[..., None, :]


#: Of pieces, where the others keep every number: z (..., K) -> (..., 1). The derivative is one by
#: the largest (Bucharest, lecture 3, lines 261-265). ``MLP(head="maxout")`` ends in it.
maxout = Head(
    "maxout",
    "regression by a convex function of the last hidden layer",
    r"\max_i z_i",
    function=lambda z: z.amax(dim=-1, keepdim=True),
    jacobian=_maxout_jacobian,
)

#: The head of each loss of ``LOSSES``: ``HEADS[run.loss].function(run.predict(x))``.
HEADS = {"mse": linear, "mae": linear, "bce": sigmoid, "cross_entropy": softmax}
