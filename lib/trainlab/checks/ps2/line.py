"""A line is fitted by a rule that the test brings."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from trainlab.checks.numerical import Array, complex_step
from trainlab.checks.outputs import Named, Outputs, Unusable, kind
from trainlab.checks.ps2.nested import State
from trainlab.checks.question import Answer, Case, question


def rolling(
    params: Array, grads: Array, state: State, lr: float, momentum: float = 0.0, pull: float = 0.0
) -> tuple[Array, State]:
    """A rule that remembers, and whose steps grow; a test's own."""
    t = state.get("t", 0) + 1
    velocity = momentum * state.get("velocity", 0.0) + np.asarray(grads, dtype=np.float64)
    new = np.asarray(params, dtype=np.float64) * (1 - pull) - lr * velocity * (1 + 0.1 * (t - 1))
    return new, {"t": t, "velocity": velocity}


def _trained(
    train_line: Answer,
    /,
    x: Array,
    y: Array,
    theta: Array,
    lr: float,
    steps: int,
    **settings: float,
) -> Outputs:
    """Return the theta that is returned, the first gradient that the rule got, and its calls."""
    seen: list[Any] = []

    def rule(params: Any, grads: Any, state: Any, lr: Any, **settings: Any) -> tuple[Array, State]:
        seen.append(grads)
        return rolling(params, grads, state, lr, **settings)

    answer = train_line(rule, x, y, theta, lr, steps, **settings)
    if answer is None:
        raise Unusable(
            "nothing (None); expected theta. Did you forget the return statement?", "no_return"
        )
    found = {"theta": _pair(answer, "theta"), "steps": np.array(float(len(seen)))}
    return found | ({"gradient": _pair(seen[0], "the gradient, to the rule,")} if seen else {})


def _pair(value: Any, title: str) -> Array:
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        name = "too_many" if isinstance(value, tuple) else ""
        raise Unusable(
            f"{kind(value)} for {title}; expected an array (intercept, slope)", name
        ) from None
    if array.shape != (2,):
        raise Unusable(
            f"an array of shape {array.shape} for {title}; expected (2,), (intercept, slope)"
        )
    return array


@question(
    "ps2/train_line",
    returns=(Named("theta"),),
    tolerance=1e-7,
    drive=_trained,
    section="lecture 06, section 2",
    hints=(
        "Look at the gradient first: the mean over all examples of 2 times the error, times 1 for "
        "the intercept and times x for the slope.",
        "Each step computes the gradient at the current theta, and calls the rule with what the "
        "rule returned last: theta, and its state.",
        "error = theta[0] + theta[1] * x - y; grads = np.array([2 * error.mean(), 2 * (error * "
        "x).mean()]); theta, state = rule(theta, grads, state, lr, **settings).",
    ),
)
def train_line(
    x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: float
) -> Outputs:
    """The rule, with the gradients of the mean of squares by the complex step."""

    def loss(theta: Array) -> Any:
        return ((theta[0] + theta[1] * x - y) ** 2).mean()

    state: State = {}
    theta = np.asarray(theta, dtype=np.float64)
    first = complex_step(loss, theta)
    for _ in range(steps):
        theta, state = rolling(theta, complex_step(loss, theta), state, lr, **settings)
    found = {"theta": theta, "steps": np.array(float(steps))}
    return found | ({"gradient": first} if steps else {})


@train_line.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    x = rng.uniform(-0.5, 1.5, 12)
    y = 3 * x + 2 + rng.uniform(-0.1, 0.1, 12)
    data = {"x": x, "y": y, "theta": np.array([1.0, 0.4]), "lr": 0.125}
    yield Case("one step", data | {"steps": 1})
    yield Case("six steps, with momentum", data | {"steps": 6, "momentum": 0.6})
    if thorough:
        yield Case("two settings", data | {"steps": 4, "momentum": 0.5, "pull": 0.1})
        yield Case("no step at all", data | {"steps": 0})
        whole = {"x": np.array([1, 2, 4]), "y": np.array([5, 8, 13]), "theta": np.array([1, 2])}
        yield Case("whole numbers", data | whole | {"steps": 3, "lr": 0.0625})
        steep = {"theta": np.array([2.1, 2.9]), "lr": 0.9, "momentum": 0.5}
        yield Case("a rate at which the loss rises", data | steep | {"steps": 4})
        exact = {"y": 3 * x + 2, "theta": np.array([2.0, 3.0]), "pull": 0.2}
        yield Case("a rule that leaves the best line", data | exact | {"steps": 3})
        yield Case("far from the line", data | {"theta": np.array([10.0, 5.0]), "steps": 5})


