"""Images and tables in order and shuffled, against plain PyTorch and counts by hand."""

import numpy as np
import pytest
import torch
from torch import nn

from trainlab import experiments
from trainlab.experiments.claims import neighbours
from trainlab.training import train


def test_parameters_are_those_of_pytorchs_layers():
    twins = {
        "dense": nn.Sequential(nn.Linear(144, 32), nn.Linear(32, 10)),
        "convolution": nn.Sequential(nn.Conv2d(1, 8, 3), nn.Linear(800, 10)),
        "pooled": nn.Sequential(nn.Conv2d(1, 8, 3), nn.Conv2d(8, 16, 3), nn.Linear(16, 10)),
    }
    for kind, twin in twins.items():
        count = sum(p.numel() for p in twin.parameters())
        assert neighbours.networks("digits")[kind].parameter_count == count
    assert neighbours.networks("tumours")["convolution"].parameter_count == 8 * 4 + 8 * 28 + 1


@pytest.mark.parametrize("data", neighbours.DATA)
def test_shuffling_moves_columns_and_nothing_else(data):
    p = neighbours.DATA[data](3)
    other = neighbours.shuffled(p, 5)
    columns = [sorted(torch.cat([q.x, q.x_val]).T.tolist()) for q in (p, other)]
    assert columns[0] == columns[1]
    assert torch.equal(other.y, p.y)
    assert not torch.equal(other.x, p.x)


def test_a_digit_moves_within_its_margin():
    p = neighbours.images(0)
    edge = p.x.view(-1, neighbours.SIDE, neighbours.SIDE).clone()
    edge[:, 2:-2, 2:-2] = 0
    assert not edge.any()
    assert p.x.shape == (300, 144)


@pytest.mark.parametrize("data", neighbours.DATA)
def test_accuracy_is_the_share_of_right_answers(data):
    p = neighbours.DATA[data](0)
    net = neighbours.networks(data)["dense"]
    run = train(net, p, population=3, steps=5, progress=False)
    shares = []
    for outputs in run.predict(p.x_val):
        if data == "digits":
            right = sum(int(o.argmax()) == int(y) for o, y in zip(outputs, p.y_val, strict=True))
        else:
            right = sum((float(o) > 0) == bool(y) for o, y in zip(outputs, p.y_val, strict=True))
        shares.append(right / len(p.y_val))
    assert neighbours.accuracy(run, p.x_val, p.y_val) == pytest.approx(np.median(shares))


def test_what_is_lost_is_a_difference_draw_by_draw():
    names = {f"{d}, {k}, {o}" for d in neighbours.DATA for k in neighbours.KINDS
             for o in ("in order", "shuffled")} | {
                 f"digits, {k}, moved by 1" for k in neighbours.KINDS}  # fmt: skip
    rng = np.random.default_rng(0)
    values = {name: rng.random(4) for name in sorted(names)}
    found = neighbours.losses(values)
    assert len(found) == 13
    name = "tumours, pooled"
    expected = values[f"{name}, in order"] - values[f"{name}, shuffled"]
    np.testing.assert_array_equal(found[f"{name}, lost by shuffling"], expected)
    dense = values["tumours, dense, in order"] - values["tumours, dense, shuffled"]
    beyond = found[f"{name}, lost by shuffling, less dense"]
    np.testing.assert_allclose(beyond, expected - dense)


def test_the_answers_follow_the_intervals():
    interval = {
        "digits, convolution, lost by shuffling, less dense": (0.002, 0.05),
        "digits, pooled, lost by shuffling, less dense": (0.05, 0.1),
        "digits, dense, lost by shuffling": (-0.01, 0.01),
        "tumours, convolution, lost by shuffling": (-0.005, 0.005),
        "digits, pooled, lost by moving": (0.0, 0.001),
    }
    assert set(neighbours.answers(interval).values()) == {"yes"}
    interval["digits, pooled, lost by moving"] = (0.1, 0.2)
    assert list(neighbours.answers(interval).values())[-1] == "no"
    interval["digits, convolution, lost by shuffling, less dense"] = (0.0, 0.01)
    assert list(neighbours.answers(interval).values())[1] == "undecided"


def test_a_quick_run_finds_that_shuffling_hurts_what_pools():
    result = experiments.run("neighbours", quick=True, progress=False)
    assert "By shuffling: digits, dense " in result.verdict
    assert result.picture().alt.endswith(result.verdict)
    assert result.measured["digits, pooled, lost by shuffling"] > 0.02
    assert abs(result.measured["digits, pooled, lost by moving"]) < 0.05
    assert result.measured["digits, dense, lost by moving"] > 0.2
