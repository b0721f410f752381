"""How a student's rule, generator and class are driven, and what is said of what they return."""

import numpy as np
import pytest

from trainlab.checks import CheckFailed, check
from trainlab.checks.ps2.nested import each_array, mapped
from trainlab.checks.ps2.walk import walk


def said(name, function, **options) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(name, function, **options)
    return str(failed.value)


def sgd(params, grads, state, lr):
    return mapped(lambda p, g: p - lr * g, params, grads), state


def momentum(params, grads, state, lr, momentum=0.9):
    def update(p, g, memory, t):
        v = momentum * memory.get("v", 0 * g) + g
        return p - lr * v, {"v": v}

    return each_array(update, params, grads, state)


def test_a_walk_is_what_every_step_moves():
    grads = [np.array([1.0, -2.0]), np.array([3.0, 0.0])]
    moved = walk(momentum, np.zeros(2), grads, [1.0, 0.5], momentum=0.5)
    assert list(moved) == ["moves"]
    np.testing.assert_allclose(moved["moves"], [[-1, 2], [-1.75, 0.5]])


def test_nested_arrays_have_a_walk_each():
    params = [(np.zeros(2), np.ones(1))]
    grads = [[(np.ones(2), np.ones(1))]] * 3
    moved = walk(sgd, params, grads, [1.0, 2.0, 3.0])
    assert {name: array.shape for name, array in moved.items()} == {
        "nested1": (3, 2),
        "nested2": (3, 1),
    }


def test_a_state_that_keeps_the_callers_array_sees_the_next_gradient_in_it():
    def aliased(params, grads, state, lr):
        kept = state.get("first", grads)
        return params - lr * kept, {"first": kept}

    grads = [np.array([1.0]), np.array([5.0])]
    assert walk(aliased, np.zeros(1), grads, [1.0, 1.0])["moves"].tolist() == [[-1], [-5]]


def test_arrays_cannot_be_written_to_at_the_last_step():
    seen = []

    def rule(params, grads, state, lr):
        seen.append((params.flags.writeable, grads.flags.writeable))
        return params - lr * grads, state

    walk(rule, np.zeros(1), [np.ones(1)] * 3, [1.0] * 3)
    assert seen[:3] == [(True, True), (True, True), (False, False)]


def _written(params, grads, state, lr):
    params -= lr * grads
    return params, state


def _written_later(params, grads, state, lr):
    if state:
        grads *= 2
    return params - lr * grads, {"t": 1}


@pytest.mark.parametrize(("rule", "name"), [(_written, "params"), (_written_later, "grads")])
def test_what_is_written_in_place_is_named(rule, name):
    told = said("ps2/sgd", lambda p, g, s, lr: rule(p, g, s, lr) if name == "grads" else
                (mapped(lambda a, b: _written(a, b, s, lr)[0], p, g), s))  # fmt: skip
    assert f"changed its argument {name} in place" in told
    assert told.endswith("[ps2/sgd: in_place]")


def _flat(params, grads, state, lr):
    new, state = sgd(params, grads, state, lr)
    return (list(new) if isinstance(new, tuple) else new), state