Rule = Callable[..., Any]


def _fitted(
    rule: Rule,
    x: Array,
    y: Array,
    theta: Array,
    lr: float,
    steps: int,
    settings: dict[str, Any],
    gradient: Callable[[Array, Array, Array], Array] = lambda e, x, theta: _mean(e, x),
    forgets: bool = False,
    stale: bool = False,
) -> Array:
    """Return what a loop gives of which one thing may be another.

    Args:
        rule: the test's.
        x: inputs.
        y: what is to be fitted.
        theta: where it begins.
        lr: learning rate.
        steps: how many.
        settings: of the rule.
        gradient: (errors, x, theta) -> the gradient.
        forgets: whether each step begins with an empty state.
        stale: whether all steps use the first gradient.
    """
    state: State = {}
    error = theta[0] + theta[1] * x - y
    for _ in range(steps):
        error = error if stale else theta[0] + theta[1] * x - y
        given = {} if forgets else state
        theta, state = rule(theta, gradient(error, x, theta), given, lr, **settings)
    return theta


def _mean(error: Array, x: Array) -> Array:
    return np.array([2 * error.mean(), 2 * (error * x).mean()])


def _know(name: str, diagnosis: str, **ways: Any) -> None:
    def made(
        rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
    ) -> Array:
        return _fitted(rule, x, y, theta, lr, steps, settings, **ways)

    train_line.know(name, diagnosis, made)


_know(
    "no_two",
    "The gradient lacks its 2: the derivative of error**2 is 2 * error * ....",
    gradient=lambda e, x, theta: _mean(e, x) / 2,
)
_know(
    "summed",
    "You summed over the examples; the objective is their mean.",
    gradient=lambda e, x, theta: _mean(e, x) * len(x),
)
_know(
    "summed_no_two",
    "You summed over the examples, and the 2 of the derivative is missing; the objective is the "
    "mean of error**2.",
    gradient=lambda e, x, theta: _mean(e, x) * len(x) / 2,
)
_know(
    "wrong_sign",
    "The gradient has the wrong sign: the error is intercept + slope * x - y.",
    gradient=lambda e, x, theta: -_mean(e, x),
)
_know(
    "exchanged",
    "The gradient's entries are exchanged: that of the intercept comes first.",
    gradient=lambda e, x, theta: _mean(e, x)[::-1],
)
_know(
    "no_x",
    "The slope's derivative lacks its factor x: 2 * (error * x).mean().",
    gradient=lambda e, x, theta: np.array([2 * e.mean(), 2 * e.mean()]),
)
_know(
    "x_in_both",
    "The intercept's derivative has a factor x; it is 2 * error.mean().",
    gradient=lambda e, x, theta: np.array([2 * (e * x).mean(), 2 * (e * x).mean()]),
)
_know(
    "product_of_means",
    "You multiplied the means of error and x; take the mean of their product.",
    gradient=lambda e, x, theta: np.array([2 * e.mean(), 2 * e.mean() * x.mean()]),
)
_know(
    "no_intercept",
    "The intercept never moves: its derivative is 2 * error.mean().",
    gradient=lambda e, x, theta: _mean(e, x) * np.array([0, 1]),
)
_know(
    "no_slope",
    "The slope never moves: its derivative is 2 * (error * x).mean().",
    gradient=lambda e, x, theta: _mean(e, x) * np.array([1, 0]),
)
_know(
    "first_example",
    "The gradient is that of the first example alone; take the mean over all.",
    gradient=lambda e, x, theta: 2 * e[0] * np.array([1, x[0]]),
)
_know(
    "last_example",
    "The gradient is that of the last example alone; take the mean over all.",
    gradient=lambda e, x, theta: 2 * e[-1] * np.array([1, x[-1]]),
)
_know(
    "sizes",
    "This is the gradient of the mean absolute error; the objective is the mean of squares.",
    gradient=lambda e, x, theta: _mean(np.sign(e), x) / 2,
)
_know(
    "x_squared",
    "The slope's derivative has x squared; its factor is x.",
    gradient=lambda e, x, theta: np.array([2 * e.mean(), 2 * (e * x**2).mean()]),
)
_know(
    "forgets",
    "The rule gets an empty state at every step; hand it what it returned last.",
    forgets=True,
)
_know(
    "stale",
    "Every step uses the gradient of the first; compute it anew from the current theta.",
    stale=True,
)


