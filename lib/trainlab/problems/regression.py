"""Functions to fit: of one variable, smooth, kinked, discontinuous, of many scales; of the plane.

Every factory takes n training points, n_val validation points, the standard deviation ``noise`` of
Gaussian noise on y, and a seed; x is uniform on the problem's domain.
"""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.problems.problem import Problem, draw, gaussian, noise_level, uniform


def function(
    f: Callable[[Tensor], Tensor],
    domain: Sequence[float] | Sequence[Sequence[float]] = (-1.0, 1.0),
    n: int = 100,
    noise: float = 0.0,
    n_val: int = 100,
    seed: int = 0,
    name: str = "function",
) -> Problem:
    """A target of one's own, with x uniform on its domain.

    Args:
        f: x (N, in) -> y (N, out), or (N,) for one output.
        domain: (low, high) of the input, or one such pair for each input.
        n, n_val: numbers of training and of validation points.
        noise: standard deviation of Gaussian noise on y.
        seed: of the points.
        name: what to call it.

    Raises:
        ValueError: when an argument does not fit, or f gives other than one finite row of outputs
            for each point.

    >>> import torch
    >>> from trainlab import problems
    >>> data = problems.function(lambda x: x.square(), domain=(0, 2), n=3)
    >>> bool((data.y == data.x.square()).all()), data.domain
    (True, ((0.0, 2.0),))
    """
    noise, sides = noise_level(noise), _sides(domain)
    low, high = (torch.tensor(ends, dtype=torch.float64) for ends in zip(*sides, strict=True))

    def sample(count: int, g: torch.Generator) -> tuple[Tensor, Tensor]:
        x = low + (high - low) * uniform(0.0, 1.0, (count, len(sides)), g)
        y = _values(f, x)
        return x, y + noise * gaussian(tuple(y.shape), g)

    return Problem(name, *draw(sample, n, n_val, seed), "mse", sides, f)


