"""``Run``: the record of one training, small enough to keep."""

from dataclasses import dataclass

import torch
from torch import Tensor

from trainlab.divergence import Divergence
from trainlab.networks import Network


@dataclass
class Run:
    """What a training left behind.

    Attributes:
        net: the architecture.
        loss: the loss's name.
        params: final parameters (E, P).
        buffers: final running statistics (E, Q); (E, 0) without batch norm.
        train_loss: (steps, E), each step's loss on its batch, before its update; NaN after a
            member diverged.
        val_loss: (looks, E) on the validation points; (0, E) without any.
        val_steps: steps taken at each look.
        divergence: first non-finite step and layer of each member.
        snapshots: parameters (S, E, P) at the steps asked for; the outputs of snapshot s at x are
            ``net.forward(snapshots[s], x)``.
        snapshot_steps: steps taken at each snapshot.
    """

    net: Network
    loss: str
    params: Tensor
    buffers: Tensor
    train_loss: Tensor
    val_loss: Tensor
    val_steps: list[int]
    divergence: Divergence
    snapshots: Tensor
    snapshot_steps: list[int]

    @property
    def diverged(self) -> Tensor:
        """(E,) bool: True for members that left the finite numbers."""
        return self.divergence.members

    @torch.no_grad()
    def predict(self, x: Tensor) -> Tensor:
        """Return raw outputs (E, N, out) at x (N, in); logits for BCE and cross entropy."""
        return self.net.forward(self.params, x.to(self.params), self.buffers)
