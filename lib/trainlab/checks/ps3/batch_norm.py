"""Batch normalization forward, backward, and undone."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.question import Case, question

Backward = tuple[Array, Array, Array]
Parameters = tuple[Array, Array]


def spread(x: Array, eps: float) -> Array:
    """Return the root of variance plus eps by column, from the differences of all pairs."""
    pairs = (x[:, None] - x[None]) ** 2
    return np.sqrt(pairs.mean(axis=(0, 1)) / 2 + eps)


def _batches(thorough: bool, rng: np.random.Generator) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield values x, with gamma, beta, and eps where it is not the default."""

    def batch(count: int, features: int, **eps: float) -> dict[str, Any]:
        x = away_from_zero(rng, (count, features)) * (1 + np.arange(features)) + 2
        gamma, beta = away_from_zero(rng, (features,)), away_from_zero(rng, (features,)) - 0.2
        return {"x": x, "gamma": gamma, "beta": beta} | eps

    yield "a batch of 5, 3 features", batch(5, 3)
    yield "eps 0.5", batch(4, 2, eps=0.5)
    yield "as many examples as features", batch(3, 3)
    small = batch(5, 2)
    yield "values that differ by thousandths", small | {"x": 1 + 0.001 * small["x"]}
    if not thorough:
        return
    yield "two examples", batch(2, 3, eps=0.1)
    yield "one feature", batch(6, 1)
    flat = batch(4, 3)
    flat["x"][:, 1] = 2.5
    yield "a constant feature", flat
    far = batch(5, 2)
    yield "values far from 0", far | {"x": far["x"] + 1e6}
    whole = {"x": np.array([[1, 7], [2, -3], [6, 0], [4, 5]])}
    yield "whole numbers", batch(4, 2) | whole
    yield "a batch of one", batch(1, 3, eps=0.25)


