"""What users of PyTorch and scikit-learn hand over, and what to type where it is not plain."""

from collections.abc import Callable, Mapping
from typing import Any

from torch import nn

from trainlab.core import arguments
from trainlab.engine.columns import Data, pair_of
from trainlab.nn.networks import Module, Network
from trainlab.training.options import Options

#: What a training takes instead of arguments that it has not: (value) -> what to type.
INSTEAD: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(
        ("lr", "learning_rate", "learning_rate_init"),
        lambda value: f"optimizer=trainlab.optimizers.adam(lr={value!r})",
    ),
    "weight_decay": lambda value: f"l2={value!r}, on the weights without the biases",
    "momentum": lambda value: f"optimizer=trainlab.optimizers.momentum(momentum={value!r})",
    "activation": lambda value: f"it into the network: MLP([...], activation={value!r})",
    "hidden_layer_sizes": lambda value: "them into the network: MLP([inputs, ..., outputs])",
    **dict.fromkeys(("scheduler", "lr_scheduler"), lambda value: "schedule=..."),
    **dict.fromkeys(("criterion", "loss_fn"), lambda value: f"loss={value!r}"),
    **dict.fromkeys(("max_iter", "iterations", "n_iter"), lambda value: f"steps={value!r}"),
    **dict.fromkeys(("random_state", "random_seed"), lambda value: f"seed={value!r}"),
    **dict.fromkeys(("networks", "n_networks", "members"), lambda value: f"population={value!r}"),
    "verbose": lambda value: f"progress={bool(value)}",
}
EPOCHS = ("epochs", "num_epochs", "n_epochs", "max_epochs")


def check_known(name: str, value: object, problem: Data, batch_size: Any) -> None:
    """Raise ValueError for an argument that trainings have not, saying what to type instead."""
    if name in EPOCHS:
        points = len(pair_of(problem)[0])
        each = -(-points // arguments.integer("batch_size", batch_size or points, at_least=1))
        steps = arguments.integer(name, value, at_least=0) * each
        raise ValueError(
            f"{name}={value!r} was given; trainings count steps, of which {points} points with "
            f"batch_size={batch_size} have {each} in an epoch: write steps={steps}."
        )
    if name in INSTEAD:
        raise ValueError(f"{name}={value!r} is no argument here: write {INSTEAD[name](value)}.")
    arguments.choice("argument", name, Options.__annotations__)


def network_for(net: object, problem: Data) -> Network:
    """Return a network as it is, and a module as one with as many inputs as the data have."""
    if isinstance(net, Network):
        return net
    if isinstance(net, nn.Module):
        x = pair_of(problem)[0]
        return Module(net, x.shape[1] if x.ndim > 1 else 1)
    if isinstance(net, list | tuple):
        said = f": write trainlab.MLP({list(net)})."
    else:
        said = ", such as trainlab.MLP([2, 8, 1]), or a PyTorch module."
    shown = net.__name__ if isinstance(net, type) else repr(net)
    raise ValueError(f"net={shown} was given; expected a network{said}")
