"""Ridge regression: its gradient, and the weights at which that is zero."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.outputs import Outputs
from trainlab.checks.question import Case, question

#: Shares of a way that differ by less are equal.
_DIGITS = 1e-6


def _loss(w: Array, b: Any, x: Array, y: Array, alpha: float) -> Any:
    return ((x @ w + b - y) ** 2).sum() + alpha / 2 * (w**2).sum()


def _points(rng: np.random.Generator, count: int, features: int) -> dict[str, Array]:
    """Return points and targets of which no mean is 0."""
    x = away_from_zero(rng, (count, features)) * (1 + np.arange(features)) + 2
    return {"x": x, "y": x @ (1 + np.arange(features)) + away_from_zero(rng, count) - 4}


@question(
    "ps4/ridge_gradient",
    returns=("dw", "db"),
    section="lecture 11, section 3",
    hints=(
        "Look at the loss term by term: a *sum* of squares over the points, and alpha / 2 times "
        "the squares of the weights alone.",
        "A square gives twice the error, times the feature for a weight and times 1 for b; the "
        "penalty gives alpha w, and nothing for b.",
        "e = x @ w + b - y; dw = 2 * x.T @ e + alpha * w, and db = 2 * e.sum().",
    ),
)
def ridge_gradient(w: Array, b: float, x: Array, y: Array, alpha: float) -> tuple[Array, Array]:
    """Return both by the complex step."""
    w = np.asarray(w, dtype=np.float64)
    dw = complex_step(lambda v: _loss(v, b, x, y, alpha), w)
    db = complex_step(lambda v: _loss(w, v, x, y, alpha), np.array(float(b)))
    return dw, db


@ridge_gradient.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def given(count: int, features: int, alpha: float) -> dict[str, Any]:
        w = np.abs(away_from_zero(rng, features)) * (-1.0) ** np.arange(features)
        inputs = {"w": w, "b": 0.7} | _points(rng, count, features)
        return inputs | {"alpha": alpha}

    yield Case("6 points, 3 features", given(6, 3, 1.5))
    yield Case("alpha 4", given(5, 2, 4.0))
    if thorough:
        yield Case("no penalty", given(4, 2, 0.0))
        yield Case("as many points as features", given(3, 3, 0.5))
        yield Case("one point", given(1, 3, 0.5))
        yield Case("one feature", given(4, 1, 2.5))
        whole = {"w": np.array([1, -2]), "b": 3, "x": np.array([[1, 2], [0, 4], [5, -1]])}
        yield Case("whole numbers", whole | {"y": np.array([2, 0, -7]), "alpha": 3})
        zero = given(5, 2, 1.5)
        yield Case("weights of 0", zero | {"w": np.zeros(2)})
        yield Case("a large penalty", given(5, 3, 400.0))


def _know_gradient(
    name: str,
    diagnosis: str,
    dw: Callable[..., Any] = lambda e, w, x, alpha: 2 * x.T @ e + alpha * w,
    db: Callable[..., Any] = lambda e, b, alpha: 2 * e.sum(),
    error: Callable[..., Any] = lambda w, b, x, y: x @ w + b - y,
) -> None:
    """Know a wrong dw, (e, w, x, alpha), db, (e, b, alpha), or error, (w, b, x, y)."""

    def answer(w: Array, b: float, x: Array, y: Array, alpha: float) -> Any:
        e = error(w, b, x, y)
        return dw(e, w, x, alpha), db(e, b, alpha)

    ridge_gradient.know(name, diagnosis, answer)


_know_gradient(
    "half_of_alpha",
    "The penalty's gradient is alpha w: the 2 of the square cancels the half.",
    lambda e, w, x, alpha: 2 * x.T @ e + alpha / 2 * w,
)
_know_gradient(
    "twice_alpha",
    "The penalty's gradient is alpha w; you left out the half of alpha / 2.",
    lambda e, w, x, alpha: 2 * x.T @ e + 2 * alpha * w,
)
_know_gradient(
    "no_two",
    "The 2 of the squares is missing, in dw and in db.",
    lambda e, w, x, alpha: x.T @ e + alpha * w,
    lambda e, b, alpha: e.sum(),
)
_know_gradient(
    "no_two_at_all",
    "The 2 of the squares is missing, and half of alpha is left; the gradient is 2 x.T e + alpha "
    "w.",
    lambda e, w, x, alpha: x.T @ e + alpha / 2 * w,
    lambda e, b, alpha: e.sum(),
)
_know_gradient(
    "no_two_in_dw",
    "The 2 of the squares is missing in dw.",
    lambda e, w, x, alpha: x.T @ e + alpha * w,
)
_know_gradient(
    "no_two_in_db",
    "The 2 of the squares is missing in db.",
    db=lambda e, b, alpha: e.sum(),
)
_know_gradient(
    "means",
    "You took means over the points; here the squares are summed.",
    lambda e, w, x, alpha: 2 * x.T @ e / len(e) + alpha * w,
    lambda e, b, alpha: 2 * e.mean(),
)
_know_gradient(
    "half_means",
    "You took half of the means over the points; the squares are summed, without a half.",
    lambda e, w, x, alpha: x.T @ e / len(e) + alpha * w,
    lambda e, b, alpha: e.mean(),
)
_know_gradient(
    "all_divided",
    "You divided everything by the number of points; here the squares are summed.",
    lambda e, w, x, alpha: (2 * x.T @ e + alpha * w) / len(e),
    lambda e, b, alpha: 2 * e.mean(),
)
_know_gradient(
    "mean_in_dw",
    "Your dw is a mean over the points; here the squares are summed.",
    lambda e, w, x, alpha: 2 * x.T @ e / len(e) + alpha * w,
)
_know_gradient(
    "mean_in_db",
    "Your db is a mean over the points; here the squares are summed.",
    db=lambda e, b, alpha: 2 * e.mean(),
)
_know_gradient(
    "bias_penalized",
    "You penalized b too; the penalty has the weights alone.",
    db=lambda e, b, alpha: 2 * e.sum() + alpha * b,
)
_know_gradient(
    "no_penalty",
    "The penalty is missing: dw gets alpha w.",
    lambda e, w, x, alpha: 2 * x.T @ e,
)
_know_gradient(
    "penalty_subtracted",
    "The penalty's gradient is subtracted; add it.",
    lambda e, w, x, alpha: 2 * x.T @ e - alpha * w,
)
_know_gradient(
    "penalty_without_w",
    "You added alpha to each entry; the gradient by w_j is alpha w_j.",
    lambda e, w, x, alpha: 2 * x.T @ e + alpha,
)
_know_gradient(
    "penalty_by_sign",
    "That is the gradient of an L1 penalty, alpha times the sign; here it is alpha w.",
    lambda e, w, x, alpha: 2 * x.T @ e + alpha * np.sign(w),
)
_know_gradient(
    "penalty_times_points",
    "Your penalty is counted once for each point; it is there once.",
    lambda e, w, x, alpha: 2 * x.T @ e + len(e) * alpha * w,
)
_know_gradient(
    "wrong_sign",
    "The error has the wrong sign: prediction less target.",
    error=lambda w, b, x, y: y - x @ w - b,
)
_know_gradient(
    "minus_gradient",
    "The sign of everything is wrong: this is the direction of a step; return the gradient.",
    lambda e, w, x, alpha: -(2 * x.T @ e + alpha * w),
    lambda e, b, alpha: -2 * e.sum(),
)
_know_gradient(
    "no_b",
    "The error lacks b: it is x @ w + b - y.",
    error=lambda w, b, x, y: x @ w - y,
)
_know_gradient(
    "b_subtracted",
    "Your b is subtracted in the error; add it.",
    error=lambda w, b, x, y: x @ w - b - y,
)
_know_gradient(
    "no_target",
    "The error lacks the targets: it is x @ w + b - y.",
    error=lambda w, b, x, y: x @ w + b,
)
_know_gradient(
    "squares_in_db",
    "Your db is the loss of the points; its derivative by b is 2 times the sum of the errors.",
    db=lambda e, b, alpha: (e**2).sum(),
)
_know_gradient(
    "db_by_point",
    "Your db has one number for each point; sum them.",
    db=lambda e, b, alpha: 2 * e,
)
_know_gradient(
    "summed_features",
    "Your dw is summed over the features too; there is one derivative for each weight.",
    lambda e, w, x, alpha: (2 * x.T @ e + alpha * w).sum(),
)
_know_gradient(
    "errors_alone",
    "Your dw lacks the features: each error is multiplied by them, x.T @ e.",
    lambda e, w, x, alpha: 2 * e.sum() + alpha * w,
)


_know_gradient(
    "sum_of_weights",
    "You added alpha times the sum of the weights to each entry; the gradient by w_j is alpha w_j.",
    lambda e, w, x, alpha: 2 * x.T @ e + alpha * w.sum(),
)
_know_gradient(
    "sum_times_sum",
    "You multiplied the sum of the errors by the sums of the features; each error is multiplied by "
    "its own point's, and then all are summed: x.T @ e.",
    lambda e, w, x, alpha: 2 * e.sum() * x.sum(axis=0) + alpha * w,
)
_know_gradient(
    "last_point_alone",
    "This is the last point alone; add up what all points give: += in the loop, not =.",
    lambda e, w, x, alpha: 2 * e[-1] * x[-1] + alpha * w,
    lambda e, b, alpha: 2 * e[-1],
)
_know_gradient(
    "last_point_left_out",
    "The last point is left out; range(N) goes to N - 1 already.",
    lambda e, w, x, alpha: 2 * x[:-1].T @ e[:-1] + alpha * w,
    lambda e, b, alpha: 2 * e[:-1].sum(),
)
_know_gradient(
    "root_of_sum",
    "This is the gradient of the root of the summed squares; there is no root in this loss.",
    lambda e, w, x, alpha: x.T @ e / np.sqrt(e @ e) + alpha * w,
    lambda e, b, alpha: e.sum() / np.sqrt(e @ e),
)
_know_gradient(
    "means_and_half_of_alpha",
    "You took means over the points, and alpha / 2 for the penalty; the squares are summed, and "
    "the penalty's gradient is alpha w.",
    lambda e, w, x, alpha: 2 * x.T @ e / len(e) + alpha / 2 * w,
    lambda e, b, alpha: 2 * e.mean(),
)
_know_gradient(
    "no_two_and_bias_penalized",
    "The 2 of the squares is missing, and b is penalized too; the gradient is 2 x.T e + alpha w, "
    "and 2 sum(e).",
    lambda e, w, x, alpha: x.T @ e + alpha * w,
    lambda e, b, alpha: e.sum() + alpha * b,
)
_know_gradient(
    "wrong_sign_no_penalty",
    "The error has the wrong sign, and the penalty is missing: prediction less target, and dw gets "
    "alpha w.",
    lambda e, w, x, alpha: -2 * x.T @ e,
    lambda e, b, alpha: -2 * e.sum(),
)


@ridge_gradient.mistake
def every_target(w: Array, b: float, x: Array, y: Array, alpha: float) -> Any:
    """Every prediction is compared with every target: (N,) less (N, 1) is (N, N). Leave y as it is,
    (N,)."""
    e = x @ w + b - y[:, None]
    return 2 * (e @ x).sum(axis=0) + alpha * w, 2 * e.sum()


@ridge_gradient.mistake
def penalty_squared(
    w: Array, b: float, x: Array, y: Array, alpha: float, half: Any = (0.5, 1.0)
) -> Any:
    """You added the penalty itself, with squares of the weights; its gradient is alpha w."""
    e = x @ w + b - y
    return 2 * x.T @ e + half * alpha * w**2, 2 * e.sum()


@ridge_gradient.mistake
def penalty_of_all(
    w: Array, b: float, x: Array, y: Array, alpha: float, half: Any = (0.5, 1.0)
) -> Any:
    """You added the whole penalty, one number, to each entry; the gradient by w_j is alpha w_j."""
    e = x @ w + b - y
    return 2 * x.T @ e + half * alpha * (w**2).sum(), 2 * e.sum()


@ridge_gradient.mistake
def order(w: Array, b: float, x: Array, y: Array, alpha: float) -> Any:
    """dw and db are exchanged; return dw, db."""
    e = x @ w + b - y
    return 2 * e.sum(), 2 * x.T @ e + alpha * w


def _on_the_way(inputs: dict[str, Any], got: Outputs, right: Outputs) -> str:
    """Return whether w and b are on the way from 0 to the solution, as a descent cut short is.

    Along each axis of the loss, a paraboloid, they have come a share of the way between 0 and 1,
    and the smaller one the smaller the curvature.
    """
    rows = np.column_stack([inputs["x"], np.ones(len(inputs["x"]))])
    penalties = np.append(np.full(rows.shape[1] - 1, inputs["alpha"]), 0)
    _, axes = np.linalg.eigh(2 * rows.T @ rows + np.diag(penalties))
    come, way = (axes.T @ np.append(outputs["w"], outputs["b"]) for outputs in (got, right))
    shares = come / way
    rising = (np.diff(shares) > -_DIGITS).all() and shares[0] < shares[-1] - _DIGITS
    if not (rising and shares[0] > 0 and shares[-1] < 1 + _DIGITS):
        return ""
    return (
        "w and b are on the way from 0 to the solution, and have come less far where the loss is "
        "flatter: as after too few steps of descent, or with too strong a penalty; solve for "
        "where the gradient is zero, which takes no steps"
    )


@question(
    "ps4/ridge",
    returns=("w", "b"),
    related=_on_the_way,
    section="lecture 11, section 3",
    hints=(
        "Look at where the gradient of ridge_gradient is zero, first of all by b: it is not "
        "penalized.",
        "db = 0 says b = mean(y) - mean(x) . w. With that put in, columns and targets without "
        "their means remain, and dw = 0 are the normal equations. Their squares are sums, no "
        "means.",
        "c = x - x.mean(axis=0); w = np.linalg.solve(c.T @ c + alpha / 2 * np.eye(n), c.T @ (y - "
        "y.mean())) with n = x.shape[1]; b = y.mean() - x.mean(axis=0) @ w.",
    ),
)
def ridge(x: Array, y: Array, alpha: float) -> tuple[Array, Array]:
    """Return the least squares of points beside which each penalty stands as one more."""
    n = x.shape[1]
    rows = np.column_stack([x, np.ones(len(x))])
    penalties = np.column_stack([np.sqrt(alpha / 2) * np.eye(n), np.zeros(n)])
    targets = np.concatenate([y, np.zeros(n)])
    found = np.linalg.lstsq(np.vstack([rows, penalties]), targets, rcond=None)[0]
    return found[:n], found[n]


@ridge.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def given(count: int, features: int, alpha: float) -> dict[str, Any]:
        return _points(rng, count, features) | {"alpha": alpha}

    yield Case("7 points, 3 features", given(7, 3, 1.5))
    yield Case("alpha 6", given(6, 2, 6.0))
    if thorough:
        yield Case("hardly a penalty", given(6, 2, 1e-3))
        yield Case("more features than points", given(3, 5, 0.5))
        yield Case("as many points as features", given(3, 3, 0.5))
        yield Case("one point", given(1, 2, 0.5))
        yield Case("one feature", given(4, 1, 2.5))
        flat = given(5, 3, 1.0)
        flat["x"][:, 1] = 2.5
        yield Case("a constant column", flat)
        far = given(6, 2, 1.5)
        yield Case("points far from 0", far | {"x": far["x"] + 1000, "y": far["y"] - 300})
        whole = {"x": np.array([[1, 2], [0, 4], [5, -1]]), "y": np.array([2, 0, -7]), "alpha": 3}
        yield Case("whole numbers", whole)
        yield Case("a large penalty", given(6, 3, 4000.0))
        twice = given(6, 2, 1.5)
        twice["x"][:, 1] = twice["x"][:, 0]
        yield Case("two columns alike", twice)


def _solved(C: Array, c: Array, strength: Any) -> Any:
    return np.linalg.solve(C + strength * np.eye(len(C)), c)


def _moments(x: Array, y: Array) -> tuple[Any, Any]:
    """Return the sums of products of centred columns, and with the centred targets."""
    centred = x - x.mean(axis=0)
    return centred.T @ centred, centred.T @ (y - y.mean())


def _moments_of_all(x: Array, y: Array) -> tuple[Any, Any]:
    """Return what ``_moments`` does, with one mean for all columns."""
    centred = x - x.mean()
    return centred.T @ centred, centred.T @ (y - y.mean())


def _bias(x: Array, y: Array, w: Any) -> Any:
    return y.mean() - x.mean(axis=0) @ w


def _know_ridge(
    name: str,
    diagnosis: str,
    w: Callable[[Array, Array, float], Any] = lambda x, y, alpha: _solved(
        *_moments(x, y), alpha / 2
    ),
    b: Callable[[Array, Array, Any], Any] = _bias,
) -> None:
    """Know wrong weights, (x, y, alpha), or a wrong bias, (x, y, w)."""

    def answer(x: Array, y: Array, alpha: float) -> Any:
        weights = w(x, y, alpha)
        return weights, b(x, y, weights)

    ridge.know(name, diagnosis, answer)


def _with_ones(x: Array, y: Array, alpha: float, last: float = 1.0) -> Any:
    """Return weights and bias by a column of ones whose penalty is a share of the others'."""
    rows = np.column_stack([x, np.ones(len(x))])
    strengths = alpha / 2 * np.append(np.ones(x.shape[1]), last)
    return np.linalg.solve(rows.T @ rows + np.diag(strengths), rows.T @ y)


