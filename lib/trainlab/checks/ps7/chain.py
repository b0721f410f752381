"""How many directions are left in the last hidden layer, and the theorems' bounds on none."""

from collections.abc import Callable, Iterator
from itertools import product
from math import factorial
from typing import Any

import numpy as np

from trainlab.checks.question import Case, question

#: Probabilities of no, one and two directions.
States = tuple[Any, Any, Any]


def _moves(N: int, q: float) -> list[list[float]]:
    """Return the probabilities of going from none, one, two, by counting units of each kind."""
    from_one, from_two = [0.0] * 3, [0.0] * 3
    for living in range(N + 1):
        ways = factorial(N) // factorial(living) // factorial(N - living)
        from_one[min(living, 1)] += ways * 0.5**N
    for at_both, at_u, at_v in product(range(N + 1), repeat=3):
        dead = N - at_both - at_u - at_v
        if dead >= 0:
            counts = (dead, at_both, at_u, at_v)
            ways = factorial(N) // int(np.prod([factorial(n) for n in counts]))
            chance = q ** (dead + at_both) * (0.5 - q) ** (at_u + at_v)
            from_two[_left(at_both, at_u, at_v)] += ways * chance
    return [[1.0, 0.0, 0.0], from_one, from_two]


def _left(at_both: int, at_u: int, at_v: int) -> int:
    """Return how many directions so many units leave that live at u and v, at u, at v alone."""
    if not at_both and not (at_u and at_v):
        return min(at_u + at_v, 1)
    return 1 if (at_both, at_u, at_v) == (1, 0, 0) else 2


def _by_counting(N: int, L: int, q: float) -> list[float]:
    one = sum(0.5**N for sides in product((0, 1), repeat=N) if len(set(sides)) == 1)
    states, moves = [0.0, one, 1 - one], _moves(N, q)
    for _ in range(L - 2):
        states = [sum(states[i] * moves[i][j] for i in range(3)) for j in range(3)]
    return states


@question(
    "ps7/chain",
    returns=("none", "one", "two"),
    section="lecture 12, section 4",
    hints=(
        "Look at one layer: what each state becomes with which probability, and that each row of "
        "these probabilities adds to 1. How many hidden layers are there above the first?",
        "Begin with the first hidden layer: one with 2h, else two. From none to none; from one to "
        "none with h; from two to none with q^N, to one where either side alone is lost, or where "
        "exactly one unit lives, at both. Go through L - 2 such steps.",
        "h = 0.5**N; move = [[1, 0, 0], [h, 1 - h, 0], [q**N, 2 * (h - q**N) + N * q**N, 1 - 2 * h "
        "+ q**N - N * q**N]]; none, one, two = np.array([0, 2 * h, 1 - 2 * h]) @ "
        "np.linalg.matrix_power(move, L - 2).",
    ),
)
def chain(N: int, L: int, q: float = 0.25) -> States:
    """Return them by counting, for each step, units that live at both sides, at one, at none."""
    none, one, two = _by_counting(N, L, q)
    return none, one, two


@chain.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("6 layers of width 3, q = 0.35", {"N": 3, "L": 6, "q": 0.35})
    yield Case("3 layers of width 2", {"N": 2, "L": 3})
    yield Case("5 layers of width 4, q = 0.3", {"N": 4, "L": 5, "q": 0.3})
    yield Case("one hidden layer", {"N": 3, "L": 2})
    if thorough:
        yield Case("10 layers of width 2", {"N": 2, "L": 10})
        yield Case("4 layers of width 2, q = 0.1", {"N": 2, "L": 4, "q": 0.1})
        yield Case("u and v alike, q = 0.5", {"N": 3, "L": 5, "q": 0.5})
        yield Case("one unit in each layer", {"N": 1, "L": 5})
        yield Case("40 layers of width 6", {"N": 6, "L": 40})
        yield Case("one hidden layer, another q", {"N": 2, "L": 2, "q": 0.4})
        drawn = {"N": 5, "L": int(rng.integers(6, 9)), "q": float(rng.uniform(0.27, 0.45))}
        yield Case("some width, depth and q", drawn)


def _first(N: int) -> list[Any]:
    h = 0.5**N
    return [0, 2 * h, 1 - 2 * h]


