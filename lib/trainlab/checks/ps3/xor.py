"""Networks of four sigmoid units that learn XOR from given starts, or do not."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from trainlab.checks.draws import away_from_zero
from trainlab.checks.numerical import Array
from trainlab.checks.outputs import Array as Output
from trainlab.checks.outputs import Named, Outputs, unpack
from trainlab.checks.question import Answer, Case, question

#: (W1, b1, W2, b2)
Start = tuple[Array, Array, Array, Array]
X, TARGETS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0.0, 1, 1, 0])


def _logits(theta: Array) -> Array:
    """Return the logits (..., 4) of networks whose weights (..., 17) lie in a row."""
    W1, b1 = theta[..., :8].reshape(*theta.shape[:-1], 4, 2), theta[..., 8:12]
    hidden = 1 / (1 + np.exp(-(np.einsum("...ji,ni->...nj", W1, X) + b1[..., None, :])))
    return np.einsum("...nj,...j->...n", hidden, theta[..., 12:16]) + theta[..., 16:]


def _cross_entropy(logits: Array) -> Array:
    """Return log(1 + exp(-z)) of signed logits, averaged; of complex numbers too."""
    signed = logits * (1 - 2 * TARGETS)
    top = np.maximum(signed.real, 0)
    return (top + np.log(np.exp(-top) + np.exp(signed - top))).mean(axis=-1)


#: A weight to the output beyond it makes a network sure of itself.
SURE = 30.0


def _losses(train: Answer, /, starts: Sequence[Start], *given: Any, **named: Any) -> Outputs:
    """Return the losses; those of networks that are sure of themselves by another name."""
    return unpack([Output(_title(starts))], train(starts, *given, *named.values()))


def _title(starts: Sequence[Start]) -> str:
    sure = max(np.abs(W2).max() for _, _, W2, _ in starts) > SURE
    return "losses_of_sure_networks" if sure else "losses"


@question(
    "ps3/train_xor",
    returns=(Named("losses"),),
    drive=_losses,
    section="lecture 09, section 7",
    hints=(
        "Look at one network and one step: the gradient of all four parts, from all four points; "
        "then at the loss of a network that is sure of itself, where log(p) may be log(0).",
        "The derivative of the loss by the output's sum z is (p - target) / 4; go back through W2, "
        "the slope of the hidden sigmoids, and W1. Each part has a velocity of its own, 0 at the "
        "beginning of each start.",
        "The loss from z itself: np.logaddexp(0, -z) where the target is 1, np.logaddexp(0, z) "
        "where it is 0, averaged over the points.",
    ),
)
def train_xor(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Outputs:
    """Train all at once, with the gradient of all numbers by the complex step."""
    theta = np.array([np.concatenate([np.ravel(part) for part in start]) for start in starts])
    velocity = np.zeros(theta.shape)
    moves = 1e-30j * np.eye(17)
    for _ in range(steps):
        moved = _cross_entropy(_logits(theta[:, None] + moves))
        velocity = momentum * velocity + moved.imag / 1e-30
        theta = theta - lr * velocity
    return {_title(starts): _cross_entropy(_logits(theta))}


@train_xor.cases
def _(thorough: bool, rng: np.random.Generator) -> Iterator[Case]:
    def start(size: float) -> Start:
        shapes = ((4, 2), (4,), (1, 4), (1,))
        W1, b1, W2, b2 = (size * away_from_zero(rng, shape) for shape in shapes)
        return W1, b1, W2, b2

    def case(title: str, sizes: Sequence[float], **rest: float) -> Case:
        return Case(title, {"starts": [start(size) for size in sizes], **rest})

    yield case("one start, no step", [1.5], lr=0.5, momentum=0.9, steps=0)
    yield case("one start, one step", [1.5], lr=2.7, momentum=0.9, steps=1)
    yield case("three starts, five steps", [0.5, 2.0, 1.0], lr=1.7, momentum=0.8, steps=5)

    def sure(title: str, size: float) -> Case:
        """Return networks whose sums are all of one sign, so that each is wrong at two points."""
        W1, b1, W2, b2 = start(1.0)
        # The second has the least loss, and the first the largest.
        starts = [(W1, b1, size * k * np.abs(W2), b2) for k in (-60, -1, 8)]
        return Case(title, {"starts": starts, "lr": 0.1, "momentum": 0.5, "steps": 0})

    yield sure("networks that are sure of what is wrong", 20)
    if not thorough:
        return
    yield case("no momentum", [1.0, 1.5], lr=3.0, momentum=0.0, steps=3)
    yield case("forty steps", [1.0], lr=1.0, momentum=0.9, steps=40)
    yield sure("networks that are still surer", 1000)
    yield case("weights of size 3", [3.0, 1.0], lr=0.1, momentum=0.9, steps=3)


def _sigmoid(z: Array) -> Any:
    return 0.5 * (1 + np.tanh(z / 2))


def _loss(z: Any, targets: Array = TARGETS) -> Any:
    return np.logaddexp(0, (1 - 2 * targets) * z).mean()


#: (W1, b1, W2, b2) -> their gradients.
Gradients = Callable[[Start], Sequence[Any]]


def _forward(part: Start, hidden: Callable[[Array], Any] = _sigmoid) -> tuple[Any, Any]:
    W1, b1, W2, b2 = part
    h = hidden(X @ W1.T + b1)
    return h, (h @ W2.T + b2)[:, 0]


def _gradients(
    part: Start,
    *,
    targets: Array = TARGETS,
    delta: Callable[[Any, Any], Any] = lambda p, t: (p - t) / 4,
    slope: Callable[[Any], Any] = lambda h: h * (1 - h),
    hidden: Callable[[Array], Any] = _sigmoid,
    weight: Callable[[Any], Any] = lambda W2: W2,
) -> Sequence[Any]:
    """Return the gradients, one thing of which may be wrong.

    Args:
        part: the weights.
        targets: of the four points.
        delta: (p, targets) -> the derivative by the output's sum.
        slope: of the hidden values.
        hidden: the activation.
        weight: what stands for W2 on the way back.
    """
    h, z = _forward(part, hidden)
    d = delta(_sigmoid(z), targets)[:, None]
    back = d * weight(part[2]) * slope(h)
    return back.T @ X, back.sum(axis=0), d.T @ h, d.sum(axis=0)


def _trained(
    start: Start,
    lr: float,
    momentum: float,
    steps: int,
    gradients: Gradients = _gradients,
    velocity: list[Any] | None = None,
    new_share: float = 1.0,
) -> Start:
    """Return the weights after so many steps.

    Args:
        start: the weights.
        lr: learning rate.
        momentum: share of the velocity that is kept.
        steps: how many.
        gradients: of the weights.
        velocity: to begin with; written over.
        new_share: what the gradient is multiplied by on its way into the velocity.
    """
    now = [np.asarray(part, dtype=np.float64) for part in start]
    kept = [np.zeros(part.shape) for part in now] if velocity is None else velocity
    for _ in range(steps):
        found = gradients((now[0], now[1], now[2], now[3]))
        kept[:] = [momentum * v + new_share * g for v, g in zip(kept, found, strict=True)]
        now = [part - lr * v for part, v in zip(now, kept, strict=True)]
    return now[0], now[1], now[2], now[3]


def _know(
    name: str,
    diagnosis: str,
    trained: Callable[[Start, float, float, int], Start] = _trained,
    loss: Callable[[Any], Any] = _loss,
    hidden: Callable[[Array], Any] = _sigmoid,
) -> None:
    def answer(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
        ends = [trained(start, lr, momentum, steps) for start in starts]
        return np.array([loss(_forward(end, hidden)[1]) for end in ends])

    train_xor.know(name, diagnosis, answer)


def _know_gradients(name: str, diagnosis: str, **ways: Any) -> None:
    def trained(start: Start, lr: float, momentum: float, steps: int) -> Start:
        return _trained(start, lr, momentum, steps, lambda part: _gradients(part, **ways))

    _know(name, diagnosis, trained)


def _know_scaled(name: str, diagnosis: str, factors: Sequence[float]) -> None:
    """Know gradients of W1, b1, W2, b2 times these numbers."""

    def trained(start: Start, lr: float, momentum: float, steps: int) -> Start:
        def scaled(part: Start) -> Sequence[Any]:
            return [f * g for f, g in zip(factors, _gradients(part), strict=True)]

        return _trained(start, lr, momentum, steps, scaled)

    _know(name, diagnosis, trained)


def _log_with(z: Any, floor: float, added: bool = False) -> Any:
    """Return the loss from probabilities that are kept away from 0 and 1."""
    p = 1 / (1 + np.exp(-z))
    if added:
        logs = TARGETS * np.log(p + floor) + (1 - TARGETS) * np.log(1 - p + floor)
    else:
        p = np.clip(p, floor, 1 - floor)
        logs = TARGETS * np.log(p) + (1 - TARGETS) * np.log(1 - p)
    return -logs.mean()


_know_gradients(
    "squares",
    "This is the gradient of the mean of squares: with cross entropy the sigmoid's slope at the "
    "output goes away, and (p - target) / 4 is left.",
    delta=lambda p, t: (p - t) * p * (1 - p) / 2,
)
_know_gradients(
    "output_slope",
    "The error has a factor p (1 - p) too many: with cross entropy the sigmoid's slope at the "
    "output goes away.",
    delta=lambda p, t: (p - t) * p * (1 - p) / 4,
)
_know_gradients(
    "output_slope_summed",
    "The error has a factor p (1 - p) too many, and is summed over the points: it is (p - target) "
    "/ 4.",
    delta=lambda p, t: (p - t) * p * (1 - p),
)
_know_gradients(
    "summed",
    "The gradient is summed over the four points; the loss is their mean.",
    delta=lambda p, t: p - t,
)
_know_gradients(
    "averaged_twice",
    "You divided by the number of points twice; the mean needs it once.",
    delta=lambda p, t: (p - t) / 16,
)
_know_gradients(
    "doubled",
    "The gradient is twice too large: that of cross entropy is (p - target) / 4, without the 2 of "
    "a square.",
    delta=lambda p, t: (p - t) / 2,
)
_know_gradients(
    "uphill",
    "The sign is wrong: the error is p minus target, and the step goes against the gradient.",
    delta=lambda p, t: (t - p) / 4,
)
_know_gradients(
    "no_hidden_slope",
    "The slope of the hidden sigmoids is missing on the way back, h (1 - h).",
    slope=lambda h: 1.0,
)
_know_gradients(
    "slope_of_tanh",
    "The slope of the hidden units is that of a sigmoid, h (1 - h); 1 - h**2 is tanh's.",
    slope=lambda h: 1 - h**2,
)
_know_gradients(
    "slope_of_sigmoid_of_value",
    "You took the slope of the sigmoid at h, which is the sigmoid's value already; it is h (1 - "
    "h).",
    slope=lambda h: _sigmoid(h) * (1 - _sigmoid(h)),
)
_know_gradients(
    "no_w2",
    "The way back lacks W2: the error reaches a hidden unit through its weight to the output.",
    weight=lambda W2: np.ones(W2.shape),
)
_know_scaled(
    "first_uphill",
    "W1 and b1 go uphill, W2 and b2 do not: the sign of the error is one for all.",
    (-1, -1, 1, 1),
)
_know_scaled("biases_stay", "The biases are not trained; step all four parts.", (1, 0, 1, 0))
_know_scaled("b1_stays", "b1 is not trained; step all four parts.", (1, 0, 1, 1))
_know_scaled("b2_stays", "b2 is not trained; step all four parts.", (1, 1, 1, 0))
_know_scaled("first_stays", "W1 and b1 are not trained; step all four parts.", (0, 0, 1, 1))
_know_scaled("second_stays", "W2 and b2 are not trained; step all four parts.", (1, 1, 0, 0))
_know_scaled("w1_stays", "W1 is not trained; step all four parts.", (0, 1, 1, 1))
_know_scaled("w2_stays", "W2 is not trained; step all four parts.", (1, 1, 0, 1))
_know_scaled(
    "biases_averaged",
    "The gradients of the biases are divided by 4 once more; the error has it already, so sum.",
    (1, 0.25, 1, 0.25),
)
_know_scaled(
    "biases_summed",
    "The gradients of the biases are sums over the points, those of the weights means; all are "
    "means.",
    (1, 4, 1, 4),
)
_know_scaled(
    "weights_averaged",
    "The gradients of the weights are divided by 4 once more; the error has it already.",
    (0.25, 1, 0.25, 1),
)
_know(
    "no_momentum",
    "momentum is not used: v = momentum * v + g, and the step is lr * v.",
    lambda start, lr, momentum, steps: _trained(start, lr, 0.0, steps),
)
_know(
    "new_share",
    "The gradient enters the velocity with 1 - momentum; it enters as it is.",
    lambda start, lr, momentum, steps: _trained(start, lr, momentum, steps, new_share=1 - momentum),
)
_know(
    "no_lr",
    "The learning rate is not used: the step is lr * v.",
    lambda start, lr, momentum, steps: _trained(start, 1.0, momentum, steps),
)
_know(
    "lr_twice",
    "The learning rate is used twice, in the velocity and in the step.",
    lambda start, lr, momentum, steps: _trained(start, lr * lr, momentum, steps),
)
_know(
    "one_step_more",
    "You took one step too many: range(steps) counts from 0 to steps - 1.",
    lambda start, lr, momentum, steps: _trained(start, lr, momentum, steps + 1),
)
_know(
    "one_step",
    "You took one step: your return, or the loss, stands inside the loop.",
    lambda start, lr, momentum, steps: _trained(start, lr, momentum, min(steps, 1)),
)
_know(
    "not_trained",
    "This is the loss of the start; keep the weights that a step gives, and return the loss after "
    "the last.",
    lambda start, lr, momentum, steps: start,
)
_know(
    "summed_loss",
    "The loss is summed over the four points; return its mean.",
    loss=lambda z: 4 * _loss(z),
)
_know(
    "negative_loss", "The loss has the wrong sign: it is minus the mean of the logarithms.",
    loss=lambda z: -_loss(z),
)  # fmt: skip
_know(
    "halved_loss",
    "The loss is half of what it should be; cross entropy has no factor 1/2.",
    loss=lambda z: _loss(z) / 2,
)
_know(
    "base_two",
    "The loss has logarithms to base 2; take natural ones, np.log.",
    loss=lambda z: _loss(z) / np.log(2),
)
_know(
    "squared_loss",
    "You returned the mean of squares; return the binary cross entropy.",
    loss=lambda z: ((_sigmoid(z) - TARGETS) ** 2).mean(),
)
_know(
    "half_squared_loss",
    "You returned half of the mean of squares; return the binary cross entropy.",
    loss=lambda z: ((_sigmoid(z) - TARGETS) ** 2).mean() / 2,
)
_know(
    "overflow",
    "The loss computes exp(z), which is inf for a network that is sure of itself; np.logaddexp(0, "
    "z) is the logarithm of 1 + exp(z) without computing it.",
    loss=lambda z: (np.log(1 + np.exp(z)) - TARGETS * z).mean(),
)
_know(
    "one_class",
    "The loss has the points of target 1 alone; those of target 0 give -log(1 - p).",
    loss=lambda z: (TARGETS * np.logaddexp(0, -z)).mean(),
)


def _table(z: Any) -> Any:
    """Return the loss of every output with every target."""
    return np.logaddexp(0, z).mean() - TARGETS.mean() * z.mean()


_know(
    "table_of_losses",
    "The outputs (4, 1) beside targets (4,) make a table (4, 4) of the final loss, in which every "
    "output meets every target; both have to have one shape.",
    loss=_table,
)


def _know_both(
    name: str,
    diagnosis: str,
    loss: Callable[[Any], Any] = _loss,
    hidden: Callable[[Array], Any] = _sigmoid,
    **ways: Any,
) -> None:
    """Know gradients and a loss that are wrong together."""

    def trained(start: Start, lr: float, momentum: float, steps: int) -> Start:
        def gradients(part: Start) -> Sequence[Any]:
            return _gradients(part, hidden=hidden, **ways)

        return _trained(start, lr, momentum, steps, gradients)

    _know(name, diagnosis, trained, loss, hidden)


_know_both(
    "summed_all",
    "Gradient and loss are summed over the four points; both are means.",
    loss=lambda z: 4 * _loss(z),
    delta=lambda p, t: p - t,
)
_know_both(
    "squares_throughout",
    "You trained on the mean of squares, and returned it; the loss is the binary cross entropy.",
    loss=lambda z: ((_sigmoid(z) - TARGETS) ** 2).mean(),
    delta=lambda p, t: (p - t) * p * (1 - p) / 2,
)
_know_both(
    "tanh_units",
    "The hidden units are tanh; they are sigmoids.",
    hidden=np.tanh,
    slope=lambda h: 1 - h**2,
)


def _know_targets(name: str, diagnosis: str, targets: Array) -> None:
    _know_both(name, diagnosis, partial(_loss, targets=targets), targets=targets)


_know_targets(
    "not_xor",
    "The targets are the opposite: XOR is 1 where the two inputs differ.",
    1 - TARGETS,
)
_know_targets(
    "targets_of_or",
    "These are the targets of OR; XOR of 1 and 1 is 0.",
    np.array([0.0, 1, 1, 1]),
)
_know_targets(
    "targets_of_and",
    "These are the targets of AND; XOR is 1 where the two inputs differ.",
    np.array([0.0, 0, 0, 1]),
)


@train_xor.mistake
def table_of_errors(
    starts: Sequence[Start], lr: float, momentum: float, steps: int, stops: Any = (False, True)
) -> Any:
    """Outputs (4, 1) beside targets (4,) are a table (4, 4), in which every output meets every
    target; both have to have one shape."""
    if stops and steps:
        raise ValueError("A table (4, 4) meets W2 on the way back.")

    def gradients(part: Start) -> Sequence[Any]:
        return _gradients(part, delta=lambda p, t: (p - t.mean()) / 4)

    ends = [_trained(start, lr, momentum, steps, gradients) for start in starts]
    return np.array([_table(_forward(end)[1]) for end in ends])


@train_xor.mistake
def log_floor(
    starts: Sequence[Start],
    lr: float,
    momentum: float,
    steps: int,
    floor: Any = (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-300),
    added: Any = (False, True),
) -> Any:
    """You kept p away from 0 and 1, so that the loss of a network that is sure of what is wrong is
    cut; compute it from the output's sum, np.logaddexp(0, -z) and np.logaddexp(0, z)."""
    ends = [_trained(start, lr, momentum, steps) for start in starts]
    return np.array([_log_with(_forward(end)[1], floor, added) for end in ends])


