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
    def none(cls, population: int, device: torch.device | str = "cpu") -> "Divergence":
        """Return the record of a population in which every member is fine."""
        return cls(
            step=torch.full((population,), -1, dtype=torch.int64, device=device),
            layer=torch.zeros(population, dtype=torch.int64, device=device),
            stage=torch.full((population,), -1, dtype=torch.int64, device=device),
        )

    def note(self, members: Tensor, step: int, layer: int, stage: int) -> None:
        """Record this value for those of ``members`` (E,) bool that were fine until now."""
        new = members & (self.step < 0)
        self.step[new], self.layer[new], self.stage[new] = step, layer, stage

    def adopt(self, members: slice | Tensor, other: "Divergence") -> None:
        """Take over another record for some members."""
        self.step[members] = other.step.to(self.step.device)
        self.layer[members] = other.layer.to(self.step.device)
        self.stage[members] = other.stage.to(self.step.device)

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
            "that is not a finite number."
        )
