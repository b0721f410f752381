"""Rules written in NumPy race as torch's do, and what is wrong with one is told in one sentence."""

import sys
import warnings
from functools import partial

import numpy as np
import pytest
import torch

import trainlab as tl
from tests.trainlab.optimizers.twins import twin
from trainlab import optimizers
from trainlab.optimizers import RuleFailed, numpy_rule
from trainlab.problems.surfaces import SURFACES


def plain(params, grads, state, lr):
    return params - lr * grads, state


def heavy(params, grads, state, lr, momentum=0.9):
    velocity = momentum * state.get("velocity", 0.0) + grads
    return params - lr * velocity, {"velocity": velocity}


def adam(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
    state = state or {"t": 0, "mean": np.zeros_like(params), "square": np.zeros_like(params)}
    t = state["t"] + 1
    mean = betas[0] * state["mean"] + (1 - betas[0]) * grads
    square = betas[1] * state["square"] + (1 - betas[1]) * grads**2
    step = mean / (1 - betas[0] ** t) / (np.sqrt(square / (1 - betas[1] ** t)) + eps)
    return params - lr * step, {"t": t, "mean": mean, "square": square}


@pytest.mark.parametrize(
    ("own", "ours"),
    [
        (numpy_rule(plain, lr=0.003), optimizers.sgd(0.003)),
        (numpy_rule(heavy, lr=0.003, momentum=0.8), optimizers.momentum(0.003, 0.8)),
        (numpy_rule(adam, lr=0.1, betas=(0.8, 0.99)), optimizers.adam(0.1, (0.8, 0.99))),
    ],
    ids=lambda rule: rule.name,
)
def test_its_path_is_torchs(own, ours):
    race = tl.race("beale", [own], steps=60)
    assert race.names == (own.name,)
    point = torch.tensor(SURFACES["beale"].start, dtype=torch.float64, requires_grad=True)
    reference = twin(ours, [point])
    for step in range(61):
        torch.testing.assert_close(race.paths[step, 0, 0], point.detach(), rtol=1e-9, atol=1e-12)
        reference.zero_grad()
        SURFACES["beale"].value(point).backward()
        reference.step()


def test_members_have_rates_and_noise_of_their_own():
    rates = torch.tensor([0.01, 0.1], dtype=torch.float64)
    both = tl.race("bowl", [numpy_rule(heavy, rates)], population=2, noise=0.3, steps=9)
    for member in range(2):
        own = optimizers.momentum(float(rates[member]))
        alone = tl.race("bowl", [own], seed=member, noise=0.3, steps=9)
        torch.testing.assert_close(both.paths[:, :, member], alone.paths[:, :, 0])


def test_a_state_that_is_changed_in_place_harms_nobody():
    def rule(params, grads, state, lr, momentum=0.9):
        state.setdefault("velocity", np.zeros_like(params))
        state["velocity"] *= momentum
        state["velocity"] += grads
        return params - lr * state["velocity"], state

    own = tl.race("bowl", {"own": numpy_rule(rule, 0.01), "ours": optimizers.momentum(0.01)})
    torch.testing.assert_close(own.paths[:, 0], own.paths[:, 1])


def test_it_runs_away_as_ours_do_and_says_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        race = tl.race(
            "bowl", {"own": numpy_rule(plain, 40.0), "ours": optimizers.sgd(40.0)}, steps=300
        )
    assert race.diverged[0].tolist() == race.diverged[1].tolist()
    # 2 (2.5 * 159^n)^2 leaves the doubles at n = 70.
    assert int(race.diverged[0]) == 69


def nothing(params, grads, state, lr):
    pass


def forgets_state(params, grads, state, lr):
    return params - lr * grads


def swaps(params, grads, state, lr):
    return state, params


def no_dict(params, grads, state, lr):
    return params, None


def one_point(params, grads, state, lr):
    return (params - lr * grads)[0], state


def words(params, grads, state, lr):
    return [["a", "b"]] * len(params), state


def ragged(params, grads, state, lr):
    return [[1.0], [1.0, 2.0]], state


def complex_root(params, grads, state, lr):
    return params - lr * np.sqrt(grads.astype(complex)), state


def in_place(params, grads, state, lr):
    params -= lr * grads
    return params, state


def in_place_gradient(params, grads, state, lr):
    grads *= lr
    return params - grads, state


def zero_over_zero(params, grads, state, lr):
    return params - lr * grads / np.sqrt(state.get("square", 0 * grads)), state


def root(params, grads, state, lr):
    return params - lr * np.sqrt(-np.abs(grads)), state


def late(params, grads, state, lr):
    t = state.get("t", 0) + 1
    return params - lr * grads / [1, 1, 1][t], {"t": t}


def helped(params, grads, state, lr):
    return late(params, grads, {"t": 9}, lr)


def leaves(params, grads, state, lr):
    sys.exit("enough")


def no_room(params, grads):
    return params, grads


def library(params, grads, state, lr):
    return params + np.ones(7), state


def generators(params, grads, state, lr):
    return params, {"draws": (i for i in range(3))}


SENTENCES = {
    nothing: "nothing, at its step 1, returned None; expected two values",
    forgets_state: r"returned an array of shape \(2, 2\) and type float64; expected two values",
    swaps: r"returned an array of shape .* as its second value; expected \(params, state\)",
    no_dict: "returned None as its second value",
    one_point: r"returned an array of shape \(2,\) .*; expected real numbers of shape \(2, 2\)",
    words: "returned a list of 2 values as params; expected real numbers",
    ragged: "returned a list of 2 values as params; expected real numbers",
    complex_root: "type complex128 as params; expected real numbers",
    in_place: "changes its params or grads in place in line .*`params -= lr .*return new arrays",
    in_place_gradient: r"changes its params or grads in place in line .*`grads \*= lr`",
    zero_over_zero: "returned nan for x1 of member 0, .* its gradient 0;",
    root: "returned nan for x2 of member 0.*a root of a negative number",
    late: r"late, at its step 3, raised IndexError in line \d+, `return params .*index out of",
    helped: r"raised IndexError in line \d+, `return params - lr",
    leaves: "raised SystemExit in line .*: enough",
    no_room: "raised TypeError: .*takes 2 positional arguments but 4 were given",
    library: r"raised ValueError in line \d+, `return params \+ np.ones\(7\), state`: operands",
    generators: "at its step 1, keeps in its state what cannot be copied: .*'generator' object",
}


@pytest.mark.parametrize("rule", SENTENCES, ids=lambda rule: rule.__name__)
def test_what_is_wrong_is_told_in_one_sentence_and_nobody_moves(rule):
    starts = [(1.0, 1.0), (0.5, 1.5)]
    rules = {"adam": optimizers.adam(0.1), "own": numpy_rule(rule, 0.01)}
    rules["momentum"] = optimizers.momentum(0.001)
    racer, calm = (tl.Racer("beale", rules | more, start=starts) for more in
                   ({}, {"own": numpy_rule(plain)}))  # fmt: skip
    with pytest.raises(RuleFailed, match=SENTENCES[rule]) as failure:
        racer.step(9)
    assert "\n" not in str(failure.value)
    assert str(failure.value).endswith((".", "?"))
    failed_at = racer.steps_taken
    calm.step(failed_at)
    assert torch.equal(racer.points[[0, 2]], calm.points[[0, 2]])
    # With a rule that works they go on as if nothing had happened.
    racer.set(optimizers=rules | {"own": numpy_rule(plain)})
    racer.step(5)
    calm.step(5)
    assert torch.equal(racer.points[[0, 2]], calm.points[[0, 2]])


def test_an_interrupt_leaves_nobody_a_step_ahead():
    def interrupted(params, grads, state, lr):
        raise KeyboardInterrupt

    racer = tl.Racer("bowl", [optimizers.adam(), numpy_rule(interrupted)])
    before = racer.points.clone()
    with pytest.raises(KeyboardInterrupt):
        racer.step()
    assert torch.equal(racer.points, before)
    assert racer.states["adam"]["t"] == 0


def test_what_cannot_be_called_or_trains_networks_is_refused():
    with pytest.raises(ValueError, match="rule='adam' was given; expected a function rule"):
        numpy_rule("adam")
    with pytest.raises(ValueError, match="it races on a surface"):
        tl.train(tl.MLP([1, 1]), tl.problems.sine(), optimizer=numpy_rule(plain), steps=1)


def test_a_rule_may_be_a_partial_or_an_object():
    class Descent:
        def __call__(self, params, grads, state, lr):
            return plain(params, grads, state, lr)

    race = tl.race("bowl", [numpy_rule(partial(heavy, momentum=0.0)), numpy_rule(Descent())])
    assert race.names == ("heavy", "Descent")
    assert torch.equal(race.paths[:, 0], race.paths[:, 1])


def test_it_gets_the_settings_that_it_names():
    from trainlab.optimizers.numpy_rule import accepted

    asked = {"betas": (0.9, 0.99), "eps": 1e-8}
    assert accepted(adam, asked) == asked
    assert accepted(plain, asked) == {}
    assert accepted(lambda p, g, s, lr, **settings: (p, s), asked) == asked
    assert accepted(lambda p, g, s, lr, eps=1e-3: (p, s), asked) == {"eps": 1e-8}
    assert accepted(max, asked) in ({}, asked)
