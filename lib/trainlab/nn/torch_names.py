"""What PyTorch calls the activations and losses of this library, as classes and as functions."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn
from torch.nn import functional

#: PyTorch's activations, and ours.
TORCH_ACTIVATIONS: Mapping[Any, str] = {
    nn.Identity: "identity",
    nn.Sigmoid: "sigmoid",
    nn.Tanh: "tanh",
    nn.ReLU: "relu",
    nn.LeakyReLU: "leaky_relu",
    nn.ELU: "elu",
    nn.SELU: "selu",
    nn.GELU: "gelu",
    nn.SiLU: "silu",
    nn.Softplus: "softplus",
    nn.PReLU: "prelu",
    torch.sigmoid: "sigmoid",
    torch.tanh: "tanh",
    torch.relu: "relu",
    functional.sigmoid: "sigmoid",
    functional.tanh: "tanh",
    functional.relu: "relu",
    functional.leaky_relu: "leaky_relu",
    functional.elu: "elu",
    functional.selu: "selu",
    functional.gelu: "gelu",
    functional.silu: "silu",
    functional.softplus: "softplus",
}
#: PyTorch's losses, and ours.
TORCH_LOSSES: Mapping[Any, str] = {
    nn.MSELoss: "mse",
    nn.L1Loss: "mae",
    nn.BCEWithLogitsLoss: "bce",
    nn.CrossEntropyLoss: "cross_entropy",
    functional.mse_loss: "mse",
    functional.l1_loss: "mae",
    functional.binary_cross_entropy_with_logits: "bce",
    functional.cross_entropy: "cross_entropy",
}


def our_name(given: Any, names: Mapping[Any, str]) -> Any:
    """Return our name of one of PyTorch's functions, classes or modules, and all else as it is.

    A module stands for what it computes with its default settings, and for nothing with others.
    """
    kind = type(given) if isinstance(given, nn.Module) else given
    if isinstance(kind, str) or not callable(kind) or kind not in names:
        return given
    same = not isinstance(given, nn.Module) or _settings(given) == _settings(kind())
    return names[kind] if same else given


def _settings(module: nn.Module) -> dict[str, object]:
    """Return what changes what a module computes; working in place does not."""
    plain = {k: v for k, v in vars(module).items() if not k.startswith("_")}
    kept = {name: None for name, buffer in module.named_buffers() if buffer is not None}
    return plain | kept | {"training": None, "inplace": None}
