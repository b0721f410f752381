"""Spectral bias: waves taken apart by hand, and the run against plain PyTorch."""

import numpy as np
import pytest
import torch
from torch import nn

import trainlab as tl
from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import spectra


@pytest.mark.parametrize("stretch", [1.0, 5.0])
def test_what_is_missing_of_each_wave_is_what_was_left_out(stretch):
    target = spectra.waves((1, 2, 4, 8), stretch)
    x = target.x[:, 0].double().numpy() / stretch
    assert abs(x).max() == pytest.approx(1.0)
    kept = np.array([1.0, 0.75, 0.5, 0.0])
    heights = np.array([1, 2, 4, 8])
    outputs = sum(
        share * height * np.sin(k * np.pi * x)
        for share, height, k in zip(kept, heights, (1, 2, 4, 8), strict=True)
    )
    missing = target.missing(outputs + 3.0)
    np.testing.assert_allclose(missing, 1 - kept, atol=1e-5)


def test_the_multiscale_target_is_offset_slow_waves_and_a_fast_one():
    target = spectra.multiscale()
    x = target.x[:, 0].double().numpy()
    left = x < 0
    slow = sum(np.sin(k * x) for k in (1, 2, 3, 4))
    expected = np.where(left, 5 + slow, np.cos(10 * x))
    np.testing.assert_allclose(target.y[:, 0].numpy(), expected, atol=1e-5)
    without_fast = np.where(left, 5 + slow, 0.0)
    np.testing.assert_allclose(target.missing(without_fast), [0, 0, 0, 0, 1], atol=1e-4)
    assert target.names == ["sin x", "sin 2x", "sin 3x", "sin 4x", "cos 10x"]


def test_near_zero_the_slow_waves_are_one_because_they_are_alike():
    target = spectra.multiscale(near=True)
    x = target.x[:, 0].double().numpy()
    assert (x.min(), x.max()) == (-1, 1)
    left = x < 0
    slow = sum(np.sin(k * x) for k in (1, 2, 3, 4))
    expected = np.where(left, 5 + slow, np.cos(10 * x))
    np.testing.assert_allclose(target.y[:, 0].numpy(), expected, atol=1e-5)
    kept = np.where(left, 2 + 0.25 * slow, 0.5 * np.cos(10 * x) - 3)
    np.testing.assert_allclose(target.missing(kept), [0.75, 0.5], atol=1e-4)
    assert target.names == ["sin x + ... + sin 4x", "cos 10x"]
    each = np.stack([np.sin(k * x[left]) for k in (1, 2, 3, 4)] + [np.ones(left.sum())])
    assert np.linalg.cond(each) > 1000


def test_a_wave_is_learned_from_the_look_after_which_it_stays():
    missing = np.array([1.0, 0.4, 0.6, 0.4, 0.1])[:, None, None] * np.ones((5, 1, 3))
    missing[:, 0, 1] = 0.2
    missing[:, 0, 2] = 0.9
    times = spectra.learned(missing, [1, 2, 4, 8, 16])
    assert times.tolist() == [[8.0, 1.0, np.inf]]


def test_looks_grow_and_end_with_the_last_step():
    found = spectra.looks(100)
    assert found[0] == 1
    assert found[-1] == 100
    assert max(np.array(found[1:]) / found[:-1]) <= 2


def test_the_networks_are_trained_as_torch_trains_them():
    target = spectra.waves()
    missing = spectra.follow(plain.settings(2), target, 30, "waves")
    net = tl.MLP(spectra.SIZES, activation="tanh")
    trainer = tl.Trainer(net, (target.x, target.y), population=2, init="glorot_normal")
    twin = plain.network(spectra.SIZES, nn.Tanh, trainer, 1)
    rule = torch.optim.Adam(twin.parameters(), lr=spectra.LR)
    plain.train(twin, target.x, target.y, rule, 30)
    expected = target.missing(twin(target.x)[:, 0].detach().double().numpy())
    np.testing.assert_allclose(missing[-1, 1], expected, rtol=0.01, atol=1e-3)


def test_a_run_answers_for_every_pair():
    result = experiments.run("spectral-bias", networks=16, quick=True, device="cpu", progress=False)
    pairs = [word for word in result.measured if " before " in word]
    assert len(pairs) == 7
    assert result.measured["waves: k = 4 before k = 8"] == 1.0
    assert "no step up to 600" in result.verdict
    assert "of k = 8" in result.picture().alt


def test_a_full_run_changes_what_the_source_leaves_open(monkeypatch):
    def follow(settings, target, steps, doing, **options):
        return np.tile(np.linspace(1, 0, len(spectra.looks(steps)))[:, None, None],
                       (1, settings.networks, len(target.names)))  # fmt: skip

    monkeypatch.setattr(spectra, "follow", follow)
    result = experiments.run("spectral-bias", networks=20, device="cpu", progress=False)
    assert [row["changed"] for row in result.sensitivity] == list(spectra.CHANGES)
    assert {row["networks"] for row in result.sensitivity} == {4}
    near = result.sensitivity[-1]
    assert [word for word in near if word.startswith("median")] == [
        "median step, sin x + ... + sin 4x",
        "median step, cos 10x",
    ]
