"""The widgets of lecture 02: what each suggested state promises, by independent programs."""

import numpy as np
import pytest
import torch
from scipy.optimize import least_squares
from scipy.special import expit

from tests.trainlab.widgets.page import Recorder
from trainlab.widgets.lectures import BasisView, BumpBuilder, Spectrum, WidthDepth


def _state(kind, number, steps=0):
    """Load a suggested state by its number, and play."""
    live = kind(kind.tries[number].state)
    live._train(steps)
    return live


# Bumps.


def _largest(live):
    return float(np.abs(live.model.error()).max())


def test_bumps_are_differences_of_two_sigmoids():
    bumps = BumpBuilder(bumps=5, steepness=30.0).model
    x = np.linspace(-1.5, 1.5, 31)
    edges = np.linspace(-1.6, 1.6, 6)
    expected = sum(
        0.25 * (expit(30 * (x - low)) - expit(30 * (x - high)))
        for low, high in zip(edges[:-1], edges[1:], strict=True)
    )
    np.testing.assert_allclose(bumps.value(x), expected, atol=1e-12)


def test_descent_finds_the_heights_of_least_squares():
    live = _state(BumpBuilder, 0, 300)
    rising, falling = live.model.units(x := np.linspace(-1.5, 1.5, 301))
    best = np.linalg.lstsq((rising - falling).T, np.exp(-4 * x**2), rcond=None)[0]
    np.testing.assert_allclose(live.model.heights, best, atol=1e-6)
    assert _largest(live) == pytest.approx(0.32, abs=0.01)


def test_more_bumps_are_closer_and_steep_ones_are_stairs():
    assert _largest(_state(BumpBuilder, 1)) == pytest.approx(0.03, abs=0.005)
    assert _largest(BumpBuilder("bumps=12&heights=target")) == pytest.approx(0.13, abs=0.005)
    assert _largest(_state(BumpBuilder, 2)) == pytest.approx(0.10, abs=0.005)


def test_a_jump_leaves_half_of_itself():
    live = _state(BumpBuilder, 3)
    assert _largest(live) == pytest.approx(0.75, abs=0.01)
    assert np.square(live.model.error()).mean() < 0.01


def test_heights_run_away_above_the_rate_that_the_curvature_allows():
    live = BumpBuilder(BumpBuilder.tries[4].state)
    rising, falling = live.model.units(np.linspace(-1.5, 1.5, 301))
    bumps = rising - falling
    curvature = np.linalg.eigvalsh(2 * bumps @ bumps.T / 301)[-1]
    assert curvature == pytest.approx(0.18, abs=0.01)
    live._train(200)
    assert live.notice.startswith("The heights have run away")
    slow = BumpBuilder(bumps=12, lr=1.9 / curvature)
    slow._train(200)
    assert slow.notice == ""


def test_a_top_is_dragged_and_a_click_adds_a_bump():
    live = BumpBuilder()
    page = Recorder(live)
    page.say(kind="drag", panel="function", handle=2, x=-0.5, y=1.25, done=True)
    assert (live.model.centres[2], live.model.heights[2]) == (-0.5, 1.25)
    assert live.model.value(np.array([-0.5]))[0] == pytest.approx(1.25, abs=0.3)
    page.say(kind="click", panel="function", x=0.3, y=1.0, shift=False)
    assert len(live.model.heights) == 7
    np.testing.assert_allclose(page.last("panels")["function"]["points"][-1], [0.3, 1.0])


def test_the_tops_move_with_the_heights_that_descend():
    live = BumpBuilder()
    page = Recorder(live)
    live.step(30)
    tops = page.last("panels")["function"]["points"]
    np.testing.assert_allclose(tops[:, 1], live.model.heights, atol=1e-6)
    assert abs(tops[:, 1] - 0.25).max() > 0.3


def test_the_boundary_of_the_map_is_the_graph_of_the_sum():
    live = BumpBuilder("bumps=24&heights=target")
    levels = live._panels["function"].numbers()["map"].astype(float)
    y = np.linspace(-1.5, 1.5, len(levels))
    crossing = [np.interp(127.5, column, y) for column in levels.T]
    np.testing.assert_allclose(crossing, live.model.value(y), atol=0.02)


# The basis.


def _loss(live):
    return float(live.model.now()[1])


def test_a_random_basis_is_poor_and_one_that_moves_is_good():
    flat = float(BasisView().model.problem.y.var(correction=0))
    assert flat == pytest.approx(0.52, abs=0.01)
    assert _loss(_state(BasisView, 0, 1)) == pytest.approx(0.11, abs=0.01)
    assert _loss(_state(BasisView, 1, 1)) == pytest.approx(0.09, abs=0.01)
    solved, trained = _loss(_state(BasisView, 2, 300)), _loss(_state(BasisView, 3, 300))
    assert 5e-5 < solved < 2e-4
    assert trained == pytest.approx(0.08, abs=0.02)
    assert trained > 200 * solved


def test_odd_units_have_no_even_sum():
    live = _state(BasisView, 4, 1)
    assert _loss(live) == pytest.approx(0.51, abs=0.01)
    units = live._panels["basis"].numbers()["y"]
    np.testing.assert_allclose(units, -units[:, ::-1], atol=1e-5)


