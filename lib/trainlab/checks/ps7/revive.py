"""Biases raised layer by layer until no unit is dead."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Each
from trainlab.checks.ps7.network import Params, built
from trainlab.checks.question import Case, question


@question(
    "ps7/revive",
    returns=(Each("params", ("W", "b")),),
    section="lecture 12, section 7",
    hints=(
        "Look at one dead unit: by how much is its bias to be raised for its largest z to become "
        "the margin? And in which order do layers have to come, since what a layer hands on "
        "changes with its biases?",
        "The largest z of a unit is z.max(axis=1), over the points. Where it is not positive, "
        "margin less it is added to the bias. Go on with the values that the new biases make, and "
        "leave the output's layer as it is.",
        "For each hidden layer: z = W @ a + b[:, None]; top = z.max(axis=1); new = np.where(top <= "
        "0, b + margin - top, b); a = np.maximum(W @ a + new[:, None], 0); keep (W, new).",
    ),
)
def revive(params: Params, x: Array, margin: float = 0.1) -> list[tuple[Any, Any]]:
    """Return them unit by unit: a dead one's bias is the margin less its largest sum of inputs."""
    values = [list(point) for point in x.T]
    found = []
    for W, b in params[:-1]:
        b = [float(bias) for bias in b]
        for unit, row in enumerate(W):
            largest = max(sum(map(float, row * np.array(point))) for point in values)
            if largest + b[unit] <= 0:
                b[unit] = margin - largest
        values = [
            [max(0.0, float(row @ np.array(point)) + bias) for row, bias in zip(W, b, strict=True)]
            for point in values
        ]
        found.append((W, np.array(b)))
    return [*found, params[-1]]


@revive.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, widths: Sequence[int], points: int, dead: Any, **margin: float) -> Case:
        x = away_from_zero(rng, (widths[0], points))
        return Case(title, {"params": built(rng, widths, x, dead), "x": x, **margin})

    def by_hand(title: str, x: Any, *layers: Any, **margin: float) -> Case:
        params = [(np.array(W), np.array(b)) for W, b in layers]
        return Case(title, {"params": params, "x": np.array(x), **margin})

    yield case("two dead units", [2, 4, 3, 1], 6, {1: [2], 2: [0]})
    yield case(
        "two dead layers, margin 0.5", [1, 2, 3, 2, 2], 5, {1: [0, 1], 3: [0, 1]}, margin=0.5
    )
    yield case("as many units as points", [4, 4, 4, 4, 4], 4, {2: [0, 3], 3: [1]}, margin=0.3)
    small = ([[-1.0], [1.0]], [-0.2, -0.95])
    yield by_hand(
        "a living unit below the margin, an output below 0",
        [[0.2, 1.0, 0.6]],
        small,
        ([[-1.0, -1.0], [1.0, 0.5]], [-1.0, 0.0]),
        ([[-1.0, -1.0]], [-2.0]),
    )
    one = ([[-1.0]], [-1.0])
    yield by_hand("three units, one above the other", [[1.0, 2.0]], one, one, one, ([[2.0]], [0.5]))
    yield by_hand(
        "a unit that lives again as the one below does",
        [[1.0, 2.0]],
        ([[-0.01]], [-1.0]),
        ([[1.0]], [-0.05]),
        ([[2.0]], [0.5]),
    )
    if not thorough:
        return
    yield case("no dead unit", [2, 3, 3, 2], 5, {})
    yield case("every unit dead", [2, 3, 2, 1], 5, {1: [0, 1, 2], 2: [0, 1]})
    yield by_hand(
        "z is 0 at all points",
        [[1.0, 2.0, 3.0]],
        ([[0.0], [1.0], [-1.0]], np.zeros(3)),
        (np.eye(3), np.zeros(3)),
        (np.ones((1, 3)), [0.0]),
    )
    yield by_hand(
        "a layer that dies as the one below is mended",
        [[1.0, 1.1]],
        ([[-1.0], [1.0]], [0.5, 0.0]),
        ([[-30.0, 0.0]], [1.0]),
        ([[1.0]], [0.0]),
        margin=0.2,
    )
    yield case("one point", [2, 3, 2], 1, {1: [1]})
    yield case("no hidden layer", [2, 1], 4, {})
    yield case("one unit in each layer", [1, 1, 1, 1], 4, {1: [0], 2: [0]}, margin=2.0)


#: (b, z (units, points), margin) -> new biases.
Raise = Callable[[Array, Array, float], Any]


def _raised(b: Array, z: Array, margin: float) -> Any:
    top = z.max(axis=1)
    return np.where(top <= 0, b + margin - top, b * 1.0)


def _relu(z: Array) -> Any:
    return np.maximum(z, 0)


