"""Problem set 2, optimizers: one module for each family, and what they share."""

from trainlab.checks.advice import OF_SET
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

_EACH = (
    "params and grads may be nested lists and tuples of arrays: write the formula for one array, "
    "and let each apply it, each(lambda p, g: ..., params, grads)."
)
OF_SET["ps2"] = (
    (
        r"^KeyError",
        r"^(?!.*settings)",
        "The state is {} before the first step: ask for what is remembered by state.get(name, "
        "zeros), zeros of the nesting of grads.",
    ),
    (r"^(TypeError|AttributeError): .*\b(list|tuple|sequence)\b", r"", _EACH),
    (r"inhomogeneous", r"", _EACH),
    (r"expected the same nesting", r"", _EACH),
    (
        r"for params.*; expected an array, as",
        r"",
        "What was given as an array comes back as an array: p - lr * g computes all entries at "
        "once.",
    ),
)

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
