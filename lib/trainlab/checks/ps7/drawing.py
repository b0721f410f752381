"""Networks drawn at random, of which it is known how many are dead at their start.

A right answer fails a share more rarely than once in a million, and so does each fact; a coin for
one input in place of all, a layer more or fewer, and other variances where there are biases pass as
rarely: ``tests/trainlab/checks/ps7`` computes both from binomial laws. The largest error that
passes is ``TOLERANCE`` of 1 plus as much of the share.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from math import erfc, exp, pi, sqrt
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, Unusable, kind, unpack
from trainlab.checks.question import Answer, Case, question

#: Relative and absolute.
TOLERANCE = 0.03
#: Networks whose share is taken, and those of which no two draws are alike by chance. They are few,
#: since answers may go through them one by one.
NETWORKS, FEW = 3500, 100
#: Calls for two networks, if those of one call are alike: are all?
PAIRS = 40
#: So much more or fewer pairs of networks may have one fate than of independent ones.
RELATED = 0.12
#: Shares at which so few networks differ from draw to draw, and pairs tell.
VARIED = (0.1, 0.9)


def _drawn(
    dead_at_start: Answer, /, x: Array, N: int, L: int, seed: int, **options: Any
) -> Outputs:
    """Return the share of dead networks, and what is true of a few drawn again."""

    def drawn(networks: int, rng: np.random.Generator) -> Any:
        return _answers(dead_at_start(x, N, L, networks, rng, **options), networks)

    rng, twin, other = (np.random.default_rng(s) for s in (seed, seed, seed + 1))
    few = [drawn(FEW, g) for g in (rng, rng, twin, other)]
    dead = drawn(NETWORKS, rng)
    share = dead.mean()
    found = {_name(**options): share}
    if not VARIED[0] < _share(x, N, L, **options) < VARIED[1]:
        return found
    if share in (0, 1):
        twos = [drawn(2, rng) for _ in range(PAIRS)]
        if all(a == b for a, b in twos) and len({a for a, _ in twos}) > 1:
            said = "one answer for all networks; expected each to have weights of its own"
            raise Unusable(said, "one_network")
    if not VARIED[0] < share < VARIED[1]:  # a wrong share, at which few networks tell nothing
        return found | {name: np.array(1.0) for name in FACTS}
    half = len(dead) // 2
    pairs = (dead[::2], dead[1::2]), (dead[:half], dead[half:])
    alike = max(abs((a == b).mean() - share**2 - (1 - share) ** 2) for a, b in pairs)
    return found | {
        "new_at_each_call": np.array(not np.array_equal(few[0], few[1])),
        "same_for_same_rng": np.array(np.array_equal(few[0], few[2])),
        "other_for_other_rng": np.array(not np.array_equal(few[0], few[3])),
        "networks_independent": np.array(bool(alike <= RELATED)),
    }


def _answers(value: Any, networks: int) -> Any:
    """Return 0 or 1 for each network."""
    (dead,) = unpack([Output("dead")], value).values()
    if dead.shape != (networks,):
        given = kind(value) if np.size(value) == 1 else f"an array of shape {dead.shape}"
        name = "one_number" if dead.size == 1 else ""
        raise Unusable(f"{given} for {networks} networks; expected True or False for each", name)
    if not np.isin(dead, (0, 1)).all():
        raise Unusable("numbers that are neither True nor False; expected whether each is dead")
    return dead


def _name(bias: float = 0.0, shortcuts: bool = False) -> str:
    if shortcuts:
        return "share_with_shortcuts"
    return "share_with_biases" if bias else "share"


def _normal_below(z: float) -> float:
    """Return the normal law's share below z."""
    return erfc(-z / sqrt(2)) / 2


