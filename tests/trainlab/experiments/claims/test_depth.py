"""Three layers of ten against one of thirty, against plain PyTorch and by hand."""

import numpy as np
import pytest
import torch
from torch import nn

import trainlab as tl
from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import depth
from trainlab.experiments.scans import Scan
from trainlab.experiments.targets import on_grid


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(depth, "RATES", np.array([0.003, 0.03]))
    monkeypatch.setattr(depth, "TARGETS", ("sine", "multiscale"))


def test_the_shapes_have_as_many_units_and_as_many_parameters():
    counts = {
        name: sum(part.numel() for part in plain_parameters(sizes))
        for name, sizes in depth.SHAPES.items()
    }
    assert counts == {"3 x 10": 251, "1 x 30": 91, "1 x 83": 250}
    assert sum(depth.SHAPES["3 x 10"][1:-1]) == sum(depth.SHAPES["1 x 30"][1:-1]) == 30


def plain_parameters(sizes):
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    return [part for n, m in pairs for part in nn.Linear(n, m).parameters()]


@pytest.mark.usefixtures("few")
def test_the_error_at_each_rate_is_that_of_plain_torch():
    found = depth.compare(plain.settings(48), 40)["sine"]["3 x 10"]
    assert found.loss.shape == (2, 4)
    x, y = on_grid(tl.problems.sine(), depth.POINTS)
    net = tl.MLP([1, 10, 10, 10, 1], activation="tanh")
    trainer = tl.Trainer(net, (x, y), population=8, init="glorot_normal")
    for member in (0, 5):
        twin = plain.network([1, 10, 10, 10, 1], nn.Tanh, trainer, member)
        rate = float(depth.RATES[member // 4])
        plain.train(twin, x, y, torch.optim.Adam(twin.parameters(), lr=rate), 40)
        expected = nn.functional.mse_loss(twin(x), y).item()
        assert found.loss[member // 4, member % 4] == pytest.approx(expected, rel=1e-3)


def test_from_pytorchs_start_and_on_other_points_the_error_is_that_of_plain_torch(monkeypatch):
    monkeypatch.setattr(depth, "RATES", np.array([0.003, 0.03]))
    start = depth.CHANGES[f"ReLU units, {depth.DEFAULT_START}"]
    points = depth.CHANGES["multi-scale target, x on (-1, 1)"]
    found = depth.compare(plain.settings(96), 40, **start, **points)
    assert [*found] == ["multiscale"]
    x = torch.linspace(-1, 1, depth.POINTS)[:, None]
    slow = 5 + sum(torch.sin(k * x) for k in (1, 2, 3, 4))
    y = torch.where(x < 0, slow, torch.cos(10 * x))
    net = tl.MLP([1, 30, 1], activation="relu")
    trainer = tl.Trainer(net, (x, y), population=8, init="torch_default")
    twin = plain.network([1, 30, 1], nn.ReLU, trainer, 5)
    assert twin[0].bias.abs().max() > 0.5
    plain.train(twin, x, y, torch.optim.Adam(twin.parameters(), lr=0.03), 40)
    expected = nn.functional.mse_loss(twin(x), y).item()
    assert found["multiscale"]["1 x 30"].loss[1, 1] == pytest.approx(expected, rel=1e-3)


def _scan(*losses):
    """A scan of one rate whose networks have about this loss."""
    loss = np.array([losses]) * np.linspace(0.99, 1.01, 20)[:, None]
    return Scan(np.array([0.1]), loss.T.reshape(1, -1), np.zeros((1, 20)))


def test_the_answers_follow_from_the_errors():
    found = {"sine": {"3 x 10": _scan(1.0), "1 x 30": _scan(4.0), "1 x 83": _scan(0.5)}}
    assert depth._parts(found) == {
        "sine: lower than 1 x 30": "yes",
        "sine: lower than 1 x 83": "no",
    }
    assert depth._ratios(found, "1 x 30")["sine"] == pytest.approx(0.25, rel=0.02)


@pytest.mark.usefixtures("few")
def test_a_run_tells_every_target_and_both_comparisons():
    result = experiments.run("deep-or-wide", networks=48, quick=True, device="cpu", progress=False)
    assert set(result.measured) == {
        f"{target}: {shape}" for target in ("sine", "multiscale") for shape in depth.SHAPES
    }
    assert "3 x 10 (251 parameters)" in result.verdict
    assert "multiscale" in result.picture().alt


@pytest.mark.usefixtures("few")
def test_a_full_run_changes_what_the_source_leaves_open(monkeypatch):
    asked, full = [], depth.compare

    def compare(settings, steps, **change):
        asked.append(change)
        return full(settings, 2, targets=change.get("targets", ()))

    monkeypatch.setattr(depth, "compare", compare)
    result = experiments.run("deep-or-wide", networks=48, device="cpu", progress=False)
    assert asked == [{}, *depth.CHANGES.values()]
    assert [row["changed"] for row in result.sensitivity] == list(depth.CHANGES)
    near = result.sensitivity[-1]
    assert near["networks"] == result.sensitivity[0]["networks"] // 2
    assert "sine: error over that of 1 x 30" not in near
    assert near["multiscale: error over that of 1 x 30"] > 0
