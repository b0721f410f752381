"""How far a share may be from the probability, and how many networks it takes to know it."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import ceil, lgamma
from typing import Any

import numpy as np

from trainlab.checks.question import Case, question

#: Answers are found by bisection.
TOLERANCE = 1e-6
#: Nodes and weights on (-1, 1) of each of so many pieces of an integral.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(10)
PIECES = 200
#: Bisections, after which an interval of length 1 is shorter than 1e-13.
HALVINGS = 45


def _below(p: float, a: float, b: float) -> float:
    """Return the mass of the beta law of a and b on (0, p), by Gauss's rule on pieces."""
    edges = np.linspace(0, p, PIECES + 1)
    half = p / PIECES / 2
    t = (edges[:-1, None] + half) + half * NODES
    density = np.exp(
        lgamma(a + b) - lgamma(a) - lgamma(b) + (a - 1) * np.log(t) + (b - 1) * np.log1p(-t)
    )
    return float((density @ WEIGHTS).sum() * half)


@lru_cache(maxsize=1 << 12)
def _quantile(mass: float, a: float, b: float) -> float:
    """Return where the beta law of a and b has this mass below; 0 and 1 for one without width."""
    if a <= 0 or b <= 0:
        return 0.0 if a <= 0 else 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, a, b) < mass else (low, middle)
    return (low + high) / 2


