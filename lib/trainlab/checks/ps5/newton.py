"""Newton's method: a system of equations at every step."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps5 import paths
from trainlab.checks.ps5.functions import (
    bowl,
    constant,
    gradient,
    quartic,
    quartic_hessian,
    turned,
)
from trainlab.checks.question import Case, question

#: theta -> its gradient, or Hessian.
At = Callable[[Array], Array]


@question(
    "ps5/newton",
    returns=("path",),
    section="lecture 07, section 3",
    hints=(
        "Look at one step: which equations does Delta solve, and at which place are the gradient "
        "and the Hessian taken?",
        "H Delta = -g, with both taken anew at every place; np.linalg.solve solves it without an "
        "inverse. The path begins with theta itself.",
        "path = [theta + 0.0]; for _ in range(steps): path.append(path[-1] - "
        "np.linalg.solve(hessian(path[-1]), gradient(path[-1]))); return np.array(path).",
    ),
)
def newton(gradient: At, hessian: At, theta: Array, steps: int) -> Array:
    """Return the path in other coordinates, theta = A z, in which Newton's steps are the same."""
    n = len(theta)
    A = np.eye(n) + np.triu(np.ones((n, n)), 1) / 2
    z = np.linalg.solve(A, theta)
    path = [z]
    for _ in range(steps):
        g, H = A.T @ gradient(A @ z), A.T @ hessian(A @ z) @ A
        z = z - np.linalg.lstsq(H, g, rcond=None)[0]
        path.append(z)
    return np.array(path) @ A.T


@newton.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def of_bowl(curvatures: Sequence[float]) -> dict[str, Any]:
        H, b = turned(rng, curvatures), away_from_zero(rng, len(curvatures))
        f = partial(bowl, H=H, b=b)
        return {"gradient": partial(gradient, of=f), "hessian": partial(constant, H=H)}

    def of_quartic(curvatures: Sequence[float]) -> dict[str, Any]:
        H, b = turned(rng, curvatures), away_from_zero(rng, len(curvatures))
        f = partial(quartic, H=H, b=b)
        return {"gradient": partial(gradient, of=f), "hessian": partial(quartic_hessian, H=H)}

    start = away_from_zero(rng, 3) * 2
    yield Case("a bowl that lies askew", of_bowl((1.0, 4.0, 20.0)) | {"theta": start, "steps": 3})
    hill = of_quartic((1.0, 3.0, 8.0)) | {"theta": start}
    yield Case("fourth powers, 4 steps", hill | {"steps": 4})
    if thorough:
        yield Case("no step at all", hill | {"steps": 0})
        yield Case("one step", hill | {"steps": 1})
        far = of_quartic((0.5, 0.8)) | {"theta": np.array([6.0, -9.0]), "steps": 7}
        yield Case("from far away", far)
        yield Case("one unknown", of_quartic((2.0,)) | {"theta": start[:1], "steps": 3})
        saddle = of_bowl((-2.0, 1.0, 5.0)) | {"theta": start, "steps": 2}
        yield Case("a bowl with a saddle", saddle)
        top = of_quartic((-9.0, -7.0)) | {"theta": np.array([0.2, -0.1]), "steps": 3}
        yield Case("near a maximum", top)
        whole = {"theta": np.array([3, -2, 4]), "steps": 3}
        yield Case("a start of whole numbers", of_quartic((1.0, 2.0, 6.0)) | whole)


#: (g, H) -> the step.
Step = Callable[[Array, Array], Any]


def _right(g: Array, H: Array) -> Any:
    return -np.linalg.solve(H, g)


def _saddle_free(g: Array, H: Array) -> Any:
    curvatures, axes = np.linalg.eigh(H)
    return -axes @ (axes.T @ g / np.abs(curvatures))


def _walked(gradient: At, hessian: At, theta: Array, steps: int, step: Step = _right) -> Array:
    """Return the path of steps of some kind."""
    path = [theta + 0.0]
    for _ in range(steps):
        path.append(path[-1] + step(gradient(path[-1]), hessian(path[-1])))
    return np.array(path)