_know_ridge(
    "alpha_whole",
    "You added alpha on the diagonal, as the slides do; it is alpha / 2, since the squares have a "
    "factor 2 in their derivative.",
    lambda x, y, alpha: _solved(*_moments(x, y), alpha),
)
_know_ridge(
    "alpha_quarter",
    "You added alpha / 4 on the diagonal; it is alpha / 2.",
    lambda x, y, alpha: _solved(*_moments(x, y), alpha / 4),
)
_know_ridge(
    "twice_alpha",
    "You added 2 alpha on the diagonal; it is alpha / 2.",
    lambda x, y, alpha: _solved(*_moments(x, y), 2 * alpha),
)
_know_ridge(
    "means",
    "You took means over the points, as lecture 11 does; here the squares are summed, so that the "
    "same alpha is weaker.",
    lambda x, y, alpha: _solved(*_moments(x, y), len(x) * alpha / 2),
)
_know_ridge(
    "covariances",
    "You took covariances, by np.cov or divided by N - 1; here products are summed, so that the "
    "same alpha is weaker.",
    lambda x, y, alpha: _solved(*_moments(x, y), (len(x) - 1) * alpha / 2),
)
_know_ridge(
    "means_and_alpha_whole",
    "You took means over the points, and alpha for alpha / 2; the squares are summed, and alpha / "
    "2 stands on the diagonal.",
    lambda x, y, alpha: _solved(*_moments(x, y), len(x) * alpha),
)
_know_ridge(
    "divided_by_points",
    "Your penalty is divided by the number of points; beside a sum it stands as it is.",
    lambda x, y, alpha: _solved(*_moments(x, y), alpha / 2 / len(x)),
)
_know_ridge(
    "no_penalty",
    "alpha is not used: this is least squares.",
    lambda x, y, alpha: np.linalg.lstsq(x - x.mean(axis=0), y - y.mean(), rcond=None)[0],
)
_know_ridge(
    "penalty_subtracted",
    "alpha / 2 is subtracted on the diagonal; add it.",
    lambda x, y, alpha: _solved(*_moments(x, y), -alpha / 2),
)
_know_ridge(
    "added_everywhere",
    "alpha / 2 is added to all entries of the matrix; it stands on the diagonal alone: np.eye.",
    lambda x, y, alpha: np.linalg.solve(_moments(x, y)[0] + alpha / 2, _moments(x, y)[1]),
)
_know_ridge(
    "alpha_squared",
    "You added the square of alpha; it is alpha / 2.",
    lambda x, y, alpha: _solved(*_moments(x, y), alpha**2),
)
_know_ridge(
    "weights_not_centred",
    "The normal equations are those of columns that are not centred; subtract the means of x "
    "first, since b takes care of these.",
    lambda x, y, alpha: _solved(x.T @ x, x.T @ y, alpha / 2),
)
_know_ridge(
    "matrix_not_centred",
    "Your matrix is that of columns that are not centred; subtract their means first.",
    lambda x, y, alpha: _solved(x.T @ x, _moments(x, y)[1], alpha / 2),
)
_know_ridge(
    "right_side_not_centred",
    "Your right side has columns and targets that are not centred; subtract their means first.",
    lambda x, y, alpha: _solved(_moments(x, y)[0], x.T @ y, alpha / 2),
)
_know_ridge(
    "no_bias",
    "There is no bias: b is 0, and the line goes through the origin. It is mean(y) - mean(x) . w.",
    lambda x, y, alpha: _solved(x.T @ x, x.T @ y, alpha / 2),
    lambda x, y, w: 0.0,
)
_know_ridge(
    "bias_left_out",
    "Your b is 0; undo the centring: b = mean(y) - mean(x) . w.",
    b=lambda x, y, w: 0.0,
)
_know_ridge(
    "bias_is_mean",
    "Your b is the mean of the targets; from it the mean of x times w is subtracted.",
    b=lambda x, y, w: y.mean(),
)
_know_ridge(
    "bias_sign",
    "Your b adds mean(x) . w; subtract it.",
    b=lambda x, y, w: y.mean() + x.mean(axis=0) @ w,
)
_know_ridge(
    "bias_negative",
    "Your b has the wrong sign: it is mean(y) - mean(x) . w.",
    b=lambda x, y, w: x.mean(axis=0) @ w - y.mean(),
)
_know_ridge(
    "bias_without_target",
    "Your b lacks the mean of the targets.",
    b=lambda x, y, w: -x.mean(axis=0) @ w,
)
_know_ridge(
    "bias_by_point",
    "Your b has one number for each point; take the mean.",
    b=lambda x, y, w: y - x @ w,
)
_know_ridge(
    "matrix_divided",
    "Your matrix is divided by the number of points, and the right side is not; here both are "
    "sums.",
    lambda x, y, alpha: _solved(_moments(x, y)[0] / len(x), _moments(x, y)[1], alpha / 2),
)
_know_ridge(
    "right_side_divided",
    "Your right side is divided by the number of points, and the matrix is not; here both are "
    "sums.",
    lambda x, y, alpha: _solved(*_moments(x, y), alpha / 2) / len(x),
)
_know_ridge(
    "weights_of_z_scores_alone",
    "Your b is that of z-scores undone, and the weights are still those for z-scores, with their "
    "penalty; subtract the means alone, without deviations.",
    lambda x, y, alpha: _standardized(x, y, alpha) * _deviations(x),
    lambda x, y, w: _bias(x, y, w / _deviations(x)),
)
_know_ridge(
    "standardized",
    "You scaled the columns by their deviations; then the penalty is another one. Subtract the "
    "means alone.",
    lambda x, y, alpha: _standardized(x, y, alpha),
)
_know_ridge(
    "shrunk_at_once",
    "You shrank the weights of least squares all by one factor; each direction has its own: add "
    "alpha / 2 on the diagonal.",
    lambda x, y, alpha: (
        np.linalg.lstsq(x - x.mean(axis=0), y - y.mean(), rcond=None)[0] / (1 + alpha / 2)
    ),
)


