"""L-BFGS's two loops: the inverse times a vector, without a matrix."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps5.functions import turned
from trainlab.checks.ps5.update import product_form, sum_form
from trainlab.checks.question import Answer, Case, question

#: Moves and changes of the gradient, the oldest first.
Pairs = Sequence[tuple[Array, Array]]


def inverse(pairs: Pairs, n: int) -> Array:
    """Return C as a matrix: scaled by the newest pair, and updated by all."""
    C = np.eye(n)
    if pairs:
        s, y = pairs[-1]
        C *= (s @ y) / (y @ y)
    for s, y in pairs:
        C = product_form(C, s, y)
    return C


@question(
    "ps5/two_loops",
    returns=("Cg",),
    section="lecture 07, section 8",
    hints=(
        "Look at the recursion: the newest pair takes a y off the vector, the older ones do their "
        "part, and then (a - b) s is added back. In which order do the loops go?",
        "First loop, newest to oldest: a = s.r / s.y, kept for later, and r loses a y. Then r is "
        "scaled by s.y / y.y of the newest. Second loop, oldest to newest: b = y.r / s.y, and r "
        "gains (a - b) s with the a of this pair.",
        "r, a = g + 0.0, []; for s, y in reversed(pairs): a.append((s @ r) / (s @ y)); r = r - "
        "a[-1] * y; if pairs: s, y = pairs[-1]; r = r * (s @ y) / (y @ y); for s, y in pairs: r = "
        "r + (a.pop() - (y @ r) / (s @ y)) * s; return r.",
    ),
)
def two_loops(g: Array, pairs: Pairs) -> Array:
    """Return it by the matrix, updated pair after pair."""
    return inverse(pairs, len(g)) @ g


@two_loops.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def seen(n: int, count: int, size: float = 1.0) -> dict[str, Any]:
        pairs = []
        for k in range(count):
            s = away_from_zero(rng, n)
            curvatures = (1.0, 2.0 + k, 4.0, 7.0 + k)[:n]
            pairs.append((s, size * turned(rng, curvatures) @ s))
        return {"g": away_from_zero(rng, n), "pairs": pairs}

    yield Case("3 pairs, 4 unknowns", seen(4, 3))
    yield Case("2 pairs, 2 unknowns", seen(2, 2))
    yield Case("no pairs", seen(3, 0))
    if thorough:
        yield Case("one pair", seen(3, 1))
        yield Case("more pairs than unknowns", seen(2, 5))
        yield Case("one unknown", seen(1, 2))
        yield Case("steep curvatures", seen(3, 3, 1000.0))
        pairs = [(np.array([1, 0]), np.array([2, 1])), (np.array([0, 1]), np.array([1, 2]))]
        yield Case("whole numbers", {"g": np.array([3, 5]), "pairs": pairs})
        twice = seen(3, 2)
        yield Case("a pair that comes twice", twice | {"pairs": [*twice["pairs"]] * 2})


def _newest(pairs: Pairs) -> Any:
    """Return the scale."""
    s, y = pairs[-1]
    return (s @ y) / (y @ y)


_NEGATIVE = "This is -C g; return C g, and leave the sign to whoever makes a direction of it."


class _Made:
    """The loops, each part of which may be done wrongly."""

    def begin(self, g: Array) -> Any:
        """Return r before the loops."""
        return g + 0.0

    def down(self, pairs: Pairs) -> list[int]:
        """Return the order of the first loop."""
        return list(range(len(pairs)))[::-1]

    def up(self, pairs: Pairs) -> list[int]:
        """Return the order of the second."""
        return list(range(len(pairs)))

    def share(self, s: Array, y: Array, r: Array, g: Array) -> Any:
        """Return a."""
        return (s @ r) / (s @ y)

    def taken(self, r: Array, a: Any, s: Array, y: Array) -> Any:
        """Return r after a pair of the first loop."""
        return r - a * y

    def scaled(self, r: Array, pairs: Pairs) -> Any:
        """Return r between the loops."""
        return r * _newest(pairs) if pairs else r

    def back(self, s: Array, y: Array, r: Array, g: Array) -> Any:
        """Return b."""
        return (y @ r) / (s @ y)

    def added(self, r: Array, a: Any, b: Any, s: Array, y: Array) -> Any:
        """Return r after a pair of the second loop."""
        return r + (a - b) * s

    def end(self, r: Array) -> Any:
        """Return what is returned."""
        return r

    def kept(self, shares: dict[int, Any], i: int, pairs: Pairs) -> Any:
        """Return the a that the second loop takes for pair i."""
        return shares[i]

    def __call__(self, g: Array, pairs: Pairs) -> Any:
        """Return C g."""
        r, shares = self.begin(g), {}
        for i in self.down(pairs):
            shares[i] = self.share(*pairs[i], r, g)
            r = self.taken(r, shares[i], *pairs[i])
        r = self.scaled(r, pairs)
        for i in self.up(pairs):
            a, b = self.kept(shares, i, pairs), self.back(*pairs[i], r, g)
            r = self.added(r, a, b, *pairs[i])
        return self.end(r)


def _know(name: str, diagnosis: str, *others: dict[str, Any], **parts: Callable[..., Any]) -> None:
    """Know loops of which these parts are wrong, and variants of them of which others are."""
    kinds = tuple(type("_Wrong", (_Made,), wrong)() for wrong in (parts, *others))

    def answer(g: Array, pairs: Pairs, kind: Any = kinds) -> Any:
        return kind(g, pairs)

    two_loops.know(name, diagnosis, answer)


def _oldest_first(self: _Made, pairs: Pairs) -> list[int]:
    return list(range(len(pairs)))


def _newest_first(self: _Made, pairs: Pairs) -> list[int]:
    return list(range(len(pairs)))[::-1]


def _popped(self: _Made, shares: dict[int, Any], i: int, pairs: Pairs) -> Any:
    return shares.popitem()[1]


_know(
    "first_loop_from_oldest",
    "The first loop goes from the oldest pair to the newest; it goes from the newest to the "
    "oldest, reversed(pairs).",
    {"down": _oldest_first, "kept": _popped},
    down=_oldest_first,
)
_know(
    "second_loop_from_newest",
    "The second loop goes from the newest pair to the oldest; it goes from the oldest to the "
    "newest.",
    {"up": _newest_first, "kept": _popped},
    up=_newest_first,
)
_know(
    "both_loops_reversed",
    "Both loops go the wrong way: the oldest pair comes first in pairs; the first loop begins with "
    "the newest, the second with the oldest.",
    down=lambda self, pairs: list(range(len(pairs))),
    up=lambda self, pairs: list(range(len(pairs)))[::-1],
)
_know(
    "newest_taken_for_oldest",
    "You read pairs as newest first, in both loops and in the scale; the oldest comes first.",
    down=lambda self, pairs: list(range(len(pairs))),
    up=lambda self, pairs: list(range(len(pairs)))[::-1],
    scaled=lambda self, r, pairs: r * _newest(pairs[::-1]) if pairs else r,
)
_know(
    "not_scaled",
    "r is not scaled between the loops: multiply it by s.y / y.y of the newest pair.",
    scaled=lambda self, r, pairs: r,
)
_know(
    "scaled_by_oldest",
    "r is scaled by the oldest pair; take the newest, pairs[-1].",
    scaled=lambda self, r, pairs: r * _newest(pairs[:1]) if pairs else r,
)
_know(
    "scale_upside_down",
    "The scale stands on its head: s.y / y.y, an inverse curvature.",
    scaled=lambda self, r, pairs: r / _newest(pairs) if pairs else r,
)
_know(
    "scale_of_moves",
    "You scaled by s.s / s.y; the scale is s.y / y.y of the newest pair.",
    scaled=lambda self, r, pairs: (
        r * (pairs[-1][0] @ pairs[-1][0]) / (pairs[-1][0] @ pairs[-1][1]) if pairs else r
    ),
)
_know(
    "scale_without_product",
    "You scaled by 1 / y.y; the scale is s.y / y.y of the newest pair.",
    scaled=lambda self, r, pairs: r / (pairs[-1][1] @ pairs[-1][1]) if pairs else r,
)
_know(
    "scaled_twice",
    "r is scaled twice; once, between the loops.",
    scaled=lambda self, r, pairs: r * _newest(pairs) ** 2 if pairs else r,
)
_know(
    "negative",
    _NEGATIVE,
    end=lambda self, r: -r,
)
_know(
    "share_of_gradient",
    "a is computed from g in every turn of the first loop; r is what the newer pairs have left.",
    share=lambda self, s, y, r, g: (s @ g) / (s @ y),
)
_know(
    "share_by_change",
    "a is s.r / s.y, and yours y.r / s.y: s and y are exchanged.",
    share=lambda self, s, y, r, g: (y @ r) / (s @ y),
)
_know(
    "share_without_divisor",
    "a is not divided by s.y: a = s.r / s.y.",
    share=lambda self, s, y, r, g: s @ r,
)
_know(
    "share_over_moves",
    "You divided a by s.s; divide by s.y.",
    share=lambda self, s, y, r, g: (s @ r) / (s @ s),
)
_know(
    "share_over_changes",
    "You divided a by y.y; divide by s.y.",
    share=lambda self, s, y, r, g: (s @ r) / (y @ y),
)
_know(
    "taken_along_move",
    "The first loop takes a s off r; it takes a y off.",
    taken=lambda self, r, a, s, y: r - a * s,
)
_know(
    "given_in_first_loop",
    "The sign is wrong in the first loop: r loses a y.",
    taken=lambda self, r, a, s, y: r + a * y,
)
_know(
    "nothing_taken",
    "The first loop computes a and leaves r as it is; r loses a y.",
    taken=lambda self, r, a, s, y: r,
)
_know(
    "back_by_move",
    "b is y.r / s.y, and yours s.r / s.y: s and y are exchanged.",
    back=lambda self, s, y, r, g: (s @ r) / (s @ y),
)
_know(
    "back_of_gradient",
    "b is computed from g; it is computed from r, as it is in the second loop.",
    back=lambda self, s, y, r, g: (y @ g) / (s @ y),
)
_know(
    "back_without_divisor",
    "b is not divided by s.y: b = y.r / s.y.",
    back=lambda self, s, y, r, g: y @ r,
)
_know(
    "no_divisor",
    "Neither a nor b is divided by s.y.",
    share=lambda self, s, y, r, g: s @ r,
    back=lambda self, s, y, r, g: y @ r,
)
_know(
    "back_over_changes",
    "You divided b by y.y; divide by s.y.",
    back=lambda self, s, y, r, g: (y @ r) / (y @ y),
)
_know(
    "both_over_changes",
    "You divided a and b by y.y; divide both by s.y.",
    share=lambda self, s, y, r, g: (s @ r) / (y @ y),
    back=lambda self, s, y, r, g: (y @ r) / (y @ y),
)
_know(
    "difference_reversed",
    "The second loop adds (a - b) s; you have (b - a) s.",
    added=lambda self, r, a, b, s, y: r + (b - a) * s,
)
_know(
    "added_along_change",
    "The second loop adds (a - b) s; you have (a - b) y.",
    added=lambda self, r, a, b, s, y: r + (a - b) * y,
)
_know(
    "sum_added",
    "The second loop adds (a - b) s; you have (a + b) s.",
    added=lambda self, r, a, b, s, y: r + (a + b) * s,
)
_know(
    "share_added_alone",
    "b is missing in the second loop: it adds (a - b) s.",
    added=lambda self, r, a, b, s, y: r + a * s,
)
_know(
    "back_taken_alone",
    "a is missing in the second loop: it adds (a - b) s, so keep each a of the first loop.",
    added=lambda self, r, a, b, s, y: r - b * s,
)
_know(
    "shares_in_wrong_order",
    "The second loop takes the a of another pair: they were kept from the newest to the oldest, "
    "and are needed from the oldest on. Take them from the end of the list, a.pop().",
    kept=lambda self, shares, i, pairs: shares[len(pairs) - 1 - i],
)
_know(
    "last_share_for_all",
    "The second loop takes one a for all pairs, the last of the first loop; keep one for each, in "
    "a list.",
    kept=lambda self, shares, i, pairs: shares[0],
)
_know(
    "first_loop_alone",
    "The second loop is missing, which adds (a - b) s, from the oldest pair to the newest.",
    up=lambda self, pairs: [],
)
_know(
    "unchanged",
    "This is g itself: the pairs are not used.",
    down=lambda self, pairs: [],
    up=lambda self, pairs: [],
    scaled=lambda self, r, pairs: r,
)
_know(
    "scaled_alone",
    "This is g scaled by s.y / y.y; the loops over the pairs are missing.",
    down=lambda self, pairs: [],
    up=lambda self, pairs: [],
)


def _know_other(name: str, diagnosis: str, other: Callable[[Array, Pairs], Any]) -> None:
    def answer(g: Array, pairs: Pairs) -> Any:
        return other(g, pairs)

    two_loops.know(name, diagnosis, answer)


class _Unscaled(_Made):
    """The loops with another scale, or none."""

    def __call__(self, g: Array, pairs: Pairs, scale: Any = 1.0) -> Any:
        """Return C g."""
        self.scale = scale
        return super().__call__(g, pairs)

    def scaled(self, r: Array, pairs: Pairs) -> Any:
        """Return r between the loops."""
        return r * self.scale


def _shares_again(g: Array, pairs: Pairs) -> Any:
    r = g + 0.0
    for s, y in reversed(pairs):
        r = r - (s @ r) / (s @ y) * y
    r = _Made().scaled(r, pairs)
    for s, y in pairs:
        r = r + ((s @ r) / (s @ y) - (y @ r) / (s @ y)) * s
    return r


def _of_hessian(g: Array, pairs: Pairs) -> Any:
    B = np.eye(len(g)) / (_newest(pairs) if pairs else 1)
    for s, y in pairs:
        B = sum_form(B, s, y)
    return B @ g


def _exchanged(g: Array, pairs: Pairs) -> Any:
    return inverse([(y, s) for s, y in pairs], len(g)) @ g


def _back_of_scaled(g: Array, pairs: Pairs) -> Any:
    class Made(_Made):
        def scaled(self, r: Array, pairs: Pairs) -> Any:
            self.first = super().scaled(r, pairs)
            return self.first

        def back(self, s: Array, y: Array, r: Array, g: Array) -> Any:
            return super().back(s, y, self.first, g)

    return Made()(g, pairs)


def _zeros_of_none(g: Array, pairs: Pairs) -> Any:
    return _Made()(g, pairs) if pairs else 0.0 * g


_know_other(
    "back_of_scaled",
    "b is computed from the r that the second loop begins with; compute it from r as it is, after "
    "each pair.",
    _back_of_scaled,
)
_know_other(
    "scaled_outside",
    "You scaled g before the first loop, or r after the second, which comes to the same; scale r "
    "between the loops.",
    lambda g, pairs: _Unscaled()(g, pairs) * (_newest(pairs) if pairs else 1),
)
_know_other(
    "newest_alone",
    "Only the newest pair counts, as where C begins anew with each; the loops go over all of them.",
    lambda g, pairs: _Made()(g, pairs[-1:]),
)
_know_other(
    "without_newest",
    "The newest pair is left out of the loops; they go over all of them.",
    lambda g, pairs: _Unscaled()(g, pairs[:-1], _newest(pairs) if pairs else 1),
)
_know_other(
    "without_oldest",
    "The oldest pair is left out of the loops; they go over all of them.",
    lambda g, pairs: _Made()(g, pairs[1:] or pairs[:0]),
)
_know_other(
    "shares_computed_again",
    "The second loop computes a anew, from an r that has changed; keep the a of the first loop.",
    _shares_again,
)
_know_other(
    "hessian_times",
    "This is the estimate of the Hessian times g; asked for is that of its inverse.",
    _of_hessian,
)
_know_other(
    "pairs_exchanged",
    "s and y are exchanged everywhere: a pair is (s, y), the move first.",
    _exchanged,
)
_know_other(
    "zero_without_pairs",
    "Without pairs C is the identity, and the result g; you returned zeros.",
    _zeros_of_none,
)


def _know_negative(name: str, diagnosis: str, other: Answer) -> None:
    """Know -C g of what another mistake makes of C g."""
    _know_other(f"negative+{name}", f"{_NEGATIVE} Also: {diagnosis}", lambda g, p: -other(g, p))


for _mistake in [*two_loops.mistakes.values()]:
    if _mistake.name in ("not_scaled", "newest_alone", "scaled_by_oldest"):
        _know_negative(_mistake.name, _mistake.diagnosis, _mistake.variants[0])
