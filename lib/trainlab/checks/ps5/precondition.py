"""The diagonal alone: its step, and what it makes of the condition number."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps5.functions import turned
from trainlab.checks.question import Case, question


@question(
    "ps5/precondition",
    returns=("Delta", "before", "after"),
    section="lecture 07, section 4",
    hints=(
        "Look at the units: theta_i = z_i / sqrt(H_ii) makes every curvature along an axis 1. What "
        "is the Hessian by z?",
        "By the chain rule entry i, j of the Hessian by z is H_ij / sqrt(H_ii H_jj). A condition "
        "number is the largest eigenvalue over the smallest: np.linalg.eigvalsh has them in order.",
        "h = np.diag(H); scaled = H / np.sqrt(np.outer(h, h)); Delta = -g / h, and for both "
        "matrices e = np.linalg.eigvalsh(...), e[-1] / e[0].",
    ),
)
def precondition(g: Array, H: Array) -> tuple[Array, float, float]:
    """Return the step by equations of one unknown each, and the numbers by norms of inverses."""
    Delta = np.linalg.solve(np.diag(np.diag(H)), -g)
    z = np.diag(1 / np.sqrt(np.diag(H)))
    before, after = (np.linalg.norm(M, 2) * np.linalg.norm(np.linalg.inv(M), 2)
                     for M in (H, z @ H @ z))  # fmt: skip
    return Delta, float(before), float(after)


@precondition.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def given(curvatures: tuple[float, ...], units: tuple[float, ...]) -> dict[str, Array]:
        z = np.diag(units)
        return {"g": away_from_zero(rng, len(units)), "H": z @ turned(rng, curvatures) @ z}

    yield Case("three unknowns in three units", given((1.0, 2.0, 6.0), (1.0, 5.0, 0.4)))
    yield Case("two unknowns", given((0.5, 4.0), (1.0, 3.0)))
    if thorough:
        yield Case("an axis of its own for each", given((1.0, 2.0), (1.0, 2.0))
                   | {"H": np.diag([7.0, 0.2])})  # fmt: skip
        yield Case("a bowl turned by 45 degrees", given((1.0, 2.0), (1.0, 1.0))
                   | {"H": np.array([[13.0, -12.0], [-12.0, 13.0]])})  # fmt: skip
        yield Case("one unknown", given((3.0,), (1.0,)))
        yield Case("a number that grows", given((1.0, 2.0), (1.0, 1.0))
                   | {"H": np.array([[3.0, -6.0, 6.0], [-6.0, 19.0, -18.0], [6.0, -18.0, 19.0]])}
                   | {"g": away_from_zero(rng, 3)})  # fmt: skip
        whole = {"g": np.array([3, -5]), "H": np.array([[4, 1], [1, 2]])}
        yield Case("whole numbers", whole)
        yield Case("five unknowns", given((1.0, 1.5, 2.0, 3.0, 9.0), (1.0, 2.0, 0.1, 4.0, 0.5)))


def _kappa(M: Array) -> Any:
    """Return the ratio of the largest and the smallest eigenvalue."""
    values = np.linalg.eigvalsh(M)
    return values[-1] / values[0]


def _scaled(H: Array) -> Any:
    """Return the Hessian in units in which its diagonal is 1."""
    h = np.diag(H)
    return H / np.sqrt(np.outer(h, h))


def _know(
    name: str,
    diagnosis: str,
    Delta: Callable[[Array, Array], Any] = lambda g, H: -g / np.diag(H),
    before: Callable[[Array], Any] = _kappa,
    after: Callable[[Array], Any] = lambda H: _kappa(_scaled(H)),
) -> None:
    """Know what is wrong in one of the three."""

    def answer(g: Array, H: Array) -> Any:
        return Delta(g, H), before(H), after(H)

    precondition.know(name, diagnosis, answer)


def _know_both(name: str, diagnosis: str, number: Callable[[Array], Any]) -> None:
    """Know a wrong number of both matrices."""
    _know(name, diagnosis, before=number, after=lambda H: number(_scaled(H)))


_know(
    "uphill",
    "The sign is wrong: the step goes against the gradient, -g_i / H_ii.",
    lambda g, H: g / np.diag(H),
)
_know(
    "times_diagonal",
    "You multiplied by the diagonal; divide by it.",
    lambda g, H: -g * np.diag(H),
)
_know(
    "newton",
    "This is Newton's step, by the whole H; divide by the diagonal alone, -g_i / H_ii.",
    lambda g, H: -np.linalg.solve(H, g),
)
_know(
    "root_of_diagonal",
    "You divided by the roots of the diagonal: that is half of the way, the gradient by z. Back in "
    "theta the step is -g_i / H_ii.",
    lambda g, H: -g / np.sqrt(np.diag(H)),
)
_know(
    "gradient_alone",
    "This is -g; divide each entry by its H_ii.",
    lambda g, H: -g,
)
_know(
    "diagonal_of_inverse",
    "You took the diagonal of the inverse; it is the inverse of the diagonal, 1 / H_ii.",
    lambda g, H: -np.diag(np.linalg.inv(H)) * g,
)
_know(
    "sums_of_rows",
    "You divided by the sums of H's rows; divide by its diagonal, np.diag(H).",
    lambda g, H: -g / H.sum(axis=1),
)
_know(
    "whole_matrix",
    "g / H divides every entry by every other, and gives a matrix; divide by np.diag(H).",
    lambda g, H: -g / H,
)
_know(
    "diagonal_matrix",
    "np.diag(np.diag(H)) is a matrix, and g over it is a matrix too, with divisions by 0; divide "
    "by np.diag(H).",
    lambda g, H: -g / np.diag(np.diag(H)),
)
_know(
    "largest_alone",
    "You divided by the largest entry of the diagonal; each entry of g has its own H_ii.",
    lambda g, H: -g / np.diag(H).max(),
)
_know(
    "mean_of_diagonal",
    "You divided by the mean of the diagonal; each entry of g has its own H_ii.",
    lambda g, H: -g / np.diag(H).mean(),
)
_know(
    "place_reached",
    "These are the roots times the step, its entries by z; return the step in theta.",
    lambda g, H: -g / np.diag(H) ** 1.5,
)
_know_both(
    "smallest_over_largest",
    "The condition numbers stand on their heads: the largest eigenvalue is divided by the "
    "smallest.",
    lambda M: 1 / _kappa(M),
)
_know_both(
    "largest_eigenvalues",
    "These are the largest eigenvalues; divide them by the smallest.",
    lambda M: np.linalg.eigvalsh(M)[-1],
)
_know(
    "of_the_diagonal_before",
    "before is the ratio of the diagonal's entries; the condition number is that of the "
    "eigenvalues, np.linalg.eigvalsh.",
    before=lambda H: np.diag(H).max() / np.diag(H).min(),
)
_know(
    "by_columns",
    "You divided by the lengths of H's columns; the units are the roots of its diagonal.",
    after=lambda H: np.linalg.cond(H / np.linalg.norm(H, axis=0)),
)
_know(
    "never_larger",
    "You took the smaller of after and before; after may be the larger, and is as it is.",
    after=lambda H: min(_kappa(H), _kappa(_scaled(H))),
)
_know_both(
    "of_the_diagonal",
    "You took the ratio of the diagonal's entries; the condition number is that of the "
    "eigenvalues, np.linalg.eigvalsh.",
    lambda M: np.diag(M).max() / np.diag(M).min(),
)
_know_both(
    "of_the_entries",
    "You took the ratio of H's entries; the condition number is that of the eigenvalues.",
    lambda M: np.abs(M).max() / np.abs(M).min(),
)
_know_both(
    "root_of_number",
    "These are the roots of the condition numbers; H's eigenvalues are its curvatures, and no root "
    "is to be taken.",
    lambda M: np.sqrt(_kappa(M)),
)
_know_both(
    "square_of_number",
    "These are the squares of the condition numbers, those of H^T H; take H's own eigenvalues.",
    lambda M: _kappa(M) ** 2,
)
_know_both(
    "determinants",
    "These are determinants; the condition number is the largest eigenvalue over the smallest.",
    np.linalg.det,
)
_know_both(
    "other_norm",
    "np.linalg.cond is given another norm; without one it takes the largest over the smallest "
    "stretch, as asked.",
    lambda M: np.linalg.cond(M, 1),
)
_know_both(
    "frobenius",
    "np.linalg.cond is given the Frobenius norm, in which all eigenvalues have a share; the "
    "largest over the smallest is asked for.",
    lambda M: np.linalg.cond(M, "fro"),
)
_know_both(
    "differences",
    "You subtracted the smallest eigenvalue from the largest; divide.",
    lambda M: np.ptp(np.linalg.eigvalsh(M)),
)
_know_both(
    "traces",
    "You divided the sum of the eigenvalues by the smallest; divide the largest.",
    lambda M: np.trace(M) / np.linalg.eigvalsh(M)[0],
)
_know(
    "lopsided",
    "D^-1 H is not symmetric, and np.linalg.cond takes its stretches, not its eigenvalues; the "
    "Hessian by z is H_ij / sqrt(H_ii H_jj), D^-1/2 on both sides.",
    after=lambda H: np.linalg.cond(H / np.diag(H)),
)
_know(
    "lopsided_triangle",
    "np.linalg.eigvalsh takes one triangle of a matrix for both, and D^-1 H is not symmetric; the "
    "Hessian by z is H_ij / sqrt(H_ii H_jj), D^-1/2 on both sides.",
    after=lambda H: _kappa(H / np.diag(H)[:, None]),
)
_know(
    "other_triangle",
    "np.linalg.eigvalsh takes one triangle of a matrix for both, and H D^-1 is not symmetric; the "
    "Hessian by z is H_ij / sqrt(H_ii H_jj), D^-1/2 on both sides.",
    after=lambda H: _kappa(H / np.diag(H)),
)
_know(
    "one_root",
    "D^-1/2 stands on one side alone; it stands on both, H_ij / sqrt(H_ii H_jj).",
    after=lambda H: np.linalg.cond(H / np.sqrt(np.diag(H))),
)
_know(
    "one_root_triangle",
    "D^-1/2 stands on one side alone, and np.linalg.eigvalsh takes one triangle for both; it "
    "stands on both sides, H_ij / sqrt(H_ii H_jj).",
    after=lambda H: _kappa(H / np.sqrt(np.diag(H))),
)
_know(
    "without_roots",
    "D^-1 stands on both sides, H_ij / (H_ii H_jj); the units are roots, sqrt(H_ii H_jj).",
    after=lambda H: _kappa(H / np.outer(np.diag(H), np.diag(H))),
)
_know(
    "multiplied_by_roots",
    "You multiplied by the roots of the diagonal; divide.",
    after=lambda H: _kappa(H * np.sqrt(np.outer(np.diag(H), np.diag(H)))),
)
_know(
    "always_one",
    "after is 1 whatever H is; only where H is diagonal do the units mend everything. Compute the "
    "eigenvalues of H_ij / sqrt(H_ii H_jj).",
    after=lambda H: 1.0,
)
_know(
    "unchanged",
    "after is before once more, as where all of H is divided by one number: divide each entry by "
    "its own sqrt(H_ii H_jj).",
    after=_kappa,
)
_know(
    "off_the_diagonal",
    "You put ones on the diagonal and left the other entries as they are; these are divided by "
    "sqrt(H_ii H_jj) too.",
    after=lambda H: np.linalg.cond(H - np.diag(np.diag(H)) + np.eye(len(H))),
)
_know(
    "scaled_by_columns",
    "You scaled by the lengths of H's columns; each entry is divided by sqrt(H_ii H_jj), of the "
    "diagonal.",
    after=lambda H: np.linalg.cond(
        H / np.sqrt(np.outer(np.linalg.norm(H, axis=0), np.linalg.norm(H, axis=0)))
    ),
)
_know(
    "of_diagonal_alone",
    "after is the condition number of the diagonal; it is that of the scaled Hessian, H_ij / "
    "sqrt(H_ii H_jj).",
    after=lambda H: np.diag(H).max() / np.diag(H).min(),
)
_know(
    "what_is_won",
    "The third is the ratio of both condition numbers; return after itself.",
    after=lambda H: _kappa(H) / _kappa(_scaled(H)),
)


@precondition.mistake
def numbers_exchanged(g: Array, H: Array) -> Any:
    """before and after are exchanged; return Delta, before, after."""
    return -g / np.diag(H), _kappa(_scaled(H)), _kappa(H)


@precondition.mistake
def cut_to_whole(g: Array, H: Array) -> Any:
    """Whole numbers stay whole: // divides and drops the rest."""
    whole = g.dtype.kind == "i"
    return -g // np.diag(H) if whole else -g / np.diag(H), _kappa(H), _kappa(_scaled(H))
