"""What a training is shown by: a sentence, and the numbers of its picture."""

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from trainlab.nn.heads import HEADS
from trainlab.nn.networks import LayeredNetwork, Network

if TYPE_CHECKING:
    from trainlab.plots.results import Training

#: Points of a curve, and of each side of a map.
CURVE, SIDE = 200, 60
#: Most training points that are kept to be drawn, and most members that are drawn or measured.
POINTS, MEMBERS = 500, 200
#: A unit whose outputs differ less than this over the points passes nothing on.
SAME = 1e-6


def some(values: Tensor, most: int) -> Tensor:
    """Return at most so many rows, evenly spread, as a tensor of their own."""
    if len(values) <= most:
        return values.clone()
    return values[torch.linspace(0, len(values) - 1, most).round().long()]


def describe(
    net: Network, loss: str, train_loss: Tensor, val_loss: Tensor, diverged: Tensor
) -> str:
    """Return one line: the networks, the steps, first and last losses, and who diverged."""
    steps, members = train_loss.shape
    kind = f"{type(net).__name__} of {net.parameter_count} parameters"
    said = f"Run of {members} {kind}, {steps} steps"
    if steps:
        first, last = (_median(train_loss[step]) for step in (0, -1))
        said += f": median {loss} {first:.3g} at first, {last:.3g} at last"
    if len(val_loss):
        said += f", {_median(val_loss[-1]):.3g} on the validation points"
    return f"{said}; {int(diverged.sum()) or 'none'} diverged."


def drawn(
    sentence: str,
    net: Network,
    state: tuple[Tensor, Tensor],
    data: tuple[Tensor | None, Tensor | None],
    losses: tuple[Tensor, Sequence[int], Tensor],
    loss: str,
) -> "Training":
    """Return the numbers of a training's picture.

    Args:
        sentence: what to say beside it.
        net: the architecture.
        state: parameters (E, P) and running statistics (E, Q).
        data: points (M, in) and targets (M, K), or None.
        losses: training losses (steps, E), the steps at which the validation points were looked at,
            and the losses there (looks, E).
        loss: the loss's name, which says what outputs mean.
    """
    from trainlab.plots.results import Training

    params, buffers = (some(part, MEMBERS) for part in state)
    train_loss, val_steps, val_loss = losses
    points, targets = data
    scales = dead = None
    if points is not None and isinstance(net, LayeredNetwork):
        scales, dead = _layers(net, params, points, buffers)
        if dead is not None and dead.any():
            sentence = f"{sentence[:-1]}, {dead.mean():.0%} of the hidden units dead."

    def predicted(x: Tensor) -> np.ndarray:
        head = HEADS[loss].function if loss in HEADS else torch.clone
        return _array(head(net.forward(params, x.to(params), buffers))[:, :, 0])

    fit = plane = None
    if points is not None and targets is not None and targets.shape[1] == 1:
        low, high = points.amin(dim=0).tolist(), points.amax(dim=0).tolist()
        y = _array(targets[:, 0])
        if net.inputs == 1:
            x = torch.linspace(low[0], high[0], CURVE)
            fit = x.numpy(), predicted(x[:, None]), _array(points[:, 0]), y
        elif net.inputs == 2:
            axes = [torch.linspace(a, b, SIDE) for a, b in zip(low, high, strict=True)]
            grid = torch.tensor([*product(*(axis.tolist() for axis in axes))])
            middle = np.nanmedian(predicted(grid), axis=0).reshape(SIDE, SIDE).T
            plane = axes[0].numpy(), axes[1].numpy(), middle, _array(points), y
    return Training(
        sentence,
        _array(some(train_loss.mT, MEMBERS).mT),
        val_steps,
        _array(some(val_loss.mT, MEMBERS).mT),
        fit,
        plane,
        scales,
        dead,
    )


def _layers(
    net: LayeredNetwork, params: Tensor, points: Tensor, buffers: Tensor
) -> tuple[np.ndarray, np.ndarray | None]:
    outputs = net.layer_outputs(params, points.to(params), buffers)
    scales = torch.stack([a.double().square().mean(dim=(1, 2)).sqrt() for a in outputs])
    dead = [((a.amax(dim=2) - a.amin(dim=2)) < SAME).double().mean(dim=1) for a in outputs[:-1]]
    return _array(scales), _array(torch.stack(dead)) if dead else None


def _median(values: Tensor) -> float:
    return float(values.double().nanquantile(0.5))


def _array(values: Tensor) -> np.ndarray:
    array: np.ndarray = values.detach().numpy(force=True)
    return array
