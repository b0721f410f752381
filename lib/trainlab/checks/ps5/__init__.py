"""Problem set 5, second-order methods: one module for each part, and what they share."""

from trainlab.checks.ps5 import (
    backtracking,
    conjugate,
    length,
    minimizer,
    newton,
    precondition,
    searching,
    update,
    wolfe,
)
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps5"] = ("numpy",)

__all__ = [
    "backtracking",
    "conjugate",
    "length",
    "minimizer",
    "newton",
    "precondition",
    "searching",
    "update",
    "wolfe",
]
