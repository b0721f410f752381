"""BFGS whole: a direction, a given search, an update, step after step."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps5 import paths
from trainlab.checks.ps5.functions import (
    Function,
    Search,
    bowl,
    canyon,
    contented,
    exactly,
    halving,
    quartic,
    shortened,
    straight,
    turned,
)
from trainlab.checks.ps5.lines import MOST_OF_RUN, Counted, ended
from trainlab.checks.ps5.update import product_form, sum_form
from trainlab.checks.question import Answer, Case, question


def _walked(
    bfgs: Answer, /, f: Function, theta: Array, search: Search, steps: int, **options: float
) -> Any:
    """Return the path, unless it has no end."""
    counted = Counted(f, MOST_OF_RUN)
    return ended(counted, lambda: bfgs(counted, theta, search, steps, **options))


@question(
    "ps5/bfgs",
    returns=("path",),
    drive=_walked,
    builds_on=("bfgs_inverse",),
    section="lecture 07, section 7",
    hints=(
        "Look at the order in one step: direction, length, new place, new gradient, and then the "
        "update by what was moved and by what the gradient changed.",
        "C begins as the identity. d = -C g; s = t d with the t of search; y is the new gradient "
        "less the old one; C changes only where s.y is above 0. Before each step ask whether |g| "
        "is small, and after the search whether t is 0.",
        "C, g, path = np.eye(len(theta)), f(theta)[1], [theta + 0.0]; while len(path) <= steps and "
        "np.linalg.norm(g) > small: d = -C @ g; t = search(f, path[-1], d); if t == 0: break; s = "
        "t * d; y = f(path[-1] + s)[1] - g; C = bfgs_inverse(C, s, y); path.append(path[-1] + s); "
        "g = g + y.",
    ),
)
def bfgs(f: Function, theta: Array, search: Search, steps: int, small: float = 1e-6) -> Array:
    """Return the path by the estimate of the Hessian, with a system of equations a step."""
    B, path = np.eye(len(theta)), [theta.astype(np.float64)]
    while len(path) <= steps:
        g = f(path[-1])[1]
        d = np.linalg.solve(B, -g)
        if np.linalg.norm(g) <= small or not (t := search(f, path[-1], d)):
            break
        path.append(path[-1] + t * d)
        y = f(path[-1])[1] - g
        B = sum_form(B, t * d, y) if d @ y > 0 else B
    return np.array(path)


@bfgs.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def on(kind: Callable[..., Any], curvatures: Sequence[float]) -> dict[str, Any]:
        n = len(curvatures)
        f = partial(kind, H=turned(rng, curvatures), b=away_from_zero(rng, n))
        return {"f": f, "theta": 2 * away_from_zero(rng, n)}

    askew = on(bowl, (1.0, 4.0, 20.0))
    yield Case("a bowl, 5 steps", askew | {"search": shortened(0.05), "steps": 5})
    powers = on(quartic, (0.5, 2.0, 6.0))
    yield Case("fourth powers, 6 steps", powers | {"search": halving, "steps": 6})
    if thorough:
        soon = on(quartic, (1.0, 2.0)) | {"search": shortened(0.05), "steps": 6}
        yield Case("until the gradient is not large", soon | {"small": _halfway(**soon)})
        yield Case("a bowl, searched exactly", askew | {"search": exactly, "steps": 3})
        yield Case("no step at all", powers | {"search": halving, "steps": 0})
        yield Case("one step", powers | {"search": halving, "steps": 1})
        yield Case("one unknown", on(quartic, (2.0,)) | {"search": shortened(0.05), "steps": 4})
        bent: dict[str, Any] = {
            "f": canyon,
            "theta": np.array([-1.2, 1.0, 0.8, 0.6]),
            "search": halving,
        }
        yield Case("a canyon, 12 steps", bent | {"steps": 12})
        # Between its two minima the slope falls, so that the first pairs are skipped.
        double: dict[str, Any] = {
            "f": partial(quartic, H=np.diag([-4.0, 1.0]), b=np.array([0.1, 0.6]))
        }
        double |= {"theta": np.array([0.05, -0.9]), "search": shortened(0.3), "steps": 6}
        yield Case("two minima, and a slope that falls at first", double)
        places = bfgs.answer(**powers, search=halving, steps=3)
        enough = (powers["f"](places[2])[0] + powers["f"](places[3])[0]) / 2
        content = partial(contented, enough=enough)
        yield Case("a search that finds nothing in the end", powers
                   | {"search": content, "steps": 7})  # fmt: skip
        astray = powers | {"search": partial(straight, length=0.03), "steps": 4}
        yield Case("a search that finds nothing but straight down", astray)
        yield Case("a search that finds nothing", askew | {"search": shortened(9.0), "steps": 3})
        minimum = np.linalg.solve(*askew["f"].keywords.values())
        yield Case("from the minimum", askew | {"theta": minimum, "search": exactly, "steps": 3})
        # Of curvatures from 1 to 3 an exact step leaves less than 0.58 of the gradient.
        mild = on(bowl, (1.0, 2.0, 3.0))
        H, b = (mild["f"].keywords[name] for name in ("H", "b"))
        for title, scale in (("", 10.0), (", from close by", 0.01)):
            given: dict[str, Any] = {"f": partial(bowl, H=H, b=scale * b), "steps": 5}
            given |= {"theta": scale * mild["theta"], "search": exactly}
            yield Case(f"until the gradient is somewhat small{title}", given
                       | {"small": _between(**given)})  # fmt: skip
        whole = {"theta": np.array([3, -2]), "search": halving, "steps": 4}
        yield Case("whole numbers", on(quartic, (1.0, 3.0)) | whole)


def _halfway(f: Function, theta: Array, search: Search, steps: int) -> float:
    """Return what is below the gradient's norm after two steps, and above that after three."""
    path = bfgs.answer(f, theta, search, 3)
    return float(sum(np.linalg.norm(f(place)[1]) for place in path[2:4])) / 2


