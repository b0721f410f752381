"""Networks that are absolute values, exactly, as deep as one likes."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Each, Named, Outputs, Unusable, unpack
from trainlab.checks.ps7.network import through
from trainlab.checks.question import Answer, Case, question


def _run(absolute: Answer, /, M: Array, L: int, x: Array) -> Outputs:
    """Return what the network makes of x, by how deep it is; Unusable where it is another one."""
    found = absolute(M, L)
    if _are_two_lists(found, L):
        said = "a list of weights and one of biases; expected one pair (W, b) for each layer"
        raise Unusable(said, "two_lists")
    arrays = unpack([Each("params", ("W", "b"))], found)
    given = len(arrays) // 2
    if given != L:
        name = "too_few_layers" if given < L else "too_many_layers"
        raise Unusable(
            f"{given} layers for L = {L}; expected one pair (W, b) for each, the output's included",
            name,
        )
    params = [(arrays[f"W{number}"], arrays[f"b{number}"]) for number in range(1, L + 1)]
    widths = [M.shape[1], *[2 * len(M)] * (L - 1), len(M)]
    for number, (W, b) in enumerate(params, start=1):
        shape = widths[number], widths[number - 1]
        if W.shape != shape:
            beside = number == 1 and W.shape == (len(M), 2 * M.shape[1]) and len(b) == len(M)
            transposed = "transposed_weights" if W.shape == shape[::-1] else "other_width"
            name = "halves_beside" if beside else transposed
            said = f"W{number} of shape {W.shape}; expected (out, in), here {shape}"
            raise Unusable(said, name)
        if b.shape != shape[:1]:
            raise Unusable(f"b{number} of shape {b.shape}; expected {shape[:1]}", "shape_of_b")
    return {_name(L): through(params, x)[1]}


def _are_two_lists(found: Any, L: int) -> bool:
    """Return whether these are L matrices and L biases, each in a list of their own."""
    if not isinstance(found, tuple | list) or len(found) != 2:
        return False
    axes = [[getattr(a, "ndim", 0) for a in one] for one in found if isinstance(one, tuple | list)]
    return axes == [[2] * L, [1] * L]


def _name(L: int) -> str:
    return "two_layers" if L == 2 else "deep"


@question(
    "ps7/absolute",
    returns=(Named("outputs"),),
    drive=_run,
    section="lecture 12, section 1",
    hints=(
        "Look at one output: which two units does |z| need? Then at a layer in the middle: what "
        "does ReLU change in numbers that are not negative?",
        "The first layer has M and -M, one above the other; the last one adds each unit of the "
        "first half to its partner in the second. What lies between hands on: the identity. All "
        "biases are 0.",
        "k = len(M); first np.vstack([M, -M]), then L - 2 times np.eye(2 * k), last np.hstack(["
        "np.eye(k), np.eye(k)]), each with b = np.zeros(len(W)).",
    ),
)
def absolute(M: Array, L: int, x: Array) -> Outputs:
    """Return the sizes of the sums, each by its square's root."""
    sums = np.einsum("ki,ip->kp", M * 1.0, x)
    return {_name(L): np.sqrt(sums**2)}


@absolute.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def case(title: str, M: Any, L: int, scale: float = 1.0) -> Case:
        M = np.array(M)
        x = away_from_zero(rng, (M.shape[1], 7)) * scale
        x[:, 0], x[0, 1:3] = 0.0, np.array([1.0, -1.0]) * scale
        return Case(title, {"M": M, "L": L, "x": x})

    yield case("|x|, 2 layers", [[1.0]], 2)
    yield case("the target with two inputs, 2 layers", [[1.0, 1.0], [1.0, -1.0]], 2)
    signed = np.abs(away_from_zero(rng, (3, 2))) * [[1, -1], [-1, -1], [1, 1]]
    yield case("3 outputs of 2 inputs, 2 layers", signed, 2)
    yield case("|x|, 10 layers", [[1.0]], 10)
    signed = np.abs(away_from_zero(rng, (2, 2))) * [[-1, 1], [1, 1]]
    yield case("2 outputs of 2 inputs, 5 layers", signed, 5)
    if thorough:
        yield case("2 outputs of 2 inputs, 2 layers", away_from_zero(rng, (2, 2)), 2)
        yield case("the target with two inputs, 4 layers", [[1.0, 1.0], [1.0, -1.0]], 4)
        yield case("one output of 3 inputs, 3 layers", away_from_zero(rng, (1, 3)), 3)
        yield case("whole numbers, 3 layers", [[2, -1, 0], [0, 0, 0], [1, 1, 1]], 3)
        yield case("far away, 6 layers", away_from_zero(rng, (2, 3)), 6, 1e6)
        yield case("far away, 2 layers", away_from_zero(rng, (2, 3)), 2, 1e6)


