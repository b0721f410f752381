"""Newton's method and its relatives: a step as long as the curvature allows.

Lecture 07. Near the parameters the loss is about its quadratic model, whose stationary point
theta - H^-1 g Newton's method steps to, be it a minimum, a saddle point or a maximum. The Hessian
is taken apart into eigenvalues and eigenvectors; along a direction without curvature no step is
taken.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from trainlab.core.state import State
from trainlab.optimizers.objective import Objective, Point
from trainlab.optimizers.optimizer import SecondOrder, Task, descend_, non_negative

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
    return _spectral("newton", lr, damping, lambda eigenvalues: eigenvalues)


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
    return _spectral("saddle_free", lr, damping, torch.abs)


def diagonal_newton(lr: float | Tensor = 0.1, damping: float = 0.01) -> SecondOrder:
    """theta <- theta - lr g / (|diag H| + damping) (Becker and LeCun, "Improving the convergence
    of back-propagation learning with second order methods", 1988). Steps of ``lr`` 1 are too long
    where coordinates act together, as in a network.

    >>> from trainlab import optimizers, race
    >>> rule = optimizers.diagonal_newton(lr=0.5, damping=0.0)
    >>> race("bowl", [rule], start=(1, 0), steps=2).paths[..., 0].flatten()  # half of the way
    tensor([1.0000, 0.5000, 0.2500], dtype=torch.float64)
    """
    damping = non_negative("damping", damping)

    def update(
        params: Tensor, here: Point, state: State, lr: float | Tensor, objective: Objective
    ) -> None:
        diagonal = objective.hessian(params).diagonal(dim1=1, dim2=2)
        descend_(params, here.gradient * _inverse(diagonal.abs() + damping), lr)

    return _rule("diagonal_newton", lr, damping, update)


def small_enough(name: str) -> Callable[[Task], None]:
    """Return a check that P x P numbers fit into memory."""

    def check(task: Task) -> None:
        count = task.net.parameter_count
        if count > LARGEST:
            raise ValueError(
                f"the network has {count} parameters; {name} keeps a square matrix of them for "
                f"each member and expects at most {LARGEST}: use lbfgs, or a smaller network."
            )

    return check


def matrices(count: int) -> int:
    """Return numbers per member of a rule that works on P x P matrices."""
    return 4 * count**2


def _spectral(
    name: str, lr: float | Tensor, damping: float, curvature: Callable[[Tensor], Tensor]
) -> SecondOrder:
    damping = non_negative("damping", damping)

    def update(
        params: Tensor, here: Point, state: State, lr: float | Tensor, objective: Objective
    ) -> None:
        hessian = objective.hessian(params)
        finite = hessian.isfinite().flatten(1).all(dim=1)[:, None]
        # One matrix with a NaN would end the whole call.
        eigenvalues, vectors = torch.linalg.eigh(hessian.where(finite[..., None], 0))
        inverse = _inverse(curvature(eigenvalues) + damping)
        along = vectors.mT @ here.gradient[..., None]
        direction = (vectors @ (inverse[..., None] * along))[..., 0]
        descend_(params, direction.where(finite, torch.nan), lr)

    return _rule(name, lr, damping, update)


def _rule(
    name: str, lr: float | Tensor, damping: float, update: Callable[..., None]
) -> SecondOrder:
    return SecondOrder(
        name,
        lr,
        {"damping": damping},
        lambda params: {},
        update,
        check=small_enough(name),
        memory=matrices,
    )


def _inverse(curvature: Tensor) -> Tensor:
    """Return 1 / curvature (E, P), zero where it is zero up to rounding."""
    rounding = torch.finfo(curvature.dtype).eps * curvature.shape[1]
    size = curvature.abs()
    return curvature.reciprocal().where(size > rounding * size.amax(dim=1, keepdim=True), 0)
