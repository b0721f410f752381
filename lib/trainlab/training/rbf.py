"""Learning of radial basis function networks, in two steps or three.

Lecture 01. First the Gaussian units: centres by k-means, widths by the distances between centres.
Then the affine layer, by least squares. The third step trains everything by gradient descent.
Moody and Darken, "Fast learning in networks of locally-tuned processing units", 1989; Schwenker,
Kestler and Palm, "Three learning phases for radial-basis-function networks", 2001.
"""

from typing import Unpack

import torch
from torch import Tensor

from trainlab.core import arguments
from trainlab.data.placement import PLACEMENTS
from trainlab.engine.columns import Data
from trainlab.nn.networks import RBF
from trainlab.training.loop import TrainOptions, train
from trainlab.training.run import Run
from trainlab.training.trainer import Trainer

#: Values that the first two steps hold at once, for as many members as that allows.
NUMBERS = 1 << 22


@arguments.spelled_out(arguments.defaults_of(train), {"init"})
def fit(
    net: RBF,
    problem: Data,
    *,
    placement: str = "kmeans",
    neighbours: int = 2,
    steps: int = 0,
    **options: Unpack[TrainOptions],
) -> Run:
    """Fit a population of RBF networks in two steps, or three where ``steps`` is given.

    Args:
        net: the architecture.
        problem, **options: as in ``train``, but for ``init``. The affine layer's weights minimize
            the squared error; for BCE and cross entropy that of the outputs from +1 for a point's
            class and -1 for others, so that their signs decide, and the third step turns them into
            logits. Members differ by where k-means starts; all options but ``loss``, ``population``
            and ``seed`` are of the third step.
        placement: where the centres are put: "kmeans"; "kmeans++", its start; "random", at points
            drawn without replacement; "grid", in the middle of the cells of a grid over the points,
            the same for all members.
        neighbours: a unit's width is the root mean square distance of its centre to this many
            nearest others; a single unit's is that of the points to its centre.
        steps: gradient steps on centres, widths and weights after the first two steps.

    Returns:
        A ``Run``; with a third step its first training loss is what two steps reach.

    Raises:
        ValueError: when an argument does not fit, or the data have fewer distinct points than the
            network has centres.
    """
    if not isinstance(net, RBF):
        raise ValueError(f"net is a {type(net).__name__}; expected a trainlab.RBF.")
    if "init" in options:
        raise ValueError("init was given; the first two steps say where training starts.")
    neighbours = arguments.integer("neighbours", neighbours, at_least=1)
    place = arguments.choice("placement", placement, PLACEMENTS)
    trainer = Trainer(
        net,
        problem,
        loss=options.get("loss", "auto"),
        population=options.get("population", 1),
        seed=options.get("seed", 0),
        device="cpu",
        dtype=torch.float64,
    )
    population, seed = trainer.population, trainer.seed
    x, targets = trainer.data_of(torch.float64)
    if trainer.loss_function.name in ("bce", "cross_entropy"):
        targets = 2 * targets - 1
    at_once = max(1, NUMBERS // (len(x) * net.unit_count))
    params = [
        _two_steps(
            net,
            x,
            targets,
            place(x, net.centres, min(at_once, population - first), seed + first),
            neighbours,
        )
        for first in range(0, population, at_once)
    ]
    third: TrainOptions = {**options, "init": torch.cat(params)}
    return train(net, problem, steps=steps, **third)


def _two_steps(net: RBF, x: Tensor, targets: Tensor, centres: Tensor, neighbours: int) -> Tensor:
    """Return parameters (E, P), float64, for points x (N, in), targets (1, K, N) and centres
    (E, k, in).
    """
    if net.centres == 1:
        widths = (x - centres).square().sum(dim=2).mean(dim=1, keepdim=True).sqrt()
    else:
        widths = neighbour_widths(centres, neighbours)
    params = x.new_zeros(len(centres), net.parameter_count)
    units, top = (layer.block(params) for layer in net.layers)
    units.copy_(torch.cat([centres, widths.log()[:, :, None]], dim=2))
    values = net.layer_outputs(params, x)[0].mT
    design = torch.cat([values, torch.ones_like(values[:, :, :1])], dim=2)
    # By singular values: units that overlap much are nearly dependent.
    fitted = torch.linalg.lstsq(design, targets.mT.expand(len(centres), -1, -1), driver="gelsd")
    top.copy_(fitted.solution.mT)
    return params


def neighbour_widths(centres: Tensor, neighbours: int) -> Tensor:
    """Return for each of the centres (E, k, in) the root mean square distance to its nearest
    ``neighbours`` others, (E, k); to all others where they are fewer.
    """
    distances = torch.cdist(centres, centres, compute_mode="donot_use_mm_for_euclid_dist")
    nearest = distances.sort(dim=2).values[:, :, 1 : neighbours + 1]
    return nearest.square().mean(dim=2).sqrt()