def _between(f: Function, theta: Array, search: Search, steps: int) -> float:
    """Return what is below the gradient's norm after one step, and above its largest entry."""
    g = f(theta)[1]
    sizes = np.abs(f(theta - search(f, theta, -g) * g)[1])
    return float(np.linalg.norm(sizes) + sizes.max()) / 2


class _Made:
    """BFGS, each part of which may be done wrongly."""

    def first(self, n: int) -> Array:
        """Return the first C."""
        return np.eye(n)

    def direction(self, C: Array, g: Array) -> Any:
        """Return d."""
        return -C @ g

    def move(self, t: float, d: Array) -> Any:
        """Return how theta moves."""
        return t * d

    def pair(self, s: Array, y: Array, d: Array, new: Array) -> tuple[Any, Any]:
        """Return s and y as the update gets them."""
        return s, y

    def update(self, C: Array, s: Array, y: Array) -> Any:
        """Return the next C."""
        return product_form(C, s, y) if s @ y > 0 else C

    def ends(self, g: Array, small: float) -> Any:
        """Whether the gradient is small."""
        return np.linalg.norm(g) <= small

    def stays(self, t: float) -> Any:
        """Whether the search has found nothing."""
        return t == 0

    def path(self, places: Array) -> Any:
        """Return what is returned."""
        return places

    def __call__(self, f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
        """Minimize."""
        C, g, path = self.first(len(theta)), f(theta)[1], [theta + 0.0]
        while len(path) <= steps and not self.ends(g, small):
            d = self.direction(C, g)
            t = search(f, path[-1], d)
            if self.stays(t):
                break
            path.append(path[-1] + self.move(t, d))
            new = f(path[-1])[1]
            s, y = self.pair(path[-1] - path[-2], new - g, d, new)
            C, g = self.update(C, s, y), new
        return self.path(np.array(path))


def _know(name: str, diagnosis: str, *others: dict[str, Any], **parts: Callable[..., Any]) -> None:
    """Know one of which these parts are wrong, and variants of it of which others are."""
    kinds = tuple(type("_Wrong", (_Made,), wrong)() for wrong in (parts, *others))

    def answer(
        f: Function,
        theta: Array,
        search: Search,
        steps: int,
        small: float = 1e-6,
        kind: Any = kinds,
    ) -> Any:
        return kind(f, theta, search, steps, small)

    bfgs.know(name, diagnosis, answer)


def _reversed(self: _Made, s: Array, y: Array, d: Array, new: Array) -> tuple[Any, Any]:
    return s, -y


for _name, _diagnosis, _path in paths.WHOLE:
    _know(_name, _diagnosis, path=staticmethod(_path))

_know(
    "uphill",
    "search is given a direction that leads uphill, C g as on the slides; d = -C g leads downhill, "
    "and search gets d itself.",
    {"direction": lambda self, C, g: C @ g, "stays": lambda self, t: False},
    direction=lambda self, C, g: C @ g,
)
_know(
    "never_learns",
    "C never changes, or begins anew in every step, so that this is gradient descent: make it "
    "once, before the steps, and update it after each; and y is the *new* gradient less the old "
    "one, else s.y is below 0 and every update is skipped.",
    {"pair": _reversed},
    update=lambda self, C, s, y: C,
)
_know(
    "whole_direction",
    "theta moves by d, as with a length of 1; it moves by t d, with the t that search has found.",
    {"move": lambda self, t, d: d, "stays": lambda self, t: False},
    move=lambda self, t, d: d,
)
_know(
    "one_pair",
    "C begins as the identity in every step, and knows the last pair alone; update the C that "
    "there is.",
    update=lambda self, C, s, y: (
        product_form(np.eye(len(s)), s, y) if s @ y > 0 else np.eye(len(s))
    ),
)
_know(
    "direction_for_move",
    "You took d for s; s is how far theta has moved, t d.",
    pair=lambda self, s, y, d, new: (d, y),
)
_know(
    "new_gradient_for_change",
    "You took the new gradient for y; it is the new one less the old one.",
    pair=lambda self, s, y, d, new: (s, new),
)
_know(
    "pair_exchanged",
    "s and y are exchanged in the update: C maps y to s.",
    pair=lambda self, s, y, d, new: (y, s),
)
_know(
    "not_skipped",
    "You updated where s.y is not above 0, so that C is no longer positive definite; skip the "
    "update there.",
    update=lambda self, C, s, y: product_form(C, s, y),
)
_know(
    "forgets_where_fallen",
    "Where s.y is not above 0 you began anew, with the identity; C stays what it was.",
    update=lambda self, C, s, y: product_form(C, s, y) if s @ y > 0 else np.eye(len(s)),
)
_know(
    "absolute",
    "You took the absolute value of s.y; where it is not above 0, C stays what it was.",
    update=lambda self, C, s, y: product_form(C, s, y if s @ y > 0 else -y),
)
_know(
    "estimate_of_hessian",
    "You updated the estimate of H itself and multiplied by it; solve with it, or update its "
    "inverse, V C V^T + rho s s^T.",
    update=lambda self, C, s, y: sum_form(C, s, y) if s @ y > 0 else C,
)
_know(
    "as_listed",
    "I - rho y s^T stands on both sides of C, as on the slides; on the left stands V = I - rho s "
    "y^T, and on the right its transpose.",
    update=lambda self, C, s, y: _listed(C, s, y) if s @ y > 0 else C,
)
_know(
    "dfp",
    "This is Davidon, Fletcher and Powell's update; BFGS's is V C V^T + rho s s^T.",
    update=lambda self, C, s, y: sum_form(C, y, s) if s @ y > 0 else C,
)
_know(
    "no_last_term",
    "rho s s^T is missing in the update.",
    update=lambda self, C, s, y: (
        product_form(C, s, y) - np.outer(s, s) / (s @ y) if s @ y > 0 else C
    ),
)
_know(
    "scaled_always",
    "C is scaled by s.y / y.y before every update; here it is not scaled at all.",
    update=lambda self, C, s, y: product_form(C * (s @ y) / (y @ y), s, y) if s @ y > 0 else C,
)
_know(
    "scaled_at_first",
    "You scaled the first C by s.y / y.y, which is often wise; here it is the identity.",
    update=lambda self, C, s, y: (
        product_form(C * ((s @ y) / (y @ y) if (np.eye(len(s)) == C).all() else 1), s, y)
        if s @ y > 0
        else C
    ),
)
_know(
    "backwards",
    "theta moves by -t d; d = -C g has the sign already.",
    move=lambda self, t, d: -t * d,
)
_know(
    "square_is_small",
    "You compared g.g with small; its root is the norm: np.linalg.norm(g) <= small.",
    ends=lambda self, g, small: g @ g <= small,
)
_know(
    "largest_is_small",
    "You compared the largest entry of g with small; the norm is asked for, np.linalg.norm(g).",
    ends=lambda self, g, small: np.abs(g).max() <= small,
)
_know(
    "small_ignored",
    "small is not used; the path ends as soon as |g| is not above the argument. Ask before each "
    "step.",
    {"ends": lambda self, g, small: np.linalg.norm(g) <= 1e-6},
    {"ends": lambda self, g, small: np.linalg.norm(g) <= 1e-8},
    ends=lambda self, g, small: False,
)
_know(
    "stays_and_counts",
    "Where search finds nothing, t = 0, the path goes on with the same place; it ends there.",
    stays=lambda self, t: False,
)


def _listed(C: Array, s: Array, y: Array) -> Any:
    V = np.eye(len(s)) - np.outer(y, s) / (s @ y)
    return V @ C @ V + np.outer(s, s) / (s @ y)


def _know_run(name: str, diagnosis: str, run: Callable[..., Any]) -> None:
    """Know another run, (f, theta, search, steps, small)."""

    def answer(f: Function, theta: Array, search: Search, steps: int, small: float = 1e-6) -> Any:
        return run(f, theta, search, steps, small)

    bfgs.know(name, diagnosis, answer)


def _one_more(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    return _Made()(f, theta, search, steps + 1, small)


def _steps_not_used(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    return _Made()(f, theta, search, 1000, small)


def _row_for_nothing(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    path = _Made()(f, theta, search, steps, small)
    ended = len(path) <= steps and np.linalg.norm(f(path[-1])[1]) > small
    return np.append(path, path[-1:], axis=0) if ended else path


def _stale(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    return _Made()(f, theta, lambda f, _, d: search(f, theta + 0.0, d), steps, small)


def _along_gradient(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    return _Made()(f, theta, lambda f, here, d: search(f, here, -f(here)[1]), steps, small)


def _tried_again(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    C, g, path = np.eye(len(theta)), f(theta)[1], [theta + 0.0]
    for _ in range(steps):
        if np.linalg.norm(g) <= small:
            break
        d = -C @ g
        t = search(f, path[-1], d)
        if t:
            path.append(path[-1] + t * d)
            y = f(path[-1])[1] - g
            C, g = product_form(C, t * d, y) if d @ y > 0 else C, g + y
        else:
            C = np.eye(len(theta))
    return np.array(path)


def _own_search(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    def own(f: Function, here: Array, d: Array) -> float:
        (value, g), t = f(here), 1.0
        while t > 1e-12 and not f(here + t * d)[0] <= value + 1e-4 * t * (g @ d):
            t /= 2
        return t

    return _Made()(f, theta, own, steps, small)


def _moved_along_gradient(
    f: Function, theta: Array, search: Search, steps: int, small: float
) -> Any:
    class Moved(_Made):
        def direction(self, C: Array, g: Array) -> Any:
            self.g = g
            return -C @ g

        def move(self, t: float, d: Array) -> Any:
            return -t * self.g

    return Moved()(f, theta, search, steps, small)


def _one_step_late(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    waiting: list[tuple[Array, Array]] = []

    class Late(_Made):
        def update(self, C: Array, s: Array, y: Array) -> Any:
            waiting.append((s, y))
            return super().update(C, *waiting[-2]) if len(waiting) > 1 else C

    return Late()(f, theta, search, steps, small)


def _whole(f: Function, theta: Array, search: Search, steps: int, small: float) -> Any:
    return _Made()(f, theta, search, steps, small).astype(theta.dtype)


_know_run(
    "one_more",
    "There is one step too many: the path has at most steps + 1 rows, the start among them.",
    _one_more,
)
_know_run(
    "steps_not_used",
    "steps is not used: the path ends after so many steps, also where |g| is not small yet.",
    _steps_not_used,
)
_know_run(
    "row_for_nothing",
    "Where search finds nothing, t = 0, the path ends, without another row for the same place.",
    _row_for_nothing,
)
_know_run(
    "tried_again",
    "Where search finds nothing, t = 0, you began anew with the identity; the path ends there.",
    _tried_again,
)
_know_run(
    "searched_from_start",
    "search is given the start at every step; give it the place where you are.",
    _stale,
)
_know_run(
    "searched_along_gradient",
    "search is given -g, and theta moves along d; give it d.",
    _along_gradient,
)
_know_run(
    "cut_to_whole",
    "Places are cut to whole numbers: an array made like theta holds no fractions where theta is "
    "of whole numbers. Begin with floats, theta.astype(float).",
    _whole,
)
_know_run(
    "own_search",
    "search is not used; t is what it finds, search(f, theta, d).",
    _own_search,
)
_know_run(
    "moved_along_gradient",
    "theta moves by -t g, and search was asked along d = -C g; it moves by t d.",
    _moved_along_gradient,
)
_know_run(
    "one_step_late",
    "C is updated by the pair of the step before; the pair of this step belongs to it before the "
    "next direction is made.",
    _one_step_late,
)


@bfgs.mistake
def gradient_of_earlier_place(
    f: Function,
    theta: Array,
    search: Search,
    steps: int,
    small: float = 1e-6,
    kept: Any = (True, False),
) -> Any:
    """g is the gradient of an earlier place, so that search soon finds nothing lower, and the path
    ends: take new = f(theta)[1] *after* theta has moved, and then g = new."""
    C, g, path = np.eye(len(theta)), f(theta)[1], [theta + 0.0]
    while len(path) <= steps and np.linalg.norm(g) > small:
        d = -C @ g
        t = search(f, path[-1], d)
        if t == 0:
            break
        path.append(path[-1] + t * d)
        new = f(path[-1] if kept else path[-2])[1]
        C = product_form(C, t * d, new - g) if d @ (new - g) > 0 else C
        g = g if kept else new
    return np.array(path)