def _sides(domain: Sequence[float] | Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    try:
        pairs = torch.tensor(domain, dtype=torch.float64).reshape(-1, 2)
    except (TypeError, ValueError, RuntimeError):
        pairs = torch.empty(0, 2)
    if not len(pairs) or not bool((pairs[:, 0] < pairs[:, 1]).all() and pairs.isfinite().all()):
        raise ValueError(
            f"domain={domain!r} was given; expected a pair (low, high) with low below high, or one "
            "for each input."
        )
    return tuple((float(low), float(high)) for low, high in pairs)


def _values(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    y = f(x)
    shape = tuple(y.shape) if isinstance(y, Tensor) else type(y).__name__
    if not isinstance(y, Tensor) or y.ndim not in (1, 2) or len(y) != len(x):
        raise ValueError(
            f"f gives {shape} for x of shape {tuple(x.shape)}; expected a tensor with one row for "
            "each point, such as torch.sin(x)."
        )
    arguments.finite("f(x)", y)
    return y[:, None] if y.ndim == 1 else y


def sine(n: int = 100, noise: float = 0.0, n_val: int = 100, seed: int = 0) -> Problem:
    """y = sin(2 pi x) on (-1, 1).

    >>> from trainlab import problems
    >>> data = problems.sine(noise=0.1)
    >>> data.target(data.x.new_tensor([0.0, 0.25]))  # sin(0), sin(pi / 2)
    tensor([0., 1.])
    """
    return function(_sine, (-1.0, 1.0), n, noise, n_val, seed, "sine")


def _sine(x: Tensor) -> Tensor:
    return torch.sin(2 * math.pi * x)


#: Inputs uniform on this interval have variance one.
_UNIT_VARIANCE = (-math.sqrt(3), math.sqrt(3))


def abs_value(n: int = 100, noise: float = 0.0, n_val: int = 100, seed: int = 0) -> Problem:
    """y = abs(x) on (-sqrt 3, sqrt 3): two ReLU units suffice, deep narrow nets still collapse
    (lecture 12; Lu, "Deep Learning Concepts & Algorithms").

    >>> from trainlab import problems
    >>> data = problems.abs_value()
    >>> data.target(data.x.new_tensor([-1.5, 0.5]))
    tensor([1.5000, 0.5000])
    """
    return function(_abs_value, _UNIT_VARIANCE, n, noise, n_val, seed, "abs_value")


def _abs_value(x: Tensor) -> Tensor:
    return x.abs()


def x_sin_5x(n: int = 200, noise: float = 0.0, n_val: int = 100, seed: int = 0) -> Problem:
    """y = x sin(5x) on (-sqrt 3, sqrt 3) (lecture 12; Lu).

    >>> from trainlab import problems
    >>> data = problems.x_sin_5x()
    >>> data.target(data.x.new_tensor([0.0, 0.3142]))  # about pi/10, where sin(5x) = 1
    tensor([0.0000, 0.3142])
    """
    return function(_x_sin_5x, _UNIT_VARIANCE, n, noise, n_val, seed, "x_sin_5x")


def _x_sin_5x(x: Tensor) -> Tensor:
    return x * torch.sin(5 * x)


def step_sine(n: int = 200, noise: float = 0.0, n_val: int = 100, seed: int = 0) -> Problem:
    """y = [x > 0] + 0.2 sin(5x) on (-sqrt 3, sqrt 3) (lecture 12; Lu).

    >>> from trainlab import problems
    >>> data = problems.step_sine()
    >>> data.target(data.x.new_tensor([-0.3142, 0.3142]))  # about pi/10, where sin(5x) = 1
    tensor([-0.2000,  1.2000])
    """
    return function(_step_sine, _UNIT_VARIANCE, n, noise, n_val, seed, "step_sine")


def _step_sine(x: Tensor) -> Tensor:
    return (x > 0).to(x.dtype) + 0.2 * torch.sin(5 * x)


def _multiscale(x: Tensor) -> Tensor:
    smooth = 5 + sum(torch.sin(k * x) for k in range(1, 5))
    return torch.where(x < 0, smooth, torch.cos(10 * x))


def multiscale(n: int = 200, noise: float = 0.0, n_val: int = 100, seed: int = 0) -> Problem:
    """y = 5 + sin x + ... + sin 4x for x < 0 and cos(10x) for x >= 0, on (-pi, pi) (lecture 06;
    Karniadakis, "Training and optimization").

    >>> from trainlab import problems
    >>> data = problems.multiscale()
    >>> data.target(data.x.new_tensor([-1e-6, 0.0])).round()  # 5 below zero, cos(0) from there on
    tensor([5., 1.])
    """
    return function(_multiscale, (-math.pi, math.pi), n, noise, n_val, seed, "multiscale")


def line(n: int = 30, noise: float = 0.1, n_val: int = 100, seed: int = 0) -> Problem:
    """y = 3x + 2 + U(-noise, noise), with x uniform on (0, 1) (lecture 05; Bucharest lecture 3).

    Here the noise is uniform, as in the source; ``noise`` is its bound.

    >>> from trainlab import problems
    >>> data = problems.line(noise=0.1)
    >>> bool(((data.y - data.target(data.x)).abs() <= 0.1).all())
    True
    """
    noise = noise_level(noise)

    def sample(count: int, g: torch.Generator) -> tuple[Tensor, Tensor]:
        x = uniform(0.0, 1.0, (count, 1), g)
        return x, _line(x) + uniform(-noise, noise, (count, 1), g)

    return Problem("line", *draw(sample, n, n_val, seed), "mse", ((0.0, 1.0),), _line)


def _line(x: Tensor) -> Tensor:
    return 3 * x + 2


_PLANE = ((-1.2, 1.2), (-1.2, 1.2))


def plane(n: int = 250, noise: float = 0.0, n_val: int = 250, seed: int = 0) -> Problem:
    """y = (x1 + x2) / 2 on (-1.2, 1.2)^2: what one linear unit can do. TensorFlow Playground's
    "plane" (Smilkov et al., 2017), rescaled.

    >>> from trainlab import problems
    >>> data = problems.plane()
    >>> data.target(data.x.new_tensor([[1.0, 0.5]]))
    tensor([[0.7500]])
    """
    return function(_mean, _PLANE, n, noise, n_val, seed, "plane")


def _mean(x: Tensor) -> Tensor:
    return x.mean(dim=1, keepdim=True)


#: Centres of the hills (2, 6), and the sign of each.
_HILLS = torch.tensor([[-0.8, 0.0, 0.8, -0.8, 0.0, 0.8], [0.5, 0.5, 0.5, -0.5, -0.5, -0.5]])
_SIGNS = torch.tensor([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])


def _hills(x: Tensor) -> Tensor:
    distance = (x[:, :, None] - _HILLS.to(x)).norm(dim=1)
    heights: Tensor = (1 - distance / 0.4).clamp(min=0)
    return (heights * _SIGNS.to(x)).sum(dim=1, keepdim=True)


def hills(n: int = 250, noise: float = 0.0, n_val: int = 250, seed: int = 0) -> Problem:
    """Six cones of height 1 and -1 in turn, zero between them, on (-1.2, 1.2)^2: after TensorFlow
    Playground's "multi gaussian" (Smilkov et al., 2017).

    >>> from trainlab import problems
    >>> data = problems.hills()
    >>> data.target(data.x.new_tensor([[0.0, 0.5], [0.0, 0.0]]))  # a top, and the plain between
    tensor([[-1.],
            [ 0.]])
    """
    return function(_hills, _PLANE, n, noise, n_val, seed, "hills")