def _rows(N: int, q: float) -> list[list[Any]]:
    h = 0.5**N
    none, one = q**N, 2 * (h - q**N) + N * q**N
    return [[1, 0, 0], [h, 1 - h, 0], [none, one, 1 - none - one]]


def _run(N: int, L: int, q: float, first: Any = None, rows: Any = None, steps: Any = None) -> Any:
    """Return the states after the first layer and so many steps."""
    states = np.array(_first(N) if first is None else first, dtype=float)
    moves = np.array(_rows(N, q) if rows is None else rows, dtype=float)
    for _ in range(max(L - 2 if steps is None else steps, 0)):
        states = states @ moves
    return states


def _know(name: str, diagnosis: str, states: Callable[[int, int, float], Any]) -> None:
    def answer(N: int, L: int, q: float = 0.25) -> Any:
        return tuple(states(N, L, q))

    chain.know(name, diagnosis, answer)


def _know_first(name: str, diagnosis: str, first: Callable[[int], Any]) -> None:
    _know(name, diagnosis, lambda N, L, q: _run(N, L, q, first=first(N)))


def _know_rows(name: str, diagnosis: str, rows: Callable[[int, float, float], Any]) -> None:
    """Know other probabilities of going, (N, h, q)."""
    _know(name, diagnosis, lambda N, L, q: _run(N, L, q, rows=rows(N, 0.5**N, q)))


def _know_two(
    name: str, diagnosis: str, none: Callable[[int, float, float], Any], one: Any, two: Any = None
) -> None:
    """Know other probabilities from state two, (N, h, q); two is the rest where it is None."""

    def rows(N: int, h: float, q: float) -> Any:
        lost, single = none(N, h, q), one(N, h, q)
        rest = 1 - lost - single if two is None else two(N, h, q)
        return [*_rows(N, q)[:2], [lost, single, rest]]

    _know_rows(name, diagnosis, rows)


def _none(N: int, h: float, q: float) -> Any:
    return q**N


def _one(N: int, h: float, q: float) -> Any:
    return 2 * (h - q**N) + N * q**N


