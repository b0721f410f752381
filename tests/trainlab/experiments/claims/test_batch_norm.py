"""With and without batch norm, against nn.BatchNorm1d one network at a time."""

import numpy as np
import pytest
import torch
from torch import nn

from tests.trainlab.experiments.claims import plain
from trainlab import experiments
from trainlab.experiments import scans
from trainlab.experiments.claims import batch_norm
from trainlab.training.trainer import Trainer

#: A start without biases and one with them. Deep ReLU networks with batch norm multiply rounding
#: errors at each step, so those are followed for two.
STARTS = (("tanh", nn.Tanh, "glorot_normal", 40), ("relu", nn.ReLU, "torch_default", 2))


def _network(trainer, member, activation=nn.Tanh):
    net = plain.network(trainer.net.sizes, activation, trainer, member)
    layers = []
    for layer in net:
        layers.append(layer)
        if isinstance(layer, nn.Linear) and layer.out_features > 1:
            layers.append(nn.BatchNorm1d(layer.out_features))
    return nn.Sequential(*layers)


@pytest.mark.parametrize(("activation", "twin", "init", "_"), STARTS)
def test_the_gradients_are_those_of_autograd(activation, twin, init, _):
    net = batch_norm.network(activation, batch_norm=True)
    found = batch_norm.gradients(plain.settings(3, seed=2), net, init)
    alone = _network(Trainer(net, batch_norm.DATA, init=init, seed=4), 0, twin)
    assert (alone[0].bias.abs().max() > 0.5) == (init == "torch_default")
    x, y = batch_norm.DATA
    nn.functional.mse_loss(alone(x), y).backward()
    linear = [layer for layer in alone if isinstance(layer, nn.Linear)]
    expected = [layer.weight.grad.square().mean().sqrt().item() for layer in linear]
    assert np.allclose(found[1:, 2], expected[1:], rtol=1e-2)


@pytest.mark.parametrize(("activation", "twin", "init", "steps"), STARTS)
def test_a_network_of_a_scan_ends_where_torch_ends_with_its_running_statistics(
    activation, twin, init, steps
):
    net = batch_norm.network(activation, batch_norm=True)
    scan = scans.scan(
        plain.settings(4),
        net,
        batch_norm.DATA,
        np.array([0.001, 0.01]),
        steps=steps,
        doing="",
        init=init,
    )
    alone = _network(Trainer(net, batch_norm.DATA, init=init, seed=5), 0, twin)
    x, y = batch_norm.DATA
    plain.train(alone, x, y, torch.optim.SGD(alone.parameters(), lr=0.01), steps)
    expected = nn.functional.mse_loss(alone.eval()(x), y).item()
    assert np.isclose(scan.loss[1, 1], expected, rtol=1e-2)


def test_without_batch_norm_sigmoid_gradients_vanish_layer_by_layer():
    settings = plain.settings(20)
    flows = [
        np.median(batch_norm.gain(batch_norm.gradients(settings, net, "glorot_normal")))
        for net in (batch_norm.network("sigmoid", False), batch_norm.network("sigmoid", True))
    ]
    # Each layer multiplies the gradient by the weights (about 1) and by s'(0) = 1/4.
    assert 0.1 * 0.25**6 < flows[0] < 10 * 0.25**6
    assert 0.5 < flows[1] < 50


def test_batch_norm_learns_what_the_plain_network_does_not():
    result = experiments.run("batch-norm", networks=4, quick=True, device="cpu", progress=False)
    assert result.holds is True
    assert result.measured["loss_plain"] > 0.9 * batch_norm.CONSTANT
    assert result.measured["loss_batch_norm"] < 0.5 * batch_norm.CONSTANT
    assert f"{result.measured['loss_batch_norm']:.3f}" in result.picture().alt


def _scan(*losses):
    loss = np.tile(np.array(losses)[:, None], (1, 8))
    return scans.Scan(np.logspace(-2, 0, len(losses)), loss, np.zeros((1, 8)))


def _gradient(gain):
    return np.tile(np.array([1.0, gain, 1.0, 1.0])[:, None], (1, 8))


def _pair(plain=(0.3, 0.3), norm=(0.03, 0.03), plain_gain=0.01, norm_gain=2.0):
    return batch_norm.Pair(_scan(*plain), _scan(*norm), _gradient(plain_gain), _gradient(norm_gain))


#: Two starts of one activation for which all parts of the claim hold.
GOOD = {"tanh, a": _pair(), "tanh, b": _pair(plain=(0.2, 0.2))}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"norm": (0.2, 0.2), "plain": (0.02, 0.02)}, "best rate lower (tanh a), higher (tanh b)"),
        ({"plain_gain": 0.9}, "an even flow lower (tanh a), higher (tanh b)"),
        ({"plain_gain": 0.5}, "an even flow lower (tanh a), undecided (tanh b)"),
        ({"norm": (0.03, 0.2), "plain": (0.2, 0.1)}, "usable rate lower (tanh b), higher (tanh a)"),
        ({"plain": (0.04, 0.04)}, "usable rate higher (tanh a), the same (tanh b)"),
        ({"plain": (0.3, 0.3)}, "losses between starts undecided (tanh)"),
        ({"plain": (0.3, 0.3), "norm": (0.003, 0.003)}, "losses between starts higher (tanh)"),
    ],
)
def test_each_part_of_the_claim_is_judged(changed, told):
    assert batch_norm._holds(batch_norm._judged(GOOD)) is True
    judged = batch_norm._judged(GOOD | {"tanh, b": _pair(**({"plain": (0.2, 0.2)} | changed))})
    assert told in batch_norm._holds(judged)


def test_it_does_not_hold_where_no_part_does():
    bad = _pair(plain=(0.03, 0.03), norm=(0.3, 0.3), plain_gain=1.1)
    assert batch_norm._holds(batch_norm._judged({"relu, a": bad})) is False


def test_the_spread_between_starts_is_a_ratio_of_medians():
    assert batch_norm.spread([_scan(0.3), _scan(0.1), _scan(0.2)])[0] == pytest.approx(3)


@pytest.mark.parametrize(
    ("plain", "norm", "told"),
    [
        (0.3, 0.03, "learn with batch norm (MSE 0.030) and do not learn without (MSE 0.300)"),
        (0.03, 0.04, "learn with batch norm (MSE 0.040) and without (MSE 0.030)"),
        (0.3, 0.2, "do not learn with batch norm (MSE 0.200) or without (MSE 0.300)"),
        (0.03, 0.3, "learn without (MSE 0.030) and do not learn with batch norm (MSE 0.300)"),
    ],
)
def test_who_learns_is_judged_against_the_best_constant(plain, norm, told):
    medians = {"loss_plain": plain, "loss_batch_norm": norm}
    assert batch_norm._learn(medians) == told


def test_the_caption_tells_which_rates_are_not_drawn():
    result = experiments.run("batch-norm", networks=4, quick=True, device="cpu", progress=False)
    result.data["rates"] = np.array([0.1, 1.0, 10.0])
    result.data["scan_plain"] = np.array([0.1, 7.0, np.inf])
    result.data["scan_norm"] = np.array([0.1, 0.2, 0.3])
    caption = result.picture().caption
    assert "Without: at 10 half of the networks or more diverge. Without: at 1 the loss" in caption
    assert "With batch norm:" not in caption
