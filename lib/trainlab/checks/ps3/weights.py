"""The first weights of a layer, whose law is tested by statistics of 40 000 of them.

A right answer fails a statistic more rarely than once in a million; a factor of the root of 2 or 3
on the deviation, fan out for fan in, a variance for a deviation, or the other distribution fail
with a probability above 1 - 1e-6: ``tests/trainlab/checks/ps3`` computes both from chi-square and
binomial laws. The largest error that passes is ``TOLERANCE`` of 1 plus as much of the value.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, unpack
from trainlab.checks.question import Answer, Case, question

#: Relative and absolute: a deviation may be 5% off.
TOLERANCE = 0.025
#: What is 0 in the law may be so much, in variances or deviations.
NEARLY_ZERO = 0.05
#: Weights that lie within one deviation of their mean.
WITHIN = {"normal": 0.6826894921370859, "uniform": 3**-0.5}
#: Among so many weights a normal law has some beyond the one, in deviations, a uniform one none
#: beyond the other.
BEYOND, WITHOUT = 3.2, 1.8
#: The variance by scheme, of (fan_in, fan_out).
VARIANCES: dict[str, Callable[[float, float], float]] = {
    "lecun": lambda n, m: 1 / n,
    "glorot": lambda n, m: 2 / (n + m),
    "he": lambda n, m: 2 / n,
}


def _drawn(draw: Answer, /, fan_in: int, fan_out: int, seed: int, **options: str) -> Outputs:
    """Return statistics of the weights of a layer, and what is true of small ones drawn again."""
    rng, twin, other = (np.random.default_rng(s) for s in (seed, seed, seed + 1))
    few = [_weights(draw(5, 4, g, **options), 5, 4) for g in (rng, rng, twin, other)]
    weights = _weights(draw(fan_in, fan_out, rng, **options), fan_in, fan_out)
    right = VARIANCES[options.get("scheme", "he")](fan_in, fan_out)
    spread, centred = weights.std(), weights - weights.mean()
    limit = NEARLY_ZERO * weights.var()
    return {
        "deviation_over_right_one": spread / np.sqrt(right),
        "share_within_one_deviation": (np.abs(centred) < spread).mean(),
        "mean_zero": np.array(abs(weights.mean()) <= NEARLY_ZERO * np.sqrt((weights**2).mean())),
        "rows_independent": np.array(abs((centred[1:] * centred[:-1]).mean()) <= limit),
        "columns_independent": np.array(abs((centred[:, 1:] * centred[:, :-1]).mean()) <= limit),
        "tails": np.array(_ends_rightly(np.abs(centred).max(), spread, **options)),
        "new_at_each_call": np.array(not np.array_equal(few[0], few[1])),
        "same_for_same_rng": np.array(np.array_equal(few[0], few[2])),
        "other_for_other_rng": np.array(not np.array_equal(few[0], few[3])),
    }


def _ends_rightly(largest: float, spread: float, distribution: str = "normal", **_: str) -> bool:
    if distribution == "normal":
        return bool(largest > BEYOND * spread)
    return bool(largest < WITHOUT * spread)


def _weights(value: Any, fan_in: int, fan_out: int) -> Array:
    (weights,) = unpack([Output("W")], value).values()
    shape = fan_out, fan_in
    if weights.shape != shape:
        said = (
            f"an array of shape {weights.shape} for W, from {fan_in} to {fan_out} units; expected "
            f"(fan_out, fan_in), here {shape}"
        )
        raise Unusable(said, "transposed" if weights.shape == shape[::-1] else "")
    for axis, what, name in ((0, "rows", "one_row"), (1, "columns", "one_column")):
        if np.ptp(weights) and not np.ptp(weights, axis=axis).any():
            all_equal = f"weights of which all {what} are equal; draw fan_out times fan_in numbers"
            raise Unusable(all_equal, name)
    return weights


#: What is true of every right draw.
FACTS = {
    "mean_zero": "the weights have mean 0",
    "rows_independent": "the rows are independent of each other: draw every weight",
    "columns_independent": "the columns are independent of each other: draw every weight",
    "tails": "a normal law has no end, and a uniform one ends at the root of 3 deviations: cut "
    "nothing off",
    "new_at_each_call": "two calls with one rng give different weights: draw from it, and give it "
    "no seed of your own",
    "same_for_same_rng": "an rng in the same state gives the same weights: draw from rng alone, "
    "not from np.random or a generator of your own",
    "other_for_other_rng": "another rng gives other weights: draw from the one that is given",
}


@question(
    "ps3/draw_weights",
    returns=(Named("W"),),
    tolerance=TOLERANCE,
    drive=_drawn,
    facts=FACTS,
    section="lecture 09, section 4",
    hints=(
        "Look at the variance first, one of three formulas; and at what a distribution's arguments "
        "mean: a normal one takes the deviation, a uniform one the ends of its interval.",
        "The deviation is the root of the variance. A uniform law on (-r, r) has the variance "
        "r**2 / 3. There is one row for each unit, one column for each input.",
        "rng.normal(0, np.sqrt(variance), (fan_out, fan_in)), or with r = np.sqrt(3 * variance) "
        "rng.uniform(-r, r, (fan_out, fan_in)).",
    ),
)
def draw_weights(fan_in: int, fan_out: int, seed: int, **options: str) -> Outputs:
    """Return the statistics of the law."""
    within = WITHIN[options.get("distribution", "normal")]
    statistics = {"deviation_over_right_one": np.array(1.0)}
    statistics["share_within_one_deviation"] = np.array(within)
    return statistics | {name: np.array(1.0) for name in FACTS}


@draw_weights.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, fan_in: int, fan_out: int, **options: str) -> Case:
        seed = int(rng.integers(2**31))
        return Case(title, {"fan_in": fan_in, "fan_out": fan_out, "seed": seed, **options})

    yield case("the defaults", 100, 400)
    yield case("glorot, uniform", 400, 100, scheme="glorot", distribution="uniform")
    yield case("lecun, uniform", 100, 400, scheme="lecun", distribution="uniform")
    if thorough:
        yield case("lecun, normal", 400, 100, scheme="lecun", distribution="normal")
        yield case("he, uniform", 400, 100, scheme="he", distribution="uniform")
        yield case("glorot, normal", 100, 400, scheme="glorot", distribution="normal")


def _sampled(rng: Any, fan_in: int, fan_out: int, variance: float, distribution: str) -> Array:
    """Return weights of this variance, rightly drawn."""
    shape = (fan_out, fan_in)
    if distribution == "normal":
        return rng.normal(0, np.sqrt(variance), shape)
    limit = np.sqrt(3 * variance)
    return rng.uniform(-limit, limit, shape)


def _know_variance(
    name: str, diagnosis: str, variance: Callable[[float, float, str, str], float]
) -> None:
    """Know what draws rightly, but of this variance by (fan_in, fan_out, scheme, distribution)."""

    def answer(
        fan_in: int, fan_out: int, rng: Any, scheme: str = "he", distribution: str = "normal"
    ) -> Array:
        wrong = variance(fan_in, fan_out, scheme, distribution)
        return _sampled(rng, fan_in, fan_out, wrong, distribution)

    draw_weights.know(name, diagnosis, answer)


def _right(n: float, m: float, scheme: str) -> float:
    return VARIANCES[scheme](n, m)


def _of_law(normal: float, uniform: float, distribution: str) -> float:
    return normal if distribution == "normal" else uniform


def _know_draw(
    name: str, diagnosis: str, draw: Callable[[Any, tuple[int, int], float, str], Any]
) -> None:
    """Know what takes the right variance and draws wrongly, (rng, shape, variance, law) -> W."""

    def answer(
        fan_in: int, fan_out: int, rng: Any, scheme: str = "he", distribution: str = "normal"
    ) -> Any:
        return draw(rng, (fan_out, fan_in), _right(fan_in, fan_out, scheme), distribution)

    draw_weights.know(name, diagnosis, answer)


def _law(rng: Any, shape: Any, variance: float, distribution: str) -> Any:
    deviation = np.sqrt(variance)
    if distribution == "normal":
        return rng.normal(0, deviation, shape)
    return rng.uniform(-np.sqrt(3) * deviation, np.sqrt(3) * deviation, shape)


_know_variance(
    "fans_exchanged",
    "You took fan_out for fan_in: LeCun and He divide by the number of inputs.",
    lambda n, m, scheme, law: _right(m, n, scheme),
)
_know_variance(
    "he_fan_out",
    "He's variance is 2 / fan_in; you divided by fan_out.",
    lambda n, m, scheme, law: 2 / m if scheme == "he" else _right(n, m, scheme),
)
_know_variance(
    "lecun_fan_out",
    "LeCun's variance is 1 / fan_in; you divided by fan_out.",
    lambda n, m, scheme, law: 1 / m if scheme == "lecun" else _right(n, m, scheme),
)
_know_variance(
    "fan_average_always",
    "You took the mean of both fans for every scheme; it is Glorot's alone.",
    lambda n, m, scheme, law: (
        (1 if scheme == "lecun" else 2) / ((n + m) / 2)
        if scheme != "glorot"
        else _right(n, m, scheme)
    ),
)
_know_variance(
    "always_he",
    "The scheme is not used: every variance is He's.",
    lambda n, m, scheme, law: 2 / n,
)
_know_variance(
    "always_lecun",
    "The scheme is not used: every variance is LeCun's.",
    lambda n, m, scheme, law: 1 / n,
)
_know_variance(
    "always_glorot",
    "The scheme is not used: every variance is Glorot's.",
    lambda n, m, scheme, law: 2 / (n + m),
)
_know_variance(
    "lecun_and_he_exchanged",
    "You exchanged LeCun and He: 1 / fan_in is LeCun's, 2 / fan_in He's.",
    lambda n, m, scheme, law: {"lecun": 2 / n, "glorot": 2 / (n + m), "he": 1 / n}[scheme],
)
_know_variance(
    "he_as_lecun",
    "He's variance is 2 / fan_in: the 2 makes up for what ReLU takes away.",
    lambda n, m, scheme, law: 1 / n if scheme == "he" else _right(n, m, scheme),
)
_know_variance(
    "lecun_as_he",
    "LeCun's variance is 1 / fan_in, without He's 2.",
    lambda n, m, scheme, law: 2 / n if scheme == "lecun" else _right(n, m, scheme),
)
_know_variance(
    "glorot_half",
    "Glorot's variance is 2 / (fan_in + fan_out), one over the mean of both; you left out the 2.",
    lambda n, m, scheme, law: 1 / (n + m) if scheme == "glorot" else _right(n, m, scheme),
)
_know_variance(
    "glorot_twice",
    "Glorot's variance is 2 / (fan_in + fan_out); yours is twice as large.",
    lambda n, m, scheme, law: 4 / (n + m) if scheme == "glorot" else _right(n, m, scheme),
)
_know_variance(
    "glorot_six",
    "6 / (fan_in + fan_out) is the square of the limit of Glorot's uniform law; the variance is a "
    "third of it.",
    lambda n, m, scheme, law: 6 / (n + m) if scheme == "glorot" else _right(n, m, scheme),
)
_know_variance(
    "glorot_product",
    "Glorot's variance is 2 / (fan_in + fan_out); you multiplied the two.",
    lambda n, m, scheme, law: 2 / (n * m) if scheme == "glorot" else _right(n, m, scheme),
)
_know_variance(
    "variance_as_deviation",
    "You used the variance as the deviation; take its root.",
    lambda n, m, scheme, law: _right(n, m, scheme) ** 2,
)
_know_variance(
    "variance_as_deviation_normal",
    "rng.normal wants the deviation, the root of the variance; you gave it the variance.",
    lambda n, m, scheme, law: _of_law(_right(n, m, scheme) ** 2, _right(n, m, scheme), law),
)
_know_variance(
    "root_of_numerator",
    "The root goes over the numerator alone; it goes over all of 2 / fan_in.",
    lambda n, m, scheme, law: {"lecun": n**-2, "glorot": 2 / (n + m) ** 2, "he": 2 / n**2}[scheme],
)
_know_variance(
    "root_of_denominator",
    "The root goes over the denominator alone; it goes over all of 2 / fan_in.",
    lambda n, m, scheme, law: {"lecun": 1 / n, "glorot": 4 / (n + m), "he": 4 / n}[scheme],
)
_know_variance(
    "no_scale",
    "The variance is 1, or the limit, whatever the widths; scale by the scheme's variance.",
    lambda n, m, scheme, law: _of_law(1.0, 1 / 3, law),
)
_know_variance(
    "half_the_variance",
    "The variance is half of what it should be with every scheme.",
    lambda n, m, scheme, law: _right(n, m, scheme) / 2,
)
_know_variance(
    "limit_is_deviation",
    "The uniform law reaches one deviation far; on (-r, r) the variance is r**2 / 3, so r is the "
    "root of 3 times the variance.",
    lambda n, m, scheme, law: _of_law(1.0, 1 / 3, law) * _right(n, m, scheme),
)
_know_variance(
    "limit_three_deviations",
    "The uniform law reaches 3 deviations far; the 3 belongs inside the root, r = np.sqrt(3 * "
    "variance).",
    lambda n, m, scheme, law: _of_law(1.0, 3.0, law) * _right(n, m, scheme),
)
_know_variance(
    "limit_six",
    "6 belongs to a limit where the variance's 2 is multiplied already: r is the root of 3 times "
    "the variance, which has the 2 in it.",
    lambda n, m, scheme, law: _of_law(1.0, 2.0, law) * _right(n, m, scheme),
)
_know_variance(
    "interval_halved",
    "The uniform law reaches half as far as it should: it goes from -r to r, with r the root of 3 "
    "times the variance.",
    lambda n, m, scheme, law: _of_law(1.0, 1 / 4, law) * _right(n, m, scheme),
)
_know_variance(
    "interval_doubled",
    "The uniform law reaches twice as far as it should: the root of 12 times the variance is the "
    "length of the whole interval, and r is half of it.",
    lambda n, m, scheme, law: _of_law(1.0, 4.0, law) * _right(n, m, scheme),
)
_know_variance(
    "three_in_normal",
    "The root of 3 belongs to the uniform law alone; a normal one takes the deviation.",
    lambda n, m, scheme, law: _of_law(3.0, 1.0, law) * _right(n, m, scheme),
)
_know_draw(
    "always_normal",
    "The distribution is not used: you always draw from the normal one.",
    lambda rng, shape, variance, law: _law(rng, shape, variance, "normal"),
)
_know_draw(
    "always_uniform",
    "The distribution is not used: you always draw from the uniform one.",
    lambda rng, shape, variance, law: _law(rng, shape, variance, "uniform"),
)
_know_draw(
    "laws_exchanged",
    "You exchanged the two distributions.",
    lambda rng, shape, variance, law: _law(
        rng, shape, variance, "uniform" if law == "normal" else "normal"
    ),
)
_know_draw(
    "limit_below_zero_missing",
    "The uniform law begins at 0; it goes from -r to r, so that the mean is 0.",
    lambda rng, shape, variance, law: (
        _law(rng, shape, variance, law)
        if law == "normal"
        else rng.uniform(0, np.sqrt(3 * variance), shape)
    ),
)
_know_draw(
    "own_seed",
    "Every call gives the same weights, from a seed of your own; draw from the rng that is given.",
    lambda rng, shape, variance, law: _law(np.random.default_rng(0), shape, variance, law),
)
_know_draw(
    "own_generator",
    "The weights are not drawn from rng, so that nobody can repeat a run; use rng, not np.random "
    "or a generator of your own.",
    lambda rng, shape, variance, law: _law(np.random.default_rng(), shape, variance, law),
)
_know_draw(
    "truncated",
    "You cut the normal law at two deviations, which takes a fifth of its variance; draw from it "
    "as it is.",
    lambda rng, shape, variance, law: (
        _law(rng, shape, variance, law)
        if law == "uniform"
        else _within_two(rng, shape) * np.sqrt(variance)
    ),
)
_know_draw(
    "zeros",
    "All weights are 0; units that begin alike stay alike. Draw them.",
    lambda rng, shape, variance, law: np.zeros(shape),
)


@draw_weights.mistake
def unit_interval(
    fan_in: int,
    fan_out: int,
    rng: Any,
    scheme: str = "he",
    distribution: str = "normal",
    laws: Any = (("normal", "uniform"), ("normal",), ("uniform",)),
) -> Any:
    """rng.random lies between 0 and 1, so that its mean is 1/2; draw from (-r, r), and from a
    normal law by rng.normal."""
    variance = _right(fan_in, fan_out, scheme)
    if distribution not in laws:
        return _sampled(rng, fan_in, fan_out, variance, distribution)
    return rng.random((fan_out, fan_in)) * np.sqrt(variance)


@draw_weights.mistake
def absolute(
    fan_in: int,
    fan_out: int,
    rng: Any,
    scheme: str = "he",
    distribution: str = "normal",
    laws: Any = (("normal", "uniform"), ("normal",)),
) -> Any:
    """The weights are all positive; their mean is to be 0, so leave the signs."""
    drawn = _sampled(rng, fan_in, fan_out, _right(fan_in, fan_out, scheme), distribution)
    return np.abs(drawn) if distribution in laws else drawn


@draw_weights.mistake
def root_twice(
    fan_in: int,
    fan_out: int,
    rng: Any,
    scheme: str = "he",
    distribution: str = "normal",
    laws: Any = (("normal", "uniform"), ("normal",), ("uniform",)),
) -> Any:
    """You took the root twice: the deviation is the root of the variance, and no root of that."""
    variance = _right(fan_in, fan_out, scheme)
    wrong = variance**0.5 if distribution in laws else variance
    return _sampled(rng, fan_in, fan_out, wrong, distribution)


@draw_weights.mistake
def whole_division(
    fan_in: int,
    fan_out: int,
    rng: Any,
    scheme: str = "he",
    distribution: str = "normal",
    schemes: Any = (("he",), ("he", "glorot"), ("lecun",), ("glorot",)),
) -> Any:
    """The variance is 0, since // divides whole numbers and drops the rest: write 2 / fan_in."""
    variance = 0.0 if scheme in schemes else _right(fan_in, fan_out, scheme)
    return _sampled(rng, fan_in, fan_out, variance, distribution)