@train_line.mistake
def slope_first(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You took theta as (slope, intercept); it is (intercept, slope)."""
    state: State = {}
    for _ in range(steps):
        error = theta[1] + theta[0] * x - y
        theta, state = rule(theta, _mean(error, x)[::-1], state, lr, **settings)
    return theta


@train_line.mistake
def exchanged_in_error(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You exchanged intercept and slope in the error, and not in the gradient: the error is
    theta[0] + theta[1] * x - y."""
    state: State = {}
    for _ in range(steps):
        theta, state = rule(theta, _mean(theta[1] + theta[0] * x - y, x), state, lr, **settings)
    return theta


@train_line.mistake
def no_settings(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """The settings do not reach the rule: rule(theta, grads, state, lr, **settings)."""
    return _fitted(rule, x, y, theta, lr, steps, {})


@train_line.mistake
def one_step_fewer(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You took one step too few: range(steps) counts from 0 to steps - 1."""
    return np.asarray(_fitted(rule, x, y, theta, lr, steps - 1, settings))


@train_line.mistake
def one_step_more(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You took one step too many: range(steps) counts from 0 to steps - 1."""
    return _fitted(rule, x, y, theta, lr, steps + 1, settings)


@train_line.mistake
def one_step(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You took one step: your return stands inside the loop."""
    return _fitted(rule, x, y, theta, lr, min(steps, 1), settings)


@train_line.mistake
def lr_before(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You multiplied the gradient by lr, and the rule does so again; hand it the gradient
    itself."""
    return _fitted(rule, x, y, theta, lr, steps, settings, lambda e, x, t: lr * _mean(e, x))


@train_line.mistake
def untrained(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You returned the theta that you were given: keep what the rule returns, theta, state =
    rule(theta, ...), and return the last one."""
    _fitted(rule, x, y, theta, lr, steps, settings)
    return theta


@train_line.mistake
def rule_ignored(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You did not call the rule, but stepped by gradient descent; call rule(theta, grads, state,
    lr, **settings)."""
    for _ in range(steps):
        theta = theta - lr * _mean(theta[0] + theta[1] * x - y, x)
    return theta


@train_line.mistake
def single_examples(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """Each step uses one example, the next at the next step; a step uses the mean over all."""
    state: State = {}
    for step in range(steps):
        one = slice(step % len(x), step % len(x) + 1)
        error = theta[0] + theta[1] * x[one] - y[one]
        theta, state = rule(theta, _mean(error, x[one]), state, lr, **settings)
    return theta


def _thetas(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, settings: Any
) -> list[Array]:
    """Return theta before and after every step."""
    state: State = {}
    found = [np.asarray(theta, dtype=np.float64)]
    for _ in range(steps):
        error = theta[0] + theta[1] * x - y
        theta, state = rule(theta, _mean(error, x), state, lr, **settings)
        found.append(theta)
    return found


@train_line.mistake
def mean_returned(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You returned the mean of all thetas on the way; return the last."""
    return np.asarray(np.mean(_thetas(rule, x, y, theta, lr, steps, settings), axis=0))


@train_line.mistake
def best_returned(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You returned the theta of the least objective on the way; return the last."""
    found = _thetas(rule, x, y, theta, lr, steps, settings)
    return min(found, key=lambda theta: float(((theta[0] + theta[1] * x - y) ** 2).mean()))


@train_line.mistake
def example_by_example(
    rule: Rule, x: Array, y: Array, theta: Array, lr: float, steps: int, **settings: Any
) -> Array:
    """You took a step for each example; a step uses the mean over all of them."""
    state: State = {}
    for _ in range(steps):
        for a, b in zip(x, y, strict=True):
            error = theta[0] + theta[1] * a - b
            theta, state = rule(theta, 2 * error * np.array([1, a]), state, lr, **settings)
    return theta
