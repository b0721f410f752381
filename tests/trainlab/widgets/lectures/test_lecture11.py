"""The widgets of lecture 11: what each suggested state promises, from closed forms and counts."""

from functools import cache
from itertools import product

import numpy as np
import pytest
import torch

from trainlab.widgets.lectures import Masks, RidgePath, TenPoints
from trainlab.widgets.lectures.ridge_path import TARGET


def _kept(number, steps, **settings):
    """Return what ridge keeps along the axes, and what descent has after steps."""
    live = RidgePath(RidgePath.tries[number].state, **settings)
    live._train(steps)
    return live.model.kept()["mid"], live.notice


@pytest.mark.parametrize(
    ("number", "long", "short"), [(0, 2 / 2.2, 0.5), (1, 2 / 2.2, 2 / 2.2), (2, 2 / 7, 0.2 / 5.2)]
)
def test_ridge_keeps_the_shares_that_the_answers_name_and_descent_goes_there(number, long, short):
    (ridge, descent), _ = _kept(number, 600)
    np.testing.assert_allclose(ridge, [long, short])
    np.testing.assert_allclose(descent, ridge, rtol=1e-6)


def test_an_early_stop_keeps_half_along_the_short_axis_and_all_along_the_long_one():
    (_, (long, short)), _ = _kept(3, 34)
    assert long > 0.995
    assert short == pytest.approx(0.5, abs=0.01)


def test_a_penalty_lowers_the_largest_rate():
    _, notice = _kept(4, 500)
    assert "run away" in notice
    (_, descent), notice = _kept(4, 500, alpha=0.0)
    assert not notice
    np.testing.assert_allclose(descent, 1, rtol=1e-6)


def test_the_cloud_has_its_variances_and_the_solution_that_of_the_normal_equations():
    model = RidgePath(alpha=1.4, ratio=5.0).model
    x = torch.tensor(model.x)
    np.testing.assert_allclose(np.linalg.eigvalsh(np.cov(model.x.T, bias=True)), [0.4, 2.0])
    y = x @ torch.tensor(model.directions @ TARGET)
    w = torch.tensor(model.directions @ model.ridge(1.4), requires_grad=True)
    loss = (x @ w - y).square().mean() + 0.7 * w.square().sum()
    assert torch.autograd.grad(loss, w)[0].abs().max() < 1e-12
    elsewhere = np.array([0.3, -0.2])
    rest = model.height(elsewhere) - model.height(model.directions @ model.ridge(1.4))
    by_torch = (x @ torch.tensor(elsewhere) - y).square().mean() + 0.7 * np.square(elsewhere).sum()
    assert rest == pytest.approx(float(by_torch - loss.detach()))
    ways = model.places()["paths"]
    np.testing.assert_allclose(ways[-1, 0], w.detach().numpy())
    assert np.abs(ways[0, 0]).max() < 1e-3


@cache
def _trained(kind, number, steps):
    live = kind(kind.tries[number].state)
    live._train(steps)
    return live.model


def test_the_mean_of_all_masks_is_the_whole_network_with_one_layer_and_near_it_with_two():
    gap, spread = _trained(Masks, 0, 1000).gaps()
    assert gap < 1e-5 < 0.05 < spread
    gap, spread = _trained(Masks, 1, 1000).gaps()
    assert 0.001 < gap < spread / 3


def test_without_dropout_in_training_masked_networks_spread_twice_as_wide():
    _, alone = _trained(Masks, 2, 1000).gaps()
    _, trained = _trained(Masks, 0, 1000).gaps()
    assert alone > 4 * trained


def test_where_most_is_dropped_the_whole_network_underfits():
    flat, less = (float(_trained(Masks, n, 1000).now()[1]) for n in (3, 0))
    assert flat > 1.5 * less


def test_masked_networks_are_those_of_torch():
    model = _trained(Masks, 1, 50)
    trainer, p = model.trainer, model.p
    every, mean, _ = (part.numpy() for part in model.outputs())
    expected = np.zeros_like(mean)
    for i, mask in enumerate(product((0.0, 1.0), repeat=8)):
        a = model.x
        for layer, kept in ((1, mask[:4]), (2, mask[4:])):
            a = (
                torch.nn.functional.linear(
                    a, trainer.weights(layer)[0], trainer.biases(layer)[0]
                ).tanh()
                * torch.tensor(kept)
                / (1 - p)
            )
        out = (a @ trainer.weights(3)[0].T + trainer.biases(3)[0])[:, 0].numpy()
        np.testing.assert_allclose(every[i], out, rtol=1e-4, atol=1e-5)
        expected += p ** mask.count(0) * (1 - p) ** mask.count(1) * out
    np.testing.assert_allclose(mean, expected, rtol=1e-4, atol=1e-5)


def test_the_drawn_network_has_no_lines_of_dropped_units():
    live = Masks(p=0.5)
    live._train(3)
    drawn = live.model.drawn()
    first, last = drawn["weights"][:16].reshape(8, 2), drawn["weights"][16:24]
    dropped = np.array([*product((0, 1), repeat=8)])[live.model.shown] == 0
    assert dropped.any()
    assert (first[dropped] == 0).all()
    assert (last[dropped] == 0).all()
    assert (first[~dropped, 0] != 0).all()
    assert len(drawn["maps"]) == 10


def test_ten_points_overfit_and_a_hundred_do_not_need_a_penalty():
    plain = _trained(TenPoints, 0, 1000)
    seen, unseen = plain.now()[1], plain.unseen_now()[1]
    assert seen < 0.025
    assert unseen > 2 * min(look[1] for look in plain.seen["unseen"])
    assert unseen == pytest.approx(0.8, abs=0.05)
    l2 = _trained(TenPoints, 1, 1000)
    assert l2.unseen_now()[1] == pytest.approx(unseen / 2, rel=0.1)
    assert l2.zeros == 0
    dropped = _trained(TenPoints, 5, 1000)
    assert dropped.unseen_now()[1] < 0.6 * unseen
    assert dropped.now()[1] > 3.5 * seen
    many = _trained(TenPoints, 6, 1000).unseen_now()[1]
    assert many < l2.unseen_now()[1]
    assert _trained(TenPoints, 2, 1000).now()[1] > 0.25
    model = _trained(TenPoints, 3, 1000)
    assert model.zeros == 0
    assert (abs(model.weights()) < 1e-3).mean() > 0.5
    model = _trained(TenPoints, 4, 1000)
    assert model.zeros > 0.8
    assert model.unseen_now()[1] < 0.6 * unseen
    sizes = model.sizes()
    drawn = np.isfinite(sizes["y"][0])
    assert drawn.mean() == pytest.approx(1 - model.zeros, abs=0.05)
    assert many < min(model.unseen_now()[1], dropped.unseen_now()[1])
    assert (model.weights().shape[1], len(sizes["x"])) == (20 + 400 + 20,) * 2
