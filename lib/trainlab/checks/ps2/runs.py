"""The runs that rules are tried on: built, so that no seed is lucky."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.ps2.nested import Nested, mapped
from trainlab.checks.question import Case

#: Learning rates that change.
CHANGING = [0.5, 0.5, 0.125, 0.25, 0.0625, 0.375]


def runs(
    thorough: bool, rng: np.random.Generator, other: Mapping[str, Any], small: float = 0.0
) -> Iterator[Case]:
    """Yield cases for ``walk``.

    Args:
        thorough: the rare ones too.
        rng: where the numbers come from.
        other: settings that are none of the defaults.
        small: the size of gradients for which the default epsilon counts; 0 for rules without.
    """
    vector = away_from_zero(rng, (3,))
    yield _case("a vector, and the default settings", rng, vector, [0.1] * 6)
    matrix = away_from_zero(rng, (2, 3))
    yield _case("a matrix, other settings, and lr that changes", rng, matrix, CHANGING, other)
    pair = [away_from_zero(rng, (3,)), away_from_zero(rng, (3,))]
    yield _case("a list of two arrays of one shape", rng, pair, [0.25] * 5, other)
    layers = [(away_from_zero(rng, (o, i)), away_from_zero(rng, (o,))) for i, o in ((3, 2), (2, 1))]
    yield _case("layers [(W1, b1), (W2, b2)]", rng, layers, CHANGING)
    if small:
        yield _case("tiny gradients", rng, vector, [0.1] * 5, size=small)
        yield _with_zeros(_case("gradients of 0, at first or always", rng, vector, [0.25] * 5))
    if not thorough:
        return
    several = (away_from_zero(rng, (2,)), [away_from_zero(rng, (1, 2))])
    yield _case("a list within a tuple", rng, several, [0.25] * 3, other)
    yield _case("one number, one step", rng, away_from_zero(rng, (1,)), [0.5], other)
    if not small:
        yield _with_zeros(_case("gradients of 0, at first or always", rng, vector, [0.25] * 5))
    whole = np.array([3, -2, 5])
    gradients = [np.array(g) for g in ([1, -2, 3], [2, 1, -1], [-3, 1, 2], [1, 1, -2])]
    yield Case(
        "whole numbers", {"params": whole, "grads": gradients, "lr": [0.25] * 4, **dict(other)}
    )
    single = _case("float32", rng, vector, [0.25] * 4, other).inputs
    single |= {"params": np.float32(vector), "grads": [np.float32(g) for g in single["grads"]]}
    yield Case("float32", single)


def _with_zeros(case: Case) -> Case:
    """Return a case in which the first two gradients, and those of one entry, are 0."""
    for number, g in enumerate(case.inputs["grads"]):
        g[...] *= number > 1
        g[1] = 0
    return case


def _case(
    title: str,
    rng: np.random.Generator,
    params: Nested,
    lr: list[float],
    settings: Mapping[str, Any] | None = None,
    size: float = 1.0,
) -> Case:
    grads = [mapped(lambda p: size * away_from_zero(rng, p.shape), params) for _ in lr]
    return Case(title, {"params": params, "grads": grads, "lr": list(lr), **dict(settings or {})})
