"""First-order rules with L-BFGS after them, against torch.optim one network at a time."""

import numpy as np
import torch
from torch import nn

from tests.trainlab.experiments import plain
from trainlab import experiments
from trainlab.experiments import hybrids
from trainlab.trainer import Trainer


def test_a_pair_goes_as_torchs_adam_and_lbfgs():
    plan = hybrids.Plan(hybrids.MLP([1, 10, 1]), "glorot_uniform", switch=20, then=8)
    found = hybrids.contest(plain.settings(1, seed=3), plan, "adam")
    start = Trainer(plan.net, hybrids.DATA, init=plan.init, seed=3)
    net = plain.network([1, 10, 1], nn.Tanh, start, 0)
    x, y = hybrids.DATA
    first = torch.optim.Adam(net.parameters(), lr=hybrids.RATES["adam"])
    losses = plain.train(net, x, y, first, plan.switch)
    settings = {"max_iter": 1, "max_eval": 100, "tolerance_grad": 0, "tolerance_change": 0}
    second = torch.optim.LBFGS(net.parameters(), line_search_fn="strong_wolfe", **settings)

    def closure():
        second.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        return loss

    losses += [second.step(closure).item() for _ in range(plan.then)]
    assert np.allclose(found.curve, losses, rtol=1e-2)
    assert losses[-1] < losses[plan.switch] - 0.05


def test_alone_and_longer_are_parts_of_one_training():
    plan = hybrids.Plan(switch=40, then=5)
    found = hybrids.contest(plain.settings(2), plan, "sgd")
    start = Trainer(plan.net, hybrids.DATA, init=plan.init, seed=1)
    net = plain.network([1, 100, 1], nn.ReLU, start, 0)
    rule = torch.optim.SGD(net.parameters(), lr=hybrids.RATES["sgd"])
    losses = plain.train(net, *hybrids.DATA, rule, 40 + hybrids.COST * 5)
    assert np.isclose(found.alone[1], np.median(losses[25:45]), rtol=1e-2)
    assert np.isclose(found.longer[1], np.median(losses[-20:]), rtol=1e-2)


def test_the_lowest_pair_wins_each_network():
    contest = hybrids.Contest(*[np.zeros(3)] * 5)
    errors = {name: np.full(3, 9.0) for name in hybrids.RATES}
    errors["adam"] = np.array([1.0, 9.0, 1.0])
    errors["sgd"] = np.array([2.0, 3.0, np.inf])
    found = {name: contest._replace(paired=error) for name, error in errors.items()}
    names = list(hybrids.RATES)
    assert [names[i] for i in hybrids.wins(found)] == ["adam", "sgd", "adam"]


def test_the_result_counts_every_network():
    result = experiments.run("adam-lbfgs", networks=2, quick=True, device="cpu", progress=False)
    assert result.data["wins"].sum() == 2
    assert result.measured["paired_adam"] < result.measured["alone_adam"]
    assert f"{result.measured['lbfgs_alone']:.3f}" in result.picture().alt
