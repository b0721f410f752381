"""Which pass computes the gradients of some members, for batches of any size."""

from functools import cached_property

import torch
from torch import Tensor

from trainlab.engine.passes.backprop import Backprop, Pass, Workspace
from trainlab.engine.passes.cuda import GraphedPass
from trainlab.engine.passes.layered import AutogradPass, LayeredBackprop
from trainlab.engine.passes.small import SmallBackprop, is_small
from trainlab.nn.layers import Rates
from trainlab.nn.networks import MLP, LayeredNetwork, Network


class Passes:
    """The passes of E members whose parameters lie in one place.

    Args:
        net: the architecture.
        params: (E, P), read at every pass.
        grads: (E, P), overwritten by every pass.
        buffers: running statistics (E, Q), moved by every pass.
        keys: (E,) keys of the members' dropout.
        workspace: where passes of one size keep their values.
    """

    def __init__(
        self,
        net: Network,
        params: Tensor,
        grads: Tensor,
        buffers: Tensor,
        keys: Tensor,
        workspace: Workspace,
    ) -> None:
        """Make nothing yet."""
        self.net, self.keys = net, keys
        self.params, self.grads, self.buffers = params, grads, buffers
        self._workspace = workspace
        self._plain: dict[int, Pass] = {}
        self._layered: LayeredBackprop | AutogradPass | None = None

    @cached_property
    def aside(self) -> "Passes":
        """The same on tensors of their own, for points that are only looked at."""
        with torch.inference_mode(False):
            params, grads = torch.zeros_like(self.params), torch.zeros_like(self.params)
            buffers = self.buffers.clone()
        return Passes(self.net, params, grads, buffers, self.keys, self._workspace)

    def of(self, n: int, rates: Rates) -> Pass:
        """Return the pass for batches of n points that drops at these rates; its buffers are made
        once.
        """
        if isinstance(self.net, MLP) and self.net.is_plain and not rates:
            return self._plain_pass(self.net, n)
        if self._layered is None:
            with torch.inference_mode(False):
                self._layered = (
                    LayeredBackprop(self.net, self.params, self.grads, self.buffers, self.keys)
                    if isinstance(self.net, LayeredNetwork)
                    else AutogradPass(self.net, self.params, self.grads)
                )
        if isinstance(self._layered, LayeredBackprop):
            self._layered.drop(rates)
        return self._layered

    def _plain_pass(self, net: MLP, n: int) -> Pass:
        if n not in self._plain:
            with torch.inference_mode(False):
                kind = SmallBackprop if is_small(net, self.params, n) else Backprop
                buffers = self._workspace.buffers(net, self.params, n)
                backprop = kind(net, self.params, self.grads, buffers)
                on_gpu = self.params.device.type == "cuda"
                self._plain[n] = GraphedPass(backprop) if on_gpu else backprop
        return self._plain[n]
