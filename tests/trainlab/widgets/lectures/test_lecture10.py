"""The widgets of lecture 10: what each suggested state promises, from closed forms and counts."""

import math

import numpy as np
import pytest
import torch

from trainlab.widgets.lectures import Cloud, NormLayers
from trainlab.widgets.lectures.cloud import axes_of, seen
from trainlab.widgets.lectures.digits import images


def _left(live, steps):
    """Train, and return which share of the loss above its least value is left."""
    live._train(steps)
    return live.model.losses[-1] / live.model.losses[0]


@pytest.mark.parametrize(
    ("number", "steps", "low", "high"),
    [
        (0, 100, 0.05, 0.1),
        (1, 100, 0.0, 1e-3),
        (2, 100, 0.0, 1e-9),
        (3, 1, 0.0, 1e-20),
        (4, 100, 0.1, 0.2),
        (5, 100, 100.0, math.inf),
    ],
)
def test_descent_comes_as_far_as_the_cloud_says(number, steps, low, high):
    assert low <= _left(Cloud(Cloud.tries[number].state), steps) < high


def test_curvatures_of_a_cloud_are_those_of_its_covariance():
    """The cloud has exactly the covariance that its controls say; the bias has curvature 2."""
    raw = Cloud(ratio=4.0, correlation=0.6, offset=0.0)
    covariance = np.array([[4, 0.6], [0.6, 0.25]])
    expected = np.sort([2, *2 * np.linalg.eigvalsh(covariance)])
    np.testing.assert_allclose(raw.model.curvature, expected)
    assert Cloud().model.condition > 1000
    np.testing.assert_allclose(
        Cloud(normalization="z_score").model.curvature, [0.4, 2, 3.6], rtol=1e-9
    )
    np.testing.assert_allclose(Cloud(normalization="zca_whitening").model.curvature, 2)


def test_its_path_is_that_of_autograd():
    live = Cloud(offset=1.0)
    live._train(5)
    x = torch.tensor(live.model.x)
    least = torch.tensor(live.model.least)
    y = x @ least[:2] + least[2]
    theta = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    rule = torch.optim.SGD([theta], lr=live.model.lr)
    for _ in range(5):
        rule.zero_grad()
        (x @ theta[:2] + theta[2] - y).square().mean().backward()
        rule.step()
    np.testing.assert_allclose(live.model.path[-1], theta.detach()[:2].numpy(), rtol=1e-10)
    loss = (x @ theta[:2] + theta[2] - y).square().mean().item()
    assert live.model.losses[-1] == pytest.approx(loss, rel=1e-9)


def test_the_height_is_the_loss_with_the_best_bias():
    model = Cloud().model
    w = np.array([0.3, -0.7])
    rest = model.x @ (model.least[:2] - w)
    assert model.height(w) == pytest.approx(rest.var())


def test_the_rate_changes_on_the_way_and_its_limit_is_where_it_diverges():
    live = Cloud(normalization="z_score", share=0.99)
    live._train(3)
    before = live.model.path[-1]
    live.set(share=0.2)
    assert live.model.path[-1] is before
    assert _left(Cloud(normalization="z_score", share=1.0), 400) < 10
    live = Cloud(normalization="z_score", share=1.1)
    live._train(200)
    assert live.notice.startswith("Descent has run away")


def test_the_axes_are_two_deviations_along_the_directions_of_a_cloud():
    x = np.array([[3.0, 0], [-3, 0], [0, 1], [0, -1]])  # variances 4.5 and 0.5
    lines = axes_of(x)
    np.testing.assert_allclose(abs(lines["x"][:2]), 2 * math.sqrt(4.5))
    np.testing.assert_allclose(abs(lines["y"][1, 2:]), 2 * math.sqrt(0.5))
    assert np.isnan(lines["y"][0, 2:]).all()
    np.testing.assert_allclose(seen(x + 5, "centred"), x)


def _after(number, steps, **settings):
    live = NormLayers(NormLayers.tries[number].state, **settings)
    live._train(steps)
    return live.model.now()[1]


def test_ten_sigmoids_hand_on_the_same_for_every_image_and_learn_nothing():
    live = NormLayers()
    assert live.model.gradients()["y"][0, 0] < 1e-5
    share = np.bincount(images().y.numpy()) / len(images().y)
    live._train(100)
    assert live.model.now()[1] == pytest.approx(-(share * np.log(share)).sum(), abs=0.05)
    values = live.model.values()
    assert (abs(values["y"] - 0.5) < 0.05).all()


def test_normalized_they_learn_and_behind_the_sigmoid_sooner():
    live = NormLayers(NormLayers.tries[1].state)
    gradient = live.model.gradients()["y"][0]
    assert gradient.max() / gradient.min() < 10
    live._train(300)
    assert live.model.now()[1] < 0.3
    assert _after(2, 100) < 0.05
    assert _after(3, 300) > 4 * live.model.now()[1]


def test_the_scale_of_the_weights_and_the_rate_matter_less():
    assert _after(4, 200) > 0.5
    assert _after(4, 200, batch_norm="before") < 0.05
    assert _after(5, 200) > math.log(10)
    assert _after(5, 200, batch_norm="before") < 0.3
    assert _after(6, 200) < 0.05
    assert _after(6, 200, batch_norm="off") < 0.05


def test_values_and_losses_are_those_of_the_network_at_inference():
    live = NormLayers("batch_norm=after", depth=2, width=4)
    live._train(30)
    nets, x = live.model, images().x
    trainer = nets.trainer
    with torch.no_grad():
        last = trainer.net.layer_outputs(trainer.params, x, trainer.buffers)[-2]
    low, high = np.percentile(last.numpy(), (5, 95))
    found = nets.values()
    assert (found["low"][0, -1], found["high"][0, -1]) == pytest.approx((low, high))
    both = nets.both()
    expected = torch.nn.functional.cross_entropy(trainer.predict(images().x_val)[0], images().y_val)
    low, high = both["low"][1, -1], both["high"][1, -1]
    assert low * (1 - 1e-6) <= float(expected) <= high * (1 + 1e-6)
    assert len(both["x"]) == both["y"].shape[1]
