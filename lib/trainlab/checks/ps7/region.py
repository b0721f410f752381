"""How deep a width may be, and how wide a depth has to be, for a risk that theorem 1 guarantees."""

from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from typing import Any

import numpy as np

from trainlab.checks.question import Case, question

#: Digits of the oracles' decimal numbers.
DIGITS = 80


@question(
    "ps7/safe_depth",
    returns=("L",),
    section="lecture 12, section 5",
    hints=(
        "Look at theorem 1 as a condition on L: which power of 1 - 2^-N may not fall below 1 - "
        "rho? The output's layer is not in that power.",
        "Take logarithms of (1 - 2^-N)^(L - 1) >= 1 - rho, and mind that both are negative: the "
        "sign turns round when you divide. Then the whole number below. For N = 60 the number 1 - "
        "2^-60 is 1 in float64; np.log1p(-h) is ln(1 - h) without that loss.",
        "int(1 + np.log1p(-rho) / np.log1p(-(0.5**N))).",
    ),
)
def safe_depth(N: int, rho: float) -> int:
    """Return it in decimal numbers, and try it and the next one."""
    with localcontext() as context:
        context.prec = DIGITS
        living, least = 1 - Decimal(2) ** -N, 1 - Decimal(rho)
        L = max(int(1 + least.ln() / living.ln()) - 1, 1)
        while living**L >= least:  # the power of L + 1 layers
            L += 1
        return L


@safe_depth.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("width 8, one in ten", {"N": 8, "rho": 0.1})
    yield Case("width 5, four in ten", {"N": 5, "rho": 0.4})
    yield Case("width 12, one in a hundred", {"N": 12, "rho": 0.01})
    yield Case("width 10, more than a half", {"N": 10, "rho": 0.55})
    yield Case("width 3, nine in ten", {"N": 3, "rho": 0.9})
    yield Case("no risk at all", {"N": 4, "rho": 0.0})
    if thorough:
        yield Case("a width at which no hidden layer is safe", {"N": 2, "rho": 0.1})
        yield Case("one unit in each layer, a large risk", {"N": 1, "rho": 0.9})
        yield Case("width 32", {"N": 32, "rho": 0.1})
        yield Case("width 60", {"N": 60, "rho": 0.1})
        yield Case("width 60, one in a million million", {"N": 60, "rho": 1e-12})
        yield Case("the risk is just what is allowed", {"N": 1, "rho": 0.5})
        yield Case("some width and risk", {"N": 7, "rho": round(float(rng.uniform(0.05, 0.3)), 3)})


#: (N, rho) -> numbers.
Depth = Callable[[int, Any], Any]


def _know_depth(name: str, diagnosis: str, depth: Depth) -> None:
    """Know a wrong depth (N, rho); a risk of 0 is taken out, or is not."""

    def answer(N: int, rho: float, taken_out: Any = (False, True)) -> Any:
        return 1.0 if taken_out and rho == 0 else depth(N, np.float64(rho))

    safe_depth.know(name, diagnosis, answer)


def _logarithm(N: int) -> Any:
    """Return ln(1 - h), however small h is."""
    return np.log1p(-(np.float64(0.5) ** N))


def _whole(number: Any) -> Any:
    return np.floor(number)


