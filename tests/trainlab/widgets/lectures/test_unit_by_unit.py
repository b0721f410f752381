"""Lecture 01's network: what its suggested states promise, and what a closed fence is."""

import numpy as np
import pytest
import torch

from trainlab.widgets.lectures import UnitByUnit
from trainlab.widgets.lectures.unit_by_unit import fenced


def _loaded(start, steps=0):
    """Return the widget in the suggested state that starts with these words, trained."""
    found = [each for each in UnitByUnit.tries if each.state == start]
    assert len(found) == 1
    live = UnitByUnit(found[0].state)
    if steps:
        live.model.step(steps)
    return live


def _closed(live):
    return int(fenced(live.model.outputs_at).sum())


def _loss(live):
    return float(live.model.losses[-1][0, 1])


def test_layers_that_bend_nothing_are_one_straight_line():
    live = _loaded("activation=identity&depth=3&width=8", 400)
    assert _loss(live) == pytest.approx(np.log(2), abs=0.003)
    assert _closed(live) == 0


@pytest.mark.parametrize("state", ["width=2", "width=2&depth=4"])
def test_two_units_close_no_fence_however_many_layers(state):
    live = _loaded(state, 800)
    assert _closed(live) == 0
    assert _loss(live) > 0.2


def test_three_units_close_it():
    live = _loaded("defaults", 800)
    assert _closed(live) >= 14
    assert "16 fences closed" in live.status(live.model, live.settings)[-1]


def test_one_bump_is_a_stripe_and_two_that_cross_can_close_it():
    assert _closed(_loaded("width=1&activation=gaussian", 800)) == 0
    assert 1 <= _closed(_loaded("width=2&activation=gaussian", 800)) <= 10


def test_ten_layers_of_sigmoids_pass_no_gradient_and_shortcuts_do():
    live = _loaded("depth=10&width=8&activation=sigmoid&lr=0.01")
    gradient = live.model.scales().gradient.median(dim=1).values
    per_layer = float(gradient[9] / gradient[0]) ** (1 / 9)
    assert 4 < per_layer < 6.5
    live.model.step(300)
    assert _loss(live) == pytest.approx(np.log(2), abs=0.002)
    live.set(shortcut="residual")
    gradient = live.model.scales().gradient.median(dim=1).values
    assert 1 < float(gradient[9] / gradient[0]) ** (1 / 9) < 2
    live.model.step(300)
    assert _loss(live) < 0.55


def test_the_learning_rate_changes_while_it_trains():
    live = UnitByUnit()
    live.model.step(20)
    before = live.model.trainer.params.clone()
    live.set(lr=0.1)
    assert torch.equal(live.model.trainer.params, before)
    assert float(live.model.trainer.learning_rate[0]) == pytest.approx(0.1)


def test_other_data_have_no_fence():
    live = UnitByUnit(data="sine", population=2)
    assert "fence" not in live.describe(live.model, live.settings)


@pytest.mark.parametrize(
    ("rule", "closed"),
    [
        (lambda x: x.norm(dim=1) < 0.6, True),
        (lambda x: x.norm(dim=1) > 0.6, False),
        (lambda x: x[:, 0].abs() < 0.6, False),
        (lambda x: x[:, 0] < 0.6, False),
        (lambda x: (x.norm(dim=1) < 0.6) | (x[:, 1].abs() < 0.05), False),
        (lambda x: (x.norm(dim=1) < 0.6) & (x.norm(dim=1) > 0.1), False),
    ],
)
def test_a_fence_is_closed_where_class_1_is_in_the_middle_and_nowhere_around(rule, closed):
    assert fenced(lambda x: rule(x)[None].float()).tolist() == [closed]
