"""Schedules that only ever fall (or stay): fixed in advance, without cycles.

Lecture 08. With t the step, each returns the factor of the rule's learning rate; the formulas of
Karniadakis, "Training and optimization", are ``piecewise``, ``exponential`` and ``power``. Those
with an end hold its factor for every later step.
"""

import math
from bisect import bisect_right
from collections.abc import Sequence
from functools import partial

from trainlab.core import arguments
from trainlab.schedules.schedule import Schedule, number


def constant(factor: float = 1.0) -> Schedule:
    """The same factor at every step.

    >>> from trainlab import schedules
    >>> factor = schedules.constant(0.5)
    >>> [round(factor(t), 4) for t in (0, 1000)]
    [0.5, 0.5]
    """
    factor = number("factor", factor)
    return Schedule("constant", {"factor": factor}, partial(_constant, factor=factor))


def _constant(t: int, factor: float) -> float:
    return factor


def piecewise(
    boundaries: Sequence[int] = (500, 750), factors: Sequence[float] = (1.0, 0.1, 0.01)
) -> Schedule:
    """factors[0] before boundaries[0], factors[i] from boundaries[i-1] on; torch's MultiStepLR is
    this with factors 1, gamma, gamma^2, ...

    >>> from trainlab import schedules
    >>> factor = schedules.piecewise(boundaries=[500, 750], factors=[1.0, 0.1, 0.01])
    >>> [round(factor(t), 4) for t in (0, 499, 500, 750)]
    [1.0, 1.0, 0.1, 0.01]
    """
    steps = tuple(arguments.integer("each of boundaries", b, at_least=1) for b in boundaries)
    values = tuple(number("each of factors", f) for f in factors)
    if list(steps) != sorted(set(steps)):
        raise ValueError(
            f"boundaries={list(steps)} was given; expected steps in rising order, none twice."
        )
    if len(values) != len(steps) + 1:
        raise ValueError(
            f"{len(steps)} boundaries and {len(values)} factors were given; expected one factor "
            "more than boundaries: one before the first, and one after each."
        )
    settings = {"boundaries": steps, "factors": values}
    return Schedule("piecewise", settings, partial(_piecewise, boundaries=steps, factors=values))


def _piecewise(t: int, boundaries: Sequence[int], factors: Sequence[float]) -> float:
    return factors[bisect_right(boundaries, t)]


def step_decay(every: int = 250, factor: float = 0.5) -> Schedule:
    """factor^floor(t / every): halve on a fixed plan; torch's StepLR.

    >>> from trainlab import schedules
    >>> factor = schedules.step_decay(every=250, factor=0.5)
    >>> [round(factor(t), 4) for t in (0, 249, 250, 500)]
    [1.0, 1.0, 0.5, 0.25]
    """
    every = arguments.integer("every", every, at_least=1)
    factor = number("factor", factor)
    settings = {"every": every, "factor": factor}
    return Schedule("step_decay", settings, partial(_step_decay, every=every, factor=factor))


