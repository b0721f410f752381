"""Dying networks, against one network at a time in NumPy, and against the paper's numbers."""

import numpy as np
import pytest
import torch

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments import statistics
from trainlab.experiments.claims import dying
from trainlab.nn.networks import MLP
from trainlab.training.trainer import Trainer


def _plain_death_layer(weights, x):
    """Return the first hidden layer of one network that is zero at every x (N, in)."""
    a = x.T
    for layer, w in enumerate(weights[:-1], start=1):
        a = np.maximum(w @ a, 0)
        if not a.any():
            return layer
    return len(weights)


def test_bounds_at_ten_layers_of_width_two_are_the_sources():
    assert np.isclose(dying.lower_bound(np.array(10), 2), 0.870, atol=5e-4)
    assert np.isclose(dying.upper_bound(np.array(10), 2), 0.925, atol=5e-4)


@pytest.mark.parametrize("width", [1, 2, 5])
def test_the_bounds_are_in_order_and_tend_to_one(width):
    layers = np.arange(2, 50 * 2**width)
    below, above = dying.lower_bound(layers, width), dying.upper_bound(layers, width)
    assert (below <= above + 1e-12).all()
    assert (np.diff(below) >= -1e-12).all()
    assert below[-1] > 0.99


def test_death_layers_are_those_of_each_network_alone():
    found = dying.death_layers(plain.settings(60), width=3, layers=12)
    net = MLP([1, *[3] * 11, 1], activation="relu")
    x = np.linspace(-2, 2, 41)[:, None]
    y = torch.zeros(41, 1)
    trainer = Trainer(net, (torch.from_numpy(x), y), init="he_normal", population=60, device="cpu")
    for member in range(60):
        weights = [trainer.weights(layer)[member].double().numpy() for layer in range(1, 13)]
        assert _plain_death_layer(weights, x) == found[member]
    assert len(set(found.tolist())) > 5


def test_the_share_of_dead_networks_is_that_of_plain_random_ones():
    rng = np.random.default_rng(0)
    ends = [
        _plain_death_layer(
            [rng.normal(size=(2, 1)), *rng.normal(size=(8, 2, 2)), rng.normal(size=(1, 2))],
            np.array([[-1.0], [1.0]]),
        )
        for _ in range(1000)
    ]
    low, high = statistics.clopper_pearson(sum(layer < 10 for layer in ends), 1000)
    found = dying.death_layers(plain.settings(2000), width=2, layers=10)
    assert low < (found < 10).mean() < high


def test_with_two_inputs_the_directions_are_as_dense_as_needed():
    found = dying.death_layers(plain.settings(300), width=2, layers=10, inputs=2)
    finer = [
        _plain_death_layer(
            [
                rng.normal(size=(2, 2)),
                *rng.normal(size=(8, 2, 2)),
                rng.normal(size=(1, 2)),
            ],
            rng.normal(size=(2000, 2)),
        )
        for rng in map(np.random.default_rng, range(300))
    ]
    low, high = statistics.clopper_pearson(sum(layer < 10 for layer in finer), 300)
    assert low < (found < 10).mean() < high


def test_a_population_larger_than_is_held_at_once_is_the_same_networks(monkeypatch):
    whole = dying.death_layers(plain.settings(50), 2, 6)
    monkeypatch.setattr(dying, "HELD", 20)
    assert (dying.death_layers(plain.settings(50), 2, 6) == whole).all()


def test_dying_probability_lies_between_the_theorems():
    result = experiments.run("dying-probability", networks=400, progress=False, device="cpu")
    assert result.holds
    low, high = result.interval["P(die), 10 layers of width 2"]
    assert low < 0.925
    assert high > 0.870
    assert (np.diff(result.data["dead"], axis=1) >= 0).all()
    assert (np.diff(result.data["dead"][:, -1]) <= 0).all()
    assert "400 networks" in result.picture().caption


@pytest.mark.parametrize(
    ("share", "interval", "told"),
    [
        (0.9, (0.85, 0.95), "inside the bounds 0.870 and 0.925"),
        (0.94, (0.92, 0.95), "outside the bounds 0.870 and 0.925, which the interval reaches"),
        (0.94, (0.93, 0.95), "outside the bounds 0.870 and 0.925, which the interval misses"),
        (0.86, (0.84, 0.88), "outside the bounds 0.870 and 0.925, which the interval reaches"),
        (0.80, (0.79, 0.81), "outside the bounds 0.870 and 0.925, which the interval misses"),
    ],
)
def test_a_share_is_placed_beside_the_bounds(share, interval, told):
    assert dying._placed(share, interval, dying.bounds_at_ten()) == told


def test_the_verdict_says_outside_and_the_picture_tells_the_shares(monkeypatch):
    # 48 of 50 networks die in the first layer, the others never.
    first_dead = np.r_[np.ones(48, int), [40, 40]]
    monkeypatch.setattr(dying, "death_layers", lambda *arguments, **changes: first_dead)
    result = experiments.run("dying-probability", networks=50, progress=False, device="cpu")
    assert "0.960 of 50" in result.verdict
    assert "outside the bounds 0.870 and 0.925, which the interval reaches" in result.verdict
    assert result.holds is False
    assert "0.96 and 0.96 at width 2" in result.picture().alt


def test_a_cell_is_outside_only_when_its_interval_misses_the_bounds():
    below, above = np.array([[0.4, 0.4]]), np.array([[0.6, 0.6]])
    assert dying._cells_outside(np.array([[50, 62]]), 100, below, above) == 0
    assert dying._cells_outside(np.array([[50, 90]]), 100, below, above) == 1
    assert dying._cells_outside(np.array([[10, 90]]), 100, below, above) == 2


def test_safe_depths_are_where_the_share_crosses_the_risk():
    # 1000 networks of which 30 die in each layer: below 10% up to three dead layers, four layers.
    first_dead = np.repeat(np.arange(1, 21), 30)
    first_dead = np.concatenate([first_dead, np.full(400, 21)])
    depth, least, most = dying._simulated_depths(first_dead, 21)
    assert depth == [4, 1]
    assert least[0] <= 4 <= most[0]
    assert most[1] == 1


def test_safe_region_grows_with_the_width():
    result = experiments.run("safe-region", networks=300, quick=True, progress=False, device="cpu")
    assert result.measured.keys() == result.interval.keys()
    depth = result.data["depth"][:, 0]
    tenth = [
        v for name, v in result.measured.items() if name.startswith("safe depth, P(die) < 10%")
    ]
    assert tenth == depth.tolist()
    low, high = result.interval["safe depth, P(die) < 10%, width 4"]
    assert low <= result.measured["safe depth, P(die) < 10%, width 4"] <= high
    assert (np.diff(depth) >= 0).all()
    assert depth[-1] > 3 * depth[0]
    assert (result.data["least"] <= result.data["depth"]).all()
    assert (result.data["depth"] <= result.data["most"]).all()
    assert result.picture().alt


@pytest.mark.parametrize("id", ["dying-probability", "safe-region"])
def test_an_interrupted_run_keeps_the_widths_it_finished(id, monkeypatch):
    full = dying.death_layers

    def interrupted(settings, width, layers, **changes):
        if width == 4:
            raise KeyboardInterrupt
        return full(settings, width, layers, **changes)

    monkeypatch.setattr(dying, "death_layers", interrupted)
    result = experiments.run(id, networks=50, quick=True, progress=False, device="cpu")
    assert not result.complete
    assert result.data["widths"].tolist() == [2, 3]
    assert result.picture().figure
