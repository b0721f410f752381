"""Where a rule first differs from another: counted by hand."""

import re

import numpy as np
import pytest

import trainlab as tl
from trainlab import optimizers
from trainlab.optimizers import OPTIMIZERS, numpy_rule
from trainlab.optimizers.comparison import Difference, shadowed

from .test_numpy_rule import adam, heavy, plain


def _difference(own, ours, surface="beale", steps=100, **more):
    racer = tl.Racer(surface, [shadowed(own, ours)], **more)
    racer.step(steps)
    assert racer.names == (own.name,)
    return racer.states[own.name]["difference"]


@pytest.mark.parametrize("surface", ["beale", "saddle", "rosenbrock", "double_well"])
def test_the_same_rule_written_otherwise_does_not_differ(surface):
    for own, ours in (
        (numpy_rule(plain, 1e-3), optimizers.sgd(1e-3)),
        (numpy_rule(heavy, 1e-3), optimizers.momentum(1e-3)),
        (numpy_rule(adam, 0.1), optimizers.adam(0.1)),
    ):
        found = _difference(own, ours, surface, steps=1000, noise=0.1, population=4)
        assert found is None, str(found)


def test_two_rules_differ_at_the_step_where_their_formulas_do():
    # Momentum's first step is plain descent; the second adds 0.9 of the first gradient: on x1^2
    # from 1 at 0.1 gradients 2 and 1.6, steps 0.16 and 0.34.
    found = _difference(numpy_rule(plain, 0.1), optimizers.momentum(0.1), "bowl", start=(1, 0))
    assert (found.step, found.axis) == (2, 0)
    assert found.before == pytest.approx(0.8)
    assert found.gradient == pytest.approx(1.6)
    assert found.after == pytest.approx((0.64, 0.46))
    assert str(found) == (
        "plain differs from momentum first at step 2: where x1 = 0.8 and its gradient is 1.6, it "
        "moves x1 by -0.16 and momentum by -0.34, 0.4706 times as far; the step before agrees."
    )


def test_as_many_digits_are_told_as_tell_two_moves_apart():
    def told(own):
        found = Difference(("own", "ours"), 1, 0, 0.0, 1.0, (own, -0.1))
        return re.search(r"by (\S+) and ours by ([^,]+),", str(found)).groups()

    assert told(-(0.1**0.5)) == ("-0.3162", "-0.1")
    assert told(-0.1000001) == ("-0.1000001", "-0.1")
    assert told(float("nan")) == ("nan", "-0.1")


def test_epsilon_inside_the_root_is_seen():
    def inside(params, grads, state, lr, eps=1e-8):
        total = state.get("sum", 0.0) + grads**2
        return params - lr * grads / np.sqrt(total + eps), {"sum": total}

    found = _difference(numpy_rule(inside, 0.1), optimizers.adagrad(0.1, eps=1e-8), "bowl")
    assert found.step == 1
    found = _difference(
        numpy_rule(inside, 0.1, eps=0.1), optimizers.adagrad(0.1, eps=0.1), "bowl", start=(1, 0)
    )
    assert found.step == 1
    # Gradient 2: 2 / sqrt(4.1) against 2 / 2.1.
    assert [1 - end for end in found.after] == pytest.approx([0.2 / 4.1**0.5, 0.2 / 2.1])


def test_adam_without_the_hats_takes_more_than_three_times_the_first_step():
    def hatless(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8):
        mean = betas[0] * state.get("mean", 0.0) + (1 - betas[0]) * grads
        square = betas[1] * state.get("square", 0.0) + (1 - betas[1]) * grads**2
        return params - lr * mean / (np.sqrt(square) + eps), {"mean": mean, "square": square}

    found = _difference(numpy_rule(hatless, 0.01), optimizers.adam(0.01), "saddle")
    assert found.step == 1
    assert re.search(r"3\.16\d times as far", str(found))


def test_only_the_first_difference_is_kept_and_members_that_run_away_count_for_nothing():
    found = _difference(numpy_rule(plain, 40.0), optimizers.sgd(40.0), "bowl", steps=400)
    assert found is None
    early = _difference(numpy_rule(plain, 0.1), optimizers.momentum(0.1), "bowl", steps=300)
    late = _difference(numpy_rule(plain, 0.1), optimizers.momentum(0.1), "bowl", steps=2)
    assert early == late


def test_both_take_the_rate_that_is_in_force():
    assert _difference(numpy_rule(plain, 0.1), optimizers.sgd(0.2), "bowl") is None


def test_every_rule_of_ours_is_its_own_shadow():
    for name, rule in OPTIMIZERS.items():
        lr = 1e-3
        assert _difference(rule(lr=lr), rule(lr=lr), surface="rosenbrock") is None, name