_know_depth(
    "hidden_layers",
    "You returned the number of *hidden* layers; L counts the output's too: add 1.",
    lambda N, rho: _whole(np.log1p(-rho) / _logarithm(N)),
)
_know_depth(
    "rounded_up",
    "L is one too large: the last layer that is safe is below the solution, so round down; and the "
    "output's layer is one, added once.",
    lambda N, rho: np.ceil(1 + np.log1p(-rho) / _logarithm(N)),
)
_know_depth(
    "rounded",
    "You rounded to the nearest number; the last layer that is safe is below the solution: round "
    "down.",
    lambda N, rho: np.round(1 + np.log1p(-rho) / _logarithm(N)),
)
_know_depth(
    "not_rounded",
    "This is a broken number; layers are whole: round down.",
    lambda N, rho: 1 + np.log1p(-rho) / _logarithm(N),
)
_know_depth(
    "approximate",
    "You took the approximation for wide layers, 1 + 2^N ln(1 / (1 - rho)); solve the condition "
    "itself.",
    lambda N, rho: _whole(1 - 2.0**N * np.log1p(-rho)),
)
_know_depth(
    "approximate_risk",
    "You took the approximation for small risks, 1 + rho 2^N; solve the condition itself.",
    lambda N, rho: _whole(1 + rho * 2.0**N),
)
_know_depth(
    "risks_added",
    "You added h for each layer up to rho; none is 0 with (1 - h)^(L - 1), which is to be at least "
    "1 - rho.",
    lambda N, rho: _whole(rho * 2.0**N),
)
_know_depth(
    "risk_is_alive",
    "You took rho for the probability of being alive; it is that of being dead: ln(1 - rho).",
    lambda N, rho: _whole(1 + np.log(rho) / _logarithm(N)),
)
_know_depth(
    "logarithm_of_h",
    "You divided by ln h; a layer is *not* 0 with 1 - h: ln(1 - h).",
    lambda N, rho: _whole(1 + np.log1p(-rho) / (N * np.log(0.5))),
)
_know_depth(
    "quotient_upside_down",
    "The quotient is upside down: ln(1 - rho) over ln(1 - h).",
    lambda N, rho: _whole(1 + _logarithm(N) / np.log1p(-rho)),
)
_know_depth(
    "sign",
    "The sign is wrong: both logarithms are negative, so that their quotient is positive.",
    lambda N, rho: np.floor(1 - np.log1p(-rho) / _logarithm(N)),
)
_know_depth(
    "two_logarithms",
    "One logarithm is natural, the other to the base 2; take the same for both.",
    lambda N, rho: _whole(1 + np.log1p(-rho) / (_logarithm(N) / np.log(2))),
)
_know_depth(
    "other_two_logarithms",
    "One logarithm is to the base 2, the other natural; take the same for both.",
    lambda N, rho: _whole(1 + np.log1p(-rho) / np.log(2) / _logarithm(N)),
)
_know_depth(
    "log10_and_natural",
    "One logarithm is natural, the other to the base 10; take the same for both.",
    lambda N, rho: _whole(1 + np.log10(1 - rho) / _logarithm(N)),
)
_know_depth(
    "h_by_division",
    "Your h is 1 / (2N); N coins in a row have 0.5**N.",
    lambda N, rho: _whole(1 + np.log1p(-rho) / np.log1p(-1 / (2 * np.float64(N)))),
)
_know_depth(
    "h_by_number",
    "Your h is 1 / N; N coins in a row have 0.5**N.",
    lambda N, rho: _whole(1 + np.log1p(-rho) / np.log1p(-1 / np.float64(N))),
)
_know_depth(
    "h_without_minus",
    "You took ln(1 + h); a layer is *not* 0 with 1 - h: np.log1p(-h).",
    lambda N, rho: _whole(1 + np.log1p(-rho) / np.log1p(np.float64(0.5) ** N)),
)
_know_depth(
    "h_by_square",
    "Your h is N^-2; N coins in a row have 0.5**N.",
    lambda N, rho: _whole(1 + np.log1p(-rho) / np.log1p(-(np.float64(N) ** -2))),
)
_know_depth(
    "both_sides",
    "A layer is 0 with 2h in yours; theorem 1 watches one input: h.",
    lambda N, rho: _whole(1 + np.log1p(-rho) / np.log1p(-2 * np.float64(0.5) ** N)),
)
_know_depth(
    "h_too_small",
    "A layer is 0 with h / 2 in yours, as if there were a unit more; it is 0.5**N.",
    lambda N, rho: _whole(1 + np.log1p(-rho) / _logarithm(N + 1)),
)
_know_depth(
    "wide_layers_lose_h",
    "For wide layers 1 - h is 1 in float64, and its logarithm 0; take np.log1p(-h).",
    lambda N, rho: np.float64(int(1 + np.log(1 - rho) / np.log(1 - 0.5**N)) if N < 53 else np.inf),
)
_know_depth(
    "small_risks_lost",
    "For small risks 1 - rho has lost digits of rho in float64; take np.log1p(-rho).",
    lambda N, rho: _whole(1 + np.log(1 - rho) / _logarithm(N)),
)
_know_depth(
    "edge_lost",
    "Where the risk is just rho you take a layer less; at most rho is asked for.",
    lambda N, rho: np.maximum(np.ceil(np.log1p(-rho) / _logarithm(N)), 1),
)
_know_depth(
    "without_minus",
    "You took ln(1 + rho) and ln(1 + h); 1 - rho and 1 - h are asked for: np.log1p(-rho), "
    "np.log1p(-h).",
    lambda N, rho: _whole(1 + np.log1p(rho) / np.log1p(np.float64(0.5) ** N)),
)
_know_depth(
    "per_cent",
    "You divided rho by 100; it is a probability already.",
    lambda N, rho: _whole(1 + np.log1p(-rho / 100) / _logarithm(N)),
)
_know_depth(
    "squared_risk",
    "The risk is squared in yours; it is 1 - rho that the power may not fall below.",
    lambda N, rho: _whole(1 + np.log1p(-(rho**2)) / _logarithm(N)),
)
_know_depth(
    "one_sided_half",
    "You halved the risk; all of rho may be used.",
    lambda N, rho: _whole(1 + np.log1p(-rho / 2) / _logarithm(N)),
)
_know_depth(
    "risk_twice",
    "You doubled the risk; it is 1 - rho that the power may not fall below.",
    lambda N, rho: _whole(1 + np.log(np.maximum(1 - 2 * rho, 1e-300)) / _logarithm(N)),
)


