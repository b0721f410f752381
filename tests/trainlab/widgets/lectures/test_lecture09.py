"""The widgets of lecture 09: what each suggested state promises, from closed forms and counts."""

import math

import numpy as np
import pytest
import torch

from trainlab.widgets.lectures import SignalScales, Symmetry
from trainlab.widgets.lectures.digits import images
from trainlab.widgets.lectures.models.scales import DEEPEST, GAINS, allowed, gain
from trainlab.widgets.lectures.symmetry import different


def _loaded(kind, number, steps=0):
    """Load a suggested state by its number, and train."""
    live = kind(kind.tries[number].state)
    if steps:
        live._train(steps)
    return live


@pytest.mark.parametrize(
    ("number", "steps", "units", "low", "high"),
    [
        (0, 1000, 1, 0.69, 0.70),
        (1, 1000, 1, 0.69, 0.70),
        (2, 2000, 6, 0.0, 0.3),
        (3, 1000, 1, 0.69, 0.70),
        (4, 1000, 1, 0.69, 0.70),
        (5, 1000, 6, 0.0, 0.23),
    ],
)
def test_units_part_or_stay_as_the_widget_says(number, steps, units, low, high):
    live = _loaded(Symmetry, number, steps)
    assert different(live.model) == (units, 6)
    assert low < live.model.losses[-1][0, 1] < high
    assert f"{units} different among 6 units" in live.status(live.model, live.settings)[-1]


def test_from_zeros_only_the_last_bias_moves():
    live = _loaded(Symmetry, 1, 50)
    trainer = live.model.trainer
    for still in (trainer.weights(1), trainer.weights(2), trainer.biases(1)):
        assert not still.any()
    assert trainer.biases(2).all()


# Scales: the first layer's gain is the other layers' times the root of 64 over the width where the
# variance is the same, and theirs where it goes with 1 / inputs.


def test_layers_of_unscaled_weights_multiply_the_mean_square_by_half_their_inputs():
    live = _loaded(SignalScales, 0)
    assert gain(live.model.trainer) == pytest.approx(math.sqrt(32), rel=0.03)
    signal = live.model.layers()["y"][0]
    assert signal[-1] == pytest.approx(math.sqrt(64 / 2 * 16**9), rel=0.6)
    assert live.model.now()[1] > 1e6
    live._train(3)
    assert live.notice.startswith("All 8 networks have run away")
    assert "all have run away" in live.describe(live.model, live.settings)


def test_glorot_on_relu_loses_half_in_each_layer_and_learns_later():
    live = _loaded(SignalScales, 1)
    assert live.model.ends[0] == pytest.approx(2**-5, rel=0.4)
    live._train(200)
    he = SignalScales()
    he._train(200)
    assert he.model.now()[1] < 0.1 < 1.0 < live.model.now()[1] < 2.1


def test_sigmoids_hide_that_their_gradient_has_gone():
    live = _loaded(SignalScales, 2)
    signal, gradient = live.model.layers()["y"][:2]
    assert (abs(signal - 0.5) < 0.06).all()
    assert 1e-7 < gradient[0] < 1e-5
    assert gradient[0] ** (-1 / 9) == pytest.approx(4, abs=0.5)
    live._train(100)
    assert live.model.now()[1] == pytest.approx(guess(), abs=0.05)


def guess():
    """Return the loss of a guess that knows how frequent each digit is."""
    share = np.bincount(images().y.numpy()) / len(images().y)
    return float(-(share * np.log(share)).sum())


def test_shortcuts_bring_it_back():
    live = _loaded(SignalScales, 3)
    assert 1 / 20 < live.model.ends[1] < 20
    live._train(500)
    assert live.model.now()[1] < 0.5


def test_sigmoids_of_large_gain_pass_the_gradient_on_and_learn():
    live = _loaded(SignalScales, 4)
    assert gain(live.model.trainer) == pytest.approx(8, rel=0.02)
    assert live.model.ends[1] == pytest.approx(1 / 20, rel=0.5)
    live._train(300)
    assert live.model.now()[1] < 0.1


def test_ten_layers_of_relu_from_the_default_start_stay_at_a_guess():
    live = _loaded(SignalScales, 5)
    assert gain(live.model.trainer) == pytest.approx(1 / math.sqrt(3), rel=0.03)
    assert live.model.ends[1] < 0.01
    live._train(500)
    assert live.model.now()[1] == pytest.approx(guess(), abs=0.05)


def test_clipping_survives_what_runs_away():
    live = _loaded(SignalScales, 6)
    signal = live.model.layers()["y"][0]
    assert (signal[-1] / signal[0]) ** (1 / 9) == pytest.approx(2, rel=0.1)
    live._train(100)
    assert live.notice.startswith("All 8")
    live.reset()
    live.set(clip_norm=1.0)
    live._train(500)
    assert live.model.lost == 0
    assert live.model.now()[1] < 0.1


def test_a_rate_at_which_most_run_away_learns_everything_when_clipped():
    live = _loaded(SignalScales, 7, 100)
    assert live.model.lost > 4
    live.reset()
    live.set(clip_norm=1.0)
    live._train(300)
    assert live.model.now()[1] < 0.01


def test_shortcuts_do_not_help_where_the_signal_grows():
    live = _loaded(SignalScales, 8)
    signal = live.model.layers()["y"][0]
    assert signal[-1] > 1e6
    assert (signal[-1] / signal[0]) ** (2 / 29) == pytest.approx(2.9, rel=0.1)


def test_the_guess_beside_the_loss_is_that_of_ten_equal_probabilities():
    board = SignalScales(depth=2, width=4).model.beside_a_guess()
    assert board["y"].shape == (2, len(board["x"]))
    logits, label = torch.zeros(1, 10), torch.tensor([3])
    expected = float(torch.nn.functional.cross_entropy(logits, label))
    np.testing.assert_allclose(board["y"][1], expected, rtol=1e-6)


def test_the_rate_and_the_bound_change_on_the_way_and_the_weights_stay():
    live = SignalScales(depth=2, width=4)
    live._train(2)
    before = live.model.trainer.params.clone()
    live.set(lr=0.3, clip_norm=0.1)
    assert torch.equal(live.model.trainer.params, before)
    live._train(1)
    moved = (live.model.trainer.params - before).norm(dim=1)
    assert float(moved.max()) <= 0.3 * 0.1 * 1.0001


def test_the_border_of_the_forbidden_is_the_closed_form_for_relu_and_identity():
    """The mean square changes by g^2 / 2 in a layer of ReLU and by g^2 in one of the identity; the
    border is where the product leaves the range from 1e-4 to 1e4.
    """
    for name, share in (("relu", 0.5), ("identity", 1.0)):
        for g, found in zip(GAINS, allowed(name), strict=True):
            change = abs(math.log(g**2 * share)) or 1e-9
            assert abs(found - min(DEEPEST, math.log(1e4) / change)) < 1.01


def test_the_images_have_mean_0_and_mean_square_1_where_they_are_not_blank():
    x = images().x.numpy()
    alive = x.std(axis=0) > 0
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(x[:, alive].std(axis=0), 1, rtol=1e-5)
    assert alive.sum() >= 55
