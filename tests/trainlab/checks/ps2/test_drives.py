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


def test_a_mistake_is_named_beside_what_fails_in_nested_arrays():
    def rule(params, grads, state, lr, eps=1e-10):
        s = state.get("s", 0) + grads**2
        return params - lr * grads / np.sqrt(s + eps), {"s": s}

    told = said("ps2/adagrad", rule)
    assert "Epsilon is inside the root" in told
    assert "Also: in a list of two arrays of one shape, your function raised TypeError" in told
    assert told.endswith("[ps2/adagrad: eps_inside]")


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