@question(
    "ps7/exact_interval",
    returns=("low", "high"),
    tolerance=TOLERANCE,
    section="lecture 12, section 4",
    hints=(
        "Look at one end: for which p would so many dead ones, or more, be so rare that only one "
        "run in forty has them? And for the other end so many, or fewer? The count itself belongs "
        "to both tails.",
        "P(X >= count) grows with p, P(X <= count) falls: bisect each for (1 - level)/2. Without a "
        "dead one low is 0, with dead ones alone high is 1. For n in the thousands add logarithms: "
        "math.lgamma(n + 1) is ln n!.",
        "k = np.arange(n + 1); log_pmf = lgamma(n + 1) - lgamma of each (k + 1) - lgamma of each "
        "(n - k + 1) + k * np.log(p) + (n - k) * np.log1p(-p); P(X >= count) = "
        "np.exp(log_pmf[count:]).sum(); fifty times: middle = (a + b) / 2, keep the half with the "
        "solution.",
    ),
)
def exact_interval(count: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return quantiles of beta laws, whose mass below p is a tail of the binomial law of p."""
    tail = (1 - level) / 2
    return _quantile(tail, count, n - count + 1), _quantile(1 - tail, count + 1, n - count)


@exact_interval.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("2 of 20", {"count": 2, "n": 20})
    yield Case("43 of 50, level 0.8", {"count": 43, "n": 50, "level": 0.8})
    yield Case("none of 30", {"count": 0, "n": 30})
    if thorough:
        yield Case("all of 12", {"count": 12, "n": 12})
        yield Case("none of one", {"count": 0, "n": 1})
        yield Case("one of one, level 0.5", {"count": 1, "n": 1, "level": 0.5})
        yield Case("117 of 1000, level 0.99", {"count": 117, "n": 1000, "level": 0.99})
        yield Case("4021 of 10 000", {"count": 4021, "n": 10_000})
        yield Case("2 of 10 000", {"count": 2, "n": 10_000})
        some = {"count": int(rng.integers(10, 50)), "n": 60, "level": 0.9}
        yield Case("some of 60, level 0.9", some)


#: Deviations of a normal law by level.
DEVIATIONS = {
    0.5: 0.6744897501960817,
    0.8: 1.2815515655446004,
    0.9: 1.6448536269514722,
    0.95: 1.959963984540054,
    0.99: 2.5758293035489004,
}


def _know(name: str, diagnosis: str, ends: Callable[[int, int, float], Any]) -> None:
    """Know wrong ends (count, n, tail); the tail is (1 - level)/2."""

    def answer(count: int, n: int, level: float = 0.95) -> Any:
        return ends(count, n, (1 - level) / 2)

    exact_interval.know(name, diagnosis, answer)


def _ends(count: float, n: float, tail: float) -> tuple[float, float]:
    return _quantile(tail, count, n - count + 1), _quantile(1 - tail, count + 1, n - count)


def _deviations(tail: float) -> float:
    return DEVIATIONS[round(1 - 2 * tail, 6)]


def _normal(count: int, n: int, deviations: float) -> tuple[Any, Any]:
    share = count / n
    reach = deviations * np.sqrt(share * (1 - share) / n)
    return share - reach, share + reach


def _wilson(count: int, n: int, z: float, centre_alone: bool = False) -> tuple[Any, Any]:
    """Return Wilson's ends, or with ``centre_alone`` the normal ends around his centre."""
    more, share = n + z**2, (count + z**2 / 2) / (n + z**2)
    if centre_alone:
        reach = z * np.sqrt(share * (1 - share) / more)
    else:
        reach = z * np.sqrt(count * (n - count) / n + z**2 / 4) / more
    return share - reach, share + reach


_know(
    "normal",
    "This is the normal approximation, share plus and minus deviations; it is wrong where few or "
    "nearly all are dead, and has no width for none: bisect the binomial tails.",
    lambda count, n, tail: _normal(count, n, _deviations(tail)),
)
_know(
    "normal_cut",
    "This is the normal approximation, cut at 0 and 1; bisect the binomial tails.",
    lambda count, n, tail: tuple(np.clip(_normal(count, n, _deviations(tail)), 0, 1)),
)
_know(
    "two_deviations",
    "This is the share plus and minus two standard errors; bisect the binomial tails.",
    lambda count, n, tail: _normal(count, n, 2.0),
)
_know(
    "one_deviation",
    "This is the share plus and minus one standard error; bisect the binomial tails for (1 - "
    "level)/2.",
    lambda count, n, tail: _normal(count, n, 1.0),
)
_know(
    "deviation_of_one",
    "The deviation is that of one network; and exact ends come from the binomial tails.",
    lambda count, n, tail: _normal(count, n, 1.96 * np.sqrt(n)),
)
_know(
    "wilson",
    "This is Wilson's interval; the exact one is found by bisecting the binomial tails.",
    lambda count, n, tail: _wilson(count, n, _deviations(tail)),
)
_know(
    "agresti_coull",
    "This is the interval of Agresti and Coull; the exact one is found by bisecting the binomial "
    "tails.",
    lambda count, n, tail: _wilson(count, n, _deviations(tail), centre_alone=True),
)
_know(
    "whole_tail",
    "Each of your tails has 1 - level; both together have, so that each has half.",
    lambda count, n, tail: _ends(count, n, 2 * tail),
)
_know(
    "quarter_tail",
    "Each of your tails has (1 - level)/4; it has half of 1 - level.",
    lambda count, n, tail: _ends(count, n, tail / 2),
)
_know(
    "tail_of_level",
    "Your tails have level/2; they have (1 - level)/2.",
    lambda count, n, tail: _ends(count, n, 0.5 - tail),
)
_know(
    "tail_of_the_rest",
    "Your tails have (1 + level)/2; they have (1 - level)/2.",
    lambda count, n, tail: _ends(count, n, 1 - tail),
)
_know(
    "tail_is_level",
    "Your tails have the level itself; they have (1 - level)/2.",
    lambda count, n, tail: _ends(count, n, 1 - 2 * tail),
)
_know(
    "always_95",
    "The level is not used: your tails always have 0.025.",
    lambda count, n, tail: _ends(count, n, 0.025),
)
_know(
    "one_more_in_low",
    "The tail for low begins one too early, at count - 1: P(X >= count).",
    lambda count, n, tail: (_quantile(tail, count - 1, n - count + 2), _ends(count, n, tail)[1]),
)
_know(
    "one_more_in_high",
    "The tail for high ends one too late, at count + 1: P(X <= count).",
    lambda count, n, tail: (
        _ends(count, n, tail)[0],
        _quantile(1 - tail, count + 2, n - count - 1),
    ),
)
_know(
    "uniform_prior",
    "These are quantiles of one beta law, as Bayes's rule has them; low is a quantile of that of "
    "count and n - count + 1, high of that of count + 1 and n - count.",
    lambda count, n, tail: tuple(_quantile(m, count + 1, n - count + 1) for m in (tail, 1 - tail)),
)
_know(
    "jeffreys",
    "This is Jeffreys' interval; low is a quantile of the beta law of count and n - count + 1, "
    "high of that of count + 1 and n - count.",
    lambda count, n, tail: tuple(
        _quantile(m, count + 0.5, n - count + 0.5) for m in (tail, 1 - tail)
    ),
)
_know(
    "exchanged",
    "low and high are exchanged; return low, high.",
    lambda count, n, tail: _ends(count, n, tail)[::-1],
)
_know(
    "of_the_living",
    "This is the interval for the living; count is that of the dead.",
    lambda count, n, tail: _ends(n - count, n, tail),
)
_know(
    "counts",
    "These are counts; divide by n.",
    lambda count, n, tail: tuple(n * end for end in _ends(count, n, tail)),
)
_know(
    "reaches",
    "These are distances from the share; the ends themselves are asked for.",
    lambda count, n, tail: tuple(abs(end - count / n) for end in _ends(count, n, tail)),
)
_know(
    "largest_reach",
    "The ends are equally far from the share; the exact ones are not: bisect each tail.",
    lambda count, n, tail: (
        count / n - max(abs(np.array(_ends(count, n, tail)) - count / n)),
        count / n + max(abs(np.array(_ends(count, n, tail)) - count / n)),
    ),
)
_know(
    "hoeffding",
    "This is Hoeffding's bound, which is wider; bisect the binomial tails.",
    lambda count, n, tail: (
        count / n - np.sqrt(-np.log(tail) / (2 * n)),
        count / n + np.sqrt(-np.log(tail) / (2 * n)),
    ),
)
_know(
    "one_sided_without_any",
    "Where none or all are dead your other end has the whole of 1 - level; it has half, as "
    "elsewhere.",
    lambda count, n, tail: _ends(count, n, 2 * tail if count in (0, n) else tail),
)
_know(
    "rule_of_three",
    "For none of n you took 3 / n, the rule of three; the exact end has P(X = 0) = (1 - level)/2.",
    lambda count, n, tail: (0.0, 3 / n) if count == 0 else _ends(count, n, tail),
)
_know(
    "no_width_without_any",
    "For none of n high is 0 in yours; none among so many is no proof that there are none.",
    lambda count, n, tail: (0.0, 0.0) if count == 0 else _ends(count, n, tail),
)
_know(
    "nan_without_any",
    "For none of n low is not a number: there the tail is 1 for every p, and low is 0.",
    lambda count, n, tail: (
        np.nan if count == 0 else _ends(count, n, tail)[0],
        _ends(count, n, tail)[1],
    ),
)
_know(
    "all_is_not_certain",
    "Where all are dead high is not 1 in yours; there the tail is 1 for every p, and high is 1.",
    lambda count, n, tail: (
        _ends(count, n, tail)[0],
        _quantile(1 - tail, count, n - count + 1) if count == n else _ends(count, n, tail)[1],
    ),
)
_know(
    "none_is_not_zero",
    "For none of n low is not 0 in yours; there the tail is 1 for every p, and low is 0.",
    lambda count, n, tail: (
        _quantile(tail, count + 1, n - count) if count == 0 else _ends(count, n, tail)[0],
        _ends(count, n, tail)[1],
    ),
)


@exact_interval.mistake
def always_196(
    count: int,
    n: int,
    level: float = 0.95,
    deviations: Any = (1.96, DEVIATIONS[0.95]),
    cut: Any = (False, True),
) -> Any:
    """This is the share plus and minus 1.96 standard errors, whatever the level is; bisect the
    binomial tails."""
    ends = _normal(count, n, deviations)
    return tuple(np.clip(ends, 0, 1)) if cut else ends


def _know_tails(name: str, diagnosis: str, low: bool = False, high: bool = False) -> None:
    """Know tails that leave the count out, where all or none are dead with and without care."""

    def answer(count: int, n: int, level: float = 0.95, careful: Any = (True, False)) -> Any:
        tail = (1 - level) / 2
        ends = [*_ends(count, n, tail)]
        if low and not (careful and count == 0):
            ends[0] = _quantile(tail, count + 1, n - count)
        if high and not (careful and count == n):
            ends[1] = _quantile(1 - tail, count, n - count + 1)
        return tuple(ends)

    exact_interval.know(name, diagnosis, answer)


_know_tails(
    "low_without_count",
    "The tail for low leaves the count itself out: P(X >= count), not P(X > count).",
    low=True,
)
_know_tails(
    "high_without_count",
    "The tail for high leaves the count itself out: P(X <= count), not P(X < count).",
    high=True,
)
_know_tails(
    "both_without_count",
    "Both tails leave the count itself out: P(X >= count) and P(X <= count).",
    low=True,
    high=True,
)


#: (count, n, p) -> a number that is bisected for low, and one for high.
Masses = Callable[[int, int, float], tuple[float, float]]


def _bisected(count: int, n: int, tail: float, masses: Masses) -> tuple[float, float]:
    """Return where numbers that rise with p, and others that fall, have the mass of a tail."""
    found = []
    for end, known in ((0, count == 0), (1, count == n)):
        low, high = (float(end),) * 2 if known else (0.0, 1.0)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            above = (masses(count, n, middle)[end] < tail) == (end == 0)
            low, high = (middle, high) if above else (low, middle)
        found.append(low)
    return found[0], found[1]


@lru_cache(maxsize=64)
def _ways(n: int, one_less: bool = False) -> Any:
    """Return the logarithms of the binomial coefficients of n, or of those of (k - 1)! for k!."""
    factorials = np.array([lgamma(max(k, 1) if one_less else k + 1) for k in range(n + 1)])
    return factorials[-1] - factorials - factorials[::-1]


def _terms(n: int, p: float, ways: Any) -> Any:
    """Return the terms of the binomial law of p, with these logarithms of coefficients."""
    k = np.arange(n + 1)
    return np.exp(ways + k * np.log(p) + (n - k) * np.log1p(-p))


def _tails(count: int, terms: Any, share: float = 1.0) -> tuple[float, float]:
    """Return both tails; of the count itself this share."""
    less = (1 - share) * terms[count]
    return terms[count:].sum() - less, terms[: count + 1].sum() - less


def _of_count_anywhere(count: int, n: int, p: float) -> tuple[float, float]:
    return (_terms(n, p, _ways(n))[count],) * 2


def _of_count(count: int, n: int, p: float) -> tuple[float, float]:
    """Return the probability of the count, to one side of its share and to the other; else 1."""
    low, high = _of_count_anywhere(count, n, p)
    return (low, 1.0) if p < count / n else (1.0, high)


def _know_masses(name: str, diagnosis: str, *variants: Masses) -> None:
    """Know other numbers (count, n, p) that are bisected in place of the tails."""

    def answer(count: int, n: int, level: float = 0.95, masses: Any = variants) -> Any:
        return _bisected(count, n, (1 - level) / 2, masses)

    exact_interval.know(name, diagnosis, answer)


_know_masses(
    "factorials_of_one_less",
    "math.lgamma(n) is ln (n - 1)!; ln n! is math.lgamma(n + 1).",
    lambda count, n, p: _tails(count, _terms(n, p, _ways(n, one_less=True))),
)
_know_masses(
    "no_coefficients",
    "The binomial coefficients are missing: P(X = k) is n! / (k! (n - k)!) p^k (1 - p)^(n - k).",
    lambda count, n, p: _tails(count, _terms(n, p, 0.0)),
)
_know_masses(
    "mid_p",
    "In each tail you took half of the count's own probability, the mid-p interval; the exact one "
    "has all of it in both.",
    lambda count, n, p: _tails(count, _terms(n, p, _ways(n)), share=0.5),
)
_know_masses(
    "count_alone",
    "You took the probability of the count alone; add those of all above it for low, of all below "
    "it for high.",
    _of_count,
    _of_count_anywhere,
)


@exact_interval.mistake
def wrong_way(count: int, n: int, level: float = 0.95, end: Any = (0, 1)) -> Any:
    """You bisected one end the wrong way round, so that it comes to 0 or 1: P(X >= count) grows
    with p, P(X <= count) falls."""
    ends = [*_ends(count, n, (1 - level) / 2)]
    if (count > 0, count < n)[end]:
        ends[end] = float(ends[end] < 0.5)
    return tuple(ends)


@exact_interval.mistake
def coarse(count: int, n: int, level: float = 0.95, digits: Any = (1, 2, 3, 4)) -> Any:
    """The ends are right to a few digits alone: take a finer grid, or bisect until they are right
    to 1e-8."""
    return tuple(round(end, digits) for end in _ends(count, n, (1 - level) / 2))


@exact_interval.mistake
def few_halvings(count: int, n: int, level: float = 0.95, halvings: Any = (10, 12, 15, 16)) -> Any:
    """You bisected too few times; each halves the error, and 1e-8 needs 27."""
    step = 2.0**-halvings
    ends = _ends(count, n, (1 - level) / 2)
    inside = [count > 0, count < n]
    return tuple(
        (np.floor(end / step) + 0.5) * step if moved else end
        for end, moved in zip(ends, inside, strict=True)
    )


@exact_interval.mistake
def large_n_lost(count: int, n: int, level: float = 0.95, limit: Any = (500, 5000)) -> Any:
    """For large n the terms leave the numbers of float64; add logarithms, math.lgamma, and take exp
    of the sum."""
    return _ends(count, n, (1 - level) / 2) if n < limit else (np.nan, np.nan)


@question(
    "ps7/networks_needed",
    returns=("n",),
    section="lecture 12, section 4",
    hints=(
        "Look at what falls with n: the standard error is the root of p (1 - p)/n, so that half of "
        "it needs how many times as many networks?",
        "Solve deviations times the root of p (1 - p)/n <= error for n, by squaring both sides. "
        "The next whole number above; and one network at least, where p is 0 or 1.",
        "max(1, math.ceil(deviations**2 * p * (1 - p) / error**2)).",
    ),
)
def networks_needed(p: float, error: float, deviations: float = 2.0) -> int:
    """Return it by exact fractions."""
    exact, reach = Fraction(p), Fraction(deviations) / Fraction(error)
    return max(1, ceil(reach**2 * exact * (1 - exact)))


@networks_needed.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("p = 0.3, to 0.037", {"p": 0.3, "error": 0.037})
    yield Case("p = 0.9, to 0.007", {"p": 0.9, "error": 0.007})
    yield Case("p = 0.15, 3 deviations", {"p": 0.15, "error": 0.021, "deviations": 3.0})
    yield Case("p = 0.6, a deviation and a half", {"p": 0.6, "error": 0.31, "deviations": 1.5})
    if thorough:
        yield Case("the error is just what is allowed", {"p": 0.5, "error": 1 / 16})
        yield Case("nothing dies", {"p": 0.0, "error": 0.01})
        yield Case("all die", {"p": 1.0, "error": 0.01})
        yield Case("one network is enough", {"p": 0.2, "error": 0.9, "deviations": 1.0})
        yield Case("p = 0.5", {"p": 0.5, "error": 0.0123, "deviations": 1.0})
        yield Case("whole numbers of deviations", {"p": 0.8, "error": 0.0117, "deviations": 4})


def _needed(p: float, error: float, deviations: float) -> Any:
    return deviations**2 * p * (1 - p) / error**2


def _know_needed(
    name: str, diagnosis: str, needed: Callable[[float, float, float], Any], rounded: bool = True
) -> None:
    """Know a wrong number (p, error, deviations), which is then rounded up to at least 1."""

    def answer(p: float, error: float, deviations: float = 2.0) -> Any:
        found = needed(p, error, deviations)
        return max(1, ceil(found)) if rounded else found

    networks_needed.know(name, diagnosis, answer)


_know_needed(
    "rounded_down",
    "You rounded down; the error is just above what is allowed then: round up.",
    lambda p, error, deviations: max(1, int(_needed(p, error, deviations))),
    rounded=False,
)
_know_needed(
    "rounded_to_nearest",
    "You rounded to the nearest number; round up.",
    lambda p, error, deviations: max(1, round(_needed(p, error, deviations))),
    rounded=False,
)
_know_needed(
    "not_rounded",
    "This is a broken number; networks are whole: round up.",
    lambda p, error, deviations: max(1.0, _needed(p, error, deviations)),
    rounded=False,
)
_know_needed(
    "edge_lost",
    "Where the error is just what is allowed you take one network more; at most error is asked "
    "for.",
    lambda p, error, deviations: int(_needed(p, error, deviations)) + 1,
)
_know_needed(
    "plus_p",
    "The variance of one network is p (1 - p); you took p (1 + p).",
    lambda p, error, deviations: deviations**2 * p * (1 + p) / error**2,
)
_know_needed(
    "root_not_squared",
    "Of deviations times the root over the error you squared the error alone; square all of it.",
    lambda p, error, deviations: deviations * np.sqrt(p * (1 - p)) / error**2,
)
_know_needed(
    "none_for_sure_things",
    "Where p is 0 or 1 you need no network; return 1 at least.",
    lambda p, error, deviations: ceil(_needed(p, error, deviations)),
    rounded=False,
)
_know_needed(
    "error_not_squared",
    "The error is not squared: half the error needs *four* times as many networks.",
    lambda p, error, deviations: deviations**2 * p * (1 - p) / error,
)
_know_needed(
    "deviations_not_squared",
    "deviations is not squared: both sides of the condition are.",
    lambda p, error, deviations: deviations * p * (1 - p) / error**2,
)
_know_needed(
    "deviations_ignored",
    "deviations is not used: multiply the standard error by it.",
    lambda p, error, deviations: p * (1 - p) / error**2,
)
_know_needed(
    "always_two_deviations",
    "deviations is not used: yours is always 2.",
    lambda p, error, deviations: 4 * p * (1 - p) / error**2,
)
_know_needed(
    "always_196",
    "deviations is not used: yours is always 1.96.",
    lambda p, error, deviations: 1.96**2 * p * (1 - p) / error**2,
)
_know_needed(
    "root_kept",
    "You kept the root of p (1 - p); squaring takes it away.",
    lambda p, error, deviations: deviations**2 * np.sqrt(p * (1 - p)) / error**2,
)
_know_needed(
    "nothing_squared",
    "You solved without squaring: deviations times the root over the error, and all of it squared.",
    lambda p, error, deviations: deviations * np.sqrt(p * (1 - p)) / error,
)
_know_needed(
    "p_alone",
    "The variance of one network is p (1 - p); you took p.",
    lambda p, error, deviations: deviations**2 * p / error**2,
)
_know_needed(
    "one_less_p_alone",
    "The variance of one network is p (1 - p); you took 1 - p.",
    lambda p, error, deviations: deviations**2 * (1 - p) / error**2,
)
_know_needed(
    "p_squared",
    "The variance of one network is p (1 - p); you took p^2.",
    lambda p, error, deviations: deviations**2 * p**2 / error**2,
)
_know_needed(
    "variance_squared",
    "You squared p (1 - p), which is a variance already.",
    lambda p, error, deviations: deviations**2 * (p * (1 - p)) ** 2 / error**2,
)
_know_needed(
    "worst_p",
    "p is not used: 1/4 is p (1 - p) at p = 1/2, its largest.",
    lambda p, error, deviations: deviations**2 / 4 / error**2,
)
_know_needed(
    "no_variance",
    "p is not used: the standard error is the root of p (1 - p)/n.",
    lambda p, error, deviations: deviations**2 / error**2,
)
_know_needed(
    "whole_width",
    "You took error for the whole width of the interval; it is what the share may be off, to "
    "either side.",
    lambda p, error, deviations: 4 * _needed(p, error, deviations),
)
_know_needed(
    "half_width",
    "You doubled the error; it is what the share may be off, to either side.",
    lambda p, error, deviations: _needed(p, error, deviations) / 4,
)
_know_needed(
    "relative_error",
    "You took error relative to p; it is that of the share itself.",
    lambda p, error, deviations: _needed(p, error * p, deviations) if p else 1,
)
_know_needed(
    "inverse",
    "The quotient is upside down: a smaller error needs more networks.",
    lambda p, error, deviations: error**2 / max(deviations**2 * p * (1 - p), 1e-9),
)
_know_needed(
    "to_tens",
    "You rounded up to tens or hundreds; the least number is asked for.",
    lambda p, error, deviations: 10 * ceil(_needed(p, error, deviations) / 10),
)
_know_needed(
    "in_percent",
    "You divided the error by 100; it is a share already, like p.",
    lambda p, error, deviations: 1e4 * _needed(p, error, deviations),
)
_know_needed(
    "rounded_before_squaring",
    "You rounded up before you squared; round the square.",
    lambda p, error, deviations: ceil(np.sqrt(_needed(p, error, deviations))) ** 2,
)
_know_needed(
    "at_least_thirty",
    "You return 30 at least; the condition alone counts, and 1 is the least number.",
    lambda p, error, deviations: max(30, _needed(p, error, deviations)),
)
_know_needed(
    "sum_for_product",
    "The variance of one network is p (1 - p), a product; you took p + (1 - p)^2.",
    lambda p, error, deviations: deviations**2 * (p + (1 - p) ** 2) / error**2,
)
_know_needed(
    "error_and_deviation_unsquared",
    "Neither deviations nor the error is squared; both sides of the condition are.",
    lambda p, error, deviations: deviations * p * (1 - p) / error,
)
