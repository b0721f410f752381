"""XOR, against plain PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments import plain
from trainlab import experiments
from trainlab.experiments import xor as family
from trainlab.trainer import Trainer


@pytest.mark.parametrize("name", family.STARTS)
def test_xor_is_trained_as_torch_trains_it(name, monkeypatch):
    monkeypatch.setattr(family, "EPOCHS", 60)
    init, _ = family.STARTS[name]
    start = Trainer(
        family.MLP([2, 4, 1], activation="sigmoid"), family.XOR, loss="bce", init=init, seed=3
    )
    net = plain.network([2, 4, 1], nn.Sigmoid, start, 0)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.99)
    losses = []
    for _ in range(family.EPOCHS):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(net(family.XOR[0]), family.XOR[1])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    run = family.train_xor(plain.settings(2, seed=3), init, "")
    np.testing.assert_allclose(run.train_loss[:, 0], losses, rtol=2e-3)


def test_a_network_fails_when_one_corner_is_wrong():
    right = torch.tensor([[-1.0], [1], [1], [-1]])
    wrong = torch.tensor([[-1.0], [1], [1], [1e-3]])
    assert family.fails(torch.stack([right, wrong, -right])).tolist() == [False, True, True]


def test_xor_init_weighs_the_sources_counts(monkeypatch):
    monkeypatch.setattr(family, "EPOCHS", 400)
    monkeypatch.setattr(family, "BOUNDS", (1.0, 10.0))
    result = experiments.run("xor-init", networks=100, progress=False, device="cpu")
    wide, scaled = (result.measured[f"share that fails, {name}"] for name in family.STARTS)
    assert wide > 0.2 > scaled
    rows = {row["changed"]: row["share that fails"] for row in result.sensitivity}
    assert rows["U(-1, 1)"] < rows["U(-10, 10)"] == wide
    assert "6 of 20" in result.picture().alt
