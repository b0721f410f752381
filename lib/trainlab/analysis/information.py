"""The information plane: what each layer tells about the input and about the target, in bits.

Lecture 11. A layer's outputs T, each unit's binned, are one discrete variable over the N points;
I(T; Y) and I(X; T) are estimated by its frequencies (Shwartz-Ziv and Tishby, "Opening the black box
of deep neural networks via information", 2017). Read with care: T is a function of X, so that
I(X; T) is the entropy H(T) of the bins and grows without end as they shrink; it can reach log2 N at
most; and a fall in training, the "compression" said to explain generalization, comes from units
that saturate into the outer bins, not from learning: ReLU networks generalize without it (Saxe et
al., "On the information bottleneck theory of deep learning", 2018; Goldfeld et al., "Estimating
information flow in deep neural networks", 2019).
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.nn.networks import LayeredNetwork

#: Largest whole number of the type of labels.
LARGEST = torch.iinfo(torch.int64).max


@dataclass(frozen=True)
class InformationPlane:
    """Bits of information in every layer of every member, the last layer being the outputs.

    Attributes:
        input: (L, E) I(X; T).
        target: (L, E) I(T; Y).
    """

    input: Tensor
    target: Tensor


@torch.no_grad()
def information_plane(
    net: LayeredNetwork,
    params: Tensor,
    x: Tensor,
    y: Tensor,
    *,
    buffers: Tensor | None = None,
    bins: int = 30,
    limits: tuple[float, float] | None = None,
) -> InformationPlane:
    """Estimate the information in every layer of a population, as it stands.

    Args:
        net: the architecture; not a ``Module``, whose layers are not seen.
        params: (E, P), such as ``run.params``, or ``run.snapshots[i]`` to follow a training.
        x: points (N, in), each as likely as any other.
        y: their classes (N,), whole numbers; or real targets (N, out), which are binned too.
        buffers: running statistics (E, Q), of networks that have them.
        bins: number of bins of each unit's range.
        limits: where the bins start and end, such as (-1, 1) for tanh; what lies beyond counts to
            the outermost. By default from the smallest to the largest output of each layer.

    Raises:
        ValueError: when an argument does not fit.
    """
    if not isinstance(net, LayeredNetwork):
        raise ValueError("the network is a module; information needs one such as MLP.")
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} points and y has {len(y)}; expected one target for each.")
    classes = y[None] if not y.is_floating_point() else binned(y.reshape(len(y), -1).mT[None], bins)
    targets = classes.to(params.device).expand(len(params), -1)
    layers = net.layer_outputs(params, x.to(params), buffers)
    labels = [binned(layer, bins, limits) for layer in layers]
    about_input = torch.stack([entropy(t) for t in labels])
    joint = torch.stack([entropy(_joint(t, targets)) for t in labels])
    return InformationPlane(about_input, about_input + entropy(targets) - joint)


def entropy(labels: Tensor) -> Tensor:
    """Return the entropy in bits (E,) of whole numbers (E, N), by their frequencies.

    Of few points it comes out too small, by about (distinct values - 1) / (2 N ln 2) (Miller, "Note
    on the bias of information estimates", 1955).
    """
    ranks = _ranks(labels)
    counts = torch.zeros(ranks.shape, dtype=torch.float64, device=ranks.device)
    counts.scatter_add_(1, ranks, torch.ones_like(counts))
    nats: Tensor = torch.special.entr(counts / labels.shape[1]).sum(dim=1)
    return nats / math.log(2)


def mutual_information(a: Tensor, b: Tensor) -> Tensor:
    """Return I(A; B) = H(A) + H(B) - H(A, B) in bits (E,), of whole numbers (E, N) each."""
    return entropy(a) + entropy(b) - entropy(_joint(a, b))


def binned(values: Tensor, bins: int = 30, limits: tuple[float, float] | None = None) -> Tensor:
    """Return whole numbers (E, N), equal for points whose values share the bins of all units.

    Args:
        values: (E, units, N).
        bins: number of bins, of equal width.
        limits: where they start and end; by default at each member's smallest and largest value.

    Raises:
        ValueError: for fewer than one bin, or limits that are not a pair low < high.
    """
    bins = arguments.integer("bins", bins, at_least=1)
    if limits is None:
        low, high = values.amin(dim=(1, 2), keepdim=True), values.amax(dim=(1, 2), keepdim=True)
    else:
        low, high = (values.new_tensor(limit) for limit in limits)
        if not low < high:
            raise ValueError(f"limits={limits!r} was given; expected a pair low < high.")
    width = torch.where(high > low, high - low, 1.0)
    indices = ((values - low) / width * bins).floor().clamp(0, bins - 1).long()
    labels, distinct = torch.zeros_like(indices[:, 0]), 1
    for unit in indices.unbind(dim=1):
        if distinct * bins > LARGEST:
            labels, distinct = _ranks(labels), values.shape[2]
        labels, distinct = labels * bins + unit, distinct * bins
    return _ranks(labels)


def _joint(a: Tensor, b: Tensor) -> Tensor:
    """Return numbers (E, N) that are equal where both a and b are."""
    a, b = _ranks(a), _ranks(b)
    return _ranks(a * a.shape[1] + b)


def _ranks(labels: Tensor) -> Tensor:
    """Replace each member's labels (E, N) by 0, 1, 2, ... in their order."""
    ordered, order = labels.sort(dim=1)
    new = (ordered.diff(dim=1) != 0).long().cumsum(dim=1)
    ranks = torch.cat([torch.zeros_like(labels[:, :1]), new], dim=1)
    return torch.empty_like(ranks).scatter_(1, order, ranks)
