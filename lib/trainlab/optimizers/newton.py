"""Newton's method and its relatives: a step as long as the curvature allows.

Lecture 07. Near the parameters the loss is about its quadratic model, whose stationary point
theta - H^-1 g Newton's method steps to, be it a minimum, a saddle point or a maximum. The Hessian
is taken apart into eigenvalues and eigenvectors; along a direction without curvature no step is
taken.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from trainlab.core.state import State
from trainlab.optimizers.objective import Objective, Point
from trainlab.optimizers.optimizer import SecondOrder, Task, descend_, no_state, non_negative

#: Most parameters P of a network for which P x P numbers are kept for each member.
LARGEST = 2000


def newton(lr: float | Tensor = 1.0, damping: float = 0.0) -> SecondOrder:
    """theta <- theta - lr (H + damping I)^-1 g (Nocedal and Wright, "Numerical optimization",
    2006, chapter 3). Damping must outweigh negative curvature for a step downhill.

    >>> from trainlab import optimizers, race
    >>> values = race("bowl", [optimizers.newton()], steps=1).values  # a quadratic: one step
    >>> values.flatten().round(decimals=6)
    tensor([37.5000,  0.0000], dtype=torch.float64)
    """
    return _spectral("newton", lr, damping, _signed)


def saddle_free(lr: float | Tensor = 1.0, damping: float = 0.1) -> SecondOrder:
    """theta <- theta - lr (|H| + damping I)^-1 g, |H| with the eigenvalues' absolute values, so
    that saddle points repel (Dauphin et al., "Identifying and attacking the saddle point problem
    in high-dimensional non-convex optimization", 2014; theirs approximates |H|).

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.saddle_free(damping=0.0)
    >>> values = race("saddle", [rule], start=(1, 1), steps=1).values  # x^2 - y^2 at (0, 2)
    >>> values.flatten().round(decimals=6)
    tensor([ 0., -4.], dtype=torch.float64)
    """
    return _spectral("saddle_free", lr, damping, _absolute)


def diagonal_newton(lr: float | Tensor = 0.1, damping: float = 0.01) -> SecondOrder:
    """theta <- theta - lr g / (|diag H| + damping) (Becker and LeCun, "Improving the convergence
    of back-propagation learning with second order methods", 1988). Steps of ``lr`` 1 are too long
    where coordinates act together, as in a network.

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.diagonal_newton(lr=0.5, damping=0.0)
    >>> race("bowl", [rule], start=(1, 0), steps=2).paths[..., 0].flatten()  # half of the way
    tensor([1.0000, 0.5000, 0.2500], dtype=torch.float64)
    """
    return _rule("diagonal_newton", lr, damping, _along_diagonal)


def _along_diagonal(
    params: Tensor,
    here: Point,
    state: State,
    lr: float | Tensor,
    objective: Objective,
    *,
    damping: float,
) -> None:
    diagonal = objective.hessian(params).diagonal(dim1=1, dim2=2)
    descend_(params, here.gradient * _inverse(diagonal.abs() + damping), lr)


def check_small(task: Task, *, name: str) -> None:
    """Raise ValueError where P x P numbers do not fit into memory."""
    count = task.net.parameter_count
    if count > LARGEST:
        raise ValueError(
            f"the network has {count} parameters; {name} keeps a square matrix of them for "
            f"each member and expects at most {LARGEST}: use lbfgs, or a smaller network."
        )


def matrices(count: int) -> int:
    """Return numbers per member of a rule that works on P x P matrices."""
    return 4 * count**2


def _signed(eigenvalues: Tensor) -> Tensor:
    return eigenvalues


def _absolute(eigenvalues: Tensor) -> Tensor:
    return eigenvalues.abs()


def _spectral(
    name: str, lr: float | Tensor, damping: float, curvature: Callable[[Tensor], Tensor]
) -> SecondOrder:
    return _rule(name, lr, damping, partial(_along_eigenvectors, curvature=curvature))


def _along_eigenvectors(
    params: Tensor,
    here: Point,
    state: State,
    lr: float | Tensor,
    objective: Objective,
    *,
    curvature: Callable[[Tensor], Tensor],
    damping: float,
) -> None:
    hessian = objective.hessian(params)
    finite = hessian.isfinite().flatten(1).all(dim=1)[:, None]
    # One matrix with a NaN would end the whole call.
    eigenvalues, vectors = torch.linalg.eigh(hessian.where(finite[..., None], 0))
    inverse = _inverse(curvature(eigenvalues) + damping)
    along = vectors.mT @ here.gradient[..., None]
    direction = (vectors @ (inverse[..., None] * along))[..., 0]
    descend_(params, direction.where(finite, torch.nan), lr)


def _rule(
    name: str, lr: float | Tensor, damping: float, update: Callable[..., None]
) -> SecondOrder:
    damping = non_negative("damping", damping)
    return SecondOrder(
        name,
        lr,
        {"damping": damping},
        no_state,
        partial(update, damping=damping),
        check=partial(check_small, name=name),
        memory=matrices,
    )


def _inverse(curvature: Tensor) -> Tensor:
    """Return 1 / curvature (E, P), zero where it is zero up to rounding."""
    rounding = torch.finfo(curvature.dtype).eps * curvature.shape[1]
    size = curvature.abs()
    return curvature.reciprocal().where(size > rounding * size.amax(dim=1, keepdim=True), 0)