_know_ridge(
    "means_and_bias_is_mean",
    "You took means over the points, and b is the mean of the targets; take sums, and subtract the "
    "mean of x times w.",
    lambda x, y, alpha: _solved(*_moments(x, y), len(x) * alpha / 2),
    b=lambda x, y, w: y.mean(),
)
_know_ridge(
    "alpha_whole_no_bias",
    "You added alpha on the diagonal, and there is no bias; it is alpha / 2, and b is mean(y) - "
    "mean(x) . w.",
    lambda x, y, alpha: _solved(x.T @ x, x.T @ y, alpha),
    lambda x, y, w: 0.0,
)
_know_ridge(
    "columns_not_centred",
    "You subtracted the mean of the targets alone, and took it for b; subtract the means of the "
    "columns too, and b is mean(y) - mean(x) . w.",
    lambda x, y, alpha: _solved(x.T @ x, x.T @ (y - y.mean()), alpha / 2),
    lambda x, y, w: y.mean(),
)
_know_ridge(
    "rows_without_root",
    "The rows under the data hold alpha / 2, and their squares are what is added; take the root.",
    lambda x, y, alpha: _solved(*_moments(x, y), (alpha / 2) ** 2),
)
_know_ridge(
    "added_after_inverse",
    "alpha / 2 is added to the inverse; add it to the matrix, and invert the sum.",
    lambda x, y, alpha: (
        (np.linalg.pinv(_moments(x, y)[0]) + alpha / 2 * np.eye(x.shape[1])) @ _moments(x, y)[1]
    ),
)


