"""k-means for populations: every member partitions the points from its own k-means++ start.

Lecture 01. Lloyd, "Least squares quantization in PCM", 1982; Arthur and Vassilvitskii, "k-means++:
the advantages of careful seeding", 2007. Computed on the CPU in float64.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from trainlab.core import arguments, streams
from trainlab.core.memory import check_fits


@dataclass(frozen=True)
class Clusters:
    """E partitions of N points into k clusters.

    Attributes:
        centres: (E, k, in) float64.
        labels: (E, N) the nearest centre of each point.
        inertia: (E,) sum over the points of the squared distance to the nearest centre.
    """

    centres: Tensor
    labels: Tensor
    inertia: Tensor


def kmeans(
    x: Tensor, k: int, *, population: int = 1, seed: int = 0, iterations: int = 100
) -> Clusters:
    """Partition points x (N, in) into k clusters, once for each member.

    Args:
        x: points (N, in).
        k: number of clusters.
        population: number of partitions E.
        seed: member i starts from seed ``seed + i``, and equals the same one made alone.
        iterations: at most so many of Lloyd's iterations, fewer where no label changes any more;
            0 for the k-means++ start itself. A cluster that loses all its points stays in place.

    Raises:
        ValueError: when x is no set of finite points, or has fewer than k distinct ones.
    """
    k = arguments.integer("k", k, at_least=1)
    population = arguments.integer("population", population, at_least=1)
    seed = arguments.seed(seed)
    iterations = arguments.integer("iterations", iterations, at_least=0)
    points = _checked(x, k).double().cpu()
    # Distances, and differences on the way to them.
    check_fits("partitions", population, 8 * len(points) * (2 * k + 4), points.device)
    seeds = streams.member_seeds(seed, population)
    centres = _plus_plus(points, k, streams.keys(seeds, streams.CENTRES))
    labels = _squared_distances(points, centres).argmin(dim=2)
    for _ in range(iterations):
        centres = _means(points, labels, centres)
        before, labels = labels, _squared_distances(points, centres).argmin(dim=2)
        if torch.equal(labels, before):
            break
    nearest = _squared_distances(points, centres).amin(dim=2)
    return Clusters(centres, labels, nearest.sum(dim=1))


def _plus_plus(points: Tensor, k: int, keys: Tensor) -> Tensor:
    """Choose k of the points (E, k, in): the first at random, each further one with a probability
    proportional to its squared distance from the nearest chosen so far.
    """
    numbers = streams.uniform(keys, 0, k)
    members, n = len(keys), len(points)
    weights = points.new_ones(members, n)
    nearest = points.new_full((members, n), torch.inf)
    centres = []
    for j in range(k):
        cumulative = weights.cumsum(dim=1)
        at = numbers[:, j : j + 1] * cumulative[:, -1:]
        chosen = torch.searchsorted(cumulative, at, right=True).clamp(max=n - 1)
        centres.append(points[chosen])
        nearest = torch.minimum(nearest, _squared_distances(points, centres[-1])[:, :, 0])
        weights = nearest
    return torch.cat(centres, dim=1)


def _squared_distances(points: Tensor, centres: Tensor) -> Tensor:
    """Return (E, N, k), by differences, so that points far from the origin lose no digits."""
    exact = "donot_use_mm_for_euclid_dist"
    shared = points.expand(len(centres), -1, -1)
    return torch.cdist(shared, centres, compute_mode=exact).square()


def _means(points: Tensor, labels: Tensor, centres: Tensor) -> Tensor:
    """Return the mean of each cluster's points (E, k, in), its old centre where it has none."""
    index = labels[:, :, None].expand(-1, -1, points.shape[1])
    sums = torch.zeros_like(centres).scatter_add_(1, index, points.expand(len(labels), -1, -1))
    counts = torch.zeros_like(sums).scatter_add_(1, index, torch.ones_like(index, dtype=sums.dtype))
    return torch.where(counts > 0, sums / counts.clamp(min=1), centres)


def _checked(x: Tensor, k: int) -> Tensor:
    if not isinstance(x, Tensor) or x.ndim != 2:
        given = f"a tensor {tuple(x.shape)}" if isinstance(x, Tensor) else type(x).__name__
        raise ValueError(f"x is {given}; expected finite points, a tensor (N, in).")
    arguments.finite("x", x)
    distinct = len(torch.unique(x, dim=0))
    if distinct < k:
        raise ValueError(
            f"x has {distinct} distinct points; {k} clusters need at least {k}: ask for fewer."
        )
    return x
