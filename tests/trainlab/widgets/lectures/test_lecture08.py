"""The widgets of lecture 08: what each suggested state promises, and the schedule one draws."""

import math

import numpy as np
import pytest

from tests.trainlab.widgets.page import Recorder
from trainlab.widgets.lectures import RangeStart, ScheduleExplorer
from trainlab.widgets.lectures.range_start import STARTS
from trainlab.widgets.lectures.schedule_explorer import KNOTS, SHARES


def _loss(state, step=1000):
    live = ScheduleExplorer(state)
    live.step(step)
    return float(live.model.now()[1]), live


# The schedules.


def test_a_constant_rate_does_not_settle_and_a_cosine_does():
    states = [each.state for each in ScheduleExplorer.tries]
    loss, live = _loss(states[0], 600)
    later = [loss]
    for _ in range(4):
        live.step(100)
        later.append(float(live.model.now()[1]))
    assert min(later) > 0.025
    assert sum(later) / len(later) == pytest.approx(0.05, abs=0.012)
    half, live = _loss(states[1], 500)
    live.step(500)
    assert float(live.model.now()[1]) == pytest.approx(0.011, abs=0.001)
    assert half == pytest.approx(0.022, abs=0.003)
    assert _loss(states[7])[0] == pytest.approx(0.011, abs=0.001)


def test_an_exponential_rate_freezes_before_it_arrives():
    frozen, live = _loss(ScheduleExplorer.tries[2].state)
    assert frozen == pytest.approx(0.044, abs=0.004)
    assert float(live.model.trainer.learning_rate[0]) == pytest.approx(0.01 * math.exp(-5))
    assert _loss("lr=0.01")[0] == pytest.approx(0.018, abs=0.003)


def test_restarts_throw_the_loss_up_and_cycles_end_low():
    live = ScheduleExplorer(ScheduleExplorer.tries[3].state)
    seen = {}
    for step in range(50, 1001, 50):
        live.step(50)
        seen[step] = float(live.model.now()[1])
    ends = [seen[step] for step in (250, 500, 750, 1000)]
    assert min(ends) > 0.015
    assert max(ends) < 0.026
    assert seen[600] == pytest.approx(0.05, abs=0.008)


def test_one_cycle_bears_a_peak_that_a_constant_rate_does_not():
    live = ScheduleExplorer(ScheduleExplorer.tries[4].state)
    live.step(200)
    assert live.model.lost == 4
    loss, live = _loss(ScheduleExplorer.tries[5].state)
    assert live.model.lost == 0
    assert loss == pytest.approx(0.018, abs=0.002)


def test_without_noise_in_the_steps_the_cosine_gains_nothing():
    loss, _ = _loss(ScheduleExplorer.tries[6].state)
    assert loss == pytest.approx(0.009, abs=0.001)
    assert _loss("batch_size=all&schedule=cosine")[0] > loss


def test_half_of_the_loss_is_noise_that_dies_within_twenty_steps_at_a_low_rate():
    loss, live = _loss("defaults", 500)
    live.set(lr=0.005)
    live.step(20)
    at_once = float(live.model.now()[1])
    live.step(380)
    assert [loss, at_once] == pytest.approx([0.046, 0.026], abs=0.005)
    assert at_once < 0.65 * loss
    assert float(live.model.now()[1]) == pytest.approx(0.013, abs=0.002)


def test_a_knot_that_is_dragged_makes_any_schedule_a_drawn_one_and_the_weights_stay():
    live = ScheduleExplorer(schedule="cosine")
    page = Recorder(live)
    live.step(10)
    before = live.model.trainer.params.clone()
    page.say(kind="drag", panel="factor", handle=2, x=0.4, y=0.2, done=True)
    s = live.settings
    expected = [(1 + math.cos(math.pi * share)) / 2 for share in SHARES]
    expected[2] = 0.2
    assert s.schedule == "drawn"
    np.testing.assert_allclose([getattr(s, name) for name in KNOTS], expected, atol=0.01)
    assert bool((live.model.trainer.params == before).all())
    share = 10 / s.horizon / 0.2
    factor = (1 - share) * s.knot0 + share * s.knot1
    assert float(live.model.trainer.learning_rate[0]) == pytest.approx(s.lr * factor)
    again = ScheduleExplorer(live.state)
    assert again.knots() == live.knots()
    page.say(kind="drag", panel="factor", handle=5, x=1.0, y=7.0, done=True)
    assert live.settings.knot5 == 1


