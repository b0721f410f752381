"""Rates of dropout, against a network in plain PyTorch and against counting by hand."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import MLP, Trainer, experiments, problems
from trainlab.experiments.claims import dropout_rates


def test_a_case_drops_where_its_name_says():
    assert dropout_rates.CASES["both hidden layers, 0.5"] == (0.0, 0.5, 0.5)
    assert dropout_rates.CASES["the second hidden layer, 0.9"] == (0.0, 0.0, 0.9)
    assert dropout_rates.CASES["the inputs, 0.1"] == (0.1, 0.0, 0.0)
    assert dropout_rates.CASES[dropout_rates.UP] == (0.0, 0.2, 0.5)


def test_without_dropout_the_loss_is_that_of_a_network_in_torch(monkeypatch):
    """One step of one batch of all points: what is drawn then plays no part."""
    monkeypatch.setattr(dropout_rates, "SEEN", 25)
    monkeypatch.setattr(
        dropout_rates, "CASES", {dropout_rates.NONE: dropout_rates.Case(0.0, 0.0, 0.0)}
    )
    training, loss, right = dropout_rates.one_draw(plain.settings(1), 2, 1, 3)
    data = problems.digits(n=25, n_val=600, seed=2)
    mean, spread = torch.tensor(data.x.numpy().mean(axis=0)), float(data.x.numpy().std(ddof=1))
    x, unseen = (data.x - mean) / spread, (data.x_val - mean) / spread
    twin = Trainer(
        MLP([64, 64, 64, 10], "relu"), (x, data.y), loss="cross_entropy", init="he_normal",
        seed=2, device="cpu",
    )  # fmt: skip
    net = plain.network([64, 64, 64, 10], nn.ReLU, twin, 0)
    rule = torch.optim.SGD(net.parameters(), lr=dropout_rates.LR)
    for _ in range(3):
        rule.zero_grad()
        nn.functional.cross_entropy(net(x), data.y).backward()
        rule.step()
    with torch.no_grad():
        outputs = net(unseen)
        expected = nn.functional.cross_entropy(outputs, data.y_val).item()
        assert training[0] == pytest.approx(
            nn.functional.cross_entropy(net(x), data.y).item(), rel=1e-4
        )
    assert loss[0] == pytest.approx(expected, rel=1e-4)
    assert right[0] == pytest.approx(float((outputs.argmax(dim=1) == data.y_val).double().mean()))


def test_the_best_rate_is_chosen_on_even_draws_alone():
    losses = np.ones((4, len(dropout_rates.CASES)))
    names = [*dropout_rates.CASES]
    losses[::2, names.index("the inputs, 0.3")] = 0.5
    losses[1::2, names.index("the inputs, 0.7")] = 0.1
    assert dropout_rates.best(losses, "the inputs") == "the inputs, 0.3"
    assert (dropout_rates.column(losses, "the inputs, 0.7") == [1, 0.1, 1, 0.1]).all()


def test_the_parts_are_judged_with_few_networks(monkeypatch):
    monkeypatch.setattr(dropout_rates, "STEPS", 100)
    result = experiments.run("dropout-rate", quick=True, device="cpu", progress=False)
    assert "on the inputs it helps: " in str(result.holds)
    assert len(result.sensitivity) == len(dropout_rates.CASES)
    name = "loss on unseen images, 0.2, then 0.5 over 0.5, then 0.2"
    ratio = result.data["loss 0.2, then 0.5"] / result.data["loss 0.5, then 0.2"]
    assert result.measured[name] == pytest.approx(float(np.median(ratio[1::2])))
    assert result.picture().alt.count("inputs") == 1