def _share(x: Array, N: int, L: int, bias: float = 0.0, shortcuts: bool = False) -> float:
    """Return P(dead) where it is known exactly.

    Without biases inputs lie on one line through 0, on one side of it or, with three layers, on
    both. Biases: one input and two layers; the input 0 and three layers; or one input and three
    layers of one unit.
    """
    h, length = 0.5**N, float(np.linalg.norm(x[:, 0]))
    if bias:
        spread = sqrt(2 / len(x)) * length
        if length == 0:  # the first layer lives; what the second adds up is bias (1 + sum of w)
            return _normal_below(-1 / sqrt(2)) ** N
        first = _normal_below(-bias / spread) ** N
        return first if L == 2 else first + _second_of_one(bias, spread)
    if length == 0:
        return 1.0
    both_sides = bool((x[:, 0] @ x < 0).any())
    if shortcuts:
        return 0.0 if both_sides else h
    if both_sides:
        return 0.0 if L == 2 else 2 * h * h + (1 - 2 * h) * h**2
    return 1 - (1 - h) ** (L - 1)


@cache
def _second_of_one(bias: float, spread: float) -> float:
    """Return the probability that one unit lives and the one above it does not, by an integral."""
    values, step = np.linspace(0, bias + 9 * spread, 20_001, retstep=True)
    values = values[:-1] + step / 2
    density = [exp(-(((a - bias) / spread) ** 2) / 2) / sqrt(2 * pi) / spread for a in values]
    dead = [_normal_below(-bias / (sqrt(2) * a)) for a in values]
    return float(np.dot(density, dead) * step)


#: What is true of every right draw.
FACTS = {
    "new_at_each_call": "two calls with one rng give other networks: draw from it, not from a "
    "copy, and give it no seed of your own",
    "same_for_same_rng": "an rng in the same state gives the same networks: draw from rng alone, "
    "not from np.random or a generator of your own",
    "other_for_other_rng": "another rng gives other networks: draw from the one that is given",
    "networks_independent": "each network has weights of its own",
}


@question(
    "ps7/dead_at_start",
    returns=(Named("shares"),),
    tolerance=TOLERANCE,
    drive=_drawn,
    facts=FACTS,
    section="lecture 12, section 4",
    hints=(
        "Look at one network first: go up its hidden layers, of which there are L - 1, with all "
        "points at once. When is a layer dead? Not when it is 0 at one point.",
        "Draw the weights of one layer for all networks at once, (networks, N, inputs) from a "
        "normal law of variance 2 / inputs. A layer is dead if no unit is positive at any point; a "
        "network if any of its hidden layers is. A bias is added to z in every hidden layer.",
        "a = x; dead = np.zeros(networks, bool); in each of L - 1 layers: W = rng.normal(0, "
        "np.sqrt(2 / a.shape[-2]), (networks, N, a.shape[-2])); r = np.maximum(W @ a + bias, 0); a "
        "= a + r if shortcuts and this is not the first layer else r; dead |= ~(a > 0).any(axis=("
        "1, 2)).",
    ),
)
def dead_at_start(x: Array, N: int, L: int, seed: int, **options: Any) -> Outputs:
    """Return the share that coins give, or integrals of the normal law."""
    share = _share(x, N, L, **options)
    facts = FACTS if VARIED[0] < share < VARIED[1] else {}
    return {_name(**options): np.array(share), **{name: np.array(1.0) for name in facts}}


