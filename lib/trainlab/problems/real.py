"""Measured data, which come with the package: a table and images, each with its origin and licence.

Lectures 10 and 13. Training and validation points are drawn without replacement; points that are in
neither are left out.
"""

from collections.abc import Callable
from importlib import resources

import numpy as np
import torch
from torch import Tensor

from trainlab.core import arguments, streams
from trainlab.problems.problem import Problem

LICENCE = "CC BY 4.0"


def digits(n: int = 1200, n_val: int = 597, seed: int = 0) -> Problem:
    """Handwritten digits: x (N, 64) are 8 x 8 pixels from 0 to 1, row by row, y (N,) the digit.

    ``Convolutional(shape=(1, 8, 8), ...)`` sees them as images.

    Raises:
        ValueError: for n below 1, n_val or seed below 0, or more than 1797 points in all.

    >>> from trainlab import problems
    >>> data = problems.digits(n=100)
    >>> data.x.shape, data.outputs, data.loss
    (torch.Size([100, 64]), 10, 'cross_entropy')
    """
    names, x, y = _read("digits.csv")
    parts = _parted(x / 16, y.long(), n, n_val, seed)
    return Problem(
        "digits",
        *parts,
        "cross_entropy",
        ((0.0, 1.0),) * 64,
        classes=10,
        columns=names,
        origin="Alpaydin and Kaynak, Optical recognition of handwritten digits, UCI, 1998",
        licence=LICENCE,
    )


def breast_cancer(n: int = 400, n_val: int = 169, seed: int = 0) -> Problem:
    """Breast cancer Wisconsin (Diagnostic): x (N, 30) are measurements of cells' nuclei in units of
    their own, from 0 to 4254, so that they want to be normalized; y (N, 1) is 1 for a benign tumour
    and 0 for a malignant one.

    Raises:
        ValueError: for n below 1, n_val or seed below 0, or more than 569 points in all.

    >>> from trainlab import problems
    >>> data = problems.breast_cancer()
    >>> data.columns[:2], data.x.shape
    (('mean radius', 'mean texture'), torch.Size([400, 30]))
    """
    names, x, y = _read("breast_cancer.csv")
    parts = _parted(x, y[:, None], n, n_val, seed)
    domain = tuple(zip(x.amin(dim=0).tolist(), x.amax(dim=0).tolist(), strict=True))
    return Problem(
        "breast_cancer",
        *parts,
        "bce",
        domain,
        columns=names,
        origin="Wolberg, Street and Mangasarian, Breast cancer Wisconsin (Diagnostic), UCI, 1995",
        licence=LICENCE,
    )


#: Measured data by name.
REAL: dict[str, Callable[..., Problem]] = {make.__name__: make for make in (digits, breast_cancer)}


def _read(name: str) -> tuple[tuple[str, ...], Tensor, Tensor]:
    """Return the names of the columns but the last, their values (N, in), and the last (N,)."""
    with (resources.files("trainlab.problems") / "tables" / name).open(encoding="utf-8") as file:
        header = file.readline().strip().split(",")
        values = torch.from_numpy(np.loadtxt(file, delimiter=",", dtype=np.float32))
    return tuple(header[:-1]), values[:, :-1], values[:, -1]


def _parted(
    x: Tensor, y: Tensor, n: int, n_val: int, seed: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    n = arguments.integer("n", n, at_least=1)
    n_val = arguments.integer("n_val", n_val, at_least=0)
    if n + n_val > len(x):
        raise ValueError(
            f"n={n} and n_val={n_val} were given; there are {len(x)} points: ask for fewer."
        )
    keys = streams.keys(streams.member_seeds(arguments.seed(seed), 1), streams.POINTS)
    order = streams.permutations(keys, 0, len(x))[0]
    train, val = order[:n], order[n : n + n_val]
    return x[train], y[train], x[val], y[val]