def _deviations(x: Array) -> Any:
    return np.where(np.ptp(x, axis=0) == 0, 1.0, x.std(axis=0))


def _standardized(x: Array, y: Array, alpha: float) -> Any:
    s = _deviations(x)
    return _solved(*_moments(x / s, y), alpha / 2) / s


@ridge.mistake
def one_mean(x: Array, y: Array, alpha: float, moved: Any = ("one", "each", "none")) -> Any:
    """You subtracted one mean of all numbers of x; each column has its own, axis=0."""
    w = _solved(*_moments_of_all(x, y), alpha / 2)
    means = {"one": x.mean(), "each": x.mean(axis=0), "none": 0.0}[moved]
    return w, y.mean() - (means * w).sum()


@ridge.mistake
def weights_of_z_scores(x: Array, y: Array, alpha: float, moved: Any = (False, True)) -> Any:
    """These are the weights for z-scores; subtract the means alone, and give the weights for x."""
    w = _standardized(x, y, alpha) * _deviations(x)
    return w, _bias(x, y, w) if moved else y.mean()


@ridge.mistake
def bias_penalized(x: Array, y: Array, alpha: float) -> Any:
    """You penalized b too, in a column of ones; leave its place on the diagonal 0, or centre x and
    y."""
    found = _with_ones(x, y, alpha)
    return found[:-1], found[-1]


