"""A line search for the strong Wolfe conditions, every member with its own step length.

Lecture 07; Nocedal and Wright, "Numerical optimization", 2006, algorithms 3.5 and 3.6. With
phi(t) = f(theta + t d), a step t is accepted when phi(t) <= phi(0) + c1 t phi'(0) and
|phi'(t)| <= c2 |phi'(0)|. The two algorithms are one here: until an interval is bracketed, its far
end is infinite, and a longer step is tried.
"""

from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.optimizers.objective import Objective, Point

#: Sufficient decrease: share of the slope that the mean slope must keep.
C1 = 1e-4
#: Steps that are tried before the best so far is taken.
TRIALS = 25


class Search(NamedTuple):
    """Where a line search ended.

    Attributes:
        step: (E,) step lengths; zero where nothing better was found, NaN where the start was not
            finite.
        point: the objective there.
        accepted: (E,) bool, whether the strong Wolfe conditions hold there.
    """

    step: Tensor
    point: Point
    accepted: Tensor


class _Trial(NamedTuple):
    step: Tensor
    value: Tensor
    slope: Tensor
    gradient: Tensor

    def where(self, mask: Tensor, other: "_Trial") -> "_Trial":
        """Return the members in mask (E,) from here, and the rest from other."""
        shaped = [mask, mask, mask, mask[:, None]]
        return _Trial(*map(torch.where, shaped, self, other))


def downhill(direction: Tensor, gradient: Tensor) -> Tensor:
    """Return direction (E, P), with -gradient for members that it leads uphill, or nowhere."""
    slope = (direction * gradient).sum(dim=1, keepdim=True)
    good = (slope < 0) & direction.isfinite().all(dim=1, keepdim=True)
    return torch.where(good, direction, -gradient)


def cautious_step(gradient: Tensor) -> Tensor:
    """Return the first step length (E,) along -gradient, when nothing is known of the curvature:
    min(1, 1 / ||g||_1), as in PyTorch.
    """
    return 1 / gradient.abs().sum(dim=1).clamp(min=1)


def scaled(step: Tensor, lr: float | Tensor) -> Tensor:
    """Return lr step (E,), for a number or a column (E, 1)."""
    return step * (lr[:, 0] if isinstance(lr, Tensor) else lr)


def strong_wolfe(
    objective: Objective,
    params: Tensor,
    direction: Tensor,
    start: Point,
    first: Tensor,
    c2: float = 0.9,
) -> Search:
    """Search along params + t direction.

    Args:
        objective: the function.
        params: (E, P).
        direction: (E, P), downhill.
        start: the objective at params.
        first: (E,) the steps to try first.
        c2: share of the slope that may be left.
    """
    slope = (start.gradient * direction).sum(dim=1)
    low = other = _Trial(torch.zeros_like(slope), start.value, slope, start.gradient)
    # A decrease below rounding cannot be seen.
    visible = torch.finfo(slope.dtype).eps * start.value.abs()
    active = -slope * first > visible
    bracketed, accepted, hesitant = (torch.zeros_like(active) for _ in range(3))
    step = first
    for _ in range(TRIALS):
        if not bool(active.any()):
            break
        trial = _look(objective, params, direction, torch.where(active, step, low.step))
        worse = (trial.value > start.value + C1 * trial.step * slope) | (trial.value >= low.value)
        ahead = torch.where(bracketed, other.step - low.step, 1)
        turned = ~worse & (trial.slope * ahead >= 0)
        flat = ~worse & (trial.slope.abs() <= -c2 * slope)
        far_end = trial.where(worse, low.where(turned | ~bracketed, other))
        other = far_end.where(active, other)
        low = trial.where(active & ~worse, low)
        bracketed = bracketed | (active & (worse | turned))
        accepted = accepted | (active & flat)
        active = active & ~flat
        if not bool(active.any()):
            break
        step, hesitant = _next(low, other, bracketed, hesitant)
        active = active & (-slope * (step - low.step).abs() > visible)
    finite = start.value.isfinite() & start.gradient.isfinite().all(dim=1)
    return Search(low.step.where(finite, torch.nan), Point(low.value, low.gradient), accepted)


def _look(objective: Objective, params: Tensor, direction: Tensor, step: Tensor) -> _Trial:
    """Evaluate a step (E,); where the result is not finite it counts as infinitely bad."""
    point = objective.at(torch.addcmul(params, direction, step[:, None]))
    slope = (point.gradient * direction).sum(dim=1)
    fine = point.value.isfinite() & slope.isfinite()
    return _Trial(
        step, point.value.where(fine, torch.inf), slope.where(fine, torch.inf), point.gradient
    )


def _next(low: _Trial, other: _Trial, bracketed: Tensor, hesitant: Tensor) -> tuple[Tensor, Tensor]:
    """Return the steps (E,) to try next, and who hesitates.

    In an interval it is the minimum of the cubic through both ends; a second time in a row near
    one end, a tenth of the interval away from it. Without an interval, the cubic's minimum between
    1.01 and 10 times the last step.
    """
    left, right = torch.minimum(low.step, other.step), torch.maximum(low.step, other.step)
    inner = _cubic_minimum(low, other, left, right)
    tenth = 0.1 * (right - left)
    margin = torch.minimum(right - inner, inner - left)
    near = margin < tenth
    push = near & (hesitant | (margin <= 0))
    pushed = torch.where(right - inner < inner - left, right - tenth, left + tenth)
    inner = torch.where(push, pushed, inner)
    least, most = low.step + 0.01 * (low.step - other.step), 10 * low.step
    outer = _cubic_minimum(low, other, least, most)
    return torch.where(bracketed, inner, outer), bracketed & near & ~push


def _cubic_minimum(a: _Trial, b: _Trial, least: Tensor, most: Tensor) -> Tensor:
    """Return the minimum between least and most (E,) of the cubic with two points' values and
    slopes (Nocedal and Wright, equation 3.59); the middle where there is none.
    """
    swap = a.step > b.step
    a, b = b.where(swap, a), a.where(swap, b)
    d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
    d2 = (d1.square() - a.slope * b.slope).sqrt()
    minimum = b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
    inside = torch.minimum(torch.maximum(minimum, least), most)
    return inside.where(minimum.isfinite(), (least + most) / 2)
