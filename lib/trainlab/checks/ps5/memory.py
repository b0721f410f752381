"""L-BFGS as a class that remembers pairs; two of them are driven beside each other."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.differences import digits
from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outcome import ChangedInPlace
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, unpack
from trainlab.checks.ps5.functions import (
    Function,
    Search,
    bowl,
    halving,
    quartic,
    shortened,
    straight,
    turned,
)
from trainlab.checks.ps5.loops import inverse
from trainlab.checks.ps5.update import product_form
from trainlab.checks.question import Answer, Case, question

#: Pairs that the second one keeps, and what its moves are called.
OTHER_MEMORY, MOVES_OF_SECOND = 2, "moves of a second LBFGS"


def _stepped(
    made: Answer,
    /,
    fs: Sequence[Function],
    theta: Array,
    search: Search,
    moved: float = 0.0,
    **options: int,
) -> Outputs:
    """Return what each step moves, and each step of a second one, which comes in between.

    In the middle the caller moves theta.
    """
    directions: list[Array] = []

    def searched(f: Any, theta: Array, d: Array) -> float:
        directions.append(np.array(d))
        return search(f, theta, d)

    first, other = made(searched, **options), made(searched, OTHER_MEMORY)
    ways: dict[str, list[Array]] = {"moves": [], MOVES_OF_SECOND: []}
    now, beside = theta, -theta
    for number, f in enumerate(fs):
        if number == len(fs) // 2:
            now = now + moved
        new = _place(first, f, now)
        directions.clear()
        another = _place(other, f, beside)
        if number == 0 and directions and not _parallel(directions[0], f(beside)[1]):
            raise Unusable(
                "an LBFGS whose first direction is not along the gradient: it has the pairs of "
                "another. Give each its own, self.pairs = [] in __init__, not in the class, nor as "
                "a default value",
                "shared_pairs",
            )
        ways["moves"].append(new - now)
        ways[MOVES_OF_SECOND].append(another - beside)
        now, beside = new, another
    return {name: np.array(way) for name, way in ways.items()}


def _place(lbfgs: Any, f: Function, theta: Array) -> Array:
    given = theta.copy()
    stepped = lbfgs.step(f, given)
    if stepped is None:
        raise Unusable(
            "nothing (None) from step; expected theta. Did you forget the return statement?",
            "no_return",
        )
    (new,) = unpack([Output("theta")], stepped).values()
    if given.tobytes() != theta.tobytes():
        raise ChangedInPlace("theta")
    if new.shape != theta.shape:
        raise Unusable(
            f"an array of shape {new.shape} from step; expected theta, {theta.shape}", "no_theta"
        )
    return new


def _parallel(d: Array, g: Array) -> bool:
    across = d - (d @ g) / (g @ g) * g
    return bool(np.linalg.norm(across) <= 1e-6 * np.linalg.norm(d))


def _told(
    inputs: dict[str, Any], name: str, place: tuple[int, ...], mine: float, right: float
) -> str:
    """Return a move that is wrong, and the step that makes it."""
    step, component = place
    got, expected = digits(mine, right)
    whose = "" if name == "moves" else " of a second LBFGS"
    moved = f"step {step}{whose} (the first is 0) moves theta[{component}]"
    return f"{moved} by {got}; expected {expected}"


@question(
    "ps5/LBFGS",
    returns=(Named("moves"),),
    drive=_stepped,
    told=_told,
    builds_on=("two_loops",),
    section="lecture 07, section 8",
    hints=(
        "Look at what must outlive a step: search, memory, and the pairs. Which gradients make y?",
        "A step asks for the gradient at theta, makes d of it, asks search for t, and asks the "
        "same f for the gradient at theta + t d. The pair (t d, change of the gradient) is kept "
        "where s.y is above 0, the newest few alone. Where t is 0 all pairs go.",
        "g = f(theta)[1]; d = -two_loops(g, self.pairs); t = self.search(f, theta, d); if t == 0: "
        "self.pairs = []; return theta + 0.0; s = t * d; y = f(theta + s)[1] - g; if s @ y > 0: "
        "self.pairs = [*self.pairs, (s, y)][-self.memory:]; return theta + s.",
    ),
)
def lbfgs(
    fs: Sequence[Function], theta: Array, search: Search, moved: float = 0.0, memory: int = 10
) -> Outputs:
    """Return the moves by matrices."""

    def moves(theta: Array, moved: float, memory: int) -> Array:
        pairs: list[tuple[Array, Array]] = []
        found = []
        for number, f in enumerate(fs):
            theta = theta + moved * (number == len(fs) // 2)
            g = f(theta)[1]
            d = -inverse(pairs, len(g)) @ g
            s = search(f, theta, d) * d
            y = f(theta + s)[1] - g
            pairs = [*pairs, (s, y)] if s @ y > 0 else pairs
            pairs = pairs[max(len(pairs) - memory, 0) :] if s.any() else []
            found.append(s)
            theta = theta + s
        return np.array(found)

    return {
        "moves": moves(theta, moved, memory),
        MOVES_OF_SECOND: moves(-theta, 0.0, OTHER_MEMORY),
    }


@lbfgs.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def batches(n: int, count: int, factors: dict[int, float] | None = None) -> list[Function]:
        """Return functions, of which those that are named have Hessians times a factor."""
        found: list[Function] = []
        for k in range(count):
            H = turned(rng, (1.0 + k / 4, 3.0, 6.0 - k / 4, 2.0)[:n])
            b = away_from_zero(rng, n)
            found.append(partial(quartic, H=H * (factors or {}).get(k, 1.0), b=b))
        return found

    start = 2 * away_from_zero(rng, 3)
    one = {"theta": start, "search": halving}
    yield Case("one function, 3 pairs", one | {"fs": batches(3, 1) * 6, "memory": 3})
    few = {"theta": start, "search": shortened(0.1)}
    yield Case("another batch at each step", few | {"fs": batches(3, 6), "memory": 4})
    if thorough:
        yield Case("one pair", one | {"fs": batches(3, 1) * 5, "memory": 1})
        yield Case("ten pairs, as it is by default", few | {"fs": batches(3, 14)})
        yield Case("one step", one | {"fs": batches(3, 1), "memory": 2})
        yield Case("parameters that the caller moves", few | {"fs": batches(3, 1) * 6}
                   | {"memory": 3, "moved": 0.25})  # fmt: skip
        nothing = few | {"fs": batches(3, 6, {3: 1e4}), "memory": 3}
        yield Case("a search that finds nothing once", nothing)
        fallen = few | {"fs": batches(3, 6, {1: -8.0, 3: -8.0}), "memory": 4}
        yield Case("slopes that fall now and then", fallen)
        astray = one | {"search": partial(straight, length=0.05), "memory": 3}
        yield Case("a search that finds nothing but straight down", astray | {"fs": batches(3, 6)})
        level = partial(bowl, H=1e-6 * turned(rng, (1.0, 2.0, 3.0)), b=1e-6 * start[::-1])
        yield Case("a bowl that is nearly level", few | {"fs": [level] * 5, "memory": 3})
        yield Case("one unknown", few | {"fs": batches(1, 4), "theta": start[:1], "memory": 2})
        yield Case("whole numbers", few | {"fs": batches(2, 4), "theta": np.array([2, -1])})


class _Made:
    """One that does one thing wrongly.

    Args:
        search: (f, theta, d) -> t.
        memory: pairs that are kept.
    """

    def __init__(self, search: Search, memory: int = 10) -> None:
        """Begin without pairs."""
        self.search, self.memory = search, memory
        self.pairs: list[tuple[Any, Any]] = []
        self.last: Any = None
        self.ended: Any = None

    def step(self, f: Function, theta: Array) -> Any:
        """Return the new theta."""
        theta = self.place(theta)
        g = f(theta)[1]
        self.look(theta, g)
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.nothing()
            return theta + 0.0
        s = self.move(t, d)
        new = f(theta + s)[1]
        pair = self.pair(s, new - g, d, new)
        if self.is_good(*pair):
            self.keep(pair)
        else:
            self.bad()
        self.last = theta + s, g, s
        return self.result(theta, s)

    def place(self, theta: Array) -> Array:
        """Return where it steps from."""
        return theta

    def look(self, theta: Array, g: Array) -> None:
        """Note a place and its gradient."""

    def direction(self, g: Array) -> Any:
        """Return d."""
        return -inverse(self.pairs, len(g)) @ g

    def nothing(self) -> None:
        """Do what is to be done where search finds nothing."""
        self.pairs = []

    def move(self, t: float, d: Array) -> Any:
        """Return how theta moves."""
        return t * d

    def pair(self, s: Array, y: Array, d: Array, new: Array) -> tuple[Any, Any]:
        """Return the pair."""
        return s, y

    def is_good(self, s: Array, y: Array) -> Any:
        """Whether it is kept."""
        return s @ y > 0

    def keep(self, pair: tuple[Any, Any]) -> None:
        """Keep it."""
        self.pairs = [*self.pairs, pair][-self.memory :]

    def bad(self) -> None:
        """Do what is to be done with one that is not kept."""

    def result(self, theta: Array, s: Array) -> Any:
        """Return what is returned."""
        return theta + s


def _know(name: str, diagnosis: str, *others: dict[str, Any], **parts: Callable[..., Any]) -> None:
    """Know one of which these parts are wrong, and variants of it of which others are."""
    kinds = tuple(type("_Wrong", (_Made,), wrong) for wrong in (parts, *others))

    def made(search: Search, memory: int = 10, kind: Any = kinds) -> Any:
        return kind(search, memory)

    lbfgs.know(name, diagnosis, made)


def _kept(how: Callable[[list[Any], int], list[Any]]) -> Callable[..., None]:
    """Return a method that keeps some of the pairs and the new one."""

    def keep(self: _Made, pair: tuple[Any, Any]) -> None:
        self.pairs = how([*self.pairs, pair], self.memory)

    return keep


def _put_first(self: _Made, pair: tuple[Any, Any]) -> None:
    self.pairs = [pair, *self.pairs][: self.memory]


def _between_calls(self: _Made, theta: Array, g: Array) -> None:
    if self.last is not None:
        _, before, s = self.last
        if s @ (g - before) > 0:
            _Made.keep(self, (s, g - before))


def _between_places(self: _Made, theta: Array, g: Array) -> None:
    if self.last is not None:
        reached, before, move = self.last
        s = theta - (reached - move)
        if s @ (g - before) > 0:
            _Made.keep(self, (s, g - before))


def _less_last_gradient(self: _Made, s: Array, y: Array, d: Array, new: Array) -> tuple[Any, Any]:
    before = new - y if self.ended is None else self.ended
    self.ended = new
    return s, new - before


def _own_place(self: _Made, theta: Array) -> Any:
    return theta if self.last is None else self.last[0]


def _emptied(self: _Made, *_: Any) -> None:
    self.pairs = []


def _oldest_dropped(self: _Made) -> None:
    self.pairs = self.pairs[1:]


def _newest_dropped(self: _Made) -> None:
    self.pairs = self.pairs[:-1]


def _unscaled(pairs: list[Any], n: int) -> Array:
    C = np.eye(n)
    for s, y in pairs:
        C = product_form(C, s, y)
    return C


def _ignored(self: _Made, *_: Any) -> None:
    pass


_know(
    "memory_ignored",
    "memory is not used, so that more pairs are kept; only the newest, as many as it says, are.",
    {"keep": _kept(lambda pairs, memory: pairs[-10:])},
    keep=_kept(lambda pairs, memory: pairs),
)
_know(
    "one_more",
    "One pair too many is kept: drop the oldest as soon as there are more than memory.",
    keep=_kept(lambda pairs, memory: pairs[-memory - 1 :]),
)
_know(
    "one_fewer",
    "One pair too few is kept: drop the oldest only where there are more than memory.",
    keep=_kept(lambda pairs, memory: pairs[max(len(pairs) - memory + 1, 0) :]),
)
_know(
    "oldest_kept",
    "The oldest pairs are kept and the newer ones dropped; drop the oldest.",
    keep=_kept(lambda pairs, memory: pairs[:memory]),
)
_know(
    "newest_dropped",
    "Where there are more pairs than memory you drop the one before the newest; drop the oldest, "
    "pairs[0].",
    keep=_kept(lambda pairs, memory: pairs if len(pairs) <= memory else [*pairs[:-2], pairs[-1]]),
)
_know(
    "all_dropped",
    "Where there are more pairs than memory all are dropped but the newest; drop the oldest alone.",
    keep=_kept(lambda pairs, memory: pairs if len(pairs) <= memory else pairs[-1:]),
)
_know(
    "newest_alone",
    "Only the newest pair is kept, whatever memory is.",
    keep=_kept(lambda pairs, memory: pairs[-1:]),
)
_know(
    "newest_first",
    "The newest pair is put first; two_loops wants the oldest first: append it.",
    keep=_put_first,
)
_know(
    "never_learns",
    "Every direction is along the gradient: no pair is ever kept. Keep them in self.pairs; and y "
    "is the *new* gradient less the old one, else s.y is below 0.",
    {"pair": lambda self, s, y, d, new: (s, -y)},
    keep=_ignored,
)
_know(
    "any_pair",
    "A pair is kept whatever its s.y is; only one with s.y above 0 is good.",
    is_good=lambda self, s, y: True,
)
_know(
    "forgets_where_fallen",
    "Where s.y is not above 0 all pairs are forgotten; only this one is not kept.",
    bad=_emptied,
)
_know(
    "absolute",
    "Where s.y is below 0 you turned y round; such a pair is not kept.",
    pair=lambda self, s, y, d, new: (s, y if s @ y > 0 else -y),
)
_know(
    "not_forgotten",
    "Where search finds nothing, t = 0, the pairs stay; they are to be forgotten, so that the next "
    "step goes along -g.",
    nothing=_ignored,
)
_know(
    "direction_in_pair",
    "You kept d in the pair; s is how far theta moves, t d.",
    pair=lambda self, s, y, d, new: (d, y),
)
_know(
    "new_gradient_in_pair",
    "You kept the new gradient in the pair; y is the new one less the old one.",
    pair=lambda self, s, y, d, new: (s, new),
)
_know(
    "pair_exchanged",
    "The pair is (y, s); two_loops wants (s, y), the move first.",
    pair=lambda self, s, y, d, new: (y, s),
)
_know(
    "between_calls",
    "y is the difference of the gradients of two calls of step, which may be of two functions; ask "
    "the f of this step for both, at theta and at theta + s.",
    {"look": _between_places, "keep": _ignored},
    {"pair": _less_last_gradient},
    look=_between_calls,
    keep=_ignored,
)
_know(
    "own_place",
    "It steps from where it last went, whatever theta is; step from the theta that is given.",
    place=_own_place,
)
_know(
    "whole_direction",
    "theta moves by d, as with a length of 1; it moves by t d, with the t that search has found.",
    move=lambda self, t, d: d,
)
_know(
    "backwards",
    "theta moves by -t d; d has its sign already.",
    move=lambda self, t, d: -t * d,
)
_know(
    "move_returned",
    "step returns how far theta moves; return the new theta.",
    result=lambda self, theta, s: s,
)
_know(
    "not_moved",
    "theta never moves: either the sign of d is missing, and search finds nothing lower uphill, or "
    "step returns the theta that it was given. d = -two_loops(g, pairs), and return theta + t d.",
    {"direction": lambda self, g: inverse(self.pairs, len(g)) @ g},
    result=lambda self, theta, s: theta + 0.0,
)
_know(
    "not_scaled",
    "C starts as the identity; before the pairs are worked in it is scaled by s.y / y.y of the "
    "newest, in two_loops.",
    direction=lambda self, g: -_unscaled(self.pairs, len(g)) @ g,
)
_know(
    "tiny_pair_dropped",
    "A pair whose s.y is small is not kept, as by torch; it is as soon as s.y is above 0.",
    {"is_good": lambda self, s, y: s @ y > 1e-8},
    is_good=lambda self, s, y: s @ y > 1e-10,
)
_know(
    "oldest_forgotten",
    "Where search finds nothing, t = 0, only the oldest pair is forgotten; all of them are.",
    nothing=_oldest_dropped,
)
_know(
    "newest_forgotten",
    "Where search finds nothing, t = 0, only the newest pair is forgotten; all of them are.",
    nothing=_newest_dropped,
)
_know(
    "direction_of_hessian",
    "You multiplied by the estimate of the Hessian; d = -two_loops(g, pairs) has its inverse.",
    direction=lambda self, g: -np.linalg.solve(inverse(self.pairs, len(g)), g),
)
_know(
    "unit_direction",
    "You made d of length 1 before the search; search along d as it is.",
    direction=lambda self, g: (d := -inverse(self.pairs, len(g)) @ g) / np.linalg.norm(d),
)


@lbfgs.mistake
def another_default(search: Search, memory: int | None = None) -> Any:
    """The default of memory is not 10."""
    return _Made(search, memory or 100)


class _Searches(_Made):
    """One that searches along -g where the first search finds nothing."""

    def step(self, f: Function, theta: Array) -> Any:
        """Return the new theta."""
        g = f(theta)[1]
        d = self.direction(g)
        if self.search(f, theta, d):
            return super().step(f, theta)
        self.pairs = []
        return theta - self.search(f, theta, -g) * g


class _Carries(_Made):
    """One that keeps the gradient of its end for the next step."""

    kept: Any = None

    def step(self, f: Function, theta: Array) -> Any:
        """Return the new theta."""
        g = f(theta)[1] if self.kept is None else self.kept
        d = self.direction(g)
        t = self.search(f, theta, d)
        if t == 0:
            self.pairs = []
            return theta + 0.0
        self.kept = f(theta + t * d)[1]
        if self.is_good(t * d, self.kept - g):
            self.keep((t * d, self.kept - g))
        return theta + t * d


@lbfgs.mistake
def searches_again(search: Search, memory: int = 10) -> Any:
    """Where search finds nothing, t = 0, you searched again along -g; theta is returned as it is,
    and the next step goes along -g."""
    return _Searches(search, memory)


@lbfgs.mistake
def gradient_carried(search: Search, memory: int = 10) -> Any:
    """The gradient of the end of a step is taken for that of the next one, which may have another f
    and another theta; ask f for it."""
    return _Carries(search, memory)
