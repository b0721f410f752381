"""A PyTorch module as a network: trained as a population through torch.func."""

from copy import deepcopy
from functools import cached_property

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.modules.dropout import _DropoutNd

from trainlab.core import streams
from trainlab.nn.initializers import Draws, Initializer
from trainlab.nn.networks.network import Network, Slot


class Module(Network):
    """A module of one's own, slower than a network trained by hand.

    Weights (parameters of two axes and more) start as ``init`` says; all others start as the module
    has them.

    Args:
        module: maps (N, in) to (N, out); it is copied, and left as it is.
        inputs: number of inputs.

    Raises:
        ValueError: for a module without parameters, one that keeps running statistics or drops
            units, or one that does not map (N, in) to (N, out).

    >>> from torch import nn
    >>> from trainlab import Module
    >>> Module(nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1)), inputs=2).parameter_count
    33
    """

    # A call puts the parameters of its members into the module itself.
    thread_safe = False

    def __init__(self, module: nn.Module, inputs: int) -> None:
        """Try the module on two points."""
        kept = [m for m in module.modules() if isinstance(m, _BatchNorm | _DropoutNd)]
        if kept:
            raise ValueError(
                f"the module has a {type(kept[0]).__name__}, whose state or noise a population "
                "cannot share; use MLP(batch_norm=True) or MLP(dropout=0.1), or leave it out."
            )
        self.module = deepcopy(module)
        self._own: dict[str, Tensor] = {
            name: p.detach() for name, p in self.module.named_parameters()
        }
        if not self._own:
            raise ValueError("the module has no parameters; expected something to train.")
        self._inputs = inputs
        example = torch.zeros(2, inputs, dtype=next(iter(self._own.values())).dtype)
        try:
            out: Tensor = self.module(example)
        except RuntimeError as error:
            raise ValueError(
                f"the module fails on a tensor (2, {inputs}): {error}; expected one that maps "
                f"(N, {inputs}) to (N, out)."
            ) from error
        if out.ndim != 2 or len(out) != 2:
            raise ValueError(
                f"the module maps (2, {inputs}) to {tuple(out.shape)}; expected (2, out): add "
                "nn.Flatten()."
            )
        self._outputs = out.shape[1]

    @cached_property
    def _slots(self) -> dict[str, Slot]:
        slots, start = {}, 0
        for name, own in self._own.items():
            slots[name] = Slot(start, start + own.numel(), tuple(own.shape), ())
            start += own.numel()
        return slots

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return self._inputs

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return self._outputs

    @property
    def unit_count(self) -> int:
        """What a pass keeps is not known: one value for each parameter is a guess."""
        return self.parameter_count

    @property
    def parameter_count(self) -> int:
        """P, the number of parameters of one network."""
        return sum(slot.stop - slot.start for slot in self._slots.values())

    @property
    def segments(self) -> list[tuple[int, int]]:
        """Where each parameter of the module starts and stops."""
        return [(slot.start, slot.stop) for slot in self._slots.values()]

    def is_weight(self) -> Tensor:
        """Return (P,) float64: one for numbers of parameters of two axes and more."""
        return torch.cat(
            [torch.full((p.numel(),), float(p.ndim > 1)).double() for p in self._own.values()]
        )

    def initial(self, init: Initializer, seeds: Tensor, dtype: torch.dtype) -> Tensor:
        """Return initial parameters (E, P) for members with these seeds (E,)."""
        params = seeds.new_zeros(len(seeds), self.parameter_count, dtype=dtype)
        keys = streams.keys(seeds, streams.WEIGHTS)
        for name, slot in self._slots.items():
            own = self._own[name]
            if own.ndim > 1:
                draws = Draws(keys, slot.start, own[0].numel(), len(own), own[0, 0].numel())
                slot.view(params)[:] = init.weights(draws).view(-1, *slot.shape)
            else:
                slot.view(params)[:] = own
        return params

    def forward(self, params: Tensor, x: Tensor, buffers: Tensor | None = None) -> Tensor:
        """Return the outputs (E, N, out), differentiable by autograd."""

        def one(flat: Tensor, x: Tensor) -> Tensor:
            named = {name: slot.view(flat[None])[0] for name, slot in self._slots.items()}
            outputs: Tensor = torch.func.functional_call(self.module, named, (x,))
            return outputs

        return torch.func.vmap(one, in_dims=(0, 0 if x.ndim == 3 else None))(params, x)