_know(
    "one_step_more",
    "You took one step too many: the first hidden layer is where the chain begins, and L - 2 are "
    "left.",
    lambda N, L, q: _run(N, L, q, steps=L - 1),
)
_know(
    "two_steps_more",
    "You took L steps; of the L layers the first is where the chain begins, and the output's is no "
    "hidden one: L - 2 are left.",
    lambda N, L, q: _run(N, L, q, steps=L),
)
_know(
    "one_step_fewer",
    "You took one step too few: there are L - 2 hidden layers above the first.",
    lambda N, L, q: _run(N, L, q, steps=L - 3),
)
_know(
    "first_layer_alone",
    "This is the first hidden layer; go through L - 2 more.",
    lambda N, L, q: _run(N, L, q, steps=0),
)
_know_first(
    "one_side_alone",
    "In the first layer *one* has h; either side may be lost, so that it is 2h.",
    lambda N: [0, 0.5**N, 1 - 0.5**N],
)
_know_first(
    "starts_with_two",
    "You begin with *two* for sure; in the first layer all signs are equal with probability 2h, "
    "which leaves one direction.",
    lambda N: [0, 0, 1],
)
_know_first(
    "starts_with_one",
    "You begin with *one* for sure; in the first layer it has the probability 2h, and two the "
    "rest.",
    lambda N: [0, 1, 0],
)
_know_first(
    "first_layer_may_die",
    "In your first layer *none* has h; each unit lives on exactly one side of 0, so that it is "
    "never dead.",
    lambda N: [0.5**N, 2 * 0.5**N, 1 - 3 * 0.5**N],
)
_know_first(
    "first_layer_by_coins",
    "In your first layer *none* has h and *two* nothing; that is the step from state one. With "
    "inputs of both signs it is one with 2h, else two.",
    lambda N: [0.5**N, 1 - 0.5**N, 0],
)
_know_first(
    "first_states_exchanged",
    "In the first layer *one* and *two* are exchanged: all signs are equal with probability 2h, "
    "and then one direction is left.",
    lambda N: [0, 1 - 2 * 0.5**N, 2 * 0.5**N],
)
_know(
    "first_layer_as_others",
    "You let the first layer go the way of the others from state two; its units live on exactly "
    "one side each: one with 2h, else two.",
    lambda N, L, q: _run(N, L, q, first=[0, 0, 1], steps=L - 1),
)
_know(
    "always_a_quarter",
    "q is not used: the table of the lecture has a quarter in its place.",
    lambda N, L, q: _run(N, L, 0.25),
)
_know(
    "one_less_q",
    "You took 1 - q for q, which is the probability of being *negative* at both.",
    lambda N, L, q: _run(N, L, 1 - q),
)
_know(
    "half_less_q",
    "You took 1/2 - q, the probability of living at u alone; q is that of being negative at both.",
    lambda N, L, q: _run(N, L, 0.5 - q),
)
_know_two(
    "parallel_forgotten",
    "From *two* a layer with exactly one living unit, positive at both, leaves one direction: add "
    "N q^N to *one*.",
    _none,
    lambda N, h, q: 2 * (h - q**N),
)
_know_two(
    "parallel_without_n",
    "From *two* each of the N units may be the one that lives: it is N q^N, not q^N.",
    _none,
    lambda N, h, q: 2 * (h - q**N) + q**N,
)
_know_two(
    "parallel_without_power",
    "From *two* all N units but one have to be negative at both, and that one positive at both: it "
    "is N q^N, not N q.",
    _none,
    lambda N, h, q: 2 * (h - q**N) + N * q,
)
_know_two(
    "two_less_one_alone",
    "From *two* the row adds to more than 1: take what goes to *none*, too, from *two*.",
    _none,
    _one,
    lambda N, h, q: 1 - _one(N, h, q),
)
_know_two(
    "parallel_other_power",
    "From *two* the one that lives is positive at both with q, and the N - 1 others are negative "
    "with q each: N q^N, not N q^(N - 1).",
    _none,
    lambda N, h, q: 2 * (h - q**N) + N * q ** (N - 1),
)
_know_two(
    "parallel_lives_at_one",
    "From *two* the unit that lives alone is to be positive at *both*, with q; you took a half.",
    _none,
    lambda N, h, q: 2 * (h - q**N) + N * 0.5 * q ** (N - 1),
)
_know_two(
    "one_living_by_binomial",
    "From *two* the N - 1 units beside the one that lives are to be negative at *both*, with q "
    "each; you took 1 - q: N q^N, not N q (1 - q)^(N - 1).",
    _none,
    lambda N, h, q: 2 * (h - q**N) + N * q * (1 - q) ** (N - 1),
)
_know_two(
    "one_lost_side",
    "From *two* either side may be lost: h - q^N counts twice.",
    _none,
    lambda N, h, q: h - q**N + N * q**N,
)
_know_two(
    "none_in_one",
    "From *two*, that one side is lost has the probability h less q^N, that of both: you counted "
    "layers that are dead among *one*.",
    _none,
    lambda N, h, q: 2 * h + N * q**N,
)
_know_two(
    "none_subtracted_once",
    "From *two* q^N is to be subtracted from h for each of the two sides: 2 (h - q^N).",
    _none,
    lambda N, h, q: 2 * h - q**N + N * q**N,
)
_know_two(
    "none_by_one_side",
    "From *two* none has h in yours, as if one side were all; both are lost with q^N.",
    lambda N, h, q: h,
    lambda N, h, q: 2 * (h - q**N) + N * q**N,
)
_know_two(
    "none_by_independent_sides",
    "From *two* none has h^2 in yours, as if the two sides had nothing to do with each other; it "
    "is q^N.",
    lambda N, h, q: h**2,
    _one,
)
_know_two(
    "none_without_power",
    "From *two* none has q in yours; all N units have to be negative at both: q^N.",
    lambda N, h, q: q,
    _one,
)
_know_two(
    "none_times_n",
    "From *two* none has N q in yours; the units are independent, so that it is q^N.",
    lambda N, h, q: N * q,
    _one,
)
_know_two(
    "never_from_two_to_none",
    "From *two* a layer may die at once, with q^N; you left that out.",
    lambda N, h, q: 0,
    lambda N, h, q: 2 * h + N * q**N,
)
_know_two(
    "two_without_parallel",
    "From *two* the row adds to more than 1: take N q^N, which goes to *one*, from *two*.",
    _none,
    _one,
    lambda N, h, q: 1 - 2 * h + q**N,
)
_know_two(
    "two_without_none",
    "From *two* the row adds to less than 1: two is 1 - 2h + q^N - N q^N; where both are lost has "
    "been subtracted twice.",
    _none,
    _one,
    lambda N, h, q: 1 - 2 * h - N * q**N,
)
_know_two(
    "two_by_coins",
    "From *two* the row does not add to 1: two is not 1 - 2h; it is what none and one leave.",
    _none,
    _one,
    lambda N, h, q: 1 - 2 * h,
)
_know_two(
    "two_sides_alone",
    "From *two* one has 2h in yours: subtract q^N twice, where both sides are lost, and add N q^N, "
    "where exactly one unit lives, at both.",
    _none,
    lambda N, h, q: 2 * h,
)
_know_two(
    "two_by_units_at_one_side",
    "From *two* you asked that each unit lives at one side alone; two directions are left wherever "
    "neither side is lost, unless a single unit lives: take what none and one leave.",
    _none,
    lambda N, h, q: 1 - q**N - (1 - 2 * q) ** N,
)
_know_rows(
    "from_one_as_first_layer",
    "From *one* none has 2h in yours; only one direction is left, so that it is h.",
    lambda N, h, q: [[1, 0, 0], [2 * h, 1 - 2 * h, 0], _rows(N, q)[2]],
)
_know_rows(
    "from_one_squared",
    "From *one* none has h^2 in yours; only one direction is left, so that it is h.",
    lambda N, h, q: [[1, 0, 0], [h**2, 1 - h**2, 0], _rows(N, q)[2]],
)
_know_rows(
    "from_one_exchanged",
    "From *one* yours goes to none with 1 - h; it does with h, and stays with 1 - h.",
    lambda N, h, q: [[1, 0, 0], [1 - h, h, 0], _rows(N, q)[2]],
)
_know_rows(
    "from_one_by_q",
    "From *one* none has q^N in yours; each unit is negative with a half, so that it is h.",
    lambda N, h, q: [[1, 0, 0], [q**N, 1 - q**N, 0], _rows(N, q)[2]],
)
_know_rows(
    "from_one_by_one_unit",
    "From *one* none has 1/2 in yours; all N units have to be negative: h.",
    lambda N, h, q: [[1, 0, 0], [0.5, 0.5, 0], _rows(N, q)[2]],
)
_know_rows(
    "from_one_to_two",
    "From *one* yours goes to *two*; a direction that is lost does not come back.",
    lambda N, h, q: [[1, 0, 0], [h, 0, 1 - h], _rows(N, q)[2]],
)
_know_rows(
    "directions_come_back",
    "From *one* yours goes to *two* with h, and stays with 1 - 2h; a direction that is lost does "
    "not come back: h and 1 - h.",
    lambda N, h, q: [[1, 0, 0], [h, 1 - 2 * h, h], _rows(N, q)[2]],
)
_know_rows(
    "q_without_power",
    "You took q for q^N: all N units have to be negative at both.",
    lambda N, h, q: [[1, 0, 0], [h, 1 - h, 0], [q, 2 * (h - q) + N * q, 1 - 2 * h + q - N * q]],
)
_know_rows(
    "one_never_dies",
    "From *one* none has 0 in yours; it has h.",
    lambda N, h, q: [[1, 0, 0], [0, 1, 0], _rows(N, q)[2]],
)
_know_rows(
    "none_is_lost",
    "Layers above a dead one are dead too: from none it goes to none with 1, so that what has died "
    "before is kept.",
    lambda N, h, q: [[0, 0, 0], *_rows(N, q)[1:]],
)
_know_rows(
    "none_lives_again",
    "From *none* yours goes to *one*; a dead layer hands on zeros, and above it all is dead.",
    lambda N, h, q: [[0, 1, 0], *_rows(N, q)[1:]],
)
_know_rows(
    "transposed",
    "You multiplied from the wrong side: states @ move, with a row for each state that one comes "
    "from.",
    lambda N, h, q: np.transpose(_rows(N, q)),
)
_know(
    "powers_of_numbers",
    "You took powers of the single numbers, move**(L - 2); steps one after another are a power of "
    "the matrix, np.linalg.matrix_power.",
    lambda N, L, q: np.array(_first(N)) @ np.array(_rows(N, q), dtype=float) ** (L - 2),
)
_know(
    "once_times_steps",
    "You multiplied one step by L - 2; steps one after another are a power of the matrix.",
    lambda N, L, q: np.array(_first(N)) @ (np.array(_rows(N, q)) * (L - 2)),
)
_know(
    "backwards",
    "none and two are exchanged; return none, one, two.",
    lambda N, L, q: _run(N, L, q)[::-1],
)
_know(
    "one_and_two_exchanged",
    "one and two are exchanged; return none, one, two.",
    lambda N, L, q: _run(N, L, q)[[0, 2, 1]],
)


