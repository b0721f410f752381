"""Numbers that answers are tried on, so drawn that none is lucky."""

import numpy as np

from trainlab.checks.numerical import Array


def away_from_zero(rng: np.random.Generator, shape: int | tuple[int, ...]) -> Array:
    """Return numbers of either sign between 0.3 and 1.7: none is near 0 or alike by chance."""
    return rng.uniform(0.3, 1.7, shape) * rng.choice([-1.0, 1.0], shape)