@dead_at_start.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, x: Any, N: int, L: int, **options: Any) -> Case:
        seed = int(rng.integers(2**31))
        return Case(title, {"x": np.array(x), "N": N, "L": L, "seed": seed, **options})

    sides = [[-1.5, 0.5, 2.0, -0.3]]
    one_side = [[2.0, 0.5, 3.0], [-4.0, -1.0, -6.0]]
    yield case("3 layers of width 2, inputs of both signs", sides, 2, 3)
    yield case("4 layers of width 3, inputs in one direction", one_side, 3, 4)
    yield case("6 layers of width 2, inputs in one direction", one_side, 2, 6)
    yield case("2 layers of width 2, biases of 0.5", [[1.0]], 2, 2, bias=0.5)
    yield case("3 layers of width 2, biases of 0.3, the input 0", [[0.0]], 2, 3, bias=0.3)
    yield case("3 layers of one unit, biases of 0.4", [[1.0]], 1, 3, bias=0.4)
    yield case("one unit of 8 inputs, a bias of 0.5", np.full((8, 1), 8**-0.5), 1, 2, bias=0.5)
    yield case("6 layers of width 2, shortcuts", [[0.5, 3.0]], 2, 6, shortcuts=True)
    yield case("6 layers of width 2, shortcuts, both signs", sides, 2, 6, shortcuts=True)
    yield case("the input 0", [[0.0]], 2, 3)
    if thorough:
        yield case("2 layers, inputs of both signs", sides, 2, 2)
        yield case("2 layers of width 3, inputs in one direction", one_side, 3, 2)
        yield case("3 layers of width 3, inputs of both signs", sides, 3, 3)
        opposite = [[2.0, 0.5, -3.0], [-4.0, -1.0, 6.0]]
        yield case("3 layers of width 2, two inputs on both sides", opposite, 2, 3)
        yield case("one unit in each layer", [[1.0, 2.0]], 1, 4)
        yield case("one point", [[2.0]], 3, 5)
        yield case("one unit, a bias that no uniform law of He's reaches", [[1.0]], 1, 2, bias=2.6)
        yield case("2 layers of width 1, shortcuts", [[0.5, 3.0]], 1, 2, shortcuts=True)


def _he(rng: Any, networks: int, units: int, inputs: int) -> Any:
    return rng.normal(0, sqrt(2 / inputs), (networks, units, inputs))


#: (rng, networks, units, inputs) -> weights (networks, units, inputs).
Draw = Callable[[Any, int, int, int], Any]
#: Values of each hidden layer, (networks, N, points), and its sums -> whether each is dead.
Judge = Callable[[list[Any], list[Any]], Any]


def _any_layer(values: list[Any], sums: list[Any]) -> Any:
    return np.any([(a <= 0).all(axis=(1, 2)) for a in values], axis=0)


def _any_sum(values: list[Any], sums: list[Any]) -> Any:
    return _any_layer(sums, sums)


def _any_zero(values: list[Any], sums: list[Any]) -> Any:
    return np.any([(a == 0).all(axis=(1, 2)) for a in values], axis=0)


def _relu(z: Array) -> Any:
    return np.maximum(z, 0)


def _join(below: Array, z: Array) -> Any:
    return below + _relu(z)


def _simulated(
    x: Array,
    N: int,
    L: int,
    networks: int,
    rng: Any,
    bias: float = 0.0,
    shortcuts: bool = False,
    *,
    draw: Draw = _he,
    judge: Judge = _any_layer,
    f: Callable[[Array], Any] = _relu,
    join: Callable[[Array, Array], Any] = _join,
    hidden: int = -1,
    biased: Callable[[int, float, Any, int], Any] = lambda layer, bias, rng, networks: bias,
    joined_from: int = 1,
) -> Any:
    """Return whether each network is dead, in some wrong way.

    Args:
        x: (inputs, points).
        N: units of a hidden layer.
        L: layers.
        networks: how many.
        rng: to draw from.
        bias: of hidden units.
        shortcuts: whether there are any.
        draw: weights of a layer.
        judge: who is dead.
        f: what a unit makes of z.
        join: (values below, z) -> values, where there are shortcuts.
        hidden: so many hidden layers more than L.
        biased: (layer from 0, bias, rng, networks) -> what is added to z.
        joined_from: the first hidden layer with a shortcut, from 0.
    """
    a = np.broadcast_to(x * 1.0, (networks, *x.shape))
    values, sums = [], []
    for layer in range(L + hidden):
        W = draw(rng, networks, N, a.shape[1])
        sums.append(W @ a + biased(layer, bias, rng, networks))
        a = join(a, sums[-1]) if shortcuts and layer >= joined_from else f(sums[-1])
        values.append(a)
    return judge(values, sums) if values else np.zeros(networks, dtype=bool)


def _know(name: str, diagnosis: str, **ways: Any) -> None:
    def answer(
        x: Array,
        N: int,
        L: int,
        networks: int,
        rng: Any,
        bias: float = 0.0,
        shortcuts: bool = False,
    ) -> Any:
        return _simulated(x, N, L, networks, rng, bias, shortcuts, **ways)

    dead_at_start.know(name, diagnosis, answer)