@chain.mistake
def among_the_living(N: int, L: int, q: float = 0.25, each_step: Any = (False, True)) -> Any:
    """one and two are shares of the living networks; they are shares of all, so that the three add
    to 1."""
    states = _run(N, L, q, steps=0 if each_step else None)
    for _ in range(L - 2 if each_step else 0):
        states = states @ np.array(_rows(N, q))
        states[1:] /= states[1:].sum()
    return states[0], *states[1:] / states[1:].sum()


@chain.mistake
def one_step(N: int, L: int, q: float = 0.25, at_least: Any = (1, 0)) -> Any:
    """You took one step, whatever L is; there are L - 2."""
    return tuple(_run(N, L, q, steps=max(min(L - 2, 1), at_least)))


@chain.mistake
def new_one_in_none(N: int, L: int, q: float = 0.25) -> Any:
    """none is made from the new one; keep the old three until all are made."""
    (_, _, _), (h, stay, _), (lost, single, both) = _rows(N, q)
    none, one, two = _first(N)
    for _ in range(L - 2):
        one = one * stay + two * single
        none = none + one * h + two * lost
        two = two * both
    return none, one, two


@chain.mistake
def new_two_in_others(N: int, L: int, q: float = 0.25) -> Any:
    """none and one are made from the new two; keep the old three until all are made."""
    (_, _, _), (h, stay, _), (lost, single, both) = _rows(N, q)
    none, one, two = _first(N)
    for _ in range(L - 2):
        two = two * both
        none = none + one * h + two * lost
        one = one * stay + two * single
    return none, one, two


