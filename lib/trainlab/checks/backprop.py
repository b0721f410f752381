"""The questions of problem set 1: right answers by independent means, and the bank of mistakes.

Notation: batch x (N, in), W (out, in), b (out,), logits u (N, K), labels y (N,). Forward functions
are written out in einsum; gradients come from the complex step, and for ReLU from central
differences taken away from the kink.
"""

from typing import Any

import numpy as np

from trainlab.checks.numerical import Array, central_difference, complex_step
from trainlab.checks.question import Case, Mistake, Outputs, Question

Params = list[tuple[Array, Array]]


# Oracles.


def _double(a: Array) -> Array:
    return np.asarray(a, dtype=np.float64)


def _affine(x: Array, W: Array, b: Array) -> Array:
    return np.einsum("ni,oi->no", x, W) + b


def _log_sum_exp(u: Array) -> Array:
    top = u.real.max(axis=1, keepdims=True)
    return np.log(np.exp(u - top).sum(axis=1)) + top[:, 0]


def _cross_entropy(u: Array, y: Array) -> Any:
    return (_log_sum_exp(u) - u[np.arange(len(y)), y]).mean()


def _mlp(params: Params, x: Array) -> Array:
    for W, b in params[:-1]:
        x = np.tanh(_affine(x, W, b))
    return _affine(x, *params[-1])


def _objective(params: Params, x: Array, y: Array, l2: float) -> Any:
    return _cross_entropy(_mlp(params, x), y) + 0.5 * l2 * sum((W * W).sum() for W, _ in params)


def _mlp_gradients(params: Params, x: Array, y: Array, l2: float) -> Params:
    def partial(layer: int, part: int) -> Array:
        def moved(value: Array) -> Any:
            layers = [list(pair) for pair in params]
            layers[layer][part] = value
            return _objective([(W, b) for W, b in layers], x, y, l2)

        return complex_step(moved, params[layer][part].astype(np.float64))

    return [(partial(i, 0), partial(i, 1)) for i in range(len(params))]


def _named(loss: Any, gradients: Params) -> Outputs:
    return {"loss": np.asarray(loss, dtype=np.float64)} | _by_layer(gradients, "d")


def _by_layer(pairs: Params, prefix: str = "") -> Outputs:
    named: Outputs = {}
    for i, (W, b) in enumerate(pairs, start=1):
        named |= {f"{prefix}W{i}": np.asarray(W), f"{prefix}b{i}": np.asarray(b)}
    return named


def _unpack_mlp(result: Any) -> Outputs:
    loss, gradients = result
    return _named(loss, [(dW, db) for dW, db in gradients])


def _right_mlp(params: Params, x: Array, y: Array, l2: float) -> Outputs:
    return _named(_objective(params, x, y, l2), _mlp_gradients(params, x, y, l2))


def _right_affine_backward(dz: Array, x: Array, W: Array) -> Outputs:
    def against(values: Array) -> Any:
        return (values * dz).sum()

    return {
        "dx": complex_step(lambda v: against(v @ W.T), x),
        "dW": complex_step(lambda v: against(x @ v.T), W),
        "db": complex_step(lambda v: against(np.zeros_like(dz) + v), np.zeros(len(W))),
    }


def _right_relu_backward(da: Array, z: Array) -> Outputs:
    away = np.where(z == 0, -1.0, z)
    slope = central_difference(lambda v: np.maximum(v, 0).sum(), away)
    return {"dz": da * slope}


def _right_training(
    params: Params, x: Array, y: Array, lr: float, steps: int, l2: float
) -> Outputs:
    losses = []
    for _ in range(steps):
        losses.append(_objective(params, x, y, l2).real)
        gradients = _mlp_gradients(params, x, y, l2)
        params = [
            (W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, gradients, strict=True)
        ]
    return _named_training(params, losses)


def _named_training(params: Params, losses: Any) -> Outputs:
    return {"losses": np.asarray(losses, dtype=np.float64)} | _by_layer(params)


def _unpack_training(result: Any) -> Outputs:
    params, losses = result
    return _named_training([(W, b) for W, b in params], losses)


