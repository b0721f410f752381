"""What a schedule says of a whole run, or of one step."""

from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Unusable, unpack


def rates(value: Any, t: Any) -> Array:
    """Return the rates that a schedule gave for t; raise Unusable for others than one for each."""
    (found,) = unpack([Output("the rates")], value).values()
    shape = np.shape(t)
    if found.shape != shape:
        asked = f"one rate for each t, {shape}" if shape else "one number for one t"
        raise Unusable(f"an array of shape {found.shape} for the rates; expected {asked}")
    return found


def half_cosine(share: Array) -> Array:
    """Return what is left, by half a cosine, after a share of the way from 1 to 0."""
    return np.sin(np.pi / 2 * (1 - np.asarray(share, dtype=np.float64))) ** 2


def is_whole(of: str, t: Any, rate: float) -> bool:
    """Return whether an array of this type holds no fractions: of t, of an array t, of a rate."""
    return of == "t" or (np.ndim(t) > 0 if of == "an array t" else isinstance(rate, int))
