"""Problem set 6, convolution: one module for each part, and what they share."""

from trainlab.checks.advice import OF_SET
from trainlab.checks.ps6 import (
    backward,
    correlation,
    dense,
    layer,
    learning,
    shifts,
    sizes,
    stencils,
)
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps6"] = ("numpy",)

OF_SET["ps6"] = (
    (
        r"unexpected keyword argument '(padding|stride)'",
        r"",
        "padding and stride are handed in by their names: def ...(..., padding=0, stride=1).",
    ),
    (
        r"broadcast together",
        r"^(?!.*(\bV\b|einsum|tensordot)).*\bb\b",
        "b has a number for each output channel, axis 1 of (N, D, height', width'): b[:, None, "
        "None].",
    ),
    (
        r"not aligned|core dimension|broadcast (together|input array)|inhomogeneous",
        r"^(?!.*@ *V\b)",
        "Window and kernel differ in size. The last window begins at n + 2 padding - m at most; "
        "k counts rows, l columns; and np.pad(x, padding) would pad batch and channels too.",
    ),
    (
        r"^IndexError: index \d+ is out of bounds",
        r"",
        "An index goes beyond the border: are there more outputs than (n + 2 padding - m) // "
        "stride + 1, do you read what is not padded, or is there no such place, to be left out?",
    ),
    (
        r"'(numpy\.)?float\w*' object cannot be interpreted as an integer",
        r"",
        "/ makes a broken number; sizes and places are whole: divide by //.",
    ),
    (
        r"Integers to negative integer powers",
        r"",
        "Whole numbers have no negative powers in NumPy; make floats first, np.array(places, "
        "dtype=float).",
    ),
    (
        r"Singular matrix",
        r"",
        "Two equations are alike: there is one for each power 0, 1, ..., k - 1 of the places.",
    ),
)

__all__ = [
    "backward",
    "correlation",
    "dense",
    "layer",
    "learning",
    "shifts",
    "sizes",
    "stencils",
]