@pytest.mark.parametrize(
    ("rule", "words", "name"),
    [
        (lambda p, g, s, lr: None, "Did you forget the return statement", "no_return"),
        (lambda p, g, s, lr: sgd(p, g, s, lr)[0], "expected 2 values: params, state", "too_few"),
        (lambda p, g, s, lr: (*sgd(p, g, s, lr), 1), "3 values; expected 2", "too_many"),
        (lambda p, g, s, lr: sgd(p, g, s, lr)[::-1], "the order is params, state", "order"),
        (lambda p, g, s, lr: (sgd(p, g, s, lr)[0], None), "for state; expected a dict", "no_state"),
        (_flat, "a list for params after step 1; expected the same nesting, (array, [array])",
         "nesting"),
        (lambda p, g, s, lr: (mapped(str, p), s), "expected real numbers", "no_numbers"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_said_plainly(rule, words, name):
    told = said("ps2/sgd", rule, thorough=True)
    assert words.replace("array", "an array") in told or words in told
    assert told.endswith(f"[ps2/sgd: {name}]")


def test_float32_and_whole_numbers_are_asked_for():
    double = lambda p, g, s, lr: (mapped(lambda a, b: a - np.float64(lr) * b, p, g), s)
    told = said("ps2/sgd", double, thorough=True)
    assert "In float32, your function returned float64" in told
    whole = lambda p, g, s, lr: (
        mapped(lambda a, b: (a - lr * b).astype(a.dtype), p, g), s)  # fmt: skip
    assert "[ps2/sgd: truncated]" in said("ps2/sgd", whole, thorough=True)


def test_memory_outside_of_the_state_is_found():
    memory = {}

    def outside(params, grads, state, lr, momentum=0.9):
        new, memory["state"] = globals()["momentum"](
            params, grads, memory.get("state", {}), lr, momentum
        )
        return new, {}

    assert said("ps2/momentum", outside).endswith("[ps2/momentum: kept_outside]")


def test_a_state_may_be_changed_in_place_since_it_is_the_rules_own():
    def own(params, grads, state, lr, momentum=0.9):
        new, later = globals()["momentum"](params, grads, dict(state), lr, momentum)
        state.update(later)
        return new, state

    check("ps2/momentum", own, thorough=True)


def test_a_rule_for_one_array_gets_the_part_that_is_for_it():
    one_array = lambda p, g, s, lr: (p - lr * g, s)
    check("ps2/sgd", one_array, part="moves", thorough=True)
    assert "TypeError" in said("ps2/sgd", one_array, part="nested")


def _inside(params, grads, state, lr, eps=1e-10):
    s = state.get("s", 0) + grads**2
    return params - lr * grads / np.sqrt(s + eps), {"s": s}


def test_a_mistake_is_named_beside_what_fails_in_nested_arrays():
    told = said("ps2/adagrad", _inside)
    assert "Epsilon is inside the root" in told
    assert "Also: in a list of two arrays of one shape, your function raised TypeError" in told
    assert told.endswith("[ps2/adagrad: eps_inside]")


def test_what_fails_in_cases_of_another_part_is_not_told():
    told = said("ps2/adagrad", _inside, part="moves")
    assert "Epsilon is inside the root" in told
    assert "Also" not in told


@pytest.mark.parametrize(("part", "count"), [("moves", 2), ("nested", 2), ("", 4)])
def test_a_right_part_is_told_with_its_own_cases(part, count, capsys):
    check("ps2/sgd", sgd, part=part)
    told = capsys.readouterr().out
    assert f"sgd is right: {count} cases" in told
    assert ("list" in told or "layers" in told) == (part != "moves")


def test_an_array_comes_back_as_an_array():
    def flat(params, grads, state, lr):
        return [p - lr * g for p, g in zip(params, grads, strict=True)], state

    told = said("ps2/sgd", flat, part="moves")
    assert "a list for params after step 1; expected an array, as it was given" in told
    assert "What was given as an array comes back as an array" in told
    assert said("ps2/sgd", flat, part="nested").endswith("[ps2/sgd]")


def test_layers_are_tried_visibly():
    def lists_alone(params, grads, state, lr):
        if isinstance(params, list):
            return [p - lr * g for p, g in zip(params, grads, strict=True)], state
        return params - lr * grads, state

    told = said("ps2/sgd", lists_alone, part="nested")
    assert "In layers [(W1, b1), (W2, b2)], your function raised TypeError" in told
    assert "let each apply it" in told

    def clip(grads, max_norm):
        arrays = grads if isinstance(grads, list) else [grads]
        norm = sum((g**2).sum() for g in arrays) ** 0.5
        clipped = [g * min(1.0, max_norm / norm) if norm else g for g in arrays]
        return clipped if isinstance(grads, list) else clipped[0]

    assert "In layers [(W1, b1), (W2, b2)]" in said("ps2/clip_by_norm", clip, part="nested")


def _adam(start=0, kept=0, name="t"):
    """Return Adam whose count begins one later, is kept one larger, or has another name."""

    def rule(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
        t = state.get(name, start) + 1 - kept
        zeros = mapped(np.zeros_like, grads)
        m = mapped(lambda m, g: betas[0] * m + (1 - betas[0]) * g, state.get("m", zeros), grads)
        v = mapped(lambda v, g: betas[1] * v + (1 - betas[1]) * g**2, state.get("v", zeros), grads)
        move = lambda p, m, v: p - lr * m / (1 - betas[0] ** t) / (
            np.sqrt(v / (1 - betas[1] ** t)) + eps)  # fmt: skip
        return mapped(move, params, m, v), {name: t + kept, "m": m, "v": v}

    return rule


def test_the_count_of_the_steps_is_looked_at():
    check("ps2/adam", _adam(), thorough=True)
    told = said("ps2/adam", _adam(start=1, kept=1), part="moves")
    assert 'a state whose "t" is 2 after step 1; expected 1' in told
    assert told.endswith("[ps2/adam: count]")
    told = said("ps2/adam", _adam(name="steps"))
    assert "counts the steps under 'steps'" in told


def test_a_wrong_step_comes_before_a_wrong_count():
    assert said("ps2/adam", _adam(start=1), part="moves").endswith("[ps2/adam: t_ahead]")


def test_what_is_asked_of_an_empty_state_is_advised():
    def rule(params, grads, state, lr, momentum=0.9):
        v = mapped(lambda v, g: momentum * v + g, state["v"], grads)
        return mapped(lambda p, v: p - lr * v, params, v), {"v": v}

    told = said("ps2/momentum", rule)
    assert "KeyError: 'v'" in told
    assert "The state is {} before the first step" in told


def test_half_of_a_rule_that_is_written_is_tested():
    def half(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, momentum_decay=None):
        if momentum_decay is not None:
            raise NotImplementedError
        t = state.get("t", 0) + 1
        zeros = mapped(np.zeros_like, grads)
        m = mapped(lambda m, g: betas[0] * m + (1 - betas[0]) * g, state.get("m", zeros), grads)
        v = mapped(lambda v, g: betas[1] * v + (1 - betas[1]) * g**2, state.get("v", zeros), grads)
        above = lambda m, g: (betas[0] * m / (1 - betas[0] ** (t + 1))
                              + (1 - betas[0]) * g / (1 - betas[0] ** t))  # fmt: skip
        move = lambda p, g, m, v: p - lr * above(m, g) / (np.sqrt(v / (1 - betas[1] ** t)) + eps)
        return mapped(move, params, grads, m, v), {"t": t, "m": m, "v": v}

    check("ps2/nadam", half, part="moves")
    told = said("ps2/nadam", half, part="scheduled")
    assert "In torch's schedule, fast: nadam is not written yet." in told


def test_an_endless_generator_is_stopped():
    def endless(x, y, batch_size, rng):
        while True:
            yield x[:batch_size], y[:batch_size]

    assert said("ps2/minibatches", endless).endswith("[ps2/minibatches: endless]")


@pytest.mark.parametrize("seed", range(20))
def test_batches_in_any_random_order_pass(seed):
    def batches(x, y, batch_size, rng):
        order = np.argsort(rng.random((seed + 1, len(x)))[-1])
        for start in range(0, len(x), batch_size):
            yield x[order[start : start + batch_size]], y[order[start : start + batch_size]]

    check("ps2/minibatches", batches, thorough=True, seed=seed)


def test_two_optimizers_with_one_state_are_told_at_the_first_step():
    class Shared:
        state: dict = {}  # noqa: RUF012

        def __init__(self, rule, lr, **settings):
            self.rule, self.lr, self.settings = rule, lr, settings

        def step(self, params, grads):
            params, new = self.rule(params, grads, dict(self.state), self.lr, **self.settings)
            self.state.update(new)
            return params

    assert said("ps2/Optimizer", Shared).endswith("[ps2/Optimizer: shared_state]")


def test_a_class_that_is_not_written_says_so():
    class Optimizer:
        def __init__(self, rule, lr, **settings):
            raise NotImplementedError

    assert "Optimizer is not written yet." in said("ps2/Optimizer", Optimizer)


def _optimizer(call):
    class Optimizer:
        def __init__(self, rule, lr, **settings):
            self.rule, self.lr, self.settings, self.state = rule, lr, settings, {}

        def step(self, params, grads):
            params, self.state = call(self, params, grads)
            return params

    return Optimizer


@pytest.mark.parametrize(
    "call",
    [
        lambda o, p, g: o.rule(p, g, o.state, lr=o.lr, **o.settings),
        lambda o, p, g: o.rule(params=p, grads=g, state=o.state, lr=o.lr, **o.settings),
    ],
)
def test_a_rule_may_be_called_by_keyword(call):
    check("ps2/Optimizer", _optimizer(call), thorough=True)

    def train_line(rule, x, y, theta, lr, steps, **settings):
        optimizer = _optimizer(call)(rule, lr, **settings)
        for _ in range(steps):
            error = theta[0] + theta[1] * x - y
            theta = optimizer.step(theta, 2 * np.array([error.mean(), (error * x).mean()]))
        return theta

    check("ps2/train_line", train_line, thorough=True)


def _shuffled_batches(x, y, batch_size, rng):
    starts = rng.permutation(np.arange(0, len(x), batch_size))
    starts = sorted(starts, key=lambda i: i + batch_size > len(x))
    for start in starts:
        chosen = rng.permutation(np.arange(start, min(start + batch_size, len(x))))
        yield x[chosen], y[chosen]


def test_what_is_not_true_of_batches_is_told_as_a_sentence():
    told = said("ps2/minibatches", _shuffled_batches)
    assert "shuffle the examples, not the batches" in told
    assert "relative error" not in told
    assert "mixed_" not in told


def _returned(x, y, batch_size, rng):
    chosen = rng.permutation(len(x))[:batch_size]
    return x[chosen], y[chosen]


def _in_place(x, y, batch_size, rng):
    rng.shuffle(x)
    for start in range(0, len(x), batch_size):
        yield x[start : start + batch_size], y[start : start + batch_size]


def _inputs_alone(x, y, batch_size, rng):
    for start in range(0, len(x), batch_size):
        yield x[start : start + batch_size]


def _one_batch_more(x, y, batch_size, rng):
    order = rng.permutation(len(x))
    for number in range(len(x) // batch_size + 1):
        chosen = order[number * batch_size : (number + 1) * batch_size]
        yield x[chosen], y[chosen]


@pytest.mark.parametrize(
    ("batches", "words", "name"),
    [
        (_returned, "yield each batch instead", "returned"),
        (_in_place, "argument x in place; draw an order of the numbers 0 ... N-1", "in_place"),
        (_inputs_alone, "an array of shape (4, 2) as a batch; expected two arrays", "too_few"),
        (_one_batch_more, "There is an empty batch at the end", "empty_batch"),
    ],
)
def test_what_is_no_epoch_is_told_with_what_to_do(batches, words, name):
    told = said("ps2/minibatches", batches)
    assert words in told
    assert told.endswith(f"[ps2/minibatches: {name}]")
