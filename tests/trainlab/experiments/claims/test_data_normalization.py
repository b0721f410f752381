"""A curve with and without normalized data: units, and errors in the target's own units."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import data_normalization as family
from trainlab.training.trainer import Trainer

MAIN = family.UNITS[family.MAIN]


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
    found = family.fit(plain.settings(2, seed=seed), seed, steps, MAIN, "z_score")
    assert found.training[0] == pytest.approx(expected, rel=1e-3)


HELPS, HURTS = family.Gain(2, (1.5, 3)), family.Gain(0.5, (0.2, 0.9))
UNCLEAR = family.Gain(2, (0.9, 4))


@pytest.mark.parametrize(
    ("z_score", "min_max", "answer"),
    [
        ({"a": HELPS, "b": HELPS}, {"a": HELPS}, True),
        ({"a": HURTS, "b": HURTS}, {"a": HURTS}, False),
        (
            {"a": HELPS, "b": HURTS},
            {"a": HURTS},
            "z-score helps with a and hurts with b; min-max hurts with a.",
        ),
        (
            {"a": HELPS, "b": UNCLEAR},
            {"a": HELPS, "b": HELPS},
            "helps with a and makes no clear difference with b; min-max helps with a, b.",
        ),
    ],
)
def test_the_answer_follows_the_numbers(z_score, min_max, answer):
    found = family._holds({"z-score": z_score, "min-max": min_max})
    assert found is answer if isinstance(answer, bool) else found.endswith(answer)


def test_gains_are_of_the_same_networks_and_judged_over_draws():
    without = np.array([[2.0, 8.0, 1e9], [3.0, 3.0, 1e9], [20.0, 20.0, 1e9]])
    gain = family.gain_of(without, np.array([[1.0, 2.0], [1.0, 1.0], [1.0, 1.0]]))
    np.testing.assert_allclose([gain.ratio, *gain.interval], [3, np.sqrt(8), 20])


def test_the_few_networks_of_a_row_are_the_first_of_each_draw():
    full = family._fits(plain.settings(30), 3, 5, MAIN, None)
    few = family._fits(plain.settings(30), 1, 5, MAIN, None)
    np.testing.assert_allclose(few.training, full.training[:, :1], rtol=1e-4)
    assert len(np.unique(full.training.round(6))) == 30


def test_normalization_compares_pairs(monkeypatch):
    full = family.fit

    def short(settings, points, steps, *arguments, **options):
        return full(settings, points, 30, *arguments, **options)

    monkeypatch.setattr(family, "fit", short)
    result = experiments.run("normalization", networks=10, quick=True, progress=False, device="cpu")
    raw, normalized = result.data["without x on (-1, 1)"], result.data["with z-score"]
    assert raw.shape == normalized.shape == (10,)
    ratio = 10 ** np.median(np.log10(raw / normalized))
    key = "without over with z-score, x on (-1, 1)"
    assert result.measured[key] == pytest.approx(ratio)
    assert result.interval[key][0] <= ratio <= result.interval[key][1]
    assert len(result.interval) == 8
    assert "in any units" in result.picture().alt
