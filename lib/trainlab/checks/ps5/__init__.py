"""Problem set 5, second-order methods: one module for each part, and what they share."""

from trainlab.checks.advice import OF_SET
from trainlab.checks.ps5 import (
    backtracking,
    conjugate,
    handing_over,
    length,
    loops,
    memory,
    minimizer,
    newton,
    precondition,
    searching,
    update,
    wolfe,
)
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps5"] = ("numpy",)

OF_SET["ps5"] = (
    (
        r"'tuple'",
        r"\bf\(",
        "f gives two things, the value and the gradient: value, g = f(theta).",
    ),
    (
        r"setting an array element with a sequence|inhomogeneous shape",
        r"",
        "Entries of different shapes make no array: f gives two things, value, g = f(theta); and a "
        "matrix times a vector is @, since * multiplies entry by entry.",
    ),
    (
        r"not callable",
        r"\(\s*\w+\s*,\s*f\b",
        "f comes first: rule(f, theta), and search(f, theta, d).",
    ),
    (
        r"missing \d required positional argument",
        r"\bsearch\(",
        "search takes three things: t = search(f, theta, d).",
    ),
    (
        r"within \d+ calls of .*stopped",
        r"",
        "A loop does not end: count its steps, and ask in each whether it is done.",
    ),
    (
        r"belongs to the test, and can only be called|'\w+' object is not subscriptable",
        r"\b(f|search|product|gradient|hessian|adam|lbfgs)\b[.\[]",
        "What a test hands in is a function: call it, f(theta).",
    ),
    (
        r"takes 0 positional arguments but [12] (was|were) given",
        r"",
        "adam and lbfgs make rules: rule = adam(), once, and then theta = rule(f, theta).",
    ),
    (
        r"unexpected keyword argument '(small|c1|c2|t|factor|memory)'",
        r"",
        "Arguments with a default are given by name: call them as the stub does.",
    ),
    (
        r"truth value of an array",
        r"",
        "if, while and <= want one number: g @ d for a slope, np.linalg.norm(g) for a size.",
    ),
    (
        r"does not have enough dimensions|mismatch in its core dimension",
        r"@",
        "@ of two vectors is one number; a column times a row is np.outer(s, y), a matrix.",
    ),
    (
        r"^IndexError",
        r"pairs|\[-1\]|pop",
        "There may be no pairs at all: then C is the identity. And each pair has its own a, which "
        "the second loop takes from the end of the list.",
    ),
    (
        r"has no attribute 'step'",
        r"",
        "The class needs a method step(self, f, theta) that returns the new theta.",
    ),
    (
        r"^(NameError|UnboundLocalError|AttributeError).*'(pairs|memory|search)'",
        r"",
        "What is to be remembered from step to step is made in __init__, and kept in self.",
    ),
)

__all__ = [
    "backtracking",
    "conjugate",
    "handing_over",
    "length",
    "loops",
    "memory",
    "minimizer",
    "newton",
    "precondition",
    "searching",
    "update",
    "wolfe",
]
