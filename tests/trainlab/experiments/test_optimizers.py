"""Adam against Nadam, against torch.optim one network at a time."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments import plain
from trainlab import experiments, problems
from trainlab.experiments import optimizers
from trainlab.experiments.targets import on_grid
from trainlab.trainer import Trainer

DATA = on_grid(problems.multiscale(), optimizers.POINTS)


@pytest.mark.parametrize(
    ("name", "rule"), [("adam", torch.optim.Adam), ("nadam", torch.optim.NAdam)]
)
def test_the_errors_are_those_of_torch(name, rule):
    seen, complete = optimizers.duel(plain.settings(3, seed=5), DATA, 100, "")
    start = Trainer(optimizers.NET, DATA, init="glorot_uniform", population=1, seed=6)
    net = plain.network([1, 100, 100, 1], nn.Tanh, start, 0)
    losses = plain.train(net, *DATA, rule(net.parameters(), lr=optimizers.LR), 100)
    assert complete
    expected = [np.median(losses[:50]), np.median(losses[50:])]
    assert np.allclose(seen.errors(name)[:, 1], expected, rtol=1e-3)


def test_the_target_is_the_slides():
    x, y = (part[:, 0].double().numpy() for part in DATA)
    smooth = 5 + np.sin(x) + np.sin(2 * x) + np.sin(3 * x) + np.sin(4 * x)
    assert np.allclose(y, np.where(x < 0, smooth, np.cos(10 * x)), atol=1e-5)
    assert np.allclose(np.diff(x), 2 * np.pi / 99, atol=1e-5)


def test_an_interrupted_duel_tells_how_far_it_came(monkeypatch):
    def stop(share, doing):
        if 0.04 < share < 1:
            raise KeyboardInterrupt

    result = experiments.run("adam-nadam", networks=2, quick=True, device="cpu", progress=stop)
    assert not result.complete
    assert result.setting["steps"] == 150
    assert result.picture().figure


@pytest.mark.parametrize(
    ("low", "high", "share", "holds"),
    [(0.9, 1.0, 1.0, True), (0.1, 0.4, 0.2, False), (0.6, 0.9, 0.8, str), (0.2, 0.8, 0.5, str)],
)
def test_always_means_in_every_network(low, high, share, holds):
    found = optimizers._holds(low, high, share)
    assert found is holds if isinstance(holds, bool) else isinstance(found, holds)
