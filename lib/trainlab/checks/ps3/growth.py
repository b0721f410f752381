"""How a product of many matrices grows, where the product itself leaves the numbers."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, unpack
from trainlab.checks.question import Answer, Case, question

#: So many factors, that a product may overflow.
MANY = 100


def _grown(log_growth: Answer, /, factors: Array, x: Array) -> Outputs:
    """Return the growth; that of many factors apart from that of few."""
    found = unpack([Output(_title(factors))], log_growth(factors, x))
    if len(factors) >= MANY and not all(np.isfinite(array).all() for array in found.values()):
        raise Unusable(
            "numbers that are not finite (inf or nan), since the product itself is too large or "
            "too small for a number; divide the vector by its length after every factor, and add "
            "up the logarithms of these lengths",
            "overflow",
        )
    return found


def _title(factors: Array) -> str:
    return "growth" if len(factors) < MANY else "growth_of_many"


@question(
    "ps3/log_growth",
    returns=(Named("growth"),),
    drive=_grown,
    section="lecture 09, section 3",
    hints=(
        "Look at how large a number may be, about 1e308, and at what a logarithm makes of a "
        "product.",
        "Multiply the vector by one factor, note the logarithm of its length, divide it by its "
        "length, and go on. The growth after t factors is the sum of the first t logarithms.",
        "v = x / norm(x), and for each M: v = M @ v; total += log(norm(v)), which is the next "
        "entry; v = v / norm(v).",
    ),
)
def log_growth(factors: Array, x: Array) -> Outputs:
    """Return the logarithms with powers of two kept apart, which rounds nothing."""
    v, power, found = np.asarray(x, dtype=np.float64), 0, []
    for factor in factors:
        v = factor @ v
        _, shift = np.frexp(np.abs(v).max())
        v, power = np.ldexp(v, -shift), power + int(shift)
        found.append(np.log(np.linalg.norm(v)) + power * np.log(2.0))
    return {_title(factors): np.array(found) - np.log(np.linalg.norm(x))}


@log_growth.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, count: int, n: int, size: float = 1.0) -> Case:
        factors = size * away_from_zero(rng, (count, n, n))
        return Case(title, {"factors": factors, "x": 2 * away_from_zero(rng, (n,))})

    yield case("three factors", 3, 2)
    yield case("five factors of size 3", 5, 3, 3.0)
    yield case("200 factors that grow", 200, 2, 300.0)
    if thorough:
        yield case("one factor", 1, 3)
        long = case("a vector of length 1e150", 4, 3).inputs
        yield Case("a vector of length 1e150", long | {"x": 1e150 * long["x"]})
        yield case("3000 factors that grow", 3000, 3, 5.0)
        yield case("200 factors that shrink", 200, 3, 0.003)
        whole = {"factors": np.array([[[2, 1], [0, 3]], [[0, -1], [4, 1]]]), "x": np.array([3, 4])}
        yield Case("whole numbers", whole)
        yield case("factors that shrink", 6, 3, 0.1)


def _steps(factors: Array, x: Array) -> tuple[Array, Array]:
    """Return the logarithm of what each factor does to the length, and the last direction."""
    v, found = x / np.linalg.norm(x), []
    for factor in factors:
        v = factor @ v
        found.append(np.log(np.linalg.norm(v)))
        v = v / np.linalg.norm(v)
    return np.array(found), v


def _know(name: str, diagnosis: str, wrong: Callable[[Array, Array], Any]) -> None:
    log_growth.know(name, diagnosis, lambda factors, x: wrong(factors, x))


def _transposes(factors: Array) -> Array:
    return np.swapaxes(factors, 1, 2)


def _prefixes(factors: Array, x: Array) -> Array:
    """Return ln |M_1 M_2 ... M_t x| / |x|, from exact products of scaled matrices."""
    product, power, found = np.eye(len(x)), 0.0, []
    for factor in factors:
        product = product @ factor
        size = np.abs(product).max()
        product, power = product / size, power + np.log(size)
        found.append(power + np.log(np.linalg.norm(product @ x) / np.linalg.norm(x)))
    return np.array(found)


_know(
    "other_order",
    "The factors stand in the wrong order: M_1 comes first, next to x, so a new factor multiplies "
    "from the left, M @ product.",
    _prefixes,
)
_know(
    "last_first",
    "You began with the last factor; M_1 is the first that meets x.",
    lambda factors, x: np.cumsum(_steps(factors[::-1], x)[0]),
)
_know(
    "transposed",
    "You multiplied by the transposed factors, x @ M; it is M @ x.",
    lambda factors, x: np.cumsum(_steps(_transposes(factors), x)[0]),
)
_know(
    "not_relative",
    "This is the logarithm of the length itself; divide by that of x, from which it grew.",
    lambda factors, x: np.cumsum(_steps(factors, x)[0]) + np.log(np.linalg.norm(x)),
)
_know(
    "start_twice",
    "You divided by the length of x twice: the vector begins with length 1 already.",
    lambda factors, x: np.cumsum(_steps(factors, x)[0]) - np.log(np.linalg.norm(x)),
)
_know(
    "single_steps",
    "Each entry is the growth of one step; it is that of all steps so far, so add them up.",
    lambda factors, x: _steps(factors, x)[0],
)
_know(
    "summed_twice",
    "The logarithms are added up twice: what grows on from step to step is no step's own growth "
    "any more.",
    lambda factors, x: np.cumsum(np.cumsum(_steps(factors, x)[0])),
)
_know(
    "mean_step",
    "You divided by the number of factors; that is the growth of a step, in the mean.",
    lambda factors, x: np.cumsum(_steps(factors, x)[0]) / np.arange(1, len(factors) + 1),
)
_know(
    "mean_of_all",
    "You divided by the number of all factors; return the growth itself.",
    lambda factors, x: np.cumsum(_steps(factors, x)[0]) / len(factors),
)
_know(
    "each_on_x",
    "Each factor meets x itself; it meets what the factors before have made of x.",
    lambda factors, x: np.log(np.linalg.norm(factors @ x, axis=1) / np.linalg.norm(x)),
)
_know(
    "each_on_x_summed",
    "Each factor meets x itself, and you added their growths up; it meets what the factors before "
    "have made of x.",
    lambda factors, x: np.cumsum(np.log(np.linalg.norm(factors @ x, axis=1) / np.linalg.norm(x))),
)
_know(
    "base_ten",
    "These are logarithms to base 10; take natural ones, np.log.",
    lambda factors, x: np.cumsum(_steps(factors, x)[0]) / np.log(10),
)
_know(
    "base_two",
    "These are logarithms to base 2; take natural ones, np.log.",
    lambda factors, x: np.cumsum(_steps(factors, x)[0]) / np.log(2),
)
_know(
    "squared",
    "This is the growth of the square; the length is its root, so take half of the logarithm.",
    lambda factors, x: 2 * np.cumsum(_steps(factors, x)[0]),
)
_know(
    "mean_square_length",
    "You measured lengths by the root of the mean of squares; it is the root of their sum.",
    lambda factors, x: np.cumsum(_steps(factors, x)[0]) - np.log(len(x)) / 2,
)
_know(
    "wrong_sign",
    "The sign is wrong: the length of x stands below.",
    lambda factors, x: -np.cumsum(_steps(factors, x)[0]),
)
_know(
    "no_logarithm",
    "This is the growth itself; return its logarithm.",
    lambda factors, x: np.exp(np.cumsum(_steps(factors, x)[0])),
)
_know(
    "last_alone",
    "You returned the growth over all factors alone; return an entry for each of them.",
    lambda factors, x: np.sum(_steps(factors, x)[0]),
)
_know(
    "first_alone",
    "You returned the growth over the first factor alone: your return stands inside the loop.",
    lambda factors, x: _steps(factors, x)[0][:1],
)
_know(
    "divided_first",
    "You divided the vector by its length before you took the logarithm of its length, which is 1 "
    "by then; note the logarithm first.",
    lambda factors, x: np.zeros(len(factors)),
)
_know(
    "start_too",
    "There is an entry too many, the 0 before the first factor.",
    lambda factors, x: np.append(0.0, np.cumsum(_steps(factors, x)[0])),
)
_know(
    "late",
    "Each entry lacks the last of its factors: note the growth after the product.",
    lambda factors, x: np.append(0.0, np.cumsum(_steps(factors, x)[0])[:-1]),
)
_know(
    "norms_of_factors",
    "You added the logarithms of the factors' own norms, which bounds the growth; what counts is "
    "what a factor does to this vector.",
    lambda factors, x: np.cumsum(np.log(np.linalg.norm(factors, axis=(1, 2)))),
)
_know(
    "spectral_norms",
    "You added the logarithms of the factors' largest singular values, which bounds the growth; "
    "what counts is what a factor does to this vector.",
    lambda factors, x: np.cumsum(np.log(np.linalg.norm(factors, 2, axis=(1, 2)))),
)
_know(
    "spectral_radii",
    "You added the logarithms of the factors' largest eigenvalues; these belong to other vectors "
    "than this one.",
    lambda factors, x: np.cumsum(np.log(np.abs(np.linalg.eigvals(factors)).max(axis=1))),
)
_know(
    "determinants",
    "You added the logarithms of the determinants, which tell how a volume grows; take the length "
    "of the vector.",
    lambda factors, x: np.cumsum(np.log(np.abs(np.linalg.det(factors)))),
)
_know(
    "entry_by_entry",
    "You multiplied entry by entry, M * v; it is the matrix product, M @ v.",
    lambda factors, x: np.cumsum(_steps(np.array([np.diag(np.diag(f)) for f in factors]), x)[0]),
)


@log_growth.mistake
def other_length(
    factors: Array, x: Array, order: Any = (1, np.inf), at_first: Any = (True, False)
) -> Array:
    """You measured the length by the sum, or the largest, of the sizes; it is the root of the sum
    of squares."""
    v, power, found = x / np.linalg.norm(x, order if at_first else 2), 0.0, []
    for factor in factors:
        v = factor @ v
        power += np.log(np.linalg.norm(v, order))
        v = v / np.linalg.norm(v, order)
        found.append(power)
    return np.array(found)


@log_growth.mistake
def floor_in_log(factors: Array, x: Array, small: Any = (1e-300, 1e-16, 1e-12, 1e-10)) -> Array:
    """You added a small number inside the logarithm, which hides how small the product has become;
    divide the vector by its length after every factor, and add up the logarithms."""
    return np.logaddexp(np.cumsum(_steps(factors, x)[0]), np.log(small))