def _least_risk(N: int, L: int) -> Any:
    """Return theorem 3's bound."""
    h, powers = np.float64(0.5) ** N, np.float64(L - 2)
    p_one, p_two = (1 - h) ** powers, (1 - 2 * h - (N - 1) * h**2) ** powers
    return 1 - p_one - (1 - 2 * h) * (1 - h) / (1 + (N - 1) * h) * (p_one - p_two)


@safe_depth.mistake
def by_theorem_3(N: int, rho: float) -> Any:
    """You asked for theorem 3's bound to be below rho; a lower bound guarantees nothing: theorem
    1."""
    low, high = 2, 2**60
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _least_risk(N, middle) <= rho else (low, middle)
    return low


@safe_depth.mistake
def zero(N: int, rho: float) -> Any:
    """Where not one hidden layer is safe L is 1, the output's layer alone; you return 0."""
    found = int(1 + np.log1p(-rho) / _logarithm(N))
    return found if found > 1 else 0


@safe_depth.mistake
def searched_too_short(N: int, rho: float, limit: Any = (10_000, 100_000, 1_000_000)) -> Any:
    """Your search ends before the answer; solve the condition by logarithms, since a wide layer may
    be billions deep."""
    return min(int(1 + np.log1p(-rho) / _logarithm(N)), limit)


@question(
    "ps7/safe_width",
    returns=("N",),
    section="lecture 12, section 5",
    hints=(
        "Look at the condition of safe_depth once more, and solve it for h instead: how large may "
        "a layer's probability be?",
        "(1 - h)^(L - 1) >= 1 - rho is h <= 1 - (1 - rho)^(1/(L - 1)), and h = 2^-N: take the "
        "logarithm to the base 2, and the next whole number. With one layer there is no hidden "
        "one. For millions of layers (1 - rho)^(1/(L - 1)) is nearly 1; np.expm1 keeps what "
        "is missing.",
        "if L == 1: return 1; h = -np.expm1(np.log1p(-rho) / (L - 1)); return "
        "int(np.ceil(-np.log2(h))).",
    ),
)
def safe_width(L: int, rho: float) -> int:
    """Return the first width that holds, in decimal numbers."""
    with localcontext() as context:
        context.prec = DIGITS
        N = 1
        while (1 - Decimal(2) ** -N) ** (L - 1) < 1 - Decimal(rho):
            N += 1
        return N


