"""Ten points, against plain PyTorch and counting by hand."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import overfitting
from trainlab.training.trainer import Trainer


def test_ten_points_are_learnt_as_torch_learns_them():
    steps = 30
    x, y = overfitting.draw_points(4, 10, 0.0, spaced=False)
    start = Trainer(overfitting.MLP([1, 20, 20, 1]), (x, y), seed=4, device="cpu")
    net = plain.network([1, 20, 20, 1], nn.Tanh, start, 0)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    losses = plain.train(net, x, y, optimizer, steps, schedule)
    run, error = overfitting.fit_points(plain.settings(2, seed=4), 0, steps)
    np.testing.assert_allclose(run.train_loss[:, 0], losses, rtol=1e-3)
    at = torch.linspace(-1, 1, 401)[:, None]
    true = torch.sin(2 * math.pi * at)
    expected = (net(at).detach() - true).square().mean() / true.var(correction=0)
    assert error[0] == pytest.approx(expected.item(), rel=1e-3)


@pytest.mark.parametrize("spaced", [True, False])
def test_exact_points_lie_on_the_sine(spaced):
    x, y = overfitting.draw_points(1, 10, 0.0, spaced)
    torch.testing.assert_close(y, torch.sin(2 * math.pi * x), atol=1e-5, rtol=0)
    gaps = x.flatten().sort().values.diff()
    assert bool((gaps - gaps.mean()).abs().max() < 1e-6) == spaced


def test_shares_count_networks():
    row = overfitting._row(np.array([1e-7, 1e-9, 1e-3, 9e-5]), np.array([0.5, 0.01, 0.3, 0.06]))
    assert row["share by heart"] == 0.75
    assert row["share wrong"] == 0.75
    assert row["share by heart and wrong"] == 0.5


def test_rows_tell_how_far_their_draws_lie_apart():
    loss, error = np.array([[1e-7, 1e-9], [1e-3, 9e-5]]), np.array([[0.5, 0.3], [0.3, 0.01]])
    row = overfitting._over_draws(loss, error)
    assert row["share by heart and wrong"] == 0.5
    assert row["by heart and wrong, least of the draws"] == 0.0
    assert row["by heart and wrong, most of the draws"] == 1.0
    assert (row["networks"], row["draws"]) == (4, 2)


@pytest.mark.parametrize(
    ("shares", "strictly", "typical", "answer"),
    [
        ([0.8, 1.0], 0.6, True, True),
        ([0.0, 0.02], 0.0, True, False),
        ([0.0, 0.02], 0.0, False, False),
    ],
)
def test_most_networks_must_agree_with_the_claim(shares, strictly, typical, answer):
    assert overfitting._holds(np.array(shares), strictly, typical) is answer


@pytest.mark.parametrize(
    ("shares", "strictly", "start"),
    [
        ([0.6, 0.8], 0.3, "It depends on what counts as by heart: 70% of"),
        ([0.2, 0.8], 0.3, "It depends on where the points fall (20% to 80% of"),
        ([0.4, 1.0], 0.3, "It depends on where the points fall (40% to 100% of"),
        ([0.2, 0.4], 0.1, "30% of the networks pass within 0.01 of the points, 10% within 0.001"),
        ([0.8, 0.9], 0.7, "85% of the networks"),
    ],
)
def test_what_it_depends_on_follows_the_numbers(shares, strictly, start):
    assert overfitting._holds(np.array(shares), strictly, typical=False).startswith(start)


def test_a_loss_that_no_network_ends_at_is_named():
    shares = np.array([0.8, 0.9])
    assert overfitting._holds(shares, 0.7, typical=False).endswith("outside the middle 90%.")
    assert "middle" not in overfitting._holds(shares, 0.3, typical=True)


def test_changed_settings_are_tried_on_several_draws(monkeypatch):
    full, drawn = overfitting.fit_points, []

    def short(settings, draw, steps, **change):
        if change:
            drawn.append(draw)
        return full(settings, draw, 20, **change)

    monkeypatch.setattr(overfitting, "fit_points", short)
    result = experiments.run("overfit-10", networks=120, quick=True, progress=False, device="cpu")
    assert drawn == [0, 1, 2]
    assert [row["draws"] for row in result.sensitivity] == [3, 3]
    texts = [text.xy[0] for text in result.picture().figure.axes[2].texts]
    low, high = result.picture().figure.axes[2].get_xlim()
    assert all(low <= x <= high for x in texts)


def test_overfit_10_tells_what_was_computed_when_interrupted(monkeypatch):
    full = overfitting.fit_points

    def short(settings, draw, steps, **change):
        if draw == 1:
            raise KeyboardInterrupt
        return full(settings, draw, 20, **change)

    monkeypatch.setattr(overfitting, "fit_points", short)
    result = experiments.run("overfit-10", networks=80, quick=True, progress=False, device="cpu")
    assert not result.complete
    assert result.data["final"].shape == (40,)
    assert result.holds is False
    assert "misses" in result.picture().alt