def _scaled(variance: Callable[[int, int], float]) -> Draw:
    """Return what draws normal weights of this variance (units, inputs)."""
    return lambda rng, networks, units, inputs: rng.normal(
        0, sqrt(variance(units, inputs)), (networks, units, inputs)
    )


_know(
    "one_point",
    "You looked at the first point alone; a dead layer is 0 at *all* points.",
    judge=lambda values, sums: np.any([(a[:, :, 0] <= 0).all(axis=1) for a in values], axis=0),
)
_know(
    "some_point",
    "You called a layer dead that is 0 at *some* point; it is to be 0 at all.",
    judge=lambda values, sums: np.any([(a <= 0).all(axis=1).any(axis=1) for a in values], axis=0),
)
_know(
    "some_unit",
    "You called a network dead that has a dead *unit*; all units of a layer have to be.",
    judge=lambda values, sums: np.any([(a <= 0).all(axis=2).any(axis=1) for a in values], axis=0),
)
_know(
    "half_a_layer",
    "You called a layer dead of which half the units are; all have to be.",
    judge=lambda values, sums: np.any(
        [(a <= 0).all(axis=2).mean(axis=1) >= 0.5 for a in values], axis=0
    ),
)
_know(
    "some_zero",
    "You called a network dead in which a unit is 0 at some point; all units of a layer have to "
    "be, at all points.",
    judge=lambda values, sums: np.any([(a <= 0).any(axis=(1, 2)) for a in values], axis=0),
)
_know(
    "first_layer_alone",
    "Only a dead *first* layer counts in yours: go through all hidden layers, with shortcuts where "
    "they are asked for alone.",
    judge=lambda values, sums: _any_layer(values[:1], sums),
)
_know(
    "last_layer_alone",
    "You looked at the last hidden layer alone; with biases one below may be dead, and that one "
    "alive.",
    judge=lambda values, sums: _any_layer(values[-1:], sums),
)
_know(
    "all_layers",
    "You asked for *all* hidden layers to be dead; one is enough.",
    judge=lambda values, sums: np.all([(a <= 0).all(axis=(1, 2)) for a in values], axis=0),
)
_know(
    "alive",
    "True stands for living networks in yours; it is to stand for dead ones.",
    judge=lambda values, sums: ~_any_layer(values, sums),
)
_know(
    "units_by_z_of_shortcuts",
    "With shortcuts you looked at r(W a + b); the layer hands on a + r(W a + b), which is 0 only "
    "where a is.",
    judge=_any_sum,
)
_know(
    "one_layer_more",
    "You drew L hidden layers; L counts the output's, so that L - 1 are hidden.",
    hidden=0,
)
_know(
    "one_layer_fewer",
    "You drew L - 2 hidden layers; there are L - 1.",
    hidden=-2,
)
_know(
    "variance_of_one",
    "The weights have variance 1; He's start has 2 / inputs. With biases that matters.",
    draw=_scaled(lambda units, inputs: 1.0),
)
_know(
    "lecun",
    "The weights have variance 1 / inputs, LeCun's; He's start has 2 / inputs. With biases that "
    "matters.",
    draw=_scaled(lambda units, inputs: 1 / inputs),
)
_know(
    "glorot",
    "The weights have Glorot's variance, 2 / (inputs + units); He's start has 2 / inputs. With "
    "biases that matters.",
    draw=_scaled(lambda units, inputs: 2 / (inputs + units)),
)
_know(
    "by_units",
    "The weights have variance 2 / units; He's start has 2 / inputs. With biases that matters.",
    draw=_scaled(lambda units, inputs: 2 / units),
)
_know(
    "variance_as_deviation",
    "You gave the variance, 2 / inputs, for the deviation; take its root.",
    draw=_scaled(lambda units, inputs: 4 / inputs**2),
)
_know(
    "uniform",
    "The weights are uniform; He's normal start is asked for. With biases that matters.",
    draw=lambda rng, networks, units, inputs: rng.uniform(
        -sqrt(6 / inputs), sqrt(6 / inputs), (networks, units, inputs)
    ),
)
_know(
    "rows_alike",
    "All units of a layer have the same weights; each has a row of its own.",
    draw=lambda rng, networks, units, inputs: np.repeat(
        _he(rng, networks, 1, inputs), units, axis=1
    ),
)
_know(
    "columns_alike",
    "A unit has the same weight for all its inputs; draw each.",
    draw=lambda rng, networks, units, inputs: np.repeat(
        _he(rng, networks, units, 1), inputs, axis=2
    ),
)
_know(
    "signs",
    "The weights are 1 or -1; sums of such are 0 now and then, which He's normal ones never are.",
    draw=lambda rng, networks, units, inputs: rng.choice([-1.0, 1.0], (networks, units, inputs)),
)
_know(
    "biases_ignored",
    "bias is not used: z = W a + bias in every hidden layer.",
    biased=lambda layer, bias, rng, networks: 0.0,
)
_know(
    "biases_subtracted",
    "bias is subtracted; add it.",
    biased=lambda layer, bias, rng, networks: -bias,
)
_know(
    "bias_in_first_layer",
    "bias is in the first hidden layer alone; every hidden layer has it.",
    biased=lambda layer, bias, rng, networks: 0.0 if layer else bias,
)
_know(
    "no_bias_in_first_layer",
    "bias is not in the first hidden layer; every hidden layer has it.",
    biased=lambda layer, bias, rng, networks: bias if layer else 0.0,
)
_know(
    "always_a_tenth",
    "All biases are 0.1, whatever bias is.",
    biased=lambda layer, bias, rng, networks: 0.1,
)
_know(
    "shortcut_at_input",
    "With shortcuts yours has one around the first hidden layer too; they begin at the second.",
    joined_from=0,
)
_know(
    "shortcut_late",
    "With shortcuts yours begin at the third hidden layer; they begin at the second.",
    joined_from=2,
)
_know(
    "constant_layer",
    "You called a layer or a network dead whose values are the same at all points; at a single "
    "point all are: a dead layer is 0.",
    judge=lambda values, sums: np.any(
        [(a == a[:, :, :1]).all(axis=(1, 2)) for a in values], axis=0
    ),
)
_know(
    "strictly_below",
    "You asked for all z below 0; where the layer below hands on zeros z is 0: ask for no z above "
    "0.",
    judge=lambda values, sums: np.any([(z < 0).all(axis=(1, 2)) for z in sums], axis=0),
)
_know(
    "shortcut_before_relu",
    "With shortcuts yours is r(a + W a + b); the shortcut goes around the ReLU: a + r(W a + b).",
    join=lambda below, z: _relu(below + z),
)


