"""What a step of training costs, counted: calls of PyTorch, and multiplications. Lecture 14."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from torch.utils._python_dispatch import TorchDispatchMode


class Calls(TorchDispatchMode):
    """Counts PyTorch's operations while it is entered."""

    count: int = 0

    def __torch_dispatch__(
        self, function: Any, types: Any, args: Any = (), named: Any = None
    ) -> Any:
        """Count one call, and make it."""
        self.count += 1
        return function(*args, **(named or {}))


def multiplications(sizes: Sequence[int], points: int) -> int:
    """Return how many a network's matrix products have in a step on so many points.

    Each weight works once forward and twice back, those of the first layer once; biases of the
    first layer are weights of an input that is 1, others are added.
    """
    first, *others = (a * b for a, b in pairwise(sizes))
    return points * (2 * (first + sizes[1]) + 3 * sum(others))
