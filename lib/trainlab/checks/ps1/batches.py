"""The batches that layers and activations are tried on."""

from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.question import Case


def sizes(thorough: bool) -> list[tuple[str, int, int, int, Any]]:
    """Return (title, N, in, out, dtype) of the batches to try."""
    usual: list[tuple[str, int, int, int, Any]] = [
        ("a batch of 4", 4, 3, 2, np.float64),
        ("a square layer", 5, 3, 3, np.float64),
    ]
    rare = [
        ("a batch of one", 1, 3, 2, np.float64),
        ("one input, one output", 3, 1, 1, np.float64),
        ("a float32 batch", 6, 2, 4, np.float32),
        ("another batch", 7, 4, 3, np.float64),
    ]
    return usual + rare if thorough else usual


def non_contiguous(a: Array) -> Array:
    """Return an array of the same numbers that lies in memory with gaps."""
    return np.repeat(a, 2, axis=-1)[..., ::2]


def double(a: Array) -> Array:
    """Return an array in float64."""
    return np.asarray(a, dtype=np.float64)


def elementwise(
    names: tuple[str, ...], thorough: bool, rng: np.random.Generator, at_zero: bool = False
) -> list[Case]:
    """Return cases of arrays of one shape, an activation's input ``z`` among them.

    Args:
        names: of the arrays.
        thorough: the rare cases too.
        rng: where the numbers come from.
        at_zero: try z = 0 too, where the derivative is a convention.
    """
    found = [
        Case(title, {k: rng.normal(size=(n, outputs)).astype(dtype) for k in names})
        for title, n, _, outputs, dtype in sizes(thorough)
    ]
    if thorough:
        large = {k: rng.normal(size=(2, 3)) for k in names}
        found.append(
            Case("large inputs", large | {"z": np.array([[800.0, -800, 2], [-3, 9, 0.5]])})
        )
        if at_zero:
            found.append(Case("z exactly zero", large | {"z": np.array([[0.0, 1, -1]] * 2)}))
        found.append(
            Case("a non-contiguous batch", {k: non_contiguous(v) for k, v in large.items()})
        )
    return found
