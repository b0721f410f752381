"""A kernel that slides over an image, place by place."""

from typing import Any

import numpy as np

from trainlab.widgets.controls import Settings
from trainlab.widgets.panels.panel import Numbers
from trainlab.widgets.walk import Stages

Array = np.ndarray
#: Height and width of the image, and of the kernel.
SIDE, K = 10, 3
KERNELS: dict[str, Array] = {
    name: np.array(rows, float)
    for name, rows in {
        "d/dx": [[0, 0, 0], [-0.5, 0, 0.5], [0, 0, 0]],
        "d/dy": [[0, -0.5, 0], [0, 0, 0], [0, 0.5, 0]],
        "Laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
        "mean": np.full((3, 3), 1 / 9),
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
        "diagonal": [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]],
    }.items()
}


def picture(name: str) -> Array:
    """Return an image (SIDE, SIDE) of zeros and ones."""
    drawn = np.zeros((SIDE, SIDE))
    if name == "square":
        drawn[2:7, 2:7] = 1
    elif name == "pixel":
        drawn[4, 4] = 1
    elif name == "cross":
        drawn[range(1, 8), range(1, 8)] = drawn[range(1, 8), range(7, 0, -1)] = 1
    return drawn


class Sliding(Stages):
    """The kernel at each of its places in turn.

    Attributes:
        drawn, kernel: what was drawn, and the kernel as it is written.
        image, response: what the kernel sees, shifted and padded, and what comes out.
    """

    def __init__(self) -> None:
        """Begin with nothing drawn."""
        self.drawn, self.kernel = picture("blank"), KERNELS["identity"].copy()

    def compute(self, s: Settings) -> None:
        """Draw and choose anew, where that is asked for, and slide."""
        if s.picture != "own":
            self.drawn = picture(s.picture)
        if s.kernel != "own":
            self.kernel = KERNELS[s.kernel].copy()
        shifted = np.pad(self.drawn, ((0, 0), (s.shift, 0)))[:, :SIDE]
        self.image = np.pad(shifted, s.padding)
        self.padding, self.stride = s.padding, s.stride
        self.laid = self.kernel[::-1, ::-1] if s.flip == "on" else self.kernel
        seen = np.lib.stride_tricks.sliding_window_view(self.image, (K, K))
        self.response = np.einsum("ijab,ab->ij", seen[:: s.stride, :: s.stride], self.laid)
        self.last = self.response.size
        self.go(self.steps_taken)

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the output that the kernel computes now."""
        row, column = divmod(max(self.steps_taken, 1) - 1, self.response.shape[1])
        return row, column

    def seen(self) -> Numbers:
        """Return the image, with the part under the kernel framed."""
        row, column = (self.stride * at - self.padding for at in self.place)
        inside = slice(self.padding, self.padding + SIDE)
        numbers: dict[str, Any] = {"pixels": self.image[inside, inside]}
        return numbers | ({"window": (row, column, K, K)} if self.steps_taken else {})

    def given(self) -> Numbers:
        """Return the responses, with that of now framed."""
        return {"pixels": self.response} | (
            {"window": (*self.place, 1, 1)} if self.steps_taken else {}
        )

    def sentence(self) -> str:
        """Return the sum that the kernel makes at its place."""
        row, column = self.place
        top, left = self.stride * row, self.stride * column
        under = self.image[top : top + K, left : left + K]
        terms = [
            f"({w:.3g})·{x:g}" for w, x in zip(self.laid.flat, under.flat, strict=True) if w * x
        ]
        made = " + ".join(terms) or "0"
        return (
            f"output row {row + 1}, column {column + 1}: {made} = {self.response[row, column]:.3g}"
        )
