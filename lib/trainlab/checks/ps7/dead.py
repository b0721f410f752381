"""Which units, layers and networks are dead."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Each
from trainlab.checks.ps7.network import Params, built, through
from trainlab.checks.question import Case, question

#: Outputs of one network are alike up to rounding, relatively.
ALIKE = 1e-9
#: An output's weights, whose sum is 0 but for rounding, in whatever order they are added.
TENTHS = ([[0.1, 0.2, -0.3]], [0.0])


@question(
    "ps7/find_dead",
    returns=(Each("units", ("units",)), "layer", "network"),
    section="lecture 12, section 2",
    hints=(
        "Look at z, before the ReLU, of one hidden layer at all points: what is true of a row that "
        "belongs to a dead unit? The output's layer has no ReLU.",
        "A unit is dead if no z of its row is positive; a layer if all of its units are; the "
        "network if no output changes from point to point, which a dead layer brings about, and "
        "(with weights that are no chance) other things too.",
        "z = W @ a + b[:, None]; dead = ~(z > 0).any(axis=1); a = np.maximum(z, 0); layer is the "
        "first number, from 1, for which dead.all(), else 0; network is np.allclose(y, y[:, :1]).",
    ),
)
def find_dead(params: Params, x: Array) -> tuple[list[Any], int, bool]:
    """Return them point by point: a unit is dead that never shows, and outputs by their ends."""
    shown = [np.zeros(len(b), dtype=bool) for _, b in params[:-1]]
    outputs = []
    for point in x.T:
        sums, y = through(params, point[:, None])
        for ever, z in zip(shown, sums, strict=True):
            ever |= z[:, 0] > 0
        outputs.append(y[:, 0])
    silent = [number for number, ever in enumerate(shown, start=1) if not ever.any()]
    low, high = np.min(outputs, axis=0), np.max(outputs, axis=0)
    alike = high - low <= ALIKE * (1 + np.abs(outputs).max())
    return [~ever for ever in shown], min(silent, default=0), bool(alike.all())


@find_dead.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, widths: Sequence[int], points: int, dead: Any) -> Case:
        x = away_from_zero(rng, (widths[0], points))
        return Case(title, {"params": built(rng, widths, x, dead), "x": x})

    def by_hand(title: str, x: Any, *layers: Any) -> Case:
        params = [(np.array(W), np.array(b)) for W, b in layers]
        return Case(title, {"params": params, "x": np.array(x)})

    yield case("two dead units", [2, 4, 3, 1], 6, {1: [2], 2: [0]})
    widths = [1, 3, 2, 2, 3, 2, 2, 2, 3, 2, 2, 1]
    x = away_from_zero(rng, (1, 5))
    *hidden, (W, b) = built(rng, widths, x, {1: [1], 2: [0], 5: [0, 1], 7: [0, 1], 8: [0, 1, 2]})
    yield Case("three dead layers of ten", {"params": [*hidden, (np.abs(W), b)], "x": x})
    yield by_hand(
        "both hidden layers dead",
        [[-100.0, -50.0, 50.0]],
        ([[1.0], [-1.0]], [-200.0, -150.0]),
        ([[-1.0, -1.0]], [-0.1]),
        ([[2.0]], [-1.5]),
    )
    x = np.array([[-4.0, 0.5, -5.0, -4.2, 5.0, 0.6, 0.7]])
    first, (W, b) = built(rng, [1, 4, 1], x, {1: [1]})
    skewed = {"params": [first, (-np.abs(W), -b)], "x": x}
    yield Case("points of which most lie on one side", skewed)
    yield case("the last hidden layer dead", [2, 3, 4, 2], 5, {1: [0], 2: [0, 1, 2, 3]})
    yield case("no dead unit", [2, 3, 3, 2], 5, {})
    yield case("as many units as points", [3, 4, 4, 4], 4, {1: [0], 2: [3]})
    if not thorough:
        return
    yield case("the first layer dead", [2, 3, 2, 2], 5, {1: [0, 1, 2]})
    yield case("the third layer dead, living ones above", [1, 2, 2, 2, 2, 1], 5, {3: [0, 1]})
    yield case("one unit in each layer, the second dead", [1, 1, 1, 1, 1], 4, {2: [0]})
    ones, zeros = np.ones((1, 3)), np.zeros(3)
    yield by_hand(
        "z is 0 at all points",
        [[1, 2, 3]],
        ([[0], [1], [-1]], [0, 0, 0]),
        (np.eye(3, dtype=int), [0, 0, 0]),
        ([[1, 1, 1]], [0]),
    )
    yield by_hand(
        "a layer whose z is 0 or below",
        [[1.0, 2.0, 3.0]],
        ([[-1.0], [0.0], [-2.0]], zeros),
        (np.eye(3) + 1, [-1.0, 1.0, 0.0]),
        (ones, [0.5]),
    )
    yield by_hand(
        "the same outputs without a dead layer",
        [[-2.0, -1.0, 0.0, 3.0]],
        ([[1.0], [-1.0], [1.0], [-1.0]], np.zeros(4)),
        ([[1.0, 1.0, -1.0, -1.0]], [2.0]),
    )
    flat = ([[0.0], [0.0]], [1.0, 2.0])
    yield by_hand("living units that do not change", [[1.0, 2.0, 5.0]], flat, ([[1.0, 1.0]], [0.0]))
    split = ([[1.0], [-1.0]], [0.0, 0.0])
    points = [[-2.0, 1.0, 3.0]]
    thrice = ([[1.0], [1.0], [1.0]], zeros)
    yield by_hand("outputs alike but for rounding", [[-1.0, 1.0, 3.0]], thrice, TENTHS)
    yield by_hand("one output constant of two", points, split, ([[1.0, 1.0], [0, 0]], [0.0, 3.0]))
    yield by_hand("the other output constant", points, split, ([[0, 0], [1.0, 1.0]], [3.0, 0.0]))
    small = ([[1e-4, 1e-4]], [0.0])
    yield by_hand("outputs that change little", points, split, small)
    there_and_back = [[-1.0, 2.0, 0.5, -1.0]]
    yield by_hand("first and last output alike", there_and_back, split, ([[1.0, 1.0]], [0.0]))
    yield by_hand(
        "two outputs that add to a constant", points, split, ([[1.0, 1], [-1, -1]], [0, 1])
    )
    yield by_hand("outputs below 0", points, split, ([[-1.0, -1.0]], [-1.0]))
    yield by_hand("no hidden layer", points, ([[2.0]], [1.0]))
    yield by_hand("no hidden layer, a weight of 0", points, ([[0.0], [0.0]], [1.0, -1.0]))
    yield case("one point", [2, 3, 2], 1, {1: [1]})
    alive = built(rng, [1, 2, 1], np.array([[-1.0, 0.0, 1.0]]), {})
    x = np.array([[-1.0, 0.0, 1.0, 40.0, -40.0]])
    yield Case("units that live far away", {"params": alive, "x": x})


#: (z of a layer) -> which units are dead.
Dead = Callable[[Array], Any]


def _is_dead(z: Array) -> Any:
    return (z <= 0).all(axis=1)


def _lowest(units: Sequence[Any]) -> int:
    return next((number for number, dead in enumerate(units, start=1) if np.all(dead)), 0)


def _same(y: Array) -> Any:
    return np.allclose(y, y[:, :1], rtol=ALIKE, atol=ALIKE)


def _know_units(name: str, diagnosis: str, dead: Dead) -> None:
    """Know another test of a unit, by its z (units, points), from which the layer may follow."""

    def answer(params: Params, x: Array, layer_too: Any = (True, False)) -> Any:
        sums, y = through(params, x)
        units = [dead(z) for z in sums]
        judged = units if layer_too else [_is_dead(z) for z in sums]
        return units, _lowest(judged), _same(y)

    find_dead.know(name, diagnosis, answer)


def _know_layer(name: str, diagnosis: str, *variants: Callable[[Sequence[Any]], Any]) -> None:
    """Know another number of a layer, by what is dead in each."""

    def answer(params: Params, x: Array, layer: Any = variants) -> Any:
        sums, y = through(params, x)
        units = [_is_dead(z) for z in sums]
        return units, layer(units), _same(y)

    find_dead.know(name, diagnosis, answer)


def _know_network(
    name: str, diagnosis: str, network: Callable[[Array, Sequence[Any]], Any]
) -> None:
    """Know another test of the network, by its outputs and what is dead in each layer."""

    def answer(params: Params, x: Array) -> Any:
        sums, y = through(params, x)
        units = [_is_dead(z) for z in sums]
        return units, _lowest(units), network(y, units)

    find_dead.know(name, diagnosis, answer)


def _know_way(
    name: str, diagnosis: str, way: Callable[[Params, Array], tuple[list[Any], Any]]
) -> None:
    """Know another way through the network, to z of the hidden layers and the outputs."""

    def answer(params: Params, x: Array) -> Any:
        sums, y = way(params, x)
        units = [_is_dead(z) for z in sums]
        return units, _lowest(units), _same(y)

    find_dead.know(name, diagnosis, answer)


def _through(
    params: Params, x: Array, f: Callable[[Array], Any] = lambda z: np.maximum(z, 0), b: float = 1.0
) -> tuple[list[Any], Any]:
    sums, a = [], x * 1.0
    for W, bias in params[:-1]:
        sums.append(W @ a + b * bias[:, None])
        a = f(sums[-1])
    return sums, params[-1][0] @ a + b * params[-1][1][:, None]


_know_units(
    "strictly_below",
    "A unit whose z is 0 at all points is dead too; you asked for z below 0.",
    lambda z: (z < 0).all(axis=1),
)
_know_units(
    "sometimes",
    "You called units dead that are 0 at *some* points; a dead one is so at all of them.",
    lambda z: (z <= 0).any(axis=1),
)
_know_units(
    "alive",
    "True stands for the living units in yours; it is to stand for the dead ones.",
    lambda z: (z > 0).any(axis=1),
)
_know_units(
    "alive_everywhere",
    "True stands for units that are positive at all points in yours; it is to stand for those that "
    "are at none.",
    lambda z: (z > 0).all(axis=1),
)
_know_units(
    "first_point",
    "You looked at the first point alone; a dead unit is 0 at all.",
    lambda z: z[:, 0] <= 0,
)
_know_units(
    "last_point",
    "You looked at the last point alone; a dead unit is 0 at all.",
    lambda z: z[:, -1] <= 0,
)
_know_units(
    "mean_below",
    "You looked at the mean of z; a unit lives that is positive at one point, whatever the mean.",
    lambda z: z.mean(axis=1) <= 0,
)
_know_units(
    "median_below",
    "You called units dead that are 0 at half of the points; a dead one is so at all of them.",
    lambda z: np.median(z, axis=1) <= 0,
)
_know_units(
    "exactly_zero",
    "You asked for z equal to 0, before the ReLU; a dead unit's z is not positive.",
    lambda z: (z == 0).all(axis=1),
)
_know_units(
    "points_for_units",
    "Your answers are for points, not units: a unit's z stands in a row, so take all(axis=1).",
    lambda z: (z <= 0).all(axis=0),
)
_know_units(
    "one_for_layer",
    "You have one answer for a layer; each of its units has its own.",
    lambda z: (z <= 0).all(),
)
_know_units(
    "changes_not",
    "You called units dead whose value does not change; a dead one's is 0: a unit that is positive "
    "and the same everywhere lives.",
    lambda z: np.ptp(np.maximum(z, 0), axis=1) == 0,
)
_know_units(
    "positive_once",
    "You called units dead that are positive at one point alone; a dead one is so at none.",
    lambda z: (z > 0).sum(axis=1) <= 1,
)
_know_units(
    "counts",
    "units has how many are dead in each layer; it is to have True or False for each unit.",
    lambda z: _is_dead(z).sum(),
)
_know_units(
    "places",
    "units has the places of dead units; it is to have True or False for each unit.",
    lambda z: np.flatnonzero(_is_dead(z)),
)
_know_units(
    "counted",
    "You counted at how many points each unit is 0; True or False is asked for.",
    lambda z: (z <= 0).sum(axis=1),
)
_know_layer(
    "from_zero",
    "layer is counted from 0; the first hidden layer is number 1, and 0 says that there is none.",
    lambda units: _lowest(units) - 1 if _lowest(units) else 0,
    lambda units: next((n for n, dead in enumerate(units) if n and dead.all()), 0),
)
_know_layer(
    "minus_one_for_none",
    "layer is -1 where no layer is dead; it is to be 0.",
    lambda units: _lowest(units) or -1,
)
_know_layer(
    "list_index",
    "layer is its place in the list, and -1 for none; count from 1, and return 0 for none.",
    lambda units: _lowest(units) - 1,
)
_know_layer(
    "first_for_none",
    "layer is 1 where no layer is dead, as argmax has it; it is to be 0.",
    lambda units: _lowest(units) or min(len(units), 1),
)
_know_layer(
    "length_for_none",
    "layer is one more than the hidden layers where none is dead; it is to be 0.",
    lambda units: _lowest(units) or len(units) + 1,
)
_know_layer(
    "highest",
    "layer is the highest dead one; the lowest is asked for, from which on all is lost.",
    lambda units: max((n for n, dead in enumerate(units, start=1) if dead.all()), default=0),
)
_know_layer(
    "how_many",
    "layer is how many layers are dead; the number of the lowest is asked for.",
    lambda units: sum(bool(dead.all()) for dead in units),
)
_know_layer(
    "whether",
    "layer says whether any layer is dead; its number is asked for.",
    lambda units: _lowest(units) > 0,
)
_know_layer(
    "one_dead_unit",
    "layer is the first with *one* dead unit; a dead layer has no living one.",
    lambda units: next((n for n, dead in enumerate(units, start=1) if dead.any()), 0),
)
_know_layer(
    "from_above",
    "layer is counted from the top; the first one above the inputs is number 1.",
    lambda units: len(units) + 1 - _lowest(units) if _lowest(units) else 0,
)
_know_layer(
    "last_hidden_alone",
    "You looked at the last hidden layer alone; a layer below may be dead, and that one alive.",
    lambda units: len(units) if units and units[-1].all() else 0,
)
_know_layer(
    "most_of_a_layer",
    "layer is the first of which half the units are dead; a dead layer has no living one.",
    lambda units: next((n for n, d in enumerate(units, start=1) if d.mean() >= 0.5), 0),
)
_know_layer(
    "alive_layer",
    "layer is the first *living* one.",
    lambda units: next((n for n, dead in enumerate(units, start=1) if not dead.all()), 0),
)
_know_network(
    "by_dead_layers",
    "network says whether a layer is dead; by lemma 1 that is the same with probability 1, for "
    "weights drawn at random, and here they are not: look at the outputs.",
    lambda y, units: _lowest(units) > 0,
)
_know_network(
    "last_layer_dead",
    "network says whether the *last* hidden layer is dead; any may be, and other things make "
    "outputs alike too: look at these.",
    lambda y, units: bool(units) and units[-1].all(),
)
_know_network(
    "all_layers_dead",
    "network asks for *all* hidden layers to be dead; one is enough: look at the outputs.",
    lambda y, units: all(dead.all() for dead in units),
)
_know_network(
    "any_dead_unit",
    "network says whether any *unit* is dead; a network is dead whose outputs do not change.",
    lambda y, units: any(dead.any() for dead in units),
)
_know_network(
    "outputs_zero",
    "network asks for outputs of 0; a dead one has the same outputs at all points, its biases.",
    lambda y, units: np.allclose(y, 0),
)
_know_network(
    "outputs_not_positive",
    "network asks for outputs that are not positive; the output has no ReLU: dead is a network "
    "whose outputs do not change.",
    lambda y, units: (y <= 0).all(),
)
_know_network(
    "first_output",
    "network looks at the first output alone; none may change.",
    lambda y, units: _same(y[:1]),
)
_know_network(
    "last_output",
    "network looks at the last output alone; none may change.",
    lambda y, units: _same(y[-1:]),
)
_know_network(
    "any_output",
    "network is True where *one* output does not change; none may.",
    lambda y, units: any(_same(row[None]) for row in y),
)
_know_network(
    "outputs_equal_each_other",
    "network asks for outputs that equal each other; each is to be compared with itself at other "
    "points.",
    lambda y, units: bool(np.ptp(y) <= ALIKE),
)
_know_network(
    "outputs_of_a_point",
    "network compares the outputs of one point with each other; compare each output's points.",
    lambda y, units: np.allclose(y, y[:1]),
)
_know_network(
    "sum_of_outputs",
    "network looks at the sum of the outputs; two may change against each other.",
    lambda y, units: _same(y.sum(axis=0, keepdims=True)),
)
_know_network(
    "ends_alone",
    "network compares the first and the last point; the same at *all* points is asked for.",
    lambda y, units: np.allclose(y[:, 0], y[:, -1], rtol=ALIKE, atol=ALIKE),
)
_know_network(
    "living_network",
    "network is True for living ones; it is to be True for dead ones.",
    lambda y, units: not _same(y),
)
_know_network(
    "exactly_equal",
    "network asks for outputs that are equal to the last digit; sums round, so allow for about "
    "1e-9 of their size.",
    lambda y, units: bool((y == y[:, :1]).all()),
)
_know_network(
    "one_for_each_output",
    "network has an answer for each output; one for all is asked for: all().",
    lambda y, units: np.array([_same(row[None]) for row in y]),
)
_know_network(
    "nearly",
    "network is True where outputs change a little; a dead one's do not change at all.",
    lambda y, units: bool((np.ptp(y, axis=1) < 0.01).all()),
)
_know_network(
    "spread",
    "network is how far the outputs spread; True or False is asked for.",
    lambda y, units: np.ptp(y),
)
_know_way(
    "no_relu",
    "The values go on without ReLU: the next layer gets np.maximum(z, 0).",
    lambda params, x: _through(params, x, f=lambda z: z),
)
_know_way(
    "leaky",
    "The values go on through a leaky ReLU; here what is negative becomes 0.",
    lambda params, x: _through(params, x, f=lambda z: np.where(z > 0, z, 0.01 * z)),
)
_know_way(
    "no_biases",
    "The biases are left out: z = W a + b.",
    lambda params, x: _through(params, x, b=0.0),
)
_know_way(
    "biases_subtracted",
    "The biases are subtracted: z = W a + b.",
    lambda params, x: _through(params, x, b=-1.0),
)
_know_way(
    "relu_on_output",
    "The outputs went through a ReLU; the last layer has none.",
    lambda params, x: (through(params, x)[0], np.maximum(through(params, x)[1], 0)),
)


@find_dead.mistake
def output_among_hidden(params: Params, x: Array, layer_too: Any = (True, False)) -> Any:
    """The output's layer is among your hidden ones; it has no ReLU, and is none."""
    sums, y = through(params, x)
    units = [_is_dead(z) for z in [*sums, y]]
    return units, _lowest(units if layer_too else units[:-1]), _same(y)


@find_dead.mistake
def first_layer_alone(params: Params, x: Array) -> Any:
    """units has the first hidden layer alone; each has an array."""
    sums, y = through(params, x)
    units = [_is_dead(z) for z in sums][:1]
    return units, _lowest(units), _same(y)


@find_dead.mistake
def stops_at_dead(params: Params, x: Array) -> Any:
    """units ends with the lowest dead layer; the hidden layers above it have arrays too."""
    sums, y = through(params, x)
    units = [_is_dead(z) for z in sums]
    lowest = _lowest(units)
    return units[: lowest or len(units)], lowest, _same(y)


@find_dead.mistake
def units_from_above(params: Params, x: Array) -> Any:
    """units begins with the last hidden layer; begin with the first."""
    sums, y = through(params, x)
    units = [_is_dead(z) for z in sums]
    return units[::-1], _lowest(units), _same(y)


@find_dead.mistake
def layer_and_network_exchanged(params: Params, x: Array) -> Any:
    """layer and network are exchanged; return units, layer, network."""
    sums, y = through(params, x)
    units = [_is_dead(z) for z in sums]
    return units, _same(y), _lowest(units)
