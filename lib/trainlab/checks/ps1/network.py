"""Part 5: a whole network."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Each
from trainlab.checks.ps1 import mlp
from trainlab.checks.ps1.backpropagation import backpropagate, half_squares
from trainlab.checks.ps1.mlp import Params
from trainlab.checks.ps1.softmax import softmax
from trainlab.checks.question import Case, question

SECTION = "lecture 04, section 4"


@question(
    "ps1/mlp_forward",
    returns=("u",),
    builds_on=("affine_forward", "tanh_forward"),
    section=SECTION,
    hints=(
        "Look at the last layer, and at what each layer is given.",
        "Each layer takes what the one before it returned; all but the last pass it through tanh.",
        "x = tanh(x W^T + b) for (W, b) in params[:-1]; then u = x W^T + b with params[-1].",
    ),
)
def mlp_forward(params: Params, x: Array) -> Array:
    """Return the logits."""
    return mlp.forward(params, x)


@mlp_forward.cases
def networks(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    """Yield networks and batches."""
    shapes: list[tuple[str, int, tuple[int, ...]]] = [
        ("a network 2-4-3", 5, (2, 4, 3)),
        ("a network 3-3-3-3, three examples", 3, (3, 3, 3, 3)),
    ]
    if thorough:
        shapes += [
            ("a network 2-3-4-2", 6, (2, 3, 4, 2)),
            ("no hidden layer", 4, (3, 2)),
            ("a batch of one", 1, (2, 3, 2)),
        ]
    for title, n, sizes in shapes:
        params = mlp.network(rng, sizes)
        yield Case(title, {"params": params, "x": away_from_zero(rng, (n, sizes[0]))})


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


@mlp_forward.mistake
def without_last(params: Params, x: Array) -> Array:
    """You left out the last layer: after the loop over params[:-1] comes params[-1], without
    tanh."""
    for W, b in params[:-1]:
        x = np.tanh(x @ W.T + b)
    return x


@mlp_forward.mistake
def without_first(params: Params, x: Array) -> Array:
    """You left out the first layer: begin with params[0]."""
    return mlp.forward(params[1:], x) if len(params) > 1 else x


@mlp_forward.mistake
def last_alone(params: Params, x: Array) -> Array:
    """Every layer is given x itself; give each what the layer before it returned."""
    return mlp.affine(x, *params[-1])


@mlp_forward.mistake
def last_two_alone(params: Params, x: Array) -> Array:
    """Every hidden layer is given x itself; give each what the layer before it returned."""
    return mlp.forward(params[-2:], x)


@mlp_forward.mistake
def tanh_before(params: Params, x: Array) -> Array:
    """You applied tanh before every layer, and so to x itself; it stands after every layer but the
    last."""
    return mlp.forward(params, np.tanh(x))


@mlp_forward.mistake
def last_two_linear(params: Params, x: Array) -> Array:
    """The last hidden layer has no tanh: only the last layer of all has none."""
    for i, (W, b) in enumerate(params):
        x = x @ W.T + b
        x = np.tanh(x) if i < len(params) - 2 else x
    return x


@mlp_forward.mistake
def first_alone_activated(params: Params, x: Array) -> Array:
    """Only the first layer has its tanh: all but the last have one."""
    for i, (W, b) in enumerate(params):
        x = x @ W.T + b
        x = np.tanh(x) if i == 0 and len(params) > 1 else x
    return x


@mlp_forward.mistake
def rectified(params: Params, x: Array) -> Array:
    """You applied ReLU after the hidden layers; this network has tanh."""
    for W, b in params[:-1]:
        x = np.maximum(x @ W.T + b, 0)
    return mlp.affine(x, *params[-1])


@mlp_forward.mistake
def sigmoid(params: Params, x: Array) -> Array:
    """You applied the logistic sigmoid after the hidden layers; this network has tanh."""
    for W, b in params[:-1]:
        x = 1 / (1 + np.exp(-(x @ W.T + b)))
    return mlp.affine(x, *params[-1])


@mlp_forward.mistake
def no_bias(params: Params, x: Array) -> Array:
    """You left out the biases b."""
    return mlp.forward([(W, 0 * b) for W, b in params], x)


@mlp_forward.mistake
def probabilities(params: Params, x: Array) -> Array:
    """You applied softmax; return the logits, the plain output of the last affine layer."""
    return softmax(mlp.forward(params, x))


@mlp_forward.mistake
def reversed_layers(params: Params, x: Array) -> Array:
    """You went through the layers from the last to the first; params holds the first layer
    first."""
    return mlp.forward(params[::-1], x)


@mlp_forward.mistake
def not_transposed(params: Params, x: Array) -> Array:
    """You multiplied by W where its transpose belongs: W is (out, in), so z is x @ W.T + b."""
    for W, b in params[:-1]:
        x = np.tanh(x @ W + b)
    return x @ params[-1][0] + params[-1][1]


LossAndGradients = tuple[Any, Params]


@question(
    "ps1/mlp_loss_and_gradients",
    returns=("loss", Each("gradients, one (dW, db) per layer", ("dW", "db"))),
    builds_on=(
        "affine_forward",
        "affine_backward",
        "tanh_forward",
        "tanh_backward",
        "softmax_cross_entropy",
    ),
    section=SECTION,
    hints=(
        "Look at what you keep on the way forward: of each layer its input, and its z.",
        "Go back from the logits: each layer turns the gradient by its z into dW, db and that by "
        "its input, which passes tanh and is the next one's. The penalty adds to J and to each dW.",
        "dz = du for the last layer; dW = dz^T input + l2 W, db = sum of dz; dz below = "
        "(dz W) (1 - tanh(z below)^2); J = loss + l2/2 sum of W^2.",
    ),
)
def mlp_loss_and_gradients(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """Return the objective, and its gradients by the complex step."""
    return mlp.objective(params, x, y, l2), mlp.gradients(params, x, y, l2)


@mlp_loss_and_gradients.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    for case in list(networks(thorough, rng)):
        params = case.inputs["params"]
        y = mlp.labels(len(case.inputs["x"]), len(params[-1][1]))
        yield Case(case.title, case.inputs | {"y": y, "l2": 0.2})
    if thorough:
        yield Case("no penalty", case.inputs | {"y": y, "l2": 0.0})


@mlp_loss_and_gradients.mistake
def no_penalty_gradient(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The L2 penalty is in the loss but not in the gradients: add l2 * W to each dW."""
    return backpropagate(params, x, y, l2, decay=0.0)