# Cases.


def _f_quartic(x: Array) -> float:
    return float((x**2).sum() ** 2 + np.sin(x).sum())


def _gradient_of_quartic(x: Array) -> Array:
    return complex_step(lambda v: (v**2).sum() ** 2 + np.sin(v).sum(), x.astype(np.float64))


def _sizes(thorough: bool) -> list[tuple[str, int, int, int, Any]]:
    """Return (title, N, in, out, dtype) of the batches to try."""
    usual: list[tuple[str, int, int, int, Any]] = [
        ("a batch of 4", 4, 3, 2, np.float64),
        ("a square layer", 5, 3, 3, np.float64),
    ]
    rare = [
        ("a batch of one", 1, 3, 2, np.float64),
        ("one input, one output", 3, 1, 1, np.float64),
        ("a float32 batch", 6, 2, 4, np.float32),
        ("another batch", 7, 4, 3, np.float64),
    ]
    return usual + rare if thorough else usual


def _non_contiguous(a: Array) -> Array:
    """Return an array of the same numbers that lies in memory with gaps."""
    return np.repeat(a, 2, axis=-1)[..., ::2]


def _numerical_cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
    points = [("a vector", rng.normal(size=3)), ("a matrix", rng.normal(size=(2, 3)))]
    if thorough:
        points += [
            ("one number", rng.normal(size=1)),
            ("whole numbers", np.array([1, -2, 3])),
            ("a non-contiguous matrix", _non_contiguous(rng.normal(size=(3, 2)))),
        ]
    return [Case(title, {"f": _f_quartic, "x": x}) for title, x in points]


def _affine_cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
    cases = []
    for title, n, inputs, outputs, dtype in _sizes(thorough):
        x, W, b = (
            rng.normal(size=(n, inputs)),
            rng.normal(size=(outputs, inputs)),
            rng.normal(size=outputs),
        )
        cases.append(
            Case(title, {k: v.astype(dtype) for k, v in zip("xWb", (x, W, b), strict=True)})
        )
    return cases


def _affine_backward_cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
    cases = []
    for title, n, inputs, outputs, dtype in _sizes(thorough):
        shapes = {"dz": (n, outputs), "x": (n, inputs), "W": (outputs, inputs)}
        cases.append(Case(title, {k: rng.normal(size=s).astype(dtype) for k, s in shapes.items()}))
    if thorough:
        last = cases[-1].inputs
        cases.append(Case("zero gradients", last | {"dz": np.zeros_like(last["dz"])}))
        cases.append(
            Case("a non-contiguous batch", {k: _non_contiguous(v) for k, v in last.items()})
        )
    return cases


def _elementwise_cases(names: tuple[str, ...], at_zero: bool = False):  # type: ignore[no-untyped-def]
    def cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
        found = [
            Case(title, {k: rng.normal(size=(n, outputs)).astype(dtype) for k in names})
            for title, n, _, outputs, dtype in _sizes(thorough)
        ]
        if thorough:
            large = {k: rng.normal(size=(2, 3)) for k in names}
            found.append(
                Case("large inputs", large | {"z": np.array([[800.0, -800, 2], [-3, 9, 0.5]])})
            )
            if at_zero:
                found.append(Case("z exactly zero", large | {"z": np.array([[0.0, 1, -1]] * 2)}))
            found.append(
                Case("a non-contiguous batch", {k: _non_contiguous(v) for k, v in large.items()})
            )
        return found

    return cases


def _cross_entropy_cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
    def labelled(title: str, u: Array) -> Case:
        return Case(title, {"u": u, "y": rng.integers(u.shape[1], size=len(u))})

    cases = [
        labelled("a batch of 4", rng.normal(size=(4, 3))),
        labelled("a batch of 5", rng.normal(size=(5, 2))),
    ]
    if thorough:
        cases += [
            labelled("a batch of one", rng.normal(size=(1, 4))),
            labelled("a float32 batch", rng.normal(size=(6, 3)).astype(np.float32)),
            labelled("equal logits", np.zeros((3, 4))),
            labelled("logits of 1000", 1000.0 * rng.normal(size=(4, 3))),
            labelled("a non-contiguous batch", _non_contiguous(rng.normal(size=(3, 3)))),
        ]
    return cases


