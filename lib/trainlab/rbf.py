"""Learning of radial basis function networks, in two steps or three.

Lecture 01. First the Gaussian units: centres by k-means, widths by the distances between centres.
Then the affine layer, by least squares. The third step trains everything by gradient descent.
Moody and Darken, "Fast learning in networks of locally-tuned processing units", 1989; Schwenker,
Kestler and Palm, "Three learning phases for radial-basis-function networks", 2001.
"""

from typing import Any

import torch
from torch import Tensor

from trainlab import _arguments
from trainlab.clustering import kmeans
from trainlab.losses import Loss
from trainlab.networks import RBF
from trainlab.run import Run
from trainlab.trainer import Data, Trainer
from trainlab.training import train


def fit(
    net: RBF,
    problem: Data,
    *,
    loss: str | Loss = "auto",
    population: int = 1,
    seed: int = 0,
    neighbours: int = 2,
    steps: int = 0,
    **settings: Any,
) -> Run:
    """Fit a population of RBF networks in two steps, or three where ``steps`` is given.

    Args:
        net: the architecture.
        problem, loss: as in ``train``. The affine layer's weights minimize the squared error; for
            BCE and cross entropy that of the outputs from +1 for a point's class and -1 for others,
            so that their signs decide, and the third step turns them into logits.
        population: number of members E; they differ by where k-means starts.
        seed: member i has seed ``seed + i``, and equals the same network fitted alone with it.
        neighbours: a unit's width is the root mean square distance of its centre to this many
            nearest others; a single unit's is that of the points to its centre.
        steps: gradient steps on centres, widths and weights after the first two steps.
        **settings: of the third step, as in ``train``: optimizer, schedule, batch_size, device, ...

    Returns:
        A ``Run``; with a third step its first training loss is what two steps reach.

    Raises:
        ValueError: when an argument does not fit, or the data have fewer distinct points than the
            network has centres.
    """
    if not isinstance(net, RBF):
        raise ValueError(f"net is a {type(net).__name__}; expected a trainlab.RBF.")
    if "init" in settings:
        raise ValueError("init was given; the first two steps say where training starts.")
    neighbours = _arguments.integer("neighbours", neighbours, at_least=1)
    common: dict[str, Any] = {"loss": loss, "population": population, "seed": seed}
    trainer = Trainer(net, problem, device="cpu", dtype=torch.float64, **common)
    units = _units(net, trainer, neighbours)
    params = torch.cat([units, trainer.params[:, net.layers[1].start :]], dim=1)
    _least_squares(net, trainer, params)
    return train(net, problem, init=params, steps=steps, **common, **settings)


def _units(net: RBF, trainer: Trainer, neighbours: int) -> Tensor:
    """Return centres and log widths as flat parameters of layer 1, (E, centres * (in + 1))."""
    x, _ = trainer.data_of(torch.float64)
    clusters = kmeans(x, net.centres, population=trainer.population, seed=trainer.seed)
    if net.centres == 1:
        widths = (clusters.inertia / len(x)).sqrt()[:, None]
    else:
        widths = neighbour_widths(clusters.centres, neighbours)
    return torch.cat([clusters.centres, widths.log()[:, :, None]], dim=2).flatten(1)


def neighbour_widths(centres: Tensor, neighbours: int) -> Tensor:
    """Return for each of the centres (E, k, in) the root mean square distance to its nearest
    ``neighbours`` others, (E, k); to all others where they are fewer.
    """
    distances = torch.cdist(centres, centres, compute_mode="donot_use_mm_for_euclid_dist")
    nearest = distances.sort(dim=2).values[:, :, 1 : neighbours + 1]
    return nearest.square().mean(dim=2).sqrt()


def _least_squares(net: RBF, trainer: Trainer, params: Tensor) -> None:
    """Write into ``params`` (E, P) the affine layer of least squared error, for its units."""
    x, y = trainer.data_of(torch.float64)
    targets = 2 * y - 1 if trainer.loss_function.name in ("bce", "cross_entropy") else y
    units, _ = net.blocks(params, params, trainer.buffers)
    values = units.forward(x.mT.expand(len(params), -1, -1), None).mT
    design = torch.cat([values, torch.ones_like(values[:, :, :1])], dim=2)
    # By singular values: units that overlap much are nearly dependent.
    solution = torch.linalg.lstsq(design, targets.mT.expand(len(params), -1, -1), driver="gelsd")
    net.layers[1].block(params).copy_(solution.solution.mT)
