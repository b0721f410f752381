"""Part 5: a whole network."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Each
from trainlab.checks.ps1 import mlp
from trainlab.checks.ps1.backpropagation import backpropagate
from trainlab.checks.ps1.mlp import Params
from trainlab.checks.question import Case, question


@question("ps1/mlp_forward", returns=("u",))
def mlp_forward(params: Params, x: Array) -> Array:
    """Return the logits."""
    return mlp.forward(params, x)


@mlp_forward.cases
def networks(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    """Yield networks and batches."""
    shapes: list[tuple[str, int, tuple[int, ...]]] = [
        ("a network 2-4-3", 5, (2, 4, 3)),
        ("a network 3-3-3", 4, (3, 3, 3)),
    ]
    if thorough:
        shapes += [
            ("a network 2-3-3-2", 6, (2, 3, 3, 2)),
            ("no hidden layer", 4, (3, 2)),
            ("a batch of one", 1, (2, 3, 2)),
        ]
    for title, n, sizes in shapes:
        params = mlp.network(rng, sizes)
        yield Case(title, {"params": params, "x": rng.normal(size=(n, sizes[0]))})


@mlp_forward.mistake
def activated_output(params: Params, x: Array) -> Array:
    """You applied tanh after the last layer too; logits are the plain output of the last affine
    layer."""
    return np.tanh(mlp.forward(params, x))


@mlp_forward.mistake
def linear(params: Params, x: Array) -> Array:
    """You left out the activation: apply tanh after every layer but the last."""
    for W, b in params:
        x = x @ W.T + b
    return x


LossAndGradients = tuple[Any, Params]


@question(
    "ps1/mlp_loss_and_gradients",
    returns=("loss", Each("gradients, one (dW, db) per layer", ("dW", "db"))),
)
def mlp_loss_and_gradients(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """Return the objective, and its gradients by the complex step."""
    return mlp.objective(params, x, y, l2), mlp.gradients(params, x, y, l2)


@mlp_loss_and_gradients.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for i, case in enumerate(list(networks(thorough, rng))):
        n, classes = len(case.inputs["x"]), len(case.inputs["params"][-1][1])
        y, l2 = rng.integers(classes, size=n), 0.0 if i == 3 else 0.1
        yield Case(case.title, case.inputs | {"y": y, "l2": l2})


@mlp_loss_and_gradients.mistake
def no_penalty_gradient(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The L2 penalty is in the loss but not in the gradients: add l2 * W to each dW."""
    return backpropagate(params, x, y, l2, decay=0.0)


@mlp_loss_and_gradients.mistake
def no_penalty_loss(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The L2 penalty is in the gradients but not in the loss: add l2/2 times the sum of all squared
    weights."""
    return backpropagate(params, x, y, l2, loss_decay=0.0)


@mlp_loss_and_gradients.mistake
def no_penalty(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The L2 penalty is missing, from the loss and from the gradients."""
    return backpropagate(params, x, y, l2, decay=0.0, loss_decay=0.0)


@mlp_loss_and_gradients.mistake
def penalty_twice(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty's gradient is twice too large: the derivative of (l2/2) W**2 is l2 W."""
    return backpropagate(params, x, y, l2, decay=2.0)


@mlp_loss_and_gradients.mistake
def no_half(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty is twice too large: it is l2/2 times the sum of squares, whose gradient is l2
    W."""
    return backpropagate(params, x, y, l2, decay=2.0, loss_decay=1.0)


@mlp_loss_and_gradients.mistake
def half_gradient(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty's gradient is half of what it should be: the derivative of (l2/2) W**2 is l2
    W."""
    return backpropagate(params, x, y, l2, decay=0.5)


@mlp_loss_and_gradients.mistake
def biases_decay(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You penalized the biases too; the penalty is on the weights alone."""
    return backpropagate(params, x, y, l2, bias_decay=1.0)


@mlp_loss_and_gradients.mistake
def summed(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The gradients lack their 1/N: you summed over the batch instead of averaging."""
    return backpropagate(params, x, y, l2, mean=False)


@mlp_loss_and_gradients.mistake
def all_summed(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You summed over the batch instead of averaging, in the loss and in its gradients."""
    return backpropagate(params, x, y, l2, mean=False, sum_loss=True)


@mlp_loss_and_gradients.mistake
def wrong_sign(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The gradients of the cross entropy have the wrong sign: start from softmax(u) minus the
    one-hot labels."""
    return backpropagate(params, x, y, l2, sign=-1.0)


@mlp_loss_and_gradients.mistake
def no_slope(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The gradient passes the hidden layers without tanh's derivative; multiply it by 1 -
    tanh(z)**2."""
    return backpropagate(params, x, y, l2, slope=lambda z: 1.0)


@mlp_loss_and_gradients.mistake
def slope_at_output(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You took tanh's derivative at the output a = tanh(z) instead of at the input z: tanh was
    applied twice."""
    return backpropagate(params, x, y, l2, slope=lambda z: 1 - np.tanh(np.tanh(z)) ** 2)


@mlp_loss_and_gradients.mistake
def input_z(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """dW of the later layers uses z of the layer below; it needs that layer's output, a =
    tanh(z)."""
    return backpropagate(params, x, y, l2, z_below=True)