def _network(rng: np.random.Generator, sizes: tuple[int, ...]) -> Params:
    return [
        (rng.normal(size=(o, i)) / np.sqrt(i), 0.3 * rng.normal(size=o))
        for i, o in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def _shapes(thorough: bool) -> list[tuple[str, int, tuple[int, ...]]]:
    usual: list[tuple[str, int, tuple[int, ...]]] = [
        ("a network 2-4-3", 5, (2, 4, 3)),
        ("a network 3-3-3", 4, (3, 3, 3)),
    ]
    rare = [
        ("a network 2-3-3-2", 6, (2, 3, 3, 2)),
        ("no hidden layer", 4, (3, 2)),
        ("a batch of one", 1, (2, 3, 2)),
    ]
    return usual + rare if thorough else usual


def _mlp_forward_cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
    return [
        Case(title, {"params": _network(rng, sizes), "x": rng.normal(size=(n, sizes[0]))})
        for title, n, sizes in _shapes(thorough)
    ]


def _mlp_cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
    cases = []
    for i, case in enumerate(_mlp_forward_cases(thorough, rng)):
        n, classes = len(case.inputs["x"]), len(case.inputs["params"][-1][1])
        y, l2 = rng.integers(classes, size=n), 0.0 if i == 3 else 0.1
        cases.append(Case(case.title, case.inputs | {"y": y, "l2": l2}))
    return cases


def _gradient_check_cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
    cases = []
    for title, size in [("a right gradient", 3)] + ([("one number", 1)] if thorough else []):
        x = rng.normal(size=size)
        cases.append(Case(title, {"f": _f_quartic, "x": x, "gradient": _gradient_of_quartic(x)}))
    x = rng.normal(size=4)
    right = _gradient_of_quartic(x)
    wrong = right - np.abs(right) * np.array([0, 0, 0.5, 0])
    cases.append(
        Case("a gradient with one wrong entry", {"f": _f_quartic, "x": x, "gradient": wrong})
    )
    if thorough:
        cases.append(
            Case(
                "a gradient of the wrong sign",
                {"f": _f_quartic, "x": x, "gradient": -_gradient_of_quartic(x)},
            )
        )
    return cases


def _training_cases(thorough: bool, rng: np.random.Generator) -> list[Case]:
    cases = []
    for title, lr, l2 in [("10 steps", 0.5, 0.0)] + (
        [("10 steps with l2", 0.2, 0.1)] if thorough else []
    ):
        inputs = {
            "params": _network(rng, (2, 3, 2)),
            "x": rng.normal(size=(6, 2)),
            "y": rng.integers(2, size=6),
        }
        cases.append(Case(title, inputs | {"lr": lr, "steps": 10, "l2": l2}))
    return cases


# Right answers that need no oracle of their own.


def _relative_error(gradient: Array, numerical: Array) -> Array:
    size = np.maximum(np.abs(gradient) + np.abs(numerical), 1e-8)
    return np.max(np.abs(gradient - numerical) / size)


# Mistakes.


def _softmax(u: Array, axis: int = 1) -> Array:
    e = np.exp(u - u.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def _one_hot(u: Array, y: Array) -> Array:
    return np.eye(u.shape[1])[y]


def _du(u: Array, y: Array) -> Array:
    return (_softmax(u) - _one_hot(u, y)) / len(u)


def _naive_softmax(u: Array) -> Array:
    return np.exp(u) / np.exp(u).sum(axis=1, keepdims=True)


def _difference_quotient(up: float, down: float, divisor: float):  # type: ignore[no-untyped-def]
    """Return a mistaken numerical gradient: (f(x + up e) - f(x + down e)) / divisor."""

    def gradient(f: Any, x: Array) -> Outputs:
        values = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            a, b = x.astype(np.float64), x.astype(np.float64)
            a[index] += up
            b[index] += down
            values[index] = (f(a) - f(b)) / divisor
        return {"gradient": values}

    return gradient


def _rounded_steps(f: Any, x: Array) -> Outputs:
    """Step by h in x's own type, which for whole numbers moves x down by one or not at all."""
    if not np.issubdtype(x.dtype, np.integer):
        return {"gradient": _gradient_of_quartic(x)}
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] = x[index] + 1e-5
        down[index] = x[index] - 1e-5
        gradient[index] = (f(up) - f(down)) / 2e-5
    return {"gradient": gradient}


def _linear(params: Params, x: Array) -> Array:
    for W, b in params:
        x = x @ W.T + b
    return x


def _tanh_slope(z: Array) -> Array:
    return 1 / np.cosh(np.clip(z, -300, 300)) ** 2


def _overflowing_tanh(z: Array) -> Array:
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def _backward(
    params: Params,
    x: Array,
    y: Array,
    l2: float,
    *,
    slope=lambda z: 1 - np.tanh(z) ** 2,  # type: ignore[no-untyped-def]
    mean: bool = True,
    sign: float = 1.0,
    decay: float = 1.0,
    bias_decay: float = 0.0,
    loss_decay: float = 0.5,
    sum_loss: bool = False,
    through_weights: bool = True,
    input_of_layer: int = 0,
) -> Outputs:
    """Backpropagate with one thing done wrongly, as the keywords say."""
    zs, activations = [], [x]
    for W, b in params:
        zs.append(activations[-1] @ W.T + b)
        activations.append(np.tanh(zs[-1]))
    n = len(x)
    delta = sign * (_softmax(zs[-1]) - _one_hot(zs[-1], y)) / (n if mean else 1)
    gradients = []
    for i in range(len(params) - 1, -1, -1):
        W, b = params[i]
        below = zs[i - 1] if input_of_layer and i else activations[i]
        gradients.append(
            (delta.T @ below + decay * l2 * W, delta.sum(axis=0) + bias_decay * l2 * b)
        )
        if i:
            delta = (delta @ W if through_weights else delta) * slope(zs[i - 1])
    size = sum((W * W).sum() for W, _ in params)
    data = _cross_entropy(zs[-1], y) * (n if sum_loss else 1)
    return _named(data + loss_decay * l2 * size, gradients[::-1])


def _mlp_mistake(name: str, diagnosis: str, **wrong: Any) -> Mistake:
    return Mistake(name, diagnosis, lambda **inputs: _backward(**inputs, **wrong))


def _trained(wrong: str):  # type: ignore[no-untyped-def]
    def training(params: Params, x: Array, y: Array, lr: float, steps: int, l2: float) -> Outputs:
        found, first, given = [], None, params
        for _ in range(steps):
            before = _backward(params, x, y, l2)
            g = _backward(params, x, y, 0.0 if wrong == "no_l2" else l2)
            first = first or g
            g = first if wrong == "stale" else g
            rate = {"sign": -lr, "no_lr": 1.0}.get(wrong, lr)
            params = [
                (W - rate * g[f"dW{i}"], b - (0 if wrong == "no_bias" else rate) * g[f"db{i}"])
                for i, (W, b) in enumerate(params, start=1)
            ]
            after = _backward(params, x, y, l2)
            found.append((after if wrong == "after" else before)["loss"])
        return _named_training(given if wrong == "untrained" else params, found)

    return training


QUESTIONS = {
    question.name: question
    for question in (
        Question(
            "numerical_gradient",
            ("gradient",),
            lambda f, x: {"gradient": _gradient_of_quartic(x)},
            _numerical_cases,
            (
                Mistake(
                    "one_sided",
                    "You took a one-sided difference, (f(x + h) - f(x)) / h, whose error shrinks only like h; step to both sides, (f(x + h) - f(x - h)) / (2h).",
                    _difference_quotient(1e-5, 0, 1e-5),
                ),
                Mistake(
                    "backward",
                    "You took a one-sided difference, (f(x) - f(x - h)) / h, whose error shrinks only like h; step to both sides, (f(x + h) - f(x - h)) / (2h).",
                    _difference_quotient(0, -1e-5, 1e-5),
                ),
                Mistake(
                    "divided_by_h",
                    "You divided by h, but the two points are 2h apart; divide by 2h.",
                    _difference_quotient(1e-5, -1e-5, 1e-5),
                ),
                Mistake(
                    "wrong_sign",
                    "The sign is wrong: subtract f(x - h) from f(x + h), not the other way round.",
                    _difference_quotient(-1e-5, 1e-5, 2e-5),
                ),
                Mistake(
                    "not_divided",
                    "You did not divide the difference by 2h.",
                    _difference_quotient(1e-5, -1e-5, 1.0),
                ),
                Mistake(
                    "integer_step",
                    "You added h to an array of whole numbers, which rounds it away; convert x to float64 first.",
                    _rounded_steps,
                ),
            ),
            tolerance=2e-7,
        ),
        Question(
            "affine_forward",
            ("z",),
            lambda x, W, b: {"z": _affine(*(_double(v) for v in (x, W, b)))},
            _affine_cases,
            (
                Mistake("no_bias", "You left out the bias b.", lambda x, W, b: {"z": x @ W.T}),
                Mistake(
                    "minus_bias",
                    "You subtracted the bias b; add it.",
                    lambda x, W, b: {"z": x @ W.T - b},
                ),
            ),
        ),
        Question(
            "affine_backward",
            ("dx", "dW", "db"),
            _right_affine_backward,
            _affine_backward_cases,
            (
                Mistake(
                    "transposed",
                    "dW is transposed: W is (out, in), so dW is dz.T @ x, not x.T @ dz.",
                    lambda dz, x, W: {"dx": dz @ W, "dW": x.T @ dz, "db": dz.sum(0)},
                ),
                Mistake(
                    "averaged",
                    "You averaged over the batch, but the mean belongs to the loss and is in dz already; sum over the batch here.",
                    lambda dz, x, W: {"dx": dz @ W, "dW": dz.T @ x / len(x), "db": dz.mean(0)},
                ),
                Mistake(
                    "averaged_bias",
                    "db is the sum of dz over the batch, not its mean: the mean belongs to the loss.",
                    lambda dz, x, W: {"dx": dz @ W, "dW": dz.T @ x, "db": dz.mean(0)},
                ),
                Mistake(
                    "bias_over_features",
                    "You summed db over the wrong axis: every unit has its own bias, so sum over the batch (axis 0), not over the units.",
                    lambda dz, x, W: {"dx": dz @ W, "dW": dz.T @ x, "db": dz.sum(1)},
                ),
                Mistake(
                    "bias_not_summed",
                    "db has one row per example; the bias is shared by the batch, so sum dz over it.",
                    lambda dz, x, W: {"dx": dz @ W, "dW": dz.T @ x, "db": dz},
                ),
                Mistake(
                    "order",
                    "You returned dW before dx; the order is dx, dW, db.",
                    lambda dz, x, W: {"dx": dz.T @ x, "dW": dz @ W, "db": dz.sum(0)},
                ),
                Mistake(
                    "wrong_sign",
                    "All three gradients have the wrong sign.",
                    lambda dz, x, W: {"dx": -dz @ W, "dW": -dz.T @ x, "db": -dz.sum(0)},
                ),
            ),
        ),
        Question(
            "tanh_forward",
            ("a",),
            lambda z: {"a": 2 / (1 + np.exp(-2 * np.clip(_double(z), -300, 300))) - 1},
            _elementwise_cases(("z",)),
            (
                Mistake(
                    "sigmoid",
                    "This is the logistic sigmoid; tanh(z) runs from -1 to 1.",
                    lambda z: {"a": 1 / (1 + np.exp(-z))},
                ),
                Mistake(
                    "overflow",
                    "exp(z) overflows for large z, and inf / inf is not a number; use np.tanh, which is careful.",
                    lambda z: {"a": _overflowing_tanh(z)},
                ),
            ),
        ),
        Question(
            "tanh_backward",
            ("dz",),
            lambda da, z: {"dz": da * _tanh_slope(_double(z))},
            _elementwise_cases(("da", "z")),
            (
                Mistake(
                    "at_output",
                    "You took z for the output: 1 - a**2 needs a = tanh(z), and the function is given the input z.",
                    lambda da, z: {"dz": da * (1 - z**2)},
                ),
                Mistake(
                    "twice",
                    "You took the derivative at the output a = tanh(z) instead of at the input z: tanh was applied twice.",
                    lambda da, z: {"dz": da * (1 - np.tanh(np.tanh(z)) ** 2)},
                ),
                Mistake(
                    "no_upstream",
                    "You returned the derivative alone; by the chain rule multiply it by the gradient da that arrives from above.",
                    lambda da, z: {"dz": 1 - np.tanh(z) ** 2},
                ),
                Mistake(
                    "not_squared",
                    "The derivative of tanh is 1 - tanh(z)**2; you left out the square.",
                    lambda da, z: {"dz": da * (1 - np.tanh(z))},
                ),
                Mistake(
                    "wrong_sign",
                    "The sign is wrong: the derivative of tanh is positive everywhere.",
                    lambda da, z: {"dz": -da * (1 - np.tanh(z) ** 2)},
                ),
                Mistake(
                    "sigmoid",
                    "This is the sigmoid's derivative, a (1 - a); tanh's is 1 - a**2.",
                    lambda da, z: {"dz": da * np.tanh(z) * (1 - np.tanh(z))},
                ),
            ),
        ),
        Question(
            "relu_forward",
            ("a",),
            lambda z: {"a": np.where(z > 0, z, 0.0).astype(np.float64)},
            _elementwise_cases(("z",), at_zero=True),
            (
                Mistake(
                    "absolute",
                    "This is the absolute value; ReLU is zero for negative z.",
                    lambda z: {"a": np.abs(z)},
                ),
                Mistake(
                    "step",
                    "You returned where z is positive, 0 or 1; ReLU returns z itself there.",
                    lambda z: {"a": (z > 0) * 1.0},
                ),
            ),
        ),
        Question(
            "relu_backward",
            ("dz",),
            _right_relu_backward,
            _elementwise_cases(("da", "z"), at_zero=True),
            (
                Mistake(
                    "no_upstream",
                    "You returned the derivative alone; by the chain rule multiply it by the gradient da that arrives from above.",
                    lambda da, z: {"dz": (z > 0) * 1.0},
                ),
                Mistake(
                    "mask_of_gradient",
                    "You cut off where the gradient da is negative; cut off where the input z is negative.",
                    lambda da, z: {"dz": np.maximum(da, 0)},
                ),
                Mistake(
                    "value",
                    "You multiplied by relu(z); multiply by its derivative, which is 0 or 1.",
                    lambda da, z: {"dz": da * np.maximum(z, 0)},
                ),
                Mistake(
                    "flipped",
                    "You let the gradient through where z is negative; it passes where z is positive.",
                    lambda da, z: {"dz": da * (z <= 0)},
                ),
                Mistake(
                    "one_at_zero",
                    "At z = 0 exactly the derivative is taken to be 0 here; compare with z > 0, not z >= 0.",
                    lambda da, z: {"dz": da * (z >= 0)},
                ),
                Mistake(
                    "wrong_sign",
                    "The sign is wrong: the derivative of ReLU is 0 or 1.",
                    lambda da, z: {"dz": -da * (z > 0)},
                ),
            ),
            tolerance=1e-6,
        ),
        Question(
            "softmax_cross_entropy",
            ("loss", "du"),
            lambda u, y: {
                "loss": np.asarray(_cross_entropy(_double(u), y)),
                "du": complex_step(lambda v: _cross_entropy(v, y), _double(u)),
            },
            _cross_entropy_cases,
            (
                Mistake(
                    "summed",
                    "You summed over the batch instead of averaging, in the loss and in its gradient; divide both by N.",
                    lambda u, y: {"loss": _cross_entropy(u, y) * len(u), "du": _du(u, y) * len(u)},
                ),
                Mistake(
                    "gradient_summed",
                    "The gradient lacks its 1/N: you summed over the batch instead of averaging. The loss is a mean, so each example weighs 1/N in du.",
                    lambda u, y: {"loss": _cross_entropy(u, y), "du": _du(u, y) * len(u)},
                ),
                Mistake(
                    "loss_summed",
                    "You summed the loss over the batch instead of averaging; your gradient is that of the mean already.",
                    lambda u, y: {"loss": _cross_entropy(u, y) * len(u), "du": _du(u, y)},
                ),
                Mistake(
                    "wrong_sign",
                    "The gradient has the wrong sign: it is softmax(u) minus the one-hot labels, not the other way round.",
                    lambda u, y: {"loss": _cross_entropy(u, y), "du": -_du(u, y)},
                ),
                Mistake(
                    "positive_log",
                    "The loss has the wrong sign: it is minus the logarithm of the right class's probability.",
                    lambda u, y: {"loss": -_cross_entropy(u, y), "du": _du(u, y)},
                ),
                Mistake(
                    "no_one_hot",
                    "The gradient is softmax(u) minus the one-hot labels; you left the labels out.",
                    lambda u, y: {"loss": _cross_entropy(u, y), "du": _softmax(u) / len(u)},
                ),
                Mistake(
                    "over_classes",
                    "You divided by N times the number of classes; the mean is over the N examples alone.",
                    lambda u, y: {
                        "loss": _cross_entropy(u, y) / u.shape[1],
                        "du": _du(u, y) / u.shape[1],
                    },
                ),
                Mistake(
                    "over_batch",
                    "Your softmax is normalized over the batch; each row must sum to one (axis=1).",
                    lambda u, y: {
                        "loss": -np.log(_softmax(u, 0)[np.arange(len(y)), y]).mean(),
                        "du": (_softmax(u, 0) - _one_hot(u, y)) / len(u),
                    },
                ),
                Mistake(
                    "overflow",
                    "exp(u) overflows for large logits, and inf / inf is not a number; subtract each row's largest logit first, which changes nothing else.",
                    lambda u, y: {
                        "loss": -np.log(_naive_softmax(u)[np.arange(len(y)), y]).mean(),
                        "du": (_naive_softmax(u) - _one_hot(u, y)) / len(u),
                    },
                ),
            ),
        ),
        Question(
            "mlp_forward",
            ("u",),
            lambda params, x: {"u": _mlp(params, x)},
            _mlp_forward_cases,
            (
                Mistake(
                    "activated_output",
                    "You applied tanh after the last layer too; logits are the plain output of the last affine layer.",
                    lambda params, x: {"u": np.tanh(_mlp(params, x))},
                ),
                Mistake(
                    "linear",
                    "You left out the activation: apply tanh after every layer but the last.",
                    lambda params, x: {"u": _linear(params, x)},
                ),
            ),
        ),
        Question(
            "mlp_loss_and_gradients",
            ("loss", "gradients, one (dW, db) per layer"),
            _right_mlp,
            _mlp_cases,
            (
                _mlp_mistake(
                    "no_penalty_gradient",
                    "The L2 penalty is in the loss but not in the gradients: add l2 * W to each dW.",
                    decay=0.0,
                ),
                _mlp_mistake(
                    "no_penalty_loss",
                    "The L2 penalty is in the gradients but not in the loss: add l2/2 times the sum of all squared weights.",
                    loss_decay=0.0,
                ),
                _mlp_mistake(
                    "no_penalty",
                    "The L2 penalty is missing, from the loss and from the gradients.",
                    decay=0.0,
                    loss_decay=0.0,
                ),
                _mlp_mistake(
                    "penalty_twice",
                    "The penalty's gradient is twice too large: the derivative of (l2/2) W**2 is l2 W.",
                    decay=2.0,
                ),
                _mlp_mistake(
                    "no_half",
                    "The penalty is twice too large: it is l2/2 times the sum of squares, whose gradient is l2 W.",
                    decay=2.0,
                    loss_decay=1.0,
                ),
                _mlp_mistake(
                    "half_gradient",
                    "The penalty's gradient is half of what it should be: the derivative of (l2/2) W**2 is l2 W.",
                    decay=0.5,
                ),
                _mlp_mistake(
                    "biases_decay",
                    "You penalized the biases too; the penalty is on the weights alone.",
                    bias_decay=1.0,
                ),
                _mlp_mistake(
                    "summed",
                    "The gradients lack their 1/N: you summed over the batch instead of averaging.",
                    mean=False,
                ),
                _mlp_mistake(
                    "all_summed",
                    "You summed over the batch instead of averaging, in the loss and in its gradients.",
                    mean=False,
                    sum_loss=True,
                ),
                _mlp_mistake(
                    "wrong_sign",
                    "The gradients of the cross entropy have the wrong sign: start from softmax(u) minus the one-hot labels.",
                    sign=-1.0,
                ),
                _mlp_mistake(
                    "no_slope",
                    "The gradient passes the hidden layers without tanh's derivative; multiply it by 1 - tanh(z)**2.",
                    slope=lambda z: 1.0,
                ),
                _mlp_mistake(
                    "slope_at_output",
                    "You took tanh's derivative at the output a = tanh(z) instead of at the input z: tanh was applied twice.",
                    slope=lambda z: 1 - np.tanh(np.tanh(z)) ** 2,
                ),
                _mlp_mistake(
                    "input_z",
                    "dW of the later layers uses z of the layer below; it needs that layer's output, a = tanh(z).",
                    input_of_layer=1,
                ),
            ),
            unpack=_unpack_mlp,
        ),
        Question(
            "gradient_check",
            ("error",),
            lambda f, x, gradient: {
                "error": np.asarray(_relative_error(gradient, central_difference(f, x)))
            },
            _gradient_check_cases,
            (
                Mistake(
                    "absolute",
                    "This is the absolute error; divide each entry's by abs(gradient) + abs(numerical), so that it means the same for large and for small gradients.",
                    lambda f, x, gradient: {
                        "error": np.max(np.abs(gradient - central_difference(f, x)))
                    },
                ),
                Mistake(
                    "no_abs",
                    "Take absolute values of the differences: errors of opposite sign must not hide.",
                    lambda f, x, gradient: {
                        "error": np.max(
                            (gradient - central_difference(f, x))
                            / (np.abs(gradient) + np.abs(central_difference(f, x)))
                        )
                    },
                ),
                Mistake(
                    "mean",
                    "This is the mean error; one wrong entry among many then goes unseen. Return the largest.",
                    lambda f, x, gradient: {
                        "error": np.mean(
                            np.abs(gradient - central_difference(f, x))
                            / (np.abs(gradient) + np.abs(central_difference(f, x)))
                        )
                    },
                ),
            ),
            tolerance=1e-5,
        ),
        Question(
            "train",
            ("params", "losses"),
            _right_training,
            _training_cases,
            (
                Mistake(
                    "ascent",
                    "The loss goes up: step against the gradient, W - lr * dW.",
                    _trained("sign"),
                ),
                Mistake(
                    "no_lr",
                    "The learning rate is not used: step by lr times the gradient.",
                    _trained("no_lr"),
                ),
                Mistake(
                    "stale",
                    "Every step uses the gradient of the first: compute it anew from the current parameters.",
                    _trained("stale"),
                ),
                Mistake(
                    "no_bias", "The biases never change; update them too.", _trained("no_bias")
                ),
                Mistake(
                    "after",
                    "Each loss was recorded after its step; record it before, so that the first is that of the parameters you were given.",
                    _trained("after"),
                ),
                Mistake("no_l2", "The penalty l2 does not reach the gradients.", _trained("no_l2")),
                Mistake(
                    "untrained",
                    "The parameters returned are those given; return the trained ones.",
                    _trained("untrained"),
                ),
            ),
            unpack=_unpack_training,
            tolerance=1e-6,
        ),
    )
}