def _mended(
    params: Params,
    x: Array,
    margin: float,
    new: Raise = _raised,
    hidden: int | None = None,
    stale: bool = False,
    f: Callable[[Array], Any] = _relu,
    once: bool = False,
) -> list[Any]:
    """Return mended params, in some wrong way.

    Args:
        params: of the network.
        x: (inputs, points).
        margin: largest z of a mended unit.
        new: (b, z, margin) -> the new biases of a layer.
        hidden: how many layers are mended, from the first; None for all but the output's.
        stale: whether layers above get the values of the old biases.
        f: what a layer hands on, of z.
        once: whether to mend the first layer alone that needs it.
    """
    found, a, mended = [], x * 1.0, False
    count = len(params) - 1 if hidden is None else hidden
    for number, (W, b) in enumerate(params):
        z = W @ a + b[:, None]
        raised = new(b, z, margin) if number < count and not (once and mended) else b
        mended = mended or not np.array_equal(raised, b)
        found.append((W, raised))
        a = f(z if stale else W @ a + np.asarray(raised)[:, None])
    return found


def _know(name: str, diagnosis: str, **ways: Any) -> None:
    def answer(params: Params, x: Array, margin: float = 0.1) -> Any:
        return _mended(params, x, margin, **ways)

    revive.know(name, diagnosis, answer)


def _dead(z: Array) -> Any:
    return z.max(axis=1) <= 0


_know(
    "old_values_above",
    "The layers above are judged by what the old biases hand on; go on with the values that the "
    "new ones make.",
    stale=True,
)
_know(
    "margin_added_alone",
    "You added the margin to the bias; the unit stays dead where z is farther below: add margin "
    "less the largest z.",
    new=lambda b, z, margin: np.where(_dead(z), b + margin, b),
)
_know(
    "bias_is_margin",
    "You set the bias to the margin; it is the largest *z* that is to be the margin.",
    new=lambda b, z, margin: np.where(_dead(z), margin, b),
)
_know(
    "bias_is_margin_and_old_values",
    "You set the bias to the margin, and judge the layers above by what the old biases hand on; it "
    "is the largest *z* that is to be the margin, and what the new biases hand on that counts.",
    new=lambda b, z, margin: np.where(_dead(z), margin, b),
    stale=True,
)
_know(
    "bias_is_zero",
    "You set the bias to 0; raise it until the largest z is the margin.",
    new=lambda b, z, margin: np.where(_dead(z), 0.0, b),
)
_know(
    "no_margin",
    "You raised the largest z to 0, where the unit is still dead; add the margin.",
    new=lambda b, z, margin: np.where(_dead(z), b - z.max(axis=1), b),
)
_know(
    "margin_subtracted",
    "The margin has the wrong sign: b + margin - top.",
    new=lambda b, z, margin: np.where(_dead(z), b - margin - z.max(axis=1), b),
)
_know(
    "top_added",
    "The largest z is added; it is below 0, so that it is to be subtracted: b + margin - top.",
    new=lambda b, z, margin: np.where(_dead(z), b + margin + z.max(axis=1), b),
)
_know(
    "old_bias_lost",
    "z has the old bias in it: add margin less the largest z *to* that bias.",
    new=lambda b, z, margin: np.where(_dead(z), margin - z.max(axis=1), b),
)
_know(
    "by_mean",
    "You raised the mean of z to the margin; the largest is to be there, so that one point is "
    "enough.",
    new=lambda b, z, margin: np.where(_dead(z), b + margin - z.mean(axis=1), b),
)
_know(
    "by_smallest",
    "You raised the smallest z to the margin, the one of largest size, so that the unit lives at "
    "all points; its largest is to be there.",
    new=lambda b, z, margin: np.where(_dead(z), b + margin - z.min(axis=1), b),
)
_know(
    "smallest_for_largest",
    "You took the smallest z of each unit, where the largest says whether it is dead and by how "
    "much to raise it: z.max(axis=1).",
    new=lambda b, z, margin: np.where(z.min(axis=1) <= 0, b + margin - z.min(axis=1), b),
)
_know(
    "mean_for_largest",
    "You took the mean z of each unit, where the largest says whether it is dead and by how much "
    "to raise it: z.max(axis=1).",
    new=lambda b, z, margin: np.where(z.mean(axis=1) <= 0, b + margin - z.mean(axis=1), b),
)
_know(
    "by_first_point",
    "You raised z at the first point to the margin; the largest is to be there.",
    new=lambda b, z, margin: np.where(_dead(z), b + margin - z[:, 0], b),
)
_know(
    "all_units",
    "Units that live are changed too; leave their biases as they are.",
    new=lambda b, z, margin: b + margin - z.max(axis=1),
)
_know(
    "living_units_raised_too",
    "Living units whose largest z is below the margin are raised too; only dead ones are.",
    new=lambda b, z, margin: b + np.maximum(margin - z.max(axis=1), 0),
)
_know(
    "living_units_alone",
    "You changed the living units; the dead ones are to be raised.",
    new=lambda b, z, margin: np.where(_dead(z), b, b + margin - z.max(axis=1)),
)
_know(
    "strictly_below",
    "A unit whose largest z is 0 is dead too; you asked for z below 0.",
    new=lambda b, z, margin: np.where(z.max(axis=1) < 0, b + margin - z.max(axis=1), b),
)
_know(
    "sometimes_zero",
    "You raised units that are 0 at *some* points; a dead one is so at all of them.",
    new=lambda b, z, margin: np.where((z <= 0).any(axis=1), b + margin - z.max(axis=1), b),
)
_know(
    "dead_at_first_point",
    "You raised units that are 0 at the first point; a dead one is so at all of them.",
    new=lambda b, z, margin: np.where(z[:, 0] <= 0, b + margin - z.max(axis=1), b),
)
_know(
    "dead_on_average",
    "You raised units whose mean z is below 0; one that is positive at a single point lives.",
    new=lambda b, z, margin: np.where(z.mean(axis=1) <= 0, b + margin - z.max(axis=1), b),
)
_know(
    "dead_layers_alone",
    "You raised units in dead *layers* alone; each dead unit is to be raised.",
    new=lambda b, z, margin: np.where(_dead(z).all(), b + margin - z.max(axis=1), b),
)
_know(
    "whole_layer_raised",
    "You raised a whole layer by one number, the largest need in it; each dead unit has its own, "
    "and living ones stay.",
    new=lambda b, z, margin: b + max(np.where(_dead(z), margin - z.max(axis=1), 0.0)),
)
_know(
    "one_top_for_all",
    "You took the largest z of the whole layer; each unit has its own, z.max(axis=1).",
    new=lambda b, z, margin: np.where(_dead(z), b + margin - z.max(), b),
)
_know(
    "one_top_throughout",
    "You took the largest z of the whole layer, in asking too which units are dead; each unit has "
    "its own, z.max(axis=1).",
    new=lambda b, z, margin: b + (margin - z.max() if z.max() <= 0 else 0.0),
)
_know(
    "one_unit_of_a_layer",
    "You raised one dead unit in each layer; raise all of them.",
    new=lambda b, z, margin: np.where(
        np.cumsum(_dead(z)) * _dead(z) == 1, b + margin - z.max(axis=1), b
    ),
)
_know(
    "output_too",
    "The output's layer is raised too; it has no ReLU and is to stay.",
    hidden=1000,
)
_know(
    "first_layer_alone",
    "You mended the first hidden layer alone; go through all of them.",
    hidden=1,
)
_know(
    "first_that_needs_it",
    "You mended one layer, the first that needed it; go on to the last hidden one.",
    once=True,
)
_know(
    "nothing",
    "Nothing is changed: raise the biases of dead units.",
    hidden=0,
)
_know(
    "no_relu",
    "The values go on without ReLU: the next layer gets np.maximum(z, 0).",
    f=lambda z: z,
)
_know(
    "leaky",
    "The values go on through a leaky ReLU; here what is negative becomes 0.",
    f=lambda z: np.where(z > 0, z, 0.01 * z),
)
_know(
    "lowered",
    "The biases of dead units are lowered; raise them: b + margin - top.",
    new=lambda b, z, margin: np.where(_dead(z), b - (margin - z.max(axis=1)), b),
)