@dead_at_start.mistake
def shortcuts_ignored(
    x: Array, N: int, L: int, networks: int, rng: Any, bias: float = 0.0, shortcuts: bool = False
) -> Any:
    """shortcuts is not used: from the second hidden layer on a layer hands on a + r(W a + b)."""
    return _simulated(x, N, L, networks, rng, bias)


@dead_at_start.mistake
def tied(
    x: Array, N: int, L: int, networks: int, rng: Any, bias: float = 0.0, shortcuts: bool = False
) -> Any:
    """All layers above the first have the same weights; draw those of each."""
    drawn: dict[int, Any] = {}

    def draw(rng: Any, networks: int, units: int, inputs: int) -> Any:
        if len(drawn) < 2:
            drawn[len(drawn)] = _he(rng, networks, units, inputs)
        return drawn[len(drawn) - 1]

    return _simulated(x, N, L, networks, rng, bias, shortcuts, draw=draw)


@dead_at_start.mistake
def one_network(
    x: Array, N: int, L: int, networks: int, rng: Any, bias: float = 0.0, shortcuts: bool = False
) -> Any:
    """All networks have the same weights; draw for each: (networks, N, inputs)."""
    return np.repeat(_simulated(x, N, L, 1, rng, bias, shortcuts), networks)


@dead_at_start.mistake
def bias_added_behind(
    x: Array, N: int, L: int, networks: int, rng: Any, bias: float = 0.0, shortcuts: bool = False
) -> Any:
    """bias is added behind the ReLU; it belongs into z, before it."""
    dead = _simulated(x, N, L, networks, rng, 0.0, shortcuts)
    return np.zeros(networks, dtype=bool) if bias else dead


