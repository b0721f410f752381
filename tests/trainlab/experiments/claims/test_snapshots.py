"""Snapshot ensembles, against one network in a plain PyTorch loop."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims.plain import settings
from trainlab import experiments, problems
from trainlab.experiments.claims import snapshots


def _plain(seed, period, lr):
    """Return the losses of the last cycle's end and of the ensemble, of one plain network."""
    torch.manual_seed(seed)
    problem = problems.moons(n=120, noise=0.25, n_val=500, seed=0)
    net = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1))
    for layer in net[::2]:
        nn.init.xavier_normal_(layer.weight)
        nn.init.zeros_(layer.bias)
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, period)
    kept = []
    for step in range(snapshots.CYCLES * period):
        if step % 6 == 0:
            order = torch.randperm(120).split(20)
        batch = order[step % 6]
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(
            net(problem.x[batch]), problem.y[batch]
        )
        loss.backward()
        optimizer.step()
        schedule.step()
        if (step + 1) % period == 0:
            kept.append(net(problem.x_val).sigmoid().detach())
    entropy = nn.functional.binary_cross_entropy
    mean = torch.stack(kept).mean(dim=0)
    return float(entropy(kept[-1], problem.y_val)), float(entropy(mean, problem.y_val))


def test_losses_are_those_of_plain_networks():
    plain = np.array([_plain(seed, 60, 0.02) for seed in range(5)])
    ours = snapshots.losses(settings(40), 60, 0.02, seed=0)
    for k, part in enumerate(ours):
        low, high = part[-1].min(), part[-1].max()
        margin = high - low
        assert (plain[:, k] > low - margin).all()
        assert (plain[:, k] < high + margin).all()
        assert np.median(plain[:, k]) == pytest.approx(np.median(part[-1]), rel=0.05)


def test_ensembles_are_running_means():
    p = torch.rand(4, 3, 2)
    for k in range(4):
        assert torch.allclose(snapshots.ensembles(p)[k], p[: k + 1].mean(dim=0))


def test_the_first_ensemble_is_the_first_cycle():
    found = snapshots.losses(settings(3), 30, 0.01, seed=1)
    assert np.array_equal(found.cycles[0], found.ensemble[0])
    # cross entropy is convex in the probability: a mean is no worse than the members' mean loss
    assert (found.ensemble[-1] <= found.cycles.mean(axis=0) + 1e-12).all()


def test_the_experiment_counts_every_network():
    result = experiments.run(
        "snapshot-ensemble", networks=4, quick=True, device="cpu", progress=False
    )
    better = result.data["ensemble"][-1] < result.data["cycles"][-1]
    assert result.measured["ensemble better"] == better.mean()
    assert len(result.sensitivity) == 1


def test_every_draw_has_other_points_and_networks(monkeypatch):
    asked = []

    def losses(part, period, lr, seed):
        asked.append((part.networks, part.seed, seed))
        return snapshots.Losses(np.zeros((5, 2)), np.ones((5, 2)))

    monkeypatch.setattr(snapshots, "losses", losses)
    found = snapshots.over_draws(settings(6, seed=4), 30, 0.01, 3)
    assert asked == [(2, 4, 4), (2, 6, 5), (2, 8, 6)]
    assert found.cycles.shape == (5, 3, 2)


def test_shares_are_counted_draw_by_draw():
    last, mean = np.array([[0.3, 0.2], [0.4, 0.5]]), np.array([[0.2, 0.3], [0.1, 0.1]])
    found = snapshots.Losses(np.stack([mean, last]), np.stack([last, mean]))
    assert snapshots.better_shares(found).tolist() == [0.5, 1.0]


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [([0.9, 1.0], [0.6, 0.8], True), ([0.1, 0.0], [0.4, 0.2], False)],
)
def test_all_settings_and_draws_must_agree(first, second, answer):
    assert snapshots._holds({"a": np.array(first), "b": np.array(second)}) is answer


def test_the_answer_tells_what_it_depends_on():
    high, low, torn = np.array([0.9, 1.0]), np.array([0.1, 0.3]), np.array([0.0, 1.0, 0.8])
    both = snapshots._holds({"a": high, "b": np.array([0.0, 0.7])})
    assert "on the rate and the period (the ensemble is better for 35% to 95%" in both
    assert "on the draw of the data (from draw to draw 0% to 70% with b)" in both
    assert "draw" not in snapshots._holds({"a": high, "b": low})
    alone = snapshots._holds({"a": high, "b": torn})
    assert alone == "It depends on the draw of the data (from draw to draw 0% to 100% with b)."
