"""Problem set 4, schedules and regularization: one module for each part, and what they share."""

from trainlab.checks.advice import OF_SET
from trainlab.checks.ps4 import (
    bounds,
    cosine,
    decay,
    dropping,
    listings,
    one_cycle,
    plateau,
    proximal,
    restarts,
    ridge,
    wager,
)
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps4"] = ("numpy",)

OF_SET["ps4"] = (
    (
        r"truth value of an array",
        r"\bt\b",
        "t may be an array, and if wants one truth value: np.where and np.minimum look at each "
        "step.",
    ),
    (
        r"'int' object is not (iterable|subscriptable)|type 'int' has no len|over a 0-d array",
        r"\bt\b",
        "t may be one number as well as an array: a formula serves both, and no loop does.",
    ),
    (
        r"arrays can be converted to Python scalars",
        r"\b(int|float)\(",
        "int and float take one number; t // every and np.floor take arrays.",
    ),
    (
        r"arrays can be converted to Python scalars",
        r"\bmath\b|\b(cos|exp|floor)\(",
        "What math has takes one number; np.cos, np.exp and np.floor take arrays.",
    ),
    (
        r"",
        r"^raise\b",
        "You raise this yourself, for what is allowed: nan and inf are looks without progress, for "
        "example.",
    ),
    (
        r"IndexError.* size 0|StopIteration|list index out of range|empty sequence",
        r"\blosses\b|\brates\b",
        "Nothing is found there. Where no tenth of the fall is lost again, high is the last rate.",
    ),
    (r"division by zero", r"\bp\b", "p may be 0; then nothing is dropped."),
    (
        r"Generator' object has no attribute",
        r"",
        "rng is a np.random.Generator: rng.random(a.shape) gives a number between 0 and 1 for each "
        "entry.",
    ),
    (
        r"has no attribute 'step'",
        r"",
        "The class needs a method step(self, loss) that returns the rate from now on.",
    ),
    (
        r"^(NameError|UnboundLocalError|AttributeError).*'(best|idle|count|bad|lr)\w*'",
        r"",
        "What is to be remembered from look to look is made in __init__, and kept in self.",
    ),
    (
        r"step\(\) takes 1 positional argument but 2 were given",
        r"",
        "A method's first parameter is self: def step(self, loss).",
    ),
    (
        r"^UnboundLocalError",
        r"",
        "A name that a function assigns to is its own from its first line on: begin with another "
        "name, such as length = period.",
    ),
    (
        r"could not be broadcast",
        r"\bnp\.(eye|identity|diag)\(",
        "x.T @ x is (n, n), one row for each feature; so must be what is added to it.",
    ),
)

__all__ = [
    "bounds",
    "cosine",
    "decay",
    "dropping",
    "listings",
    "one_cycle",
    "plateau",
    "proximal",
    "restarts",
    "ridge",
    "wager",
]
