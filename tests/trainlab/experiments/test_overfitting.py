"""Ten points, against plain PyTorch and counting by hand."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments import plain
from trainlab import experiments
from trainlab.experiments import overfitting
from trainlab.trainer import Trainer


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


@pytest.mark.parametrize(
    ("both", "strictly", "typical", "answer"),
    [(0.9, 0.6, True, True), (0.01, 0.0, True, False), (0.01, 0.0, False, False)],
)
def test_most_networks_must_agree_with_the_claim(both, strictly, typical, answer):
    assert overfitting._holds(both, strictly, typical) is answer


def test_it_depends_where_the_two_measures_disagree():
    sentence = overfitting._holds(0.7, 0.3, typical=True)
    assert "70%" in sentence
    assert "30%" in sentence


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
