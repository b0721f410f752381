"""What is known of members whose training left the finite numbers."""

from dataclasses import dataclass

import torch
from torch import Tensor

#: Where a step's first non-finite value can appear, in the order of computing.
STAGES = ("activations", "loss", "gradient", "update")


@dataclass
class Divergence:
    """First non-finite value of each member of a population.

    Attributes:
        step: (E,) int64, the step (0, 1, ...) at which it appeared; -1 for a member that is fine.
        layer: (E,) int64, the layer (1 ... L) in which it appeared; 0 when it was the loss.
        stage: (E,) int64, index into ``STAGES``; -1 for a member that is fine.
    """

    step: Tensor
    layer: Tensor
    stage: Tensor

    @classmethod
    def none(cls, population: int) -> "Divergence":
        """Return the record of a population in which every member is fine."""
        return cls(*(torch.full((population,), v, dtype=torch.int64) for v in (-1, 0, -1)))

    @property
    def members(self) -> Tensor:
        """(E,) bool: True for the members that diverged."""
        return self.step >= 0

    def message(self, member: int = 0) -> str:
        """Return one sentence on where and when this member diverged."""
        step, layer, stage = (int(t[member]) for t in (self.step, self.layer, self.stage))
        if step < 0:
            return f"Network {member} has not diverged."
        where = {
            "activations": f"the output of layer {layer}",
            "loss": "the loss",
            "gradient": f"the gradient of layer {layer}",
            "update": f"the updated weights of layer {layer}",
        }[STAGES[stage]]
        return (
            f"Network {member} diverged at step {step}: {where} was the first value "
            "that is not a finite number. The last finite weights are kept."
        )