@chain.mistake
def other_h(
    N: int,
    L: int,
    q: float = 0.25,
    power: Any = (lambda N: N - 1, lambda N: N + 1, lambda N: 2 * N, lambda N: -N),
) -> Any:
    """Your h is another power of a half; it is 0.5**N, a coin for each unit."""
    h = 0.5 ** power(N)
    none, one = q**N, 2 * (h - q**N) + N * q**N
    rows = [[1, 0, 0], [h, 1 - h, 0], [none, one, 1 - none - one]]
    return tuple(_run(N, L, q, [0, 2 * h, 1 - 2 * h], rows))


@chain.mistake
def h_by_division(N: int, L: int, q: float = 0.25, coins: Any = (2, 1)) -> Any:
    """Your h is N in a quotient, 1 / N or 1 / (2N); N coins in a row have 0.5**N."""
    h = 1 / (coins * N)
    none, one = q**N, 2 * (h - q**N) + N * q**N
    rows = [[1, 0, 0], [h, 1 - h, 0], [none, one, 1 - none - one]]
    return tuple(_run(N, L, q, [0, 2 * h, 1 - 2 * h], rows))


@question(
    "ps7/bounds",
    returns=("lower", "upper"),
    section="lecture 12, section 4",
    hints=(
        "Look at one input for the upper bound: how often is a coin for a layer thrown? For the "
        "lower bound look at the chain: which of its probabilities is it, at q = 1/4?",
        "Upper: no one of L - 1 hidden layers is 0 at the input with (1 - h)^(L - 1). Lower: "
        "theorem 3, or the chain's *none*; above the first hidden layer there are L - 2.",
        "With p1 = 1 - h and p2 = 1 - 2 * h - (N - 1) * h**2: upper 1 - p1**(L - 1); lower 1 - "
        "p1**(L - 2) - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (p1**(L - 2) - p2**(L - 2)).",
    ),
)
def bounds(N: int, L: int) -> tuple[float, float]:
    """Return what the chain has, by counting, and the sum over the layer that is the first to be
    0 at an input."""
    h = 0.5**N
    return _by_counting(N, L, 0.25)[0], sum((1 - h) ** before * h for before in range(L - 1))


