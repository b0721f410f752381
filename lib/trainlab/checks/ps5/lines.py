"""Functions that are known along a line, and how often a search looks at them."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Unusable, unpack
from trainlab.checks.question import Answer

#: t -> phi(t) and its slope.
Profile = Callable[[float], tuple[float, float]]
#: Looks after which a search has no end, and calls after which a run of many steps has none.
MOST, MOST_OF_RUN = 500, 20_000


def line(theta: Array, profile: Profile, origin: Array, u: Array, w: Array) -> tuple[Any, Array]:
    """Return a profile along u from an origin, and a bowl with the slope w across it."""
    moved = theta - origin
    value, slope = profile(float(u @ moved))
    across = w @ moved
    return value + across + 4 * across**2, slope * u + (1 + 8 * across) * w


def given(rng: np.random.Generator, profile: Profile, across: float = 1.9) -> dict[str, Any]:
    """Return f, theta and d, so that f(theta + t d) is the profile at t.

    Across the line f has a slope w, so that the gradient is not along d. Whatever is drawn, d.d is
    6, and w.w what is given as ``across``.
    """
    theta, d, w = (away_from_zero(rng, 3) for _ in range(3))
    d *= np.sqrt(6 / (d @ d))
    w -= w @ d / (d @ d) * d
    w *= np.sqrt(across / (w @ w))
    f = partial(line, profile=profile, origin=theta, u=d / (d @ d), w=w)
    return {"f": f, "theta": theta, "d": d}


def exact(profile: Profile) -> dict[str, Any]:
    """Return f, theta and d of one unknown, so that nothing is rounded: theta is 0 and d is 1."""
    zero, one = np.zeros(1), np.ones(1)
    f = partial(line, profile=profile, origin=zero, u=one, w=zero)
    return {"f": f, "theta": zero, "d": one}


def parabola(t: float, slope: float, bend: float, value: float = 0.0) -> tuple[float, float]:
    """Return a parabola."""
    return value + slope * t + bend * t * t / 2, slope + bend * t


def until(t: float, end: float, beyond: float, inner: Profile) -> tuple[float, float]:
    """Return a profile up to an end, and from there on a value that is no number, and no slope."""
    return inner(t) if t < end else (beyond, np.nan)


def waves(t: float, slope: float, size: float, length: float) -> tuple[float, float]:
    """Return a line with waves on it, and a wide bowl that ends it far away."""
    k = 2 * np.pi / length
    value = slope * t + size * (1 - np.cos(k * t)) + 1e-3 * t * t
    return float(value), float(slope + size * k * np.sin(k * t) + 2e-3 * t)


def barrier(t: float, end: float, slope: float) -> tuple[float, float]:
    """Return a logarithm that ends at a wall, and beyond it no number."""
    if t >= end:
        return np.inf, np.nan
    return float(slope * t - end * np.log(1 - t / end)), slope + 1 / (1 - t / end)


def detour(t: float, height: float, slope: float = 0.0) -> tuple[float, float]:
    """Return what falls with slope -1 at first, has this height and slope at t = 1, and rises."""
    if t > 1:
        return height + slope * (t - 1) + (t - 1) ** 2, slope + 2 * (t - 1)
    a, b = 2 + 3 * height - slope, -1 - 2 * height + slope
    return -t + a * t**2 + b * t**3, -1 + 2 * a * t + 3 * b * t**2


def stretched(t: float, by: float, inner: Profile) -> tuple[float, float]:
    """Return a profile that is so many times as long."""
    value, slope = inner(t / by)
    return value, slope / by


class Counted:
    """A function that counts how often it is called, and at last refuses.

    Args:
        f: to call.
        most: calls that it answers.
        name: what the student's function calls it.
    """

    def __init__(self, f: Callable[[Array], Any], most: int = MOST, name: str = "f") -> None:
        """Begin to count."""
        self.f, self.most, self.name, self.calls = f, most, name, 0

    def __call__(self, theta: Array) -> Any:
        """Return what f gives."""
        self.calls += 1
        if self.calls > self.most:
            raise RuntimeError(f"{self.name} was called without an end")
        return self.f(theta)


def ended(f: Counted, run: Callable[[], Any]) -> Any:
    """Return what a run that calls f returns.

    Raises:
        Unusable: for a run without an end.
    """
    try:
        return run()
    except Exception:
        if f.calls > f.most:
            said = f"nothing within {f.most} calls of {f.name}, and was stopped"
            raise Unusable(said, "endless") from None
        raise


def found(search: Answer, f: Counted, theta: Array, d: Array, **options: float) -> Array:
    """Return the step length that a search finds."""
    t = ended(f, lambda: search(f, theta, d, **options))
    return unpack([Output("t")], t)["t"]
