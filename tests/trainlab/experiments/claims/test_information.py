"""The information plane, against counting in NumPy and one network in plain PyTorch."""

import numpy as np
import torch
from torch import nn

from tests.trainlab.experiments.claims.plain import settings
from trainlab import experiments
from trainlab.experiments.claims import information
from trainlab.nn.initializers import glorot_normal
from trainlab.nn.networks import MLP

SETTINGS = settings(2, seed=7)


def _entropy(rows: np.ndarray) -> float:
    counts = np.unique(rows, axis=0, return_counts=True)[1]
    shares = counts / counts.sum()
    return float(-(shares * np.log2(shares)).sum())


def test_the_labels_are_balanced_and_differ_from_draw_to_draw():
    x = information.patterns()
    assert len(x.unique(dim=0)) == 2**information.INPUTS
    first, second = information.labels(x, 0), information.labels(x, 1)
    assert abs(float(first.mean()) - 0.5) < 0.01
    assert not torch.equal(first, second)


def test_bits_before_training_are_those_counted_by_hand():
    x = information.patterns()
    y = information.labels(x, 3).numpy()
    about_input, about_target, _ = information.follow(SETTINGS, "tanh", 3, 1, bins=(30, 10))
    net = MLP(information.SIZES)
    params = net.initial(glorot_normal(), torch.arange(2) + SETTINGS.seed, torch.float32)
    for member in range(2):
        a = x
        for layer in net.layers[:-1]:
            block = layer.block(params[[member]])[0]
            a = torch.tanh(a @ block[:, :-1].T + block[:, -1])
        for i, bins in enumerate((30, 10)):
            cells = np.clip(np.floor((a.double().numpy() + 1) / 2 * bins), 0, bins - 1)
            joint = _entropy(np.hstack([cells, y]))
            assert np.isclose(about_input[i, 0, member], _entropy(cells), atol=0.02)
            expected = _entropy(cells) + _entropy(y) - joint
            assert np.isclose(about_target[i, 0, member], expected, atol=0.02)


def test_a_plain_network_generalizes_as_well():
    torch.manual_seed(0)
    x = information.patterns()
    y = information.labels(x, 0)
    seen, unseen = information.split(len(x), 0)
    sizes = information.SIZES
    layers = [nn.Linear(sizes[0], sizes[1])]
    for inputs, outputs in zip(sizes[1:-1], sizes[2:], strict=True):
        layers += [nn.Tanh(), nn.Linear(inputs, outputs)]
    plain = nn.Sequential(*layers)
    optimizer = torch.optim.Adam(plain.parameters(), lr=3e-3)
    for _ in range(600):
        batch = seen[torch.randint(len(seen), (128,))]
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(plain(x[batch]), y[batch]).backward()
        optimizer.step()
    right = ((plain(x[unseen]) > 0) == y[unseen].bool()).double().mean()
    *_, accuracy = information.follow(settings(20), "tanh", 0, 600, bins=(30,))
    assert accuracy.min() - 0.05 <= float(right) <= accuracy.max() + 0.05


def test_compression_is_the_fall_from_the_peak():
    bits = np.array([[1.0, 2.0], [3.0, 1.5], [2.5, 0.5]])
    assert information.compression(bits).tolist() == [0.5, 1.5]


def test_tanh_compresses_more_often_than_relu():
    result = experiments.run(
        "information-plane", networks=16, quick=True, device="cpu", progress=False
    )
    assert result.measured["compressed, tanh"] > result.measured["compressed, relu"]
    assert result.measured["right on unseen points, relu"] > 0.7
    assert result.holds is False


def test_every_draw_has_networks_of_its_own(monkeypatch):
    asked = []

    def follow(part, kind, draw, steps, bins):
        asked.append((part.seed, draw))
        bits = np.ones((len(bins), len(information.looks(steps)), part.networks))
        return bits, bits, np.ones(part.networks)

    monkeypatch.setattr(information, "follow", follow)
    result = experiments.run(
        "information-plane", networks=16, quick=True, device="cpu", progress=False
    )
    assert asked == [(2 * draw, draw) for draw in range(8) for _ in information.KINDS]
    assert [row["changed"] for row in result.sensitivity] == ["10 bins", "100 bins", "346 steps"]
    assert result.setting["steps looked at"][-3:] == [346, 588, 1000]


def test_those_that_compress_are_compared_with_others_of_their_kind():
    right = {"tanh": np.array([0.9, 0.9, 0.8]), "relu": np.array([0.5, 0.7, 0.6])}
    some, every = np.array([True, False, True]), np.ones(3, dtype=bool)
    said = information._compared(right, {"tanh": every, "relu": some})
    assert said == (
        "Of the ReLU networks those that compress (2) get 55.0% of the unseen points right in the "
        "median, those that do not (1) 70.0%."
    )
    assert information._compared(right, {"tanh": some, "relu": some}).count("Of the") == 2
    assert "cannot be told" in information._compared(right, {"tanh": every, "relu": ~every})