@ridge.mistake
def bias_penalized_and_means(x: Array, y: Array, alpha: float) -> Any:
    """You penalized b too, in a column of ones, and you took means over the points; leave its place
    on the diagonal 0, and take sums."""
    found = _with_ones(x, y, len(x) * alpha)
    return found[:-1], found[-1]


@ridge.mistake
def zero_at_the_wrong_end(x: Array, y: Array, alpha: float) -> Any:
    """The 0 on the diagonal stands at the first weight; it belongs where the column of ones is, at
    the end."""
    rows = np.column_stack([x, np.ones(len(x))])
    strengths = alpha / 2 * np.append(0, np.ones(x.shape[1]))
    found = np.linalg.lstsq(rows.T @ rows + np.diag(strengths), rows.T @ y, rcond=None)[0]
    return found[:-1], found[-1]


@ridge.mistake
def singular_values_as_they_are(x: Array, y: Array, alpha: float) -> Any:
    """A direction keeps s**2 / (s**2 + alpha / 2), with the singular value squared; you took s / (s
    + alpha / 2)."""
    left, s, right = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
    inverse = np.divide(1, s, out=np.zeros(len(s)), where=s > 1e-10)
    w = right.T @ (s / (s + alpha / 2) * inverse * (left.T @ (y - y.mean())))
    return w, _bias(x, y, w)


