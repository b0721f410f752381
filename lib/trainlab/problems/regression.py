"""Functions of one variable to fit: smooth, kinked, discontinuous, and of many scales.

Every factory takes n training points, n_val validation points, the standard deviation ``noise`` of
Gaussian noise on y, and a seed; x is uniform on the problem's domain.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from trainlab.problems.problem import Problem, draw, gaussian, noise_level, uniform


def _regression(
    name: str,
    target: Callable[[Tensor], Tensor],
    domain: tuple[float, float],
    n: int,
    noise: float,
    n_val: int,
    seed: int,
) -> Problem:
    noise = noise_level(noise)

    def sample(count: int, g: torch.Generator) -> tuple[Tensor, Tensor]:
        x = uniform(*domain, (count, 1), g)
        return x, target(x) + noise * gaussian((count, 1), g)

    return Problem(name, *draw(sample, n, n_val, seed), "mse", (domain,), target)


def sine(n: int = 100, noise: float = 0.0, n_val: int = 100, seed: int = 0) -> Problem:
    """y = sin(2 pi x) on (-1, 1).

    >>> from trainlab import problems
    >>> data = problems.sine(noise=0.1)
    >>> data.target(data.x.new_tensor([0.0, 0.25]))  # sin(0), sin(pi / 2)
    tensor([0., 1.])
    """
    return _regression("sine", _sine, (-1.0, 1.0), n, noise, n_val, seed)


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
    return _regression("abs_value", _abs_value, _UNIT_VARIANCE, n, noise, n_val, seed)


def _abs_value(x: Tensor) -> Tensor:
    return x.abs()


def x_sin_5x(n: int = 200, noise: float = 0.0, n_val: int = 100, seed: int = 0) -> Problem:
    """y = x sin(5x) on (-sqrt 3, sqrt 3) (lecture 12; Lu).

    >>> from trainlab import problems
    >>> data = problems.x_sin_5x()
    >>> data.target(data.x.new_tensor([0.0, 0.3142]))  # about pi/10, where sin(5x) = 1
    tensor([0.0000, 0.3142])
    """
    return _regression("x_sin_5x", _x_sin_5x, _UNIT_VARIANCE, n, noise, n_val, seed)


def _x_sin_5x(x: Tensor) -> Tensor:
    return x * torch.sin(5 * x)


def step_sine(n: int = 200, noise: float = 0.0, n_val: int = 100, seed: int = 0) -> Problem:
    """y = [x > 0] + 0.2 sin(5x) on (-sqrt 3, sqrt 3) (lecture 12; Lu).

    >>> from trainlab import problems
    >>> data = problems.step_sine()
    >>> data.target(data.x.new_tensor([-0.3142, 0.3142]))  # about pi/10, where sin(5x) = 1
    tensor([-0.2000,  1.2000])
    """
    return _regression("step_sine", _step_sine, _UNIT_VARIANCE, n, noise, n_val, seed)


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
    return _regression("multiscale", _multiscale, (-math.pi, math.pi), n, noise, n_val, seed)


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