@pytest.mark.parametrize("schedule", ScheduleExplorer().table["schedule"].choices)
def test_the_picture_shows_the_factors_that_training_takes(schedule):
    live = ScheduleExplorer(schedule=schedule, cycles=2, horizon=500)
    page = Recorder(live)
    above = page.numbers["factor"]["map"] >= 128  # above the schedule's graph
    grid = np.linspace(0, 1.1, 111)
    for share in (0.1, 0.5, 0.9):
        step = round(share * 500)
        live.reset()
        if step:
            live.model.trainer.step(step, record=False)
        factor = float(live.model.trainer.learning_rate.median()) / live.settings.lr
        if schedule != "plateau":
            seen = grid[np.argmax(above[:, round(110 * share)])]
            assert seen == pytest.approx(factor, abs=0.03)


# The range test.


def _ends(number, steps=400):
    live = RangeStart(RangeStart.tries[number].state)
    live.step(steps)
    return dict(zip(STARTS, (float(f.now()[1]) for f in live.model.fits), strict=True)), live


def test_the_bounds_and_the_rate_before_the_edge_are_ahead():
    ends, live = _ends(0)
    data = live.model.fits[0].problem
    assert ends["cycle"] == pytest.approx(0.029, abs=0.003)
    assert ends["half of high"] == pytest.approx(0.031, abs=0.003)
    assert ends["lowest"] > 0.04
    x, y = (part[:, 0].double().numpy() for part in (data.x, data.y))
    line = np.square(y - np.polyval(np.polyfit(x, y, 1), x)).mean()
    assert ends["steepest"] == pytest.approx(0.13, abs=0.01)
    assert ends["steepest"] == pytest.approx(line, abs=0.01)
    test = live.test
    assert 230 < test.bounds[1] / 2 / test.suggested < 270
    marks = Recorder(live).numbers["test"]["marks"]
    found = [test.bounds[0], test.suggested, test.lowest, test.bounds[1] / 2, test.bounds[1]]
    assert [mark["x"] for mark in marks] == found
    assert [mark["color"] for mark in marks] == [3, 0, 1, 2, 3]  # of STARTS; low and high: cycle
    rates = [float(f.trainer.learning_rate[0]) for f in live.model.fits]
    assert rates[:3] == pytest.approx([test.suggested, test.lowest, test.bounds[1] / 2])
    # 400 steps are five cycles of twice 4 epochs of 10 batches: the rate is at the lower bound.
    assert rates[3] == pytest.approx(test.bounds[0])
    live.step(40)
    assert float(live.model.fits[3].trainer.learning_rate[0]) == pytest.approx(test.bounds[1])


def test_three_times_as_much_is_over_the_edge():
    ends, _ = _ends(1, 200)
    assert ends["cycle"] == ends["half of high"] == math.inf
    assert math.isfinite(ends["lowest"])


def test_a_linear_test_passes_the_bad_rates_too_fast():
    ends, live = _ends(2, 400)
    assert live.test.lowest == pytest.approx(0.3, abs=0.02)
    assert ends["lowest"] == math.inf
    assert ends["half of high"] < 0.05


def test_with_adam_the_order_is_another():
    ends, _ = _ends(3)
    assert min(ends, key=ends.get) == "lowest"
    assert ends["lowest"] == pytest.approx(0.019, abs=0.002)


def test_the_upper_bound_is_the_networks():
    bounds = [RangeStart(each.state).test.bounds[1] for each in RangeStart.tries[::4]]
    assert bounds == pytest.approx([0.29, 0.083], abs=0.005)


def test_all_rates_change_on_the_way_and_the_weights_stay():
    live = RangeStart()
    live.step(20)
    before = [f.trainer.params.clone() for f in live.model.fits]
    live.set(times=0.5, half_cycle=2)
    assert all(
        bool((f.trainer.params == b).all()) for f, b in zip(live.model.fits, before, strict=True)
    )
    rates = [float(f.trainer.learning_rate[0]) for f in live.model.fits]
    # Step 20 of a cycle of twice 20 steps is its peak.
    assert rates[0] == pytest.approx(live.test.suggested / 2)
    assert rates[3] == pytest.approx(live.test.bounds[1] / 2)
