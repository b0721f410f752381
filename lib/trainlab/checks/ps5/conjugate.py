"""Conjugate gradients on a quadratic, by products with its Hessian alone."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, unpack
from trainlab.checks.ps5 import paths
from trainlab.checks.ps5.functions import turned
from trainlab.checks.ps5.lines import MOST_OF_RUN, Counted, ended
from trainlab.checks.question import Answer, Case, question

#: v -> H v.
Product = Callable[[Array], Array]


#: How much larger than asked the gradient may be where rounding has its share.
_ROUNDED = 100.0


def _counted(
    answer: Answer,
    /,
    H: Array,
    b: Array,
    theta: Array,
    steps: int,
    rounded: bool = False,
    **options: float,
) -> Outputs:
    """Return the path, and whether it took a product for each step and one for the start at most.

    Where rounding decides about the path, return whether the gradient is small at its end instead.
    """
    product = Counted(lambda v: H @ v, MOST_OF_RUN, "product")
    path = ended(product, lambda: answer(product, b, theta, steps, **options))
    found, calls = unpack([Output("path")], path), product.calls
    if rounded:
        path = np.atleast_2d(found["path"])
        enough = _ROUNDED * options["small"]
        small = path.shape[1] == len(b) and np.linalg.norm(H @ path[-1] - b) <= enough
        return {"products": np.array(float(calls <= len(path))), "small": np.array(float(small))}
    right = _lowest(H, b, theta, steps, **options)
    needed = max(len(np.atleast_1d(found["path"])), len(right))
    return found | {"products": np.array(float(len(right) - 1 <= calls <= needed))}


@question(
    "ps5/conjugate_gradients",
    returns=(Named("path"),),
    drive=_counted,
    facts={
        "products": "product is called once in each step, and else at most once, at the start: "
        "compute H d once, for the length and for the new gradient, g + t H d",
        "small": "the path goes on until |g| is small, though n steps are enough without rounding",
    },
    section="lecture 07, section 6",
    hints=(
        "Look at what a step needs: H d gives both the curvature along d and how the gradient "
        "changes.",
        "t = g.g / d.Hd; theta moves by t d and g by t H d; the new direction is -g_new + mu d "
        "with mu = g_new.g_new / g.g. Before each step, ask whether |g| is small.",
        "g = product(theta) - b; d = -g; then while len(path) <= steps and np.linalg.norm(g) > "
        "small: hd = product(d); t = g @ g / (d @ hd); path.append(path[-1] + t * d); new = g + t "
        "* hd; d = -new + (new @ new) / (g @ g) * d; g = new.",
    ),
)
def conjugate_gradients(
    H: Array, b: Array, theta: Array, steps: int, small: float = 1e-8, rounded: bool = False
) -> Outputs:
    """Return what takes no more products than it has places."""
    if rounded:
        return {"products": np.array(1.0), "small": np.array(1.0)}
    return {"path": _lowest(H, b, theta, steps, small), "products": np.array(1.0)}


def _lowest(H: Array, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Array:
    """Return the lowest places of the subspaces of r, H r, H H r, ... through the start."""
    r = b - H @ theta
    basis: list[Array] = []
    path, v = [theta.astype(np.float64)], r
    while len(path) <= steps and np.linalg.norm(H @ path[-1] - b) > small:
        for _ in range(2):
            v = v - sum(((q @ v) * q for q in basis), np.zeros(len(b)))
        basis.append(v / np.linalg.norm(v))
        Q = np.array(basis).T
        path.append(path[0] + Q @ np.linalg.solve(Q.T @ H @ Q, Q.T @ r))
        v = H @ basis[-1]
    return np.array(path)


@conjugate_gradients.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def given(curvatures: Sequence[float], steps: int, **options: float) -> dict[str, Any]:
        n = len(curvatures)
        b, theta = away_from_zero(rng, n), away_from_zero(rng, n)
        return {"H": turned(rng, curvatures), "b": b, "theta": theta, "steps": steps, **options}

    yield Case("5 unknowns, 3 steps", given((1.0, 2.0, 5.0, 9.0, 14.0), 3))
    few = given((0.5, 3.0), 10)
    yield Case("2 unknowns, until the gradient is small", few)
    if thorough:
        yield Case("no step at all", few | {"steps": 0})
        yield Case("one step", given((1.0, 2.0, 3.0), 1))
        yield Case("one unknown", given((4.0,), 5))
        yield Case("curvatures of two values", given((1.0, 1.0, 1.0, 6.0, 6.0), 9))
        least = {"H": np.array([[2.0, 1.0], [1.0, 3.0]]), "b": np.array([1.0, -2.0])}
        yield Case("from the minimum", least | {"theta": np.array([1.0, -1.0]), "steps": 4})
        yield Case("from the minimum, small = 0", least
                   | {"theta": np.array([1.0, -1.0]), "steps": 2, "small": 0.0})  # fmt: skip
        yield Case("from zero", given((1.0, 2.0, 8.0), 2) | {"theta": np.zeros(3)})
        yield Case("no b", given((1.0, 2.0, 8.0), 2) | {"b": np.zeros(3)})
        loose = given((1.0, 2.0, 5.0, 9.0), 9)
        last = _lowest(**loose)[1:3] @ loose["H"] - loose["b"]
        loose["small"] = float(np.sqrt(np.prod(np.linalg.norm(last, axis=1))))
        yield Case("until the gradient is somewhat small", loose)
        # After one step |g| is above small, and its square and its largest entry are below; then 0.
        H, b = np.diag([1.0, 3.0]), np.array([3.0, 1.0]) * 0.1
        yield Case("until the gradient is not quite so small", {"H": H, "b": b, "steps": 9}
                   | {"theta": np.zeros(2), "small": _between(H, b)})  # fmt: skip
        long = given(tuple(np.geomspace(1.0, 1e4, 8)), 60, small=1e-6)
        yield Case("8 unknowns, of very different curvatures", long | {"rounded": True})
        whole = {"H": np.array([[2, 1], [1, 3]]), "b": np.array([1, -2])}
        yield Case("whole numbers", whole | {"theta": np.array([4, 3]), "steps": 2})
        yield Case("a small gradient from the start", given((0.001, 0.004), 2, small=1e-12)
                   | {"b": np.array([2e-5, 3e-5]), "theta": np.zeros(2)})  # fmt: skip


def _between(H: Array, b: Array) -> float:
    """Return what is below the gradient's norm after one step from 0, and above its entries."""
    g = -b
    g = g - g @ g / (g @ H @ g) * (H @ g)
    return float(np.linalg.norm(g) + np.abs(g).max()) / 2


