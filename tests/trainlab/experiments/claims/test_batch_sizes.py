"""Batch sizes: what is measured, against plain PyTorch and by hand."""

import numpy as np
import pytest
import torch
from torch import nn

import trainlab as tl
from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import batch_sizes


def test_the_whole_batch_trains_as_plain_torch_does(monkeypatch):
    monkeypatch.setattr(batch_sizes, "STEPS", 100)
    found = batch_sizes.losses(plain.settings(48), 50)
    assert found.shape == (2, 1, 3, 4)
    problem = tl.problems.circle(n=50, noise=0.3, n_val=1000, seed=2)
    for rate in range(3):
        trainer = tl.Trainer(batch_sizes.NET, problem, population=3, seed=2)
        net = plain.network([2, 16, 16, 1], nn.Tanh, trainer, rate)
        rule = torch.optim.SGD(net.parameters(), lr=batch_sizes.RATES[rate])
        for _ in range(100):
            rule.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(net(problem.x), problem.y).backward()
            rule.step()
        pairs = (problem.x, problem.y), (problem.x_val, problem.y_val)
        for kind, (x, y) in enumerate(pairs):
            expected = nn.functional.binary_cross_entropy_with_logits(net(x), y).item()
            assert found[kind, 0, rate, 2] == pytest.approx(expected, rel=1e-3)


def test_rising_counts_the_looks_that_are_higher_than_the_one_before():
    curves = np.array([[3.0, 1.0], [2.0, 2.0], [2.5, 3.0], [1.0, 4.0]])
    assert batch_sizes.rising(curves).tolist() == pytest.approx([1 / 3, 1.0])


def test_the_best_look_is_chosen_on_even_networks_and_judged_on_odd_ones():
    validation = np.ones((2, 2, 4))
    validation[1, 0] = [0.2, 0.7, 0.4, 0.8]
    validation[0, 1, 1::2] = 0.1
    assert batch_sizes.at_best(validation).tolist() == [0.7, 0.8]


def test_a_quick_run_says_what_it_found(monkeypatch):
    monkeypatch.setattr(batch_sizes, "STEPS", 300)
    monkeypatch.setattr(batch_sizes, "EVERY", 10)
    monkeypatch.setattr(batch_sizes, "SIZES", (1, 5, 50))
    result = experiments.run("batch-size", networks=72, device="cpu", progress=False)
    assert "a batch of one is noisier than the whole batch: yes" in result.holds
    rose = "share of looks at which the loss rose, batches of {}"
    assert result.measured[rose.format(1)] > result.measured[rose.format(50)] == 0
    ending = f"{result.measured['validation loss, batches of 50']:.2g}"
    assert f"validation {ending}" in result.picture().alt