@dead_at_start.mistake
def networks_repeat(
    x: Array,
    N: int,
    L: int,
    networks: int,
    rng: Any,
    bias: float = 0.0,
    shortcuts: bool = False,
    in_pairs: Any = (True, False),
) -> Any:
    """Networks repeat: two after each other, or the two halves, have the same weights; draw for
    each."""
    dead = _simulated(x, N, L, -(-networks // 2), rng, bias, shortcuts)
    return (np.repeat(dead, 2) if in_pairs else np.tile(dead, 2))[:networks]


@dead_at_start.mistake
def no_relu(
    x: Array,
    N: int,
    L: int,
    networks: int,
    rng: Any,
    bias: float = 0.0,
    shortcuts: bool = False,
    joined: Any = (True, False),
    judge: Any = (_any_layer, _any_sum, _any_zero),
) -> Any:
    """The values go on without ReLU: the next layer gets np.maximum(z, 0)."""
    return _simulated(
        x,
        N,
        L,
        networks,
        rng,
        bias,
        shortcuts,
        judge=judge,
        f=lambda z: z,
        join=_join if joined else lambda below, z: below + z,
    )


@dead_at_start.mistake
def positive_weights(
    x: Array,
    N: int,
    L: int,
    networks: int,
    rng: Any,
    bias: float = 0.0,
    shortcuts: bool = False,
    uniform: Any = (True, False),
) -> Any:
    """The weights are all positive; draw them from a normal law of mean 0."""

    def draw(rng: Any, networks: int, units: int, inputs: int) -> Any:
        if uniform:
            return rng.random((networks, units, inputs))
        return np.abs(_he(rng, networks, units, inputs))

    return _simulated(x, N, L, networks, rng, bias, shortcuts, draw=draw)


@dead_at_start.mistake
def random_biases(
    x: Array,
    N: int,
    L: int,
    networks: int,
    rng: Any,
    bias: float = 0.0,
    shortcuts: bool = False,
    one_for_all: Any = (True, False),
) -> Any:
    """The biases are drawn at random with deviation bias; they are all to begin at bias."""
    units = 1 if one_for_all else N

    def biased(layer: int, bias: float, rng: Any, networks: int) -> Any:
        return bias * rng.normal(size=(networks, units, 1))

    return _simulated(x, N, L, networks, rng, bias, shortcuts, biased=biased)


@dead_at_start.mistake
def coins(
    x: Array, N: int, L: int, networks: int, rng: Any, bias: float = 0.0, shortcuts: bool = False
) -> Any:
    """You drew coins that fall as theorem 1's bound says; draw networks, and look at them."""
    return rng.random(networks) < 1 - (1 - 0.5**N) ** (L - 1)


@dead_at_start.mistake
def copied_rng(
    x: Array, N: int, L: int, networks: int, rng: Any, bias: float = 0.0, shortcuts: bool = False
) -> Any:
    """You draw from a copy of rng, so that the next call draws the same networks; draw from rng
    itself."""
    return _simulated(x, N, L, networks, deepcopy(rng), bias, shortcuts)


@dead_at_start.mistake
def own_seed(
    x: Array, N: int, L: int, networks: int, rng: Any, bias: float = 0.0, shortcuts: bool = False
) -> Any:
    """Every call draws the same networks, from a seed of your own; draw from the rng that is
    given."""
    return _simulated(x, N, L, networks, np.random.default_rng(0), bias, shortcuts)


@dead_at_start.mistake
def own_generator(
    x: Array, N: int, L: int, networks: int, rng: Any, bias: float = 0.0, shortcuts: bool = False
) -> Any:
    """The weights are not drawn from rng, so that nobody can repeat a run; use rng, not np.random
    or a generator of your own."""
    return _simulated(x, N, L, networks, np.random.default_rng(), bias, shortcuts)
