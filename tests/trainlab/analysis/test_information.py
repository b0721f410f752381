"""Information in bits against closed forms, SciPy's entropy and plain counting."""

import math

import numpy as np
import pytest
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import trainlab as tl
from trainlab import problems
from trainlab.analysis.information import binned, entropy, information_plane, mutual_information

# Estimators.


def _plain_entropy(rows):
    """Rows are (N, columns)."""
    counts = np.unique(rows, axis=0, return_counts=True)[1]
    return scipy.stats.entropy(counts, base=2)


def _draw(members=3, n=50, high=6, seed=0):
    g = torch.Generator().manual_seed(seed)
    return torch.randint(-high, high, (members, n), generator=g)


@given(members=st.integers(1, 4), n=st.integers(1, 60), high=st.integers(1, 40))
@settings(max_examples=30)
def test_entropy_equals_scipys(members, n, high):
    labels = _draw(members, n, high)
    expected = [_plain_entropy(row[:, None].numpy()) for row in labels]
    np.testing.assert_allclose(entropy(labels), expected, atol=1e-12)


@given(members=st.integers(1, 3), n=st.integers(1, 60), high=st.integers(1, 10))
@settings(max_examples=30)
def test_mutual_information_is_the_divergence_from_independence(members, n, high):
    a, b = _draw(members, n, high, seed=1), _draw(members, n, 3, seed=2)
    for i, information in enumerate(mutual_information(a, b)):
        joint = np.histogram2d(a[i], b[i], bins=(2 * high, 6), range=((-high, high), (-3, 3)))[0]
        product = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0) / n
        expected = scipy.stats.entropy(joint.flatten(), product.flatten(), base=2)
        assert float(information) == pytest.approx(expected, abs=1e-12)


def test_bits_of_fair_coins_and_of_their_exclusive_or():
    a, b = torch.tensor([[0, 0, 1, 1]]), torch.tensor([[0, 1, 0, 1]])
    assert float(entropy(a)) == pytest.approx(1)
    assert float(mutual_information(a, b)) == pytest.approx(0)
    assert float(mutual_information(a, a ^ b)) == pytest.approx(0)
    assert float(mutual_information(2 * a + b, a ^ b)) == pytest.approx(1)


@pytest.mark.parametrize("wrong", [0, 1, 11, 50])
def test_a_binary_symmetric_channel_has_its_capacity(wrong):
    sent = torch.arange(200)[None] % 2
    received = sent.clone()
    received[:, : 2 * wrong] ^= 1
    capacity = 1 - scipy.stats.entropy([wrong / 100, 1 - wrong / 100], base=2)
    assert float(mutual_information(sent, received)) == pytest.approx(capacity, abs=1e-12)


@given(
    units=st.integers(1, 40),
    bins=st.integers(1, 40),
    limits=st.sampled_from([None, (-1.0, 1.0), (-0.3, 2.0)]),
)
@settings(max_examples=40)
def test_points_share_a_label_exactly_when_they_share_all_bins(units, bins, limits):
    g = torch.Generator().manual_seed(0)
    values = torch.randn(3, units, 10, generator=g, dtype=torch.float64)
    # Several points near each other, so that some share the bins of many units.
    values = (values[..., None] + 1e-3 * torch.randn(3, units, 10, 4, generator=g)).flatten(2)
    labels = binned(values, bins, limits)
    for i, member in enumerate(values.numpy()):
        low, high = limits or (member.min(), member.max())
        edges = np.linspace(low, high, bins + 1)[1:-1]
        expected = np.digitize(member.T, edges)
        same = (expected[:, None] == expected[None]).all(axis=2)
        np.testing.assert_array_equal(labels[i][:, None] == labels[i][None], same)


def test_a_layer_that_is_constant_has_no_bits():
    assert not entropy(binned(torch.full((2, 3, 10), 0.7))).any()


# Networks.


def test_the_plane_of_a_population_is_that_of_every_network_counted_plainly():
    problem = problems.moons(120)
    net = tl.MLP([2, 5, 3, 1], "tanh")
    trainer = tl.Trainer(net, problem, population=4, init="normal", dtype=torch.float64)
    plane = information_plane(net, trainer.params, problem.x, problem.y, bins=8, limits=(-1, 1))
    assert plane.input.shape == plane.target.shape == (3, 4)
    y = problem.y.numpy()
    for member in range(4):
        a = problem.x.double()
        for layer in range(1, 4):
            a = a @ trainer.weights(layer)[member].T + trainer.biases(layer)[member]
            a = torch.tanh(a) if layer < 3 else a
            cells = np.clip(np.floor((a.numpy() + 1) / 2 * 8), 0, 7)
            own = _plain_entropy(cells)
            shared = own + _plain_entropy(y) - _plain_entropy(np.hstack([cells, y]))
            assert float(plane.input[layer - 1, member]) == pytest.approx(own)
            assert float(plane.target[layer - 1, member]) == pytest.approx(shared, abs=1e-12)


@pytest.mark.parametrize(
    "net",
    [
        tl.MLP([2, 4, 4, 2], "relu", residual=True, batch_norm=True),
        tl.MLP([2, 4, 4, 2], "relu", dense=True),
        tl.RBF(2, 6, 2),
    ],
)
def test_information_keeps_its_bounds_in_every_kind_of_network(net):
    problem = problems.xor(100)
    labels = problem.y[:, 0].long()
    run = tl.train(
        net, (problem.x, labels), loss="cross_entropy", population=5, steps=200, progress=False
    )
    plane = information_plane(net, run.params, problem.x, labels, buffers=run.buffers, bins=20)
    of_target = float(entropy(labels[None]))
    assert (plane.target <= plane.input + 1e-9).all()
    assert (plane.target <= of_target + 1e-9).all()
    assert (plane.target >= -1e-9).all()
    assert (plane.input <= math.log2(100) + 1e-9).all()
    finer = information_plane(net, run.params, problem.x, labels, buffers=run.buffers, bins=200)
    assert (finer.input >= plane.input - 1e-9).all()


def test_the_running_statistics_given_are_those_used():
    net = tl.MLP([1, 3, 1], batch_norm=True)
    run = tl.train(net, problems.sine(50), steps=50, snapshots=[0, 50], progress=False)
    x, y = problems.sine(50).x, problems.sine(50).y
    last = information_plane(net, run.snapshots[1], x, y, buffers=run.snapshot_buffers[1])
    assert torch.equal(
        last.input, information_plane(net, run.params, x, y, buffers=run.buffers).input
    )
    assert not torch.equal(last.input, information_plane(net, run.params, x, y).input)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"net": tl.Module(torch.nn.Linear(1, 1), 1)}, "the network is a module"),
        ({"y": torch.zeros(3, 1)}, "x has 5 points and y has 3"),
        ({"bins": 0}, "bins=0 was given"),
        ({"limits": (1.0, -1.0)}, "expected a pair low < high"),
    ],
)
def test_arguments_that_do_not_fit_are_explained(arguments, words):
    net = tl.MLP([1, 2, 1])
    given_ = {"net": net, "params": torch.zeros(1, 7), "x": torch.zeros(5, 1)}
    given_ |= {"y": torch.zeros(5, 1)} | arguments
    with pytest.raises(ValueError, match=r"^[^\n]*$") as error:
        information_plane(**given_)
    assert words in str(error.value)
