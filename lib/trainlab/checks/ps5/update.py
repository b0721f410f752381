"""BFGS's update of the Hessian's estimate, and of the inverse, which a listing has wrongly."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps5.functions import turned
from trainlab.checks.question import Case, question


@question(
    "ps5/bfgs_update",
    returns=("beta", "gamma", "B"),
    section="lecture 07, section 7",
    hints=(
        "Look at what the new B makes of s: the first two terms together are to give nothing, and "
        "the last one y.",
        "Bs + gamma Bs (s.Bs) = 0 and beta y (y.s) = y. Two columns times rows, np.outer, are "
        "added to B; where s.y is not above 0 nothing is.",
        "if s @ y <= 0: return 0.0, 0.0, B; v = B @ s; beta, gamma = 1 / (y @ s), -1 / (s @ v); "
        "return beta, gamma, B + beta * np.outer(y, y) + gamma * np.outer(v, v).",
    ),
)
def bfgs_update(B: Array, s: Array, y: Array) -> tuple[float, float, Array]:
    """Return beta and gamma by least squares, and B as the inverse of its updated inverse."""
    if s @ y <= 0:
        return 0.0, 0.0, B
    v = B @ s
    beta = np.linalg.lstsq((y * (y @ s))[:, None], y, rcond=None)[0][0]
    gamma = np.linalg.lstsq((v * (v @ s))[:, None], -v, rcond=None)[0][0]
    return float(beta), float(gamma), np.linalg.inv(product_form(np.linalg.inv(B), s, y))


def product_form(C: Array, s: Array, y: Array) -> Array:
    """Return the updated inverse, V C V^T + rho s s^T."""
    V = np.eye(len(s)) - np.outer(s, y) / (s @ y)
    inverse: Array = V @ C @ V.T + np.outer(s, s) / (s @ y)
    return inverse


def sum_form(B: Array, s: Array, y: Array) -> Array:
    """Return the updated estimate of the Hessian, B + beta y y^T + gamma Bs s^T B."""
    v = B @ s
    estimate: Array = B + np.outer(y, y) / (s @ y) - np.outer(v, v) / (s @ v)
    return estimate


def _estimates(
    thorough: bool, rng: np.random.Generator
) -> Iterator[tuple[str, Array, Array, Array]]:
    """Yield titles, estimates, moves, and changes of the gradient over these."""

    def risen(n: int, share: float = 1.0) -> tuple[Array, Array]:
        """Return a move and a change of which this share of the product of sizes is left."""
        s, across = away_from_zero(rng, n), away_from_zero(rng, n)
        across -= across @ s / (s @ s) * s
        return s, share * s * rng.uniform(1.5, 2.5) + across

    matrix = turned(rng, (0.5, 2.0, 5.0))
    s, y = risen(3)
    yield "3 unknowns", matrix, s, y
    yield "nothing known yet", np.eye(2), *risen(2)
    yield "a slope that has fallen", matrix, s, -y + 0.2 * away_from_zero(rng, 3)
    if thorough:
        yield "one unknown", np.array([[3.0]]), s[:1], 2 * s[:1]
        level = np.array([1.0, 2.0, 0.0]), np.array([2.0, -1.0, 3.0])
        yield "a slope that has neither risen nor fallen", matrix, *level
        yield "one unknown, a slope that has fallen", np.array([[3.0]]), s[:1], -2 * s[:1]
        yield "a pair that is known already", matrix, s, matrix @ s
        yield "a slope that has hardly risen", matrix, 1e-5 * s, 1e-5 * y
        s, y = risen(4, 0.3)
        yield "a long step", turned(rng, (1.0, 3.0, 4.0, 9.0)), 10 * s, 10 * y
        known = np.array([[2, 1], [1, 3]])
        yield "whole numbers", known, np.array([1, 2]), np.array([3, 1])


@bfgs_update.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, B, s, y in _estimates(thorough, rng):
        yield Case(title, {"B": B, "s": s, "y": y})


def _beta(B: Array, s: Array, y: Array) -> Any:
    return 1 / (y @ s)


def _gamma(B: Array, s: Array, y: Array) -> Any:
    return -1 / (s @ B @ s)


def _added(B: Array, s: Array, y: Array, beta: Any, gamma: Any) -> Any:
    v = B @ s
    return B + beta * np.outer(y, y) + gamma * np.outer(v, v)


def _know_numbers(
    name: str,
    diagnosis: str,
    beta: Callable[[Array, Array, Array], Any] = _beta,
    gamma: Callable[[Array, Array, Array], Any] = _gamma,
) -> None:
    """Know wrong numbers, with the matrix that follows from them."""

    def answer(B: Array, s: Array, y: Array) -> Any:
        if s @ y <= 0:
            return 0.0, 0.0, B
        b, c = beta(B, s, y), gamma(B, s, y)
        return b, c, _added(B, s, y, b, c)

    bfgs_update.know(name, diagnosis, answer)


def _know_matrix(
    name: str, diagnosis: str, *matrices: Callable[[Array, Array, Array, Any, Any], Any]
) -> None:
    """Know a wrong matrix of the right numbers, and variants of it."""

    def answer(B: Array, s: Array, y: Array, matrix: Any = matrices) -> Any:
        if s @ y <= 0:
            return 0.0, 0.0, B
        b, c = _beta(B, s, y), _gamma(B, s, y)
        return b, c, matrix(B, s, y, b, c)

    bfgs_update.know(name, diagnosis, answer)


def _know_fallen(name: str, diagnosis: str, fallen: Callable[[Array, Array, Array], Any]) -> None:
    """Know what is wrong where the slope has not risen."""

    def answer(B: Array, s: Array, y: Array) -> Any:
        if s @ y <= 0:
            return fallen(B, s, y)
        b, c = _beta(B, s, y), _gamma(B, s, y)
        return b, c, _added(B, s, y, b, c)

    bfgs_update.know(name, diagnosis, answer)


def _all(B: Array, s: Array, y: Array) -> Any:
    b, c = 1 / np.float64(y @ s), _gamma(B, s, y)
    return b, c, _added(B, s, y, b, c)


_know_numbers(
    "beta_negative",
    "The sign of beta is wrong: beta y (y.s) = y gives 1 / (y.s).",
    beta=lambda B, s, y: -1 / (y @ s),
)
_know_numbers(
    "beta_not_inverted",
    "You took y.s for beta; it is 1 / (y.s).",
    beta=lambda B, s, y: y @ s,
)
_know_numbers(
    "beta_of_y",
    "You took 1 / (y.y) for beta; the column y times the row y, applied to s, is y (y.s).",
    beta=lambda B, s, y: 1 / (y @ y),
)
_know_numbers(
    "beta_of_s",
    "You took 1 / (s.s) for beta; the column y times the row y, applied to s, is y (y.s).",
    beta=lambda B, s, y: 1 / (s @ s),
)
_know_numbers(
    "beta_of_product",
    "beta is 1 / (y.s), and you divided by s.Bs, which belongs to gamma.",
    beta=lambda B, s, y: 1 / (s @ B @ s),
)
_know_numbers(
    "beta_of_norms",
    "You divided by the norms of y and s; y.s is their product.",
    beta=lambda B, s, y: 1 / np.linalg.norm(y) / np.linalg.norm(s),
)
_know_numbers(
    "beta_squared",
    "You divided by y.s twice; once is enough.",
    beta=lambda B, s, y: 1 / (y @ s) ** 2,
)
_know_numbers(
    "beta_one",
    "beta is 1: the column y times the row y, applied to s, is y (y.s), and y alone is wanted.",
    beta=lambda B, s, y: 1.0,
)
_know_numbers(
    "gamma_positive",
    "The sign of gamma is wrong: Bs + gamma Bs (s.Bs) = 0 gives -1 / (s.Bs).",
    gamma=lambda B, s, y: 1 / (s @ B @ s),
)
_know_numbers(
    "gamma_not_inverted",
    "You took -s.Bs for gamma; it is -1 / (s.Bs).",
    gamma=lambda B, s, y: -(s @ B @ s),
)
_know_numbers(
    "gamma_of_s",
    "You took -1 / (s.s) for gamma; Bs times the row s^T B, applied to s, is Bs (s.Bs).",
    gamma=lambda B, s, y: -1 / (s @ s),
)
_know_numbers(
    "gamma_of_y",
    "You took -1 / (y.By) for gamma; s is what was moved: -1 / (s.Bs).",
    gamma=lambda B, s, y: -1 / (y @ B @ y),
)
_know_numbers(
    "gamma_of_product_alone",
    "You divided by the square of Bs; Bs times the row s^T B, applied to s, is Bs (s.Bs).",
    gamma=lambda B, s, y: -1 / (s @ B @ B @ s),
)
_know_numbers(
    "gamma_of_both",
    "You took -1 / (y.s) for gamma; that is beta's. gamma is -1 / (s.Bs).",
    gamma=lambda B, s, y: -1 / (y @ s),
)
_know_numbers(
    "gamma_one",
    "gamma is -1: Bs times the row s^T B, applied to s, is Bs (s.Bs).",
    gamma=lambda B, s, y: -1.0,
)
_know_numbers(
    "roles_exchanged",
    "beta and gamma are exchanged: beta = 1 / (y.s) stands before y y^T, and gamma = -1 / (s.Bs) "
    "before Bs s^T B.",
    beta=lambda B, s, y: -1 / (s @ B @ s),
    gamma=lambda B, s, y: 1 / (y @ s),
)
_know_matrix(
    "columns_exchanged",
    "beta stands before Bs s^T B and gamma before y y^T; it is the other way round.",
    lambda B, s, y, b, c: _added(B, s, y, 0, 0) + c * np.outer(y, y) + b * np.outer(B @ s, B @ s),
)
_know_matrix(
    "not_forgotten",
    "The term with gamma is missing, which forgets what B says along s.",
    lambda B, s, y, b, c: B + b * np.outer(y, y),
)
_know_matrix(
    "not_written_in",
    "The term with beta is missing, which writes in what was seen.",
    lambda B, s, y, b, c: B + c * np.outer(B @ s, B @ s),
)
_know_matrix(
    "from_identity",
    "The terms are added to the identity; they are added to B.",
    lambda B, s, y, b, c: np.eye(len(s)) + b * np.outer(y, y) + c * np.outer(B @ s, B @ s),
)
_know_matrix(
    "change_alone",
    "This is the change alone; add it to B.",
    lambda B, s, y, b, c: b * np.outer(y, y) + c * np.outer(B @ s, B @ s),
)
_know_matrix(
    "taken_off_twice",
    "gamma is negative already; add its term, do not subtract it.",
    lambda B, s, y, b, c: B + b * np.outer(y, y) - c * np.outer(B @ s, B @ s),
)
_know_matrix(
    "without_b",
    "You took s s^T for Bs s^T B.",
    lambda B, s, y, b, c: B + b * np.outer(y, y) + c * np.outer(s, s),
)
_know_matrix(
    "one_b",
    "One factor B is missing: the term is the column Bs times the row s^T B, and yours is Bs s^T.",
    lambda B, s, y, b, c: B + b * np.outer(y, y) + c * np.outer(B @ s, s),
)
_know_matrix(
    "column_y_row_s",
    "You took y s^T for y y^T.",
    lambda B, s, y, b, c: B + b * np.outer(y, s) + c * np.outer(B @ s, B @ s),
)
_know_matrix(
    "column_s_row_y",
    "You took s y^T for y y^T.",
    lambda B, s, y, b, c: B + b * np.outer(s, y) + c * np.outer(B @ s, B @ s),
)
_know_matrix(
    "moves_for_changes",
    "You took s s^T for y y^T: that is in the update of the inverse.",
    lambda B, s, y, b, c: B + b * np.outer(s, s) + c * np.outer(B @ s, B @ s),
)
_know_matrix(
    "numbers_for_matrices",
    "y @ y is one number, as is Bs @ Bs, and is added to every entry; a column times a row is "
    "np.outer(y, y).",
    lambda B, s, y, b, c: B + b * (y @ y) + c * (B @ s @ B @ s),
    lambda B, s, y, b, c: B + b * (y @ y) + c * np.outer(B @ s, B @ s),
    lambda B, s, y, b, c: B + b * (y @ y) + c * (B @ s) * (B @ s),
    lambda B, s, y, b, c: B + b * np.outer(y, y) + c * (B @ s @ B @ s),
)
_know_matrix(
    "entry_by_entry",
    "y * y multiplies entry by entry, and is added to every row; a column times a row is "
    "np.outer(y, y).",
    lambda B, s, y, b, c: B + b * y * y + c * (B @ s) * (B @ s),
)
_know_matrix(
    "transposed_vectors",
    "y.T is y, since it has one axis, and y * y.T multiplies entry by entry; a column times a row "
    "is np.outer(y, y). B s s^T B is outer products too.",
    lambda B, s, y, b, c: B + b * y * y + c * (B @ (s * s) @ B),
)
_know_matrix(
    "rank_one",
    "This is the update of rank one, by y - Bs; BFGS adds two terms, beta y y^T + gamma Bs s^T B.",
    lambda B, s, y, b, c: (
        B + np.outer(y - B @ s, y - B @ s) / np.float64((y - B @ s) @ s or np.inf)
    ),
)
_know_matrix(
    "inverse_form",
    "This is the update of the inverse, V C V^T + rho s s^T; B's is asked for.",
    lambda B, s, y, b, c: product_form(B, s, y),
)
_know_matrix(
    "inverse_returned",
    "This is the inverse of the new B; return B itself.",
    lambda B, s, y, b, c: np.linalg.inv(_added(B, s, y, b, c)),
)
_know_matrix(
    "dfp",
    "This is Davidon, Fletcher and Powell's update, V^T B V + beta y y^T; BFGS's is B + beta y y^T "
    "+ gamma Bs s^T B.",
    lambda B, s, y, b, c: product_form(B, y, s),
)
_know_matrix(
    "unchanged",
    "B has not changed; return B + beta y y^T + gamma Bs s^T B.",
    lambda B, s, y, b, c: B * 1.0,
)
_know_fallen(
    "not_skipped",
    "You updated where s.y is not above 0, which spoils B; nothing is learned there: (0, 0, B).",
    _all,
)
_know_fallen(
    "level_not_skipped",
    "Where s.y is exactly 0 nothing is learned either: ask s @ y <= 0.",
    lambda B, s, y: (0.0, 0.0, B) if s @ y < 0 else _all(B, s, y),
)
_know_fallen(
    "numbers_where_fallen",
    "Where s.y is not above 0, B stays, and beta and gamma are 0: nothing is added.",
    lambda B, s, y: (*_all(B, s, y)[:2], B),
)
_know_fallen(
    "identity_where_fallen",
    "Where s.y is not above 0 you began anew, with the identity; B stays what it was.",
    lambda B, s, y: (0.0, 0.0, np.eye(len(s))),
)
_know_fallen(
    "zero_where_fallen",
    "Where s.y is not above 0 you returned zeros for B; B stays what it was.",
    lambda B, s, y: (0.0, 0.0, 0.0 * B),
)
_know_fallen(
    "absolute",
    "You took the absolute value of s.y; where it is not above 0 nothing is learned: (0, 0, B).",
    lambda B, s, y: (
        1 / np.float64(abs(s @ y)),
        _gamma(B, s, y),
        _added(B, s, y, 1 / np.float64(abs(s @ y)), _gamma(B, s, y)),
    ),
)
_know_fallen(
    "forgotten_alone",
    "Where s.y is not above 0 you still forgot what B says along s; nothing is changed there.",
    lambda B, s, y: (0.0, _gamma(B, s, y), _added(B, s, y, 0.0, _gamma(B, s, y))),
)


@bfgs_update.mistake
def never_learns(B: Array, s: Array, y: Array) -> Any:
    """You skipped where s.y is *above* 0; there the pair is good, and elsewhere it is not."""
    return (0.0, 0.0, B) if s @ y > 0 else _all(B, s, y)


@bfgs_update.mistake
def one_factor(B: Array, s: Array, y: Array, sign: Any = (-1.0, 1.0)) -> Any:
    """This is the update of rank one, with one factor, 1 / ((y - Bs).s); BFGS has two,
    beta = 1 / (y.s) and gamma = -1 / (s.Bs)."""
    if s @ y <= 0:
        return 0.0, 0.0, B
    r = y - B @ s
    factor = 1 / np.float64(r @ s)
    return factor, sign * factor, B + factor * np.outer(r, r)


@bfgs_update.mistake
def half_updated(B: Array, s: Array, y: Array) -> Any:
    """gamma and Bs are computed from a B that has y y^T already; both are of the old B."""
    if s @ y <= 0:
        return 0.0, 0.0, B
    half = B + np.outer(y, y) / (y @ s)
    v, gamma = half @ s, _gamma(half, s, y)
    return _beta(B, s, y), gamma, half + gamma * np.outer(v, v)


@bfgs_update.mistake
def numbers_exchanged(B: Array, s: Array, y: Array) -> Any:
    """beta and gamma are exchanged in what you return; the order is beta, gamma, B."""
    if s @ y <= 0:
        return 0.0, 0.0, B
    return _gamma(B, s, y), _beta(B, s, y), sum_form(B, s, y)


@bfgs_update.mistake
def vectors_exchanged(B: Array, s: Array, y: Array) -> Any:
    """s and y are exchanged: the new B maps s, the move, to y, the change of the gradient."""
    if s @ y <= 0:
        return 0.0, 0.0, B
    return _beta(B, y, s), _gamma(B, y, s), sum_form(B, y, s)


@bfgs_update.mistake
def hardly_risen_skipped(B: Array, s: Array, y: Array) -> Any:
    """You skipped a pair whose s.y is small; it counts as soon as s.y is above 0."""
    if s @ y <= 1e-8:
        return 0.0, 0.0, B
    return _beta(B, s, y), _gamma(B, s, y), sum_form(B, s, y)


@question(
    "ps5/bfgs_inverse",
    returns=("C",),
    section="lecture 07, section 7",
    hints=(
        "Look at the new C: is it symmetric, and does it map y to s? Print C - C.T, and C @ y - s.",
        "The factor on the left is V = I - rho s y^T, with the column s and the row y; on the "
        "right stands its transpose.",
        "if s @ y <= 0: return C; rho = 1 / (s @ y); V = np.eye(len(s)) - rho * np.outer(s, y); "
        "return V @ C @ V.T + rho * np.outer(s, s).",
    ),
)
def bfgs_inverse(C: Array, s: Array, y: Array) -> Array:
    """Return the inverse of the updated Hessian."""
    return np.linalg.inv(sum_form(np.linalg.inv(C), s, y)) if s @ y > 0 else C


@bfgs_inverse.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, C, s, y in _estimates(thorough, rng):
        known = {"y": np.linalg.solve(C, s)} if title == "a pair that is known already" else {}
        yield Case(title, {"C": C, "s": s, "y": y} | known)


#: (C, s, y, rho, the column s times the row y, the identity) -> the new C.
Inverse = Callable[[Array, Array, Array, Any, Array, Array], Any]


def _know(name: str, diagnosis: str, inverse: Inverse) -> None:
    def answer(C: Array, s: Array, y: Array) -> Any:
        if s @ y <= 0:
            return C
        return inverse(C, s, y, 1 / (s @ y), np.outer(s, y), np.eye(len(s)))

    bfgs_inverse.know(name, diagnosis, answer)


def _know_inverse_fallen(
    name: str, diagnosis: str, fallen: Callable[[Array, Array, Array], Any]
) -> None:
    def answer(C: Array, s: Array, y: Array) -> Any:
        return product_form(C, s, y) if s @ y > 0 else fallen(C, s, y)

    bfgs_inverse.know(name, diagnosis, answer)


def _one_mixed(C: Array, s: Array, y: Array, rho: Any) -> Any:
    return C + rho * (1 + rho * (y @ C @ y)) * np.outer(s, s) - 2 * rho * np.outer(C @ y, s)


def _of_rho(C: Array, s: Array, y: Array, rho: Any) -> Any:
    V = np.eye(len(s)) - rho * np.outer(s, y)
    return V @ C @ V.T + rho * np.outer(s, s)


_know(
    "one_mixed_term",
    "Multiplied out there are two mixed terms, Cy s^T and its transpose s y^T C; you took the same "
    "one twice, so that the result is not symmetric.",
    lambda C, s, y, rho, sy, one: _one_mixed(C, s, y, rho),
)
_know(
    "as_listed",
    "I - rho y s^T stands on both sides, as on the slides, and the result is not symmetric: on the "
    "left stands I - rho s y^T, and on the right its transpose.",
    lambda C, s, y, rho, sy, one: (
        (one - rho * sy.T) @ C @ (one - rho * sy.T) + rho * np.outer(s, s)
    ),
)
_know(
    "not_transposed",
    "I - rho s y^T stands on both sides; the right one is to be transposed.",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C @ (one - rho * sy) + rho * np.outer(s, s),
)
_know(
    "sides_exchanged",
    "You have V^T C V; it is V C V^T with V = I - rho s y^T, the column s on the left.",
    lambda C, s, y, rho, sy, one: (one - rho * sy.T) @ C @ (one - rho * sy) + rho * np.outer(s, s),
)
_know(
    "vectors_exchanged",
    "s and y are exchanged: the new C maps y, the change of the gradient, to s, the move.",
    lambda C, s, y, rho, sy, one: product_form(C, y, s),
)
_know(
    "left_alone",
    "The factor on the right is missing: V C V^T.",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C + rho * np.outer(s, s),
)
_know(
    "right_alone",
    "The factor on the left is missing: V C V^T.",
    lambda C, s, y, rho, sy, one: C @ (one - rho * sy.T) + rho * np.outer(s, s),
)
_know(
    "no_last_term",
    "rho s s^T is missing, which writes in what was seen: without it C maps y to 0.",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C @ (one - rho * sy.T),
)
_know(
    "last_term_without_rho",
    "rho is missing in the last term, rho s s^T.",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C @ (one - rho * sy.T) + np.outer(s, s),
)
_know(
    "last_term_negative",
    "The sign of the last term is wrong: rho s s^T is added.",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C @ (one - rho * sy.T) - rho * np.outer(s, s),
)
_know(
    "last_term_of_y",
    "The last term is rho s s^T; you have rho y y^T, which belongs to the update of B.",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C @ (one - rho * sy.T) + rho * np.outer(y, y),
)
_know(
    "last_term_mixed",
    "The last term is rho s s^T; you have rho s y^T.",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C @ (one - rho * sy.T) + rho * sy,
)
_know(
    "last_term_a_number",
    "s @ s is one number, and is added to every entry; a column times a row is np.outer(s, s).",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C @ (one - rho * sy.T) + rho * (s @ s),
)
_know(
    "last_term_by_entry",
    "s * s multiplies entry by entry, and is added to every row; a column times a row is "
    "np.outer(s, s).",
    lambda C, s, y, rho, sy, one: (one - rho * sy) @ C @ (one - rho * sy.T) + rho * s * s,
)
_know(
    "rho_not_inverted",
    "You took s.y for rho; it is 1 / (s.y).",
    lambda C, s, y, rho, sy, one: _of_rho(C, s, y, s @ y),
)
_know(
    "rho_of_y",
    "You took 1 / (y.y) for rho; it is 1 / (s.y).",
    lambda C, s, y, rho, sy, one: _of_rho(C, s, y, 1 / (y @ y)),
)
_know(
    "rho_of_s",
    "You took 1 / (s.s) for rho; it is 1 / (s.y).",
    lambda C, s, y, rho, sy, one: _of_rho(C, s, y, 1 / (s @ s)),
)
_know(
    "rho_negative",
    "The sign of rho is wrong: rho = 1 / (s.y), and V = I - rho s y^T.",
    lambda C, s, y, rho, sy, one: _of_rho(C, s, y, -rho),
)
_know(
    "rho_one",
    "rho is missing everywhere: rho = 1 / (s.y).",
    lambda C, s, y, rho, sy, one: _of_rho(C, s, y, 1.0),
)
_know(
    "factor_without_rho",
    "rho is missing in V = I - rho s y^T.",
    lambda C, s, y, rho, sy, one: (one - sy) @ C @ (one - sy.T) + rho * np.outer(s, s),
)
_know(
    "plus_in_factor",
    "V is I *minus* rho s y^T: it takes off what C says of y.",
    lambda C, s, y, rho, sy, one: (one + rho * sy) @ C @ (one + rho * sy.T) + rho * np.outer(s, s),
)
_know(
    "ones_for_identity",
    "1 - rho s y^T takes each entry off 1; I is the identity, np.eye(len(s)).",
    lambda C, s, y, rho, sy, one: (1 - rho * sy) @ C @ (1 - rho * sy).T + rho * np.outer(s, s),
)
_know(
    "factor_of_a_number",
    "s @ y is one number: in V = I - rho s y^T stands a column times a row, np.outer(s, y).",
    lambda C, s, y, rho, sy, one: (
        (one - rho * (s @ y)) @ C @ (one - rho * (s @ y)).T + rho * np.outer(s, s)
    ),
)
_know(
    "numbers_for_matrices",
    "s @ y and s @ s are one number each, also with .T; a column times a row is np.outer(s, y), in "
    "V = I - rho s y^T, and np.outer(s, s).",
    lambda C, s, y, rho, sy, one: (
        (one - rho * (s @ y)) @ C @ (one - rho * (s @ y)).T + rho * (s @ s)
    ),
)
_know(
    "without_factors",
    "V is missing on both sides: V C V^T + rho s s^T.",
    lambda C, s, y, rho, sy, one: C + rho * np.outer(s, s),
)
_know(
    "last_term_alone",
    "This is rho s s^T alone; V C V^T is missing.",
    lambda C, s, y, rho, sy, one: rho * np.outer(s, s),
)
_know(
    "factor_by_entry",
    "s * y multiplies entry by entry: in V = I - rho s y^T stands a column times a row, "
    "np.outer(s, y).",
    lambda C, s, y, rho, sy, one: (
        (one - rho * s * y) @ C @ (one - rho * s * y).T + rho * np.outer(s, s)
    ),
)
_know(
    "products_by_entry",
    "V * C * V.T multiplies entry by entry; matrix products are V @ C @ V.T.",
    lambda C, s, y, rho, sy, one: (one - rho * sy) * C * (one - rho * sy).T + rho * np.outer(s, s),
)
_know(
    "from_identity",
    "You updated the identity in place of C.",
    lambda C, s, y, rho, sy, one: product_form(one, s, y),
)
_know(
    "scaled_first",
    "You scaled C by s.y / y.y first; here it is taken as it is.",
    lambda C, s, y, rho, sy, one: product_form(C * (s @ y) / (y @ y), s, y),
)
_know(
    "scaled_identity",
    "You put the identity, scaled by s.y / y.y, in the place of C.",
    lambda C, s, y, rho, sy, one: product_form(one * (s @ y) / (y @ y), s, y),
)
_know(
    "direct_form",
    "You used B's formula on C, with s and y as they are; C's is V C V^T + rho s s^T.",
    lambda C, s, y, rho, sy, one: sum_form(C, s, y),
)
_know(
    "dfp",
    "This is Davidon, Fletcher and Powell's update: B's formula with s and y exchanged. BFGS's is "
    "V C V^T + rho s s^T.",
    lambda C, s, y, rho, sy, one: sum_form(C, y, s),
)
_know(
    "rank_one",
    "This is the update of rank one, by s - Cy; BFGS's is V C V^T + rho s s^T.",
    lambda C, s, y, rho, sy, one: (
        C + np.outer(s - C @ y, s - C @ y) / np.float64((s - C @ y) @ y or np.inf)
    ),
)
_know(
    "added_to_c",
    "You added the new C to the old one; it takes its place.",
    lambda C, s, y, rho, sy, one: C + product_form(C, s, y),
)
_know(
    "estimate_of_hessian",
    "This is the inverse of the new C, an estimate of the Hessian; return C.",
    lambda C, s, y, rho, sy, one: np.linalg.inv(product_form(C, s, y)),
)
_know(
    "cross_terms_alone",
    "Written out, V C V^T has a term rho^2 (y.Cy) s s^T too; yours is missing.",
    lambda C, s, y, rho, sy, one: C - rho * (sy @ C) - rho * (C @ sy.T) + rho * np.outer(s, s),
)
_know(
    "one_cross_term",
    "Written out, V C V^T has both -rho s y^T C and -rho C y s^T, each the other's transpose; "
    "yours has one of them.",
    lambda C, s, y, rho, sy, one: (
        C - rho * (sy @ C) + rho * (1 + rho * (y @ C @ y)) * np.outer(s, s)
    ),
)
_know(
    "other_cross_term",
    "Written out, V C V^T has both -rho s y^T C and -rho C y s^T, each the other's transpose; "
    "yours has the second alone.",
    lambda C, s, y, rho, sy, one: (
        C - rho * (C @ sy.T) + rho * (1 + rho * (y @ C @ y)) * np.outer(s, s)
    ),
)
_know(
    "inverse_of_direct_form",
    "You took C for B, updated it so, and inverted that; invert C first, or use V C V^T + rho s "
    "s^T, which inverts nothing.",
    lambda C, s, y, rho, sy, one: np.linalg.inv(sum_form(C, s, y)),
)
_know(
    "symmetrized",
    "You took the mean of the result and its transpose, which hides that it is not symmetric; with "
    "V^T on the right it is so by itself.",
    lambda C, s, y, rho, sy, one: (
        ((one - rho * sy.T) @ C @ (one - rho * sy.T) + (one - rho * sy) @ C @ (one - rho * sy)) / 2
        + rho * np.outer(s, s)
    ),
)
_know(
    "unchanged",
    "C has not changed; return V C V^T + rho s s^T.",
    lambda C, s, y, rho, sy, one: C * 1.0,
)
_know_inverse_fallen(
    "not_skipped",
    "You updated where s.y is not above 0, so that C is no longer positive definite; return C as "
    "it is.",
    lambda C, s, y: _of_rho(C, s, y, 1 / np.float64(s @ y)),
)
_know_inverse_fallen(
    "level_not_skipped",
    "Where s.y is exactly 0 nothing is learned either: ask s @ y <= 0.",
    lambda C, s, y: C if s @ y < 0 else _of_rho(C, s, y, 1 / np.float64(s @ y)),
)
_know_inverse_fallen(
    "identity_where_fallen",
    "Where s.y is not above 0 you began anew, with the identity; C stays what it was.",
    lambda C, s, y: np.eye(len(s)),
)
_know_inverse_fallen(
    "zero_where_fallen",
    "Where s.y is not above 0 you returned zeros; C stays what it was.",
    lambda C, s, y: 0.0 * C,
)
_know_inverse_fallen(
    "absolute",
    "You took the absolute value of s.y; where it is not above 0, C stays what it was.",
    lambda C, s, y: _of_rho(C, s, y, 1 / np.float64(abs(s @ y))),
)


def _never_learns(C: Array, s: Array, y: Array) -> Any:
    return C if s @ y > 0 else _of_rho(C, s, y, 1 / np.float64(s @ y))


def _hardly_risen_skipped(C: Array, s: Array, y: Array) -> Any:
    return product_form(C, s, y) if s @ y > 1e-8 else C


for _name, _answer in (
    ("never_learns", _never_learns),
    ("hardly_risen_skipped", _hardly_risen_skipped),
):
    bfgs_inverse.know(_name, bfgs_update.mistakes[_name].diagnosis, _answer)
