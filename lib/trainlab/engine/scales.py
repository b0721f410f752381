"""The scale of signals, gradients and updates in each layer, and which units are dead."""

from typing import NamedTuple

import torch
from torch import Tensor

from trainlab.core.state import rows
from trainlab.engine.chunk import Chunk
from trainlab.nn.networks import LayeredNetwork


class LayerScales(NamedTuple):
    """Scales per layer and member, measured on the whole training set.

    Attributes:
        activation: (L, E) root mean square of each layer's output (the last: the net's output).
        gradient: (L, E) root mean square of the loss gradient of each layer's weights.
        update_ratio: (L, E) size of the next update of the weights over that of the weights.
        dead: (L - 1, E) share of a hidden layer's units whose derivative is zero (below 1e-6) at
            every point: no gradient passes through them.
    """

    activation: Tensor
    gradient: Tensor
    update_ratio: Tensor
    dead: Tensor


def _rms(values: Tensor) -> Tensor:
    """Return the root mean square of each member (E,), scaled first, so that no square overflows
    or vanishes.
    """
    flat = values.flatten(1)
    largest = flat.abs().amax(dim=1, keepdim=True).clamp(min=torch.finfo(flat.dtype).tiny)
    return (flat / largest).square().mean(dim=1).sqrt() * largest[:, 0]


def layer_scales(chunk: Chunk, step: int) -> LayerScales:
    """Measure the members of one chunk as they stand before ``step``; changes nothing."""
    net, data = chunk.net, chunk.batches.whole
    if not isinstance(net, LayeredNetwork):
        raise ValueError("the network is a module; scales per layer need one such as MLP.")
    with chunk.only_looking():
        backprop = chunk.backprop(data.x.shape[-1])
        outputs = backprop.forward(data)
        activation = [_rms(a) for a in (*backprop.activations, outputs)]
        dead = [_dead_share(slope) for slope in backprop.slopes()]
        losses = chunk.loss.value(outputs, data.y)
        backprop.backward(data, chunk.loss.gradient_(outputs, data.y))
        weights = [layer.block(chunk.params)[:, :, :-1] for layer in net.layers]
        gradient = [_rms(layer.block(chunk.grads)[:, :, :-1]) for layer in net.layers]
        moved = chunk.params.clone()
        chunk.update(moved, rows(chunk.state, slice(None)), data, step, losses)
    ratio = [
        _rms(layer.block(moved)[:, :, :-1] - w) / _rms(w)
        for layer, w in zip(net.layers, weights, strict=True)
    ]
    none = activation[0].new_empty(0, len(chunk.params))
    return LayerScales(
        torch.stack(activation),
        torch.stack(gradient),
        torch.stack(ratio),
        torch.stack(dead) if dead else none,
    )


def _dead_share(slope: Tensor) -> Tensor:
    return (slope.abs().amax(dim=2) < 1e-6).to(slope.dtype).mean(dim=1)