@ridge.mistake
def no_penalty_where_wide(x: Array, y: Array, alpha: float) -> Any:
    """With as many features as points, or more, you left out the penalty; it is there always."""
    centred, targets = x - x.mean(axis=0), y - y.mean()
    if x.shape[1] >= len(x):
        w = np.linalg.lstsq(centred, targets, rcond=None)[0]
    else:
        w = _solved(*_moments(x, y), alpha / 2)
    return w, _bias(x, y, w)


@ridge.mistake
def divided_by_deviation_zero(x: Array, y: Array, alpha: float) -> Any:
    """A constant column has the deviation 0, and you divided by it; subtract the means alone."""
    s = np.where(np.ptp(x, axis=0) == 0, np.nan, 1.0)
    w = _solved(*_moments(x, y), alpha / 2) + 0 * s
    return w * (1 if np.isfinite(s).all() else np.nan), _bias(x, y, w)


@ridge.mistake
def alpha_whole_with_ones(x: Array, y: Array, alpha: float) -> Any:
    """You penalized b too, and alpha stands in place of alpha / 2; the slides' equations have both
    faults."""
    found = _with_ones(x, y, 2 * alpha)
    return found[:-1], found[-1]


@ridge.mistake
def bias_first(x: Array, y: Array, alpha: float) -> Any:
    """w and b are taken from the wrong ends of the solution: it has the order of the columns."""
    found = _with_ones(x, y, alpha, last=0.0)
    return found[1:], found[0]


@ridge.mistake
def together(x: Array, y: Array, alpha: float) -> Any:
    """Weights and bias stand in one array; return them apart, w, b."""
    found = _with_ones(x, y, alpha, last=0.0)
    return found, found[-1]
