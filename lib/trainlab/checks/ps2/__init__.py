"""Problem set 2, optimizers: one module for each family, and what they share."""

from trainlab.checks.ps2 import (
    adam,
    adaptive,
    batches,
    clipping,
    descent,
    line,
    nadam,
    optimizer,
    position,
    velocity,
)
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps2"] = ("numpy",)

__all__ = [
    "adam",
    "adaptive",
    "batches",
    "clipping",
    "descent",
    "line",
    "nadam",
    "optimizer",
    "position",
    "velocity",
]
