"""Dropout in linear regression, which is ridge with a strength for each feature."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.question import Case, question


@question(
    "ps4/dropout_ridge",
    returns=("alpha", "w"),
    section="lecture 11, section 8",
    hints=(
        "Look at what dropping adds to the mean square: for each feature p / (1 - p) times its "
        "mean square times its weight's, and the penalty is alpha_j / 2 times that weight's "
        "square.",
        "So alpha_j = 2 p / (1 - p) * mean(x_j**2). The weights solve the normal equations of the "
        "*mean* of squares, with alpha_j / 2 added at place j of the diagonal.",
        "alpha = 2 * p / (1 - p) * (x**2).mean(axis=0), and with N = len(x), w = np.linalg.solve("
        "x.T @ x / N + np.diag(alpha / 2), x.T @ y / N).",
    ),
)
def dropout_ridge(x: Array, y: Array, p: float) -> tuple[Array, Array]:
    """Return them by all masks: the weights by least squares over every masked point.

    The strength of a feature is what dropping it adds to the mean square for a weight of 1 of its
    own, twice.
    """
    n = x.shape[1]
    masks = np.array(list(product((0, 1), repeat=n)))
    chances = p ** (n - masks.sum(axis=1)) * (1 - p) ** masks.sum(axis=1)
    inputs = (x[None] * masks[:, None] / (1 - p)).reshape(-1, n)
    roots = np.sqrt(np.repeat(chances, len(x)) / len(x))
    w = np.linalg.lstsq(inputs * roots[:, None], np.tile(y, len(masks)) * roots, rcond=None)[0]
    over_masks = ((inputs * roots[:, None]) ** 2).sum(axis=0)
    return 2 * (over_masks - (x.astype(np.float64) ** 2).mean(axis=0)), w


@dropout_ridge.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def given(count: int, features: int, p: float) -> dict[str, Any]:
        x = away_from_zero(rng, (count, features)) * (1 + np.arange(features)) + 1
        y = x @ (1 + np.arange(features)) + away_from_zero(rng, count)
        return {"x": x, "y": y, "p": p}

    yield Case("6 points, 3 features, p = 0.2", given(6, 3, 0.2))
    yield Case("p = 0.7", given(5, 2, 0.7))
    if thorough:
        yield Case("p = 0", given(6, 2, 0.0))
        yield Case("p = 0.5", given(4, 3, 0.5))
        yield Case("as many points as features", given(3, 3, 0.3))
        yield Case("more features than points", given(2, 4, 0.3))
        yield Case("one feature", given(4, 1, 0.4))
        whole = {"x": np.array([[1, 2], [0, 4], [5, -1]]), "y": np.array([2, 0, -7]), "p": 0.25}
        yield Case("whole numbers", whole)
        flat = given(5, 3, 0.3)
        flat["x"][:, 1] = 2.5
        yield Case("a constant feature", flat)
        centred = given(6, 2, 0.3)
        yield Case("features of mean 0", centred | {"x": centred["x"] - centred["x"].mean(axis=0)})


def _squares(x: Array, p: float) -> Any:
    """Return the right strengths."""
    return 2 * p / (1 - p) * (x**2).mean(axis=0)


def _weights(x: Array, y: Array, alpha: Any) -> Any:
    """Return the weights of least mean square and penalty."""
    return np.linalg.solve(x.T @ x / len(x) + np.diag(alpha / 2), x.T @ y / len(x))


def _know(
    name: str,
    diagnosis: str,
    alpha: Callable[[Array, float], Any] = _squares,
    w: Callable[[Array, Array, float, Any], Any] = lambda x, y, p, alpha: _weights(x, y, alpha),
) -> None:
    """Know wrong strengths, (x, p), with what follows from them, or wrong weights from the right
    ones, (x, y, p, alpha)."""

    def answer(x: Array, y: Array, p: float) -> Any:
        strengths = alpha(x, p)
        return strengths, w(x, y, p, strengths)

    dropout_ridge.know(name, diagnosis, answer)


_know(
    "half_the_strengths",
    "Your strengths are half of what they should be: alpha_j / 2 is p / (1 - p) times the mean "
    "square.",
    lambda x, p: _squares(x, p) / 2,
)
_know(
    "strengths_as_halves",
    "The weights are right, and the strengths half of what they should be: alpha_j / 2, not "
    "alpha_j, is p / (1 - p) times the mean square.",
    lambda x, p: _squares(x, p) / 2,
    lambda x, y, p, alpha: _weights(x, y, 2 * alpha),
)
_know(
    "variances",
    "You took the variances of the features; dropping penalizes their mean *squares*, which are "
    "the variances of centred features alone.",
    lambda x, p: 2 * p / (1 - p) * x.var(axis=0),
)
_know(
    "squares_of_means",
    "You took the squares of the means; the means of the squares count.",
    lambda x, p: 2 * p / (1 - p) * x.mean(axis=0) ** 2,
)
_know(
    "absolute",
    "You took the mean sizes of the features; their mean squares count.",
    lambda x, p: 2 * p / (1 - p) * np.abs(x).mean(axis=0),
)
_know(
    "sums",
    "Your strengths are sums over the points; they should be means.",
    lambda x, p: 2 * p / (1 - p) * (x**2).sum(axis=0),
)
_know(
    "sums_alone",
    "The weights are right, and the strengths are sums over the points; they are means.",
    lambda x, p: 2 * p / (1 - p) * (x**2).sum(axis=0),
    lambda x, y, p, alpha: _weights(x, y, alpha / len(x)),
)
_know(
    "variances_and_centred",
    "You centred the features and the targets; there is no intercept here, and the mean squares of "
    "the features count as they are.",
    lambda x, p: 2 * p / (1 - p) * x.var(axis=0),
    lambda x, y, p, alpha: _weights(x - x.mean(axis=0), y - y.mean(), alpha),
)
_know(
    "p_is_kept",
    "You took p for the probability of keeping; it is that of dropping: p / (1 - p).",
    lambda x, p: 2 * (1 - p) / np.float64(p) * (x**2).mean(axis=0),
)
_know(
    "p_alone",
    "Your factor is p; what is kept is divided by 1 - p, so that it is p / (1 - p).",
    lambda x, p: 2 * p * (x**2).mean(axis=0),
)
_know(
    "variance_of_mask",
    "p (1 - p) is the variance of the mask; what is kept is divided by 1 - p, so that it is p (1 - "
    "p) / (1 - p)**2.",
    lambda x, p: 2 * p * (1 - p) * (x**2).mean(axis=0),
)
_know(
    "one_over_keep",
    "Your factor is 1 / (1 - p); it should be p / (1 - p), and 0 where nothing is dropped.",
    lambda x, p: 2 / (1 - p) * (x**2).mean(axis=0),
)
_know(
    "divided_twice",
    "Your factor is p / (1 - p)**2; the variance of the mask has 1 - p in it, which leaves p / (1 "
    "- p).",
    lambda x, p: 2 * p / (1 - p) ** 2 * (x**2).mean(axis=0),
)
_know(
    "no_factor_of_p",
    "The strengths lack p / (1 - p).",
    lambda x, p: 2 * (x**2).mean(axis=0),
)
_know(
    "roots_of_squares",
    "You took the roots of the mean squares of the features; their mean squares count.",
    lambda x, p: 2 * p / (1 - p) * np.sqrt((x**2).mean(axis=0)),
)
_know(
    "one_point_fewer",
    "You divided the sums of squares by N - 1; the mean divides by N.",
    lambda x, p: 2 * p / (1 - p) * (x**2).sum(axis=0) / np.float64(len(x) - 1),
)
_know(
    "shrunk_one_by_one",
    "The strengths are right; you shrank the weights of least squares one by one, and they depend "
    "on each other: add alpha / 2 on the diagonal before you solve.",
    w=lambda x, y, p, alpha: np.linalg.lstsq(x, y, rcond=None)[0] / (1 + alpha / 2),
)
_know(
    "variances_and_alpha_whole",
    "You took the variances of the features, and alpha on the diagonal; their mean squares count, "
    "and alpha / 2 stands there.",
    lambda x, p: 2 * p / (1 - p) * x.var(axis=0),
    lambda x, y, p, alpha: _weights(x, y, 2 * alpha),
)
_know(
    "variances_and_sums",
    "You took the variances of the features, and sums of products for the weights; mean squares "
    "and means count.",
    lambda x, p: 2 * p / (1 - p) * x.var(axis=0),
    lambda x, y, p, alpha: _weights(x, y, alpha / len(x)),
)
_know(
    "p_is_kept_and_halves",
    "You took p for the probability of keeping, and the strengths lack a 2: alpha_j / 2 is p / (1 "
    "- p) times the mean square.",
    lambda x, p: (1 - p) / np.float64(p) * (x**2).mean(axis=0),
    lambda x, y, p, alpha: _weights(x, y, 2 * alpha),
)
_know(
    "one_for_all",
    "In yours all features have one strength; each has its own, by its mean square: axis=0.",
    lambda x, p: 2 * p / (1 - p) * (x**2).mean() * np.ones(x.shape[1]),
)
_know(
    "largest_for_all",
    "In yours all features have the strength of the largest; each has its own.",
    lambda x, p: np.full(x.shape[1], _squares(x, p).max()),
)
_know(
    "least_squares",
    "The strengths are right, and the weights those of least squares: add alpha / 2 on the "
    "diagonal.",
    w=lambda x, y, p, alpha: np.linalg.lstsq(x, y, rcond=None)[0],
)
_know(
    "alpha_whole",
    "The strengths are right, and alpha stands on the diagonal in place of alpha / 2.",
    w=lambda x, y, p, alpha: _weights(x, y, 2 * alpha),
)
_know(
    "alpha_quarter",
    "The strengths are right, and alpha / 4 stands on the diagonal in place of alpha / 2.",
    w=lambda x, y, p, alpha: _weights(x, y, alpha / 2),
)
_know(
    "sums_in_weights",
    "The strengths are right; in the weights you added them to *sums* of products, and they belong "
    "to means: divide x.T @ x and x.T @ y by N.",
    w=lambda x, y, p, alpha: _weights(x, y, alpha / len(x)),
)
_know(
    "right_side_summed",
    "Your right side is a sum over the points, and the left side a mean; divide x.T @ y by N.",
    w=lambda x, y, p, alpha: len(x) * _weights(x, y, alpha),
)
_know(
    "matrix_summed",
    "Your matrix is a sum over the points, and the right side a mean; divide x.T @ x by N.",
    w=lambda x, y, p, alpha: np.linalg.solve(x.T @ x + np.diag(alpha / 2), x.T @ y / len(x)),
)
_know(
    "whole_matrix_scaled",
    "You scaled the whole matrix; dropping adds to its diagonal alone.",
    w=lambda x, y, p, alpha: (1 - p) * np.linalg.lstsq(x, y, rcond=None)[0],
)
_know(
    "centred",
    "You centred the features for the weights, or gave the line an intercept; there is none here, "
    "and the mean squares of the features count as they are.",
    w=lambda x, y, p, alpha: _weights(x - x.mean(axis=0), y - y.mean(), alpha),
)
_know(
    "own_ridge",
    "The strengths are right; for the weights you called ridge, which sums the squares and has a "
    "bias. Here they are means, and nothing is centred.",
    w=lambda x, y, p, alpha: _weights(x - x.mean(axis=0), y - y.mean(), alpha / len(x)),
)
_know(
    "mean_strength",
    "The strengths are right; for the weights you took their mean for all of them.",
    w=lambda x, y, p, alpha: _weights(x, y, np.full(len(alpha), alpha.mean())),
)
_know(
    "added_everywhere",
    "alpha / 2 is added to all rows of the matrix; it stands on the diagonal: np.diag.",
    w=lambda x, y, p, alpha: np.linalg.solve(x.T @ x / len(x) + alpha / 2, x.T @ y / len(x)),
)
_know(
    "weights_scaled",
    "Your weights are multiplied by 1 - p; the division in training has taken care of that.",
    w=lambda x, y, p, alpha: (1 - p) * _weights(x, y, alpha),
)
_know(
    "weights_divided",
    "Your weights are divided by 1 - p; the division of what is kept stands in the inputs.",
    w=lambda x, y, p, alpha: _weights(x, y, alpha) / (1 - p),
)


@dropout_ridge.mistake
def order(x: Array, y: Array, p: float) -> Any:
    """Strengths and weights are exchanged; return alpha, w."""
    alpha = _squares(x, p)
    return _weights(x, y, alpha), alpha


@dropout_ridge.mistake
def penalty_itself(x: Array, y: Array, p: float, half: Any = (0.5, 1.0)) -> Any:
    """The weights are right, and the strengths have the squares of the weights in them; alpha_j is
    what stands before w_j**2 / 2."""
    alpha = _squares(x, p)
    w = _weights(x, y, alpha)
    return half * alpha * w**2, w


@dropout_ridge.mistake
def not_squares(x: Array, y: Array, p: float, one_number: Any = (False, True)) -> Any:
    """The strengths lack the features: each is 2 p / (1 - p) times the mean square of its own."""
    alpha = 2 * p / (1 - p) * np.ones(x.shape[1])
    return alpha[0] if one_number else alpha, _weights(x, y, alpha)
