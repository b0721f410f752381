"""The range test: its rates, its losses against a plain loop, and what it suggests."""

import math

import numpy as np
import pytest
import torch

import trainlab as tl
from trainlab import optimizers, problems
from trainlab.nn.losses import Loss
from trainlab.training.range_test import cycle_bounds, smooth


def _quadratic(curvatures):
    """A linear network whose MSE has a Hessian with eigenvalues 2 * curvatures, and a zero bias.

    The inputs are orthogonal to each other and to the ones of the bias.
    """
    signs = torch.tensor([[1.0, 1], [1, -1], [-1, 1], [-1, -1]], dtype=torch.float64)
    x = signs * torch.tensor(curvatures, dtype=torch.float64).sqrt()
    return x, x.sum(dim=1, keepdim=True)


def test_the_rates_grow_geometrically_from_low_to_high():
    found = tl.range_test(
        tl.MLP([1, 4, 1]), problems.sine(), low=1e-4, high=1.0, steps=50, population=2
    )
    np.testing.assert_allclose(found.lr, np.geomspace(1e-4, 1.0, 50))
    assert found.loss.shape == (50, 2)


def test_the_rates_grow_linearly_where_that_is_asked_for():
    found = tl.range_test(
        tl.MLP([1, 4, 1]), problems.sine(), low=1e-3, high=0.006, steps=30, spacing="linear"
    )
    np.testing.assert_allclose(found.lr, np.linspace(1e-3, 0.006, 30))
    with pytest.raises(ValueError, match=r"spacing='lineal' is not known.* mean 'linear'"):
        tl.range_test(tl.MLP([1, 4, 1]), problems.sine(), spacing="lineal")


def test_the_bounds_are_where_the_loss_begins_to_fall_and_to_rise():
    lr = torch.linspace(0.0, 1.0, 101, dtype=torch.float64)
    loss = torch.tensor(np.interp(lr, [0, 0.2, 0.5, 0.6, 1.0], [2, 2, 1, 1, 3]))
    low, high = cycle_bounds(lr, loss)
    assert low == pytest.approx(0.23)  # 2 - 0.1, a tenth of the way from 0.2 to 0.5
    assert high == pytest.approx(0.62)  # 1 + 0.1, a twentieth of the way from 0.6 to 1
    falling = cycle_bounds(lr, 2 - lr)
    assert falling == pytest.approx((0.1, 1.0))
    assert cycle_bounds(lr, 1 + lr) is None


def test_the_bounds_of_a_test_bracket_a_rate_that_trains():
    found = tl.range_test(
        tl.MLP([1, 8, 1]), problems.sine(), low=1e-4, high=3.0, steps=200, spacing="linear"
    )
    low, high = found.bounds
    rates, losses = found.lr.tolist(), found.smoothed.tolist()
    least = min(losses)
    fall = losses[0] - least
    assert low == next(r for r, v in zip(rates, losses, strict=True) if v <= losses[0] - fall / 10)
    past = [(r, v) for r, v in zip(rates, losses, strict=True) if r >= found.lowest]
    assert high == next((r for r, v in past if v >= least + fall / 10), rates[-1])
    assert low < found.lowest < high
    assert "cycle from" in repr(found)


def test_losses_below_zero_are_smoothed_as_they_are():
    loss = torch.linspace(1.0, -1.0, 40, dtype=torch.float64)[:, None].repeat(1, 3)
    found = smooth(loss)
    np.testing.assert_allclose(found[5:-5], loss[5:-5, 0], atol=1e-12)
    below = Loss("below", lambda o, t: (o - t).square().mean(dim=(1, 2)) - 5)
    test = tl.range_test(tl.MLP([1, 8, 1]), problems.sine(), loss=below, steps=60)
    plain = tl.range_test(tl.MLP([1, 8, 1]), problems.sine(), loss="mse", steps=60)
    torch.testing.assert_close(test.loss, plain.loss - 5, rtol=1e-3, atol=1e-3)
    assert test.suggested is not None
    assert test.lowest == pytest.approx(plain.lowest, rel=0.5)


def test_the_losses_are_those_of_gradient_descent_with_these_rates():
    x, y = _quadratic([1.0, 0.5])
    found = tl.range_test(
        tl.MLP([2, 1]),
        (x, y),
        optimizer=optimizers.sgd(),
        low=1e-3,
        high=0.9,
        steps=40,
        population=3,
        dtype=torch.float64,
        init="zeros",
    )
    theta = torch.zeros(2, dtype=torch.float64)
    for step in range(40):
        residual = x @ theta - y[:, 0]
        torch.testing.assert_close(
            found.loss[step], residual.square().mean().expand(3), rtol=1e-9, atol=1e-14
        )
        theta -= found.lr[step] * 2 / 4 * x.T @ residual


def test_gradient_descent_diverges_beyond_two_over_the_sharpness():
    sharpness = 2 * 4.0
    found = tl.range_test(
        tl.MLP([2, 1]),
        _quadratic([4.0, 1.0]),
        optimizer=optimizers.sgd(),
        low=1e-5,
        high=100.0,
        steps=400,
        population=5,
    )
    assert 2 / sharpness < found.diverged_from < 10 * 2 / sharpness
    assert 2 / sharpness / 100 < found.suggested < 2 / sharpness


@pytest.mark.parametrize("optimizer", [optimizers.adam(), optimizers.sgd()])
def test_training_with_the_suggested_rate_beats_rates_far_from_it(optimizer):
    net, problem = tl.MLP([2, 16, 16, 1]), problems.circle()
    found = tl.range_test(net, problem, optimizer=optimizer)
    assert found.suggested < found.lowest < found.diverged_from

    def final_loss(lr):
        rule = optimizers.OPTIMIZERS[optimizer.name](lr=lr)
        run = tl.train(net, problem, optimizer=rule, population=8, steps=200, progress=False)
        return run.train_loss[-1].nan_to_num(nan=math.inf).median()

    best = final_loss(found.suggested)
    assert best < 0.7 * final_loss(found.suggested / 100)
    assert best < 0.7 * final_loss(100 * found.diverged_from)


def test_the_median_of_smoothed_losses_ignores_noise_and_counts_the_diverged_as_bad():
    exact = 10 ** torch.linspace(0, -3, 200, dtype=torch.float64)
    g = torch.Generator().manual_seed(0)
    noisy = exact[:, None] * 10 ** (0.1 * torch.randn(200, 65, generator=g, dtype=torch.float64))
    torch.testing.assert_close(smooth(noisy)[20:-20], exact[20:-20], rtol=0.1, atol=0)
    noisy[150:, :40] = torch.nan
    assert smooth(noisy)[:140].isfinite().all()
    assert smooth(noisy)[160:].isinf().all()


def test_where_the_loss_never_falls_nothing_is_suggested():
    x = torch.ones(4, 1)
    found = tl.range_test(tl.MLP([1, 1]), (x, torch.zeros(4, 1)), init="zeros", steps=20)
    assert found.suggested is None
    assert found.diverged_from is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"low": 0.0}, "low=0.0 was given; expected a positive"),
        ({"low": 1.0, "high": 0.1}, "expected low below high"),
        ({"steps": 5}, "steps=5 was given; expected a whole number of at least 10"),
        ({"schedule": lambda t: 1.0}, "leave it out"),
        ({"loss": "mes"}, "Did you mean 'mse'"),
    ],
)
def test_bad_arguments_are_explained(arguments, words):
    with pytest.raises(ValueError, match=words):
        tl.range_test(tl.MLP([1, 2, 1]), problems.sine(), **arguments)