@bounds.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("10 layers of width 3", {"N": 3, "L": 10})
    yield Case("10 layers of width 2", {"N": 2, "L": 10})
    yield Case("3 layers of width 2", {"N": 2, "L": 3})
    if thorough:
        yield Case("one hidden layer", {"N": 3, "L": 2})
        yield Case("one hidden layer of one unit", {"N": 1, "L": 2})
        yield Case("one unit in each layer", {"N": 1, "L": 4})
        yield Case("40 layers of width 6", {"N": 6, "L": 40})
        yield Case("some width and depth", {"N": 4, "L": int(rng.integers(5, 30))})


def _lower(
    N: int,
    L: int,
    h: Any = None,
    first: Any = None,
    second: Any = None,
    factor: Any = None,
    k: Any = None,
    sign: float = -1.0,
) -> Any:
    """Return theorem 3's bound, a part of which may be another."""
    h = np.float64(0.5**N if h is None else h)
    p1 = 1 - h if first is None else first(N, h)
    p2 = 1 - 2 * h - (N - 1) * h**2 if second is None else second(N, h)
    before = (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) if factor is None else factor(N, h)
    power = L - 2 if k is None else k(L)
    return 1 - p1**power - before * (p1**power + sign * p2**power)


def _without_brackets(N: int, L: int) -> Any:
    h = 0.5**N
    one, two = (1 - h) ** (L - 2), (1 - 2 * h - (N - 1) * h**2) ** (L - 2)
    return 1 - one - (1 - 2 * h) * (1 - h) / 1 + (N - 1) * h * (one - two)


def _by_power_of_difference(N: int, L: int) -> Any:
    h = 0.5**N
    one, two = 1 - h, 1 - 2 * h - (N - 1) * h**2
    factor = (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h)
    return 1 - one ** (L - 2) - factor * (one - two) ** (L - 2)


def _upper(N: int, L: int) -> Any:
    return 1 - (1 - np.float64(0.5) ** N) ** (L - 1)


def _know_lower(
    name: str, diagnosis: str, lower: Callable[[int, int], Any] | None = None, **parts: Any
) -> None:
    """Know a wrong lower bound, or theorem 3 with another part."""

    def answer(N: int, L: int) -> Any:
        return (lower(N, L) if lower else _lower(N, L, **parts)), _upper(N, L)

    bounds.know(name, diagnosis, answer)


def _know_upper(name: str, diagnosis: str, upper: Callable[[int, int, Any], Any]) -> None:
    """Know a wrong upper bound, (N, L, h)."""
    bounds.know(name, diagnosis, lambda N, L: (_lower(N, L), upper(N, L, np.float64(0.5) ** N)))


