"""Signals in deep networks, against plain PyTorch and sampling."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments.claims import initialization as family
from trainlab.nn.activations import ACTIVATIONS
from trainlab.training.trainer import Trainer


@pytest.mark.parametrize(
    ("case", "activation"),
    [
        (family._unscaled("sigmoid", 6), nn.Sigmoid),
        (family.KEEPING["tanh, Glorot"], nn.Tanh),
        (family.KEEPING["ReLU, He"], nn.ReLU),
    ],
)
def test_scales_are_those_of_autograd(case, activation):
    width = 6
    found = family.scales(plain.settings(3, seed=1), case, width)
    sizes = [width] * (family.DEPTH + 1) + [1]
    start = Trainer(
        family.MLP(sizes, activation=case.activation),
        (torch.ones(1, width), torch.ones(1, 1)),
        init=case.init,
        seed=2,
    )
    net = plain.network(sizes, activation, start, 0)
    a, outputs = torch.ones(1, width), []
    for part in net:
        a = part(a)
        outputs.append(a)
    nn.functional.mse_loss(a, torch.ones(1, 1)).backward()
    signal = [a.detach().square().mean() for a in outputs[1::2]]
    gradient = [linear.weight.grad.square().mean() for linear in net[:-1:2]]
    np.testing.assert_allclose(found.signal[:, 1], signal, rtol=1e-4)
    np.testing.assert_allclose(found.gradient[:, 1], gradient, rtol=1e-3, atol=1e-30)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "lecun_tanh"])
def test_one_layer_of_the_recursion_is_an_expectation(activation):
    gain, f = 1.7, ACTIVATIONS[activation]
    z = gain**0.5 * torch.randn(1_000_000, generator=torch.Generator().manual_seed(0)).double()
    theory = family.mean_field(activation, gain)
    assert theory.signal[0] == pytest.approx(float((f.function(z) ** 2).mean()), rel=5e-3)


def test_wide_networks_follow_the_recursion():
    case = family.KEEPING["tanh, Glorot"]
    found = family.scales(plain.settings(40), case, 200)
    theory = family.mean_field("tanh", case.gain)
    np.testing.assert_allclose(found.signal.mean(axis=1), theory.signal, rtol=0.1)
    ratio = found.gradient[0].mean() / found.gradient[-1].mean()
    assert ratio == pytest.approx(theory.gradient[0], rel=0.35)


def test_he_and_lecun_keep_the_mean_exactly_and_glorot_halves_relu():
    np.testing.assert_allclose(family.mean_field("relu", 2.0).signal, 1, rtol=1e-9)
    np.testing.assert_allclose(family.mean_field("identity", 1.0).signal, 1, rtol=1e-9)
    halves = 0.5 ** np.arange(1, family.DEPTH + 1)
    np.testing.assert_allclose(family.mean_field("relu", 1.0).signal, halves, rtol=1e-9)


def test_vanishing_finds_that_the_width_decides(monkeypatch):
    monkeypatch.setattr(family, "WIDTHS", (4, 128))
    result = experiments.run("vanishing", networks=20, progress=False, device="cpu")
    assert isinstance(result.holds, str)
    rows = [row["layer 1 over layer 10, sigmoid, N(0, 1)"] for row in result.sensitivity[:2]]
    assert rows[0] < 0.01 < 0.5 < rows[1]
    assert "rises with the width" in result.picture().alt


def test_activations_stable_tells_which_pairs_keep_the_variance():
    result = experiments.run("activations-stable", networks=60, progress=False, device="cpu")
    assert "linear, LeCun" in result.holds.partition("no for")[0]
    assert "tanh, Glorot" in result.holds.partition("no for")[2]
    for row in result.sensitivity[:9]:
        assert row["mean square of layer 10"] == pytest.approx(row["theory"], rel=0.6)
    assert "0.05" in result.picture().alt
    off = max(abs(r["mean square of layer 10"] / r["theory"] - 1) for r in result.sensitivity[:9])
    assert f"All 9 means are within {off:.0%} of theory's." in result.verdict
    assert "near 1 as well: tanh, N(0, 1)" in result.holds
    assert [row["changed"] for row in result.sensitivity[9:]] == [*family.SHAPES]


NEAR, FAR = (0.95, 1.1), (0.3, 0.4)
GOOD = dict.fromkeys(family.KEEPING, NEAR) | dict.fromkeys(family.OTHERS, FAR)


def test_the_variance_is_kept_where_meant_and_nowhere_else():
    assert family._stable_holds({"": GOOD}) is True
    assert family._stable_holds({"": GOOD, "width 16": GOOD}) is True
    assert family._stable_holds({"": dict.fromkeys(GOOD, FAR)}) is False


def test_pairs_that_keep_the_variance_unmeant_are_named():
    found = family._stable_holds({"": GOOD | {"tanh, N(0, 1)": (0.89, 0.9)}})
    assert "Not meant to, but near 1 as well: tanh, N(0, 1)." in found
    assert "no for" not in found


def test_pairs_that_lose_the_variance_are_named():
    found = family._stable_holds({"": GOOD | {"tanh, Glorot": FAR}})
    assert found.endswith("; no for tanh, Glorot.")


def test_another_shape_that_answers_differently_is_named():
    found = family._stable_holds({"": GOOD, "width 16": GOOD | {"ReLU, He": FAR}})
    assert "With width 16 it is kept by: linear, LeCun; 1.7159 tanh(2z/3), LeCun; tanh" in found
    partly = {"linear, LeCun": NEAR}
    assert family._stable_holds({"": GOOD, "width 16": partly}) is True


@pytest.mark.parametrize(("cases", "rows"), [(1, 1), (3, 3), (9, 9), (12, 10)])
def test_an_interrupted_run_keeps_the_pairs_it_finished(cases, rows, monkeypatch):
    full, done = family.scales, []

    def interrupted(*arguments, **shape):
        if len(done) == cases:
            raise KeyboardInterrupt
        done.append(arguments)
        return full(*arguments, **shape)

    monkeypatch.setattr(family, "scales", interrupted)
    result = experiments.run("activations-stable", networks=5, progress=False, device="cpu")
    assert not result.complete
    assert len(result.sensitivity) == rows
    assert len(result.measured) == min(cases, 9)
    assert "linear, LeCun" in result.picture().alt


def test_the_activation_is_blamed_only_where_it_alone_differs():
    def told(sigmoid, tanh):
        return family._blamed(
            {
                "layer 1 over layer 10, sigmoid, Glorot": sigmoid,
                "layer 1 over layer 10, tanh, Glorot": tanh,
            }
        )

    assert "the activation" in told((1e-6, 1e-5), (0.9, 1.1))
    assert told((0.8, 0.9), (0.9, 1.1)) == ""
    assert told((1e-6, 1e-5), (1e-3, 1e-2)) == ""
    assert told((1e-6, 1e-5), (3.0, 4.0)) == ""


def test_a_deeper_network_is_measured_at_its_own_last_layer():
    result = experiments.run("vanishing", networks=10, progress=False, device="cpu")
    row = result.sensitivity[-1]
    assert row["changed"] == "20 hidden layers"
    case = family._unscaled("sigmoid", family.WIDTH)
    found = family.scales(plain.settings(2), case, family.WIDTH, 20)
    assert found.gradient.shape == (20, 2)
    assert found.signal.shape == (20, 2)
    theory = family.mean_field("sigmoid", 32.0, 20).gradient
    assert len(theory) == 20
    assert row["theory for wide networks, sigmoid, N(0, 1)"] == pytest.approx(theory[0] ** 0.5)
    ratio = np.sqrt(np.median(found.gradient[0] / found.gradient[-1]))
    assert row["layer 1 over layer 20, sigmoid, N(0, 1)"] == pytest.approx(ratio, rel=0.5)