def _know(name: str, diagnosis: str, step: Step) -> None:
    def answer(gradient: At, hessian: At, theta: Array, steps: int) -> Any:
        return _walked(gradient, hessian, theta, steps, step)

    newton.know(name, diagnosis, answer)


def _know_path(name: str, diagnosis: str, made: Callable[[Array], Any]) -> None:
    def answer(gradient: At, hessian: At, theta: Array, steps: int) -> Any:
        return made(_walked(gradient, hessian, theta, steps))

    newton.know(name, diagnosis, answer)


for _name, _diagnosis, _made in paths.WHOLE:
    _know_path(_name, _diagnosis, _made)


_know(
    "wrong_sign",
    "The sign is wrong: the step solves H Delta = -g, so subtract what solves H v = g.",
    lambda g, H: np.linalg.solve(H, g),
)
_know(
    "multiplied",
    "You multiplied the gradient by H; the step *solves* H Delta = -g.",
    lambda g, H: -H @ g,
)
_know(
    "entry_by_entry",
    "1 / H turns every entry over; the inverse of a matrix is another thing: "
    "np.linalg.solve(H, -g) does without it.",
    lambda g, H: -(1 / H) @ g,
)
_know(
    "gradient_descent",
    "This is gradient descent with a rate of 1; the Hessian is not used.",
    lambda g, H: -g,
)
_know(
    "largest_curvature",
    "You divided by the largest curvature, one number for all directions; solve H Delta = -g.",
    lambda g, H: -g / np.abs(np.linalg.eigvalsh(H)).max(),
)
_know(
    "size_of_hessian",
    "You divided by the norm of H, one number for all directions; solve H Delta = -g.",
    lambda g, H: -g / np.linalg.norm(H),
)
_know(
    "along_gradient",
    "You went along -g to the lowest point of the model; Newton's step goes to the lowest point of "
    "all, H Delta = -g.",
    lambda g, H: -(g @ g) / (g @ H @ g) * g,
)
_know(
    "half",
    "These steps are half as long: take them whole.",
    lambda g, H: _right(g, H) / 2,
)
_know(
    "double",
    "These steps are twice as long: the half in the model, Delta.H Delta / 2, goes with the "
    "derivative.",
    lambda g, H: _right(g, H) * 2,
)
_know(
    "saddle_free",
    "You took the absolute values of the curvatures, the saddle-free rule; asked for is Newton's, "
    "which goes to any place without slope.",
    _saddle_free,
)
_know(
    "squared",
    "You solved twice; once is enough.",
    lambda g, H: -np.linalg.solve(H, np.linalg.solve(H, g)),
)
_know(
    "triangle",
    "You used one triangle of H alone; both belong to it.",
    lambda g, H: -np.linalg.solve(np.tril(H), g),
)
_know(
    "root_of_hessian",
    "You divided by the roots of the diagonal; solve the whole system, H Delta = -g.",
    lambda g, H: -g / np.sqrt(np.abs(np.diag(H))),
)
_know(
    "unit_step",
    "You made the step of length 1; take it as it is.",
    lambda g, H: _right(g, H) / np.linalg.norm(_right(g, H)),
)
_know(
    "downhill_alone",
    "You turned the step where it leads uphill; Newton's rule goes to a maximum as well.",
    lambda g, H: _right(g, H) * (1 if g @ _right(g, H) <= 0 else -1),
)


#: (gradient, hessian, the path so far) -> the step.
Look = Callable[[At, At, list[Array]], Any]


def _know_look(name: str, diagnosis: str, look: Look) -> None:
    """Know steps that look at wrong places."""

    def answer(gradient: At, hessian: At, theta: Array, steps: int) -> Any:
        path = [theta + 0.0]
        for _ in range(steps):
            path.append(path[-1] + look(gradient, hessian, path))
        return np.array(path)

    newton.know(name, diagnosis, answer)