_know_lower(
    "lower_one_layer_more",
    "In lower the power is L - 1; the first hidden layer never dies for one input, which leaves L "
    "- 2.",
    k=lambda L: L - 1,
)
_know_lower(
    "lower_all_layers",
    "In lower the power is L; above the first hidden layer there are L - 2.",
    k=lambda L: L,
)
_know_lower(
    "lower_one_layer_fewer",
    "In lower the power is L - 3; above the first hidden layer there are L - 2.",
    k=lambda L: L - 3,
)
_know_lower(
    "lower_p_one",
    "In lower p_one is 1 - 2h in yours; from state one a layer dies with h, so that it is 1 - h.",
    first=lambda N, h: 1 - 2 * h,
)
_know_lower(
    "lower_p_one_is_h",
    "In lower you took h for p_one, which is the probability of staying: 1 - h.",
    first=lambda N, h: h,
)
_know_lower(
    "lower_p_two_without_last",
    "In lower p_two lacks its last term: it is 1 - 2h - (N - 1) h^2.",
    second=lambda N, h: 1 - 2 * h,
)
_know_lower(
    "lower_p_two_sign",
    "In lower the last term of p_two has the wrong sign: it is 1 - 2h - (N - 1) h^2.",
    second=lambda N, h: 1 - 2 * h + (N - 1) * h**2,
)
_know_lower(
    "lower_p_two_n",
    "In lower p_two has N h^2; the layer that is dead has been subtracted twice, so that it is (N "
    "- 1) h^2.",
    second=lambda N, h: 1 - 2 * h - N * h**2,
)
_know_lower(
    "lower_p_two_n_plus_one",
    "In lower p_two has (N + 1) h^2; it is (N - 1) h^2: 1 - 2h + q^N - N q^N.",
    second=lambda N, h: 1 - 2 * h - (N + 1) * h**2,
)
_know_lower(
    "lower_p_two_not_squared",
    "In lower p_two has (N - 1) h; h is squared there, 4^-N.",
    second=lambda N, h: 1 - 2 * h - (N - 1) * h,
)
_know_lower(
    "lower_p_two_one_side",
    "In lower p_two is 1 - h - (N - 1) h^2 in yours; either side may be lost, 2h.",
    second=lambda N, h: 1 - h - (N - 1) * h**2,
)
_know_lower(
    "lower_p_two_as_printed_power",
    "In lower 2h is 2^-(N + 1) in yours; it is 1/2^(N - 1).",
    second=lambda N, h: 1 - h / 2 - (N - 1) * h**2,
)
_know_lower(
    "lower_factor_missing",
    "In lower the difference of powers lacks its factor (1 - 2h)(1 - h) / (1 + (N - 1) h).",
    factor=lambda N, h: 1.0,
)
_know_lower(
    "lower_first_term_alone",
    "lower ends after the first power, as if one direction were left from the start; the "
    "difference of powers is to be subtracted too.",
    factor=lambda N, h: 0.0,
)
_know_lower(
    "lower_added",
    "In lower the difference of powers is added; subtract it.",
    factor=lambda N, h: -(1 - 2 * h) * (1 - h) / (1 + (N - 1) * h),
)
_know_lower(
    "lower_without_divisor",
    "In lower the factor lacks its divisor, 1 + (N - 1) h.",
    factor=lambda N, h: (1 - 2 * h) * (1 - h),
)
_know_lower(
    "lower_divisor_n",
    "In lower the divisor has N h; it is 1 + (N - 1) h.",
    factor=lambda N, h: (1 - 2 * h) * (1 - h) / (1 + N * h),
)
_know_lower(
    "lower_divisor_sign",
    "In lower the divisor is 1 - (N - 1) h in yours; it is 1 + (N - 1) h.",
    factor=lambda N, h: (1 - 2 * h) * (1 - h) / (1 - (N - 1) * h),
)
_know_lower(
    "lower_divisor_brackets",
    "In lower the brackets of the divisor are wrong: 1 + (N - 1) h, not (1 + N - 1) h.",
    factor=lambda N, h: (1 - 2 * h) * (1 - h) / (N * h),
)
_know_lower(
    "lower_no_brackets",
    "In lower brackets are missing round the divisor: / (1 + (N - 1) * h).",
    _without_brackets,
)
_know_lower(
    "lower_divisor_without_one",
    "In lower the divisor lacks its 1: it is 1 + (N - 1) h.",
    factor=lambda N, h: (1 - 2 * h) * (1 - h) / ((N - 1) * h),
)
_know_lower(
    "lower_power_of_difference",
    "In lower you took the power of the difference; it is a difference of powers.",
    _by_power_of_difference,
)
_know_lower(
    "lower_one_layer",
    "lower is h, whatever L is; theorem 3 says more of many layers.",
    lambda N, L: 0.5**N,
)
_know_lower(
    "lower_not_divided",
    "In lower only the 1 is divided: put brackets round the divisor, / (1 + (N - 1) * h).",
    factor=lambda N, h: (1 - 2 * h) * (1 - h) + (N - 1) * h,
)
_know_lower(
    "lower_without_first_state",
    "In lower the factor lacks 1 - 2h, the probability of two directions in the first layer.",
    factor=lambda N, h: (1 - h) / (1 + (N - 1) * h),
)
_know_lower(
    "lower_without_one_less_h",
    "In lower the factor lacks 1 - h.",
    factor=lambda N, h: (1 - 2 * h) / (1 + (N - 1) * h),
)
_know_lower(
    "lower_two_sides_twice",
    "In lower the factor has 1 - 2h twice; the second is 1 - h.",
    factor=lambda N, h: (1 - 2 * h) ** 2 / (1 + (N - 1) * h),
)
_know_lower(
    "lower_sum_of_powers",
    "In lower the powers are added; take their difference.",
    sign=1.0,
)
_know_lower(
    "lower_alive",
    "lower is the probability of being *alive*; take it from 1.",
    lambda N, L: 1 - _lower(N, L),
)
_know_lower(
    "lower_zero",
    "lower is 0; theorem 3 says more, except with one hidden layer.",
    lambda N, L: 0.0,
)
_know_lower(
    "lower_all_weights_negative",
    "lower is section 3's line, where all weights of a layer are negative; theorem 3 is higher.",
    lambda N, L: 1 - (1 - np.float64(0.5) ** (N * N)) ** (L - 2),
)
_know_upper(
    "upper_all_layers",
    "In upper the power is L; the output's layer has no ReLU: L - 1 are hidden.",
    lambda N, L, h: 1 - (1 - h) ** L,
)
_know_upper(
    "upper_one_layer_fewer",
    "In upper the power is L - 2; theorem 1 watches one input, at which the first hidden layer may "
    "be 0 too: L - 1.",
    lambda N, L, h: 1 - (1 - h) ** (L - 2),
)
_know_upper(
    "upper_alive",
    "upper is the probability that no layer is 0; take it from 1.",
    lambda N, L, h: (1 - h) ** (L - 1),
)
_know_upper(
    "upper_sum",
    "upper is h for each hidden layer, added up; only a layer above living ones throws its coins: "
    "1 - (1 - h)^(L - 1).",
    lambda N, L, h: (L - 1) * h,
)
_know_upper(
    "upper_sum_cut",
    "upper is h for each hidden layer, added up and cut at 1; it is 1 - (1 - h)^(L - 1).",
    lambda N, L, h: min(1.0, (L - 1) * h),
)
_know_upper(
    "upper_one_layer",
    "upper is h, for one layer; any of L - 1 may be 0: 1 - (1 - h)^(L - 1).",
    lambda N, L, h: h,
)
_know_upper(
    "upper_all_dead",
    "upper is the probability that *all* layers are 0; one is enough: 1 - (1 - h)^(L - 1).",
    lambda N, L, h: h ** (L - 1),
)
_know_upper(
    "upper_not_all_dead",
    "upper is 1 - h^(L - 1); no layer is 0 with (1 - h)^(L - 1), which is to be taken from 1.",
    lambda N, L, h: 1 - h ** (L - 1),
)
_know_upper(
    "upper_one_unit",
    "In upper a layer is 0 with 1/2 in yours; all N units have to be negative: h.",
    lambda N, L, h: 1 - 0.5 ** (L - 1),
)
_know_upper(
    "upper_both_sides",
    "In upper a layer is 0 with 2h in yours; theorem 1 watches one input: h.",
    lambda N, L, h: 1 - (1 - 2 * h) ** (L - 1),
)


