"""The batches that layers and activations are tried on: built, so that no seed is lucky."""

from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.question import Case


def sizes(thorough: bool) -> list[tuple[str, int, int, int, Any]]:
    """Return (title, N, in, out, dtype) of the batches to try.

    In the square one every product of two arrays has a shape: a wrong one shows by its numbers.
    """
    usual: list[tuple[str, int, int, int, Any]] = [
        ("a batch of 4", 4, 3, 2, np.float64),
        ("a square case, 3 by 3", 3, 3, 3, np.float64),
    ]
    rare = [
        ("another batch", 7, 4, 3, np.float64),
        ("one input, one output", 3, 1, 1, np.float64),
        ("a float32 batch", 6, 2, 4, np.float32),
        ("a batch of one", 1, 3, 2, np.float64),
    ]
    return usual + rare if thorough else usual


def non_contiguous(a: Array) -> Array:
    """Return an array of the same numbers that lies in memory with gaps."""
    return np.repeat(a, 2, axis=-1)[..., ::2]


def double(a: Array) -> Array:
    """Return an array in float64."""
    return np.asarray(a, dtype=np.float64)


def elementwise(names: tuple[str, ...], thorough: bool, rng: np.random.Generator) -> list[Case]:
    """Return cases of arrays of one shape, an activation's input ``z`` among them.

    Whatever the seed, every pair of signs of ``da`` and ``z`` occurs in the usual cases.

    Args:
        names: of the arrays.
        thorough: the rare cases too.
        rng: where the numbers come from.
    """
    found = []
    for title, n, _, outputs, dtype in sizes(thorough):
        arrays = {name: away_from_zero(rng, (n, outputs)).astype(dtype) for name in names}
        if n * outputs >= 4:
            signs = np.array([[1.0, 1, -1, -1], [1, -1, 1, -1]], dtype=dtype)
            for name, sign in zip(names, signs, strict=False):
                arrays[name].flat[:4] = np.abs(arrays[name].flat[:4]) * sign
        found.append(Case(title, arrays))
    if thorough:
        large = {k: away_from_zero(rng, (2, 3)) for k in names}
        found += [
            Case("a non-contiguous batch", {k: non_contiguous(v) for k, v in large.items()}),
            Case("large z", large | {"z": np.array([[800.0, -800, 2], [-3, 9, 0.5]])}),
            Case("z of whole numbers", large | {"z": np.array([[2, -1, 3], [-3, 1, 4]])}),
            Case("z exactly 0", large | {"z": np.array([[0.0, 1, -1]] * 2)}),
        ]
    return found