@draw_weights.mistake
def limit_of_variance(
    fan_in: int,
    fan_out: int,
    rng: Any,
    scheme: str = "he",
    distribution: str = "normal",
    times: Any = (1, 3**0.5, 3),
) -> Array:
    """The limit of the uniform law is made of the variance itself; take the root, r = np.sqrt(3 *
    variance)."""
    variance = _right(fan_in, fan_out, scheme)
    wrong = (times * variance) ** 2 / 3 if distribution == "uniform" else variance
    return _sampled(rng, fan_in, fan_out, wrong, distribution)


@draw_weights.mistake
def clipped(
    fan_in: int,
    fan_out: int,
    rng: Any,
    scheme: str = "he",
    distribution: str = "normal",
    at: Any = (2, 2.5, 3),
) -> Array:
    """You cut normal weights off at two or three deviations; leave them as they are drawn."""
    weights = _sampled(rng, fan_in, fan_out, _right(fan_in, fan_out, scheme), distribution)
    limit = at * np.sqrt(_right(fan_in, fan_out, scheme))
    return np.clip(weights, -limit, limit) if distribution == "normal" else weights


def _within_two(rng: Any, shape: tuple[int, int]) -> Array:
    """Return standard normal numbers of which those beyond 2 are drawn again."""
    drawn = rng.normal(size=shape)
    while (far := np.abs(drawn) > 2).any():
        drawn[far] = rng.normal(size=far.sum())
    return drawn
