"""With and without batch norm, against nn.BatchNorm1d one network at a time."""

import numpy as np
import torch
from torch import nn

from tests.trainlab.experiments import plain
from trainlab import experiments
from trainlab.experiments import batch_norm, rates
from trainlab.trainer import Trainer


def _network(trainer, member):
    net = plain.network(trainer.net.sizes, nn.Tanh, trainer, member)
    layers = []
    for layer in net:
        layers.append(layer)
        if isinstance(layer, nn.Linear) and layer.out_features > 1:
            layers.append(nn.BatchNorm1d(layer.out_features))
    return nn.Sequential(*layers)


def _start(seed):
    net = batch_norm.network("tanh", batch_norm=True)
    return Trainer(net, batch_norm.DATA, init="glorot_normal", seed=seed)


def test_the_gradients_are_those_of_autograd():
    net = batch_norm.network("tanh", batch_norm=True)
    found = batch_norm.gradients(plain.settings(3, seed=2), net, "glorot_normal")
    alone = _network(_start(4), 0)
    x, y = batch_norm.DATA
    nn.functional.mse_loss(alone(x), y).backward()
    linear = [layer for layer in alone if isinstance(layer, nn.Linear)]
    expected = [layer.weight.grad.square().mean().sqrt().item() for layer in linear]
    assert np.allclose(found[1:, 2], expected[1:], rtol=1e-2)


def test_a_network_of_a_scan_ends_where_torch_ends_with_its_running_statistics():
    steps = 40
    scan = rates.scan(
        plain.settings(4),
        batch_norm.network("tanh", batch_norm=True),
        batch_norm.DATA,
        np.array([0.001, 0.01]),
        steps=steps,
        doing="",
        init="glorot_normal",
    )
    alone = _network(_start(5), 0)
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