@bounds.mistake
def other_power(N: int, L: int, more: Any = (1, -1)) -> Any:
    """Your h is another power of a half; it is 0.5**N, a coin for each unit."""
    h = np.float64(0.5) ** (N + more)
    return _lower(N, L, h=h), 1 - (1 - h) ** (L - 1)


@bounds.mistake
def by_division(N: int, L: int, coins: Any = (2, 1)) -> Any:
    """Your h is N in a quotient, 1 / N or 1 / (2N); N coins in a row have 0.5**N."""
    h = np.float64(1 / (coins * N))
    return _lower(N, L, h=h), 1 - (1 - h) ** (L - 1)


@bounds.mistake
def exchanged(N: int, L: int) -> Any:
    """lower and upper are exchanged; return lower, upper."""
    return _upper(N, L), _lower(N, L)


@bounds.mistake
def depth_is_hidden(N: int, L: int) -> Any:
    """You took L for the number of *hidden* layers; it counts layers of weights, the output's
    included: one fewer is hidden."""
    return _lower(N, L + 1), _upper(N, L + 1)


@bounds.mistake
def one_bound_twice(N: int, L: int, lower: Any = (True, False)) -> Any:
    """Both are the same bound; theorem 3 gives lower, theorem 1 upper."""
    return (_lower(N, L),) * 2 if lower else (_upper(N, L),) * 2


@bounds.mistake
def both_alive(N: int, L: int) -> Any:
    """Both are probabilities of being *alive*; take them from 1."""
    return 1 - _lower(N, L), 1 - _upper(N, L)
