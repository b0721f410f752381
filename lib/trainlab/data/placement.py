"""Where radial units are put before they learn: at points, at clusters, or on a grid.

Lecture 01; the ways that Bucharest, lecture 3, line 73, lists.
"""

from collections.abc import Callable
from itertools import product

import torch
from torch import Tensor

from trainlab.core import streams
from trainlab.data.clustering import kmeans


def _clusters(x: Tensor, k: int, population: int, seed: int) -> Tensor:
    return kmeans(x, k, population=population, seed=seed).centres


def _starts(x: Tensor, k: int, population: int, seed: int) -> Tensor:
    return kmeans(x, k, population=population, seed=seed, iterations=0).centres


def _points(x: Tensor, k: int, population: int, seed: int) -> Tensor:
    points: Tensor = torch.unique(x.double().cpu(), dim=0)
    if len(points) < k:
        raise ValueError(
            f"x has {len(points)} distinct points; {k} centres at points need at least {k}: ask "
            "for fewer."
        )
    keys = streams.keys(streams.member_seeds(seed, population), streams.CENTRES)
    return points[streams.permutations(keys, 0, len(points))[:, :k]]


def _grid(x: Tensor, k: int, population: int, seed: int) -> Tensor:
    low, high = x.double().cpu().aminmax(dim=0)
    side = round(k ** (1 / len(low)))
    if side ** len(low) != k:
        raise ValueError(
            f"{k} centres were asked for on a grid in {len(low)} dimensions; expected a power, "
            f"such as {side ** len(low)} or {(side + 1) ** len(low)}."
        )
    share = (torch.arange(side, dtype=torch.float64) + 0.5) / side
    cells = torch.tensor([*product(share.tolist(), repeat=len(low))], dtype=torch.float64)
    return (low + (high - low) * cells).repeat(population, 1, 1)


#: By name: (points (N, in), k, population, seed) -> centres (E, k, in), float64.
PLACEMENTS: dict[str, Callable[[Tensor, int, int, int], Tensor]] = {
    "kmeans": _clusters,
    "kmeans++": _starts,
    "random": _points,
    "grid": _grid,
}