def _network(
    M: Array,
    L: int,
    split: Any = None,
    between: Any = None,
    add: Any = None,
    *,
    b: float = 0.0,
    b_first: float = 0.0,
    b_out: float = 0.0,
) -> list[Any]:
    """Return the right network, of which parts may be others; biases are the same in a layer."""
    k = len(M)
    first = np.vstack([M, -M]) if split is None else split
    middle = np.eye(2 * k) if between is None else between
    last = np.hstack([np.eye(k), np.eye(k)]) if add is None else add
    layers = [(first, b_first), *[(middle, b)] * (L - 2), (last, b_out)]
    return [(W, np.full(len(W), value)) for W, value in layers]


#: (M) -> weights.
Part = Callable[[Array], Any]


def _know(
    name: str,
    diagnosis: str,
    split: Part | None = None,
    between: Part | None = None,
    add: Part | None = None,
    **biases: float,
) -> None:
    def answer(M: Array, L: int) -> Any:
        weights = (part(M * 1.0) if part else None for part in (split, between, add))
        return _network(M * 1.0, L, *weights, **biases)

    absolute.know(name, diagnosis, answer)


def _halves(k: int, one: float, two: float) -> Any:
    return np.hstack([one * np.eye(k), two * np.eye(k)])


_know(
    "one_side_twice",
    "Both halves of the first layer have M; one of them is to have -M, for sums below 0.",
    split=lambda M: np.vstack([M, M]),
)
_know(
    "positive_side_alone",
    "Sums below 0 are lost; a second unit for each, with -M, keeps them.",
    add=lambda M: _halves(len(M), 1, 0),
)
_know(
    "negative_side_alone",
    "Sums above 0 are lost; add both halves in the last layer.",
    add=lambda M: _halves(len(M), 0, 1),
)
_know(
    "subtracted",
    "The last layer subtracts the second half, which gives M x itself; add it.",
    add=lambda M: _halves(len(M), 1, -1),
)
_know(
    "negative",
    "Your outputs are -|M x|: the last layer has weights of 1.",
    add=lambda M: _halves(len(M), -1, -1),
)
_know(
    "all_added",
    "The last layer adds all units in every output, as the source's matrix does; each output adds "
    "its own two.",
    add=lambda M: np.ones((len(M), 2 * len(M))),
)
_know(
    "halved",
    "The last layer takes means; it is to add: of two partners one is 0.",
    add=lambda M: _halves(len(M), 0.5, 0.5),
)
_know(
    "neighbours_added",
    "The last layer adds neighbours, while partners stand half a layer apart; let both follow one "
    "order.",
    add=lambda M: np.repeat(np.eye(len(M)), 2, axis=1),
)
_know(
    "partners_apart",
    "In the first layer partners are neighbours, while the last adds what stands half a layer "
    "apart; let both follow one order.",
    split=lambda M: np.kron(M, [[1], [-1]]),
)
_know(
    "layers_of_ones",
    "The layers between mix their inputs; the identity hands each on by itself.",
    between=lambda M: np.ones((2 * len(M), 2 * len(M))),
)
_know(
    "layers_of_means",
    "The layers between take means of all; the identity hands each on by itself.",
    between=lambda M: np.full((2 * len(M), 2 * len(M)), 0.5 / len(M)),
)
_know(
    "layers_that_turn",
    "The layers between have -1 on the diagonal; what they get is not negative, so that all dies: "
    "take 1.",
    between=lambda M: -np.eye(2 * len(M)),
)
_know(
    "layers_that_halve",
    "The layers between have 1/2 on the diagonal; hand all on: 1.",
    between=lambda M: 0.5 * np.eye(2 * len(M)),
)
_know(
    "layers_that_double",
    "Each layer between doubles, by 2 on the diagonal or by adding partners; ReLU takes nothing "
    "from what is positive, so hand on, by the identity.",
    between=lambda M: 2 * np.eye(2 * len(M)),
)
_know(
    "layers_that_hand_on_half",
    "The layers between lose the second half: -1 on the diagonal is no other side here, since what "
    "they get is not negative. Hand on all 2k, by the identity.",
    between=lambda M: np.diag([1.0] * len(M) + [0.0] * len(M)),
)
_know(
    "layers_that_reverse",
    "The layers between reverse the order of the units, so that others become partners; the "
    "identity keeps it.",
    between=lambda M: np.eye(2 * len(M))[::-1],
)
_know(
    "biases_of_one",
    "Your biases are 1; nothing is to be moved: 0.",
    b=1.0,
    b_first=1.0,
    b_out=1.0,
)
_know(
    "small_biases",
    "Your hidden biases are 0.1 against dying; weights that are chosen need none, and they move "
    "the outputs: 0.",
    b=0.1,
    b_first=0.1,
)
_know(
    "first_biases_of_one",
    "The biases of the first layer are 1, which moves the corner: 0.",
    b_first=1.0,
)
_know(
    "output_bias_of_one",
    "The output's bias is 1; it is 0, since |0| = 0.",
    b_out=1.0,
)
_know(
    "sizes_of_weights",
    "The first layer has the sizes of M's numbers; |M x| is the size of the whole sum: M and -M.",
    split=lambda M: np.vstack([np.abs(M), -np.abs(M)]),
)
_know(
    "signs_of_weights",
    "The first layer has the signs of M's numbers; take M itself.",
    split=lambda M: np.vstack([np.sign(M), -np.sign(M)]),
)
_know(
    "only_absolute_value",
    "The first layer is that of the target with one input or two, whatever M is; take M and -M.",
    split=lambda M: (
        np.vstack([M, -M])
        if np.isin(M, (1, -1)).all()
        else np.vstack([np.ones(M.shape), -np.ones(M.shape)])
    ),
)
_know(
    "normalized_rows",
    "You divided the rows of M by their lengths; take them as they are.",
    split=lambda M: np.vstack(
        [
            rows := M / np.maximum(np.linalg.norm(M, axis=1, keepdims=True), 1e-30),
            -rows,
        ]
    ),
)
_know(
    "last_row_for_all",
    "All outputs have the last row of M; each has its own.",
    split=lambda M: np.vstack([np.tile(M[-1:], (len(M), 1)), -np.tile(M[-1:], (len(M), 1))]),
)
_know(
    "first_row_for_all",
    "All outputs have the first row of M; each has its own.",
    split=lambda M: np.vstack([np.tile(M[:1], (len(M), 1)), -np.tile(M[:1], (len(M), 1))]),
)
_know(
    "outputs_reversed",
    "The outputs come in the wrong order; the first is that of M's first row.",
    add=lambda M: np.hstack([np.eye(len(M))[::-1]] * 2),
)
_know(
    "weights_of_rows_squared",
    "M is squared number by number; take it as it is.",
    split=lambda M: np.vstack([M**2, -(M**2)]),
)


@absolute.mistake
def transposed_matrix(M: Array, L: int) -> Any:
    """You transposed M: sum i has the weights of row i, M x."""
    return _network(M.T * 1.0, L)


@absolute.mistake
def sizes_of_inputs(M: Array, L: int) -> Any:
    """This is M |x|, sums of sizes; |M x| has the size of each sum: M belongs before the ReLU."""
    n = M.shape[1]
    halves = np.vstack([np.eye(n), -np.eye(n)])
    return _network(M, L, halves, np.eye(2 * n), np.hstack([M, M]) * 1.0)


@absolute.mistake
def matrix_at_both_ends(M: Array, L: int) -> Any:
    """M stands in the last layer too; it belongs into the first alone."""
    return _network(M, L, add=np.hstack([M, M]) * 1.0)
