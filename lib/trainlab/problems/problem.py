"""What a problem is: points to learn from, points to check on, and where they lie."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from trainlab.core import arguments


@dataclass(frozen=True)
class Problem:
    """A data set with its natural loss.

    Attributes:
        name: its key in ``PROBLEMS``, or in ``REAL``.
        x, y: training points (N, in) and targets (N, out), float32; classes are (N,), int64.
        x_val, y_val: validation points, drawn in the same way.
        loss: "mse" for regression, "bce" for two classes coded 0 and 1, "cross_entropy" for more.
        domain: (low, high) of each input, for plots.
        target: x -> y without noise, or None where there is no such function.
        classes: how many there are, where y are classes.
        columns: the inputs' names, of measured data.
        origin, licence: of measured data.
    """

    name: str
    x: Tensor
    y: Tensor
    x_val: Tensor
    y_val: Tensor
    loss: str
    domain: tuple[tuple[float, float], ...]
    target: Callable[[Tensor], Tensor] | None = None
    classes: int | None = None
    columns: tuple[str, ...] = ()
    origin: str = ""
    licence: str = ""

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return self.x.shape[1]

    @property
    def outputs(self) -> int:
        """Number of outputs a network for this problem has."""
        return self.classes or self.y.shape[1]


def draw(
    sample: Callable[[int, torch.Generator], tuple[Tensor, Tensor]], n: int, n_val: int, seed: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return x, y, x_val, y_val from ``sample(count, generator)``, float32.

    Training and validation points come from two generators, so that n does not move the latter.

    Raises:
        ValueError: for n below 1, or n_val or seed below 0.
    """
    n = arguments.integer("n", n, at_least=1)
    n_val = arguments.integer("n_val", n_val, at_least=0)
    seed = arguments.seed(seed)
    x, y = sample(n, torch.Generator().manual_seed(2 * seed))
    x_val, y_val = sample(n_val, torch.Generator().manual_seed(2 * seed + 1))
    return x.float(), y.float(), x_val.float(), y_val.float()


def uniform(low: float, high: float, shape: tuple[int, ...], g: torch.Generator) -> Tensor:
    """Return float64 numbers of the shape, uniform on (low, high)."""
    return low + (high - low) * torch.rand(shape, generator=g, dtype=torch.float64)


def gaussian(shape: tuple[int, ...], g: torch.Generator) -> Tensor:
    """Return float64 standard normal numbers of the shape."""
    return torch.randn(shape, generator=g, dtype=torch.float64)


def noise_level(noise: float) -> float:
    """Return the noise; raise ValueError when it is negative or not finite."""
    return float(arguments.per_member("noise", noise, population=1))
