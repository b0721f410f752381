"""Training data as the engine takes them: points as columns, under a row of ones for the biases."""

from numbers import Real
from typing import Any, NamedTuple

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.engine.passes.backprop import with_ones
from trainlab.nn.losses import LOSSES, Loss, as_columns
from trainlab.nn.networks import Network
from trainlab.nn.torch_names import TORCH_LOSSES, our_name
from trainlab.problems import Problem

#: A problem, a pair (x, y), or what others hand over: see ``pair_of``.
Data = Any


class Columns(NamedTuple):
    """Inputs with ones (1, in + 1, N) and targets (1, K, N)."""

    x: Tensor
    y: Tensor


def columns_of(data: Data, net: Network, loss: Loss, like: Tensor) -> Columns:
    """Return training points, as ``pair_of`` takes them, as columns in the type and on the device
    of ``like``.

    Raises:
        ValueError: when the data do not fit the network or the loss, or are not finite.
    """
    x, y = pair_of(data)
    inputs = inputs_of(x, net, like.dtype)
    if len(inputs) != len(y):
        raise ValueError(
            f"x has {len(inputs)} points and y has {len(y)}; expected one target for each point."
        )
    targets = targets_of(y, loss, net, like.dtype)
    return Columns(with_ones(inputs.mT[None]).to(like), targets.to(like, copy=True))


def pair_of(data: Data) -> tuple[Tensor, Tensor]:
    """Return the training points x (N, in) and targets y of a problem, of a pair of tensors, of
    NumPy's arrays, tables or lists, of a ``TensorDataset``, or of a scikit-learn ``Bunch``.

    Raises:
        ValueError: when the data are none of these.
    """
    if isinstance(data, Problem):
        return data.x, data.y
    if hasattr(data, "data") and hasattr(data, "target"):
        data = data.data, data.target
    data = getattr(data, "tensors", data)
    pair = isinstance(data, tuple | list) and len(data) == 2
    if not pair or any(isinstance(part, Real | str | None) for part in data):
        raise ValueError(
            f"problem is a {type(data).__name__}; expected a Problem from trainlab.problems, or a "
            "pair of tensors or arrays: write (x, y)."
        )
    return _numbers("x", data[0]), _numbers("y", data[1])


def inputs_of(x: object, net: Network, dtype: torch.dtype, name: str = "x") -> Tensor:
    """Return inputs (N, in) of this type; raise ValueError where they do not fit the network."""
    points = _numbers(name, x)
    if points.ndim == 2 and points.shape[1] == net.inputs and len(points):
        return _finite(name, points, dtype).to(dtype)
    expected = (
        f"{name} has shape {tuple(points.shape)}; a network of {net.inputs} inputs expects "
        f"(N, {net.inputs}) with N of at least 1"
    )
    if points.ndim == 1 and net.inputs in (1, len(points)):
        turned = f"{name}[:, None]" if net.inputs == 1 else f"{name}[None]"
        raise ValueError(f"{expected}: write {turned}.")
    if points.ndim > 2 and points[0].numel() == net.inputs:
        raise ValueError(f"{expected}: write {name}.reshape(len({name}), -1).")
    if points.ndim == 2 and len(points) == net.inputs:
        raise ValueError(f"{expected}: write {name}.T.")
    if points.ndim == 2 and len(points):
        own = points.shape[1]
        raise ValueError(f"{expected}: give the network {own} inputs, or choose columns.")
    raise ValueError(f"{expected}.")


def targets_of(y: object, loss: Loss, net: Network, dtype: torch.dtype, name: str = "y") -> Tensor:
    """Return targets as columns (1, K, N); raise ValueError where they do not fit the loss."""
    return as_columns(_finite(name, _numbers(name, y), dtype), loss, net.outputs, dtype)


def loss_for(loss: object, data: Data) -> Loss:
    """Return the loss of this name, or that PyTorch's loss has here; "auto" is a problem's own, and
    MSE for a pair of tensors.
    """
    if isinstance(loss, Loss):
        return loss
    if loss == "auto":
        loss = data.loss if isinstance(data, Problem) else "mse"
    name = our_name(loss, TORCH_LOSSES)
    if not isinstance(name, str) and callable(loss):
        raise ValueError(
            f"loss={loss!r} was given; expected a name or a Loss: for a function of one's own, "
            "(outputs, targets) (E, K, N) to (E,), write trainlab.losses.Loss('own', function)."
        )
    return arguments.choice("loss", name, LOSSES)


def _numbers(name: str, values: object) -> Tensor:
    try:
        tensor = arguments.tensor(values)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(
            f"{name} is a {type(values).__name__} that is no array of numbers ({error}); expected "
            "one row for each point, all of one length."
        ) from None
    if tensor.is_complex():
        raise ValueError(f"{name} has complex numbers; expected real ones.")
    return tensor.detach()


def _finite(name: str, values: Tensor, dtype: torch.dtype) -> Tensor:
    """Return points or targets, real ones in this type; raise ValueError for any not finite."""
    arguments.finite(name, values)
    if not values.is_floating_point():
        return values
    cast = values.to(dtype)
    if not bool(cast.isfinite().all()):
        raise ValueError(
            f"{name} has {float(values.abs().max()):g}, which {dtype} cannot hold; make {name} "
            "smaller, see trainlab.normalization, or train with dtype=torch.float64."
        )
    return cast
