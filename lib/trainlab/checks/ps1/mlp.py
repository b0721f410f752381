"""A network with tanh after every layer but the last: its objective, and networks to try."""

from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.ps1.softmax import cross_entropy

#: (W, b) of each layer, first layer first.
Params = list[tuple[Array, Array]]


def affine(x: Array, W: Array, b: Array) -> Array:
    """Return x W^T + b, (N, out)."""
    return np.einsum("ni,oi->no", x, W) + b


def forward(params: Params, x: Array) -> Array:
    """Return the logits (N, K)."""
    for W, b in params[:-1]:
        x = np.tanh(affine(x, W, b))
    return affine(x, *params[-1])


def objective(params: Params, x: Array, y: Array, l2: float) -> Any:
    """Return the mean cross entropy plus l2/2 times the sum of all squared weights."""
    return cross_entropy(forward(params, x), y) + 0.5 * l2 * sum((W * W).sum() for W, _ in params)


def gradients(params: Params, x: Array, y: Array, l2: float) -> Params:
    """Return the objective's gradients by the complex step."""

    def partial(layer: int, part: int) -> Array:
        def moved(value: Array) -> Any:
            layers = [list(pair) for pair in params]
            layers[layer][part] = value
            return objective([(W, b) for W, b in layers], x, y, l2)

        return complex_step(moved, params[layer][part].astype(np.float64))

    return [(partial(i, 0), partial(i, 1)) for i in range(len(params))]


def network(rng: np.random.Generator, sizes: tuple[int, ...]) -> Params:
    """Return random layers of these sizes, from the input to the logits; no number is near 0."""
    return [
        (away_from_zero(rng, (o, i)) / np.sqrt(i), 0.5 * away_from_zero(rng, o))
        for i, o in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def labels(n: int, classes: int) -> Array:
    """Return labels (n,) in which every class occurs that can, and neighbours differ."""
    return (np.arange(n) * (classes - 1) + 1) % classes