@revive.mistake
def margin_ignored(params: Params, x: Array, margin: float = 0.1) -> Any:
    """The margin is not used: yours is always 0.1."""
    return _mended(params, x, 0.1)


@revive.mistake
def last_hidden_not(params: Params, x: Array, margin: float = 0.1) -> Any:
    """The last hidden layer is left out; the output's alone has no ReLU."""
    return _mended(params, x, margin, hidden=max(len(params) - 2, 0))


@revive.mistake
def output_layer_lost(params: Params, x: Array, margin: float = 0.1) -> Any:
    """The output's layer is missing in what you return; hand it on as it is."""
    return _mended(params, x, margin)[:-1]


@revive.mistake
def inputs_for_all(params: Params, x: Array, margin: float = 0.1) -> Any:
    """All biases of a layer were raised where any unit of it was dead; raise dead units alone."""

    def new(b: Array, z: Array, margin: float) -> Any:
        return b + margin - z.max(axis=1) if _dead(z).any() else b

    return _mended(params, x, margin, new)


@revive.mistake
def weights_turned(params: Params, x: Array, margin: float = 0.1) -> Any:
    """You turned the signs of dead units' weights; leave weights alone, and raise biases."""
    found, a = [], x * 1.0
    for number, (W, b) in enumerate(params):
        z = W @ a + b[:, None]
        turn = np.where(_dead(z), -1.0, 1.0) if number < len(params) - 1 else np.ones(len(b))
        found.append((W * turn[:, None], b * 1.0))
        a = _relu(found[-1][0] @ a + b[:, None])
    return found


@revive.mistake
def both_turned(params: Params, x: Array, margin: float = 0.1) -> Any:
    """You turned the signs of dead units' weights and biases; leave weights alone, and raise
    biases."""
    found, a = [], x * 1.0
    for number, (W, b) in enumerate(params):
        z = W @ a + b[:, None]
        turn = np.where(_dead(z), -1.0, 1.0) if number < len(params) - 1 else np.ones(len(b))
        found.append((W * turn[:, None], b * turn))
        a = _relu(found[-1][0] @ a + found[-1][1][:, None])
    return found
