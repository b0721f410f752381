"""Whitening that moves the points least: the symmetric inverse root of the covariance."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, unpack
from trainlab.checks.ps3.scaling import as_x
from trainlab.checks.question import Answer, Case, question


def _whitened(zca: Answer, /, train: Array, x: Array, **eps: float) -> Outputs:
    """Return the points, and without eps the covariance of the whitened training points."""

    def white(points: Array) -> Array:
        (found,) = unpack([Output("whitened points")], zca(train, points, *eps.values())).values()
        return as_x(found, train, points)

    found = {"whitened": white(x)}
    if not eps:
        found["covariance"] = np.atleast_2d(np.cov(white(train).T, bias=True))
    return found


@question(
    "ps3/zca",
    returns=(Named("whitened points"),),
    drive=_whitened,
    section="lecture 10, section 3",
    hints=(
        "Look at the covariance of the centred training points, the mean of the products of each "
        "two columns; and at what np.linalg.eigh returns of it.",
        "Along each of its own directions the covariance is a number, a variance. Turn into these "
        "directions, divide by the roots of the variances plus eps, and turn back.",
        "c = train - train.mean(axis=0), L, U = np.linalg.eigh(c.T @ c / len(train)), and (x - "
        "train.mean(axis=0)) @ U / np.sqrt(L + eps) @ U.T.",
    ),
)
def zca(train: Array, x: Array, eps: float = 0.0) -> Outputs:
    """Return the points by the singular value decomposition of the centred training points."""
    train = np.asarray(train, dtype=np.float64)
    centred = train - train.mean(axis=0)
    _, sizes, directions = np.linalg.svd(centred / np.sqrt(len(train)), full_matrices=False)
    inverse = directions.T @ np.diag((sizes**2 + eps) ** -0.5) @ directions
    found = {"whitened": (x - train.mean(axis=0)) @ inverse}
    return found if eps else found | {"covariance": np.eye(train.shape[1])}


@zca.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def cloud(count: int, columns: int) -> Array:
        """Return points whose own directions are none of the axes, of no variance like another."""
        free = np.linalg.qr(away_from_zero(rng, (count, columns)) - 0.1)[0]
        turn = np.linalg.qr(np.eye(columns) + 0.4 * away_from_zero(rng, (columns, columns)))[0]
        sizes = np.sqrt(count) * (0.5 + np.arange(columns))
        points = free - free.mean(axis=0)
        root = np.linalg.inv(np.linalg.cholesky(points.T @ points)).T
        return points @ root * sizes @ turn + 2 + np.arange(columns)

    corners = np.array([[4.0, 5.0], [-2.0, -1.0], [2.0, 1.0], [0.0, 3.0]])
    yield Case("four corners of a tilted box", {"train": corners, "x": corners})
    train = cloud(7, 3)
    # A cloud has its mean where the other has it; new points have another one.
    yield Case("three columns, new points", {"train": train, "x": cloud(4, 3) + 0.7})
    yield Case("eps 0.5", {"train": train, "x": cloud(4, 3) + 0.7, "eps": 0.5})
    if not thorough:
        return
    yield Case("one column", {"train": cloud(5, 1), "x": cloud(3, 1)})
    yield Case("one new point", {"train": cloud(6, 2), "x": cloud(6, 2)[:1]})
    yield Case("as many new points as columns", {"train": cloud(5, 2), "x": cloud(5, 2)[:2]})
    whole = {"train": np.array([[1, 5], [2, 9], [4, 4], [0, 1]]), "x": np.array([[3, 3], [7, -1]])}
    yield Case("whole numbers", whole)
    # The third column is the sum of the others: only with eps is there an inverse.
    flat = np.column_stack([train[:, :2], train[:, 0] + train[:, 1]])
    yield Case(
        "a column that is the sum of others, eps 0.1", {"train": flat, "x": flat, "eps": 0.1}
    )
    yield Case("a cloud of thousandths", {"train": train / 1000, "x": train[:3] / 1000})
    yield Case("far from 0", {"train": train + 100, "x": train[:3] + 101})


def _covariance(train: Array, ddof: int = 0) -> Any:
    centred = train - train.mean(axis=0)
    return centred.T @ centred / (len(train) - ddof)


def _white(
    train: Array,
    x: Array,
    eps: float,
    covariance: Callable[[Array], Any] = _covariance,
    scale: Callable[[Any, float], Any] = lambda L, eps: 1 / np.sqrt(L + eps),
    turned: Callable[[Any, Any, Any], Any] = lambda c, U, s: c @ U * s @ U.T,
    mean: Callable[[Array, Array], Any] = lambda train, x: train.mean(axis=0),
) -> Any:
    """Return whitened points, one thing of which may be wrong.

    Args:
        train: (N, n).
        x: points (M, n).
        eps: added to variances.
        covariance: of the training points.
        scale: (variances, eps) -> the factors along the own directions.
        turned: (centred points, directions, factors) -> points.
        mean: (train, x) -> what is subtracted.
    """
    variances, directions = np.linalg.eigh(np.atleast_2d(covariance(train)))
    return turned(x - mean(train, x), directions, scale(variances, eps))


def _know(name: str, diagnosis: str, **ways: Any) -> None:
    zca.know(name, diagnosis, lambda train, x, eps=0.0: _white(train, x, eps, **ways))


_know(
    "not_turned_back",
    "The points are white, but turned into the covariance's own directions (PCA whitening); turn "
    "them back by U.T.",
    turned=lambda c, U, s: c @ U * s,
)
_know(
    "turned_alone",
    "You turned the points into their own directions and did not scale them; divide by the roots "
    "of the variances, and turn back.",
    turned=lambda c, U, s: c @ U,
)
_know(
    "rows_of_U",
    "You took the rows of U for the directions; np.linalg.eigh has them in the columns, so it is U "
    "... U.T.",
    turned=lambda c, U, s: c @ U.T * s @ U,
)
_know(
    "turned_twice",
    "You turned by U twice; turn back by U.T.",
    turned=lambda c, U, s: c @ U * s @ U,
)
_know(
    "not_turned",
    "The points are turned back though they were never turned into the own directions; begin with "
    "(x - mean) @ U.",
    turned=lambda c, U, s: c * s @ U.T,
)
_know(
    "scaled_alone",
    "You divided the columns by the roots of the variances of other directions; turn by U first "
    "and by U.T at the end.",
    turned=lambda c, U, s: c * s,
)
_know(
    "unbiased",
    "You divided by N - 1 in the covariance, as np.cov does by itself; divide by N: c.T @ c "
    "/ len(train) with c = train - mean.",
    covariance=lambda train: _covariance(train, ddof=1),
)
_know(
    "summed",
    "The covariance lacks its 1/N: it is the mean of the products.",
    covariance=lambda train: _covariance(train) * len(train),
)
_know(
    "not_centred_covariance",
    "The covariance is of points whose mean is subtracted; you took the products as they are.",
    covariance=lambda train: train.T @ train / len(train),
)
_know(
    "not_centred",
    "The mean is not subtracted from the points.",
    mean=lambda train, x: 0.0,
)
_know(
    "not_centred_at_all",
    "The mean is subtracted nowhere: subtract it before the covariance, and from x.",
    covariance=lambda train: train.T @ train / len(train),
    mean=lambda train, x: 0.0,
)
_know(
    "own_mean",
    "You subtracted the mean of x; subtract that of the training points.",
    mean=lambda train, x: x.mean(axis=0),
)
_know(
    "one_mean",
    "You subtracted one mean of all numbers; each column has its own, axis=0.",
    mean=lambda train, x: train.mean(),
)
_know(
    "no_root",
    "You divided by the variances; divide by their roots.",
    scale=lambda L, eps: 1 / (L + eps),
)
_know(
    "multiplied",
    "You multiplied by the roots of the variances; divide by them.",
    scale=lambda L, eps: np.sqrt(L + eps),
)
_know(
    "variances_multiplied",
    "You multiplied by the variances; divide by their roots.",
    scale=lambda L, eps: L + eps,
)
_know(
    "no_eps",
    "eps is not used: add it to the variances, before the root.",
    scale=lambda L, eps: 1 / np.sqrt(L),
)
_know(
    "eps_outside",
    "eps is added to the roots; add it to the variances, inside the root.",
    scale=lambda L, eps: 1 / (np.sqrt(L) + eps),
)
_know(
    "roots_added",
    "You added the root of eps to the roots; add eps to the variances, inside one root.",
    scale=lambda L, eps: 1 / (np.sqrt(L) + np.sqrt(eps)),
)
_know(
    "eps_added_to_inverse",
    "eps is added to what you multiply by; add it to the variances, inside the root.",
    scale=lambda L, eps: 1 / np.sqrt(L) + eps,
)
_know(
    "eps_squared",
    "You added the square of eps to the variances; add eps itself.",
    scale=lambda L, eps: 1 / np.sqrt(L + eps**2),
)
_know(
    "diagonal_alone",
    "You divided each column by its own deviation; that leaves the correlations between them.",
    covariance=lambda train: np.diag(np.atleast_1d(np.diag(_covariance(train)))),
)
_know(
    "averaged_twice",
    "You divided by the number of points twice; the covariance is the mean of the products.",
    covariance=lambda train: _covariance(train) / len(train),
)
_know(
    "eps_as_floor",
    "eps is the least variance; add it to each of them.",
    scale=lambda L, eps: 1 / np.sqrt(np.maximum(L, eps)),
)


@zca.mistake
def correlations(train: Array, x: Array, eps: float = 0.0, scaled: Any = (False, True)) -> Any:
    """You took the matrix of correlations; take that of covariances, of the points as they are."""
    deviations = train.std(axis=0) if scaled else np.ones(train.shape[1])

    def covariance(train: Array) -> Any:
        return _covariance(train) / np.outer(train.std(axis=0), train.std(axis=0))

    centred = (x - train.mean(axis=0)) / deviations
    return _white(train, centred, eps, covariance, mean=lambda train, x: 0.0)


@zca.mistake
def eps_everywhere(train: Array, x: Array, eps: float = 0.0) -> Any:
    """You added eps to every entry of the covariance; add it to the variances, or to the
    diagonal."""
    return _white(train, x, 0.0, lambda train: _covariance(train) + eps)


@zca.mistake
def root_of_entries(
    train: Array,
    x: Array,
    eps: float = 0.0,
    signed: Any = (True, False),
    added: Any = (np.eye, np.zeros, np.ones),
) -> Any:
    """You took the root of every entry of the covariance; the root of a matrix is that of its
    variances along its own directions, U ... U.T."""
    matrix = _covariance(train) + eps * added(train.shape[1])
    root = np.sign(matrix) * np.sqrt(np.abs(matrix)) if signed else np.sqrt(matrix)
    return (x - train.mean(axis=0)) @ np.linalg.inv(root)


@zca.mistake
def own_covariance(train: Array, x: Array, eps: float = 0.0) -> Any:
    """Mean and covariance are those of x; take those of the training points."""
    return _white(x, x, eps)


@zca.mistake
def small_always(train: Array, x: Array, eps: float = 0.0, small: Any = (1e-8, 1e-6, 1e-5)) -> Any:
    """You added a small number of your own to the variances; add eps, which is 0 by itself."""
    return _white(train, x, eps + small)


@zca.mistake
def cholesky(train: Array, x: Array, eps: float = 0.0) -> Any:
    """The points are white, but turned: you took Cholesky's root, a triangular one; take the
    symmetric root, U ... U.T."""
    root = np.linalg.cholesky(_covariance(train) + eps * np.eye(train.shape[1]))
    return (x - train.mean(axis=0)) @ np.linalg.inv(root).T


@zca.mistake
def mean_added(train: Array, x: Array, eps: float = 0.0) -> Any:
    """You added the mean at the end; whitened points have mean 0."""
    return _white(train, x, eps) + train.mean(axis=0)
