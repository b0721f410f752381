"""Two classes in the plane: points (N, 2) in about (-1, 1)^2, targets 0 and 1, loss BCE.

Every factory takes n training points, n_val validation points, ``noise`` and a seed. Labels are
decided first; then noise moves the points, with the given standard deviation on each axis. Circle,
xor, gauss and spiral are the data sets of TensorFlow Playground (Smilkov et al., 2017), rescaled.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from trainlab.problems.problem import Problem, draw, gaussian, noise_level, uniform

_PLANE = ((-1.2, 1.2), (-1.2, 1.2))

Placed = tuple[Tensor, Tensor]


def _classification(
    name: str,
    place: Callable[[int, torch.Generator], Placed],
    n: int,
    noise: float,
    n_val: int,
    seed: int,
) -> Problem:
    noise = noise_level(noise)

    def sample(count: int, g: torch.Generator) -> Placed:
        points, labels = place(count, g)
        return points + noise * gaussian((count, 2), g), labels[:, None]

    return Problem(name, *draw(sample, n, n_val, seed), "bce", _PLANE)


def _halves(count: int) -> Tensor:
    """Return labels (count,), 0 and 1 in turn."""
    return torch.arange(count, dtype=torch.float64) % 2


def _polar(radius: Tensor, angle: Tensor) -> Tensor:
    return torch.stack([radius * torch.cos(angle), radius * torch.sin(angle)], dim=1)


def circle(n: int = 250, noise: float = 0.05, n_val: int = 250, seed: int = 0) -> Problem:
    """Class 1 inside radius 0.5, class 0 in the ring from 0.7 to 1.

    >>> from trainlab import problems
    >>> data = problems.circle(n=4, noise=0.0)
    >>> data.y.flatten(), data.x.norm(dim=1) < 0.5
    (tensor([0., 1., 0., 1.]), tensor([False,  True, False,  True]))
    """

    def place(count: int, g: torch.Generator) -> Placed:
        labels = _halves(count)
        u = uniform(0, 1, (count,), g)
        radius = torch.where(labels == 1, 0.5 * u.sqrt(), 0.7 + 0.3 * u)
        return _polar(radius, uniform(0, 2 * math.pi, (count,), g)), labels

    return _classification("circle", place, n, noise, n_val, seed)


def xor(n: int = 250, noise: float = 0.05, n_val: int = 250, seed: int = 0) -> Problem:
    """Class 1 where the coordinates have the same sign; a gap of 0.1 separates the quadrants.

    >>> from trainlab import problems
    >>> data = problems.xor(noise=0.0)
    >>> bool(((data.x.prod(dim=1) > 0) == (data.y[:, 0] == 1)).all())
    True
    """

    def place(count: int, g: torch.Generator) -> Placed:
        corner = uniform(-1, 1, (count, 2), g)
        points = corner * 0.95 + 0.05 * corner.sign()
        return points, (points.prod(dim=1) > 0).double()

    return _classification("xor", place, n, noise, n_val, seed)


def gauss(n: int = 250, noise: float = 0.2, n_val: int = 250, seed: int = 0) -> Problem:
    """Two round clouds of width ``noise`` about (0.5, 0.5), class 1, and (-0.5, -0.5), class 0.

    >>> from trainlab import problems
    >>> data = problems.gauss(n=2, noise=0.0)
    >>> data.x.tolist(), data.y.tolist()
    ([[-0.5, -0.5], [0.5, 0.5]], [[0.0], [1.0]])
    """

    def place(count: int, g: torch.Generator) -> Placed:
        labels = _halves(count)
        return (labels - 0.5)[:, None].expand(-1, 2), labels

    return _classification("gauss", place, n, noise, n_val, seed)


def spiral(n: int = 250, noise: float = 0.02, n_val: int = 250, seed: int = 0) -> Problem:
    """Two arms of a spiral, each turning 1.75 times.

    >>> from trainlab import problems
    >>> data = problems.spiral(n=100, noise=0.0)
    >>> bool((data.x.norm(dim=1) <= 1).all()), data.loss
    (True, 'bce')
    """

    def place(count: int, g: torch.Generator) -> Placed:
        labels = _halves(count)
        along = uniform(0.03, 1, (count,), g)
        return _polar(along, 1.75 * 2 * math.pi * along + math.pi * labels), labels

    return _classification("spiral", place, n, noise, n_val, seed)


def moons(n: int = 250, noise: float = 0.05, n_val: int = 250, seed: int = 0) -> Problem:
    """Two interleaved half circles.

    >>> from trainlab import problems
    >>> data = problems.moons(n=100, noise=0.0)
    >>> data.inputs, data.outputs, data.y.mean()
    (2, 1, tensor(0.5000))
    """

    def place(count: int, g: torch.Generator) -> Placed:
        labels = _halves(count)
        arc = _polar(
            torch.full((count,), 0.6, dtype=torch.float64), math.pi * uniform(0, 1, (count,), g)
        )
        flipped = torch.stack([0.6 - arc[:, 0], 0.15 - arc[:, 1]], dim=1)
        shift = torch.tensor([-0.3, -0.075], dtype=torch.float64)
        return torch.where(labels[:, None] == 1, flipped, arc) + shift, labels

    return _classification("moons", place, n, noise, n_val, seed)
