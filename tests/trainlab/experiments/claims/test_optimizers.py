"""Adam against Nadam, against torch.optim one network at a time."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments, problems
from trainlab.experiments.claims import optimizers
from trainlab.experiments.targets import on_grid
from trainlab.training.trainer import Trainer

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


EQUAL = (0.95, 1.05)


def _judged(share, margin=0.1, at=-1, ratio=EQUAL):
    """Judge shares whose intervals reach ``margin`` to both sides."""
    share = np.array(share)
    low, high = np.clip(share - margin, 0, 1), np.clip(share + margin, 0, 1)
    return optimizers._holds(share, low, high, at, ratio)


def test_always_means_in_every_network_at_every_look_in_equal_time():
    assert _judged([1.0, 1.0, 1.0]) is True
    assert _judged([0.9, 1.0, 0.2]) is False
    assert isinstance(_judged([0.0, 0.7, 1.0]), str)


def test_the_steps_on_which_it_depends_are_named():
    found = _judged([0.82, 0.04, 0.71, 0.55, 0.93, 1.0], at=2)
    assert found.startswith("It depends on the steps")
    assert "in 71% of the networks at step 150, where" in found
    assert "in the fewest, 4%, at step 100;" in found
    assert "in 100% at the end, step 300." in found
    assert "From step 250 on" in found


def test_ahead_in_most_networks_at_every_look_is_a_rule_and_not_always():
    assert _judged([0.8, 0.9, 1.0]).startswith("As a rule, not always.")


def test_an_end_that_is_not_certain_names_no_step_from_which_on_it_is():
    depends, nowhere = _judged([0.9, 0.55]), _judged([0.2, 0.55])
    assert depends.startswith("It depends on the steps")
    assert nowhere.startswith("After no number of steps")
    assert "From step" not in depends + nowhere


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        ((1.01, 1.09), "are about equal: Nadam's is 1.01 to 1.09"),
        ((1.12, 1.3), "are not equal"),
        ((0.7, 0.8), "are not equal"),
        ((1.05, 1.2), "which is undecided"),
    ],
)
def test_about_equal_time_is_judged_by_the_interval_of_the_ratio(ratio, words):
    assert words in _judged([0.4, 1.0], ratio=ratio)
    always = _judged([1.0, 1.0], ratio=ratio)
    if ratio[1] < 1.1 and ratio[0] > 0.9:
        assert always is True
    else:
        assert always.startswith("Adam is always ahead.")
        assert words in always


def test_what_is_changed_counts_too():
    def rows(share, interval):
        row = {"changed": "x on (-1, 1)", "steps": 2000, "adam_better": share}
        return [row | {"interval": interval}]

    always = np.ones(3)
    sure = (always, 0.98 * always, always, 0, (1.01, 1.05))
    assert optimizers._holds(*sure, rows(0.9, (0.8, 1.0))) is True
    found = optimizers._holds(*sure, rows(0.3, (0.2, 0.4)))
    assert found.startswith("Adam is always ahead.")
    assert found.endswith("After 2000 steps Adam is ahead in 30% with x on (-1, 1).")
