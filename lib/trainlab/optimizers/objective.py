"""What a second-order rule sees of the function it makes small: values, slopes and curvature."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.nn.networks import AffineSlot

#: Columns of a Hessian that are computed at once.
COLUMNS = 32


class Point(NamedTuple):
    """What is known of an objective where the members stand.

    Attributes:
        value: (E,).
        gradient: (E, P).
    """

    value: Tensor
    gradient: Tensor


class Objective:
    """A function of the parameters of every member, which do not influence each other.

    Args:
        function: (E, P) -> (E,), differentiable by autograd as often as is asked for.
        gradient: (E, P) -> (E, P), where it is known; else by autograd.
        hessian: (E, P) -> (E, P, P), where it is known; else by autograd.
    """

    def __init__(
        self,
        function: Callable[[Tensor], Tensor],
        gradient: Callable[[Tensor], Tensor] | None = None,
        hessian: Callable[[Tensor], Tensor] | None = None,
    ) -> None:
        """Keep the functions."""
        self.function, self._gradient, self._hessian = function, gradient, hessian

    def at(self, params: Tensor) -> Point:
        """Return value and gradient at params (E, P)."""
        if self._gradient:
            return Point(self.function(params), self._gradient(params))
        with torch.inference_mode(False), torch.enable_grad():
            point = params.detach().clone().requires_grad_()
            value = self.function(point)
            return Point(value.detach(), torch.autograd.grad(value.sum(), point)[0])

    def hessian(self, params: Tensor) -> Tensor:
        """Return the matrices of second derivatives (E, P, P) at params (E, P)."""
        if self._hessian:
            return self._hessian(params)
        members, count = params.shape
        columns = torch.eye(count, dtype=params.dtype, device=params.device)[:, None]
        parts = columns.expand(-1, members, -1).split(COLUMNS)
        return self._second_derivatives(params, parts).transpose(0, 1)

    def hessian_times(self, params: Tensor, vectors: Tensor) -> Tensor:
        """Return H v (E, P) for vectors (E, P), without H itself (Pearlmutter, "Fast exact
        multiplication by the Hessian", 1994).
        """
        return self._second_derivatives(params, (vectors[None],))[0]

    def _second_derivatives(self, params: Tensor, parts: tuple[Tensor, ...]) -> Tensor:
        """Return H v (V, E, P) for V vectors in parts (v, E, P)."""
        with torch.inference_mode(False), torch.enable_grad():
            point = params.detach().clone().requires_grad_()
            (slope,) = torch.autograd.grad(self.function(point).sum(), point, create_graph=True)
            if not slope.requires_grad:
                return torch.zeros_like(torch.cat(parts))
            products = [
                torch.autograd.grad(
                    slope, point, part.clone(), retain_graph=True, is_grads_batched=True
                )[0]
                for part in parts
            ]
            return torch.cat(products)


class LayeredObjective(Objective, ABC):
    """The loss of networks whose last layer can be solved for.

    Attributes:
        targets: what the outputs should be (E or 1, K, N).
        l2: the penalty on the weights, a number or a column (E, 1).
    """

    targets: Tensor
    l2: float | Tensor

    @property
    @abstractmethod
    def last_layer(self) -> AffineSlot:
        """The last layer's place in the parameters."""

    @abstractmethod
    def features(self, params: Tensor) -> Tensor:
        """Return the outputs of the last hidden layer (E, units, N) at params (E, P)."""
