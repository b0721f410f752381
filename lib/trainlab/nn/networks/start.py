"""Where a population starts: drawn by an initializer, or at parameters that are given."""

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.nn.initializers import INITIALIZERS, Initializer
from trainlab.nn.networks.network import Network

#: A key of ``INITIALIZERS``, an ``Initializer``, or parameters (E, P), or (P,) for all members.
Start = str | Initializer | Tensor


def starting_params(net: Network, init: Start, seeds: Tensor, dtype: torch.dtype) -> Tensor:
    """Return the first parameters (E, P) of members with these seeds (E,), a new tensor.

    Raises:
        ValueError: for an unknown name, or parameters that do not fit the network.
    """
    if isinstance(init, Tensor):
        return _given(net, init.detach(), len(seeds)).to(seeds.device, dtype, copy=True)
    if not isinstance(init, Initializer):
        init = arguments.choice("init", init, INITIALIZERS)()
    return net.initial(init, seeds, dtype)


def _given(net: Network, params: Tensor, population: int) -> Tensor:
    count = net.parameter_count
    if params.shape not in ((count,), (population, count)):
        raise ValueError(
            f"init has shape {tuple(params.shape)}; for {population} networks of {count} "
            f"parameters expected ({population}, {count}), or ({count},) for the same start for "
            "every member."
        )
    if not params.is_floating_point() or not bool(params.isfinite().all()):
        raise ValueError(
            f"init has type {params.dtype} or values that are not finite; expected finite real "
            "numbers."
        )
    return params.expand(population, count)
