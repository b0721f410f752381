"""A function built of bumps, each the difference of two sigmoid units."""

from collections.abc import Callable

import numpy as np

from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers

Array = np.ndarray
#: Where functions are drawn.
X = np.linspace(-1.5, 1.5, 301)
#: Where bumps stand side by side; their outer flanks lie outside of what is seen.
SPAN = (-1.6, 1.6)
TARGETS: dict[str, Callable[[Array], Array]] = {
    "hill": lambda x: np.exp(-4 * x**2),
    "sine": lambda x: np.sin(np.pi * x),
    "step": lambda x: np.where(x > 0, 1.0, -0.5),
}
#: Height of bumps that wait to be dragged, and of those that have run away.
WAITING, GONE = 0.25, 1e6


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + e^-z), without overflow."""
    share: Array = 0.5 * (1 + np.tanh(z / 2))
    return share


class Bumps:
    """Bumps side by side: what they add up to, and descent on their heights.

    Attributes:
        centres, heights: of the bumps (n,).
        width: of every bump.
        steepness: of the units: a flank rises within about four over it.
        lr: length of a step.
    """

    def __init__(self, count: int, target: Callable[[Array], Array], at_target: bool) -> None:
        """Stand side by side over ``SPAN``, at the target's heights or all low."""
        self.steps_taken, self.target = 0, target
        self.width = (SPAN[1] - SPAN[0]) / count
        self.centres = SPAN[0] + self.width * (np.arange(count) + 0.5)
        self.heights = target(self.centres) if at_target else np.full(count, WAITING)
        self.steepness, self.lr = 1.0, 0.0

    def units(self, x: Array) -> tuple[Array, Array]:
        """Return the rising and the falling unit of every bump at x (N,), (n, N) each."""
        away = x - self.centres[:, None]
        edges = (away + self.width / 2, away - self.width / 2)
        rising, falling = (sigmoid(self.steepness * edge) for edge in edges)
        return rising, falling

    def value(self, x: Array) -> Array:
        """Return the sum of all bumps at x (N,)."""
        rising, falling = self.units(x)
        total: Array = self.heights @ (rising - falling)
        return total

    def error(self) -> Array:
        """Return the sum less the target at ``X``."""
        error: Array = self.value(X) - self.target(X)
        return error

    @property
    def gone(self) -> bool:
        """Whether a height has run away."""
        return bool(np.abs(self.heights).max() >= GONE)

    def step(self, count: int) -> None:
        """Take steps of gradient descent on the mean squared error, along the heights alone."""
        rising, falling = self.units(X)
        bumps = rising - falling
        for _ in range(count):
            gradient = 2 * bumps @ (self.heights @ bumps - self.target(X)) / len(X)
            self.heights = np.clip(self.heights - self.lr * gradient, -GONE, GONE)
            self.steps_taken += 1

    def parts(self, which: int) -> Numbers:
        """Return the target, the sum, and the two units of a bump with what they make."""
        at = min(which, len(self.heights)) - 1
        rising, falling = (self.heights[at] * unit[at] for unit in self.units(X))
        return over(X, self.target(X), self.value(X), rising, -falling, rising - falling)
