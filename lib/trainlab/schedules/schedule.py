"""What a schedule is: a function of the step that multiplies the rule's learning rate."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, repr=False)
class Schedule:
    """One schedule with its settings; two of one name with equal settings are equal.

    Attributes:
        name: its key in ``SCHEDULES``.
        settings: its settings, by name.
        factor: step 0, 1, 2, ... -> factor, a number.
    """

    name: str
    settings: Mapping[str, object] = field(hash=False)
    factor: Callable[[int], float] = field(compare=False)

    def __call__(self, step: int) -> float:
        """Return the factor of this step."""
        return self.factor(step)

    def __repr__(self) -> str:
        """Return the call that makes this schedule."""
        return f"{self.name}({', '.join(f'{k}={v!r}' for k, v in self.settings.items())})"


def number(name: str, value: float, low: float = 0.0, high: float = math.inf) -> float:
    """Return ``value`` as a finite float between low and high; raise ValueError otherwise."""
    real = isinstance(value, int | float) and not isinstance(value, bool)
    if not real or not math.isfinite(value) or not low <= value <= high:
        wanted = f"of at least {low:g}" if high == math.inf else f"from {low:g} to {high:g}"
        raise ValueError(f"{name}={value!r} was given; expected a number {wanted}.")
    return float(value)
