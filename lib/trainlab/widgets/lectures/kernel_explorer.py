"""A kernel that slides over an image one draws. Lecture 13."""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from trainlab.widgets.controls import Settings, choice, scale
from trainlab.widgets.live import Try
from trainlab.widgets.panels import Image
from trainlab.widgets.panels.panel import Numbers, Panel
from trainlab.widgets.walk import Stages, Walk, walking

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


class KernelExplorer(Walk):
    """An image and a kernel that one draws, and what comes out."""

    controls = (
        choice("picture", ("square", "pixel", "cross", "blank", "own"),
               tooltip="What is drawn at first; draw on it"),
        choice("kernel", (*KERNELS, "own"), tooltip="The kernel's numbers; press them to change"),
        choice("flip", ("off", "on"),
               tooltip="off: cross-correlation, as in PyTorch; on: convolution"),
        choice("padding", (0, 1, 2), tooltip="Zeros around the image"),
        choice("stride", (1, 2, 3), tooltip="Pixels from one place of the kernel to the next"),
        scale("shift", 0, 3, default=0, tooltip="Pixels that the image is moved to the right"),
    )  # fmt: skip
    layout = ("image kernel response",)
    buttons = walking("place")
    tries: ClassVar[tuple[Try, ...]] = (
        Try("kernel=d/dx", "A square, and half of right minus left. Where is the response not 0?",
            "At the two upright edges alone, two pixels wide: 0.5 where it gets brighter to the "
            "right, −0.5 where it gets darker. Within and outside nothing changes."),
        Try("kernel=Laplacian", "The sum of four neighbours less four times the middle: on the "
            "edges of the square, and on its corners?",
            "−1 on an edge's inner pixels and −2 on the corners, 1 just outside, 0 wherever all "
            "five are alike."),
        Try("picture=pixel&kernel=diagonal", "One bright pixel. What comes out, and with flip on?",
            "A kernel that is its own mirror image comes out as it is, either way."),
        Try("picture=pixel&kernel=d/dx", "And d/dx on one pixel? Then flip it.",
            "0.5 on the left of it and −0.5 on the right: the kernel comes out turned by 180°. "
            "Flipped, it comes out as it is written: convolution with one pixel is a copy."),
        Try("picture=cross&kernel=diagonal", "This kernel has 1 on one diagonal and −1 elsewhere. "
            "Where is the response largest?",
            "3 along the diagonal that falls to the right, except near the crossing: the kernel is "
            "what it looks for."),
        Try("kernel=d/dx&shift=2", "The square moves by 2. And the response? Then with stride 2, "
            "moved by 1.",
            "It moves by 2, and is otherwise the same. With stride 2 it moves by 1 when the image "
            "moves by 2; when that moves by 1, another response comes out."),
        Try("kernel=mean&padding=1", "The mean of nine pixels, with zeros around the image. What "
            "becomes of the sharp edge?",
            "A ramp: 0, 0.33, 0.67, 1. And the output is as large as the image."),
    )  # fmt: skip
    stages = Sliding
    model: Sliding

    def moved(self, model: Sliding, panel: str, message: Mapping[str, Any]) -> None:
        """Follow what is drawn, on the image or on the kernel."""
        row, column, value = int(message["row"]), int(message["column"]), float(message["value"])
        if panel == "kernel":
            model.kernel[row, column] = value
            self._drawn(kernel="own")
        elif column >= self.settings.shift:
            model.drawn[row, column - self.settings.shift] = value
            self._drawn(picture="own")
        else:
            self.redraw()  # where zeros have come in there is nothing to draw on

    def _drawn(self, **own: str) -> None:
        """Go on with what was drawn."""
        self._values |= own
        self.model.compute(self.settings)
        self.show()

    def panels(self, model: Sliding) -> dict[str, Panel]:
        """Return the image, the kernel, and what comes out."""
        return {
            "image": Image(title="Image: draw on it", levels=(0, 1)).of(model.seen),
            "kernel": Image(title="Kernel: press a number", levels=(0, 1, -1), limit=2).of(
                lambda: {"pixels": model.kernel}
            ),
            "response": Image(title="Response", limit=2).of(model.given),
        }

    def prepare_still(self) -> None:
        """Go to a place at which something is seen."""
        self.model.go(4 * self.model.response.shape[1] + 2)

    def describe(self, model: Sliding, s: Settings) -> str:
        """Return what comes out, and how it is computed at one place."""
        tall, wide = model.response.shape
        told = (
            f"{int((model.drawn != 0).sum())} pixels drawn, kernel {s.kernel}: a response of "
            f"{tall} by {wide} from {model.response.min():.3g} to {model.response.max():.3g}"
        )
        return f"{told}; {model.sentence()}." if model.steps_taken else f"{told}."
