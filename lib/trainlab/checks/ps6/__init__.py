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

#: What is said where shapes do not fit.
_SIZES = (
    r"not aligned|core dimension|broadcast (together|input array)|inhomogeneous|shape-mismatch for "
    r"sum|non-broadcastable"
)

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
        r"could not broadcast input array",
        r":\s*-\s*\w+\s*[\],].* = ",
        "Where padding is 0, padding:-padding is empty: it ends before it begins. Write padding : "
        "padding + n.",
    ),
    (
        _SIZES,
        r"\bphi\b|np\.diff",
        "What is added has to belong to the same points: cut all of it to the inner ones, without "
        "the first and the last row and column.",
    ),
    (
        _SIZES,
        r"\b[FGH]\b",
        "F has r rows and c columns, G has k and l, and H r + k - 1 and c + l - 1; a copy of G "
        "takes k rows and l columns.",
    ),
    (
        r"could not broadcast input array",
        r"\bW\b",
        "At the borders a part of the kernel lies on padding and has no column: put in its numbers "
        "one by one, where there is such a column.",
    ),
    (
        _SIZES,
        r"^(?!.*@ *V\b).*(\bV\b|einsum|tensordot)",
        "Windows and kernels differ in size. The last window begins at height + 2 padding - k at "
        "most; k counts rows, l columns; and np.pad(x, padding) would pad batch and channels too.",
    ),
    (
        _SIZES,
        r"\b(v|m|kernel)\b",
        "Window and kernel differ in size. The last window begins at n + 2 padding - m at most.",
    ),
    (
        r"^IndexError: index -?\d+ is out of bounds",
        r"",
        "An index goes beyond the border: are there more outputs than (n + 2 padding - m) // "
        "stride + 1, do you read what is not padded, or is there no such place, to be left out? "
        "(Below 0 Python counts from the end, as far as that goes.)",
    ),
    (
        r"unsupported operand .* 'list'",
        r"",
        "A list does not compute; make an array of floats, np.array(places, dtype=float).",
    ),
    (
        r"'(numpy\.)?float\w*' object cannot be interpreted as an integer",
        r"",
        "/ makes a number with fractions; sizes and places are whole: divide by //.",
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
