"""XOR, against plain PyTorch."""

import numpy as np
import pytest
import torch
from scipy import stats
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import xor as family
from trainlab.training.trainer import Trainer

WHOLE = [name for name, case in family.cases().items() if case.batch_size is None]


@pytest.mark.parametrize("name", [*family.STARTS, *WHOLE[-4:]])
def test_xor_is_trained_as_torch_trains_it(name, monkeypatch):
    monkeypatch.setattr(family, "EPOCHS", 60)
    case = family.cases()[name]
    sizes = [2, 2, 4, 1] if "2-2-4-1" in name else [2, 4, 1]
    x = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    if "-1 and 1" in name:
        x = torch.tensor([[-1.0, -1], [-1, 1], [1, -1], [1, 1]])
    start = Trainer(
        family.MLP(sizes, activation="sigmoid"), family.XOR, loss="bce", init=case.init, seed=3
    )
    net = plain.network(sizes, nn.Sigmoid, start, 0)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.99)
    losses = []
    for _ in range(family.EPOCHS):
        optimizer.zero_grad()
        loss = nn.functional.binary_cross_entropy_with_logits(net(x), family.XOR[1])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    run = family.train_xor(plain.settings(2, seed=3), case, "")
    np.testing.assert_allclose(run.train_loss[:, 0], losses, rtol=2e-3)


def test_a_network_fails_when_one_corner_is_wrong():
    right = torch.tensor([[-1.0], [1], [1], [-1]])
    wrong = torch.tensor([[-1.0], [1], [1], [1e-3]])
    assert family.fails(torch.stack([right, wrong, -right])).tolist() == [False, True, True]


def test_xor_init_weighs_the_sources_counts(monkeypatch):
    monkeypatch.setattr(family, "EPOCHS", 400)
    monkeypatch.setattr(family, "BOUNDS", (1.0, 10.0))
    result = experiments.run("xor-init", networks=100, progress=False, device="cpu")
    wide, scaled = (result.measured[f"share that fails, {name}"] for name in family.STARTS)
    assert wide > 0.2 > scaled
    rows = {row["changed"]: row["share that fails"] for row in result.sensitivity}
    assert rows["U(-1, 1)"] < rows["U(-10, 10)"] == wide
    assert "6 of 20" in result.picture().alt


WIDE, SCALED = family.STARTS
BASE = {WIDE: 400, SCALED: 10}
VARIANCE = {"fan_in^-1/2 read as the variance": 40}
CORNER = {f"{WIDE}, one corner a step": 450, f"{SCALED}, one corner a step": 20}


def test_xor_init_holds_under_every_reading_or_under_none():
    assert family._holds(BASE, 1000) is True
    assert family._holds(BASE | VARIANCE | CORNER, 1000) is True
    assert family._holds({WIDE: 900, SCALED: 10}, 1000) is False
    assert family._holds({WIDE: 300, SCALED: 300}, 1000) is False
    assert family._holds({WIDE: 900, SCALED: 10} | VARIANCE, 1000) is False


def test_xor_init_names_the_reading_under_which_it_fails():
    often = CORNER | {f"{SCALED}, one corner a step": 264}
    found = family._holds(BASE | VARIANCE | often, 1000)
    yes, no = found.split("No: ")
    assert found.startswith("It depends on")
    assert "all four corners a step, 2-4-1; fan_in^-1/2 read as the variance" in yes
    p = stats.binomtest(0, 20, 0.264).pvalue
    assert no.startswith("one corner a step, where 26.4% fail from N(0, 1/sqrt(fan_in))")
    assert f"0 of 20 has p = {p:.2g}" in no
    assert "U(-10" not in no


def test_xor_init_depends_when_only_another_reading_holds():
    found = family._holds({WIDE: 900, SCALED: 10} | CORNER, 1000)
    assert "Yes: one corner a step. No: all four corners a step, 2-4-1, where 90.0% fail" in found


def test_xor_init_tells_which_start_is_too_rare_and_whether_small_starts_fail():
    told = family._verdict({WIDE: 900, SCALED: 0}, 1000)
    assert "6 of 20 from U(-10, 10) too rarely" in told
    assert "0 of 20 from N(0, 1/sqrt(fan_in)) often enough (p = 1)" in told
    assert told.endswith("None fails from N(0, 1/sqrt(fan_in)).")
    told = family._verdict({WIDE: 400, SCALED: 300}, 1000)
    assert "6 of 20 from U(-10, 10) often enough" in told
    assert "0 of 20 from N(0, 1/sqrt(fan_in)) too rarely" in told
    assert "not immune: 300 networks fail" in told


def test_every_reading_is_trained(monkeypatch):
    monkeypatch.setattr(family, "EPOCHS", 1)
    result = experiments.run("xor-init", networks=4, progress=False, device="cpu")
    trained = {row["changed"] for row in result.sensitivity}
    assert trained.issuperset(name for names in family.READINGS.values() for name in names)
    picture = result.picture()
    assert "grows" not in picture.alt
    assert "fail" not in picture.figure.axes[1].get_title()
