"""The strong Wolfe conditions: whether a step fulfils them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, unpack
from trainlab.checks.ps5.functions import Function
from trainlab.checks.ps5.lines import barrier, exact, given, parabola, until, waves
from trainlab.checks.question import Answer, Case, question

RETURNS = (Output("gained"), Output("flat"))


def _asked(
    wolfe: Answer, /, f: Function, theta: Array, d: Array, t: Sequence[float], **options: float
) -> Outputs:
    """Return both verdicts on each of several lengths."""
    verdicts = [unpack(RETURNS, wolfe(f, theta, d, one, **options)) for one in t]
    return {name: np.array([one[name] for one in verdicts]) for name in ("gained", "flat")}


def _told(
    inputs: dict[str, Any], name: str, place: tuple[int, ...], mine: float, right: float
) -> str:
    """Return a verdict that is wrong, and the length that it is on."""
    return f"at t = {inputs['t'][place[0]]:.5g}, {name} is {bool(mine)}; expected {bool(right)}"


@question(
    "ps5/wolfe",
    returns=(Named("verdicts"),),
    drive=_asked,
    told=_told,
    section="lecture 07, section 7",
    hints=(
        "Look at two numbers at each end of the step: the value, and the slope along d, which is "
        "the gradient there times d.",
        "Enough is gained where the value at t is at most value + c1 t slope. Enough of the slope "
        "is gone where the *sizes* of the slopes, that at t and that at 0, are as 1 to c2 at most.",
        "value, g = f(theta); new, there = f(theta + t * d); return new <= value + c1 * t * (g @ "
        "d), abs(there @ d) <= c2 * abs(g @ d).",
    ),
)
def wolfe(
    f: Function, theta: Array, d: Array, t: Sequence[float], c1: float = 1e-4, c2: float = 0.9
) -> Outputs:
    """Return them by the mean slope, and by how much the slope has changed."""
    value, g = f(theta)
    slope = np.einsum("i,i", g, d)
    places = [f(theta + one * d) for one in t]
    mean = np.array([new - value for new, _ in places]) / np.array(t)
    risen = np.array([np.einsum("i,i", there, d) - slope for _, there in places])
    flat = (risen >= (1 - c2) * -slope) & (risen <= (1 + c2) * -slope)
    return {"gained": (mean <= c1 * slope) * 1.0, "flat": flat * 1.0}


@wolfe.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    size = rng.uniform(0.95, 1.05)
    lengths = [0.04, 0.07, 0.11, 0.2, 0.6, 1.0, 1.3, 1.8, 1.95, 1.9999, 2.1, 3.0]
    bowl = given(rng, partial(parabola, slope=-size, bend=size, value=4.0), 0.05) | {"t": lengths}
    yield Case("a bowl", bowl)
    yield Case("a bowl, c1 = 0.3 and c2 = 0.5", bowl | {"c1": 0.3, "c2": 0.5})
    wavy = given(rng, partial(waves, slope=-0.6, size=0.4, length=1.5), 0.05)
    yield Case("waves", wavy | {"t": list(np.arange(0.1, 5.0, 0.25)), "c1": 0.2})
    line = partial(parabola, slope=-1.0, bend=1.0)
    yield Case("just fulfilled", exact(line) | {"c1": 0.25, "c2": 0.5, "t": [0.5, 1.0, 1.5]})
    if thorough:
        yield Case("waves, c1 = 0.05 and c2 = 0.2", wavy
                   | {"t": list(np.arange(0.1, 5.0, 0.125)), "c1": 0.05, "c2": 0.2})  # fmt: skip
        wall = given(rng, partial(barrier, end=1.0, slope=-3.0))
        yield Case("a wall", wall | {"t": [0.05, 0.3, 0.6, 0.9, 0.99, 1.0, 1.5]})
        edge = partial(until, end=0.5, beyond=np.nan, inner=line)
        yield Case("nan far out", given(rng, edge) | {"t": [0.05, 0.3, 0.6, 2.0]})
        far = given(rng, partial(parabola, slope=-20 * size, bend=8.0 * size, value=-9.0))
        yield Case("values below 0", far | {"t": [0.1, 0.5, 2.5, 4.6, 4.8, 5.1], "c1": 0.02})
        tiny = given(rng, partial(parabola, slope=-0.001, bend=0.001, value=0.002))
        yield Case("a small slope", tiny | {"t": lengths, "c1": 0.15})
        yield Case("whole numbers", bowl | {"t": [1, 2, 3], "c1": 0.3})


#: (value, slope, new value, new slope, t, c1, c2) -> verdict.
Verdict = Callable[[Any, Any, Any, Any, Any, Any, Any], Any]


def _gained(v: Any, s: Any, new: Any, there: Any, t: Any, c1: Any, c2: Any) -> Any:
    return new <= v + c1 * t * s


def _flat(v: Any, s: Any, new: Any, there: Any, t: Any, c1: Any, c2: Any) -> Any:
    return abs(there) <= c2 * abs(s)


def _know(name: str, diagnosis: str, gained: Verdict = _gained, flat: Verdict = _flat) -> None:
    """Know a wrong verdict by values and slopes."""

    def answer(
        f: Function, theta: Array, d: Array, t: float, c1: float = 1e-4, c2: float = 0.9
    ) -> Any:
        (v, g), (new, there) = f(theta), f(theta + t * d)
        numbers = v, g @ d, new, there @ d, t, c1, c2
        return gained(*numbers), flat(*numbers)

    wolfe.know(name, diagnosis, answer)


def _know_slopes(
    name: str,
    diagnosis: str,
    slopes: Callable[[Array, Array, Array], tuple[Any, Any]],
    both: bool = True,
) -> None:
    """Know wrong slopes (g, there, d) -> at 0 and at t, in both conditions or the second alone."""

    def answer(
        f: Function, theta: Array, d: Array, t: float, c1: float = 1e-4, c2: float = 0.9
    ) -> Any:
        (v, g), (new, there) = f(theta), f(theta + t * d)
        a, b = slopes(g, there, d)
        return new <= v + c1 * t * (a if both else g @ d), abs(b) <= c2 * abs(a)

    wolfe.know(name, diagnosis, answer)


_know(
    "gained_wrong_sign",
    "The sign is wrong in the first condition: c1 t phi'(0) is negative and added, so that the "
    "value has to be lower by that much.",
    gained=lambda v, s, new, there, t, c1, c2: new <= v - c1 * t * s,
)
_know(
    "gained_any",
    "You took any lower value for enough; it is to be at most f(theta) + c1 t phi'(0).",
    gained=lambda v, s, new, there, t, c1, c2: new < v,
)
_know(
    "gained_without_c1",
    "c1 is missing in the first condition, f(theta) + c1 t phi'(0).",
    gained=lambda v, s, new, there, t, c1, c2: new <= v + t * s,
)
_know(
    "gained_without_t",
    "t is missing in the first condition, f(theta) + c1 t phi'(0): a short step is to gain less.",
    gained=lambda v, s, new, there, t, c1, c2: new <= v + c1 * s,
)
_know(
    "gained_by_c2",
    "The first condition has c1, the second c2; your first has c2.",
    gained=lambda v, s, new, there, t, c1, c2: new <= v + c2 * t * s,
)
_know(
    "gained_by_default",
    "c1 is 1e-4 whatever is given; use the argument.",
    gained=lambda v, s, new, there, t, c1, c2: new <= v + 1e-4 * t * s,
)
_know(
    "gained_by_slope_there",
    "The first condition has the slope at the *start*, phi'(0).",
    gained=lambda v, s, new, there, t, c1, c2: new <= v + c1 * t * there,
)
_know(
    "gained_strictly",
    "Where the first condition is just fulfilled it holds: <=, not <.",
    gained=lambda v, s, new, there, t, c1, c2: new < v + c1 * t * s,
)
_know(
    "gained_share_of_value",
    "You asked for a share of the value; it is to be at most f(theta) + c1 t phi'(0).",
    gained=lambda v, s, new, there, t, c1, c2: new <= (1 - c1) * v,
)
_know(
    "gained_outside",
    "c1 stands before the whole bound; it multiplies t phi'(0) alone.",
    gained=lambda v, s, new, there, t, c1, c2: new <= c1 * (v + t * s),
)
_know(
    "gained_reversed",
    "The first condition is turned round: it holds where the value is *at most* the bound.",
    gained=lambda v, s, new, there, t, c1, c2: new >= v + c1 * t * s,
)
_know(
    "gained_unless_above",
    "nan is taken for enough, since no comparison with it is true: ask whether the value is at "
    "most the bound, not whether it is above.",
    gained=lambda v, s, new, there, t, c1, c2: not new > v + c1 * t * s,
)
_know(
    "gained_by_size",
    "You compared sizes in the first condition; the values themselves count, negative ones too.",
    gained=lambda v, s, new, there, t, c1, c2: abs(new) <= abs(v + c1 * t * s),
)
_know(
    "gained_t_squared",
    "t is squared in the first condition; it is c1 t phi'(0), a straight line in t.",
    gained=lambda v, s, new, there, t, c1, c2: new <= v + c1 * t * t * s,
)
_know(
    "flat_without_bars",
    "The left bars are missing, which is the plain Wolfe condition: a slope that rises steeply is "
    "not flat either. Ask |phi'(t)| <= c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: there >= c2 * s,
)
_know(
    "flat_from_above",
    "The bars are missing on the left, so that every slope that still falls is taken for flat: "
    "|phi'(t)| <= c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: there <= c2 * abs(s),
)
_know(
    "flat_never",
    "Nothing is flat: either the bars are missing on the right, and no size is below the negative "
    "phi'(0), or both slopes are that of the start. Ask |phi'(t)| <= c2 |phi'(0)|, with the "
    "gradient at theta + t d.",
    flat=lambda v, s, new, there, t, c1, c2: False,
)
_know(
    "flat_falling_less",
    "The bars are missing: phi'(t) <= c2 phi'(0) holds where the slope is still steep. Ask "
    "|phi'(t)| <= c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: there <= c2 * s,
)
_know(
    "flat_without_c2",
    "c2 is missing in the second condition, |phi'(t)| <= c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there) <= abs(s),
)
_know(
    "flat_by_c1",
    "The second condition has c2, and yours c1.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there) <= c1 * abs(s),
)
_know(
    "flat_by_default",
    "c2 is 0.9 whatever is given; use the argument.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there) <= 0.9 * abs(s),
)
_know(
    "flat_by_rest",
    "You took 1 - c2 for c2: c2 is the share of the slope that may be *left*.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there) <= (1 - c2) * abs(s),
)
_know(
    "flat_strictly",
    "Where the second condition is just fulfilled it holds: <=, not <.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there) < c2 * abs(s),
)
_know(
    "flat_reversed",
    "The second condition is turned round: |phi'(t)| is to be *at most* c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there) >= c2 * abs(s),
)
_know(
    "flat_times_t",
    "There is no t in the second condition: |phi'(t)| <= c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there) <= c2 * t * abs(s),
)
_know(
    "flat_unless_steep",
    "nan is taken for flat, since no comparison with it is true: ask whether the slope's size is "
    "at most c2 |phi'(0)|, not whether it is above.",
    flat=lambda v, s, new, there, t, c1, c2: not abs(there) > c2 * abs(s),
)
_know(
    "flat_squared",
    "You squared the slopes and not c2; compare their sizes.",
    flat=lambda v, s, new, there, t, c1, c2: there**2 <= c2 * s**2,
)
_know(
    "flat_of_change",
    "You looked at how much the slope has changed; its size at t counts, |phi'(t)| <= c2 "
    "|phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there - s) <= c2 * abs(s),
)
_know(
    "flat_if_risen",
    "You took any slope that no longer falls for flat; its size counts, |phi'(t)| <= c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: there >= 0,
)
_know(
    "flat_by_values",
    "You took the mean slope, the change of the value over t; the slope at t is the gradient there "
    "times d.",
    flat=lambda v, s, new, there, t, c1, c2: abs((new - v) / t) <= c2 * abs(s),
)
_know(
    "flat_by_c2_alone",
    "The slope at t is compared with c2 itself; compare it with c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: abs(there) <= c2,
)
_know(
    "goldstein",
    "This is Goldstein's second condition, which looks at the value; the second Wolfe condition "
    "looks at the slope: |phi'(t)| <= c2 |phi'(0)|.",
    flat=lambda v, s, new, there, t, c1, c2: new >= v + (1 - c1) * t * s,
)
_know(
    "strictly",
    "Where a condition is just fulfilled it holds: <=, not <, in both.",
    gained=lambda v, s, new, there, t, c1, c2: new < v + c1 * t * s,
    flat=lambda v, s, new, there, t, c1, c2: abs(there) < c2 * abs(s),
)
_know(
    "exchanged",
    "The two verdicts are exchanged; return gained, flat.",
    gained=_flat,
    flat=_gained,
)
_know(
    "both_in_one",
    "Both are the verdict on both conditions together; return one for each.",
    gained=lambda *numbers: _gained(*numbers) and _flat(*numbers),
    flat=lambda *numbers: _gained(*numbers) and _flat(*numbers),
)
_know(
    "constants_exchanged",
    "c1 and c2 are exchanged: c1 is in the first condition, c2 in the second.",
    gained=lambda v, s, new, there, t, c1, c2: new <= v + c2 * t * s,
    flat=lambda v, s, new, there, t, c1, c2: abs(there) <= c1 * abs(s),
)
_know(
    "defaults",
    "c1 and c2 are 1e-4 and 0.9 whatever is given; use the arguments.",
    gained=lambda v, s, new, there, t, c1, c2: new <= v + 1e-4 * t * s,
    flat=lambda v, s, new, there, t, c1, c2: abs(there) <= 0.9 * abs(s),
)
_know(
    "flat_only_where_gained",
    "The second verdict waits for the first; each is asked for by itself.",
    flat=lambda *numbers: _gained(*numbers) and _flat(*numbers),
)
_know(
    "gained_only_where_flat",
    "The first verdict waits for the second; each is asked for by itself.",
    gained=lambda *numbers: _gained(*numbers) and _flat(*numbers),
)
_know_slopes(
    "norms",
    "You compared the norms of the gradients; what counts is the slope along d, the gradient times "
    "d.",
    lambda g, there, d: (np.linalg.norm(g), np.linalg.norm(there)),
    both=False,
)
_know_slopes(
    "gradient_squared",
    "You took -g.g for the slopes, as along -g; the slope along d is the gradient times d.",
    lambda g, there, d: (-g @ g, -there @ there),
)
_know_slopes(
    "start_squared",
    "You took -g.g for the slope at the start, as along -g; it is g.d.",
    lambda g, there, d: (-g @ g, there @ d),
)
_know_slopes(
    "along_own_gradient",
    "You took the slope at t along the gradient of the start; it is the gradient there times d.",
    lambda g, there, d: (g @ d, there @ g),
    both=False,
)


@wolfe.mistake
def at_direction(
    f: Function, theta: Array, d: Array, t: float, c1: float = 1e-4, c2: float = 0.9
) -> Any:
    """You looked at theta + d; the end of the step is theta + t d."""
    (v, g), (new, there) = f(theta), f(theta + d)
    return new <= v + c1 * t * (g @ d), abs(there @ d) <= c2 * abs(g @ d)


@wolfe.mistake
def backwards(
    f: Function, theta: Array, d: Array, t: float, c1: float = 1e-4, c2: float = 0.9
) -> Any:
    """You looked at theta - t d; the end of the step is theta + t d."""
    (v, g), (new, there) = f(theta), f(theta - t * d)
    return new <= v + c1 * t * (g @ d), abs(there @ d) <= c2 * abs(g @ d)


@wolfe.mistake
def gradient_at_t(
    f: Function, theta: Array, d: Array, t: float, c1: float = 1e-4, c2: float = 0.9
) -> Any:
    """You looked at theta - t g, along the gradient; the end of the step is theta + t d."""
    v, g = f(theta)
    new, there = f(theta - t * g)
    return new <= v + c1 * t * (g @ d), abs(there @ d) <= c2 * abs(g @ d)
