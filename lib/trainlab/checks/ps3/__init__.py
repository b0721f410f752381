"""Problem set 3, initialization and normalization: one module for each part."""

from trainlab.checks.advice import OF_SET
from trainlab.checks.ps3 import (
    batch_norm,
    growth,
    running,
    scaling,
    signals,
    symmetry,
    weights,
    whitening,
    xor,
)
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps3"] = ("numpy",)

OF_SET["ps3"] = (
    (
        r"'BatchNorm' object is not callable",
        r"",
        "A layer is called as a function is: give its class a method __call__(self, x, "
        "training=True).",
    ),
    (
        r"0-dimensional array given",
        r"",
        "np.cov of one column is a number, and no matrix: c.T @ c / len(train) is one for any "
        "number of columns, with c = train - train.mean(axis=0).",
    ),
    (
        r"not subscriptable|not iterable|unsized object|multiply sequence|"
        r"operand type\(s\) for .*'list'|not 'list'",
        r"variance|\bs\b",
        "weight_variance is one number, or one for each layer: np.broadcast_to(weight_variance, "
        "len(widths) - 1) serves both.",
    ),
)

__all__ = [
    "batch_norm",
    "growth",
    "running",
    "scaling",
    "signals",
    "symmetry",
    "weights",
    "whitening",
    "xor",
]
