"""Problem set 8, the project: the building blocks of an honest comparison.

It names no libraries in ``LIBRARIES``: answers may import all that are installed.
"""

from trainlab.checks.advice import OF_SET
from trainlab.checks.ps8 import budgets, comparing, drawing, fairness, median

OF_SET["ps8"] = (
    (
        r"has no attribute 'index'|unhashable type",
        r"rates|row|tried",
        "A row of rates is an array: take the rate at a place, row[k].",
    ),
    (
        r"index \d+ is out of bounds",
        r"losses\[|spent\[",
        "After the last step there is no other: its loss holds for every larger budget.",
    ),
    (
        r"truth value of an array",
        r"train\(",
        "train returns two numbers, of validation and of test: val, test = train(...).",
    ),
    (
        r"'tuple'",
        r"median_interval",
        "median_interval returns three things: low, high, coverage = median_interval(...).",
    ),
    (
        r"x and y must have same first dimension|same length",
        r"plot|fill_between|errorbar",
        "losses has a row for each network and a column for each x: the median is over axis 0.",
    ),
)

__all__ = ["budgets", "comparing", "drawing", "fairness", "median"]