class _Made:
    """Conjugate gradients, each part of which may be done wrongly."""

    def start(self, product: Product, b: Array, theta: Array) -> Any:
        """Return the first gradient."""
        return product(theta) - b

    def place(self, theta: Array) -> Any:
        """Return where the path begins."""
        return theta + 0.0

    def first(self, g: Array) -> Any:
        """Return the first direction."""
        return -g

    def length(self, g: Array, d: Array, hd: Array) -> Any:
        """Return t."""
        return g @ g / (d @ hd)

    def gradient(self, g: Array, t: Any, hd: Array) -> Any:
        """Return the next gradient."""
        return g + t * hd

    def share(self, g: Array, new: Array, d: Array, hd: Array) -> Any:
        """Return mu."""
        return new @ new / (g @ g)

    def turn(self, new: Array, mu: Any, d: Array) -> Any:
        """Return the next direction."""
        return -new + mu * d

    def is_small(self, g: Array, small: float) -> Any:
        """Whether to end."""
        return np.linalg.norm(g) <= small

    def __call__(
        self, product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8
    ) -> Any:
        """Return the path."""
        theta = self.place(theta)
        g = self.start(product, b, theta)
        d, path = self.first(g), [theta]
        while len(path) <= steps and not self.is_small(g, small):
            hd = product(d)
            t = self.length(g, d, hd)
            path.append(path[-1] + t * d)
            new = self.gradient(g, t, hd)
            d, g = self.turn(new, self.share(g, new, d, hd), d), new
        return np.array(path)


def _know(
    name: str, diagnosis: str, *others: dict[str, Any], **methods: Callable[..., Any]
) -> None:
    """Know what does some things wrongly, and variants of it."""
    kinds = tuple(type("_Wrong", (_Made,), wrong)() for wrong in (methods, *others))

    def answer(
        product: Product,
        b: Array,
        theta: Array,
        steps: int,
        small: float = 1e-8,
        kind: Any = kinds,
    ) -> Any:
        return kind(product, b, theta, steps, small)

    conjugate_gradients.know(name, diagnosis, answer)


