"""Variants of batch norm, against networks trained one at a time in plain PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import MLP, Trainer, experiments, problems
from trainlab.experiments.claims import norm_variants


def test_the_loss_on_unseen_images_is_that_of_a_network_in_torch(monkeypatch):
    """All images in each batch, so that both see the same: statistics of the training images."""
    monkeypatch.setattr(norm_variants, "STEPS", 5)
    monkeypatch.setattr(norm_variants, "DRAWS", 2)
    case = norm_variants.CASES[norm_variants.WHOLE]
    found = norm_variants.unseen_losses(plain.settings(2, seed=3), case)
    assert found.shape == (2, 1)
    for draw in range(2):
        data = problems.digits(n=100, n_val=600, seed=3 + draw)
        mean, std = data.x.mean(dim=0), data.x.std(dim=0, correction=0)
        std = torch.where(std > 0, std, 1.0)
        x, unseen = (data.x - mean) / std, (data.x_val - mean) / std
        net = nn.Sequential(
            nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(),
            nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 10),
        )  # fmt: skip
        twin = Trainer(
            MLP([64, 64, 64, 10], "relu", batch_norm=True),
            (x, data.y),
            loss="cross_entropy",
            init="he_normal",
            seed=3 + draw,
            device="cpu",
        )
        with torch.no_grad():
            for layer, index in enumerate((0, 3, 6), start=1):
                net[index].weight.copy_(twin.weights(layer)[0])
                net[index].bias.zero_()
        rule = torch.optim.SGD(net.parameters(), lr=norm_variants.LR)
        for _ in range(5):
            rule.zero_grad()
            nn.functional.cross_entropy(net(x), data.y).backward()
            rule.step()
        with torch.no_grad():
            expected = nn.functional.cross_entropy(net.eval()(unseen), data.y_val).item()
        assert found[draw, 0] == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("place", norm_variants.PLACES)
def test_from_pytorchs_start_a_scan_ends_where_torch_ends(monkeypatch, place):
    """All points in each batch, so that both see the same; two steps, as rounding grows fast."""
    start = "relu, PyTorch's start"
    monkeypatch.setattr(norm_variants, "STARTS", {start: norm_variants.STARTS[start]})
    monkeypatch.setattr(norm_variants, "RATES", np.array([0.01, 0.03]))
    monkeypatch.setattr(norm_variants.batch_norm, "BATCH", None)
    found = norm_variants.scans(plain.settings(4, seed=2), 2)[start][place]
    x, y = norm_variants.batch_norm.DATA
    net = MLP([1, *[16] * 8, 1], activation="relu", batch_norm=place)
    trainer = Trainer(net, (x, y), init="torch_default", seed=7)
    layers = []
    for layer in plain.network(net.sizes, nn.ReLU, trainer, 0):
        norm = nn.BatchNorm1d(16)
        before = isinstance(layer, nn.Linear) and layer.out_features > 1
        after = isinstance(layer, nn.ReLU)
        layers += [layer, norm] if (before if place == "before" else after) else [layer]
    alone = nn.Sequential(*layers)
    assert alone[0].bias.abs().max() > 0.5
    plain.train(alone, x, y, torch.optim.SGD(alone.parameters(), lr=0.03), 2)
    expected = nn.functional.mse_loss(alone.eval()(x), y).item()
    assert found.loss[1, 1] == pytest.approx(expected, rel=1e-3)


def test_the_parts_are_judged_with_few_networks(monkeypatch):
    monkeypatch.setattr(norm_variants, "STEPS", 20)
    monkeypatch.setattr(norm_variants, "SCANNED", 40)
    monkeypatch.setattr(norm_variants, "DRAWS", 3)
    monkeypatch.setattr(norm_variants, "RATES", np.array([0.03, 0.1]))
    result = experiments.run(
        "batch-norm-variants", networks=6, quick=True, device="cpu", progress=False
    )
    assert "sigmoid: after is better than before: " in str(result.holds)
    assert len(result.sensitivity) == 2 * len(norm_variants.STARTS)
    own = result.data["digits without"]
    assert result.measured["digits, without: loss on unseen images"] == pytest.approx(
        float(np.median(own))
    )
    both, alone = (
        result.data[f"digits {name}"] for name in (norm_variants.BOTH, norm_variants.MIDDLE)
    )
    assert result.measured[
        "digits, draw by draw: dropout 0.3, batches of 25 over batches of 25"
    ] == pytest.approx(float(np.median(both / alone)))
    assert result.picture().alt.count("without") >= 2