def test_the_last_layer_is_the_ridge_solution_in_the_basis_that_is_drawn():
    live = BasisView("last_layer=solved&lr=0&width=5", population=1)
    live._train(1)
    trainer, problem = live.model.trainer, live.model.problem
    hidden = torch.tanh(problem.x @ trainer.weights(1)[0].mT + trainer.biases(1)[0]).double()
    design = torch.cat([hidden, torch.ones(len(hidden), 1)], dim=1).numpy()
    y = problem.y.double().numpy()
    penalty = np.diag([1e-6 / 2 * len(y)] * 5 + [0])  # of mean squares + 1e-6 / 2 |W|^2
    weights = np.linalg.solve(design.T @ design + penalty, design.T @ y)
    assert _loss(live) == pytest.approx(np.square(design @ weights - y).mean(), rel=0.01)


def test_the_last_layer_is_switched_while_it_trains():
    live = BasisView(population=1)
    live._train(50)
    before = live.model.trainer.weights(1).clone()
    live.set(last_layer="solved", lr=0.0)
    live._train(1)
    assert torch.equal(live.model.trainer.weights(1), before)


# Width and depth.


def _mid(live):
    return live.model.percentiles()["mid"]


def _deepest(live):
    """The populations of depth 16, width by width; each trains alone as it does in the grid."""
    return live.model.fits[4::5]


def test_deep_ones_stand_on_a_plateau_and_the_start_is_why():
    plain = _mid(_state(WidthDepth, 0, 200))
    assert plain[2:, 1:4].max() < 0.05
    assert plain[:, 4].min() > 0.07
    problem = WidthDepth().model.fits[0].problem
    x, y = problem.x[:, 0].numpy(), problem.y[:, 0].numpy()
    found = least_squares(lambda p: p[0] * np.tanh(p[1] * x + p[2]) + p[3] - y, [1.0, 1.0, 0, 0])
    one_unit = 2 * found.cost / len(x)
    assert one_unit == pytest.approx(0.08, abs=0.005)
    assert plain[:, 4].min() == pytest.approx(one_unit, abs=0.005)
    glorot = _deepest(_state(WidthDepth, 1))
    for fits in glorot:
        fits.step(300)
    assert max(fits.now()[1] for fits in glorot) < 0.06


def test_shortcuts_make_the_deepest_the_fastest_and_take_them_off_the_plateau():
    live = _state(WidthDepth, 2, 100)
    assert (_mid(live).argmin(axis=1) == 4).all()
    for fits in _deepest(live):
        fits.step(200)
    assert _mid(live)[:, 4].max() < 0.045


def test_a_larger_rate_helps_the_shallow_and_takes_the_deepest_out():
    plain, large = _state(WidthDepth, 0), _state(WidthDepth, 3)
    for fits in [*plain.model.fits[::5], *large.model.fits[::5], *_deepest(large)]:
        fits.step(300)
    assert (_mid(large)[:, 0] < _mid(plain)[:, 0]).all()
    assert _mid(large)[:, 4].min() > 0.1


def test_the_slice_is_the_grid_s_row():
    live = WidthDepth(slice=8)
    live._train(20)
    curves = live._panels["slice"].numbers()
    np.testing.assert_array_equal(curves["y"][:, -1], _mid(live)[1])
    assert curves["x"][-1] == 20


# The spectrum.


def _missing(number, steps):
    return _state(Spectrum, number, steps).model.missing


def test_slow_waves_come_first_even_where_fast_ones_are_higher():
    np.testing.assert_allclose(_missing(0, 400), [0, 1 / 8, 0.42, 3 / 4], atol=0.04)
    rising = _missing(1, 400)
    assert rising[3] == pytest.approx(3 / 4, abs=0.05)
    assert rising[:3].max() < 0.4


def test_wider_inputs_and_bumps_lessen_the_bias():
    assert _missing(0, 1000)[3] == pytest.approx(2 / 3, abs=0.06)
    assert _missing(2, 1000)[3] == pytest.approx(1 / 5, abs=0.05)
    assert _missing(3, 1000).max() < 0.05


def test_gradient_descent_has_the_same_order():
    missing = _missing(4, 2000)
    assert missing[3] == pytest.approx(3 / 4, abs=0.06)
    assert missing[:2].max() < missing[2] < missing[3]


def test_the_spectrum_is_that_of_the_waves():
    live = Spectrum("amplitudes=rising")
    found = live._panels["spectrum"].numbers()["mid"][0]
    np.testing.assert_allclose(found[[0, 1, 3, 7]], [0.25, 0.5, 1.0, 2.0], atol=1e-5)
    np.testing.assert_allclose(np.delete(found, [0, 1, 3, 7]), 0.0, atol=1e-5)
    x = live.model.problem.x[:, 0].double().numpy()
    outputs = live.model.trainer.predict(live.model.problem.x)[0, :, 0].double().numpy()
    error = live.model.problem.y[:, 0].double().numpy() - outputs
    sine = 2 * np.mean(error * np.sin(4 * np.pi * x))
    cosine = 2 * np.mean(error * np.cos(4 * np.pi * x))
    alone = Spectrum("amplitudes=rising")
    alone.model.trainer.params[:] = live.model.trainer.params[0]
    alone.model.look()
    assert alone.model.missing[2] == pytest.approx(np.hypot(sine, cosine), rel=1e-4)


@pytest.mark.parametrize("kind", [BasisView, Spectrum, WidthDepth])
def test_the_learning_rate_changes_while_it_trains(kind):
    live = kind()
    live._train(5)
    cells = [live.model] if kind is not WidthDepth else live.model.fits
    before = [cell.trainer.params.clone() for cell in cells]
    live.set(lr=0.05)
    for cell, params in zip(cells, before, strict=True):
        assert torch.equal(cell.trainer.params, params)
        assert float(cell.trainer.learning_rate[0]) == pytest.approx(0.05)
