"""An instrument for a trained population: the sharpness of the loss where a member stands."""

from typing import Protocol

import torch
from torch import Tensor

from trainlab.nn.losses import Loss
from trainlab.nn.networks import Network
from trainlab.optimizers.objective import Objective


class Trained(Protocol):
    """What is measured: a ``Trainer``, or anything else that knows its networks and its data."""

    net: Network
    loss_function: Loss
    params: Tensor
    buffers: Tensor

    def data_of(self, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Return the training inputs (N, in) and targets as columns (1, K, N) in one type."""


def sharpness(trainer: Trained, member: int = 0, iterations: int = 50) -> float:
    """Return the Hessian's eigenvalue of largest size for one member's training loss.

    Power iteration on Hessian-vector products (Pearlmutter, "Fast exact multiplication by the
    Hessian", 1994), in float64 on the whole training set, from a fixed starting vector. Gradient
    descent is stable near a minimum while lr < 2 / sharpness (Cohen et al., "Gradient descent on
    neural networks typically occurs at the edge of stability", 2021).
    """
    one = slice(member, member + 1)
    params, buffers = trainer.params[one].double(), trainer.buffers[one].double()
    x, y = trainer.data_of(torch.float64)

    def loss(p: Tensor) -> Tensor:
        return trainer.loss_function.value(trainer.net.forward(p, x, buffers).mT, y)

    objective = Objective(loss)
    generator = torch.Generator(device=params.device).manual_seed(0)
    v = torch.randn(params.shape, generator=generator, dtype=params.dtype, device=params.device)
    v /= v.norm()
    largest = torch.zeros((), dtype=params.dtype)
    for _ in range(iterations):
        product = objective.hessian_times(params, v)
        previous, largest = largest, (v * product).sum()
        norm = product.norm()
        if norm == 0 or abs(largest - previous) <= 1e-6 * abs(largest):
            break
        v = product / norm
    return float(largest)