@question(
    "ps3/batch_norm",
    returns=("y",),
    section="lecture 10, section 5",
    hints=(
        "Look at which numbers share a mean and a variance: those of one feature, a column.",
        "Subtract the column's mean, divide by the root of its variance plus eps, then multiply by "
        "gamma and add beta.",
        "y = gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + eps) + beta.",
    ),
)
def batch_norm(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Array:
    """Return the values of the line through (mean, beta) of slope gamma over spread."""
    x = np.asarray(x, dtype=np.float64)
    slope = gamma / spread(x, eps)
    return slope * x + (beta - slope * x.sum(axis=0) / len(x))


@batch_norm.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, inputs in _batches(thorough, rng):
        yield Case(title, inputs)


def _normalized(
    x: Array,
    eps: float,
    axis: int | None = 0,
    mean: Callable[[Array], Any] | None = None,
    variance: Callable[[Array], Any] | None = None,
    below: Callable[[Any, float], Any] = lambda variance, eps: np.sqrt(variance + eps),
) -> Any:
    """Return x without its mean and over its spread, of which one thing may be wrong."""
    shift = np.mean(x, axis=axis, keepdims=True) if mean is None else mean(x)
    size = np.var(x, axis=axis, keepdims=True) if variance is None else variance(x)
    return (x - shift) / below(size, eps)


def _know_forward(name: str, diagnosis: str, **ways: Any) -> None:
    batch_norm.know(
        name,
        diagnosis,
        lambda x, gamma, beta, eps=1e-5: gamma * _normalized(x, eps, **ways) + beta,
    )


def _unbiased(x: Array) -> Any:
    return np.var(x, axis=0, ddof=1)


_know_forward(
    "rows",
    "You took mean and variance over the features of each example, which is layer normalization; "
    "here a feature has them over the batch, axis=0.",
    axis=1,
)
_know_forward(
    "whole_array",
    "You took one mean and variance of all numbers; each feature has its own, axis=0.",
    axis=None,
)
_know_forward(
    "mean_of_all",
    "You subtracted one mean of all numbers; each feature has its own, axis=0.",
    mean=np.mean,
)
_know_forward(
    "variance_of_all",
    "You divided by one deviation of all numbers; each feature has its own, axis=0.",
    variance=np.var,
)
_know_forward(
    "unbiased",
    "You divided by N - 1 in the variance (ddof=1); the batch is normalized by the one with N.",
    variance=_unbiased,
)
_know_forward(
    "eps_outside",
    "eps is added to the root; add it to the variance, inside the root.",
    below=lambda v, eps: np.sqrt(v) + eps,
)
_know_forward(
    "roots_added",
    "You added the root of eps to that of the variance; add eps to the variance, inside one root.",
    below=lambda v, eps: np.sqrt(v) + np.sqrt(eps),
)
_know_forward(
    "eps_inside_deviation",
    "You added eps to the deviation and took a root again; the root is of the variance plus eps.",
    below=lambda v, eps: np.sqrt(np.sqrt(v) + eps),
)
_know_forward(
    "no_eps",
    "eps is not used: add it to the variance, before the root.",
    below=lambda v, eps: np.sqrt(v),
)
_know_forward(
    "default_eps",
    "You computed with the default of eps whatever is given; use the argument eps.",
    below=lambda v, eps: np.sqrt(v + 1e-5),
)
_know_forward(
    "eps_subtracted",
    "eps is subtracted from the variance; add it.",
    below=lambda v, eps: np.sqrt(v - eps),
)
_know_forward(
    "eps_squared",
    "You added the square of eps to the variance; add eps itself.",
    below=lambda v, eps: np.sqrt(v + eps**2),
)
_know_forward(
    "no_root",
    "You divided by the variance; divide by its root.",
    below=lambda v, eps: v + eps,
)
_know_forward(
    "multiplied",
    "You multiplied by the deviation; divide by it.",
    below=lambda v, eps: 1 / np.sqrt(v + eps),
)
_know_forward(
    "centred_alone",
    "You subtracted the mean and did not divide by the deviation.",
    below=lambda v, eps: 1.0,
)
_know_forward(
    "not_centred",
    "The mean is not subtracted.",
    mean=lambda x: 0.0,
)
_know_forward(
    "mean_square",
    "You took the mean of squares as the variance; subtract the mean first.",
    variance=lambda x: (x**2).mean(axis=0),
)
_know_forward(
    "cancellation",
    "The mean of squares less the square of the mean loses its digits far from 0; take the mean of "
    "the squared distances from the mean.",
    variance=lambda x: (x**2).mean(axis=0) - x.mean(axis=0) ** 2,
)
_know_forward(
    "mean_absolute",
    "You took the mean distance from the mean; the variance is the mean of its square.",
    variance=lambda x: np.abs(x - x.mean(axis=0)).mean(axis=0) ** 2,
)
_know_forward(
    "median",
    "You subtracted the median; subtract the mean.",
    mean=lambda x: np.median(x, axis=0),
)


@batch_norm.mistake
def no_gamma(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """gamma is not used: multiply the normalized values by it."""
    return _normalized(x, eps) + beta


@batch_norm.mistake
def no_beta(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """beta is not used: add it."""
    return gamma * _normalized(x, eps)


@batch_norm.mistake
def columns(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """gamma and beta stand as columns, so that each example has its own; each feature has, as they
    are, (n,)."""
    return gamma[:, None] * _normalized(x, eps) + beta[:, None]


@batch_norm.mistake
def constant_feature_zero(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """A feature in which all values are equal is set to 0; it is beta."""
    return np.where(np.ptp(x, axis=0) == 0, 0.0, gamma * _normalized(x, eps) + beta)


@batch_norm.mistake
def one_handed_on(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """A batch of one is handed on as it is; by the formula it is beta."""
    return x * 1.0 if len(x) == 1 else gamma * _normalized(x, eps) + beta


@batch_norm.mistake
def normalized_alone(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """These are the normalized values; multiply by gamma and add beta."""
    return _normalized(x, eps)


@batch_norm.mistake
def exchanged(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """gamma and beta are exchanged: gamma multiplies, beta is added."""
    return beta * _normalized(x, eps) + gamma


@batch_norm.mistake
def beta_first(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """beta is added before gamma multiplies; add it at the end."""
    return gamma * (_normalized(x, eps) + beta)


@batch_norm.mistake
def beta_subtracted(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """beta is subtracted; add it."""
    return gamma * _normalized(x, eps) - beta


@batch_norm.mistake
def gamma_divides(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """You divided by gamma; multiply by it."""
    return _normalized(x, eps) / gamma + beta


@batch_norm.mistake
def not_bracketed(
    x: Array, gamma: Array, beta: Array, eps: float = 1e-5, all_scaled: Any = (True, False)
) -> Any:
    """Brackets are missing: the mean alone is divided; divide the difference."""
    below = x.mean(axis=0) / np.sqrt(x.var(axis=0) + eps)
    return gamma * (x - below) + beta if all_scaled else gamma * x - below + beta


@batch_norm.mistake
def variance_of_normalized(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """gamma and beta come before the normalization, which takes them away again; they come
    behind it."""
    return _normalized(gamma * x + beta, eps)


@batch_norm.mistake
def cut_to_whole(x: Array, gamma: Array, beta: Array, eps: float = 1e-5) -> Any:
    """Whole numbers stay whole: you filled an array of the type of x; compute a new one."""
    return (gamma * _normalized(x, eps) + beta).astype(x.dtype)


@question(
    "ps3/batch_norm_backward",
    returns=("dx", "dgamma", "dbeta"),
    section="lecture 10, section 5",
    hints=(
        "Look at the three ways on which one value reaches the loss: by itself, through the mean "
        "of its column, and through the column's deviation.",
        "dbeta and dgamma are sums over the batch, of dy and of dy times the normalized values. "
        "From the gradient dx loses its mean, and its share along the normalized values.",
        "s = np.sqrt(x.var(axis=0) + eps), n = (x - mean) / s, and dx = gamma / s * (dy - "
        "dy.mean(axis=0) - n * (dy * n).mean(axis=0)).",
    ),
)
def batch_norm_backward(dy: Array, x: Array, gamma: Array, eps: float = 1e-5) -> Backward:
    """Return the gradients of the sum of dy times y by the complex step; beta is a number."""

    def loss(x: Array, gamma: Array, beta: Array) -> Any:
        shifted = x - x.mean(axis=0)
        return (dy * (gamma * shifted / np.sqrt((shifted**2).mean(axis=0) + eps) + beta)).sum()

    x = np.asarray(x, dtype=np.float64)
    beta = np.zeros(len(gamma))
    return (
        complex_step(lambda v: loss(v, gamma, beta), x),
        complex_step(lambda v: loss(x, v, beta), np.asarray(gamma, dtype=np.float64)),
        complex_step(lambda v: loss(x, gamma, v), beta),
    )


@batch_norm_backward.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, inputs in _batches(thorough, rng):
        del inputs["beta"]
        dy = away_from_zero(rng, inputs["x"].shape)
        yield Case(title, {"dy": dy} | inputs)


#: (dy, x, gamma, eps) -> the gradients.
Wrong = Callable[[Array, Array, Array, float], Any]


def _parts(dy: Array, x: Array, eps: float, variance: Any = None) -> tuple[Any, Any]:
    """Return the normalized values and the spread."""
    s = np.sqrt((x.var(axis=0) if variance is None else variance) + eps)
    return (x - x.mean(axis=0)) / s, s


def _right(dy: Array, x: Array, gamma: Array, eps: float, variance: Any = None) -> list[Any]:
    n, s = _parts(dy, x, eps, variance)
    dx = gamma / s * (dy - dy.mean(axis=0) - n * (dy * n).mean(axis=0))
    return [dx, (dy * n).sum(axis=0), dy.sum(axis=0)]


def _know_dx(name: str, diagnosis: str, wrong: Callable[..., Any]) -> None:
    """Know a wrong dx beside the right rest, by (dy, n, s, gamma)."""

    def answer(dy: Array, x: Array, gamma: Array, eps: float = 1e-5) -> Any:
        n, s = _parts(dy, x, eps)
        return [wrong(dy, n, s, gamma), *_right(dy, x, gamma, eps)[1:]]

    batch_norm_backward.know(name, diagnosis, answer)


def _know_rest(name: str, diagnosis: str, number: int, wrong: Callable[..., Any]) -> None:
    """Know a wrong dgamma (1) or dbeta (2) beside the right rest, by (dy, x, n, s, gamma)."""

    def answer(dy: Array, x: Array, gamma: Array, eps: float = 1e-5) -> Any:
        found = _right(dy, x, gamma, eps)
        found[number] = wrong(dy, x, *_parts(dy, x, eps), gamma)
        return found

    batch_norm_backward.know(name, diagnosis, answer)


def _know_all(name: str, diagnosis: str, wrong: Wrong) -> None:
    batch_norm_backward.know(
        name,
        diagnosis,
        lambda dy, x, gamma, eps=1e-5: wrong(dy, x, gamma, eps),
    )


def _mean(values: Any) -> Any:
    return values.mean(axis=0)


_know_dx(
    "statistics_constant",
    "You took mean and deviation as constants; every value of the batch moves them, and the "
    "gradient passes through both.",
    lambda dy, n, s, gamma: gamma / s * dy,
)
_know_dx(
    "variance_constant",
    "The way through the deviation is missing: the gradient also loses its share along the "
    "normalized values.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy)),
)
_know_dx(
    "mean_constant",
    "The way through the mean is missing: the gradient also loses its own mean.",
    lambda dy, n, s, gamma: gamma / s * (dy - n * _mean(dy * n)),
)
_know_dx(
    "means_of_all",
    "In dx you subtracted means over all numbers; each feature has its own, axis=0.",
    lambda dy, n, s, gamma: gamma / s * (dy - dy.mean() - n * (dy * n).mean()),
)
_know_dx(
    "gamma_missing",
    "dx lacks its factor gamma.",
    lambda dy, n, s, gamma: (dy - _mean(dy) - n * _mean(dy * n)) / s,
)
_know_dx(
    "spread_missing",
    "dx is not divided by the deviation.",
    lambda dy, n, s, gamma: gamma * (dy - _mean(dy) - n * _mean(dy * n)),
)
_know_dx(
    "spread_multiplied",
    "dx is multiplied by the deviation; divide by it.",
    lambda dy, n, s, gamma: gamma * s * (dy - _mean(dy) - n * _mean(dy * n)),
)
_know_dx(
    "divided_by_variance",
    "dx is divided by the variance; divide by its root.",
    lambda dy, n, s, gamma: gamma / s**2 * (dy - _mean(dy) - n * _mean(dy * n)),
)
_know_dx(
    "gamma_divides",
    "dx is divided by gamma; multiply by it.",
    lambda dy, n, s, gamma: (dy - _mean(dy) - n * _mean(dy * n)) / (gamma * s),
)
_know_dx(
    "sums_for_means",
    "In dx you subtracted sums over the batch; both are means.",
    lambda dy, n, s, gamma: gamma / s * (dy - dy.sum(axis=0) - n * (dy * n).sum(axis=0)),
)
_know_dx(
    "mean_term_summed",
    "In dx you subtracted the sum of dy over the batch; it is the mean.",
    lambda dy, n, s, gamma: gamma / s * (dy - dy.sum(axis=0) - n * _mean(dy * n)),
)
_know_dx(
    "variance_term_summed",
    "In dx the share along the normalized values is a sum over the batch; it is the mean of dy "
    "times these values.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - n * (dy * n).sum(axis=0)),
)
_know_dx(
    "variance_term_added",
    "In dx the share along the normalized values is added; it is subtracted.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) + n * _mean(dy * n)),
)
_know_dx(
    "mean_term_added",
    "In dx the mean of dy is added; it is subtracted.",
    lambda dy, n, s, gamma: gamma / s * (dy + _mean(dy) - n * _mean(dy * n)),
)
_know_dx(
    "variance_term_twice",
    "In dx the share along the normalized values is twice what it should be: the 2 of the square "
    "goes away with the 1/2 of the root.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - 2 * n * _mean(dy * n)),
)
_know_dx(
    "variance_term_half",
    "In dx the share along the normalized values is half of what it should be: the derivative of "
    "the square has a 2, which takes the 1/2 of the root away.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - n * _mean(dy * n) / 2),
)
_know_dx(
    "variance_term_without_values",
    "In dx the mean of dy times the normalized values is subtracted as it is; it comes along the "
    "normalized values, so multiply by these.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - _mean(dy * n)),
)
_know_dx(
    "variance_term_not_of_product",
    "In dx the share along the normalized values is the mean of dy times these values; you took "
    "the mean of dy alone.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - n * _mean(dy)),
)
_know_dx(
    "variance_term_of_centred",
    "In dx you took the centred values where the normalized ones belong; both are over the "
    "deviation.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - n * s * _mean(dy * n * s)),
)
_know_dx(
    "variance_term_half_normalized",
    "In dx one of the two factors of the share along the normalized values is not divided by the "
    "deviation.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - n * s * _mean(dy * n)),
)
_know_dx(
    "terms_not_scaled",
    "In dx only dy is multiplied by gamma over the deviation; the two terms that are subtracted "
    "are too.",
    lambda dy, n, s, gamma: gamma / s * dy - _mean(dy) - n * _mean(dy * n),
)
_know_dx(
    "averaged",
    "dx is divided by the size of the batch; dy holds the loss's own mean already, if it has one.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - n * _mean(dy * n)) / len(dy),
)
_know_dx(
    "multiplied_by_batch",
    "dx is N times too large; the formula with N dy - sum(dy) - ... is divided by N.",
    lambda dy, n, s, gamma: gamma / s * (dy - _mean(dy) - n * _mean(dy * n)) * len(dy),
)
_know_dx(
    "uphill",
    "dx has the wrong sign.",
    lambda dy, n, s, gamma: -gamma / s * (dy - _mean(dy) - n * _mean(dy * n)),
)
_know_rest(
    "dgamma_of_x",
    "dgamma is the sum of dy times the normalized values; you took x itself.",
    1,
    lambda dy, x, n, s, gamma: (dy * x).sum(axis=0),
)
_know_rest(
    "dgamma_of_centred",
    "dgamma is the sum of dy times the normalized values; you left the deviation out.",
    1,
    lambda dy, x, n, s, gamma: (dy * n * s).sum(axis=0),
)
_know_rest(
    "dgamma_of_y",
    "dgamma has a factor gamma too many: it is the sum of dy times the values before gamma "
    "multiplies.",
    1,
    lambda dy, x, n, s, gamma: (dy * n * gamma).sum(axis=0),
)
_know_rest(
    "dgamma_averaged",
    "dgamma is a sum over the batch, not a mean.",
    1,
    lambda dy, x, n, s, gamma: _mean(dy * n),
)
_know_rest(
    "dbeta_averaged",
    "dbeta is a sum over the batch, not a mean.",
    2,
    lambda dy, x, n, s, gamma: _mean(dy),
)
_know_rest(
    "dbeta_scaled",
    "dbeta has a factor gamma too many: beta is added behind gamma, so it is the sum of dy.",
    2,
    lambda dy, x, n, s, gamma: (dy * gamma).sum(axis=0),
)
_know_rest(
    "dbeta_one",
    "dbeta is one number; every feature has its own, so sum over the batch alone, axis=0.",
    2,
    lambda dy, x, n, s, gamma: dy.sum(),
)
_know_rest(
    "dbeta_not_summed",
    "dbeta is not summed: beta is in every example of the batch, so sum over it, axis=0.",
    2,
    lambda dy, x, n, s, gamma: dy,
)
_know_rest(
    "dgamma_not_summed",
    "dgamma is not summed: gamma is in every example of the batch, so sum over it, axis=0.",
    1,
    lambda dy, x, n, s, gamma: dy * n,
)
_know_all(
    "both_averaged",
    "dgamma and dbeta are sums over the batch, not means.",
    lambda dy, x, gamma, eps: [
        _right(dy, x, gamma, eps)[0],
        *(part / len(dy) for part in _right(dy, x, gamma, eps)[1:]),
    ],
)
_know_all(
    "neither_summed",
    "dgamma and dbeta are not summed over the batch: both are in every example, so sum, axis=0.",
    lambda dy, x, gamma, eps: [
        _right(dy, x, gamma, eps)[0],
        dy * _parts(dy, x, eps)[0],
        dy,
    ],
)
_know_all(
    "sums_over_features",
    "dgamma and dbeta are summed over the features; sum over the batch, axis=0.",
    lambda dy, x, gamma, eps: [
        _right(dy, x, gamma, eps)[0],
        (dy * _parts(dy, x, eps)[0]).sum(axis=1),
        dy.sum(axis=1),
    ],
)
_know_all(
    "scaled_for_normalized",
    "You took the values with gamma where the normalized ones belong, in dx and in dgamma.",
    lambda dy, x, gamma, eps: _with_values(dy, x, gamma, eps, gamma * _parts(dy, x, eps)[0]),
)
_know_all(
    "exchanged",
    "dgamma and dbeta are exchanged; the order is dx, dgamma, dbeta.",
    lambda dy, x, gamma, eps: [_right(dy, x, gamma, eps)[n] for n in (0, 2, 1)],
)
_know_all(
    "axes_kept",
    "dgamma and dbeta have an axis of length 1 too many; sum without keepdims.",
    lambda dy, x, gamma, eps: [
        _right(dy, x, gamma, eps)[0],
        *(part[None] for part in _right(dy, x, gamma, eps)[1:]),
    ],
)
_know_all(
    "dx_last",
    "You returned dx last; the order is dx, dgamma, dbeta.",
    lambda dy, x, gamma, eps: [_right(dy, x, gamma, eps)[n] for n in (1, 2, 0)],
)
_know_all(
    "no_eps",
    "eps is not used: the deviation is the root of variance plus eps.",
    lambda dy, x, gamma, eps: _right(dy, x, gamma, 0.0),
)
_know_all(
    "default_eps",
    "You computed with the default of eps whatever is given; use the argument eps.",
    lambda dy, x, gamma, eps: _right(dy, x, gamma, 1e-5),
)
_know_all(
    "eps_outside",
    "eps is added to the root; the deviation is the root of variance plus eps.",
    lambda dy, x, gamma, eps: _right(dy, x, gamma, 0.0, (x.std(axis=0) + eps) ** 2),
)
_know_all(
    "unbiased",
    "You divided by N - 1 in the variance (ddof=1); the batch is normalized by the one with N.",
    lambda dy, x, gamma, eps: _right(dy, x, gamma, eps, _unbiased(x)),
)


def _with_values(dy: Array, x: Array, gamma: Array, eps: float, values: Any) -> list[Any]:
    """Return the gradients with other values in the place of the normalized ones."""
    s = _parts(dy, x, eps)[1]
    dx = gamma / s * (dy - dy.mean(axis=0) - values * (dy * values).mean(axis=0))
    return [dx, (dy * values).sum(axis=0), dy.sum(axis=0)]


@batch_norm_backward.mistake
def unit_projection(dy: Array, x: Array, gamma: Array, eps: float = 1e-5) -> Any:
    """You took away the whole share along the normalized values, as if their mean square were 1;
    with eps it is less, and what is subtracted is n * (dy * n).mean(axis=0)."""
    n, s = _parts(dy, x, eps)
    along = (dy * n).sum(axis=0) / ((n**2).sum(axis=0) + 1e-300)
    dx = gamma / s * (dy - dy.mean(axis=0) - n * along)
    return [dx, *_right(dy, x, gamma, eps)[1:]]


@batch_norm_backward.mistake
def variance_as_spread(dy: Array, x: Array, gamma: Array, eps: float = 1e-5) -> Any:
    """You divided by variance plus eps; the root is missing."""
    return _right(dy, x, gamma, 0.0, (x.var(axis=0) + eps) ** 2)


@batch_norm_backward.mistake
def rows(dy: Array, x: Array, gamma: Array, eps: float = 1e-5) -> Any:
    """Mean and deviation are taken over the features of each example; they are the batch's,
    axis=0."""
    n = _normalized(x, eps, axis=1)
    s = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    g = dy * gamma
    along = (g * n).mean(axis=1, keepdims=True)
    dx = (g - g.mean(axis=1, keepdims=True) - n * along) / s
    return [dx, (dy * n).sum(axis=0), dy.sum(axis=0)]


@question(
    "ps3/identity_parameters",
    returns=("gamma", "beta"),
    section="lecture 10, section 5",
    hints=(
        "Look at what batch norm has done to x: it has subtracted something, and divided by "
        "something.",
        "gamma multiplies by what it was divided by, the root of variance plus eps; beta adds what "
        "was subtracted.",
        "gamma = np.sqrt(x.var(axis=0) + eps), beta = x.mean(axis=0).",
    ),
)
def identity_parameters(x: Array, eps: float = 1e-5) -> Parameters:
    """Return them by the differences of all pairs, and by the first example."""
    x = np.asarray(x, dtype=np.float64)
    return spread(x, eps), x[0] - (x[0] - x).sum(axis=0) / len(x)


@identity_parameters.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for title, inputs in _batches(thorough, rng):
        yield Case(title, {name: inputs[name] for name in ("x", "eps") if name in inputs})


def _know_identity(name: str, diagnosis: str, wrong: Callable[[Array, float], Any]) -> None:
    identity_parameters.know(name, diagnosis, lambda x, eps=1e-5: wrong(x, eps))


def _size(x: Array, eps: float) -> Any:
    return np.sqrt(x.var(axis=0) + eps)


_know_identity(
    "no_eps",
    "gamma is the deviation without eps; batch norm divides by the root of variance plus eps, so "
    "this is what takes it back.",
    lambda x, eps: (x.std(axis=0), _mean(x)),
)
_know_identity(
    "default_eps",
    "You computed with the default of eps whatever is given; use the argument eps.",
    lambda x, eps: (_size(x, 1e-5), _mean(x)),
)
_know_identity(
    "eps_outside",
    "eps is added to the root; gamma is the root of variance plus eps.",
    lambda x, eps: (x.std(axis=0) + eps, _mean(x)),
)
_know_identity(
    "variance",
    "gamma is variance plus eps; take its root.",
    lambda x, eps: (x.var(axis=0) + eps, _mean(x)),
)
_know_identity(
    "variance_alone",
    "gamma is the variance; take the root of variance plus eps.",
    lambda x, eps: (x.var(axis=0), _mean(x)),
)
_know_identity(
    "root_of_deviation",
    "gamma is the root of the deviation, as a slide has it; take the root of variance plus eps.",
    lambda x, eps: (np.sqrt(x.std(axis=0)), _mean(x)),
)
_know_identity(
    "root_of_deviation_and_eps",
    "gamma is the root of deviation plus eps; take the root of variance plus eps.",
    lambda x, eps: (np.sqrt(x.std(axis=0) + eps), _mean(x)),
)
_know_identity(
    "unbiased",
    "You divided by N - 1 in the variance (ddof=1); batch norm divides by the one with N.",
    lambda x, eps: (np.sqrt(_unbiased(x) + eps), _mean(x)),
)
_know_identity(
    "inverse",
    "gamma is one over the deviation, which normalizes once more; multiply by the deviation.",
    lambda x, eps: (1 / _size(x, eps), _mean(x)),
)
_know_identity(
    "eps_as_floor",
    "eps is the least variance; add it, as batch norm does.",
    lambda x, eps: (np.sqrt(np.maximum(x.var(axis=0), eps)), _mean(x)),
)
_know_identity(
    "of_the_output",
    "These are deviation and mean of the normalized values, as a slide has it; take those of x.",
    lambda x, eps: (_normalized(x, eps).std(axis=0), _mean(_normalized(x, eps))),
)
_know_identity(
    "beta_negative",
    "beta has the wrong sign: the mean was subtracted, so add it.",
    lambda x, eps: (_size(x, eps), -_mean(x)),
)
_know_identity(
    "beta_normalized",
    "beta is the mean over the deviation; it is added behind gamma, so it is the mean itself.",
    lambda x, eps: (_size(x, eps), _mean(x) / _size(x, eps)),
)
_know_identity(
    "beta_scaled",
    "beta is the mean times gamma; it is added behind gamma, so it is the mean itself.",
    lambda x, eps: (_size(x, eps), _mean(x) * _size(x, eps)),
)
_know_identity(
    "inverse_of_both",
    "These are slope and offset of the normalization itself, 1/s and -mean/s; return those that "
    "undo it.",
    lambda x, eps: (1 / _size(x, eps), -_mean(x) / _size(x, eps)),
)
_know_identity(
    "ones_and_zeros",
    "With 1 and 0 the values stay normalized; gamma and beta are to undo it.",
    lambda x, eps: (np.ones(x.shape[1]), np.zeros(x.shape[1])),
)
_know_identity(
    "beta_zero",
    "beta is 0; it adds the mean that was subtracted.",
    lambda x, eps: (_size(x, eps), np.zeros(x.shape[1])),
)
_know_identity(
    "gamma_one",
    "gamma is 1; it multiplies by what was divided by.",
    lambda x, eps: (np.ones(x.shape[1]), _mean(x)),
)
_know_identity(
    "exchanged",
    "You returned beta first; the order is gamma, beta.",
    lambda x, eps: (_mean(x), _size(x, eps)),
)
_know_identity(
    "rows",
    "You took mean and variance of each example; they are the features', axis=0.",
    lambda x, eps: (np.sqrt(x.var(axis=1) + eps), x.mean(axis=1)),
)
_know_identity(
    "axes_kept",
    "gamma and beta have an axis of length 1 too many; take mean and variance without keepdims.",
    lambda x, eps: (_size(x, eps)[None], _mean(x)[None]),
)
_know_identity(
    "mean_square",
    "You took the mean of squares as the variance; subtract the mean first.",
    lambda x, eps: (np.sqrt((x**2).mean(axis=0) + eps), _mean(x)),
)


@identity_parameters.mistake
def whole_array(x: Array, eps: float = 1e-5, filled: Any = (True, False)) -> Any:
    """You took one mean and one variance of all numbers; each feature has its own, axis=0."""
    gamma, beta = np.sqrt(x.var() + eps), x.mean()
    return (np.full(x.shape[1], gamma), np.full(x.shape[1], beta)) if filled else (gamma, beta)
