"""Gradient descent on a kernel, from fields and what is to be made of them."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.ps6.windows import windows
from trainlab.checks.question import Case, question

#: Kernel and losses.
Learned = tuple[Array, Array]


@question(
    "ps6/learn_kernel",
    returns=("V", "losses"),
    section="lecture 13, section 6",
    hints=(
        "Look at one weight, V_pq: beside which pixel does it stand in output i, j? And over how "
        "many outputs is the mean?",
        "With e = output - target, the derivative of the mean square by V_pq is 2 times the mean "
        "of e_ij X_(i+p, j+q), over all places and all fields. Note the loss before each step, and "
        "once more at the end.",
        "With X[p, q] = fields[:, p : p + rows, q : q + columns], where rows, columns = "
        "targets.shape[1:]: e = the sum of V[p, q] * X[p, q], less targets; "
        "losses.append((e**2).mean()); G[p, q] = 2 * (e * X[p, q]).mean(); V = V - lr * G.",
    ),
)
def learn_kernel(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Learned:
    """Return it in closed form, direction by direction of the loss's bowl."""
    X = windows(fields * 1.0, (m, m)).reshape(-1, m * m)
    y = targets.ravel()
    curvatures, axes = np.linalg.eigh(2 * X.T @ X / len(y))
    pull = axes.T @ (2 * X.T @ y / len(y))
    losses = []
    for k in range(steps + 1):
        way = np.array([sum((1 - lr * h) ** i for i in range(k)) * lr for h in curvatures])
        V = axes @ (way * pull)
        losses.append(((X @ V - y) ** 2).mean())
    return V.reshape(m, m), np.array(losses)


@learn_kernel.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def pairs(count: int, rows: int, columns: int, m: int) -> dict[str, Any]:
        """Return fields, and what a kernel without symmetry makes of them, and a little more."""
        fields = away_from_zero(rng, (count, rows, columns))
        kernel = away_from_zero(rng, (m, m)) + np.arange(m * m).reshape(m, m) / 2
        made = np.einsum("nijpq,pq->nij", windows(fields, (m, m)), kernel)
        return {"fields": fields, "targets": made + 0.3 * away_from_zero(rng, made.shape), "m": m}

    yield Case("2 fields, a kernel of 3 by 3", pairs(2, 5, 6, 3) | {"lr": 0.1, "steps": 4})
    yield Case("3 fields, a kernel of 2 by 2", pairs(3, 4, 3, 2) | {"lr": 0.2, "steps": 3})
    if not thorough:
        return
    yield Case("one field", pairs(1, 5, 4, 2) | {"lr": 0.1, "steps": 5})
    yield Case("one step", pairs(2, 4, 5, 3) | {"lr": 0.15, "steps": 1})
    yield Case("no step at all", pairs(2, 4, 4, 2) | {"lr": 0.1, "steps": 0})
    yield Case("a kernel of one number", pairs(2, 3, 3, 1) | {"lr": 0.1, "steps": 4})
    yield Case("a kernel as large as the fields", pairs(4, 3, 3, 3) | {"lr": 0.05, "steps": 3})
    yield Case("a rate that is too large", pairs(2, 5, 5, 2) | {"lr": 1.5, "steps": 6})
    yield Case("30 steps", pairs(2, 6, 6, 3) | {"lr": 0.1, "steps": 30})
    rough = rng.standard_normal((6, 10, 10))
    stencil = np.array([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]])
    made = np.einsum("nijpq,pq->nij", windows(rough, (3, 3)), stencil)
    laplacian = {"fields": rough, "targets": made, "m": 3, "lr": 0.4, "steps": 20}
    yield Case("rough fields and their Laplacian", laplacian)
    whole = {"fields": np.arange(32).reshape(2, 4, 4) % 5 - 2, "targets": np.arange(18) % 4}
    whole["targets"] = whole["targets"].reshape(2, 3, 3)
    yield Case("whole numbers", whole | {"m": 2, "lr": 0.1, "steps": 3})


#: (errors (N, i, j), windows (N, i, j, m, m)) -> gradient; errors -> loss.
Gradient = Callable[[Array, Array], Any]
Loss = Callable[[Array], Any]


def _mean_square(e: Array) -> Any:
    return (e**2).mean()


def _gradient(e: Array, X: Array) -> Any:
    return 2 * np.einsum("nij,nijpq->pq", e, X) / e.size


def _outputs(X: Array, V: Array) -> Any:
    return np.einsum("nijpq,pq->nij", X, V)