@mlp_loss_and_gradients.mistake
def no_penalty_loss(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The L2 penalty is in the gradients but not in the loss: add l2/2 times the sum of all squared
    weights."""
    return backpropagate(params, x, y, l2, penalty=lambda p: 0.0)


@mlp_loss_and_gradients.mistake
def no_penalty(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The L2 penalty is missing, from the loss and from the gradients."""
    return backpropagate(params, x, y, l2, decay=0.0, penalty=lambda p: 0.0)


@mlp_loss_and_gradients.mistake
def penalty_twice(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty's gradient is twice too large: the derivative of (l2/2) W**2 is l2 W."""
    return backpropagate(params, x, y, l2, decay=2.0)


@mlp_loss_and_gradients.mistake
def no_half(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty is twice too large: it is l2/2 times the sum of squares, whose gradient is l2
    W."""
    return backpropagate(params, x, y, l2, decay=2.0, penalty=_squares)


@mlp_loss_and_gradients.mistake
def no_half_in_loss(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty in J lacks its half: it is l2/2 times the sum of all squared weights."""
    return backpropagate(params, x, y, l2, penalty=_squares)


@mlp_loss_and_gradients.mistake
def half_gradient(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty's gradient is half of what it should be: the derivative of (l2/2) W**2 is l2
    W."""
    return backpropagate(params, x, y, l2, decay=0.5)


@mlp_loss_and_gradients.mistake
def penalty_subtracted(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You subtracted the penalty's gradient; add l2 * W to each dW."""
    return backpropagate(params, x, y, l2, decay=-1.0)


@mlp_loss_and_gradients.mistake
def penalty_over_batch(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You divided the penalty by N; only the cross entropy is a mean over the batch."""
    n = len(x)
    return backpropagate(params, x, y, l2, decay=1 / n, penalty=lambda p: half_squares(p) / n)


@mlp_loss_and_gradients.mistake
def norm_not_squared(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty in J is made of the norms; it is made of their squares, l2/2 times the sum of all
    squared weights."""
    return backpropagate(
        params, x, y, l2, penalty=lambda p: sum(np.sqrt((W * W).sum()) for W, _ in p) / 2
    )


@mlp_loss_and_gradients.mistake
def sum_of_weights(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty in J is made of the weights as they are; square them first."""
    return backpropagate(params, x, y, l2, penalty=lambda p: sum(W.sum() for W, _ in p) / 2)


@mlp_loss_and_gradients.mistake
def penalty_of_last(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty in J is that of the last layer alone: sum over all layers, inside the loop."""
    return backpropagate(params, x, y, l2, penalty=lambda p: half_squares(p[-1:]))


@mlp_loss_and_gradients.mistake
def penalty_of_first(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty in J is that of the first layer alone: sum over all layers."""
    return backpropagate(params, x, y, l2, penalty=lambda p: half_squares(p[:1]))


@mlp_loss_and_gradients.mistake
def penalty_of_mean(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The penalty in J is made of the mean of the squares; take their sum."""
    return backpropagate(params, x, y, l2, penalty=lambda p: sum((W * W).mean() for W, _ in p) / 2)


@mlp_loss_and_gradients.mistake
def biases_decay(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You penalized the biases too, in db; the penalty is on the weights alone."""
    return backpropagate(params, x, y, l2, bias_decay=1.0)


@mlp_loss_and_gradients.mistake
def biases_penalized(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You penalized the biases too, in J and in db; the penalty is on the weights alone."""
    return backpropagate(params, x, y, l2, bias_decay=1.0, penalty=_with_biases)


@mlp_loss_and_gradients.mistake
def biases_in_loss(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You penalized the biases too, in J; the penalty is on the weights alone."""
    return backpropagate(params, x, y, l2, penalty=_with_biases)


@mlp_loss_and_gradients.mistake
def summed(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The gradients lack their 1/N: you summed over the batch instead of averaging."""
    return backpropagate(params, x, y, l2, start=float)


@mlp_loss_and_gradients.mistake
def all_summed(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You summed over the batch instead of averaging, in the loss and in its gradients."""
    return backpropagate(params, x, y, l2, start=float, loss=float)


@mlp_loss_and_gradients.mistake
def averaged_twice(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The gradients are averaged twice: the 1/N of the mean is in softmax_cross_entropy's du
    already."""
    return backpropagate(params, x, y, l2, end=lambda n: 1 / n)


@mlp_loss_and_gradients.mistake
def all_averaged_twice(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You divided dW by N with its penalty, and db; the 1/N of the mean is in
    softmax_cross_entropy's du already."""
    return backpropagate(params, x, y, l2, end=lambda n: 1 / n, decay=1 / len(x))


@mlp_loss_and_gradients.mistake
def mean_of_bias(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """db is averaged over the batch; sum over it: the 1/N of the mean is in softmax_cross_entropy's
    du already."""
    return backpropagate(params, x, y, l2, bias=lambda delta: delta.mean(axis=0))


@mlp_loss_and_gradients.mistake
def bias_not_summed(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """db has one row per example; the bias is shared by the batch, so sum over it."""
    return backpropagate(params, x, y, l2, bias=lambda delta: delta)


@mlp_loss_and_gradients.mistake
def wrong_sign(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The gradients of the cross entropy have the wrong sign: start from softmax(u) minus the
    one-hot labels."""
    return backpropagate(params, x, y, l2, start=lambda n: -1.0)


@mlp_loss_and_gradients.mistake
def all_negative(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """All gradients have the wrong sign, the penalty's too; return the gradient, not the step."""
    return backpropagate(params, x, y, l2, start=lambda n: -1.0, decay=-1.0)


@mlp_loss_and_gradients.mistake
def no_one_hot(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The gradient by the logits is softmax(u) minus the one-hot labels; you left the labels
    out."""
    return backpropagate(params, x, y, l2, labels=False)


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
def slope_of_z(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You multiplied by 1 - z**2 in the hidden layers; tanh's derivative is 1 - a**2, with the
    output a = tanh(z)."""
    return backpropagate(params, x, y, l2, slope=lambda z: 1 - z**2)


@mlp_loss_and_gradients.mistake
def slope_not_squared(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You multiplied by 1 - tanh(z) in the hidden layers; tanh's derivative is 1 - tanh(z)**2."""
    return backpropagate(params, x, y, l2, slope=lambda z: 1 - np.tanh(z))


@mlp_loss_and_gradients.mistake
def slope_of_logits(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You multiplied by tanh's derivative at the last layer too, which has no tanh: start with du
    itself."""
    slope = lambda u: 1 - np.tanh(u) ** 2
    return backpropagate(params, x, y, l2, slope_of_last=slope)


@mlp_loss_and_gradients.mistake
def input_z(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """dW of the later layers uses z of the layer below; it needs that layer's output, a =
    tanh(z)."""
    return backpropagate(params, x, y, l2, z_below=True)


@mlp_loss_and_gradients.mistake
def input_x(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """dW of every layer uses x; it needs that layer's own input, the output of the layer below."""
    return backpropagate(params, x, y, l2, x_below=True)


@mlp_loss_and_gradients.mistake
def not_passed_on(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """Every layer starts from the gradient by the logits: hand dx of each layer down to the one
    below."""
    return backpropagate(params, x, y, l2, passed_on=False)


@mlp_loss_and_gradients.mistake
def reversed_gradients(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """Your gradients come in the order of the way back; turn the list round: the first layer's
    first."""
    loss, gradients = backpropagate(params, x, y, l2)
    return loss, gradients[::-1]


@mlp_loss_and_gradients.mistake
def first_missing(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The first layer's gradients are missing: the way back ends at layer 0, not 1."""
    loss, gradients = backpropagate(params, x, y, l2)
    return loss, gradients[1:]


@mlp_loss_and_gradients.mistake
def last_missing(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """The last layer's gradients are missing: the way back begins with params[-1]."""
    loss, gradients = backpropagate(params, x, y, l2)
    return loss, gradients[:-1]


@mlp_loss_and_gradients.mistake
def bias_first(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """You returned db before dW; each layer's pair is (dW, db)."""
    loss, gradients = backpropagate(params, x, y, l2)
    return loss, [(db, dW) for dW, db in gradients]


@mlp_loss_and_gradients.mistake
def transposed(params: Params, x: Array, y: Array, l2: float) -> LossAndGradients:
    """Your dW are transposed: W is (out, in), so dW is dz.T @ input."""
    loss, gradients = backpropagate(params, x, y, l2)
    return loss, [(dW.T, db) for dW, db in gradients]


def _squares(params: Params) -> Any:
    return 2 * half_squares(params)


def _with_biases(params: Params) -> Any:
    return half_squares(params) + sum((b * b).sum() for _, b in params) / 2
