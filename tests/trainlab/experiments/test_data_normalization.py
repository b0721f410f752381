"""A curve with and without normalized data: units, and errors in the target's own units."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments import plain
from trainlab import experiments
from trainlab.experiments import data_normalization as family
from trainlab.trainer import Trainer

MAIN = family.UNITS["x on (-1, 1)"]


def test_the_target_is_that_of_the_source():
    x = torch.tensor([-0.5, 0.5], dtype=torch.float64)
    expected = [-0.05 * np.sin(-10), 1 + 0.05 * np.sin(10)]
    np.testing.assert_allclose(family.step_with_ripples(x), expected)


@pytest.mark.parametrize("normalizer", ["z_score", "min_max"])
def test_normalized_data_have_no_units(normalizer):
    in_units = [
        family.fit(plain.settings(3), 0, 40, units, normalizer).training
        for units in family.UNITS.values()
    ]
    for errors in in_units[1:]:
        np.testing.assert_allclose(errors, in_units[0], rtol=1e-3)


def test_raw_data_have_units():
    three = plain.settings(3)
    raw = [family.fit(three, 0, 40, units, None).training for units in family.UNITS.values()]
    assert not np.allclose(raw[0], raw[1], rtol=1e-2)


def test_a_fit_with_z_scores_is_that_of_torch():
    steps, seed = 25, 2
    generator = torch.Generator().manual_seed(seed)
    x = 2 * torch.rand(family.POINTS, 1, generator=generator, dtype=torch.float64) - 1
    y = (x > 0) + 0.1 * x * torch.sin(20 * x)
    scaled = [((v - v.mean()) / v.std(correction=0)).float() for v in (x, y)]
    start = Trainer(
        family.MLP([1, family.WIDTH, family.WIDTH, 1]), tuple(scaled), seed=seed, device="cpu"
    )
    w = family.WIDTH
    net = nn.Sequential(nn.Linear(1, w), nn.Tanh(), nn.Linear(w, w), nn.Tanh(), nn.Linear(w, 1))
    for k in (1, 2, 3):
        net[2 * k - 2].weight.data = start.weights(k)[0].clone()
        net[2 * k - 2].bias.data = start.biases(k)[0].clone()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(scaled[0]), scaled[1]).backward()
        optimizer.step()
    predicted = net(scaled[0]).detach().double() * y.std(correction=0) + y.mean()
    expected = (predicted - y).square().mean().item()
    found = family.fit(plain.settings(2, seed=seed), 0, steps, MAIN, "z_score")
    assert found.training[0] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("low", "high", "ratios", "answer"),
    [
        (1.2, 1.4, {"a": 1.3, "b": 2.0}, True),
        (0.5, 0.8, {"a": 0.7, "b": 0.9}, False),
        (1.2, 1.4, {"a": 1.3, "b": 0.5}, "it helps with a."),
        (0.9, 1.1, {"a": 0.99}, "it helps with no units tried."),
    ],
)
def test_the_answer_follows_the_numbers(low, high, ratios, answer):
    found = family._holds(low, high, ratios)
    assert found is answer if isinstance(answer, bool) else found.endswith(answer)


def test_normalization_compares_pairs(monkeypatch):
    full = family.fit

    def short(settings, draw, steps, *arguments, **options):
        return full(settings, draw, 30, *arguments, **options)

    monkeypatch.setattr(family, "fit", short)
    result = experiments.run("normalization", networks=10, quick=True, progress=False, device="cpu")
    assert result.data["with"].shape == result.data["without x on (-1, 1)"].shape == (10,)
    ratio = np.median(np.log10(result.data["without x on (-1, 1)"] / result.data["with"]))
    assert result.measured["training error without over with"] == pytest.approx(10**ratio)
    assert "in any units" in result.picture().alt
