"""Remedies against collapse, against networks of plain PyTorch from the same weights."""

import numpy as np
import pytest
import torch
from torch import nn

from trainlab import experiments
from trainlab.experiments.claims import collapse, remedies

X = collapse.points(1)
Y = X.abs()
ACTIVATIONS = {
    "leaky ReLU": nn.LeakyReLU, "PReLU": nn.PReLU, "GELU": nn.GELU, "ELU": nn.ELU,
    "SELU": nn.SELU, "SiLU": nn.SiLU,
}  # fmt: skip


class Twin(nn.Module):
    """A member of a population in PyTorch's own layers."""

    def __init__(self, name, trainer, member):
        super().__init__()
        sizes = trainer.net.sizes
        self.name, self.affine = name, nn.ModuleList(map(nn.Linear, sizes, sizes[1:]))
        with torch.no_grad():
            for number, layer in enumerate(self.affine, start=1):
                layer.weight.copy_(trainer.weights(number)[member])
                layer.bias.copy_(trainer.biases(number)[member])
        self.norms = nn.ModuleList([nn.BatchNorm1d(n, momentum=0.99) for n in sizes[1:-1]])
        kind = ACTIVATIONS.get(name, nn.ReLU)
        self.functions = nn.ModuleList([kind() for _ in sizes[1:-1]])

    def forward(self, x):
        for number, affine in enumerate(self.affine[:-1]):
            z = affine(x)
            if self.name == "batch norm before":
                z = self.norms[number](z)
            a = self.functions[number](z)
            if self.name == "batch norm after":
                a = self.norms[number](a)
            x = a + x if self.name == "shortcuts" and x.shape == a.shape else a
        return self.affine[-1](x)


def _started(name, layers=5, networks=3):
    remedy = remedies.REMEDIES[name]
    return remedies.start(remedy, (X, Y), layers, 0.01, population=networks, seed=4, device="cpu")


@pytest.mark.parametrize("name", remedies.REMEDIES)
def test_losses_and_gradients_are_those_of_twins_in_torch(name):
    trainer = _started(name)
    gradients = trainer.gradients()
    twins = [Twin(name, trainer, member) for member in range(3)]
    losses = trainer.step(1)
    for member, twin in enumerate(twins):
        loss = nn.functional.mse_loss(twin(X), Y)
        loss.backward()
        assert float(losses[0, member]) == pytest.approx(loss.item(), rel=1e-5)
        for place, affine in zip(trainer.net.layers, twin.affine, strict=True):
            expected = torch.cat([affine.weight.grad, affine.bias.grad[:, None]], dim=1)
            found = place.block(gradients)[member]
            torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", remedies.REMEDIES)
def test_dead_is_where_torch_finds_no_gradient_in_the_first_layer(name):
    trainer = _started(name, layers=10, networks=20)
    found = remedies.dead(trainer)
    for member in range(20):
        twin = Twin(name, trainer, member)
        nn.functional.mse_loss(twin(X), Y).backward()
        assert found[member] == (not twin.affine[0].weight.grad.any())


def test_plain_networks_are_dead_where_their_output_is_constant():
    trainer = _started(remedies.PLAIN, layers=10, networks=200)
    constant = (np.ptp(trainer.predict(X).numpy(), axis=1) == 0).ravel()
    assert (remedies.dead(trainer) == constant).all()
    assert 0.7 < constant.mean() < 1


@pytest.mark.parametrize("name", ["leaky ReLU", "batch norm before", "shortcuts"])
def test_what_cannot_be_dead_is_not(name):
    assert not remedies.dead(_started(name, layers=10, networks=100)).any()


def test_the_statistics_of_a_start_are_those_of_the_points():
    trainer = _started("batch norm before")
    z = X @ trainer.weights(1)[0].mT
    scale = trainer.buffers[0, :4].reshape(2, 2)
    torch.testing.assert_close(scale[0], z.mean(dim=0), atol=1e-6, rtol=1e-5)
    torch.testing.assert_close(scale[1], z.var(dim=0), atol=1e-6, rtol=1e-5)
    assert trainer.steps_taken == 0


def test_every_network_is_counted_once_and_told(monkeypatch):
    monkeypatch.setattr(remedies, "QUICK_STEPS", 30)
    result = experiments.run(
        "collapse-remedies", networks=10, quick=True, progress=False, device="cpu"
    )
    counts = result.data["counts"]
    assert result.data["cases"].tolist() == [*remedies.TRIED]
    assert (counts[:, 1:].sum(axis=1) == 10).all()
    for name, row in zip(remedies.TRIED, counts, strict=True):
        assert result.measured[f"dead at start, {name}"] == row[0] / 10
        assert f"{name}: dead at start {row[0] / 10:.1%}" in result.picture().alt
    for name, (low, high) in result.interval.items():
        assert low <= result.measured[name] <= high
    assert result.sensitivity == []


def test_deeper_networks_are_rows(monkeypatch):
    asked = []

    def short(settings, remedy, layers, doing):
        asked.append((doing, layers, settings.networks))
        none = np.zeros(settings.networks, bool)
        return remedies.Fate(none, none, none)

    monkeypatch.setattr(remedies, "fate", short)
    result = experiments.run("collapse-remedies", networks=300, progress=False, device="cpu")
    assert asked == [(n, 10, 300) for n in remedies.CASES] + [(n, 20, 100) for n in remedies.TRIED]
    assert len(result.sensitivity) == len(remedies.TRIED)
    assert result.sensitivity[0]["in part"] == 1


PLAIN = {
    "dead at start, none": (0.8, 0.9),
    "collapsed, none": (0.9, 0.95),
    "learnt, none": (0, 0.1),
}


def test_a_variant_is_better_where_its_interval_lies_apart():
    better = {"dead at start, a": (0, 0.1), "collapsed, a": (0.1, 0.2), "learnt, a": (0.3, 0.4)}
    assert remedies._holds(PLAIN | better, ["a"]) is True
    worse = {"dead at start, a": (0.85, 0.9), "collapsed, a": (0.9, 1), "learnt, a": (0, 0.2)}
    assert remedies._holds(PLAIN | worse, ["a"]) is False
    told = remedies._holds(PLAIN | better | {"learnt, a": (0.05, 0.2)}, ["a"])
    assert "less often dead at the start: a; collapse less often: a; learn more often: none" in told


def test_the_verdict_names_what_plain_networks_become_and_where_none_is_dead():
    groups = ("dead at start", "collapsed", "learnt")
    rows = {"none": (8, 9, 1), "a": (0, 2, 3), "b": (0, 0, 7), "c": (1, 1, 4)}
    counts = {name: dict(zip(groups, row, strict=True)) for name, row in rows.items()}
    told = remedies._verdict(counts, 10)
    assert "Of 10 plain networks 8 are dead at the start, 9 end constant and 1 learn |x|." in told
    assert told.endswith("dead at the start with a, b. Most learn with b: 7.")
    assert "start with any" in remedies._verdict({"none": counts["none"]}, 10)


def test_an_interrupted_run_keeps_the_cases_it_finished(monkeypatch):
    full = remedies.fate

    def interrupted(settings, remedy, layers, doing):
        if doing == "PReLU":
            raise KeyboardInterrupt
        return full(settings, remedy, layers, doing)

    monkeypatch.setattr(remedies, "fate", interrupted)
    monkeypatch.setattr(remedies, "QUICK_STEPS", 2)
    result = experiments.run(
        "collapse-remedies", networks=5, quick=True, progress=False, device="cpu"
    )
    assert not result.complete
    assert result.data["cases"].tolist() == ["none", "leaky ReLU"]
    assert result.picture().figure
