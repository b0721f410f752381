"""The widgets of lecture 03: what each suggested state promises, by SciPy and closed forms."""

import numpy as np
import pytest
import torch
from scipy import integrate, optimize, stats

from tests.trainlab.widgets.page import Recorder
from trainlab.widgets.lectures import Divergence, Outlier
from trainlab.widgets.lectures.models.divergences import TARGETS, WINDOW
from trainlab.widgets.lectures.models.three_losses import HUBER, values


def _state(kind, number, steps):
    """Load a suggested state by its number, and play."""
    live = kind(kind.tries[number].state)
    live._train(steps)
    return live


# The outlier.


def _best(model):
    """Return the minimizers of the three mean losses, (3, 2), by another program."""
    found = []
    for loss in range(3):

        def mean(place, loss=loss):
            fitted = place[0] + (place[1] * model.x if model.line else 0)
            return values(fitted - model.y)[loss].mean()

        found.append(optimize.minimize(mean, [0, 0], method="Nelder-Mead", tol=1e-9).x)
    return np.array(found)


def test_constants_go_to_mean_and_median():
    for outlier in (0.1, 1.0):
        live = Outlier(outlier=outlier)
        live._train(3000)
        squared, absolute, huber = live.model.places[:, 0]
        assert squared == pytest.approx(live.model.y.mean(), abs=1e-6)
        assert absolute == pytest.approx(np.median(live.model.y), abs=0.02 * 1 / 9 + 1e-9)
        assert huber == pytest.approx(_best(live.model)[2, 0], abs=1e-4)


def test_only_the_mean_follows_the_outlier():
    before, after = Outlier(), _state(Outlier, 0, 600)
    before._train(600)
    moved = after.model.places[:, 0] - before.model.places[:, 0]
    assert moved[0] == pytest.approx(0.9 / 9, abs=1e-3)
    np.testing.assert_allclose(moved[1:], 0, atol=1e-3)
    np.testing.assert_allclose(after.model.places[:, 0], [0.05, -0.02, -0.035], atol=2e-3)


def test_the_slope_of_least_squares_doubles():
    before, after = Outlier(fit="line"), _state(Outlier, 1, 3000)
    before._train(3000)
    np.testing.assert_allclose(before.model.places[:, 1], 0.26, atol=0.02)
    np.testing.assert_allclose(after.model.places[:, 1], [0.56, 0.33, 0.34], atol=0.02)
    np.testing.assert_allclose(after.model.places[:, 1], _best(after.model)[:, 1], atol=0.02)


def test_the_squared_loss_alone_runs_away():
    live = _state(Outlier, 2, 200)
    assert live.notice.startswith("A fit has run away")
    assert np.abs(live.model.places[0, 0]) == pytest.approx(1e6)
    assert np.abs(live.model.places[1:]).max() < 2
    calm = Outlier(lr=0.99)
    calm._train(200)
    assert calm.notice == ""


def test_the_losses_are_torch_s():
    errors = torch.linspace(-1, 1, 21, dtype=torch.float64)
    zero = torch.zeros_like(errors)
    loss = torch.nn.functional
    expected = [
        loss.mse_loss(errors, zero, reduction="none"),
        loss.l1_loss(errors, zero, reduction="none"),
        loss.smooth_l1_loss(errors, zero, beta=HUBER, reduction="none"),
    ]
    np.testing.assert_allclose(values(errors.numpy()), torch.stack(expected), atol=1e-12)


def test_a_point_is_dragged_and_the_last_one_sets_its_control():
    live = Outlier()
    page = Recorder(live)
    live._train(50)
    places = live.model.places.copy()
    page.say(kind="drag", panel="points", handle=2, x=0.3, y=0.7, done=True)
    page.say(kind="drag", panel="points", handle=8, x=0.9, y=0.5, done=True)
    page.say(kind="click", panel="points", x=0.0, y=0.0, shift=False)
    assert (live.model.x[2], live.model.y[2]) == (0.3, 0.7)
    assert (live.model.x[8], live.model.y[8]) == (0.9, 0.5)
    assert live.settings.outlier == 0.5
    assert len(live.model.y) == 9
    np.testing.assert_array_equal(live.model.places, places)


# The divergence.


def _p(x, target):
    return sum(share * stats.norm.pdf(x, mean, std) for share, mean, std in TARGETS[target])


def _kl(f, g):
    def inner(x):
        return f(x) * np.log(f(x) / g(x)) if f(x) > 1e-300 else 0.0

    return integrate.quad(inner, -12, 12, limit=400, points=[-2, 0, 2])[0]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("place", [(0.5, 1.0), (-1.0, 2.5)])
def test_both_divergences_are_the_integrals(target, place):
    model = Divergence(p=target).model
    found = [float(value) for value in model.both(torch.tensor(place, dtype=torch.float64))]

    def p(x):
        return _p(x, target)

    def q(x):
        return stats.norm.pdf(x, *place)

    assert found == pytest.approx([_kl(p, q), _kl(q, p)], rel=1e-5, abs=1e-8)


def test_forward_matches_the_moments():
    live = _state(Divergence, 0, 300)
    np.testing.assert_allclose(live.model.place, [0, np.sqrt(4 + 0.36)], atol=0.01)


@pytest.mark.parametrize(("number", "mean", "left"), [(1, 2, 0.5), (2, -2, 0.5), (3, -2, 0.3)])
def test_backward_takes_one_hill_and_pays_for_the_rest(number, mean, left):
    live = _state(Divergence, number, 300)
    np.testing.assert_allclose(live.model.place, [mean, 0.6], atol=0.01)
    assert float(live.model.value(live.model.place)) == pytest.approx(-np.log(1 - left), abs=0.002)


def test_a_gaussian_is_met_from_both_directions():
    for descends in ("forward", "backward"):
        live = Divergence(Divergence.tries[4].state, descends=descends)
        live._train(300)
        np.testing.assert_allclose(live.model.place, [1, 1], atol=1e-3)


def test_the_ring_sets_where_q_starts_and_the_rate_changes_on_the_way():
    live = Divergence()
    page = Recorder(live)
    page.say(kind="drag", panel="ground", handle="start", x=-3.0, y=2.0, done=True)
    assert (live.settings.mean, live.settings.std) == (-3.0, 2.0)
    live._train(3)
    place = live.model.place.clone()
    live.set(lr=1.0)
    assert torch.equal(live.model.place, place)
    assert live.model.lr == 1.0


def test_the_ground_is_the_divergence_of_each_gaussian():
    live = Divergence("descends=backward")
    panel = live._panels["ground"]
    mean, std = (np.linspace(*limits, 61) for limits in WINDOW)
    place = torch.tensor([mean[40], std[10]])
    assert panel.heights[10, 40] == pytest.approx(float(live.model.both(place)[1]))
