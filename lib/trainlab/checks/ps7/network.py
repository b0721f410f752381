"""Networks of ReLU units as lists of (W, b), whose points are columns."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array

#: (W, b) of each layer.
Params = Sequence[tuple[Array, Array]]
#: Sums that differ by less from point to point do so by rounding.
ALIKE = 1e-9
#: Weights and biases are multiples of it: what points have in common is summed without rounding.
GRID = 1 / 64


def through(params: Params, x: Array) -> tuple[list[Any], Any]:
    """Return what each hidden layer's sums z are, and the outputs.

    Args:
        params: L pairs of W (out, in) and b (out,).
        x: (inputs, points).

    Returns:
        L - 1 arrays (units, points), and one (outputs, points).
    """
    sums, a = [], x * 1.0
    for W, b in params[:-1]:
        sums.append(W @ a + b[:, None])
        a = np.maximum(sums[-1], 0)
    return sums, params[-1][0] @ a + params[-1][1][:, None]


def built(
    rng: np.random.Generator,
    widths: Sequence[int],
    x: Array,
    dead: Mapping[int, Sequence[int]],
) -> list[tuple[Any, Any]]:
    """Return a network in which these hidden units, and no others, are dead.

    A living unit is 0 at some points and positive at others, or, above a dead layer, everywhere.
    Above a dead layer all numbers have few digits, so that the outputs of two points are equal,
    whichever way they are summed.

    Args:
        rng: of its weights.
        widths: of its inputs, of its hidden layers, and of its outputs.
        x: (inputs, points), at least three points.
        dead: places of dead units by the number of the hidden layer, from 1.
    """
    params, a = [], x * 1.0
    for number, (inputs, units) in enumerate(zip(widths, widths[1:], strict=False), start=1):
        W = np.round(away_from_zero(rng, (units, inputs)) / GRID) * GRID
        b = np.round(np.abs(away_from_zero(rng, units)) / GRID) * GRID
        if number < len(widths) - 1:
            z = W @ a
            middle = (z.max(axis=1) + z.min(axis=1)) / 2
            b = np.where(np.ptp(z, axis=1) > ALIKE, -middle, b - z.min(axis=1))
            for unit in dead.get(number, ()):
                b[unit] = -z[unit].max() - 0.3 - abs(b[unit]) / 2
            a = np.maximum(z + b[:, None], 0)
        params.append((W, b))
    return params
