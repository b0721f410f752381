"""What stands for a data set in a list: its points in a small picture."""

import numpy as np
import torch
from torch import Tensor

from trainlab.problems import Problem


def thumbnail(problem: Problem) -> np.ndarray:
    """Return the training points as a control's thumbnail has them, float32.

    Args:
        problem: of one input, whose points become (N, 2), x and y; or of two, (N, 3), whose third
            column is y.
    """
    (left, right), *second = problem.domain
    across = (problem.x[:, 0] - left) / (right - left)
    shares = [across, *((problem.x[:, 1] - low) / (high - low) for low, high in second)]
    points: np.ndarray = torch.stack([*shares, _share(problem.y[:, 0])], dim=1).numpy()
    return points


def _share(y: Tensor) -> Tensor:
    """Return where values lie between the least and the greatest, 0 to 1."""
    return (y - y.min()) / (y.max() - y.min())
