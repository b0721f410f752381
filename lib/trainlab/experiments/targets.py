"""What experiments fit when the source shows a function: its values at equally spaced points."""

import torch
from torch import Tensor

from trainlab.problems import Problem

#: The words for ``problems.multiscale()`` on a grid of all of its domain.
MULTISCALE = (
    "equally spaced points on (-pi, pi) of 5 + sin x + ... + sin 4x for x < 0, cos 10x for x >= 0; "
    "full batch"
)


#: Where the source's listing beside the multi-scale target has its points (KA, line 873).
LISTED = (-1.0, 1.0)
#: How a start is called that has PyTorch's biases too, which spread the kinks of ReLU over x.
DEFAULT_START = "PyTorch's default start"


def on_grid(
    problem: Problem, n: int, interval: tuple[float, float] | None = None
) -> tuple[Tensor, Tensor]:
    """Return x (n, 1), equally spaced with both ends, and the target there (n, 1).

    Args:
        problem: gives the target of one variable.
        n: number of points.
        interval: where they lie; the problem's domain when not given.

    Raises:
        ValueError: when the problem has more than one input, or no target.
    """
    if problem.inputs != 1 or problem.target is None:
        raise ValueError(
            f"{problem.name} has {problem.inputs} inputs; expected a function of one variable, "
            "such as trainlab.problems.multiscale()."
        )
    x = torch.linspace(*(interval or problem.domain[0]), n, dtype=torch.float64)[:, None]
    return x.float(), problem.target(x).float()