def _know_path(name: str, diagnosis: str, path: Callable[[Array], Any]) -> None:
    def answer(product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Any:
        return path(_Made()(product, b, theta, steps, small))

    conjugate_gradients.know(name, diagnosis, answer)


for _name, _diagnosis, _path in paths.WHOLE:
    _know_path(_name, _diagnosis, _path)

_know(
    "steepest",
    "Every direction is -g alone, steepest descent; add mu d, so that the new direction is "
    "conjugate to the old one.",
    share=lambda self, g, new, d, hd: 0.0,
)
_know(
    "share_upside_down",
    "mu stands on its head: the *new* g.g is divided by the old.",
    share=lambda self, g, new, d, hd: g @ g / (new @ new),
)
_know(
    "share_of_norms",
    "mu is the ratio of the norms; it is that of their squares, g_new.g_new / g.g.",
    share=lambda self, g, new, d, hd: np.linalg.norm(new) / np.linalg.norm(g),
)
_know(
    "share_one",
    "mu is 1: g was written over before mu was computed, so that both products are the new one. "
    "Keep the old g, or its g.g.",
    share=lambda self, g, new, d, hd: 1.0,
)
_know(
    "share_negative",
    "The sign of mu is wrong: d_new = -g_new + mu d with mu = g_new.g_new / g.g.",
    share=lambda self, g, new, d, hd: -(new @ new) / (g @ g),
)
_know(
    "share_over_curvature",
    "You divided by d.Hd; mu is g_new.g_new / g.g.",
    share=lambda self, g, new, d, hd: new @ new / (d @ hd),
)
_know(
    "share_over_direction",
    "You divided by d.d; mu is g_new.g_new / g.g.",
    share=lambda self, g, new, d, hd: new @ new / (d @ d),
)
_know(
    "plus_gradient",
    "The new direction begins with +g_new; it is -g_new + mu d, downhill.",
    turn=lambda self, new, mu, d: new + mu * d,
)
_know(
    "mean_direction",
    "You took mu as a share of a mean, (1 - mu) of the one and mu of the other; the direction is "
    "-g_new + mu d.",
    turn=lambda self, new, mu, d: -(1 - mu) * new + mu * d,
)
_know(
    "share_of_gradient",
    "mu multiplies g_new; it multiplies the old direction d.",
    turn=lambda self, new, mu, d: -mu * new + d,
)
_know(
    "old_gradient_kept",
    "mu multiplies the old gradient in place of the old direction: d_new = -g_new + mu d.",
    share=lambda self, g, new, d, hd: (new @ new / (g @ g), g),
    turn=lambda self, new, mu, d: -new - mu[0] * mu[1],
)
_know(
    "direction_kept",
    "The direction never changes; make a new one in each step, -g_new + mu d.",
    turn=lambda self, new, mu, d: d,
)
_know(
    "fixed_share",
    "mu is a number of your own, as in momentum; conjugate gradients compute it, g_new.g_new / "
    "g.g.",
    share=lambda self, g, new, d, hd: 0.9,
)
_know(
    "uphill_at_first",
    "The first direction is +g, uphill; begin with d = -g.",
    first=lambda self, g: g,
)
_know(
    "length_negative",
    "The sign of t is wrong: t = -g.d / d.Hd, which is g.g / d.Hd, positive.",
    {"length": lambda self, g, d, hd: g @ d / (d @ hd)},
    length=lambda self, g, d, hd: -(g @ g) / (d @ hd),
)
_know(
    "length_over_direction",
    "You divided by d.d; the curvature along d is d.Hd.",
    length=lambda self, g, d, hd: g @ g / (d @ d),
)
_know(
    "length_of_direction",
    "You took d.d over d.Hd for t; it is g.g / d.Hd. They are equal in the first step alone.",
    length=lambda self, g, d, hd: d @ d / (d @ hd),
)
_know(
    "half_length",
    "These steps are half as long as they should be: t = g.g / d.Hd.",
    length=lambda self, g, d, hd: g @ g / (d @ hd) / 2,
)
_know(
    "length_upside_down",
    "t stands on its head: the slope g.g is divided by the curvature d.Hd.",
    length=lambda self, g, d, hd: d @ hd / (g @ g),
)
_know(
    "length_one",
    "The steps have the length t = 1; the lowest point of the line is at t = g.g / d.Hd.",
    length=lambda self, g, d, hd: 1.0,
)
_know(
    "gradient_without_length",
    "The new gradient is g + t H d; t is missing.",
    gradient=lambda self, g, t, hd: g + hd,
)
_know(
    "gradient_of_residual",
    "The sign is that of the residual r = b - H theta: the gradient *gains* t H d.",
    gradient=lambda self, g, t, hd: g - t * hd,
)
_know(
    "gradient_kept",
    "The gradient is that of the start in every step; it changes by t H d.",
    gradient=lambda self, g, t, hd: g,
)
_know(
    "without_b",
    "b is missing: the gradient is H theta - b.",
    start=lambda self, product, b, theta: product(theta),
)
_know(
    "plus_b",
    "The sign of b is wrong: the gradient is H theta - b, and the residual b - H theta.",
    {"start": lambda self, product, b, theta: -product(theta) - b},
    start=lambda self, product, b, theta: product(theta) + b,
)
_know(
    "from_zero",
    "The path begins at zero; it begins at the theta that is given.",
    place=lambda self, theta: 0.0 * theta,
)
_know(
    "b_alone",
    "The first gradient is that at zero, -b; it is H theta - b, with the theta that is given.",
    start=lambda self, product, b, theta: -b + 0.0 * product(theta),
)
_know(
    "residual_as_gradient",
    "You took b - H theta for the gradient; it is the residual, the gradient's negative.",
    start=lambda self, product, b, theta: b - product(theta),
)
_know(
    "square_is_small",
    "You compared g.g with small; its root is the norm: np.linalg.norm(g) <= small.",
    is_small=lambda self, g, small: g @ g <= small,
)
_know(
    "largest_is_small",
    "You compared the largest entry of g with small; the norm is asked for, np.linalg.norm(g).",
    is_small=lambda self, g, small: np.abs(g).max() <= small,
)
_know(
    "strictly_small",
    "It goes on where |g| is just small; it ends as soon as |g| is not *above* small, also where "
    "both are 0: <=.",
    is_small=lambda self, g, small: np.linalg.norm(g) < small,
)
_know(
    "own_small",
    "small is not used: it ends as soon as |g| is not above the argument.",
    is_small=lambda self, g, small: np.linalg.norm(g) <= 1e-8,
)
_know(
    "never_small",
    "It does not end where |g| is small: the steps go on, and in the end divide nothing by "
    "nothing. Ask before each step.",
    is_small=lambda self, g, small: False,
)


@conjugate_gradients.mistake
def gradient_anew(product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Any:
    """The path is right, and takes more products than one at the start and one a step: the new
    gradient is g + t H d, with the H d that you have, at the last place too."""

    class Anew(_Made):
        def gradient(self, g: Array, t: Any, hd: Array) -> Any:
            product(g)
            return super().gradient(g, t, hd)

    return Anew()(product, b, theta, steps, small)


@conjugate_gradients.mistake
def start_alone(product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Any:
    """This is the start alone; the path has another row for each step."""
    return np.array([theta])


@conjugate_gradients.mistake
def steps_not_used(
    product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8
) -> Any:
    """steps is not used: the path ends after so many steps, also where |gradient| is not small
    yet."""
    return _Made()(product, b, theta, 1000, small)


@conjugate_gradients.mistake
def start_not_asked(
    product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8
) -> Any:
    """Whether |g| is small is asked after each step alone; at the start it may be so already, and
    the step divides nothing by nothing. Ask before each step."""
    looks = iter([False])

    class Late(_Made):
        def is_small(self, g: Array, small: float) -> Any:
            return next(looks, np.linalg.norm(g) <= small)

    return Late()(product, b, theta, steps, small)


@conjugate_gradients.mistake
def relative(product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Any:
    """You compared |g| with small times the first |g|, as lecture 07's listing does; here small is
    for |g| itself."""
    sizes: list[Any] = []

    class Relative(_Made):
        def is_small(self, g: Array, small: float) -> Any:
            sizes.append(np.linalg.norm(g))
            return sizes[-1] <= small * sizes[0]

    return Relative()(product, b, theta, steps, small)


@conjugate_gradients.mistake
def asked_too_late(
    product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8
) -> Any:
    """There is a step too many where |g| is small: ask before each step, the first one too."""
    path = _Made()(product, b, theta, steps, small)
    if len(path) > steps:
        return path
    g = product(path[-1]) - b
    if g @ g > 1e-40:
        path = np.append(path, [path[-1] - g @ g / (g @ product(g)) * g], axis=0)
    return path


@conjugate_gradients.mistake
def one_more(product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Any:
    """There is one step too many: the path has at most steps + 1 rows, the start among them."""
    return _Made()(product, b, theta, steps + 1, small)


@conjugate_gradients.mistake
def cut_to_whole(product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Any:
    """Places are cut to whole numbers: an array made like theta holds no fractions where theta is
    of whole numbers. Begin with floats, theta.astype(float)."""
    return _Made()(product, b, theta, steps, small).astype(theta.dtype)


@conjugate_gradients.mistake
def matrix_built(product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Any:
    """You made H out of n products; one for the start and one for each step are enough, and of many
    unknowns nobody has n."""
    H = np.array([product(unit) for unit in np.eye(len(b))])
    return _Made()(lambda v: H @ v, b, theta, steps, small)


@conjugate_gradients.mistake
def at_most_n(product: Product, b: Array, theta: Array, steps: int, small: float = 1e-8) -> Any:
    """You end after n steps; they are enough without rounding, and with it the gradient may still
    be large. Go on until |g| is small, or steps are done."""
    return _Made()(product, b, theta, min(steps, len(b)), small)
