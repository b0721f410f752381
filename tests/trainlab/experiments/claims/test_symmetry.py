"""Units that start equal, against one network in plain PyTorch and against counting by hand."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import symmetry
from trainlab.training.trainer import Trainer


def _network(equal, seed=0):
    """A 2-8-1 network in PyTorch; the layers named start at 0.5, the others at random."""
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1)).double()
    with torch.no_grad():
        for layer in (1, 2):
            net[2 * layer - 2].bias.zero_()
            if layer in equal:
                net[2 * layer - 2].weight.fill_(0.5)
    return net


def _alike(net):
    units = torch.cat([net[0].weight, net[0].bias[:, None], net[-1].weight.T], dim=1)
    return bool((units - units[0]).abs().max() < 1e-9)


@pytest.mark.parametrize(
    ("equal", "dropped", "alike"),
    [((1, 2), 0.0, True), ((1, 2), 0.1, False), ((1,), 0.0, False), ((2,), 0.0, False)],
)
def test_torch_keeps_alike_what_the_experiment_keeps_alike(equal, dropped, alike, monkeypatch):
    monkeypatch.setattr(symmetry, "LOOKS", np.array([1, 50]))
    net = _network(equal)
    trained = nn.Sequential(net[0], net[1], nn.Dropout(dropped), net[2])
    rule = torch.optim.SGD(net.parameters(), lr=symmetry.LR)
    x, y = symmetry.DATA.x.double(), symmetry.DATA.y.double()
    generator = torch.Generator().manual_seed(0)
    for _ in range(50):
        batch = torch.randperm(len(x), generator=generator)[: symmetry.BATCH]
        rule.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(trained(x[batch]), y[batch]).backward()
        rule.step()
    assert _alike(net) == alike
    options = {"dropout": dropped} if dropped else {}
    found = symmetry.course(plain.settings(3), symmetry.Case(equal, options))
    assert ((found.apart[-1] < symmetry.ALIKE) == alike).all()


def test_the_distance_of_units_counted_by_hand():
    """Seven units (1, 0, 0, 0) and one (9, 0, 0, 0): their mean is 2, the ninth lies 7 from it."""
    params = torch.zeros(1, symmetry.NET.parameter_count, dtype=torch.float64)
    trainer = Trainer(symmetry.NET, symmetry.DATA, init=params, dtype=torch.float64, device="cpu")
    trainer.weights(1)[0, :, 0] = torch.tensor([1.0] * 7 + [9.0])
    assert float(symmetry.apart(trainer)) == pytest.approx(7 / 2)
    again = copy.copy(trainer)
    again.biases(2).fill_(5.0)  # of no unit
    assert float(symmetry.apart(again)) == pytest.approx(7 / 2)


def test_the_claim_holds_in_part_with_few_networks(monkeypatch):
    monkeypatch.setattr(symmetry, "LOOKS", np.array([1, 200]))
    result = experiments.run("symmetry", networks=8, device="cpu", progress=False)
    assert "under SGD the units stay alike: undecided" in result.holds
    shares = {n.partition(", ")[2]: v for n, v in result.measured.items() if "share" in n}
    assert [v for n, v in shares.items() if "equal" in n and "layer" not in n] == [
        1.0,
        0.0,
        1.0,
        1.0,
        1.0,
        1.0,
    ]
    assert shares[symmetry.ONE] == shares[symmetry.LAST] == 0.0
    assert np.isfinite(list(result.measured.values())).all()
    assert "all units are alike in 100% of the networks under SGD" in result.verdict
    assert result.picture().alt.count("distance") == 4