@safe_width.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    yield Case("10 layers, one in ten", {"L": 10, "rho": 0.1})
    yield Case("28 layers, one in a hundred", {"L": 28, "rho": 0.01})
    yield Case("200 layers, nine in ten", {"L": 200, "rho": 0.9})
    yield Case("3 layers, one in 25", {"L": 3, "rho": 0.04})
    yield Case("one layer", {"L": 1, "rho": 0.1})
    yield Case("one hidden layer, a large risk", {"L": 2, "rho": 0.9})
    if thorough:
        yield Case("one hidden layer", {"L": 2, "rho": 0.1})
        yield Case("the risk is just what is allowed", {"L": 2, "rho": 0.5})
        yield Case("two hidden layers, a large risk", {"L": 3, "rho": 0.7})
        yield Case("a width just above a whole number", {"L": 9, "rho": 0.118})
        yield Case("a width just below a whole number", {"L": 9, "rho": 0.1187})
        yield Case("a thousand million million layers", {"L": 10**15, "rho": 1e-6})
        yield Case("some depth and risk", {"L": int(rng.integers(40, 60)), "rho": 0.05})


def _continuous(L: int, rho: Any) -> Any:
    """Return the width at which the condition holds with equality."""
    return -np.log2(-np.expm1(np.log1p(-np.float64(rho)) / np.float64(L - 1)))


def _least(number: Any) -> Any:
    return np.maximum(np.ceil(number), 1)


def _know_width(
    name: str, diagnosis: str, width: Callable[[int, Any], Any], one: float = 1.0
) -> None:
    """Know a wrong width (L, rho) of two layers or more, and what is returned for one."""
    safe_width.know(name, diagnosis, lambda L, rho: width(L, np.float64(rho)) if L > 1 else one)


_know_width(
    "width_rounded",
    "You rounded to the nearest number; the first width that is safe is above the solution: round "
    "up.",
    lambda L, rho: np.maximum(np.round(_continuous(L, rho)), 1),
)
_know_width(
    "width_not_rounded",
    "This is a broken number; units are whole: round up.",
    lambda L, rho: _continuous(L, rho),
)
_know_width(
    "width_one_more",
    "N is one too large: round up, and add nothing; and a layer is 0 with h, not 2h.",
    lambda L, rho: np.ceil(_continuous(L, rho)) + 1,
)
_know_width(
    "one_hidden_layer_fewer",
    "You took L - 2 hidden layers; there are L - 1.",
    lambda L, rho: _least(_continuous(L - 1, rho)) if L > 2 else 1.0,
)
_know_width(
    "one_hidden_layer",
    "L is not used: yours is the width for one hidden layer; there are L - 1.",
    lambda L, rho: _least(_continuous(2, rho)),
)
_know_width(
    "natural_logarithm",
    "You took the natural logarithm; h is 2^-N, so that N is one to the base 2.",
    lambda L, rho: _least(_continuous(L, rho) * np.log(2)),
)
_know_width(
    "logarithm_to_ten",
    "You took the logarithm to the base 10; h is 2^-N, so that N is one to the base 2.",
    lambda L, rho: _least(_continuous(L, rho) * np.log10(2)),
)
_know_width(
    "risk_as_alive",
    "You took rho for the probability of being alive; it is that of being dead: 1 - rho.",
    lambda L, rho: _least(_continuous(L, 1 - rho)),
)
_know_width(
    "power_for_root",
    "You took the power L - 1 where the root belongs: (1 - rho)^(1/(L - 1)).",
    lambda L, rho: _least(-np.log2(-np.expm1(np.log1p(-rho) * np.float64(L - 1)))),
)
_know_width(
    "risk_shared",
    "You gave each layer an equal share of rho; it is enough that h <= 1 - (1 - rho)^(1/(L - 1)), "
    "which is a little more.",
    lambda L, rho: _least(np.log2(np.float64(L - 1)) - np.log2(rho)),
)
_know_width(
    "root_alone",
    "You took the root (1 - rho)^(1/(L - 1)) for h; it is 1 - h.",
    lambda L, rho: _least(-np.log2(np.exp(np.log1p(-rho) / np.float64(L - 1)))),
)
_know_width(
    "width_sign",
    "The sign is wrong: N is *minus* the logarithm of h, which is below 1.",
    lambda L, rho: np.ceil(-_continuous(L, rho)),
)
_know_width(
    "risk_root",
    "You took the root of rho; each layer is *not* 0 with the root of 1 - rho.",
    lambda L, rho: _least(-np.log2(rho) / np.float64(L - 1)),
)
_know_width(
    "inverse_of_h",
    "You returned 1 / h; N is its logarithm to the base 2.",
    lambda L, rho: _least(2.0 ** _continuous(L, rho)),
)
_know_width(
    "half_of_inverse",
    "You solved 1 / (2N) for N; N coins in a row have 0.5**N.",
    lambda L, rho: _least(2.0 ** _continuous(L, rho) / 2),
)
_know_width(
    "width_by_square",
    "You solved N^-2 for N; N coins in a row have 0.5**N.",
    lambda L, rho: _least(2.0 ** (_continuous(L, rho) / 2)),
)
_know_width(
    "risk_halved",
    "You halved the risk; all of rho may be used.",
    lambda L, rho: _least(_continuous(L, rho / 2)),
)
_know_width(
    "edge_lost",
    "Where the risk is just rho you take a unit more; at most rho is asked for.",
    lambda L, rho: np.floor(_continuous(L, rho)) + 1,
)
_know_width(
    "width_approximate",
    "You took the approximation for wide layers, (L - 1) h = ln(1 / (1 - rho)); solve the "
    "condition itself.",
    lambda L, rho: _least(np.log2(np.float64(L - 1) / -np.log1p(-rho))),
)
_know_width(
    "width_from_two",
    "N is 2 at least in yours; one unit is a layer too.",
    lambda L, rho: np.maximum(_least(_continuous(L, rho)), 2),
    one=2.0,
)
_know_width(
    "no_units_without_hidden_layers",
    "With one layer there is no hidden one, and N = 1 is the least width; you return 0.",
    lambda L, rho: _least(_continuous(L, rho)),
    one=0.0,
)
_know_width(
    "infinite_without_hidden_layers",
    "With one layer there is no hidden one, and N = 1 is the least width; yours is infinite.",
    lambda L, rho: _least(_continuous(L, rho)),
    one=np.inf,
)
_know_width(
    "nan_without_hidden_layers",
    "With one layer there is no hidden one, and N = 1 is the least width; you divided by 0.",
    lambda L, rho: _least(_continuous(L, rho)),
    one=np.nan,
)