_know_look(
    "stale_hessian",
    "The Hessian is that of the start at every step; compute it anew at each place.",
    lambda gradient, hessian, path: _right(gradient(path[-1]), hessian(path[0])),
)
_know_look(
    "stale_gradient",
    "The gradient is that of the start at every step; compute it anew at each place.",
    lambda gradient, hessian, path: _right(gradient(path[0]), hessian(path[-1])),
)
_know_look(
    "stale",
    "Every step is the first one again: compute the gradient and the Hessian at each new place.",
    lambda gradient, hessian, path: _right(gradient(path[0]), hessian(path[0])),
)
_know_look(
    "hessian_of_last_place",
    "The Hessian is that of the place before; gradient and Hessian belong to one place.",
    lambda gradient, hessian, path: _right(gradient(path[-1]), hessian(path[-2:][0])),
)
_know_look(
    "hessian_after_descent",
    "The Hessian is that of a place farther on, theta - g; take both where theta is.",
    lambda gradient, hessian, path: _right(
        gradient(path[-1]), hessian(path[-1] - gradient(path[-1]))
    ),
)
_know_look(
    "from_the_start",
    "Every step begins at the start; it begins where the last one ended.",
    lambda gradient, hessian, path: (
        path[0] - path[-1] + _right(gradient(path[-1]), hessian(path[-1]))
    ),
)


@newton.mistake
def one_more(gradient: At, hessian: At, theta: Array, steps: int) -> Any:
    """There is one step too many: the path has steps + 1 rows, the start among them."""
    return _walked(gradient, hessian, theta, steps + 1)


@newton.mistake
def damped(
    gradient: At,
    hessian: At,
    theta: Array,
    steps: int,
    delta: Any = (1.0, 0.1, 0.01, 1e-3, 1e-4),
) -> Any:
    """You added a number to the diagonal of H; solve with H as it is."""

    def step(g: Array, H: Array) -> Any:
        return -np.linalg.solve(H + delta * np.eye(len(g)), g)

    return _walked(gradient, hessian, theta, steps, step)


@newton.mistake
def shifted(
    gradient: At, hessian: At, theta: Array, steps: int, least: Any = (1.0, 0.1, 1e-2, 1e-3, 1e-6)
) -> Any:
    """You raised the diagonal where H is not positive definite; solve with H as it is, so that the
    step may lead to a saddle or a maximum."""

    def step(g: Array, H: Array) -> Any:
        low = np.linalg.eigvalsh(H)[0]
        return _right(g, H + (least - low) * np.eye(len(g)) if low <= 0 else H)

    return _walked(gradient, hessian, theta, steps, step)


@newton.mistake
def stops_early(
    gradient: At, hessian: At, theta: Array, steps: int, small: Any = (1e-6, 1e-10)
) -> Any:
    """The walk ends early, where the gradient is small; the path has steps + 1 rows whatever it
    is."""
    path = [theta + 0.0]
    for _ in range(steps):
        if np.linalg.norm(gradient(path[-1])) < small:
            break
        path.append(path[-1] + _right(gradient(path[-1]), hessian(path[-1])))
    return np.array(path)


@newton.mistake
def cut_to_whole(gradient: At, hessian: At, theta: Array, steps: int) -> Any:
    """Places are cut to whole numbers: an array made like theta holds no fractions where theta is
    of whole numbers. Begin with floats, theta.astype(float)."""
    path = np.zeros((steps + 1, len(theta)), theta.dtype)
    path[0] = theta
    for k in range(steps):
        path[k + 1] = path[k] + _right(gradient(path[k]), hessian(path[k]))
    return path


@newton.mistake
def diagonal(
    gradient: At, hessian: At, theta: Array, steps: int, sizes: Any = (False, True)
) -> Any:
    """You divided by the diagonal of H alone, g / np.diag(H); solve the whole system,
    H Delta = -g."""

    def step(g: Array, H: Array) -> Any:
        return -g / (np.abs(np.diag(H)) if sizes else np.diag(H))

    return _walked(gradient, hessian, theta, steps, step)