@train_xor.mistake
def log_of_zero(
    starts: Sequence[Start],
    lr: float,
    momentum: float,
    steps: int,
    chosen: Any = (False, True),
) -> Any:
    """The loss takes log(0) where a network is sure of what is wrong; compute it from the output's
    sum, np.logaddexp(0, -z) and np.logaddexp(0, z)."""
    found = []
    for start in starts:
        p = 1 / (1 + np.exp(-_forward(_trained(start, lr, momentum, steps))[1]))
        one, zero = np.log(p), np.log(1 - p)
        weighed = TARGETS * one + (1 - TARGETS) * zero
        found.append(-np.mean(np.where(TARGETS == 1, one, zero) if chosen else weighed))
    return np.array(found)


@train_xor.mistake
def no_b2_in_loss(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """The final loss lacks b2: its sums are h @ W2.T + b2."""
    ends = [_trained(start, lr, momentum, steps) for start in starts]
    return np.array([_loss(_forward(end)[1] - end[3]) for end in ends])


@train_xor.mistake
def no_b1_in_loss(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """The final loss lacks b1: the hidden values are s(x @ W1.T + b1)."""
    ends = [_trained(start, lr, momentum, steps) for start in starts]
    return np.array([_loss(_forward((W1, 0 * b1, W2, b2))[1]) for W1, b1, W2, b2 in ends])


@train_xor.mistake
def old_velocity(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """Each step uses the velocity of the step before: first v = momentum * v + g, then the step
    with this v."""
    found = []
    for start in starts:
        now: list[Any] = [np.asarray(part, dtype=np.float64) for part in start]
        kept: list[Any] = [np.zeros(part.shape) for part in now]
        for _ in range(steps):
            g = _gradients((now[0], now[1], now[2], now[3]))
            now = [p - lr * v for p, v in zip(now, kept, strict=True)]
            kept = [momentum * v + one for v, one in zip(kept, g, strict=True)]
        found.append(_loss(_forward((now[0], now[1], now[2], now[3]))[1]))
    return np.array(found)


@train_xor.mistake
def one_step_fewer(
    starts: Sequence[Start],
    lr: float,
    momentum: float,
    steps: int,
    without: Any = (None, np.nan, 0.0),
) -> Any:
    """This is the loss before the last step; return the loss after it."""
    if not steps and without is not None:
        return np.full(len(starts), without)
    ends = [_trained(start, lr, momentum, max(steps - 1, 0)) for start in starts]
    return np.array([_loss(_forward(end)[1]) for end in ends])


@train_xor.mistake
def velocity_shared(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """A start begins with the velocity that the one before has left; each begins with 0."""
    kept = [np.zeros(np.shape(part)) for part in starts[0]]
    ends = [_trained(start, lr, momentum, steps, velocity=kept) for start in starts]
    return np.array([_loss(_forward(end)[1]) for end in ends])


def _instead(new: Any, _: Any) -> Any:
    return new


@train_xor.mistake
def new_w2(
    starts: Sequence[Start], lr: float, momentum: float, steps: int, plain: Any = (False, True)
) -> Any:
    """You stepped W2 before you took the gradients of W1 and b1; take all four from the weights
    before the step."""
    found = []
    for start in starts:
        W1, b1, W2, b2 = start
        kept: list[Any] = [np.zeros(np.shape(part)) for part in start]
        for _ in range(steps):
            g = _gradients((W1, b1, W2, b2))
            kept[2:] = [momentum * kept[2] + g[2], momentum * kept[3] + g[3]]
            new = W2 - lr * kept[2]
            seen = W2 - lr * g[2] if plain else new
            g = _gradients((W1, b1, W2, b2), weight=partial(_instead, seen))
            kept[:2] = [momentum * kept[0] + g[0], momentum * kept[1] + g[1]]
            W1, b1, W2, b2 = W1 - lr * kept[0], b1 - lr * kept[1], new, b2 - lr * kept[3]
        found.append(_loss(_forward((W1, b1, W2, b2))[1]))
    return np.array(found)


@train_xor.mistake
def nesterov(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """This is Nesterov's rule, whose step is g + momentum * v; the step is lr * v."""
    found = []
    for start in starts:
        now: list[Any] = [np.asarray(part, dtype=np.float64) for part in start]
        kept: list[Any] = [np.zeros(part.shape) for part in now]
        for _ in range(steps):
            g = _gradients((now[0], now[1], now[2], now[3]))
            kept = [momentum * v + one for v, one in zip(kept, g, strict=True)]
            now = [p - lr * (one + momentum * v) for p, one, v in zip(now, g, kept, strict=True)]
        found.append(_loss(_forward((now[0], now[1], now[2], now[3]))[1]))
    return np.array(found)


@train_xor.mistake
def one_by_one(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """You took a step for each point; a step uses the mean over all four."""
    found = []
    for start in starts:
        now: list[Any] = [np.asarray(part, dtype=np.float64) for part in start]
        kept: list[Any] = [np.zeros(part.shape) for part in now]
        for _ in range(steps):
            for n in range(4):
                chosen = np.arange(4) == n

                def delta(p: Any, t: Any, chosen: Any = chosen) -> Any:
                    return (p - t) * chosen

                g = _gradients((now[0], now[1], now[2], now[3]), delta=delta)
                kept = [momentum * v + one for v, one in zip(kept, g, strict=True)]
                now = [p - lr * v for p, v in zip(now, kept, strict=True)]
        found.append(_loss(_forward((now[0], now[1], now[2], now[3]))[1]))
    return np.array(found)


@train_xor.mistake
def mean_over_starts(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """You returned the mean over the starts; return the loss of each."""
    ends = [_trained(start, lr, momentum, steps) for start in starts]
    return np.mean([_loss(_forward(end)[1]) for end in ends])


@train_xor.mistake
def best_alone(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """You returned the least of all losses; return that of each start."""
    ends = [_trained(start, lr, momentum, steps) for start in starts]
    return np.min([_loss(_forward(end)[1]) for end in ends])


@train_xor.mistake
def first_start_alone(
    starts: Sequence[Start], lr: float, momentum: float, steps: int, bare: Any = (False, True)
) -> Any:
    """There is the loss of the first start alone: your return stands inside the loop."""
    first = _loss(_forward(_trained(starts[0], lr, momentum, steps))[1])
    return first if bare else np.array([first])


@train_xor.mistake
def last_start_alone(
    starts: Sequence[Start], lr: float, momentum: float, steps: int, bare: Any = (False, True)
) -> Any:
    """There is the loss of the last start alone; collect one for each."""
    last = _loss(_forward(_trained(starts[-1], lr, momentum, steps))[1])
    return last if bare else np.array([last])


@train_xor.mistake
def every_step(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """You returned the losses of all steps; return that after the last one, for each start."""
    return np.array(
        [
            [_loss(_forward(_trained(start, lr, momentum, t))[1]) for t in range(1, steps + 1)]
            for start in starts
        ]
    )


@train_xor.mistake
def column(starts: Sequence[Start], lr: float, momentum: float, steps: int) -> Any:
    """The losses have an axis too many; return one number for each start."""
    ends = [_trained(start, lr, momentum, steps) for start in starts]
    return np.array([[_loss(_forward(end)[1])] for end in ends])