def _descended(
    fields: Array,
    targets: Array,
    m: int,
    lr: float,
    steps: int,
    *,
    gradient: Gradient = _gradient,
    loss: Loss = _mean_square,
    outputs: Callable[[Array, Array], Any] = _outputs,
    start: Callable[[int], Any] = lambda m: np.zeros((m, m)),
) -> tuple[Any, list[Any], list[Any]]:
    """Return the kernel, the losses, and all kernels."""
    X, V = windows(fields, (m, m)), start(m)
    losses, kernels = [], [V]
    for _ in range(steps):
        e = outputs(X, V) - targets
        losses.append(loss(e))
        V = V - lr * gradient(e, X)
        kernels.append(V)
    losses.append(loss(outputs(X, V) - targets))
    return V, losses, kernels


def _know(name: str, diagnosis: str, **ways: Any) -> None:
    """Know another gradient, loss, outputs or start."""

    def answer(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
        return _descended(fields, targets, m, lr, steps, **ways)[:2]

    learn_kernel.know(name, diagnosis, answer)


def _know_result(
    name: str, diagnosis: str, result: Callable[[Any, list[Any], list[Any]], Any]
) -> None:
    """Know what is wrongly returned, (V, losses, kernels)."""

    def answer(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
        return result(*_descended(fields, targets, m, lr, steps))

    learn_kernel.know(name, diagnosis, answer)


_know(
    "factor_two_missing",
    "In the gradient the 2 of the square is missing.",
    gradient=lambda e, X: _gradient(e, X) / 2,
)
_know(
    "summed_gradient",
    "The gradient is a sum over the outputs; L is the *mean* of the squares, so divide by their "
    "number.",
    gradient=lambda e, X: _gradient(e, X) * e.size,
)
_know(
    "summed_gradient_without_two",
    "The gradient is a sum over the outputs, and the 2 of the square is missing; L is the *mean* "
    "of the squares.",
    gradient=lambda e, X: _gradient(e, X) * e.size / 2,
)
_know(
    "sums_everywhere",
    "L and its gradient are sums over the outputs; take the mean over all outputs of all fields.",
    gradient=lambda e, X: _gradient(e, X) * e.size,
    loss=lambda e: (e**2).sum(),
)
_know(
    "mean_over_fields",
    "You divided by the number of fields alone; L is the mean over all *outputs* of all fields.",
    gradient=lambda e, X: _gradient(e, X) * e[0].size,
    loss=lambda e: (e**2).sum() / len(e),
)
_know(
    "gradient_by_fields",
    "In the gradient you divided by the number of fields alone; L is the mean over all *outputs* "
    "of all fields.",
    gradient=lambda e, X: _gradient(e, X) * e[0].size,
)
_know(
    "gradient_by_places",
    "In the gradient the fields are summed; L is the mean over all outputs of all of them.",
    gradient=lambda e, X: _gradient(e, X) * len(e),
)
_know(
    "gradient_by_weights",
    "In the gradient you divided by the number of weights; L is the mean over the outputs.",
    gradient=lambda e, X: _gradient(e, X) * e.size / X.shape[-1] ** 2,
)
_know(
    "uphill",
    "You step uphill: V - lr dL/dV, with output - target as the error.",
    gradient=lambda e, X: -_gradient(e, X),
)
_know(
    "gradient_turned",
    "The gradient is turned over; V_pq stands beside X_(i+p, j+q), in their order.",
    gradient=lambda e, X: _gradient(e, X)[::-1, ::-1],
)
_know(
    "gradient_transposed",
    "Rows and columns of the gradient are exchanged; V_pq stands beside X_(i+p, j+q).",
    gradient=lambda e, X: _gradient(e, X).T,
)
_know(
    "last_field_alone",
    "The gradient is that of the last field alone: each takes the place of the one before; add "
    "them.",
    gradient=lambda e, X: _gradient(e[-1:], X[-1:]),
)
_know(
    "error_forgotten",
    "The gradient is the mean of the pixels; each counts with its error.",
    gradient=lambda e, X: _gradient(np.ones_like(e), X),
)
_know(
    "window_averaged",
    "Outputs are means over the kernel's window; they are sums, the cross-correlation.",
    outputs=lambda X, V: _outputs(X, V) / V.size,
)
_know(
    "signs_of_gradient",
    "Each weight steps by lr, with the sign of its gradient; step by lr times the gradient.",
    gradient=lambda e, X: np.sign(_gradient(e, X)),
)
_know(
    "signs_alone",
    "The gradient takes the sign of the errors, as for a mean of absolute values; L is the mean of "
    "squares.",
    gradient=lambda e, X: _gradient(np.sign(e), X) / 2,
)
_know(
    "normalized",
    "The gradient is divided by its own length; take it as it is.",
    gradient=lambda e, X: _gradient(e, X) / (np.linalg.norm(_gradient(e, X)) or 1.0),
)
_know(
    "convolution",
    "The kernel is turned over in the output, which is a convolution, and so in the result; take "
    "the cross-correlation.",
    gradient=lambda e, X: _gradient(e, X)[::-1, ::-1],
    outputs=lambda X, V: _outputs(X, V[::-1, ::-1]),
)
_know(
    "convolution_without_gradient",
    "The kernel is turned over in the output, and not in the gradient; take the cross-correlation "
    "in both.",
    outputs=lambda X, V: _outputs(X, V[::-1, ::-1]),
)
_know(
    "starts_at_ones",
    "V is 1 everywhere at first; it is 0.",
    start=lambda m: np.ones((m, m)),
)
_know(
    "starts_at_identity",
    "V is 1 in the middle at first; it is 0.",
    start=lambda m: 1.0 * (np.indices((m, m)) == m // 2).all(axis=0),
)
_know(
    "losses_summed",
    "losses are sums; L is the mean over all outputs of all fields.",
    loss=lambda e: (e**2).sum(),
)
_know(
    "losses_by_fields",
    "losses are divided by the number of fields alone; L is the mean over all *outputs*.",
    loss=lambda e: (e**2).sum() / len(e),
)
_know(
    "losses_halved",
    "losses have a half too many; L is the mean of the squares.",
    loss=lambda e: (e**2).mean() / 2,
)
_know(
    "half_of_everything",
    "L has a half too many, in losses and gradient; it is the mean of the squares.",
    gradient=lambda e, X: _gradient(e, X) / 2,
    loss=lambda e: (e**2).mean() / 2,
)
_know(
    "roots",
    "losses are roots of the mean square; take the mean square itself.",
    loss=lambda e: np.sqrt((e**2).mean()),
)
_know(
    "absolute_errors",
    "losses are means of absolute errors; take the mean square.",
    loss=lambda e: np.abs(e).mean(),
)
_know(
    "squared_mean",
    "losses are squares of the mean error; take the mean of the squares.",
    loss=lambda e: e.mean() ** 2,
)
_know_result(
    "last_loss_missing",
    "The loss after the last step is missing: losses[k] is that after k steps, steps + 1 in all.",
    lambda V, losses, kernels: (V, losses[:-1]),
)
_know_result(
    "first_loss_missing",
    "The loss at the start is missing: losses[0] is that of the zeros, steps + 1 in all.",
    lambda V, losses, kernels: (V, losses[1:]),
)
_know_result(
    "last_loss_zero",
    "The last loss is still the 0 that you began with; losses[steps] is the loss after all steps.",
    lambda V, losses, kernels: (V, [*losses[:-1], 0.0]),
)
_know_result(
    "losses_late",
    "Losses come one step late, the first one twice; losses[k] is the loss after k steps.",
    lambda V, losses, kernels: (V, losses[:1] + losses[:-1]),
)
_know_result(
    "last_loss_alone",
    "This is the last loss alone; return those of all steps, steps + 1.",
    lambda V, losses, kernels: (V, losses[-1]),
)
_know_result(
    "kernel_before",
    "V lacks the last step; return what it has led to.",
    lambda V, losses, kernels: (kernels[-2] if len(kernels) > 1 else V, losses),
)
_know_result(
    "all_kernels",
    "These are the kernels of all steps; return the last one.",
    lambda V, losses, kernels: (kernels, losses),
)
_know_result(
    "as_one_row",
    "V stands in one row; its shape is (m, m).",
    lambda V, losses, kernels: (V.ravel(), losses),
)
_know_result(
    "transposed",
    "V is transposed: p counts rows, q columns.",
    lambda V, losses, kernels: (V.T, losses),
)
_know_result(
    "exchanged",
    "V and losses are exchanged; return V, losses.",
    lambda V, losses, kernels: (losses, V),
)


@learn_kernel.mistake
def stale(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """Every step uses the gradient at the start; compute it anew from the current kernel."""
    X = windows(fields, (m, m))
    step = -lr * _gradient(-targets, X)
    kernels = [k * step for k in range(steps + 1)]
    return kernels[-1], [_mean_square(_outputs(X, V) - targets) for V in kernels]


@learn_kernel.mistake
def field_by_field(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """You step after each field, N steps in place of one; a step takes the mean over all fields."""
    X, V = windows(fields, (m, m)), np.zeros((m, m))
    losses = [_mean_square(targets)]
    for _ in range(steps):
        for x, y in zip(X, targets, strict=True):
            V = V - lr * _gradient(_outputs(x[None], V) - y[None], x[None])
        losses.append(_mean_square(_outputs(X, V) - targets))
    return V, losses


@learn_kernel.mistake
def field_of_the_step(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """Step t uses one field alone, number t modulo N; a step takes the mean over all fields."""
    X, V = windows(fields, (m, m)), np.zeros((m, m))
    losses = [_mean_square(targets)]
    for t in range(steps):
        n = [t % len(fields)]
        V = V - lr * _gradient(_outputs(X[n], V) - targets[n], X[n])
        losses.append(_mean_square(_outputs(X, V) - targets))
    return V, losses


@learn_kernel.mistake
def first_field_alone(
    fields: Array, targets: Array, m: int, lr: float, steps: int, loss: Any = ("all", "first")
) -> Any:
    """Only the first field is looked at; L is the mean over all of them."""
    V, losses, kernels = _descended(fields[:1], targets[:1], m, lr, steps)
    if loss == "all":
        losses = [_mean_square(_outputs(windows(fields, (m, m)), V) - targets) for V in kernels]
    return V, losses


@learn_kernel.mistake
def all_pairs(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """Every output is compared with every target, as a column minus a row makes a table; give both
    one shape."""
    mean = np.full(targets.shape, targets.mean())
    V, losses, _ = _descended(fields, mean, m, lr, steps)
    return V, [loss + targets.var() for loss in losses]


def _listing(
    fields: Array, targets: Array, m: int, lr: float, steps: int, mean: bool
) -> tuple[Any, list[Any]]:
    """Return what the listing gives in two dimensions, by means or sums in the gradient."""
    X, V, losses = windows(fields, (m, m)), np.zeros((m, m)), []
    for _ in range(steps):
        for x, y in zip(X, targets, strict=True):
            e = (_outputs(x[None], V) - y)[0]
            V = V - lr * _gradient(e[None], x[None]) * (1 if mean else e.size)
        losses.append(_mean_square(e))
    return V, losses


@learn_kernel.mistake
def listing(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """This is the listing with its three faults: take the mean in the gradient too, step once for
    all fields, and return the losses of all of them, from the start to the end."""
    return _listing(fields, targets, m, lr, steps, mean=False)


@learn_kernel.mistake
def listing_by_means(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """Two faults of the listing are left: step once for all fields, and return the losses of all of
    them, from the start to the end."""
    return _listing(fields, targets, m, lr, steps, mean=True)


@learn_kernel.mistake
def losses_of_last_field(
    fields: Array, targets: Array, m: int, lr: float, steps: int, end: Any = (True, False)
) -> Any:
    """losses are those of the last field alone, as in the listing; L is the mean over all fields,
    from the start to the end, steps + 1 in all."""
    V, _, kernels = _descended(fields, targets, m, lr, steps)
    X, y = windows(fields[-1:], (m, m)), targets[-1:]
    losses = [_mean_square(_outputs(X, one) - y) for one in kernels]
    return V, losses if end else losses[:-1]


@learn_kernel.mistake
def rate_shared_out(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """lr is divided by the number of steps; each step takes all of it."""
    return _descended(fields, targets, m, lr / max(steps, 1), steps)[:2]


@learn_kernel.mistake
def least_squares(
    fields: Array, targets: Array, m: int, lr: float, steps: int, at_once: Any = (False, True)
) -> Any:
    """V is the minimum itself, by least squares; take steps of gradient descent, as many as
    steps says."""
    X = windows(fields * 1.0, (m, m)).reshape(-1, m * m)
    V, y = np.linalg.lstsq(X, targets.ravel(), rcond=None)[0], targets.ravel()
    losses = _descended(fields, targets, m, lr, steps)[1]
    if at_once:
        losses = [losses[0]] + [_mean_square(X @ V - y)] * steps
    return V.reshape(m, m), losses


@learn_kernel.mistake
def one_step_more(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """There is one step too many; after the last loss no step follows."""
    return _descended(fields, targets, m, lr, steps + 1)[0], _descended(
        fields, targets, m, lr, steps
    )[1]


@learn_kernel.mistake
def steps_more(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """There are one step and one loss too many: steps of them, and steps + 1 losses."""
    return _descended(fields, targets, m, lr, steps + 1)[:2]


@learn_kernel.mistake
def bias_learned(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """A bias is learned too; there is none here, the output is the cross-correlation alone."""
    X, V, b = windows(fields, (m, m)), np.zeros((m, m)), 0.0
    losses = [_mean_square(targets)]
    for _ in range(steps):
        e = _outputs(X, V) + b - targets
        V, b = V - lr * _gradient(e, X), b - lr * 2 * e.mean()
        losses.append(_mean_square(_outputs(X, V) + b - targets))
    return V, losses


@learn_kernel.mistake
def one_number(fields: Array, targets: Array, m: int, lr: float, steps: int) -> Any:
    """One number is learned for the whole kernel, by the mean of the gradient; each weight has a
    gradient of its own."""
    return _descended(
        fields,
        targets,
        m,
        lr,
        steps,
        gradient=lambda e, X: np.full((m, m), _gradient(e, X).mean()),
    )[:2]