def _step_decay(t: int, every: int, factor: float) -> float:
    return float(factor ** (t // every))


def linear(steps: int = 1000, start: float = 1.0, end: float = 0.0) -> Schedule:
    """A straight line from ``start`` to ``end`` in ``steps`` steps; torch's LinearLR.

    >>> from trainlab import schedules
    >>> factor = schedules.linear(steps=100)
    >>> [round(factor(t), 4) for t in (0, 25, 100, 200)]
    [1.0, 0.75, 0.0, 0.0]
    """
    steps = arguments.integer("steps", steps, at_least=1)
    start, end = number("start", start), number("end", end)
    settings = {"steps": steps, "start": start, "end": end}
    return Schedule("linear", settings, partial(_linear, steps=steps, start=start, end=end))


def _linear(t: int, steps: int, start: float, end: float) -> float:
    return start + (end - start) * min(t / steps, 1.0)


def polynomial(steps: int = 1000, power: float = 2.0, end: float = 0.0) -> Schedule:
    """end + (1 - end)(1 - t/steps)^power; torch's PolynomialLR (end = 0).

    >>> from trainlab import schedules
    >>> factor = schedules.polynomial(steps=100, power=2.0)
    >>> [round(factor(t), 4) for t in (0, 50, 100)]  # (1 - 1/2)^2
    [1.0, 0.25, 0.0]
    """
    steps = arguments.integer("steps", steps, at_least=1)
    power, end = number("power", power), number("end", end)
    settings = {"steps": steps, "power": power, "end": end}
    return Schedule("polynomial", settings, partial(_polynomial, steps=steps, power=power, end=end))


def _polynomial(t: int, steps: int, power: float, end: float) -> float:
    return float(end + (1 - end) * max(1 - t / steps, 0.0) ** power)


def exponential(rate: float = 0.005) -> Schedule:
    """exp(-rate t); torch's ExponentialLR with gamma = exp(-rate).

    >>> from trainlab import schedules
    >>> factor = schedules.exponential(rate=0.01)
    >>> [round(factor(t), 4) for t in (0, 100)]  # 1, 1/e
    [1.0, 0.3679]
    """
    rate = number("rate", rate)
    return Schedule("exponential", {"rate": rate}, partial(_exponential, rate=rate))


def _exponential(t: int, rate: float) -> float:
    return math.exp(-rate * t)


def power(rate: float = 0.02, power: float = 0.5) -> Schedule:
    """(1 + rate t)^-power: inverse time decay for power 1. Gradient noise dies out, and yet every
    point stays in reach, for 1/2 < power <= 1 (Robbins and Monro, "A stochastic approximation
    method", 1951).

    >>> from trainlab import schedules
    >>> factor = schedules.power(rate=0.03, power=0.5)
    >>> [round(factor(t), 4) for t in (0, 100)]  # 1 / sqrt(1 + 3)
    [1.0, 0.5]
    """
    rate, exponent = number("rate", rate), number("power", power)
    settings = {"rate": rate, "power": exponent}
    return Schedule("power", settings, partial(_power, rate=rate, exponent=exponent))


def _power(t: int, rate: float, exponent: float) -> float:
    return float((1 + rate * t) ** -exponent)


def cosine(steps: int = 1000, end: float = 0.0) -> Schedule:
    """end + (1 - end)(1 + cos(pi t/steps))/2 (Loshchilov and Hutter, "SGDR: stochastic gradient
    descent with warm restarts", 2017). torch's CosineAnnealingLR climbs again after ``steps``.

    >>> from trainlab import schedules
    >>> factor = schedules.cosine(steps=100)
    >>> [round(factor(t), 4) for t in (0, 50, 100)]
    [1.0, 0.5, 0.0]
    """
    steps = arguments.integer("steps", steps, at_least=1)
    end = number("end", end)
    return Schedule("cosine", {"steps": steps, "end": end}, partial(_cosine, steps=steps, end=end))


def _cosine(t: int, steps: int, end: float) -> float:
    return end + (1 - end) * half_cosine(min(t / steps, 1.0))


def half_cosine(share: float) -> float:
    """Return (1 + cos(pi share))/2: from 1 at share 0 to 0 at share 1."""
    return (1 + math.cos(math.pi * share)) / 2


def warmup(steps: int = 100, then: Schedule | None = None, start: float = 0.0) -> Schedule:
    """A line from ``start`` to 1 in ``steps`` steps, and then another schedule from its step 0 on
    (Goyal et al., "Accurate, large minibatch SGD", 2017); without one, the factor stays 1.

    >>> from trainlab import schedules
    >>> factor = schedules.warmup(steps=10, then=schedules.cosine(steps=100))
    >>> [round(factor(t), 4) for t in (0, 5, 10, 60)]
    [0.0, 0.5, 1.0, 0.5]
    """
    steps = arguments.integer("steps", steps, at_least=1)
    start = number("start", start)
    if then is not None and not isinstance(then, Schedule):
        raise ValueError(
            f"then={then!r} was given; expected a schedule that is a function of the step, such "
            "as trainlab.schedules.cosine(steps=900)."
        )
    following = constant() if then is None else then
    settings = {"steps": steps, "then": following, "start": start}
    return Schedule("warmup", settings, partial(_warmup, steps=steps, then=following, start=start))


def _warmup(t: int, steps: int, then: Schedule, start: float) -> float:
    return start + (1 - start) * t / steps if t < steps else then(t - steps)
