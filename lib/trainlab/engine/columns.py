"""Training data as the engine takes them: points as columns, under a row of ones for the biases."""

from typing import NamedTuple

from torch import Tensor

from trainlab.core import arguments
from trainlab.engine.passes.backprop import with_ones
from trainlab.nn.losses import LOSSES, Loss, as_columns
from trainlab.nn.networks import Network
from trainlab.problems import Problem

Data = Problem | tuple[Tensor, Tensor]


class Columns(NamedTuple):
    """Inputs with ones (1, in + 1, N) and targets (1, K, N)."""

    x: Tensor
    y: Tensor


def columns_of(data: Data, net: Network, loss: Loss, like: Tensor) -> Columns:
    """Return a problem's training points, or a pair x (N, in) and y (N, out), as columns in the
    type and on the device of ``like``.

    Raises:
        ValueError: when the data do not fit the network or the loss.
    """
    x, y = (data.x, data.y) if isinstance(data, Problem) else _pair(data)
    if x.ndim != 2 or x.shape[1] != net.inputs or len(x) == 0:
        raise ValueError(
            f"x has shape {tuple(x.shape)}; a network of {net.inputs} inputs expects "
            f"(N, {net.inputs}) with N of at least 1."
        )
    if len(x) != len(y):
        raise ValueError(
            f"x has {len(x)} points and y has {len(y)}; expected one target for each point."
        )
    columns = as_columns(y, loss, net.outputs, like.dtype)
    return Columns(with_ones(x.to(like.dtype).mT[None]).to(like), columns.to(like))


def loss_for(loss: str | Loss, data: Data) -> Loss:
    """Return the loss of this name; "auto" is a problem's own, and MSE for a pair of tensors."""
    if isinstance(loss, Loss):
        return loss
    if loss == "auto":
        loss = data.loss if isinstance(data, Problem) else "mse"
    return arguments.choice("loss", loss, LOSSES)


def _pair(data: object) -> tuple[Tensor, Tensor]:
    if (
        isinstance(data, tuple | list)
        and len(data) == 2
        and all(isinstance(part, Tensor) for part in data)
    ):
        return data[0], data[1]
    raise ValueError(
        f"problem is a {type(data).__name__}; expected a Problem from trainlab.problems, "
        "or a pair of tensors (x, y)."
    )
