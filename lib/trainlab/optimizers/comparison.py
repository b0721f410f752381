"""A rule with another as its shadow: where along the way do they first take different steps?

Lecture 06. The shadow sees every gradient that the rule sees, and takes its step from where the
rule stands, so that a difference is one of the rules, and not of where an earlier one has led.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from torch import Tensor

from trainlab.core.state import State
from trainlab.optimizers.optimizer import Optimizer

#: Two steps are the same where they differ by less than this share of the step, or by rounding.
SAME, ROUNDING = 1e-11, 1e-14


@dataclass(frozen=True)
class Difference:
    """Where two rules first took different steps from the same point, after the same gradients.

    Attributes:
        names: of the rule and of its shadow.
        step: the step (1, 2, ...).
        axis: the coordinate that differs most.
        before, gradient, after: this coordinate and its gradient, and where either rule moved it.
    """

    names: tuple[str, str]
    step: int
    axis: int
    before: float
    gradient: float
    after: tuple[float, float]

    def __str__(self) -> str:
        """Return what differs, in a sentence."""
        own, ours = self.names
        moves = [end - self.before for end in self.after]
        written = [[f"{move:.{digits}g}" for move in moves] for digits in range(4, 18)]
        told = next((pair for pair in written if pair[0] != pair[1]), written[0])
        before = {1: "", 2: "; the step before agrees"}
        agreed = before.get(self.step, f"; the {self.step - 1} steps before agree")
        ratio = f", {moves[0] / moves[1]:.4g} times as far" if moves[1] else ""
        return (
            f"{own} differs from {ours} first at step {self.step}: where x{self.axis + 1} = "
            f"{self.before:.6g} and its gradient is {self.gradient:.6g}, it moves x{self.axis + 1} "
            f"by {told[0]} and {ours} by {told[1]}{ratio}"
            f"{agreed}."
        )


def shadowed(own: Optimizer, ours: Optimizer) -> Optimizer:
    """Return a first-order rule that steps as ``own`` does, and notes where ``ours`` would differ
    at the same learning rate.

    Its state has a ``Difference``, or None, under "difference".
    """
    return Optimizer(
        own.name,
        own.lr,
        own.settings,
        partial(_init, own=own, ours=ours),
        partial(_update, own=own, ours=ours),
        check=own.check,
    )


def _init(params: Tensor, *, own: Optimizer, ours: Optimizer) -> State:
    return {
        "own": own.init(params),
        "ours": ours.init(params),
        "t": 0,
        "difference": None,
    }


def _update(
    params: Tensor,
    grads: Tensor,
    state: State,
    lr: float | Tensor,
    *,
    own: Optimizer,
    ours: Optimizer,
) -> None:
    before, expected = params.clone(), params.clone()
    own.update(params, grads, state["own"], lr)
    state["t"] += 1
    if state["difference"] is None:
        ours.update(expected, grads, state["ours"], lr)
        names = own.name, ours.name
        seen = {"before": before, "gradient": grads, "own": params, "ours": expected}
        state["difference"] = _difference(names, state["t"], seen)


def _difference(names: tuple[str, str], step: int, seen: Mapping[str, Tensor]) -> Difference | None:
    """Compare one step of both rules, each array (E, P); members that overflow count no more."""
    before, gradient, own, ours = (array.numpy(force=True) for array in seen.values())
    with np.errstate(all="ignore"):
        apart = np.abs(own - ours)
        allowed = SAME * np.abs(ours - before) + ROUNDING * np.abs(before)
        excess = np.where(apart > allowed, apart / (allowed + np.finfo(float).tiny), 0.0)
    if not excess.any():
        return None
    member, axis = np.unravel_index(excess.argmax(), excess.shape)
    at = int(member), int(axis)
    ends = float(own[at]), float(ours[at])
    return Difference(names, step, at[1], float(before[at]), float(gradient[at]), ends)
