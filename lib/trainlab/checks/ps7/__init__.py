"""Problem set 7, dying ReLU: one module for each part, and what they share."""

from trainlab.checks.advice import OF_SET
from trainlab.checks.ps7 import (
    absolute,
    chain,
    constants,
    dead,
    drawing,
    interval,
    region,
    revive,
)
from trainlab.checks.question import LIBRARIES

LIBRARIES["ps7"] = ("numpy",)

OF_SET["ps7"] = (
    (
        r"unexpected keyword argument '(bias|shortcuts|loss)'",
        r"",
        "bias and shortcuts, and loss, are handed in by their names: def ...(..., bias=0.0, "
        'shortcuts=False), and def ...(..., loss="mse").',
    ),
    (
        r"broadcast together",
        r"\bb\b|\bbias\b",
        "Points are columns: z is (units, points), and b has a number for each unit: b[:, None].",
    ),
    (
        r"core dimension|not aligned",
        r"",
        "Points are columns, x (inputs, points), and W is (out, in): W @ a, not a @ W.T. Many "
        "networks at once have W (networks, N, inputs).",
    ),
    (
        r"math domain error",
        r"lgamma",
        "ln n! is math.lgamma(n + 1), for n = 0 too.",
    ),
    (
        r"math domain error|positive input",
        r"log2",
        "For many layers (1 - rho)**(1 / (L - 1)) is 1 in float64, and h 0: h = "
        "-np.expm1(np.log1p(-rho) / (L - 1)).",
    ),
    (
        r"float infinity to integer|division by zero|math domain error|positive input",
        r"log|/",
        "For wide layers 1 - h is 1 in float64, and its logarithm 0: np.log1p(-h) is ln(1 - h) for "
        "any h. With one layer there is no hidden one, and nothing to divide by.",
    ),
    (
        r"negative integer power",
        r"",
        "Whole numbers of NumPy have no negative powers: h = 0.5**N.",
    ),
    (
        r"need at least one array|empty sequence|attempt to get arg",
        r"",
        "With one layer there is no hidden one: units is an empty list, and layer is 0.",
    ),
    (
        r"too large to convert to float|result too large",
        r"",
        "Binomial coefficients of large n leave the numbers of float64: add logarithms, "
        "math.lgamma(n + 1) for ln n!, and take exp of the sum.",
    ),
    (
        r"Generator' object has no attribute '(rand|randn|random_sample|gauss)'",
        r"",
        "rng is one of NumPy's generators: rng.normal(mean, deviation, shape) draws from it.",
    ),
)

__all__ = [
    "absolute",
    "chain",
    "constants",
    "dead",
    "drawing",
    "interval",
    "region",
    "revive",
]