@safe_width.mistake
def width_rounded_down(L: int, rho: float, at_least: Any = (1, 0)) -> Any:
    """N is one too small: the first width that is safe is above the solution, so round up; and a
    layer is 0 with h, not h / 2."""
    return np.maximum(np.floor(_continuous(L, rho)), at_least) if L > 1 else 1.0


@safe_width.mistake
def all_layers_hidden(L: int, rho: float, hidden_alone: Any = (False, True)) -> Any:
    """You counted the output's layer among the hidden ones, of which there are L - 1."""
    return _least(_continuous(L + 1, rho)) if L > 1 or hidden_alone else 1.0


@safe_width.mistake
def wide_layers_lose_h(L: int, rho: float) -> Any:
    """For wide layers 1 - 2^-N is 1 in float64, and no risk is left; take np.log1p(-h), and
    np.expm1."""
    widths = (N for N in range(1, 100) if rho >= 1 - (1 - 0.5**N) ** (L - 1))
    return next(widths)


@safe_width.mistake
def searched_widths_too_short(L: int, rho: float, limit: Any = (20, 30, 32, 50, 64)) -> Any:
    """Your search ends before the answer; let it go on until the condition holds."""
    return np.minimum(_least(_continuous(L, rho)), limit) if L > 1 else 1.0


@safe_width.mistake
def many_layers_lose_h(L: int, rho: float) -> Any:
    """For very many layers (1 - rho)^(1/(L - 1)) is 1 in float64, and what is missing is lost: h =
    -np.expm1(np.log1p(-rho) / (L - 1))."""
    return _least(-np.log2(1 - (1 - np.float64(rho)) ** (1 / (L - 1)))) if L > 1 else 1.0


@safe_width.mistake
def width_by_theorem_3(L: int, rho: float) -> Any:
    """You asked for theorem 3's bound to be below rho; a lower bound guarantees nothing: theorem
    1."""
    widths = (N for N in range(1, 100) if L == 1 or _least_risk(N, L) <= rho)
    return next(widths)
