"""Schedules that rise as well as fall: cyclical, one-cycle, warm restarts.

Lecture 08. The rule's own learning rate is the highest of a cycle, factor 1.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from trainlab.core import arguments
from trainlab.schedules.decay import half_cosine
from trainlab.schedules.schedule import Schedule, number


def _same_height(cycle: int, t: int, gamma: float) -> float:
    return 1.0


def _halved_each_cycle(cycle: int, t: int, gamma: float) -> float:
    return 0.5**cycle


def _shrinking_each_step(cycle: int, t: int, gamma: float) -> float:
    return gamma**t


#: How high a cycle rises: (number of the cycle, step, gamma) -> share of the full height.
HEIGHTS: dict[str, Callable[[int, int, float], float]] = {
    "triangular": _same_height,
    "triangular2": _halved_each_cycle,
    "exp_range": _shrinking_each_step,
}


def cyclical(
    up: int = 100,
    down: int | None = None,
    low: float = 0.1,
    mode: str = "triangular",
    gamma: float = 0.999,
) -> Schedule:
    """A line from ``low`` to 1 in ``up`` steps and back in ``down`` (default: as many), again and
    again; torch's CyclicLR with max_lr = lr and base_lr = low lr (Smith, "Cyclical learning rates
    for training neural networks", 2017).

    Args:
        up, down: steps of the rising and of the falling part.
        low: the lowest factor.
        mode: height above ``low`` of a cycle's peak: "triangular", always the same;
            "triangular2", halved after each cycle; "exp_range", times gamma^t.
        gamma: for "exp_range".

    >>> from trainlab import schedules
    >>> factor = schedules.cyclical(up=100, low=0.1)
    >>> [round(factor(t), 4) for t in (0, 50, 100, 200)]
    [0.1, 0.55, 1.0, 0.1]
    """
    up = arguments.integer("up", up, at_least=1)
    down = up if down is None else arguments.integer("down", down, at_least=1)
    low, gamma = number("low", low), number("gamma", gamma, high=1.0)
    arguments.choice("mode", mode, HEIGHTS)
    settings = {"up": up, "down": down, "low": low, "mode": mode, "gamma": gamma}
    factor = partial(_cyclical, up=up, down=down, low=low, mode=mode, gamma=gamma)
    return Schedule("cyclical", settings, factor)


def _cyclical(t: int, up: int, down: int, low: float, mode: str, gamma: float) -> float:
    cycle, position = divmod(t, up + down)
    share = position / up if position <= up else (up + down - position) / down
    return low + (1 - low) * share * HEIGHTS[mode](cycle, t, gamma)


def _cosine_between(start: float, end: float, share: float) -> float:
    return end + (start - end) * half_cosine(share)


def _line_between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


#: How one_cycle goes from one factor to another: (start, end, share of the way) -> factor.
ANNEALS: dict[str, Callable[[float, float, float], float]] = {
    "cos": _cosine_between,
    "linear": _line_between,
}


def one_cycle(
    steps: int = 1000,
    rise: float = 0.3,
    start: float = 1 / 25,
    end: float = 1 / 250_000,
    anneal: str = "cos",
    three_phase: bool = False,
) -> Schedule:
    """One rise from ``start`` to 1, one fall to ``end``; torch's OneCycleLR with max_lr = lr,
    without its cycle of the momentum (Smith and Topin, "Super-convergence", 2018). The factor of
    the last step is held.

    Args:
        steps: length of the cycle.
        rise: share of the steps in which the factor rises; with 1 it ends at 1, without a fall.
        start, end: first and last factor (torch: 1/div_factor, 1/(div_factor final_div_factor)).
        anneal: "cos" or "linear".
        three_phase: fall to ``start`` in as many steps as the rise took, and then to ``end``.

    >>> from trainlab import schedules
    >>> factor = schedules.one_cycle(steps=100, rise=0.3)
    >>> [round(factor(t), 4) for t in (0, 29, 99)]
    [0.04, 1.0, 0.0]
    """
    steps = arguments.integer("steps", steps, at_least=1)
    rise = number("rise", rise, high=0.5 if three_phase else 1.0)
    start, end = number("start", start), number("end", end)
    arguments.choice("anneal", anneal, ANNEALS)
    top, last = rise * steps - 1, steps - 1.0
    corners = [(0.0, start), (top, 1.0), (last, end)]
    if three_phase:
        corners.insert(2, (2 * top, start))
    settings = {
        "steps": steps,
        "rise": rise,
        "start": start,
        "end": end,
        "anneal": anneal,
        "three_phase": three_phase,
    }
    return Schedule("one_cycle", settings, partial(_along, corners=corners, anneal=anneal))


def _along(t: int, corners: Sequence[tuple[float, float]], anneal: str) -> float:
    """Return the factor on the way through corners (step, factor); the last step's is held."""
    t = min(t, int(corners[-1][0]))
    for (begin, low), (finish, high) in pairwise(corners):
        if begin < finish and t <= finish:
            return ANNEALS[anneal](low, high, (t - begin) / (finish - begin))
    return corners[-1][1]


def warm_restarts(period: int = 200, growth: int = 1, end: float = 0.0) -> Schedule:
    """Falling half cosines from 1 to ``end``: the first lasts ``period`` steps, each later one
    ``growth`` times the one before; torch's CosineAnnealingWarmRestarts (T_0, T_mult; Loshchilov
    and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017).

    >>> from trainlab import schedules
    >>> factor = schedules.warm_restarts(period=100, growth=2)
    >>> [round(factor(t), 4) for t in (0, 50, 100, 200, 300)]
    [1.0, 0.5, 1.0, 0.5, 1.0]
    """
    period = arguments.integer("period", period, at_least=1)
    growth = arguments.integer("growth", growth, at_least=1)
    end = number("end", end)
    settings = {"period": period, "growth": growth, "end": end}
    factor = partial(_warm_restarts, period=period, growth=growth, end=end)
    return Schedule("warm_restarts", settings, factor)


def _warm_restarts(t: int, period: int, growth: int, end: float) -> float:
    if growth == 1:
        return _cosine_between(1.0, end, t % period / period)
    while t >= period:
        t, period = t - period, period * growth
    return _cosine_between(1.0, end, t / period)


def cycle_ends(schedule: Schedule, steps: int) -> list[int]:
    """Return the steps, up to ``steps``, after which ``warm_restarts`` begins a new cycle.

    Where to take the snapshots of a snapshot ensemble (Huang et al., "Snapshot ensembles: train 1,
    get M for free", 2017): ``train(..., snapshots=cycle_ends(schedule, steps))``.

    >>> from trainlab import schedules
    >>> schedules.cycle_ends(schedules.warm_restarts(period=100, growth=2), steps=800)
    [100, 300, 700]
    """
    if getattr(schedule, "name", None) != "warm_restarts":
        raise ValueError(
            f"schedule={schedule!r} has no restarts; expected one made by "
            "trainlab.schedules.warm_restarts."
        )
    period = arguments.integer("period", schedule.settings["period"], at_least=1)
    growth = arguments.integer("growth", schedule.settings["growth"], at_least=1)
    steps = arguments.integer("steps", steps, at_least=1)
    ends, end = [], period
    while end <= steps:
        ends.append(end)
        period *= growth
        end += period
    return ends
