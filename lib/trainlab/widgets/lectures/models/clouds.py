"""Clouds of points in the plane, and their own axes."""

import numpy as np

from trainlab.widgets.panels.curves import over
from trainlab.widgets.panels.panel import Numbers


def round_cloud(points: int) -> np.ndarray:
    """Return normal points (N, 2) of which mean 0, variances 1 and covariance 0 are exact."""
    u = np.random.default_rng(0).standard_normal((points, 2))
    u -= u.mean(axis=0)
    found: np.ndarray = np.linalg.solve(np.linalg.cholesky(np.cov(u.T, bias=True)), u.T).T
    return found


def axes_of(x: np.ndarray) -> Numbers:
    """Return two standard deviations of a cloud along each of its own directions, as lines."""
    middle = x.mean(axis=0)
    variance, directions = np.linalg.eigh(np.cov(x.T, bias=True))
    half = 2 * variance**0.5 * directions
    ends = [middle + sign * half[:, k] for k in (1, 0) for sign in (-1, 1)]
    across, up = np.array(ends).T
    return over(across, np.append(up[:2], [np.nan] * 2), np.append([np.nan] * 2, up[2:]))
