"""How long the best step along a direction is, on a quadratic."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps5.functions import turned
from trainlab.checks.question import Case, question


@question(
    "ps5/best_length",
    returns=("t",),
    section="lecture 07, section 6",
    hints=(
        "Look at the quadratic along the line alone: a parabola in t, with a slope at t = 0 and a "
        "curvature.",
        "The slope is g.d and the curvature d.Hd. Newton's step for one parameter is minus the "
        "slope over the curvature; where the curvature is not positive there is no lowest point.",
        "curvature = d @ H @ d; return -(g @ d) / curvature if curvature > 0 else np.inf.",
    ),
)
def best_length(g: Array, H: Array, d: Array) -> float:
    """Return it by the parabola through its values at t = -1, 0 and 1."""
    before, after = (t * (g @ d) + d @ H @ d * (t * t / 2) for t in (-1.0, 1.0))
    bend = before + after
    return float((before - after) / 2 / bend) if bend > 0 else np.inf


@best_length.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    g, d = away_from_zero(rng, 3), away_from_zero(rng, 3)
    bowl = {"g": g, "H": turned(rng, (1.0, 3.0, 9.0))}
    yield Case("a bowl, straight down", bowl | {"d": -g})
    yield Case("a bowl, in another direction", bowl | {"d": -np.sign(g @ d) * d})
    yield Case("a direction that leads uphill", bowl | {"d": np.sign(g @ d) * d})
    if thorough:
        yield Case("a level direction", bowl | {"g": np.array([1.0, 2.0, 0.0])}
                   | {"d": np.array([2.0, -1.0, 0.0])})  # fmt: skip
        yield Case("one unknown", {"g": g[:1], "H": np.array([[4.0]]), "d": d[:1]})
        saddle = {"g": np.array([0.75, -0.5]), "H": np.diag([3.0, -1.0])}
        yield Case("a saddle, where it curves upwards", saddle | {"d": np.array([-1.0, 0.5])})
        yield Case("a saddle, where it curves downwards", saddle | {"d": np.array([-0.5, 1.5])})
        yield Case("a saddle, where it is straight", saddle | {"H": np.diag([1.0, -1.0])}
                   | {"d": np.array([-1.0, 1.0])})  # fmt: skip
        yield Case("a saddle, straight and uphill", saddle | {"H": np.diag([1.0, -1.0])}
                   | {"d": np.array([1.0, -1.0])})  # fmt: skip
        yield Case("a saddle, downwards and uphill", saddle | {"d": np.array([0.5, -1.5])})
        whole = {"g": np.array([3, -1]), "H": np.array([[2, 1], [1, 3]]), "d": np.array([-2, 1])}
        yield Case("whole numbers", whole)


#: What an answer makes of g.d, d.Hd, g, H and d.
Length = Callable[[Any, Any, Array, Array, Array], Any]


def _know(name: str, diagnosis: str, length: Length) -> None:
    """Know a wrong length where there is a lowest point."""

    def answer(g: Array, H: Array, d: Array) -> Any:
        curvature = d @ H @ d
        return length(g @ d, curvature, g, H, d) if curvature > 0 else np.inf

    best_length.know(name, diagnosis, answer)


def _know_none(name: str, diagnosis: str, length: Callable[[Any, Any], Any]) -> None:
    """Know what is wrong, (slope, curvature), where there is no lowest point."""

    def answer(g: Array, H: Array, d: Array) -> Any:
        slope, curvature = g @ d, d @ H @ d
        return -slope / curvature if curvature > 0 else length(slope, np.float64(curvature))

    best_length.know(name, diagnosis, answer)


_know(
    "wrong_sign",
    "The sign is wrong: the slope g.d + t d.Hd is zero at t = -g.d / d.Hd.",
    lambda slope, bend, g, H, d: slope / bend,
)
_know(
    "straight_down",
    "This is the length along -g, g.g / g.Hg; take the direction d that is given.",
    lambda slope, bend, g, H, d: g @ g / (g @ H @ g),
)
_know(
    "gradient_over_curvature",
    "g.g / d.Hd is right along d = -g alone; the slope along d is g.d.",
    lambda slope, bend, g, H, d: g @ g / bend,
)
_know(
    "length_over_curvature",
    "You divided d.d by the curvature; divide the slope g.d, and turn its sign.",
    lambda slope, bend, g, H, d: d @ d / bend,
)
_know(
    "upside_down",
    "The fraction stands on its head: the slope is divided by the curvature.",
    lambda slope, bend, g, H, d: -bend / np.float64(slope),
)
_know(
    "no_hessian",
    "You divided by d.d; the curvature along d is d.Hd.",
    lambda slope, bend, g, H, d: -slope / (d @ d),
)
_know(
    "slope_alone",
    "You did not divide by the curvature, d.Hd.",
    lambda slope, bend, g, H, d: -slope,
)
_know(
    "curvature_along_gradient",
    "The curvature is that along the gradient, g.Hg; along d it is d.Hd.",
    lambda slope, bend, g, H, d: -slope / (g @ H @ g),
)
_know(
    "mixed_curvature",
    "You divided by g.Hd; the curvature along d is d.Hd.",
    lambda slope, bend, g, H, d: -slope / np.float64(g @ H @ d),
)
_know(
    "mixed_slope",
    "You took g.Hd for the slope along d; it is g.d.",
    lambda slope, bend, g, H, d: -(g @ H @ d) / bend,
)
_know(
    "half",
    "This is half of the length: d.Hd t^2 / 2 has the slope d.Hd t, without the half.",
    lambda slope, bend, g, H, d: -slope / bend / 2,
)
_know(
    "double",
    "This is twice the length, where the parabola is as high again as at the start; its lowest "
    "point is halfway.",
    lambda slope, bend, g, H, d: -2 * slope / bend,
)
_know(
    "absolute",
    "You took the absolute value; where d leads uphill t is negative.",
    lambda slope, bend, g, H, d: abs(slope) / bend,
)
_know(
    "never_back",
    "You cut t at 0; where d leads uphill the lowest point is behind, and t negative.",
    lambda slope, bend, g, H, d: max(-slope / bend, 0.0),
)
_know(
    "infinite_uphill",
    "You returned np.inf where d leads uphill; the parabola has a lowest point, at a negative t.",
    lambda slope, bend, g, H, d: -slope / bend if slope <= 0 else np.inf,
)
_know(
    "level_is_infinite",
    "Where d leads level you returned np.inf; the lowest point is here, t = 0.",
    lambda slope, bend, g, H, d: -slope / bend if slope else np.inf,
)
_know(
    "step_itself",
    "This is the step t d; return its length t alone.",
    lambda slope, bend, g, H, d: -slope / bend * d,
)
_know(
    "new_gradient",
    "This is the gradient at the end of the step; return the length t.",
    lambda slope, bend, g, H, d: g - slope / bend * (H @ d),
)
_know(
    "newton",
    "This is Newton's step, a vector; asked for is one number, the length along d.",
    lambda slope, bend, g, H, d: -np.linalg.solve(H, g),
)
_know(
    "entry_by_entry",
    "* multiplies entry by entry, and gives an array; g.d and d.Hd are sums: @ or np.dot.",
    lambda slope, bend, g, H, d: -(g * d) / (d * (H @ d)),
)
_know(
    "diagonal",
    "You used the diagonal of H alone; the curvature is the whole d.Hd.",
    lambda slope, bend, g, H, d: -slope / np.float64(np.diag(H) @ d**2),
)
_know(
    "squares_of_products",
    "You divided by the squares of Hd; the curvature is d.Hd.",
    lambda slope, bend, g, H, d: -slope / (H @ d @ H @ d),
)
_know(
    "least_gradient",
    "This makes the *gradient* smallest, -(g.Hd) / (Hd.Hd); the function is lowest at -g.d / d.Hd.",
    lambda slope, bend, g, H, d: -(g @ H @ d) / (H @ d @ H @ d),
)
_know(
    "size_of_product",
    "You divided by the length of Hd; the curvature is the product d.Hd.",
    lambda slope, bend, g, H, d: -slope / np.linalg.norm(H @ d),
)
_know(
    "unit_direction",
    "This is the distance in space, t times the length of d; return t.",
    lambda slope, bend, g, H, d: -slope / bend * np.linalg.norm(d),
)
_know(
    "largest_curvature",
    "You divided by the largest curvature of all; the one along d counts, d.Hd / d.d.",
    lambda slope, bend, g, H, d: -slope / (d @ d) / np.linalg.eigvalsh(H)[-1],
)
_know(
    "rate_for_all",
    "This is the best fixed rate, 2 / (largest + smallest curvature); t is the best along d, from "
    "here.",
    lambda slope, bend, g, H, d: 2 / np.float64(np.linalg.eigvalsh(H)[[0, -1]].sum()),
)
_know(
    "inverse_hessian",
    "You took the inverse of H for the curvature; it is d.Hd.",
    lambda slope, bend, g, H, d: -slope / np.float64(d @ np.linalg.solve(H, d)),
)
_know(
    "newton_projected",
    "This is how far Newton's step goes along d; the lowest point along d itself is elsewhere, at "
    "-g.d / d.Hd.",
    lambda slope, bend, g, H, d: -np.linalg.solve(H, g) @ d / (d @ d),
)
_know_none(
    "highest_taken",
    "Where the curvature is not positive, -g.d / d.Hd is the *highest* point, or divides by zero; "
    "return np.inf there.",
    lambda slope, bend: -slope / bend,
)
_know_none(
    "zero_if_none",
    "Where there is no lowest point you returned 0; return np.inf.",
    lambda slope, bend: 0.0,
)
_know_none(
    "one_if_none",
    "Where there is no lowest point you returned 1; return np.inf.",
    lambda slope, bend: 1.0,
)
_know_none(
    "nan_if_none",
    "Where there is no lowest point you returned nan; return np.inf.",
    lambda slope, bend: np.nan,
)
_know_none(
    "minus_infinity",
    "Where the curvature is not positive you returned -np.inf, or that where d leads uphill; it is "
    "np.inf.",
    lambda slope, bend: -np.inf if slope > 0 else np.inf,
)
_know_none(
    "always_minus_infinity",
    "Where there is no lowest point you returned -np.inf; return np.inf.",
    lambda slope, bend: -np.inf,
)
_know_none(
    "absolute_curvature",
    "You took the absolute value of the curvature, as the saddle-free rule does; along d there is "
    "no lowest point: return np.inf.",
    lambda slope, bend: -slope / abs(bend),
)
_know_none(
    "straight_forgotten",
    "Where the curvature is exactly 0 there is no lowest point either; return np.inf, and divide "
    "only by what is above 0.",
    lambda slope, bend: np.inf if bend < 0 else -slope / bend,
)
_know_none(
    "straight_alone",
    "You returned np.inf where the curvature is 0, and -g.d / d.Hd where it is negative; that is "
    "the highest point. Ask whether it is above 0.",
    lambda slope, bend: -slope / bend if bend else np.inf,
)


@best_length.mistake
def definite_alone(g: Array, H: Array, d: Array) -> Any:
    """You returned np.inf wherever H is not positive definite; the curvature along d alone counts,
    d.Hd."""
    return -(g @ d) / (d @ H @ d) if np.linalg.eigvalsh(H)[0] > 0 else np.inf


@best_length.mistake
def number_below(
    g: Array, H: Array, d: Array, small: Any = (1e-6, 1e-8, 1e-10, 1e-12, 1e-16)
) -> Any:
    """A small number below the fraction keeps it from dividing by zero, and gives a length where
    there is none: return np.inf where d.Hd is not above 0."""
    return -(g @ d) / (d @ H @ d + small)
